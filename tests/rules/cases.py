"""Drawn cases: one TOML file a rule in ``cases/``, named by the rule's catalogue id.

A case gives `plan` (or `like`, the name of an earlier case of the file), `set`, `hall`,
`zones`, `letters`, `cell` as `tests.plans.plan` takes them, `readings`, `day`, `packs`,
`params` (the rule's own, written otherwise, as a pack of one's own would), and
`expect`: by subject ``"outcome code"``, with the severity where it is not the rule's own and
``+note`` where a pass carries one; or ``rule = "not-applicable reason"``. Where one rule says
several things of one subject, the expected value is a list. Subjects not named must not
occur, unless `only = true`.
"""

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from planner.audit import Judged, judge_rule
from planner.rules.finding import Status
from planner.rules.pack import Pack, load_pack, packs
from planner.study import Study
from tests.plans import plan

CASES = Path(__file__).parent / "cases"


@cache
def pack_of(rule_id: str) -> str:
    """The shipped pack a rule lies in."""
    return next(p for p in packs() if any(r.id == rule_id for r in load_pack(p).rules))


@cache
def read(rule_id: str) -> list[dict[str, Any]]:
    """A rule's cases with `like` resolved; none where it has no file."""
    if not (CASES / f"{rule_id}.toml").exists():
        return []
    cases = tomllib.loads((CASES / f"{rule_id}.toml").read_text("utf-8"))["case"]
    by_name: dict[str, dict[str, Any]] = {}
    out = []
    for case in cases:
        if like := case.get("like"):
            case = {k: v for k, v in by_name[like].items() if k != "expect"} | case
        by_name[case["name"]] = case
        out.append(case)
    return out


def layout_of(case: dict[str, Any]):
    names = ("set", "hall", "zones", "letters", "cell")
    return plan(case["plan"], **{name: case[name] for name in names if name in case})


@cache
def study_of(rule_id: str, name: str) -> Study:
    """A case's hall and day; what one test has computed of it the next one finds."""
    case = next(c for c in read(rule_id) if c["name"] == name)
    day = date.fromisoformat(case["day"]) if "day" in case else None
    return Study(layout_of(case), day)


def judged(
    rule_id: str,
    case: dict[str, Any],
    *,
    pack: Pack | None = None,
    readings: dict[str, str] | None = None,
    study: Study | None = None,
) -> Judged:
    """One rule's answer to a case, from `pack` and under `readings` instead of the case's own."""
    chosen = case.get("readings", {}) if readings is None else readings
    first = pack or _written(load_pack(pack_of(rule_id), chosen), rule_id, case.get("params", {}))
    packs = [first, *(p for p in case.get("packs", []) if p != first.id)]
    study = study or study_of(rule_id, case["name"])
    return judge_rule(rule_id, study.layout, packs, readings=chosen, study=study)


def _written(pack: Pack, rule_id: str, params: dict[str, Any]) -> Pack:
    """A pack whose rule has some parameters written otherwise."""
    rules = (
        replace(rule, params={**rule.params, **params}) if rule.id == rule_id else rule
        for rule in pack.rules
    )
    return replace(pack, rules=tuple(rules)) if params else pack


def verdicts(rule_id: str, case: dict[str, Any], pack: Pack | None = None) -> dict[str, Any]:
    """What a rule says of a case, in the words of `expect`."""
    return in_words(judged(rule_id, case, pack=pack))


def in_words(entry: Judged) -> dict[str, Any]:
    """A rule's answer in the words of `expect`."""
    if entry.status is not Status.JUDGED:
        return {"rule": f"{entry.status.value} {entry.reason}"}
    said: dict[str, Any] = {}
    for finding in entry.findings:
        words = f"{finding.outcome.value} {finding.verdict.code}"
        if finding.severity != entry.rule.severity:
            words += f" {finding.severity}"
        if finding.note:
            words += f" +{finding.note}"
        if finding.subject in said:
            before = said[finding.subject]
            said[finding.subject] = [*(before if isinstance(before, list) else [before]), words]
        else:
            said[finding.subject] = words
    return said


ALL = [(path.stem, case) for path in sorted(CASES.glob("*.toml")) for case in read(path.stem)]
