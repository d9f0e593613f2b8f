"""Straight sight: who sees what past walls, columns and what stands or hangs in between."""

import itertools
import math
from collections.abc import Sequence
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
RECEPTION = ("vip_room", "complaint_room")  # rooms where people sit to be served, not to wait
_HAIR = 1e-5  # m
_FEW = (4, 16)  # things asked first of a line


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
    """Everybody who waits on the public seats, one for each 0.55 m of seat.

    Who sits in a VIP or complaint room is being served and waits for no number.
    """
    return study.once("seat-eyes", lambda: _seat_eyes(study))


def _seat_eyes(study: Study) -> tuple[Eye, ...]:
    eyes: list[Eye] = []
    for p in study.having("seat"):
        fixture = p.fixture
        if not study.public_floor(fixture.level).intersects(Point(fixture.at)):
            continue
        zone = study.zone_at(fixture.level, fixture.at)
        if zone is not None and zone.use in RECEPTION:
            continue
        eyes += sitters(p)
    return tuple(eyes)


def sitters(p: Placed) -> tuple[Eye, ...]:
    """Everybody on a seat, one for each 0.55 m of it, looking straight ahead."""
    number = max(1, math.floor(p.size[0] / SEAT_PITCH + 1e-9))
    (x, y), (nx, ny) = p.fixture.at, p.normal
    height = SEATED_EYE + p.floor_height
    eyes = []
    for n in range(number):
        off = (n + 0.5) / number * p.size[0] - p.size[0] / 2
        at = (x - ny * off, y + nx * off)
        eyes.append(Eye(p.fixture.level, at, height, p.normal, (p.id,)))
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


def clear(
    study: Study,
    eye: Eye,
    point: tuple[float, float],
    height: float,
    skip: tuple[str, ...] = (),
) -> bool:
    """Whether nothing cuts the straight line from an eye to a point at a height [m]."""
    return bool(clear_many(study, eye, [(point, height, skip)])[0])


def any_seen(
    study: Study,
    eyes: Sequence[Eye],
    things: Sequence[Placed],
    *,
    reach: float = math.inf,
    half_deg: float = HALF_DEG,
    own: bool = True,
) -> np.ndarray:
    """For each eye whether it sees one of some fixtures, as `sees` does; asked together.

    Without `own` nobody sees what they themselves sit on or stand at.
    """
    found = np.zeros(len(eyes), dtype=bool)
    if not eyes or not things:
        return found
    table = _targets(study)
    rows = np.array([table.row[p.id] for p in things])
    at, normal, flat = table.at[rows], table.normal[rows], table.flat[rows]
    spots = np.array([eye.at for eye in eyes], dtype=float)
    tall = np.array([eye.height for eye in eyes], dtype=float)
    ahead = at[None, :, :] - spots[:, None, :]
    gaps = np.hypot(ahead[..., 0], ahead[..., 1])
    levels = [p.fixture.level for p in things]
    near = np.array(levels) == np.array([eye.level for eye in eyes])[:, None]
    near &= gaps <= reach + 1e-3
    near &= flat | ((ahead * normal).sum(axis=2) < -1e-6)
    looking = np.array([eye.looking or (0.0, 0.0) for eye in eyes])[:, None, :]
    across = looking[..., 0] * ahead[..., 1] - looking[..., 1] * ahead[..., 0]
    along = (looking * ahead).sum(axis=2)
    near &= np.abs(np.degrees(np.arctan2(across, along))) <= half_deg + 0.1
    if not own:
        for eye, row in zip(eyes, near, strict=True):
            row &= ~np.isin(rows, [table.row[name] for name in eye.skip if name in table.row])
    # the nearest are hidden least: they are asked first, the rest only where none was seen
    order = np.argsort(np.where(near, gaps, np.inf), axis=1, kind="stable")
    for low, high in itertools.pairwise((0, 3, 12, len(things))):
        part = order[:, low:high]
        who, place = np.nonzero(np.take_along_axis(near, part, axis=1) & ~found[:, None])
        what = part[who, place]
        for level in dict.fromkeys(eye.level for eye in eyes):
            mine = np.array([eye.level == level for eye in eyes])[who]
            one, two = who[mine], what[mine]
            if not len(one):
                continue
            screens = _screens(study, level)
            skip = [
                screens.rows([eye.skip for eye in eyes]),
                screens.rows([(p.id,) for p in things]),
            ]
            sights = _Sights(
                level,
                spots[one],
                tall[one],
                at[two],
                table.height[rows][two],
                np.concatenate([skip[0][one], skip[1][two]], axis=1),
            )
            np.logical_or.at(found, one, _clear(study, sights))
    return found


@dataclass(frozen=True, slots=True)
class _Targets:
    """Middles of all fixtures' fronts."""

    row: dict[str, int]
    at: np.ndarray  # (n, 2) [m]
    height: np.ndarray  # above the level's floor [m]
    normal: np.ndarray  # (n, 2)
    flat: np.ndarray  # lies on the floor: seen from all around


def _targets(study: Study) -> _Targets:
    return study.once("targets", lambda: _all_targets(study))


def _all_targets(study: Study) -> _Targets:
    things = list(study.placed.values())
    ends = [target(p) for p in things]
    return _Targets(
        {p.id: n for n, p in enumerate(things)},
        np.array([at for at, _ in ends], dtype=float).reshape(-1, 2),
        np.array([height for _, height in ends], dtype=float),
        np.array([p.normal for p in things], dtype=float).reshape(-1, 2),
        np.array([p.kind.mount == "surface" for p in things], dtype=bool),
    )


def clear_many(
    study: Study,
    eye: Eye,
    goals: Sequence[tuple[tuple[float, float], float, tuple[str, ...]]],
) -> np.ndarray:
    """For each point, height [m] and ids that hide nothing: whether the line to it is clear."""
    if not goals:
        return np.zeros(0, dtype=bool)
    number = len(goals)
    return _clear(
        study,
        _Sights(
            eye.level,
            np.broadcast_to(np.array(eye.at, dtype=float), (number, 2)),
            np.full(number, eye.height),
            np.array([goal[0] for goal in goals], dtype=float),
            np.array([goal[1] for goal in goals], dtype=float),
            _screens(study, eye.level).rows([(*eye.skip, *goal[2]) for goal in goals]),
        ),
    )


def clear_between(
    study: Study,
    level: str,
    starts: Sequence[tuple[float, float, float]] | np.ndarray,
    ends: Sequence[tuple[float, float, float]] | np.ndarray,
    skip: tuple[str, ...] = (),
) -> np.ndarray:
    """For each line from (x, y, height) to (x, y, height) [m] whether nothing cuts it.

    What is named in `skip` hides nothing on any of them.
    """
    if not len(starts):
        return np.zeros(0, dtype=bool)
    rows = _screens(study, level).rows([skip] * len(starts))
    one, two = (np.asarray(v, dtype=float) for v in (starts, ends))
    return _clear(study, _Sights(level, one[:, :2], one[:, 2], two[:, :2], two[:, 2], rows))


@dataclass(frozen=True, slots=True)
class _Sights:
    """Straight lines from eyes to points on one level."""

    level: str
    start: np.ndarray  # (n, 2) [m]
    eye: np.ndarray  # height it starts at [m]
    end: np.ndarray  # (n, 2) [m]
    height: np.ndarray  # height it ends at [m]
    skip: np.ndarray  # (n, k), rows of things that hide nothing on it, or -1


def _clear(study: Study, sights: _Sights) -> np.ndarray:
    """Whether nothing cuts each line."""
    start, ends = sights.start, sights.end
    gaps = np.hypot(*(ends - start).T)
    free = np.ones(len(gaps), dtype=bool)
    # as Study.wall_between: the last 2 cm at either end are not asked
    long = np.flatnonzero(gaps >= 0.05)
    trim = ((ends[long] - start[long]) / gaps[long, None]) * 0.02
    lines = shapely.linestrings(np.stack([start[long] + trim, ends[long] - trim], axis=1))
    free[long] = ~shapely.intersects(opaque(study, sights.level), lines)
    screens = _screens(study, sights.level)
    left = np.flatnonzero(free & (gaps > 1e-6))
    if not len(left) or not len(screens.low):
        return free
    lines = shapely.linestrings(np.stack([start[left], ends[left]], axis=1))
    # whose boxes meet; a few of each line are asked first, the rest of those still free then
    which, number = screens.tree.query(lines)
    rank = np.arange(len(which)) - np.searchsorted(which, which)
    for low, high in itertools.pairwise((0, *_FEW, len(which) + 1)):
        ask = np.flatnonzero((rank >= low) & (rank < high) & free[left[which]])
        if len(ask):
            _hide(free, sights, screens, left[which[ask]], number[ask])
    return free


def _hide(
    free: np.ndarray, sights: _Sights, screens: "_Screens", line: np.ndarray, number: np.ndarray
) -> None:
    """Mark lines as not free that are hidden by things; one line and one thing to a pair."""
    kept = (number[:, None] != sights.skip[line]).all(axis=1)
    here, there = sights.eye[line], sights.height[line]
    lowest, highest = np.minimum(here, there), np.maximum(here, there)
    low, high = screens.low[number], screens.high[number]
    kept &= (low < highest - 1e-6) & (high > lowest + 1e-6)
    line, number, low, high = line[kept], number[kept], low[kept], high[kept]
    here, there = here[kept], there[kept]
    first, last, doubt = screens.crossed(sights.start[line], sights.end[line], number)
    # what reaches from below the whole line to above it hides wherever it is cut
    sure = (low <= lowest[kept] + 1e-6) & (high >= highest[kept] + 1e-6)
    one, two = here + (there - here) * first, here + (there - here) * last
    within = (np.minimum(one, two) < high - 1e-6) & (np.maximum(one, two) > low + 1e-6)
    free[line[(first <= last) & (sure | within) & ~doubt]] = False
    ask = np.flatnonzero(doubt & free[line])
    if len(ask):  # along an edge or through a corner: exactly
        line, number, low, high = line[ask], number[ask], low[ask], high[ask]
        lines = shapely.linestrings(np.stack([sights.start[line], sights.end[line]], axis=1))
        shapes = screens.tree.geometries[number]
        cut = shapely.intersects(lines, shapes)
        cut &= sure[ask] | _cut(here[ask], there[ask], lines, shapes, low, high)
        free[line[cut]] = False


def _cut(
    here: np.ndarray,
    there: np.ndarray,
    lines: np.ndarray,
    shapes: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> np.ndarray:
    """Whether each line passes through its thing between the thing's lower and upper edge."""
    cuts = shapely.intersection(lines, shapes)
    one = shapely.line_locate_point(lines, shapely.get_point(cuts, 0), normalized=True)
    two = shapely.line_locate_point(lines, shapely.get_point(cuts, -1), normalized=True)
    rise = there - here
    first, last = here + rise * one, here + rise * two
    below = np.minimum(first, last) < high - 1e-6
    return below & (np.maximum(first, last) > low + 1e-6)


def opaque(study: Study, level: str) -> shapely.Geometry:
    """Walls and columns less windows: what nobody sees through [m]."""
    study.wall_between(level, (0.0, 0.0), (1.0, 0.0))  # makes it and prepares it
    return study.once(("opaque", level), shapely.Polygon)


@dataclass(frozen=True, slots=True)
class _Screens:
    """What may hide things on a level: all that stands or hangs free with a known height."""

    tree: shapely.STRtree
    row: dict[str, int]
    low: np.ndarray  # edges above the level's floor [m]
    high: np.ndarray
    middle: np.ndarray  # (n, 2) [m]
    out: np.ndarray  # (n, 2), the way its front looks
    half: np.ndarray  # (n, 2), half its width and half its depth, less a hair [m]

    def rows(self, names: Sequence[tuple[str, ...]]) -> np.ndarray:
        """Row of each name, padded with -1 as what is no thing here."""
        wide = max((len(some) for some in names), default=0)
        rows = [[self.row.get(n, -1) for n in some] + [-1] * (wide - len(some)) for some in names]
        return np.array(rows, dtype=int).reshape(len(names), wide)

    def crossed(
        self, start: np.ndarray, end: np.ndarray, number: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where lines enter and leave things, as shares of them; and where that is in doubt.

        A line that misses its thing leaves it before it enters.
        """
        nx, ny = self.out[number].T
        x, y = (start - self.middle[number]).T
        dx, dy = (end - start).T
        first, last = np.zeros(len(number)), np.ones(len(number))
        doubt = np.zeros(len(number), dtype=bool)
        half = self.half[number]
        with np.errstate(divide="ignore", invalid="ignore"):
            for at, way, reach in (
                (y * nx - x * ny, dy * nx - dx * ny, half[:, 0]),
                (x * nx + y * ny, dx * nx + dy * ny, half[:, 1]),
            ):
                # a line along an edge cuts or not by less than is known of either
                doubt |= (np.abs(way) < 1e-9) & (np.abs(np.abs(at) - reach) < 1e-8)
                one, two = (-reach - at) / way, (reach - at) / way
                first = np.fmax(first, np.fmin(one, two))
                last = np.fmin(last, np.fmax(one, two))
        doubt |= np.abs(last - first) * np.hypot(dx, dy) < 1e-8
        return first, last, doubt


def _screens(study: Study, level: str) -> _Screens:
    return study.once(("screens", level), lambda: _all_screens(study, level))


def _all_screens(study: Study, level: str) -> _Screens:
    things = [
        p
        for p in study.placed.values()
        if p.fixture.level == level
        and p.kind.mount in ("floor", "ceiling", "counter")
        and p.lower is not None
    ]
    # a hair smaller, so that a line along an edge is not cut
    shapes = shapely.buffer([p.footprint for p in things], -_HAIR, join_style="mitre")
    size = np.array([p.size[:2] for p in things]).reshape(-1, 2)
    return _Screens(
        shapely.STRtree(shapes),
        {p.id: n for n, p in enumerate(things)},
        np.array([(p.lower or 0.0) + p.floor_height for p in things]),
        np.array([(p.upper or 0.0) + p.floor_height for p in things]),
        np.array([p.fixture.at for p in things]).reshape(-1, 2),
        np.array([p.normal for p in things]).reshape(-1, 2),
        size / 2 - _HAIR,
    )


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
