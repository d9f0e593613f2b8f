"""The hall as data: what a layout file holds. Immutable; lengths in metres."""

from planner.model.branch import Branch, Hours
from planner.model.building import Column, Door, Flight, Landing, Level, Stair, Wall, Window
from planner.model.fixture import Fixture
from planner.model.layout import SCHEMA_VERSION, Layout
from planner.model.lighting import (
    EnvironmentReading,
    Instrument,
    Luminaire,
    LuxReading,
    PhotometricFile,
)
from planner.model.message import Campaign, Face, Message, Pocket, Tier
from planner.model.people import Journey, Observation, StaffPost, Waiver
from planner.model.record import named, natural
from planner.model.zone import Zone

__all__ = [
    "SCHEMA_VERSION",
    "Branch",
    "Campaign",
    "Column",
    "Door",
    "EnvironmentReading",
    "Face",
    "Fixture",
    "Flight",
    "Hours",
    "Instrument",
    "Journey",
    "Landing",
    "Layout",
    "Level",
    "Luminaire",
    "LuxReading",
    "Message",
    "Observation",
    "PhotometricFile",
    "Pocket",
    "StaffPost",
    "Stair",
    "Tier",
    "Waiver",
    "Wall",
    "Window",
    "Zone",
    "named",
    "natural",
]
