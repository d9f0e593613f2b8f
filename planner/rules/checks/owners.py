"""Who answers for each zone and each thing."""

from shapely import Geometry

from planner import i18n
from planner.rules.check import Words, check
from planner.rules.finding import Evidence, Role, Verdict, failed, grouped, needs_review, passed
from planner.study import Study


@check(codes={"ok", "nobody", "no-owner", "not-drawn"})
def owners(study: Study, *, roles: Words) -> list[Verdict]:
    """Whether every zone and every fixture has an owner among `roles`.

    A thing without its own has its message's, its campaign's or its zone's.
    """
    found = []
    for zone in study.layout.zones:
        found.append(_judge(zone.id, zone.owner, roles, study.zone_ring(zone), zone.level))
    for p in study.placed.values():
        fixture = p.fixture
        owner = fixture.owner
        if owner is None and fixture.message is not None:
            owner = study.message(fixture).owner
        around = study.zone_at(fixture.level, fixture.at)
        if owner is None and around is not None:
            owner = around.owner
        found.append(_judge(p.id, owner, roles, p.footprint, fixture.level))
    hall = study.layout.id
    return grouped(found, hall) or [needs_review(hall, "not-drawn")]


def _judge(
    name: str, owner: str | None, roles: tuple[str, ...], shape: Geometry, level: str
) -> Verdict:
    evidence = (Evidence(shape, Role.OFFENDS, level),)
    if owner is None:
        return needs_review(name, "no-owner", evidence=evidence)
    if owner not in roles:
        return failed(name, "nobody", evidence=evidence)
    said = {lang: i18n.say(f"rules.owner.{owner}", lang) for lang in i18n.languages()}
    return passed(name, owner=said, evidence=evidence)
