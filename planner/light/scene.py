"""What light meets: a room, prisms that stand in it, lamps, and places where light is asked for.

A scene knows no layout; `planner.light.hall` makes one of a level.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.polygon import orient

from planner.light.photometry import Photometry

Array = np.ndarray[Any, Any]
Vector3 = tuple[float, float, float]

SAMPLES = 3  # a patch has SAMPLES x SAMPLES sample points
LIFT = 1e-3  # m; samples float this far before their surface
SHEET = 0.02  # m; thickness of the sheet that keeps light in behind a re-entrant wall
SUB_SOURCE = 0.32  # m; a luminous opening is cut into parts no longer than this
MOST_ROOM_PATCHES = 2200


@dataclass(frozen=True)
class Prism:
    """An upright body with a convex footprint that keeps light back."""

    id: str
    ring: tuple[tuple[float, float], ...]  #: corners, counter-clockwise [m]
    low: float  #: height of its underside [m]
    high: float
    reflectance: float = 0.4
    meshed: bool = True  #: whether its faces reflect; a sheet behind a wall's face does not
    fixed: bool = False  #: built: floor, ceiling and walls end where it stands


@dataclass(frozen=True)
class Pane:
    """A part of a wall that reflects differently: a window or a door."""

    start: tuple[float, float]  #: on the wall's face [m]
    end: tuple[float, float]
    low: float
    high: float
    reflectance: float
    lets_in: float = 0.0  #: share of the light outside that it lets in


@dataclass(frozen=True)
class Room:
    """The space light spreads in."""

    outline: Polygon  #: with holes where something solid stands [m]
    height: float
    floor_reflectance: float = 0.25
    ceiling_reflectance: float = 0.75
    wall_reflectance: tuple[float, ...] | float = 0.5  #: of each outline edge, outer ring first
    panes: tuple[Pane, ...] = ()
    voids: shapely.Geometry | None = None  #: where the floor is open and swallows light

    @cached_property
    def rings(self) -> list[Array]:
        """Corners of the outer ring, counter-clockwise, and of the holes, clockwise [m]."""
        whole = orient(self.outline, 1.0)
        return [np.array(r.coords[:-1]) for r in (whole.exterior, *whole.interiors)]

    @cached_property
    def edges(self) -> list[tuple[Array, Array]]:
        """Start and end of every wall face; the room lies to the left [m]."""
        return [
            (a, b) for ring in self.rings for a, b in zip(ring, np.roll(ring, -1, 0), strict=True)
        ]

    def wall(self, number: int) -> float:
        """Reflectance of the wall behind an edge."""
        share = self.wall_reflectance
        return share if isinstance(share, (int, float)) else share[number]

    @cached_property
    def sheets(self) -> tuple[Prism, ...]:
        """Thin bodies behind those edges that a straight line inside the hull could cross."""
        hull = self.outline.convex_hull.exterior
        found = []
        for number, (a, b) in enumerate(self.edges):
            middle = shapely.Point((a + b) / 2)
            if hull.distance(middle) < 1e-6 and hull.distance(shapely.Point(a)) < 1e-6:
                continue
            along = (b - a) / np.linalg.norm(b - a)
            out = np.array([along[1], -along[0]]) * SHEET
            ring = tuple(map(tuple, (a + out, b + out, b, a)))
            found.append(Prism(f"sheet{number}", ring, 0.0, self.height, meshed=False))
        return tuple(found)


def box(
    name: str,
    at: tuple[float, float],
    size: tuple[float, float, float],
    *,
    facing_deg: float = 90.0,
    low: float = 0.0,
    reflectance: float = 0.4,
) -> Prism:
    """A box: width lies across the direction it faces, depth along it [m]."""
    a = math.radians(facing_deg)
    nx, ny = math.cos(a), math.sin(a)
    width, depth, height = size
    ring = tuple(
        (
            at[0] + ny * u * width + nx * v * depth,
            at[1] - nx * u * width + ny * v * depth,
        )
        for u, v in ((-0.5, 0.5), (-0.5, -0.5), (0.5, -0.5), (0.5, 0.5))
    )
    return Prism(name, ring, low, low + height, reflectance)


@dataclass(frozen=True)
class Lamp:
    """A lamp in its place."""

    id: str
    at: Vector3
    photometry: Photometry
    aim: Vector3 | None = None  #: point it is aimed at; None: straight down
    facing_deg: float = 0.0  #: turn of its C0 when it looks straight down
    state: float = 1.0  #: share of its flux that it gives now
    display: bool = False

    @cached_property
    def beam(self) -> Array:
        """Unit vector it shines along."""
        if self.aim is None:
            return np.array([0.0, 0.0, -1.0])
        d = np.array(self.aim, float) - np.array(self.at, float)
        length = np.linalg.norm(d)
        return d / length if length > 1e-9 else np.array([0.0, 0.0, -1.0])

    @property
    def tilt_deg(self) -> float:
        """Angle of its beam from straight down."""
        return math.degrees(math.acos(min(1.0, max(-1.0, -self.beam[2]))))

    @cached_property
    def turn(self) -> Array:
        """Matrix from the lamp's own frame to the room's."""
        d = self.beam
        tilt = math.acos(min(1.0, max(-1.0, -d[2])))
        azimuth = math.atan2(d[1], d[0]) if abs(d[0]) + abs(d[1]) > 1e-12 else 0.0
        spin = math.radians(self.facing_deg) - azimuth
        return _about_z(azimuth) @ _about_y(-tilt) @ _about_z(spin)

    @cached_property
    def sub_sources(self) -> Array:
        """The luminous opening as points [m]."""
        along, across, _ = self.photometry.size
        n, m = (max(1, min(6, math.ceil(s / SUB_SOURCE - 1e-9))) for s in (along, across))
        local = [
            (((i + 0.5) / n - 0.5) * along, ((j + 0.5) / m - 0.5) * across, 0.0)
            for i in range(n)
            for j in range(m)
        ]
        return np.array(self.at, float) + np.array(local) @ self.turn.T


def _about_z(a: float) -> Array:
    return np.array([[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0], [0, 0, 1]])


def _about_y(a: float) -> Array:
    return np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])


@dataclass(frozen=True)
class Receiver:
    """Points where light is asked for, with the direction each looks to."""

    id: str
    points: Array  #: shape (n, 3) [m]
    normals: Array  #: shape (n, 3)
    prism: str | None = None  #: the prism it moves with
    shape: tuple[int, int] | None = None  #: rows and columns, where it is a grid
    outside: bool = False  #: on the street: only lamps of the street reach it
    mask: Array | None = None  #: which points count; None: all


def grid(
    name: str, corner: Vector3, u: Vector3, v: Vector3, columns: int, rows: int, **more: Any
) -> Receiver:
    """Midpoints of a raster over a parallelogram; it looks along ``u x v``."""
    o, du, dv = (np.array(x, float) for x in (corner, u, v))
    a, b = (np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows
    points = o + a[None, :, None] * du + b[:, None, None] * dv
    normal = np.cross(du, dv)
    normal /= np.linalg.norm(normal)
    points = points.reshape(-1, 3)
    return Receiver(name, points, np.tile(normal, (len(points), 1)), shape=(rows, columns), **more)


@dataclass(frozen=True)
class Scene:
    """Everything the engine needs."""

    room: Room
    prisms: tuple[Prism, ...] = ()
    lamps: tuple[Lamp, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    patch: float | None = None  #: size of the room's patches; None: by the room's area [m]
    outdoor_lux: float = 0.0  #: on the outside of the windows, upright


# --- arrays for the kernels ---


def pack(prisms: Sequence[Prism]) -> tuple[Array, ...]:
    """Half planes, heights, bounding boxes and circles round the footprints."""
    first = [0]
    planes: list[tuple[float, float, float]] = []
    boxes = []
    circles = []
    for prism in prisms:
        ring = np.array(prism.ring, float)
        for a, b in zip(ring, np.roll(ring, -1, 0), strict=True):
            d = b - a
            n = np.array([d[1], -d[0]]) / np.hypot(*d)
            planes.append((n[0], n[1], float(n @ a)))
        first.append(len(planes))
        boxes.append((*ring.min(0), *ring.max(0)))
        middle = (ring.min(0) + ring.max(0)) / 2
        circles.append((*middle, float(np.hypot(*(ring - middle).T).max())))
    p = np.array(planes, float).reshape(-1, 3)
    b = np.array(boxes, float).reshape(-1, 4)
    return (
        np.array(first, np.int64),
        np.ascontiguousarray(p[:, 0]),
        np.ascontiguousarray(p[:, 1]),
        np.ascontiguousarray(p[:, 2]),
        np.array([q.low for q in prisms], float),
        np.array([q.high for q in prisms], float),
        np.ascontiguousarray(b[:, [0, 2, 1, 3]]),
        np.array(circles, float).reshape(-1, 3),
    )


@dataclass
class Patches:
    """Pieces of surface that reflect."""

    samples: Array  #: (patches, samples, 3) [m]
    normals: Array
    area: Array  #: before anything covers them [m²]
    reflectance: Array
    lets_in: Array
    allowed: Array  #: (patches, samples): whether the surface is there at all
    owner: Array = field(default_factory=lambda: np.zeros(0, np.int64))  #: prism, or -1


def room_patches(scene: Scene) -> Patches:
    """Floor, ceiling and walls; none reaches through something built, or light would leak."""
    room = scene.room
    size = scene.patch or _patch_size(room)
    on_floor = standing(scene.prisms, room.height, floor=True)
    at_ceiling = standing(scene.prisms, room.height, ceiling=True)
    parts = [
        _flat(room, size, 0.0, 1.0, room.floor_reflectance, on_floor),
        _flat(room, size, room.height, -1.0, room.ceiling_reflectance, at_ceiling),
    ]
    whole = standing(scene.prisms, room.height, floor=True, ceiling=True)
    for number, (start, end) in enumerate(room.edges):
        out = np.array([(end - start)[1], -(end - start)[0]]) / np.hypot(*(end - start))
        for a, b in _free_stretches(start, end, -out, whole):
            along = np.array([*(b - a), 0.0])
            upright = np.array([0.0, 0.0, room.height])
            normal = np.array([*-out, 0.0])
            share = room.wall(number)
            face = _face(np.array([*a, 0.0]), along, upright, normal, size, share, -1)
            _hang_panes(face, room, a, b)
            parts.append(face)
    return _joined(parts)


def standing(
    prisms: Sequence[Prism], height: float, *, floor: bool = False, ceiling: bool = False
) -> shapely.Geometry:
    """Footprints of what is built and stands on the floor, reaches the ceiling, or both [m]."""
    rings = [
        Polygon(p.ring)
        for p in prisms
        if p.fixed and (not floor or p.low < 0.01) and (not ceiling or p.high > height - 0.01)
    ]
    return shapely.union_all(rings) if rings else Polygon()


def _free_stretches(
    start: Array, end: Array, out: Array, solid: shapely.Geometry
) -> list[tuple[Array, Array]]:
    """The parts of a face that nothing built stands against."""
    if solid.is_empty:
        return [(start, end)]
    line = shapely.LineString([start + 0.01 * out, end + 0.01 * out])
    parts = shapely.get_parts(line.difference(solid))
    found = [np.array(part.coords) - 0.01 * out for part in parts if part.length > 0.02]
    found.sort(key=lambda part: float((part[0] - start) @ (end - start)))
    return [(part[0], part[-1]) for part in found]


def prism_patches(
    prism: Prism, number: int, room: Room, size: float, solid: shapely.Geometry
) -> Patches | None:
    """Sides, top and underside of a prism; a built one ends at other built ones."""
    if not prism.meshed:
        return None
    ring = np.array(prism.ring, float)
    parts = []
    for a, b in zip(ring, np.roll(ring, -1, 0), strict=True):
        if np.hypot(*(b - a)) < 0.02 or prism.high - prism.low < 0.02:
            continue
        normal = np.array([(b - a)[1], -(b - a)[0], 0.0])
        normal /= np.linalg.norm(normal)
        upright = np.array([0.0, 0.0, prism.high - prism.low])
        free = _free_stretches(a, b, normal[:2], solid) if prism.fixed else [(a, b)]
        for p, q in free:
            start, along = np.array([*p, prism.low]), np.array([*(q - p), 0.0])
            parts.append(_face(start, along, upright, normal, size, prism.reflectance, number))
    for z, up, there in (
        (prism.high, 1.0, prism.high < room.height - 0.01),
        (prism.low, -1.0, prism.low > 0.01),
    ):
        if there:
            parts.append(_lid(prism, number, z, up, size))
    return _joined(parts) if parts else None


def _patch_size(room: Room) -> float:
    total = 2 * room.outline.area + room.outline.length * room.height
    return max(min(1.0, math.sqrt(total / 250.0)), math.sqrt(total / MOST_ROOM_PATCHES), 0.3)


def _flat(
    room: Room, size: float, z: float, up: float, share: float, solid: shapely.Geometry
) -> Patches:
    """Floor or ceiling in cells, cut at the outline and at what is built."""
    free = room.outline.difference(solid)
    x0, y0, x1, y1 = free.bounds
    nx, ny = max(1, round((x1 - x0) / size)), max(1, round((y1 - y0) / size))
    dx, dy = (x1 - x0) / nx, (y1 - y0) / ny
    left, low = np.meshgrid(x0 + dx * np.arange(nx), y0 + dy * np.arange(ny))
    left, low = left.ravel(), low.ravel()
    cells = shapely.box(left, low, left + dx, low + dy)
    pieces, cell = shapely.get_parts(shapely.intersection(cells, free), return_index=True)
    area = shapely.area(pieces)
    kept = area > 1e-3 * dx * dy
    pieces, cell, area = pieces[kept], cell[kept], area[kept]
    left, low = left[cell], low[cell]
    part = (np.arange(SAMPLES) + 0.5) / SAMPLES
    a, b = (m.ravel() for m in np.meshgrid(part, part, indexing="ij"))
    x = left[:, None] + dx * a[None]
    y = low[:, None] + dy * b[None]
    samples = np.stack([x, y, np.full_like(x, z + up * LIFT)], axis=2)
    allowed = shapely.contains_xy(pieces[:, None], x, y)
    none = ~allowed.any(axis=1)
    if none.any():  # a sliver between the samples: one sample moves into it
        for i in np.flatnonzero(none):
            inner = pieces[i].representative_point()
            samples[i, 0, :2] = inner.x, inner.y
            allowed[i, 0] = True
    reflectance = np.full(len(left), share)
    if up > 0 and room.voids is not None and not room.voids.is_empty:
        open_ = shapely.contains_xy(room.voids, x, y) & allowed
        reflectance *= 1 - open_.sum(1) / allowed.sum(1)
    n = len(left)
    # an area per allowed sample is area / count: `area` is for all samples together
    whole = area * allowed.shape[1] / allowed.sum(1)
    normals = np.tile([0.0, 0.0, up], (n, 1))
    return Patches(samples, normals, whole, reflectance, np.zeros(n), allowed, np.full(n, -1))


def _face(
    start: Array, u: Array, v: Array, normal: Array, size: float, share: float, owner: int
) -> Patches:
    lu, lv = np.linalg.norm(u), np.linalg.norm(v)
    nu, nv = max(1, round(lu / size)), max(1, round(lv / size))
    part = (np.arange(SAMPLES) + 0.5) / SAMPLES
    a = (np.arange(nu)[:, None] + part[None]) / nu
    b = (np.arange(nv)[:, None] + part[None]) / nv
    points = start + a[:, None, :, None, None] * u + b[None, :, None, :, None] * v + normal * LIFT
    samples = points.reshape(nu * nv, SAMPLES * SAMPLES, 3)
    n = nu * nv
    return Patches(
        samples,
        np.tile(normal, (n, 1)),
        np.full(n, lu * lv / n),
        np.full(n, share),
        np.zeros(n),
        np.ones(samples.shape[:2], bool),
        np.full(n, owner),
    )


def _lid(prism: Prism, number: int, z: float, up: float, size: float) -> Patches:
    """Top or underside: the rectangle round the footprint, less what lies beside it."""
    ring = np.array(prism.ring, float)
    e = ring[1] - ring[0]
    e /= np.hypot(*e)
    n = np.array([-e[1], e[0]])
    local = (ring - ring[0]) @ np.array([e, n]).T
    low, high = local.min(0), local.max(0)
    corner = ring[0] + e * low[0] + n * low[1]
    u, v = np.array([*(e * (high - low)[0]), 0.0]), np.array([*(n * (high - low)[1]), 0.0])
    start = np.array([*corner, z])
    face = _face(start, u, v, np.array([0.0, 0.0, up]), size, prism.reflectance, number)
    if len(ring) != 4 or abs(shapely.Polygon(ring).area - np.prod(high - low)) > 1e-6:
        polygon = Polygon(ring)
        face.allowed = shapely.contains_xy(polygon, face.samples[..., 0], face.samples[..., 1])
        share = polygon.area / max((face.area[:, None] * face.allowed / SAMPLES**2).sum(), 1e-12)
        face.area = face.area * share
    return face


def _hang_panes(face: Patches, room: Room, a: Array, b: Array) -> None:
    """Mix the windows and doors of one wall face into its patches."""
    along = (b - a) / np.linalg.norm(b - a)
    for pane in room.panes:
        p, q = np.array(pane.start), np.array(pane.end)
        across = np.array([-along[1], along[0]])
        if abs((p - a) @ across) > 0.05 or abs((q - a) @ across) > 0.05:
            continue
        s = (face.samples[..., :2] - a) @ along
        low, high = sorted(((p - a) @ along, (q - a) @ along))
        z = face.samples[..., 2]
        share = ((s > low) & (s < high) & (z > pane.low) & (z < pane.high)).mean(1)
        face.reflectance = face.reflectance * (1 - share) + pane.reflectance * share
        face.lets_in = face.lets_in + pane.lets_in * share


def _joined(parts: Sequence[Patches]) -> Patches:
    names = ("samples", "normals", "area", "reflectance", "lets_in", "allowed", "owner")
    return Patches(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
