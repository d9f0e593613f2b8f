"""What is said to customers: campaigns, messages, leaflets in racks."""

from typing import Literal

import pydantic

from planner.model.record import (
    Colour,
    Count,
    Date,
    Finite,
    Id,
    Name,
    NotNegative,
    Owner,
    Positive,
    Record,
    Text,
)

Purpose = Literal[
    "promotion", "education", "wayfinding", "brand", "statutory", "service", "decoration", "none"
]
Topic = Literal[
    "overview",
    "campaign",
    "service",
    "tariff",
    "channel",
    "device",
    "data_service",
    "vip",
    "points",
    "brand",
    "process",
    "statutory",
    "other",
]
Condition = Literal["good", "worn", "dirty", "damaged", "missing"]
PricePart = Literal["monthly_fee", "in_bundle", "overage", "term", "valid_until"]


class Campaign(Record):
    """A promotion that many messages belong to; they inherit what they leave empty."""

    id: Id
    name: Name
    purpose: Purpose | None = None
    audience: Text | None = None
    call_to_action: Text | None = None
    topic: Topic | None = None
    valid_from: Date | None = None
    valid_to: Date | None = None
    priority: Count | None = None  #: 1 is the most important
    colours: tuple[Colour, ...] = ()
    owner: Owner | None = None


class Message(Record):
    """What one carrier says. Empty fields come from its campaign, then from its zone."""

    campaign: Id | None = None
    title: Name | None = None
    purpose: Purpose | None = None
    audience: Text | None = None
    call_to_action: Text | None = None
    topic: Topic | None = None
    service: Text | None = None  #: the key service it makes tangible
    hero: bool | None = None
    valid_from: Date | None = None
    valid_to: Date | None = None
    priority: Count | None = None
    colours: tuple[Colour, ...] = ()  #: dominant colours of the artwork
    headline: Text | None = None
    headline_height: Positive | None = None  #: height of its letters [m]
    price_parts: tuple[PricePart, ...] | None = None  #: None: not stated; empty: shows none
    template: bool | None = None  #: printed to the issuer's template; False: hand-written
    condition: Condition | None = None
    last_checked: Date | None = None
    check_interval_days: NotNegative | None = None
    standard: Text | None = None  #: what it is held against, for touchpoints
    touchpoint: Literal["person", "thing", "information"] | None = None
    screen_change_s: NotNegative | None = None
    glossy: bool | None = None
    owner: Owner | None = None


class Pocket(Record):
    """One pocket of a rack: empty, or a leaflet."""

    leaflet: Message | None = None
    count: Count | None = None


class Tier(Record):
    """One row of pockets."""

    height: NotNegative  #: its centre above the local floor [m]
    pockets: tuple[Pocket, ...] = pydantic.Field(default=(), max_length=100)


class Face(Record):
    """One side of a rack."""

    id: Id
    turn_deg: Finite = 0.0  #: from the rack's own facing, counter-clockwise
    tiers: tuple[Tier, ...] = pydantic.Field(default=(), max_length=50)  #: from the top down
