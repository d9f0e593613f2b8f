"""A fixture of a known kind in its place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely import LineString, Polygon

from planner.catalog.kind import Kind, kinds
from planner.errors import LayoutError, Problem
from planner.model import Fixture, Layout, Wall
from planner.model.mistakes import say_all
from planner.model.shapes import BESIDE, heading, local_floor, opening, oriented_box, wall_body

STRAY = 0.15  # m; how far from its wall a thing on a wall may be drawn


def size_of(fixture: Fixture) -> tuple[float, float, float]:
    """Width, depth and height of a fixture: its own, else its kind's [m]."""
    return fixture.size or kinds()[fixture.kind].size


def front(fixture: Fixture) -> LineString:
    """Its front edge on plan, from the left to the right of a person looking at it [m]."""
    width, depth, _ = size_of(fixture)
    nx, ny = heading(fixture.facing_deg)
    x, y = fixture.at[0] + nx * depth / 2, fixture.at[1] + ny * depth / 2
    return LineString(
        [(x + ny * width / 2, y - nx * width / 2), (x - ny * width / 2, y + nx * width / 2)]
    )


@dataclass(frozen=True)
class Placed:
    """A fixture with its kind and its geometry."""

    fixture: Fixture
    kind: Kind
    floor_height: float  #: of the local floor above the level's floor [m]

    @property
    def id(self) -> str:
        """The fixture's id."""
        return self.fixture.id

    @cached_property
    def size(self) -> tuple[float, float, float]:
        """Width, depth and height [m]."""
        return self.fixture.size or self.kind.size

    @cached_property
    def footprint(self) -> Polygon:
        """What it covers on plan [m]."""
        width, depth, _ = self.size
        return oriented_box(self.fixture.at, width, depth, self.fixture.facing_deg)

    @cached_property
    def normal(self) -> tuple[float, float]:
        """Unit vector its front looks along."""
        return heading(self.fixture.facing_deg)

    @cached_property
    def front(self) -> LineString:
        """Its front edge on plan [m]."""
        return front(self.fixture)

    @property
    def lower(self) -> float | None:
        """Lower edge above the local floor [m]; a thing on the floor stands at 0."""
        if self.fixture.height is not None:
            return self.fixture.height
        return 0.0 if self.kind.mount in ("floor", "surface") else None

    @property
    def upper(self) -> float | None:
        """Upper edge above the local floor [m]."""
        return None if self.lower is None else self.lower + self.size[2]

    @property
    def centre(self) -> float | None:
        """Its middle above the local floor [m]."""
        return None if self.lower is None else self.lower + self.size[2] / 2

    @property
    def stands(self) -> bool:
        """Whether feet and wheels must go round it."""
        return self.kind.mount == "floor"

    def has(self, trait: str) -> bool:
        """Whether its kind has a trait."""
        return trait in self.kind.traits


def place(layout: Layout, fixture: Fixture) -> Placed:
    """A fixture in its hall."""
    kind = kinds()[fixture.kind]
    hung = kind.mount in ("wall", "window")
    floor_height = local_floor(
        layout,
        fixture.level,
        fixture.at,
        facing=heading(fixture.facing_deg) if hung else None,
        beside=BESIDE if hung else 0.0,
    )
    return Placed(fixture, kind, floor_height)


def place_all(layout: Layout, fixtures: Sequence[Fixture]) -> tuple[Placed, ...]:
    """Some fixtures in their hall, their footprints and fronts drawn together."""
    found = tuple(place(layout, fixture) for fixture in fixtures)
    if not found:
        return found
    middle = np.array([p.fixture.at for p in found])
    size = np.array([p.size[:2] for p in found])
    out = np.array([p.normal for p in found])
    # the same sums in the same order as `oriented_box` and `front`
    corners = np.empty((len(found), 4, 2))
    for n, (u, v) in enumerate(((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))):
        corners[:, n, 0] = middle[:, 0] - out[:, 1] * u * size[:, 0] + out[:, 0] * v * size[:, 1]
        corners[:, n, 1] = middle[:, 1] + out[:, 0] * u * size[:, 0] + out[:, 1] * v * size[:, 1]
    edge = middle + out * size[:, 1:] / 2
    half = np.stack([out[:, 1], -out[:, 0]], axis=1) * size[:, :1] / 2
    fronts = shapely.linestrings(np.stack([edge + half, edge - half], axis=1))
    for p, ring, line in zip(found, shapely.polygons(corners), fronts, strict=True):
        p.__dict__["footprint"], p.__dict__["front"] = ring, line
    return found


def read_layout(text: str | bytes) -> Layout:
    """Read a layout file and hold it against the catalogue.

    Raises
    ------
    LayoutError
        With a `Problem` for every mistake found.
    """
    layout = Layout.from_json(text)
    if found := misplaced(layout):
        raise LayoutError(say_all(found, "en"), problems=found)
    return layout


def misplaced(layout: Layout) -> tuple[Problem, ...]:
    """Fixtures and luminaires of unknown kinds, and things on a wall that hang on none."""
    found = []
    known = kinds()
    for group in ("fixtures", "luminaires"):
        for number, thing in enumerate(getattr(layout, group)):
            where = f"{group}[{number}]"
            kind = known.get(thing.kind)
            if kind is None:
                found.append(Problem("catalog.no-such-kind", where, {"found": thing.kind}))
            elif group == "luminaires" and "luminaire" not in kind.traits:
                found.append(Problem("catalog.no-luminaire", where, {"found": thing.kind}))
            elif group == "fixtures" and (problem := _hangs(layout, thing, kind, where)):
                found.append(problem)
    return tuple(found)


def _hangs(layout: Layout, fixture: Fixture, kind: Kind, where: str) -> Problem | None:
    if fixture.host is not None:
        host = layout.by_id[fixture.host]
        gap = _host_ring(layout, host).distance(shapely.Point(fixture.at))
        depth = (fixture.size or kind.size)[1]
        if gap > STRAY + depth / 2:
            values = {"id": fixture.id, "host": fixture.host, "gap": f"{gap:.2f}"}
            return Problem("catalog.far-from-host", where, values)
        return None
    if kind.mount not in ("wall", "window"):
        return None
    point = shapely.Point(fixture.at)
    depth = (fixture.size or kind.size)[1]
    gaps = [wall_body(w).distance(point) for w in layout.walls if w.level == fixture.level]
    if gaps and min(gaps) <= STRAY + depth / 2:
        return None
    values = {"id": fixture.id, "gap": f"{min(gaps, default=math.inf):.2f}"}
    return Problem("catalog.on-no-wall", where, values)


def _host_ring(layout: Layout, host: object) -> shapely.Geometry:
    if isinstance(host, Wall):
        return wall_body(host)
    if isinstance(host, Fixture):
        width, depth, _ = size_of(host)
        return oriented_box(host.at, width, depth, host.facing_deg)
    return opening(layout, host).gap  # type: ignore[arg-type]


def on_face(layout: Layout, fixture: Fixture, wall: Wall | None = None) -> str | None:
    """Which side of its wall a hung fixture is on: ``left`` or ``right``; None off a wall.

    `wall` is the wall it hangs on, where that is known already.
    """
    if fixture.side is not None:
        return fixture.side
    wall = wall or wall_of(layout, fixture)
    if wall is None:
        return None
    dx, dy = wall.end[0] - wall.start[0], wall.end[1] - wall.start[1]
    nx, ny = heading(fixture.facing_deg)
    across = -nx * dy + ny * dx
    return "left" if across > 0 else "right"


def wall_of(layout: Layout, fixture: Fixture) -> Wall | None:
    """The wall a fixture hangs on: its host, its window's, else the nearest within reach."""
    return walls_of(layout, (fixture,))[0]


def walls_of(layout: Layout, fixtures: Sequence[Fixture]) -> list[Wall | None]:
    """The walls some fixtures hang on, as `wall_of` says it, in their order."""
    found: list[Wall | None] = [None] * len(fixtures)
    free: dict[str, list[int]] = {}  # those on no host, by level
    for number, fixture in enumerate(fixtures):
        host = layout.by_id.get(fixture.host) if fixture.host else None
        if isinstance(host, Wall):
            found[number] = host
        elif host is not None and hasattr(host, "wall"):
            found[number] = layout.by_id[host.wall]
        elif host is None and kinds()[fixture.kind].mount in ("wall", "window"):
            free.setdefault(fixture.level, []).append(number)
    for level, numbers in free.items():
        walls = sorted((w for w in layout.walls if w.level == level), key=lambda wall: wall.id)
        if not walls:
            continue
        bodies = np.array([wall_body(wall) for wall in walls])
        points = shapely.points(np.array([fixtures[n].at for n in numbers]))
        gaps = shapely.distance(bodies[:, None], points)
        nearest = np.argmin(gaps, axis=0).tolist()
        for number, near, gap in zip(numbers, nearest, gaps.min(axis=0).tolist(), strict=True):
            if gap <= STRAY + size_of(fixtures[number])[1] / 2:
                found[number] = walls[near]
    return found
