"""A kiosk of 5 x 4 m: which rules do not apply to 20 m2, and what even a tidy kiosk fails.

The entrance is 1.20 m wide at x 1.90-3.10, so somebody who came in stands at (2.50, 0.50). One
counter with a low part, its front at y 2.15: customers stand at (1.75, 1.65) and (2.65, 1.65).
"""

import math

import pytest

from planner.audit import score
from planner.exchange import shipped
from planner.rules.finding import Outcome, Status
from tests.layouts.judging import failures, finding, judged, measured, of, unjudged

HALL = "kiosk"


def test_what_does_not_apply_to_a_kiosk():
    reasons = unjudged(judged(HALL), Status.NOT_APPLICABLE)
    assert {rule: why for rule, why in reasons.items() if why != "kept-by-program"} == {
        # built: one storey, no rooms, below 100 m2 no shop aisle, a quiet place
        "P43-02": "none",
        "P46-03": "no-stairs",
        "P46-04": "no-room",
        "STD-14": "small-hall",
        "STD-09": "not-crowded",
        # below 60 m2 a hall may do without seats; nor has it belts, a showcase or a demo table
        "STD-19": "no-seats",
        "STD-03": "no-stanchions",
        "P45-14": "no-showcases",
        "P47-03": "no-demo",
        # no roll-up finds room that leaves the door free, and none is asked for
        **dict.fromkeys(
            ("P46-08", "P46-09", "P46-10", "P46-11", "P46-12"),
            "no-rollups",
        ),
        # posters are exempt from eye level, and the hero is a sticker; no screen
        "P42-11": "none",
        "S1-03": "no-screens",
    }


def test_what_applies_to_20_m2_all_the_same():
    # An entrance, a counter or terminal, lamps and a message belong to every hall.
    for rule in ("P43-01", "P43-04", "P45-11", "P46-06", "STD-01", "STD-05", "STD-11"):
        entry = judged(HALL).by_rule[rule]
        assert entry.status is Status.JUDGED
        assert {f.outcome for f in entry.findings} == {Outcome.PASSED}


def test_only_two_things_fail_and_neither_can_be_helped():
    assert failures(judged(HALL)) == {
        # H1, L1, L2, N1-N3, P1, P2, W1, W2: ten carriers, three of them notices the law wants.
        # Three for every 10 m2 of 13 m2 are 3.9, so the six that are always allowed count.
        "P44-06": {(HALL, "too-many")},
        # The counter is 1.19 m from the door stand; the terminal, 2.19 m away, cannot be nearer.
        "P50-01": {(HALL, "not-shortest")},
    }
    assert {f.severity for f in judged(HALL).failures} == {"minor"}
    assert measured(judged(HALL), "P44-06", HALL) == 10


def test_what_nobody_drew_is_to_check_not_passed():
    assert of(judged(HALL), Outcome.NEEDS_REVIEW) == {
        "P51-01": {(HALL, "not-drawn")},  # two people work here; neither walks a round
        "STD-10": {(HALL, "one-exit")},  # the 30 m hold for two exits; this has one
    }
    assert of(judged(HALL), Outcome.UNCERTAIN) == {}


def test_score_loses_the_two_minor_rules_only():
    # 2 + 2 of the decided weight; nothing caps (a minor rule never does)
    result = score(judged(HALL))
    assert result.lost == pytest.approx(4.0)
    assert result.value == pytest.approx(100 * (1 - 4 / result.weight), abs=0.05)
    assert result.cap is None


def test_numbers_of_a_small_hall():
    result = judged(HALL)
    # floor 20 m2 less the staff's 5.00 x 1.15, less the counter's 1.80 x 0.70: 12.99 m2
    assert measured(result, "P42-06", HALL) == pytest.approx(12.99 / 20, abs=1e-3)
    # the hero sticker's near edge is at (3.50, 0), the route starts at (2.50, 0.50)
    assert measured(result, "P42-10", "W2") == pytest.approx(math.hypot(1.0, 0.5), abs=0.01)
    # jambs at 1.90 and 3.10; stickers' middles at 1.05 and 3.80
    assert measured(result, "P46-01", "W1") == pytest.approx(0.85)
    assert measured(result, "P46-01", "W2") == pytest.approx(0.70)
    # over (290 + 385 + 400 + 415 + 385 + 510 + 370) / 7 = 393.6 lx: the door upright
    # (565 + 655 + 575) / 3, the window (940 + 1045 + 980) / 3
    base = 2755 / 7
    assert measured(result, "P45-11", "d1") == pytest.approx(1795 / 3 / base, abs=1e-3)
    assert measured(result, "P45-12", "win1") == pytest.approx(2965 / 3 / base, abs=1e-3)
    # no display counter is drawn: the service counter stands in for it: 565, 795, 760 lx
    assert measured(result, "P45-13", "C1") == pytest.approx(2120 / 3 / base, abs=1e-3)


def test_the_rack_beside_the_counter_looks_at_the_door():
    # from (0.90, 2.60) the door's middle (2.50, 0) lies at 301.6 degrees; the rack faces 270
    assert finding(judged(HALL), "P46-19", "L1").outcome is Outcome.PASSED
    assert math.degrees(math.atan2(-2.6, 1.6)) % 360 - 270 == pytest.approx(31.6, abs=0.1)


def test_it_is_a_kiosk():
    layout = shipped.hall(HALL)
    assert layout.branch.hall_class == "kiosk"
    assert len(layout.zones) == 5
