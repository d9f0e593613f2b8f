"""One kind of fixture, read from its TOML file."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from planner import units
from planner.errors import CatalogError, PlannerError

MOUNTS = ("floor", "wall", "window", "counter", "ceiling", "surface")
"""What a kind rests on; ``surface`` lies flat on the floor and stands in nobody's way."""

FILLS = ("body", "paper", "accent", "detail", "glass", "dark", "light", "none")
SHAPES = {"rect": 4, "line": None, "poly": None, "circle": 3, "arc": 5, "text": 2}


@dataclass(frozen=True, slots=True)
class Shape:
    """One stroke of a kind's drawing.

    ``rect`` u, v, width, height · ``line`` and ``poly`` u, v, u, v... · ``circle`` u, v,
    radius · ``arc`` u, v, radius, from, to [deg, from u towards v] · ``text`` u, v. Radii are
    shares of the smaller side, `round` of a rect's corners too.
    """

    form: str
    numbers: tuple[float, ...]
    fill: str = "none"
    text: str = ""
    round: float = 0.0
    dash: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What every fixture of one kind shares."""

    id: str
    name: dict[str, str]  # by language
    group: str  # part of the palette it lies in
    mount: str  # one of MOUNTS
    size: tuple[float, float, float]  # width, depth, height [m]
    height: float | None  # usual lower edge above the local floor [m]
    letter: str  # its ids begin with it
    traits: frozenset[str]  # what rules select by; a kind's own id is one
    plan: tuple[Shape, ...]
    elevation: tuple[Shape, ...]
    search: tuple[str, ...] = ()  # other words it is found by
    flux_lm: float | None = None  # of a luminaire
    beam_deg: float | None = None
    watts: float | None = None
    faces: tuple[tuple[float, int, int], ...] = field(default=())  # turn, tiers, pockets a tier


@cache
def kinds() -> dict[str, Kind]:
    """Every kind, by id."""
    folder = resources.files(__package__) / "kinds"
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    found = {}
    for path in paths:
        if path.name.endswith(".toml"):
            kind_id = path.name.removesuffix(".toml")
            found[kind_id] = _read(kind_id, path.read_text("utf-8"))
    return found


def _read(kind_id: str, text: str) -> Kind:
    try:
        table = tomllib.loads(text)
        kind = Kind(
            id=kind_id,
            name=table.pop("name"),
            group=table.pop("group"),
            mount=table.pop("mount"),
            size=_size(table.pop("size")),
            height=units.length(table.pop("height")) if "height" in table else None,
            letter=table.pop("letter"),
            traits=frozenset({kind_id, *table.pop("traits", [])}),
            plan=tuple(map(_shape, table.pop("plan"))),
            elevation=tuple(map(_shape, table.pop("elevation", []))),
            search=tuple(table.pop("search", [])),
            flux_lm=table.pop("flux_lm", None),
            beam_deg=table.pop("beam_deg", None),
            watts=table.pop("watts", None),
            faces=tuple((f["turn_deg"], f["tiers"], f["pockets"]) for f in table.pop("faces", [])),
        )
        if table:
            raise CatalogError(f"unknown entries {sorted(table)}")
        if kind.mount not in MOUNTS:
            raise CatalogError(f"mount {kind.mount!r} is none of {', '.join(MOUNTS)}")
        return kind
    except (KeyError, TypeError, ValueError, PlannerError) as error:
        reason = f"{error} is missing" if isinstance(error, KeyError) else error
        raise CatalogError(f"{kind_id}.toml: {reason}") from error


def _size(words: list[str]) -> tuple[float, float, float]:
    width, depth, height = map(units.length, words)
    return width, depth, height


def _shape(table: dict[str, Any]) -> Shape:
    """One shape, e.g. ``{ rect = [-0.5, -0.5, 1, 1], fill = "body" }``."""
    form = next((name for name in SHAPES if name in table), None)
    if form is None:
        raise CatalogError(f"a shape is one of {', '.join(SHAPES)}; found {sorted(table)}")
    numbers = tuple(map(float, table[form]))
    if (count := SHAPES[form]) is not None and len(numbers) != count:
        raise CatalogError(f"{form} takes {count} numbers; found {len(numbers)}")
    fill = table.get("fill", "none")
    if fill not in FILLS:
        raise CatalogError(f"fill {fill!r} is none of {', '.join(FILLS)}")
    if unknown := sorted(set(table) - {form, "fill", "text", "round", "dash"}):
        raise CatalogError(f"{form} has no {', '.join(unknown)}")
    if form in ("line", "poly") and (len(numbers) % 2 or len(numbers) < 4):
        raise CatalogError(f"{form} takes pairs of numbers, two or more; found {len(numbers)}")
    round_, dash = float(table.get("round", 0.0)), bool(table.get("dash", False))
    return Shape(form, numbers, fill, table.get("text", ""), round_, dash)
