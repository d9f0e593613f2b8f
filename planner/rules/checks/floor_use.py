"""How the floor is used: the public share, space and things inside the door."""

import shapely
from shapely import Point

from planner.model.shapes import Opening
from planner.rules.check import Angle, CountRange, Length, Number, Share, check
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
from planner.rules.quantities import at_least, at_most, held
from planner.study import Study
from planner.study.routes import ground
from planner.study.views import door_eye, entrance_zone, is_hero, purpose, sees, unsaid


@check(codes={"ok", "too-small"})
def public_share(study: Study, *, share_min: Share) -> list[Verdict]:
    """Public floor over all clear floor."""
    share = study.public_area / study.area
    known = held(share, share_min, "share")
    known["evidence"] = tuple(
        Evidence(study.floor(level).difference(study.public_floor(level)), Role.CONTEXT, level)
        for level in study.levels
    )
    if at_least(share, share_min, "share"):
        return [passed(study.layout.id, **known)]
    known["area"] = f"{share_min * study.area - study.public_area:.1f} m²"
    return [failed(study.layout.id, "too-small", **known)]


@check(codes={"ok", "too-small", "visits-missing", "not-drawn"})
def diversion_space(
    study: Study, *, area_min: Number, area_per_100_visits: Number, depth: Length, beyond: Length
) -> list[Verdict]:
    """Floor to stand on inside each entrance, half a body away from all that stands [m²].

    Within the entrance zone: drawn, else `depth` deep and `beyond` wider than each jamb. Visits
    a day are split over the entrances by their share of the traffic.
    """
    if not study.entrances:
        return [needs_review(study.layout.id, "not-drawn")]
    visits = study.layout.branch.visits_per_day
    found = []
    for door in study.entrances:
        zone, _ = entrance_zone(study, door, depth, beyond)
        stand = Point(study.door_stand(door))
        parts = shapely.get_parts(ground(study, door.level).shape.intersection(zone))
        free = [part for part in parts if part.distance(stand) < 0.3]
        area = sum(part.area for part in free)
        need = area_min
        if visits is not None:
            need = max(area_min, area_per_100_visits * visits * study.share(door.id) / 100)
        known = held(area, need, "m2")
        known["evidence"] = (Evidence(shapely.union_all(free), Role.FREE, door.level),)
        if not at_least(area, need, "m2"):
            found.append(failed(door.id, "too-small", **known))
        elif visits is None:
            found.append(needs_review(door.id, "visits-missing", **known))
        else:
            found.append(passed(door.id, **known))
    return grouped(found, study.layout.id)


@check(
    codes={
        "ok", "crowded", "no-hero", "too-many-heroes", "no-wayfinding", "unsaid", "not-drawn",
    }
)  # fmt: skip
def entrance_view(
    study: Study,
    *,
    depth: Length,
    beyond: Length,
    per_metre_max: Number,
    heroes: CountRange,
    half_angle: Angle,
) -> list[Verdict]:
    """Things standing in the entrance zone per metre of its width, and what is first seen.

    The zone is the drawn one, else `depth` deep and `beyond` wider than each jamb [m]; hero
    messages count in the zone, wayfinding counts within `half_angle` of straight ahead [deg].
    """
    if not study.entrances:
        return [needs_review(study.layout.id, "not-drawn")]
    judged = (
        _entrance(study, d, (depth, beyond), per_metre_max, heroes, half_angle)
        for d in study.entrances
    )
    return grouped(list(judged), study.layout.id)


def _entrance(
    study: Study,
    door: Opening,
    size: tuple[float, float],
    most: float,
    heroes: tuple[float, float],
    half_deg: float,
) -> Verdict:
    zone, width = entrance_zone(study, door, *size)
    width = max(width, door.item.width)  # of a door that leads into no room
    here = [
        p
        for p in study.placed.values()
        if p.fixture.level == door.level
        and p.footprint.distance(zone) < 1e-6
        and zone.distance(Point(p.fixture.at)) < 0.05
    ]
    standing = tuple(p.id for p in here if p.stands)
    known = held(len(standing) / width, most, "per_m")
    known |= {
        "n": len(standing),
        "width": f"{width:.1f} m",
        "items": standing,
        "evidence": (
            Evidence(zone, Role.CONTEXT, door.level),
            *(
                Evidence(study.placed[name].footprint, Role.OFFENDS, door.level)
                for name in standing
            ),
        ),
    }
    if not at_most(len(standing) / width, most, "per_m"):
        return failed(door.id, "crowded", **known)
    shown = [p for p in here if is_hero(study, p)]
    low, high = heroes
    known |= {
        "measured": Quantity(len(shown), "count", str(len(shown))),
        "limit": Quantity(low, "count", f"{low:g}"),
        "limit_high": Quantity(high, "count", f"{high:g}"),
        "items": tuple(p.id for p in shown),
    }
    if len(shown) > high:
        return failed(door.id, "too-many-heroes", **known)
    blank = set(unsaid(study, "hero"))
    if len(shown) < low and not study.has_messages:
        return needs_review(door.id, "not-drawn", **known)
    if len(shown) < low:
        tell = any(p.id in blank for p in here if p.has("message"))
        return (needs_review(door.id, "unsaid", **known) if tell
                else failed(door.id, "no-hero", **known))  # fmt: skip
    eye = door_eye(study, door)
    seen = [p for p in study.carriers if sees(study, eye, p, half_deg=half_deg)]
    if any(purpose(study, p) == "wayfinding" for p in seen):
        return passed(door.id, **known)
    if any(purpose(study, p) is None for p in seen if not p.has("rack")):
        return needs_review(door.id, "unsaid", **known)
    return failed(door.id, "no-wayfinding", **known)
