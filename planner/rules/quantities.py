"""Measured values beside their limits, written so that they never contradict a verdict."""

from collections.abc import Callable
from typing import Any

from planner import units
from planner.rules.finding import Quantity

_SHOW: dict[str, tuple[Callable[..., str], float]] = {
    "m": (units.show_length, units.TOLERANCE),
    "deg": (units.show_angle, units.ANGLE_TOLERANCE_DEG),
    "share": (units.show_share, units.RATIO_TOLERANCE),
    "ratio": (units.show_ratio, units.RATIO_TOLERANCE),
    "m2": (units.show_area, units.TOLERANCE),
    "count": (units.show_count, units.RATIO_TOLERANCE),
    "per_m": (lambda v, *, digits=1: units.show_ratio(v, digits=max(digits, 1)), 1e-9),
}


def held(measured: float, limit: float, unit: str) -> dict[str, Any]:
    """`measured`, `limit` and the `gap` between them, as a verdict takes them.

    >>> held(0.86, 1.0, "m")["gap"]
    '14 cm'
    """
    show = _SHOW[unit][0]
    one, two, gap = units.show_against(measured, limit, show, slack=_slack(limit, unit))
    return {
        "measured": Quantity(round(measured, 6), unit, one),
        "limit": Quantity(limit, unit, two),
        "gap": gap,
    }


def _slack(limit: float, unit: str) -> float:
    return units.slack(limit) if unit == "m" else _SHOW[unit][1]


def at_least(measured: float, limit: float, unit: str) -> bool:
    """Whether a value reaches a limit, within the unit's slack."""
    return measured >= limit - _slack(limit, unit)


def at_most(measured: float, limit: float, unit: str) -> bool:
    """Whether a value stays under a limit, within the unit's slack."""
    return measured <= limit + _slack(limit, unit)
