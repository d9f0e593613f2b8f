"""What a rule says about one subject, with the evidence for it."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shapely import Geometry


class Outcome(enum.StrEnum):
    """What a rule can say of one subject."""

    PASSED = "passed"
    FAILED = "failed"
    UNCERTAIN = "uncertain"  # a tolerance or an unconfirmed clause decides
    NEEDS_REVIEW = "needs-review"  # the layout does not say


class Status(enum.StrEnum):
    """Where a rule stands in an audit; each rule has exactly one."""

    JUDGED = "judged"
    WAITING = "waiting"  # for an analysis this program does not do yet
    ON_SITE = "on-site"  # somebody has to look there
    NOT_APPLICABLE = "not-applicable"


class Role(enum.StrEnum):
    """What a piece of evidence shows."""

    OFFENDS = "offends"  # solid: what is wrong
    FREE = "must-be-free"  # hatched: where nothing may stand
    PROPOSED = "proposed"  # green dashes: where it could go
    MEASURE = "measure"  # a dimension line
    CONTEXT = "context"  # thin: what it was measured against


@dataclass(frozen=True, slots=True)
class Evidence:
    """Geometry to be drawn over the plan [m]."""

    geometry: Geometry
    role: Role = Role.OFFENDS
    level: str = ""  # filled in from the subject where empty
    label: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, e.g. ``Quantity(0.86, "m", "86 cm")``."""

    value: float
    unit: str  # "m", "deg", "lx", "share", "ratio", "m2", "count", "days", "s", ...
    shown: str  # as people read it, never contradicting the verdict


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a finding: new field values of one thing in the layout."""

    subject: str
    set: Mapping[str, Any]  # field -> new value, in the layout file's own words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check measured on one subject.

    `values` fill the placeholders of the rule's sentence: text, or text by language.
    """

    subject: str  # id of the thing judged; the layout's own id for the hall
    outcome: Outcome
    code: str  # which of the check's conditions, e.g. "too-high"; a key of the rule's texts
    values: Mapping[str, object] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    measured: Quantity | None = None
    limit: Quantity | None = None
    limit_high: Quantity | None = None  # of a band
    tolerance: Quantity | None = None
    fix: Fix | None = None
    severity: str | None = None  # None: the rule's own
    items: tuple[str, ...] = ()  # what a grouped line is about
    weight: int = 1  # how many subjects a finding stands for, where one line tells of several
    also: tuple[str, ...] = ()  # other rules that the same place breaks, named in it
    unless: tuple[str, ...] = ()  # items whose own failure of the same rule is said instead


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule has nothing to judge here; `reason` is a key of the rule's texts."""

    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnSite:
    """Only somebody on site can tell, and the layout records nothing."""

    reason: str = "on-site"


Judgement = tuple[Verdict, ...] | NotApplicable | OnSite


@dataclass(frozen=True, slots=True)
class OtherReading:
    """What the reading that was not chosen says of the same subject."""

    reading: str  # e.g. "D1=centre"
    outcome: Outcome
    code: str
    measured: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict, the rule it answers and what the other reading says."""

    rule: str  # catalogue id
    severity: str  # "critical", "major", "minor", "info"
    verdict: Verdict
    other: OtherReading | None = None
    note: str | None = None  # code of a note on a pass, e.g. "other-reading", "law-wins"

    @property
    def subject(self) -> str:
        """Id of the thing judged."""
        return self.verdict.subject

    @property
    def outcome(self) -> Outcome:
        """The chosen reading's outcome."""
        return self.verdict.outcome


def passed(subject: str, code: str = "ok", /, **known: Any) -> Verdict:
    """The guideline is met."""
    return _verdict(subject, Outcome.PASSED, code, known)


def failed(subject: str, code: str, /, **known: Any) -> Verdict:
    """The guideline is not met."""
    return _verdict(subject, Outcome.FAILED, code, known)


def uncertain(subject: str, code: str, /, **known: Any) -> Verdict:
    """A tolerance, or a clause nobody confirmed, decides."""
    return _verdict(subject, Outcome.UNCERTAIN, code, known)


def needs_review(subject: str, code: str, /, **known: Any) -> Verdict:
    """The layout does not say."""
    return _verdict(subject, Outcome.NEEDS_REVIEW, code, known)


_FIELDS = {name for name in Verdict.__dataclass_fields__ if name not in ("values",)}


def _verdict(subject: str, outcome: Outcome, code: str, known: dict[str, Any]) -> Verdict:
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for name, value in known.items():
        (fields if name in _FIELDS else values)[name] = value
    if (measured := fields.get("measured")) is not None:
        values.setdefault("measured", measured.shown)
    if (limit := fields.get("limit")) is not None:
        values.setdefault("limit", limit.shown)
    if (high := fields.get("limit_high")) is not None:
        values.setdefault("high", high.shown)
        if limit is not None:
            values.setdefault("low", limit.shown)
    return Verdict(subject, outcome, code, values, **fields)


def grouped(verdicts: list[Verdict], hall: str) -> list[Verdict]:
    """Needs-review verdicts of one code drawn together into one line about the hall.

    The rest stay as they are, in their order; the grouped lines come last.
    """
    kept = [verdict for verdict in verdicts if verdict.outcome is not Outcome.NEEDS_REVIEW]
    by_code: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.outcome is Outcome.NEEDS_REVIEW:
            by_code.setdefault(verdict.code, []).append(verdict)
    for code, alike in by_code.items():
        first = alike[0]
        items = tuple(name for v in alike for name in (v.items or (v.subject,)))
        values = {**first.values, "n": len(items), "items": ", ".join(items)}
        evidence = tuple(piece for v in alike for piece in v.evidence)
        line = Verdict(hall, Outcome.NEEDS_REVIEW, code, values, evidence, items=items)
        kept.append(replace(line, weight=len(items)))
    return kept
