"""Evidence over a plan: each role has one look, whatever the colour of the paper."""

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Any

import shapely
from shapely import LineString, Polygon

from planner.drawing.dimensions import TEXT, readable, tick
from planner.drawing.room import Places, nearest
from planner.drawing.sheet import Label, Point, Sheet, shortened, text_box, text_width

HATCH = 1.7  # mm between hatch lines
MOST = 400  # hatch lines in one area, however large


def on_level(evidence: Iterable[Any], level: str) -> list[Any]:
    """Evidence of one level, in its order."""
    return [piece for piece in evidence if piece.level in ("", level)]


def hatch(ring: Polygon, step: float = HATCH, turn_deg: float = 45.0) -> list[list[Point]]:
    """Parallel lines that fill a polygon; all in paper millimetres."""
    if ring.is_empty or ring.area <= 0:
        return []
    x, y = ring.centroid.x, ring.centroid.y
    west, north, east, south = ring.bounds
    reach = math.hypot(east - west, south - north) / 2 + step
    step = max(step, 2 * reach / MOST)
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    count = int(reach / step) + 1
    # phase fixed to the sheet, so that neighbouring areas hatch as one
    base = -x * s + y * c
    first = math.floor(base / step)
    lines = []
    for k in range(first - count, first + count + 1):
        off = k * step - base
        mx, my = x - s * off, y + c * off
        lines.append(
            LineString([(mx - c * reach, my - s * reach), (mx + c * reach, my + s * reach)])
        )
    cut = shapely.intersection(shapely.MultiLineString(lines), ring)
    return [list(part.coords) for part in shapely.get_parts(cut) if part.geom_type == "LineString"]


def draw_areas(sheet: Sheet, evidence: Sequence[Any]) -> None:
    """Draw areas, lines and points of every role but measures."""
    for piece in evidence:
        role = str(piece.role)
        if role == "measure":
            continue
        for part in _flat(piece.geometry):
            if part.geom_type == "Polygon":
                _area(sheet, part, role)
            elif part.geom_type == "Point":
                x, y = sheet.place(part.x, part.y)
                ink = {"proposed": "pass", "context": "ink-2"}.get(role, "critical")
                sheet.circle(x, y, 0.55, fill=ink, stroke="halo", width=0.2)
            else:
                _line(sheet, sheet.places(part.coords), role)


def _flat(geometry: shapely.Geometry) -> list[Any]:
    found = []
    for part in shapely.get_parts(geometry):
        if hasattr(part, "geoms"):
            found += _flat(part)
        elif not part.is_empty:
            found.append(LineString(part.coords) if part.geom_type == "LinearRing" else part)
    return found


def _area(sheet: Sheet, part: Polygon, role: str) -> None:
    rings = [sheet.places(ring.coords[:-1]) for ring in (part.exterior, *part.interiors)]
    if role == "must-be-free":
        sheet.path(*rings, fill="critical", opacity=0.06)
        sheet.lines(*hatch(_valid(rings)), stroke="critical", width=0.12)
        sheet.path(*rings, stroke="critical", width=0.24, dash="1.4 0.8")
    elif role == "proposed":
        sheet.path(*rings, fill="pass", opacity=0.1)
        sheet.path(*rings, stroke="pass", width=0.36, dash="1.2 0.7")
    elif role == "context":
        sheet.path(*rings, stroke="ink-2", width=0.16)
    else:
        sheet.path(*rings, fill="critical", opacity=0.55)
        sheet.path(*rings, stroke="critical", width=0.3)


def _valid(rings: Sequence[Sequence[Point]]) -> Any:
    flat = Polygon(rings[0], rings[1:])
    return flat if flat.is_valid else flat.buffer(0)


def _line(sheet: Sheet, points: Sequence[Point], role: str) -> None:
    if role == "proposed":
        sheet.line(*points, stroke="pass", width=0.4, dash="1.2 0.7")
    elif role == "context":
        sheet.line(*points, stroke="ink-2", width=0.16)
    elif role == "must-be-free":
        sheet.line(*points, stroke="critical", width=0.3, dash="1.4 0.8")
    else:
        sheet.line(*points, stroke="critical", width=0.55)


def draw_measures(sheet: Sheet, evidence: Sequence[Any], places: Places) -> list[Label]:
    """Draw measures as dimension lines, and the labels of all evidence; what was written."""
    written = []
    for piece in evidence:
        geometry = piece.geometry
        if geometry.is_empty:
            continue
        if str(piece.role) != "measure":
            if piece.label:
                west, south, east, north = geometry.bounds
                x, y = sheet.place((west + east) / 2, (south + north) / 2)
                ink = {"proposed": "pass", "context": "ink-2"}.get(str(piece.role), "critical")
                written += _near(sheet, places, (x, y), piece.label, ink)
            continue
        for part in _flat(geometry):
            if part.geom_type == "Polygon":
                sheet.path(*[sheet.places(part.exterior.coords[:-1])], stroke="critical", width=0.2)
                x, y = sheet.place(part.centroid.x, part.centroid.y)
                written += _near(sheet, places, (x, y), piece.label, "critical")
            elif part.geom_type == "Point":
                x, y = sheet.place(part.x, part.y)
                sheet.circle(x, y, 0.5, fill="critical")
                written += _near(sheet, places, (x, y), piece.label, "critical")
            else:
                written += _measure(sheet, places, part, piece.label)
    return written


def _measure(sheet: Sheet, places: Places, line: LineString, label: str) -> list[Label]:
    points = sheet.places(line.coords)
    words = label or f"{line.length:.2f}"
    sheet.line(*points, stroke="critical", width=0.2)
    tick(sheet, (points[0],), points[0], points[1], "critical")
    tick(sheet, (points[-1],), points[-2], points[-1], "critical")
    start, end = max(itertools.pairwise(points), key=lambda pair: math.dist(*pair))
    turn = readable(start, end)
    up = (math.sin(math.radians(turn)), -math.cos(math.radians(turn)))
    long = math.dist(start, end)
    if long >= text_width(words, TEXT, bold=True) * 0.7:
        for side in (1.35, -1.35):
            x = (start[0] + end[0]) / 2 + up[0] * side
            y = (start[1] + end[1]) / 2 + up[1] * side
            box = text_box(x, y, words, TEXT, bold=True, turn_deg=turn)
            if places.hard.is_free(box) and places.inside(box):
                sheet.text(
                    x, y, words, TEXT, fill="critical", bold=True, turn_deg=turn, halo="halo"
                )
                places.keep(box, 0.1)
                return [Label("measure", words, box)]
    return _near(
        sheet, places, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), words, "critical"
    )


def _near(sheet: Sheet, places: Places, at: Point, words: str, ink: str) -> list[Label]:
    if not words:
        return []
    words = shortened(words, TEXT, 60.0, bold=True)
    wide, high = text_width(words, TEXT, bold=True) + 0.3, TEXT * 1.25
    thing = (at[0] - 0.3, at[1] - 0.3, at[0] + 0.3, at[1] + 0.3)
    spot = places.find(thing, wide, high, toward_deg=0.0)
    if spot is None:
        sheet.left_out.append(words)
        return []
    if spot.gap > 1.2:
        start = nearest(spot.box, at)
        sheet.line(start, at, stroke=ink, width=0.14)
        places.leaders.take_line(start, at)
    x, y = (spot.box[0] + spot.box[2]) / 2, (spot.box[1] + spot.box[3]) / 2
    sheet.text(x, y, words, TEXT, fill=ink, bold=True, halo="halo")
    places.keep(spot.box, 0.1)
    return [Label("measure", words, spot.box)]


def swatch(sheet: Sheet, x: float, y: float, w: float, h: float, role: str) -> None:
    """A sample of a role for the legend [mm]."""
    ring = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    if role == "must-be-free":
        sheet.lines(*hatch(Polygon(ring), 1.1), stroke="critical", width=0.12)
        sheet.path(ring, stroke="critical", width=0.2, dash="1 0.6")
    elif role == "proposed":
        sheet.path(ring, fill="pass", opacity=0.1)
        sheet.path(ring, stroke="pass", width=0.3, dash="1 0.6")
    else:
        sheet.path(ring, fill="critical", opacity=0.55)
        sheet.path(ring, stroke="critical", width=0.25)
