"""Places that need attention: what is seen from seats and screens, what each area holds."""

import shapely
from shapely import Point

from planner import i18n
from planner.model import Zone
from planner.rules.check import Angle, Count, Length, Number, Share, Words, check
from planner.rules.finding import (
    Evidence,
    NotApplicable,
    Role,
    Verdict,
    failed,
    needs_review,
    passed,
)
from planner.rules.quantities import at_least, held
from planner.study import Study
from planner.study.views import Eye, any_seen, entrance_zone, seat_eyes, user_eye


@check(
    codes={"ok", "seats-blind", "display-hidden", "no-display", "screen-blind", "not-drawn"},
    absent={"none"},
)
def seats_and_screens(
    study: Study,
    *,
    seats_with_view_min: Share,
    call_display_seats_min: Share,
    reach: Length,
    half_angle: Angle,
    seats_from_area: Number,
) -> list[Verdict] | NotApplicable:
    """Share of seats with a message in view and with a call display in view; screens alike.

    In view: within `reach` for messages [m], at most `half_angle` off straight ahead, turned
    to the viewer, nothing in between. From `seats_from_area` on a hall has seats [m2].
    """
    hall = study.layout.id
    seats, screens = seat_eyes(study), study.having("self_service")
    found = []
    if not study.has_messages and (seats or screens):
        found.append(needs_review(hall, "not-drawn"))
        screens = ()
    elif seats:
        found.append(_messages(study, seats, seats_with_view_min, reach, half_angle))
    if seats:
        found += _displays(study, seats, call_display_seats_min, half_angle)
    elif study.area >= seats_from_area:
        found.append(needs_review(hall, "not-drawn"))
    users = [user_eye(p) for p in screens]
    served = any_seen(study, users, study.carriers, reach=reach, half_deg=half_angle, own=False)
    for p, seen in zip(screens, served.tolist(), strict=True):
        known = held(int(seen), 1, "count")
        known["evidence"] = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
        found.append(passed(p.id, **known) if seen else failed(p.id, "screen-blind", **known))
    return found or NotApplicable("none")


def _messages(
    study: Study, seats: tuple[Eye, ...], least: float, reach: float, half_deg: float
) -> Verdict:
    good = any_seen(study, seats, study.carriers, reach=reach, half_deg=half_deg).tolist()
    known = _share(seats, good, least)
    ok = at_least(sum(good) / len(good), least, "share")
    hall = study.layout.id
    return passed(hall, **known) if ok else failed(hall, "seats-blind", **known)


def _displays(study: Study, seats: tuple[Eye, ...], least: float, half_deg: float) -> list[Verdict]:
    displays, machines = study.having("call_display"), study.having("ticket_machine")
    if not displays:
        return [failed(machines[0].id, "no-display", **held(0, 1, "count"))] if machines else []
    good = any_seen(study, seats, displays, half_deg=half_deg).tolist()
    known = _share(seats, good, least) | {"items": tuple(d.id for d in displays)}
    ok = at_least(sum(good) / len(good), least, "share")
    name = displays[0].id
    return [passed(name, **known) if ok else failed(name, "display-hidden", **known)]


def _share(seats: tuple[Eye, ...], good: list[bool], least: float) -> dict[str, object]:
    blind = [eye for eye, ok in zip(seats, good, strict=True) if not ok]
    return held(sum(good) / len(good), least, "share") | {
        "evidence": tuple(
            Evidence(Point(eye.at).buffer(0.25), Role.OFFENDS, eye.level) for eye in blind
        )
    }


@check(codes={"ok", "empty", "not-drawn"})
def focus_coverage(
    study: Study, *, focus: Words, each_min_items: Count, around: Length
) -> list[Verdict]:
    """Number of message carriers in each focus area; an area a hall lacks is left out.

    Where no zone is drawn an area is what lies within `around` of its things [m]: counters,
    seats, terminals, the foot of stairs; the entrance is 3 m deep.
    """
    if not study.has_messages:
        return [needs_review(study.layout.id, "not-drawn")]
    found = []
    for name in focus:
        for subject, level, area in _areas(study, name, around):
            here = [
                p
                for p in study.carriers
                if p.fixture.level == level and area.distance(p.footprint) < 0.15
            ]
            known = held(len(here), each_min_items, "count")
            known |= {"area": _name(study, name, subject), "shown": _shown(len(here))}
            known["evidence"] = (Evidence(area, Role.CONTEXT, level),)
            ok = len(here) >= each_min_items
            found.append(passed(subject, **known) if ok else failed(subject, "empty", **known))
    return found or [needs_review(study.layout.id, "not-drawn")]


def _name(study: Study, focus: str, subject: str) -> dict[str, str]:
    """An area's name: the zone's, the stair's; where no zone is drawn what it would be called."""
    label = study.label(subject)
    use = (*_ZONES[focus], "")[0]
    if subject in {zone.id for zone in study.layout.zones} or not use:
        return label
    lone = focus != "entrance" or len(study.entrances) == 1
    return {
        lang: i18n.say(f"study.use.{use}", lang)
        if lone
        else i18n.say("rules.focus.at", lang, area=i18n.say(f"study.use.{use}", lang), at=at)
        for lang, at in label.items()
    }


def _shown(number: int) -> dict[str, str]:
    key = {0: "none", 1: "one"}.get(number, "some")
    return {
        lang: i18n.say(f"rules.focus.carriers.{key}", lang, n=number) for lang in i18n.languages()
    }


_ZONES = {
    "entrance": ("entrance",),
    "main_aisle": ("main_aisle",),
    "transition": ("transition",),
    "counter": ("service_counters", "cashier"),
    "rest": ("waiting", "negotiation"),
    "self_service": ("self_service",),
    "stairs": (),
}
_TRAITS = {
    "counter": ("service_counter",),
    "rest": ("seat", "negotiation"),
    "self_service": ("self_service",),
}


def _areas(study: Study, name: str, around: float) -> list[tuple[str, str, shapely.Geometry]]:
    zones: tuple[Zone, ...] = study.zones(*_ZONES.get(name, ()))
    if zones:
        return [(zone.id, zone.level, study.zone_ring(zone)) for zone in zones]
    if name == "entrance":
        return [(d.id, d.level, entrance_zone(study, d, 3.0, 3.0)[0]) for d in study.entrances]
    if name == "stairs":
        return [
            (key, stair.level, ring.buffer(around, quad_segs=8))
            for key, (stair, ring) in study.stairs.items()
        ]
    things = study.having(*_TRAITS[name]) if name in _TRAITS else ()
    found = []
    for level in study.levels:
        here = [p for p in things if p.fixture.level == level]
        if here:
            area = shapely.union_all([p.footprint for p in here]).buffer(around, quad_segs=8)
            found.append((here[0].id, level, area))
    return found
