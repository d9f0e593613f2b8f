"""What is placed in a hall, on plan: fixtures, lamps, staff posts, and what the legend says."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from planner import i18n
from planner.catalog import Placed, kinds
from planner.drawing.evidence import swatch as sample
from planner.drawing.legend import Entry
from planner.drawing.marks import SEVERITIES, Mark, draw_mark
from planner.drawing.sheet import Box, Point, Sheet, text_width
from planner.drawing.symbols import CARRIER, FURNITURE, LAMP, draw_on_plan, is_carrier
from planner.model import Luminaire, StaffPost
from planner.model.shapes import Opening, heading

UNNAMED = frozenset({"seat", "sofa", "plant", "stanchion", "decoration", "umbrella", "staff"})
"""Traits of things whose id would only fill the plan."""

FAMILIES = (
    "light_box", "window_sticker", "poster", "notice", "rollup", "x_banner", "hanging",
    "floor_sticker", "rack", "screen",
)  # fmt: skip
SELECTED = {"body": ("primary-soft", "primary"), "none": ("none", "primary")}


def draw(sheet: Sheet, item: Placed, selected: bool) -> list[Point]:
    """Draw a fixture; its corners [mm]."""
    kind, fixture = item.kind, item.fixture
    look = CARRIER if is_carrier(kind) else FURNITURE
    if selected:
        look = look | SELECTED | {"accent": ("primary", "none"), "dark": ("primary", "none")}
    with sheet.group(item.id):
        ring = draw_on_plan(sheet, kind, fixture.at, item.size, fixture.facing_deg, look=look)
        if selected:
            sheet.path(ring, stroke="primary", width=0.4)
    return ring


def draw_lamp(sheet: Sheet, lamp: Luminaire) -> None:
    """Draw a luminaire, dim; a dead one crossed out."""
    kind = kinds()[lamp.kind]
    ring = draw_on_plan(sheet, kind, lamp.at, kind.size, lamp.facing_deg, look=LAMP)
    if lamp.state in ("dead", "off"):
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        r = 0.9
        sheet.lines(
            ((x - r, y - r), (x + r, y + r)), ((x - r, y + r), (x + r, y - r)),
            stroke="ink-3", width=0.18,
        )  # fmt: skip


def draw_post(sheet: Sheet, post: StaffPost) -> Box:
    """Draw where somebody works: a head, and shoulders square to where they look."""
    x, y = sheet.place(*post.at)
    r = max(0.16 * sheet.scale, 0.6)
    if post.route:
        route = [*sheet.places(post.route)]
        sheet.line((x, y), *route, stroke="ink-3", width=0.12, dash="1 0.8")
    if post.facing_deg is not None:
        nx, ny = heading(post.facing_deg)
        turn = math.atan2(-ny, nx)
        sweep = [turn + math.radians(a) for a in range(70, 291, 20)]
        sheet.line(
            *((x + 1.5 * r * math.cos(a), y + 1.5 * r * math.sin(a)) for a in sweep),
            stroke="ink-3", width=0.2,
        )  # fmt: skip
    sheet.circle(x, y, r, fill="person", stroke="ink-3", width=0.14)
    return (x - 1.5 * r, y - 1.5 * r, x + 1.5 * r, y + 1.5 * r)


def family(item: Placed) -> str:
    """The first family of carriers a thing belongs to."""
    return next((name for name in FAMILIES if item.has(name)), "message")


def legend_entries(
    lang: str,
    items: Sequence[Placed],
    doors: Sequence[Opening],
    marks: Sequence[Mark],
    evidence: Iterable[Any],
    lamps: bool,
    posts: bool,
) -> list[Entry]:
    """The legend: what occurs on this level, and nothing else."""

    def say(key: str) -> str:
        return i18n.say(f"drawing.{key}", lang)

    entries = []
    severities = {mark.severity for mark in marks}
    for severity in SEVERITIES:
        if severity in severities:
            entries.append(Entry(say(f"severity.{severity}"), 4.0, _mark_swatch(severity)))
    roles = {str(piece.role) for piece in evidence}
    for role in ("must-be-free", "offends", "proposed"):
        if role in roles:
            entries.append(Entry(say(f"role.{role}"), 5.0, _role_swatch(role)))
    letters: dict[str, list[str]] = {}
    for item in items:
        if is_carrier(item.kind) and item.kind.letter not in letters.setdefault(family(item), []):
            letters[family(item)].append(item.kind.letter)
    for name in (*FAMILIES, "message"):
        for letter in letters.get(name, [])[:1]:
            wide = max(3.2, text_width(letter, 1.8, bold=True) + 1.4)
            entries.append(Entry(say(f"family.{name}"), wide, _tag_swatch(letter, wide)))
    street: list[Any] = [d.item for d in doors]
    if any(door.is_entrance for door in street):
        entries.append(Entry(say("entrance"), 2.6, _triangle_swatch(True)))
    if any(door.is_exit and not door.is_entrance for door in street):
        entries.append(Entry(say("exit"), 2.6, _triangle_swatch(False)))
    if posts:
        entries.append(Entry(say("staff-post"), 2.6, _post_swatch))
    if lamps:
        entries.append(Entry(say("luminaire"), 3.0, _lamp_swatch))
    return entries


def _mark_swatch(severity: str) -> Any:
    words = {"uncertain": "≈", "needs-review": "?"}.get(severity, "")
    return lambda sheet, x, y: draw_mark(sheet, x + 2.0, y, words, severity, 1.75)


def _role_swatch(role: str) -> Any:
    def swatch(sheet: Sheet, x: float, y: float) -> None:
        sample(sheet, x, y - 1.2, 5.0, 2.4, role)

    return swatch


def _tag_swatch(letter: str, wide: float) -> Any:
    def swatch(sheet: Sheet, x: float, y: float) -> None:
        sheet.box(x, y - 1.4, wide, 2.8, 0.7, fill="halo", stroke="carrier", width=0.2)
        sheet.text(x + wide / 2, y, letter, 1.8, fill="carrier", bold=True)

    return swatch


def _triangle_swatch(filled: bool) -> Any:
    def swatch(sheet: Sheet, x: float, y: float) -> None:
        fill = "ink-2" if filled else "halo"
        points = [(x + 1.3, y - 0.95), (x + 2.45, y + 0.95), (x + 0.15, y + 0.95)]
        sheet.path(points, fill=fill, stroke="ink-2", width=0.2)

    return swatch


def _post_swatch(sheet: Sheet, x: float, y: float) -> None:
    sheet.circle(x + 1.3, y, 0.8, fill="person", stroke="ink-3", width=0.14)
    sweep = [math.radians(a) for a in range(-20, 201, 20)]
    points = [(x + 1.3 + 1.25 * math.cos(a), y + 1.25 * math.sin(a)) for a in sweep]
    sheet.line(*points, stroke="ink-3", width=0.2)


def _lamp_swatch(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x + 0.1, y - 1.2, 2.4, 2.4, stroke="lamp", width=0.18)
    sheet.lines(
        ((x + 0.1, y - 1.2), (x + 2.5, y + 1.2)), ((x + 0.1, y + 1.2), (x + 2.5, y - 1.2)),
        stroke="lamp", width=0.14,
    )  # fmt: skip
