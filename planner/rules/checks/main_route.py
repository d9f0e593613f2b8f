"""What lies along the main route: the first cue, stretches without one, hero products."""

import math

import numpy as np
import shapely
import shapely.ops
from shapely import LineString, Point

from planner import units
from planner.catalog import Placed
from planner.geometry.paths import centre_line
from planner.model import Zone
from planner.model.shapes import Opening, flight_ring, heading
from planner.rules.check import Angle, Count, Length, LengthRange, check
from planner.rules.finding import (
    Evidence,
    Fix,
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
from planner.study.routes import Route, free_floor, main_route
from planner.study.study import EYE
from planner.study.views import (
    Eye,
    any_seen,
    door_eye,
    is_hero,
    moved,
    off_axis,
    purpose,
    sees,
    target,
    unsaid,
)

STEP = 0.1  # m; spacing of the points along a route
SETTLE = 0.05  # m; a move ends this far inside
HEIGHT_SETTLE = 0.02  # m


@check(codes={"ok", "too-far", "unseen", "no-cue", "purpose-missing", "not-drawn"})
def first_cue(study: Study, *, distance_max: Length, half_angle: Angle) -> list[Verdict]:
    """Distance from each entrance's standpoint to the nearest thing to decide by, in view [m].

    A guide desk, a ticket machine or a wayfinding message, at most `half_angle` off the way
    in and hidden by nothing.
    """
    if not study.entrances:
        return [needs_review(study.layout.id, "not-drawn")]
    cues = [
        p
        for p in study.placed.values()
        if p.has("guide_desk") or p.has("ticket_machine") or purpose(study, p) == "wayfinding"
    ]
    if not cues and not study.has_messages:
        return [needs_review(study.layout.id, "not-drawn")]
    if not cues:
        tell = needs_review if unsaid(study, "purpose") else failed
        code = "purpose-missing" if tell is needs_review else "no-cue"
        return [tell(study.layout.id, code, distance=units.show_length(distance_max))]
    return [_cue(study, door, cues, distance_max, half_angle) for door in study.entrances]


def _cue(study: Study, door: Opening, cues: list[Placed], most: float, half_deg: float) -> Verdict:
    eye = door_eye(study, door)
    gaps = [(math.dist(eye.at, target(p)[0]), p) for p in cues if p.fixture.level == door.level]
    gaps.sort(key=lambda entry: (round(entry[0], 6), entry[1].id))
    seen = [
        (gap, p)
        for gap, p in gaps
        if sees(study, eye, p, half_deg=half_deg, front=p.has("message"))
    ]
    gap, p = (seen or gaps or [(0.0, cues[0])])[0]
    known = held(gap, most, "m")
    off = off_axis(eye, target(p)[0])
    known |= {
        "cue": study.label(p.id),
        "angle": units.show_angle(off),
        "items": (p.id,),
        "evidence": (Evidence(LineString([eye.at, target(p)[0]]), Role.MEASURE, door.level),),
    }
    if not seen:
        return failed(door.id, "unseen", **known)
    if not at_most(gap, most, "m"):
        return failed(door.id, "too-far", **known)
    return passed(door.id, **known)


@check(codes={"ok", "blank", "no-route", "not-drawn"})
def blank_stretch(study: Study, *, blank_max: Length, cue_reach: Length) -> list[Verdict]:
    """Longest stretch of the main route without a message in sight within `cue_reach` [m].

    Somebody on the way turns the head: any direction counts, walls and furniture hide.
    """
    hall = study.layout.id
    if not study.has_messages:
        return [needs_review(hall, "not-drawn")]
    route = main_route(study)
    if route is None:
        return [needs_review(hall, "no-route")]
    number = max(1, math.ceil(route.line.length / STEP))
    step = route.line.length / number
    places = (np.arange(number) + 0.5) * step
    spots = shapely.get_coordinates(shapely.line_interpolate_point(route.line, places))
    eyes = [Eye(route.level, (x, y), EYE) for x, y in spots.tolist()]
    cued = any_seen(study, eyes, study.carriers, reach=cue_reach)
    worst, run, ends = 0.0, 0.0, (0.0, 0.0)
    for along, seen in zip(places.tolist(), cued.tolist(), strict=True):
        run = 0.0 if seen else run + step
        if run > worst + 1e-9:
            worst, ends = run, (along + step / 2 - run, along + step / 2)
    known = held(worst, blank_max, "m")
    stretch = shapely.ops.substring(route.line, *ends) if worst else route.line
    known["evidence"] = (
        Evidence(route.line, Role.CONTEXT, route.level),
        Evidence(stretch, Role.OFFENDS if worst > blank_max else Role.MEASURE, route.level),
    )
    if at_most(worst, blank_max, "m"):
        return [passed(hall, **known)]
    return [failed(hall, "blank", **known)]


@check(codes={"ok", "off-route", "no-hero", "hero-missing", "no-route", "not-drawn"})
def hero_on_route(study: Study, *, offset_max: Length) -> list[Verdict]:
    """Distance of each hero from the main route's axis [m]; outside messages are left out."""
    heroes = _heroes(study)
    if isinstance(heroes, Verdict):
        return [heroes]
    route = main_route(study)
    if route is None:
        return [needs_review(study.layout.id, "no-route")]
    return [_beside(study, p, route, offset_max) for p in heroes]


def _heroes(study: Study) -> list[Placed] | Verdict:
    found = [p for p in study.placed.values() if is_hero(study, p) and _indoors(study, p)]
    if found:
        return found
    if not study.has_messages:
        return needs_review(study.layout.id, "not-drawn")
    if blank := unsaid(study, "hero"):
        names = study.names(blank, bare=True)
        hall = study.layout.id
        return needs_review(hall, "hero-missing", n=len(blank), list=names, items=blank)
    return failed(study.layout.id, "no-hero")


def _indoors(study: Study, p: Placed) -> bool:
    return study.floor(p.fixture.level).distance(Point(p.fixture.at)) < 0.05


def _beside(study: Study, p: Placed, route: Route, most: float) -> Verdict:
    level = p.fixture.level
    gap = route.line.distance(p.footprint) if level == route.level else math.inf
    if math.isinf(gap):
        gap = 1e3
    known = held(gap, most, "m")
    joint = shapely.shortest_line(p.footprint, route.line)
    known["evidence"] = (
        Evidence(route.line, Role.CONTEXT, route.level),
        Evidence(joint, Role.MEASURE, level),
    )
    if at_most(gap, most, "m"):
        return passed(p.id, **known)
    if p.stands and (fix := _nearer(study, p, joint, gap - most + SETTLE)):
        known["fix"] = fix[0]
        known["evidence"] = (*known["evidence"], Evidence(fix[1], Role.PROPOSED, level))
    return failed(p.id, "off-route", **known)


def _nearer(
    study: Study, p: Placed, joint: LineString, by: float
) -> tuple[Fix, shapely.Geometry] | None:
    """A move towards the route, if the new place is free."""
    (x0, y0), (x1, y1) = joint.coords[0], joint.coords[-1]
    dx, dy = (x1 - x0) / joint.length * by, (y1 - y0) / joint.length * by
    place = shapely.affinity.translate(p.footprint, dx, dy)
    free = free_floor(study, p.fixture.level).union(p.footprint.buffer(1e-6))
    if not free.covers(place):
        return None
    to = (p.fixture.at[0] + dx, p.fixture.at[1] + dy)
    return Fix(p.id, moved(p.fixture, to)), place


@check(
    codes={"ok", "too-low", "too-high", "not-measured", "hero-missing", "not-drawn"},
    absent={"none"},
)
def hero_height(study: Study, *, centre: LengthRange) -> list[Verdict] | NotApplicable:
    """Height of each hero product's middle above the local floor [m]; posters have their own."""
    heroes = _heroes(study)
    if isinstance(heroes, Verdict):
        return NotApplicable("none") if heroes.code == "no-hero" else [heroes]
    products = [p for p in heroes if not p.has("poster")]
    if not products:
        return NotApplicable("none")
    low, high = centre
    found = []
    for p in products:
        evidence = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
        if p.centre is None:
            found.append(needs_review(p.id, "not-measured", evidence=evidence))
            continue
        mid = p.centre
        known = held(mid, low if mid < low else high, "m")
        known |= {
            "limit": held(mid, low, "m")["limit"],
            "limit_high": held(mid, high, "m")["limit"],
            "evidence": evidence,
        }
        if at_least(mid, low, "m") and at_most(mid, high, "m"):
            found.append(passed(p.id, **known))
            continue
        lower = (low + HEIGHT_SETTLE if mid < low else high - HEIGHT_SETTLE) - p.size[2] / 2
        if p.kind.mount in ("wall", "ceiling", "window") and lower >= 0:
            known["fix"] = Fix(p.id, {"height": round(lower, 3)})
        found.append(failed(p.id, "too-low" if mid < low else "too-high", **known))
    return grouped(found, study.layout.id)


@check(
    codes={
        "ok",
        "ok-aisle",
        "empty-side",
        "on-stairs",
        "narrow-aisle",
        "purpose-missing",
        "not-drawn",
    },
    absent={"none"},
)
def stair_sides(
    study: Study, *, radius: Length, items_per_side: Count, aisle_clear_min: Length
) -> list[Verdict] | NotApplicable:
    """Priority items within `radius` of each jamb of a stair's foot; clear width of the aisle [m].

    A priority item promotes, is a hero or states a priority. The aisle's width is judged only
    where the law pack is off.
    """
    found = [_sides(study, name, radius, items_per_side) for name in study.stairs]
    law = study.once("laws", frozenset)
    for zone in study.zones("main_aisle"):
        if "STD-01" not in law:
            found.append(_aisle(study, zone, aisle_clear_min))
    return grouped(found, study.layout.id) or NotApplicable("none")


def _priority(study: Study, p: Placed) -> bool | None:
    message = study.message(p.fixture)
    if message is None:
        return None
    if message.hero or message.priority is not None or message.purpose == "promotion":
        return True
    return None if message.purpose is None else False


def _sides(study: Study, name: str, radius: float, least: int) -> Verdict:
    stair, _ = study.stairs[name]
    foot = stair.flights[0]
    (x, y), (nx, ny) = foot.foot, heading(foot.facing_deg)
    there = [p for p in study.carriers if p.fixture.level == stair.level]
    known = {"radius": units.show_length(radius), "need": least, **held(least, least, "count")}
    # landings are a listed place of roll-ups; how much they narrow one the law asks
    steps = shapely.union_all([flight_ring(flight) for flight in stair.flights])
    on = [p for p in there if p.stands and p.footprint.intersection(steps).area > 1e-4]
    if on:
        shapes = tuple(Evidence(p.footprint, Role.OFFENDS, stair.level) for p in on)
        known |= {"items": tuple(p.id for p in on), "list": study.names(p.id for p in on)}
        return failed(name, "on-stairs", **known | {"evidence": shapes})
    counts, blank, areas = [], False, []
    for sign in (1.0, -1.0):
        jamb = (x - ny * foot.width / 2 * sign, y + nx * foot.width / 2 * sign)
        near = [
            p
            for p in there
            if p.footprint.distance(Point(jamb)) <= radius + 1e-3
            and ((p.fixture.at[0] - x) * -ny + (p.fixture.at[1] - y) * nx) * sign > 1e-6
        ]
        said = [_priority(study, p) for p in near]
        counts.append(sum(s is True for s in said))
        blank |= counts[-1] < least and any(s is None for s in said)
        areas.append(Point(jamb).buffer(radius, quad_segs=16))
    worst = min(counts)
    known |= held(worst, least, "count")
    known["evidence"] = tuple(
        Evidence(area, Role.CONTEXT if n >= least else Role.OFFENDS, stair.level)
        for area, n in zip(areas, counts, strict=True)
    )
    known["sides"] = sum(n < least for n in counts)
    if worst >= least:
        return passed(name, **known)
    if not study.has_messages:
        return needs_review(name, "not-drawn", **known)
    if blank:
        return needs_review(name, "purpose-missing", **known)
    return failed(name, "empty-side", **known)


def _aisle(study: Study, zone: Zone, least: float) -> Verdict:
    """The narrowest place between things along the middle of the main aisle."""
    ring = study.zone_ring(zone)
    line = centre_line(ring)
    level = zone.level
    free = free_floor(study, level)
    number = max(2, math.ceil(line.length / STEP))
    spots = [line.interpolate((n + 0.5) / number, normalized=True) for n in range(number)]
    widths = []
    for n, spot in enumerate(spots):
        other = spots[n + 1] if n + 1 < number else spots[n - 1]
        gap = spot.distance(other)
        dx, dy = (other.x - spot.x) / gap, (other.y - spot.y) / gap
        cut = LineString(
            [(spot.x - dy * s, spot.y + dx * s) for s in (-2 * least, 2 * least)]
        ).intersection(free)
        across = [part for part in shapely.get_parts(cut) if part.distance(spot) < 1e-6]
        widths.append((max((part.length for part in across), default=0.0), n, across))
    width, n, across = min(widths, key=lambda entry: entry[:2])
    known = held(width, least, "m") | {"radius": "", "need": 1, "sides": 0}
    shape = across[0] if across else spots[n].buffer(0.1)
    known["evidence"] = (Evidence(shape, Role.MEASURE, level),)
    name = zone.id
    return (
        passed(name, "ok-aisle", **known)
        if at_least(width, least, "m")
        else failed(name, "narrow-aisle", **known)
    )
