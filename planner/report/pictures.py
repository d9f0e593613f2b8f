"""Pictures of an audit: plans with numbered marks, and a close look at each finding."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from planner import drawing
from planner.audit import Audit
from planner.audit.marks import Numbered
from planner.catalog import Placed, on_face, place, wall_of
from planner.model import Fixture, Layout
from planner.model.shapes import direction
from planner.rules.finding import Role

WIDTH = 178.0  # mm; the page's text width
PLAN_HEIGHT = 196.0  # mm; the most a plan may take of a page
FIRST_PLAN = 124.0  # mm; beneath the score on the first page
LEAST_PLAN = 84.0  # mm; a smaller one moves to its own page
SHARED_PLAN = 108.0  # mm; two of them share a page
CLOSE = 56.0  # mm; width of a close look
SHARED = 4.2  # m; the widest place that several findings show in one close look
CLOSE_SCALE = 14.0  # mm to a metre in a close look, where the evidence is small enough
HALF = 86.0  # mm; two short walls stand beside each other
SHORT = 6.0  # m; a wall up to this long takes half the page's width
LEAST_SCALE = 5.0  # mm to a metre in a close look at much of the hall
SHEET = 64.0  # mm of a sheet that a close look shows
RATIO = 1.62  # width to height of a close look
NEAR = 0.7  # m; things this far beyond a close look may still reach into it
SHOWN = SHEET / CLOSE_SCALE + 0.6  # m; what a close look shows at least, by the sheet's scale
LEAST = 1.6  # m; a close look shows at least this much
COMPASS = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"
)  # fmt: skip
MARGIN = 0.7  # m around what is shown

Box = tuple[float, float, float, float]  #: west, south, east, north [m]


@dataclass(frozen=True)
class Picture:
    """An SVG with its size and what it shows."""

    svg: str
    width: float  #: [mm]
    height: float  #: [mm]


class Pictures:
    """Draws what a report shows; sheets that several pictures share are drawn once."""

    def __init__(self, audit: Audit, marks: tuple[Numbered, ...], lang: str) -> None:
        self.audit = audit
        self.layout = audit.layout
        self.lang = lang
        self.marks = tuple(
            drawing.Mark(
                number=m.number, severity=m.look, at=m.at, level=m.level, subject=m.finding.subject
            )
            for m in marks
            if m.at is not None
        )

    def plan(
        self, level: str, height: float = PLAN_HEIGHT
    ) -> tuple[Picture, dict[int, tuple[float, float]]]:
        """A level with all its marks, and where each mark is drawn [mm]."""
        marks = [mark for mark in self.marks if mark.level == level]
        sheet = drawing.plan(
            self.layout,
            level,
            lang=self.lang,
            marks=marks,
            width_mm=WIDTH,
            height_mm=height,
        )
        places = {mark.number: sheet.place(*mark.at) for mark in marks}
        return Picture(sheet.svg(), sheet.width, sheet.height), places

    def close(self, marks: Sequence[Numbered]) -> list[tuple[Picture, tuple[int, ...]]]:
        """Close looks at a rule's findings, each with the numbers it shows.

        On the wall where a height is judged, else on the plan. Neighbours share a picture as
        long as all of it stays at reading scale.
        """
        clusters: dict[Any, list[_Look]] = {}
        for mark in marks:
            look = self._look(mark)
            if look is None:
                continue
            open_ones = clusters.setdefault(look.on, [])
            for other in open_ones:
                if (both := other.with_(look)) is not None:
                    open_ones[open_ones.index(other)] = both
                    break
            else:
                open_ones.append(look)
        looks = [look for alike in clusters.values() for look in alike]
        looks.sort(key=lambda look: look.numbers)
        return [(self._drawn(look), look.numbers) for look in looks]

    def _look(self, mark: Numbered) -> "_Look | None":
        on_wall = self._on_wall(mark)
        if on_wall is not None:
            return on_wall
        level = mark.level
        shown = tuple(
            e
            for e in mark.finding.verdict.evidence
            if (e.level or level) == level and not shapely.is_empty(e.geometry)
        )
        if not shown and mark.at is None:
            return None
        return _Look(("plan", level), _bounds(shown, mark.at), (mark.number,), shown)

    def _on_wall(self, mark: Numbered) -> "_Look | None":
        verdict = mark.finding.verdict
        thing = self.layout.by_id.get(verdict.subject.partition("/")[0])
        judged_height = verdict.fix is not None and "height" in verdict.fix.set
        if not judged_height or not isinstance(thing, Fixture):
            return None
        wall = wall_of(self.layout, thing)
        if wall is None:
            return None
        band = None
        if verdict.limit is not None and verdict.limit_high is not None:
            band = (verdict.limit.value, verdict.limit_high.value)
        side = on_face(self.layout, thing) or "left"
        along = self._along(wall, side, place(self.layout, thing))
        return _Look(("wall", wall.id, side, band), along, (mark.number,), (), thing.at)

    def _drawn(self, look: "_Look") -> Picture:
        marks = [m for m in self.marks if m.number in look.numbers]
        if look.on[0] == "plan":
            return _cropped(self._close_plan(look, marks), look.bounds)
        _, name, side, band = look.on
        wall = self.layout.by_id[name]
        x, y = look.at
        reach = look.bounds[2] - look.bounds[0]
        sheet = drawing.elevation(
            self._around((x - reach, y - reach, x + reach, y + reach)),
            name,
            side,
            lang=self.lang,
            marks=marks,
            # in one piece, at reading scale
            width_mm=max(90.0, math.dist(wall.start, wall.end) * CLOSE_SCALE + 40.0),
            **({"band": band} if band else {}),
        )
        return _cropped(sheet, look.bounds)

    def _close_plan(self, look: "_Look", marks: Any) -> Any:
        level = look.on[1]
        west, south, east, north = shapely.Polygon(self.layout.by_id[level].outline).bounds
        wide, high = east - west + 2.0, north - south + 2.0
        x0, y0, x1, y1 = look.bounds
        across = max(x1 - x0, (y1 - y0) * RATIO) + 2 * MARGIN
        # what is far is drawn at a smaller scale, so that words and marks keep their size
        scale = max(LEAST_SCALE, min(CLOSE_SCALE, SHEET / across))
        return drawing.plan(
            self._around(look.bounds),
            level,
            lang=self.lang,
            marks=marks,
            evidence=look.evidence,
            dimensions=False,
            legend=False,
            width_mm=wide * scale,
            height_mm=high * scale,
        )

    def _around(self, bounds: Box) -> Layout:
        """The hall with only what a close look at `bounds` can show: drawn in a fraction."""
        x0, y0, x1, y1 = bounds
        across = max(x1 - x0, LEAST) + 2 * MARGIN
        down = max(y1 - y0, LEAST / RATIO) + 2 * MARGIN
        half = max(across, down * RATIO, SHOWN) / 2
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        tall = half / RATIO
        # wider than what is shown by `NEAR`; twice that where the hall's edge pushes it aside
        wide, high = half + 2 * NEAR, tall + 2 * NEAR
        window = shapely.box(x - wide, y - high, x + wide, y + high)

        def near(thing: Any) -> bool:
            return bool(shapely.intersects_xy(window, *thing.at))

        def crosses(points: Any) -> bool:
            xs, ys = zip(*points, strict=True)
            return bool(
                window.intersects(shapely.box(min(xs), min(ys), max(xs), max(ys)).buffer(1))
            )

        layout = self.layout
        fields = {name: getattr(layout, name) for name in type(layout).model_fields}
        for name in ("fixtures", "luminaires", "staff", "columns"):
            fields[name] = tuple(filter(near, fields[name]))
        seen = shapely.box(x - half - NEAR, y - tall - NEAR, x + half + NEAR, y + tall + NEAR)
        fields["zones"] = tuple(
            zone for zone in layout.zones if seen.intersects(shapely.Polygon(zone.ring))
        )
        hosts = {fixture.host for fixture in fields["fixtures"]}
        every: list[Any] = [*layout.doors, *layout.windows]
        openings = [opening for opening in every if opening.id in hosts]
        hosts |= {opening.wall for opening in openings}
        walls = [w for w in layout.walls if w.id in hosts or crosses((w.start, w.end))]
        fields["walls"] = tuple(walls)
        kept = {wall.id for wall in walls}
        fields["doors"] = tuple(door for door in layout.doors if door.wall in kept)
        fields["windows"] = tuple(window for window in layout.windows if window.wall in kept)
        return Layout.model_construct(**fields)

    def _along(self, wall: Any, side: str, placed: Placed) -> Box:
        """An item on its wall: along the wall and above its floor [m]."""
        line = shapely.LineString([wall.start, wall.end])
        at = line.project(shapely.Point(placed.fixture.at))
        if side == "left":  # somebody looking at the left face sees the wall's start on the right
            at = line.length - at
        half = placed.size[0] / 2
        low = (placed.lower or 0.0) + placed.floor_height
        return (at - half, min(0.0, low), at + half, low + placed.size[2])

    def walls(self) -> list[tuple[str, str]]:
        """Walls and sides worth drawing: those that carry something judged by its height."""
        found: dict[tuple[str, str], None] = {}
        for entry in self.audit.judged:
            for finding in entry.findings:
                thing = self.layout.by_id.get(finding.subject.partition("/")[0])
                if not isinstance(thing, Fixture) or finding.verdict.measured is None:
                    continue
                wall = wall_of(self.layout, thing)
                if wall is not None and finding.verdict.measured.unit == "m":
                    found[(wall.id, on_face(self.layout, thing) or "left")] = None
        order = {wall.id: n for n, wall in enumerate(self.layout.walls)}
        return sorted(found, key=lambda key: (order[key[0]], key[1]))

    def toward(self, wall: str, side: str) -> str:
        """Where somebody looks who faces a side of a wall: ``north``, ``east`` and so on."""
        item = self.layout.by_id[wall]
        dx, dy = direction(item.start, item.end)
        look = (dy, -dx) if side == "left" else (-dy, dx)
        north = self.layout.by_id[item.level].north_deg
        turn = (north - math.degrees(math.atan2(look[1], look[0]))) % 360.0
        return COMPASS[round(turn / 45.0) % 8]

    def elevation(self, wall: str, side: str) -> Picture:
        """One side of a wall with its marks."""
        on_it = {
            fixture.id
            for fixture in self.layout.fixtures
            if (found := wall_of(self.layout, fixture)) is not None
            and found.id == wall
            and (on_face(self.layout, fixture) or "left") == side
        }
        marks = [mark for mark in self.marks if mark.subject.partition("/")[0] in on_it]
        item = self.layout.by_id[wall]
        width = HALF if math.dist(item.start, item.end) <= SHORT else WIDTH
        sheet = drawing.elevation(
            self.layout, wall, side, lang=self.lang, marks=marks, width_mm=width
        )
        return Picture(sheet.svg(), sheet.width, sheet.height)


@dataclass(frozen=True)
class _Look:
    """A place to look at closely."""

    on: tuple[Any, ...]  # ("plan", level) or ("wall", wall, side, band)
    bounds: Box
    numbers: tuple[int, ...]
    evidence: tuple[Any, ...]
    at: tuple[float, float] = (0.0, 0.0)  # on the plan, of what hangs on the wall

    def with_(self, other: "_Look") -> "_Look | None":
        """Both in one picture; None where that would be too far away to read."""
        one, two = self.bounds, other.bounds
        box = (min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3]))
        if box[2] - box[0] > SHARED or box[3] - box[1] > SHARED / RATIO:
            return None
        return _Look(
            self.on, box, self.numbers + other.numbers, self.evidence + other.evidence, self.at
        )


def _bounds(evidence: Any, at: tuple[float, float] | None) -> Box:
    """What a close look has to show [m]; context alone does not widen it."""
    boxes = [e.geometry.bounds for e in evidence if e.role is not Role.CONTEXT]
    boxes = boxes or [e.geometry.bounds for e in evidence]
    if at is not None:
        boxes.append((*at, *at))
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return (min(wests), min(souths), max(easts), max(norths))


def _cropped(sheet: Any, bounds: Box) -> Picture:
    x0, y0, x1, y1 = bounds
    grow_x, grow_y = max(0.0, LEAST - (x1 - x0)) / 2, max(0.0, LEAST / RATIO - (y1 - y0)) / 2
    bounds = (x0 - grow_x, y0 - grow_y, x1 + grow_x, y1 + grow_y)
    view = sheet.crop(bounds, ratio=RATIO, margin=MARGIN)
    return Picture(sheet.svg(view=view), CLOSE, CLOSE / RATIO)
