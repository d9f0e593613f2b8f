"""A rack nobody rearranged when the new campaign came: what its rules say together."""

import pytest

from planner.audit import audit
from tests.plans import plan

HALL = """
#################
#   l           #
#               #
#               #
#               #
#               #
#               #
######DD#########
"""
CAMPAIGNS = [
    {"id": "new", "name": "new", "valid_from": "2026-03-01", "priority": 1},
    {"id": "spring", "name": "spring", "valid_from": "2026-02-01", "priority": 2},
    {"id": "old", "name": "old", "valid_from": "2025-11-01", "valid_to": "2026-02-28"},
]


def _hall(*rows):
    """4 x 4 pockets on the side that looks at the back wall; N new, S spring, O old."""
    letters = {"N": "new", "S": "spring", "O": "old"}
    heights = (1.65, 1.30, 0.90, 0.45)
    tiers = [
        {"height": h, "pockets": [{"leaflet": {"campaign": letters[c]}} for c in row]}
        for h, row in zip(heights, rows, strict=True)
    ]
    face = {"id": "front", "tiers": tiers}
    return plan(
        HALL,
        set={"l1": {"at": [2.0, 2.5], "facing_deg": 90.0, "faces": [face]}},
        hall={"campaigns": CAMPAIGNS},
    )


def _failed(layout, rule):
    result = audit(layout, ["telecom_hall"]).by_rule[rule]
    return {(f.subject, f.verdict.code) for f in result.findings if f.outcome == "failed"}


def test_the_newest_in_the_lowest_tier_towards_the_back_wall_fails_tier_and_face():
    hall = _hall("SSSS", "SSSS", "SSOO", "NNNN")
    assert _failed(hall, "P46-17") == {("l1", "wrong-tier"), ("l1/front/3/3", "expired")}
    assert _failed(hall, "P46-19") == {("l1", "turned-away")}
    assert _failed(hall, "P46-14") == set()


def test_a_campaign_in_two_corners_is_split_as_well():
    hall = _hall("SSSS", "SSSS", "NSOO", "SSNN")
    assert _failed(hall, "P46-14") == {("l1", "split")}


def test_every_expired_leaflet_is_listed():
    found = audit(_hall("OSSS", "SSSS", "SSOO", "NNNN"), ["telecom_hall"]).by_rule["P46-17"]
    gone = next(f for f in found.findings if f.verdict.code == "expired")
    assert gone.verdict.items == ("l1/front/1/1", "l1/front/3/3", "l1/front/3/4")


@pytest.mark.parametrize("rule", ["P46-17", "P46-19", "P46-14"])
def test_rearranged_and_turned_to_the_door_nothing_is_left(rule):
    hall = _hall("SSSS", "NNNN", "SSSS", "SSSS")
    rack = hall.fixtures[0].model_copy(update={"facing_deg": 270.0})
    fixed = hall.model_copy(update={"fixtures": (rack,)})
    wanted = {("l1", "split")} if rule == "P46-14" else set()  # spring lies above and below
    assert _failed(fixed, rule) == wanted
