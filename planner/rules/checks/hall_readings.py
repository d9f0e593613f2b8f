"""What was measured in the hall: light, temperature, humidity, noise, air."""

import math
from datetime import date
from typing import Any

from planner import i18n, units
from planner.model import LuxReading
from planner.rules.check import Count, Length, Number, NumberRange, Share, check
from planner.rules.finding import (
    OnSite,
    Quantity,
    Verdict,
    failed,
    needs_review,
    passed,
    uncertain,
)
from planner.study import Study


@check(
    codes={
        "ok",
        "even",
        "dark",
        "near-limit",
        "uneven",
        "too-few-points",
        "no-readings",
    }
)
def hall_lux(
    study: Study,
    *,
    general: Number,
    cash_desk: Number,
    uniformity: Share,
    meter_error: Share,
    points: Count,
    plane: Length,
    plane_slack: Length,
) -> list[Verdict]:
    """Mean of the hall's readings and of each cash desk's, and the hall's minimum over mean.

    A meter is right within its own error, else `meter_error`: inside that nobody can say.
    Only horizontal readings within `plane_slack` of `plane` count for the hall.
    """
    hall = study.layout.id
    base = [
        r
        for r in study.layout.lux_readings
        if r.of == "hall"
        and r.plane == "horizontal"
        and (r.height is None or abs(r.height - plane) <= plane_slack + units.TOLERANCE)
    ]
    if not base and not any(r.of == "cash_desk" for r in study.layout.lux_readings):
        return [needs_review(hall, "no-readings")]
    found = []
    if len(base) < points:
        found.append(needs_review(hall, "too-few-points", n=len(base), least=points))
    else:
        mean = math.fsum(r.lux for r in base) / len(base)
        found.append(_bright(study, hall, mean, general, _error(study, base, meter_error)))
        share = min(r.lux for r in base) / mean if mean else 0.0
        shown, at, gap = units.show_against(
            share, uniformity, units.show_ratio, slack=units.RATIO_TOLERANCE
        )
        known = {
            "measured": Quantity(round(share, 6), "ratio", shown),
            "limit": Quantity(uniformity, "ratio", at),
            "gap": gap,
        }
        low = share < uniformity - units.RATIO_TOLERANCE
        found.append(failed(hall, "uneven", **known) if low else passed(hall, "even", **known))
    desks: dict[str, list[LuxReading]] = {}
    for r in study.layout.lux_readings:
        if r.of == "cash_desk":
            desks.setdefault(r.subject or hall, []).append(r)
    for subject, readings in desks.items():
        mean = math.fsum(r.lux for r in readings) / len(readings)
        error = _error(study, readings, meter_error)
        found.append(_bright(study, subject, mean, cash_desk, error))
    return found


def _error(study: Study, readings: list[LuxReading], usual: float) -> float:
    known = {i.id: i.error_share for i in study.layout.instruments}
    shares = [known.get(r.instrument) if r.instrument else None for r in readings]
    return max(usual if share is None else share for share in shares)


def _bright(study: Study, subject: str, mean: float, least: float, error: float) -> Verdict:
    shown, at, gap = units.show_against(mean, least, units.show_lux, slack=1e-9)
    known: dict[str, Any] = {
        "measured": Quantity(round(mean, 3), "lx", shown),
        "limit": Quantity(least, "lx", at),
        "tolerance": Quantity(error, "share", units.show_share(error)),
        "error": units.show_share(error),
        "gap": gap,
    }
    if mean * (1 - error) >= least - 1e-9:
        return passed(subject, **known)
    if mean * (1 + error) >= least - 1e-9:
        return uncertain(subject, "near-limit", **known)
    return failed(subject, "dark", **known)


_UNITS = {"temperature": "°C", "humidity": "%", "noise": "dB(A)", "co2": "%", "light": "lx"}


@check(codes={"ok", "outside"})
def indoor_climate(
    study: Study,
    *,
    temperature: NumberRange,
    humidity: NumberRange,
    noise: Number,
    co2: Number,
    light: Number,
) -> list[Verdict] | OnSite:
    """The latest reading of each quantity and place, against its range."""
    ranges = {
        "temperature": temperature,
        "humidity": humidity,
        "noise": (-math.inf, noise),
        "co2": (-math.inf, co2),
    }
    latest: dict[tuple[str, str], tuple[date, int, float]] = {}
    for n, reading in enumerate(study.layout.environment_readings):
        if reading.of in ranges:
            key = (reading.of, reading.zone or study.layout.id)
            entry = (reading.day or date.min, n, reading.value)
            latest[key] = max(latest.get(key, entry), entry)
    found = [_within(zone, of, value, *ranges[of]) for (of, zone), (_, _, value) in latest.items()]
    lux = [r.lux for r in study.layout.lux_readings if r.of == "hall" and r.plane == "horizontal"]
    if lux:
        mean = math.fsum(lux) / len(lux)
        found.append(_within(study.layout.id, "light", mean, light, math.inf))
    return found or OnSite()


def _within(subject: str, of: str, value: float, low: float, high: float) -> Verdict:
    unit = _UNITS[of]
    name = {lang: i18n.say(f"rules.law.climate.{of}", lang) for lang in i18n.languages()}
    limit = low if value < low or high == math.inf else high

    def show(number: float, *, digits: int = 0) -> str:
        return f"{number:.{digits}f} {unit}"

    digits = 0
    while digits < 6 and (
        round(value, digits) == round(limit, digits) != value or round(limit, digits) != limit
    ):
        digits += 1
    known: dict[str, Any] = {
        "measured": Quantity(value, unit, show(value, digits=digits)),
        "limit": Quantity(limit, unit, show(limit, digits=digits)),
        "what": name,
    }
    outside = value < low - 1e-9 or value > high + 1e-9
    return failed(subject, "outside", **known) if outside else passed(subject, **known)
