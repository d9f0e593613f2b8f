"""What is wrong with a layout file: every mistake, its place, what was found and expected."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pydantic
import shapely

from planner import i18n
from planner.errors import Problem

if TYPE_CHECKING:
    from planner.model.layout import Layout

MOST = 200  # mistakes listed; a file with more is not a layout with mistakes in it
SMALLEST_AREA = 0.01  # m²; a ring below this is a slip of the hand
NARROWEST = 0.005  # m; a part thinner than this is a spike
EDGE = 0.02  # m; how far over the outline a footprint may reach before it counts as outside


def short(value: object) -> str:
    """A found value as a person may see it: its start, free of control characters."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(char if char.isprintable() else " " for char in text[:200])
    return text if len(text) <= 60 else text[:57] + "…"


def say(problem: Problem, lang: str) -> str:
    """One mistake as a sentence, its place first."""
    sentence = i18n.say(problem.code, lang, **problem.values)
    return f"{problem.where}: {sentence}" if problem.where else sentence


def say_all(problems: tuple[Problem, ...], lang: str) -> str:
    """Every mistake, a line each."""
    return "\n".join(say(problem, lang) for problem in problems)


def of_fields(error: pydantic.ValidationError) -> tuple[Problem, ...]:
    """Mistakes of single fields, as pydantic found them."""
    seen: dict[str, Problem] = {}
    for entry in error.errors(include_url=False)[:MOST]:
        problem = _of_field(entry)
        seen.setdefault(problem.where, problem)  # a union reports one mistake many times
    # a list whose entries are wrong is not too short as well
    return tuple(
        problem
        for where, problem in seen.items()
        if problem.code != "model.too-few" or not any(w.startswith(f"{where}[") for w in seen)
    )


_NUMBERS = {
    "float_type",
    "float_parsing",
    "int_type",
    "int_parsing",
    "int_from_float",
}
_BOUNDS = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}


def _of_field(entry: Any) -> Problem:
    kind, loc = entry["type"], entry["loc"]
    names = [part for part in loc[:-1] if not _is_union_part(part)]
    if loc and (kind == "extra_forbidden" or not _is_union_part(loc[-1])):
        names.append(loc[-1])
    where = _path(names)
    found = short(entry["input"])
    context = entry.get("ctx", {})
    if kind == "extra_forbidden":
        return Problem("model.unknown-field", where, {"field": short(names[-1])})
    if kind == "missing":
        return Problem("model.missing-field", _path(names[:-1]), {"field": str(names[-1])})
    if kind == "finite_number":
        return Problem("model.not-finite", where, {"found": found})
    if kind in _NUMBERS:
        return Problem("model.not-a-number", where, {"found": found})
    if kind in _BOUNDS:
        limit = next(iter(context.values()))
        return Problem(f"model.{kind.replace('_', '-')}", where, {"found": found, "limit": limit})
    if kind == "literal_error":
        return Problem("model.not-one-of", where, {"found": found, "expected": context["expected"]})
    if kind == "too_short":
        values = {"found": context["actual_length"], "limit": context["min_length"]}
        return Problem("model.too-few", where, values)
    if kind == "too_long":
        return Problem("model.too-many", where, {"limit": context["max_length"]})
    if kind.startswith("string_"):
        return Problem("model.bad-text", where, {"found": found})
    if kind.startswith("date"):
        return Problem("model.not-a-date", where, {"found": found})
    return Problem("model.wrong-type", where, {"found": found, "expected": kind.split("_")[0]})


def _is_union_part(part: object) -> bool:
    """Whether a step of a location only names a branch of a union type."""
    return isinstance(part, str) and ("[" in part or part in {"constrained-str", "str"})


def _path(parts: list[Any]) -> str:
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{short(part)}" if text else short(part)
    return text


def of_sense(layout: Layout) -> tuple[Problem, ...]:
    """Mistakes that only the whole shows: ids used twice, broken rings, things out of place."""
    found: list[Problem] = []
    for search in (_ids, _references, _rings, _openings, _places):
        found += search(layout)
        if found and search in (_references, _rings):
            break  # what follows needs sound names and rings
    return tuple(found[:MOST])


def _groups(layout: Layout) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name in type(layout).model_fields:
        value = getattr(layout, name)
        if isinstance(value, tuple):
            yield name, value


def _ids(layout: Layout) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for group, things in _groups(layout):
        for number, thing in enumerate(things):
            if (name := getattr(thing, "id", None)) is None:
                continue
            where = f"{group}[{number}].id"
            if name in seen:
                yield Problem("model.id-twice", where, {"found": name, "first": seen[name]})
            seen.setdefault(name, where)


def _references(layout: Layout) -> Iterator[Problem]:
    levels = {level.id for level in layout.levels}
    walls = {wall.id for wall in layout.walls}
    campaigns = {campaign.id for campaign in layout.campaigns}
    instruments = {instrument.id for instrument in layout.instruments}
    zones = {zone.id for zone in layout.zones}
    hosts: tuple[Any, ...] = (
        *layout.walls,
        *layout.windows,
        *layout.doors,
        *layout.fixtures,
    )
    carriers = {host.id for host in hosts}
    anything = set(layout.by_id)

    def ask(where: str, name: str | None, known: set[str], sort: str) -> Iterator[Problem]:
        if name is not None and name not in known:
            yield Problem(f"model.no-such-{sort}", where, {"found": name})

    for group, things in _groups(layout):
        for number, thing in enumerate(things):
            where = f"{group}[{number}]"
            for field, known, sort in (
                ("level", levels, "level"),
                ("to_level", levels, "level"),
                ("wall", walls, "wall"),
                ("host", carriers, "host"),
                ("instrument", instruments, "instrument"),
                ("zone", zones, "zone"),
                ("target", anything, "thing"),
                ("subject", anything | {layout.id}, "thing"),
            ):
                if field == "subject" and group == "waivers":
                    continue  # a waiver outlives its subject
                yield from ask(f"{where}.{field}", getattr(thing, field, None), known, sort)
            for place, message in _messages(thing):
                yield from ask(f"{where}.{place}.campaign", message.campaign, campaigns, "campaign")


def _messages(thing: Any) -> Iterator[tuple[str, Any]]:
    if (message := getattr(thing, "message", None)) is not None:
        yield "message", message
    for f, face in enumerate(getattr(thing, "faces", ())):
        for t, tier in enumerate(face.tiers):
            for p, pocket in enumerate(tier.pockets):
                if pocket.leaflet is not None:
                    yield f"faces[{f}].tiers[{t}].pockets[{p}].leaflet", pocket.leaflet


def _rings(layout: Layout) -> Iterator[Problem]:
    for n, level in enumerate(layout.levels):
        yield from of_ring(level.outline, f"levels[{n}].outline")
        for h, hole in enumerate(level.holes):
            yield from of_ring(hole, f"levels[{n}].holes[{h}]")
    for n, zone in enumerate(layout.zones):
        yield from of_ring(zone.ring, f"zones[{n}].ring")
    for n, stair in enumerate(layout.stairs):
        for k, landing in enumerate(stair.landings):
            yield from of_ring(landing.ring, f"stairs[{n}].landings[{k}].ring")
    for n, level in enumerate(layout.levels):
        rings = (level.outline, *level.holes)
        if any(True for ring in rings for _ in of_ring(ring, "")):
            continue
        outline = shapely.Polygon(level.outline)
        holes = [shapely.Polygon(hole) for hole in level.holes]
        for h, hole in enumerate(holes):
            where = f"levels[{n}].holes[{h}]"
            if not outline.covers(hole):
                yield Problem("model.hole-outside", where)
            elif any(hole.intersection(other).area > 0 for other in holes[:h]):
                yield Problem("model.holes-overlap", where)
            elif not shapely.Polygon(level.outline, level.holes).is_valid:
                yield Problem("model.hole-touches", where)
                break


def of_ring(ring: tuple[tuple[float, float], ...], where: str) -> Iterator[Problem]:
    """What is wrong with one ring: crossing, spike, repeated corner, too small."""
    closed = ring[0] == ring[-1]
    corners = ring[:-1] if closed else ring
    if len(set(corners)) < 3:
        yield Problem("model.ring-too-few", where, {"found": len(set(corners))})
        return
    for number, corner in enumerate(corners):
        if corner == corners[number - 1]:
            yield Problem("model.corner-twice", f"{where}[{number}]", _at(corner))
            return
    if spike := _spike(corners):
        yield Problem("model.ring-spike", where, _at(spike))
        return
    if crossing := _crossing(corners):
        yield Problem("model.ring-crosses", where, _at(crossing))
        return
    area = shapely.Polygon(corners).area
    if area < SMALLEST_AREA:
        yield Problem("model.ring-tiny", where, {"area": f"{area:.4f}"})


def _crossing(corners: tuple[tuple[float, float], ...]) -> tuple[float, float] | None:
    line = shapely.LinearRing(corners)
    if line.is_simple:
        return None
    knots = shapely.node(line)
    counts: dict[tuple[float, float], int] = {}
    for part in shapely.get_parts(knots):
        for end in (part.coords[0], part.coords[-1]):
            point = (round(end[0], 6), round(end[1], 6))
            counts[point] = counts.get(point, 0) + 1
    crossings = sorted(point for point, count in counts.items() if count > 2)
    return crossings[0] if crossings else corners[0]


def _spike(corners: tuple[tuple[float, float], ...]) -> tuple[float, float] | None:
    """A corner where the ring turns back on itself."""
    for number, corner in enumerate(corners):
        before, after = corners[number - 1], corners[(number + 1) % len(corners)]
        back = (before[0] - corner[0], before[1] - corner[1])
        on = (after[0] - corner[0], after[1] - corner[1])
        reach = min(math.hypot(*back), math.hypot(*on))
        if reach == 0:
            continue
        sine = (back[0] * on[1] - back[1] * on[0]) / (math.hypot(*back) * math.hypot(*on))
        cosine = back[0] * on[0] + back[1] * on[1]
        if cosine > 0 and abs(sine) * reach < NARROWEST:
            return corner
    return None


def _at(point: tuple[float, float]) -> dict[str, object]:
    return {"x": f"{point[0]:.2f}", "y": f"{point[1]:.2f}"}


def _openings(layout: Layout) -> Iterator[Problem]:
    taken: dict[str, list[tuple[float, float, str]]] = {}
    groups: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("doors", layout.doors),
        ("windows", layout.windows),
    )
    for group, openings in groups:
        for number, opening in enumerate(openings):
            where = f"{group}[{number}]"
            wall = layout.by_id[opening.wall]
            length = math.dist(wall.start, wall.end)
            low, high = opening.at - opening.width / 2, opening.at + opening.width / 2
            if low < -0.001 or high > length + 0.001:
                values = {"low": f"{low:.2f}", "high": f"{high:.2f}", "length": f"{length:.2f}"}
                yield Problem("model.opening-off-wall", where, values | {"wall": wall.id})
            for other_low, other_high, name in taken.setdefault(wall.id, []):
                if low < other_high - 0.001 and high > other_low + 0.001:
                    yield Problem("model.openings-overlap", where, {"other": name})
            taken[wall.id].append((low, high, opening.id))
    for number, window in enumerate(layout.windows):
        if window.head <= window.sill:
            yield Problem("model.window-upside-down", f"windows[{number}]")
    for number, wall in enumerate(layout.walls):
        if math.dist(wall.start, wall.end) < 0.01:
            yield Problem("model.wall-too-short", f"walls[{number}]")
    shares = [door.share for door in layout.doors if door.is_entrance and door.share is not None]
    if sum(shares) > 1.0 + 1e-9:
        yield Problem("model.shares-over-one", "doors", {"found": f"{sum(shares):.2f}"})


def _places(layout: Layout) -> Iterator[Problem]:
    """Things outside the hall that are neither in an exterior zone nor on an outer face."""
    allowed: dict[str, Any] = {}
    for level in layout.levels:
        floor = shapely.Polygon(level.outline, level.holes)
        outside = [
            shapely.Polygon(zone.ring)
            for zone in layout.zones
            if zone.level == level.id and zone.use == "exterior"
        ]
        area = shapely.union_all([floor.buffer(EDGE), *outside])
        shapely.prepare(area)
        allowed[level.id] = area
    for group in ("columns", "fixtures", "luminaires", "staff"):
        for number, thing in enumerate(getattr(layout, group)):
            if getattr(thing, "host", None) in layout.by_id:
                continue  # its host says where it is; the catalogue looks at its distance
            if not shapely.intersects_xy(allowed[thing.level], *thing.at):
                yield Problem(
                    "model.outside", f"{group}[{number}]", {"id": thing.id} | _at(thing.at)
                )
