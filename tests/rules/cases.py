"""Drawn cases: one TOML file a rule in ``cases/``, named by the rule's catalogue id.

A case gives `plan` (or `like`, the name of an earlier case of the file), `set`, `hall`,
`zones`, `letters`, `cell` as `tests.plans.plan` takes them, `readings`, `day`, `packs`, and
`expect`: by subject ``"outcome code"``, with the severity where it is not the rule's own and
``+note`` where a pass carries one; or ``rule = "not-applicable reason"``. Where one rule says
several things of one subject, the expected value is a list. Subjects not named must not
occur, unless `only = true`.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from planner.audit import audit
from planner.rules.finding import Status
from planner.rules.pack import Pack, load_pack, packs
from tests.plans import plan

CASES = Path(__file__).parent / "cases"


@cache
def pack_of(rule_id: str) -> str:
    """The shipped pack a rule lies in."""
    return next(p for p in packs() if any(r.id == rule_id for r in load_pack(p).rules))


def read(rule_id: str) -> list[dict[str, Any]]:
    """A rule's cases with `like` resolved."""
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


def verdicts(rule_id: str, case: dict[str, Any], pack: Pack | None = None) -> dict[str, Any]:
    """What a rule says of a case, in the words of `expect`."""
    chosen = case.get("readings", {})
    first = pack or load_pack(pack_of(rule_id), chosen)
    others = [p for p in case.get("packs", []) if p != first.id]
    day = date.fromisoformat(case["day"]) if "day" in case else None
    result = audit(layout_of(case), [first, *others], readings=chosen, day=day)
    entry = result.by_rule[rule_id]
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
