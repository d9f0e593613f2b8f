"""A kind's own drawing, on plan and on a wall, and the same shapes for the browser."""

import json
import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from planner.catalog import Kind, Shape, kinds
from planner.drawing.sheet import Point, Sheet
from planner.model.shapes import heading

Place = Callable[[float, float], Point]  # from the kind's own frame to paper

THINNEST = 0.9  # mm; a poster is drawn this thick on plan, however thin it is
SMALL = 0.3  # mm; smaller strokes of a symbol are left out

#: fill of a shape -> (fill, stroke) by role of colour
FURNITURE = {
    "body": ("furniture", "furniture-line"),
    "paper": ("page", "furniture-line"),
    "accent": ("furniture-dark", "none"),
    "detail": ("furniture-detail", "none"),
    "glass": ("glass", "furniture-line"),
    "dark": ("furniture-line", "none"),
    "light": ("tile", "none"),
    "none": ("none", "furniture-line"),
}
CARRIER = FURNITURE | {
    "body": ("carrier-soft", "carrier"),
    "paper": ("page", "carrier"),
    "accent": ("carrier", "none"),
    "dark": ("carrier", "none"),
    "glass": ("carrier-soft", "carrier"),
    "none": ("none", "carrier"),
}
LAMP = dict.fromkeys(FURNITURE, ("none", "lamp")) | {"accent": ("lamp", "none")}
GREY = dict.fromkeys(FURNITURE, ("furniture", "line-2")) | {"none": ("none", "line-2")}


def is_carrier(kind: Kind) -> bool:
    """Whether things of a kind carry a message."""
    return "message" in kind.traits


def draw_on_plan(
    sheet: Sheet,
    kind: Kind,
    at: Point,
    size: Sequence[float],
    facing_deg: float,
    *,
    look: dict[str, tuple[str, str]] | None = None,
) -> list[Point]:
    """Draw a thing on plan; the corners of what was drawn [mm]."""
    hung = kind.mount in ("wall", "window")
    least = THINNEST / sheet.scale
    frame = _plan_frame(at, size, facing_deg, least, hung)
    look = look or (CARRIER if is_carrier(kind) else FURNITURE)
    wide, deep = size[0] * sheet.scale, max(size[1], least) * sheet.scale

    def paper(u: float, v: float) -> Point:
        return sheet.place(*frame(u, v))

    overhead = kind.mount == "ceiling" and "luminaire" not in kind.traits
    draw_shapes(sheet, kind.plan, paper, wide, deep, look, dashed=overhead)
    return [paper(u, v) for u, v in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))]


def _plan_frame(
    at: Point, size: Sequence[float], facing_deg: float, least: float, hung: bool
) -> Place:
    nx, ny = heading(facing_deg)
    width, depth = size[0], size[1]
    x, y = at
    if depth < least:
        if hung:
            x, y = x + nx * (least - depth) / 2, y + ny * (least - depth) / 2
        depth = least
    return lambda u, v: (
        x - ny * u * width + nx * v * depth,
        y + nx * u * width + ny * v * depth,
    )


def draw_on_wall(
    sheet: Sheet,
    kind: Kind,
    left: float,
    top: float,
    wide: float,
    high: float,
    *,
    look: dict[str, tuple[str, str]] | None = None,
) -> None:
    """Draw a thing seen from the front into a rectangle on paper [mm]."""
    look = look or (CARRIER if is_carrier(kind) else FURNITURE)

    def paper(u: float, v: float) -> Point:
        return (left + (u + 0.5) * wide, top + (1 - v) * high)

    draw_shapes(sheet, kind.elevation, paper, wide, high, look)


def artwork(colours: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The look of a carrier whose artwork has these colours, the dominant one first."""
    look = dict(CARRIER)
    if colours:
        look["accent"] = (colours[0], "none")
        look["dark"] = (colours[1] if len(colours) > 1 else colours[0], "none")
    return look


def draw_shapes(
    sheet: Sheet,
    shapes: Sequence[Shape],
    paper: Place,
    wide: float,
    high: float,
    look: dict[str, tuple[str, str]],
    *,
    dashed: bool = False,
) -> None:
    """Draw a kind's shapes; `wide` and `high` are its size on paper [mm]."""
    small = min(wide, high)
    weight = 0.18 if max(wide, high) > 4 else 0.12
    for number, shape in enumerate(shapes):
        fill, stroke = look[shape.fill]
        line = weight if number == 0 else weight * 0.72
        dash = "0.7 0.5" if dashed or shape.dash else ""
        p = shape.numbers
        if shape.form == "circle":
            radius = p[2] * small
            if radius < SMALL / 2 and number:
                continue
            x, y = paper(p[0], p[1])
            sheet.circle(x, y, radius, fill=fill, stroke=stroke, width=line, dash=dash)
        elif shape.form == "text":
            size = 0.42 * small
            if size >= 1.8 and shape.text:
                x, y = paper(p[0], p[1])
                sheet.text(x, y, shape.text, min(size, 3.0), fill="ink-2")
        elif shape.form in ("line", "arc"):
            points = outline(shape, wide, high)
            ink = fill if stroke == "none" else stroke
            sheet.line(*(paper(u, v) for u, v in points), stroke=ink, width=line, dash=dash)
        else:
            points = outline(shape, wide, high)
            flat = shape.form == "rect" and p[2] * wide < SMALL and p[3] * high < SMALL
            if number and flat:
                continue
            sheet.path(
                (paper(u, v) for u, v in points), fill=fill, stroke=stroke, width=line, dash=dash
            )


def outline(shape: Shape, wide: float, high: float) -> list[Point]:
    """Corners of a rect, poly, line or arc in the kind's own frame."""
    p = shape.numbers
    small = min(wide, high)
    if shape.form == "rect":
        u, v, w, h = p
        if not shape.round:
            return [(u, v), (u + w, v), (u + w, v + h), (u, v + h)]
        radius = shape.round * small
        ru, rv = min(radius / wide, w / 2), min(radius / high, h / 2)
        points = []
        for cu, cv, start in (
            (u + w - ru, v + rv, -90), (u + w - ru, v + h - rv, 0),
            (u + ru, v + h - rv, 90), (u + ru, v + rv, 180),
        ):  # fmt: skip
            steps = 3 if radius < 1.0 else 8
            for step in range(steps + 1):
                a = math.radians(start + 90 * step / steps)
                points.append((cu + ru * math.cos(a), cv + rv * math.sin(a)))
        return points
    if shape.form == "arc":
        u, v, radius, begin, end = p
        count = max(6, int(abs(end - begin) / 15))
        ru, rv = radius * small / wide, radius * small / high
        turns = [math.radians(begin + (end - begin) * k / count) for k in range(count + 1)]
        return [(u + ru * math.cos(a), v + rv * math.sin(a)) for a in turns]
    return list(zip(p[::2], p[1::2], strict=True))


@cache
def symbols() -> dict[str, dict[str, Any]]:
    """Every kind as a browser needs it to draw, list and find it, by id."""
    return {kind.id: _symbol(kind) for kind in kinds().values()}


def symbols_json() -> str:
    """`symbols` as JSON: sizes in metres, shapes in the kind's own frame.

    A shape is ``{"form", "numbers", "fill"}`` with ``round``, ``dash``, ``text`` where it has
    them; the frame and the numbers are those of `planner.catalog`.
    """
    return json.dumps(symbols(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _symbol(kind: Kind) -> dict[str, Any]:
    return {
        "name": kind.name,
        "group": kind.group,
        "mount": kind.mount,
        "size": list(kind.size),
        "height": kind.height,
        "letter": kind.letter,
        "traits": sorted(kind.traits),
        "search": list(kind.search),
        "plan": [_shape(shape) for shape in kind.plan],
        "elevation": [_shape(shape) for shape in kind.elevation],
    }


def _shape(shape: Shape) -> dict[str, Any]:
    table: dict[str, Any] = {"form": shape.form, "numbers": list(shape.numbers), "fill": shape.fill}
    if shape.round:
        table["round"] = shape.round
    if shape.dash:
        table["dash"] = True
    if shape.text:
        table["text"] = shape.text
    return table
