"""How wide the ways to counters and machines are, and where a wheelchair turns."""

from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely import LineString, Point, shortest_line

from planner import i18n, units
from planner.geometry.clearance import Contact
from planner.rules.check import Length, Number, check
from planner.rules.finding import (
    Evidence,
    NotApplicable,
    Outcome,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study
from planner.study.clearance import Route, before_exits, obstacles, routes, ways
from planner.study.laws import crowded, judged, named


def _width(measured: float, limit: float) -> dict[str, Any]:
    shown, at, short = units.show_against(measured, limit, units.show_length)
    return {
        "measured": Quantity(round(measured, 6), "m", shown),
        "limit": Quantity(limit, "m", at),
        "short": short,
    }


def _between(study: Study, route: Route) -> dict[str, str]:
    """What forms a gate, by language."""
    names = [study.label(item) for item in route.items]
    said = {}
    for lang in i18n.languages():
        built = i18n.say("rules.law.built", lang)
        first, second = [*(name[lang] for name in names), built, built][:2]
        between = i18n.say("rules.law.between", lang, first=first, second=second)
        said[lang] = between if names else i18n.say("rules.law.between-walls", lang)
    return said


@check(
    codes={
        "ok",
        "narrow",
        "narrow-in-line",
        "blocked",
        "before-exit",
        "crowded-unknown",
        "not-drawn",
    }
)
def clear_route(
    study: Study,
    *,
    width: Length,
    crowded_width: Length,
    quiet_area: Number,
    line: Length,
    exit_depth: Length,
) -> list[Verdict]:
    """Diameter of the widest disc that goes from each entrance to each public place.

    `crowded_width` holds in a crowded public place, which an unstated hall is not up to
    `quiet_area` [m²]. A gate between stanchions below `line` breaks the rule on lines too.
    What stands within `exit_depth` of an exit fails there and is no second finding here.
    """
    hall = study.layout.id
    if not study.entrances or not routes(study):
        return [needs_review(hall, "not-drawn")]
    busy = crowded(study, quiet_area)
    limit = crowded_width if busy else width
    found = []
    for route in routes(study):
        evidence = (
            (Evidence(route.gate, Role.OFFENDS, route.level),)
            if route.gate is not None
            else (Evidence(study.placed[route.goal].footprint, Role.OFFENDS, route.level),)
        )
        entrance = study.label(route.entrance)
        common = {"entrance": entrance, "between": _between(study, route), "evidence": evidence}
        if route.width < limit - units.TOLERANCE and _in_exit(study, route, exit_depth):
            common |= _width(max(route.width, 0.0), limit)
            found.append(passed(route.goal, "before-exit", **common))
        elif route.width <= 0.0:
            common |= _width(0.0, limit)
            found.append(failed(route.goal, "blocked", also=(), others=named(()), **common))
        elif route.width < limit - units.TOLERANCE:
            also = _also(study, route, line)
            code = "narrow-in-line" if also else "narrow"
            common |= _width(route.width, limit)
            common["items"] = route.items
            found.append(failed(route.goal, code, also=also, others=named(also), **common))
        elif busy is None and route.width < crowded_width - units.TOLERANCE:
            common |= _width(route.width, crowded_width)
            found.append(needs_review(route.goal, "crowded-unknown", **common))
        else:
            common |= _width(route.width, limit)
            found.append(passed(route.goal, **common))
    return grouped(_by_gap(study, found), hall)


def _in_exit(study: Study, route: Route, depth: float) -> bool:
    """Whether what narrows or closes a way stands before an exit, which another rule fails."""
    if not judged(study, "STD-11"):
        return False
    standing = before_exits(study, depth)
    if route.width <= 0.0:
        return route.entrance in standing
    return any(item in items for items in standing.values() for item in route.items)


def _by_gap(study: Study, verdicts: list[Verdict]) -> list[Verdict]:
    """One finding a gap: the places that one narrow gap cuts off are told together."""
    gaps: dict[Any, list[Verdict]] = {}
    for number, verdict in enumerate(verdicts):
        cut_off = verdict.outcome is Outcome.FAILED and verdict.code != "blocked"
        gap: Any = number
        if cut_off and verdict.measured:
            where = verdict.items or verdict.evidence[0].geometry.normalize().wkb
            gap = (verdict.measured.shown, where)
        gaps.setdefault((verdict.code, gap), []).append(verdict)
    return [_together(study, alike) for alike in gaps.values()]


def _together(study: Study, alike: list[Verdict]) -> Verdict:
    first = alike[0]
    places = [study.label(verdict.subject) for verdict in alike]
    goals = {
        lang: i18n.say("rules.comma", lang).join(place[lang] for place in places)
        for lang in i18n.languages()
    }
    items = (*first.items, *(verdict.subject for verdict in alike[1:]))
    values = {**first.values, "goals": goals}
    return replace(first, values=values, items=items, weight=len(alike))


def _also(study: Study, route: Route, line: float) -> tuple[str, ...]:
    stanchion = any(study.placed[item].has("stanchion") for item in route.items)
    narrow = route.width < line - units.TOLERANCE
    return ("STD-03",) if stanchion and narrow and judged(study, "STD-03") else ()


@check(codes={"ok", "no-way", "no-circle", "no-circle-at-counter", "not-drawn"})
def turning_circle(study: Study, *, diameter: Length, route: Length) -> list[Verdict]:
    """Largest circle that a way of width `route` leads to, and the largest at low counters."""
    hall = study.layout.id
    if not study.entrances:
        return [needs_review(hall, "not-drawn")]
    best: tuple[float, tuple[float, float], str] | None = None
    for door in study.entrances:
        here = ways(study, door.level)
        if door.id not in here.entrances:
            continue
        largest = here.clearance.largest(here.entrances[door.id], route - units.TOLERANCE)
        if largest and (best is None or largest[0] > best[0]):
            best = (*largest, door.level)
    found = []
    size = best[0] if best else 0.0
    evidence: tuple[Evidence, ...] = ()
    if best:
        evidence = (Evidence(Point(best[1]).buffer(best[0] / 2), Role.CONTEXT, best[2]),)
    known = _width(size, diameter) | {"evidence": evidence}
    met = size >= diameter - units.TOLERANCE
    if best is None:
        found.append(failed(hall, "no-way", route=units.show_length(route), **known))
    else:
        found.append(passed(hall, **known) if met else failed(hall, "no-circle", **known))
    for p in study.having("service_counter", "cashier"):
        if p.fixture.low_part is None and not p.has("low_part"):
            continue
        clear = ways(study, p.fixture.level).clearance
        width, spot, line = _at_front(p.front, p.normal, clear)
        known = _width(width, diameter)
        known["evidence"] = (
            Evidence(Point(spot).buffer(diameter / 2), Role.FREE, p.fixture.level),
            Evidence(line, Role.MEASURE, p.fixture.level),
        )
        if width >= diameter - units.TOLERANCE:
            found.append(passed(p.id, **known))
        else:
            found.append(failed(p.id, "no-circle-at-counter", **known))
    return found


def _at_front(line, normal, clear):
    """The largest circle that touches a front anywhere, its centre, what stops it."""
    best = (0.0, (0.0, 0.0), LineString())
    steps = max(int(line.length / 0.05), 2)
    for n in range(steps + 1):
        spot = line.interpolate(n / steps, normalized=True)
        width, stop = clear.touching(Contact((spot.x, spot.y), normal))
        if width > best[0]:
            centre = (spot.x + normal[0] * width / 2, spot.y + normal[1] * width / 2)
            best = (width, centre, stop)
    return best


@check(codes={"ok", "narrow-line", "wider-limit"}, absent={"no-stanchions"})
def line_passage(
    study: Study, *, width: Length, closed: Length, route: Length
) -> list[Verdict] | NotApplicable:
    """Gap between a stanchion and the next stanchion or counter that people pass through.

    Gaps up to `closed` are no passage. A gap that already fails as a way of `route` is named
    there and passes here.
    """
    lines = study.having("stanchion")
    if not lines:
        return NotApplicable("no-stanchions")
    failing = (
        {
            frozenset(r.items)
            for r in routes(study)
            if 0.0 < r.width < route - units.TOLERANCE and r.gate is not None
        }
        if judged(study, "STD-01")
        else set()
    )
    beside = {
        level: [o for o in obstacles(study, level) if o.has("stanchion") or o.has("counter")]
        for level in dict.fromkeys(p.fixture.level for p in lines)
    }
    rings = {level: np.array([o.footprint for o in near]) for level, near in beside.items()}
    found = []
    for p in lines:
        near = beside[p.fixture.level]
        gaps = shapely.distance(p.footprint, rings[p.fixture.level])  # all at once: quadratic
        gaps = np.where(gaps > closed + units.TOLERANCE, gaps, np.inf)  # itself is closed too
        gap = float(gaps.min(initial=np.inf))
        if gap == np.inf:
            found.append(passed(p.id, **_width(width, width), other=study.label(p.id)))
            continue
        other = min((near[k] for k in np.flatnonzero(gaps == gap)), key=lambda o: o.id)
        known = _width(gap, width)
        known["evidence"] = (
            Evidence(shortest_line(p.footprint, other.footprint), Role.MEASURE, p.fixture.level),
        )
        known["other"] = study.label(other.id)
        if gap >= width - units.TOLERANCE:
            found.append(passed(p.id, **known))
        elif frozenset((p.id, other.id)) in failing:
            found.append(passed(p.id, "wider-limit", **known))
        else:
            found.append(failed(p.id, "narrow-line", items=(other.id,), **known))
    return found
