"""Whether roll-ups stand in the guideline's listed places."""

import math
from typing import Any

import shapely
from shapely import LineString, Polygon

from planner import units
from planner.catalog import Placed
from planner.model import Landing, Stair
from planner.model.shapes import flight_run, heading
from planner.rules.check import Angle, Length, LengthRange, check
from planner.rules.finding import (
    Evidence,
    Fix,
    NotApplicable,
    Quantity,
    Role,
    Verdict,
    failed,
    needs_review,
    passed,
)
from planner.study import Study, places


@check(codes={"ok", "blocks-door"}, absent={"no-rollups", "none-here"})
def rollups_at_the_door(
    study: Study, *, reach: Length, clear_depth: Length
) -> list[Verdict] | NotApplicable:
    """Roll-ups within `reach` of an entrance's opening.

    `clear_depth` before and behind an entrance must stay free over its clear width, where
    no law pack judges that.
    """
    if not study.having("rollup"):
        return NotApplicable("no-rollups")
    found = []
    for p in study.having("rollup"):
        spot = places.at_the_door(study, p, reach)
        if spot is None:
            continue
        known: dict[str, Any] = _measured(p, spot.measured, reach, spot.line)
        blocked = None if "STD-11" in _laws(study) else _before_a_door(study, p, clear_depth)
        if blocked is None:
            found.append(passed(p.id, **known))
            continue
        door, strip = blocked
        known["evidence"] = (
            Evidence(p.footprint, Role.OFFENDS, p.fixture.level),
            Evidence(strip, Role.FREE, p.fixture.level),
        )
        depth = units.show_length(clear_depth, digits=0)
        found.append(failed(p.id, "blocks-door", door=study.label(door), depth=depth, **known))
    return found or NotApplicable("none-here")


@check(
    codes={"ok", "turned-away", "empty-place", "not-drawn"}, absent={"no-rollups", "no-counters"}
)
def rollups_at_the_counters(
    study: Study,
    *,
    reach: Length,
    bearing: Angle,
    obliquity: Angle,
    distance: LengthRange,
    door_reach: Length,
    landing_reach: Length,
) -> list[Verdict] | NotApplicable:
    """Roll-ups within `reach` of a counter's end that a customer at the counter sees.

    Seen is at most `bearing` off the way the customer looks, `obliquity` off the roll-up's
    normal, at a `distance` within the range. One that only its turn hides is turned away,
    unless it stands in another listed place, by `door_reach` or `landing_reach`.
    """
    if not study.having("rollup"):
        return NotApplicable("no-rollups")
    if not study.counters:
        if study.having("self_service"):
            return NotApplicable("no-counters")
        return [needs_review(study.layout.id, "not-drawn")]
    found: list[Verdict] = []
    taken: set[str] = set()
    for p in study.having("rollup"):
        at = places.beside_counter(study, p, reach, bearing, obliquity, distance)
        if at is None:
            continue
        elsewhere = at.turned_away and (
            places.at_the_door(study, p, door_reach) or places.on_landing(study, p, landing_reach)
        )
        if elsewhere:  # another place's, seen from no counter
            continue
        taken.update(at.group)
        shown, limit, _ = units.show_against(
            at.seen.oblique, obliquity, units.show_angle, slack=units.ANGLE_TOLERANCE_DEG
        )
        known: dict[str, Any] = {
            "measured": Quantity(round(at.seen.oblique, 4), "deg", shown),
            "limit": Quantity(obliquity, "deg", limit),
            "distance": units.show_length(at.seen.distance),
            "counter": study.label(at.seen.counter),
            "evidence": (
                Evidence(
                    p.footprint, Role.OFFENDS if at.turned_away else Role.CONTEXT, p.fixture.level
                ),
                Evidence(
                    LineString([at.seen.customer, p.fixture.at]), Role.MEASURE, p.fixture.level
                ),
            ),
        }
        if not at.turned_away:
            found.append(passed(p.id, **known))
        else:
            facing = places.facing_deg(p.fixture.at, at.seen.customer)
            known["fix"] = Fix(p.id, {"facing_deg": facing})
            found.append(failed(p.id, "turned-away", **known))
    for group in places.counter_groups(study):
        if not taken & {counter.id for counter in group}:
            ends = shapely.union_all([counter.placed.footprint for counter in group])
            seen = (Evidence(ends, Role.CONTEXT, group[0].placed.fixture.level),)
            found.append(
                failed(
                    study.layout.id,
                    "empty-place",
                    place=study.label(group[0].id),
                    evidence=seen,
                    severity="minor",
                )
            )
    return found


@check(
    codes={"ok", "turned-away", "narrows-landing", "empty-place"},
    absent={"no-rollups", "no-landing", "closed-by-law"},
)
def rollups_on_landings(
    study: Study, *, reach: Length, residual: Length, foot: Length
) -> list[Verdict] | NotApplicable:
    """Roll-ups within `reach` of a landing's middle, facing people who come up.

    `residual` is the width that must remain beside one, where no law pack judges it. A
    landing without room for a `foot` of a roll-up and that width is closed to them.
    """
    if not study.having("rollup"):
        return NotApplicable("no-rollups")
    known = places.landings(study)
    if not known:
        return NotApplicable("no-landing")
    found, taken = [], set()
    for p in study.having("rollup"):
        at = places.on_landing(study, p, reach)
        if at is None:
            continue
        name, stair, landing, gap = at
        taken.add(name)
        found.append(_on_landing(study, p, stair, landing, gap, reach, residual))
    for name, stair, landing in known:
        if name in taken or _narrow(landing) < foot + residual - units.TOLERANCE:
            continue
        seen = (Evidence(Polygon(landing.ring), Role.PROPOSED, stair.level),)
        found.append(
            failed(
                study.layout.id,
                "empty-place",
                place=study.label(stair.id),
                evidence=seen,
                severity="minor",
            )
        )
    return found or NotApplicable("closed-by-law")


@check(codes={"ok", "unlisted-place"}, absent={"no-rollups"})
def unlisted_rollups(
    study: Study,
    *,
    door_reach: Length,
    counter_reach: Length,
    bearing: Angle,
    distance: LengthRange,
    landing_reach: Length,
) -> list[Verdict] | NotApplicable:
    """Roll-ups that stand in none of the listed places; the parameters are those places'."""
    if not study.having("rollup"):
        return NotApplicable("no-rollups")
    found, any_turn = [], 180.0  # one that is only turned away is the counters' rule's
    for p in study.having("rollup"):
        listed = (
            places.at_the_door(study, p, door_reach)
            or places.beside_counter(study, p, counter_reach, bearing, any_turn, distance)
            or places.on_landing(study, p, landing_reach)
        )
        seen = (Evidence(p.footprint, Role.CONTEXT if listed else Role.OFFENDS, p.fixture.level),)
        if listed:
            found.append(passed(p.id, evidence=seen))
        else:
            found.append(failed(p.id, "unlisted-place", evidence=seen))
    return found


def _laws(study: Study) -> frozenset[str]:
    """Ids of the law rules that are judged together with this one."""
    return study.once("laws", frozenset)


def _measured(p: Placed, value: float, limit: float, line: LineString) -> dict[str, Any]:
    shown, _, _ = units.show_against(value, limit)
    return {
        "measured": Quantity(round(value, 6), "m", shown),
        "limit": Quantity(limit, "m", units.show_length(limit)),
        "evidence": (
            Evidence(p.footprint, Role.CONTEXT, p.fixture.level),
            Evidence(line, Role.MEASURE, p.fixture.level),
        ),
    }


def _before_a_door(study: Study, p: Placed, depth: float) -> tuple[str, Polygon] | None:
    for door in study.entrances:
        if door.level != p.fixture.level:
            continue
        for side in ("left", "right"):
            strip = door.depth_strip(side, depth)
            if strip.intersection(p.footprint).area > units.TOLERANCE**2:
                return door.id, strip
    return None


def _on_landing(
    study: Study,
    p: Placed,
    stair: Stair,
    landing: Landing,
    gap: float,
    reach: float,
    residual: float,
) -> Verdict:
    ring = Polygon(landing.ring)
    line = LineString([ring.centroid, p.fixture.at])
    known: dict[str, Any] = _measured(p, gap, reach, line) | {"place": study.label(stair.id)}
    offends = Evidence(p.footprint, Role.OFFENDS, p.fixture.level)
    if "STD-08" not in _laws(study) and ring.intersects(p.footprint):
        left = _left_beside(ring, p.footprint)
        if left < residual - units.TOLERANCE:
            shown, limit, gap_shown = units.show_against(left, residual)
            known |= {
                "measured": Quantity(round(left, 6), "m", shown),
                "limit": Quantity(residual, "m", limit),
                "shift": gap_shown,
                "evidence": (offends, Evidence(ring, Role.FREE, stair.level)),
            }
            return failed(p.id, "narrows-landing", **known)
    for below in _comes_up_from(stair, landing):
        dx, dy = below[0] - p.fixture.at[0], below[1] - p.fixture.at[1]
        if dx * p.normal[0] + dy * p.normal[1] <= 0.0:
            # half a turn keeps it flat against its wall
            turned = (p.fixture.facing_deg + 180.0) % 360.0
            if dx * p.normal[0] + dy * p.normal[1] < 0.0:
                known["fix"] = Fix(p.id, {"facing_deg": turned})
            known["evidence"] = (offends, Evidence(LineString([below, p.fixture.at]), Role.MEASURE))
            return failed(p.id, "turned-away", **known)
    return passed(p.id, **known)


def _comes_up_from(stair: Stair, landing: Landing) -> list[tuple[float, float]]:
    """Feet of the flights that end at a landing [m]."""
    ring = Polygon(landing.ring)
    found = []
    for flight in stair.flights:
        nx, ny = heading(flight.facing_deg)
        run = flight_run(flight)
        top = shapely.Point(flight.foot[0] + nx * run, flight.foot[1] + ny * run)
        rises = abs(flight.base + flight.steps * flight.riser - landing.height) < flight.riser
        if rises and ring.distance(top) < 0.5:
            found.append(flight.foot)
    return found


def _axis(ring: Polygon) -> tuple[tuple[float, float], tuple[float, float], float]:
    """A corner, the unit vector along the narrow side and its length, of the tightest box."""
    corners = list(shapely.minimum_rotated_rectangle(ring).exterior.coords)[:4]
    one, two = math.dist(corners[0], corners[1]), math.dist(corners[1], corners[2])
    start, end = (corners[0], corners[1]) if one <= two else (corners[1], corners[2])
    width = min(one, two)
    return start, ((end[0] - start[0]) / width, (end[1] - start[1]) / width), width


def _narrow(landing: Landing) -> float:
    return _axis(Polygon(landing.ring))[2]


def _left_beside(ring: Polygon, footprint: Polygon) -> float:
    """The wider of the two widths that a thing leaves across a landing's narrow side [m]."""
    (x0, y0), (ux, uy), width = _axis(ring)
    across = [(x - x0) * ux + (y - y0) * uy for x, y in footprint.exterior.coords]
    return max(0.0, min(across), width - max(across))
