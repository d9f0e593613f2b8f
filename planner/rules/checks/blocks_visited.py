"""Whether an audit looked at every block of the visual system, from outside in."""

from typing import Any

from planner import i18n
from planner.rules.check import Table, Words, check
from planner.rules.finding import Evidence, Role, Verdict, failed, needs_review, passed
from planner.study import Study


@check(codes={"ok", "found-wanting", "unvisited"})
def blocks_visited(
    study: Study, *, blocks: Table, optional: Words, ambience: Words, observed: Words
) -> list[Verdict]:
    """A verdict for each block that something was noted of; the others in one line.

    A block was visited where a thing in it has a condition, a check or a reading, or where
    somebody noted how it was found.

    Parameters
    ----------
    blocks : dict
        By block, in the order of the walk: zone uses, and traits of fixtures, or
        ``entrance`` and ``window``, that belong to it wherever they are.
    optional : tuple of str
        Blocks that a hall without such a zone does not have.
    ambience : tuple of str
        The readings that make up the last block, all of them.
    observed : tuple of str
        Rules whose observations tell how a block was found.
    """
    hall = study.layout.id
    noted = _noted(study)
    said = {
        seen.subject or hall: seen.outcome == "passed"
        for seen in study.layout.observations
        if seen.rule in observed
    }
    found, unvisited = [], []
    for block, words in blocks.items():
        zones = study.zones(*words)
        if block in optional and not zones:
            continue
        subject = zones[0].id if zones else hall
        members = {zone.id for zone in zones} | _members(study, words)
        known: dict[str, Any] = {
            "block": _named(block),
            "evidence": tuple(
                Evidence(study.zone_ring(zone), Role.CONTEXT, zone.level) for zone in zones
            ),
        }
        if any(said.get(member) is False for member in members):
            found.append(failed(subject, "found-wanting", **known))
        elif members & (noted | said.keys()):
            found.append(passed(subject, **known))
        else:
            unvisited.append((block, subject))
    read = {reading.of for reading in study.layout.environment_readings}
    if said.get(hall) is False:
        found.append(failed(hall, "found-wanting", block=_named("ambience")))
    elif set(ambience) <= read or hall in said:
        found.append(passed(hall, block=_named("ambience")))
    else:
        unvisited.append(("ambience", hall))
    if unvisited:
        names = {
            lang: i18n.say("rules.and", lang).join(_named(block)[lang] for block, _ in unvisited)
            for lang in i18n.languages()
        }
        subjects = tuple(dict.fromkeys(subject for _, subject in unvisited))
        count = len(unvisited)
        line = needs_review(hall, "unvisited", blocks=names, n=count, items=subjects, weight=count)
        found.append(line)
    return found


def _members(study: Study, words: tuple[str, ...]) -> set[str]:
    """Ids of what belongs to a block: things of its kinds, and things in its zones."""
    zones = {zone.id for zone in study.zones(*words)}
    found = {
        p.id
        for p in study.placed.values()
        if p.kind.traits & set(words)
        or ((zone := study.zone_at(p.fixture.level, p.fixture.at)) and zone.id in zones)
    }
    if "entrance" in words:
        found |= {door.id for door in study.entrances}
    if "window" in words:
        shown = {window.id for window in study.layout.windows if window.shop_front}
        found |= shown | {p.id for p in study.placed.values() if p.fixture.host in shown}
    return found


def _noted(study: Study) -> set[str]:
    """Ids of all that somebody looked at."""
    found = {r.subject for r in study.layout.lux_readings if r.subject is not None}
    for p in study.placed.values():
        message = p.fixture.message
        if any(
            thing is not None and (thing.condition is not None or thing.last_checked is not None)
            for thing in (p.fixture, message)
        ):
            found.add(p.id)
    return found


def _named(block: str) -> dict[str, str]:
    return {lang: i18n.say(f"rules.block.{block}", lang) for lang in i18n.languages()}
