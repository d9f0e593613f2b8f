"""Colours of prints: sRGB to CIELAB and CIELCh, and the difference CIEDE2000.

White is D65, the white of sRGB itself, so that a grey has no chroma.

References
----------
IEC 61966-2-1 (sRGB); CIE 15 (CIELAB); G. Sharma, W. Wu, E. Dalal, "The CIEDE2000
color-difference formula", Color Research and Application 30 (2005).
"""

import itertools
import math
from collections.abc import Iterable
from functools import lru_cache

Lab = tuple[float, float, float]

_FROM_RGB = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)


@lru_cache(maxsize=4096)
def lab(srgb: str) -> Lab:
    """CIELAB of a colour written ``#RRGGBB``: L* 0 to 100, a*, b*.

    >>> [round(value) + 0 for value in lab("#ffffff")], round(lab("#ff0000")[0], 1)
    ([100, 0, 0], 53.2)
    """
    rgb = [int(srgb[n : n + 2], 16) / 255.0 for n in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
    # each row's own sum is the white, so that greys are exactly neutral
    x, y, z = (sum(a * v for a, v in zip(row, linear, strict=True)) / sum(row) for row in _FROM_RGB)
    fx, fy, fz = _f(x), _f(y), _f(z)
    return 116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)


def _f(t: float) -> float:
    return t ** (1.0 / 3.0) if t > (6.0 / 29.0) ** 3 else t / (3.0 * (6.0 / 29.0) ** 2) + 4.0 / 29.0


def mean(colours: Iterable[Lab]) -> Lab:
    """The middle of some colours in CIELAB."""
    some = list(colours)
    return tuple(math.fsum(c[n] for c in some) / len(some) for n in range(3))  # type: ignore[return-value]


def chroma(colour: Lab) -> float:
    """C*: how far a colour is from grey."""
    return math.hypot(colour[1], colour[2])


def hue_deg(colour: Lab) -> float:
    """h: the hue angle [deg, 0-360); red lies near 40, yellow near 100, blue near 300."""
    return math.degrees(math.atan2(colour[2], colour[1])) % 360.0


def hue_spread(hues: Iterable[float]) -> float:
    """The narrowest arc that holds some hue angles [deg].

    >>> hue_spread([350, 10, 30])
    40.0
    """
    some = sorted(hue % 360.0 for hue in hues)
    if len(some) < 2:
        return 0.0
    gaps = [b - a for a, b in itertools.pairwise(some)]
    return float(360.0 - max([*gaps, 360.0 - some[-1] + some[0]]))


@lru_cache(maxsize=65536)
def difference(one: Lab, two: Lab) -> float:
    """CIEDE2000 colour difference; 1 is about what an eye just sees."""
    l1, a1, b1 = one
    l2, a2, b2 = two
    c_mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2.0
    g = 0.5 * (1.0 - math.sqrt(c_mean**7 / (c_mean**7 + 25.0**7)))
    a1, a2 = a1 * (1.0 + g), a2 * (1.0 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1 = math.degrees(math.atan2(b1, a1)) % 360.0 if c1 else 0.0
    h2 = math.degrees(math.atan2(b2, a2)) % 360.0 if c2 else 0.0
    dl, dc = l2 - l1, c2 - c1
    turn = h2 - h1
    if c1 * c2 == 0.0:
        turn, h_mean = 0.0, h1 + h2
    else:
        if turn > 180.0:
            turn -= 360.0
        elif turn < -180.0:
            turn += 360.0
        h_mean = (h1 + h2) / 2.0
        if abs(h1 - h2) > 180.0:
            h_mean += 180.0 if h1 + h2 < 360.0 else -180.0
    dh = 2.0 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2.0))
    l_mean, c_mean = (l1 + l2) / 2.0, (c1 + c2) / 2.0
    t = (
        1.0
        - 0.17 * _cos(h_mean - 30.0)
        + 0.24 * _cos(2.0 * h_mean)
        + 0.32 * _cos(3.0 * h_mean + 6.0)
        - 0.20 * _cos(4.0 * h_mean - 63.0)
    )
    sl = 1.0 + 0.015 * (l_mean - 50.0) ** 2 / math.sqrt(20.0 + (l_mean - 50.0) ** 2)
    sc = 1.0 + 0.045 * c_mean
    sh = 1.0 + 0.015 * c_mean * t
    around_blue = 30.0 * math.exp(-(((h_mean - 275.0) / 25.0) ** 2))
    rt = -2.0 * math.sqrt(c_mean**7 / (c_mean**7 + 25.0**7))
    rt *= math.sin(math.radians(2.0 * around_blue))
    dl, dc, dh = dl / sl, dc / sc, dh / sh
    return math.sqrt(max(0.0, dl * dl + dc * dc + dh * dh + rt * dc * dh))


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


WARM_DEG = 60.0  # hue of orange; the cool pole, a greenish blue, lies opposite


def warmth(colour: Lab) -> float:
    """Where a hue lies between cool (-1) and warm (1)."""
    return _cos(hue_deg(colour) - WARM_DEG)
