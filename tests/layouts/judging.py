"""Shipped halls judged once for all tests."""

from functools import cache

from planner.audit import Audit, audit
from planner.exchange import shipped
from planner.rules.finding import Finding, Outcome, Status


@cache
def judged(name: str) -> Audit:
    """A shipped hall judged by its own date and the default packs."""
    return audit(shipped.hall(name))


def failures(result: Audit) -> dict[str, set[tuple[str, str]]]:
    """What failed: rule -> (subject, code)."""
    return of(result, Outcome.FAILED)


def of(result: Audit, outcome: Outcome) -> dict[str, set[tuple[str, str]]]:
    """Findings of one outcome: rule -> (subject, code)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for finding in result.findings:
        if finding.outcome is outcome:
            found.setdefault(finding.rule, set()).add((finding.subject, finding.verdict.code))
    return found


def unjudged(result: Audit, status: Status) -> dict[str, str]:
    """Rules that were not judged for one reason: rule -> reason."""
    return {entry.rule.id: entry.reason for entry in result.judged if entry.status is status}


def finding(result: Audit, rule: str, subject: str, code: str | None = None) -> Finding:
    """The finding of a rule about a subject."""
    (found,) = (
        f
        for f in result.by_rule[rule].findings
        if f.subject == subject and code in (None, f.verdict.code)
    )
    return found


def measured(result: Audit, rule: str, subject: str, code: str | None = None) -> float:
    """What a rule measured of a subject."""
    quantity = finding(result, rule, subject, code).verdict.measured
    assert quantity is not None
    return quantity.value
