"""How much brighter than the hall a window, a counter, a showcase or the storefront is.

As somebody measured it; a place without any reading as the light model predicts it, from
the lamps drawn.
"""

import math
from dataclasses import dataclass, replace

from shapely import Point

from planner import i18n, units
from planner.rules.check import Count, LengthRange, NumberRange, Share, Word, check
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
    uncertain,
)
from planner.study import Study
from planner.study.predicted import Place, lamps, lit, predicted, unstated
from planner.study.ratios import (
    Ratio,
    base_readings,
    error_of,
    mean,
    nearest,
    place_of,
    target_readings,
)

PLANES = {"mean-horizontal": "horizontal", "local": "horizontal", "vertical": "vertical"}


_SAID = {"ok", "too-dark", "too-bright", "near-limit"}
_PREDICTED = {f"predicted-{code}" for code in _SAID} | {"predicted-by-kind"}
_UNKNOWN = {"too-few-points", "not-measured", "no-subject"} | _PREDICTED


@dataclass(frozen=True, slots=True)
class _Ask:
    """What the four ratios have in common.

    `base` says what a thing is held against, `ratio` is the band, `base_points` and `points`
    the fewest readings, `heights` where a base reading is taken [m], `same_meter` the error
    of a ratio taken with one meter, `each_meter` of each meter's reading where there are two,
    `predicted` of a ratio that the model tells.
    """

    base: str
    ratio: tuple[float, float]
    base_points: int
    points: int
    heights: tuple[float, float]
    same_meter: float
    each_meter: float
    predicted: float


@check(codes=_SAID | _UNKNOWN | {"daylight", "not-drawn"})
def storefront_light(
    study: Study,
    *,
    base: Word,
    ratio: NumberRange,
    base_points: Count,
    points: Count,
    heights: LengthRange,
    same_meter: Share,
    each_meter: Share,
    predicted: Share,
) -> list[Verdict]:
    """Mean light at each entrance over the hall's, with its interval against `ratio`."""
    doors = tuple(door.id for door in study.entrances)
    ask = _Ask(base, ratio, base_points, points, heights, same_meter, each_meter, predicted)
    found = _measure(study, "storefront", doors, "vertical", ask, night_only=True)
    return found or [needs_review(study.layout.id, "not-drawn")]


@check(codes=_SAID | _UNKNOWN | {"daylight"}, absent={"no-windows"})
def window_light(
    study: Study,
    *,
    base: Word,
    ratio: NumberRange,
    base_points: Count,
    points: Count,
    heights: LengthRange,
    same_meter: Share,
    each_meter: Share,
    predicted: Share,
) -> list[Verdict] | NotApplicable:
    """Mean light in each shop window over the hall's, with its interval against `ratio`."""
    windows = tuple(window.id for window in study.layout.windows if window.shop_front)
    ask = _Ask(base, ratio, base_points, points, heights, same_meter, each_meter, predicted)
    found = _measure(study, "window", windows, "vertical", ask, night_only=True)
    return found or NotApplicable("no-windows")


@check(codes=_SAID | _UNKNOWN | {"not-drawn"})
def counter_light(
    study: Study,
    *,
    base: Word,
    ratio: NumberRange,
    base_points: Count,
    points: Count,
    heights: LengthRange,
    same_meter: Share,
    each_meter: Share,
    predicted: Share,
) -> list[Verdict]:
    """Mean light on each display counter over the hall's, with its interval against `ratio`.

    Service counters stand in where no display counter is drawn.
    """
    counters = study.having("display_counter") or study.having("counter")
    names = tuple(p.id for p in counters)
    ask = _Ask(base, ratio, base_points, points, heights, same_meter, each_meter, predicted)
    found = _measure(study, "counter", names, "horizontal", ask, night_only=False)
    return found or [needs_review(study.layout.id, "not-drawn")]


@check(codes=_SAID | _UNKNOWN, absent={"no-showcases"})
def showcase_light(
    study: Study,
    *,
    base: Word,
    ratio: NumberRange,
    base_points: Count,
    points: Count,
    heights: LengthRange,
    same_meter: Share,
    each_meter: Share,
    predicted: Share,
) -> list[Verdict] | NotApplicable:
    """Mean light in each showcase over the hall's, with its interval against `ratio`."""
    names = tuple(p.id for p in study.having("showcase"))
    ask = _Ask(base, ratio, base_points, points, heights, same_meter, each_meter, predicted)
    found = _measure(study, "showcase", names, "vertical", ask, night_only=False)
    return found or NotApplicable("no-showcases")


def _measure(
    study: Study, of: str, subjects: tuple[str, ...], plane: str, ask: _Ask, *, night_only: bool
) -> list[Verdict]:
    """A verdict for each thing of a sort, and one for readings that could be of several."""
    hall = study.layout.id
    found, stray = target_readings(study, of, subjects, plane, ask.points)
    verdicts = [needs_review(hall, "no-subject", items=(reading.id,)) for reading in stray]
    around = base_readings(study, PLANES[ask.base], ask.heights)
    for name, readings in found.items():
        verdicts.append(_one(study, name, readings, around, ask, night_only))
    return grouped(verdicts, hall)


def _one(
    study: Study, name: str, readings: list, around: list, ask: _Ask, night_only: bool
) -> Verdict:
    evidence = _evidence(study, name, readings)
    target = mean(readings)
    if target is None:
        return _predict(study, name, ask) or needs_review(name, "not-measured", evidence=evidence)
    known = {"evidence": evidence, "points": len(readings), "hall_points": len(around)}
    known |= {"least": ask.points, "hall_least": ask.base_points}
    near = nearest(study, name, around) if ask.base == "local" else around
    hall = mean(near)
    if night_only and (target.daylight or (hall is not None and hall.daylight)):
        return needs_review(name, "daylight", **known)
    few = len(around) < ask.base_points or len(readings) < ask.points
    if few or hall is None or hall.lux <= 0.0:
        return needs_review(name, "too-few-points", **known)
    error = error_of(study, target, hall, ask.same_meter, ask.each_meter)
    measured = Ratio(name, target.lux, hall.lux, error)
    known |= {"meters": len(target.meters | hall.meters), "base": _said(f"rules.base.{ask.base}")}
    return _judge(measured, ask.ratio, known)


def _predict(study: Study, name: str, ask: _Ask) -> Verdict | None:
    """What the model says of a place nobody measured; None where it says nothing.

    It says nothing on levels without a lamp, of the hall's light on upright planes, where
    no meter could be held, and where every lamp is off. It holds as far as the lamps are
    known: those that light the place and those that light the hall it is held against.
    """
    shape, level = place_of(study, name)
    if shape is None or PLANES[ask.base] == "vertical" or not lamps(study, level):
        return None
    levels = (level,) if ask.base == "local" else study.levels
    if not any(lit(study, one) for one in levels):
        return None
    if bare := [lamp for one in levels for lamp in unstated(study, one)]:
        shown = {"lamps": study.names(bare, bare=True), "missing": units.show_count(len(bare))}
        return needs_review(
            name, "predicted-by-kind", evidence=(Evidence(shape, Role.OFFENDS, level),), **shown
        )
    model = predicted(study)
    place = model.places.get(name) if model is not None else None
    if model is None or place is None:
        return None
    hall = place.near_lux if ask.base == "local" else model.base
    if hall is None or hall <= 0.0:
        return None
    evidence = (
        Evidence(shape, Role.OFFENDS, level),
        Evidence(Point(place.spot), Role.MEASURE, level, units.show_lux(place.lux)),
    )
    base = _said("rules.base.local-predicted" if ask.base == "local" else f"rules.base.{ask.base}")
    known = {"evidence": evidence, "base": base}
    ratio = Ratio(name, place.lux, hall, ask.predicted)
    verdict = _judge(ratio, ask.ratio, known, prefix="predicted-")
    return _advised(study, verdict, place, ask)


def _advised(study: Study, verdict: Verdict, place: Place, ask: _Ask) -> Verdict:
    """What to do about a predicted failure: the lamp to mend, as far as that goes."""
    goal = verdict.values.get("goal")
    if goal is None:
        return verdict
    if verdict.code == "predicted-too-bright":
        return _acting(verdict, _said("rules.light.lower", goal=goal))
    rest = _said("rules.light.raise", goal=goal)
    mend = place.repair if ask.base == "mean-horizontal" else None
    if mend is None or mend.ratio * (1.0 - ask.predicted) > ask.ratio[1]:
        return _acting(verdict, rest)
    shown = units.show_ratio(mend.ratio)
    lamp = study.label(mend.lamp)
    enough = mend.ratio >= ask.ratio[0] - units.RATIO_TOLERANCE
    first = {
        lang: i18n.say(f"rules.light.mend-{mend.fault}", lang, lamp=lamp[lang], ratio=shown)
        for lang in i18n.languages()
    }
    if enough:
        return _acting(verdict, first)
    both = {
        lang: i18n.say("rules.light.then", lang, first=first[lang], then=rest[lang])
        for lang in i18n.languages()
    }
    return _acting(verdict, both)


def _acting(verdict: Verdict, act: dict[str, str]) -> Verdict:
    return replace(verdict, values={**verdict.values, "act": act})


def _said(key: str, **values: object) -> dict[str, str]:
    return {lang: i18n.say(key, lang, **values) for lang in i18n.languages()}


def _evidence(study: Study, name: str, readings: list) -> tuple[Evidence, ...]:
    shape, level = place_of(study, name)
    pieces = [Evidence(shape, Role.OFFENDS, level)] if shape is not None else []
    return (
        *pieces,
        *(Evidence(Point(r.at), Role.MEASURE, r.level, f"{r.lux:g} lx") for r in readings if r.at),
    )


def _judge(found: Ratio, band: tuple[float, float], known: dict, prefix: str = "") -> Verdict:
    """A ratio with its interval against the band; codes begin with `prefix`."""
    low, high = band
    value, (least, most) = found.value, found.interval
    slack = units.RATIO_TOLERANCE
    known = known | {
        "from": units.show_end(least, band, units.show_ratio, up=False),
        "to": units.show_end(most, band, units.show_ratio, up=True),
        "error": _error(found.error),
        "lux": units.show_lux(found.lux),
        "hall_lux": units.show_lux(found.base),
        "limit": Quantity(low, "ratio", units.show_ratio(low)),
        "limit_high": Quantity(high, "ratio", units.show_ratio(high)),
        "tolerance": Quantity(found.error, "share", _error(found.error)),
    }

    def with_measured(limit: float) -> dict:
        shown = units.show_against(value, limit, units.show_ratio, slack=slack)[0]
        return known | {"measured": Quantity(value, "ratio", shown)}

    if most < low - slack:
        goal = low * found.base / (1.0 - found.error)
        known["goal"] = units.show_lux(math.ceil(goal - 1e-9))
        return failed(found.subject, f"{prefix}too-dark", **with_measured(low))
    if least > high + slack:
        goal = high * found.base / (1.0 + found.error)
        known["goal"] = units.show_lux(math.floor(goal + 1e-9))
        return failed(found.subject, f"{prefix}too-bright", **with_measured(high))
    nearer = low if abs(value - low) <= abs(value - high) else high
    if least >= low - slack and most <= high + slack:
        return passed(found.subject, f"{prefix}ok", **with_measured(nearer))
    return uncertain(found.subject, f"{prefix}near-limit", **with_measured(nearer))


def _error(share: float) -> str:
    """A share with a digit after the point only where it has one."""
    whole = abs(share * 100 - round(share * 100)) < 1e-6
    return units.show_share(share, digits=0 if whole else 1)
