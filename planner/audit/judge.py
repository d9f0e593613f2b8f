"""Judging: every rule of the packs once, readings and law applied."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from planner.audit.power import power_class
from planner.model import Layout
from planner.rules.finding import (
    Finding,
    NotApplicable,
    OnSite,
    OtherReading,
    Outcome,
    Status,
    Verdict,
)
from planner.rules.pack import SEVERITIES, Pack, Rule, load_pack, numbers
from planner.study import Study

DEFAULT_PACKS = ("telecom_hall", "cn_safety_access")
MILD = "minor"  # severity of a finding that only one of two readings supports


@dataclass(frozen=True)
class Judged:
    """One rule in an audit."""

    rule: Rule
    status: Status
    reason: str = ""  # key of the rule's sentence where it was not judged
    values: Mapping[str, object] | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Audit:
    """What packs say of a layout on a day."""

    layout: Layout
    packs: tuple[Pack, ...]
    day: date
    judged: tuple[Judged, ...]  # every rule once, in the packs' order

    @cached_property
    def by_rule(self) -> dict[str, Judged]:
        """Rules by catalogue id."""
        return {entry.rule.id: entry for entry in self.judged}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, rule by rule."""
        return tuple(finding for entry in self.judged for finding in entry.findings)

    @cached_property
    def failures(self) -> tuple[Finding, ...]:
        """What failed: severest first, then in the packs' order."""
        failed = [f for f in self.findings if f.outcome is Outcome.FAILED]
        return tuple(sorted(failed, key=lambda f: -SEVERITIES[f.severity]))

    def power(self, finding: Finding) -> str:
        """Who can mend a finding: ``branch``, ``hq``, ``landlord`` or ``structural``."""
        return power_class(self.layout, self.by_rule[finding.rule].rule, finding)

    def waived(self, finding: Finding) -> bool:
        """Whether a waiver that is still valid covers a finding."""
        return any(
            waiver.rule == finding.rule
            and waiver.subject == finding.subject
            and waiver.until >= self.day
            for waiver in self.layout.waivers
        )


def audit(
    layout: Layout,
    packs: Iterable[str | Path | Pack] = DEFAULT_PACKS,
    *,
    readings: Mapping[str, str] | None = None,
    day: date | None = None,
    study: Study | None = None,
) -> Audit:
    """Judge a layout.

    Parameters
    ----------
    layout : Layout
        The hall.
    packs : iterable of names, folders or packs
        Which rules; law and marketing by default.
    readings : mapping, optional
        Readings chosen otherwise than by default, e.g. ``{"D1": "centre"}``.
    day : date, optional
        The day it is judged for; the layout's own, else today.
    study : Study, optional
        The layout's analyses, where some exist already.

    Raises
    ------
    PackError
        If a pack or a reading is unknown.
    """
    loaded, study = _ready(layout, packs, readings, day, study)
    with _uncollected():
        judged = tuple(_judge(rule, pack, study) for pack in loaded for rule in pack.rules)
        judged = _law_wins(_one_place(judged, loaded), loaded)
    return Audit(layout, loaded, study.day, judged)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Judging makes tens of thousands of small objects that all stay: none is looked for."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def judge_rule(
    rule_id: str,
    layout: Layout,
    packs: Iterable[str | Path | Pack] = DEFAULT_PACKS,
    *,
    readings: Mapping[str, str] | None = None,
    day: date | None = None,
    study: Study | None = None,
) -> Judged:
    """Judge one rule as `audit` does, besides it only what can change what it says."""
    loaded, study = _ready(layout, packs, readings, day, study)
    asked = {
        law for p in loaded for c in p.conflicts if rule_id in c["yields"] for law in c["wins"]
    }
    asked |= {
        rule for p in loaded for group in p.alternatives if rule_id in group for rule in group
    }
    judged = tuple(
        _judge(rule, pack, study)
        for pack in loaded
        for rule in pack.rules
        if rule.id == rule_id or rule.id in asked
    )
    judged = _law_wins(_one_place(judged, loaded), loaded)
    return next(entry for entry in judged if entry.rule.id == rule_id)


def _ready(
    layout: Layout,
    packs: Iterable[str | Path | Pack],
    readings: Mapping[str, str] | None,
    day: date | None,
    study: Study | None,
) -> tuple[tuple[Pack, ...], Study]:
    chosen = dict(readings or {})
    loaded = tuple(p if isinstance(p, Pack) else load_pack(p, chosen) for p in packs)
    study = study or Study(layout, day)
    laws = frozenset(rule.id for pack in loaded if pack.law for rule in pack.rules)
    study.once("laws", lambda: laws)
    return loaded, study


def _judge(rule: Rule, pack: Pack, study: Study) -> Judged:
    if rule.check is None:
        reason = {Status.WAITING: "waiting", Status.ON_SITE: "on-site"}.get(rule.status, "")
        return Judged(rule, rule.status, reason or "kept-by-program")
    result = rule.check.judge(study, numbers(rule, pack.chosen))
    if isinstance(result, NotApplicable):
        return Judged(rule, Status.NOT_APPLICABLE, result.reason, result.values)
    if isinstance(result, OnSite):
        return Judged(rule, Status.ON_SITE, result.reason)
    verdicts = [_named(study, rule, verdict) for verdict in result]
    findings = tuple(Finding(rule.id, v.severity or rule.severity, v) for v in verdicts)
    if rule.consults:
        findings = _consult(rule, pack, study, findings)
    return Judged(rule, Status.JUDGED, findings=findings)


def _named(study: Study, rule: Rule, verdict: Verdict) -> Verdict:
    """A verdict that knows its subject's name.

    A failure of a clause nobody confirmed is uncertain: verify the clause.
    """
    unsure = verdict.outcome is Outcome.FAILED and not rule.confirmed
    return Verdict(
        verdict.subject,
        Outcome.UNCERTAIN if unsure else verdict.outcome,
        verdict.code,
        _values(study, verdict),
        verdict.evidence,
        verdict.measured,
        verdict.limit,
        verdict.limit_high,
        verdict.tolerance,
        verdict.fix,
        verdict.severity,
        verdict.items,
        verdict.weight,
        verdict.also,
        verdict.unless,
    )


def _values(study: Study, verdict: Verdict) -> dict[str, object]:
    """What fills a sentence: the subject's name and, where it lists items, theirs."""
    values = {"subject": study.label(verdict.subject), **verdict.values}
    if isinstance(values.get("items"), str) and verdict.items:
        values["items"] = study.names(verdict.items, bare=True)
    return values


def _consult(
    rule: Rule, pack: Pack, study: Study, findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Ask the reading that was not chosen, and soften what only one of the two fails."""
    reading = pack.readings[rule.consults]  # type: ignore[index]
    other = reading.consulted.get(pack.chosen[reading.id])
    if other is None:
        return findings
    params = numbers(rule, dict(pack.chosen) | {reading.id: other})
    result = rule.check.judge(study, params)  # type: ignore[union-attr]
    if isinstance(result, NotApplicable | OnSite):
        return findings
    answers = {v.subject: v for v in result if not v.unless}
    return tuple(
        _soften(finding, f"{reading.id}={other}", answers.get(finding.subject))
        for finding in findings
    )


def _soften(finding: Finding, reading: str, answer: Verdict | None) -> Finding:
    if answer is None:
        return finding
    said = OtherReading(reading, answer.outcome, answer.code, answer.measured)
    if finding.outcome is Outcome.PASSED and answer.outcome is Outcome.FAILED:
        return replace(finding, other=said, note="other-reading")
    if finding.outcome is Outcome.FAILED and answer.outcome in (
        Outcome.PASSED,
        Outcome.UNCERTAIN,
    ):
        verdict = replace(finding.verdict, code="other-reading")
        return replace(finding, verdict=verdict, severity=MILD, other=said)
    return replace(finding, other=said)


def _one_place(judged: tuple[Judged, ...], packs: tuple[Pack, ...]) -> tuple[Judged, ...]:
    """An item in one of the places listed beside each other is asked for no other of them.

    A place that only such items would fill, under the other reading, is empty then.
    """
    groups = {rule: group for pack in packs for group in pack.alternatives for rule in group}
    placed: dict[str, set[str]] = {}  # by item, the rules it passes
    for entry in judged:
        for finding in entry.findings if entry.rule.id in groups else ():
            if finding.outcome is Outcome.PASSED:
                placed.setdefault(finding.subject, set()).add(entry.rule.id)

    def settled(finding: Finding) -> bool:
        others = set(groups[finding.rule]) - {finding.rule}
        return finding.verdict.code == "other-reading" and bool(
            others & placed.get(finding.subject, set())
        )

    def told(entry: Judged) -> Judged:
        if entry.rule.id not in groups:
            return entry
        kept = [finding for finding in entry.findings if not settled(finding)]
        failing = {finding.subject for finding in kept if finding.outcome is Outcome.FAILED}
        kept = [finding for finding in kept if failing.isdisjoint(finding.verdict.unless)]
        return replace(entry, findings=tuple(kept))

    return tuple(told(entry) for entry in judged)


def _law_wins(judged: tuple[Judged, ...], packs: tuple[Pack, ...]) -> tuple[Judged, ...]:
    """An item that law fails passes its place rule, with a note that law wins."""
    losers = {
        loser: conflict["wins"]
        for pack in packs
        for conflict in pack.conflicts
        for loser in conflict["yields"]
    }
    broken: dict[str, dict[str, None]] = {}
    for entry in judged:
        for finding in entry.findings:
            if finding.outcome is Outcome.FAILED and entry.rule.confirmed:
                for item in (finding.subject, *finding.verdict.items):
                    broken.setdefault(entry.rule.id, {})[item] = None
    return tuple(
        replace(
            entry, findings=tuple(_yield(f, losers[entry.rule.id], broken) for f in entry.findings)
        )
        if entry.rule.id in losers
        else entry
        for entry in judged
    )


def _yield(finding: Finding, laws: list[str], broken: dict[str, dict[str, None]]) -> Finding:
    winner = next((law for law in laws if finding.subject in broken.get(law, ())), None)
    if winner is None or finding.outcome not in (Outcome.PASSED, Outcome.FAILED):
        return finding
    verdict = finding.verdict
    verdict = replace(
        verdict,
        outcome=Outcome.PASSED,
        code="law-wins",
        values={**verdict.values, "law": winner},
        fix=None,
    )
    return replace(finding, verdict=verdict, note="law-wins")
