"""The client of the display benchmark, which also types and writes down when its picture changed.

Commands beyond those of measuring_client.py:

    type PER_SECOND       holds a key down and types others, with a little motion, until told to stop
    stop-typing           lets go of the held key; the event "typed" has all that was typed, as [CODE, DOWN], and the motion
    watch-frames          writes down from now on when the picture changed
    frames                the event "frames": those moments
    watch-numbers         writes down from now on which numbers the video of VideoGuest.java shows, and when
    numbers-shown         the event "numbers-shown": [MOMENT, NUMBER] for each change

Moments are nanoseconds of the monotonic clock, which all processes of a machine share.
"""

import argparse
import ctypes
import os
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "display"))

import measuring_client
from gi.repository import GLib
from headless_client import say

HELD_KEY = 42
# Where VideoGuest.java paints the number of its frame.
BITS_LEFT, BITS_TOP, BIT_SIDE, BITS = 32, 252, 20, 16
# The letters and figures of a keyboard, which is what people type.
KEYS = [*range(2, 12), *range(16, 26), *range(30, 39), *range(44, 51)]
TICK_MILLIS = 2


class MovingClient(measuring_client.MeasuringClient):
    def __init__(self, options):
        self.typed = None
        self.frames = None
        self.numbers = None
        super().__init__(options)

    def on_invalidate(self, *area):
        super().on_invalidate(*area)
        if self.frames is not None:
            self.frames.append(time.monotonic_ns())
        if self.numbers is not None and self.primary is not None:
            number = self.number_shown()
            if not self.numbers or self.numbers[-1][1] != number:
                self.numbers.append((time.monotonic_ns(), number))

    def number_shown(self):
        _, _, _, stride, address = self.primary
        row = address + (BITS_TOP + BIT_SIDE // 2) * stride
        middles = (row + (BITS_LEFT + bit * BIT_SIDE + BIT_SIDE // 2) * 4 for bit in range(BITS))
        # The green of each.
        return sum((ctypes.c_uint8.from_address(middle + 1).value > 127) << bit for bit, middle in enumerate(middles))

    def do_watch_numbers(self):
        self.numbers = []

    def do_numbers_shown(self):
        say("numbers-shown", changes=self.numbers)

    def do_watch_frames(self):
        self.frames = []

    def do_frames(self):
        say("frames", moments_ns=self.frames)

    def do_type(self, per_second):
        self.typed = []
        self.motion = 0
        self.type_from = time.monotonic()
        self.per_second = float(per_second)
        self.press(HELD_KEY)
        GLib.timeout_add(TICK_MILLIS, self.type_what_is_due)

    def do_stop_typing(self):
        self.release(HELD_KEY)
        say("typed", events=self.typed, motion=self.motion)
        self.typed = None

    def type_what_is_due(self):
        if self.typed is None:
            return False
        due = int((time.monotonic() - self.type_from) * self.per_second)
        # The held key is there once, each of the others twice.
        for number in range(len(self.typed) // 2, due):
            code = KEYS[number % len(KEYS)]
            self.press(code)
            self.release(code)
            self.do_motion(1, 0)
            self.motion += 1
        return True

    def press(self, code):
        self.do_key_down(code)
        self.typed.append((code, True))

    def release(self, code):
        self.do_key_up(code)
        self.typed.append((code, False))


if __name__ == "__main__":
    # What spice-gtk writes on standard output, for whoever asks with SPICE_DEBUG, is no event.
    sys.stdout = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    parser = argparse.ArgumentParser()
    parser.add_argument("uri")
    parser.set_defaults(library=None)
    MovingClient(parser.parse_args()).run()
