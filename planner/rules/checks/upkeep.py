"""Whether posters and roll-ups are whole, in date, in place and looked at in time."""

from typing import Any

from planner.catalog import Placed
from planner.rules.check import Count, check
from planner.rules.finding import (
    Evidence,
    NotApplicable,
    OnSite,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study, racks

GONE = ("damaged", "missing")
CODES = {"ok", "damaged", "missing", "expired", "check-due", "not-checked"}


@check(codes=CODES | {"not-drawn"})
def poster_upkeep(study: Study, *, interval_days: Count) -> list[Verdict] | OnSite:
    """Posters damaged, missing or out of date, or not looked at for more than `interval_days`."""
    if not study.posters:
        return [needs_review(study.layout.id, "not-drawn")]
    return _upkeep(study, study.posters, interval_days)


@check(codes=CODES, absent={"no-rollups"})
def rollup_upkeep(study: Study, *, interval_days: Count) -> list[Verdict] | NotApplicable | OnSite:
    """As for posters, of roll-ups; X-banners stand in for them and count as well."""
    stands = study.having("rollup", "x_banner")
    if not stands:
        return NotApplicable("no-rollups")
    return _upkeep(study, stands, interval_days)


def _upkeep(study: Study, items: tuple[Placed, ...], interval_days: int) -> list[Verdict] | OnSite:
    found = [_judge(study, p, interval_days) for p in items]
    if all(verdict.code == "not-checked" for verdict in found):
        return OnSite()
    return grouped(found, study.layout.id)


def _judge(study: Study, p: Placed, interval_days: int) -> Verdict:
    message = study.message(p.fixture)
    condition = p.fixture.condition or getattr(message, "condition", None)
    checked = p.fixture.last_checked or getattr(message, "last_checked", None)
    own = p.fixture.check_interval_days
    if own is None:
        own = getattr(message, "check_interval_days", None)
    interval = interval_days if own is None else own
    seen = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
    if condition in GONE:
        return failed(p.id, condition, evidence=seen)
    if message is not None and racks.is_expired(study, message):
        return failed(p.id, "expired", date=f"{message.valid_to:%Y-%m-%d}", evidence=seen)
    if checked is not None:
        days = (study.day - checked).days
        known: dict[str, Any] = {
            "measured": Quantity(days, "days", f"{days}"),
            "limit": Quantity(interval, "days", f"{interval:g}"),
            "evidence": seen,
        }
        if days > interval:
            return needs_review(p.id, "check-due", **known)
        return passed(p.id, **known)
    if condition is None:
        return needs_review(p.id, "not-checked", evidence=seen)
    return passed(p.id, evidence=seen)
