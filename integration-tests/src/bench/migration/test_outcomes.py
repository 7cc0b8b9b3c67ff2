"""What the numbers of the table are made of, without hosts and clients: python3 -m unittest."""

import json
import math
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "display"))

from hosts import is_seamless, types_now
from journeys import display_blob
from outcomes import Outcome, as_json, beyond_due, bounded, each_bounded, faults, longest_gap, unshown


class GapTest(unittest.TestCase):
    def test_gap_that_spans_the_hop_counts(self):
        self.assertEqual(longest_gap([0, 10, 90, 100, 500], 20, 95), 80)

    def test_gap_that_begins_before_the_hop_counts_whole(self):
        self.assertEqual(longest_gap([0, 40, 50, 60], 20, 55), 40)

    def test_gaps_before_and_after_do_not_count(self):
        self.assertEqual(longest_gap([0, 300, 310, 320, 900], 305, 315), 10)

    def test_client_that_never_saw_a_frame_again_is_never(self):
        self.assertEqual(longest_gap([0, 10, 20], 15, 100), math.inf)
        self.assertEqual(longest_gap([], 15, 100), math.inf)

    def test_client_that_saw_no_frame_before_is_never(self):
        self.assertEqual(longest_gap([50, 60, 120], 15, 100), math.inf)


    def test_guests_downtime_or_a_round_trip_is_due_and_no_frame_beside(self):
        self.assertEqual(beyond_due(95.0, 80, 50), 15.0)
        self.assertEqual(beyond_due(95.0, 30, 50), 45.0)
        self.assertEqual(beyond_due(70.0, 80, 0), 0.0)


class FaultsTest(unittest.TestCase):
    KEYS = [(42, True), (2, True), (2, False), (3, True), (3, False), (42, False)]

    def test_what_arrived_as_it_was_sent_has_no_fault(self):
        self.assertEqual(faults(self.KEYS, list(self.KEYS)), (0, 0, True))

    def test_lost_and_doubled_events_are_counted_apart(self):
        received = [*self.KEYS[:3], self.KEYS[1], *self.KEYS[4:]]
        self.assertEqual(faults(self.KEYS, received), (1, 1, True))

    def test_order_is_looked_at_when_all_is_there(self):
        received = [*self.KEYS[:1], *self.KEYS[3:5], *self.KEYS[1:3], *self.KEYS[5:]]
        self.assertEqual(faults(self.KEYS, received), (0, 0, False))


class VideoTest(unittest.TestCase):
    def test_numbers_that_were_left_out_are_counted(self):
        self.assertEqual(unshown([7, 8, 9, 10]), 0)
        self.assertEqual(unshown([7, 9, 12]), 3)

    def test_number_that_came_again_counts_once(self):
        self.assertEqual(unshown([7, 8, 7, 8, 9]), 0)


class SeamlessTest(unittest.TestCase):
    def test_client_that_was_handed_over_and_noticed_nothing(self):
        lines = [json.dumps({"event": "locks", "mask": 0})]
        self.assertTrue(is_seamless(["linking", "linked", "handed-over"], lines))

    def test_client_that_logged_in_anew_was_not(self):
        lines = [json.dumps({"event": "channel", "channel": "display", "state": "opened"})]
        self.assertFalse(is_seamless(["linking", "linked", "handed-over"], lines))
        self.assertFalse(is_seamless(["linking", "refused"], []))
        self.assertFalse(is_seamless([], []))


class TypingTest(unittest.TestCase):
    def test_client_types_once_its_own_inputs_channel_is_there(self):
        opened = {"event": "channel", "channel": "inputs", "state": "opened"}
        self.assertTrue(types_now(json.dumps(opened)))
        self.assertFalse(types_now(json.dumps({**opened, "channel": "display"})))
        self.assertFalse(types_now(json.dumps({**opened, "state": "closed"})))
        self.assertFalse(types_now(json.dumps({"event": "mouse-mode", "mode": "server"})))


class OutcomeTest(unittest.TestCase):
    def test_goal_bounds_the_median(self):
        self.assertEqual(bounded("r", "n", "m", [1.0, 1.01, 9.0], 1.02).verdict, "met")
        self.assertEqual(bounded("r", "n", "m", [1.03, 1.03, 1.0], 1.02).verdict, "missed")
        self.assertEqual(bounded("r", "n", "m", [math.inf], 20, "ms").verdict, "missed")

    def test_goal_for_each_bounds_the_worst(self):
        self.assertEqual(each_bounded("r", "n", "m", [1.0, 19.0, 20.0], 20).verdict, "met")
        self.assertEqual(each_bounded("r", "n", "m", [0.0, 0.0, 20.1], 20).verdict, "missed")
        self.assertEqual(each_bounded("r", "n", "m", [0.0, math.inf], 20).value, math.inf)

    def test_never_can_be_written_down(self):
        written = json.loads(as_json([Outcome("r", "n", "m", math.inf, samples=[math.inf])], {"commit": "c"}))
        self.assertEqual(written["rows"][0]["samples"], ["never"])

    def test_blob_is_read_from_the_log(self):
        line = "12:00:00.000 TRACE display-0@7 Sent MigrateData[data=Bytes[96: 00]] serial=9 bytes=102"
        self.assertEqual(display_blob(line), [102])
        self.assertEqual(display_blob(line.replace("display", "cursor")), [])
        self.assertEqual(display_blob(line.replace("MigrateData", "Migrate")), [])


if __name__ == "__main__":
    unittest.main()
