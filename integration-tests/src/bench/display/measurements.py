"""How each row of the table is measured. Both servers take turns, the peer first."""

import hashlib
import json
import math
import time

from contestants import OURS, PEER, SIDES
from results import Row, compared, percentile

# After a video stopped, a server takes a second to see it, and then mends what the stream left unsharp.
QUIET_SECONDS = 2.0
CONNECT_SECONDS = 20
# What a replay may take longer than its pace says, before something is wrong.
LATE_SECONDS = 60

BYTES_GOAL = 0.8
WARM_CPU_GOAL = 1.0
COLD_CPU_GOAL = 3.0
LATENCY_GOAL = 1.0
SLOW_LINK_GOAL = 0.7

LATENCY_PASSES = 2
MEGABITS = 10
ROUND_TRIP_MILLIS = 40
# From when a client opens its display channel until the guest begins: its first message travels, and then it may settle.
GUEST_BEGINS_SECONDS = ROUND_TRIP_MILLIS / 2 / 1000 + 0.7
COMMANDS_BETWEEN_MARKERS = 50
SECONDS_BEFORE_STOP = 8
SECONDS_AFTER_WAKE = 6
# Memory is looked at when no latency is measured, for looking takes the processor.
LOOK_SECONDS = 2
LOOK_AT_MEMORY_SECONDS = 0.25

NANOS_PER_MILLI = 1e6
NANOS_PER_SECOND = 1e9


class Measurements:
    def __init__(self, arena, options, progress):
        self.arena = arena
        self.options = options
        self.progress = progress
        self.pictures = {}

    def picture_and_bytes(self, recording, rows):
        """`picture`: does the replay end in the right picture? `bytes`: what the client read on the display channel."""
        wanted = hashlib.sha256(self.final_picture(recording).read_bytes()).hexdigest()
        counts = {side: [] for side in SIDES}
        digests = {side: [] for side in SIDES}
        for side in self.in_turn("bytes", recording):
            with self.arena.round():
                server, client = self.one_client(side, recording, gap_us=self.options.gap_us, wait_client="on")
                self.await_end(server, client, recording, self.options.gap_us)
                counts[side].append(client.ask("numbers", "numbers")["display_bytes"])
                digests[side].append(client.ask("picture", "picture")["sha256"])
        if "picture" in rows:
            is_right = {side: all(digest == wanted for digest in digests[side]) for side in SIDES}
            shown = {side: "right" if is_right[side] else "wrong" for side in SIDES}
            yield Row(
                "picture", recording.name, f"final picture {wanted[:8]}", "", shown[PEER], shown[OURS],
                is_met=is_right[OURS], samples=digests)
        if "bytes" in rows:
            yield compared("bytes", recording.name, "display channel", "byte", counts, BYTES_GOAL)

    def final_picture(self, recording):
        """What every client should show in the end: the peer without compression and streams, on a quick link."""
        if recording.name not in self.pictures:
            self.progress(f"final picture of {recording.name}")
            with self.arena.round():
                plain = {"image-compression": "off", "streaming-video": "off"}
                server, client = self.one_client(PEER, recording, gap_us=0, wait_client="on", **plain)
                self.await_end(server, client, recording, 0)
                path = self.arena.file("picture")
                client.ask(f"dump {path}", "dumped")
            self.pictures[recording.name] = path
        return self.pictures[recording.name]

    def cpu(self, recording, _rows):
        """The server's processor seconds for a replay: the first of a fresh process, and the last of a row of them."""
        cold = {side: [] for side in SIDES}
        warm = {side: [] for side in SIDES}
        passes = self.options.passes
        for side in self.in_turn("cpu", recording):
            with self.arena.round():
                server = self.arena.start(side, recording, gap_us=self.options.gap_us, loop=passes)
                for number in range(1, passes + 1):
                    client = self.arena.client(server.port)
                    report = server.await_pass(number, self.patience(recording, self.options.gap_us))
                    client.leave()
                    (cold if number == 1 else warm)[side].append(report["cpu_s"])
                # Those on the way to being warm are neither.
                del warm[side][len(warm[side]) - (passes - 1) : -1]
        if passes > 1:
            yield compared("cpu", recording.name, f"pass {passes} of a process", "s", warm, WARM_CPU_GOAL)
        yield compared("cpu", recording.name, "first pass of a process", "s", cold, COLD_CPU_GOAL)

    def latency(self, recording, _rows):
        """From when the guest has a drawing ready to when its pixels are on the client's surface."""
        gap_us = self.options.gap_us
        passes = {1: "first pass of a process", LATENCY_PASSES: f"pass {LATENCY_PASSES} of a process"}
        percents = (50, 95)
        samples = {(number, percent): {side: [] for side in SIDES} for number in passes for percent in percents}
        for side in self.in_turn("latency", recording):
            with self.arena.round():
                log = self.arena.file("markers")
                server = self.arena.start(side, recording, gap_us=gap_us, loop=LATENCY_PASSES, markers=log)
                done = 0
                for number in range(1, LATENCY_PASSES + 1):
                    client = self.arena.client(server.port)
                    self.await_end(server, client, recording, gap_us, number)
                    fed = markers_of(log)[done:]
                    done += len(fed)
                    millis = [(seen - at) / NANOS_PER_MILLI for at, seen in arrivals(fed, markers_at(client))]
                    client.leave()
                    for percent in percents if number in passes else ():
                        samples[number, percent][side].append(percentile(millis, percent))
        for (number, percent), values in samples.items():
            yield compared("latency", recording.name, f"{passes[number]}, p{percent}", "ms", values, LATENCY_GOAL)

    def slow_link(self, recording, _rows):
        """Over 10 Mbit/s with a round trip of 40 ms: when is the picture nearly right, and does it become right?"""
        wanted = self.final_picture(recording)
        gap_us = self.options.wan_gap_us
        near = {side: [] for side in SIDES}
        last = {side: [] for side in SIDES}
        counts = {side: [] for side in SIDES}
        is_same = {side: [] for side in SIDES}
        for side in self.in_turn("wan", recording):
            with self.arena.round():
                server = self.arena.start(side, recording, gap_us=gap_us, wait_client="on")
                port = self.arena.slow_link(server.port, MEGABITS, ROUND_TRIP_MILLIS)
                client = self.arena.client(port)
                client.say(f"compare {wanted}")
                client.await_event("primary", CONNECT_SECONDS)
                self.await_end(server, client, recording, gap_us)
                numbers = client.ask("numbers", "numbers")
                begin_ns = numbers["opened_ns"] + GUEST_BEGINS_SECONDS * NANOS_PER_SECOND
                near_ns = math.inf if numbers["near_ns"] is None else numbers["near_ns"]
                near[side].append((near_ns - begin_ns) / NANOS_PER_SECOND)
                last[side].append((numbers["changed_ns"] - begin_ns) / NANOS_PER_SECOND)
                counts[side].append(numbers["display_bytes"])
                is_same[side].append(numbers["farthest"] == 0)
        yield compared("wan", recording.name, "all pixels within 16 levels", "s", near, SLOW_LINK_GOAL)
        yield compared("wan", recording.name, "last change of the picture", "s", last)
        yield compared("wan", recording.name, "display channel", "byte", counts)
        same = {side: all(is_same[side]) for side in SIDES}
        yield Row(
            "wan", recording.name, "without loss once quiet", "", same[PEER], same[OURS],
            is_met=same[OURS], samples=is_same)

    def stopped(self, recording, _rows):
        """Two clients, one of which stands still for a while."""
        seconds = self.options.stop_seconds
        length = SECONDS_BEFORE_STOP + seconds + SECONDS_AFTER_WAKE
        gap_us = int(length * 1e6 / recording.commands)
        measures = ("other client, before, p95", "other client, during, p95", "memory, more", "to catch up")
        units = ("ms", "ms", "MiB", "s")
        samples = {measure: {side: [] for side in SIDES} for measure in measures}
        for side in self.in_turn("stopped", recording):
            with self.arena.round():
                for measure, value in zip(measures, self.stop_one(side, recording, gap_us, seconds)):
                    samples[measure][side].append(value)
        for measure, unit in zip(measures, units):
            yield compared("stopped", recording.name, measure, unit, samples[measure], LATENCY_GOAL if unit == "ms" else None)

    def stop_one(self, side, recording, gap_us, seconds):
        log = self.arena.file("markers")
        server = self.arena.start(
            side, recording, is_shared=True, counts_memory=True, gap_us=gap_us, wait_client="on", markers=log)
        lively = self.arena.client(server.port, "lively client")
        sleepy = self.arena.client(server.port, "stopped client")
        for client in (lively, sleepy):
            client.await_event("primary", CONNECT_SECONDS)
        pause(SECONDS_BEFORE_STOP - LOOK_SECONDS)
        before_ns = time.monotonic_ns()
        held = server.held_mib()
        pause_until(before_ns, LOOK_SECONDS)

        sleepy.child.stop()
        stop_ns = time.monotonic_ns()
        most = self.watch_memory(side, server, stop_ns, seconds - LOOK_SECONDS)
        end_ns = time.monotonic_ns()
        # What it holds for the stopped client has not been let go.
        most = max(most, server.held_mib())
        pause_until(stop_ns, seconds)
        wake_ns = time.monotonic_ns()
        sleepy.child.wake()
        pause(SECONDS_AFTER_WAKE)

        fed = markers_of(log)
        if not fed:
            raise server.child.failure("fed no marker")
        colors = {entry["color"]: entry["marker"] for entry in fed}
        due = when_due(fed, COMMANDS_BETWEEN_MARKERS * gap_us * 1000, time.monotonic_ns())
        found = arrivals(due, markers_at(lively), colors)
        before = [(seen - at) / NANOS_PER_MILLI for at, seen in found if at < before_ns]
        during = [(seen - at) / NANOS_PER_MILLI for at, seen in found if stop_ns <= at < end_ns]
        caught_up_ns = math.inf
        if not sleepy.has_lost_display():
            found = arrivals(due, markers_at(sleepy), colors)
            caught_up_ns = min((seen for at, seen in found if at >= wake_ns), default=math.inf) - wake_ns
        return percentile(before, 95), percentile(during, 95), most - held, caught_up_ns / NANOS_PER_SECOND

    def watch_memory(self, side, server, start_ns, seconds):
        """The most that the peer held; ours would be disturbed by being asked, and is so at the end alone."""
        most = 0.0
        while time.monotonic_ns() < start_ns + seconds * NANOS_PER_SECOND:
            if side == PEER:
                most = max(most, server.held_mib())
            pause(LOOK_AT_MEMORY_SECONDS)
        return most

    def memory(self, recording, _rows):
        """What a server holds after a replay that so many clients have seen, while they are there."""
        gap_us = self.options.gap_us
        counts = (0, 1, 2)
        held = {count: {side: [] for side in SIDES} for count in counts}
        for side in self.in_turn("memory", recording):
            for count in counts:
                with self.arena.round():
                    server = self.arena.start(
                        side, recording, is_shared=True, counts_memory=True, gap_us=gap_us,
                        wait_client="on" if count else "off")
                    clients = [self.arena.client(server.port) for _ in range(count)]
                    for client in clients:
                        client.await_event("primary", CONNECT_SECONDS)
                    server.await_pass(1, self.patience(recording, gap_us))
                    for client in clients:
                        client.ask(f"await-quiet {QUIET_SECONDS}", "quiet", LATE_SECONDS)
                    held[count][side].append(server.held_mib())
        for count in counts:
            clients = f"with {count} client" + ("" if count == 1 else "s")
            yield compared("memory", recording.name, clients, "MiB", held[count])
        each = {
            side: [(two - none) / 2 for none, two in zip(held[0][side], held[2][side])] for side in SIDES
        }
        yield compared("memory", recording.name, "a client", "MiB", each)

    # What several of them do.

    def in_turn(self, row, recording):
        for repetition in range(1, self.options.repetitions + 1):
            for side in SIDES:
                self.progress(f"{row} {recording.name}: {side} {repetition}/{self.options.repetitions}")
                yield side

    def one_client(self, side, recording, **options):
        server = self.arena.start(side, recording, **options)
        client = self.arena.client(server.port)
        client.await_event("primary", CONNECT_SECONDS)
        return server, client

    def await_end(self, server, client, recording, gap_us, number=1):
        """Waits until a pass of the replay is over and the client has all of it."""
        server.await_pass(number, self.patience(recording, gap_us))
        client.ask(f"await-quiet {QUIET_SECONDS}", "quiet", LATE_SECONDS)

    def patience(self, recording, gap_us):
        return recording.replay_seconds(gap_us) + LATE_SECONDS


def pause(seconds):
    time.sleep(max(0.0, seconds))


def pause_until(start_ns, seconds):
    pause((start_ns - time.monotonic_ns()) / NANOS_PER_SECOND + seconds)


def markers_of(log):
    """The markers that a guest has fed: number, color, fed_ns."""
    # The last line may be on its way.
    lines = log.read_text().split("\n")[:-1]
    return [json.loads(line) for line in lines]


def markers_at(client):
    """The colours that the corner of a client's surface has had, each with when."""
    return client.ask("numbers", "numbers")["markers"]


def when_due(fed, step_ns, until_ns):
    """The markers that a guest would have fed by then at its own pace, had nothing held it up, like `markers_of`.

    One that waits for the server feeds fewer, and so would seem quick.
    """
    first = fed[0]
    count = 1 + int((until_ns - first["fed_ns"]) // step_ns)
    return [
        {"marker": first["marker"] + index, "fed_ns": first["fed_ns"] + index * step_ns} for index in range(count)
    ]


def arrivals(fed, seen, colors=None):
    """For each marker when it was fed and when it arrived, both in nanoseconds; infinity if it never did.

    A server may leave out what is painted over at once, so a marker has arrived when it is seen or a later one.
    """
    if colors is None:
        colors = {entry["color"]: entry["marker"] for entry in fed}
    arrived = [(colors[color], at) for at, color in seen if color in colors]
    result = []
    for entry in fed:
        at = min((at for number, at in arrived if number >= entry["marker"]), default=math.inf)
        result.append((entry["fed_ns"], at))
    return result
