"""What spoils the hall: dirty, damaged, worn or hand-written things."""

from collections.abc import Iterator
from datetime import date

from planner.catalog import Placed
from planner.model import Message
from planner.rules.check import Words, check
from planner.rules.finding import (
    Evidence,
    OnSite,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study

LOST = "missing"  # what is gone spoils nothing; the rules on upkeep ask for it


@check(
    codes={
        *("ok", "dirty", "damaged", "worn", "handwritten"),
        *("no-condition", "no-template", "check-due", "not-drawn"),
    }
)
def harmony(study: Study, *, exempt: Words) -> list[Verdict] | OnSite:
    """Condition of every message and of what else has one noted; hand-written ones.

    Whether a message is printed to a template is not asked of an `exempt` purpose. Worn
    things count less than dirty ones.
    """
    hall = study.layout.id
    things = list(_things(study))
    if not things:
        return [needs_review(hall, "not-drawn")]
    if not any(
        condition is not None or (message is not None and message.template is not None)
        for _, _, message, condition in things
    ):
        return OnSite()
    found = [
        _judge(name, p, message, condition, exempt, study.day)
        for name, p, message, condition in things
        if condition != LOST
    ]
    return grouped(found, hall) or [needs_review(hall, "not-drawn")]


def _things(study: Study) -> Iterator[tuple[str, Placed, Message | None, str | None]]:
    """Messages, and other fixtures whose condition or last check was noted."""
    said = {carried.carrier.id for carried in study.carried}
    for carried in study.carried:
        p = study.placed[carried.carrier.id]
        condition = carried.message.condition
        if condition is None and not carried.in_pocket:
            condition = p.fixture.condition
        yield carried.subject, p, carried.message, condition
    for p in study.placed.values():
        fixture = p.fixture
        noted = fixture.condition is not None or fixture.last_checked is not None
        if p.id not in said and (noted or (p.has("message") and not p.has("rack"))):
            yield p.id, p, None, fixture.condition


def _judge(
    name: str,
    p: Placed,
    message: Message | None,
    condition: str | None,
    exempt: tuple[str, ...],
    day: date,
) -> Verdict:
    evidence = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
    if condition in ("damaged", "dirty"):
        return failed(name, condition, evidence=evidence)
    if message is not None and message.template is False and message.purpose not in exempt:
        return failed(name, "handwritten", evidence=evidence)
    if condition == "worn":
        return failed(name, "worn", severity="minor", evidence=evidence)
    if condition is None:
        return needs_review(name, "no-condition", evidence=evidence)
    if _due(p, message, day):
        return needs_review(name, "check-due", evidence=evidence)
    if message is not None and message.template is None and message.purpose not in exempt:
        return needs_review(name, "no-template", evidence=evidence)
    return passed(name, evidence=evidence)


def _due(p: Placed, message: Message | None, day: date) -> bool:
    """Whether the last check is older than its own interval."""
    for thing in (message, p.fixture):
        if thing is not None and thing.last_checked is not None:
            interval = thing.check_interval_days
            return interval is not None and (day - thing.last_checked).days > interval
    return False
