"""Dimension lines as architects draw them, and chains of them along facades."""

import itertools
import math
from dataclasses import dataclass

from planner.drawing.sheet import Label, Point, Sheet, text_width

TEXT = 1.9  # mm
TICK = 0.62  # mm


def dimension(
    sheet: Sheet,
    start: Point,
    end: Point,
    words: str,
    *,
    ink: str = "dim",
    text: str = "ink-2",
    size: float = TEXT,
    side: float = 1.0,
    bold: bool = False,
) -> Label:
    """A line from `start` to `end` with 45° ticks and its text over its middle [mm].

    `side` -1 puts the text below it.
    """
    tick(sheet, (start, end), start, end, ink)
    sheet.line(start, end, stroke=ink, width=0.12)
    turn = readable(start, end)
    up = (math.sin(math.radians(turn)), -math.cos(math.radians(turn)))
    x = (start[0] + end[0]) / 2 + up[0] * 1.35 * side
    y = (start[1] + end[1]) / 2 + up[1] * 1.35 * side
    box = sheet.text(x, y, words, size, fill=text, turn_deg=turn, halo="halo", bold=bold)
    return Label("measure", words, box)


def tick(sheet: Sheet, at: tuple[Point, ...], start: Point, end: Point, ink: str) -> None:
    """Strokes at 45° over a dimension line."""
    length = math.dist(start, end) or 1.0
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    dx, dy = (ux + uy) * TICK * 0.7071, (uy - ux) * TICK * 0.7071
    sheet.lines(*(((x - dx, y - dy), (x + dx, y + dy)) for x, y in at), stroke=ink, width=0.22)


def readable(start: Point, end: Point) -> float:
    """Turn of a text along a line so that it reads from below or from the right [deg]."""
    turn = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
    turn = math.remainder(turn, 360.0)
    if turn > 90.0 - 1e-6:
        turn -= 180.0
    elif turn < -90.0 - 1e-6:
        turn += 180.0
    return round(turn, 3) + 0.0


@dataclass(frozen=True)
class Chain:
    """Places along one line, told in metres along it, and how their texts are stacked."""

    stops: tuple[float, ...]
    texts: tuple[tuple[float, str, int], ...]  # middle, words, row: 0 above, 1, 2 below the line

    @property
    def rows(self) -> int:
        """Rows of texts below the line."""
        return max((row for _, _, row in self.texts), default=0)


def chain(stops: list[float], scale: float) -> Chain:
    """Lay out the texts of a chain so that none covers another [m along, mm per m].

    A text wider than its part goes below the line, in the first row with room.
    """
    ends = [-math.inf, -math.inf, -math.inf, -math.inf]
    texts = []
    for low, high in itertools.pairwise(stops):
        words = f"{high - low:.2f}"
        wide = text_width(words, TEXT) + 0.5
        middle = (low + high) / 2
        left, right = middle * scale - wide / 2, middle * scale + wide / 2
        if (high - low) * scale >= wide + 0.3:
            texts.append((middle, words, 0))
            continue
        for row in (1, 2, 3):
            if left >= ends[row]:
                ends[row] = right
                texts.append((middle, words, row))
                break
    return Chain(tuple(stops), tuple(texts))
