"""What the numbers of the table are made of, without servers and clients: python3 -m unittest."""

import math
import unittest

from measurements import arrivals, when_due
from results import Row, compared, percentile


def fed(*moments):
    return [{"marker": n, "color": f"a5000{n}", "fed_ns": at} for n, at in enumerate(moments, start=1)]


class ArrivalsTest(unittest.TestCase):
    def test_marker_has_arrived_when_its_colour_is_seen(self):
        seen = [(5, "000000"), (13, "a50001"), (27, "a50002")]
        self.assertEqual(arrivals(fed(10, 20), seen), [(10, 13), (20, 27)])

    def test_marker_that_was_painted_over_has_arrived_with_the_next(self):
        self.assertEqual(arrivals(fed(10, 20), [(27, "a50002")]), [(10, 27), (20, 27)])

    def test_marker_that_is_seen_again_arrived_the_first_time(self):
        seen = [(13, "a50001"), (14, "ffffff"), (15, "a50001")]
        self.assertEqual(arrivals(fed(10), seen), [(10, 13)])

    def test_marker_that_nobody_saw_never_arrived(self):
        self.assertEqual(arrivals(fed(10, 20), [(13, "a50001")]), [(10, 13), (20, math.inf)])

    def test_guest_that_is_held_up_is_timed_from_when_it_would_have_drawn(self):
        held_up = fed(100, 200, 900)
        due = when_due(held_up, 100, 400)
        colors = {entry["color"]: entry["marker"] for entry in held_up}
        seen = [(101, "a50001"), (201, "a50002"), (901, "a50003")]
        self.assertEqual(arrivals(due, seen, colors), [(100, 101), (200, 201), (300, 901), (400, math.inf)])


class ResultsTest(unittest.TestCase):
    def test_percentile_is_a_value_that_was_measured(self):
        values = list(range(1, 21))
        self.assertEqual(percentile(values, 50), 10)
        self.assertEqual(percentile(values, 95), 19)
        self.assertEqual(percentile([7], 95), 7)

    def test_nothing_measured_is_no_success(self):
        self.assertEqual(percentile([], 95), math.inf)

    def test_goal_bounds_the_quotient_of_the_medians(self):
        row = compared("bytes", "r", "m", "byte", {"peer": [100, 110, 900], "ours": [88, 1, 99]}, 0.8)
        self.assertEqual((row.peer, row.ours, row.verdict), (110, 88, "met"))
        self.assertEqual(row.quotient, 0.8)
        self.assertEqual(compared("bytes", "r", "m", "byte", {"peer": [100], "ours": [81]}, 0.8).verdict, "missed")

    def test_what_never_happens_misses_its_goal(self):
        self.assertEqual(compared("wan", "r", "m", "s", {"peer": [2.0], "ours": [math.inf]}, 0.7).verdict, "missed")
        self.assertEqual(compared("wan", "r", "m", "s", {"peer": [math.inf], "ours": [2.0]}, 0.7).verdict, "met")
        self.assertEqual(compared("wan", "r", "m", "s", {"peer": [math.inf], "ours": [math.inf]}, 0.7).verdict, "unknown")

    def test_wrong_picture_is_missed(self):
        self.assertEqual(Row("picture", "r", "m", "", "right", "wrong", is_met=False).verdict, "missed")


if __name__ == "__main__":
    unittest.main()
