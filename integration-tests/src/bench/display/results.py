"""What was measured, side by side."""

import json
import math
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table.

    `peer` and `ours` are medians, None where there is none. `goal` bounds the quotient ours / peer; `is_met` says more
    than a quotient where there is no goal of that kind, None if there is no goal at all.
    """

    row: str
    recording: str
    measure: str
    unit: str
    peer: object
    ours: object
    goal: float | None = None
    is_met: bool | None = None
    samples: dict | None = None

    @property
    def quotient(self):
        if isinstance(self.peer, (int, float)) and isinstance(self.ours, (int, float)) and self.peer > 0:
            return self.ours / self.peer if math.isfinite(self.peer) or math.isfinite(self.ours) else None
        return None

    @property
    def verdict(self):
        if self.goal is None:
            return "" if self.is_met is None else ("met" if self.is_met else "missed")
        if self.quotient is None:
            return "unknown"
        return "met" if self.quotient <= self.goal else "missed"


def compared(row, recording, measure, unit, samples, goal=None):
    """A row of the medians of both sides' samples; infinity is a sample of something that never happened."""
    peer, ours = (statistics.median(samples[side]) if samples[side] else None for side in ("peer", "ours"))
    return Row(row, recording, measure, unit, peer, ours, goal, samples=samples)


def percentile(values, percent):
    """The smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else math.inf


def table(rows):
    head = ("row", "recording", "measure", "peer", "ours", "ours/peer", "goal", "")
    cells = [head] + [
        (
            row.row,
            row.recording,
            row.measure + (f" [{row.unit}]" if row.unit else ""),
            _text(row.peer),
            _text(row.ours),
            "" if row.quotient is None else f"{row.quotient:.2f}",
            "" if row.goal is None else f"≤ {row.goal:g}",
            row.verdict,
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    numbers = range(3, 6)
    lines = [
        "  ".join(
            text.rjust(width) if column in numbers else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths))
        ).rstrip()
        for line in cells
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def as_json(rows, about):
    def plain(value):
        # JSON has no infinity.
        if isinstance(value, float) and not math.isfinite(value):
            return "never"
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(inner) for inner in value]
        return value

    return json.dumps(
        {
            **about,
            "rows": [
                plain({**vars(row), "quotient": row.quotient, "verdict": row.verdict}) for row in rows
            ],
        },
        indent=2,
    )


def _text(value):
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return "never"
    if isinstance(value, int) or value >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"
