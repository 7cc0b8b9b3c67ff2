"""The two servers, and the clients that look at them."""

import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess

from children import Child, Failure

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[3]
PYTHON = "/usr/bin/python3"

START_SECONDS = 30
ANSWER_SECONDS = 15
END_SECONDS = 10

PEER, OURS = SIDES = ("peer", "ours")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One of the two, playing a recording."""

    def __init__(self, child):
        self.child = child
        line = child.await_line(lambda text: text.startswith("Listening on "), "the line that it listens", START_SECONDS)
        self.port = int(line.rsplit(":", 1)[1])

    def await_pass(self, number, seconds):
        """The report of a pass: commands, replay_s, cpu_s."""
        start = f'{{"pass":{number},'
        line = self.child.await_line(lambda text: text.startswith(start), f"the report of pass {number}", seconds)
        return json.loads(line)

    def anonymous_mib(self):
        """Memory that the process has to itself, resident."""
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
        found = re.search(r"RssAnon:\s+(\d+) kB", status)
        if found is None:
            raise self.child.failure("ended, when its memory was looked at")
        return int(found.group(1)) / 1024


class Peer(Server):
    def held_mib(self):
        """Memory in use as nearly as it can be known from outside."""
        return self.anonymous_mib()


class Caraway(Server):
    def held_mib(self):
        """Heap that is in use after a collection, and what is allocated beside the heap for buffers."""
        self._jcmd("GC.run")
        heap = re.search(r"\bused (\d+)K", self._jcmd("GC.heap_info"))
        other = re.search(r"\bOther \(reserved=\d+KB, committed=(\d+)KB\)", self._jcmd("VM.native_memory", "summary"))
        if heap is None:
            raise Failure("jcmd GC.heap_info: expected the heap in use")
        return (int(heap.group(1)) + (int(other.group(1)) if other else 0)) / 1024

    def _jcmd(self, *command):
        tool = pathlib.Path(f"/proc/{self.child.pid}/exe").resolve().parent / "jcmd"
        try:
            return subprocess.run(
                [tool, str(self.child.pid), *command], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=True
            ).stdout
        except (OSError, subprocess.SubprocessError) as error:
            raise Failure(f"{tool} {' '.join(command)}: {error}") from None


class Client:
    """A client without a window; see measuring_client.py."""

    def __init__(self, child):
        self.child = child

    def say(self, command):
        self.child.say(command)

    def ask(self, command, event, seconds=ANSWER_SECONDS):
        """Tells it something, and returns the event that comes because of it."""
        start = len(self.child.lines)
        self.child.say(command)
        return self._await(event, seconds, start)

    def await_event(self, event, seconds=ANSWER_SECONDS):
        return self._await(event, seconds, 0)

    def has_lost_display(self):
        """Whether the server let it go."""
        events = (json.loads(line) for line in list(self.child.lines))
        return any(
            event["event"] == "disconnected"
            or (event["event"] == "channel" and event["channel"] == "display" and event["state"] != "opened")
            for event in events
        )

    def _await(self, event, seconds, start):
        def wanted(line):
            said = json.loads(line)
            if said["event"] == "refused":
                raise self.child.failure(f"refused {said['command']}: {said['text']}")
            if said["event"] == "disconnected" and event != "disconnected":
                raise self.child.failure(f"lost its server, while the event {event} was awaited")
            return said["event"] == event

        return json.loads(self.child.await_line(wanted, f"the event {event}", seconds, start))

    def leave(self):
        self.child.say("quit")
        self.child.end(END_SECONDS)


class Arena:
    """Starts servers, clients and links, and ends them all."""

    def __init__(self, directory, tools, settings):
        self.directory = pathlib.Path(directory)
        self.tools = pathlib.Path(tools)
        self.settings = settings
        self.children = []
        self.count = 0

    @contextlib.contextmanager
    def round(self):
        """What is started in a round ends with it."""
        before = len(self.children)
        try:
            yield
        except Failure as failure:
            # Who fails is often not who is to blame.
            others = (child for child in self.children[before:] if child.has_ended and child.name not in str(failure))
            raise Failure("\n".join([str(failure), *(str(child.failure("has ended")) for child in others)])) from None
        finally:
            while len(self.children) > before:
                self.children.pop().kill()

    def start(self, side, recording, **options):
        """Starts the one or the other; `is_shared`: for several clients, `counts_memory`: `held_mib` will be asked."""
        return (self._peer if side == PEER else self._caraway)(recording, **options)

    def _peer(self, recording, is_shared=False, counts_memory=False, **options):
        words = {"port": free_port(), "file": recording.path, **self.settings, **options}
        environment = dict(os.environ)
        if is_shared:
            # Without it the library takes one client only.
            environment["SPICE_DEBUG_ALLOW_MC"] = "1"
        return Peer(self._start(PEER, [self.tools / "peer", *_words(words)], environment))

    def _caraway(self, recording, is_shared=False, counts_memory=False, **options):
        spice = {"port": 0, "addr": "127.0.0.1", "disable-ticketing": "on", **self.settings}
        guest = {"file": recording.path, **options}
        environment = dict(os.environ)
        if counts_memory:
            environment["JDK_JAVA_OPTIONS"] = "-XX:NativeMemoryTracking=summary"
        command = [
            ROOT / "caraway", "--spice", joined(spice), "--guest", "replay," + joined(guest), "--log-level", "warn",
        ]
        return Caraway(self._start(OURS, command, environment))

    def client(self, port, name="client"):
        command = [
            PYTHON, "-B", HERE / "measuring_client.py", f"spice://127.0.0.1:{port}",
            "--library", self.tools / "nearness.so",
        ]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(self.directory)}
        return Client(self._start(name, command, environment))

    def slow_link(self, target, megabits, round_trip_millis):
        """The port at which the target is far away."""
        words = [0, target, megabits, round_trip_millis]
        child = self._start("slow link", [PYTHON, "-B", HERE / "slow_link.py", *map(str, words)])
        line = child.await_line(lambda text: text.startswith("Listening on "), "the line that it listens", START_SECONDS)
        return int(line.rsplit(":", 1)[1])

    def file(self, stem):
        """A name for a new file."""
        self.count += 1
        return self.directory / f"{stem}-{self.count}"

    def _start(self, name, command, environment=None):
        child = Child(name, [str(word) for word in command], environment)
        self.children.append(child)
        return child


def _words(options):
    return [f"{key.replace('_', '-')}={value}" for key, value in options.items()]


def joined(options):
    # A comma in a value is written twice.
    return ",".join(word.replace(",", ",,") for word in _words(options))


def end_on_signals():
    """A signal ends the benchmark as an exception does, so that its children are ended too."""

    def end(number, _frame):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
