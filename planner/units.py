"""Quantities as people write them, and as the code keeps them.

Code keeps lengths in metres. Rule packs and screens write ``"90 cm"``, as the
training deck does, so that a threshold can be compared with its source.

Shown numbers never contradict a verdict: `show_against` rounds a measured value away
from the limit it misses and adds digits until both read consistently.
"""

import math
import re
from collections.abc import Callable
from functools import lru_cache

from planner.errors import Problem, UnitError

TOLERANCE = 1e-3  # lengths closer than a millimetre are equal [m]
ANGLE_TOLERANCE_DEG = 0.1
RATIO_TOLERANCE = 1e-9  # ratios and shares

SMALL_SHARE = 0.01  # of a limit under 10 cm: a millimetre is much of a letter's height

_METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001}
_QUANTITY = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*([a-z]+)\s*")


def length(text: str) -> float:
    """Read a length, in metres.

    >>> length("90 cm")
    0.9
    >>> length("3 m")
    3.0
    >>> length("90")
    Traceback (most recent call last):
        ...
    planner.errors.UnitError: '90' is not a length: write a number and one of m, cm, mm
    """
    match = _QUANTITY.fullmatch(text) if isinstance(text, str) else None
    if match is None or match[2] not in _METRES:
        raise UnitError(
            f"{text!r} is not a length: write a number and one of {', '.join(_METRES)}",
            problems=(Problem("units.not-a-length", values={"found": text}),),
        )
    return round(float(match[1]) * _METRES[match[2]], 6)


def slack(limit: float) -> float:
    """How far a length may miss a limit and count as equal to it [m].

    A millimetre, the accuracy of a hall measured by hand; of a limit under 10 cm a hundredth.

    >>> slack(3.0), slack(0.01)
    (0.001, 0.0001)
    """
    return min(TOLERANCE, SMALL_SHARE * abs(limit)) if limit else TOLERANCE


_slack = slack  # `show_against` has a parameter of that name


def show_length(metres: float, *, digits: int = 0) -> str:
    """Write a length the way the hall's staff say it: centimetres up to two metres.

    `digits` adds decimals, where the plain form would hide a difference.

    >>> show_length(0.9), show_length(3.0), show_length(1.104, digits=1)
    ('90 cm', '3.00 m', '110.4 cm')
    """
    if abs(metres) < 2.0:
        return f"{_round(metres * 100, digits):.{digits}f} cm"
    return f"{_round(metres, digits + 2):.{digits + 2}f} m"


def show_height(metres: float, *, digits: int = 0) -> str:
    """Write a height: always centimetres.

    >>> show_height(2.1)
    '210 cm'
    """
    return f"{_round(metres * 100, digits):.{digits}f} cm"


def show_angle(degrees: float, *, digits: int = 0) -> str:
    """Write an angle.

    >>> show_angle(45.04, digits=1)
    '45.0°'
    """
    return f"{_round(degrees, digits):.{digits}f}°"


def show_share(share: float, *, digits: int = 0) -> str:
    """Write a share as a percentage.

    >>> show_share(0.825)
    '83%'
    """
    return f"{_round(share * 100, digits):.{digits}f}%"


def show_ratio(ratio: float, *, digits: int = 2) -> str:
    """Write a ratio as a bare number.

    >>> show_ratio(1.355)
    '1.36'
    """
    return f"{_round(ratio, digits):.{digits}f}"


def show_lux(lux: float, *, digits: int = 0) -> str:
    """Write an illuminance.

    >>> show_lux(301.7)
    '302 lx'
    """
    return f"{_round(lux, digits):.{digits}f} lx"


def show_area(square_metres: float, *, digits: int = 1) -> str:
    """Write an area.

    >>> show_area(126.0)
    '126.0 m²'
    """
    return f"{_round(square_metres, digits):.{digits}f} m²"


def show_count(number: float, *, digits: int = 0) -> str:
    """Write a count, or a mean of counts.

    >>> show_count(3)
    '3'
    """
    return f"{_round(number, digits):.{digits}f}"


@lru_cache(maxsize=16384)
def show_against(
    measured: float,
    limit: float,
    show: Callable[..., str] = show_length,
    *,
    slack: float | None = None,
    most: int = 6,
) -> tuple[str, str, str]:
    """Write a measured value, the limit it is held against and the gap between them.

    Inside `slack`, else that of a length, the limit itself is shown. Otherwise digits are
    added until the shown value lies on the same side of the shown limit as the true one, by a
    gap that is not zero; the value is rounded away from the limit and the gap is rounded up.

    >>> show_against(1.104, 1.10)
    ('110.4 cm', '110.0 cm', '0.4 cm')
    >>> show_against(0.86, 0.90)
    ('86 cm', '90 cm', '4 cm')
    >>> show_against(0.9005, 0.90)
    ('90 cm', '90 cm', '0 cm')
    """
    if abs(measured - limit) <= (_slack(limit) if slack is None else slack):
        return show(limit), show(limit), show(0.0)
    away = 1.0 if measured > limit else -1.0
    shown, gap = measured, abs(measured - limit)  # where the limit has no end of digits
    for digits in range(_least(show), most + 1):
        step = _step(show, measured, digits)
        near = _step(show, limit, digits)
        if abs(limit / near - round(limit / near)) > 1e-6:
            continue  # the limit itself needs more digits
        shown = away * math.ceil(away * measured / step - 1e-6) * step
        gap = abs(shown - limit)
        if gap > 0.5 * min(step, near) and abs(measured - limit) >= 0.5 * step:
            break
    return show(shown, digits=digits), show(limit, digits=digits), show(gap, digits=digits)


def show_end(
    value: float,
    limits: tuple[float, ...],
    show: Callable[..., str] = show_length,
    *,
    up: bool,
    slack: float = RATIO_TOLERANCE,
    most: int = 6,
) -> str:
    """Write an end of an interval so that the shown interval contains the true one.

    It is rounded outwards, `up` or down, with digits added until it lies on the same side of
    each of the `limits` as the true end; inside `slack` the limit itself is shown.

    >>> show_end(0.775, (0.8,), show_ratio, up=True), show_end(0.7975, (0.8,), show_ratio, up=True)
    ('0.78', '0.798')
    >>> show_end(1.207, (1.2, 3.0), show_ratio, up=False)
    '1.20'
    """
    value = next((limit for limit in limits if abs(value - limit) <= slack), value)
    away = 1.0 if up else -1.0
    shown, digits = value, most
    for digits in range(_least(show), most + 1):
        step = _step(show, value, digits)
        shown = away * math.ceil(away * value / step - 1e-6) * step
        if all((value > limit) == (shown > limit - 1e-12) for limit in limits if value != limit):
            break
    return show(shown, digits=digits)


def _round(value: float, digits: int) -> float:
    """Half away from zero, free of binary dust, and never minus zero."""
    scale = 10.0**digits
    return math.copysign(math.floor(abs(value) * scale + 0.5 + 1e-9) / scale, value) + 0.0


def _least(show: Callable[..., str]) -> int:
    return {show_ratio: 2, show_area: 1}.get(show, 0)


def _step(show: Callable[..., str], value: float, digits: int) -> float:
    """The last shown digit's worth, in the unit of `value`."""
    if show in (show_share, show_height) or (show is show_length and abs(value) < 2.0):
        return 10.0 ** -(digits + 2)
    if show is show_length:
        return 10.0 ** -(digits + 2)
    return 10.0**-digits
