"""Messages with what they inherit."""

from dataclasses import dataclass
from typing import Any

from planner.model import Campaign, Face, Fixture, Message, Tier, Zone

INHERITED = (
    "purpose",
    "audience",
    "call_to_action",
    "topic",
    "valid_from",
    "valid_to",
    "priority",
    "colours",
    "owner",
)


def resolve(message: Message, campaign: Campaign | None, zone: Zone | None) -> Message:
    """A message with its empty fields filled from its campaign, then from its zone."""
    return fill(message, given(campaign, zone))


def given(campaign: Campaign | None, zone: Zone | None) -> dict[str, Any]:
    """What a message's empty fields are filled with."""
    found = {}
    for field in INHERITED:
        for giver in (campaign, zone):
            value = getattr(giver, field, None) if giver is not None else None
            if field == "purpose" and giver is zone:
                value = None  # a zone's purpose is its core use, not a message's
            if value not in (None, ()):
                found[field] = value
                break
    return found


def fill(message: Message, values: dict[str, Any]) -> Message:
    """A message with empty fields filled."""
    filled = {
        field: value for field, value in values.items() if getattr(message, field) in (None, ())
    }
    return message.model_copy(update=filled) if filled else message


@dataclass(frozen=True, slots=True)
class Carried:
    """One message and what carries it: a fixture, or a pocket of a rack."""

    subject: str  # the carrier's id, or "L1/front/2/3" for a pocket
    carrier: Fixture
    message: Message  # resolved
    zone: Zone | None
    face: Face | None = None
    tier: Tier | None = None
    tier_index: int | None = None  # from the top
    pocket_index: int | None = None  # from the left of a person looking at the face

    @property
    def in_pocket(self) -> bool:
        """Whether it is a leaflet in a rack."""
        return self.pocket_index is not None
