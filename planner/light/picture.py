# ruff: noqa: E501 - a line of SVG is one line
"""Light as pictures: false-colour map with isolux lines, bars of ratios, polar and cone.

Everything is data first and SVG text second, without a library. Map fragments take a
`place` that turns metres of the plan into the picture's units, so that board, plan and
report lay the same map under their own lines. Ink is ``currentColor`` where a page may be
dark; colours of the map are fixed, and its ramp rises in lightness all the way.
"""

import base64
import math
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from shapely import Polygon

from planner import i18n, units
from planner.light.hall import HallLight
from planner.light.photometry import Photometry
from planner.light.ratios import Ratio
from planner.model.shapes import floor

Array = np.ndarray[Any, Any]
Place = Callable[[float, float], tuple[float, float]]

RAMP = (
    "#0B1D4A",
    "#17306B",
    "#3A4A7C",
    "#51597E",
    "#6A6C80",
    "#827F78",
    "#9A9270",
    "#C9B655",
    "#F2DC62",
    "#FFF6C8",
)
ISOLUX = (50.0, 100.0, 150.0, 200.0, 300.0, 500.0, 750.0, 1000.0, 1500.0, 2000.0)
DARKEST, BRIGHTEST = 30.0, 2000.0  # lx; ends of the ramp, which is even in the logarithm
SHORTEST_LABELLED = 14  # points of a line that carries its value
CLEAR = 0.9  # m; as far from a label is far enough
FINER = 4  # pixels of the map a raster step


@dataclass(frozen=True)
class LuxMap:
    """Light on a level's working plane."""

    level: str
    origin: tuple[float, float]  #: lower left corner of the raster [m]
    step: float  #: [m]
    lux: Array  #: rows from the plan's bottom up, columns from its left; nan where none is
    floor: Polygon

    def isolux(self, levels: Sequence[float] = ISOLUX) -> dict[float, list[Array]]:
        """Lines of equal light by level: arrays of plan points [m]."""
        x0, y0 = self.origin[0] + self.step / 2, self.origin[1] + self.step / 2
        found = {}
        for level in levels:
            lines = contour(self.lux, level)
            if lines:
                found[level] = [np.array((x0, y0)) + line * self.step for line in lines]
        return found

    def labels(
        self, avoid: Sequence[tuple[float, float]] = (), levels: Sequence[float] = ISOLUX
    ) -> dict[float, tuple[float, float]]:
        """Where each line of equal light carries its value: on its longest piece, in the open.

        `avoid` are places of the plan that something else is drawn at [m]. A line too short
        to carry a value has none.
        """
        taken = list(avoid)
        found = {}
        for level, pieces in self.isolux(levels).items():
            longest = max(pieces, key=len)
            if len(longest) <= SHORTEST_LABELLED:
                continue
            spots = longest[:: max(1, len(longest) // 24)]
            if taken:
                gap = np.hypot(*(spots[:, None] - np.array(taken)[None]).transpose(2, 0, 1))
                room = np.minimum(gap.min(axis=1), CLEAR)
            else:
                room = np.zeros(len(spots))
            # of the places that are clear, the one nearest to the middle of the line
            middle = np.abs(np.arange(len(spots)) - (len(spots) - 1) / 2) / len(spots)
            x, y = spots[int(np.argmax(room - 0.1 * middle))]
            found[level] = (float(x), float(y))
            taken.append(found[level])
        return found

    def values(self, pitch: float = 2.0) -> list[tuple[float, float, float]]:
        """Readings to print: (x, y, lux) about every `pitch` metres."""
        every = max(1, round(pitch / self.step))
        found = []
        rows, columns = self.lux.shape
        for r in range(every // 2, rows, every):
            for c in range(every // 2, columns, every):
                value = float(self.lux[r, c])
                if math.isfinite(value):
                    x = self.origin[0] + (c + 0.5) * self.step
                    y = self.origin[1] + (r + 0.5) * self.step
                    found.append((round(x, 3), round(y, 3), value))
        return found


def lux_map(
    light: HallLight, level: str | None = None, states: Mapping[str, float] | None = None
) -> LuxMap:
    """The map of one level, the first by default; `states` as in `HallLight.lux`."""
    name = level or next(iter(light.levels))
    part = light.levels[name]
    values = light.lux(states)[name][part.engine.place("hall")].copy()
    values[part.engine.covered[part.engine.place("hall")]] = np.nan
    return LuxMap(
        name,
        part.origin,
        part.step,
        values.reshape(part.shape),
        floor(light.layout.by_id[name]),
    )


def contour(grid: Array, level: float) -> list[Array]:
    """Marching squares: lines where a grid crosses `level`, as arrays of (column, row).

    Cells with a corner that is not a number are left out. Lines are joined end to end,
    longest first.
    """
    above = grid > level
    known = np.isfinite(grid)
    cell = known[:-1, :-1] & known[1:, :-1] & known[:-1, 1:] & known[1:, 1:]
    code = (
        above[:-1, :-1] * 1 + above[:-1, 1:] * 2 + above[1:, 1:] * 4 + above[1:, :-1] * 8
    ) * cell
    ends: dict[tuple[int, int, int], list[tuple[int, int, int]]] = {}
    # edges of a cell: 0 below, 1 right, 2 above, 3 left; each named by its lower left node
    sides = {
        1: [(3, 0)], 2: [(0, 1)], 3: [(3, 1)], 4: [(1, 2)], 6: [(0, 2)], 7: [(3, 2)],
        8: [(2, 3)], 9: [(2, 0)], 11: [(2, 1)], 12: [(1, 3)], 13: [(1, 0)], 14: [(0, 3)],
    }  # fmt: skip
    for r, c in np.argwhere((code > 0) & (code < 15)):
        kind = int(code[r, c])
        if kind in (5, 10):  # a saddle: its middle decides
            high = grid[r : r + 2, c : c + 2].mean() > level
            pairs = [(3, 2), (1, 0)] if (kind == 5) == high else [(3, 0), (1, 2)]
        else:
            pairs = sides[kind]
        names = ((0, r, c), (1, r, c + 1), (0, r + 1, c), (1, r, c))
        for a, b in pairs:
            one, two = names[a], names[b]
            ends.setdefault(one, []).append(two)
            ends.setdefault(two, []).append(one)
    lines = []
    left = dict.fromkeys(sorted(ends, key=lambda e: (len(ends[e]) != 1, e)))
    while left:
        start = next(iter(left))
        chain = [start]
        del left[start]
        while True:
            after = [e for e in ends[chain[-1]] if e in left]
            if not after:
                break
            chain.append(after[0])
            del left[after[0]]
        if len(chain) > 2 and chain[0] in ends[chain[-1]]:
            chain.append(chain[0])
        if len(chain) > 1:
            lines.append(np.array([_crossing(grid, level, edge) for edge in chain]))
    return sorted(lines, key=lambda line: -len(line))


def _crossing(grid: Array, level: float, edge: tuple[int, int, int]) -> tuple[float, float]:
    upright, r, c = edge
    a = grid[r, c]
    b = grid[r + 1, c] if upright else grid[r, c + 1]
    t = (level - a) / (b - a)
    return (c, r + t) if upright else (c + t, r)


# --- colours ---


def colour(lux: float) -> str:
    """The ramp's colour of an illuminance.

    >>> colour(10.0), colour(5000.0)
    ('#0b1d4a', '#fff6c8')
    """
    r, g, b = (int(v) for v in _colours(np.array([lux]))[0])
    return f"#{r:02x}{g:02x}{b:02x}"


def _colours(lux: Array) -> Array:
    """Red, green and blue of illuminances, as whole numbers up to 255."""
    stops = np.array([[int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in RAMP], float)
    share = np.log(np.clip(lux, DARKEST, BRIGHTEST) / DARKEST) / math.log(BRIGHTEST / DARKEST)
    x = share * (len(stops) - 1)
    i = np.minimum(x.astype(int), len(stops) - 2)
    t = (x - i)[..., None]
    return np.round(stops[i] * (1 - t) + stops[i + 1] * t).astype(np.uint8)


def map_png(picture: LuxMap, *, finer: int = FINER) -> bytes:
    """The map as a PNG, `finer` pixels a raster step; its corners are the raster's corners."""
    filled = _filled(picture.lux)
    rows, columns = filled.shape
    y = (np.arange(rows * finer) + 0.5) / finer - 0.5
    x = (np.arange(columns * finer) + 0.5) / finer - 0.5
    fine = _between(_between(filled, y, 0), x, 1)
    pixels = _colours(fine)[::-1]  # a picture's first row is its top
    lines = b"".join(b"\x00" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def _filled(lux: Array) -> Array:
    """The raster without gaps: a gap takes the mean of its neighbours, from its rim inwards."""
    out = lux.astype(float).copy()
    if not np.isfinite(out).any():
        return np.zeros_like(out)
    while not np.isfinite(out).all():
        wide = np.pad(out, 1, constant_values=np.nan)
        near = np.stack([wide[:-2, 1:-1], wide[2:, 1:-1], wide[1:-1, :-2], wide[1:-1, 2:]])
        known = np.isfinite(near)
        total = np.where(known, near, 0.0).sum(axis=0)
        count = known.sum(axis=0)
        fill = ~np.isfinite(out) & (count > 0)
        out[fill] = total[fill] / count[fill]
    return out


def _between(grid: Array, at: Array, axis: int) -> Array:
    n = grid.shape[axis]
    if n == 1:
        return np.repeat(grid, len(at), axis=axis)
    x = np.clip(at, 0, n - 1)
    i = np.minimum(x.astype(int), n - 2)
    t = (x - i).reshape((-1, 1) if axis == 0 else (1, -1))
    return np.take(grid, i, axis) * (1 - t) + np.take(grid, i + 1, axis) * t


# --- SVG ---


def upright(x: float, y: float) -> tuple[float, float]:
    """Metres with y down, as SVG wants it: the default `place`."""
    return (x, -y)


def map_svg(
    picture: LuxMap,
    *,
    place: Place = upright,
    text: float = 0.22,
    values: bool = False,
    levels: Sequence[float] = ISOLUX,
    avoid: Sequence[tuple[float, float]] = (),
) -> str:
    """The map as an SVG group: colours clipped to the floor, white isolux lines, numbers in pills.

    Parameters
    ----------
    place : callable
        Metres of the plan to units of the picture; it may shift, scale and flip, not turn.
    text : float
        Height of the numbers, in units of the picture.
    values : bool
        Also print the light about every two metres.
    avoid : sequence of (x, y)
        Places of the plan where lines carry no value, for something else is drawn there [m].
    """
    rows, columns = picture.lux.shape
    x0, y0 = picture.origin
    a = place(x0, y0 + rows * picture.step)
    b = place(x0 + columns * picture.step, y0)
    left, top = min(a[0], b[0]), min(a[1], b[1])
    wide, high = abs(b[0] - a[0]), abs(b[1] - a[1])
    data = base64.b64encode(map_png(picture)).decode("ascii")
    name = f"lux-{picture.level}"
    rings = [picture.floor.exterior, *picture.floor.interiors]
    clip = " ".join(_path(np.array(ring.coords), place) + "Z" for ring in rings)
    parts = [
        f'<g class="lux-map"><clipPath id="{escape(name)}"><path clip-rule="evenodd" d="{clip}"/>'
        f'</clipPath><g clip-path="url(#{escape(name)})">',
        f'<image x="{left:.4g}" y="{top:.4g}" width="{wide:.4g}" height="{high:.4g}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{data}"/>',
    ]
    numbers = picture.values() if values else []
    labels = picture.labels([*avoid, *((x, y) for x, y, _ in numbers)], levels)
    pills = [(*place(*spot), f"{level:.0f}") for level, spot in labels.items()]
    pills += [(*place(x, y), f"{value:.0f}") for x, y, value in numbers]
    for level, lines in picture.isolux(levels).items():
        d = " ".join(_path(line, place) for line in lines)
        width = text * (0.11 if level % 500 == 0 else 0.06)
        parts.append(
            f'<path d="{d}" fill="none" stroke="#fff" stroke-opacity="0.9" stroke-width="{width:.4g}"/>'
        )
    parts.append("</g>")
    parts += [_pill(x, y, words, text) for x, y, words in pills]
    return "".join(parts) + "</g>"


def _path(points: Array, place: Place) -> str:
    spots = [place(float(x), float(y)) for x, y in points]
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in spots)


def _pill(x: float, y: float, words: str, text: float) -> str:
    wide = text * (0.62 * len(words) + 0.7)
    return (
        f'<rect x="{x - wide / 2:.3f}" y="{y - 0.7 * text:.3f}" width="{wide:.3f}" height="{1.4 * text:.3f}" '
        f'rx="{0.7 * text:.3f}" fill="#fff" fill-opacity="0.92"/>'
        f'<text x="{x:.3f}" y="{y + 0.36 * text:.3f}" font-size="{text:.4g}" text-anchor="middle" '
        f'fill="#18212C">{escape(words)}</text>'
    )


def bar_svg(*, width: float = 260.0, text: float = 11.0) -> str:
    """The colour bar with its values, as an SVG group `width` wide."""
    steps = 60
    low, high = math.log(DARKEST), math.log(BRIGHTEST)
    each = width / steps
    parts = []
    for k in range(steps):
        lux = math.exp(low + (high - low) * (k + 0.5) / steps)
        parts.append(
            f'<rect x="{k * each:.2f}" y="0" width="{each + 0.3:.2f}" height="{text:.4g}" fill="{colour(lux)}"/>'
        )
    for level in (50, 100, 200, 300, 500, 1000, 2000):
        x = (math.log(level) - low) / (high - low) * width
        anchor = "end" if level == 2000 else "middle"
        parts.append(
            f'<text x="{x:.2f}" y="{2.2 * text:.4g}" font-size="{text:.4g}" text-anchor="{anchor}" '
            f'fill="currentColor">{level}</text>'
        )
    return f'<g class="lux-bar">{"".join(parts)}<text x="{width + 6:.4g}" y="{2.2 * text:.4g}" font-size="{text:.4g}" fill="currentColor">lx</text></g>'


def ratio_bars(
    found: Sequence[Ratio],
    bands: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    *,
    lang: str,
    width: float = 420.0,
) -> str:
    """Each ratio as a dot with its interval against the band of its place, as an SVG picture.

    `names` are the places' names in `lang`; a filled dot was measured, a hollow one predicted.
    """
    shown = [r for r in found if r.value is not None]
    row, head, name_wide, value_wide = 24.0, 22.0, 130.0, 52.0
    most = max([4.5, *(r.interval[1] for r in shown if r.interval)]) if shown else 4.5
    most = math.ceil(min(most, 8.0) * 2) / 2
    plot = width - name_wide - value_wide
    high = head + row * len(shown) + 8

    def at(ratio: float) -> float:
        return name_wide + plot * min(ratio, most) / most

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {high:.0f}" font-size="11" fill="currentColor" role="img">'
        f"<title>{escape(i18n.say('light.ratio-bars', lang))}</title>"
    ]
    for tick in range(math.floor(most) + 1):
        parts.append(
            f'<path d="M{at(tick):.1f} {head - 4:.1f}V{high - 4:.1f}" stroke="currentColor" stroke-opacity="0.15"/>'
            f'<text x="{at(tick):.1f}" y="12" text-anchor="middle">{tick}</text>'
        )
    for number, ratio in enumerate(shown):
        y = head + row * (number + 0.5)
        assert ratio.value is not None
        band = bands.get(ratio.of)
        if band:
            parts.append(
                f'<rect x="{at(band[0]):.1f}" y="{y - 8:.1f}" width="{at(band[1]) - at(band[0]):.1f}" height="16" rx="3" fill="#1B7340" fill-opacity="0.18"/>'
            )
        outcome = ratio.outcome(*band) if band else "none"
        ink = {"passed": "#1B7340", "failed": "#BC5000", "uncertain": "#3F5A7A"}.get(
            outcome, "currentColor"
        )
        if ratio.interval:
            a, b = ratio.interval
            parts.append(
                f'<path d="M{at(a):.1f} {y:.1f}H{at(b):.1f}" stroke="{ink}" stroke-width="2"/>'
            )
        fill = ink if ratio.source == "measured" else "none"
        parts.append(
            f'<circle cx="{at(ratio.value):.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{ink}" stroke-width="2"/>'
            f'<text x="{name_wide - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{escape(names.get(ratio.id, ratio.id))}</text>'
            f'<text x="{width - 4:.1f}" y="{y + 4:.1f}" text-anchor="end">{escape(units.show_ratio(ratio.value))}</text>'
        )
    return "".join(parts) + "</svg>"


def polar_svg(lamp: Photometry, *, size: float = 240.0) -> str:
    """The polar diagram: C0-C180 solid, C90-C270 dashed, straight down below."""
    middle, radius = size / 2, size / 2 - 16
    peak = float(lamp.candela.max())
    nice = _nice(peak)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size:.0f} {size:.0f}" font-size="9" fill="currentColor" role="img">'
        f"<title>{escape(lamp.name)}</title>"
    ]
    for k in range(1, 5):
        r = radius * k / 4
        parts.append(
            f'<circle cx="{middle}" cy="{middle}" r="{r:.1f}" fill="none" stroke="currentColor" stroke-opacity="0.2"/>'
            f'<text x="{middle + 3:.1f}" y="{middle + r - 2:.1f}">{nice * k / 4:.0f}</text>'
        )
    for a in range(0, 360, 30):
        x, y = math.sin(math.radians(a)), math.cos(math.radians(a))
        parts.append(
            f'<path d="M{middle} {middle}L{middle + x * radius:.1f} {middle + y * radius:.1f}" stroke="currentColor" stroke-opacity="0.12"/>'
        )
    g = np.arange(0.0, 180.1, 1.0)
    for planes, dash in (((0.0, 180.0), ""), ((90.0, 270.0), ' stroke-dasharray="4 3"')):
        right = lamp.intensity(np.full_like(g, planes[0]), g) / nice * radius
        left = lamp.intensity(np.full_like(g, planes[1]), g) / nice * radius
        s, c = np.sin(np.radians(g)), np.cos(np.radians(g))
        xs = np.concatenate([(middle + right * s), (middle - left * s)[::-1]])
        ys = np.concatenate([(middle + right * c), (middle + left * c)[::-1]])
        d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs, ys, strict=True)) + "Z"
        parts.append(f'<path d="{d}" fill="none" stroke="#1D5BB8" stroke-width="1.6"{dash}/>')
    parts.append(f'<text x="{size - 4:.0f}" y="{size - 4:.0f}" text-anchor="end">cd</text>')
    return "".join(parts) + "</svg>"


def _nice(value: float) -> float:
    """The next of 1, 2, 4, 5, 8 times a power of ten."""
    ten = 10.0 ** math.floor(math.log10(value))
    return next(k * ten for k in (1, 2, 4, 5, 8, 10) if k * ten >= value * (1 - 1e-9))


@dataclass(frozen=True)
class Cone:
    """What a lamp's beam makes at one distance."""

    distance: float  #: [m]
    width: float  #: diameter where the intensity has fallen to half [m]
    lux: float  #: in its middle


def cones(
    lamp: Photometry, distances: Sequence[float] = (1.0, 1.5, 2.0, 2.5, 3.0)
) -> tuple[Cone, ...]:
    """Diameter and light of the beam straight below the lamp.

    >>> from planner.light.photometry import generic
    >>> cone = cones(generic("spot", beam_deg=60.0), (2.0,))[0]
    >>> round(cone.width, 2)  # 2 · 2 m · tan 30°
    2.31
    """
    half = math.radians(min(lamp.beam_deg, 178.0) / 2)
    ahead = float(lamp.intensity(0.0, 0.0))
    return tuple(Cone(d, 2 * d * math.tan(half), ahead / d**2) for d in distances)


def cone_svg(lamp: Photometry, *, size: float = 240.0) -> str:
    """The cone diagram: diameter and light at each metre below the lamp, widths to one scale."""
    rows = cones(lamp)
    deepest = rows[-1]
    middle, top, bottom, half = 0.31 * size, 12.0, 0.78 * size, 0.21 * size
    wide = half / deepest.width if deepest.width > 0 else 0.0
    deep = (bottom - top) / deepest.distance
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size:.0f} {bottom + 10:.0f}" font-size="9" fill="currentColor" role="img">'
        f"<title>{escape(lamp.name)}</title>"
    ]
    parts.append(
        f'<path d="M{middle:.1f} {top}L{middle - half:.1f} {bottom:.1f}H{middle + half:.1f}Z" fill="#F2DC62" fill-opacity="0.35" stroke="#9A9270"/>'
    )
    for row in rows:
        y, x = top + row.distance * deep, row.width * wide
        parts.append(
            f'<path d="M{middle - x:.1f} {y:.1f}H{middle + x:.1f}" stroke="currentColor" stroke-opacity="0.4"/>'
            f'<text x="0" y="{y + 3:.1f}">{row.distance:.1f} m</text>'
            f'<text x="{middle + half + 6:.1f}" y="{y + 3:.1f}">⌀ {row.width:.2f} m · {row.lux:.0f} lx</text>'
        )
    return "".join(parts) + "</svg>"
