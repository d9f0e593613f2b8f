"""Heights and angles at which people take, look and read."""

import math

import shapely
from shapely import LineString

from planner import units
from planner.catalog import Placed
from planner.geometry.angles import bearing, between
from planner.model.shapes import Opening
from planner.rules.check import Angle, LengthRange, Word, check
from planner.rules.finding import (
    Evidence,
    NotApplicable,
    Quantity,
    Role,
    Verdict,
    failed,
    needs_review,
    passed,
)
from planner.study import Study, places, racks
from planner.study.study import EYE, SEATED_EYE, Counter

CLERK_GAP = 0.5  # m; a clerk sits this far behind a counter


@check(codes={"ok", "outside-band"}, absent={"nothing-to-take"})
def take_height(study: Study, *, band: LengthRange) -> list[Verdict] | NotApplicable:
    """Height of what customers take or touch: a rack's nearest tier, a demonstration table [m]."""
    found = []
    for rack in racks.racks(study):
        heights = [tier.height for face in rack.faces for tier in face.tiers]
        if heights:
            nearest = min(heights, key=lambda h: (max(band[0] - h, h - band[1], 0.0), h))
            found.append(_height(rack.placed, nearest, band))
    for p in study.having("demo_table"):
        if p.upper is not None:
            found.append(_height(p, p.upper, band))
    return found or NotApplicable("nothing-to-take")


@check(codes={"ok", "outside-band", "not-drawn"}, absent={"nothing-to-read"})
def sight_height(study: Study, *, band: LengthRange) -> list[Verdict] | NotApplicable:
    """Height of the middle of what customers read: posters [m]."""
    if not study.posters:
        return [needs_review(study.layout.id, "not-drawn")]
    found = [_height(p, p.centre, band) for p in study.posters if p.centre is not None]
    return found or NotApplicable("nothing-to-read")


def _height(p: Placed, height: float, band: tuple[float, float]) -> Verdict:
    low, high = band
    inside = low - units.TOLERANCE <= height <= high + units.TOLERANCE
    shown, _, _ = units.show_against(height, low if height < low else high, units.show_height)
    return passed(
        p.id,
        "ok" if inside else "outside-band",
        measured=Quantity(round(height, 6), "m", _exact(height) if inside else shown),
        limit=Quantity(low, "m", units.show_height(low)),
        limit_high=Quantity(high, "m", units.show_height(high)),
        evidence=(Evidence(p.footprint, Role.CONTEXT, p.fixture.level),),
    )


def _exact(metres: float) -> str:
    digits = next((d for d in range(3) if abs(round(metres * 100, d) - metres * 100) < 1e-6), 2)
    return units.show_height(metres, digits=digits)


@check(codes={"ok", "outside-band", "not-drawn"}, absent={"nothing-to-see"})
def field_of_view(study: Study, *, angle: Angle, meant: Word) -> list[Verdict] | NotApplicable:
    """What lies in the field of view of somebody just inside an entrance, looking straight in.

    `angle` is the whole field (`meant` = ``total``) or what lies to each side (``each-side``).
    """
    if not study.entrances or not study.has_messages:
        return [needs_review(study.layout.id, "not-drawn")]
    half = angle if meant == "each-side" else angle / 2
    found = []
    for door in study.entrances:
        seen = _views(study, door)
        if not seen:
            continue
        outside = [p for p, aside, _ in seen if aside > half + units.ANGLE_TOLERANCE_DEG]
        found.append(
            passed(
                door.id,
                "outside-band" if outside else "ok",
                n=str(len(seen) - len(outside)),
                total=str(len(seen)),
                limit=Quantity(half, "deg", units.show_angle(half)),
                items=tuple(p.id for p in outside),
                names=study.names(p.id for p in outside),
                evidence=tuple(
                    Evidence(p.footprint, Role.CONTEXT, p.fixture.level) for p in outside
                ),
            )
        )
    return found or NotApplicable("nothing-to-see")


@check(codes={"ok", "outside-band", "not-drawn"}, absent={"nothing-to-see"})
def best_angle(
    study: Study, *, angle: Angle, meant: Word, obliquity: Angle
) -> list[Verdict] | NotApplicable:
    """Whether a message lies at the best angle for somebody just inside an entrance.

    `angle` is a whole cone (`meant` = ``total-cone``), what lies to each side
    (``half-angle``), or between the message's normal and the eye (``incidence``). Beyond
    `obliquity` nothing can be read.
    """
    if not study.entrances or not study.has_messages:
        return [needs_review(study.layout.id, "not-drawn")]
    half = angle / 2 if meant == "total-cone" else angle
    found = []
    for door in study.entrances:
        seen = _views(study, door)
        if not seen:
            continue
        slack = units.ANGLE_TOLERANCE_DEG
        good = [
            p
            for p, aside, oblique in seen
            if (oblique if meant == "incidence" else aside) <= half + slack
            and oblique <= obliquity + slack
        ]
        found.append(
            passed(
                door.id,
                "ok" if good else "outside-band",
                n=str(len(good)),
                limit=Quantity(half, "deg", units.show_angle(half)),
                items=tuple(p.id for p in good),
                names=study.names(p.id for p in good),
                evidence=tuple(Evidence(p.footprint, Role.CONTEXT, p.fixture.level) for p in good),
            )
        )
    return found or NotApplicable("nothing-to-see")


def _views(study: Study, door: Opening) -> tuple[tuple[Placed, float, float], ...]:
    """Messages before the eyes at a door: off the way in, and off their own normal [deg]."""
    return study.once(("views", door.id), lambda: _compute_views(study, door))


def _compute_views(study: Study, door: Opening) -> tuple[tuple[Placed, float, float], ...]:
    stand = study.door_stand(door)
    inwards = door.out(study.inside(door))
    looking = math.degrees(math.atan2(inwards[1], inwards[0]))
    found = []
    for p in study.carriers:
        if p.fixture.level != door.level or math.dist(stand, p.fixture.at) < units.TOLERANCE:
            continue
        to = bearing(stand, p.fixture.at)
        oblique = between(p.fixture.facing_deg, to + 180.0)
        before = (p.fixture.at[0] + p.normal[0] * 0.05, p.fixture.at[1] + p.normal[1] * 0.05)
        if oblique >= 90.0 or study.wall_between(door.level, stand, before):
            continue
        found.append((p, between(to, looking), oblique))
    return tuple(found)


@check(codes={"ok", "nothing-in-view", "face-hidden", "not-drawn"})
def counter_messages(study: Study, *, view: Angle, distance: LengthRange) -> list[Verdict]:
    """A customer at a counter sees a message; none stands between customer and clerk.

    Seen is a message at most `view` off the way the customer looks, at a `distance` within
    the range, its front to the customer and no wall between.
    """
    hall = study.layout.id
    if not study.counters or not study.carriers:
        return [needs_review(hall, "not-drawn")]
    return [_at_counter(study, counter, view, distance) for counter in study.counters]


def _at_counter(
    study: Study, counter: Counter, view: float, distance: tuple[float, float]
) -> Verdict:
    p = counter.placed
    hiding = _between_faces(study, counter)
    if hiding:
        seen = tuple(Evidence(h.footprint, Role.OFFENDS, h.fixture.level) for h in hiding)
        return failed(
            p.id,
            "face-hidden",
            names=study.names(h.id for h in hiding),
            items=tuple(h.id for h in hiding),
            evidence=seen,
        )
    for carrier in study.carriers:
        if carrier.fixture.level != p.fixture.level:
            continue
        if math.dist(carrier.fixture.at, p.fixture.at) > distance[1] + sum(p.size[:2]) + 1.0:
            continue
        for seen_by in places.seen_from(
            counter, study, carrier, bearing_max=view, distance=distance
        ):
            if seen_by.oblique < 90.0:
                line = LineString([seen_by.customer, carrier.fixture.at])
                return passed(
                    p.id,
                    message=study.label(carrier.id),
                    distance=units.show_length(seen_by.distance),
                    evidence=(Evidence(line, Role.MEASURE, p.fixture.level),),
                )
    return failed(
        p.id,
        "nothing-in-view",
        limit=Quantity(view, "deg", units.show_angle(view)),
        near=units.show_length(distance[0]),
        far=units.show_length(distance[1]),
        evidence=(Evidence(p.footprint, Role.OFFENDS, p.fixture.level),),
    )


def _between_faces(study: Study, counter: Counter) -> list[Placed]:
    """Messages on the line from a standing customer's eyes to a seated clerk's."""
    width, depth, _ = counter.placed.size
    near = [
        p
        for p in study.carriers
        if math.dist(p.fixture.at, counter.placed.fixture.at)
        <= width + depth + 2 * CLERK_GAP + max(p.size[:2])
    ]
    found = {}
    for spot in counter.customers:
        reach = 0.5 + depth + CLERK_GAP
        clerk = (spot[0] + counter.looking[0] * reach, spot[1] + counter.looking[1] * reach)
        line = LineString([spot, clerk])
        for p in near:
            if p.fixture.level != counter.placed.fixture.level or p.lower is None:
                continue
            if not shapely.intersects(p.footprint, line):
                continue
            along = line.project(shapely.Point(p.fixture.at)) / line.length
            eye = EYE + (SEATED_EYE - EYE) * along
            if p.lower < eye < p.lower + p.size[2]:
                found[p.id] = p
    return list(found.values())
