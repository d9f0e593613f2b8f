"""Scores: always with denominator and coverage.

Definition: guidelines/verdicts of this project, section Score; printed in ``docs/``.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from planner.audit.judge import Audit, Judged
from planner.audit.power import OUTSIDE
from planner.rules.finding import Finding, Outcome, Status
from planner.rules.pack import SEVERITIES

CRITICAL_CAP = 59.0
MAJOR_CAP = 89.0
LEAST_COVERAGE = 0.5
DECIDED = (Outcome.PASSED, Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Standing:
    """One scored rule: its weight, its share of subjects that passed, its share decided."""

    rule: str
    weight: int
    value: float | None  # s: mean over decided subjects, None where none is decided
    decided: float  # d: share of subjects that are decided
    failed: float  # share of decided subjects that failed at full severity or milder


@dataclass(frozen=True, slots=True)
class Score:
    """A score out of 100, or none where too little is known."""

    value: float | None
    coverage: float  # 0-1, weighted
    decided: int  # rules with a decided subject
    applicable: int  # scored rules that apply
    weight: int  # sum of weights of rules with a decided subject: the denominator
    lost: float  # part of `weight` lost
    cap: str | None  # "critical" or "major" where a cap holds the value down
    uncapped: float | None
    standings: tuple[Standing, ...] = ()

    @property
    def known(self) -> bool:
        """Whether enough is known for a number."""
        return self.value is not None


def score(audit: Audit, *, pack: str | None = None, power: bool = False) -> Score:
    """The score of an audit: all packs or one, as is or within branch power.

    Parameters
    ----------
    audit : Audit
        A judged hall.
    pack : str, optional
        Only this pack's rules.
    power : bool
        Within branch power: without subjects that are waived or that head office, the
        landlord or the building decides.
    """
    entries = [e for e in audit.judged if pack in (None, e.rule.pack)]
    keep = _within(audit) if power else lambda finding: True
    standings = [s for entry in entries if (s := _standing(entry, keep)) is not None]
    known = [s for s in standings if s.value is not None]
    weight = sum(s.weight for s in known)
    total = sum(s.weight for s in standings)
    coverage = sum(s.weight * s.decided for s in standings) / total if total else 0.0
    lost = sum(s.weight * (1.0 - (s.value or 0.0)) for s in known)
    raw = 100.0 * (1.0 - lost / weight) if weight else None
    value, cap = raw, None
    if raw is not None:
        if _open_critical(audit, entries, power) and raw > CRITICAL_CAP:
            value, cap = CRITICAL_CAP, "critical"
        elif raw > MAJOR_CAP and any(
            s.weight == SEVERITIES["major"] and s.failed > 0.5 for s in known
        ):
            value, cap = MAJOR_CAP, "major"
        value = _rounded(value, any(s.failed > 0 for s in known))  # type: ignore[arg-type]
        raw = _rounded(raw, any(s.failed > 0 for s in known))
    if coverage < LEAST_COVERAGE - 1e-12:
        value = None
    return Score(
        value=value,
        coverage=coverage,
        decided=len(known),
        applicable=len(standings),
        weight=weight,
        lost=lost,
        cap=cap,
        uncapped=raw,
        standings=tuple(standings),
    )


def _within(audit: Audit) -> Callable[[Finding], bool]:
    return lambda f: not audit.waived(f) and audit.power(f) not in OUTSIDE


def _standing(entry: Judged, keep: Callable[[Finding], bool]) -> Standing | None:
    rule = entry.rule
    if not rule.weight or entry.status is Status.NOT_APPLICABLE:
        return None
    if entry.status is not Status.JUDGED:
        return Standing(rule.id, rule.weight, None, 0.0, 0.0)
    findings = [finding for finding in entry.findings if keep(finding)]
    if not findings:
        return None
    subjects = sum(finding.verdict.weight for finding in findings)
    decided = [finding for finding in findings if finding.outcome in DECIDED]
    if not decided:
        return Standing(rule.id, rule.weight, None, 0.0, 0.0)
    known = sum(finding.verdict.weight for finding in decided)
    marks = [_mark(finding, rule.weight) * finding.verdict.weight for finding in decided]
    failed = sum(f.verdict.weight for f in decided if f.outcome is Outcome.FAILED)
    return Standing(
        rule.id, rule.weight, math.fsum(marks) / known, known / subjects, failed / known
    )


def _mark(finding: Finding, weight: int) -> float:
    """1 for a pass, 0 for a failure, between them for a failure milder than its rule."""
    if finding.outcome is Outcome.PASSED:
        return 1.0
    return max(0.0, 1.0 - SEVERITIES[finding.severity] / weight)


def _open_critical(audit: Audit, entries: Iterable[Judged], power: bool) -> bool:
    laws = {pack.id for pack in audit.packs if pack.law}
    for entry in entries:
        if not entry.rule.weight:
            continue
        for finding in entry.findings:
            if finding.outcome is not Outcome.FAILED or finding.severity != "critical":
                continue
            if not power:
                return True
            where = audit.power(finding)
            if entry.rule.pack in laws:
                if where not in ("landlord", "structural"):
                    return True
            elif where not in OUTSIDE and not audit.waived(finding):
                return True
    return False


def _rounded(value: float, fails: bool) -> float:
    """To a tenth; never 100 while something fails."""
    shown = math.floor(value * 10 + 0.5 + 1e-9) / 10
    return min(shown, 99.9) if fails else shown
