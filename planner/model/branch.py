"""The branch a hall belongs to."""

from typing import Literal

import pydantic

from planner.model.record import Clock, Count, Id, Name, Record


class Hours(Record):
    """A stretch of the day."""

    start: Clock
    end: Clock


class Branch(Record):
    """Who runs the hall, when, and for how many people."""

    id: Id
    name: Name
    region: Name | None = None
    hall_class: Literal["kiosk", "small", "medium", "large", "flagship"] | None = None
    standing: Literal["new", "existing"] | None = None  #: decides old or new door widths
    opening_hours: Hours | None = None
    peak_hours: tuple[Hours, ...] = ()
    visits_per_day: Count | None = None
    crowded: Literal["yes", "no", "unknown"] = "unknown"  #: a crowded public place by fire law
    sprinklers: bool | None = None
    key_services: tuple[str, ...] = pydantic.Field(default=(), max_length=50)
