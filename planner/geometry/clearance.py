"""How wide a disc can travel through a polygon: passages, the gates that limit them, circles.

The boundary is sampled; the Delaunay triangles of the samples are the places a disc can be,
their shared edges the ways between them. The widest way is the path of a maximum spanning
tree. Where an edge crosses a true gate (the shortest connection of two pieces of boundary)
its width is the exact distance of the pieces, so that samples decide only where to go,
never how wide it is. Any way through the boundary itself would be narrower than `SPACING`:
such ways are closed, and so are gaps nobody can pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components, minimum_spanning_tree
from scipy.spatial import Delaunay, QhullError
from shapely import LineString, Point

from planner.geometry.recent import Recent, exact

Vector = tuple[float, float]
Array = NDArray[np.float64]

SPACING = 0.3  # m; samples of the boundary; gaps narrower than this count as closed
_HAIR = 0.002  # m; neighbours of a contact, so that a disc touches it and nothing beside it
_WIDE = 1e6  # width of a way that limits nothing [m]
_MOST_FEET = 60  # feet of doubtful gates sampled in one floor
_MADE = (  # what depends on the floor, its contacts and the samples alone
    *("_tree", "_starts", "_ends", "_caps", "_ways", "_first", "_n", "_centre", "_radius"),
    *("_one", "_two", "_width", "_gate", "_lower", "_lower_gate", "_order", "_keys"),
)
_recent = Recent(24)
_SQUARE = 1e-5  # cosine below which a connection is square to a piece


@dataclass(frozen=True, slots=True)
class Passage:
    """The widest way between two places."""

    width: float  #: diameter of the widest disc; 0 where no way is wider than `SPACING` [m]
    gate: LineString | None  #: where it is narrowest; None where there is no way


@dataclass(frozen=True, slots=True)
class Contact:
    """A place on the boundary that a disc has to touch, and the direction to the free side."""

    at: Vector
    normal: Vector


class Clearance:
    """Free space for discs.

    Parameters
    ----------
    free : Polygon or MultiPolygon
        Where the disc may be. [m]
    contacts : sequence of Contact
        Places on its boundary between which ways are asked.
    links : sequence of pairs
        Contacts joined by a way that limits nothing, e.g. both faces of a door.
    """

    def __init__(
        self,
        free: shapely.Geometry,
        contacts: Sequence[Contact] = (),
        links: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.free = free
        self.contacts = tuple(contacts)
        self.links = tuple(links)
        self._feet: list[Vector] = []
        self._key = (exact([free]), self.contacts, self.links)
        self._build()

    # --- asked ---

    def passage(self, start: int, end: int) -> Passage:
        """The widest way of a disc from touching one contact to touching another."""
        if self._tree is None:
            return Passage(0.0, None)
        before, arcs = self._reached(start)
        node, first = self._first + end, self._first + start
        if node != first and before[node] < 0:
            return Passage(0.0, None)
        narrow, gate = min(
            (self._cap(start), self._cap(end)), key=lambda entry: (entry[0], entry[1].bounds)
        )
        nodes = []
        while node != first:
            nodes.append(node)
            node = before[node]
        passed = arcs[nodes]
        worst, arc = np.inf, -1
        if nodes:
            arc = int(passed[np.argmin(self._width[passed])])
            worst = float(self._width[arc])
        if self._refine(passed, min(worst, narrow)):
            return self.passage(start, end)
        if worst < narrow - 1e-9:
            narrow, gate = worst, LineString(self._gate[arc])
        return Passage(float(narrow), gate)

    def touching(self, contact: Contact) -> tuple[float, LineString]:
        """Diameter of the largest disc that touches a place, and the line to what stops it [m]."""
        return _largest_touching(self._starts, *self._pieces, contact)

    def largest(self, start: int, route: float) -> tuple[float, Vector] | None:
        """Diameter and centre of the largest disc that a way of width `route` leads to [m].

        None where the start itself is narrower.
        """
        if self._tree is None or self._cap(start)[0] < route:
            return None
        wide = self._width >= route
        ways = coo_matrix(
            (np.ones(wide.sum()), (self._one[wide], self._two[wide])), shape=(self._n, self._n)
        )
        _, group = connected_components(ways, directed=False)
        mine = np.flatnonzero(group[: self._first] == group[self._first + start])
        if not len(mine):
            return None
        best = mine[np.argsort(-self._radius[mine], kind="stable")[:24]]
        radii = self._clear(self._centre[best])
        number = int(np.argmax(radii))
        centre, radius = self._polish(self._centre[best[number]], float(radii[number]))
        return 2.0 * radius, (float(centre[0]), float(centre[1]))

    def clear_at(self, point: Vector) -> float:
        """Diameter of the largest disc around a point; 0 outside the free space [m]."""
        spot = Point(point)
        if not self.free.intersects(spot):
            return 0.0
        return 2.0 * float(self._clear(np.array([point]))[0])

    # --- made once ---

    def _refine(self, passed: NDArray[np.int64], width: float) -> bool:
        """Sample the feet of gates that a way may have slipped past; whether there were any.

        Where a third piece of boundary almost touches a gate's circle, the way can go round
        the gate's own edge by the width of the spacing; with its feet sampled it cannot.
        """
        if len(self._feet) >= _MOST_FEET:
            return False
        low, wide = self._lower[passed], self._width[passed]
        doubtful = passed[(low < width - 1e-4) & (wide - low < SPACING**2 / (4.0 * low))]
        new: list[Vector] = []
        for number in doubtful:
            for foot in self._lower_gate[number]:
                spot = (float(foot[0]), float(foot[1]))
                known = (*self._feet, *new)
                if all(abs(spot[0] - x) + abs(spot[1] - y) > 1e-6 for x, y in known):
                    new.append(spot)
        if not new:
            return False
        self._feet += new
        self._build()
        return True

    def _build(self) -> None:
        """Take what was made of the same floor and the same samples before, or make it."""
        made = _recent.get((*self._key, tuple(self._feet)), self._make)
        self.__dict__.update(made)

    def _make(self) -> dict[str, Any]:
        self._mesh()
        return {name: self.__dict__[name] for name in _MADE if name in self.__dict__}

    def _mesh(self) -> None:
        self._tree = None
        starts, ends = self._edges
        self._starts, self._ends = starts, ends
        self._caps: dict[int, tuple[float, LineString]] = {}
        self._ways: dict[int, tuple[list[int], NDArray[np.int64]]] = {}
        if not len(starts):
            return
        points, edge, along, marks = _samples(starts, ends, self.contacts, self._feet)
        try:
            mesh = Delaunay(points)
        except QhullError:
            return
        corners = mesh.simplices
        self._first = len(corners)
        self._n = self._first + len(self.contacts)
        centre, radius = _circles(points[corners])
        self._centre, self._radius = centre, radius
        one, two, p, q = _neighbours(mesh)
        width = _between(points, centre, radius, one, two, p, q)
        gate = np.stack([points[p], points[q]], axis=1)
        lower, lower_gate = _exact(
            points, edge, along, starts, ends, p, q, width, gate, centre, (one, two)
        )
        keep = width > SPACING * (1.0 + 1e-6)
        one, two, width, gate = one[keep], two[keep], width[keep], gate[keep]
        lower, lower_gate = lower[keep], lower_gate[keep]
        touch_node, touch_mark = _incident(corners, marks)
        ats = np.array([c.at for c in self.contacts]).reshape(-1, 2)
        normals = np.array([c.normal for c in self.contacts]).reshape(-1, 2)
        ahead = _dot(centre[touch_node] - ats[touch_mark], normals[touch_mark])
        touch_node, touch_mark = touch_node[ahead > 0], touch_mark[ahead > 0]
        extra_one = [touch_node, *([np.array([self._first + a])] for a, _ in self.links)]
        extra_two = [
            self._first + touch_mark,
            *([np.array([self._first + b])] for _, b in self.links),
        ]
        more_one = np.concatenate([np.asarray(v).reshape(-1) for v in extra_one]).astype(int)
        more_two = np.concatenate([np.asarray(v).reshape(-1) for v in extra_two]).astype(int)
        more = np.full(len(more_one), _WIDE)
        more[: len(touch_node)] = 2.0 * radius[touch_node]
        keep = more > SPACING
        more_one, more_two, more = more_one[keep], more_two[keep], more[keep]
        self._one = np.concatenate([one, more_one])
        self._two = np.concatenate([two, more_two])
        self._width = np.concatenate([width, more])
        self._lower = np.concatenate([lower, more])
        nowhere = np.zeros((len(more), 2, 2))
        self._lower_gate = np.concatenate([lower_gate, nowhere])
        if len(more):
            marks_at = ats[np.clip(more_two - self._first, 0, None)]
            self._gate = np.concatenate([gate, np.stack([marks_at, marks_at], axis=1)])
        else:
            self._gate = gate
        cost = 1.0 + (_WIDE - np.minimum(self._width, _WIDE))
        self._tree = minimum_spanning_tree(_graph(self._one, self._two, cost, self._n))
        low, high = np.minimum(self._one, self._two), np.maximum(self._one, self._two)
        self._order = np.lexsort((-self._width, high, low))
        self._keys = (low * self._n + high)[self._order]

    def _reached(self, start: int) -> tuple[list[int], NDArray[np.int64]]:
        """From every node the next one towards a contact, and the way that leads there."""
        if start not in self._ways:
            _, before = breadth_first_order(
                self._tree, self._first + start, directed=False, return_predecessors=True
            )
            there = np.flatnonzero(before >= 0)
            low = np.minimum(there, before[there]).astype(np.int64)
            high = np.maximum(there, before[there]).astype(np.int64)
            arcs = np.full(self._n, -1, dtype=np.int64)
            arcs[there] = self._order[np.searchsorted(self._keys, low * self._n + high)]
            self._ways[start] = (before.tolist(), arcs)
        return self._ways[start]

    def _cap(self, contact: int) -> tuple[float, LineString]:
        if contact not in self._caps:
            self._caps[contact] = self.touching(self.contacts[contact])
        return self._caps[contact]

    @cached_property
    def _edges(self) -> tuple[Array, Array]:
        return _edges(self.free)

    @cached_property
    def _pieces(self) -> tuple[Array, Array]:
        """Unit vectors along the pieces of the boundary, and their lengths [m]."""
        way = self._ends - self._starts
        long = np.hypot(way[:, 0], way[:, 1])
        return way / np.maximum(long, 1e-12)[:, None], long

    @cached_property
    def _boundary(self) -> shapely.Geometry:
        line = self.free.boundary
        shapely.prepare(line)
        return line

    def _clear(self, points: Array) -> Array:
        return np.asarray(shapely.distance(self._boundary, shapely.points(points)))

    def _polish(self, centre: Array, radius: float) -> tuple[Array, float]:
        """Move a centre uphill until its disc grows by less than a tenth of a millimetre."""
        turns = np.radians(np.arange(16) * 22.5)
        around = np.stack([np.cos(turns), np.sin(turns)], axis=1)
        step = SPACING / 2
        while step > 5e-5:
            tries = centre + around * step
            radii = self._clear(tries)
            best = int(np.argmax(radii))
            if radii[best] > radius + 1e-9:
                centre, radius = tries[best], float(radii[best])
            else:
                step /= 2
        return centre, radius


def _graph(one: Array, two: Array, cost: Array, n: int) -> coo_matrix:
    """A graph with the cheapest of parallel ways."""
    low, high = np.minimum(one, two), np.maximum(one, two)
    order = np.lexsort((cost, high, low))
    low, high, cost = low[order], high[order], cost[order]
    new = np.ones(len(low), dtype=bool)
    new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return coo_matrix((cost[new], (low[new], high[new])), shape=(n, n)).tocsr()


def _edges(free: shapely.Geometry) -> tuple[Array, Array]:
    """Straight pieces of a boundary, those on one line joined [m]."""
    rings = shapely.get_rings(shapely.get_parts(shapely.remove_repeated_points(free, 1e-7)))
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(coords):
        return np.empty((0, 2)), np.empty((0, 2))
    pieces = np.flatnonzero(ring[:-1] == ring[1:])
    one, ring = coords[pieces], ring[pieces]
    way = coords[pieces + 1] - one
    long = np.hypot(way[:, 0], way[:, 1])
    last = _before(ring)
    before, long_before = way[last], long[last]
    cross = before[:, 0] * way[:, 1] - before[:, 1] * way[:, 0]
    dot = _dot(before, way)
    bends = (np.abs(cross) > 1e-9 * np.maximum(long * long_before, 1e-12)) | (dot < 0)
    corners, ring = one[bends], ring[bends]
    wide = np.bincount(ring, minlength=len(rings))[ring] >= 3
    corners, ring = corners[wide], ring[wide]
    if not len(corners):
        return np.empty((0, 2)), np.empty((0, 2))
    ends = np.empty_like(corners)
    ends[_before(ring)] = corners
    return corners, ends


def _before(ring: NDArray[np.int64]) -> NDArray[np.int64]:
    """For members of rings, which follow each other, the one before each in its ring."""
    before = np.arange(len(ring)) - 1
    first = np.flatnonzero(np.concatenate([[True], ring[1:] != ring[:-1]]))
    before[first] = np.concatenate([first[1:], [len(ring)]]) - 1
    return before


def _dot(a: Array, b: Array) -> Array:
    return a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1]


def _samples(
    starts: Array, ends: Array, contacts: Sequence[Contact], feet: Sequence[Vector] = ()
) -> tuple[Array, NDArray[np.int64], Array, NDArray[np.int64]]:
    """Points on every piece, its number, their place along it; and which are the contacts."""
    way = ends - starts
    long = np.hypot(way[:, 0], way[:, 1])
    count = np.maximum(np.ceil(long / SPACING - 1e-9).astype(int), 1)
    edge = np.repeat(np.arange(len(starts)), count)
    offset = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    along = offset / count[edge] * long[edge]
    extra_edge: list[int] = []
    extra_along: list[float] = []
    square = np.maximum(long**2, 1e-18)
    for place in (*feet, *(contact.at for contact in contacts)):
        at = np.array(place)
        share = np.clip(_dot(at - starts, way) / square, 0, 1)
        off = starts + way * share[:, None] - at
        near = int(np.argmin(np.hypot(off[:, 0], off[:, 1])))
        middle = share[near] * long[near]
        contact = len(extra_edge) >= len(feet)
        for shift in (0.0, -_HAIR, _HAIR) if contact else (0.0,):
            extra_edge.append(near)
            extra_along.append(float(np.clip(middle + shift, 0.0, long[near])))
    if extra_edge:
        edge = np.concatenate([edge, extra_edge])
        along = np.concatenate([along, extra_along])
    points = starts[edge] + way[edge] * (along / np.maximum(long[edge], 1e-12))[:, None]
    marks = len(edge) - len(extra_edge) + len(feet) + 3 * np.arange(len(contacts))
    # samples that a contact falls on are left out, or the contact would have no triangle
    keep = np.ones(len(edge), dtype=bool)
    order = np.argsort(points[:, 0], kind="stable")
    low, high = np.searchsorted(points[order, 0], points[marks, 0] + np.array([[-_HAIR], [_HAIR]]))
    is_mark = np.zeros(len(edge), dtype=bool)
    is_mark[marks] = True
    for nth, mark in enumerate(marks):
        beside = order[low[nth] : high[nth]]
        off = points[beside] - points[mark]
        close = beside[(np.hypot(off[:, 0], off[:, 1]) < _HAIR / 2) & (beside != mark)]
        if not is_mark[close].any():
            keep[close] = False
    number = np.cumsum(keep) - 1
    return points[keep], edge[keep], along[keep], number[marks].astype(int)


def _circles(corners: Array) -> tuple[Array, Array]:
    """Circumcentres and circumradii of triangles."""
    a = corners[:, 0]
    b, c = corners[:, 1] - a, corners[:, 2] - a
    d = 2.0 * (b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0])
    flat = np.abs(d) < 1e-14
    d = np.where(flat, 1.0, d)
    bb, cc = _dot(b, b), _dot(c, c)
    ux = (c[:, 1] * bb - b[:, 1] * cc) / d
    uy = (b[:, 0] * cc - c[:, 0] * bb) / d
    centre = a + np.stack([ux, uy], axis=1)
    radius = np.hypot(ux, uy)
    radius[flat] = 0.0
    return centre, radius


def _neighbours(mesh: Delaunay) -> tuple[NDArray[np.int64], ...]:
    """Pairs of triangles and the two points of the edge between them."""
    near, corners = mesh.neighbors, mesh.simplices
    one, two, p, q = [], [], [], []
    for k in range(3):
        rows = np.flatnonzero(near[:, k] > np.arange(len(near)))
        one.append(rows)
        two.append(near[rows, k])
        p.append(corners[rows, (k + 1) % 3])
        q.append(corners[rows, (k + 2) % 3])
    return tuple(np.concatenate(part).astype(np.int64) for part in (one, two, p, q))


def _between(points: Array, centre: Array, radius: Array, *ends: NDArray[np.int64]) -> Array:
    """Width of the narrowest place on the way between two triangles' circumcentres.

    `ends`: the two triangles, and the two points of the edge between them.
    """
    one, two, p, q = ends
    a, b = points[p], points[q]
    way = b - a
    side = [
        way[:, 0] * (centre[n][:, 1] - a[:, 1]) - way[:, 1] * (centre[n][:, 0] - a[:, 0])
        for n in (one, two)
    ]
    across = side[0] * side[1] <= 0
    apart = np.hypot(way[:, 0], way[:, 1])
    return np.where(across, apart, 2.0 * np.minimum(radius[one], radius[two]))


def _exact(
    points: Array,
    edge: NDArray[np.int64],
    along: Array,
    starts: Array,
    ends: Array,
    p: NDArray[np.int64],
    q: NDArray[np.int64],
    width: Array,
    gate: Array,
    centre: Array,
    pair: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> tuple[Array, Array]:
    """Put the exact distance of two pieces where an edge crosses the gate between them.

    Returns for every edge the gate near it, crossed or not, and its width.
    """
    lower, lower_gate = width.copy(), gate.copy()
    which = np.flatnonzero((width > SPACING) & (edge[p] != edge[q]))
    if not len(which):
        return lower, lower_gate
    way = ends - starts
    long = np.hypot(way[:, 0], way[:, 1])
    unit = way / np.maximum(long, 1e-12)[:, None]

    def piece(n: NDArray[np.int64]) -> tuple[Array, ...]:
        e = edge[n]
        low = np.maximum(along[n] - SPACING, 0.0)
        high = np.minimum(along[n] + SPACING, long[e])
        return starts[e], unit[e], low, high, long[e]

    a, u, a_low, a_high, a_long = piece(p[which])
    b, v, b_low, b_high, b_long = piece(q[which])
    best = np.full(len(which), np.inf)
    foot_a, foot_b = np.zeros(len(which)), np.zeros(len(which))

    def consider(s: Array, t: Array) -> None:
        off = (a + u * s[:, None]) - (b + v * t[:, None])
        gap = np.hypot(off[:, 0], off[:, 1])
        better = gap < best - 1e-12
        best[better] = gap[better]
        foot_a[better], foot_b[better] = s[better], t[better]

    for s in (a_low, a_high):
        spot = a + u * s[:, None]
        consider(s, np.clip(_dot(spot - b, v), b_low, b_high))
    for t in (b_low, b_high):
        spot = b + v * t[:, None]
        consider(np.clip(_dot(spot - a, u), a_low, a_high), t)
    one, two = a + u * foot_a[:, None], b + v * foot_b[:, None]
    line = (two - one) / np.maximum(best, 1e-12)[:, None]

    # the pieces of a ring follow each other: those beside every piece's two corners
    ring = np.concatenate([[0], np.cumsum(np.any(ends[:-1] != starts[1:], axis=1))])
    first = np.concatenate([[0], np.flatnonzero(np.diff(ring)) + 1])
    last = np.concatenate([first[1:] - 1, [len(starts) - 1]])
    before, after = np.arange(len(starts)) - 1, np.arange(len(starts)) + 1
    before[first], after[last] = last, first

    def settled(
        foot: Array, total: Array, direction: Array, e: NDArray[np.int64], to: Array
    ) -> NDArray[np.bool_]:
        """Whether no other point of the boundary beside a foot is nearer to the other foot."""
        square = np.abs(_dot(to, direction)) < _SQUARE
        low, high = foot < 1e-9, foot > total - 1e-9
        bend_low = _dot(to, -unit[before[e]]) < _SQUARE
        bend_high = _dot(to, unit[after[e]]) < _SQUARE
        return np.where(low, bend_low, np.where(high, bend_high, square))

    good = settled(foot_a, a_long, u, edge[p[which]], line) & (best > 1e-6)
    good &= settled(foot_b, b_long, v, edge[q[which]], -line)
    good &= best <= width[which] + 1e-9
    lower[which[good]] = best[good]
    lower_gate[which[good], 0], lower_gate[which[good], 1] = one[good], two[good]
    # a gate at a corner limits only the ways that cross it; parallel pieces are a gate all along
    c, d = centre[pair[0][which]], centre[pair[1][which]]
    parallel = (np.abs(_dot(line, u)) < _SQUARE) & (np.abs(_dot(line, v)) < _SQUARE)
    t_low = _dot(b + v * b_low[:, None] - a, u)
    t_high = _dot(b + v * b_high[:, None] - a, u)
    c_at, d_at = _dot(c - a, u), _dot(d - a, u)
    low = np.maximum.reduce([a_low, np.minimum(t_low, t_high), np.minimum(c_at, d_at)])
    high = np.minimum.reduce([a_high, np.maximum(t_low, t_high), np.maximum(c_at, d_at)])
    crossing = _crosses(one, two, c, d) & _crosses(c, d, one, two)
    good &= np.where(parallel, low <= high + 1e-9, crossing)
    width[which[good]] = best[good]
    gate[which[good], 0], gate[which[good], 1] = one[good], two[good]
    return lower, lower_gate


def _crosses(a: Array, b: Array, c: Array, d: Array) -> NDArray[np.bool_]:
    """Whether c and d lie on different sides of the lines from a to b, or on them."""
    way = b - a
    one = way[:, 0] * (c[:, 1] - a[:, 1]) - way[:, 1] * (c[:, 0] - a[:, 0])
    two = way[:, 0] * (d[:, 1] - a[:, 1]) - way[:, 1] * (d[:, 0] - a[:, 0])
    return (np.minimum(one, two) <= 1e-9) & (np.maximum(one, two) >= -1e-9)


def _incident(
    corners: NDArray[np.int64], marks: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Triangles at each contact: (triangle, number of the contact)."""
    nthof = np.full(int(corners.max()) + 1, -1)
    nthof[marks] = np.arange(len(marks))
    there = nthof[corners]
    nodes, places = np.nonzero(there >= 0)
    numbers = there[nodes, places]
    order = np.argsort(numbers, kind="stable")
    return nodes[order], numbers[order]


def _largest_touching(
    starts: Array, unit: Array, long: Array, contact: Contact
) -> tuple[float, LineString]:
    """The largest disc tangent at a contact to pieces of a boundary [m].

    Pieces by their starts, unit vectors along them and lengths.
    """
    m, n = np.array(contact.at), np.array(contact.normal)
    best, foot = np.inf, m + n
    # through a corner: |c - q| = r with c = m + r n
    way = starts - m
    ahead = way @ n
    square = way[:, 0] ** 2 + way[:, 1] ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        radius = np.where(ahead > 1e-9, square / (2.0 * ahead), np.inf)
    radius[square < 1e-12] = np.inf
    if len(radius) and radius.min() < best:
        best, foot = float(radius.min()), starts[int(np.argmin(radius))]
    # tangent to a piece: distance of c to its line is r
    apart = -way[:, 0] * -unit[:, 1] + -way[:, 1] * unit[:, 0]
    slope = np.where(apart < 0, -1.0, 1.0) * (np.stack([-unit[:, 1], unit[:, 0]], axis=1) @ n)
    apart = np.abs(apart)
    with np.errstate(divide="ignore", invalid="ignore"):
        radius = np.where((slope < 1.0 - 1e-9) & (apart > 1e-7), apart / (1.0 - slope), np.inf)
    centre = m + np.where(np.isfinite(radius), radius, 0.0)[:, None] * n
    reach = _dot(centre - starts, unit)
    radius[(reach < 0) | (reach > long)] = np.inf
    if len(radius) and radius.min() < best:
        number = int(np.argmin(radius))
        best, foot = float(radius.min()), starts[number] + unit[number] * reach[number]
    return 2.0 * best, LineString([m, foot])


def farthest(
    area: shapely.Geometry, places: shapely.Geometry, *, within: float = 5e-4
) -> tuple[float, Vector]:
    """The point of an area that is farthest from its nearest place, and how far [m].

    Exact to `within`: a square is divided only while it can hold a farther point.
    """
    shapely.prepare(area)
    corners = shapely.get_coordinates(area)
    far = shapely.distance(shapely.points(corners), places)
    number = int(np.argmax(far))
    best, spot = float(far[number]), (float(corners[number][0]), float(corners[number][1]))
    x0, y0, x1, y1 = area.bounds
    half = max(x1 - x0, y1 - y0) / 2
    cells = np.array([[(x0 + x1) / 2, (y0 + y1) / 2]])
    while len(cells) and half > within / 4:
        far = shapely.distance(shapely.points(cells), places)
        inside = shapely.intersects_xy(area, cells[:, 0], cells[:, 1])
        if inside.any() and (top := float(np.where(inside, far, -1.0).max())) > best:
            number = int(np.argmax(np.where(inside, far, -1.0)))
            best, spot = top, (float(cells[number][0]), float(cells[number][1]))
        keep = far + half * np.sqrt(2.0) > best + within
        cells, half = cells[keep], half / 2
        if not len(cells):
            break
        shifts = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) * half
        cells = (cells[:, None, :] + shifts[None, :, :]).reshape(-1, 2)
        boxes = shapely.box(
            cells[:, 0] - half, cells[:, 1] - half, cells[:, 0] + half, cells[:, 1] + half
        )
        cells = cells[shapely.intersects(area, boxes)]
    return best, spot
