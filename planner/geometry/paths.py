"""Shortest walks over a floor, exact, round whatever stands on it.

People keep `BODY` away from things. A passage too narrow for that is used only where it
joins parts of the floor that are otherwise apart, and then down to `SQUEEZE` to each side;
what is narrower still is closed. The floor to walk on is one fixed shape, so that lengths
are symmetric and obey the triangle inequality. Corners of things stay corners when they are
grown: a walk keeps `BODY` from their faces and up to 1.41 times that from a right angle.
"""

import heapq
import itertools
import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point

Vector = tuple[float, float]

BODY = 0.30  # m; half the width a walking person takes
SQUEEZE = 0.15  # m; half the narrowest gap somebody still slips through
_HAIR = 1e-6  # m; walks may touch the edge of the ground
_CLOSE = (32, 160)  # edges asked first
_GROUPS = 4  # of corners, by distance


@dataclass(frozen=True, slots=True)
class Walk:
    """A shortest way from one point to another."""

    points: tuple[Vector, ...]
    length: float  #: [m]

    @property
    def line(self) -> LineString:
        """The way as a line; doubled where start and end are one point."""
        points = self.points if len(self.points) > 1 else self.points * 2
        return LineString(points)


def walkable(
    free: shapely.Geometry, *, body: float = BODY, squeeze: float = SQUEEZE
) -> shapely.Geometry:
    """The part of a free floor that the middle of a person can walk on [m].

    Parameters
    ----------
    free : Geometry
        The floor less everything that stands on it.
    body, squeeze : float
        What is kept to each side, and at least in passages that join parts. [m]
    """
    wide = _shrunk(free, body)
    parts = _parts(wide)
    narrow = _shrunk(free, squeeze)
    if len(parts) < 2 and parts:
        return wide
    grown = wide.buffer(body - squeeze + _HAIR, join_style="mitre", mitre_limit=2.0)
    necks = []
    between = _parts(narrow.difference(grown))
    reaches = shapely.buffer(between, body - squeeze + 10 * _HAIR, quad_segs=16)
    for reach, joins in zip(reaches, _met(parts, reaches) > 1, strict=True):
        if not parts or joins:  # what a reach meets its part of the narrow floor may meet
            reach = reach.intersection(narrow)
            if not parts or sum(part.intersects(reach) for part in parts) > 1:
                necks.append(reach)
    return shapely.union_all([wide, *necks])


def _met(parts: list[shapely.Polygon], shapes: np.ndarray) -> np.ndarray:
    """How many of some parts each shape meets."""
    which, _ = shapely.STRtree(parts).query(shapes, predicate="intersects")
    return np.bincount(which, minlength=len(shapes))


def _shrunk(shape: shapely.Geometry, by: float) -> shapely.Geometry:
    return shape.buffer(-by, join_style="mitre", mitre_limit=2.0).simplify(1e-4)


def _parts(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > 1e-6]


class Ground:
    """A floor to walk on; remembers what sees what once it was asked."""

    def __init__(
        self, free: shapely.Geometry, *, body: float = BODY, squeeze: float = SQUEEZE
    ) -> None:
        self.free = free
        self.shape = walkable(free, body=body, squeeze=squeeze)
        self._inner = list(_parts(self.shape))
        edge = self.shape.buffer(_HAIR, join_style="mitre", mitre_limit=2.0)
        self._edges = np.concatenate([_edges(p) for p in _parts(edge)] or [np.zeros((0, 4))])
        self._middles = (self._edges[:, :2] + self._edges[:, 2:]) / 2
        long = self._edges[:, 2:] - self._edges[:, :2]
        self._halves = np.hypot(long[:, 0], long[:, 1]) / 2
        corners = [_corners(p) for p in self._inner]
        found = np.concatenate(corners) if corners else np.zeros((0, 6))
        self._at = found[:, :2]
        self._before = found[:, 2:4]
        self._after = found[:, 4:6]
        self._near: dict[int, list[tuple[int, float]]] = {}
        self._seen: dict[Vector, tuple[np.ndarray, np.ndarray]] = {}
        self._walks: dict[tuple[Vector, Vector], Walk | None] = {}
        shapely.prepare(self.shape)
        shapely.prepare(self.free)

    def walk(self, start: Vector, end: Vector) -> Walk | None:
        """The shortest walk between two points; None where there is no way.

        A point beside the ground, as before a counter or on a seat, is joined to it by the
        shortest straight line, which counts.
        """
        start, end = (float(start[0]), float(start[1])), (float(end[0]), float(end[1]))
        key = (start, end)
        if key not in self._walks:
            found = self._walk(start, end)
            back = found and Walk(found.points[::-1], found.length)
            self._walks[key], self._walks[end, start] = found, back
        return self._walks[key]

    def _walk(self, start: Vector, end: Vector) -> Walk | None:
        if start == end:
            return Walk((start,), 0.0)
        a, b = self._onto(start), self._onto(end)
        if a is None or b is None:
            return None
        points = self._search(a, b)
        if points is None:
            return None
        points = [start, *points, end]
        points = [p for n, p in enumerate(points) if n == 0 or math.dist(p, points[n - 1]) > 1e-9]
        length = sum(math.dist(p, q) for p, q in itertools.pairwise(points))
        return Walk(tuple(points), length)

    def _onto(self, point: Vector) -> Vector | None:
        if shapely.intersects_xy(self.shape, *point):
            return point
        spot = Point(point)
        near = sorted((part.distance(spot), number) for number, part in enumerate(self._inner))
        for gap, number in near:
            if gap > 3.0:
                break
            joint = shapely.shortest_line(self._inner[number], spot)
            x, y = joint.coords[0]
            blocked = joint.difference(self.free)
            # from a thing's own place to the floor is allowed, through anything else is not
            if blocked.length < 1e-6 or (blocked.distance(spot) < 1e-6 and gap < 1.5 * BODY + 1.0):
                return (x, y)
        return None

    def _search(self, start: Vector, end: Vector) -> list[Vector] | None:
        """A* over the corners walks can bend round, each looked from when first reached."""
        if _clear(self._edges, start, np.array([end]))[0]:
            return [start, end]
        if not self._joined(start, end):
            return None
        goal_sees, goal_far = self._from(end)
        gates = dict(zip(goal_sees.tolist(), goal_far.tolist(), strict=True))
        if not gates:
            return None
        ahead = np.hypot(self._at[:, 0] - end[0], self._at[:, 1] - end[1])
        best: dict[int, float] = {}
        came: dict[int, int] = {}
        heap: list[tuple[float, int, int]] = []
        first, far = self._from(start)
        for node, gap in zip(first.tolist(), far.tolist(), strict=True):
            best[node], came[node] = gap, -1
            heapq.heappush(heap, (gap + ahead[node], node, -1))
        goal, goal_from = math.inf, -1
        done: set[int] = set()
        while heap:
            estimate, node, _ = heapq.heappop(heap)
            if estimate >= goal - 1e-12:
                break
            if node in done:
                continue
            done.add(node)
            if node in gates and best[node] + gates[node] < goal:
                goal, goal_from = best[node] + gates[node], node
            for other, gap in self._neighbours(node):
                total = best[node] + gap
                if total < best.get(other, math.inf) - 1e-12:
                    best[other], came[other] = total, node
                    heapq.heappush(heap, (total + ahead[other], other, node))
        if goal_from < 0:
            return None
        points = [end]
        node = goal_from
        while node >= 0:
            points.append((float(self._at[node, 0]), float(self._at[node, 1])))
            node = came[node]
        return [*points, start][::-1]

    def _joined(self, start: Vector, end: Vector) -> bool:
        """Whether two points of the ground lie on one part of it."""
        a, b = Point(start), Point(end)
        return any(p.distance(a) < 2 * _HAIR and p.distance(b) < 2 * _HAIR for p in self._inner)

    def _from(self, point: Vector) -> tuple[np.ndarray, np.ndarray]:
        """Corners that a walk from a point can go straight to, and how far they are."""
        if point not in self._seen:
            self._seen[point] = self._look(np.array(point), np.arange(len(self._at)))
        return self._seen[point]

    def _neighbours(self, node: int) -> list[tuple[int, float]]:
        if node not in self._near:
            here = self._at[node]
            ahead = self._at - here
            one = _cross(ahead, self._before[node] - here)
            two = _cross(ahead, self._after[node] - here)
            # a walk bends round a corner only along lines that touch it from outside
            touching = (one * two >= -1e-12) & (np.abs(ahead).sum(axis=1) > 1e-9)
            others, far = self._look(here, np.flatnonzero(touching))
            self._near[node] = list(zip(others.tolist(), far.tolist(), strict=True))
        return self._near[node]

    def _look(self, here: np.ndarray, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        ahead = self._at[nodes] - here
        one = _cross(ahead, self._before[nodes] - here)
        two = _cross(ahead, self._after[nodes] - here)
        nodes = nodes[one * two >= -1e-12]
        spot = (float(here[0]), float(here[1]))
        if len(self._edges) > 2 * _CLOSE[-1]:  # what is near hides most, so it is asked first
            off = self._middles - here
            gaps = np.hypot(off[:, 0], off[:, 1]) - self._halves
            order = np.argsort(gaps)
            asked, number = 0, _CLOSE[0]
            while asked < _CLOSE[-1] or number < len(order) / 2:
                edges = self._edges[order[asked:number]]
                nodes = nodes[_clear(edges, spot, self._at[nodes])]
                asked, number = number, 5 * number
            nodes = nodes[self._unhidden(here, nodes, order, gaps[order], asked)]
        else:
            nodes = nodes[_clear(self._edges, spot, self._at[nodes])]
        off = self._at[nodes] - here
        return nodes, np.hypot(off[:, 0], off[:, 1])

    def _unhidden(
        self,
        here: np.ndarray,
        nodes: np.ndarray,
        order: np.ndarray,
        gaps: np.ndarray,
        asked: int,
    ) -> np.ndarray:
        """Which of some corners are seen past the edges not asked yet, sorted by `gaps`.

        No edge hides what is nearer than the edge is.
        """
        spot = (float(here[0]), float(here[1]))
        off = self._at[nodes] - here
        far = np.hypot(off[:, 0], off[:, 1])
        free = np.ones(len(nodes), dtype=bool)
        for group in np.array_split(np.argsort(far, kind="stable"), _GROUPS):
            if len(group):
                number = int(np.searchsorted(gaps, far[group[-1]] + _HAIR))
                edges = self._edges[order[asked : max(number, asked)]]
                free[group] = _clear(edges, spot, self._at[nodes[group]])
        return free


def _clear(edges: np.ndarray, here: Vector, there: np.ndarray) -> np.ndarray:
    """Whether straight lines from one point to others stay within edges."""
    if not len(there):
        return np.zeros(0, dtype=bool)
    x, y = here
    ax, ay = edges[:, 0] - x, edges[:, 1] - y
    bx, by = edges[:, 2] - x, edges[:, 3] - y
    dx, dy = (there[:, 0] - x)[:, None], (there[:, 1] - y)[:, None]
    side_a = dx * ay - dy * ax  # of the edges' ends off the line
    side_b = dx * by - dy * bx
    turn = ax * by - ay * bx  # of here off the edge
    across = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)  # of there off the edge
    crossed = ((side_a >= 0) != (side_b >= 0)) & ((turn >= 0) != (across >= 0))
    return ~crossed.any(axis=1)


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def _rings(part: shapely.Polygon) -> list[np.ndarray]:
    """Rings with the ground on their left."""
    part = shapely.geometry.polygon.orient(part)
    return [np.asarray(ring.coords)[:-1] for ring in (part.exterior, *part.interiors)]


def _edges(part: shapely.Polygon) -> np.ndarray:
    return np.concatenate([np.hstack([r, np.roll(r, -1, axis=0)]) for r in _rings(part)])


def _corners(part: shapely.Polygon) -> np.ndarray:
    """Corners that stick into the ground, with the corner before and after each."""
    found = []
    for ring in _rings(part):
        before, after = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
        turn = _cross(ring - before, after - ring)
        found.append(np.hstack([ring, before, after])[turn < -1e-12])
    return np.concatenate(found)


def centre_line(ring: shapely.Polygon) -> LineString:
    """The line along the middle of a long floor, from end to end [m].

    Of a rectangle it is the long axis; of any other shape the longest way along the points
    that lie equally far from two sides.
    """
    frame = ring.minimum_rotated_rectangle
    corners = np.asarray(frame.exterior.coords)[:4]
    if ring.area > 0.97 * frame.area:
        return _axis(corners)
    points = shapely.MultiPoint(shapely.get_coordinates(ring.segmentize(0.25)))
    edges = shapely.get_parts(shapely.voronoi_polygons(points, only_edges=True))
    inner = ring.buffer(-0.05)
    bones = [bone for bone in edges if inner.covers(bone)]
    ways: dict[Vector, list[tuple[Vector, float]]] = {}
    for bone in shapely.get_parts(shapely.union_all(bones)):
        coords = [(round(x, 6), round(y, 6)) for x, y in bone.coords]
        for p, q in itertools.pairwise(coords):
            ways.setdefault(p, []).append((q, math.dist(p, q)))
            ways.setdefault(q, []).append((p, math.dist(p, q)))
    if not ways:  # too thin to have a middle: the frame's
        return _axis(corners)
    best: list[Vector] = []
    left = set(ways)
    while left:  # one way for each part of a floor with narrow necks; the longest counts
        first = _farthest(ways, min(left))
        way = _farthest(ways, first[-1])
        left -= _reached(ways, first[0])
        best = max(best, way, key=_length)
    return LineString(best) if len(best) > 1 else _axis(corners)


def _length(way: list[Vector]) -> float:
    return round(sum(math.dist(p, q) for p, q in itertools.pairwise(way)), 6)


def _reached(ways: dict[Vector, list[tuple[Vector, float]]], start: Vector) -> set[Vector]:
    found, todo = {start}, [start]
    while todo:
        for there, _ in ways[todo.pop()]:
            if there not in found:
                found.add(there)
                todo.append(there)
    return found


def _axis(corners: np.ndarray) -> LineString:
    """The long axis of a rectangle."""
    one, two = (np.linalg.norm(corners[n + 1] - corners[n]) for n in (0, 1))
    a, b, c, d = corners if one <= two else np.roll(corners, -1, axis=0)
    return LineString([(a + b) / 2, (c + d) / 2])


def _farthest(ways: dict[Vector, list[tuple[Vector, float]]], start: Vector) -> list[Vector]:
    """The shortest way to the point that is farthest from `start` in a graph."""
    best, came = {start: 0.0}, {start: start}
    heap = [(0.0, start)]
    while heap:
        gap, here = heapq.heappop(heap)
        if gap > best[here]:
            continue
        for there, more in ways[here]:
            if gap + more < best.get(there, math.inf) - 1e-12:
                best[there], came[there] = gap + more, here
                heapq.heappush(heap, (gap + more, there))
    end = max(best, key=lambda p: (round(best[p], 6), p))
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]
