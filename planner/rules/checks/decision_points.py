"""Whether what is placed helps somebody decide, and can be reached."""

import shapely
from shapely import Point

from planner.catalog import Placed
from planner.rules.check import Length, LengthRange, Words, check
from planner.rules.finding import (
    Evidence,
    NotApplicable,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.rules.quantities import at_least, at_most, held
from planner.study import Study
from planner.study.routes import main_route
from planner.study.views import before


@check(codes={"ok", "far", "out-of-reach", "tiers-missing"}, absent={"none"})
def decision_points(
    study: Study, *, traits: Words, distance_max: Length, reach: LengthRange
) -> list[Verdict] | NotApplicable:
    """Distance of each item to where people decide or walk, and whether leaflets are in reach.

    Decision points are customers at counters, demo tables, terminals and seats; the main route
    counts as well. A rack passes with one tier between the ends of `reach` [m]. A call display
    decides nothing: the rule on seats asks who sees it.
    """
    items = [
        p
        for p in study.having(*traits)
        if study.floor(p.fixture.level).intersects(Point(p.fixture.at))
        and not p.has("call_display")  # over heads, to be seen from the seats
    ]
    if not items:
        return NotApplicable("none")
    levels = {name: _points(study, name) for name in study.levels}
    found = [_item(study, p, levels[p.fixture.level], distance_max, reach) for p in items]
    return grouped(found, study.layout.id)


def _points(study: Study, level: str) -> shapely.Geometry:
    spots = [Point(at) for c in study.counters for at in c.customers if _on(c.placed, level)]
    spots += [Point(before(p)) for p in study.having("self_service") if _on(p, level)]
    spots += [p.footprint for p in study.having("demo_table", "seat") if _on(p, level)]
    route = main_route(study)
    if route is not None and route.level == level:
        spots.append(route.line)
    return shapely.union_all(spots)


def _on(p: Placed, level: str) -> bool:
    return p.fixture.level == level


def _item(
    study: Study, p: Placed, points: shapely.Geometry, most: float, reach: tuple[float, float]
) -> Verdict:
    level = p.fixture.level
    gap = 1e3 if points.is_empty else p.footprint.distance(points)
    known = held(gap, most, "m")
    known["evidence"] = (Evidence(p.footprint, Role.OFFENDS, level),)
    if not points.is_empty:
        joint = shapely.shortest_line(p.footprint, points)
        known["evidence"] += (Evidence(joint, Role.MEASURE, level),)
    if not at_most(gap, most, "m"):
        return failed(p.id, "far", **known)
    if not p.has("rack"):
        return passed(p.id, **known)
    tiers = [tier.height for face in p.fixture.faces for tier in face.tiers]
    if not tiers:
        return needs_review(p.id, "tiers-missing", **known)
    low, high = reach
    near = min(tiers, key=lambda h: (max(low - h, h - high), h))
    if at_least(near, low, "m") and at_most(near, high, "m"):
        return passed(p.id, **known)
    known |= held(near, low if near < low else high, "m")
    known["limit"], known["limit_high"] = (held(near, end, "m")["limit"] for end in reach)
    return failed(p.id, "out-of-reach", **known)
