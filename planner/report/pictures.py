"""Pictures of an audit: plans with numbered marks, and a close look at each finding."""

import math
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
CLOSE = 56.0  # mm; width of a close look
CLOSE_SCALE = 14.0  # mm to a metre in a close look, where the evidence is small enough
RATIO = 1.62  # width to height of a close look
NEAR = 1.5  # m; things this far beyond a close look may still reach into it
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

    def plan(self, level: str) -> tuple[Picture, dict[int, tuple[float, float]]]:
        """A level with all its marks, and where each mark is drawn [mm]."""
        marks = [mark for mark in self.marks if mark.level == level]
        sheet = drawing.plan(
            self.layout,
            level,
            lang=self.lang,
            marks=marks,
            width_mm=WIDTH,
            height_mm=PLAN_HEIGHT,
        )
        places = {mark.number: sheet.place(*mark.at) for mark in marks}
        return Picture(sheet.svg(), sheet.width, sheet.height), places

    def close(self, mark: Numbered) -> Picture | None:
        """A finding's evidence: on its wall where a height is judged, else on the plan."""
        return self._on_wall(mark) or self._on_plan(mark)

    def _on_plan(self, mark: Numbered) -> Picture | None:
        evidence = mark.finding.verdict.evidence
        level = mark.level
        shown = [
            e for e in evidence if (e.level or level) == level and not shapely.is_empty(e.geometry)
        ]
        if not shown and mark.at is None:
            return None
        bounds = _bounds(shown, mark.at)
        west, south, east, north = shapely.Polygon(self.layout.by_id[level].outline).bounds
        wide, high = east - west + 2.0, north - south + 2.0
        sheet = drawing.plan(
            self._around(bounds),
            level,
            lang=self.lang,
            marks=[m for m in self.marks if m.number == mark.number],
            evidence=shown,
            dimensions=False,
            legend=False,
            width_mm=max(WIDTH, wide * CLOSE_SCALE),
            height_mm=max(PLAN_HEIGHT, high * CLOSE_SCALE),
        )
        return _cropped(sheet, bounds)

    def _around(self, bounds: Box) -> Layout:
        """The hall with only what a close look at `bounds` can show: drawn in a fraction."""
        x0, y0, x1, y1 = bounds
        across, down = max(x1 - x0, LEAST), max(y1 - y0, LEAST)
        reach = max(across, down * RATIO) + 2 * MARGIN + NEAR
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)

        window = shapely.box(
            middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach
        )

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
        fields["zones"] = tuple(zone for zone in layout.zones if crosses(zone.ring))
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

    def _on_wall(self, mark: Numbered) -> Picture | None:
        verdict = mark.finding.verdict
        thing = self.layout.by_id.get(verdict.subject.partition("/")[0])
        judged_height = verdict.fix is not None and "height" in verdict.fix.set
        if not judged_height or not isinstance(thing, Fixture):
            return None
        wall = wall_of(self.layout, thing)
        if wall is None:
            return None
        band: dict[str, Any] = {}
        if verdict.limit is not None and verdict.limit_high is not None:
            band["band"] = (verdict.limit.value, verdict.limit_high.value)
        side = on_face(self.layout, thing) or "left"
        x, y = thing.at
        long = math.dist(wall.start, wall.end)
        sheet = drawing.elevation(
            self._around((x, y, x, y)),
            wall.id,
            side,
            lang=self.lang,
            marks=[m for m in self.marks if m.number == mark.number],
            width_mm=max(90.0, long * CLOSE_SCALE + 40.0),  # in one piece, at reading scale
            **band,
        )
        along = self._along(wall, side, place(self.layout, thing))
        return _cropped(sheet, along)

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
        sheet = drawing.elevation(
            self.layout, wall, side, lang=self.lang, marks=marks, width_mm=WIDTH
        )
        return Picture(sheet.svg(), sheet.width, sheet.height)


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
