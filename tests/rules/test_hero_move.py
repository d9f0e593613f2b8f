"""A move that a finding proposes mends it, and never ends in a wall or another thing."""

from planner.audit import audit
from planner.model import Layout
from planner.rules.finding import Outcome
from tests.plans import plan

HALL = "\n".join(["#" * 22, *["#" + " " * 20 + "#"] * 12, "#" * 10 + "DD" + "#" * 10])
COUNTER = {
    "id": "c1", "kind": "service_counter", "level": "L1", "at": [5.0, 4.5], "facing_deg": 270.0,
}  # fmt: skip
HERO = {
    "id": "r1", "kind": "rollup_80x200", "level": "L1", "at": [8.0, 2.0], "facing_deg": 180.0,
    "message": {"hero": True},
}  # fmt: skip


def _finding(fixtures):
    layout = plan(HALL, hall={"fixtures": fixtures})
    (finding,) = audit(layout, ["telecom_hall"]).by_rule["P42-10"].findings
    return layout, finding


def test_a_hero_off_the_route_is_moved_until_it_passes():
    layout, finding = _finding([COUNTER, HERO])
    fix = finding.verdict.fix
    # its edge at x 7.825 is 2.825 m off the route at x 5; 1.5 m less 5 cm are left of it
    assert fix.subject == "r1"
    assert fix.set == {"at": [6.625, 2.0]}
    data = layout.model_dump(mode="json")
    moved = [f | (fix.set if f["id"] == fix.subject else {}) for f in data["fixtures"]]
    after = Layout.from_data(data | {"fixtures": moved})
    (mended,) = audit(after, ["telecom_hall"]).by_rule["P42-10"].findings
    assert mended.outcome is Outcome.PASSED


def test_no_move_into_another_thing_is_proposed():
    block = {
        "id": "q1", "kind": "showcase", "level": "L1", "at": [6.6, 2.0], "facing_deg": 0.0,
    }  # fmt: skip
    _, finding = _finding([COUNTER, HERO, block])
    assert finding.outcome is Outcome.FAILED
    assert finding.verdict.fix is None


def test_a_hero_screen_too_low_is_raised_just_into_the_band():
    screen = {
        "id": "g1", "kind": "digital_screen_55", "level": "L1", "at": [0.04, 3.0],
        "facing_deg": 0.0, "height": 0.95, "message": {"hero": True},
    }  # fmt: skip
    layout = plan(HALL, hall={"fixtures": [screen]})
    (finding,) = audit(layout, ["telecom_hall"]).by_rule["P42-11"].findings
    # the middle goes to 1.42 m: half of 0.71 m below it
    assert finding.verdict.fix.set == {"height": 1.065}
