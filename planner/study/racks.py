"""Leaflet racks: what lies in which pocket, and what a pocket is worth."""

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from planner.catalog import Placed
from planner.geometry.angles import bearing, between
from planner.model import Face, Message, Tier
from planner.study.messages import Carried
from planner.study.study import EYE, Study
from planner.units import ANGLE_TOLERANCE_DEG, TOLERANCE

# What a pocket is worth, as decided: an eye at EYE reads from 0.8 m, best 15 degrees below
# the level line; 60 degrees off that nothing is left; a face turned from the doors counts half.
READ_FROM = 0.8  # m
BEST_DEG = -15.0
FADES_DEG = 60.0
TURNED_AWAY = 0.5
FACING_DEG = 45.0
BUSY_SHARE = 0.6


@dataclass(frozen=True)
class Rack:
    """A rack with the leaflets in its pockets."""

    placed: Placed
    leaflets: tuple[Carried, ...]

    @property
    def id(self) -> str:
        """The rack's id."""
        return self.placed.id

    @property
    def faces(self) -> tuple[Face, ...]:
        """Its sides with pockets."""
        return self.placed.fixture.faces

    @property
    def recorded(self) -> bool:
        """Whether the layout says what is in it; an empty pocket is recorded, too."""
        return any(tier.pockets for face in self.faces for tier in face.tiers)


def racks(study: Study) -> tuple[Rack, ...]:
    """Racks people stand before: on the floor or a wall; holders on a counter are none."""
    return study.once("racks", lambda: tuple(r for r in stocks(study) if _stands(r.placed)))


def _stands(p: Placed) -> bool:
    return p.has("rack") and p.kind.mount != "counter"


def stocks(study: Study) -> tuple[Rack, ...]:
    """Everything that has or may have leaflets in pockets: racks, and whatever else has faces."""
    return study.once("stocks", lambda: _stocks(study))


def _stocks(study: Study) -> tuple[Rack, ...]:
    by_carrier: dict[str, list[Carried]] = {}
    for carried in study.carried:
        if carried.in_pocket:
            by_carrier.setdefault(carried.carrier.id, []).append(carried)
    return tuple(
        Rack(p, tuple(by_carrier.get(p.id, ())))
        for p in study.placed.values()
        if p.has("rack") or p.fixture.faces
    )


# --- what lies there ---


def bundle(message: Message) -> str | None:
    """What a leaflet belongs to: its campaign, else its own title; None where it has neither."""
    if message.campaign:
        return message.campaign
    if isinstance(message.title, dict):
        return next(iter(message.title.values()), None)
    return message.title


def bundle_name(study: Study, key: str) -> object:
    """A campaign's name by language, or the title itself."""
    campaign = study.campaign(key)
    return key if campaign is None else campaign.name


def is_expired(study: Study, message: Message) -> bool:
    """Whether it ran out before the day; the end date itself is still valid."""
    return message.valid_to is not None and message.valid_to < study.day


def running(study: Study, rack: Rack) -> dict[str, tuple[Carried, ...]]:
    """A rack's leaflets by campaign: those that have neither run out nor are still to come."""
    found: dict[str, list[Carried]] = {}
    for leaflet in rack.leaflets:
        key = bundle(leaflet.message)
        start = leaflet.message.valid_from
        if key is None or is_expired(study, leaflet.message):
            continue
        if start is None or start <= study.day:
            found.setdefault(key, []).append(leaflet)
    return {key: tuple(found[key]) for key in sorted(found)}


def start_of(leaflets: tuple[Carried, ...]) -> date | None:
    """The latest start among a campaign's leaflets; None where one is not known."""
    starts = [leaflet.message.valid_from for leaflet in leaflets]
    return None if None in starts else max(starts)  # type: ignore[type-var]


def priority_of(leaflets: tuple[Carried, ...]) -> int | None:
    """The highest importance among a campaign's leaflets, 1 first; None where one is not known."""
    known = [leaflet.message.priority for leaflet in leaflets]
    return None if None in known else min(known)  # type: ignore[type-var]


def first_of(
    campaigns: dict[str, tuple[Carried, ...]], rank: Callable[[tuple[Carried, ...]], Hashable]
) -> str | None:
    """The only campaign with the highest rank; None where several share it."""
    if not campaigns:
        return None
    ranks = {key: rank(leaflets) for key, leaflets in campaigns.items()}
    best = max(ranks.values())  # type: ignore[type-var]
    first = [key for key, value in ranks.items() if value == best]
    return first[0] if len(first) == 1 else None


# --- where it lies ---


def best_tier(face: Face, band: tuple[float, float], best: float) -> Tier | None:
    """The tier of a face nearest to `best` among those within `band`, else nearest of all [m]."""
    inside = [t for t in face.tiers if band[0] - TOLERANCE <= t.height <= band[1] + TOLERANCE]
    return min(inside or face.tiers, key=lambda tier: abs(tier.height - best), default=None)


def slot_value(height: float, towards_door: bool) -> float:
    """What a pocket is worth, 0 to 1: by the angle it is read at and the way its face looks."""
    angle = math.degrees(math.atan2(height - EYE, READ_FROM))
    read = max(0.0, 1.0 - abs(angle - BEST_DEG) / FADES_DEG)
    return read * (1.0 if towards_door else TURNED_AWAY)


def door_share(study: Study, rack: Rack, turn_deg: float, within_deg: float, doors: str) -> float:
    """Share of the traffic through the entrances a face looks at [0-1].

    Parameters
    ----------
    turn_deg : float
        The face's turn from the rack's own facing. [deg]
    within_deg : float
        A door this far off the face's normal is looked at. [deg]
    doors : str
        ``traffic``: all entrances by their share; ``main``: the busiest one alone.
    """
    at, facing = rack.placed.fixture.at, rack.placed.fixture.facing_deg + turn_deg
    here = [d for d in study.entrances if d.level == rack.placed.fixture.level]
    if doors == "main":
        return float(
            bool(here)
            and between(bearing(at, here[0].middle), facing) <= within_deg + ANGLE_TOLERANCE_DEG
        )
    return math.fsum(
        study.share(d.id)
        for d in here
        if between(bearing(at, d.middle), facing) <= within_deg + ANGLE_TOLERANCE_DEG
    )


def worth(study: Study, rack: Rack, leaflet: Carried) -> float:
    """What the pocket of a leaflet is worth [0-1]."""
    face, tier = leaflet.face, leaflet.tier
    if face is None or tier is None:
        return 0.0
    key = ("towards door", rack.id, face.id)
    towards = study.once(
        key,
        lambda: door_share(study, rack, face.turn_deg, FACING_DEG, "traffic") >= BUSY_SHARE - 1e-9,
    )
    return slot_value(tier.height, towards)


def blocks(leaflets: tuple[Carried, ...]) -> tuple[tuple[Carried, ...], ...]:
    """Leaflets in pockets that touch side by side or one above the other, within a face."""
    left = {
        (leaflet.face.id, leaflet.tier_index, leaflet.pocket_index): leaflet
        for leaflet in leaflets
        if leaflet.face is not None
    }
    found = []
    while left:
        todo = [next(iter(left))]
        block = []
        while todo:
            at = todo.pop()
            if at not in left:
                continue
            block.append(left.pop(at))
            face, tier, pocket = at
            todo += [(face, tier + a, pocket + b) for a, b in ((0, 1), (0, -1), (1, 0), (-1, 0))]  # type: ignore[operator]
        found.append(tuple(block))
    return tuple(found)


def neighbours(leaflets: tuple[Carried, ...]) -> tuple[tuple[Carried, Carried], ...]:
    """Pairs of leaflets side by side or one above the other, within a face."""
    at = {
        (leaflet.face.id, leaflet.tier_index, leaflet.pocket_index): leaflet
        for leaflet in leaflets
        if leaflet.face is not None
    }
    pairs = []
    for (face, tier, pocket), leaflet in at.items():
        for near in ((face, tier, pocket + 1), (face, tier + 1, pocket)):  # type: ignore[operator]
            if near in at:
                pairs.append((leaflet, at[near]))
    return tuple(pairs)
