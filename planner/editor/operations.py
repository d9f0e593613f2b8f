"""Operations of the drawing board on a layout's JSON.

An operation is ``{"seq": n, "put": [[group, object], ...], "del": [[group, id], ...]}``; the
group is a list of the layout file, or ``hall`` for what stands in none. Applying one twice
changes nothing the second time.
"""

from collections.abc import Iterable, Mapping
from typing import Any

GROUPS = (
    "levels",
    "walls",
    "doors",
    "windows",
    "columns",
    "stairs",
    "zones",
    "campaigns",
    "fixtures",
    "luminaires",
    "photometric_files",
    "instruments",
    "lux_readings",
    "environment_readings",
    "staff",
    "journeys",
)

Document = dict[str, Any]  #: a layout file's content; without levels it is a blank sheet


def apply(document: Document, operation: Mapping[str, Any]) -> Document:
    """The document after an operation; the given one stays as it is.

    >>> apply({"id": "h", "walls": [{"id": "w1"}]}, {"del": [["walls", "w1"]]})
    {'id': 'h', 'walls': []}
    """
    after = dict(document)
    touched: dict[str, dict[str, Any]] = {}

    def things(group: str) -> dict[str, Any]:
        if group not in GROUPS:
            raise ValueError(f"{group!r} is no group of a layout")
        if group not in touched:
            touched[group] = {thing["id"]: thing for thing in document.get(group, ())}
        return touched[group]

    for group, name in operation.get("del", ()):
        things(group).pop(name, None)
    for group, thing in operation.get("put", ()):
        if group == "hall":
            kept = {g: after[g] for g in GROUPS if g in after}
            after = {**thing, **kept}
        else:
            things(group)[thing["id"]] = thing
    for group, found in touched.items():
        after[group] = list(found.values())
    return after


def waiting(operations: Iterable[Mapping[str, Any]], ack: int) -> list[Mapping[str, Any]]:
    """Operations after `ack`, each once, in their order, up to the first gap.

    >>> [op["seq"] for op in waiting([{"seq": 3}, {"seq": 2}, {"seq": 2}, {"seq": 5}], 1)]
    [2, 3]
    """
    by_seq = {int(op["seq"]): op for op in operations if int(op["seq"]) > ack}
    found = []
    while ack + 1 in by_seq:
        ack += 1
        found.append(by_seq[ack])
    return found
