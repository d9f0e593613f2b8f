"""At what angle a spot meets what it is aimed at."""

import math
from typing import Any

import shapely
from shapely import LineString, Point

from planner import i18n, units
from planner.catalog import Placed, kinds
from planner.model import Door, Luminaire, Zone
from planner.rules.check import Angle, AngleRange, check
from planner.rules.finding import (
    Evidence,
    Fix,
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

Point3 = tuple[float, float, float]
SPOT = 0.15  # m; how large a lamp is drawn as evidence


@check(
    codes={
        *("ok", "too-steep", "too-flat", "off-target"),
        *("not-measured", "no-target", "not-drawn"),
    },
    absent={"no-spots"},
)
def lamp_aim(study: Study, *, band: AngleRange, settle: Angle) -> list[Verdict] | NotApplicable:
    """Angle from the vertical of spots that name a target, within `band` [deg].

    A lamp looks at its `aim`, else at the middle of its target; the middle of the target
    must lie in its beam, where the beam is known. A proposed place ends `settle` inside the
    band.
    """
    hall = study.layout.id
    if not study.layout.luminaires:
        return [needs_review(hall, "not-drawn")]
    spots = [lamp for lamp in study.layout.luminaires if "spot" in kinds()[lamp.kind].traits]
    if not spots:
        return NotApplicable("no-spots")
    return grouped([_judge(study, lamp, band, settle) for lamp in spots], hall)


def _judge(study: Study, lamp: Luminaire, band: tuple[float, float], settle: float) -> Verdict:
    x, y = lamp.at
    bulb = (x, y, lamp.height + study.local_floor(lamp.level, lamp.at))
    here = Evidence(Point(lamp.at).buffer(SPOT), Role.OFFENDS, lamp.level)
    if lamp.target is None:
        return needs_review(lamp.id, "no-target", evidence=(here,))
    middle = _middle(study, lamp)
    if middle is None:
        return needs_review(lamp.id, "not-measured", evidence=(here,), target=lamp.target)
    aim = lamp.aim or middle
    low, high = band
    angle = _from_vertical(bulb, aim)
    limit = low if angle < low else high
    if low <= angle <= high:
        limit = low if angle - low <= high - angle else high
    slack = units.ANGLE_TOLERANCE_DEG
    shown, shown_limit, gap = units.show_against(angle, limit, units.show_angle, slack=slack)
    known: dict[str, Any] = {
        "measured": Quantity(round(angle, 6), "deg", shown),
        "limit": Quantity(low, "deg", units.show_angle(low)),
        "limit_high": Quantity(high, "deg", units.show_angle(high)),
        "target": study.label(lamp.target),
        "shift": gap,
        "evidence": (here, *_line(lamp, aim)),
    }
    beam = lamp.beam_deg or kinds()[lamp.kind].beam_deg
    reach = math.inf if beam is None else beam / 2
    off = 0.0 if isinstance(_thing(study, lamp), Zone) else _between(bulb, aim, middle)
    outside = off > reach + slack
    wrong = not low - slack <= angle <= high + slack
    if not outside and not wrong:
        return passed(lamp.id, **known)
    known |= _mend(study, lamp, bulb, middle, band, settle)
    if outside:
        shown, shown_limit, gap = units.show_against(off, reach, units.show_angle, slack=slack)
        known |= {
            "measured": Quantity(round(off, 6), "deg", shown),
            "limit": Quantity(reach, "deg", shown_limit),
            "limit_high": None,
            "shift": gap,
        }
        return failed(lamp.id, "off-target", **known)
    return failed(lamp.id, "too-steep" if angle < low else "too-flat", **known)


def _thing(study: Study, lamp: Luminaire) -> Any:
    return study.layout.by_id.get(lamp.target or "")


def _middle(study: Study, lamp: Luminaire) -> Point3 | None:
    """The middle of a lamp's target, above the level's floor; None where no height is known."""
    name = lamp.target or ""
    if name in study.placed:
        p = study.placed[name]
        if p.centre is None:
            return None
        return (*_front(p), p.floor_height + p.centre)
    hole = study.windows.get(name) or study.doors.get(name)
    if hole is not None:
        x, y = hole.place(0.0, 0.0, study.inside(hole))
        item = hole.item
        height = item.height / 2 if isinstance(item, Door) else (item.sill + item.head) / 2
        return (x, y, height)
    thing = _thing(study, lamp)
    if isinstance(thing, Zone):
        spot = study.zone_ring(thing).centroid
        return (spot.x, spot.y, study.local_floor(thing.level, (spot.x, spot.y)))
    return None


def _front(p: Placed) -> tuple[float, float]:
    """The middle of what hangs flat, else of the front that is looked at."""
    spot = p.front.interpolate(0.5, normalized=True)
    return (spot.x, spot.y)


def _from_vertical(bulb: Point3, aim: Point3) -> float:
    across = math.dist(bulb[:2], aim[:2])
    return math.degrees(math.atan2(across, bulb[2] - aim[2]))


def _between(bulb: Point3, aim: Point3, middle: Point3) -> float:
    """Angle at a lamp between where it looks and the middle of its target [deg]."""
    one = [a - b for a, b in zip(aim, bulb, strict=True)]
    two = [a - b for a, b in zip(middle, bulb, strict=True)]
    cross = (
        one[1] * two[2] - one[2] * two[1],
        one[2] * two[0] - one[0] * two[2],
        one[0] * two[1] - one[1] * two[0],
    )
    dot = sum(a * b for a, b in zip(one, two, strict=True))
    return math.degrees(math.atan2(math.hypot(*cross), dot))


def _line(lamp: Luminaire, aim: Point3) -> tuple[Evidence, ...]:
    if math.dist(lamp.at, aim[:2]) < 1e-6:
        return ()
    return (Evidence(LineString([lamp.at, aim[:2]]), Role.MEASURE, lamp.level),)


def _mend(
    study: Study,
    lamp: Luminaire,
    bulb: Point3,
    middle: Point3,
    band: tuple[float, float],
    settle: float,
) -> dict:
    """Where to hang the lamp and what to aim it at: the least move that meets the band."""
    low, high = band
    drop = bulb[2] - middle[2]
    if drop <= 0.05:
        return {"distance": "–", "height": "–", "move": "–", "hang": "–"}
    angle = _from_vertical(bulb, middle)
    inside = low <= angle <= high
    settle = min(settle, (high - low) / 2)
    goal = angle if inside else low + settle if angle < low else high - settle
    away = drop * math.tan(math.radians(goal))
    ux, uy = _away(study, lamp, middle)
    at = lamp.at if inside else (middle[0] + ux * away, middle[1] + uy * away)
    at = (round(at[0], 3), round(at[1], 3))
    known: dict[str, Any] = {
        "distance": units.show_length(away),
        "height": units.show_height(middle[2]),
        "move": units.show_length(math.dist(at, lamp.at)),
        "goal": units.show_angle(goal),
    }
    key = "stay" if math.dist(at, lamp.at) < units.TOLERANCE else "moved"
    known["hang"] = {
        lang: i18n.say(f"rules.lamp.{key}", lang, move=known["move"]) for lang in i18n.languages()
    }
    if shapely.intersects_xy(study.floor(lamp.level), *at):
        spot = Evidence(Point(at).buffer(SPOT), Role.PROPOSED, lamp.level)
        known["evidence"] = (
            Evidence(Point(lamp.at).buffer(SPOT), Role.OFFENDS, lamp.level),
            *_line(lamp, lamp.aim or middle),
            spot,
        )
        aim = [round(value, 3) for value in middle]
        known["fix"] = Fix(lamp.id, {"at": list(at), "aim": aim})
    return known


def _away(study: Study, lamp: Luminaire, middle: Point3) -> tuple[float, float]:
    """The direction on plan from a target to where its lamp should hang."""
    dx, dy = lamp.at[0] - middle[0], lamp.at[1] - middle[1]
    if (far := math.hypot(dx, dy)) > 0.02:
        return (dx / far, dy / far)
    if lamp.target is not None and lamp.target in study.placed:
        return study.placed[lamp.target].normal
    hole = study.windows.get(lamp.target or "") or study.doors.get(lamp.target or "")
    if hole is not None:
        return hole.out(study.inside(hole))
    spot = study.floor(lamp.level).centroid
    dx, dy = spot.x - middle[0], spot.y - middle[1]
    far = math.hypot(dx, dy)
    return (dx / far, dy / far) if far > 0.02 else (1.0, 0.0)
