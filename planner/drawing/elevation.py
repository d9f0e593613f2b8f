"""One side of a wall, seen square from the room."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from planner import i18n
from planner.catalog import Placed, on_face, place, wall_of
from planner.drawing.dimensions import TEXT, chain, tick
from planner.drawing.evidence import hatch
from planner.drawing.legend import scale_bar
from planner.drawing.marks import RADIUS, Mark, draw_mark
from planner.drawing.person import draw_person
from planner.drawing.room import Places, nearest
from planner.drawing.sheet import Box, Label, Point, Sheet, shortened, text_width
from planner.drawing.symbols import FURNITURE, GREY, artwork, draw_on_wall, is_carrier
from planner.drawing.theme import Theme
from planner.model import Door, Layout, Wall, Window, named
from planner.model.shapes import BESIDE, direction, floor, heading, local_floor, sides

#: eye heights above what one stands on [m]: the guideline's readings of small, mean and tall
#: adults with shoes, and of a wheelchair user
EYES = (("tall", 1.69), ("middle", 1.55), ("short", 1.43), ("wheelchair", 1.20))
STAND = 2.0  # m; a reader stands this far before the wall
DOWN_DEG = 15.0  # a comfortable look goes this far down
BEFORE = 1.5  # m; what stands nearer to the wall is drawn before it
AGAINST = 0.40  # m; a carrier with its back nearer than this stands against the wall
SCALES = (20, 25, 30, 40, 50, 60, 75, 80, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 2000)
LONGEST = 125  # 1:LONGEST; a wall that would be smaller is drawn in several strips
STRIPS = 6
LEFT, TOP = 12.0, 9.0  # mm beside and above a strip
SKIRTING = 0.10  # m


@dataclass(frozen=True, slots=True)
class _Seen:
    """A thing on or before the wall: its rectangle along the wall and above the level [m]."""

    item: Placed
    left: float
    right: float
    low: float
    high: float
    local: float
    on_it: bool
    frontal: bool
    gap: float


def elevation(
    layout: Layout,
    wall_id: str,
    side: str = "left",
    *,
    lang: str = "zh-CN",
    marks: Sequence[Mark] = (),
    evidence: Iterable[Any] = (),
    band: tuple[float, float] = (0.90, 1.10),
    theme: Theme = "paper",
    width_mm: float = 184.0,
) -> Sheet:
    """Draw a side of a wall.

    Parameters
    ----------
    layout : Layout
        The hall.
    wall_id, side : str
        Which wall, and its ``left`` or ``right`` side looking from its start to its end.
    marks, evidence
        As for a plan; those that belong to this side are drawn.
    band : tuple
        Where lower edges should hang, above the local floor. [m]

    Returns
    -------
    Sheet
        Its `place` takes metres along the wall from the viewer's left, and above the floor.
    """
    return _Elevation(
        layout, layout.by_id[wall_id], side, lang, marks, evidence, band, theme, width_mm
    ).drawn()


def elevations_worth_drawing(layout: Layout) -> tuple[tuple[str, str], ...]:
    """Wall sides that carry something, as (wall, side), in the file's order."""
    carried = set()
    for fixture in layout.fixtures:
        wall = wall_of(layout, fixture)
        if wall is not None and (side := on_face(layout, fixture)) is not None:
            carried.add((wall.id, side))
    for wall in layout.walls:
        for side in ("left", "right"):
            if (wall.id, side) in carried:
                continue
            view = _View(layout, wall, side)
            things = [place(layout, f) for f in layout.fixtures if f.level == wall.level]
            if any(seen.on_it for item in things if (seen := view.seen(item)) is not None):
                carried.add((wall.id, side))
    order = [(wall.id, side) for wall in layout.walls for side in ("left", "right")]
    return tuple(key for key in order if key in carried)


class _View:
    """A side of a wall as a plane: u to the viewer's right, z up from the level's floor."""

    def __init__(self, layout: Layout, wall: Wall, side: str) -> None:
        self.layout, self.wall, self.side = layout, wall, side
        self.long = math.dist(wall.start, wall.end)
        self.along = direction(wall.start, wall.end)
        left, right = sides(wall)
        sign = 1.0 if side == "left" else -1.0
        self.normal = (-self.along[1] * sign, self.along[0] * sign)
        self.face = left if side == "left" else right
        level = layout.by_id[wall.level]
        self.ceiling = min(level.ceiling, wall.height or level.ceiling)

    def flat(self, point: Point) -> Point:
        """(u, distance out of the face) of a point on plan [m]."""
        dx, dy = point[0] - self.wall.start[0], point[1] - self.wall.start[1]
        t = dx * self.along[0] + dy * self.along[1]
        out = dx * self.normal[0] + dy * self.normal[1] - self.face
        return (self.long - t if self.side == "left" else t, out)

    def point(self, u: float, out: float) -> Point:
        """The inverse of `flat` [m]."""
        t = self.long - u if self.side == "left" else u
        x, y = self.wall.start
        off = self.face + out
        return (
            x + self.along[0] * t + self.normal[0] * off,
            y + self.along[1] * t + self.normal[1] * off,
        )

    def ground(self, u: float) -> float:
        """Height of the floor before the wall, above the level's [m]."""
        spot = self.point(u, 0.05)
        level = self.wall.level
        return local_floor(self.layout, level, spot, facing=self.normal, beside=BESIDE)

    def steps(self) -> list[tuple[float, float, float]]:
        """The floor along the wall: from, to, height [m]."""
        count = max(1, round(self.long / 0.02)) if self.layout.stairs else 1
        count = min(count, 4000)
        runs: list[tuple[float, float, float]] = []
        for k in range(count):
            low, high = self.long * k / count, self.long * (k + 1) / count
            z = self.ground((low + high) / 2) if count > 1 else 0.0
            if runs and abs(runs[-1][2] - z) < 1e-6:
                runs[-1] = (runs[-1][0], high, z)
            else:
                runs.append((low, high, z))
        return runs

    def seen(self, item: Placed) -> _Seen | None:
        """A fixture as this side shows it; None where it shows nothing of it."""
        flat = [self.flat((p[0], p[1])) for p in item.footprint.exterior.coords[:-1]]
        left, right = min(p[0] for p in flat), max(p[0] for p in flat)
        near, far = min(p[1] for p in flat), max(p[1] for p in flat)
        hung = wall_of(self.layout, item.fixture)
        on_it = hung is not None and hung.id == self.wall.id
        if on_it and on_face(self.layout, item.fixture) != self.side:
            return None
        nx, ny = heading(item.fixture.facing_deg)
        frontal = nx * self.normal[0] + ny * self.normal[1] > 0.9
        if not on_it:
            if hung is not None or item.kind.mount in ("surface",):
                return None
            if near > BEFORE or far < 0.0 or near < -0.2:
                return None
            if min(right, self.long) - max(left, 0.0) < 0.02:
                return None
            on_it = frontal and is_carrier(item.kind) and item.stands and near <= AGAINST
        if right < 0.0 or left > self.long:
            return None
        local = item.floor_height
        low = item.lower if item.lower is not None else (item.kind.height or 0.0)
        top = low + item.size[2]
        return _Seen(item, left, right, local + low, local + top, local, on_it, frontal, near)


class _Elevation:
    def __init__(
        self, layout: Layout, wall: Wall, side: str, lang: str, marks: Sequence[Mark],
        evidence: Iterable[Any], band: tuple[float, float], theme: Theme, width: float,
    ) -> None:  # fmt: skip
        self.layout, self.wall, self.lang, self.band = layout, wall, lang, band
        self.view = _View(layout, wall, side)
        self.runs = self.view.steps()
        # beside a stair that leaves the level the wall goes on up
        self.top = max(self.view.ceiling, max(z for _, _, z in self.runs) + 2.2)
        things = [place(layout, f) for f in layout.fixtures if f.level == wall.level]
        seen = [s for item in things if (s := self.view.seen(item)) is not None]
        self.on_it = sorted((s for s in seen if s.on_it), key=lambda s: (s.left, s.item.id))
        self.before = sorted(
            (s for s in seen if not s.on_it), key=lambda s: (-s.gap, s.left, s.item.id)
        )
        items: tuple[Any, ...] = (*layout.doors, *layout.windows)
        self.openings = [o for o in items if o.wall == wall.id]
        self.marks = [m for m in marks if m.level in ("", wall.level) and self._is_here(m)]
        self.evidence = [e for e in evidence if e.level in ("", wall.level)]
        self.cuts, ratio, self.sectioned = self._fit(width)
        self.sheet = Sheet(width, 10.0, theme, lang, scale=1000.0 / ratio)
        self.ratio = ratio
        hall = named(layout.name, lang) or named(layout.branch.name, lang)
        self.sheet.title = i18n.say("drawing.wall-of", lang, hall=hall, wall=wall.id)
        self._stack()

    # --- size ---

    def _fit(self, width: float) -> tuple[list[float], int, bool]:
        long = self.view.long
        for count in range(1, STRIPS + 1):
            part = long / count
            for sectioned in (True, False):
                beside = LEFT + (20.4 if sectioned else 27.0)
                for ratio in SCALES:
                    s = 1000.0 / ratio
                    wide = beside + (part * 1.08 if count > 1 else part) * s
                    wide += (STAND + 0.9) * s if sectioned else 0.0
                    if wide <= width and self.top * s <= 105.0:
                        break
                if ratio <= LONGEST or (count == STRIPS and not sectioned):
                    return self._cut(count), ratio, sectioned
        raise AssertionError("unreachable: the last strip count always returns")

    def _cut(self, count: int) -> list[float]:
        """Where the wall is cut into strips: near equal parts, never through a thing [m]."""
        long = self.view.long
        cuts = [0.0]
        for k in range(1, count):
            even = long * k / count
            reach = 0.07 * long / count
            tries = [even + reach * j / 10 * sign for j in range(11) for sign in (1, -1)]
            free = (
                u for u in tries if not any(s.left - 0.1 < u < s.right + 0.1 for s in self.on_it)
            )
            cuts.append(next(free, even))
        return [*cuts, long]

    def _stack(self) -> None:
        """Where each strip lies on the sheet; the sheet's height follows."""
        s = self.sheet.scale
        self.strips: list[tuple[float, float, float, float]] = []  # u0, u1, x of u0, y of z=0
        self.chains = []
        y = 1.0
        for number, (u0, u1) in enumerate(zip(self.cuts, self.cuts[1:], strict=False)):
            head = TOP + (0.0 if number == 0 else -4.0)
            y += head + self.top * s
            x = LEFT
            self.strips.append((u0, u1, x, y))
            stops = self._stops(u0, u1)
            parts = chain(stops, s)
            self.chains.append(parts)
            y += 7.6 + parts.rows * 2.3 + (4.2 if len(stops) > 2 else 0.0)
        y += 5.5
        self.sheet.height = round(y + 1.0, 2)
        u0, _, x, floor_y = self.strips[0]
        self.sheet.origin = (x - u0 * s, floor_y)
        self.places = Places(self.sheet.width, self.sheet.height)

    def _stops(self, u0: float, u1: float) -> list[float]:
        found = [u0, u1]
        for s in self.on_it:
            found += [s.left, s.right]
        if not self.on_it:
            for o in self.openings:
                middle = self._u(o.at)
                found += [middle - o.width / 2, middle + o.width / 2]
        found = sorted(round(u, 3) for u in found if u0 - 1e-6 <= u <= u1 + 1e-6)
        kept: list[float] = []
        for u in found:
            if not kept or u - kept[-1] > 0.01:
                kept.append(u)
        return kept

    def _u(self, at: float) -> float:
        return self.view.long - at if self.view.side == "left" else at

    def _is_here(self, mark: Mark) -> bool:
        here = {s.item.id for s in (*self.on_it,)} | {o.id for o in self.openings}
        if mark.subject.partition("/")[0] in here:
            return True
        if mark.subject in self.layout.by_id:
            return False
        u, out = self.view.flat(mark.at)
        return 0.0 <= u <= self.view.long and -0.1 <= out <= 0.3

    # --- drawing ---

    def drawn(self) -> Sheet:
        self._title()
        for number, strip in enumerate(self.strips):
            self._strip(strip, number)
        y = self.sheet.height - 3.0
        metres = 2.0 if 2.0 * self.sheet.scale <= 40 else 1.0
        scale_bar(self.sheet, LEFT, y, metres, metres / 2)
        if self.sheet.theme == "paper":
            x = LEFT + metres * self.sheet.scale + 5.0
            self.sheet.text(x, y - 0.2, f"1:{self.ratio}", 2.1, fill="ink-3", anchor="start")
        return self.sheet

    def _title(self) -> None:
        sheet, view, lang = self.sheet, self.view, self.lang
        level = self.layout.by_id[self.wall.level]
        bearing = math.degrees(math.atan2(-view.normal[1], -view.normal[0]))
        # the viewer looks against the normal; north lies at north_deg, east clockwise of it
        clock = (level.north_deg - bearing) % 360.0
        compass = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")[int((clock + 22.5) // 45) % 8]
        words = i18n.say(
            "drawing.wall-facing", lang,
            compass=i18n.say(f"drawing.compass.{compass}", lang), wall=self.wall.id,
        )  # fmt: skip
        inside = shapely.intersects_xy(floor(level), *view.point(view.long / 2, 0.1))
        where = "inside" if inside else "outside"
        values = {"long": f"{view.long:.2f}", "high": f"{view.ceiling:.2f}"}
        size = i18n.say(f"drawing.seen-from-{where}", lang, **values)
        sheet.text(LEFT, 3.6, words, 2.8, anchor="start", bold=True)
        after = LEFT + text_width(words, 2.8, bold=True) + 2.0
        sheet.text(after, 3.7, size, 2.2, anchor="start", fill="ink-3")

    def _strip(self, strip: tuple[float, float, float, float], number: int) -> None:
        s = self.sheet.scale
        u0, u1, x0, y0 = strip

        def at(u: float, z: float) -> Point:
            return (x0 + (u - u0) * s, y0 - z * s)

        self.at = at
        runs = [(max(a, u0), min(b, u1), z) for a, b, z in self.runs if b > u0 and a < u1]
        self.section_x = x0 + (u1 - u0) * s + 0.9 * s
        sectioned = self.sectioned and number == len(self.strips) - 1
        self.end = self.section_x + STAND * s if sectioned else x0 + (u1 - u0) * s
        self._wall(runs, u0, u1)
        for o in self.openings:
            middle = self._u(o.at)
            if middle - o.width / 2 >= u0 - 0.01 and middle + o.width / 2 <= u1 + 0.01:
                self._opening(o, middle)
        self._band(runs)
        seen = [v for v in self.on_it if u0 - 0.05 <= (v.left + v.right) / 2 <= u1 + 0.05]
        # light, and first, so that it hides nothing that is read
        for v in self.before:
            if v.right > u0 and v.left < u1:
                self._standing(v, u0, u1)
        for v in seen:
            self._thing(v)
        self._eyes(runs, sectioned)
        self._ground(runs, u0, u1)
        if sectioned:
            self._section(runs[-1][2])
        self._eye_words(runs[-1][2], sectioned)
        self._ruler(runs[0][2])
        self._chains(number, u0, u1)
        self._labels(seen, u0, u1)

    def _wall(self, runs: list[tuple[float, float, float]], u0: float, u1: float) -> None:
        bottom = [p for a, b, z in runs for p in (self.at(a, z), self.at(b, z))]
        top = self.top
        ring = [*bottom, self.at(u1, top), self.at(u0, top)]
        self.sheet.path(ring, fill="floor")
        for a, b, z in runs:
            x, y = self.at(a, z + SKIRTING)
            scale = self.sheet.scale
            self.sheet.box(x, y, (b - a) * scale, SKIRTING * scale, fill="skirting")
        self.edge = ring

    def _ground(self, runs: list[tuple[float, float, float]], u0: float, u1: float) -> None:
        sheet = self.sheet
        bottom = [p for a, b, z in runs for p in (self.at(a, z), self.at(b, z))]
        top = self.top
        frame = [bottom[0], self.at(u0, top), self.at(u1, top), bottom[-1]]
        sheet.line(*frame, stroke="wall", width=0.3)
        left, right = (bottom[0][0] - 2.5, bottom[0][1]), (bottom[-1][0] + 2.5, bottom[-1][1])
        line = [left, *bottom, right]
        deep = 1.5
        ring = [*line, *((x, y + deep) for x, y in reversed(line))]
        area = shapely.Polygon(ring)
        lines = hatch(area if area.is_valid else area.buffer(0), 1.3)
        sheet.lines(*lines, stroke="line-2", width=0.1)
        sheet.line(*line, stroke="wall", width=0.5)

    def _opening(self, o: Door | Window, middle: float) -> None:
        sheet, s = self.sheet, self.sheet.scale
        z = self.view.ground(middle)
        low, high = (z, z + o.height) if isinstance(o, Door) else (z + o.sill, z + o.head)
        high = min(high, max(self.top, low + 0.1))
        x, y = self.at(middle - o.width / 2, high)
        wide, tall = o.width * s, (high - low) * s
        with sheet.group(o.id):
            if isinstance(o, Window):
                sheet.box(x, y, wide, tall, fill="glass", stroke="wall", width=0.25)
                count = max(1, math.ceil(o.width / 1.5 - 1e-9))
                posts = [x + wide * k / count for k in range(1, count)]
                sheet.lines(*(((p, y), (p, y + tall)) for p in posts), stroke="wall", width=0.2)
                return
            fill = "glass" if o.glass or o.leaf in ("sliding", "revolving") else "tile"
            if o.leaf == "none":
                fill = "page"
            sheet.box(x, y, wide, tall, fill=fill, stroke="wall", width=0.25)
            if o.leaf in ("double", "sliding"):
                sheet.line((x + wide / 2, y), (x + wide / 2, y + tall), stroke="wall", width=0.2)
            elif o.leaf == "revolving":
                for share in (0.25, 0.5, 0.75):
                    px = x + wide * share
                    sheet.line((px, y), (px, y + tall), stroke="wall-thin", width=0.16)
            knob = y + tall - 1.05 * s
            if o.leaf == "double" and tall > s:
                for dx in (-0.09, 0.09):
                    px = x + wide / 2 + dx * s
                    sheet.line((px, knob - 0.15 * s), (px, knob + 0.15 * s), stroke="wall-thin")
            elif o.leaf == "single" and tall > s:
                at_start = o.hinge == "start"
                on_right = at_start == (self.view.side == "right")
                px = x + wide - 0.1 * s if on_right else x + 0.1 * s
                sheet.line((px, knob - 0.1 * s), (px, knob + 0.1 * s), stroke="wall-thin")
            self.places.soft.take((x, y, x + wide, y + tall))

    def _band(self, runs: list[tuple[float, float, float]]) -> None:
        sheet, s = self.sheet, self.sheet.scale
        low, high = self.band
        for a, b, z in runs:
            x, y = self.at(a, z + high)
            wide, tall = (b - a) * s, (high - low) * s
            sheet.box(x, y, wide, tall, fill="pass-soft")
            ring = [(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)]
            sheet.lines(*hatch(shapely.Polygon(ring), 1.5), stroke="pass", width=0.09, opacity=0.6)
            sheet.lines(
                ((x, y), (x + wide, y)), ((x, y + tall), (x + wide, y + tall)),
                stroke="pass", width=0.2,
            )  # fmt: skip

    def _thing(self, v: _Seen) -> None:
        sheet, s = self.sheet, self.sheet.scale
        x, y = self.at(v.left, v.high)
        wide, tall = (v.right - v.left) * s, (v.high - v.low) * s
        look = artwork(_colours(self.layout, v.item)) if is_carrier(v.item.kind) else FURNITURE
        with sheet.group(v.item.id):
            draw_on_wall(sheet, v.item.kind, x, y, wide, tall, look=look)
            if v.item.lower is None:
                sheet.box(x, y, wide, tall, stroke="unsure", width=0.3, dash="1 0.7")
            elif is_carrier(v.item.kind):
                sheet.box(x, y, wide, tall, stroke="carrier", width=0.25)
            if self._offends(v):
                sheet.box(x, y, wide, tall, stroke="critical", width=0.5)
        self.places.hard.take((x - 0.2, y - 0.2, x + wide + 0.2, y + tall + 0.2))

    def _offends(self, v: _Seen) -> bool:
        return any(
            str(e.role) == "offends" and e.geometry.distance(v.item.footprint) < 0.01
            for e in self.evidence
        )

    def _standing(self, v: _Seen, u0: float, u1: float) -> None:
        sheet, s = self.sheet, self.sheet.scale
        left, right = max(v.left, u0), min(v.right, u1)
        x, y = self.at(left, v.high)
        wide, tall = (right - left) * s, (v.high - v.low) * s
        with sheet.group(v.item.id):
            if v.frontal and left == v.left and right == v.right:
                draw_on_wall(sheet, v.item.kind, x, y, wide, tall, look=GREY)
            else:
                sheet.box(x, y, wide, tall, 0.4, fill="furniture", stroke="line-2", width=0.18)
        self.places.soft.take((x, y, x + wide, y + tall))

    # --- eyes ---

    def _eyes(self, runs: list[tuple[float, float, float]], sectioned: bool) -> None:
        sheet = self.sheet
        for name, eye in EYES:
            width, dash = (0.26, "3 0.7 0.6 0.7") if name == "middle" else (0.15, "2 0.7 0.5 0.7")
            for number, (a, b, z) in enumerate(runs):
                start, end = self.at(a, z + eye), self.at(b, z + eye)
                if number == len(runs) - 1:
                    end = (self.end + (2.5 if sectioned else 1.5), end[1])
                sheet.line(start, end, stroke="unsure", width=width, dash=dash)

    def _section(self, ground: float) -> None:
        sheet, s = self.sheet, self.sheet.scale
        x = self.section_x
        _, floor_y = self.at(0.0, ground)
        top = self.at(0.0, self.view.ceiling)[1]
        thick = max(1.2, min(self.wall.thickness, 0.3) * s)
        sheet.box(x - thick, top, thick, floor_y - top, fill="wall")
        stand = x + STAND * s
        sheet.line((x - thick - 1.5, floor_y), (stand + 0.5 * s, floor_y), stroke="wall", width=0.5)
        low, high = self.band
        sheet.box(x, floor_y - high * s, 0.9, (high - low) * s, fill="pass", opacity=0.5)
        draw_person(sheet, stand + 0.13 * s, floor_y, 1.55 * s)
        drop = STAND * math.tan(math.radians(DOWN_DEG))
        wanted = []
        for name, eye in EYES:
            main = name == "middle"
            start, end = (stand, floor_y - eye * s), (x, floor_y - (eye - drop) * s)
            width = 0.24 if main else 0.14
            sheet.line(start, end, stroke="unsure", width=width, dash="1.1 0.7")
            sheet.circle(*end, 0.65 if main else 0.5, fill="unsure")
            wanted.append((end[1], f"{(eye - drop) * 100:.0f}", main))
        # the landing heights stand left of the section's wall
        for y, (_, words, main) in zip(_spread([w[0] for w in wanted], 2.2), wanted, strict=True):
            sheet.text(
                x - thick - 0.8, y, words, 1.8, anchor="end", fill="unsure", bold=main, halo="page"
            )
        arc = [math.radians(180.0 + DOWN_DEG * k / 6) for k in range(7)]
        eye_y, r = floor_y - 1.55 * s, 0.62 * s
        sheet.line(
            *((stand + r * math.cos(a), eye_y - r * math.sin(a)) for a in arc),
            stroke="unsure", width=0.18,
        )  # fmt: skip
        sheet.text(stand - r - 2.6, eye_y + 1.4, "15°", 1.8, fill="unsure", halo="page")
        words = i18n.say("drawing.section", self.lang)
        sheet.text(
            x - thick,
            3.6 if len(self.strips) == 1 else top - 2.2,
            words,
            2.4,
            anchor="start",
            bold=True,
        )
        y = floor_y + 4.4
        start, end = (x, y), (stand, y)
        sheet.line(start, end, stroke="dim", width=0.12)
        tick(sheet, (start, end), start, end, "ink-2")
        sheet.text((x + stand) / 2, y - 1.35, f"{STAND:.2f}", TEXT, fill="ink-2", halo="page")

    def _eye_words(self, ground: float, sectioned: bool) -> None:
        sheet, s = self.sheet, self.sheet.scale
        x = self.end + (0.45 * s if sectioned else 2.0)
        heights = [self.at(0.0, ground + eye)[1] for _, eye in EYES]
        rows = _spread(heights, 2.4)
        for (name, eye), y, row in zip(EYES, heights, rows, strict=True):
            words = i18n.say(f"drawing.eye.{name}", self.lang, cm=f"{eye * 100:.0f}")
            if not sectioned:
                landing = eye - STAND * math.tan(math.radians(DOWN_DEG))
                words += f" ↘ {landing * 100:.0f}"
                x_end, y_end = self.end, self.at(0.0, ground + landing)[1]
                sheet.line((x_end - 3.0, y_end - 0.8), (x_end, y_end), stroke="unsure", width=0.16)
                sheet.circle(x_end, y_end, 0.5, fill="unsure")
            main = name == "middle"
            if abs(row - y) > 0.4 or sectioned:
                sheet.line((self.end + 1.5, y), (x, row), stroke="unsure", width=0.1)
            sheet.text(x + 0.5, row, words, 1.9, anchor="start", fill="unsure", bold=main)

    # --- heights and lengths ---

    def _ruler(self, ground: float) -> None:
        sheet = self.sheet
        x = self.at(self._left_u(), 0.0)[0]
        top = self.view.ceiling
        levels = sorted({0.0, *self.band, top - ground})
        ys = [self.at(0.0, ground + z)[1] for z in levels]
        rows = _spread(list(reversed(ys)), 2.3)[::-1]
        for z, y, row in zip(levels, ys, rows, strict=True):
            sheet.line((x - 2.6, row), (x - 0.6, y), stroke="line-2", width=0.12)
            ink = "pass" if z in self.band else "ink-2"
            box = sheet.text(x - 3.1, row, f"{z * 100:.0f}", TEXT, anchor="end", fill=ink)
            self.places.keep(box, 0.1)
            self.sheet.labels.append(Label("dimension", f"{z * 100:.0f}", box))

    def _left_u(self) -> float:
        return next(u0 for u0, _, x, y in self.strips if abs(self.at(u0, 0.0)[1] - y) < 1e-6)

    def _chains(self, number: int, u0: float, u1: float) -> None:
        sheet = self.sheet
        parts = self.chains[number]
        y = self.strips[number][3] + 4.4
        self._dimension_row(parts.stops, y)
        for middle, words, row in parts.texts:
            off = -1.35 if row == 0 else 1.35 + (row - 1) * 2.3
            x = self.at(middle, 0.0)[0]
            box = sheet.text(x, y + off, words, TEXT, fill="ink-2", halo="page")
            self.places.keep(box, 0.1)
            sheet.labels.append(Label("dimension", words, box))
        if len(parts.stops) > 2:
            y += 4.2 + parts.rows * 2.3
            self._dimension_row((u0, u1), y)
            words = f"{u1 - u0:.2f}"
            x = self.at((u0 + u1) / 2, 0.0)[0]
            box = sheet.text(x, y - 1.35, words, TEXT, fill="ink-2", halo="page")
            sheet.labels.append(Label("dimension", words, box))

    def _dimension_row(self, stops: Sequence[float], y: float) -> None:
        sheet = self.sheet
        points = [(self.at(u, 0.0)[0], y) for u in stops]
        start, end = (points[0][0] - 0.8, y), (points[-1][0] + 0.8, y)
        sheet.line(start, end, stroke="dim", width=0.12)
        sheet.lines(*(((x, y - 1.6), (x, y + 0.8)) for x, _ in points), stroke="line-2", width=0.1)
        tick(sheet, tuple(points), start, end, "ink-2")

    # --- labels ---

    def _labels(self, seen: list[_Seen], u0: float, u1: float) -> None:
        for v in seen:
            if v.item.lower is not None and v.item.kind.mount != "floor":
                self._height(v)
        self._band_words(u1)
        self._marks(seen, u0, u1)
        for v in seen:
            self._tag(v)

    def _height(self, v: _Seen) -> None:
        """The lower edge's height over the local floor, drawn under the thing."""
        sheet = self.sheet
        lower = v.item.lower or 0.0
        if lower < 0.15:
            return
        x0, x1 = self.at(v.left, 0)[0], self.at(v.right, 0)[0]
        y0, y1 = self.at(0, v.local)[1], self.at(0, v.low)[1]
        inside = self.band[0] - 1e-3 <= lower <= self.band[1] + 1e-3
        wrong = [m.severity for m in self.marks if m.subject == v.item.id]
        is_poster = v.item.has("poster")
        ink = "pass" if is_poster and inside else "ink-2"
        if wrong and is_poster and not inside and wrong[0] in ("critical", "major", "minor"):
            ink = wrong[0]
        words = (
            f"{lower * 100:.0f} cm"
            if abs(lower * 100 - round(lower * 100)) < 0.05
            else f"{lower * 100:.1f} cm"
        )
        size = 1.9
        long = text_width(words, size, bold=is_poster)
        if long > y0 - y1 - 0.6:
            words = words.removesuffix(" cm")
            long = text_width(words, size, bold=is_poster)
        for x in (x0 + (x1 - x0) * 0.5, x0 + 1.5, x1 - 1.5):
            tx = x - 1.4
            box = (tx - 1.2, (y0 + y1) / 2 - long / 2, tx + 1.2, (y0 + y1) / 2 + long / 2)
            if self.places.hard.is_free(box):
                break
        start, end = (x, y0), (x, y1)
        sheet.line(start, end, stroke=ink, width=0.16)
        tick(sheet, (start, end), start, end, ink)
        sheet.text(
            tx, (y0 + y1) / 2, words, size, turn_deg=-90, fill=ink, bold=is_poster, halo="floor"
        )
        self.places.keep((box[0], box[1], x + 0.4, box[3]), 0.1)
        sheet.labels.append(Label("measure", words, box))

    def _band_words(self, u1: float) -> None:
        sheet = self.sheet
        low, high = self.band
        words = i18n.say(
            "drawing.band", self.lang, low=f"{low * 100:.0f}", high=f"{high * 100:.0f}"
        )
        size = 2.0
        wide = text_width(words, size, bold=True) + 0.6
        left_u, right_u = self._left_u(), u1
        flat = [(min(b, right_u) - max(a, left_u), a, b, z) for a, b, z in self.runs]
        _, a, b, ground = max(flat, key=lambda run: (round(run[0], 3), run[1]))
        y = self.at(0.0, ground + (low + high) / 2)[1]
        right = self.at(min(b, right_u), 0.0)[0] - 1.0
        left = self.at(max(a, left_u), 0.0)[0] + 0.5
        x = right
        while x - wide > left:
            box = (x - wide, y - 1.25, x, y + 1.25)
            if self.places.hard.is_free(box) and self.places.soft.taken(box) < 0.05:
                break
            x -= 1.0
        else:
            return  # the ruler says it too
        sheet.text(x - 0.3, y, words, size, anchor="end", fill="pass", bold=True, halo="pass-soft")
        self.places.keep(box, 0.1)
        sheet.labels.append(Label("measure", words, box))

    def _rect(self, v: _Seen) -> Box:
        x0, y0 = self.at(v.left, v.high)
        x1, y1 = self.at(v.right, v.low)
        return (x0, y0, x1, y1)

    def _marks(self, seen: list[_Seen], u0: float, u1: float) -> None:
        half = RADIUS * 1.22
        by_id = {v.item.id: v for v in seen}
        openings = {o.id: o for o in self.openings}
        for mark in sorted(self.marks, key=lambda m: (m.number, m.subject)):
            subject = mark.subject.partition("/")[0]
            if subject in by_id:
                thing = self._rect(by_id[subject])
            else:
                o = openings.get(subject)
                u = self._u(o.at) if o is not None else self.view.flat(mark.at)[0]
                if not u0 <= u <= u1:
                    continue
                x, y = self.at(u, 1.9)
                thing = (x - 0.3, y - 0.3, x + 0.3, y + 0.3)
            spot = self.places.find(thing, 2 * half, 2 * half, toward_deg=45.0, on_it=True)
            if spot is None:
                self.sheet.left_out.append(str(mark.number))
                continue
            x, y = (spot.box[0] + spot.box[2]) / 2, (spot.box[1] + spot.box[3]) / 2
            middle = ((thing[0] + thing[2]) / 2, (thing[1] + thing[3]) / 2)
            if spot.gap > 2.5:
                self.sheet.line((x, y), middle, stroke="ink-3", width=0.14)
            with self.sheet.group(str(mark.number), "mark"):
                draw_mark(self.sheet, x, y, mark.number, mark.severity)
            self.places.keep(spot.box, 0.1)
            self.sheet.labels.append(Label("mark", str(mark.number), spot.box, middle))

    def _tag(self, v: _Seen) -> None:
        sheet, size = self.sheet, 1.9
        words = shortened(v.item.id, size, 16.0, bold=True)
        wide, high = max(text_width(words, size, bold=True) + 1.4, 3.2), 2.9
        rect = self._rect(v)
        spot = self.places.find(rect, wide, high, toward_deg=90.0)
        if spot is None:
            sheet.left_out.append(v.item.id)
            return
        ink = "carrier" if is_carrier(v.item.kind) else "ink-3"
        x0, y0, x1, y1 = spot.box
        middle = ((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2)
        with sheet.group(v.item.id):
            if spot.gap > 1.2:
                start = nearest(spot.box, middle)
                sheet.line(start, middle, stroke=ink, width=0.14)
                self.places.leaders.take_line(start, middle)
            sheet.box(x0, y0, wide, high, 0.7, fill="halo", stroke=ink, width=0.2)
            sheet.text((x0 + x1) / 2, (y0 + y1) / 2, words, size, fill=ink, bold=True)
        self.places.keep(spot.box, 0.2)
        sheet.labels.append(Label("tag", v.item.id, spot.box, middle))


def _spread(rows: list[float], gap: float) -> list[float]:
    """Heights from the top down, moved apart to at least `gap`, each as near as can be."""
    groups: list[list[float]] = []  # wanted first height, count
    for row in rows:
        groups.append([row, 1])
        while len(groups) > 1:
            a, b = groups[-2], groups[-1]
            if b[0] >= a[0] + a[1] * gap - 1e-9:
                break
            count = a[1] + b[1]
            first = (a[0] * a[1] + (b[0] - a[1] * gap) * b[1]) / count
            groups[-2:] = [[first, count]]
    return [first + k * gap for first, count in groups for k in range(int(count))]


def _colours(layout: Layout, item: Placed) -> tuple[str, ...]:
    message = item.fixture.message
    if message is None:
        return ()
    campaign = layout.campaign.get(message.campaign) if message.campaign else None
    return message.colours or (campaign.colours if campaign is not None else ())
