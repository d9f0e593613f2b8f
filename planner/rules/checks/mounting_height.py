"""How high a poster hangs."""

import math

from planner import i18n, units
from planner.catalog import Placed
from planner.rules.check import Length, LengthRange, Word, check
from planner.rules.finding import (
    Evidence,
    Fix,
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


@check(codes={"ok", "too-low", "too-high", "near-limit", "not-measured", "not-drawn"})
def mounting_height(
    study: Study, *, anchor: Word, band: LengthRange, tolerance: Length, settle: Length
) -> list[Verdict]:
    """Height of a poster's anchor above the local floor, within `band` [m].

    `anchor` is ``lower-edge`` or ``centre``. Up to `tolerance` beyond the band nobody can
    say; a proposed move ends `settle` inside it.
    """
    hall = study.layout.id
    if not study.posters:
        return [needs_review(hall, "not-drawn")]
    found = (_judge(p, anchor, band, tolerance, settle) for p in study.posters)
    return grouped(list(found), hall)


def _judge(
    p: Placed, anchor: str, band: tuple[float, float], tolerance: float, settle: float
) -> Verdict:
    evidence = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
    if p.lower is None:
        return needs_review(p.id, "not-measured", evidence=evidence)
    measured = p.lower if anchor == "lower-edge" else p.lower + p.size[2] / 2
    low, high = band
    limit = low if measured < low else high
    told = measured
    for edge in (low - tolerance, low, high, high + tolerance):  # inside the slack it is shown
        told = edge if abs(measured - edge) <= units.TOLERANCE * (1.0 + 1e-6) else told
    shown, _, gap = units.show_against(told, limit, units.show_height)
    if low <= measured <= high:
        shown, gap = _within(measured, band), units.show_height(0.0)
    known = {
        "measured": Quantity(round(measured, 6), "m", shown),
        "limit": Quantity(low, "m", units.show_height(low)),
        "limit_high": Quantity(high, "m", units.show_height(high)),
        "tolerance": Quantity(tolerance, "m", units.show_height(tolerance)),
        "anchor": {lang: i18n.say(f"rules.anchor.{anchor}", lang) for lang in i18n.languages()},
        "shift": gap,
        "evidence": evidence,
    }
    if low - units.TOLERANCE <= measured <= high + units.TOLERANCE:
        return passed(p.id, **known)
    goal = low + settle if measured < low else high - settle
    lower = round(p.lower + goal - measured, 3)
    known |= {
        "shifts": _shifts(gap, measured, band),
        "move": _move(shown, goal),
        "goal": _exact(max(0.0, lower)),
        "fix": Fix(p.id, {"height": max(0.0, lower)}),
    }
    slack = units.TOLERANCE
    if low - tolerance - slack <= measured <= high + tolerance + slack:
        return uncertain(p.id, "near-limit", **known)
    return failed(p.id, "too-low" if measured < low else "too-high", **known)


def _shifts(gap: str, measured: float, band: tuple[float, float]) -> str:
    """From the least to the most that brings a height into the band, e.g. ``4–24 cm``."""
    number, unit = gap.split()
    digits = len(number.partition(".")[2])
    far = max(abs(edge - measured) for edge in band) * 100
    most = math.floor(far * 10**digits + 1e-6) / 10**digits
    return f"{number}–{most:.{digits}f} {unit}"


def _move(shown: str, goal: float) -> str:
    """How far from a measured value, as shown, to the goal: the two add up as people read them."""
    number = shown.split()[0]
    digits = max(len(number.partition(".")[2]), len(_exact(goal).split()[0].partition(".")[2]))
    return units.show_height(abs(float(number) / 100 - goal), digits=digits)


def _exact(metres: float) -> str:
    """A height in as many digits as it has, up to tenths of a millimetre."""
    digits = next((d for d in range(3) if abs(round(metres * 100, d) - metres * 100) < 1e-6), 2)
    return units.show_height(metres, digits=digits)


def _within(measured: float, band: tuple[float, float]) -> str:
    """A value inside a band, shown inside it."""
    for digits in range(4):
        shown = units.show_height(measured, digits=digits)
        if band[0] - 1e-9 <= float(shown.split()[0]) / 100 <= band[1] + 1e-9:
            return shown
    return units.show_height(measured, digits=4)
