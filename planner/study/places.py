"""Which of the guideline's listed places a poster or a roll-up stands in.

The guideline lists places as alternatives, so several rules ask the same question: the
rule of a place, and the rule that finds what stands in none. The functions here answer it
once, under the reading that was chosen and under the one asked beside it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import LineString, Point, Polygon

from planner.catalog import Placed, on_face
from planner.geometry.angles import bearing, between
from planner.model import Flight, Landing, Stair, Wall, Zone, natural
from planner.model.shapes import (
    BESIDE,
    Opening,
    direction,
    flight_ring,
    flight_run,
    heading,
    sides,
)
from planner.study.study import CUSTOMER_PITCH, Counter, Study
from planner.units import ANGLE_TOLERANCE_DEG, TOLERANCE

SHORTEST_WALL = 0.30  # m; the narrow side of the smallest poster, an A3 sheet
SAME_LINE = 0.05  # m; walls drawn in pieces along one line are one wall
TOWARDS = math.cos(math.radians(45.0))  # a face turned this much to an axis faces it

#: The reading asked beside the chosen one; a test holds it against the pack's `consulted`.
OTHER = {
    "within-3m": "at-2-4m",
    "at-2-4m": "within-3m",
    "from-3m": "within-3m",
    "entering": "corridor",
    "corridor": "entering",
    "foot": "head",
    "head": "foot",
}

Vector = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """An item in a listed place, with the length that decided."""

    place: str  # "door", "left", "right", a stair's, zone's or landing's id
    measured: float  # along the wall, depth, or distance [m]
    line: LineString  # what was measured, to be drawn


# --- posters ---


def by_the_door(study: Study, p: Placed, reach: float) -> Spot | None:
    """A poster on an entrance's own wall, either face, `reach` from the nearest jamb [m]."""
    wall = study.wall_by_fixture.get(p.id)
    if wall is None:
        return None
    found = []
    for door in study.entrances:
        if not _one_wall(door.wall, wall):
            continue
        along, _ = door.local(p.fixture.at, "left")
        gap = max(0.0, abs(along) - door.item.width / 2)
        if gap <= reach + TOLERANCE:
            jamb = door.place(math.copysign(door.item.width / 2, along), 0.0, _face(study, door, p))
            found.append(Spot("door", gap, LineString([jamb, p.fixture.at])))
    return min(found, key=lambda spot: spot.measured, default=None)


def _face(study: Study, door: Opening, p: Placed) -> str:
    return on_face(study.layout, p.fixture, study.wall_by_fixture.get(p.id)) or study.inside(door)


def _one_wall(first: Wall, second: Wall) -> bool:
    if first.id == second.id:
        return True
    if first.level != second.level:
        return False
    dx, dy = direction(first.start, first.end)
    return all(
        abs((x - first.start[0]) * -dy + (y - first.start[1]) * dx) <= SAME_LINE
        for x, y in (second.start, second.end)
    )


def depths(reading: str, depth: float, spread: float) -> tuple[float, float]:
    """From and to which depth behind the door a side wall counts [m]."""
    if reading == "at-2-4m":
        return depth - spread, depth + spread
    return (0.0, depth) if reading == "within-3m" else (depth, math.inf)


@dataclass(frozen=True)
class Entry:
    """An entrance as somebody coming in knows it."""

    door: Opening
    inwards: Vector
    left: Vector
    room: Polygon | None

    def seen(self, point: Vector) -> Vector:
        """(depth behind the door's wall, distance to the left of its axis) of a point [m]."""
        x0, y0 = self.threshold
        dx, dy = point[0] - x0, point[1] - y0
        return (
            dx * self.inwards[0] + dy * self.inwards[1],
            dx * self.left[0] + dy * self.left[1],
        )

    @property
    def threshold(self) -> Vector:
        """The middle of the clear width on the wall's inner face [m]."""
        side = "left" if self.inwards == self.door.out("left") else "right"
        return self.door.place(0.0, 0.0, side)

    def region(self, near: float, far: float, left: bool, reach: float) -> Polygon:
        """The floor on one side between two depths, `reach` from the jamb [m]."""
        sign = 1.0 if left else -1.0
        half = self.door.item.width / 2
        x0, y0 = self.threshold

        def at(depth: float, aside: float) -> Vector:
            return (
                x0 + self.inwards[0] * depth + self.left[0] * aside * sign,
                y0 + self.inwards[1] * depth + self.left[1] * aside * sign,
            )

        far = min(far, 1000.0)
        return Polygon(
            [at(near, half), at(far, half), at(far, half + reach), at(near, half + reach)]
        )


def entries(study: Study) -> tuple[Entry, ...]:
    """The entrances, the busiest first."""
    return study.once("entries", lambda: tuple(_entry(study, door) for door in study.entrances))


def _entry(study: Study, door: Opening) -> Entry:
    inwards = door.out(study.inside(door))
    room = study.room(door.level, study.door_stand(door))
    return Entry(door, inwards, (-inwards[1], inwards[0]), room)


def on_side_wall(study: Study, p: Placed, band: tuple[float, float], aside: float) -> Spot | None:
    """A poster on a side wall behind an entrance, its depth within `band` [m]."""
    found = []
    for entry in entries(study):
        if entry.door.level != p.fixture.level or entry.room is None:
            continue
        depth, left = entry.seen(p.fixture.at)
        sign = math.copysign(1.0, left)
        inward = -sign * (p.normal[0] * entry.left[0] + p.normal[1] * entry.left[1])
        lateral = abs(left) - entry.door.item.width / 2
        if inward < TOWARDS or not _in_room(entry.room, p):
            continue
        if not band[0] - TOLERANCE <= depth <= band[1] + TOLERANCE or depth < -TOLERANCE:
            continue
        if lateral > aside + TOLERANCE or study.wall_by_fixture.get(p.id) is None:
            continue
        x0, y0 = p.fixture.at
        foot = (x0 - entry.inwards[0] * depth, y0 - entry.inwards[1] * depth)
        found.append(Spot("left" if left > 0 else "right", depth, LineString([foot, p.fixture.at])))
    return min(found, key=lambda spot: spot.measured, default=None)


def _in_room(room: Any, p: Placed) -> bool:
    x, y = p.fixture.at
    return room.distance(Point(x + p.normal[0] * 0.1, y + p.normal[1] * 0.1)) < 0.05


def side_walls(
    study: Study, band: tuple[float, float], aside: float
) -> dict[str, shapely.Geometry]:
    """The stretches of side wall that could carry a poster: by side, where there are any [m]."""
    key = ("side walls", band, aside)
    return study.once(key, lambda: _side_walls(study, band, aside))


def _side_walls(
    study: Study, band: tuple[float, float], aside: float
) -> dict[str, shapely.Geometry]:
    found: dict[str, list[shapely.Geometry]] = {"left": [], "right": []}
    for entry in entries(study):
        if entry.room is None:
            continue
        near = entry.room.buffer(0.02)
        gaps = [d.gap.buffer(0.01) for d in study.doors.values() if d.level == entry.door.level]
        for wall in study.layout.walls:
            if wall.level != entry.door.level:
                continue
            for line, out in _faces(wall):
                towards = out[0] * entry.left[0] + out[1] * entry.left[1]
                if abs(towards) < TOWARDS:
                    continue
                side = "right" if towards > 0 else "left"
                region = entry.region(max(band[0], 0.0), band[1], side == "left", aside)
                part = line.intersection(region.buffer(0.001)).intersection(near)
                part = part.difference(shapely.union_all(gaps))
                if max((piece.length for piece in shapely.get_parts(part)), default=0.0) > (
                    SHORTEST_WALL
                ):
                    found[side].append(part)
    return {side: shapely.union_all(parts) for side, parts in found.items() if parts}


def _faces(wall: Wall) -> tuple[tuple[LineString, Vector], ...]:
    dx, dy = direction(wall.start, wall.end)
    left, right = sides(wall)
    faces = []
    for gap, sign in ((left, 1.0), (right, -1.0)):
        nx, ny = -dy * sign, dx * sign
        line = LineString([(x + nx * gap, y + ny * gap) for x, y in (wall.start, wall.end)])
        faces.append((line, (nx, ny)))
    return tuple(faces)


def shallow(study: Study, depth: float, share: float) -> bool:
    """Whether `share` of the public floor lies within `depth` of an entrance [m]."""
    return study.once(("shallow", depth), lambda: _shallow(study, depth)) >= share - 1e-9


def _shallow(study: Study, depth: float) -> float:
    near = 0.0
    for level in study.levels:
        strips = []
        for entry in entries(study):
            if entry.door.level == level and entry.room is not None:
                wide = [entry.region(0.0, depth, left, 1000.0) for left in (True, False)]
                middle = entry.door.depth_strip(study.inside(entry.door), depth)
                strips.append(shapely.union_all([*wide, middle]).intersection(entry.room))
        near += study.public_floor(level).intersection(shapely.union_all(strips)).area
    return near / study.public_area if study.public_area else 0.0


def by_the_stair(study: Study, p: Placed, reading: str, reach: float) -> Spot | None:
    """A poster on a wall of a stair's foot, flights and landings, or of its head [m]."""
    if study.wall_by_fixture.get(p.id) is None:
        return None
    found = []
    for stair, _ in study.stairs.values():
        spot = _foot(study, stair, p, reach) if reading == "foot" else _head(study, stair, p, reach)
        if spot is not None:
            found.append(spot)
    return min(found, key=lambda spot: spot.measured, default=None)


def _foot(study: Study, stair: Stair, p: Placed, reach: float) -> Spot | None:
    if p.fixture.level != stair.level:
        return None
    rings = [flight_ring(f) for f in stair.flights] + [Polygon(g.ring) for g in stair.landings]
    point = Point(p.fixture.at)
    gaps = [(ring.distance(point), ring) for ring in rings]
    gap, ring = min(gaps, key=lambda pair: pair[0])
    ahead = Point(point.x + p.normal[0] * 0.05, point.y + p.normal[1] * 0.05)
    if gap <= BESIDE + TOLERANCE and ring.distance(ahead) <= gap:
        return Spot(stair.id, 0.0, shapely.shortest_line(ring, point))
    lowest = min(stair.flights, key=lambda flight: flight.base)
    return _near_riser(study, stair, p, _riser(lowest, 0.0), reach)


def _head(study: Study, stair: Stair, p: Placed, reach: float) -> Spot | None:
    if p.fixture.level not in (stair.level, stair.to_level):
        return None
    last = max(stair.flights, key=lambda flight: flight.base + flight.steps * flight.riser)
    return _near_riser(study, stair, p, _riser(last, flight_run(last)), reach)


def _riser(flight: Flight, along: float) -> LineString:
    nx, ny = heading(flight.facing_deg)
    x, y = flight.foot[0] + nx * along, flight.foot[1] + ny * along
    half = flight.width / 2
    return LineString([(x - ny * half, y + nx * half), (x + ny * half, y - nx * half)])


def _near_riser(
    study: Study, stair: Stair, p: Placed, riser: LineString, reach: float
) -> Spot | None:
    line = shapely.shortest_line(riser, Point(p.fixture.at))
    if line.length > reach + TOLERANCE:
        return None
    middle = riser.interpolate(0.5, normalized=True)
    x, y = p.fixture.at
    before = (x + p.normal[0] * 0.05, y + p.normal[1] * 0.05)
    if study.wall_between(p.fixture.level, (middle.x, middle.y), before):
        return None
    return Spot(stair.id, line.length, line)


@dataclass(frozen=True)
class Room:
    """A room for few customers, with its door and the way in."""

    zone: Zone
    floor: Any
    door: Opening | None
    inwards: Vector | None  #: unit vector of a person entering
    right: Vector | None  #: to that person's right hand


def reception_rooms(study: Study) -> tuple[Room, ...]:
    """VIP and complaint rooms: the walled room of each zone, else the zone itself."""
    return study.once("reception rooms", lambda: _reception_rooms(study))


def _reception_rooms(study: Study) -> tuple[Room, ...]:
    found = []
    for zone in study.zones("vip_room", "complaint_room"):
        ring = study.zone_ring(zone)
        middle = ring.representative_point()
        floor = study.room(zone.level, (middle.x, middle.y))
        # a zone drawn in the open hall is not walled: its own outline is the room
        if floor is None or floor.area > 2.0 * ring.area:
            floor = ring
        doors = [
            door
            for door in study.doors.values()
            if door.level == zone.level and door.gap.distance(floor) < 0.25
        ]
        doors.sort(key=lambda door: (getattr(door.item, "use", "") != "room", natural(door.id)))
        found.append(_room(zone, floor, doors))
    return tuple(found)


def _room(zone: Zone, floor: Any, doors: list[Opening]) -> Room:
    for door in doors:
        for side in ("left", "right"):
            if floor.distance(Point(door.place(0.0, 0.3, side))) < 1e-6:
                nx, ny = door.out(side)
                return Room(zone, floor, door, (nx, ny), (ny, -nx))
    return Room(zone, floor, None, None, None)


def on_right_wall(study: Study, p: Placed, reading: str, reach: float) -> Spot | None:
    """A poster on the right-hand wall of a VIP or complaint room.

    `reading` is ``entering``: right of a person coming in, or ``corridor``: on the wall the
    door is in, right of it on the corridor's side, `reach` from the jamb [m].
    """
    wall = study.wall_by_fixture.get(p.id)
    if wall is None:
        return None
    for room in reception_rooms(study):
        if room.door is None or room.zone.level != p.fixture.level:
            continue
        x0, y0 = room.door.middle
        dx, dy = p.fixture.at[0] - x0, p.fixture.at[1] - y0
        right = dx * room.right[0] + dy * room.right[1]  # type: ignore[index]
        nx, ny = p.normal
        if reading == "entering":
            away = -(nx * room.right[0] + ny * room.right[1])  # type: ignore[index]
            if away >= TOWARDS and right > 0 and _in_room(room.floor, p):
                return Spot(room.zone.id, right, LineString([room.door.middle, p.fixture.at]))
            continue
        outwards = -(nx * room.inwards[0] + ny * room.inwards[1])  # type: ignore[index]
        gap = right - room.door.item.width / 2
        near = -TOLERANCE <= gap <= reach + TOLERANCE
        if outwards >= TOWARDS and near and _one_wall(room.door.wall, wall):
            return Spot(room.zone.id, gap, LineString([room.door.middle, p.fixture.at]))
    return None


# --- roll-ups ---


def at_the_door(study: Study, p: Placed, reach: float) -> Spot | None:
    """A roll-up whose base has its centre within `reach` of an entrance's opening [m]."""
    found = []
    for door in study.entrances:
        if door.level != p.fixture.level:
            continue
        for side in ("left", "right"):
            line = shapely.shortest_line(door.face(side), Point(p.fixture.at))
            _, depth = door.local(p.fixture.at, side)
            if depth < 0 or line.length > reach + TOLERANCE:
                continue
            x, y = line.coords[0]
            if not study.wall_between(door.level, (x, y), p.fixture.at):
                found.append(Spot("door", line.length, line))
    return min(found, key=lambda spot: spot.measured, default=None)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a customer at a counter sees a thing."""

    counter: str
    customer: Vector
    bearing: float  # off the way the customer looks [deg]
    oblique: float  # between its normal and the line to the customer [deg]
    distance: float  # [m]


def seen_from(
    counter: Counter,
    study: Study,
    p: Placed,
    *,
    bearing_max: float = 180.0,
    distance: tuple[float, float] = (0.0, math.inf),
) -> tuple[Seen, ...]:
    """How the customers at one counter see a thing.

    Left out are those for whom it lies more than `bearing_max` aside [deg] or at a `distance`
    out of the range [m], and those a wall keeps from it.
    """
    found = []
    looking = math.degrees(math.atan2(counter.looking[1], counter.looking[0]))
    x, y = p.fixture.at
    before = (x + p.normal[0] * 0.05, y + p.normal[1] * 0.05)
    for spot in counter.customers:
        gap = math.dist(spot, p.fixture.at)
        if gap < TOLERANCE or not distance[0] - TOLERANCE <= gap <= distance[1] + TOLERANCE:
            continue
        to = bearing(spot, p.fixture.at)
        aside = between(to, looking)
        if aside > bearing_max + ANGLE_TOLERANCE_DEG:
            continue
        if study.wall_between(p.fixture.level, spot, before):
            continue
        oblique = between(p.fixture.facing_deg, to + 180.0)
        found.append(Seen(counter.id, spot, aside, oblique, gap))
    return tuple(found)


def counter_groups(study: Study) -> tuple[tuple[Counter, ...], ...]:
    """Service counters that stand together and look the same way."""
    return study.once("counter groups", lambda: _counter_groups(study))


def _counter_groups(study: Study) -> tuple[tuple[Counter, ...], ...]:
    groups: list[list[Counter]] = []
    for counter in study.counters:
        near = [group for group in groups if any(_together(counter, other) for other in group)]
        merged = [counter, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(sorted(merged, key=lambda c: natural(c.id)))
    groups.sort(key=lambda group: natural(group[0].id))
    return tuple(tuple(group) for group in groups)


def _together(one: Counter, two: Counter) -> bool:
    a, b = one.placed, two.placed
    return (
        a.fixture.level == b.fixture.level
        and between(a.fixture.facing_deg, b.fixture.facing_deg) <= 45.0
        and a.footprint.distance(b.footprint) <= CUSTOMER_PITCH
    )


def from_counter_end(counter: Counter, p: Placed) -> float:
    """Distance from a counter's nearer end to the centre of a base [m]."""
    c = counter.placed
    if c.fixture.level != p.fixture.level:
        return math.inf
    ring = list(c.footprint.exterior.coords)
    # corners run back left, back right, front right, front left: the ends are the short ways
    ends = (LineString(ring[1:3]), LineString(ring[3:5]))
    return min(end.distance(Point(p.fixture.at)) for end in ends)


@dataclass(frozen=True, slots=True)
class BesideCounter:
    """A roll-up within reach of a counter's end and how it is seen there."""

    group: tuple[str, ...]  # ids of the counters
    distance: float  # from the counter's end [m]
    seen: Seen  # by the customer it is turned to most
    turned_away: bool  # only its turn keeps it from being seen


def beside_counter(
    study: Study,
    p: Placed,
    reach: float,
    bearing_max: float,
    oblique_max: float,
    distance: tuple[float, float],
) -> BesideCounter | None:
    """The counter group a roll-up stands beside: seen there, or only turned away."""
    turned = None
    key = ("beside counters", p.id, reach, bearing_max, distance)
    for ids, gap, best in study.once(
        key, lambda: tuple(_near_counters(study, p, reach, bearing_max, distance))
    ):
        if best.oblique <= oblique_max + ANGLE_TOLERANCE_DEG:
            return BesideCounter(ids, gap, best, False)
        turned = turned or BesideCounter(ids, gap, best, True)
    return turned


def _near_counters(
    study: Study, p: Placed, reach: float, bearing_max: float, distance: tuple[float, float]
) -> Iterator[tuple[tuple[str, ...], float, Seen]]:
    """Counter groups whose end is in reach, and how the customer it is turned to most sees it."""
    for group in counter_groups(study):
        near = [c for c in group if _may_reach(c, p, reach)]
        gap = min((from_counter_end(counter, p) for counter in near), default=math.inf)
        if gap > reach + TOLERANCE:
            continue
        views = [
            view
            for counter in group
            for view in seen_from(counter, study, p, bearing_max=bearing_max, distance=distance)
        ]
        if views:
            ids = tuple(counter.id for counter in group)
            yield ids, gap, min(views, key=lambda view: view.oblique)


def _may_reach(counter: Counter, p: Placed, reach: float) -> bool:
    """Whether a counter's end can be that near, told by the middles alone."""
    width, depth, _ = counter.placed.size
    return math.dist(counter.placed.fixture.at, p.fixture.at) <= reach + width + depth


def landings(study: Study) -> tuple[tuple[str, Stair, Landing], ...]:
    """Every landing with the name it has in sentences: stair and number."""
    return tuple(
        (f"{stair.id}-{number}", stair, landing)
        for stair, _ in study.stairs.values()
        for number, landing in enumerate(stair.landings, 1)
    )


def on_landing(study: Study, p: Placed, reach: float) -> tuple[str, Stair, Landing, float] | None:
    """The landing whose middle lies within `reach` of a base's centre, and how far [m]."""
    found = []
    for name, stair, landing in landings(study):
        if p.fixture.level not in (stair.level, stair.to_level):
            continue
        gap = Polygon(landing.ring).centroid.distance(Point(p.fixture.at))
        if gap <= reach + TOLERANCE:
            found.append((gap, name, stair, landing))
    if not found:
        return None
    gap, name, stair, landing = min(found, key=lambda entry: entry[:2])
    return name, stair, landing, gap


def facing_deg(at: Vector, towards: Vector) -> float:
    """The facing that looks from one point to another, in whole degrees [0-359]."""
    return float(round(bearing(at, towards)) % 360)
