"""Room on a sheet: what is taken, and where a label still fits.

The sheet is a grid of small cells, each row one whole number whose bits are its cells; a
rectangle is asked for in a dozen operations. What is taken is marked too large rather than too
small, so that two labels never touch.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.drawing.sheet import Box, Point

CELL = 0.25  # mm

Cells = tuple[int, int, int]  #: first row, row after the last, mask of columns


class Room:
    """Cells of a sheet that are taken."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.columns = math.ceil(width / CELL)
        self.rows = [0] * math.ceil(height / CELL)

    def _span(self, low: float, high: float, most: int) -> tuple[int, int]:
        first = min(max(math.floor(low / CELL + 1e-9), 0), most)
        return first, min(max(math.ceil(high / CELL - 1e-9), first), most)

    def take(self, box: Box) -> None:
        """Mark a rectangle as taken [mm]."""
        left, right = self._span(box[0], box[2], self.columns)
        top, bottom = self._span(box[1], box[3], len(self.rows))
        mask = ((1 << (right - left)) - 1) << left
        for row in range(top, bottom):
            self.rows[row] |= mask

    def take_ring(self, ring: Sequence[Point]) -> None:
        """Mark the inside of a ring as taken [mm]."""
        ys = [p[1] for p in ring]
        top, bottom = self._span(min(ys), max(ys), len(self.rows))
        edges = list(zip(ring, [*ring[1:], ring[0]], strict=True))
        for row in range(top, bottom):
            y = (row + 0.5) * CELL
            hits = sorted(
                a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
                for a, b in edges
                if (a[1] <= y) != (b[1] <= y)
            )
            for low, high in zip(hits[::2], hits[1::2], strict=False):
                left, right = self._span(low, high, self.columns)
                self.rows[row] |= ((1 << (right - left)) - 1) << left

    def take_line(self, start: Point, end: Point) -> None:
        """Mark a line as taken [mm]."""
        for x, y in steps(start, end):
            column, row = int(x / CELL), int(y / CELL)
            if 0 <= row < len(self.rows) and 0 <= column < self.columns:
                self.rows[row] |= 1 << column

    def cells(self, box: Box) -> Cells:
        """The cells under a rectangle, for rooms of one size to be asked about alike."""
        left = max(math.floor(box[0] / CELL + 1e-9), 0)
        right = min(math.ceil(box[2] / CELL - 1e-9), self.columns)
        top = max(math.floor(box[1] / CELL + 1e-9), 0)
        bottom = min(math.ceil(box[3] / CELL - 1e-9), len(self.rows))
        if right <= left or bottom <= top:
            return (0, 0, 0)
        return (top, bottom, ((1 << (right - left)) - 1) << left)

    def is_free(self, box: Box) -> bool:
        """Whether nothing is taken in a rectangle."""
        return self.are_free(self.cells(box))

    def are_free(self, cells: Cells) -> bool:
        """Whether none of these cells is taken."""
        top, bottom, mask = cells
        return all(not row & mask for row in self.rows[top:bottom])

    def taken(self, box: Box) -> float:
        """Share of a rectangle that is taken, from 0 to 1."""
        return self.share(self.cells(box))

    def share(self, cells: Cells) -> float:
        """Share of these cells that is taken, from 0 to 1."""
        top, bottom, mask = cells
        whole = mask.bit_count() * (bottom - top)
        return sum((row & mask).bit_count() for row in self.rows[top:bottom]) / max(whole, 1)

    def crosses(self, start: Point, end: Point) -> float:
        """How far a line runs through what is taken, felt every half millimetre [mm]."""
        count = max(1, math.ceil(math.dist(start, end) / (2 * CELL)))
        dx, dy = (end[0] - start[0]) / count, (end[1] - start[1]) / count
        rows, met = self.rows, 0
        for k in range(count + 1):
            column, row = int((start[0] + dx * k) / CELL), int((start[1] + dy * k) / CELL)
            if 0 <= row < len(rows) and column >= 0 and rows[row] >> column & 1:
                met += 1
        return met * 2 * CELL


def steps(start: Point, end: Point) -> Iterator[Point]:
    """Points a cell apart along a line."""
    count = max(1, math.ceil(math.dist(start, end) / CELL))
    for k in range(count + 1):
        yield (
            start[0] + (end[0] - start[0]) * k / count,
            start[1] + (end[1] - start[1]) * k / count,
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a label came to lie."""

    box: Box
    gap: float  #: from what it belongs to [mm]


#: how far from its thing a label may lie, nearest first [mm], and in how many directions
_RINGS = (
    (0.5, 8), (1.6, 12), (3.0, 16), (5.0, 20), (8.0, 24), (12.0, 28), (17.0, 32),
    (24.0, 36), (33.0, 44), (45.0, 52), (60.0, 60), (80.0, 72), (105.0, 84),
)  # fmt: skip


class Places:
    """Puts labels where they cover no other label, no mark and as little else as can be."""

    def __init__(self, width: float, height: float) -> None:
        self.hard = Room(width, height)  # never covered
        self.soft = Room(width, height)  # better not covered
        self.leaders = Room(width, height)  # better not crossed
        self.home = Room(width, height)  # where what lies there is better labelled
        self.bounds = (0.8, 0.8, width - 0.8, height - 0.8)

    def inside(self, box: Box) -> bool:
        """Whether a box lies on the sheet."""
        b = self.bounds
        return box[0] >= b[0] and box[1] >= b[1] and box[2] <= b[2] and box[3] <= b[3]

    def find(
        self,
        thing: Box,
        width: float,
        height: float,
        *,
        toward_deg: float = 90.0,
        on_it: bool = False,
        farthest: float = 200.0,
        behind: float = 0.0,
    ) -> Spot | None:
        """A free place of a size near a thing; None where there is none.

        Parameters
        ----------
        thing : Box
            What is labelled. [mm]
        width, height : float
            Of the label. [mm]
        toward_deg : float
            The direction it should rather lie in, counter-clockwise from the right.
        on_it : bool
            Whether it may lie on the middle of its thing.
        farthest : float
            How far it may lie from its thing. [mm]
        behind : float
            What lying on the far side of its thing costs, as for a thing on a wall. [mm]
        """
        x, y = (thing[0] + thing[2]) / 2, (thing[1] + thing[3]) / 2
        if on_it:
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if self.inside(box) and self.hard.is_free(box) and self.soft.taken(box) < 0.15:
                return Spot(box, 0.0)
        best: tuple[float, Box, float] | None = None
        at_home = not self.home.is_free((x - CELL, y - CELL, x + CELL, y + CELL))
        for gap, directions in _RINGS:
            if gap > farthest or (best is not None and best[0] < 4.0 + gap):
                break
            for box, turn in self._ring(thing, width, height, gap, directions, toward_deg):
                cost = gap + 0.35 * turn
                if best is not None and cost >= best[0]:
                    continue
                if turn > 1.05:
                    cost += behind
                if not self.inside(box):
                    continue
                cells = self.hard.cells(box)
                if not self.hard.are_free(cells):
                    continue
                cost += 14.0 * self.soft.share(cells) + 16.0 * self.leaders.share(cells)
                if at_home:
                    cost += 5.0 * (1.0 - self.home.share(cells))
                if best is not None and cost >= best[0]:
                    continue
                if gap > 1.0:
                    near = nearest(box, (x, y))
                    cost += 1.6 * self.hard.crosses(near, (x, y))
                    cost += 6.0 * (self.leaders.crosses(near, (x, y)) > 0)
                if best is None or cost < best[0] - 1e-9:
                    best = (cost, box, gap)
        if best is None and farthest > 150.0:
            return self._anywhere((x, y), width, height)
        return None if best is None else Spot(best[1], best[2])

    def keep(self, box: Box, margin: float = 0.3) -> None:
        """Nothing else may cover this."""
        self.hard.take((box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin))

    def _ring(
        self, thing: Box, w: float, h: float, gap: float, directions: int, toward: float
    ) -> Iterator[tuple[Box, float]]:
        x, y = (thing[0] + thing[2]) / 2, (thing[1] + thing[3]) / 2
        half_w = (thing[2] - thing[0]) / 2 + gap + w / 2
        half_h = (thing[3] - thing[1]) / 2 + gap + h / 2
        for k in range(directions):
            angle = toward + 360.0 * k / directions
            c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            # on the rectangle around the thing that a label of this size runs along
            stretch = 1.0 / max(abs(c) / half_w, abs(s) / half_h)
            cx, cy = x + c * stretch, y - s * stretch
            turn = abs(math.remainder(angle - toward, 360.0)) / 90.0
            yield (cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2), turn

    def _anywhere(self, at: Point, w: float, h: float) -> Spot | None:
        """The nearest free place on the whole sheet."""
        left, top, right, bottom = self.bounds
        best = None
        for row in range(int((bottom - top - h) / 1.0) + 1):
            for column in range(int((right - left - w) / 1.0) + 1):
                x, y = left + column, top + row
                away = math.dist((x + w / 2, y + h / 2), at)
                if best is not None and away >= best[0]:
                    continue
                box = (x, y, x + w, y + h)
                if self.hard.is_free(box):
                    best = (away, box)
        return None if best is None else Spot(best[1], best[0])


def nearest(box: Box, point: Point) -> Point:
    """The point of a box nearest to another point."""
    return (min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3]))
