"""The audit as one JSON document: everything needed to judge again, and what was judged.

The form is described by `docs/audit.md`; its version is `FORM`. A record embeds the layout,
the resolved rules, readings and date, so that `replay` judges again from what is written
there and compares. It never prints an old verdict as a new one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shapely.geometry import mapping

from planner import __version__, i18n
from planner.audit.judge import Audit, Judged, audit
from planner.audit.marks import numbered
from planner.audit.score import Score, score
from planner.audit.source import document_hash, passage
from planner.errors import PlannerError, Problem
from planner.model import Layout
from planner.rules.finding import Finding, Quantity, Status
from planner.rules.pack import Pack, Rule, load_pack

FORM = 1
PLACES = 4  # decimals of a coordinate in evidence: a tenth of a millimetre


def to_record(result: Audit) -> dict[str, Any]:
    """The whole audit as JSON-ready data, in a stated order."""
    numbers = {(n.finding.rule, id(n.finding)): n for n in numbered(result)}
    record = {
        "form": FORM,
        "program": __version__,
        "day": result.day.isoformat(),
        "seed": 0,
        "layout": json.loads(result.layout.to_json()),
        "packs": [_pack(pack) for pack in result.packs],
        "score": {
            "as_is": _score(score(result)),
            "within_branch_power": _score(score(result, power=True)),
            "by_pack": {
                pack.id: {
                    "as_is": _score(score(result, pack=pack.id)),
                    "within_branch_power": _score(score(result, pack=pack.id, power=True)),
                }
                for pack in result.packs
            },
        },
        "rules": [_judged(entry) for entry in result.judged],
        "findings": [
            _finding(result, finding, numbers.get((finding.rule, id(finding))))
            for finding in result.findings
        ],
    }
    record["verdicts_sha256"] = verdicts_hash(record)
    return record


def to_json(result: Audit) -> str:
    """The record as text: the same audit gives the same bytes."""
    return write(to_record(result))


def write(record: Mapping[str, Any]) -> str:
    """A record as text."""
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def verdicts_hash(record: Mapping[str, Any]) -> str:
    """SHA-256 of what was judged: rules' states and findings, without words and pictures."""
    core = [
        [(r["rule"], r["status"], r["reason"]) for r in record["rules"]],
        [
            (f["rule"], f["subject"], f["outcome"], f["code"], f["severity"], f["note"])
            for f in record["findings"]
        ],
    ]
    text = json.dumps(core, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _pack(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "version": pack.version,
        "sha256": pack.hash,
        "name": dict(pack.name),
        "readings": dict(pack.chosen),
        "documents": {
            name: document_hash(name)
            for name in sorted({rule.source.document for rule in pack.rules})
        },
        "rules": [_rule(rule) for rule in pack.rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "slug": rule.slug,
        "severity": rule.severity,
        "modality": rule.modality,
        "weight": rule.weight,
        "check": rule.check.name if rule.check else None,
        "params": dict(rule.params),
        "confirmed": rule.confirmed,
        "document": rule.source.document,
        "page": rule.source.page,
        "phrase": rule.source.phrase,
        "title": {lang: rule.words("title", lang) for lang in i18n.languages()},
        "changed": [dict(reason) for reason in rule.changed],
        "waits": [dict(part) for part in rule.waits],
    }


def _score(value: Score) -> dict[str, Any]:
    return {
        "value": value.value,
        "uncapped": value.uncapped,
        "cap": value.cap,
        "coverage": round(value.coverage, 4),
        "decided_rules": value.decided,
        "applicable_rules": value.applicable,
        "weight": value.weight,
        "lost": round(value.lost, 4),
    }


def _judged(entry: Judged) -> dict[str, Any]:
    return {
        "rule": entry.rule.id,
        "pack": entry.rule.pack,
        "status": entry.status.value,
        "reason": entry.reason,
        "sentence": {
            lang: entry.rule.say(entry.reason, lang, entry.values) if entry.reason else ""
            for lang in i18n.languages()
        },
    }


def _finding(result: Audit, finding: Finding, mark: Any) -> dict[str, Any]:
    verdict = finding.verdict
    rule = result.by_rule[finding.rule].rule
    other = finding.other
    return {
        "number": mark.number if mark else None,
        "rule": finding.rule,
        "subject": finding.subject,
        "items": list(verdict.items),
        "outcome": finding.outcome.value,
        "code": verdict.code,
        "severity": finding.severity,
        "note": finding.note,
        "measured": _quantity(verdict.measured),
        "limit": _quantity(verdict.limit),
        "limit_high": _quantity(verdict.limit_high),
        "tolerance": _quantity(verdict.tolerance),
        "other_reading": None
        if other is None
        else {
            "reading": other.reading,
            "outcome": other.outcome.value,
            "code": other.code,
            "measured": _quantity(other.measured),
        },
        "also": list(verdict.also),
        "power": result.power(finding),
        "waived": result.waived(finding),
        "page": rule.source.page,
        "phrase": rule.source.phrase,
        "passage": passage(rule.source.document, rule.source.page, rule.source.phrase),
        "sentence": {lang: say(rule, finding, lang) for lang in i18n.languages()},
        "advice": {lang: advise(rule, finding, lang) for lang in i18n.languages()},
        "fix": None
        if verdict.fix is None
        else {"subject": verdict.fix.subject, "set": dict(verdict.fix.set)},
        "at": list(mark.at) if mark and mark.at else None,
        "level": mark.level if mark else None,
        "evidence": {
            "type": "FeatureCollection",
            "features": [_feature(piece) for piece in verdict.evidence],
        },
    }


def say(rule: Rule, finding: Finding, lang: str) -> str:
    """A finding's sentence, with its notes."""
    text = rule.say(finding.verdict.code, lang, finding.verdict.values)
    if finding.note == "other-reading" and finding.other is not None:
        measured = finding.other.measured
        key = "rules.note.other-reading-measured" if measured else "rules.note.other-reading"
        shown = measured.shown if measured else ""
        text = f"{text} {i18n.say(key, lang, measured=shown)}"
    return text


def advise(rule: Rule, finding: Finding, lang: str) -> str:
    """What to do about a finding; empty where nothing is to be done."""
    return rule.advise(finding.verdict.code, lang, finding.verdict.values)


def _quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    return {"value": round(quantity.value, 6), "unit": quantity.unit, "shown": quantity.shown}


def _feature(piece: Any) -> dict[str, Any]:
    geometry = mapping(piece.geometry)
    return {
        "type": "Feature",
        "properties": {"role": str(piece.role), "level": piece.level, "label": piece.label},
        "geometry": _rounded(geometry),
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(entry) for entry in value]
    return round(value, PLACES) + 0.0 if isinstance(value, float) else value


@dataclass(frozen=True)
class Difference:
    """One verdict that came out otherwise."""

    rule: str
    subject: str
    before: str
    now: str


@dataclass(frozen=True)
class Replay:
    """A record judged again."""

    audit: Audit
    record: dict[str, Any]  # the new one
    differences: tuple[Difference, ...]
    changed_inputs: tuple[Problem, ...]  # what is not as it was: packs, documents, program

    @property
    def same(self) -> bool:
        """Whether every verdict came out as recorded."""
        return not self.differences


def read(text: str | bytes) -> dict[str, Any]:
    """Read an audit record.

    Raises
    ------
    PlannerError
        If it is none, or is cut off.
    """
    try:
        record = json.loads(text)
        if record["form"] != FORM:
            raise _refused("audit.record-form", found=record["form"], known=FORM)
        for name in ("layout", "packs", "day", "findings", "rules"):
            record[name]
    except RecursionError as error:
        raise _refused("audit.not-a-record") from error
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, PlannerError):
            raise
        raise _refused("audit.not-a-record") from error
    return record


def _refused(code: str, **values: object) -> PlannerError:
    return PlannerError(i18n.say(code, "en", **values), problems=(Problem(code, "", values),))


def replay(record: Mapping[str, Any]) -> Replay:
    """Judge again from what a record embeds, and compare.

    Raises
    ------
    PlannerError
        Naming an input that is missing: a pack this program does not have.
    """
    layout = Layout.from_data(record["layout"])
    changed: list[Problem] = []
    packs = []
    for entry in record["packs"]:
        pack = load_pack(entry["id"], entry["readings"])
        if pack.hash != entry["sha256"]:
            values = {"pack": entry["id"], "before": entry["version"], "now": pack.version}
            changed.append(Problem("audit.pack-changed", "", values))
        for name, digest in entry["documents"].items():
            now = document_hash(name)
            if digest and now is None:
                changed.append(Problem("audit.document-missing", "", {"document": name}))
            elif digest != now:
                changed.append(Problem("audit.document-changed", "", {"document": name}))
        packs.append(pack)
    if record["program"] != __version__:
        values = {"before": record["program"], "now": __version__}
        changed.append(Problem("audit.program-changed", "", values))
    result = audit(layout, packs, day=date.fromisoformat(record["day"]))
    new = to_record(result)
    return Replay(result, new, differences(record, new), tuple(changed))


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Verdicts that differ between two records, in the new one's order."""
    old, new = _verdicts(before), _verdicts(now)
    return tuple(
        Difference(rule, subject, old.get((rule, subject), ""), new.get((rule, subject), ""))
        for rule, subject in dict.fromkeys([*new, *old])
        if old.get((rule, subject)) != new.get((rule, subject))
    )


def _verdicts(record: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for entry in record["rules"]:
        if entry["status"] != Status.JUDGED.value:
            found[(entry["rule"], "")] = f"{entry['status']} {entry['reason']}"
    for f in record["findings"]:
        key = (f["rule"], f["subject"])
        words = f"{f['outcome']} {f['code']} {f['severity']}"
        found[key] = f"{found[key]}; {words}" if key in found else words
    return found
