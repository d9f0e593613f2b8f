"""At what angle a spot meets what it is aimed at, and whose eyes it meets besides."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import LineString, Point

from planner import i18n, units
from planner.catalog import Placed, kinds
from planner.model import Door, Luminaire, Zone
from planner.rules.check import Angle, AngleRange, LengthRange, Share, check
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
from planner.study.dazzle import (
    Beam,
    Dazzled,
    Shown,
    half_beam,
    half_of,
    in_eyes,
    mirrored,
)
from planner.study.lamps import photometry, shines
from planner.study.views import clear_between

Point3 = tuple[float, float, float]
SPOT = 0.15  # m; how large a lamp is drawn as evidence
EYES = 0.10  # m; and a pair of eyes
ROUND = (0, 10, -10, 20, -20, 30, -30, 40, -40, 50, -50, 60, -60)  # deg; other sides to hang it
TURNS = (15, 30, 45, 60, 90, 120, 150, 180)  # deg; other ways to turn it
TILT = 5  # deg; and steps to tilt it
LEAST_DROP = 0.05  # m; from a lamp down to its target, for an angle to make sense
NARROW = 3.0  # deg; half a beam narrower than this nobody makes


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the rule asks for."""

    band: tuple[float, float]
    settle: float
    seat_axis: float
    field: float
    reach: tuple[float, float]
    aside: float


@check(
    codes={
        *("ok", "too-steep", "too-flat", "off-target", "in-eyes", "mirrored"),
        *("not-measured", "no-target", "not-drawn"),
    },
    absent={"no-spots"},
)
def lamp_aim(
    study: Study,
    *,
    band: AngleRange,
    settle: Angle,
    seat_axis: Angle,
    field_share: Share,
    print_distance: LengthRange,
    print_aside: Angle,
) -> list[Verdict] | NotApplicable:
    """Angle from the vertical of spots that name a target, within `band` [deg].

    A lamp looks at its `aim`, else at the middle of its target; the middle of the target
    must lie in its beam, where the beam is known. What gives light shines where it sends at
    least `field_share` of its peak: not into eyes on a seat, less than `seat_axis` from where
    they look [deg], nor by a glossy print into those of people who stand `print_distance`
    before it [m] and up to `print_aside` from straight ahead [deg]. A proposed place ends
    `settle` inside the limits.
    """
    hall = study.layout.id
    if not study.layout.luminaires:
        return [needs_review(hall, "not-drawn")]
    spots = [lamp for lamp in study.layout.luminaires if "spot" in kinds()[lamp.kind].traits]
    if not spots:
        return NotApplicable("no-spots")
    asked = _Asked(band, settle, seat_axis, field_share, print_distance, print_aside)
    middles = [None if lamp.target is None else _middle(study, lamp) for lamp in spots]
    beams = [
        beam
        for lamp, middle in zip(spots, middles, strict=True)
        if (beam := _beam(study, lamp, middle)) is not None and shines(lamp)
    ]
    names = [beam.lamp.id for beam in beams]
    dazzled = dict(zip(names, in_eyes(study, beams, seat_axis, field_share), strict=True))
    shown = dict(
        zip(names, mirrored(study, beams, print_distance, print_aside, field_share), strict=True)
    )
    found = []
    for lamp, middle in zip(spots, middles, strict=True):
        verdict = _aimed(study, lamp, middle, asked)
        if verdict.code in ("ok", "no-target", "not-measured"):
            if (seen := dazzled.get(lamp.id)) is not None:
                verdict = _in_eyes(study, lamp, middle, seen, asked)
            elif (spot := shown.get(lamp.id)) is not None:
                verdict = _mirrored(study, lamp, middle, spot, asked)
        found.append(verdict)
    return grouped(found, hall)


def _bulb(study: Study, lamp: Luminaire, at: tuple[float, float] | None = None) -> Point3:
    x, y = place = at or lamp.at
    key = ("floor below", lamp.level, place)
    return (x, y, lamp.height + study.once(key, lambda: study.local_floor(lamp.level, place)))


def _beam(study: Study, lamp: Luminaire, middle: Point3 | None) -> Beam | None:
    """Where a lamp looks; None where its target has no known height."""
    x, y, z = bulb = _bulb(study, lamp)
    aim = lamp.aim or middle or (None if lamp.target else (x, y, z - 1.0))
    return None if aim is None else Beam(lamp, bulb, aim)


# --- what it is aimed at ---


def _aimed(study: Study, lamp: Luminaire, middle: Point3 | None, asked: _Asked) -> Verdict:
    bulb = _bulb(study, lamp)
    here = _here(lamp)
    if lamp.target is None:
        return needs_review(lamp.id, "no-target", evidence=(here,))
    if middle is None:
        return needs_review(lamp.id, "not-measured", evidence=(here,), target=lamp.target)
    aim = lamp.aim or middle
    low, high = asked.band
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
    half = half_beam(study, lamp)
    reach = math.inf if half is None else half
    off = 0.0 if isinstance(_thing(study, lamp), Zone) else _between(bulb, aim, middle)
    outside = off > reach + slack
    wrong = not low - slack <= angle <= high + slack
    if not outside and not wrong:
        return passed(lamp.id, **known)
    known |= _mend(study, lamp, middle, asked)
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


# --- whose eyes it meets ---


def _in_eyes(
    study: Study, lamp: Luminaire, middle: Point3 | None, seen: Dazzled, asked: _Asked
) -> Verdict:
    limit = asked.seat_axis
    slack = units.ANGLE_TOLERANCE_DEG
    shown, shown_limit, gap = units.show_against(
        seen.gaze_deg, limit, units.show_angle, slack=slack
    )
    words, fix, proposed = _way_out(study, lamp, middle, seen.beam_deg, asked)
    return failed(
        lamp.id,
        "in-eyes",
        measured=Quantity(round(seen.gaze_deg, 6), "deg", shown),
        limit=Quantity(limit, "deg", shown_limit),
        shift=gap,
        seat=study.label(seen.seat),
        way=words,
        fix=fix,
        evidence=(_here(lamp), *_path(lamp, seen.eye), *proposed),
    )


def _mirrored(
    study: Study, lamp: Luminaire, middle: Point3 | None, seen: Shown, asked: _Asked
) -> Verdict:
    shown, shown_limit, _ = units.show_against(seen.inside, 0.0, slack=units.TOLERANCE)
    words, fix, proposed = _way_out(study, lamp, middle, seen.beam_deg, asked)
    ground = study.placed[seen.print].floor_height
    return failed(
        lamp.id,
        "mirrored",
        measured=Quantity(round(seen.inside, 6), "m", shown),
        limit=Quantity(0.0, "m", shown_limit),
        print=study.label(seen.print),
        height=units.show_height(seen.spot[2] - ground),
        distance=units.show_length(seen.distance),
        way=words,
        fix=fix,
        evidence=(_here(lamp), *_path(lamp, seen.spot, seen.eye), *proposed),
    )


def _way_out(
    study: Study, lamp: Luminaire, middle: Point3 | None, off: float, asked: _Asked
) -> tuple[dict[str, str], Fix | None, tuple[Evidence, ...]]:
    """How a lamp leaves eyes alone that lie `off` its axis: words by language, and the change."""
    if middle is not None:
        if (place := _place(study, lamp, middle, asked)) is not None:
            known = _hung(lamp, place, middle)
            target = study.label(lamp.target or "")
            words = _say("rehang", {lang: known | {"target": target[lang]} for lang in target})
            fix = Fix(lamp.id, _changes(place, middle))
            return words, fix, (_proposed(lamp, place),)
    elif lamp.target is None and (turned := _turned(study, lamp, asked)) is not None:
        aim, turn, goal = turned
        known = {"turn": units.show_angle(turn), "goal": units.show_angle(goal)}
        fix = Fix(lamp.id, {"aim": [round(value, 3) for value in aim]})
        return _say("turn", dict.fromkeys(i18n.languages(), known)), fix, ()
    known = {}
    sharp = off - asked.settle > NARROW and 0.0 < asked.field < 1.0
    if sharp and photometry(study, lamp) is None:
        beam = math.floor(2 * half_of(off - asked.settle, asked.field))
        narrow = lamp.model_copy(update={"beam_deg": float(beam)})
        same = _beam(study, narrow, middle)
        if beam >= 2 * NARROW and same is not None and next(_clean(study, [same], asked), None):
            known = {"beam": units.show_angle(beam)}
    key = "narrow" if known else "elsewhere"
    return _say(key, dict.fromkeys(i18n.languages(), known)), None, ()


def _say(key: str, known: dict[str, dict[str, str]]) -> dict[str, str]:
    return {lang: i18n.say(f"rules.lamp.{key}", lang, **values) for lang, values in known.items()}


def _clean(study: Study, beams: Sequence[Beam], asked: _Asked) -> Iterator[Beam]:
    """Those of some lamps that shine into nobody's eyes, even with nothing in between."""
    if not beams or not shines(beams[0].lamp):
        yield from beams
        return
    axis = asked.seat_axis + asked.settle
    eyes = in_eyes(study, beams, axis, asked.field, hidden=False)
    rest = [beam for beam, seen in zip(beams, eyes, strict=True) if seen is None]
    spots = mirrored(study, rest, asked.reach, asked.aside, asked.field, hidden=False)
    yield from (beam for beam, seen in zip(rest, spots, strict=True) if seen is None)


def _turned(study: Study, lamp: Luminaire, asked: _Asked) -> tuple[Point3, float, float] | None:
    """A point to aim at, the least turn to it and its angle from the vertical [deg]."""
    beam = _beam(study, lamp, None)
    if beam is None:
        return None
    x, y, z = beam.at
    ground = z - lamp.height
    tilt = _from_vertical(beam.at, beam.aim)
    azimuth = math.degrees(math.atan2(beam.aim[1] - y, beam.aim[0] - x))
    ways = [(float(t), 0.0) for t in range(0, math.ceil(tilt), TILT)]
    ways += [(min(tilt, 80.0), sign * turn) for turn in TURNS for sign in (1.0, -1.0)]
    floor = _room(study, lamp)
    found = []
    for t, turn in ways:
        across = lamp.height * math.tan(math.radians(t))
        a = math.radians(azimuth + turn)
        aim = (round(x + across * math.cos(a), 3), round(y + across * math.sin(a), 3), ground)
        if shapely.intersects_xy(floor, *aim[:2]):
            found.append(Beam(lamp, beam.at, aim))
    clean = [(_between(beam.at, beam.aim, b.aim), b) for b in _clean(study, found, asked)]
    if not clean:
        return None
    turn, best = min(clean, key=lambda pair: round(pair[0], 6))
    return best.aim, turn, _from_vertical(best.at, best.aim)


# --- where it could hang ---


def _mend(study: Study, lamp: Luminaire, middle: Point3, asked: _Asked) -> dict[str, Any]:
    """Where to hang the lamp and what to aim it at: the least move that meets the band."""
    bulb = _bulb(study, lamp)
    drop = bulb[2] - middle[2]
    if drop <= LEAST_DROP:
        return {"distance": "–", "height": "–", "move": "–", "hang": "–"}
    angle = _from_vertical(bulb, middle)
    at = _at(study, lamp, middle, drop, _goals(angle, asked)[0])
    straight = Beam(lamp, (*at, bulb[2]), middle)
    place = _place(study, lamp, middle, asked)
    known: dict[str, Any] = _hung(lamp, place or straight, middle)
    key = "stay" if math.dist((place or straight).at[:2], lamp.at) < units.TOLERANCE else "moved"
    known["hang"] = {
        lang: i18n.say(f"rules.lamp.{key}", lang, move=known["move"]) for lang in i18n.languages()
    }
    if place is not None:
        known["evidence"] = (
            _here(lamp),
            *_line(lamp, lamp.aim or middle),
            _proposed(lamp, place),
        )
        known["fix"] = Fix(lamp.id, _changes(place, middle))
    return known


def _place(study: Study, lamp: Luminaire, middle: Point3, asked: _Asked) -> Beam | None:
    """The first of a lamp's places from where it shines into nobody's eyes."""
    for some in _places(study, lamp, middle, asked):
        if (place := next(_clean(study, some, asked), None)) is not None:
            return place
    return None


def _places(study: Study, lamp: Luminaire, middle: Point3, asked: _Asked) -> Iterator[list[Beam]]:
    """Places in the lamp's room that meet the band and see its target.

    First the one straight before its target at the nearest angle, seldom more is needed;
    then the others by how far they are off.
    """
    bulb = _bulb(study, lamp)
    drop = bulb[2] - middle[2]
    if drop <= LEAST_DROP:
        return
    goals = _goals(_from_vertical(bulb, middle), asked)
    yield _seeing(study, lamp, middle, [_at(study, lamp, middle, drop, goals[0])])
    out = _normal(study, lamp)
    tried = []
    for goal, turn in list(itertools.product(goals, ROUND))[1:]:
        at = _at(study, lamp, middle, drop, goal, turn)
        away = (at[0] - middle[0], at[1] - middle[1])
        if out is None or not turn or away[0] * out[0] + away[1] * out[1] > 0.5 * math.hypot(*away):
            tried.append(at)
    tried.sort(key=lambda at: round(math.dist(at, lamp.at), 6))
    yield _seeing(study, lamp, middle, tried)


def _seeing(
    study: Study, lamp: Luminaire, middle: Point3, places: list[tuple[float, float]]
) -> list[Beam]:
    """Those of some places that lie in the lamp's room with nothing between it and its target."""
    floor = _room(study, lamp)
    places = [at for at in places if shapely.intersects_xy(floor, *at)]
    found = [Beam(lamp, _bulb(study, lamp, at), middle) for at in places]
    if not found or isinstance(_thing(study, lamp), Zone):
        return found
    ends = [middle] * len(found)
    starts = [beam.at for beam in found]
    free = clear_between(study, lamp.level, starts, ends, (lamp.target or "",))
    return [beam for beam, ok in zip(found, free, strict=True) if ok]


def _goals(angle: float, asked: _Asked) -> list[float]:
    """Angles to aim for, the nearest first; one within the band is kept."""
    low, high = asked.band
    settle = min(asked.settle, (high - low) / 2)
    inside = [low + settle, (low + high) / 2, high - settle]
    first = [angle] if low <= angle <= high else []
    return first + sorted(inside, key=lambda goal: abs(goal - angle))


def _at(
    study: Study, lamp: Luminaire, middle: Point3, drop: float, goal: float, turn: float = 0.0
) -> tuple[float, float]:
    """Where a lamp meets its target at an angle, `turn` round it from where it hangs [deg]."""
    ux, uy = _away(study, lamp, middle)
    away = drop * math.tan(math.radians(goal))
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    at = (middle[0] + (ux * c - uy * s) * away, middle[1] + (ux * s + uy * c) * away)
    if math.dist(at, lamp.at) < units.TOLERANCE:
        at = lamp.at
    return (round(at[0], 3), round(at[1], 3))


def _room(study: Study, lamp: Luminaire) -> Any:
    return study.room(lamp.level, lamp.at) or study.floor(lamp.level)


def _hung(lamp: Luminaire, place: Beam, middle: Point3) -> dict[str, str]:
    return {
        "distance": units.show_length(math.dist(place.at[:2], middle[:2])),
        "height": units.show_height(middle[2]),
        "move": units.show_length(math.dist(place.at[:2], lamp.at)),
        "goal": units.show_angle(_from_vertical(place.at, middle)),
    }


def _changes(place: Beam, middle: Point3) -> dict[str, Any]:
    return {"at": list(place.at[:2]), "aim": [round(value, 3) for value in middle]}


def _away(study: Study, lamp: Luminaire, middle: Point3) -> tuple[float, float]:
    """The direction on plan from a target to where its lamp should hang."""
    dx, dy = lamp.at[0] - middle[0], lamp.at[1] - middle[1]
    if (far := math.hypot(dx, dy)) > 0.02:
        return (dx / far, dy / far)
    if (out := _normal(study, lamp)) is not None:
        return out
    spot = study.floor(lamp.level).centroid
    dx, dy = spot.x - middle[0], spot.y - middle[1]
    far = math.hypot(dx, dy)
    return (dx / far, dy / far) if far > 0.02 else (1.0, 0.0)


def _normal(study: Study, lamp: Luminaire) -> tuple[float, float] | None:
    """The way the front of a lamp's target looks; None for a zone."""
    name = lamp.target or ""
    if name in study.placed:
        return study.placed[name].normal
    hole = study.windows.get(name) or study.doors.get(name)
    return None if hole is None else hole.out(study.inside(hole))


# --- evidence ---


def _here(lamp: Luminaire) -> Evidence:
    return Evidence(Point(lamp.at).buffer(SPOT), Role.OFFENDS, lamp.level)


def _proposed(lamp: Luminaire, place: Beam) -> Evidence:
    return Evidence(Point(place.at[:2]).buffer(SPOT), Role.PROPOSED, lamp.level)


def _path(lamp: Luminaire, *points: Point3) -> tuple[Evidence, ...]:
    """A ray from a lamp to somebody's eyes."""
    eyes = Evidence(Point(points[-1][:2]).buffer(EYES), Role.CONTEXT, lamp.level)
    line = LineString([lamp.at, *(point[:2] for point in points)])
    return (Evidence(line, Role.MEASURE, lamp.level), eyes) if line.length > 1e-6 else (eyes,)


def _line(lamp: Luminaire, aim: Point3) -> tuple[Evidence, ...]:
    if math.dist(lamp.at, aim[:2]) < 1e-6:
        return ()
    return (Evidence(LineString([lamp.at, aim[:2]]), Role.MEASURE, lamp.level),)
