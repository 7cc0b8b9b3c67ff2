"""What was measured, and what it is made of."""

import collections
import json
import math
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One line of the table; `value` is a text or the median of the samples, `is_met` None where there is no goal."""

    row: str
    recording: str
    measure: str
    value: object
    goal: str = ""
    is_met: bool | None = None
    samples: object = None

    @property
    def verdict(self):
        return "" if self.is_met is None else ("met" if self.is_met else "missed")


def bounded(row, recording, measure, samples, goal, unit=""):
    """A median that should not exceed a goal."""
    return _bounded(row, recording, measure, statistics.median(samples), samples, goal, unit)


def each_bounded(row, recording, measure, samples, goal, unit=""):
    """Samples none of which should exceed a goal."""
    return _bounded(row, recording, measure, max(samples), samples, goal, unit)


def _bounded(row, recording, measure, value, samples, goal, unit):
    text = f"≤ {goal:g}" + (f" {unit}" if unit else "")
    return Outcome(row, recording, measure + (f" [{unit}]" if unit else ""), value, text, value <= goal, samples)


def longest_gap(moments, begin, end):
    """The longest time between two moments next to each other that is not over before `begin` nor begins after `end`.

    Infinity if something is missing on either side: then nobody knows how long it was.
    """
    around = [
        (before, after) for before, after in zip(moments, moments[1:]) if after > begin and before < end
    ]
    if not around or around[0][0] > begin or around[-1][1] < end:
        return math.inf
    return max(after - before for before, after in around)


def beyond_due(gap_millis, downtime_millis, round_trip_millis):
    """How much longer a gap was than the guest stood still, or than a client needs to change hosts if that is longer."""
    return max(0.0, gap_millis - max(downtime_millis, round_trip_millis))


def faults(sent, received):
    """How many events were lost, how many came twice or were nobody's, and whether the others are in order."""
    wanted, got = collections.Counter(sent), collections.Counter(received)
    lost, surplus = (wanted - got).total(), (got - wanted).total()
    return lost, surplus, bool(lost or surplus) or list(sent) == list(received)


def unshown(numbers):
    """How many numbers between the first and the last one are missing."""
    return numbers[-1] - numbers[0] + 1 - len(set(numbers))


def table(outcomes):
    head = ("row", "recording", "measure", "value", "goal", "")
    cells = [head] + [
        (each.row, each.recording, each.measure, _text(each.value), each.goal, each.verdict) for each in outcomes
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    lines = [
        "  ".join(
            text.rjust(width) if column == 3 else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths))
        ).rstrip()
        for line in cells
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def as_json(outcomes, about):
    rows = [{**vars(each), "verdict": each.verdict} for each in outcomes]
    # JSON has no infinity.
    return json.dumps({**about, "rows": rows}, indent=2).replace("Infinity", '"never"')


def _text(value):
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return "never"
    if isinstance(value, int) or value >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"
