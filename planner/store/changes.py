"""What differs between two states of a hall."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from planner.model import Layout

HALL = "hall"  #: group of what stands in no list: name, branch, day


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was added, removed or changed."""

    group: str  # a list of the layout file, or `HALL`
    id: str
    sort: Literal["added", "removed", "changed"]
    fields: tuple[tuple[str, Any, Any], ...] = ()  # (path, before, after) of what changed


def changes(before: Layout, after: Layout) -> tuple[Change, ...]:
    """Differences in the order of the layout file: by list, then as the newer state has them."""
    old, new = _things(before), _things(after)
    found = []
    for key in dict.fromkeys([*new, *old]):
        if key not in old:
            found.append(Change(*key, "added"))
        elif key not in new:
            found.append(Change(*key, "removed"))
        elif fields := _fields(old[key], new[key]):
            found.append(Change(*key, "changed", tuple(fields)))
    order = {group: n for n, group in enumerate([HALL, *type(after).model_fields])}
    return tuple(sorted(found, key=lambda change: order.get(change.group, len(order))))


def _things(layout: Layout) -> dict[tuple[str, str], Any]:
    """Everything with an id, by list and id; the rest as one thing."""
    data = json.loads(layout.to_json())
    rest: dict[str, Any] = {}
    found: dict[tuple[str, str], Any] = {(HALL, layout.id): rest}
    for name, value in data.items():
        if name in ("id", "schema_version", "base_revision"):
            continue
        if isinstance(value, list) and all(isinstance(v, dict) and "id" in v for v in value):
            found |= {(name, thing["id"]): thing for thing in value}
        else:
            rest[name] = value
    return found


def _fields(old: Any, new: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        found = []
        for name in dict.fromkeys([*new, *old]):
            where = f"{path}.{name}" if path else name
            found += _fields(old.get(name), new.get(name), where)
        return found
    return [] if old == new else [(path, old, new)]
