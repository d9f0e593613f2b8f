"""Kinds of fixture: one TOML file each in ``kinds/``; nothing else lists them.

A kind's drawing is written once, as shapes in its own frame, and used by every picture:
on the plan u runs to the right of a person looking at its front, v runs out of its front,
both from -0.5 to 0.5 of its width and depth; on the elevation u is the same and v runs up
from 0 at its lower edge to 1 at its upper.
"""

from planner.catalog.kind import Kind, Shape, kinds
from planner.catalog.placed import (
    Placed,
    front,
    misplaced,
    on_face,
    place,
    place_all,
    read_layout,
    size_of,
    wall_of,
    walls_of,
)

__all__ = [
    "Kind",
    "Placed",
    "Shape",
    "front",
    "kinds",
    "misplaced",
    "on_face",
    "place",
    "place_all",
    "read_layout",
    "size_of",
    "wall_of",
    "walls_of",
]
