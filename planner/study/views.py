"""Straight sight: who sees what past walls, columns and what stands or hangs in between."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point, Polygon

from planner.catalog import Placed
from planner.model import Fixture, StaffPost
from planner.model.shapes import Opening
from planner.study.study import EYE, SEATED_EYE, Study

SEAT_PITCH = 0.55  # m; width of one seat
HALF_DEG = 60.0  # deg; what lies further off the line of looking is out of view


@dataclass(frozen=True, slots=True)
class Eye:
    """Somebody looking."""

    level: str
    at: tuple[float, float]
    height: float  #: above the level's floor [m]
    looking: tuple[float, float] | None = None  #: unit vector; None: all around
    skip: tuple[str, ...] = ()  #: what does not hide anything from them: their own seat


def door_eye(study: Study, door: Opening) -> Eye:
    """Somebody who has just come in by a door."""
    at = study.door_stand(door)
    height = EYE + study.local_floor(door.level, at)
    return Eye(door.level, at, height, door.out(study.inside(door)))


def seat_eyes(study: Study) -> tuple[Eye, ...]:
    """Everybody on the public seats, one for each 0.55 m of seat."""
    return study.once("seat-eyes", lambda: _seat_eyes(study))


def _seat_eyes(study: Study) -> tuple[Eye, ...]:
    eyes = []
    for p in study.having("seat"):
        fixture = p.fixture
        if not study.public_floor(fixture.level).intersects(Point(fixture.at)):
            continue
        number = max(1, math.floor(p.size[0] / SEAT_PITCH + 1e-9))
        nx, ny = p.normal
        for n in range(number):
            off = (n + 0.5) / number * p.size[0] - p.size[0] / 2
            at = (fixture.at[0] - ny * off, fixture.at[1] + nx * off)
            eyes.append(Eye(fixture.level, at, SEATED_EYE + p.floor_height, p.normal, (p.id,)))
    return tuple(eyes)


def customer_eyes(study: Study) -> tuple[Eye, ...]:
    """Everybody served at a counter."""
    return tuple(
        Eye(c.placed.fixture.level, at, EYE + c.placed.floor_height, c.looking, (c.id,))
        for c in study.counters
        for at in c.customers
    )


def user_eye(p: Placed) -> Eye:
    """Somebody before the front of a machine, looking at it."""
    at = before(p)
    nx, ny = p.normal
    return Eye(p.fixture.level, at, EYE + p.floor_height, (-nx, -ny), (p.id,))


def post_eye(study: Study, post: StaffPost, at: tuple[float, float] | None = None) -> Eye:
    """A member of staff at their post, or on their round; heads turn, so all around."""
    spot = at or post.at
    return Eye(post.level, spot, EYE + study.local_floor(post.level, spot), None)


def before(p: Placed, gap: float = 0.5) -> tuple[float, float]:
    """The point `gap` before the middle of a fixture's front [m]."""
    nx, ny = p.normal
    out = p.size[1] / 2 + gap
    return (p.fixture.at[0] + nx * out, p.fixture.at[1] + ny * out)


def target(p: Placed) -> tuple[tuple[float, float], float]:
    """Middle of a fixture's front and its height above the level's floor [m]."""
    nx, ny = p.normal
    half = p.size[1] / 2
    height = p.centre if p.centre is not None else EYE
    at = (p.fixture.at[0] + nx * half, p.fixture.at[1] + ny * half)
    return at, height + p.floor_height


def off_axis(eye: Eye, point: tuple[float, float]) -> float:
    """Angle between where somebody looks and a point [deg]."""
    if eye.looking is None:
        return 0.0
    dx, dy = point[0] - eye.at[0], point[1] - eye.at[1]
    across = eye.looking[0] * dy - eye.looking[1] * dx
    along = eye.looking[0] * dx + eye.looking[1] * dy
    return abs(math.degrees(math.atan2(across, along)))


def sees(
    study: Study,
    eye: Eye,
    p: Placed,
    *,
    reach: float = math.inf,
    half_deg: float = HALF_DEG,
    front: bool = True,
) -> bool:
    """Whether somebody sees the middle of a fixture's front.

    It is at most `reach` away [m], at most `half_deg` off the line of looking, turned
    towards them where `front` matters, and nothing hides it.
    """
    return in_view(eye, p, reach=reach, half_deg=half_deg, front=front) and clear(
        study, eye, *target(p), (p.id,)
    )


def in_view(
    eye: Eye, p: Placed, *, reach: float = math.inf, half_deg: float = HALF_DEG, front: bool = True
) -> bool:
    """As `sees`, where nothing stood in between."""
    if p.fixture.level != eye.level:
        return False
    at, _ = target(p)
    dx, dy = eye.at[0] - at[0], eye.at[1] - at[1]
    if math.hypot(dx, dy) > reach + 1e-3 or off_axis(eye, at) > half_deg + 0.1:
        return False
    flat = p.kind.mount == "surface"
    return not front or flat or dx * p.normal[0] + dy * p.normal[1] > 1e-6


def seen_of(
    study: Study,
    eye: Eye,
    things: Iterable[Placed],
    *,
    reach: float = math.inf,
    half_deg: float = HALF_DEG,
    front: bool = True,
) -> tuple[Placed, ...]:
    """Those of some fixtures that somebody sees, in their order."""
    near = [p for p in things if in_view(eye, p, reach=reach, half_deg=half_deg, front=front)]
    free = clear_many(study, eye, [(*target(p), (p.id,)) for p in near])
    return tuple(p for p, ok in zip(near, free, strict=True) if ok)


def clear(
    study: Study,
    eye: Eye,
    point: tuple[float, float],
    height: float,
    skip: tuple[str, ...] = (),
) -> bool:
    """Whether nothing cuts the straight line from an eye to a point at a height [m]."""
    return bool(clear_many(study, eye, [(point, height, skip)])[0])


def clear_many(
    study: Study,
    eye: Eye,
    goals: Sequence[tuple[tuple[float, float], float, tuple[str, ...]]],
) -> np.ndarray:
    """For each point, height [m] and ids that hide nothing: whether the line to it is clear."""
    if not goals:
        return np.zeros(0, dtype=bool)
    ends = np.array([goal[0] for goal in goals], dtype=float)
    start = np.array(eye.at, dtype=float)
    gaps = np.hypot(*(ends - start).T)
    free = np.ones(len(goals), dtype=bool)
    # as Study.wall_between: the last 2 cm at either end are not asked
    long = np.flatnonzero(gaps >= 0.05)
    trim = ((ends[long] - start) / gaps[long, None]) * 0.02
    sights = shapely.linestrings(np.stack([start + trim, ends[long] - trim], axis=1))
    free[long] = ~shapely.intersects(opaque(study, eye.level), sights)
    left = np.flatnonzero(free & (gaps > 1e-6))
    tree, things, low, high = study.once(("screens", eye.level), lambda: _screens(study, eye.level))
    if not len(left) or not things:
        return free
    lines = shapely.linestrings(np.stack([np.broadcast_to(start, (len(left), 2)), ends[left]], 1))
    which, number = tree.query(lines, predicate="intersects")
    heights = np.array([goal[1] for goal in goals], dtype=float)[left]
    lowest, highest = np.minimum(heights, eye.height), np.maximum(heights, eye.height)
    maybe = (low[number] < highest[which] - 1e-6) & (high[number] > lowest[which] + 1e-6)
    which, number = which[maybe], number[maybe]
    # what reaches from below the whole line to above it hides wherever it is cut
    sure = (low[number] <= lowest[which] + 1e-6) & (high[number] >= highest[which] + 1e-6)
    _hide(free, eye, goals, left[which[sure]], [things[n].id for n in number[sure]])
    part = ~sure & free[left[which]]
    which, number = which[part], number[part]
    if len(which):
        cut = _cut(eye, lines[which], heights[which], tree, number, low, high)
        _hide(free, eye, goals, left[which[cut]], [things[n].id for n in number[cut]])
    return free


def _hide(
    free: np.ndarray,
    eye: Eye,
    goals: Sequence[tuple[tuple[float, float], float, tuple[str, ...]]],
    which: np.ndarray,
    names: Sequence[str],
) -> None:
    """Mark goals as hidden by things, but for what hides nothing from them."""
    for number, name in zip(which.tolist(), names, strict=True):
        if name not in eye.skip and name not in goals[number][2]:
            free[number] = False


def _cut(
    eye: Eye,
    lines: np.ndarray,
    heights: np.ndarray,
    tree: shapely.STRtree,
    number: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> np.ndarray:
    """Whether each line passes through its thing between the thing's lower and upper edge."""
    cuts = shapely.intersection(lines, tree.geometries[number])
    one = shapely.line_locate_point(lines, shapely.get_point(cuts, 0), normalized=True)
    two = shapely.line_locate_point(lines, shapely.get_point(cuts, -1), normalized=True)
    rise = heights - eye.height
    first, last = eye.height + rise * one, eye.height + rise * two
    below = np.minimum(first, last) < high[number] - 1e-6
    return below & (np.maximum(first, last) > low[number] + 1e-6)


def opaque(study: Study, level: str) -> shapely.Geometry:
    """Walls and columns less windows: what nobody sees through [m]."""
    study.wall_between(level, (0.0, 0.0), (1.0, 0.0))  # makes it and prepares it
    return study.once(("opaque", level), shapely.Polygon)


def _screens(
    study: Study, level: str
) -> tuple[shapely.STRtree, list[Placed], np.ndarray, np.ndarray]:
    """What may hide things: all that stands or hangs free with a known height."""
    things = [
        p
        for p in study.placed.values()
        if p.fixture.level == level
        and p.kind.mount in ("floor", "ceiling", "counter")
        and p.lower is not None
    ]
    low = np.array([p.lower + p.floor_height for p in things])
    high = np.array([p.upper + p.floor_height for p in things])
    # a hair smaller, so that a line along an edge is not cut
    shapes = shapely.buffer([p.footprint for p in things], -1e-5, join_style="mitre")
    return shapely.STRtree(shapes), things, low, high


def purpose(study: Study, p: Placed) -> str | None:
    """What a carrier's message is for; None where nobody said."""
    message = study.message(p.fixture)
    return message.purpose if message is not None else None


def is_hero(study: Study, p: Placed) -> bool | None:
    """Whether a carrier's message is a hero message; None where nobody said."""
    message = study.message(p.fixture)
    return message.hero if message is not None else None


def unsaid(study: Study, field: str) -> tuple[str, ...]:
    """Carriers on which a field of the message is not filled in; leaflet racks left out."""
    found = []
    for p in study.carriers:
        if p.has("rack"):
            continue
        message = study.message(p.fixture)
        if message is None or getattr(message, field) is None:
            found.append(p.id)
    return tuple(found)


def entrance_zone(
    study: Study, door: Opening, depth: float, beyond: float
) -> tuple[shapely.Geometry, float]:
    """The floor inside a door and its width along the wall [m].

    The drawn entrance zone around the door, else `depth` deep and `beyond` wider than each
    jamb, as far as the room goes.
    """
    side = study.inside(door)
    stand = Point(study.door_stand(door))
    for zone in study.zones("entrance"):
        ring = study.zone_ring(zone)
        if zone.level == door.level and ring.distance(stand) < 0.5:
            return ring, _width(ring, door, side)
    half = door.item.width / 2 + beyond
    corners = [(-half, 0.0), (half, 0.0), (half, depth), (-half, depth)]
    ring = Polygon([door.place(a, d, side) for a, d in corners])
    room = study.room(door.level, study.door_stand(door)) or study.floor(door.level)
    found = ring.intersection(room)
    return found, _width(found, door, side)


def _width(ring: shapely.Geometry, door: Opening, side: str) -> float:
    along = [door.local((x, y), side)[0] for x, y in shapely.get_coordinates(ring)]
    return max(along) - min(along) if along else 0.0


def observed(study: Study, rule: str) -> list[tuple[str, bool, int | None, str]]:
    """What somebody saw on site for a rule: subject, good, days ago, note; newest a subject."""
    found: dict[str, tuple[str, bool, int | None, str]] = {}
    hall = study.layout.id
    dated = sorted(
        (o for o in study.layout.observations if o.rule == rule),
        key=lambda o: (o.day is not None, o.day.toordinal() if o.day else 0),
    )
    for o in dated:
        days = (study.day - o.day).days if o.day else None
        found[o.subject or hall] = (o.subject or hall, o.outcome == "passed", days, o.note or "")
    return list(found.values())


def moved(fixture: Fixture, to: tuple[float, float]) -> dict[str, object]:
    """Field values that put a fixture somewhere else."""
    return {"at": [round(to[0], 3), round(to[1], 3)]}
