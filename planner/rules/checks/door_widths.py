"""Clear widths of doors, exits, stairs and corridors."""

from typing import Any

from planner import units
from planner.model.shapes import Opening
from planner.rules.check import Length, Number, check
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
from planner.study import Study
from planner.study.clearance import routes, stair_way, ways
from planner.study.laws import crowded, judged, named


def _width(measured: float, limit: float) -> dict[str, Any]:
    shown, at, short = units.show_against(measured, limit, units.show_length)
    return {
        "measured": Quantity(round(measured, 6), "m", shown),
        "limit": Quantity(limit, "m", at),
        "short": short,
    }


def _known(door: Opening, limit: float, side: str) -> dict[str, Any]:
    evidence = (Evidence(door.face(side), Role.MEASURE, door.level),)
    return _width(door.item.width, limit) | {"evidence": evidence}


def _less(width: float, limit: float) -> bool:
    return width < limit - units.TOLERANCE


@check(codes={"ok", "narrow-door", "standing-unknown", "wider-limit", "not-drawn"})
def door_width(
    study: Study,
    *,
    new: Length,
    existing: Length,
    exit_least: Length,
    crowded_exit: Length,
) -> list[Verdict]:
    """Clear width of the doors customers use, by whether the hall is new or existing.

    An exit door narrower than `exit_least`, or than `crowded_exit` in a crowded place, fails
    under that wider or equal limit and is named there.
    """
    public = [d for d in study.doors.values() if _public(study, d)]
    if not public:
        return [needs_review(study.layout.id, "not-drawn")]
    standing = study.layout.branch.standing
    limit = new if standing == "new" else existing
    found = []
    for door in public:
        width = door.item.width
        known = _known(door, limit if _less(width, limit) else new, study.inside(door))
        if _less(width, limit):
            if _wider(study, door, limit, exit_least, crowded_exit):
                found.append(passed(door.id, "wider-limit", **known))
                continue
            below = door.item.is_exit and _less(width, exit_least) and judged(study, "STD-08")
            also = ("STD-08",) if below else ()
            found.append(failed(door.id, "narrow-door", also=also, others=named(also), **known))
        elif _less(width, new) and standing is None:
            found.append(needs_review(door.id, "standing-unknown", **known))
        else:
            known = _known(door, limit, study.inside(door))
            found.append(passed(door.id, **known))
    return grouped(found, study.layout.id)


def _wider(
    study: Study,
    door: Opening,
    limit: float,
    exit_least: float,
    crowded_exit: float,
) -> bool:
    """Whether a wider limit already fails the same door."""
    if not door.item.is_exit:
        return False
    busy = study.layout.branch.crowded == "yes"
    if busy and judged(study, "STD-09") and _less(limit, crowded_exit):
        return True
    same = exit_least >= limit - 1e-9
    return same and _less(door.item.width, exit_least) and judged(study, "STD-08")


def _public(study: Study, door: Opening) -> bool:
    """A door customers use: an entrance, an exit, or one with public floor at a face."""
    if door.item.locked:
        return False
    if door.item.use in ("entrance", "exit"):
        return True
    if door.item.use == "emergency":
        return False
    sides = [door.place(0.0, 0.05, side) for side in ("left", "right")]
    zones = [study.zone_at(door.level, spot) for spot in sides]
    return not any(zone is not None and zone.use in ("back_office", "staff") for zone in zones)


@check(
    codes={
        "ok",
        "ok-wide",
        "narrow-exit",
        "exit-to-check",
        "narrow-stair",
        "item-on-stair",
        "narrow-corridor",
        "wider-limit",
        "crowded-unknown",
        "no-exit",
    }
)
def exit_width(
    study: Study,
    *,
    least: Length,
    sure: Length,
    passage: Length,
    crowded_width: Length,
    quiet_area: Number,
    new_door: Length,
    route: Length,
) -> list[Verdict]:
    """Clear width of exit doors, stairs, landings and corridors between walls.

    Exit doors between `least` and `sure` somebody has to look up. Stairs and corridors need
    `passage`, stairs in a crowded place `crowded_width`; an unstated hall is none up to
    `quiet_area` [m²]. What a wider limit already fails passes here.
    """
    hall = study.layout.id
    busy = crowded(study, quiet_area)
    found = []
    for door in study.exits:
        found.append(
            _exit_door(study, door, least, sure, passage, crowded_width, new_door, busy is True)
        )
    if not study.exits:
        found.append(needs_review(hall, "no-exit"))
    limit = crowded_width if busy else passage
    for name in study.stairs:
        width, gate, items = stair_way(study, name)
        level = study.stairs[name][0].level
        known = _width(width, limit)
        known["evidence"] = (Evidence(gate, Role.MEASURE, level),) if gate is not None else ()
        known["stair"] = study.label(name)
        if busy is None and not _less(width, limit) and _less(width, crowded_width):
            known |= _width(width, crowded_width)
            found.append(needs_review(name, "crowded-unknown", **known))
        elif not _less(width, limit):
            found.append(passed(name, **known))
        elif items:
            ring = study.placed[items[0]].footprint
            known["evidence"] = (*known["evidence"], Evidence(ring, Role.OFFENDS, level))
            found.append(failed(items[0], "item-on-stair", items=items[1:], **known))
        else:
            found.append(failed(name, "narrow-stair", **known))
    found += _corridors(study, passage, route)
    return grouped(found, hall)


def _exit_door(
    study: Study,
    door: Opening,
    least: float,
    sure: float,
    passage: float,
    crowded_width: float,
    new_door: float,
    busy: bool,
) -> Verdict:
    width = door.item.width
    side = study.inside(door)
    if busy and judged(study, "STD-09") and _less(width, crowded_width):
        return passed(door.id, "wider-limit", **_known(door, crowded_width, side))
    if _less(width, least):
        new = study.layout.branch.standing == "new" and judged(study, "STD-04")
        if new and least < new_door and door.item.use != "emergency":
            return passed(door.id, "wider-limit", **_known(door, new_door, side))
        also = ("STD-04",) if judged(study, "STD-04") and door.item.use != "emergency" else ()
        known = _known(door, least, side)
        return failed(door.id, "narrow-exit", also=also, others=named(also), **known)
    if _less(width, sure):
        return needs_review(door.id, "exit-to-check", **_known(door, sure, side))
    known = _known(door, sure, side) | {"passage": units.show_length(passage)}
    return passed(door.id, "ok" if _less(width, passage) else "ok-wide", **known)


def _corridors(study: Study, passage: float, route: float) -> list[Verdict]:
    """The narrowest place between walls on the way from the entrances to every door."""
    found = []
    for level in study.levels:
        here = ways(study, level, bare=True)
        worst = None
        for start in here.entrances.values():
            for (name, _), end in here.doors.items():
                if end == start or not study.doors[name].item.is_exit:
                    continue
                way = here.clearance.passage(start, end)
                if way.gate is not None and (worst is None or way.width < worst.width):
                    worst = way
        if worst is None or not _less(worst.width, passage):
            continue
        known = _width(worst.width, passage)
        known["evidence"] = (Evidence(worst.gate, Role.OFFENDS, level),)
        same = [
            r
            for r in routes(study)
            if r.gate is not None
            and r.width < route - units.TOLERANCE
            and r.gate.distance(worst.gate) < 0.05
        ]
        if same and judged(study, "STD-01"):
            found.append(passed(level, "wider-limit", **known))
        else:
            found.append(failed(level, "narrow-corridor", **known))
    return found


@check(
    codes={
        *("ok", "narrow-exit", "threshold", "steps"),
        *("threshold-unknown", "crowded-unknown", "no-exit"),
    },
    absent={"not-crowded"},
)
def crowded_exit(
    study: Study,
    *,
    width: Length,
    step_free: Length,
    quiet_area: Number,
    exit_least: Length,
    door_new: Length,
    door_existing: Length,
) -> list[Verdict] | NotApplicable:
    """Width of exit doors in a crowded place, their thresholds, and steps close to them.

    `exit_least` and `door_new`, `door_existing` are the limits of the other clauses on
    doors, which a narrow one may break as well.
    """
    busy = crowded(study, quiet_area)
    if busy is False:
        return NotApplicable("not-crowded")
    if not study.exits:
        return [needs_review(study.layout.id, "no-exit")]
    if busy is None:
        area = units.show_area(study.area)
        return [needs_review(study.layout.id, "crowded-unknown", area=area)]
    rings = [(stair.level, ring) for stair, ring in study.stairs.values()]
    found = []
    for door in study.exits:
        side = study.inside(door)
        known = _known(door, width, side)
        strips = [door.depth_strip(s, step_free) for s in ("left", "right")]
        near = any(
            level == door.level and any(ring.intersection(strip).area > 1e-4 for strip in strips)
            for level, ring in rings
        )
        if _less(door.item.width, width):
            door_least = door_new if study.layout.branch.standing == "new" else door_existing
            broken = {
                "STD-08": _less(door.item.width, exit_least),
                "STD-04": _public(study, door) and _less(door.item.width, door_least),
            }
            also = tuple(law for law, breaks in broken.items() if breaks and judged(study, law))
            found.append(failed(door.id, "narrow-exit", also=also, others=named(also), **known))
        elif (door.item.threshold or 0.0) > units.TOLERANCE:
            height = units.show_height(door.item.threshold or 0.0, digits=1)
            found.append(failed(door.id, "threshold", height=height, **known))
        elif near:
            evidence = tuple(Evidence(strip, Role.FREE, door.level) for strip in strips)
            known |= {"evidence": evidence, "depth": units.show_length(step_free)}
            found.append(failed(door.id, "steps", **known))
        elif door.item.threshold is None:
            found.append(needs_review(door.id, "threshold-unknown", **known))
        else:
            found.append(passed(door.id, **known))
    return grouped(found, study.layout.id)
