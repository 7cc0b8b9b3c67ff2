"""How each row of the table is measured."""

import re
import statistics
import time

from children import Failure
from hosts import Journey, replay
from outcomes import Outcome, beyond_due, bounded, each_bounded, faults, longest_gap, unshown

QUIET_SECONDS = 2.0
LATE_SECONDS = 60
# From when a client opens its display channel until the guest begins: its first message travels, then it may settle.
GUEST_BEGINS_SECONDS = 0.72

HALF_WAY_GOAL = 1.02
MANY_HOPS_GOAL = 1.10
BLOB_BYTES_GOAL = 1024
IDLE_BYTES_GOAL = 1024
GAP_GOAL_MILLIS = 20

MANY_HOPS = 20
SECONDS_PER_HOP = 2.5
HALF_WAY_SECONDS = 8.0
KEYS = 1000
KEYS_PER_SECOND = 200
HOPS_WHILE_TYPING = 10
# What is held back for want of a mouse acknowledgement needs a round trip more than the keys.
MOTION_SECONDS = 5
# A guest that draws all the time, once its animation was begun with F5; so often that waiting for its next picture is
# not what is measured.
ANIMATED = "desktop,size=1024x768,frame-millis=10"
ANIMATE_KEY = 63
GAP_HOPS = 3
ARMED_SECONDS = 5
# See VideoGuest.java.
VIDEO = "class=dev.caraway.it.bench.VideoGuest"
STREAM_HOPS = 10
STREAM_BEGINS_SECONDS = 2.5
STREAM_GAP_GOAL_MILLIS = 100
ROUND_TRIPS_MILLIS = (0, 50)

NANOS_PER_MILLI = 1e6
NANOS_PER_SECOND = 1e9


class Journeys:
    def __init__(self, fleet, options, progress):
        self.fleet = fleet
        self.options = options
        self.progress = progress

    def half_way(self, recording):
        """Display bytes with one hop in the middle, against none; and the picture at the end."""
        yield from self._bytes_and_picture("half-way", recording, 1, HALF_WAY_SECONDS, HALF_WAY_GOAL)

    def many_hops(self, recording):
        """The same with twenty hops."""
        seconds = (MANY_HOPS + 1) * SECONDS_PER_HOP
        yield from self._bytes_and_picture("many-hops", recording, MANY_HOPS, seconds, MANY_HOPS_GOAL)

    def _bytes_and_picture(self, row, recording, hops, seconds, goal):
        gap_us = max(1, int(seconds * 1e6 / recording.commands))
        quotients, pictures, seamless = [], [], []
        for repetition in self._repetitions(row, recording.name):
            still, shown = self._play(recording, gap_us, 0, seconds)
            moved, shown_there = self._play(recording, gap_us, hops, seconds, seamless)
            quotients.append(moved / still)
            pictures.append(shown == shown_there)
            self.progress(f"{row} {recording.name}: {still} bytes, with {hops} hops {moved}")
        name = f"{hops} hop" + ("" if hops == 1 else "s")
        yield bounded(row, recording.name, f"display bytes, {name} / none", quotients, goal)
        yield self._all(row, recording, f"final picture after {name}", pictures)
        yield self._all(row, recording, "seamless hops", seamless)

    def _play(self, recording, gap_us, hops, seconds, seamless=None):
        """Display bytes and the digest of the picture in the end."""
        with self.fleet.round():
            journey = Journey(self.fleet, self.fleet.hosts(hops + 1, replay(recording, gap_us)))
            begin_ns = journey.client.ask("numbers", "numbers")["opened_ns"] + GUEST_BEGINS_SECONDS * NANOS_PER_SECOND
            for number in range(hops):
                pause_until(begin_ns, (number + 0.5) * seconds / hops if hops > 1 else seconds / 2)
                hop = journey.hop()
                if seamless is not None:
                    seamless.append(hop.is_seamless)
            journey.host.await_pass(1, seconds + LATE_SECONDS)
            journey.client.ask(f"await-quiet {QUIET_SECONDS}", "quiet", LATE_SECONDS)
            count = journey.client.ask("numbers", "numbers")["display_bytes"]
            return count, journey.client.ask("picture", "picture")["sha256"]

    def blob(self, recording):
        """What the client carries from display channel to display channel."""
        sizes = []
        for _ in self._repetitions("blob", recording.name):
            with self.fleet.round():
                hosts = self.fleet.hosts(2, replay(recording, 1000), log_level="trace")
                journey = Journey(self.fleet, hosts)
                hosts[0].await_pass(1, recording.replay_seconds(1000) + LATE_SECONDS)
                blobs = []
                hosts[0].child.on_error = lambda line: blobs.extend(display_blob(line))
                journey.hop()
                if not blobs:
                    raise Failure("host 0: expected it to log the display's migrate data")
                sizes.append(max(blobs))
        yield bounded("blob", recording.name, "display blob", sizes, BLOB_BYTES_GOAL, "byte")

    def idle(self, recording):
        """What the target sends when nothing changes on the screen."""
        sent = []
        for _ in self._repetitions("idle", recording.name):
            with self.fleet.round():
                journey = Journey(self.fleet, self.fleet.hosts(2, replay(recording, 0)))
                journey.host.await_pass(1, LATE_SECONDS)
                journey.client.ask(f"await-quiet {QUIET_SECONDS}", "quiet", LATE_SECONDS)
                journey.hop()
                journey.client.ask(f"await-quiet {QUIET_SECONDS}", "quiet", LATE_SECONDS)
                sent.append(journey.host.bytes_sent())
        yield bounded("idle", recording.name, "sent by the target, all channels", sent, IDLE_BYTES_GOAL, "byte")

    def at_once(self, recording):
        """A migrate that follows client_migrate_info in the same packet, each time to a fresh process."""
        tries = self.options.tries
        self.progress(f"at-once {recording.name}: {tries} tries")
        with self.fleet.round():
            journey = Journey(self.fleet, self.fleet.hosts(tries + 1, replay(recording, 10_000)))
            seamless = [journey.hop().is_seamless for _ in range(tries)]
        yield self._all("at-once", recording, "seamless", seamless)

    def keys(self, recording):
        """Keys typed while the guest hops, in the input logs of all hosts one after another."""
        outcomes = []
        for _ in self._repetitions("keys", recording.name):
            with self.fleet.round():
                outcomes.append(self._type(recording))
        events, lost, surplus, is_ordered, is_held, moved = zip(*outcomes)
        name = recording.name
        yield Outcome("keys", name, "key events typed", statistics.median(events), samples=events)
        yield Outcome("keys", name, "lost", max(lost), "0", not any(lost), lost)
        yield Outcome("keys", name, "doubled or invented", max(surplus), "0", not any(surplus), surplus)
        yield self._all("keys", recording, "in order", is_ordered)
        yield self._all("keys", recording, "held key down once and up once", is_held)
        yield Outcome("keys", name, "motion that arrived", min(moved), "1", min(moved) == 1.0, moved)

    def _type(self, recording):
        journey = Journey(self.fleet, self.fleet.hosts(HOPS_WHILE_TYPING + 1, replay(recording, 10_000)))
        client = journey.client
        # Motion overtakes the wish for it, which goes another way, and is none while the mouse has places.
        if client.await_event("mouse-mode")["mode"] != "server":
            client.ask("mouse-mode server", "mouse-mode")
        begin_ns = time.monotonic_ns()
        client.say(f"type {KEYS_PER_SECOND}")
        seconds = KEYS / KEYS_PER_SECOND
        for number in range(HOPS_WHILE_TYPING):
            # Hops that take longer than their share are typed through all the same.
            pause_until(begin_ns, (number + 0.5) * seconds / HOPS_WHILE_TYPING)
            journey.hop()
        pause_until(begin_ns, seconds)
        typed = client.ask("stop-typing", "typed")
        sent = [tuple(event) for event in typed["events"]]
        self._await_last(journey.host, sent[-1])
        self._await_motion(journey.hosts, typed["motion"])
        inputs = [event for host in journey.hosts for event in host.inputs()]
        received = [(event["scancode"], event["down"]) for event in inputs if event["type"] == "key"]
        moved = motion(journey.hosts)
        held = [down for code, down in received if code == sent[0][0]]
        return (len(sent), *faults(sent, received), held == [True, False], moved / typed["motion"])

    def _await_last(self, host, last):
        end = time.monotonic() + LATE_SECONDS
        while time.monotonic() < end:
            keys = [(event["scancode"], event["down"]) for event in host.inputs() if event["type"] == "key"]
            if keys[-1:] == [last]:
                return
            time.sleep(0.05)
        raise Failure(f"{host.child.name}: expected the end of what was typed")

    def _await_motion(self, hosts, wanted):
        """Until all of it is there, or nobody holds it back any more."""
        end = time.monotonic() + MOTION_SECONDS
        while motion(hosts) < wanted and time.monotonic() < end:
            time.sleep(0.05)

    def gap(self):
        """The longest time without a frame around each hop to hosts that have been there for a while."""
        for round_trip_millis in ROUND_TRIPS_MILLIS:
            where = f"round trip {round_trip_millis} ms"
            gaps, downtimes, beyond = [], [], []
            for _ in self._repetitions(f"gap, {where}", ANIMATED):
                with self.fleet.round():
                    for hop, gap_millis in self._gaps(round_trip_millis):
                        gaps.append(gap_millis)
                        downtimes.append(hop.downtime_millis)
                        beyond.append(beyond_due(gap_millis, hop.downtime_millis, round_trip_millis))
            yield Outcome("gap", ANIMATED, f"between frames, longest, {where} [ms]", max(gaps), samples=gaps)
            yield Outcome(
                "gap", ANIMATED, f"the guest's downtime, longest, {where} [ms]", max(downtimes), samples=downtimes)
            yield each_bounded("gap", ANIMATED, f"beyond what is due, most, {where}", beyond, GAP_GOAL_MILLIS, "ms")

    def _gaps(self, round_trip_millis):
        """Each hop with the gap around it, in milliseconds."""
        journey = Journey(self.fleet, self.fleet.hosts(GAP_HOPS + 1, ANIMATED, round_trip_millis))
        client = journey.client
        client.await_event("mouse-mode")
        client.say(f"key-down {ANIMATE_KEY}")
        client.say(f"key-up {ANIMATE_KEY}")
        client.say("watch-frames")
        begin_ns = time.monotonic_ns()
        for number in range(GAP_HOPS):
            pause_until(begin_ns, ARMED_SECONDS + number * SECONDS_PER_HOP)
            journey.hop()
        pause_until(time.monotonic_ns(), 1)
        moments = client.ask("frames", "frames")["moments_ns"]
        return [(hop, longest_gap(moments, hop.begin_ns, hop.end_ns) / NANOS_PER_MILLI) for hop in journey.hops]

    def stream(self):
        """A video whose frames are numbered, over many hops."""
        lost, gaps, begins = [], [], []
        for _ in self._repetitions("stream", VIDEO):
            with self.fleet.round():
                changes, created = self._watch_video()
                lost.append(unshown([number for _, number in changes]))
                moments = [moment for moment, _ in changes]
                gaps.append(longest_gap(moments, moments[0], moments[-1]) / NANOS_PER_MILLI)
                begins.append(created)
                self.progress(f"stream: {len(changes)} frames shown")
        yield Outcome("stream", VIDEO, "frames not shown", max(lost), "0", not any(lost), lost)
        yield Outcome("stream", VIDEO, "streams begun after the first", max(begins), "0", not any(begins), begins)
        yield each_bounded("stream", VIDEO, "between frames, longest", gaps, STREAM_GAP_GOAL_MILLIS, "ms")

    def _watch_video(self):
        """What a client saw of a stream that was there before the first hop, and how many began after it."""
        # What spice-gtk says of itself is how it is known which messages come.
        journey = Journey(self.fleet, self.fleet.hosts(STREAM_HOPS + 1, VIDEO), SPICE_DEBUG="1")
        begun = []
        journey.client.child.on_error = lambda line: begun.extend(["stream"] if "handle_stream_create" in line else [])
        begin_ns = time.monotonic_ns()
        pause_until(begin_ns, STREAM_BEGINS_SECONDS)
        before = len(begun)
        journey.client.say("watch-numbers")
        for number in range(STREAM_HOPS):
            pause_until(begin_ns, ARMED_SECONDS + number * SECONDS_PER_HOP)
            journey.hop()
        pause_until(time.monotonic_ns(), 1)
        changes = journey.client.ask("numbers-shown", "numbers-shown")["changes"]
        if before == 0 or not changes:
            raise Failure(f"stream: expected one before the first hop, got {before} with {len(changes)} frames")
        return changes, len(begun) - before

    def _repetitions(self, row, guest):
        for repetition in range(1, self.options.repetitions + 1):
            self.progress(f"{row} {guest}: {repetition}/{self.options.repetitions}")
            yield repetition

    @staticmethod
    def _all(row, recording, measure, successes):
        successes = list(successes)
        return Outcome(
            row, recording.name, measure, f"{sum(successes)} of {len(successes)}", "all", all(successes), successes)


def motion(hosts):
    """How far the mouse was moved to the right, as all guests have received it."""
    return sum(event["dx"] for host in hosts for event in host.inputs() if event["type"] == "motion")


def display_blob(line):
    """The size of a display's migrate data, if that is what a host logs of itself."""
    found = re.search(r"\bdisplay\S* .*Sent MigrateData.* bytes=(\d+)", line)
    return [int(found.group(1))] if found else []


def pause_until(start_ns, seconds):
    time.sleep(max(0.0, (start_ns - time.monotonic_ns()) / NANOS_PER_SECOND + seconds))
