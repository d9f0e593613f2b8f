"""What is placed in a hall."""

from typing import Literal

import pydantic

from planner.model.message import Condition, Face, Message
from planner.model.record import Date, Finite, Id, Name, NotNegative, Owner, Point, Positive, Record


class Fixture(Record):
    """One thing of a catalogue kind."""

    id: Id
    kind: Id
    level: Id
    at: Point  #: middle of its footprint [m]
    facing_deg: Finite = 0.0  #: direction its front (its message) looks to
    size: tuple[Positive, Positive, Positive] | None = (
        None  #: width, depth, height; None: its kind's
    )
    height: NotNegative | None = None  #: LOWER edge above the local floor [m]; None: not measured
    host: Id | None = None  #: wall, window, door or fixture it hangs on or stands on
    side: Literal["left", "right"] | None = None  #: of a wall or window, looking from start to end
    name: Name | None = None
    message: Message | None = None
    faces: tuple[Face, ...] = pydantic.Field(default=(), max_length=8)  #: of a leaflet rack
    low_part: tuple[Positive, Positive] | None = None  #: of a counter: width, height of its top [m]
    knee_space: tuple[Positive, Positive, Positive] | None = None  #: width, height, depth [m]
    fire_rating: Literal["A", "B1", "B2", "B3"] | None = None
    condition: Condition | None = None
    last_checked: Date | None = None
    check_interval_days: NotNegative | None = None
    standard: str | None = None
    service: str | None = None  #: the key service it demonstrates
    owner: Owner | None = None
    locked: bool = False
