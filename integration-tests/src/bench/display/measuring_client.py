"""The headless client that the tests use, which also measures: bytes, when a marker appears, when the picture is near.

Commands beyond those of headless_client.py:

    await-quiet SECONDS        the event "quiet" once no byte came on the display channel for so long
    compare FILE               from now on, looks how near the primary surface is to a dumped picture
    numbers                    all that was measured so far, in one event

Times are nanoseconds of the monotonic clock, which all processes of a machine share.
"""

import argparse
import ctypes
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "test/resources/dev/caraway/it/interop"))

import headless_client
from gi.repository import GLib
from headless_client import listen, say

# Inside the corner that a marker fills.
MARKER_X, MARKER_Y = 2, 2
NEAR_LEVELS = 16
LOOK_MILLIS = 20


class MeasuringClient(headless_client.Client):
    def __init__(self, options):
        self.library = options.library
        self.opened_ns = None
        self.marker_color = None
        self.markers = []
        self.quiet_seconds = None
        self.bytes_seen = 0
        self.bytes_since = 0.0
        self.wanted = None
        self.farthest = None
        self.near_ns = None
        self.same_ns = None
        self.has_changed = False
        self.changed_ns = None
        super().__init__(options)

    def on_channel(self, session, channel):
        super().on_channel(session, channel)
        if self.channels.get("display") is channel:
            listen(channel, "display-invalidate", self.on_invalidate)

    def on_channel_event(self, name, channel, event):
        if name == "display" and event.value_nick == "opened":
            self.opened_ns = time.monotonic_ns()
        super().on_channel_event(name, channel, event)

    def on_primary(self, *primary):
        super().on_primary(*primary)
        self.has_changed = True

    def on_invalidate(self, _channel, x, y, width, height):
        self.has_changed = True
        self.changed_ns = time.monotonic_ns()
        if x <= MARKER_X < x + width and y <= MARKER_Y < y + height and self.primary is not None:
            _, _, _, stride, address = self.primary
            pixel = address + MARKER_Y * stride + MARKER_X * 4
            color = ctypes.c_uint32.from_address(pixel).value & 0xFFFFFF
            if color != self.marker_color:
                self.marker_color = color
                self.markers.append((time.monotonic_ns(), f"{color:06x}"))

    def display_bytes(self):
        channel = self.channels.get("display")
        return 0 if channel is None else int(channel.get_property("total-read-bytes"))

    def do_await_quiet(self, seconds):
        first = self.quiet_seconds is None
        self.quiet_seconds = float(seconds)
        self.bytes_since = time.monotonic()
        if first:
            GLib.timeout_add(LOOK_MILLIS, self.look_for_bytes)

    def look_for_bytes(self):
        now = time.monotonic()
        count = self.display_bytes()
        if count != self.bytes_seen:
            self.bytes_seen, self.bytes_since = count, now
        elif self.quiet_seconds is not None and now - self.bytes_since >= self.quiet_seconds:
            say("quiet", display_bytes=count)
            self.quiet_seconds = None
            return False
        return True

    def do_compare(self, path):
        library = ctypes.CDLL(self.library)
        library.farthest_level.argtypes = (
            ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)
        self.farthest_level = library.farthest_level
        self.wanted = pathlib.Path(path).read_bytes()
        self.has_changed = True
        GLib.timeout_add(LOOK_MILLIS, self.look_at_picture)

    def look_at_picture(self):
        if not self.has_changed or self.primary is None:
            return True
        self.has_changed = False
        _, width, height, stride, address = self.primary
        now = time.monotonic_ns()
        if width * height * 4 == len(self.wanted):
            self.farthest = self.farthest_level(address, stride, self.wanted, width, height)
        else:
            self.farthest = 255
        # What counts is since when it has stayed so.
        if self.farthest > NEAR_LEVELS:
            self.near_ns = None
        elif self.near_ns is None:
            self.near_ns = now
        if self.farthest > 0:
            self.same_ns = None
        elif self.same_ns is None:
            self.same_ns = now
        return True

    def do_numbers(self):
        if self.wanted is not None:
            self.look_at_picture()
        say(
            "numbers",
            display_bytes=self.display_bytes(),
            opened_ns=self.opened_ns,
            changed_ns=self.changed_ns,
            markers=self.markers,
            farthest=self.farthest,
            near_ns=self.near_ns,
            same_ns=self.same_ns,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("uri")
    parser.add_argument("--library", help="where farthest_level is")
    MeasuringClient(parser.parse_args()).run()
