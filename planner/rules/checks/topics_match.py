"""Whether the messages in a zone are about what the zone is for."""

from typing import Any

from planner import i18n, units
from planner.model import Zone
from planner.rules.check import Share, Table, Words, check
from planner.rules.finding import (
    Evidence,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Carried, Study


@check(codes={"ok", "off-topic", "no-topic", "no-zones", "not-drawn"})
def topics_match(study: Study, *, matching: Share, topics: Table, exempt: Words) -> list[Verdict]:
    """Share of each zone's messages that are about its own topics, at least `matching`.

    A zone's topics are those it states, else those `topics` lists for its use; a zone with
    neither takes everything and is not judged. Messages of an `exempt` purpose are not
    counted. Where messages without a topic could tip the scale, nobody can say.
    """
    hall = study.layout.id
    if not study.layout.zones:
        return [needs_review(hall, "no-zones")]
    by_zone: dict[str, list[Carried]] = {}
    for carried in study.carried:
        if carried.zone is not None and carried.message.purpose not in exempt:
            by_zone.setdefault(carried.zone.id, []).append(carried)
    found = []
    for zone in study.layout.zones:
        wanted = zone.topics or topics.get(zone.use, ())
        if wanted and zone.id in by_zone:
            found.append(_judge(study, zone, by_zone[zone.id], wanted, matching))
    return grouped(found, hall) or [needs_review(hall, "not-drawn")]


def _judge(
    study: Study, zone: Zone, messages: list[Carried], wanted: tuple[str, ...], least: float
) -> Verdict:
    total = len(messages)
    match = sum(carried.message.topic in wanted for carried in messages)
    untold = [c for c in messages if c.message.topic is None]
    strays = [c for c in messages if c.message.topic not in wanted]
    names = dict.fromkeys(c.carrier.id for c in strays)
    evidence = (
        Evidence(study.zone_ring(zone), Role.CONTEXT, zone.level),
        *(Evidence(study.placed[name].footprint, Role.OFFENDS, zone.level) for name in names),
    )
    slack = units.RATIO_TOLERANCE
    at_least, at_most = match / total, (match + len(untold)) / total
    share = at_least if at_least >= least - slack else at_most
    shown, limit, _ = units.show_against(share, least, units.show_share, slack=slack)
    known: dict[str, Any] = {
        "measured": Quantity(share, "share", shown),
        "limit": Quantity(least, "share", limit),
        "match": match,
        "total": total,
        "topics": _listed(wanted),
        "evidence": evidence,
    }
    if at_least >= least - slack:
        return passed(zone.id, **known)
    if at_most < least - slack:
        return failed(zone.id, "off-topic", items=tuple(c.subject for c in strays), **known)
    return needs_review(
        zone.id, "no-topic", items=tuple(c.subject for c in untold), evidence=evidence
    )


def _listed(topics: tuple[str, ...]) -> dict[str, str]:
    return {
        lang: i18n.say("rules.and", lang).join(_word(topic, lang) for topic in topics)
        for lang in i18n.languages()
    }


def _word(topic: str, lang: str) -> str:
    key = f"rules.topic.{topic}"
    return i18n.say(key, lang) if i18n.knows(key) else topic
