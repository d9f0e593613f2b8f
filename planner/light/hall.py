"""The light of a layout: one engine a level, and the places the guideline asks about.

Levels do not light each other: an opening in a floor swallows what falls into it.
Doors inside stand open unless locked; glass between rooms keeps nothing back.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely import Point, Polygon
from shapely.geometry.polygon import orient

from planner.catalog import Placed, kinds, place
from planner.errors import LightError, Problem
from planner.light.engine import Engine
from planner.light.photometry import Photometry, generic, read_kept
from planner.light.scene import Lamp, Pane, Prism, Receiver, Room, Scene, grid
from planner.model import Layout, Luminaire, natural
from planner.model.building import Door, Level, Wall, Window
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
    sides,
    solid_walls,
    wall_body,
)

Array = np.ndarray[Any, Any]

# All of these are ours and editable.
MAINTENANCE = 0.8  # share of its first flux that a lamp gives over the years, GB 50034 clean rooms
STREET_LUX = 10.0  # on the outside of the windows after dark, upright
WALL = 0.5  # reflectances
GLASS = 0.10
DOOR = 0.40
FIXTURE = 0.40
GLASS_LETS_IN = 0.80
WORKING_PLANE = 0.75  # m
RIM = 0.5  # m; left out of the uniformity
EYE_PLANE = 1.5  # m; of the storefront
WINDOW_DISPLAY = 0.5  # m behind the glass
GLASS_GAP = 0.02  # m; a meter held with its back against the glass
SEAT_HEIGHT = 0.45  # m; what a seat hides
THIN = 0.04  # m; flatter things on a wall throw no shadow
STEPS = (0.25, 0.5, 1.0)  # m; raster of the working plane
MOST_POINTS = 6_000


@dataclass(frozen=True)
class Target:
    """A place whose brightness is judged."""

    id: str  #: the fixture, window or door
    of: str  #: ``window``, ``storefront``, ``counter``, ``showcase``, ``poster``, ``cash_desk``
    level: str
    plane: str  #: ``vertical`` or ``horizontal``: how the meter is held
    receivers: tuple[str, ...]
    spot: tuple[float, float, float]  #: its middle [m]
    either: bool = False  #: lit from one side or the other: the brighter one counts


@dataclass
class LevelLight:
    """One level: its engine, its raster and its places."""

    level: str
    engine: Engine
    step: float  #: of the raster [m]
    origin: tuple[float, float]  #: lower left corner of the raster [m]
    shape: tuple[int, int]  #: rows and columns
    rim: Array  #: raster points nearer than `RIM` to a wall
    lamps: dict[str, Luminaire]
    targets: dict[str, Target] = field(default_factory=dict)
    counters: shapely.Geometry = field(default_factory=Polygon)

    @cached_property
    def counted(self) -> Array:
        """Raster points on the public floor where a meter can be held."""
        hall = self.engine.place("hall")
        x, y = self.engine.points[hall, 0], self.engine.points[hall, 1]
        on_counter = shapely.intersects_xy(self.counters, x, y)
        return ~self.engine.covered[hall] & ~on_counter


class HallLight:
    """A layout's light; edits that touch only lamps or single fixtures keep the rest.

    Parameters
    ----------
    photometries : mapping
        Photometric files by the id that luminaires give, before those the hall holds.
    maintenance : float
        Share of its first flux that every lamp still gives.
    street_lux : float
        Light from outside on the windows after dark [lx].
    """

    def __init__(
        self,
        layout: Layout,
        photometries: Mapping[str, Photometry] | None = None,
        *,
        maintenance: float = MAINTENANCE,
        street_lux: float = STREET_LUX,
    ) -> None:
        self.layout = layout
        self._given = dict(photometries or {})
        self.maintenance = maintenance
        self.street_lux = street_lux
        self.warnings: tuple[Problem, ...] = ()
        self._generic: dict[tuple[Any, ...], Photometry] = {}
        self._build()

    def _build(self) -> None:
        self.warnings = ()
        self.photometries = self._files() | self._given
        self.levels = {level.id: self._level(level) for level in self.layout.levels}

    def _files(self) -> dict[str, Photometry]:
        """The hall's photometric files; one that can't be read is told and left out."""
        found = {}
        for file in self.layout.photometric_files:
            try:
                found[file.id] = read_kept(file.text, file.id)
            except LightError as error:
                self.warnings += (Problem("light.bad-photometry", values={"name": file.id}),)
                self.warnings += error.problems
        return found

    # --- asking ---

    def lux(self, states: Mapping[str, float] | None = None) -> dict[str, Array]:
        """Illuminance of every receiver point by level, `states` laid over the present ones [lx].

        A state is the share of its first flux that a lamp gives, before maintenance.
        """
        return {
            name: part.engine.lux(self._weights(part, states)) for name, part in self.levels.items()
        }

    def _weights(self, part: LevelLight, states: Mapping[str, float] | None) -> Array | None:
        if not states:
            return None
        weights = part.engine.states.copy()
        for lamp, state in states.items():
            if lamp in part.lamps:
                weights[part.engine.lamp_number(lamp)] = state * self.maintenance
        return weights

    @property
    def lit(self) -> dict[str, LevelLight]:
        """The levels that have lamps; all of them where none has."""
        return {name: part for name, part in self.levels.items() if part.lamps} or self.levels

    @property
    def targets(self) -> tuple[Target, ...]:
        """Every place whose brightness is judged, in natural order."""
        found = [t for part in self.levels.values() for t in part.targets.values()]
        return tuple(sorted(found, key=lambda t: (t.of, natural(t.id))))

    def base(self, lux: Mapping[str, Array] | None = None) -> float:
        """Mean horizontal illuminance at 0.75 m over the public floor of the hall [lx].

        A level without a lamp is not drawn to its end: it counts only where none has one.
        """
        lux = self.lux() if lux is None else lux
        total, area = 0.0, 0.0
        for name, part in self.lit.items():
            values = lux[name][part.engine.place("hall")][part.counted]
            total += float(values.sum()) * part.step**2
            area += len(values) * part.step**2
        return total / area if area else 0.0

    def mean_on(self, target: Target, lux: Mapping[str, Array] | None = None) -> float | None:
        """Mean illuminance of a place [lx]; None where no meter can be held anywhere on it."""
        lux = self.lux() if lux is None else lux
        engine = self.levels[target.level].engine
        means = []
        for name in counting(engine, target):
            where = engine.place(name)
            free = ~engine.covered[where]
            if free.any():
                means.append(float(lux[target.level][where][free].mean()))
        return sum(means) / len(means) if means else None

    # --- edits ---

    def update(self, layout: Layout) -> None:
        """Take over a changed layout, computing only what changed."""
        old, self.layout = self.layout, layout
        if not self._same_building(old, layout):
            self._build()
            return
        before = {lamp.id: lamp for lamp in old.luminaires}
        changed = [lamp for lamp in layout.luminaires if before[lamp.id] != lamp]
        if any(self._on_street(before[lamp.id]) != self._on_street(lamp) for lamp in changed):
            self._build()  # lamps on the street light the front: it has places of its own then
            return
        for lamp in changed:
            self._set_lamp(before[lamp.id], lamp)
        fixtures = {f.id: f for f in old.fixtures}
        moved = {f.id for f in layout.fixtures if fixtures[f.id] != f}
        hosted = {f.id for f in layout.fixtures if f.host in moved}  # they stand on its top
        for fixture in layout.fixtures:
            again = fixture.id in hosted
            if not again and fixture.id not in moved:
                continue
            if not self._set_fixture(fixtures[fixture.id], fixture, again=again):
                self._build()
                return
        for lamp in layout.luminaires:  # lamps follow the things they are aimed at
            if lamp.target in moved and lamp.aim is None:
                self._set_lamp(lamp, lamp, again=True)

    def _on_street(self, lamp: Luminaire) -> bool:
        outline = self.levels[lamp.level].engine.scene.room.outline
        return not outline.intersects(Point(lamp.at))

    @staticmethod
    def _same_building(old: Layout, new: Layout) -> bool:
        building = ("levels", "walls", "doors", "windows", "columns", "stairs", "zones")
        if any(
            getattr(old, name) != getattr(new, name) for name in (*building, "photometric_files")
        ):
            return False
        for group in ("fixtures", "luminaires"):
            one = [(t.id, t.kind, t.level) for t in getattr(old, group)]
            if one != [(t.id, t.kind, t.level) for t in getattr(new, group)]:
                return False
        return True

    def _set_lamp(self, old: Luminaire, new: Luminaire, *, again: bool = False) -> None:
        part = self.levels[new.level]
        lamp = self._lamp(new, self.layout.by_id[new.level])
        place_ = {"state", "dim", "since", "display", "name", "owner"}
        turned = old.model_dump(exclude=place_) != new.model_dump(exclude=place_)
        if turned or again:
            part.engine.set_lamp(lamp)
        else:
            part.engine.switch(lamp.id, lamp.state)
        part.lamps[new.id] = new

    def _set_fixture(self, old: Any, new: Any, *, again: bool = False) -> bool:
        """Move a fixture, or one whose host moved (`again`); False: only building anew helps."""
        keys = ("at", "facing_deg", "size", "height", "host", "side")
        if not again and all(getattr(old, key) == getattr(new, key) for key in keys):
            return True
        part = self.levels[new.level]
        level: Level = self.layout.by_id[new.level]
        placed = place(self.layout, new)
        prism = _prism(self.layout, placed, level)
        receivers, targets = _of_fixture(self.layout, placed)
        known = {r.id for r in part.engine.receivers}
        if {r.id for r in receivers} != {n for n in known if n.split("/")[0] == new.id}:
            return False
        before = {r.id: (len(r.points), r.outside) for r in part.engine.receivers}
        if any(before[r.id] != (len(r.points), r.outside) for r in receivers):
            return False  # another raster, or out on the street
        had = _prism(self.layout, place(self.layout, old), level)
        if (had is None) != (prism is None):
            return False
        if prism is not None:
            part.engine.set_prism(prism, tuple(receivers))
        elif receivers:
            part.engine.set_receivers(tuple(receivers))
        part.targets.update({t.id: t for t in targets})
        part.counters = counters_of(self.layout, new.level)
        part.__dict__.pop("counted", None)
        return True

    # --- building ---

    def _level(self, level: Level) -> LevelLight:
        layout = self.layout
        room = _room(layout, level)
        prisms = [*_built(layout, level)]
        receivers: list[Receiver] = []
        targets: list[Target] = []
        raster, step, origin, shape, rim = _raster(layout, level)
        receivers.append(raster)
        for fixture in sorted(layout.fixtures, key=lambda f: natural(f.id)):
            if fixture.level != level.id:
                continue
            placed = place(layout, fixture)
            prism = _prism(layout, placed, level)
            if prism is not None:
                prisms.append(prism)
            more, places = _of_fixture(layout, placed)
            receivers += more
            targets += places
        lamps = {lamp.id: lamp for lamp in layout.luminaires if lamp.level == level.id}
        street = any(not room.outline.intersects(Point(lamp.at)) for lamp in lamps.values())
        for more, places in _of_openings(layout, level, street):
            receivers += more
            targets += places
        scene = Scene(
            room,
            tuple(prisms),
            tuple(self._lamp(lamp, level) for lamp in lamps.values()),
            tuple(receivers),
            outdoor_lux=self.street_lux,
        )
        engine = Engine(scene)
        found = {t.id: t for t in targets}
        counters = counters_of(layout, level.id)
        return LevelLight(level.id, engine, step, origin, shape, rim, lamps, found, counters)

    def _lamp(self, luminaire: Luminaire, level: Level) -> Lamp:
        photometry = self._photometry(luminaire)
        along, across, _ = photometry.size
        facing = luminaire.facing_deg - (90.0 if across > along + 1e-6 else 0.0)
        z = min(luminaire.height, level.ceiling - 0.005)
        return Lamp(
            luminaire.id,
            (*luminaire.at, z),
            photometry,
            aim_of(self.layout, luminaire),
            facing,
            given(luminaire) * self.maintenance,
            bool(luminaire.display),
        )

    def _photometry(self, luminaire: Luminaire) -> Photometry:
        name = luminaire.photometry
        if name is not None and name in self.photometries:
            found = self.photometries[name]
            if luminaire.flux_lm is None:
                return found
            key: tuple[Any, ...] = ("file", name, luminaire.flux_lm)
            if key not in self._generic:
                self._generic[key] = found.scaled_to(luminaire.flux_lm)
            return self._generic[key]
        if name is not None:
            values = {"id": luminaire.id, "name": name}
            problem = Problem("light.no-photometry", values=values)
            if problem not in self.warnings:
                self.warnings += (problem,)
        kind = kinds()[luminaire.kind]
        sort = sort_of(luminaire)
        flux = luminaire.flux_lm or kind.flux_lm or 1000.0
        beam = luminaire.beam_deg or kind.beam_deg
        key = (sort, flux, beam, kind.size[:2])
        if key not in self._generic:
            opening_ = (max(kind.size[:2]), min(kind.size[:2]))
            if sort in ("spot", "track"):
                opening_ = (min(opening_) * 0.7,) * 2
            self._generic[key] = generic(
                sort, flux_lm=flux, beam_deg=beam, size=opening_, watts=kind.watts
            )
        return self._generic[key]


def counting(engine: Engine, target: Target) -> tuple[str, ...]:
    """The receivers whose mean is a place's light.

    A display is lit from the glass or from the hall: of its sides the one counts that is
    brighter with every lamp at full output, so that a dead lamp does not change sides.
    """
    if not target.either:
        return target.receivers

    def full(name: str) -> float:
        where = engine.place(name)
        free = ~engine.covered[where]
        return float(engine.total[:-1, where][:, free].sum() / free.sum()) if free.any() else -1.0

    return (max(target.receivers, key=full),)


def sort_of(luminaire: Luminaire) -> str:
    """Which generic lamp stands for a luminaire without a file."""
    kind = kinds()[luminaire.kind]
    if "track" in kind.traits:
        return "track"
    if "spot" in kind.traits:
        return "spot"
    if luminaire.beam_deg or kind.beam_deg:
        return "downlight"
    width, depth, _ = kind.size
    return "linear" if max(width, depth) > 3 * min(width, depth) else "panel"


def given(luminaire: Luminaire) -> float:
    """Share of its first flux that a luminaire gives in its recorded state."""
    if luminaire.state in ("off", "dead"):
        return 0.0
    return luminaire.dim


def aim_of(layout: Layout, luminaire: Luminaire) -> tuple[float, float, float] | None:
    """The point a luminaire is aimed at: its own, else the middle of its target; None: down."""
    if luminaire.aim is not None:
        return luminaire.aim
    if luminaire.target is None:
        return None
    return middle_of(layout, luminaire.target, (*luminaire.at, luminaire.height))


def middle_of(
    layout: Layout, name: str, lamp: tuple[float, float, float] | None = None
) -> tuple[float, float, float]:
    """The middle of a fixture's front, a window or a zone [m].

    A `lamp` between the glass and its display means the display, one further in the glass.
    """
    thing = layout.by_id[name]
    if isinstance(thing, Window):
        where = opening(layout, thing)
        side = inner_side(layout, where)
        depth = WINDOW_DISPLAY
        if lamp is not None and where.local(lamp[:2], side)[1] > WINDOW_DISPLAY:
            depth = GLASS_GAP
        x, y = where.place(0.0, depth, side)
        return (x, y, (thing.sill + min(thing.head, 2.0)) / 2)
    if hasattr(thing, "ring"):
        spot = Polygon(thing.ring).representative_point()
        return (spot.x, spot.y, 0.0)
    if hasattr(thing, "wall"):
        x, y = opening(layout, thing).middle
        return (x, y, thing.height / 2)
    if not hasattr(thing, "facing_deg"):
        return (*thing.at, 1.0)
    placed = place(layout, thing)
    low = (placed.lower or 0.0) + placed.floor_height
    if placed.kind.traits & _TOPS:
        return (*thing.at, low + placed.size[2])
    nx, ny = placed.normal
    half = placed.size[1] / 2
    return (thing.at[0] + nx * half, thing.at[1] + ny * half, low + placed.size[2] / 2)


# --- parts of a scene ---

_TOPS = frozenset({"display_counter", "demo_table", "cashier"})
_FRONTS = frozenset({"showcase", "poster", "decoration", "rollup", "x_banner"})


def _lit_on_top(layout: Layout, traits: frozenset[str]) -> bool:
    """Whether a fixture is judged on its top: service counters only stand in for others."""
    if traits & _TOPS or "counter" not in traits:
        return bool(traits & _TOPS)
    return not any("display_counter" in kinds()[f.kind].traits for f in layout.fixtures)


def _room(layout: Layout, level: Level) -> Room:
    solid: list[Any] = []
    open_: list[Any] = []
    walls = [wall for wall in layout.walls if wall.level == level.id]
    bodies = {wall.id: wall_body(wall) for wall in walls}
    for ring in level.holes:
        pairs = list(zip(ring, (*ring[1:], ring[0]), strict=True))
        middles = [Point((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairs]
        walled = [any(body.distance(m) < 0.1 for body in bodies.values()) for m in middles]
        (solid if sum(walled) * 2 >= len(walled) else open_).append(ring)
    outline = Polygon(level.outline, solid)
    room = Room(outline, level.ceiling)
    shares = []
    panes = []
    for a, b in room.edges:
        middle = Point((a + b) / 2)
        near = [(body.distance(middle), name) for name, body in bodies.items()]
        gap, name = min(near, default=(math.inf, ""))
        wall: Wall | None = layout.by_id[name] if gap < 0.06 else None
        share = WALL if wall is None or wall.reflectance is None else wall.reflectance
        shares.append(share)
        if wall is not None and wall.glazed:
            panes.append(Pane(tuple(a), tuple(b), 0.0, level.ceiling, GLASS, GLASS_LETS_IN))
    openings: tuple[Window | Door, ...] = (*layout.windows, *layout.doors)
    for item in openings:
        if layout.level_of(item) != level.id:
            continue
        where = opening(layout, item)
        if not is_outer(layout, where):
            continue
        ends = where.face(inner_side(layout, where)).coords
        if isinstance(item, Window):
            low, high, share, lets = item.sill, item.head, GLASS, GLASS_LETS_IN
        else:
            low, high = 0.0, item.height
            share, lets = (GLASS, GLASS_LETS_IN) if item.glass else (DOOR, 0.0)
        panes.append(Pane(ends[0], ends[1], low, min(high, level.ceiling), share, lets))
    return Room(
        outline,
        level.ceiling,
        level.floor_reflectance,
        level.ceiling_reflectance,
        tuple(shares),
        tuple(panes),
        shapely.union_all([Polygon(ring) for ring in open_]) if open_ else None,
    )


def _built(layout: Layout, level: Level) -> list[Prism]:
    """Inner walls with their doors and windows, columns, stairs."""
    found: list[Prism] = []
    ground = floor(level).buffer(-1e-3)
    for wall in layout.walls:
        if wall.level != level.id or wall.glazed:
            continue
        if wall_body(wall).intersection(ground).area > 1e-3:
            found += _inner_wall(layout, wall, level)
    for column in layout.columns:
        if column.level == level.id:
            ring = column_ring(column)
            if column.round:
                n, r = 12, column.size[0] / 2 * math.sqrt(math.pi / (6 * math.sin(math.pi / 6)))
                x, y = column.at
                ring = Polygon(
                    [
                        (x + r * math.cos(k * math.tau / n), y + r * math.sin(k * math.tau / n))
                        for k in range(n)
                    ]
                )
            share = WALL if column.reflectance is None else column.reflectance
            name = f"column:{column.id}"
            found.append(_upright(name, ring, 0.0, level.ceiling, share, fixed=True))
    for stair in layout.stairs:
        if stair.level != level.id:
            continue
        for f, flight in enumerate(stair.flights):
            parts = min(4, flight.steps)
            ring = flight_ring(flight)
            nx, ny = heading(flight.facing_deg)
            run = flight_run(flight)
            for k in range(parts):
                near, far = run * k / parts, run * (k + 1) / parts
                strip = _strip_along(flight.foot, (nx, ny), near, far, flight.width)
                top = flight.base + flight.steps * flight.riser * (k + 0.5) / parts
                top = min(top, level.ceiling - 0.02)
                piece = strip.intersection(ring)
                if top > 0.02 and piece.area > 1e-3:
                    name = f"stair:{stair.id}:{f}:{k}"
                    found.append(_upright(name, piece.convex_hull, 0.0, top, FIXTURE))
        for k, landing in enumerate(stair.landings):
            if 0.02 < landing.height < level.ceiling - 0.02:
                hull = Polygon(landing.ring).convex_hull
                name = f"stair:{stair.id}:landing:{k}"
                low = max(0.0, landing.height - 0.2)
                found.append(_upright(name, hull, low, landing.height, FIXTURE))
    return found


def _strip_along(
    foot: tuple[float, float], n: tuple[float, float], near: float, far: float, width: float
) -> Polygon:
    half = width / 2 + 0.01
    return Polygon(
        [
            (foot[0] + n[0] * s - n[1] * t, foot[1] + n[1] * s + n[0] * t)
            for s, t in ((near, -half), (far, -half), (far, half), (near, half))
        ]
    )


def _inner_wall(layout: Layout, wall: Wall, level: Level) -> list[Prism]:
    length = math.dist(wall.start, wall.end)
    height = min(wall.height or level.ceiling, level.ceiling)
    share = WALL if wall.reflectance is None else wall.reflectance
    gaps: list[tuple[float, float, float, float]] = []  # along from, to; open from, to
    openings: tuple[Window | Door, ...] = (*layout.doors, *layout.windows)
    for item in openings:
        if item.wall != wall.id:
            continue
        a, b = max(0.0, item.at - item.width / 2), min(length, item.at + item.width / 2)
        if isinstance(item, Window):
            gaps.append((a, b, item.sill, min(item.head, height)))
        elif not item.locked:
            gaps.append((a, b, 0.0, min(item.height, height)))
    gaps.sort()
    found: list[Prism] = []

    def put(a: float, b: float, low: float, high: float) -> None:
        if b - a > 0.005 and high - low > 0.005:
            ring = _along(wall, a, b)
            name = f"wall:{wall.id}:{len(found)}"
            found.append(_upright(name, ring, low, high, share, fixed=True))

    at = 0.0
    for a, b, low, high in gaps:
        put(at, a, 0.0, height)
        put(a, b, 0.0, low)
        put(a, b, high, height)
        at = max(at, b)
    put(at, length, 0.0, height)
    return found


def _along(wall: Wall, a: float, b: float) -> Polygon:
    length = math.dist(wall.start, wall.end)
    dx, dy = (wall.end[0] - wall.start[0]) / length, (wall.end[1] - wall.start[1]) / length
    left, right = sides(wall)
    x, y = wall.start
    return Polygon(
        [
            (x + dx * s - dy * t, y + dy * s + dx * t)
            for s, t in ((a, -right), (b, -right), (b, left), (a, left))
        ]
    )


def _upright(
    name: str, ring: Polygon, low: float, high: float, share: float, *, fixed: bool = False
) -> Prism:
    corners = tuple((x, y) for x, y in orient(ring, 1.0).exterior.coords[:-1])
    return Prism(name, corners, low, high, share, fixed=fixed)


def _prism(layout: Layout, placed: Placed, level: Level) -> Prism | None:
    """What a fixture hides; None for flat, thin or outdoor things."""
    width, depth, height = placed.size
    kind = placed.kind
    if kind.mount == "surface" or (kind.mount in ("wall", "window") and depth < THIN):
        return None
    low = placed.lower
    if low is None:
        host = layout.by_id.get(placed.fixture.host) if placed.fixture.host else None
        if kind.mount == "counter" and host is not None and hasattr(host, "kind"):
            low = place(layout, host).upper
        low = kind.height if low is None else low
    if low is None or not Polygon(level.outline).intersects(Point(placed.fixture.at)):
        return None
    if placed.has("seat"):
        height = min(height, SEAT_HEIGHT)
    low += placed.floor_height
    high = min(low + height, level.ceiling - 0.005)
    if high - low < 0.02 or min(width, depth) < 0.01:
        return None
    return _upright(placed.id, placed.footprint, low, high, FIXTURE)


def counters_of(layout: Layout, level: str) -> shapely.Geometry:
    """What counters cover of a level [m]."""
    rings = [
        place(layout, f).footprint
        for f in layout.fixtures
        if f.level == level and "counter" in kinds()[f.kind].traits
    ]
    return shapely.union_all(rings) if rings else Polygon()


def public_floor(layout: Layout, level: Level) -> shapely.Geometry:
    """Floor customers may use, counters not yet taken away [m]."""
    taken = [solid_walls(layout, level.id)]
    taken += [column_ring(c) for c in layout.columns if c.level == level.id]
    taken += [
        Polygon(z.ring)
        for z in layout.zones
        if z.level == level.id and z.use in ("back_office", "staff")
    ]
    return floor(level).difference(shapely.union_all(taken))


def _raster(
    layout: Layout, level: Level
) -> tuple[Receiver, float, tuple[float, float], tuple[int, int], Array]:
    public = public_floor(layout, level)
    whole = floor(level)
    step = next((s for s in STEPS if whole.area / s**2 <= MOST_POINTS), STEPS[-1] * 2)
    x0, y0, x1, y1 = whole.bounds
    columns = max(1, math.ceil((x1 - x0) / step - 1e-9))
    rows = max(1, math.ceil((y1 - y0) / step - 1e-9))
    corner = (x0, y0, WORKING_PLANE)
    u, v = (columns * step, 0.0, 0.0), (0.0, rows * step, 0.0)
    plain = grid("hall", corner, u, v, columns, rows)
    x, y = plain.points[:, 0], plain.points[:, 1]
    mask = shapely.contains_xy(public, x, y) if not public.is_empty else np.zeros(len(x), bool)
    walls = shapely.union_all(
        [solid_walls(layout, level.id), *map(column_ring, _columns(layout, level))]
    )
    edge = whole.difference(walls).boundary
    shapely.prepare(edge)
    rim = shapely.dwithin(shapely.points(x, y), edge, RIM - 1e-9)
    raster = Receiver("hall", plain.points, plain.normals, None, (rows, columns), False, mask)
    return raster, step, (x0, y0), (rows, columns), rim


def _columns(layout: Layout, level: Level) -> list[Any]:
    return [c for c in layout.columns if c.level == level.id]


def _count(length: float, pitch: float = 0.2, least: int = 3, most: int = 20) -> int:
    return max(least, min(most, round(length / pitch)))


def _of_fixture(layout: Layout, placed: Placed) -> tuple[list[Receiver], list[Target]]:
    """The points and places of one fixture."""
    traits = placed.kind.traits
    on_top = _lit_on_top(layout, traits)
    if traits & {"plant", "light_box"} or not (on_top or traits & _FRONTS):
        return [], []
    width, depth, height = placed.size
    low = placed.lower
    if low is None:
        low = placed.kind.height
    if low is None:
        return [], []
    low += placed.floor_height
    fixture = placed.fixture
    nx, ny = placed.normal
    x, y = fixture.at
    prism = None if placed.kind.mount in ("wall", "window") and depth < THIN else placed.id
    if on_top:
        z = low + height + 0.005
        corner = (x - ny * width / -2 - nx * depth / 2, y + nx * width / -2 - ny * depth / 2, z)
        u, v = (nx * depth, ny * depth, 0.0), (-ny * width, nx * width, 0.0)
        raster = grid(f"{placed.id}/top", corner, u, v, _count(depth), _count(width), prism=prism)
        of = "cash_desk" if "cashier" in traits else "counter"
        spot = (x, y, z)
        plane = "horizontal"
    else:
        fx, fy = x + nx * (depth / 2 + 0.005), y + ny * (depth / 2 + 0.005)
        corner = (fx + ny * width / 2, fy - nx * width / 2, low)
        u, v = (-ny * width, nx * width, 0.0), (0.0, 0.0, height)
        street = not floor(layout.by_id[fixture.level]).intersects(Point(fx, fy))
        raster = grid(
            f"{placed.id}/front",
            corner,
            u,
            v,
            _count(width),
            _count(height),
            prism=prism,
            outside=street,
        )
        of = "showcase" if traits & {"showcase", "decoration"} else "poster"
        spot = (fx, fy, low + height / 2)
        plane = "vertical"
    target = Target(placed.id, of, fixture.level, plane, (raster.id,), spot)
    return [raster], [target]


def _of_openings(
    layout: Layout, level: Level, street: bool
) -> list[tuple[list[Receiver], list[Target]]]:
    """Shop windows and entrances."""
    found = []
    for window in layout.windows:
        if layout.level_of(window) != level.id or not window.shop_front:
            continue
        where = opening(layout, window)
        if is_outer(layout, where):
            found.append(_window(where, window, level))
    for door in layout.doors:
        if layout.level_of(door) == level.id and door.is_entrance:
            where = opening(layout, door)
            if is_outer(layout, where):
                found.append(_storefront(layout, where, level, street))
    return found


def _window(where: Opening, window: Window, level: Level) -> tuple[list[Receiver], list[Target]]:
    """The display behind the glass, facing the street, and the glass itself, facing the hall."""
    side = "left" if where_inside(where, level) else "right"
    low, high = window.sill + 0.1, min(window.head, 2.0, level.ceiling - 0.1)
    high = max(high, low + 0.2)
    a = np.array([*where.place(-window.width / 2, WINDOW_DISPLAY, side), low])
    b = np.array([*where.place(window.width / 2, WINDOW_DISPLAY, side), low])
    out = np.array([*where.out(side), 0.0]) * -1
    if np.cross(b - a, [0, 0, 1.0]) @ out < 0:
        a, b = b, a
    raster = grid(
        f"{window.id}/display",
        tuple(a),
        tuple(b - a),
        (0.0, 0.0, high - low),
        _count(window.width),
        _count(high - low),
    )
    shift = np.array([*where.out(side), 0.0]) * (GLASS_GAP - WINDOW_DISPLAY)
    glass = Receiver(
        f"{window.id}/glass", raster.points + shift, -raster.normals, None, raster.shape
    )
    spot = (*where.place(0.0, GLASS_GAP, side), (low + high) / 2)
    names = (raster.id, glass.id)
    target = Target(window.id, "window", level.id, "vertical", names, spot, either=True)
    return [raster, glass], [target]


def where_inside(where: Opening, level: Level) -> bool:
    """Whether the hall lies to the left of an outer opening."""
    return bool(shapely.intersects_xy(floor(level), *where.place(0.0, 0.05, "left")))


def _storefront(
    layout: Layout, where: Opening, level: Level, street: bool
) -> tuple[list[Receiver], list[Target]]:
    """Light that leaves through the door: upright at 1.5 m, and the first metre inside.

    With lamps on the street also what they throw on the front beside the door.
    """
    side = inner_side(layout, where)
    width = where.item.width
    along = np.linspace(-0.5, 0.5, 7)[1::2] * width
    inward = np.array([*where.out(side), 0.0])
    upright = np.array([[*where.place(s, 0.02, side), EYE_PLANE] for s in along])
    receivers = [Receiver(f"{where.id}/door", upright, np.tile(inward, (len(upright), 1)))]
    strip = np.array(
        [[*where.place(s, d, side), WORKING_PLANE] for d in (0.25, 0.5, 0.75) for s in along]
    )
    up = np.tile([0.0, 0.0, 1.0], (len(strip), 1))
    receivers.append(Receiver(f"{where.id}/strip", strip, up))
    if street:
        other = "right" if side == "left" else "left"
        beside = [-width / 2 - 0.3, *along, width / 2 + 0.3]
        front = np.array([[*where.place(s, 0.02, other), EYE_PLANE] for s in beside])
        normals = np.tile(-inward, (len(front), 1))
        receivers.append(Receiver(f"{where.id}/front", front, normals, outside=True))
    spot = (*where.place(0.0, 0.02, side), EYE_PLANE)
    names = tuple(r.id for r in receivers)
    return receivers, [Target(where.id, "storefront", level.id, "vertical", names, spot)]
