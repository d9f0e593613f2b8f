"""Staff, customers and the record of what was agreed."""

from typing import Literal

import pydantic

from planner.model.record import Date, Finite, Id, Name, NotNegative, Point, Record, Share, Text

Stop = Literal[
    "entrance",
    "guide",
    "ticket_machine",
    "self_service",
    "waiting",
    "counter",
    "cashier",
    "negotiation",
    "experience",
    "device_sale",
    "complaint_room",
    "vip_room",
    "exit",
]


class StaffPost(Record):
    """Where somebody works."""

    id: Id
    role: Literal["greeter", "clerk", "floater", "demonstrator"]
    level: Id
    at: Point
    facing_deg: Finite | None = None
    route: tuple[Point, ...] = pydantic.Field(
        default=(), max_length=500
    )  #: a floater's usual round
    name: Name | None = None


class Journey(Record):
    """What one sort of customer does, in order."""

    id: Id
    name: Name
    stops: tuple[Stop, ...] = pydantic.Field(min_length=1, max_length=50)
    share: Share | None = None  #: of all visits
    service_s: NotNegative | None = None  #: time at the counter


class Observation(Record):
    """What somebody saw on site for a rule that needs eyes."""

    rule: Text
    outcome: Literal["passed", "failed"]
    subject: Id | None = None
    note: Text | None = None
    day: Date | None = None
    by: Text | None = None


class Waiver(Record):
    """A finding that was accepted, by whom and until when."""

    rule: Text
    subject: Id
    reason: Text = pydantic.Field(min_length=1)
    by: Text = pydantic.Field(min_length=1)
    until: Date
