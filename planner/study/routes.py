"""Who walks where: the ground of a level, journeys on shortest walks, the main route.

Walks stay on one level. Stairs that lead to another level are walked round.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import LineString, Point

from planner.catalog import Placed
from planner.geometry.paths import Ground, Walk, centre_line
from planner.geometry.recent import Recent, exact
from planner.model import Journey
from planner.study.journeys import journeys_of
from planner.study.study import Study, less
from planner.study.views import before

Vector = tuple[float, float]
_recent = Recent(8)  # grounds; they remember what was seen and walked on them

SERVED = (
    "counter",
    "cashier",
    "self_service",
    "device_sale",
    "complaint_room",
    "vip_room",
    "negotiation",
)  #: stops where a journey's business is done
SUBSTITUTES = {
    "self_service": ("cashier", "counter"),
    "cashier": ("counter",),
    "counter": ("cashier", "self_service"),
    "device_sale": ("cashier", "counter", "self_service"),
    "complaint_room": ("negotiation", "counter", "self_service"),
    "negotiation": ("counter", "self_service"),
    "vip_room": ("counter",),
}


@dataclass(frozen=True, slots=True)
class Trip:
    """A journey on shortest walks."""

    journey: Journey
    level: str
    legs: tuple[Walk, ...]
    straight: float  #: sum of the straight lines between its stops [m]
    served: int  #: number of legs up to where its business is done

    @property
    def length(self) -> float:
        """Metres walked."""
        return sum(leg.length for leg in self.legs)

    @property
    def arriving(self) -> shapely.Geometry:
        """The way up to where its business is done [m]."""
        return shapely.union_all([leg.line for leg in self.legs[: self.served]])

    @property
    def line(self) -> shapely.Geometry:
        """The whole way [m]."""
        return shapely.union_all([leg.line for leg in self.legs])


def free_floor(study: Study, level: str) -> shapely.Geometry:
    """Public floor less all that stands on it, locked doors and stairs to other levels [m]."""
    return study.once(("free-floor", level), lambda: _free_floor(study, level))


def _free_floor(study: Study, level: str) -> shapely.Geometry:
    taken = [p.footprint for p in study.placed.values() if p.stands and p.fixture.level == level]
    taken += [
        ring for stair, ring in study.stairs.values() if stair.level == level and stair.to_level
    ]
    taken += [d.gap for d in study.doors.values() if d.level == level and d.item.locked]
    return less(study.public_floor(level), taken)


def ground(study: Study, level: str) -> Ground:
    """The floor of a level to walk on."""
    return study.once(("ground", level), lambda: _ground(free_floor(study, level)))


def _ground(free: shapely.Geometry) -> Ground:
    return _recent.get(exact([free]), lambda: Ground(free))


def walk(study: Study, level: str, start: Vector, end: Vector) -> Walk | None:
    """The shortest walk between two points of a level."""
    return ground(study, level).walk(start, end)


def nearest(study: Study, level: str, start: Vector, ends: Sequence[Vector]) -> Walk | None:
    """The shortest walk to any of some points; of equally short ones the first.

    A walk is never shorter than the straight line, so far points are not walked to.
    """
    best: tuple[float, int, Walk] | None = None
    order = sorted(range(len(ends)), key=lambda n: (math.dist(start, ends[n]), n))
    for n in order:
        if best is not None and math.dist(start, ends[n]) > best[0] + 1e-6:
            break
        found = walk(study, level, start, ends[n])
        if found is not None and (best is None or (round(found.length, 6), n) < best[:2]):
            best = (round(found.length, 6), n, found)
    return best[2] if best else None


def journeys(study: Study) -> tuple[Journey, ...]:
    """The hall's own journeys, else our templates."""
    return journeys_of(study.layout)


def stops(study: Study, stop: str) -> tuple[tuple[str, Vector], ...]:
    """Places where a stop of a journey can be made: level and point [m]."""
    return study.once(("stops", stop), lambda: _stops(study, stop))


def _stops(study: Study, stop: str) -> tuple[tuple[str, Vector], ...]:
    if stop == "entrance":
        return tuple((d.level, study.door_stand(d)) for d in study.entrances)
    if stop == "exit":
        doors = [d for d in study.exits if d.item.use != "emergency"] or list(study.exits)
        return tuple((d.level, study.door_stand(d)) for d in doors)
    if stop in ("counter", "cashier"):
        wanted = [c for c in study.counters if c.placed.has("cashier") == (stop == "cashier")]
        return tuple((c.placed.fixture.level, before(c.placed)) for c in wanted)
    if stop == "guide":
        found = [_spot(p) for p in study.having("guide_desk")]
        found += [(post.level, post.at) for post in study.layout.staff if post.role == "greeter"]
        return tuple(found)
    traits = {
        "ticket_machine": ("ticket_machine",),
        "self_service": ("self_service",),
        "waiting": ("seat",),
        "negotiation": ("negotiation", "vip_desk"),
        "experience": ("demo_table",),
        "device_sale": ("display_counter", "showcase"),
    }.get(stop, ())
    found = [_spot(p) for p in study.having(*traits)] if traits else []
    if not found:
        found = [(zone.level, _middle(study.zone_ring(zone))) for zone in study.zones(stop)]
    return tuple(found)


def _spot(p: Placed) -> tuple[str, Vector]:
    return (p.fixture.level, before(p, 0.4))


def _middle(ring: shapely.Geometry) -> Vector:
    middle = ring.centroid
    if not ring.contains(middle):
        middle = Point(shapely.maximum_inscribed_circle(ring).coords[0])
    return (middle.x, middle.y)


def trips(study: Study) -> tuple[Trip | tuple[Journey, str], ...]:
    """Every journey on shortest walks, or with the reason why not.

    The reason is ``not-drawn`` where no entrance or nothing to be served at is drawn, and
    ``no-way`` where a stop cannot be reached.
    """
    return study.once("trips", lambda: tuple(_trip(study, j) for j in journeys(study)))


def _trip(study: Study, journey: Journey) -> Trip | tuple[Journey, str]:
    if not study.entrances:
        return journey, "not-drawn"
    level, here = study.entrances[0].level, study.door_stand(study.entrances[0])
    legs: list[Walk] = []
    straight, served = 0.0, 0
    for stop in journey.stops:
        if stop == "entrance" and not legs:
            continue
        places = _places(study, stop, level)
        if not places:
            continue
        near = nearest(study, level, here, places)
        if near is None:
            return journey, "no-way"
        end = near.points[-1]
        straight += math.dist(here, end)
        legs.append(near)
        here = end
        if stop in SERVED:
            served = len(legs)
    if not served:
        return journey, "not-drawn"
    return Trip(journey, level, tuple(legs), straight, served)


def _places(study: Study, stop: str, level: str) -> list[Vector]:
    for name in (stop, *SUBSTITUTES.get(stop, ())):
        if places := [at for on, at in stops(study, name) if on == level]:
            return places
    return []


@dataclass(frozen=True, slots=True)
class Route:
    """The way most people take."""

    level: str
    line: LineString
    drawn: bool  #: from a drawn main aisle, else a shortest walk


def main_route(study: Study) -> Route | None:
    """The main route: the drawn main aisle's centre line, else entrance to nearest counter."""
    return study.once("main-route", lambda: _main_route(study))


def _main_route(study: Study) -> Route | None:
    aisles = study.zones("main_aisle")
    if aisles:
        zone = max(aisles, key=lambda z: round(study.zone_ring(z).area, 6))
        return Route(zone.level, centre_line(study.zone_ring(zone)), True)
    for door in study.entrances:
        start = study.door_stand(door)
        for stop in ("counter", "cashier", "self_service"):
            places = [at for on, at in stops(study, stop) if on == door.level]
            if best := nearest(study, door.level, start, places):
                return Route(door.level, best.line, False)
    return None
