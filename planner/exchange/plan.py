"""A foreign plan: lines without meaning, and what can be read out of them.

The unit is inferred, since drawings lie about it: from dimension texts that name feet,
inches or a unit; from the radius of door swings; from the overall extent; the declared unit
counts little. Walls are pairs of parallel lines; rooms are what they enclose; the outline is
the rooms with the walls between them.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon

from planner.errors import PlanError, Problem
from planner.i18n import say
from planner.model import Layout, mistakes

Vector = tuple[float, float]

METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}
DOOR_LEAF = (0.55, 1.30)  # m; from toilet doors to wide single leaves
EXTENT = (3.0, 150.0)  # m; longer side of a hall or the house around it
WALL = (0.05, 0.45)  # m; thickness
SHORTEST_WALL = 0.10  # m; a pier between two doors
WIDEST_DOORWAY = 1.9  # m; a gap in an inner wall that is taken for a doorway
WIDEST_GAP = 3.2  # m; a doorway that is bridged to close a room
SMALLEST_ROOM = 0.8  # m²
SMALLEST_HALL = 4.0  # m²
MOST_LINES = 6_000  # wall lines looked at; beyond that the longest

_WALL_NAME = re.compile(r"wall|mur|wand|muro|墙|牆", re.IGNORECASE)
_DOOR_NAME = re.compile(r"door|t[üu]r|porte|puerta|门|門", re.IGNORECASE)
_WINDOW_NAME = re.compile(r"window|glaz|fenster|fen[eê]tre|窗", re.IGNORECASE)
_OPENING_NAME = re.compile(r"opening|header", re.IGNORECASE)
_NO_WALL = re.compile(r"footer|footing|stem|beam|dim|text|note|hatch|furn", re.IGNORECASE)
_FEET = re.compile(r"^\s*(\d+)\s*['′]\s*-?\s*(?:(\d+(?:\.\d+)?)\s*(?:[\"″]|''))?\s*$")
_INCHES = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:[\"″]|in\b)\s*$")
_METRIC = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(mm|cm|m)\s*$")
_STATED = re.compile(
    r"units?\s*[:=]\s*(mm|cm|m|inch(?:es)?|in|feet|ft)\b|单位\s*[:：]?\s*(mm|cm|m|毫米|厘米|米)",
    re.IGNORECASE,
)
_SAID = {"毫米": "mm", "厘米": "cm", "米": "m", "inch": "in", "inches": "in", "feet": "ft"}


@dataclass(frozen=True, slots=True)
class Line:
    """A straight piece, in drawing units."""

    layer: str
    start: Vector
    end: Vector


@dataclass(frozen=True, slots=True)
class Arc:
    """A circular piece, in drawing units."""

    layer: str
    centre: Vector
    start: Vector
    end: Vector
    sweep_deg: float

    @property
    def radius(self) -> float:
        """Distance of its ends from its centre."""
        return math.dist(self.centre, self.start)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the drawing."""

    layer: str
    text: str
    at: Vector


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension: what it measures in drawing units, and what it says."""

    measured: float
    text: str


@dataclass(frozen=True, slots=True)
class UnitGuess:
    """One unit, how well it fits, and what speaks for it."""

    unit: str
    score: float
    reasons: tuple[Problem, ...]
    size: Vector  # of what is drawn, in this unit [m]


@dataclass(frozen=True)
class Plan:
    """What a drawing holds, in drawing units."""

    declared: str | None
    lines: tuple[Line, ...]
    arcs: tuple[Arc, ...] = ()
    rings: tuple[tuple[str, tuple[Vector, ...]], ...] = ()
    words: tuple[Words, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    warnings: tuple[Problem, ...] = field(default=())

    @cached_property
    def layers(self) -> dict[str, int]:
        """Layers that hold lines or arcs, with how many."""
        counts: dict[str, int] = {}
        for layer in [*(one.layer for one in self.lines), *(one.layer for one in self.arcs)]:
            counts[layer] = counts.get(layer, 0) + 1
        return dict(sorted(counts.items()))

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Extent of what is drawn."""
        points = np.array([p for piece in self.lines for p in (piece.start, piece.end)])
        if len(points) == 0:
            points = np.array([p for arc in self.arcs for p in (arc.start, arc.end)])
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)

    @cached_property
    def guesses(self) -> tuple[UnitGuess, ...]:
        """Units from the likeliest down."""
        found = [self._guess(unit) for unit in METRES]
        return tuple(sorted(found, key=lambda guess: -guess.score))

    @property
    def unit(self) -> str:
        """The likeliest unit."""
        return self.guesses[0].unit

    def _guess(self, unit: str) -> UnitGuess:
        scale = METRES[unit]
        score, reasons = 0.0, []
        x0, y0, x1, y1 = self.bounds
        size = ((x1 - x0) * scale, (y1 - y0) * scale)
        if self.declared == unit:
            score += 1.0
            reasons.append(Problem("exchange.unit-declared"))
        told = [v for d in self.dimensions if (v := _told(d.text)) is not None]
        fits = [
            abs(v - d.measured * scale) <= max(0.02 * v, 0.02)
            for d in self.dimensions
            if (v := _told(d.text)) is not None
        ]
        if told and sum(fits) >= 0.6 * len(fits):
            score += 6.0
            reasons.append(Problem("exchange.unit-dimensions", values={"n": sum(fits)}))
        for words in self.words:
            if (match := _STATED.search(words.text)) is not None:
                said = (match[1] or match[2]).lower()
                if _SAID.get(said, said) == unit:
                    score += 3.0
                    reasons.append(Problem("exchange.unit-stated"))
                    break
        swings = [arc.radius * scale for arc in self.arcs if 75 <= arc.sweep_deg <= 105]
        doors = [r for r in swings if DOOR_LEAF[0] <= r <= DOOR_LEAF[1]]
        if doors and len(doors) >= 0.4 * len(swings):
            score += 4.0
            values = {"n": len(doors), "width": f"{float(np.median(doors)):.2f}"}
            reasons.append(Problem("exchange.unit-doors", values=values))
        longer = max(size)
        if EXTENT[0] <= longer <= EXTENT[1]:
            score += 2.0 if 5.0 <= longer <= 80.0 else 1.0
            reasons.append(Problem("exchange.unit-extent"))
        return UnitGuess(unit, score, tuple(reasons), size)

    def describe(self, lang: str, *, unit: str | None = None) -> list[str]:
        """What was found, in sentences: unit, sizes, warnings."""
        chosen = unit or self.unit
        guess = next(g for g in self.guesses if g.unit == chosen)
        size = {"x": f"{guess.size[0]:.2f}", "y": f"{guess.size[1]:.2f}"}
        lines = [say("exchange.unit-chosen", lang, unit=chosen, **size)]
        lines += [f"  {mistakes.say(reason, lang)}" for reason in guess.reasons]
        if self.declared and self.declared != chosen:
            other = next(g for g in self.guesses if g.unit == self.declared)
            lie = {"x": f"{other.size[0]:.2f}", "y": f"{other.size[1]:.2f}"}
            lines.append(say("exchange.unit-lie", lang, unit=self.declared, **lie))
        lines += [mistakes.say(problem, lang) for problem in self.warnings]
        return lines

    def to_layout(
        self,
        *,
        unit: str | None = None,
        layers: Iterable[str] | None = None,
        hall_id: str = "imported",
    ) -> Layout:
        """A hall from the plan: outline, walls, doors, windows; origin at its lower left.

        Parameters
        ----------
        unit : str, optional
            One of `METRES`; the inferred one where not given.
        layers : iterable of str, optional
            Layers that hold walls; chosen by name and by content where not given.
        hall_id : str
            Id of the new hall. Names in the drawing are not kept.

        Raises
        ------
        PlanError
            If nothing in it encloses a floor.
        """
        return _Builder(self, METRES[unit or self.unit], layers).layout(hall_id)


def _told(text: str) -> float | None:
    """Length a dimension's text names with a unit [m]; None where it names none."""
    if match := _FEET.match(text):
        return int(match[1]) * 0.3048 + float(match[2] or 0) * 0.0254
    if match := _INCHES.match(text):
        return float(match[1]) * 0.0254
    if match := _METRIC.match(text):
        return float(match[1].replace(",", ".")) * METRES[match[2]]
    return None


@dataclass(frozen=True, slots=True)
class _Strip:
    """A wall found: its centre line and thickness [m]."""

    start: Vector
    end: Vector
    thickness: float

    def body(self, more: float = 0.0) -> Polygon:
        line = LineString([self.start, self.end])
        return _longer(line, more).buffer(self.thickness / 2, cap_style="flat")


def _longer(line: LineString, by: float) -> LineString:
    (ax, ay), (bx, by_) = line.coords[0], line.coords[-1]
    length = line.length
    ux, uy = (bx - ax) / length, (by_ - ay) / length
    return LineString([(ax - ux * by, ay - uy * by), (bx + ux * by, by_ + uy * by)])


class _Builder:
    """Turns lines into a hall."""

    def __init__(self, plan: Plan, scale: float, layers: Iterable[str] | None) -> None:
        self.plan, self.scale = plan, scale
        names = set(plan.layers)
        chosen = set(layers) if layers is not None else None
        if chosen is None:
            chosen = {n for n in names if _WALL_NAME.search(n) and not _NO_WALL.search(n)}
        self.named = bool(chosen)
        if not chosen:
            chosen = {n for n in names if not (_DOOR_NAME.search(n) or _NO_WALL.search(n))}
        self.wall_layers = chosen

    def layout(self, hall_id: str) -> Layout:
        strips = self._strips()
        outline, holes, inner = self._floor(strips)
        x0, y0 = outline.bounds[:2]
        ring = _corners(outline.exterior, (x0, y0))
        data: dict[str, Any] = {
            "id": hall_id,
            "branch": {"id": hall_id, "name": {"zh-CN": "导入的营业厅", "en": "Imported hall"}},
            "levels": [
                {
                    "id": "L1",
                    "outline": ring,
                    "holes": [_corners(hole, (x0, y0)) for hole in holes],
                }
            ],
            "walls": self._walls(ring, strips, inner, (x0, y0)),
            "doors": [],
            "windows": [],
        }
        taken: dict[str, list[tuple[float, float]]] = {}
        self._doors(data, (x0, y0), taken)
        self._passages(data, (x0, y0), inner, taken)
        self._windows(data, (x0, y0), taken)
        return Layout.from_data(data)

    def _metres(self, point: Vector) -> Vector:
        return (point[0] * self.scale, point[1] * self.scale)

    # --- walls ---

    def _strips(self) -> list[_Strip]:
        lines = [
            (self._metres(line.start), self._metres(line.end))
            for line in self.plan.lines
            if line.layer in self.wall_layers
        ]
        lines = [pair for pair in lines if math.dist(*pair) >= 0.05]
        lines.sort(key=lambda pair: -math.dist(*pair))
        return _pairs(_joined(lines[:MOST_LINES]))

    def _floor(self, strips: list[_Strip]) -> tuple[Polygon, list[Any], list[_Strip]]:
        rooms = _rooms(strips, self._closers())
        outline = _closed(rooms) if rooms else None
        ring = self._largest_ring()
        if outline is None or outline.area < SMALLEST_HALL:
            outline = ring
        elif not self.named and ring is not None and ring.area > 3.0 * outline.area:
            outline = ring  # a drawing of floors, not of walls
        if outline is None:
            problems = (*self._broken_rings(), *self.plan.warnings)
            problems = (Problem("exchange.no-outline"), *problems)
            raise PlanError(mistakes.say_all(problems, "en"), problems=problems)
        outline = _simple(outline)
        holes = [hole for hole in outline.interiors if Polygon(hole).area > 0.5]
        inner = []
        for strip in strips:
            line = LineString([strip.start, strip.end])
            core = outline.buffer(-strip.thickness * 0.6)
            if line.length > 0.3 and line.intersection(core).length > 0.5 * line.length:
                inner.append(strip)
        return outline, holes, inner

    def _closers(self) -> list[LineString]:
        """Lines that close a doorway: doors, windows, openings, headers."""
        closers = []
        for line in self.plan.lines:
            name = line.layer
            if any(p.search(name) for p in (_DOOR_NAME, _WINDOW_NAME, _OPENING_NAME)):
                ends = [self._metres(line.start), self._metres(line.end)]
                if math.dist(*ends) > 0.01:
                    closers.append(LineString(ends))
        for arc in self.plan.arcs:
            if self._leaf(arc):
                for end in (arc.start, arc.end):
                    closers.append(LineString([self._metres(arc.centre), self._metres(end)]))
        return closers

    def _largest_ring(self) -> Polygon | None:
        rings = [
            Polygon([self._metres(p) for p in ring]) for _, ring in self.plan.rings if len(ring) > 2
        ]
        rings = [ring for ring in rings if ring.is_valid and ring.area >= SMALLEST_HALL]
        return max(rings, key=lambda ring: ring.area, default=None)

    def _broken_rings(self) -> list[Problem]:
        """What is wrong with closed lines that could have been an outline."""
        found: list[Problem] = []
        for n, (_, ring) in enumerate(self.plan.rings[:20]):
            metres = tuple(self._metres(p) for p in ring)
            found += mistakes.of_ring(metres, f"ring[{n}]")
        return found

    def _walls(
        self, ring: list[list[float]], strips: list[_Strip], inner: list[_Strip], origin: Vector
    ) -> list[dict[str, Any]]:
        walls = []
        for n, (start, end) in enumerate(zip(ring, ring[1:] + ring[:1], strict=True), 1):
            walls.append(
                {
                    "id": f"W{n}",
                    "level": "L1",
                    "start": start,
                    "end": end,
                    "thickness": self._thickness(start, end, strips, origin),
                }
            )
        for n, strip in enumerate(_spanned(inner), 1):
            walls.append(
                {
                    "id": f"N{n}",
                    "level": "L1",
                    "start": _shifted(strip.start, origin),
                    "end": _shifted(strip.end, origin),
                    "thickness": round(strip.thickness, 3),
                    "justify": "centre",
                }
            )
        return walls

    def _thickness(
        self, start: list[float], end: list[float], strips: list[_Strip], origin: Vector
    ) -> float:
        """Thickness of the wall found just outside an edge of the outline; 0.2 where none is."""
        middle = Point((start[0] + end[0]) / 2 + origin[0], (start[1] + end[1]) / 2 + origin[1])
        near = [(s.body().distance(middle), s.thickness) for s in strips]
        gap, thickness = min(near, default=(math.inf, 0.2))
        return round(thickness, 3) if gap < 0.05 else 0.2

    # --- openings ---

    def _leaf(self, arc: Arc) -> bool:
        low, high = DOOR_LEAF
        return 60 <= arc.sweep_deg <= 120 and low <= arc.radius * self.scale <= high

    def _doors(
        self, data: dict[str, Any], origin: Vector, taken: dict[str, list[tuple[float, float]]]
    ) -> None:
        leaves = []
        for arc in self.plan.arcs:
            if not self._leaf(arc):
                continue
            hinge = _moved(self._metres(arc.centre), origin)
            ends = [_moved(self._metres(end), origin) for end in (arc.start, arc.end)]
            best = min(
                (
                    (_off_wall(wall, hinge) + _off_wall(wall, end), wall["id"], n)
                    for wall in data["walls"]
                    for n, end in enumerate(ends)
                ),
                default=None,
            )
            if best is None or best[0] > 0.35:
                continue
            leaves.append((best[1], hinge, ends[best[2]], ends[1 - best[2]]))
        for wall, hinge, shut, opened in _double(leaves):
            self._door(data, wall, hinge, shut, opened, taken)
        outer = [d for d in data["doors"] if d["wall"].startswith("W")]
        if outer:
            widest = max(outer, key=lambda d: (d["width"], d["id"]))
            for door in outer:
                door["use"] = "entrance" if door is widest else "exit"

    def _door(self, data, wall_id, hinge, shut, opened, taken) -> None:  # type: ignore[no-untyped-def]
        wall = next(w for w in data["walls"] if w["id"] == wall_id)
        a, b = (_along(wall, p) for p in (hinge, shut))
        low, high = min(a, b), max(a, b)
        length = math.dist(wall["start"], wall["end"])
        low, high = max(low, 0.0), min(high, length)
        if high - low < 0.4 or not _free(taken, wall_id, low, high):
            return
        side = "left" if _across(wall, opened or shut) > 0 else "right"
        data["doors"].append(
            {
                "id": f"D{len(data['doors']) + 1}",
                "wall": wall_id,
                "at": round((low + high) / 2, 4),
                "width": round(high - low, 4),
                "leaf": "single" if opened else "double",
                "hinge": "start" if a <= b else "end",
                "opens": side,
            }
        )

    def _passages(
        self,
        data: dict[str, Any],
        origin: Vector,
        inner: list[_Strip],
        taken: dict[str, list[tuple[float, float]]],
    ) -> None:
        """Gaps in inner walls that no leaf closes are openings without one."""
        solid = shapely.union_all([strip.body() for strip in inner])
        for wall in data["walls"]:
            if not wall["id"].startswith("N"):
                continue
            line = LineString(
                [_moved(p, (-origin[0], -origin[1])) for p in (wall["start"], wall["end"])]
            )
            for gap in shapely.get_parts(line.difference(solid.buffer(0.01))):
                if gap.is_empty:
                    continue
                low, high = sorted(line.project(Point(p)) for p in (gap.coords[0], gap.coords[-1]))
                covered = sum(
                    max(0.0, min(b, high) - max(a, low)) for a, b in taken.get(wall["id"], [])
                )
                if high - low < 0.4 or covered > 0.5 * (high - low):
                    continue
                if _free(taken, wall["id"], low, high):
                    data["doors"].append(
                        {
                            "id": f"D{len(data['doors']) + 1}",
                            "wall": wall["id"],
                            "at": round((low + high) / 2, 4),
                            "width": round(high - low, 4),
                            "leaf": "none",
                        }
                    )

    def _windows(
        self, data: dict[str, Any], origin: Vector, taken: dict[str, list[tuple[float, float]]]
    ) -> None:
        spans: dict[str, list[tuple[float, float]]] = {}
        for line in self.plan.lines:
            if not _WINDOW_NAME.search(line.layer):
                continue
            start, end = (_moved(self._metres(p), origin) for p in (line.start, line.end))
            if math.dist(start, end) < 0.3:
                continue
            for wall in data["walls"]:
                if not wall["id"].startswith("W"):
                    continue
                off = max(_off_wall(wall, start), _off_wall(wall, end))
                if off <= wall["thickness"] + 0.05:
                    a, b = sorted((_along(wall, start), _along(wall, end)))
                    length = math.dist(wall["start"], wall["end"])
                    if min(b, length) - max(a, 0.0) > 0.3:
                        spans.setdefault(wall["id"], []).append((max(a, 0.0), min(b, length)))
                    break
        for wall_id in sorted(spans):
            for low, high in _merged(spans[wall_id]):
                if not _free(taken, wall_id, low, high):
                    continue
                data["windows"].append(
                    {
                        "id": f"F{len(data['windows']) + 1}",
                        "wall": wall_id,
                        "at": round((low + high) / 2, 4),
                        "width": round(high - low, 4),
                    }
                )


def _double(leaves: list[Any]) -> list[Any]:
    """Leaves, two that meet in the middle drawn together as one double door."""
    out, used = [], set()
    for n, (wall, hinge, shut, opened) in enumerate(leaves):
        if n in used:
            continue
        for m in range(n + 1, len(leaves)):
            other = leaves[m]
            if m not in used and other[0] == wall and math.dist(shut, other[2]) < 0.08:
                used.add(m)
                out.append((wall, hinge, other[1], None))
                break
        else:
            out.append((wall, hinge, shut, opened))
    return out


def _free(taken: dict[str, list[tuple[float, float]]], wall: str, low: float, high: float) -> bool:
    if any(low < b - 1e-3 and high > a + 1e-3 for a, b in taken.get(wall, [])):
        return False
    taken.setdefault(wall, []).append((low, high))
    return True


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if out and low <= out[-1][1] + 0.02:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def _moved(point: Vector, origin: Vector) -> Vector:
    return (point[0] - origin[0], point[1] - origin[1])


def _shifted(point: Vector, origin: Vector) -> list[float]:
    return [round(point[0] - origin[0], 4), round(point[1] - origin[1], 4)]


def _axis(wall: dict[str, Any]) -> tuple[Vector, Vector]:
    (ax, ay), (bx, by) = wall["start"], wall["end"]
    length = math.dist((ax, ay), (bx, by))
    return (ax, ay), ((bx - ax) / length, (by - ay) / length)


def _along(wall: dict[str, Any], point: Vector) -> float:
    (ax, ay), (ux, uy) = _axis(wall)
    return (point[0] - ax) * ux + (point[1] - ay) * uy


def _across(wall: dict[str, Any], point: Vector) -> float:
    (ax, ay), (ux, uy) = _axis(wall)
    return -(point[0] - ax) * uy + (point[1] - ay) * ux


def _off_wall(wall: dict[str, Any], point: Vector) -> float:
    """How far a point is off a wall's body [m]."""
    return LineString([wall["start"], wall["end"]]).distance(Point(point))


def _joined(lines: list[tuple[Vector, Vector]]) -> list[tuple[Vector, Vector]]:
    """Collinear lines that touch or overlap drawn together."""
    groups: dict[tuple[int, int], list[tuple[float, float, Vector, Vector, float]]] = {}
    for start, end in lines:
        dx, dy = end[0] - start[0], end[1] - start[1]
        angle = math.atan2(dy, dx) % math.pi
        if angle > math.pi - 1e-4:
            angle = 0.0
        ux, uy = math.cos(angle), math.sin(angle)
        offset = -start[0] * uy + start[1] * ux
        a, b = sorted((start[0] * ux + start[1] * uy, end[0] * ux + end[1] * uy))
        key = (round(angle / 0.004), round(offset / 0.004))
        groups.setdefault(key, []).append((a, b, (ux, uy), (-uy, ux), offset))
    out = []
    for key in sorted(groups):
        pieces = sorted(groups[key], key=lambda p: p[:2])
        (ux, uy), (nx, ny), offset = pieces[0][2], pieces[0][3], pieces[0][4]
        for low, high in _merged([(a, b) for a, b, *_ in pieces]):
            out.append(
                (
                    (ux * low + nx * offset, uy * low + ny * offset),
                    (ux * high + nx * offset, uy * high + ny * offset),
                )
            )
    return out


def _pairs(lines: list[tuple[Vector, Vector]]) -> list[_Strip]:
    """Walls: parallel lines a wall's thickness apart that run beside each other."""
    if not lines:
        return []
    start = np.array([a for a, _ in lines])
    end = np.array([b for _, b in lines])
    span = end - start
    length = np.hypot(*span.T)
    unit = span / length[:, None]
    candidates = []
    for n in range(len(lines)):
        u = unit[n]
        normal = np.array([-u[1], u[0]])
        parallel = np.abs(unit[n + 1 :] @ normal) < 0.012
        gaps = (start[n + 1 :] - start[n]) @ normal
        near = np.flatnonzero(parallel & (np.abs(gaps) >= WALL[0]) & (np.abs(gaps) <= WALL[1]))
        for m in map(int, near + n + 1):
            a, b = sorted((float((start[m] - start[n]) @ u), float((end[m] - start[n]) @ u)))
            low, high = max(a, 0.0), min(b, float(length[n]))
            gap = float((start[m] - start[n]) @ normal)
            if high - low > max(SHORTEST_WALL, abs(gap) * 0.6):
                candidates.append((abs(gap), -(high - low), n, m, low, high, gap))
    candidates.sort()
    used: dict[tuple[int, int], list[tuple[float, float]]] = {}
    strips = []
    for thickness, _, n, m, low, high, gap in candidates:
        side_n, side_m = (n, 1 if gap > 0 else -1), (m, -1 if gap > 0 else 1)
        u = unit[n]
        shift = float((start[n] - start[m]) @ unit[m])
        turn = 1.0 if float(unit[m] @ u) > 0 else -1.0
        on_m = sorted((shift + turn * low, shift + turn * high))
        if turn < 0:
            side_m = (m, -side_m[1])
        if _covered(used.get(side_n, []), low, high) or _covered(used.get(side_m, []), *on_m):
            continue
        used.setdefault(side_n, []).append((low, high))
        used.setdefault(side_m, []).append((on_m[0], on_m[1]))
        middle = start[n] + np.array([-u[1], u[0]]) * gap / 2
        a, b = middle + u * low, middle + u * high
        strips.append(_Strip((float(a[0]), float(a[1])), (float(b[0]), float(b[1])), thickness))
    return strips


def _covered(spans: list[tuple[float, float]], low: float, high: float) -> bool:
    return sum(max(0.0, min(b, high) - max(a, low)) for a, b in spans) > 0.3 * (high - low)


def _rooms(strips: list[_Strip], closers: list[LineString]) -> list[Polygon]:
    """What the walls enclose, doorways closed."""
    if not strips:
        return []
    bodies = [strip.body(strip.thickness / 2 + 0.02) for strip in strips]
    bridges = _bridges(strips)
    thin = [line.buffer(0.02, cap_style="square") for line in closers if line.length > 0]
    solid = shapely.union_all([*bodies, *bridges, *thin])
    rooms = []
    for part in shapely.get_parts(solid):
        rooms += [Polygon(ring) for ring in part.interiors]
    nested = shapely.union_all(rooms) if rooms else Polygon()
    free = nested.difference(solid)
    return [room for room in shapely.get_parts(free) if room.area >= SMALLEST_ROOM]


def _bridges(strips: list[_Strip]) -> list[Polygon]:
    """Strips across doorways: between walls in one line, a doorway apart."""
    found = []
    ends = [(n, s.start, s.end) for n, s in enumerate(strips)]
    for n, a_start, a_end in ends:
        axis = LineString([a_start, a_end])
        for m, b_start, b_end in ends[n + 1 :]:
            pair = min(
                ((math.dist(p, q), p, q) for p in (a_start, a_end) for q in (b_start, b_end)),
            )
            gap, p, q = pair
            if not 0.05 < gap <= WIDEST_GAP:
                continue
            far = axis.length + 10
            if _longer(axis, far).distance(Point(q)) > 0.06:
                continue
            other = LineString([b_start, b_end])
            if _longer(other, other.length + 10).distance(Point(p)) > 0.06:
                continue
            width = min(strips[n].thickness, strips[m].thickness)
            found.append(LineString([p, q]).buffer(width / 2, cap_style="square"))
    return found


def _spanned(strips: list[_Strip]) -> list[_Strip]:
    """Inner walls in one line with a doorway between them drawn as one wall."""
    todo = list(strips)
    out: list[_Strip] = []
    while todo:
        wall = todo.pop(0)
        grown = True
        while grown:
            grown = False
            for other in todo:
                joined = _joined_strip(wall, other)
                if joined is not None:
                    todo.remove(other)
                    wall, grown = joined, True
                    break
        out.append(wall)
    return out


def _joined_strip(one: _Strip, two: _Strip) -> _Strip | None:
    if abs(one.thickness - two.thickness) > 0.03:
        return None
    gap, p, q = min(
        (math.dist(a, b), a, b) for a in (one.start, one.end) for b in (two.start, two.end)
    )
    if gap > WIDEST_DOORWAY:
        return None
    far_one = one.end if p == one.start else one.start
    far_two = two.end if q == two.start else two.start
    whole = LineString([far_one, far_two])
    length = math.dist(one.start, one.end) + math.dist(two.start, two.end)
    if (
        whole.length < length - 0.02
        or max(whole.distance(Point(p)), whole.distance(Point(q))) > 0.02
    ):
        return None
    return _Strip(far_one, far_two, one.thickness)


def _closed(rooms: list[Polygon]) -> Polygon | None:
    """Rooms with the walls between them: the part of the hall that hangs together."""
    reach = WALL[1] / 2 + 0.03
    joined = shapely.union_all(rooms).simplify(0.005).buffer(reach, join_style="mitre")
    joined = joined.buffer(-reach, join_style="mitre")
    parts = joined.geoms if isinstance(joined, MultiPolygon) else [joined]
    return max(parts, key=lambda part: part.area, default=None)


def _simple(outline: Polygon) -> Polygon:
    """The outline without corners that are no corners."""
    simple = outline.simplify(0.03)
    return simple if simple.is_valid and simple.area > 0 else outline


def _corners(ring: Any, origin: Vector) -> list[list[float]]:
    ring = shapely.LinearRing(ring.coords)
    coords = list(ring.coords)[:-1]
    if not ring.is_ccw:
        coords.reverse()
    out = []
    for n, corner in enumerate(coords):
        before, after = coords[n - 1], coords[(n + 1) % len(coords)]
        area = (corner[0] - before[0]) * (after[1] - corner[1])
        area -= (corner[1] - before[1]) * (after[0] - corner[0])
        if abs(area) > 1e-6:
            out.append(_shifted(corner, origin))
    return out
