"""What rules look at."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely import Point, Polygon

from planner.catalog import Placed, place_all, walls_of
from planner.geometry.recent import Recent, exact
from planner.model import Campaign, Fixture, Layout, Stair, Zone, natural
from planner.model.shapes import (
    Opening,
    column_ring,
    floor,
    inner_side,
    is_outer,
    local_floor,
    opening,
    solid_walls,
    stair_ring,
)
from planner.study.labels import label, names
from planner.study.messages import Carried, fill, given

EYE = 1.55  # m; standing eye height with shoes, readings.md 1.3
SEATED_EYE = 1.20  # m
DOOR_STAND = 0.5  # m inside the middle of the clear width
CUSTOMER_GAP = 0.5  # m; a customer stands this far before a counter
CUSTOMER_PITCH = 1.2  # m; one customer per started stretch of counter
BUILT = ("levels", "walls", "doors", "windows", "columns", "stairs")

_floors = Recent(24)  # floors without what stands on them
_buildings: Recent = Recent(8)  # what depends on the building alone, by the building's text


@dataclass(frozen=True, slots=True)
class Counter:
    """A service counter and the customers at it."""

    placed: Placed
    customers: tuple[tuple[float, float], ...]  #: where they stand [m]
    looking: tuple[float, float]  #: unit vector from them to the counter

    @property
    def id(self) -> str:
        """The counter's id."""
        return self.placed.id


def less(floor: shapely.Geometry, taken: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """A floor without what is taken from it [m]."""
    key = exact([floor, *taken])
    return _floors.get(key, lambda: floor.difference(shapely.union_all(taken)))


class Study:
    """A layout with everything that is known of it, each thing computed once.

    A study in a hurry does without what takes long; `left_out` then names it.
    """

    def __init__(self, layout: Layout, day: date | None = None, *, hurried: bool = False) -> None:
        self.layout = layout
        self.day = day or layout.as_of or date.today()
        self.hurried = hurried
        self.left_out: set[str] = set()
        self._floors: dict[str, Polygon] = {}
        self._public: dict[str, shapely.Geometry] = {}
        self._kept: dict[Any, Any] = {}

    def once(self, key: Any, compute: Any) -> Any:
        """`compute()`, remembered under `key` for later checks of the same hall."""
        if key not in self._kept:
            self._kept[key] = compute()
        return self._kept[key]

    def built(self, key: Any, compute: Any) -> Any:
        """As `once`, for what depends on the building alone: kept from edit to edit."""
        return self.once(key, lambda: self._building.get(key, compute))

    @cached_property
    def _building(self) -> Recent:
        text = self.layout.model_dump_json(include=set(BUILT))
        return _buildings.get(text, lambda: Recent(4096))

    # --- building ---

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """Ids of the levels, in the file's order."""
        return tuple(level.id for level in self.layout.levels)

    def floor(self, level: str) -> Polygon:
        """The clear floor of a level [m]."""
        if level not in self._floors:
            self._floors[level] = floor(self.layout.by_id[level])
        return self._floors[level]

    def walls(self, level: str) -> shapely.Geometry:
        """All walls of a level with doors cut out [m]."""
        return self.built(("walls", level), lambda: solid_walls(self.layout, level))

    def columns(self, level: str) -> shapely.Geometry:
        """All columns of a level [m]."""
        return self.built(("columns", level), lambda: self._columns(level))

    def _columns(self, level: str) -> shapely.Geometry:
        return shapely.union_all([column_ring(c) for c in self.layout.columns if c.level == level])

    def public_floor(self, level: str) -> shapely.Geometry:
        """Floor customers may use: outline less walls, columns, back office, staff, counters [m].

        A zone of use ``back_office`` or ``staff`` is not public; other fixtures take nothing.
        """
        if level not in self._public:
            taken = [self.walls(level), self.columns(level)]
            taken += [
                Polygon(zone.ring)
                for zone in self.layout.zones
                if zone.level == level and zone.use in ("back_office", "staff")
            ]
            taken += [
                p.footprint
                for p in self.placed.values()
                if p.fixture.level == level and p.has("counter")
            ]
            self._public[level] = less(self.floor(level), taken)
        return self._public[level]

    @cached_property
    def area(self) -> float:
        """Clear floor of all levels [m²]."""
        return sum(self.floor(level).area for level in self.levels)

    @cached_property
    def public_area(self) -> float:
        """Public floor of all levels [m²]."""
        return sum(self.public_floor(level).area for level in self.levels)

    @cached_property
    def doors(self) -> dict[str, Opening]:
        """Doors in their walls, by id."""
        return self.built(
            "doors", lambda: {door.id: opening(self.layout, door) for door in self.layout.doors}
        )

    @cached_property
    def windows(self) -> dict[str, Opening]:
        """Windows in their walls, by id."""
        return {window.id: opening(self.layout, window) for window in self.layout.windows}

    @cached_property
    def entrances(self) -> tuple[Opening, ...]:
        """Doors by which customers come in; the one with most traffic first."""
        found = [d for d in self.doors.values() if d.item.is_entrance]
        return tuple(sorted(found, key=lambda d: (-self.share(d.id), natural(d.id))))

    @cached_property
    def exits(self) -> tuple[Opening, ...]:
        """Doors that count as exits."""
        return tuple(d for d in self.doors.values() if d.item.is_exit)

    def share(self, door: str) -> float:
        """Part of the traffic through an entrance; doors without one split what is left."""
        shares = self.once("shares", self._shares)
        return shares.get(door, 0.0)

    def _shares(self) -> dict[str, float]:
        entrances = [d for d in self.layout.doors if d.is_entrance]
        stated = {d.id: d.share for d in entrances if d.share is not None}
        rest = [d.id for d in entrances if d.share is None]
        left = max(0.0, 1.0 - sum(stated.values()))
        total = sum(stated.values()) + (left if rest else 0.0)
        shares = stated | {name: left / len(rest) for name in rest}
        return {name: value / total if total else 0.0 for name, value in shares.items()}

    def inside(self, place: Opening) -> str:
        """The side of an opening that faces the hall: ``left`` or ``right``."""
        return self.built(("inside", place.id), lambda: inner_side(self.layout, place))

    def outside(self, place: Opening) -> str:
        """The other side."""
        return "right" if self.inside(place) == "left" else "left"

    def is_outer(self, place: Opening) -> bool:
        """Whether an opening leads out of the hall."""
        return self.built(("outer", place.id), lambda: is_outer(self.layout, place))

    def door_stand(self, door: Opening) -> tuple[float, float]:
        """Where somebody stands who has just come in: 0.5 m inside the middle [m]."""
        return door.place(0.0, DOOR_STAND, self.inside(door))

    def room(self, level: str, point: tuple[float, float]) -> Polygon | None:
        """The room a point is in: the floor around it, closed at walls and at doors [m]."""
        rooms = self.built(("rooms", level), lambda: self._rooms(level))
        spot = Point(point)
        found = [room for room in rooms if room.distance(spot) < 0.05]
        return min(found, key=lambda room: room.distance(spot), default=None)

    def _rooms(self, level: str) -> tuple[Polygon, ...]:
        gaps = [d.gap for d in self.doors.values() if d.level == level]
        solid = shapely.union_all([self.walls(level), *gaps])
        # a hair wider, so that rounding leaves no slit where walls meet at odd angles
        solid = solid.buffer(1e-6, join_style="mitre")
        parts = shapely.get_parts(self.floor(level).difference(solid))
        return tuple(part for part in parts if part.area > 0.05)

    @cached_property
    def stairs(self) -> dict[str, tuple[Stair, shapely.Geometry]]:
        """Stairs and their footprints, by id."""
        return self.built(
            "stairs",
            lambda: {stair.id: (stair, stair_ring(stair)) for stair in self.layout.stairs},
        )

    def local_floor(self, level: str, point: tuple[float, float]) -> float:
        """Height of what one stands on, above the level's floor [m]."""
        return local_floor(self.layout, level, point)

    # --- zones ---

    def zones(self, *uses: str) -> tuple[Zone, ...]:
        """Zones of some uses, in the file's order."""
        return tuple(zone for zone in self.layout.zones if zone.use in uses)

    def zone_ring(self, zone: Zone) -> Polygon:
        """A zone's floor [m]."""
        return self.once(("zone", zone.id), lambda: Polygon(zone.ring))

    def zone_at(self, level: str, point: tuple[float, float]) -> Zone | None:
        """The smallest zone around a point."""
        known = self.once("zones of fixtures", self._zones_of_fixtures)
        if (level, point) not in known:
            known[level, point] = self._zones_at(level, [point])[0]
        return known[level, point]

    def _zones_of_fixtures(self) -> dict[tuple[str, tuple[float, float]], Zone | None]:
        """The zones around all fixtures, asked together."""
        found: dict[tuple[str, tuple[float, float]], Zone | None] = {}
        for level in self.levels:
            points = [f.at for f in self.layout.fixtures if f.level == level]
            zones = self._zones_at(level, points)
            found |= {(level, at): zone for at, zone in zip(points, zones, strict=True)}
        return found

    def _zones_at(self, level: str, points: Sequence[tuple[float, float]]) -> list[Zone | None]:
        zones = [zone for zone in self.layout.zones if zone.level == level]
        zones.sort(key=lambda zone: self.zone_ring(zone).area)
        if not zones or not points:
            return [None] * len(points)
        rings = np.array([self.zone_ring(zone) for zone in zones])
        around = shapely.distance(rings[:, None], shapely.points(np.array(points))) < 1e-6
        first = np.argmax(around, axis=0).tolist()
        return [
            zones[n] if hit else None
            for n, hit in zip(first, around.any(axis=0).tolist(), strict=True)
        ]

    # --- fixtures ---

    @cached_property
    def placed(self) -> dict[str, Placed]:
        """Fixtures with kind and geometry, by id, in natural order."""
        fixtures = sorted(self.layout.fixtures, key=lambda fixture: natural(fixture.id))
        return {p.fixture.id: p for p in place_all(self.layout, fixtures)}

    def having(self, *traits: str) -> tuple[Placed, ...]:
        """Fixtures whose kind has one of some traits."""
        wanted = set(traits)
        return tuple(p for p in self.placed.values() if p.kind.traits & wanted)

    @cached_property
    def wall_by_fixture(self) -> dict[str, Any]:
        """The wall each fixture hangs on, by the fixture's id; those on none are left out."""
        fixtures = [p.fixture for p in self.placed.values()]
        walls = walls_of(self.layout, fixtures)
        pairs = zip(self.placed, walls, strict=True)
        return {name: wall for name, wall in pairs if wall is not None}

    @cached_property
    def posters(self) -> tuple[Placed, ...]:
        """Posters: posters, light boxes, window stickers from A3 on walls and windows.

        Never statutory or wayfinding ones, banners, floor stickers, screens, roll-ups.
        """
        found = []
        for p in self.having("poster"):
            width, _, height = p.size
            if min(width, height) < 0.29 or max(width, height) < 0.415:
                continue
            message = self.message(p.fixture)
            if message is None or message.purpose not in ("statutory", "wayfinding"):
                found.append(p)
        return tuple(found)

    @cached_property
    def counters(self) -> tuple[Counter, ...]:
        """Service counters with their customers."""
        return tuple(self._counter(p) for p in self.having("service_counter"))

    def _counter(self, p: Placed) -> Counter:
        line = p.front
        nx, ny = p.normal
        number = max(1, math.ceil(line.length / CUSTOMER_PITCH - 1e-9))
        stands = []
        for n in range(number):
            spot = line.interpolate((n + 0.5) / number, normalized=True)
            stands.append((spot.x + nx * CUSTOMER_GAP, spot.y + ny * CUSTOMER_GAP))
        return Counter(p, tuple(stands), (-nx, -ny))

    # --- messages ---

    def message(self, fixture: Fixture) -> Any:
        """A fixture's message with what it inherits; None where it carries none."""
        if fixture.message is None:
            return None
        return self.once(("message", fixture.id), lambda: self._resolve(fixture, fixture.message))

    def _resolve(self, fixture: Fixture, message: Any) -> Any:
        zone = self.zone_at(fixture.level, fixture.at)
        return self._filled(message, zone)

    def _filled(self, message: Any, zone: Zone | None) -> Any:
        key = ("given", message.campaign, zone.id if zone else None)
        values = self.once(key, lambda: given(self.campaign(message.campaign), zone))
        return fill(message, values)

    def campaign(self, name: str | None) -> Campaign | None:
        """A campaign by id."""
        return self.layout.campaign.get(name) if name else None

    @cached_property
    def carriers(self) -> tuple[Placed, ...]:
        """Fixtures that can carry a message: whose kind has the trait ``message``."""
        return self.having("message")

    @cached_property
    def has_messages(self) -> bool:
        """Whether any message, or anything that can carry one, is drawn."""
        return bool(self.carriers or self.carried)

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """Every message in the hall: on carriers, then leaflets in racks."""
        found = []
        for p in self.placed.values():
            fixture = p.fixture
            zone = self.zone_at(fixture.level, fixture.at)
            if fixture.message is not None:
                found.append(Carried(p.id, fixture, self.message(fixture), zone))
            for face in fixture.faces:
                for t, tier in enumerate(face.tiers):
                    for n, pocket in enumerate(tier.pockets):
                        if pocket.leaflet is None:
                            continue
                        leaflet = self._filled(pocket.leaflet, zone)
                        name = f"{p.id}/{face.id}/{t + 1}/{n + 1}"
                        found.append(Carried(name, fixture, leaflet, zone, face, tier, t, n))
        return tuple(found)

    # --- lines of sight, straight and on plan ---

    def wall_between(
        self, level: str, start: tuple[float, float], end: tuple[float, float]
    ) -> bool:
        """Whether a wall or column cuts the straight line between two points.

        The last 2 cm are not asked, so that a thing on a wall does not hide itself.
        """
        line = shapely.linestrings((start, end))
        long = shapely.length(line)
        if long < 0.05:
            return False
        near = shapely.line_interpolate_point(line, (0.02, long - 0.02))
        sight = shapely.linestrings(shapely.get_coordinates(near))
        solid = self.built(("opaque", level), lambda: self._opaque(level))
        return bool(shapely.intersects(solid, sight))

    def _opaque(self, level: str) -> shapely.Geometry:
        solid = shapely.union_all([self.walls(level), self.columns(level)])
        glass = [w.gap for w in self.windows.values() if w.level == level]
        solid = solid.difference(shapely.union_all(glass))
        shapely.prepare(solid)
        return solid

    # --- names for sentences ---

    def label(self, subject: str) -> dict[str, str]:
        """How people call a subject, by language: kind or use, and id."""
        return self.once(("label", subject), lambda: label(self.layout, subject))

    def names(self, subjects: Iterable[str], *, bare: bool = False) -> dict[str, str]:
        """Several subjects in a row, by language; `bare`: things by their ids alone."""
        return names(self.layout, subjects, bare=bare)
