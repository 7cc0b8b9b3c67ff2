"""The client of the display benchmark, which also types and writes down when its picture changed.

Commands beyond those of measuring_client.py:

    type PER_SECOND       holds a key down and types others, with a little motion, until told to stop
    stop-typing           lets go of the held key; the event "typed" has all that was typed, as [CODE, DOWN], and the motion
    watch-frames          writes down from now on when the picture changed
    frames                the event "frames": those moments

Moments are nanoseconds of the monotonic clock, which all processes of a machine share.
"""

import argparse
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "display"))

import measuring_client
from gi.repository import GLib
from headless_client import say

HELD_KEY = 42
# The letters and figures of a keyboard, which is what people type.
KEYS = [*range(2, 12), *range(16, 26), *range(30, 39), *range(44, 51)]
TICK_MILLIS = 2


class MovingClient(measuring_client.MeasuringClient):
    def __init__(self, options):
        self.typed = None
        self.frames = None
        super().__init__(options)

    def on_invalidate(self, *area):
        super().on_invalidate(*area)
        if self.frames is not None:
            self.frames.append(time.monotonic_ns())

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
    parser = argparse.ArgumentParser()
    parser.add_argument("uri")
    parser.set_defaults(library=None)
    MovingClient(parser.parse_args()).run()
