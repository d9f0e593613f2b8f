"""The built hall as geometry: floors, wall bodies, openings, stairs, local floor heights."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely
from shapely import LineString, Point, Polygon

from planner.model.building import Column, Door, Flight, Level, Stair, Wall, Window
from planner.model.layout import Layout

Vector = tuple[float, float]


def floor(level: Level) -> Polygon:
    """The clear floor of a level, inside its outer walls' inner faces [m]."""
    return Polygon(level.outline, level.holes)


def direction(start: Vector, end: Vector) -> Vector:
    """Unit vector from `start` to `end`."""
    length = math.dist(start, end)
    return ((end[0] - start[0]) / length, (end[1] - start[1]) / length)


def heading(degrees: float) -> Vector:
    """Unit vector of a direction, exact at right angles.

    >>> heading(90.0)
    (0.0, 1.0)
    """
    quarter, rest = divmod(degrees, 90.0)
    if rest == 0.0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarter) % 4]
    return (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))


def sides(wall: Wall) -> tuple[float, float]:
    """How far a wall's body reaches left and right of its reference line [m]."""
    if wall.justify == "centre":
        return (wall.thickness / 2, wall.thickness / 2)
    return (wall.thickness, 0.0) if wall.justify == "left" else (0.0, wall.thickness)


def wall_body(wall: Wall, *, before: float = 0.0, after: float = 0.0) -> Polygon:
    """A wall's footprint, made longer by `before` at its start and `after` at its end [m]."""
    return _strip(wall, -before, math.dist(wall.start, wall.end) + after)


def wall_bodies(layout: Layout, level: str) -> dict[str, Polygon]:
    """Every wall's footprint by id, corners filled where walls meet, openings not cut [m]."""
    walls = [wall for wall in layout.walls if wall.level == level]
    bodies = {wall.id: wall_body(wall) for wall in walls}
    ends: dict[tuple[float, float], list[tuple[Wall, bool]]] = {}
    for wall in walls:
        for point, at_end in ((wall.start, False), (wall.end, True)):
            key = (round(point[0], 3), round(point[1], 3))
            ends.setdefault(key, []).append((wall, at_end))
    for meeting in ends.values():
        for number, (wall, at_end) in enumerate(meeting):
            for other, other_end in meeting[number + 1 :]:
                long = 4.0 * max(wall.thickness, other.thickness)
                one = _lengthened(wall, at_end, long)
                two = _lengthened(other, other_end, long)
                corner = one.intersection(two)
                if not corner.is_empty and corner.area > 0:
                    bodies[wall.id] = bodies[wall.id].union(corner)
    return bodies


def _lengthened(wall: Wall, at_end: bool, by: float) -> Polygon:
    length = math.dist(wall.start, wall.end)
    return _strip(wall, length - 1e-9, length + by) if at_end else _strip(wall, -by, 1e-9)


def _strip(wall: Wall, low: float, high: float, *, wider: float = 0.0) -> Polygon:
    dx, dy = direction(wall.start, wall.end)
    left, right = sides(wall)
    left, right = left + wider, right + wider
    x, y = wall.start

    def at(along: float, across: float) -> Vector:
        return (x + dx * along - dy * across, y + dy * along + dx * across)

    return Polygon([at(low, -right), at(high, -right), at(high, left), at(low, left)])


def solid_walls(layout: Layout, level: str) -> shapely.Geometry:
    """All walls of a level with doors cut out; windows stay solid to feet [m]."""
    bodies = list(wall_bodies(layout, level).values())
    gaps = [opening(layout, door).gap for door in layout.doors if layout.level_of(door) == level]
    return shapely.union_all(bodies).difference(shapely.union_all(gaps))


def column_ring(column: Column) -> Polygon:
    """A column's footprint [m]."""
    if column.round:
        return Point(column.at).buffer(column.size[0] / 2, quad_segs=12)
    return oriented_box(column.at, column.size[0], column.size[1], column.facing_deg)


def oriented_box(at: Vector, width: float, depth: float, facing_deg: float) -> Polygon:
    """A rectangle whose front looks to `facing_deg`; `width` lies across that direction [m].

    >>> oriented_box((0, 0), 2.0, 1.0, 90.0).bounds
    (-1.0, -0.5, 1.0, 0.5)
    """
    nx, ny = heading(facing_deg)
    corners = []
    for u, v in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        corners.append(
            (at[0] - ny * u * width + nx * v * depth, at[1] + nx * u * width + ny * v * depth)
        )
    return Polygon(corners)


@dataclass(frozen=True)
class Opening:
    """A door or window in place.

    `left` and `right` are the faces of the wall on either side of its reference line; the
    hall lies left of an outer wall.
    """

    item: Any  #: its Door or Window
    wall: Wall
    middle: Vector  #: on the wall's reference line [m]
    along: Vector  #: unit vector from the wall's start to its end
    normal: Vector  #: unit vector to the left of `along`

    @property
    def id(self) -> str:
        """The opening's id."""
        return self.item.id

    @property
    def level(self) -> str:
        """The level it is on."""
        return self.wall.level

    def face(self, side: str) -> LineString:
        """The opening's line on the wall's `left` or `right` face, start to end [m]."""
        left, right = sides(self.wall)
        across = left if side == "left" else -right
        half = self.item.width / 2
        return LineString([self._at(-half, across), self._at(half, across)])

    def out(self, side: str) -> Vector:
        """Unit vector out of the wall on `side`."""
        sign = 1.0 if side == "left" else -1.0
        return (self.normal[0] * sign, self.normal[1] * sign)

    def depth_strip(self, side: str, depth: float) -> Polygon:
        """The rectangle before the opening on `side`: its clear width by `depth` [m]."""
        left, right = sides(self.wall)
        near = left if side == "left" else -right
        far = near + depth if side == "left" else near - depth
        half = self.item.width / 2
        ring = [
            self._at(-half, near),
            self._at(half, near),
            self._at(half, far),
            self._at(-half, far),
        ]
        return Polygon(ring)

    @cached_property
    def gap(self) -> Polygon:
        """The hole it makes in its wall, a hair wider than the wall is thick [m]."""
        left, right = sides(self.wall)
        half = self.item.width / 2
        hair = 1e-6
        return Polygon(
            [
                self._at(-half, -right - hair),
                self._at(half, -right - hair),
                self._at(half, left + hair),
                self._at(-half, left + hair),
            ]
        )

    def local(self, point: Vector, side: str) -> Vector:
        """(along, depth) of a point: along the wall from the middle, and out of the face [m]."""
        left, right = sides(self.wall)
        dx, dy = point[0] - self.middle[0], point[1] - self.middle[1]
        along = dx * self.along[0] + dy * self.along[1]
        across = dx * self.normal[0] + dy * self.normal[1]
        return (along, across - left) if side == "left" else (along, -across - right)

    def place(self, along: float, depth: float, side: str) -> Vector:
        """The point at (along, depth): the inverse of `local` [m]."""
        left, right = sides(self.wall)
        return self._at(along, left + depth if side == "left" else -right - depth)

    def _at(self, along: float, across: float) -> Vector:
        return (
            self.middle[0] + self.along[0] * along + self.normal[0] * across,
            self.middle[1] + self.along[1] * along + self.normal[1] * across,
        )


def opening(layout: Layout, item: Door | Window) -> Opening:
    """A door or window in its wall."""
    wall: Wall = layout.by_id[item.wall]
    along = direction(wall.start, wall.end)
    middle = (wall.start[0] + along[0] * item.at, wall.start[1] + along[1] * item.at)
    return Opening(item, wall, middle, along, (-along[1], along[0]))


def inner_side(layout: Layout, place: Opening) -> str:
    """The side of an opening that lies in the hall: where the clear floor is.

    Inner walls have the hall on both sides; there it is the side a leaf does not matter to,
    "left".
    """
    level_floor = floor(layout.by_id[place.level])
    for side in ("left", "right"):
        if shapely.intersects_xy(level_floor, *place.place(0.0, 0.05, side)):
            return side
    return "left"


def is_outer(layout: Layout, place: Opening) -> bool:
    """Whether an opening leads out of the clear floor."""
    level_floor = floor(layout.by_id[place.level])
    inside = [
        shapely.intersects_xy(level_floor, *place.place(0.0, 0.05, side))
        for side in ("left", "right")
    ]
    return inside != [True, True]


def flight_ring(flight: Flight) -> Polygon:
    """A flight's footprint [m]."""
    n = heading(flight.facing_deg)
    run = flight_run(flight)
    middle = (flight.foot[0] + n[0] * run / 2, flight.foot[1] + n[1] * run / 2)
    return oriented_box(middle, flight.width, run, flight.facing_deg)


def flight_run(flight: Flight) -> float:
    """Length of a flight on plan: one tread fewer than risers, the last meets a landing [m]."""
    return max(flight.steps - 1, 1) * flight.going


def stair_ring(stair: Stair) -> shapely.Geometry:
    """A whole stair's footprint [m]."""
    rings = [flight_ring(flight) for flight in stair.flights]
    return shapely.union_all([*rings, *(Polygon(landing.ring) for landing in stair.landings)])


BESIDE = 0.30  # m; a thing on a wall this near a stair that it faces hangs beside it


def local_floor(
    layout: Layout, level: str, point: Vector, *, facing: Vector | None = None, beside: float = 0.0
) -> float:
    """Height of what one stands on at `point`, above the level's floor [m].

    On a flight it is the tread below, on a landing the landing, elsewhere 0. A stair up to
    `beside` away counts as well, where `facing` (a unit vector) does not look away from it.
    """
    if not layout.stairs:
        return 0.0
    spot = Point(point)
    ahead = (
        spot if facing is None else Point(point[0] + facing[0] * 0.05, point[1] + facing[1] * 0.05)
    )
    best, gap = 0.0, max(beside, 1e-6)
    for stair in layout.stairs:
        if stair.level != level:
            continue
        for landing in stair.landings:
            ring = Polygon(landing.ring)
            distance = ring.distance(spot)
            if distance < gap and ring.distance(ahead) <= distance:
                best, gap = landing.height, distance
        for flight in stair.flights:
            ring = flight_ring(flight)
            distance = ring.distance(spot)
            if distance < gap and ring.distance(ahead) <= distance:
                best, gap = tread_height(flight, point), distance
    return best


def tread_height(flight: Flight, point: Vector) -> float:
    """Height of the tread below a point beside or on a flight, above the level's floor [m]."""
    n = heading(flight.facing_deg)
    along = (point[0] - flight.foot[0]) * n[0] + (point[1] - flight.foot[1]) * n[1]
    tread = math.floor(along / flight.going + 1e-9) + 1
    return flight.base + min(max(tread, 0), flight.steps) * flight.riser
