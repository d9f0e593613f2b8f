"""Whether everybody can use the counters, and walks past what hangs on walls unhurt."""

from collections.abc import Callable
from typing import Any

import shapely

from planner import units
from planner.catalog import Placed
from planner.rules.check import Length, LengthRange, Number, check
from planner.rules.finding import (
    Evidence,
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
from planner.study.clearance import obstacles, routes, ways


def _against(
    measured: float, limit: float, show: Callable[..., str] = units.show_height
) -> dict[str, Any]:
    shown, at, gap = units.show_against(measured, limit, show)
    return {
        "measured": Quantity(round(measured, 6), "m", shown),
        "limit": Quantity(limit, "m", at),
        "short": gap,
    }


def _shape(p: Placed) -> dict[str, Any]:
    return {"evidence": (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)}


@check(
    codes={
        "ok",
        "no-low-part",
        "top-low",
        "top-high",
        "knee-width",
        "knee-height",
        "knee-depth",
        "not-measured",
        "not-drawn",
    }
)
def low_counter(
    study: Study,
    *,
    top: LengthRange,
    knee_width: Length,
    knee_height: Length,
    knee_depth: Length,
) -> list[Verdict]:
    """A low part on one counter of every kind: height of its top, knee space below it."""
    counters = study.having("service_counter", "cashier")
    if not counters:
        return [needs_review(study.layout.id, "not-drawn")]
    sorts: dict[str, list[Placed]] = {}
    for p in counters:
        sorts.setdefault("cashier" if p.has("cashier") else "service", []).append(p)
    found = []
    for group in sorts.values():
        low = [
            p
            for p in group
            if p.fixture.low_part is not None
            or p.has("low_part")
            or p.size[2] <= top[1] + units.TOLERANCE
        ]
        if not low:
            worst = group[0]
            known = _against(min(p.size[2] for p in group), top[1]) | _shape(worst)
            items = tuple(p.id for p in group[1:])
            found.append(failed(worst.id, "no-low-part", items=items, **known))
        found += [_low(p, top, (knee_width, knee_height, knee_depth)) for p in low]
    return grouped(found, study.layout.id)


def _low(p: Placed, top: tuple[float, float], knee: tuple[float, float, float]) -> Verdict:
    high = p.size[2] if p.size[2] <= top[1] + units.TOLERANCE else None
    height = p.fixture.low_part[1] if p.fixture.low_part is not None else high
    if height is None:
        return needs_review(p.id, "not-measured", **_shape(p))
    for code, limit, wrong in (
        ("top-low", top[0], height < top[0] - units.TOLERANCE),
        ("top-high", top[1], height > top[1] + units.TOLERANCE),
    ):
        if wrong:
            return failed(p.id, code, **_against(height, limit), **_shape(p))
    if p.fixture.knee_space is None:
        return needs_review(p.id, "not-measured", **_shape(p))
    for code, size, least in zip(
        ("knee-width", "knee-height", "knee-depth"), p.fixture.knee_space, knee, strict=True
    ):
        if size < least - units.TOLERANCE:
            return failed(p.id, code, **_against(size, least), **_shape(p))
    return passed(p.id, **_against(height, top[1]))


@check(codes={"ok", "protrudes", "not-measured"}, absent={"nothing-hangs"})
def protruding(
    study: Study, *, below: Length, from_height: Length, projection: Length
) -> list[Verdict] | NotApplicable:
    """How far things hung lower than `below` reach out, unless they begin below `from_height`.

    Where a fixture stands under them nobody walks there.
    """
    hung = [p for p in study.placed.values() if p.kind.mount in ("wall", "window")]
    if not hung:
        return NotApplicable("nothing-hangs")
    found = [_reach(study, p, below, from_height, projection) for p in hung]
    return grouped(found, study.layout.id)


def _reach(study: Study, p: Placed, below: float, start: float, projection: float) -> Verdict:
    known = _against(p.size[1], projection, units.show_length) | _shape(p)
    thin = p.size[1] <= projection + units.TOLERANCE
    if thin:
        return passed(p.id, **known)
    if p.lower is None:
        return needs_review(p.id, "not-measured", **known)
    free = p.lower >= below - units.TOLERANCE or p.lower < start - units.TOLERANCE
    if free or _covered(study, p):
        return passed(p.id, **known)
    return failed(p.id, "protrudes", height=units.show_height(p.lower), **known)


def _covered(study: Study, p: Placed) -> bool:
    """Whether what stands below leaves nowhere to walk into it."""
    rings = [o.footprint for o in obstacles(study, p.fixture.level) if o.stands]
    if not rings:
        return False
    rest = p.footprint.difference(shapely.union_all(rings).buffer(0.3))
    return rest.area < 0.05 * p.footprint.area


@check(
    codes={
        "ok",
        "narrow-route",
        "narrow-door",
        "counter-high",
        "counter-short",
        "protrudes",
        "not-measured",
        "not-drawn",
    }
)
def ada_set(
    study: Study,
    *,
    route: Length,
    door: Length,
    counter_length: Length,
    counter_height: Length,
    hung_between: LengthRange,
    projection: Length,
) -> list[Verdict]:
    """Routes, doors, one counter part and hung things, against the ADA's sizes."""
    hall = study.layout.id
    if not study.entrances or not study.having("service_counter"):
        return [needs_review(hall, "not-drawn")]
    found = []
    for way in routes(study):
        known = _against(way.width, route, units.show_length)
        line = way.gate
        known["evidence"] = (Evidence(line, Role.OFFENDS, way.level),) if line is not None else ()
        narrow = way.width < route - units.TOLERANCE
        found.append(
            failed(way.goal, "narrow-route", **known) if narrow else passed(way.goal, **known)
        )
    for place in study.entrances:
        known = _against(place.item.width, door, units.show_length)
        known["evidence"] = (Evidence(place.face("left"), Role.MEASURE, place.level),)
        narrow = place.item.width < door - units.TOLERANCE
        found.append(
            failed(place.id, "narrow-door", **known) if narrow else passed(place.id, **known)
        )
    found.append(_ada_counter(study, counter_length, counter_height))
    for p in study.placed.values():
        if p.kind.mount not in ("wall", "window") or p.size[1] <= projection + units.TOLERANCE:
            continue
        known = _against(p.size[1], projection, units.show_length) | _shape(p)
        if p.lower is None:
            found.append(needs_review(p.id, "not-measured", **known))
        elif hung_between[0] + units.TOLERANCE < p.lower < hung_between[1] - units.TOLERANCE:
            found.append(failed(p.id, "protrudes", **known))
        else:
            found.append(passed(p.id, **known))
    return grouped(found, hall)


def _ada_counter(study: Study, length: float, height: float) -> Verdict:
    """The best low part of all counters: long enough first, then low enough."""
    parts = [
        (p.fixture.low_part or (p.size[0], p.size[2]), p) for p in study.having("service_counter")
    ]
    (wide, high), p = min(
        parts, key=lambda part: (part[0][1] > height, -part[0][0], part[0][1], part[1].id)
    )
    if p.has("low_part") and p.fixture.low_part is None:
        return needs_review(p.id, "not-measured", **_shape(p))
    if high > height + units.TOLERANCE:
        known = _against(high, height) | _shape(p)
        return failed(study.layout.id, "counter-high", counter=study.label(p.id), **known)
    known = _against(wide, length, units.show_length) | _shape(p)
    if wide < length - units.TOLERANCE:
        return failed(study.layout.id, "counter-short", counter=study.label(p.id), **known)
    return passed(study.layout.id, **known)


@check(codes={"ok", "narrow", "not-drawn"})
def egress_aisle(
    study: Study, *, few: Length, many: Length, persons: Number, floor_each: Number
) -> list[Verdict]:
    """Width of the way from every entrance to each further exit.

    `many` where the public floor holds more than `persons` at `floor_each` m² a head.
    """
    load = study.public_area / floor_each
    limit = many if load > persons + 1e-9 else few
    found = []
    for level in study.levels:
        here = ways(study, level)
        goals = dict(here.goals) | {
            name: number
            for (name, side), number in here.doors.items()
            if study.doors[name].item.is_exit and study.inside(study.doors[name]) == side
        }
        for name, end in goals.items():
            starts = [s for e, s in here.entrances.items() if e != name]
            found_ways = [here.clearance.passage(s, end) for s in starts]
            if not found_ways:
                continue
            way = max(found_ways, key=lambda w: w.width)
            known = _against(way.width, limit, units.show_length)
            known["load"] = units.show_count(load)
            if way.gate is not None:
                known["evidence"] = (Evidence(way.gate, Role.OFFENDS, level),)
            narrow = way.width < limit - units.TOLERANCE
            found.append(failed(name, "narrow", **known) if narrow else passed(name, **known))
    return found or [needs_review(study.layout.id, "not-drawn")]
