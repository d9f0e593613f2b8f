"""The places' code and the pack say the same of readings and of shared figures."""

import pytest

from planner.rules.pack import load_pack
from planner.study import places

PACK = load_pack("telecom_hall")


@pytest.mark.parametrize("reading", ["D8", "D9", "D10"])
def test_the_reading_asked_beside_the_chosen_one_is_the_packs(reading):
    consulted = PACK.readings[reading].consulted
    assert {choice: places.OTHER[choice] for choice in consulted} == dict(consulted)


SHARED = [
    ("P46-01", "depth", "P46-02", "depth"),
    ("P46-01", "spread", "P46-02", "spread"),
    ("P46-01", "aside", "P46-02", "aside"),
    ("P46-01", "small", "P46-02", "small"),
    ("P46-01", "stair_reach", "P46-03", "reach"),
    ("P46-01", "corridor_reach", "P46-04", "corridor_reach"),
    ("P46-01", "reach", "P46-08", "reach"),
    ("P46-09", "door_reach", "P46-08", "reach"),
    ("P46-09", "landing_reach", "P46-10", "reach"),
    ("P46-11", "door_reach", "P46-08", "reach"),
    ("P46-11", "counter_reach", "P46-09", "reach"),
    ("P46-11", "bearing", "P46-09", "bearing"),
    ("P46-11", "distance", "P46-09", "distance"),
    ("P46-11", "landing_reach", "P46-10", "reach"),
    ("P45-05", "tau", "P45-06", "tau"),
    ("P45-05", "neighbour", "P45-06", "neighbour"),
    ("P45-05", "grey", "P45-06", "grey"),
    ("P46-17", "band", "P46-18", "band"),
]


@pytest.mark.parametrize(("rule", "name", "owner", "own"), SHARED)
def test_a_figure_that_two_rules_need_is_the_same_in_both(rule, name, owner, own):
    assert PACK.rule(rule).params[name] == PACK.rule(owner).params[own]
