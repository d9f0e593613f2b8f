"""Notices, complaint points, tangible services and the line kept from who is served."""

import shapely
from shapely import Point

from planner.catalog import Placed
from planner.rules.check import Length, Number, Share, check
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
from planner.rules.quantities import at_least, held
from planner.study import Study
from planner.study.views import Eye, customer_eyes, seat_eyes, sees, unsaid


def _waiting(study: Study) -> tuple[Eye, ...]:
    """Who waits: people on seats, else customers at the counters."""
    return seat_eyes(study) or customer_eyes(study)


def _seen(study: Study, p: Placed) -> bool:
    """Whether anybody who waits, or is served, sees it; heads turn."""
    eyes = (*seat_eyes(study), *customer_eyes(study))
    return any(sees(study, eye, p, half_deg=180.0) for eye in eyes)


@check(
    codes={
        *("ok", "no-notice", "small-letters", "unseen"),
        *("letters-missing", "purpose-missing", "not-drawn"),
    }
)
def service_notice(study: Study, *, letters_min: Length) -> list[Verdict]:
    """Height of the letters of each notice on service [m], and whether who waits sees it."""
    hall = study.layout.id
    notices = [p for p in study.carriers if _is_notice(study, p)]
    if not study.has_messages:
        return [needs_review(hall, "not-drawn")]
    if not notices:
        blank = unsaid(study, "purpose")
        if blank:
            return [needs_review(hall, "purpose-missing", n=len(blank), items=blank)]
        return [failed(hall, "no-notice")]
    found = []
    for p in notices:
        message = study.message(p.fixture)
        letters = message.headline_height if message is not None else None
        known = held(letters if letters is not None else letters_min, letters_min, "m")
        known["evidence"] = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
        if letters is not None and not at_least(letters, letters_min, "m"):
            found.append(failed(p.id, "small-letters", **known))
        elif _waiting(study) and not _seen(study, p):
            found.append(failed(p.id, "unseen", **known))
        elif letters is None:
            found.append(needs_review(p.id, "letters-missing", **known))
        else:
            found.append(passed(p.id, **known))
    return grouped(found, hall)


def _is_notice(study: Study, p: Placed) -> bool:
    message = study.message(p.fixture)
    if message is None:
        return p.has("notice")
    return p.has("notice") or message.purpose in ("statutory", "service")


@check(codes={"ok", "no-point", "unseen"})
def complaint_point(study: Study) -> list[Verdict]:
    """Whether a point for complaints is there and who waits sees it; a complaint room counts."""
    hall = study.layout.id
    points = study.having("complaint")
    if not points:
        rooms = study.zones("complaint_room")
        return [passed(rooms[0].id)] if rooms else [failed(hall, "no-point")]
    if any(_seen(study, p) for p in points) or not _waiting(study):
        return [passed(points[0].id, items=tuple(p.id for p in points))]
    shapes = tuple(Evidence(p.footprint, Role.OFFENDS, p.fixture.level) for p in points)
    return [failed(points[0].id, "unseen", evidence=shapes, items=tuple(p.id for p in points))]


@check(codes={"ok", "too-few", "services-missing"})
def tangible_services(study: Study, *, share_min: Share) -> list[Verdict]:
    """Share of the branch's key services that something in the hall demonstrates."""
    hall = study.layout.id
    services = study.layout.branch.key_services
    if not services:
        return [needs_review(hall, "services-missing")]
    shown = {p.fixture.service for p in study.placed.values()}
    shown |= {carried.message.service for carried in study.carried}
    bare = [name for name in services if name not in shown]
    share = 1 - len(bare) / len(services)
    known = held(share, share_min, "share") | {"list": ", ".join(bare)}
    if at_least(share, share_min, "share"):
        return [passed(hall, **known)]
    return [failed(hall, "too-few", **known)]


@check(codes={"ok", "too-near", "not-drawn"}, absent={"nobody-waits"})
def privacy_line(
    study: Study, *, gap_min: Length, seats_from_area: Number
) -> list[Verdict] | NotApplicable:
    """Distance of who is served at each counter from who waits [m].

    Waiting people are on seats, at stanchions or in a drawn waiting zone. A hall smaller than
    `seats_from_area` [m²] may have none of these.
    """
    hall = study.layout.id
    if not study.counters:
        return [needs_review(hall, "not-drawn")]
    found = []
    for counter in study.counters:
        level = counter.placed.fixture.level
        waiting = study.once(("waiting", level), lambda level=level: _places(study, level))
        if waiting.is_empty:
            continue
        here = shapely.union_all([Point(at) for at in counter.customers])
        line = shapely.shortest_line(here, waiting)
        known = held(line.length, gap_min, "m")
        known["evidence"] = (
            Evidence(here.buffer(gap_min, quad_segs=16), Role.FREE, level),
            Evidence(line, Role.MEASURE, level),
        )
        good = at_least(line.length, gap_min, "m")
        name = counter.id
        found.append(passed(name, **known) if good else failed(name, "too-near", **known))
    if not found and study.area < seats_from_area - 1e-9:
        return NotApplicable("nobody-waits")
    return found or [needs_review(hall, "not-drawn")]


def _places(study: Study, level: str) -> shapely.Geometry:
    """Where people wait on a level: seats, stanchions, waiting zones [m]."""
    seats = {eye.skip[0]: None for eye in seat_eyes(study) if eye.level == level}
    shapes = [study.placed[name].footprint for name in seats]
    shapes += [p.footprint for p in study.having("stanchion") if p.fixture.level == level]
    shapes += [study.zone_ring(z) for z in study.zones("waiting") if z.level == level]
    return shapely.union_all(shapes)
