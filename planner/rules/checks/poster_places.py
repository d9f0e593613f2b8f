"""Whether posters hang in the guideline's listed places."""

import math
from collections.abc import Callable
from typing import Any

from planner import i18n, units
from planner.catalog import Placed
from planner.rules.check import Length, Share, Word, check
from planner.rules.finding import (
    Evidence,
    NotApplicable,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study, places

Find = Callable[[Placed, str], places.Spot | None]


@check(codes={"ok", "unlisted-place", "empty-place", "not-drawn"}, absent={"taken"})
def posters_by_the_door(
    study: Study,
    *,
    reach: Length,
    side: Word,
    depth: Length,
    spread: Length,
    aside: Length,
    stair_reach: Length,
    corridor_reach: Length,
    small: Share,
) -> list[Verdict] | NotApplicable:
    """Posters on an entrance's own wall, within `reach` of the jamb; and those in no listed place.

    `side`, `depth`, `spread`, `aside`, `stair_reach` and `corridor_reach` describe the other
    places, `small` the share of the public floor from which this place and the side walls
    are one.
    """
    hall = study.layout.id
    if blocked := _unknown(study):
        return blocked
    bands = [places.depths(name, depth, spread) for name in (side, places.OTHER[side])]
    found, on_sides = [], False
    for p in study.posters:
        spot = places.by_the_door(study, p, reach)
        aside_spot = any(places.on_side_wall(study, p, band, aside) for band in bands)
        on_sides = on_sides or aside_spot
        if spot is not None:
            found.append(_in_place(p, spot, reach))
        elif not (
            aside_spot
            or any(places.by_the_stair(study, p, r, stair_reach) for r in ("foot", "head"))
            or any(
                places.on_right_wall(study, p, r, corridor_reach) for r in ("entering", "corridor")
            )
        ):
            found.append(failed(p.id, "unlisted-place", evidence=_offends(p), severity="minor"))
    taken = any(verdict.code == "ok" for verdict in found)
    taken = taken or any(places.at_the_door(study, p, reach) for p in study.having("rollup"))
    if on_sides and places.shallow(study, depth, small):
        taken = True
    if not taken:
        walls = tuple(
            Evidence(door.face(study.inside(door)), Role.PROPOSED, door.level)
            for door in study.entrances
        )
        found.append(failed(hall, "empty-place", evidence=walls, severity="minor"))
    return found or NotApplicable("taken")


@check(
    codes={"ok", "other-reading", "empty-place", "not-drawn"},
    absent={"no-side-wall", "one-place"},
)
def posters_on_side_walls(
    study: Study, *, side: Word, depth: Length, spread: Length, aside: Length, small: Share
) -> list[Verdict] | NotApplicable:
    """Posters on the two side walls behind an entrance.

    `side` is ``within-3m`` (up to `depth`), ``at-2-4m`` (`depth` ± `spread`) or ``from-3m``
    (from `depth` on); `aside` is the largest distance from the nearest jamb. Where `small`
    of the public floor lies within `depth`, the door's wall serves as well.
    """
    hall = study.layout.id
    if blocked := _unknown(study):
        return blocked
    chosen = places.depths(side, depth, spread)
    other = places.depths(places.OTHER[side], depth, spread)
    walls = places.side_walls(study, chosen, aside)
    found: list[Verdict] = []
    taken: set[str] = set()
    by_other: dict[str, tuple[str, ...]] = {}
    for p in study.posters:
        spot = places.on_side_wall(study, p, chosen, aside)
        if spot is not None:
            taken.add(spot.place)
            found.append(_in_place(p, spot, depth))
        elif spot := places.on_side_wall(study, p, other, aside):
            by_other[spot.place] = (*by_other.get(spot.place, ()), p.id)
            found.append(_other(p, spot))
    if not walls and not found:
        return NotApplicable("no-side-wall")
    if places.shallow(study, depth, small):
        return found or NotApplicable("one-place")
    for name, wall in walls.items():
        if name not in taken:
            words = {lang: i18n.say(f"rules.side.{name}", lang) for lang in i18n.languages()}
            known: dict[str, Any] = {"unless": by_other.get(name, ()), "severity": "minor"}
            known["evidence"] = (Evidence(wall, Role.PROPOSED, study.entrances[0].level),)
            found.append(failed(hall, "empty-place", side=words, **known))
    return found


@check(codes={"ok", "other-reading", "empty-place", "not-drawn"}, absent={"no-stairs"})
def posters_by_the_stairs(
    study: Study, *, place: Word, reach: Length
) -> list[Verdict] | NotApplicable:
    """Posters where stairs go up: `place` is ``foot`` (with flights, landings) or ``head``."""
    if not study.stairs:
        return NotApplicable("no-stairs")
    if not study.posters:
        return [needs_review(study.layout.id, "not-drawn")]
    found, taken, by_other = _chosen_and_other(
        study, lambda p, reading: places.by_the_stair(study, p, reading, reach), place, reach
    )
    for name, (stair, ring) in study.stairs.items():
        if name not in taken:
            seen = (Evidence(ring, Role.PROPOSED, stair.level),)
            found.append(_empty(study, name, seen, by_other.get(name, ())))
    return found


@check(codes={"ok", "other-reading", "empty-place", "not-drawn", "no-door"}, absent={"no-room"})
def posters_on_right_wall(
    study: Study, *, wall: Word, corridor_reach: Length
) -> list[Verdict] | NotApplicable:
    """Posters on the right-hand wall of VIP and complaint rooms.

    `wall` is ``entering`` (right of a person coming in) or ``corridor`` (right of the door
    on the corridor's side, within `corridor_reach` of the jamb).
    """
    rooms = places.reception_rooms(study)
    if not rooms:
        return NotApplicable("no-room")
    if not study.posters:
        return [needs_review(study.layout.id, "not-drawn")]
    found, taken, by_other = _chosen_and_other(
        study,
        lambda p, reading: places.on_right_wall(study, p, reading, corridor_reach),
        wall,
        corridor_reach,
    )
    for room in rooms:
        seen = (Evidence(room.floor, Role.CONTEXT, room.zone.level),)
        if room.door is None:
            found.append(needs_review(room.zone.id, "no-door", evidence=seen))
        elif room.zone.id not in taken:
            others = by_other.get(room.zone.id, ())
            found.append(_empty(study, room.zone.id, seen, others))
    return grouped(found, study.layout.id)


def _chosen_and_other(
    study: Study, find: Find, reading: str, limit: float
) -> tuple[list[Verdict], set[str], dict[str, tuple[str, ...]]]:
    """Verdicts, the places taken, and by place what stands there by the other reading alone."""
    found: list[Verdict] = []
    taken: set[str] = set()
    by_other: dict[str, tuple[str, ...]] = {}
    for p in study.posters:
        if spot := find(p, reading):
            found.append(_in_place(p, spot, limit))
            taken.add(spot.place)
        elif spot := find(p, places.OTHER[reading]):
            found.append(_other(p, spot))
            by_other[spot.place] = (*by_other.get(spot.place, ()), p.id)
    return found, taken, by_other


def _unknown(study: Study) -> list[Verdict]:
    if study.posters and study.entrances:
        return []
    return [needs_review(study.layout.id, "not-drawn")]


def _offends(p: Placed) -> tuple[Evidence, ...]:
    return (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)


def _known(p: Placed, spot: places.Spot, limit: float) -> dict[str, Any]:
    shown, shown_limit, _ = units.show_against(spot.measured, limit)
    if spot.measured <= limit and not math.isinf(limit):
        shown_limit = units.show_length(limit)
    return {
        "measured": Quantity(round(spot.measured, 6), "m", shown),
        "limit": Quantity(limit, "m", shown_limit),
        "evidence": (
            Evidence(p.footprint, Role.CONTEXT, p.fixture.level),
            Evidence(spot.line, Role.MEASURE, p.fixture.level),
        ),
    }


def _in_place(p: Placed, spot: places.Spot, limit: float) -> Verdict:
    return passed(p.id, **_known(p, spot, limit))


def _other(p: Placed, spot: places.Spot) -> Verdict:
    """In the place under the other reading only: judging then makes it a mild failure."""
    shown = units.show_length(spot.measured)
    return failed(
        p.id,
        "other-reading",
        severity="minor",
        measured=Quantity(round(spot.measured, 6), "m", shown),
        evidence=(
            Evidence(p.footprint, Role.OFFENDS, p.fixture.level),
            Evidence(spot.line, Role.MEASURE, p.fixture.level),
        ),
    )


def _empty(
    study: Study, name: str, evidence: tuple[Evidence, ...], others: tuple[str, ...]
) -> Verdict:
    """Nothing stands in a place; `others` stand there by the other reading."""
    known: dict[str, Any] = {"place": study.label(name), "evidence": evidence, "unless": others}
    return failed(study.layout.id, "empty-place", severity="minor", **known)
