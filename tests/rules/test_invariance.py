"""A hall moved, turned or seen in a mirror is the same hall.

Every drawn case is moved by (13.7, -4.2) and turned by a right angle, or by 37 degrees, or
reflected; what is said of it must not change. Only rules that speak of right and left may
tell a hall from its mirror image.
"""

import math
from typing import Any

import pytest

from planner.model import Layout
from planner.rules.finding import Status
from planner.study import Study
from tests.rules import catalogue
from tests.rules.cases import judged, read, study_of
from tests.rules.catalogue import IDS

MOVE = (13.7, -4.2)
# Posters in reception rooms hang on the wall right of somebody who enters; whether a poster
# stands in a listed place at all asks the same.
HANDED = {"P46-01", "P46-04"}
HANDED_USES = {"vip_room", "complaint_room"}
OTHER_SIDE = {"left": "right", "right": "left"}


class Motion:
    """A turn by `turn_deg`, a reflection in the y axis first, a move last."""

    def __init__(self, turn_deg: float = 0.0, *, mirror: bool = False) -> None:
        self.turn, self.mirror = turn_deg, mirror

    def point(self, at: list[float]) -> list[float]:
        x, y = (-at[0] if self.mirror else at[0]), at[1]
        c, s = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        return [x * c - y * s + MOVE[0], x * s + y * c + MOVE[1], *at[2:]]

    def angle(self, degrees: float) -> float:
        return ((180.0 - degrees if self.mirror else degrees) + self.turn) % 360.0

    def ring(self, ring: list[list[float]]) -> list[list[float]]:
        """Corners in the same sense of rotation as before."""
        corners = [self.point(at) for at in ring]
        return corners[::-1] if self.mirror else corners

    def layout(self, layout: Layout) -> Layout:
        data = layout.model_dump(mode="json", exclude_defaults=True)
        for level in data["levels"]:
            level["outline"] = self.ring(level["outline"])
            level["holes"] = [self.ring(hole) for hole in level.get("holes", [])]
            level["north_deg"] = self.angle(level.get("north_deg", 90.0))
        for wall in data.get("walls", []):
            wall["start"], wall["end"] = self.point(wall["start"]), self.point(wall["end"])
            wall["justify"] = self._side(wall.get("justify", "right"))
        for door in data.get("doors", []):  # the hinge stays at its jamb
            door["opens"] = self._side(door.get("opens", "left"))
        for zone in data.get("zones", []):
            zone["ring"] = self.ring(zone["ring"])
        for stair in data.get("stairs", []):
            for flight in stair["flights"]:
                flight["foot"] = self.point(flight["foot"])
                flight["facing_deg"] = self.angle(flight["facing_deg"])
            for landing in stair.get("landings", []):
                landing["ring"] = self.ring(landing["ring"])
        for group in ("columns", "fixtures", "luminaires", "staff"):
            for thing in data.get(group, []):
                self._thing(thing, group)
        for reading in data.get("lux_readings", []):
            if reading.get("at") is not None:
                reading["at"] = self.point(reading["at"])
        return Layout.from_data(data)

    def _thing(self, thing: dict[str, Any], group: str) -> None:
        thing["at"] = self.point(thing["at"])
        if group != "staff" or thing.get("facing_deg") is not None:
            thing["facing_deg"] = self.angle(thing.get("facing_deg", 0.0))
        if thing.get("aim") is not None:
            thing["aim"] = self.point(thing["aim"])
        if thing.get("side") is not None:
            thing["side"] = self._side(thing["side"])
        if thing.get("route"):
            thing["route"] = [self.point(at) for at in thing["route"]]
        for face in thing.get("faces", []):
            if self.mirror:
                face["turn_deg"] = -face.get("turn_deg", 0.0)
                for tier in face.get("tiers", []):
                    tier["pockets"] = tier.get("pockets", [])[::-1]

    def subject(self, layout: Layout, name: str) -> str:
        """What a subject is called after the motion: pockets are counted from the left."""
        parts = name.split("/")
        if not self.mirror or len(parts) != 4:
            return name
        rack = layout.by_id[parts[0]]
        face = next(face for face in rack.faces if face.id == parts[1])
        pockets = face.tiers[int(parts[2]) - 1].pockets
        return "/".join([*parts[:3], str(len(pockets) + 1 - int(parts[3]))])

    def _side(self, side: str) -> str:
        return OTHER_SIDE.get(side, side) if self.mirror else side


MOTIONS = {
    "moved and turned by 90": Motion(90.0),
    "moved and turned by 37": Motion(37.0),
    "moved and mirrored": Motion(mirror=True),
}


@pytest.mark.parametrize("motion", MOTIONS)
@pytest.mark.parametrize("rule_id", IDS)
def test_verdicts_stay_as_they_are(rule_id, motion):
    move = MOTIONS[motion]
    if catalogue.rule(rule_id).check is None:
        pytest.skip("not judged")
    for case in read(rule_id):
        if move.mirror and rule_id in HANDED and _has_rooms(rule_id, case):
            continue
        before, after = _both(rule_id, case, move)
        assert after == before, case["name"]


def test_a_rule_that_speaks_of_right_knows_its_right_hand():
    mirror = MOTIONS["moved and mirrored"]
    pairs = [_both("P46-04", case, mirror) for case in read("P46-04")]
    assert any(before != after for before, after in pairs)


def test_a_mirror_image_is_drawn_properly():
    """A wall from (0, 0) to (4, 0) with its body below it keeps its body below it."""
    layout = study_of("P46-06", read("P46-06")[0]["name"]).layout
    image = Motion(mirror=True).layout(layout)
    twice = Motion(mirror=True).layout(image)
    for wall, back in zip(layout.walls, twice.walls, strict=True):
        # x -> -x + 13.7 twice is x; y -> y - 4.2 twice is y - 8.4
        assert back.start == pytest.approx((wall.start[0], wall.start[1] - 8.4))
        assert back.justify == wall.justify
    for level in layout.levels:
        one, two = Study(layout), Study(image)
        assert two.walls(level.id).area == pytest.approx(one.walls(level.id).area)
        assert two.public_area == pytest.approx(one.public_area)
        overlap = two.walls(level.id).intersection(two.floor(level.id)).area
        assert overlap == pytest.approx(
            one.walls(level.id).intersection(one.floor(level.id)).area, abs=1e-9
        )


def _both(rule_id: str, case: dict[str, Any], motion: Motion) -> tuple[Any, Any]:
    study = study_of(rule_id, case["name"])
    moved = Study(motion.layout(study.layout), study.day)
    name = lambda subject: motion.subject(study.layout, subject)  # noqa: E731
    return (
        _said(judged(rule_id, case), name),
        _said(judged(rule_id, case, study=moved), lambda subject: subject),
    )


def _said(entry: Any, name: Any) -> Any:
    if entry.status is not Status.JUDGED:
        return entry.status, entry.reason
    return sorted(
        (
            _lead(finding, name),
            finding.outcome.value,
            finding.verdict.code,
            finding.severity,
            finding.note or "",
            tuple(sorted(map(name, finding.verdict.items))),
        )
        for finding in entry.findings
    )


def _lead(finding: Any, name: Any) -> str:
    """The subject; where it stands for several alike, the first of them in any order."""
    items = finding.verdict.items
    return min(map(name, items)) if finding.subject in items else name(finding.subject)


def _has_rooms(rule_id: str, case: dict[str, Any]) -> bool:
    layout = study_of(rule_id, case["name"]).layout
    return any(zone.use in HANDED_USES for zone in layout.zones)
