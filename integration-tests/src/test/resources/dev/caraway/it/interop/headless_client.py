"""A SPICE client without a window: spice-gtk, driven by lines on standard input.

Every event is one JSON object a line on standard output. Commands, one a line:

    key-down CODE | key-up CODE | locks MASK
    motion DX DY | position X Y [DISPLAY] | button-down N | button-up N
    mouse-mode server|client
    wish WxH [WxH ...]  as if the user had as many windows of these sizes, and no other
    picture [DISPLAY]   the digest of the primary surface of a display channel, of 0 if none is named
    dump FILE           the pixels of that of 0: rows from top to bottom, four bytes a pixel (B, G, R, 0)
    quit                also the end of standard input
"""

import argparse
import ctypes
import hashlib
import json
import os
import sys

import gi

gi.require_version("SpiceClientGLib", "2.0")
from gi.repository import GLib, GObject, SpiceClientGLib as Spice

CHANNELS = {1: "main", 2: "display", 3: "inputs", 4: "cursor", 5: "playback", 6: "record"}
MOUSE_MODES = {1: "server", 2: "client"}
FOUR_BYTES_A_PIXEL = (32, 96)
MOST_WINDOWS = 4
GOBJECT = ctypes.CDLL("libgobject-2.0.so.0")


class Array(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("count", ctypes.c_uint)]


class Monitor(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint) for name in ("id", "surface", "x", "y", "width", "height")]


def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


class Client:
    def __init__(self, options):
        self.loop = GLib.MainLoop()
        self.channels = {}
        self.primaries = {}
        self.buttons = 0
        self.session = Spice.Session()
        for name in ("uri", "password", "ca_file", "cert_subject", "cache_size", "glz_window_size"):
            value = getattr(options, name, None)
            if value is not None:
                self.session.set_property(name.replace("_", "-"), value)
        listen(self.session, "channel-new", self.on_channel)

    def run(self):
        GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, self.on_input)
        self.rest = b""
        Spice.Session.connect(self.session)
        self.loop.run()

    @property
    def primary(self):
        """Of the first display."""
        return self.primaries.get(0)

    # What the server does.

    def on_channel(self, _session, channel):
        name = CHANNELS.get(channel.get_property("channel-type"), "other")
        number = channel.get_property("channel-id")
        self.channels.setdefault(name, channel)
        listen(channel, "channel-event", lambda source, event: self.on_channel_event(name, source, event))
        if name == "main":
            listen(channel, "main-mouse-update", self.on_mouse_mode)
        elif name == "display":
            listen(channel, "display-primary-create", lambda _source, *primary: self.on_primary(number, *primary))
            listen(channel, "display-primary-destroy", lambda _source: self.on_primary_gone(number))
            listen(channel, "notify::monitors", lambda source, _property: self.on_monitors(number, source))
        elif name == "inputs":
            listen(channel, "inputs-modifiers", lambda source: say("locks", mask=source.get_property("key-modifiers")))
        elif name == "cursor":
            listen(channel, "cursor-set", lambda _source, width, height, x, y, _pixels: say(
                "cursor", width=width, height=height, x=x, y=y))
        Spice.Channel.connect(channel)

    def on_channel_event(self, name, channel, event):
        fields = {}
        if event.value_nick.startswith("error"):
            error = channel.get_error()
            fields["text"] = error.message if error else ""
        say("channel", channel=name, state=event.value_nick, **fields)
        # spice-gtk leaves it to the program what a closed main channel means.
        if name == "main" and (fields or event.value_nick == "closed"):
            say("disconnected")
            self.loop.quit()

    def on_mouse_mode(self, channel):
        say("mouse-mode", mode=MOUSE_MODES.get(channel.get_property("mouse-mode"), "other"))

    def on_primary(self, display, pixel_format, width, height, stride, _shared, data):
        self.primaries[display] = (pixel_format, width, height, stride, int(data))
        say("primary", width=width, height=height, display=display)

    def on_primary_gone(self, display):
        self.primaries.pop(display, None)
        say("primary-gone", display=display)

    def on_monitors(self, display, channel):
        # The bindings cannot read an array of structures.
        array = ctypes.POINTER(Array)()
        GOBJECT.g_object_get(ctypes.c_void_p(hash(channel)), b"monitors", ctypes.byref(array), None)
        monitors = ctypes.cast(array.contents.data, ctypes.POINTER(Monitor))
        heads = [f"{m.width}x{m.height}+{m.x}+{m.y}" for m in monitors[:array.contents.count]]
        GOBJECT.g_boxed_free(GOBJECT.g_array_get_type(), array)
        say("monitors", display=display, heads=" ".join(heads), most=channel.get_property("monitors-max"))

    # What the test asks for.

    def on_input(self, source, _condition):
        read = os.read(source, 65536)
        if not read:
            self.loop.quit()
            return False
        *lines, self.rest = (self.rest + read).split(b"\n")
        for line in lines:
            command, *words = line.decode().split(" ")
            try:
                getattr(self, "do_" + command.replace("-", "_"))(*words)
            except Exception as failure:
                say("refused", command=line.decode(), text=repr(failure))
        return True

    def do_quit(self):
        self.loop.quit()

    def do_key_down(self, code):
        Spice.InputsChannel.key_press(self.channels["inputs"], int(code))

    def do_key_up(self, code):
        Spice.InputsChannel.key_release(self.channels["inputs"], int(code))

    def do_locks(self, mask):
        Spice.InputsChannel.set_key_locks(self.channels["inputs"], int(mask))

    def do_motion(self, dx, dy):
        Spice.InputsChannel.motion(self.channels["inputs"], int(dx), int(dy), self.buttons)

    def do_position(self, x, y, display=0):
        Spice.InputsChannel.position(self.channels["inputs"], int(x), int(y), int(display), self.buttons)

    def do_button_down(self, button):
        self.buttons |= 1 << (int(button) - 1)
        Spice.InputsChannel.button_press(self.channels["inputs"], int(button), self.buttons)

    def do_button_up(self, button):
        self.buttons &= ~(1 << (int(button) - 1))
        Spice.InputsChannel.button_release(self.channels["inputs"], int(button), self.buttons)

    def do_mouse_mode(self, mode):
        wanted = next(number for number, name in MOUSE_MODES.items() if name == mode)
        Spice.MainChannel.request_mouse_mode(self.channels["main"], wanted)

    def do_wish(self, *sizes):
        for number in range(MOST_WINDOWS):
            is_wanted = number < len(sizes)
            Spice.MainChannel.update_display_enabled(self.channels["main"], number, is_wanted, False)
            if is_wanted:
                width, height = map(int, sizes[number].split("x"))
                Spice.MainChannel.update_display(self.channels["main"], number, 0, 0, width, height, False)
        say("wished", sent=Spice.MainChannel.send_monitor_config(self.channels["main"]))

    def do_picture(self, display=0):
        primary = self.primaries.get(int(display))
        if primary is None:
            say("picture", sha256="none", width=0, height=0)
        else:
            digest = hashlib.sha256(self.pixels(primary)).hexdigest()
            say("picture", sha256=digest, width=primary[1], height=primary[2])

    def do_dump(self, path):
        with open(path, "wb") as file:
            file.write(self.pixels(self.primary))
        say("dumped")

    def pixels(self, primary):
        pixel_format, width, height, stride, address = primary
        if pixel_format not in FOUR_BYTES_A_PIXEL:
            raise ValueError(f"pixel format {pixel_format}: expected {FOUR_BYTES_A_PIXEL}")
        picture = bytearray()
        for y in range(height):
            picture += ctypes.string_at(address + y * stride, width * 4)
        picture[3::4] = bytes(width * height)
        return picture


def listen(source, signal, callback):
    # The classes of spice-gtk have methods named "connect" of their own.
    GObject.Object.connect(source, signal, callback)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("uri")
    parser.add_argument("--password")
    parser.add_argument("--ca-file")
    parser.add_argument("--cert-subject")
    parser.add_argument("--cache-size", type=int)
    parser.add_argument("--glz-window-size", type=int)
    Client(parser.parse_args()).run()
