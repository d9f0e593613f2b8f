"""Customers' journeys on shortest walks."""

from shapely import LineString

from planner import i18n
from planner.model import named
from planner.rules.check import Count, Length, Number, check
from planner.rules.finding import (
    Evidence,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.rules.quantities import at_most, held
from planner.study import Study
from planner.study.routes import Trip, stops, trips, walk
from planner.study.views import door_eye, purpose, sees

SHORTEST = 1.0  # m; below this the ratio of two lengths says nothing


@check(codes={"ok", "detour", "no-promotion", "purpose-missing", "not-drawn", "no-way"})
def journey_walks(
    study: Study, *, detour_max: Number, promotions_min: Count, passing: Length
) -> list[Verdict]:
    """Walked over straight length of each journey, and promotions passed before the counter.

    A promotion is passed where the way comes within `passing` of it [m].
    """
    found = []
    for trip in trips(study):
        journey = trip.journey if isinstance(trip, Trip) else trip[0]
        name = {lang: named(journey.name, lang) for lang in i18n.languages()}
        if not isinstance(trip, Trip):
            if trip[1] != "not-drawn":
                found.append(failed(journey.id, trip[1], journey=name))
            continue
        found.append(_judge(study, trip, name, detour_max, promotions_min, passing))
    hall = study.layout.id
    return grouped(found, hall) or [needs_review(hall, "not-drawn")]


def _judge(
    study: Study, trip: Trip, name: dict[str, str], most: float, least: int, passing: float
) -> Verdict:
    subject = trip.journey.id
    ratio = trip.length / trip.straight if trip.straight > SHORTEST else 1.0
    near = [
        p
        for p in study.carriers
        if p.fixture.level == trip.level and p.footprint.distance(trip.arriving) <= passing + 1e-3
    ]
    promotions = sum(purpose(study, p) == "promotion" for p in near)
    known = {
        "journey": name,
        "length": f"{trip.length:.1f} m",
        "straight": f"{trip.straight:.1f} m",
        "n": promotions,
        "need": least,
        "evidence": (Evidence(trip.line, Role.MEASURE, trip.level),),
        **held(ratio, most, "ratio"),
    }
    if not at_most(ratio, most, "ratio"):
        return failed(subject, "detour", **known)
    if promotions >= least:
        return passed(subject, **known)
    if not study.has_messages:
        return needs_review(subject, "not-drawn", **known)
    if any(purpose(study, p) is None for p in near):
        return needs_review(subject, "purpose-missing", **known)
    return failed(subject, "no-promotion", **known)


@check(codes={"ok", "not-shortest", "too-far", "unseen", "not-drawn"})
def payment_path(study: Study, *, rank_max: Count, terminal_max: Length) -> list[Verdict]:
    """Rank of the payment journey by length; the nearest terminal's walk from the door [m]."""
    hall = study.layout.id
    done = [t for t in trips(study) if isinstance(t, Trip)]
    payments = [t for t in done if _pays(t)]
    if not payments:
        return [needs_review(hall, "not-drawn")]
    payment = min(payments, key=lambda t: t.length)
    rank = 1 + sum(t.length < payment.length - 1e-3 for t in done if not _pays(t))
    evidence = (Evidence(payment.line, Role.MEASURE, payment.level),)
    if rank > rank_max:
        return [failed(hall, "not-shortest", evidence=evidence, **held(rank, rank_max, "count"))]
    door = study.entrances[0]
    start = study.door_stand(door)
    ways = []
    for p, (level, at) in zip(
        study.having("self_service"), stops(study, "self_service"), strict=False
    ):
        if level == door.level and (way := walk(study, level, start, at)):
            ways.append((way.length, p, way))
    if not ways:
        known = held(rank, rank_max, "count")
        return [passed(hall, evidence=evidence, **known)]
    far, p, way = min(ways, key=lambda entry: (entry[0], entry[1].id))
    known = held(far, terminal_max, "m")
    known |= {"item": study.label(p.id), "items": (p.id,)}
    known["evidence"] = (
        Evidence(p.footprint, Role.CONTEXT, door.level),
        Evidence(way.line, Role.MEASURE, door.level),
    )
    if not at_most(far, terminal_max, "m"):
        return [failed(hall, "too-far", **known)]
    if not any(sees(study, door_eye(study, door), p, front=False) for _, p, _ in ways):
        sight = Evidence(LineString([start, p.fixture.at]), Role.OFFENDS, door.level)
        known["evidence"] = (sight,)
        return [failed(hall, "unseen", **known)]
    known["limit"] = Quantity(terminal_max, "m", known["limit"].shown)
    return [passed(hall, **known)]


def _pays(trip: Trip) -> bool:
    stops_made = trip.journey.stops
    return "self_service" in stops_made or "cashier" in stops_made
