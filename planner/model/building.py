"""What is built: levels, walls, doors, windows, columns, stairs.

An outline runs along the inner faces of the outer walls, so that its area is the clear
floor. A wall has a reference line from `start` to `end`; `justify` says on which side of
that line, looking along it, its thickness lies. With an outline drawn counter-clockwise the
hall lies left of an outer wall and its thickness right.
"""

from typing import Literal

import pydantic

from planner.model.record import (
    Finite,
    Id,
    Name,
    NotNegative,
    Owner,
    Point,
    Positive,
    Record,
    Ring,
    Share,
)


class Level(Record):
    """One floor of the hall."""

    id: Id
    name: Name | None = None
    outline: Ring
    holes: tuple[Ring, ...] = ()
    floor: Finite = 0.0  #: height of its floor above the hall's datum [m]
    ceiling: Positive = 3.0  #: clear height above its floor [m]
    floor_reflectance: Share = 0.25
    ceiling_reflectance: Share = 0.75
    north_deg: Finite = 90.0  #: direction of north on the plan


class Wall(Record):
    """A straight wall."""

    id: Id
    level: Id
    start: Point
    end: Point
    thickness: Positive = 0.2
    justify: Literal["left", "centre", "right"] = "right"
    height: Positive | None = None  #: None: up to the ceiling [m]
    reflectance: Share | None = None
    glazed: bool = False  #: a glass wall: seen through, no light kept back
    owner: Owner = "structural"


class Door(Record):
    """A door in a wall."""

    id: Id
    wall: Id
    at: NotNegative  #: from the wall's start to the middle of the clear width [m]
    width: Positive  #: clear width [m]
    height: Positive = 2.1
    use: Literal["entrance", "exit", "emergency", "room"] = "room"
    exit: bool | None = None  #: None: an entrance, exit or emergency door is one
    leaf: Literal["single", "double", "sliding", "revolving", "none"] = "single"
    hinge: Literal["start", "end"] = "start"  #: which jamb carries a single leaf
    opens: Literal["left", "right", "both"] = "left"  #: side of the wall the leaf swings to
    share: Share | None = None  #: part of the traffic through it
    threshold: NotNegative | None = None  #: height of its sill above the floor [m]
    glass: bool = False
    locked: bool = False
    owner: Owner = "structural"

    @property
    def is_entrance(self) -> bool:
        """Whether customers come in here."""
        return self.use == "entrance"

    @property
    def is_exit(self) -> bool:
        """Whether it counts as an exit; every entrance does unless it says no."""
        return self.use in ("entrance", "exit", "emergency") if self.exit is None else self.exit


class Window(Record):
    """A window in a wall."""

    id: Id
    wall: Id
    at: NotNegative  #: from the wall's start to its middle [m]
    width: Positive
    sill: NotNegative = 0.9  #: above the local floor [m]
    head: Positive = 2.4
    shop_front: bool = False  #: a shop window, dressed for people outside
    owner: Owner = "structural"


class Column(Record):
    """A column from floor to ceiling."""

    id: Id
    level: Id
    at: Point
    size: tuple[Positive, Positive] = (0.5, 0.5)
    facing_deg: Finite = 0.0
    round: bool = False
    reflectance: Share | None = None
    owner: Owner = "structural"


class Flight(Record):
    """A straight run of steps."""

    foot: Point  #: middle of the lowest riser [m]
    facing_deg: Finite  #: direction of going up
    width: Positive = 1.2
    steps: int = pydantic.Field(default=10, ge=1, le=200)  #: number of risers
    going: Positive = 0.28  #: depth of a tread [m]
    riser: Positive = 0.16  #: height of a step [m]
    base: NotNegative = 0.0  #: height of its foot above the lower level's floor [m]


class Landing(Record):
    """A flat place in a stair."""

    ring: Ring
    height: NotNegative  #: above the lower level's floor [m]


class Stair(Record):
    """Flights and landings that connect two levels."""

    id: Id
    level: Id  #: where it starts
    to_level: Id | None = None  #: where it ends; None: a step or podium inside one level
    flights: tuple[Flight, ...] = pydantic.Field(min_length=1)
    landings: tuple[Landing, ...] = ()
    owner: Owner = "structural"
