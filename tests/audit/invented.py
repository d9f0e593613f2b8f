"""Audits made of invented rules and findings, to try the machinery on."""

from datetime import date

from planner.audit import Audit, Judged
from planner.model import Layout
from planner.rules.finding import Finding, Outcome, Status, Verdict
from planner.rules.pack import Pack, Rule, Source

LAYOUT = Layout.from_data(
    {
        "id": "hall",
        "branch": {"id": "b", "name": "b"},
        "levels": [{"id": "L1", "outline": [[0, 0], [9, 0], [9, 5], [0, 5]]}],
        "walls": [{"id": "W", "level": "L1", "start": [0, 0], "end": [9, 0]}],
        "doors": [{"id": "D", "wall": "W", "at": 4, "width": 1.0, "use": "entrance"}],
    }
)


def rule(rule_id, severity="major", modality="must", pack="p", confirmed=True, owner=None):
    words = {"title": rule_id, "say": {}, "do": {}}
    return Rule(
        id=rule_id,
        slug=rule_id.lower(),
        family="f",
        pack=pack,
        severity=severity,
        modality=modality,
        status=Status.JUDGED,
        check=None,
        params={},
        readings={},
        consults=None,
        source=Source("d", "1", ""),
        waits=(),
        confirmed=confirmed,
        owner=owner,
        text={"en": words, "zh-CN": words},
    )


def judged(the_rule, *outcomes, status=Status.JUDGED, subject="s"):
    """A rule with findings: "passed", "failed", "failed minor", "uncertain", "needs-review*3"."""
    findings = []
    for number, words in enumerate(outcomes):
        outcome, _, severity = words.partition(" ")
        outcome, _, weight = outcome.partition("*")
        verdict = Verdict(f"{subject}{number}", Outcome(outcome), "code", weight=int(weight or 1))
        findings.append(Finding(the_rule.id, severity or the_rule.severity, verdict))
    return Judged(the_rule, status, findings=tuple(findings))


def invented(*entries, layout=LAYOUT, law=()):
    names = list(dict.fromkeys(entry.rule.pack for entry in entries))
    packs = tuple(
        Pack(
            name,
            "1",
            {},
            {},
            tuple(e.rule for e in entries if e.rule.pack == name),
            {},
            {},
            name in law,
            (),
            "0",
        )
        for name in names
    )
    return Audit(layout, packs, date(2026, 3, 1), tuple(entries))
