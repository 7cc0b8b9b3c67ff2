"""Moves a replayed guest between Caraways with a real client, and prints what that costs.

docs/development/migration-benchmark.md tells what each row means and how it is measured.
"""

import argparse
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "display"))

import recordings
from children import Failure
from contestants import end_on_signals
from display_bench import commit, natural
from hosts import Fleet
from journeys import Journeys
from outcomes import as_json, table

ROWS = ("half-way", "many-hops", "blob", "idle", "at-once", "keys", "gap", "stream")
# What the rows about bytes need, and what the others are content with.
PLAYED = ("term", "desktop")
SHORT = "term"


def parse(words):
    parser = argparse.ArgumentParser(
        prog="migration-bench",
        description="What it costs a client that its guest moves from host to host.",
        epilog=f"ROW: {', '.join(ROWS)}; without one, all. RECORDING: as for the display benchmark; without one,"
        f" {' and '.join(PLAYED)} for half-way and many-hops, {SHORT} for the others. gap and stream have guests of their own.",
    )
    parser.add_argument("names", nargs="*", metavar="ROW|RECORDING")
    parser.add_argument("-n", dest="repetitions", type=natural, default=1, help="repetitions; medians are shown (1)")
    parser.add_argument("--tries", type=natural, default=20, help="hops of at-once (20)")
    parser.add_argument("--image-compression", default="auto_glz", help="(auto_glz)")
    parser.add_argument("--streaming-video", default="filter", help="(filter)")
    parser.add_argument("--guests", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--json", metavar="FILE", help="write every sample too")
    options = parser.parse_args(words)
    options.rows = [row for row in ROWS if row in options.names] or list(ROWS)
    options.recordings = [name for name in options.names if name not in ROWS]
    return options


def measure(options, directory):
    settings = {"image-compression": options.image_compression, "streaming-video": options.streaming_video}
    journeys = Journeys(Fleet(directory, settings, options.guests), options, progress)
    many = recordings.find(options.recordings or PLAYED, directory)
    few = recordings.find(options.recordings or [SHORT], directory)
    plan = {
        "half-way": (journeys.half_way, many),
        "many-hops": (journeys.many_hops, many),
        "blob": (journeys.blob, few),
        "idle": (journeys.idle, few),
        "at-once": (journeys.at_once, few),
        "keys": (journeys.keys, few),
    }
    outcomes, failures = [], []
    runs = [
        (f"{row} {recording.name}", lambda how=how, recording=recording: how(recording))
        for row, (how, where) in plan.items()
        for recording in where
        if row in options.rows
    ]
    # Of all guests these alone never stop drawing.
    own = {"gap": journeys.gap, "stream": journeys.stream}
    runs += [(row, how) for row, how in own.items() if row in options.rows]
    for name, run in runs:
        try:
            outcomes.extend(run())
        except Failure as failure:
            # What else was asked for is measured all the same.
            failures.append(f"{name}: {failure}")
            progress(failures[-1])
    return outcomes, failures


def progress(text):
    print(f"migration-bench: {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def main():
    options = parse(sys.argv[1:])
    end_on_signals()
    try:
        with tempfile.TemporaryDirectory(prefix="migration-bench-") as directory:
            outcomes, failures = measure(options, directory)
    except Failure as failure:
        progress(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130
    if options.json:
        about = {"commit": commit(), "failures": failures}
        pathlib.Path(options.json).write_text(as_json(outcomes, about) + "\n")
    if outcomes:
        print(table(outcomes))
    for failure in failures:
        print(f"not measured: {failure.splitlines()[0]}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
