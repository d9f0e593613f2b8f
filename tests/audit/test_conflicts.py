"""Where law and marketing want different things of one roll-up, law wins and says what instead."""

import pytest

from planner.audit import audit
from planner.catalog import misplaced
from planner.model import Layout
from planner.rules.finding import Outcome
from tests.plans import plan

DOOR = """
############
#          #
#          #
#   r      #
#          #
#          #
###DD#######
"""

LANDING = """
##################
#                #
#                #
#                #
#        r       #
#                #
#                #
###DD#############
"""
# a flight to x = 4.4, a landing of 1.5 by 1.2 m, a flight from there: the roll-up's foot
# takes 0.4 m of the landing's 1.2 m
STAIR = {
    "stairs": [
        {
            "id": "S1",
            "level": "L1",
            "flights": [
                {"foot": [3.0, 1.5], "facing_deg": 0.0, "width": 1.2, "steps": 6},
                {"foot": [5.9, 1.5], "facing_deg": 0.0, "width": 1.2, "steps": 6, "base": 0.96},
            ],
            "landings": [
                {"ring": [[4.4, 0.9], [5.9, 0.9], [5.9, 2.1], [4.4, 2.1]], "height": 0.96}
            ],
        }
    ]
}


def _in_the_exit() -> Layout:
    return plan(DOOR, set={"r1": {"at": [1.5, 0.8], "facing_deg": 270.0}})


def _on_the_landing() -> Layout:
    at = {"at": [5.15, 1.9], "size": [0.8, 0.4, 2.0], "facing_deg": 270.0}
    return plan(LANDING, set={"r1": at}, hall=STAIR)


def _said(result, rule_id, subject="r1"):
    return [f for f in result.by_rule[rule_id].findings if f.subject == subject]


def test_a_roll_up_in_an_exits_free_depth_fails_by_law_and_names_the_wall_poster():
    result = audit(_in_the_exit())
    (finding,) = _said(result, "STD-11")
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, "critical")
    rule = result.by_rule["STD-11"].rule
    for lang in ("en", "zh-CN"):
        assert "P46-03" in rule.advise(finding.verdict.code, lang, finding.verdict.values)


def test_its_fix_clears_the_exit():
    layout = _in_the_exit()
    (finding,) = _said(audit(layout), "STD-11")
    moved = layout.fixtures[0].model_copy(update={"at": tuple(finding.verdict.fix.set["at"])})
    mended = layout.model_copy(update={"fixtures": (moved,)})
    assert misplaced(mended) == ()
    assert _said(audit(mended), "STD-11") == []
    # aside it would be 0.5 + 0.4 + 0.02 m; inwards 1.40 + 0.175 + 0.02 - 0.8 m is shorter
    assert moved.at[0] == 1.5
    assert abs(moved.at[1] - 1.60) < 0.011


def test_a_roll_up_that_narrows_a_landing_fails_by_law_and_names_the_wall_poster():
    result = audit(_on_the_landing())
    (finding,) = _said(result, "STD-08")
    assert (finding.outcome, finding.verdict.code) == (Outcome.FAILED, "item-on-stair")
    assert abs(finding.verdict.measured.value - 0.8) < 1e-3
    rule = result.by_rule["STD-08"].rule
    for lang in ("en", "zh-CN"):
        assert "P46-03" in rule.advise(finding.verdict.code, lang, finding.verdict.values)


def test_the_place_rules_of_an_item_that_law_fails_pass_with_a_note():
    seen = 0
    for layout, law in ((_in_the_exit(), "STD-11"), (_on_the_landing(), "STD-08")):
        result = audit(layout)
        yielding = [
            f
            for rule in ("P46-08", "P46-09", "P46-10", "P46-11")
            if rule in result.by_rule
            for f in _said(result, rule)
            if f.outcome in (Outcome.PASSED, Outcome.FAILED)
        ]
        for finding in yielding:
            seen += 1
            assert (finding.outcome, finding.note) == (Outcome.PASSED, "law-wins")
            assert finding.verdict.values["law"] == law
    assert seen, "no place rule looked at the roll-up"


def test_one_narrow_door_has_one_law_finding_which_names_the_other_rule():
    layout = plan(
        "########\n#      #\n#      #\n##DD####",
        hall={"branch": {"standing": "new"}, "doors": [{"id": "D1", "width": 0.75}]},
    )
    result = audit(layout, ["cn_safety_access"])
    failed = [f for f in result.failures if f.subject == "D1"]
    assert [f.rule for f in failed] == ["STD-04"]
    assert failed[0].verdict.also == ("STD-08",)
    assert "STD-08" in result.by_rule["STD-04"].rule.say(
        failed[0].verdict.code, "en", failed[0].verdict.values
    )


def test_moving_and_turning_the_hall_changes_no_law_verdict():
    base = plan(
        """
############
#    t     #
#          #
#          #
#          #
#          #
#q        q#
#          #
#   r      #
####DDD#####
""",
        set={
            "q1": {"at": [0.95, 1.75], "size": [1.902, 0.5, 1.5], "facing_deg": 90.0},
            "q2": {"at": [4.05, 1.75], "size": [1.902, 0.5, 1.5], "facing_deg": 90.0},
        },
    )
    expected = _words(base)
    assert any("failed" in words for words in expected)
    for turn in (0, 90, 180, 270):
        assert _words(_turned(base, turn, (7.0, -3.0))) == expected


def _words(layout: Layout):
    result = audit(layout, ["cn_safety_access"])
    return sorted(
        f"{f.rule} {f.subject} {f.outcome} {f.verdict.code}"
        for f in result.findings
        if not f.rule.startswith("STD-1") or f.rule in ("STD-10", "STD-11")
    )


def _turned(layout: Layout, turn: int, shift: tuple[float, float]) -> Layout:
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]

    def at(p):
        x, y = p
        return [
            round(x * cos - y * sin + shift[0], 9),
            round(x * sin + y * cos + shift[1], 9),
        ]

    data = layout.model_dump(mode="json")
    for level in data["levels"]:
        level["outline"] = [at(p) for p in level["outline"]]
    for wall in data["walls"]:
        wall["start"], wall["end"] = at(wall["start"]), at(wall["end"])
    for thing in data["fixtures"]:
        thing["at"] = at(thing["at"])
        thing["facing_deg"] = (thing["facing_deg"] + turn) % 360.0
    return Layout.from_data(data)


HERO = """
####################
#        s         #
#                  #
#                  #
#                  #
#                  #
#                  #
#        r         #
#######DDD##########
"""


def test_a_thing_before_an_exit_is_one_law_finding_that_names_the_way_it_narrows():
    layout = plan(HERO, set={"r1": {"at": [4.2, 1.0], "facing_deg": 270.0}})
    result = audit(layout)
    critical = [f for f in result.failures if f.severity == "critical" and "r1" in _things(f)]
    assert [(f.rule, f.subject, f.verdict.also) for f in critical] == [
        ("STD-11", "r1", ("STD-01",))
    ]
    (way,) = result.by_rule["STD-01"].findings
    assert (way.outcome, way.verdict.code) == (Outcome.PASSED, "before-exit")
    assert [f.outcome for f in audit(layout, ["telecom_hall"]).findings if f.rule == "STD-01"] == []


def _things(finding):
    return {finding.subject, *finding.verdict.items}


@pytest.mark.parametrize(("y", "law"), [(1.0, "STD-11"), (1.9, "STD-01")])
def test_a_hero_on_the_route_yields_to_the_clear_way_before_it(y, law):
    # the hall is 9 m wide; at y = 1.9 two showcases of 3.45 m leave 2.1 m, the hero 0.8 m wide
    # between them 0.65 m on either side
    walls = [
        {
            "id": name,
            "kind": "showcase",
            "level": "L1",
            "at": [x, 1.9],
            "size": [3.45, 0.4, 1.2],
            "facing_deg": 90.0,
        }
        for name, x in (("q1", 1.725), ("q2", 7.275))
    ]
    walls = [wall | {"facing_deg": 270.0} for wall in walls] if law == "STD-01" else []
    hero = {"at": [4.5, y], "facing_deg": 270.0, "message": {"hero": True}}
    result = audit(plan(HERO, set={"r1": hero}, hall={"fixtures": walls}))
    assert any(f.outcome == "failed" and "r1" in _things(f) for f in result.by_rule[law].findings)
    (finding,) = result.by_rule["P42-10"].findings
    assert (finding.outcome, finding.note) == (Outcome.PASSED, "law-wins")
    assert finding.verdict.values["law"] == law


def test_a_hero_beside_the_route_that_keeps_it_clear_needs_no_law():
    hero = {"at": [5.8, 2.5], "facing_deg": 180.0, "message": {"hero": True}}
    result = audit(plan(HERO, set={"r1": hero}))
    (finding,) = result.by_rule["P42-10"].findings
    assert (finding.outcome, finding.verdict.code, finding.note) == (Outcome.PASSED, "ok", None)


def test_a_rack_before_an_exit_passes_its_place_rule_with_a_note():
    rack = HERO.replace("        r  ", "        l  ")
    result = audit(plan(rack, set={"l1": {"at": [4.2, 1.0], "facing_deg": 90.0, "faces": [
        {"id": "front", "tiers": [{"height": 1.3, "pockets": [{"leaflet": {"title": "T"}}]}]}
    ]}}))  # fmt: skip
    assert [f.outcome for f in _said(result, "STD-11", "l1")] == [Outcome.FAILED]
    (finding,) = _said(result, "P46-13", "l1")
    assert (finding.outcome, finding.note) == (Outcome.PASSED, "law-wins")
