"""Angles in degrees, counter-clockwise from +x."""

import math


def between(a_deg: float, b_deg: float) -> float:
    """The unsigned angle between two directions [deg, 0-180].

    >>> between(350, 10)
    20.0
    """
    return abs(math.remainder(a_deg - b_deg, 360.0))


def bearing(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Direction from `start` to `end` [deg, -180 to 180].

    >>> bearing((0, 0), (0, 2))
    90.0
    """
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
