"""The foot of a plan: scale bar, ratio, north, and a legend of what occurs."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner import i18n
from planner.drawing.sheet import Box, Sheet, text_width

FOOT = 9.0  # mm
ROW = 4.8  # mm
WORDS = 2.1  # mm


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample, its width and what it means."""

    words: str
    wide: float  # of the sample [mm]
    draw: Callable[[Sheet, float, float], None]  # left, middle height [mm]


def _rows(entries: Sequence[Entry], width: float) -> list[list[tuple[float, Entry]]]:
    rows: list[list[tuple[float, Entry]]] = []
    x = math.inf
    for entry in entries:
        wide = entry.wide + 1.2 + text_width(entry.words, WORDS) + 4.0
        if x + wide - 4.0 > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry))
        x += wide
    return rows


def legend_height(entries: Sequence[Entry], width: float) -> float:
    """Height of a legend [mm]."""
    rows = len(_rows(entries, width))
    return rows * ROW + 1.0 if rows else 0.0


def draw_legend(
    sheet: Sheet, entries: Sequence[Entry], left: float, top: float, width: float
) -> None:
    """Draw the legend in rows."""
    for number, row in enumerate(_rows(entries, width)):
        y = top + ROW * (number + 0.5)
        for x, entry in row:
            entry.draw(sheet, left + x, y)
            at = left + x + entry.wide + 1.2
            sheet.text(at, y, entry.words, WORDS, anchor="start", fill="ink-2")


def draw_foot(sheet: Sheet, top: float, ratio: int, north_deg: float | None) -> list[Box]:
    """Draw scale bar and north; what they cover [mm]."""
    left, y = 2.6, top + FOOT - 2.8
    metres = next(
        (m for m in (50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
         if m * sheet.scale <= 56.0), 1,
    )  # fmt: skip
    step = metres / 5 if metres % 5 == 0 else metres / 2
    long = metres * sheet.scale
    scale_bar(sheet, left, y, metres, step)
    right = left + long + 4.0
    boxes = [(left - 1.5, y - 3.4, right + 4, y + 1.6)]
    if sheet.theme == "paper":
        boxes.append(
            sheet.text(right + 1.0, y - 0.2, f"1:{ratio}", 2.1, fill="ink-3", anchor="start")
        )
    if north_deg is not None:
        x, cy = sheet.width - 6.5, top + FOOT - 5.0
        _north(sheet, x, cy, north_deg)
        boxes.append((x - 8.0, cy - 4.2, x + 4.2, cy + 4.2))
    return boxes


def scale_bar(sheet: Sheet, left: float, y: float, metres: float, step: float) -> None:
    """A scale bar of two-tone parts, figures above."""
    s = sheet.scale
    count = round(metres / step)
    for k in range(count):
        fill = "ink" if k % 2 == 0 else "floor"
        sheet.box(left + k * step * s, y - 0.45, step * s, 0.9, fill=fill, stroke="ink", width=0.14)
    last = -math.inf
    for k in range(count + 1):
        value = f"{k * step:g}"
        words = f"{value} m" if k == count else value
        x = left + k * step * s
        if k == count:
            x += text_width(" m", 1.9) / 2
        wide = text_width(words, 1.9)
        room = x + wide / 2 + 0.6 < left + metres * s - text_width(f"{metres:g}", 1.9) / 2
        if k == count or k == 0 or (x - wide / 2 > last + 0.8 and room):
            sheet.text(x, y - 1.9, words, 1.9, fill="ink-2")
            last = x + wide / 2


def _north(sheet: Sheet, x: float, y: float, north_deg: float) -> None:
    r = 3.3
    sheet.circle(x, y, r, fill="floor", stroke="ink-2", width=0.16)
    a = math.radians(north_deg)
    fx, fy = math.cos(a), -math.sin(a)
    sx, sy = -fy, fx
    tip, back = (x + fx * r * 0.86, y + fy * r * 0.86), (x - fx * r * 0.4, y - fy * r * 0.4)
    for sign, fill in ((1, "ink"), (-1, "floor")):
        foot = (
            x - fx * r * 0.72 + sign * sx * r * 0.46,
            y - fy * r * 0.72 + sign * sy * r * 0.46,
        )
        sheet.path([tip, foot, back], fill=fill, stroke="ink", width=0.14)
    sheet.text(x - r - 1.0, y, i18n.say("drawing.north", sheet.lang), 2.3, anchor="end", bold=True)
