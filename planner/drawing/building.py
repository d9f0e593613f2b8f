"""Walls, doors, windows, columns and stairs on plan."""

import math
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import shapely
from shapely import Polygon

from planner import i18n
from planner.drawing.sheet import Label, Point, Sheet
from planner.model import Door, Flight, Layout, Level, Stair
from planner.model.shapes import (
    Opening,
    column_ring,
    flight_ring,
    flight_run,
    floor,
    heading,
    inner_side,
    is_outer,
    opening,
    wall_bodies,
)

CUT = 1.2  # m; a plan is cut at this height above its floor
LEAF = 0.04  # m; thickness of a door leaf
MULLION = 1.5  # m; a window has a post at least this often


def parts(geometry: shapely.Geometry) -> list[Polygon]:
    """The polygons of a geometry."""
    return [
        part
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon" and not part.is_empty
    ]


def rings(sheet: Sheet, polygon: Polygon) -> list[tuple[Point, ...]]:
    """A polygon's rings on paper, the outer one first."""
    return [sheet.places(ring.coords[:-1]) for ring in (polygon.exterior, *polygon.interiors)]


class Building:
    """What is built on one level, as geometry."""

    def __init__(self, layout: Layout, level: Level) -> None:
        self.layout, self.level = layout, level
        self.floor = floor(level)
        on_it: list[Any] = [
            d for d in (*layout.doors, *layout.windows) if layout.level_of(d) == level.id
        ]
        self.openings = tuple(opening(layout, item) for item in on_it)
        self.doors = tuple(o for o in self.openings if isinstance(o.item, Door))
        self.windows = tuple(o for o in self.openings if not isinstance(o.item, Door))
        bodies = wall_bodies(layout, level.id)
        self.walls = tuple(wall for wall in layout.walls if wall.level == level.id)
        gaps = shapely.union_all([o.gap for o in self.openings])
        glazed = [bodies[wall.id] for wall in self.walls if wall.glazed]
        solid = [bodies[wall.id] for wall in self.walls if not wall.glazed]
        self.bodies = shapely.union_all(list(bodies.values()))
        self.solid = shapely.union_all(solid).difference(gaps)
        self.glass = shapely.union_all(glazed).difference(shapely.union_all([gaps, *solid]))
        self.columns = tuple(c for c in layout.columns if c.level == level.id)

    @cached_property
    def outer(self) -> tuple[Opening, ...]:
        """Openings that lead out of the clear floor."""
        return tuple(o for o in self.openings if is_outer(self.layout, o))

    @cached_property
    def street_doors(self) -> tuple[tuple[Opening, str], ...]:
        """Entrances and exits to the street, each with its outer side."""
        found = []
        for place in self.outer:
            door = place.item
            if isinstance(door, Door) and (door.is_entrance or door.is_exit):
                inner = inner_side(self.layout, place)
                found.append((place, "right" if inner == "left" else "left"))
        return tuple(found)

    def swings(self) -> list[list[Point]]:
        """What door leaves sweep [m]."""
        return [sweep for door in self.doors for sweep in _sweeps(door)]


def draw_floor(sheet: Sheet, building: Building, turn_deg: float) -> None:
    """The floor with its metre tiles, and what lies open in it."""
    sheet.path(*rings(sheet, building.floor), fill="floor")
    if sheet.scale >= 5.0:
        _tiles(sheet, building.floor, turn_deg)
    for hole in building.level.holes:
        ring = sheet.places(hole)
        sheet.path(ring, fill="page", stroke="ink-3", width=0.12)
        if len(hole) == 4:
            sheet.lines((ring[0], ring[2]), (ring[1], ring[3]), stroke="line-2", width=0.1)


def _tiles(sheet: Sheet, area: Polygon, turn_deg: float) -> None:
    flat = shapely.affinity.rotate(area, -turn_deg, origin=(0, 0))
    west, south, east, north = flat.bounds
    lines: list[list[Point]] = []
    for x in range(math.ceil(west + 1e-6), math.ceil(east - 1e-6)):
        lines.append([(x, south), (x, north)])
    for y in range(math.ceil(south + 1e-6), math.ceil(north - 1e-6)):
        lines.append([(west, y), (east, y)])
    if not lines:
        return
    net = shapely.MultiLineString(lines).intersection(flat)
    net = shapely.affinity.rotate(net, turn_deg, origin=(0, 0))
    kept = [sheet.places(line.coords) for line in shapely.get_parts(net) if line.length > 0]
    sheet.lines(*kept, stroke="tile", width=0.12)


def draw_walls(sheet: Sheet, building: Building) -> None:
    """Walls as poché, glass walls as glass, columns."""
    for pane in parts(building.glass):
        sheet.path(*rings(sheet, pane), fill="glass", stroke="wall", width=0.18)
    for body in parts(building.solid):
        sheet.path(*rings(sheet, body), fill="wall", stroke="wall", width=0.12)
    for column in building.columns:
        if column.round:
            x, y = sheet.place(*column.at)
            sheet.circle(x, y, column.size[0] / 2 * sheet.scale, fill="wall", stroke="wall")
        else:
            ring = sheet.places(column_ring(column).exterior.coords[:-1])
            sheet.path(ring, fill="wall", stroke="wall", width=0.12)


def draw_window(sheet: Sheet, place: Opening) -> None:
    """A window: frame, pane, posts."""
    left = sheet.places(place.face("left").coords)
    right = sheet.places(place.face("right").coords)
    sheet.path([*left, right[1], right[0]], fill="glass", stroke="wall", width=0.16)
    middle = [_mix(left[k], right[k], 0.5) for k in (0, 1)]
    sheet.line(*middle, stroke="wall-thin", width=0.12)
    count = math.ceil(place.item.width / MULLION - 1e-9)
    if sheet.scale >= 4.0:
        posts = [
            (_mix(left[0], left[1], k / count), _mix(right[0], right[1], k / count))
            for k in range(1, count)
        ]
        sheet.lines(*posts, stroke="wall", width=0.18)


def _mix(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _leaves(place: Opening) -> list[tuple[float, float, str, bool]]:
    """Hinge, signed width, side and whether the leaf rests there, of each swinging leaf [m]."""
    door: Any = place.item
    half = door.width / 2
    if door.leaf == "single":
        hinged = [(-half, door.width)] if door.hinge == "start" else [(half, -door.width)]
    elif door.leaf == "double":
        hinged = [(-half, half), (half, -half)]
    else:
        return []
    main = "left" if door.opens in ("left", "both") else "right"
    leaves = [(hinge, wide, main, True) for hinge, wide in hinged]
    if door.opens == "both":
        leaves += [(hinge, wide, "right", False) for hinge, wide in hinged]
    return leaves


def _sweep(place: Opening, hinge: float, wide: float, side: str) -> list[Point]:
    turns = [math.radians(90.0 * k / 24) for k in range(25)]
    return [place.place(hinge + wide * math.cos(t), abs(wide) * math.sin(t), side) for t in turns]


def _sweeps(place: Opening) -> list[list[Point]]:
    found = [
        [place.place(hinge, 0.0, side), *_sweep(place, hinge, wide, side)]
        for hinge, wide, side, _ in _leaves(place)
    ]
    if isinstance(place.item, Door) and place.item.leaf == "revolving":
        x, y = _middle(place)
        r = place.item.width / 2
        turns = [math.radians(15 * k) for k in range(24)]
        found.append([(x + r * math.cos(t), y + r * math.sin(t)) for t in turns])
    return found


def _middle(place: Opening) -> Point:
    a, b = place.face("left").centroid, place.face("right").centroid
    return ((a.x + b.x) / 2, (a.y + b.y) / 2)


def draw_door(sheet: Sheet, place: Opening) -> None:
    """A door: its gap, leaf and swing."""
    door: Any = place.item
    half = door.width / 2
    left = sheet.places(place.face("left").coords)
    right = sheet.places(place.face("right").coords)
    sheet.path([*left, right[1], right[0]], fill="floor")
    sheet.lines(left, right, stroke="line-2", width=0.1)
    thin = max(LEAF, 0.35 / sheet.scale)
    for hinge, wide, side, rests in _leaves(place):
        dash = "" if rests else "0.8 0.6"
        arc = sheet.places(_sweep(place, hinge, wide, side))
        sheet.line(*arc, stroke="ink-3", width=0.12, dash=dash)
        if rests:
            step = thin if wide > 0 else -thin
            leaf = [
                (hinge, 0.0),
                (hinge + step, 0.0),
                (hinge + step, abs(wide)),
                (hinge, abs(wide)),
            ]
            ring = sheet.places(place.place(a, d, side) for a, d in leaf)
            sheet.path(ring, fill="floor", stroke="ink", width=0.16)
    if door.leaf == "sliding":
        gap = math.dist(left[0], right[0]) / sheet.scale  # the wall's thickness
        for low, high, depth in ((-half, 0.05, 0.62), (-0.05, half, 0.38)):
            d = -gap * depth
            leaf = [(low, d), (high, d), (high, d + thin), (low, d + thin)]
            ring = sheet.places(place.place(a, b, "left") for a, b in leaf)
            sheet.path(ring, fill="glass", stroke="ink", width=0.16)
    elif door.leaf == "revolving":
        x, y = sheet.place(*_middle(place))
        r = half * sheet.scale
        sheet.circle(x, y, r, fill="floor", stroke="ink", width=0.18)
        turn = math.atan2(place.along[1], place.along[0])
        for k in (0, 1):
            dx, dy = r * math.cos(turn + math.pi / 4 + k * math.pi / 2), 0.0
            dy = r * math.sin(turn + math.pi / 4 + k * math.pi / 2)
            sheet.line((x - dx, y + dy), (x + dx, y - dy), stroke="ink", width=0.2)
    elif door.leaf == "none":
        sheet.lines(left, right, stroke="ink-3", width=0.12, dash="0.8 0.6")


def door_arrow(place: Opening, outer: str, scale: float) -> list[Point]:
    """The triangle before a door of the street: in at an entrance, out at an exit [m].

    `outer` is the street's side, `scale` the paper's, for it is as large on every plan
    [mm per m].
    """
    door: Any = place.item
    near = max((abs(w) for _, w, side, _ in _leaves(place) if side == outer), default=0.0)
    if door.leaf == "revolving":
        near = (door.width - place.wall.thickness) / 2
    near += (0.6 if door.leaf == "double" and near else 1.2) / scale
    if door.leaf == "double" and near > 0.7:
        near = 0.6 / scale + 0.25 * door.width  # between the two arcs
    long, half = 1.9 / scale, 1.15 / scale
    tip, base = (near, near + long) if door.is_entrance else (near + long, near)
    return [place.place(a, d, outer) for a, d in ((0.0, tip), (-half, base), (half, base))]


def draw_stair(sheet: Sheet, stair: Stair, level: str) -> list[Label]:
    """Treads, the cut at `CUT`, and the way up from the lower or down from the upper level."""
    lower = stair.level == level
    cut_at = CUT if lower and stair.to_level is not None else math.inf
    for landing in stair.landings:
        shade = "" if landing.height < cut_at else "0.9 0.6"
        ring = sheet.places(landing.ring)
        sheet.path(ring, fill="floor", stroke="ink-2", width=0.16, dash=shade)
    walked: list[Point] = []
    for flight in stair.flights:
        _flight(sheet, flight, cut_at)
        n = heading(flight.facing_deg)
        run = flight_run(flight)
        walked += [flight.foot, (flight.foot[0] + n[0] * run, flight.foot[1] + n[1] * run)]
    line = list(sheet.places(walked))
    words = i18n.say("drawing.up" if lower else "drawing.down", sheet.lang)
    if not lower:
        line.reverse()
    line = _shifted(line, min(0.25 * sheet.scale, 1.0))
    sheet.line(*line, stroke="ink", width=0.16)
    arrow(sheet, line[-2], line[-1], "ink")
    x, y = line[0]
    sheet.circle(x, y, 0.45, fill="ink")
    away = math.atan2(line[0][1] - line[1][1], line[0][0] - line[1][0])
    at = (x + 3.2 * math.cos(away), y + 2.8 * math.sin(away))
    box = sheet.text(*at, words, 2.1, bold=True, halo="halo")
    return [Label("stair", words, box)]


def _shifted(line: list[Point], by: float) -> list[Point]:
    """A line that begins and ends `by` inside itself."""

    def toward(a: Point, b: Point) -> Point:
        length = math.dist(a, b) or 1.0
        share = min(by, length / 3) / length
        return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)

    return [toward(line[0], line[1]), *line[1:-1], toward(line[-1], line[-2])]


def _flight(sheet: Sheet, flight: Flight, cut_at: float) -> None:
    ring = sheet.places(flight_ring(flight).exterior.coords[:-1])
    n = heading(flight.facing_deg)
    half = flight.width / 2
    run = flight_run(flight)
    cut_step = (cut_at - flight.base) / flight.riser  # steps below the cut

    def at(along: float, across: float) -> Point:
        x = flight.foot[0] + n[0] * along - n[1] * across
        y = flight.foot[1] + n[1] * along + n[0] * across
        return sheet.place(x, y)

    above = cut_step <= 0
    cut_along = cut_step * flight.going
    whole = above or cut_along >= run
    sheet.path(ring, fill="floor")
    seen: list[tuple[Point, Point]] = []
    hidden: list[tuple[Point, Point]] = []
    for k in range(flight.steps):
        along = k * flight.going
        if along > run + 1e-9:
            break
        tread = (at(along, -half), at(along, half))
        (hidden if above or along > cut_along else seen).append(tread)
    sides = [(0.0, min(cut_along, run) if not above else 0.0), (max(0.0, cut_along), run)]
    for (low, high), bag in zip(sides, (seen, hidden), strict=True):
        if high > low:
            bag += [(at(low, -half), at(high, -half)), (at(low, half), at(high, half))]
    (hidden if above or cut_along < run else seen).append((at(run, -half), at(run, half)))
    sheet.lines(*seen, stroke="ink-2", width=0.16)
    sheet.lines(*hidden, stroke="line-2", width=0.12, dash="0.8 0.55")
    if not whole:
        c, d = cut_along, flight.going
        zigzag = [(c - d * 0.9, -half - 0.08), (c - d * 0.1, -0.08), (c - d * 0.6, 0.02)]
        zigzag += [(c + d * 0.6, -0.02), (c + d * 0.1, 0.08), (c + d * 0.9, half + 0.08)]
        sheet.line(*(at(a, b) for a, b in zigzag), stroke="ink", width=0.2)


def arrow(sheet: Sheet, start: Point, end: Point, ink: str, long: float = 1.8) -> None:
    """A filled arrow head at the end of a line [mm]."""
    turn = math.atan2(end[1] - start[1], end[0] - start[0])
    long = min(long, 0.7 * math.dist(start, end))
    points = [end]
    for side in (-1, 1):
        a = turn + math.pi + side * math.radians(18)
        points.append((end[0] + long * math.cos(a), end[1] + long * math.sin(a)))
    sheet.path(points, fill=ink)


def stairs_on(layout: Layout, level: str) -> Iterable[Stair]:
    """Stairs that start or end on a level."""
    return (stair for stair in layout.stairs if level in (stair.level, stair.to_level))
