"""Functional areas."""

from typing import Literal

from planner.model.record import Count, Id, Name, Owner, Record, Ring

Use = Literal[
    "exterior",
    "entrance",
    "main_aisle",
    "transition",
    "service_counters",
    "cashier",
    "waiting",
    "negotiation",
    "self_service",
    "experience",
    "culture",
    "device_sale",
    "vip_room",
    "complaint_room",
    "back_office",
    "staff",
]


class Zone(Record):
    """A part of the floor with one use."""

    id: Id
    level: Id
    use: Use
    ring: Ring
    name: Name | None = None
    purpose: Name | None = None  #: its declared core purpose, in the branch's words
    topics: tuple[str, ...] = ()  #: topics its messages should be about, where it says so itself
    owner: Owner | None = None
    priority: Count | None = None
