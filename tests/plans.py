"""Halls drawn in text.

    #####DD####
    #         #      # wall   D entrance   X exit   d door of a room   W window
    #p        #      (space) floor
    #    r    #      lower case: a fixture, see KINDS; a case may add letters of its own
    ###########

One character is `CELL` metres; the drawing's top is the plan's top; the lower left floor
corner of the drawing is the origin. Fixtures are numbered in reading order: p1, p2, r1. A
fixture beside a wall hangs on it (or stands against it) and faces away from it. A run of
the same counter letter side by side stays one fixture a letter; widths come from the
catalogue unless `set` says otherwise.

`plan(drawing, **changes)`: `set` changes fixtures' fields by id, `hall` is laid over the
layout's JSON (tables merge, lists are appended), `zones` are ``use = [x0, y0, x1, y1]``.
"""

from typing import Any

import shapely
from shapely import box

from planner.catalog import kinds, misplaced
from planner.errors import LayoutError
from planner.model import Layout
from planner.model.mistakes import say_all

CELL = 0.5
KINDS = {
    "p": "poster_57x84",
    "b": "light_box_80x120",
    "w": "window_sticker_60x60",
    "r": "rollup_80x200",
    "l": "rack_floor",
    "c": "service_counter",
    "k": "cashier_desk",
    "t": "ticket_machine",
    "s": "self_service_terminal",
    "e": "demo_table",
    "a": "seat",
    "v": "call_display",
    "q": "showcase",
    "y": "display_counter",
    "g": "digital_screen_55",
    "n": "plant",
    "h": "hydrant",
    "f": "extinguisher",
}
_WALLS = "#DXdW"
_SIDES = {(0, 1): 270.0, (0, -1): 90.0, (1, 0): 180.0, (-1, 0): 0.0}  # wall side -> facing


def plan(
    drawing: str,
    *,
    set: dict[str, dict[str, Any]] | None = None,
    hall: dict[str, Any] | None = None,
    zones: dict[str, list[float]] | None = None,
    letters: dict[str, str] | None = None,
    cell: float = CELL,
) -> Layout:
    """Read a drawing."""
    rows = [row for row in drawing.splitlines() if row.strip()]
    left = min(len(row) - len(row.lstrip()) for row in rows)
    rows = [row[left:].rstrip() for row in reversed(rows)]
    cells = {(x, y): mark for y, row in enumerate(rows) for x, mark in enumerate(row)}
    outside = _outside(cells)
    solid = {at for at, mark in cells.items() if mark in _WALLS}
    outer = {at for at in solid if any(near in outside for near in _around(at))}
    inner_cells = [at for at in cells if at not in outside and at not in outer]
    area = shapely.union_all([_square(at, cell) for at in inner_cells])
    if area.geom_type != "Polygon":
        raise ValueError("the drawn floor falls apart")
    x0, y0, _, _ = area.bounds
    data: dict[str, Any] = {
        "id": "hall",
        "branch": {"id": "b1", "name": "hall"},
        "as_of": "2026-03-01",
        "levels": [
            {
                "id": "L1",
                "outline": _ring(area.exterior, x0, y0),
                "holes": [_ring(ring, x0, y0) for ring in area.interiors],
            }
        ],
        "walls": [],
        "doors": [],
        "windows": [],
        "zones": [],
        "fixtures": [],
    }
    _outer_walls(data, area, x0, y0)
    runs = _inner_runs(data, solid - outer, solid, cell, x0, y0)
    _openings(data, cells, outer, runs, cell, x0, y0)
    _fixtures(data, cells, solid, KINDS | (letters or {}), cell, x0, y0)
    for use, rectangle in (zones or {}).items():
        use, _, suffix = use.partition(":")
        a, b, c, d = rectangle
        ring = [[a, b], [c, b], [c, d], [a, d]]
        data["zones"].append({"id": f"z-{use}{suffix}", "level": "L1", "use": use, "ring": ring})
    fixtures = {fixture["id"]: fixture for fixture in data["fixtures"]}
    for name, changes in (set or {}).items():
        if name not in fixtures:
            raise ValueError(f"no such fixture in the drawing: {name}")
        for key, value in changes.items():
            if value == "absent":
                fixtures[name].pop(key, None)
            else:
                fixtures[name][key] = value
    layout = Layout.from_data(_merged(data, hall or {}))
    if found := misplaced(layout):
        raise LayoutError(say_all(found, "en"), problems=found)
    return layout


def _merged(base: Any, over: Any) -> Any:
    if isinstance(base, dict) and isinstance(over, dict):
        out = dict(base)
        for key, value in over.items():
            out[key] = _merged(base[key], value) if key in base else value
        return out
    if isinstance(base, list) and isinstance(over, list):
        by_id = {item["id"]: n for n, item in enumerate(base) if isinstance(item, dict)}
        out = list(base)
        for item in over:
            if isinstance(item, dict) and item.get("id") in by_id:
                out[by_id[item["id"]]] = _merged(out[by_id[item["id"]]], item)
            else:
                out.append(item)
        return out
    return over


def _around(at: tuple[int, int]) -> list[tuple[int, int]]:
    x, y = at
    return [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dx, dy) != (0, 0)]


def _outside(cells: dict[tuple[int, int], str]) -> set[tuple[int, int]]:
    wide = max(x for x, _ in cells) + 1
    high = max(y for _, y in cells) + 1
    seen: set[tuple[int, int]] = set()
    todo = [(-1, -1)]
    while todo:
        x, y = todo.pop()
        if (x, y) in seen or not (-1 <= x <= wide and -1 <= y <= high):
            continue
        if cells.get((x, y), " ") in _WALLS:
            continue
        seen.add((x, y))
        todo += [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
    return seen


def _square(at: tuple[int, int], cell: float) -> shapely.Polygon:
    x, y = at
    return box(x * cell, y * cell, (x + 1) * cell, (y + 1) * cell)


def _ring(line: shapely.LinearRing, x0: float, y0: float) -> list[list[float]]:
    ring = shapely.LinearRing(line.simplify(0).coords)
    coords = list(ring.coords)[:-1]
    if not ring.is_ccw:
        coords.reverse()
    # simplify keeps a needless first corner on a straight edge
    keep = [
        c
        for i, c in enumerate(coords)
        if not _straight(coords[i - 1], c, coords[(i + 1) % len(coords)])
    ]
    return [[round(x - x0, 6), round(y - y0, 6)] for x, y in keep]


def _straight(a, b, c) -> bool:
    return abs((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])) < 1e-9


def _outer_walls(data: dict[str, Any], area: shapely.Polygon, x0: float, y0: float) -> None:
    number = 0
    level = data["levels"][0]
    for ring, justify in [(level["outline"], "right"), *((h, "left") for h in level["holes"])]:
        for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
            number += 1
            data["walls"].append(
                {
                    "id": f"w{number}",
                    "level": "L1",
                    "start": start,
                    "end": end,
                    "thickness": 0.2,
                    "justify": justify,
                }
            )


def _inner_runs(data, inner, solid, cell, x0, y0):
    """Walls inside the hall: runs of cells, horizontal first."""
    runs = []
    used: set[tuple[int, int]] = set()
    for dx, dy in ((1, 0), (0, 1)):
        for at in sorted(inner, key=lambda c: (c[1], c[0])):
            before = (at[0] - dx, at[1] - dy)
            if before in inner or (at in used and (dx, dy) == (1, 0)):
                continue
            run = [at]
            while (after := (run[-1][0] + dx, run[-1][1] + dy)) in inner:
                run.append(after)
            alone = len(run) == 1 and not any(
                (at[0] + a, at[1] + b) in inner for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1))
            )
            if len(run) < 2 and not (alone and (dx, dy) == (1, 0)):
                continue
            used.update(run)
            runs.append((run, (dx, dy)))
    for number, (run, (dx, dy)) in enumerate(runs, 1):
        a, b = run[0], run[-1]
        start = [a[0] * cell - x0, a[1] * cell - y0]
        end = [(b[0] + dx) * cell - x0, (b[1] + dy) * cell - y0]
        middle = cell / 2
        start = [start[0] + dy * middle, start[1] + dx * middle]
        end = [end[0] + dy * middle, end[1] + dx * middle]
        data["walls"].append(
            {
                "id": f"i{number}",
                "level": "L1",
                "start": [round(v, 6) for v in start],
                "end": [round(v, 6) for v in end],
                "thickness": 0.2,
                "justify": "centre",
            }
        )
    return runs


def _openings(data, cells, outer, runs, cell, x0, y0) -> None:
    counts: dict[str, int] = {}
    seen: set[tuple[int, int]] = set()
    order = sorted(cells, key=lambda c: (-c[1], c[0]))
    for at in order:
        mark = cells[at]
        if mark not in "DXdW" or at in seen:
            continue
        run = [at]
        for dx, dy in ((1, 0), (0, -1)):
            if len(run) > 1:
                break
            while cells.get(after := (run[-1][0] + dx, run[-1][1] + dy)) == mark:
                run.append(after)
        seen.update(run)
        counts[mark] = counts.get(mark, 0) + 1
        xs = [c[0] for c in run]
        ys = [c[1] for c in run]
        middle = (
            (min(xs) + max(xs) + 1) / 2 * cell - x0,
            (min(ys) + max(ys) + 1) / 2 * cell - y0,
        )
        wall, along = _nearest_wall(data, middle)
        width = round(len(run) * cell, 6)
        if mark == "W":
            item = {"id": f"W{counts[mark]}", "wall": wall, "at": along, "width": width}
            data["windows"].append(item | {"sill": 0.3, "head": 2.6, "shop_front": True})
        else:
            use = {"D": "entrance", "X": "emergency", "d": "room"}[mark]
            item = {"id": f"{mark}{counts[mark]}", "wall": wall, "at": along, "width": width}
            data["doors"].append(item | {"use": use})


def _nearest_wall(data, middle):
    best = None
    for wall in data["walls"]:
        line = shapely.LineString([wall["start"], wall["end"]])
        point = shapely.Point(middle)
        along = line.project(point)
        gap = line.distance(point)
        ends = min(along, line.length - along)
        if ends < 0.05:
            continue
        if best is None or gap < best[0] - 1e-9:
            best = (gap, wall["id"], round(along, 6))
    return best[1], best[2]


def _fixtures(data, cells, solid, known, cell, x0, y0) -> None:
    counts: dict[str, int] = {}
    half = cell / 2
    for (x, y), mark in sorted(cells.items(), key=lambda item: (-item[0][1], item[0][0])):
        if mark not in known:
            continue
        counts[mark] = counts.get(mark, 0) + 1
        kind = kinds()[known[mark]]
        side = next((d for d in _SIDES if (x + d[0], y + d[1]) in solid), None)
        facing = _SIDES[side] if side else 0.0
        at = [(x + 0.5) * cell - x0, (y + 0.5) * cell - y0]
        if side:
            hung = kind.mount in ("wall", "window")
            inner = _is_inner(data, (x + side[0], y + side[1]), cell, x0, y0)
            gap = half + (half - 0.1 if inner else 0.0) if hung else half
            back = gap - kind.size[1] / 2
            at = [at[0] + side[0] * back, at[1] + side[1] * back]
        fixture = {
            "id": f"{mark}{counts[mark]}",
            "kind": kind.id,
            "level": "L1",
            "at": [round(v, 6) for v in at],
            "facing_deg": facing,
        }
        if kind.height is not None:
            fixture["height"] = kind.height
        data["fixtures"].append(fixture)


def _is_inner(data, at, cell, x0, y0) -> bool:
    middle = ((at[0] + 0.5) * cell - x0, (at[1] + 0.5) * cell - y0)
    return shapely.Polygon(data["levels"][0]["outline"], data["levels"][0]["holes"]).contains(
        shapely.Point(middle)
    )
