"""One level of a hall from above."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from planner import i18n
from planner.catalog import Placed, kinds
from planner.drawing import furniture as fittings
from planner.drawing.building import (
    Building,
    door_arrow,
    draw_door,
    draw_floor,
    draw_stair,
    draw_walls,
    draw_window,
    parts,
    stairs_on,
)
from planner.drawing.dimensions import TEXT, Chain, chain, readable, tick
from planner.drawing.evidence import draw_areas, draw_measures, on_level
from planner.drawing.legend import FOOT, Entry, draw_foot, draw_legend, legend_height
from planner.drawing.marks import RADIUS, Mark, draw_mark
from planner.drawing.room import Places, Room, nearest
from planner.drawing.sheet import Box, Label, Point, Sheet, shortened, text_box, text_width
from planner.drawing.theme import Theme
from planner.model import Door, Layout, Level, Zone, named
from planner.model.shapes import column_ring, stair_ring

SCALES = (
    20, 25, 30, 40, 50, 60, 75, 80, 100, 120, 125, 150, 175, 200, 250, 300, 350, 400, 500, 600,
    750, 800, 1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 7500, 10000, 15000, 20000, 50000,
    100000, 200000, 500000, 1000000,
)  # fmt: skip
TINTS = {
    "service_counters": "z-service", "cashier": "z-service", "self_service": "z-self",
    "waiting": "z-wait", "negotiation": "z-wait", "experience": "z-exp", "culture": "z-exp",
    "device_sale": "z-exp", "entrance": "z-entry", "transition": "z-entry",
    "vip_room": "z-room", "complaint_room": "z-room", "back_office": "z-room", "staff": "z-room",
}  # fmt: skip
SIDES = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))  # south, east, north, west of the frame
FARTHEST = 12.0  # mm; an id that would lie further from its thing is left out, and counted
EDGE = 1.5  # mm kept free around everything
FIRST, NEXT = 5.0, 4.4  # mm from what is drawn to the first dimension line, and to the next


def plan(
    layout: Layout,
    level: str | None = None,
    *,
    lang: str = "zh-CN",
    marks: Sequence[Mark] = (),
    evidence: Iterable[Any] = (),
    theme: Theme = "paper",
    dimensions: bool = True,
    legend: bool = True,
    selected: Iterable[str] = (),
    width_mm: float = 184.0,
    height_mm: float = 150.0,
) -> Sheet:
    """Draw a level.

    Parameters
    ----------
    layout : Layout
        The hall.
    level : str, optional
        Which level; the first where it is not said.
    marks : sequence of Mark
        Numbered findings; those of other levels are left out.
    evidence : iterable
        Things with ``geometry`` [m], ``role``, ``level`` and ``label``.
    selected : iterable of str
        Ids of things drawn as selected.
    width_mm, height_mm : float
        The sheet's width, and the most its height may be. [mm]

    Returns
    -------
    Sheet
        As wide as asked and as high as needed; its scale is the largest usual one that fits.
    """
    chosen = next((one for one in layout.levels if one.id == level), layout.levels[0])
    return _Plan(
        layout, chosen, lang, marks, evidence, theme, dimensions, legend, set(selected),
        width_mm, height_mm,
    ).drawn()  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Facade:
    """Dimension lines along one side of the hall."""

    side: tuple[float, float]
    chain: Chain | None
    overall: tuple[float, float] | None

    @property
    def room(self) -> float:
        """How much paper it takes [mm]."""
        if self.chain is None and self.overall is None:
            return 0.0
        room = FIRST - NEXT + 1.6
        if self.chain is not None:
            room += NEXT + self.chain.rows * 2.3
        return room + (NEXT if self.overall is not None else 0.0)


class _Plan:
    def __init__(
        self, layout: Layout, level: Level, lang: str, marks: Sequence[Mark],
        evidence: Iterable[Any], theme: Theme, dimensions: bool, legend: bool,
        selected: set[str], width: float, height: float,
    ) -> None:  # fmt: skip
        self.layout, self.level, self.lang = layout, level, lang
        self.building = Building(layout, level)
        self.marks = [m for m in marks if m.level in ("", level.id)]
        self.evidence = on_level(evidence, level.id)
        self.dimensions, self.selected = dimensions, selected
        # local floors are nothing to a plan, and dear to ask for
        here = [fixture for fixture in layout.fixtures if fixture.level == level.id]
        self.items = [Placed(fixture, kinds()[fixture.kind], 0.0) for fixture in here]
        self.by_id = {item.id: item for item in self.items}
        self.zones = [zone for zone in layout.zones if zone.level == level.id]
        self.turn_deg = _main_direction(level.outline)
        self.entries = self._legend() if legend else []
        self.sheet = Sheet(width, height, theme, lang)
        self.sheet.title = self._title()
        self._fit(width, height)
        self.places = Places(self.sheet.width, self.sheet.height)
        self.places.home.take_ring(_bridged(self.sheet, self.building.floor))
        self.tags: list[tuple[Placed, Box]] = []

    def _title(self) -> str:
        hall = named(self.layout.name, self.lang) or named(self.layout.branch.name, self.lang)
        if len(self.layout.levels) > 1:
            name = named(self.level.name, self.lang) or self.level.id
            return i18n.say("drawing.plan-of-level", self.lang, hall=hall, level=name)
        return i18n.say("drawing.plan-of", self.lang, hall=hall)

    # --- size and place on the sheet ---

    def _fit(self, width: float, height: float) -> None:
        sheet = self.sheet
        foot = FOOT + legend_height(self.entries, width - 2 * EDGE)
        built = self._content()
        for ratio in SCALES:
            scale = 1000.0 / ratio
            arrows = [
                self._in(*point)
                for door, side in self.building.street_doors
                for point in door_arrow(door, side, scale)
            ]
            box = _around([(built[0], built[1]), (built[2], built[3]), *arrows], 0.0)
            facades = self._facades(scale) if self.dimensions else []
            room = {f.side: f.room for f in facades}
            south, east, north, west = (max(room.get(s, 0.0), EDGE + 0.6) / scale for s in SIDES)
            low = (box[0] - west, box[1] - south)
            high = (box[2] + east, box[3] + north)
            corners = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
            world = [self._out(*corner) for corner in corners]
            xs, ys = [p[0] for p in world], [p[1] for p in world]
            wide, high_ = (max(xs) - min(xs)) * scale, (max(ys) - min(ys)) * scale
            if wide <= width - 2 * EDGE and high_ <= height - foot - 2 * EDGE:
                break
        self.ratio, self.facades, self.box = ratio, facades, box
        sheet.scale = scale
        sheet.height = round(min(height, high_ + foot + 2 * EDGE), 2)
        left = (width - wide) / 2
        sheet.origin = (left - min(xs) * scale, EDGE + max(ys) * scale)

    def _in(self, x: float, y: float) -> Point:
        """A point in the frame that the hall's longest wall gives."""
        return _turned(x, y, -self.turn_deg)

    def _out(self, a: float, b: float) -> Point:
        return _turned(a, b, self.turn_deg)

    def _content(self) -> Box:
        points = list(self.level.outline)
        for body in parts(self.building.bodies):
            points += [(p[0], p[1]) for p in body.exterior.coords]
        for sweep in self.building.swings():
            points += sweep
        for zone in self.zones:
            points += zone.ring
        for item in self.items:
            points += [(p[0], p[1]) for p in item.footprint.exterior.coords]
        for stair in stairs_on(self.layout, self.level.id):
            for landing in stair.landings:
                points += landing.ring
        for mark in self.marks:
            points.append(mark.at)
        for piece in self.evidence:
            if not piece.geometry.is_empty:
                west, south, east, north = piece.geometry.bounds
                points += [(west, south), (east, north), (west, north), (east, south)]
        flat = [self._in(p[0], p[1]) for p in points]
        xs, ys = [p[0] for p in flat], [p[1] for p in flat]
        return (min(xs), min(ys), max(xs), max(ys))

    def _facades(self, scale: float) -> list[_Facade]:
        ring = [self._in(*p) for p in self.level.outline]
        if shapely.LinearRing(ring).is_ccw is False:
            ring.reverse()
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        spans = ((min(xs), max(xs)), (min(ys), max(ys)))
        outer = self.building.outer
        found: list[_Facade] = []
        seen: dict[tuple[float, float], list[float]] = {}
        for side in (SIDES[0], SIDES[3], SIDES[2], SIDES[1]):
            axis = 0 if side[0] == 0 else 1
            stops: list[float] = []
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
                length = math.dist(a, b)
                normal = ((b[1] - a[1]) / length, (a[0] - b[0]) / length)
                if normal[0] * side[0] + normal[1] * side[1] < 0.9999:
                    continue
                stops += [a[axis], b[axis]]
                for place_ in outer:
                    stops += self._ends_on(place_, a, b, axis)
            stops = _apart(sorted(stops))
            part = chain(stops, scale) if len(stops) > 2 else None
            if side in ((0.0, 1.0), (1.0, 0.0)):
                if stops == seen[(-side[0], -side[1])]:
                    part = None
                found.append(_Facade(side, part, None))
            else:
                found.append(_Facade(side, part, spans[axis]))
            seen[side] = stops
        return found

    def _ends_on(self, place_: Any, a: Point, b: Point, axis: int) -> list[float]:
        """Both ends of an opening that lies in the wall behind a stretch of the outline."""
        middle = self._in(*place_.middle)
        low, high = min(a[axis], b[axis]), max(a[axis], b[axis])
        across = abs(middle[1 - axis] - a[1 - axis])
        half = place_.item.width / 2
        along = self._in(*place_.along)
        if abs(along[1 - axis]) > 0.02 or across > place_.wall.thickness + 0.05:
            return []
        if not (low - 0.05 <= middle[axis] <= high + 0.05):
            return []
        return [middle[axis] - half, middle[axis] + half]

    # --- drawing ---

    def drawn(self) -> Sheet:
        sheet, building = self.sheet, self.building
        soft, hard = self.places.soft, self.places.hard
        draw_floor(sheet, building, self.turn_deg)
        self._zone_areas()
        draw_areas(sheet, [p for p in self.evidence if str(p.role) == "must-be-free"])
        self._lamps()
        for stair in stairs_on(self.layout, self.level.id):
            with sheet.group(stair.id):
                for label in draw_stair(sheet, stair, self.level.id):
                    self._keep(label)
            for part in parts(stair_ring(stair)):
                soft.take_ring(sheet.places(part.exterior.coords[:-1]))
        rings: dict[str, list[Point]] = {}
        standing = [p for p in self.items if "message" not in p.kind.traits]
        carriers = [p for p in self.items if "message" in p.kind.traits]
        for item in standing:
            rings[item.id] = fittings.draw(sheet, item, item.id in self.selected)
            soft.take_ring(rings[item.id])
        draw_walls(sheet, building)
        for body in (*parts(building.solid), *parts(building.glass)):
            soft.take_ring(_bridged(sheet, body))
        for column in building.columns:
            hard.take_ring(sheet.places(column_ring(column).exterior.coords[:-1]))
        for gap in building.openings:
            soft.take_ring(sheet.places(gap.gap.exterior.coords[:-1]))
        for window in building.windows:
            with sheet.group(window.id):
                draw_window(sheet, window)
        self._doors()
        for item in carriers:
            rings[item.id] = fittings.draw(sheet, item, item.id in self.selected)
            hard.take(_around(rings[item.id], 0.15))
        self._posts()
        draw_areas(sheet, [p for p in self.evidence if str(p.role) != "must-be-free"])
        for piece in self.evidence:
            for part in parts(piece.geometry):
                soft.take_ring(sheet.places(part.exterior.coords[:-1]))
        for label in draw_measures(sheet, self.evidence, self.places):
            sheet.labels.append(label)
        if self.dimensions:
            self._draw_dimensions()
        self._foot()
        # ids find their places first, next to their things; a mark's leader may run under one
        tags = [self._tag(item, rings[item.id]) for item in carriers]
        marks = self._place_marks(rings)
        self._zone_names()
        for item in standing:
            if not item.kind.traits & fittings.UNNAMED:
                self._plain_tag(item, rings[item.id])
        if self.dimensions:
            self._inner_widths()
        for draw in (*tags, *marks):
            draw()
        self._note()
        return sheet

    def _keep(self, label: Label, margin: float = 0.2) -> None:
        self.places.keep(label.box, margin)
        self.sheet.labels.append(label)

    def _zone_areas(self) -> None:
        for zone in self.zones:
            with self.sheet.group(zone.id):
                ring = self.sheet.places(zone.ring)
                if tint := TINTS.get(zone.use):
                    self.sheet.path(ring, fill=tint)
                if zone.use in ("exterior", "entrance", "main_aisle"):
                    self.sheet.path(ring, stroke="line-2", width=0.14, dash="1.6 1")

    def _lamps(self) -> None:
        for lamp in self.layout.luminaires:
            if lamp.level == self.level.id:
                with self.sheet.group(lamp.id):
                    fittings.draw_lamp(self.sheet, lamp)

    def _doors(self) -> None:
        sheet = self.sheet
        street = {door.id: side for door, side in self.building.street_doors}
        for door in self.building.doors:
            is_entrance = isinstance(door.item, Door) and door.item.is_entrance
            with sheet.group(door.id):
                draw_door(sheet, door)
                if door.id in street:
                    triangle = sheet.places(door_arrow(door, street[door.id], sheet.scale))
                    fill = "ink-2" if is_entrance else "halo"
                    sheet.path(triangle, fill=fill, stroke="ink-2", width=0.2)
                    self.places.hard.take(_around(triangle, 0.2))
        for sweep in self.building.swings():
            self.places.soft.take_ring(sheet.places(sweep))

    def _posts(self) -> None:
        for post in self.layout.staff:
            if post.level == self.level.id:
                with self.sheet.group(post.id):
                    box = fittings.draw_post(self.sheet, post)
                self.places.soft.take(box)

    # --- names ---

    def _zone_names(self) -> None:
        for zone in self.zones:
            self._zone_name(zone)

    def _zone_name(self, zone: Zone) -> None:
        sheet, room = self.sheet, self.places
        words = named(zone.name, self.lang) or i18n.say(f"drawing.use.{zone.use}", self.lang)
        ring = sheet.places(zone.ring)
        inside = Room(sheet.width, sheet.height)
        inside.take_ring(ring)
        ink = "ink-3" if zone.use == "exterior" else "ink-2"
        around = _around(ring, 0.0)
        for size in (2.5, 2.1, 1.8):
            text = shortened(words, size, 60.0, bold=True)
            wide, high = text_width(text, size, bold=True) + 0.8, size * 1.3
            box = self._in_zone(around, inside, wide, high)
            if box is not None:
                break
        else:
            spot = room.find(_around([_middle(ring)], 0.3), wide, high, on_it=True, farthest=24.0)
            if spot is None:
                sheet.left_out.append(zone.id)
                return
            box = spot.box
            if spot.gap > 1.0:
                self._leader(box, _middle(ring), "line-2")
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        sheet.text(*middle, text, size, fill=ink, bold=True, halo="halo")
        self._keep(Label("zone", zone.id, box), 0.15)

    def _in_zone(self, around: Box, inside: Room, wide: float, high: float) -> Box | None:
        across, down = around[2] - around[0] - wide, around[3] - around[1] - high
        if across < 0 or down < 0:
            return None
        columns, rows = min(int(across / 1.8), 17) + 1, min(int(down / 1.4), 17) + 1
        best = None
        for j in range(rows):
            for i in range(columns):
                share_x = i / (columns - 1) if columns > 1 else 0.5
                share_y = j / (rows - 1) if rows > 1 else 0.5
                x, y = around[0] + across * share_x, around[1] + down * share_y
                box = (x, y, x + wide, y + high)
                cost = abs(share_x - 0.5) * across * 0.08 + abs(share_y - 0.5) * down * 0.05
                if best is not None and cost >= best[0]:
                    continue
                cells = inside.cells(box)
                if not self.places.hard.are_free(cells) or inside.share(cells) < 0.97:
                    continue
                cost += 22.0 * self.places.soft.share(cells)
                cost += 8.0 * self.places.leaders.share(cells)
                if best is None or cost < best[0] - 1e-9:
                    best = (cost, box)
        return None if best is None or best[0] > 16.0 else best[1]

    def _tag(self, item: Placed, ring: list[Point]) -> Callable[[], None]:
        sheet, size = self.sheet, 1.9
        words = shortened(item.id, size, 16.0, bold=True)
        wide, high = max(text_width(words, size, bold=True) + 1.4, 3.2), 2.9
        hung = item.kind.mount in ("wall", "window")
        toward = item.fixture.facing_deg if hung else 90.0
        on = item.id in self.selected
        far = 200.0 if on else FARTHEST
        spot = self.places.find(
            _around(ring, 0.0), wide, high, toward_deg=toward, farthest=far, behind=14.0 * hung
        )
        if spot is None:
            sheet.left_out.append(item.id)
            return lambda: None
        x0, y0, x1, y1 = spot.box
        if spot.gap > 1.2:
            self._leader(spot.box, _middle(ring), "primary" if on else "carrier")
        self._keep(Label("tag", item.id, spot.box, _middle(ring)))

        def draw() -> None:
            fill, stroke = ("primary", "primary") if on else ("halo", "carrier")
            ink = "on-primary" if on else "carrier"
            with sheet.group(item.id):
                sheet.box(x0, y0, wide, high, 0.7, fill=fill, stroke=stroke, width=0.2)
                sheet.text((x0 + x1) / 2, (y0 + y1) / 2, words, size, fill=ink, bold=True)

        return draw

    def _plain_tag(self, item: Placed, ring: list[Point]) -> None:
        sheet, size = self.sheet, 1.8
        around = _around(ring, 0.0)
        if max(around[2] - around[0], around[3] - around[1]) < 1.6 and not self.selected:
            return  # smaller than its own name
        words = shortened(item.id, size, 16.0)
        wide, high = text_width(words, size) + 0.5, size * 1.2
        on = item.id in self.selected
        away = item.fixture.facing_deg
        spot = self.places.find(
            _around(ring, -0.1), wide, high, toward_deg=away, farthest=60.0 if on else 1.7
        )
        if spot is None:
            return
        away_from_home = self.places.home.taken(spot.box) < 0.5 < self.places.home.taken(around)
        if not on and (away_from_home or self.places.soft.taken(spot.box) > 0.3):
            return
        middle = ((spot.box[0] + spot.box[2]) / 2, (spot.box[1] + spot.box[3]) / 2)
        ink = "primary" if on else "ink-3"
        with sheet.group(item.id):
            if spot.gap > 2.0:
                self._leader(spot.box, _middle(ring), ink)
            sheet.text(*middle, words, size, fill=ink, bold=on, halo="halo")
        self._keep(Label("tag", item.id, spot.box, _middle(ring)))

    def _leader(self, box: Box, to: Point, ink: str) -> None:
        start = nearest(box, to)
        if math.dist(start, to) < 0.5:
            return
        self.sheet.line(start, to, stroke=ink, width=0.14)
        self.sheet.circle(*to, 0.3, fill=ink)
        self.places.leaders.take_line(start, to)

    # --- marks ---

    def _place_marks(self, rings: dict[str, list[Point]]) -> list[Callable[[], None]]:
        later = []
        half = RADIUS * 1.22
        for mark in sorted(self.marks, key=lambda m: (m.number, m.subject)):
            at = self.sheet.place(*mark.at)
            subject = mark.subject.partition("/")[0]  # a pocket belongs to its rack
            ring = rings.get(subject)
            thing = _around([at], 0.2)
            if ring is not None and _holds(_around(ring, 2.0), at):
                thing = _around(ring, 0.0)
            item = self.by_id.get(subject)
            hung = item is not None and item.kind.mount in ("wall", "window")
            toward = item.fixture.facing_deg if item is not None and hung else 45.0
            spot = self.places.find(
                thing, 2 * half, 2 * half, toward_deg=toward, on_it=True, behind=14.0 * hung
            )
            if spot is None:
                self.sheet.left_out.append(str(mark.number))
                continue
            x, y = (spot.box[0] + spot.box[2]) / 2, (spot.box[1] + spot.box[3]) / 2
            if spot.gap > 1.2:
                self._leader((x, y, x, y), at, _ink(mark.severity))
            self._keep(Label("mark", str(mark.number), spot.box, at), 0.1)
            later.append(self._drawer(x, y, mark))
        return later

    def _drawer(self, x: float, y: float, mark: Mark) -> Callable[[], None]:
        def draw() -> None:
            with self.sheet.group(str(mark.number), "mark"):
                draw_mark(self.sheet, x, y, mark.number, mark.severity)

        return draw

    # --- dimensions ---

    def _draw_dimensions(self) -> None:
        for facade in self.facades:
            off = FIRST
            if facade.chain is not None:
                self._chain(facade.side, facade.chain, off)
                off += NEXT + facade.chain.rows * 2.3
            if facade.overall is not None:
                low, high = facade.overall
                whole = Chain((low, high), (((low + high) / 2, f"{high - low:.2f}", 0),))
                self._chain(facade.side, whole, off)

    def _inner_widths(self) -> None:
        """The clear width of doors between rooms, where nothing is in the way."""
        outer = {opening.id for opening in self.building.outer}
        for door in self.building.doors:
            if door.id in outer:
                continue
            half, words = door.item.width / 2, f"{door.item.width:.2f}"
            for side in ("left", "right"):
                deep = 1.3 / self.sheet.scale
                start, end = self.sheet.places(door.place(a, deep, side) for a in (-half, half))
                text = self.sheet.place(*door.place(0.0, 2.7 / self.sheet.scale, side))
                turn = readable(start, end)
                box = text_box(*text, words, TEXT, turn_deg=turn)
                band = _around([start, end], 0.5)
                free = self.places.hard.is_free(box) and self.places.hard.is_free(band)
                if not free or self.places.soft.taken(box) + self.places.soft.taken(band) > 0.25:
                    continue
                self.sheet.line(start, end, stroke="dim", width=0.12)
                tick(self.sheet, (start, end), start, end, "ink-2")
                self.sheet.text(*text, words, TEXT, fill="ink-2", turn_deg=turn, halo="halo")
                self._keep(Label("dimension", words, box))
                break

    def _chain(self, side: tuple[float, float], chain_: Chain, off: float) -> None:
        sheet = self.sheet
        edges = (self.box[1], self.box[2], self.box[3], self.box[0])
        edge = dict(zip(SIDES, edges, strict=True))
        line = edge[side] + (side[0] + side[1]) * off / sheet.scale

        def at(along: float, out: float = 0.0) -> Point:
            """Along the side, `out` further from the hall [m along, mm out]."""
            across = line + (side[0] + side[1]) * out / sheet.scale
            flat = (along, across) if side[0] == 0 else (across, along)
            return sheet.place(*self._out(*flat))

        first, last = at(chain_.stops[0]), at(chain_.stops[-1])
        extensions = [(at(s, -off + 0.8), at(s, 0.9)) for s in chain_.stops]
        sheet.lines(*extensions, stroke="line-2", width=0.1)
        sheet.line(first, last, stroke="dim", width=0.12)
        self.places.soft.take_line(first, last)
        tick(sheet, tuple(at(s) for s in chain_.stops), first, last, "ink-2")
        turn = readable(first, last)
        for middle, words, row in chain_.texts:
            out = -1.35 if row == 0 else 1.35 + (row - 1) * 2.3
            x, y = at(middle, out)
            box = sheet.text(x, y, words, TEXT, fill="ink-2", turn_deg=turn, halo="halo")
            self._keep(Label("dimension", words, box))

    # --- foot ---

    def _foot(self) -> None:
        sheet = self.sheet
        below = legend_height(self.entries, sheet.width - 2 * EDGE)
        top = sheet.height - below - FOOT
        for box in draw_foot(sheet, top, self.ratio, self.level.north_deg):
            self.places.keep(box)
        draw_legend(sheet, self.entries, EDGE, sheet.height - below, sheet.width - 2 * EDGE)
        self.places.hard.take((0.0, top, sheet.width, sheet.height))

    def _note(self) -> None:
        """Say how many ids had no room, rather than leave them out silently."""
        if count := len(self.sheet.left_out):
            words = i18n.say("drawing.left-out", self.lang, n=count)
            top = self.sheet.height - legend_height(self.entries, self.sheet.width - 2 * EDGE)
            self.sheet.text(
                self.sheet.width / 2, top - 3.0, words, 2.1, anchor="middle", fill="ink-3"
            )

    def _legend(self) -> list[Entry]:
        level = self.level.id
        lamps = any(lamp.level == level for lamp in self.layout.luminaires)
        posts = any(post.level == level for post in self.layout.staff)
        return fittings.legend_entries(
            self.lang, self.items, self.building.doors, self.marks, self.evidence, lamps, posts
        )


def _main_direction(outline: Sequence[Point]) -> float:
    """Turn of the longest wall, within 45° of the page's edges [deg]."""
    turns: dict[float, float] = {}
    for a, b in zip(outline, [*outline[1:], outline[0]], strict=True):
        turn = round(math.degrees(math.atan2(b[1] - a[1], b[0] - a[0])) % 90.0, 2) % 90.0
        turns[turn] = turns.get(turn, 0.0) + math.dist(a, b)
    best = max(turns, key=lambda turn: (round(turns[turn], 6), -turn))
    return best - 90.0 if best > 45.0 else best


def _turned(x: float, y: float, turn_deg: float) -> Point:
    if turn_deg == 0.0:
        return (x, y)
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    return (x * c - y * s, x * s + y * c)


def _apart(stops: list[float]) -> list[float]:
    """Sorted places without those closer than a centimetre to the one before [m]."""
    kept: list[float] = []
    for stop in stops:
        if not kept or stop - kept[-1] > 0.01:
            kept.append(round(stop, 4))
    return kept


def _around(ring: Sequence[Point], margin: float) -> Box:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return (min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)


def _middle(ring: Sequence[Point]) -> Point:
    box = _around(ring, 0.0)
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _holds(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _bridged(sheet: Sheet, body: shapely.Polygon) -> list[Point]:
    """A polygon with holes as one ring that runs in and out of them, for even-odd filling."""
    ring = list(sheet.places(body.exterior.coords))
    for hole in body.interiors:
        ring += [*sheet.places(hole.coords), ring[0]]
    return ring


def _ink(severity: str) -> str:
    return {"critical": "critical", "major": "major", "minor": "minor", "info": "minor"}.get(
        severity, "pass" if severity == "passed" else "unsure"
    )
