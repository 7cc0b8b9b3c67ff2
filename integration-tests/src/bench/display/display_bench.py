"""Plays the same recordings with libspice-server and with Caraway, in turn, and prints what each took.

docs/development/display-benchmark.md tells what each row means and how it is measured.
"""

import argparse
import pathlib
import platform
import subprocess
import sys
import tempfile
import time

import recordings
from children import Failure
from contestants import ROOT, Arena, end_on_signals
from measurements import Measurements
from results import as_json, table

ROWS = ("picture", "bytes", "cpu", "latency", "wan", "stopped", "memory")


def parse(words):
    parser = argparse.ArgumentParser(
        prog="display-bench",
        description="Caraway beside libspice-server: same recording, same pace, same settings, same client.",
        epilog=f"ROW: {', '.join(ROWS)}; without one, all. RECORDING: a .rec or .rec.xz file, or one of the tests' own by"
        " its first letters; without one, all of those (stopped and memory: the one with most commands).",
    )
    parser.add_argument("names", nargs="*", metavar="ROW|RECORDING")
    parser.add_argument("-n", dest="repetitions", type=natural, default=3, help="repetitions; medians are shown (3)")
    parser.add_argument("--gap-us", type=int, default=1000, help="microseconds from command to command (1000)")
    parser.add_argument(
        "--wan-gap-us", type=int, default=0, help="the same for wan (0: the link sets the pace, not the guest)")
    parser.add_argument("--passes", type=natural, default=5, help="passes for cpu; the last one counts as warm (5)")
    parser.add_argument("--stop-seconds", type=natural, default=30, help="how long the stopped client stands still (30)")
    parser.add_argument("--image-compression", default="auto_glz", help="for both (auto_glz)")
    parser.add_argument("--streaming-video", default="filter", help="for both (filter)")
    parser.add_argument("--json", metavar="FILE", help="write every sample too")
    parser.add_argument("--tools", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    options.rows = [row for row in ROWS if row in options.names] or list(ROWS)
    options.recordings = [name for name in options.names if name not in ROWS]
    if options.stop_seconds < 4:
        parser.error("argument --stop-seconds: expected 4 or more")
    return options


def natural(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, got {text}")
    return number


def measure(options, directory):
    settings = {"image-compression": options.image_compression, "streaming-video": options.streaming_video}
    measurements = Measurements(Arena(directory, options.tools, settings), options, progress)
    played = recordings.find(options.recordings, directory)
    longest = max(played, key=lambda recording: recording.commands)
    plan = (
        (("picture", "bytes"), measurements.picture_and_bytes, played),
        (("cpu",), measurements.cpu, played),
        (("latency",), measurements.latency, played),
        (("wan",), measurements.slow_link, played),
        (("stopped",), measurements.stopped, [longest]),
        (("memory",), measurements.memory, [longest]),
    )
    rows, failures = [], []
    for names, how, where in plan:
        wanted = [name for name in names if name in options.rows]
        for recording in where if wanted else ():
            try:
                rows.extend(how(recording, wanted))
            except Failure as failure:
                # What else was asked for is measured all the same.
                failures.append(f"{'/'.join(wanted)} {recording.name}: {failure}")
                progress(failures[-1])
    return rows, failures


def progress(text):
    print(f"display-bench: {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def commit():
    found = subprocess.run(
        ["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


def main():
    options = parse(sys.argv[1:])
    end_on_signals()
    try:
        with tempfile.TemporaryDirectory(prefix="display-bench-") as directory:
            rows, failures = measure(options, directory)
    except Failure as failure:
        progress(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130
    about = {
        "commit": commit(),
        "machine": f"{platform.machine()}, {platform.release()}",
        "settings": {key: value for key, value in vars(options).items() if key not in ("names", "tools", "json")},
        "failures": failures,
    }
    if options.json:
        pathlib.Path(options.json).write_text(as_json(rows, about) + "\n")
    if rows:
        print(table(rows))
    for failure in failures:
        print(f"not measured: {failure.splitlines()[0]}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
