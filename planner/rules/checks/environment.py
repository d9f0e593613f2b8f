"""Temperature, noise, music and smell as read, and how bright the room's surfaces are."""

import math
from collections.abc import Callable
from typing import Any

from planner import i18n, units
from planner.model import EnvironmentReading, Level
from planner.rules.check import Number, NumberRange, Share, check
from planner.rules.finding import (
    Evidence,
    OnSite,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study

UNITS = {"temperature": "°C", "humidity": "%", "noise": "dB(A)", "music": "dB(A)", "smell": ""}


@check(
    codes={
        *("ok", "too-cold", "too-warm", "too-dry", "too-damp"),
        *("too-noisy", "music-too-loud", "smells", "not-recorded"),
    }
)
def environment(
    study: Study,
    *,
    temperature: NumberRange,
    humidity: NumberRange,
    noise_most: Number,
    music_most: Number,
    smell_most: Number,
) -> list[Verdict] | OnSite:
    """Readings of the surroundings within their limits; what was not read in one line.

    Temperature [°C], relative humidity [%], noise and music [dB(A)], smell [0-3]. Each
    reading is judged for its zone, else for the hall; of several the one that is furthest
    out.
    """
    limits: dict[str, tuple[float | None, float, str | None, str]] = {
        "temperature": (*temperature, "too-cold", "too-warm"),
        "humidity": (*humidity, "too-dry", "too-damp"),
        "noise": (None, noise_most, None, "too-noisy"),
        "music": (None, music_most, None, "music-too-loud"),
        "smell": (None, smell_most, None, "smells"),
    }
    hall = study.layout.id
    read: dict[tuple[str, str], list[EnvironmentReading]] = {}
    for reading in study.layout.environment_readings:
        if reading.of in limits:
            read.setdefault((reading.of, reading.zone or hall), []).append(reading)
    if not read:
        return OnSite()
    found = []
    for (of, subject), readings in read.items():
        low, high, _, _ = limits[of]
        worst = max(readings, key=lambda r: (max(r.value - high, (low or -1e9) - r.value), r.id))
        found.append(_judge(study, subject, worst, limits[of]))
    for of in limits:
        if not any(key[0] == of for key in read):
            found.append(needs_review(hall, "not-recorded", items=(of,)))
    return _missing_named(grouped(found, hall))


def _judge(
    study: Study,
    subject: str,
    reading: EnvironmentReading,
    limits: tuple[float | None, float, str | None, str],
) -> Verdict:
    low, high, below, above = limits
    value, unit = reading.value, UNITS[reading.of]
    show = _shower(unit)
    limit = low if low is not None and value < low else high
    if low is not None and low <= value <= high:
        limit = low if value - low <= high - value else high
    shown, shown_limit, gap = units.show_against(value, limit, show, slack=1e-9)
    known: dict[str, Any] = {
        "measured": Quantity(value, unit, shown),
        "limit": Quantity(limit, unit, shown_limit),
        "what": _named(reading.of),
        "shift": gap,
    }
    if low is not None:
        known |= {
            "limit": Quantity(low, unit, show(low)),
            "limit_high": Quantity(high, unit, show(high)),
        }
    if reading.zone in study.layout.by_id:
        zone = study.layout.by_id[reading.zone]
        known["evidence"] = (Evidence(study.zone_ring(zone), Role.OFFENDS, zone.level),)
    allowed = show(high) if low is None else f"{show(low)}–{show(high)}"
    known["allowed"] = allowed
    if low is not None and value < low - 1e-9:
        return failed(subject, below or "", **known)
    if value > high + 1e-9:
        return failed(subject, above, **known)
    return passed(subject, **known)


def _shower(unit: str) -> Callable[..., str]:
    def show(value: float, *, digits: int = 0) -> str:
        number = units.show_count(value, digits=digits)
        return f"{number}{unit}" if unit in ("%", "") else f"{number} {unit}"

    return show


def _missing_named(verdicts: list[Verdict]) -> list[Verdict]:
    """The grouped line names what was not read, not the ids of anything."""
    out = []
    for verdict in verdicts:
        if verdict.code == "not-recorded":
            names = {
                lang: i18n.say("rules.and", lang).join(_named(of)[lang] for of in verdict.items)
                for lang in i18n.languages()
            }
            line = needs_review(
                verdict.subject, verdict.code, what=names, n=verdict.weight, weight=verdict.weight
            )
            out.append(line)
        else:
            out.append(verdict)
    return out


def _named(of: str) -> dict[str, str]:
    return {lang: i18n.say(f"rules.reading.{of}", lang) for lang in i18n.languages()}


@check(codes={"ok", "outside-band", "dull", "not-measured"})
def bright_surfaces(
    study: Study, *, walls_least: Share, ceiling_least: Share, scale_least: Number
) -> list[Verdict]:
    """Mean reflectance of each level's walls, by length, and of its ceiling; colour as seen.

    Somebody's impression of the colours, on a scale of 1 to 5, is at least `scale_least`.
    """
    hall = study.layout.id
    found = []
    for level in study.layout.levels:
        found.append(_walls(study, level, walls_least))
        known = _known(level.ceiling_reflectance, ceiling_least, "ceiling")
        found.append(_note(level.id, level.ceiling_reflectance, ceiling_least, known))
    for reading in study.layout.environment_readings:
        if reading.of != "colour":
            continue
        shown, limit, _ = units.show_against(
            reading.value, scale_least, units.show_count, slack=1e-9
        )
        known = {
            "measured": Quantity(reading.value, "scale", shown),
            "limit": Quantity(scale_least, "scale", limit),
            "surface": _named("colour"),
        }
        code = "ok" if reading.value >= scale_least - 1e-9 else "dull"
        found.append(passed(reading.zone or hall, code, **known))
    return grouped(found, hall)


def _walls(study: Study, level: Level, least: float) -> Verdict:
    """Glass walls reflect nothing to speak of and are left out."""
    walls = [w for w in study.layout.walls if w.level == level.id and not w.glazed]
    told = [w for w in walls if w.reflectance is not None]
    if not told:
        return needs_review(level.id, "not-measured")
    lengths = [math.dist(w.start, w.end) for w in told]
    whole = sum((w.reflectance or 0.0) * length for w, length in zip(told, lengths, strict=True))
    mean = whole / sum(lengths)
    return _note(level.id, mean, least, _known(mean, least, "walls"))


def _known(value: float, least: float, surface: str) -> dict:
    shown, limit, _ = units.show_against(value, least, units.show_share, slack=1e-9)
    return {
        "measured": Quantity(round(value, 6), "share", shown),
        "limit": Quantity(least, "share", limit),
        "surface": {lang: i18n.say(f"rules.surface.{surface}", lang) for lang in i18n.languages()},
    }


def _note(subject: str, value: float, least: float, known: dict) -> Verdict:
    return passed(subject, "ok" if value >= least - 1e-9 else "outside-band", **known)
