"""Places where nothing may stand: before exits, hydrants and extinguishers; how far exits are."""

from typing import Any

import shapely
import shapely.affinity
from shapely import Polygon

from planner import i18n, units
from planner.catalog import Placed
from planner.geometry.clearance import farthest
from planner.rules.check import Length, Number, check
from planner.rules.finding import (
    Evidence,
    Fix,
    NotApplicable,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study
from planner.study.clearance import HEAD_ROOM, moved_out, routes
from planner.study.laws import judged, named

_LEAST = 1e-3  # m; how deep a thing must reach into a free place to count


@check(codes={"ok", "in-exit", "before-safety", "no-exit"})
def kept_free(
    study: Study, *, exit_depth: Length, safety_gap: Length, route: Length
) -> list[Verdict]:
    """Things within `exit_depth` of an exit door's clear width, or `safety_gap` of safety gear.

    One before an exit that leaves a way less than `route` breaks the rule on ways as well.
    """
    found = []
    places: list[tuple[str, str, Polygon, tuple[tuple[float, float], ...], str]] = []
    for door in study.exits:
        for side in ("left", "right"):
            strip = door.depth_strip(side, exit_depth)
            ux, uy = door.along
            ways = ((ux, uy), (-ux, -uy), door.out(side))
            places.append((door.id, door.level, strip, ways, "in-exit"))
    for p in study.having("hydrant", "extinguisher"):
        nx, ny = p.normal
        places.append(
            (
                p.id,
                p.fixture.level,
                _before(p, safety_gap),
                ((-ny, nx), (ny, -nx), (nx, ny)),
                "before-safety",
            )
        )
    broken: dict[str, list[int]] = {}
    things = list(study.placed.values())
    tree = shapely.STRtree([p.footprint for p in things])
    for n, (owner, level, ring, _, code) in enumerate(places):
        inner = ring.buffer(-_LEAST, join_style="mitre")
        for number in sorted(tree.query(inner, predicate="intersects")):
            p = things[number]
            here = p.fixture.level == level and p.id != owner and _obstructs(p, code)
            if here:
                broken.setdefault(p.id, []).append(n)
    touched = {places[n][0] for numbers in broken.values() for n in numbers}
    for name in dict.fromkeys(place[0] for place in places):
        if name not in touched:
            depth = exit_depth if name in study.doors else safety_gap
            found.append(passed(name, depth=units.show_length(depth)))
    if not study.exits:
        found.append(needs_review(study.layout.id, "no-exit"))
    for name, p in study.placed.items():
        if name in broken:
            mine = [places[n] for n in broken[name]]
            also = _also(study, p, mine[0][4], route)
            found.append(_blocks(study, p, mine, places, exit_depth, safety_gap, also))
    return found


def _also(study: Study, p: Placed, code: str, route: float) -> tuple[str, ...]:
    narrows = any(
        p.id in way.items and way.width < route - units.TOLERANCE for way in routes(study)
    )
    return ("STD-01",) if narrows and code == "in-exit" and judged(study, "STD-01") else ()


def _obstructs(p: Placed, code: str) -> bool:
    if p.kind.mount == "surface" or p.has("safety"):
        return False
    if p.stands:
        return True
    low = p.lower is not None and p.lower < HEAD_ROOM
    return low and p.size[1] > 0.02 and (code == "in-exit" or p.kind.mount != "counter")


def _before(p: Placed, gap: float) -> Polygon:
    nx, ny = p.normal
    (ax, ay), (bx, by) = p.front.coords
    return Polygon(
        [(ax, ay), (bx, by), (bx + nx * gap, by + ny * gap), (ax + nx * gap, ay + ny * gap)]
    )


def _blocks(
    study: Study,
    p: Placed,
    mine: list[tuple[str, str, Polygon, tuple[tuple[float, float], ...], str]],
    places: list[tuple[str, str, Polygon, tuple[tuple[float, float], ...], str]],
    exit_depth: float,
    safety_gap: float,
    also: tuple[str, ...],
) -> Verdict:
    owner, level, _, ways, code = mine[0]
    depth = exit_depth if code == "in-exit" else safety_gap
    gap = (
        p.footprint.distance(study.doors[owner].face("left"))
        if owner in study.doors
        else (p.footprint.distance(study.placed[owner].footprint))
    )
    if owner in study.doors:
        gap = min(gap, p.footprint.distance(study.doors[owner].face("right")))
    shown, at, _ = units.show_against(gap, depth, units.show_length)
    known: dict[str, Any] = {
        "measured": Quantity(round(gap, 6), "m", shown),
        "limit": Quantity(depth, "m", at),
        "place": study.label(owner),
        "evidence": (
            Evidence(p.footprint, Role.OFFENDS, level),
            *(Evidence(place[2], Role.FREE, level) for place in mine),
        ),
        "move": {lang: i18n.say("rules.law.move-elsewhere", lang) for lang in i18n.languages()},
    }
    if p.stands and not p.fixture.locked:
        blocked = shapely.union_all([place[2] for place in places if place[1] == level])
        spot = moved_out(study, p, ways, blocked)
        if spot is not None:
            x, y = p.fixture.at
            far = units.show_length(((spot[0] - x) ** 2 + (spot[1] - y) ** 2) ** 0.5)
            moved = shapely.affinity.translate(p.footprint, spot[0] - x, spot[1] - y)
            known["fix"] = Fix(p.id, {"at": [spot[0], spot[1]]})
            known["evidence"] = (*known["evidence"], Evidence(moved, Role.PROPOSED, level))
            known["move"] = {
                lang: i18n.say("rules.law.move-by", lang, far=far) for lang in i18n.languages()
            }
    return failed(p.id, code, also=also, others=named(also), **known)


@check(codes={"ok", "far", "one-exit", "no-exit"}, absent={"not-drawn"})
def travel_distance(
    study: Study, *, most: Length, sprinklered: Number, least_exits: Number
) -> list[Verdict] | NotApplicable:
    """Straight line from the farthest public point to the nearest exit.

    `sprinklered` is the factor on `most` where the hall states sprinklers. With fewer exits
    than `least_exits`, or on a level without one, somebody has to look it up.
    """
    if not any(study.public_floor(level).area > 0 for level in study.levels):
        return NotApplicable("not-drawn")
    if study.exits and len(study.exits) < least_exits:
        return [needs_review(study.layout.id, "one-exit", n=len(study.exits))]
    limit = most * (sprinklered if study.layout.branch.sprinklers else 1.0)
    found = []
    for level in study.levels:
        floor = _walkable(study.public_floor(level))
        if floor.area <= 0:
            continue
        doors = [door for door in study.exits if door.level == level]
        if not doors:
            found.append(needs_review(level, "no-exit"))
            continue
        faces = shapely.union_all([door.face(study.inside(door)) for door in doors])
        far, spot = farthest(floor, faces)
        shown, at, gap = units.show_against(far, limit, units.show_length)
        near = min(
            doors, key=lambda door: door.face(study.inside(door)).distance(shapely.Point(spot))
        )
        line = shapely.shortest_line(shapely.Point(spot), near.face(study.inside(near)))
        known = {
            "measured": Quantity(round(far, 4), "m", shown),
            "limit": Quantity(limit, "m", at),
            "gap": gap,
            "door": study.label(near.id),
            "evidence": (Evidence(line, Role.MEASURE, level),),
        }
        over = far > limit + units.TOLERANCE
        found.append(failed(level, "far", **known) if over else passed(level, **known))
    return grouped(found, study.layout.id)


def _walkable(floor: shapely.Geometry) -> shapely.Geometry:
    """A floor without the hairs that rounding leaves between walls and zones [m]."""
    inner = floor.buffer(-_LEAST, join_style="mitre")
    return inner.buffer(_LEAST, join_style="mitre")
