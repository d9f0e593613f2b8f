"""Glare: unified glare rating at an eye, its standard table, lamps mirrored in glossy prints.

UGR = 8 lg(0.25 / Lb * sum L² w / p²), CIE 117:1995: Lb is the background luminance from
reflected light, L and w luminance and solid angle of a lamp's luminous parts seen by the
eye, p Guth's position index.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.catalog import place
from planner.geometry import mirror
from planner.light import kernels
from planner.light.hall import HallLight
from planner.light.photometry import Photometry
from planner.light.scene import Lamp
from planner.model import natural

Array = np.ndarray[Any, Any]

EYE = 1.55  # m; standing
REACH = (1.5, 2.5)  # m; from where people look at a print
ASIDE = 30.0  # deg; and from how far to the side
SHOWS = 0.1  # share of its peak at which a lamp is still seen shining: its field angle
SMALLEST = 0.005  # m²; a smaller opening is rated as one of this size (CIE 232)


def position_index(ahead: Array, aside: Array, above: Array) -> Array:
    """Guth's position index of a lamp seen `ahead` [m] along the gaze, `aside` and `above` it.

    By the formula of CIE 117. Behind the eye it is infinite.
    """
    ahead, aside, above = (np.asarray(v, float) for v in (ahead, aside, above))
    across = np.hypot(aside, above)
    off = np.degrees(np.arctan2(across, ahead))  # from the line of sight
    turn = np.degrees(np.arctan2(np.abs(aside), above))  # from the upright plane
    one = (35.2 - 0.31889 * turn - 1.22 * np.exp(-2 * turn / 9)) * 1e-3 * off
    two = (21 + 0.26667 * turn - 0.002963 * turn**2) * 1e-5 * off**2
    return np.where(ahead > 0, np.exp(one + two), np.inf)


def seen_area(photometry: Photometry, c_deg: Array, g_deg: Array) -> Array:
    """Luminous area of a lamp as seen from a direction of its own frame [m²]."""
    along, across, height = photometry.size
    c, g = np.radians(c_deg), np.radians(g_deg)
    if photometry.is_disc:
        face = math.pi / 4 * along * across * np.abs(np.cos(g))
        side = height * max(along, across) * np.sin(g)
    else:
        face = along * across * np.abs(np.cos(g))
        side = height * np.sin(g) * (across * np.abs(np.cos(c)) + along * np.abs(np.sin(c)))
    return face + side


def _sources(candela: Array, area: Array, distance: Array) -> Array:
    """L² w of each lamp: I² / (A r²); a small opening counts as `SMALLEST`."""
    return candela**2 / (np.maximum(area, 1e-9) * distance**2)


@dataclass(frozen=True)
class Glare:
    """How much lamps dazzle one eye."""

    ugr: float
    background: float  #: [cd/m²]
    worst: str | None  #: the lamp that adds most
    off_axis_deg: float | None  #: angle of that lamp from the line of sight


def ugr_at(
    light: HallLight,
    level: str,
    eye: tuple[float, float, float],
    facing_deg: float,
) -> Glare:
    """UGR of an eye that looks level to `facing_deg`; lamps behind something do not count."""
    engine = light.levels[level].engine
    gaze = np.array([math.cos(math.radians(facing_deg)), math.sin(math.radians(facing_deg)), 0.0])
    point = np.array([eye], float)
    _, reflected = engine.at(point, gaze[None])
    weights = np.append(engine.states, light.street_lux)
    background = max(float(weights @ reflected[:, 0]) / math.pi, 1e-6)
    left = np.array([-gaze[1], gaze[0], 0.0])
    total = 0.0
    worst: tuple[float, str | None, float | None] = (0.0, None, None)
    for number, lamp in enumerate(engine.lamps):
        if engine.states[number] <= 0:
            continue
        d = np.array(lamp.at) - point[0]
        r = float(np.linalg.norm(d))
        ahead, aside, above = float(d @ gaze), float(d @ left), float(d[2])
        if ahead <= 0 or r < 0.05 or not _sees(engine, point[0], np.array(lamp.at)):
            continue
        c, g = own_angles(lamp.turn, -d / r)
        candela = float(lamp.photometry.intensity(c, g)) * engine.states[number]
        area = float(seen_area(lamp.photometry, np.array(c), np.array(g)))
        part = float(_sources(np.array(candela), np.array(area), np.array(r)))
        part /= float(position_index(np.array(ahead), np.array(aside), np.array(above))) ** 2
        total += part
        if part > worst[0]:
            worst = (part, lamp.id, math.degrees(math.acos(min(1.0, ahead / r))))
    ugr = 8 * math.log10(0.25 / background * total) if total > 0 else -math.inf
    return Glare(ugr, background, worst[1], worst[2])


def own_angles(turn: Array, direction: Array) -> tuple[float, float]:
    """C and gamma of a direction of the room in a lamp's own frame [deg]."""
    x, y, z = direction @ turn
    g = math.degrees(math.acos(max(-1.0, min(1.0, -z))))
    return math.degrees(math.atan2(y, x)) % 360.0, g


def _sees(engine: Any, one: Array, two: Array) -> bool:
    found = np.empty(max(1, len(engine.prisms)), np.int64)
    pr = engine.packed
    ends = (*map(float, one), *map(float, two))
    n = kernels._between(*ends, 0.0, pr, found)
    return bool(kernels._clear(*ends, pr, found, n))


# --- the standard table ---

ROOMS = tuple(
    [(2, y) for y in (2, 3, 4, 6, 8, 12)]
    + [(4, y) for y in (2, 3, 4, 6, 8, 12)]
    + [(8, y) for y in (4, 6, 8, 12)]
    + [(12, y) for y in (4, 6, 8)]
)
"""Width across the gaze and depth along it, in heights of the lamps above the eye."""

REFLECTANCES = ((0.7, 0.5), (0.7, 0.3), (0.5, 0.5), (0.5, 0.3), (0.3, 0.3))
"""Of ceiling and walls; the plane of the eye has 0.2."""


def ugr_table(photometry: Photometry, *, spacing: float = 0.25) -> Array:
    """UGR of the standard rooms: 19 rooms by 5 reflectances crosswise, then 5 endwise.

    CIE 117 and 190: lamps 2 m above the eye, `spacing` heights apart, the eye in the middle
    of a wall; lamps more than 85 degrees from straight down, three times as far aside as
    ahead, or nearly overhead do not count. Lb comes from the radiosity of the room between
    eye and lamps with the lamp's zonal flux, ceiling, walls and eye plane each one surface.
    Crosswise looks along C0 of EULUMDAT; an IES lamp's length lies along its C0.
    """
    height = 2.0
    step = spacing * height
    table = np.empty((len(ROOMS), 10))
    g = np.radians(np.arange(0.25, 180.0, 0.5))
    angle = np.degrees(g)
    around = np.mean([photometry.intensity(c, angle) for c in np.arange(0.0, 360.0, 7.5)], axis=0)
    zonal = around * 2 * math.pi * np.sin(g) * math.radians(0.5)
    zonal *= photometry.flux_lm / zonal.sum()
    down = angle < 90
    for row, (x, y) in enumerate(ROOMS):
        wide, deep = x * height, y * height
        xs = (np.arange(round(wide / step)) + 0.5) * step
        ys = (np.arange(round(deep / step)) + 0.5) * step
        share = _on_floor(xs, ys, wide, deep, height * np.tan(g[down]))
        floor = float((zonal[down] * share).sum())
        wall = float(zonal[down].sum()) - floor
        ceiling = float(zonal[~down].sum())
        flux = np.array([ceiling, wall, floor]) * len(xs) * len(ys)
        sums = [_table_sum(photometry, xs - wide / 2, ys, height, endwise) for endwise in (0, 1)]
        for k, (top, side) in enumerate(REFLECTANCES):
            background = _wall_light(wide, deep, height, (top, side, 0.2), flux) / math.pi
            for endwise in (0, 1):
                value = 0.25 / background * sums[endwise]
                table[row, 5 * endwise + k] = 8 * math.log10(value) if value > 0 else -math.inf
    return table


def _table_sum(photometry: Photometry, xs: Array, ys: Array, height: float, endwise: int) -> float:
    aside, ahead = (m.ravel() for m in np.meshgrid(xs, ys))
    flat = np.hypot(aside, ahead)
    distance = np.hypot(flat, height)
    g = np.degrees(np.arctan2(flat, height))
    c = np.degrees(np.arctan2(np.abs(aside), ahead))
    c = 90.0 - c if endwise else c
    index = position_index(ahead, aside, np.full_like(ahead, height))
    tall = height / ahead
    counted = (np.abs(aside) <= 3 * ahead) & (g <= 85.0) & (tall <= 1.9)
    candela = photometry.intensity(c, g)
    part = _sources(candela, seen_area(photometry, c, g), distance) / index**2
    return float(part[counted].sum())


def _on_floor(xs: Array, ys: Array, wide: float, deep: float, radii: Array) -> Array:
    """Share of the light at each radius below all lamps that falls on the floor."""
    turns = np.radians(np.arange(0.5, 360.0, 1.0))
    dx, dy = radii[:, None] * np.cos(turns), radii[:, None] * np.sin(turns)

    def inside(places: Array, offsets: Array, length: float) -> Array:
        # places are sorted: those within [-d, length - d]
        low = np.searchsorted(places, -offsets, "left")
        high = np.searchsorted(places, length - offsets, "right")
        return np.maximum(high - low, 0) / len(places)

    return (inside(xs, dx, wide) * inside(ys, dy, deep)).mean(axis=1)


def _wall_light(
    wide: float, deep: float, height: float, rho: tuple[float, float, float], flux: Array
) -> float:
    """Mean reflected light on the walls of a box of three surfaces lit by `flux` [lx]."""
    x, y = wide / height, deep / height
    f = math.log(math.sqrt((1 + x * x) * (1 + y * y) / (1 + x * x + y * y)))
    f += x * math.hypot(1, y) * math.atan(x / math.hypot(1, y))
    f += y * math.hypot(1, x) * math.atan(y / math.hypot(1, x))
    f -= x * math.atan(x) + y * math.atan(y)
    across = 2 * f / (math.pi * x * y)  # ceiling to floor
    lid, walls = wide * deep, 2 * height * (wide + deep)
    area = np.array([lid, walls, lid])
    back = (1 - across) * lid / walls  # walls to ceiling
    factors = np.array(
        [[0, 1 - across, across], [back, 1 - 2 * back, back], [across, 1 - across, 0]]
    )
    direct = flux / area
    total = np.linalg.solve(np.eye(3) - factors * np.array(rho)[None], direct)
    return float(total[1] - direct[1])


# --- lamps in glossy prints ---


@dataclass(frozen=True)
class Mirrored:
    """A lamp that an eye sees in a glossy print."""

    fixture: str
    lamp: str
    level: str
    eye: tuple[float, float, float]
    spot: tuple[float, float, float]  #: where on the print it shows [m]


def mirrored(
    light: HallLight, eyes: Sequence[tuple[float, float, float]] | None = None
) -> tuple[Mirrored, ...]:
    """Lamps mirrored in glossy prints into standing eyes, one line a print and lamp.

    Without `eyes` they stand 1.5 to 2.5 m before each print, up to 30 degrees to either side.
    Prints count whose message says ``glossy``, and lamps that are at least `SHOWS` as bright,
    seen from where they show, as at their peak.
    """
    layout = light.layout
    found = []
    for fixture in sorted(layout.fixtures, key=lambda f: natural(f.id)):
        if fixture.message is None or not fixture.message.glossy:
            continue
        placed = place(layout, fixture)
        if placed.lower is None or placed.kind.mount == "surface":
            continue
        width, depth, tall = placed.size
        nx, ny = placed.normal
        middle = np.array(
            [
                fixture.at[0] + nx * (depth / 2 + 1e-3),
                fixture.at[1] + ny * (depth / 2 + 1e-3),
                placed.lower + placed.floor_height + tall / 2,
            ]
        )
        normal, left = np.array([nx, ny, 0.0]), np.array([-ny, nx, 0.0])
        if eyes is None:
            standing = mirror.standing(middle, normal, EYE + placed.floor_height, REACH, ASIDE)
        else:
            standing = np.array(eyes, float).reshape(-1, 3)
        engine = light.levels[fixture.level].engine
        for number, lamp in enumerate(engine.lamps):
            if engine.states[number] <= 0:
                continue
            at = np.array(lamp.at, float)
            spots = mirror.images(standing, at, middle, normal)
            offset = spots - middle
            on = (np.abs(offset @ left) <= width / 2) & (np.abs(offset[:, 2]) <= tall / 2)
            rows = np.flatnonzero(on)
            sent, cosine = _share(lamp, spots[rows])
            rows = rows[sent >= SHOWS * cosine]  # its flat opening narrows with the cosine
            for eye, spot in zip(standing[rows], spots[rows], strict=True):
                lifted = spot + normal * 2e-3  # off the print's own body
                if _sees(engine, lifted, at) and _sees(engine, eye, lifted):
                    shown = Mirrored(fixture.id, lamp.id, fixture.level, _three(eye), _three(spot))
                    found.append(shown)
                    break
    return tuple(found)


def share_towards(
    photometry: Photometry,
    at: tuple[float, float, float],
    aim: tuple[float, float, float],
    facing_deg: float,
    points: Array,
) -> Array:
    """Share of its peak that a lamp at `at`, aimed at `aim`, sends to some points.

    `facing_deg` is the turn of its long side, as the layout has it.
    """
    along, across, _ = photometry.size
    facing = facing_deg - (90.0 if across > along + 1e-6 else 0.0)
    return _share(Lamp("", at, photometry, aim, facing), points)[0]


def _share(lamp: Lamp, points: Array) -> tuple[Array, Array]:
    """Share of its peak that a lamp sends to points, and the cosine off its own axis."""
    d = points - np.array(lamp.at, float)
    x, y, z = (d / np.linalg.norm(d, axis=1, keepdims=True) @ lamp.turn).T
    c = np.degrees(np.arctan2(y, x)) % 360.0
    g = np.degrees(np.arccos(np.clip(-z, -1.0, 1.0)))
    sent = lamp.photometry.intensity(c, g)
    return sent / lamp.photometry.candela.max(), np.abs(np.cos(np.radians(g)))


def _three(point: Any) -> tuple[float, float, float]:
    x, y, z = map(float, point)
    return (x, y, z)
