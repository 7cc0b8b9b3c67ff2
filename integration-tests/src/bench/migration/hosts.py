"""The hosts between which a guest moves, and the client that goes along."""

import json
import os
import time
from dataclasses import dataclass

from children import Failure
from contestants import END_SECONDS, PYTHON, ROOT, START_SECONDS, Arena, Client, Server, joined
from control import Control
from pathlib import Path

HERE = Path(__file__).resolve().parent

HOP_SECONDS = 40
GUEST_RUNS_SECONDS = 10
CLIENT_EVENT = "__dev.caraway_SPICE_MIGRATE_CLIENT"
# More than the rows need, so that the link is far and not slow.
LINK_MEGABITS = 1000


class Host(Server):
    """A Caraway that has the guest, or awaits it."""

    def __init__(self, child, control_path, input_log, awaits_guest):
        super().__init__(child)
        self.viewer_port = self.port
        self.input_log = input_log
        self.uri = None
        if awaits_guest:
            line = child.await_line(
                lambda text: text.startswith("Awaiting the guest on "), "where it awaits the guest", START_SECONDS)
            self.uri = "tcp:" + line.removeprefix("Awaiting the guest on ")
        child.await_line(lambda text: text.startswith("Control port on "), "its control port", START_SECONDS)
        self.control = Control(child.name, control_path)

    def quit(self):
        self.control.execute("quit")
        self.child.end(END_SECONDS)
        self.control.close()

    def inputs(self):
        """What its guest received, in order."""
        return [json.loads(line) for line in self.input_log.read_text().splitlines()]

    def bytes_sent(self):
        """To clients, on all channels."""
        stats = self.control.execute("__dev.caraway_query-stats")
        return sum(channel["bytes-sent"] for client in stats["clients"] for channel in client["channels"])


def replay(recording, gap_us):
    """A guest that draws what was recorded, from when it has a client."""
    return "replay," + joined({"file": recording.path, "gap-us": gap_us, "wait-client": "on"})


@dataclass(frozen=True)
class Hop:
    """One move: from when management asks for it to when it hears that no client needs the source any more."""

    begin_ns: int
    end_ns: int
    downtime_millis: int
    is_seamless: bool


class Fleet(Arena):
    """Starts hosts, and the client that visits all of them."""

    def __init__(self, directory, settings, guests):
        super().__init__(directory, directory, settings)
        self.guests = guests

    def hosts(self, count, guest, round_trip_millis=0, log_level="warn"):
        """So many hosts, the first of which has the guest. They start at once: none is waited for in the middle."""
        starting = [self._start_host(number, guest, log_level) for number in range(count)]
        hosts = [
            Host(child, path, log, awaits_guest=number > 0)
            for number, (child, path, log) in enumerate(starting)
        ]
        for host in hosts if round_trip_millis else ():
            host.viewer_port = self.slow_link(host.port, LINK_MEGABITS, round_trip_millis)
        return hosts

    def client(self, port, name="client", **variables):
        command = [PYTHON, "-B", HERE / "moving_client.py", f"spice://127.0.0.1:{port}"]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(self.directory), **variables}
        client = Client(self._start(name, command, environment))
        client.await_event("primary", START_SECONDS)
        # spice-gtk drops what is typed before, without a word.
        client.child.await_line(types_now, "its inputs channel", START_SECONDS)
        return client

    def _start_host(self, number, guest, log_level):
        control, log = self.file("control"), self.file("inputs")
        spice = {"port": 0, "addr": "127.0.0.1", "disable-ticketing": "on", **self.settings}
        command = [
            ROOT / "caraway", "--spice", joined(spice), "--guest", guest,
            "--qmp", f"unix:{control},server=on,wait=off", "--input-log", log, "--log-level", log_level,
            "--class-path", self.guests,
        ]
        if number > 0:
            command += ["--incoming", "tcp:127.0.0.1:0"]
        return self._start(f"host {number}", command, dict(os.environ)), control, log


class Journey:
    """A guest on its way along hosts, and its client."""

    def __init__(self, fleet, hosts, **variables):
        self.hosts = hosts
        self.place = 0
        self.client = fleet.client(hosts[0].viewer_port, **variables)
        self.hops = []

    @property
    def host(self):
        """Where the guest is."""
        return self.hosts[self.place]

    def hop(self):
        """To the next host. The client hears of it in the moment in which the guest is told to go."""
        source, target = self.host, self.hosts[self.place + 1]
        seen = len(self.client.child.lines)
        begin_ns = time.monotonic_ns()
        source.control.execute_at_once(
            ("client_migrate_info", {"protocol": "spice", "hostname": "127.0.0.1", "port": target.viewer_port}),
            ("migrate", {"uri": target.uri}),
        )
        source.control.await_event("SPICE_MIGRATE_COMPLETED", HOP_SECONDS)
        end_ns = time.monotonic_ns()
        outcome = source.control.execute("query-migrate")
        if outcome.get("status") != "completed":
            raise Failure(f"{source.child.name}: expected that the guest moves, got {outcome}")
        target.control.await_event("RESUME", GUEST_RUNS_SECONDS)
        source.quit()
        self.place += 1
        statuses = [event["data"]["status"] for event in source.control.events_of(CLIENT_EVENT)]
        hop = Hop(begin_ns, end_ns, outcome["downtime"], is_seamless(statuses, self.client.child.lines[seen:]))
        self.hops.append(hop)
        return hop


def types_now(line):
    said = json.loads(line)
    return said["event"] == "channel" and said["channel"] == "inputs" and said["state"] == "opened"


def is_seamless(statuses, lines):
    """Whether management heard that the client goes on, and the client had no channel that ended or began anew."""
    anew = ("channel", "primary", "primary-gone", "disconnected")
    return statuses[-1:] == ["handed-over"] and not any(json.loads(line)["event"] in anew for line in lines)
