"""Ways through the hall: what stands in them, how wide they are, where they are narrowest.

Doors and stairs are no part of a way: a room is entered through the middle of a door's face,
however wide the door is.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
import shapely.affinity
from shapely import LineString, Point, Polygon

from planner.catalog import Placed
from planner.geometry.clearance import SPACING, Clearance, Contact
from planner.model import Stair
from planner.model.shapes import Opening, flight_ring
from planner.study.study import Study, less

FOOT_ROOM = 0.6  # m; what begins lower than this stands in the way of feet and wheels
HEAD_ROOM = 2.0  # m; what begins lower than this can be walked into
FACE = 0.02  # m; a door's face may lie this far from the edge of the floor
PUBLIC = ("service_counter", "cashier", "ticket_machine", "self_service")

Vector = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Route:
    """The widest way from the entrances to one public place."""

    goal: str  # id of the counter or machine
    level: str
    entrance: str  # the entrance from which it is narrowest
    width: float  # 0 where nothing wider than SPACING leads there [m]
    gate: LineString | None
    items: tuple[str, ...]  # fixtures that form the gate; what is built has none


def obstacles(study: Study, level: str) -> tuple[Placed, ...]:
    """Fixtures that feet and wheels must go round: standing, or hung lower than 0.6 m."""
    return study.once(("obstacles", level), lambda: _obstacles(study, level))


def _obstacles(study: Study, level: str) -> tuple[Placed, ...]:
    hung = ("wall", "window", "ceiling")
    return tuple(
        p
        for p in study.placed.values()
        if p.fixture.level == level
        and (
            p.stands
            or (p.kind.mount in hung and p.lower is not None and p.lower < FOOT_ROOM - 1e-9)
        )
        and p.size[1] > 0.02
    )


def walkable(study: Study, level: str, *, bare: bool = False) -> shapely.Geometry:
    """Public floor less stairs and, unless `bare`, less obstacles; doors closed [m]."""
    return study.once(("walkable", level, bare), lambda: _walkable(study, level, bare))


def _walkable(study: Study, level: str, bare: bool) -> shapely.Geometry:
    taken = [door.gap for door in study.doors.values() if door.level == level]
    taken += [ring for stair, ring in study.stairs.values() if stair.level == level]
    if not bare:
        taken += [p.footprint for p in obstacles(study, level)]
    base = study.public_floor(level)
    if bare:
        counters = [p.footprint for p in study.having("counter") if p.fixture.level == level]
        base = shapely.union_all([base, *counters])
    return less(base, taken)


def goals(study: Study) -> tuple[Placed, ...]:
    """Public counters, cashiers, ticket machines and self-service terminals."""
    return study.having(*PUBLIC)


def door_contact(study: Study, door: Opening, side: str) -> Contact:
    """The middle of a door's face, and the way out of it."""
    out = door.out(side)
    at = door.place(0.0, 1e-6, side)
    return Contact(at, out)


def front_contact(p: Placed) -> Contact:
    """The middle of a fixture's front."""
    spot = p.front.interpolate(0.5, normalized=True)
    return Contact((spot.x, spot.y), p.normal)


def _doors(study: Study, level: str, free: shapely.Geometry) -> list[tuple[Opening, str]]:
    """Faces of doors that open to the free floor of a level."""
    shapely.prepare(free)
    found = []
    for door in study.doors.values():
        if door.level != level:
            continue
        for side in ("left", "right"):
            if shapely.intersects_xy(free, *door.place(0.0, FACE, side)):
                found.append((door, side))
    return found


@dataclass(frozen=True)
class Ways:
    """The free floor of a level with the places ways are asked for."""

    clearance: Clearance
    entrances: dict[str, int]  # entrance id -> contact
    goals: dict[str, int]  # fixture id -> contact; those whose front is buried are left out
    doors: dict[tuple[str, str], int]  # (door id, side) -> contact


def ways(study: Study, level: str, *, bare: bool = False) -> Ways:
    """Ways on a level; `bare` without fixtures."""
    return study.once(("ways", level, bare), lambda: _ways(study, level, bare))


def _ways(study: Study, level: str, bare: bool) -> Ways:
    free = walkable(study, level, bare=bare)
    contacts: list[Contact] = []
    doors: dict[tuple[str, str], int] = {}
    for door, side in _doors(study, level, free):
        doors[door.id, side] = len(contacts)
        contacts.append(door_contact(study, door, side))
    links = [
        (doors[name, "left"], doors[name, "right"])
        for name, side in doors
        if side == "left" and (name, "right") in doors
    ]
    entrances = {
        door.id: doors[door.id, side]
        for door in study.entrances
        if (door.id, side := study.inside(door)) in doors
    }
    places: dict[str, int] = {}
    if not bare:
        for p in goals(study):
            if p.fixture.level != level:
                continue
            contact = front_contact(p)
            ahead = (contact.at[0] + p.normal[0] * 1e-3, contact.at[1] + p.normal[1] * 1e-3)
            if shapely.intersects_xy(free, *ahead):
                places[p.id] = len(contacts)
                contacts.append(contact)
    return Ways(Clearance(free, contacts, links), entrances, places, doors)


def routes(study: Study) -> tuple[Route, ...]:
    """To every public place the way from the entrance from which it is narrowest.

    Places on a level without an entrance are left out.
    """
    return study.once("routes", lambda: _routes(study))


def _routes(study: Study) -> tuple[Route, ...]:
    found = []
    for p in goals(study):
        level = p.fixture.level
        here = ways(study, level)
        entrances = [d.id for d in study.entrances if d.level == level]
        if not entrances:
            continue
        worst: Route | None = None
        for name in entrances:
            if name not in here.entrances or p.id not in here.goals:
                route = Route(p.id, level, name, 0.0, None, ())
            else:
                way = here.clearance.passage(here.entrances[name], here.goals[p.id])
                route = Route(p.id, level, name, way.width, way.gate, ())
            if worst is None or route.width < worst.width - 1e-9:
                worst = route
        if worst is not None:
            formed = owners(study, level, worst.gate) if worst.gate is not None else ()
            found.append(Route(worst.goal, level, worst.entrance, worst.width, worst.gate, formed))
    return tuple(found)


def owners(study: Study, level: str, gate: LineString) -> tuple[str, ...]:
    """The fixtures at the two ends of a gate, in natural order."""
    things = obstacles(study, level)
    if not things:
        return ()
    rings, tree = study.once(("obstacle tree", level), lambda: _tree(study, level))
    found = set()
    for end in gate.coords:
        spot = Point(end)
        near = tree.query(spot, predicate="dwithin", distance=1e-3)
        if len(near):
            found.add(min((rings[n].distance(spot), int(n)) for n in near)[1])
    return tuple(things[n].id for n in sorted(found))


def before_exits(study: Study, depth: float) -> dict[str, tuple[str, ...]]:
    """Fixtures that stand within `depth` of an exit's clear width, by the exit's id."""
    return study.once(("before exits", depth), lambda: _before_exits(study, depth))


def _before_exits(study: Study, depth: float) -> dict[str, tuple[str, ...]]:
    found = {}
    for door in study.exits:
        level = door.level
        things = obstacles(study, level)
        if not things:
            continue
        _, tree = study.once(("obstacle tree", level), lambda level=level: _tree(study, level))
        near: set[int] = set()
        for side in ("left", "right"):
            strip = door.depth_strip(side, depth).buffer(-1e-3, join_style="mitre")
            near |= set(tree.query(strip, predicate="intersects").tolist())
        items = tuple(things[n].id for n in sorted(near) if not things[n].has("safety"))
        if items:
            found[door.id] = items
    return found


def stair_way(study: Study, stair_id: str) -> tuple[float, LineString | None, tuple[str, ...]]:
    """The narrowest place of a stair's flights and landings, with what stands on them.

    Returns the width, the gate and the fixtures that form it. [m]
    """
    return study.once(("stair", stair_id), lambda: _stair_way(study, stair_id))


def _stair_way(study: Study, stair_id: str) -> tuple[float, LineString | None, tuple[str, ...]]:
    stair, _ = study.stairs[stair_id]
    worst: tuple[float, LineString | None, tuple[str, ...]] = (math.inf, None, ())
    for flight in stair.flights:
        ring = flight_ring(flight)
        line = _across(ring, flight.facing_deg)
        if flight.width < worst[0]:
            worst = (flight.width, line, ())
    things = [
        p
        for p in study.placed.values()
        if p.fixture.level == stair.level and p.stands and p.size[1] > 0.02
    ]
    for landing in stair.landings:
        ring = Polygon(landing.ring)
        on = [p for p in things if p.footprint.intersection(ring).area > 1e-4]
        width, gate, formed = _landing_way(stair, ring, on)
        if width < worst[0] - 1e-9:
            worst = (width, gate, formed)
    for flight in stair.flights:
        ring = flight_ring(flight)
        for p in things:
            if p.footprint.intersection(ring).area > 1e-4:
                width = _beside(ring, p.footprint, flight.facing_deg)
                if width < worst[0] - 1e-9:
                    worst = (width, _across(ring, flight.facing_deg), (p.id,))
    return worst


def _landing_way(
    stair: Stair, ring: Polygon, on: list[Placed]
) -> tuple[float, LineString | None, tuple[str, ...]]:
    """The widest way over a landing between the flights that meet it, or off it again.

    Where only one flight is drawn, off the landing by the best of its other edges.
    """
    taken = shapely.union_all([p.footprint for p in on])
    doors = []
    for flight in stair.flights:
        meeting = flight_ring(flight).buffer(0.05).intersection(ring.exterior)
        lines = [part for part in shapely.get_parts(meeting) if part.length > 0.2]
        if lines:
            line = max(shapely.get_parts(shapely.line_merge(meeting)), key=lambda one: one.length)
            doors.append(_cut(line, flight.width))
    alone = len(doors) == 1
    if alone:  # nothing else drawn
        edges = [LineString(pair) for pair in pairwise(ring.exterior.coords)]
        doors += [edge for edge in edges if edge.distance(doors[0].centroid) > 0.2]
    if len(doors) < 2:
        return math.inf, None, ()
    found = []
    for goal in doors[1:]:
        contacts, rooms = [], [ring]
        for line in (doors[0], goal):
            room, contact = _porch(ring, line)
            rooms.append(room)
            contacts.append(contact)
        free = shapely.union_all(rooms).difference(taken)
        found.append(Clearance(free, contacts).passage(0, 1))
    best = (max if alone else min)(found, key=lambda way: way.width)
    if best.gate is None:
        return 0.0, doors[0], tuple(p.id for p in on)
    ends = [Point(end) for end in best.gate.coords]
    formed = tuple(p.id for p in on if any(p.footprint.distance(end) < 1e-3 for end in ends))
    return best.width, best.gate, formed


def _cut(line: LineString, width: float) -> LineString:
    """The middle part of a line, `width` long: a flight's edge without what lies round it."""
    spare = max(line.length - width, 0.0) / 2
    one = line.interpolate(spare)
    two = line.interpolate(line.length - spare)
    return LineString([one, two])


def _porch(ring: Polygon, line: LineString) -> tuple[Polygon, Contact]:
    """Room outside an edge, as wide as a line on it, and the contact at its far end."""
    inward = _inward(ring, line.interpolate(0.5, normalized=True))
    nx, ny = inward.normal
    deep = 2.0 * line.length
    (ax, ay), (bx, by) = line.coords
    inner, outer = 0.01, deep
    room = Polygon(
        [
            (ax + nx * inner, ay + ny * inner),
            (bx + nx * inner, by + ny * inner),
            (bx - nx * outer, by - ny * outer),
            (ax - nx * outer, ay - ny * outer),
        ]
    )
    x, y = inward.at
    return room, Contact((x - nx * outer, y - ny * outer), inward.normal)


def _inward(ring: Polygon, spot: Point) -> Contact:
    """A contact on a ring's edge, looking into the ring."""
    corners = list(ring.exterior.coords)
    one, two = min(pairwise(corners), key=lambda edge: LineString(edge).distance(spot))
    long = math.dist(one, two)
    normal = (-(two[1] - one[1]) / long, (two[0] - one[0]) / long)
    if not ring.contains(Point(spot.x + normal[0] * 1e-3, spot.y + normal[1] * 1e-3)):
        normal = (-normal[0], -normal[1])
    return Contact((spot.x, spot.y), normal)


def _across(ring: Polygon, facing_deg: float) -> LineString:
    """The line over the middle of a flight, from side to side."""
    corners = list(ring.exterior.coords)[:4]
    side = [
        ((corners[0][0] + corners[3][0]) / 2, (corners[0][1] + corners[3][1]) / 2),
        ((corners[1][0] + corners[2][0]) / 2, (corners[1][1] + corners[2][1]) / 2),
    ]
    return LineString(side)


def _beside(ring: Polygon, thing: Polygon, facing_deg: float) -> float:
    """The wider of the two strips a thing leaves free on a flight [m]."""
    line = _across(ring, facing_deg)
    one, two = line.coords
    long = math.dist(one, two)
    unit = ((two[0] - one[0]) / long, (two[1] - one[1]) / long)
    spots = thing.intersection(ring)
    along = [
        (x - one[0]) * unit[0] + (y - one[1]) * unit[1] for x, y in shapely.get_coordinates(spots)
    ]
    return max(min(along), long - max(along), 0.0)


def moved_out(
    study: Study,
    p: Placed,
    directions: Iterable[Vector],
    blocked: shapely.Geometry,
    *,
    most: float = 4.0,
    settle: float = 0.02,
) -> Vector | None:
    """Where a fixture could stand instead: the nearest free place along some directions [m].

    `blocked` must be left by it; the place lies on the public floor and on no other obstacle.
    """
    level = p.fixture.level
    rings, tree = study.once(("obstacle tree", level), lambda: _tree(study, level))
    floor = study.once(("roomy", level), lambda: study.public_floor(level).buffer(1e-6))
    rows = study.once(("obstacle rows", level), lambda: _rows(study, level))
    mine = rows.get(p.id)
    best: tuple[float, Vector] | None = None
    for dx, dy in directions:
        shift = _leaves(p.footprint, blocked, (dx, dy), most, settle)
        if shift is None or (best is not None and shift >= best[0]):
            continue
        ring = shapely.affinity.translate(p.footprint, dx * shift, dy * shift)
        near = [int(n) for n in tree.query(ring, predicate="intersects") if int(n) != mine]
        if not floor.contains(ring) or any(rings[n].intersection(ring).area > 1e-6 for n in near):
            continue
        x, y = p.fixture.at
        best = (shift, (round(x + dx * shift, 3), round(y + dy * shift, 3)))
    return best[1] if best else None


def _rows(study: Study, level: str) -> dict[str, int]:
    return {p.id: n for n, p in enumerate(obstacles(study, level))}


def _tree(study: Study, level: str) -> tuple[list[Polygon], shapely.STRtree]:
    rings = [p.footprint for p in obstacles(study, level)]
    return rings, shapely.STRtree(rings)


def _leaves(
    ring: Polygon, blocked: shapely.Geometry, way: Vector, most: float, settle: float
) -> float | None:
    """How far a ring must go along a direction to leave a place, to a centimetre [m]."""
    steps = np.arange(1, round(most / 0.01) + 1) * 0.01
    coords = shapely.get_coordinates(ring)
    for some in np.array_split(steps, range(40, len(steps), 40)):  # most leave after few
        moved = shapely.polygons(coords[None] + some[:, None, None] * np.array(way))
        free = np.flatnonzero(~shapely.intersects(blocked, moved))
        if len(free):
            return float(some[free[0]]) + settle
    return None


__all__ = ["FOOT_ROOM", "HEAD_ROOM", "PUBLIC", "SPACING", "Route", "Ways", "routes", "ways"]
