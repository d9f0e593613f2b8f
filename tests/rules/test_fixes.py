"""A proposed change mends what it was proposed for."""

from typing import Any

import pytest

from planner.model import Layout
from planner.rules.finding import Finding, Fix, Outcome
from planner.study import Study
from tests.rules import catalogue
from tests.rules.cases import judged, read, study_of
from tests.rules.catalogue import IDS

OPEN = (Outcome.FAILED, Outcome.UNCERTAIN)


@pytest.mark.parametrize("rule_id", IDS)
def test_a_proposed_change_mends_the_finding(rule_id):
    if catalogue.rule(rule_id).check is None:
        pytest.skip("not judged")
    for case in read(rule_id):
        study = study_of(rule_id, case["name"])
        for finding in judged(rule_id, case).findings:
            fix = finding.verdict.fix
            if fix is None or finding.outcome not in OPEN:
                continue
            mended = Study(changed(study.layout, fix), study.day)
            left = judged(rule_id, case, study=mended).findings
            assert not any(_same(finding, other) for other in left), (case["name"], fix)


def test_a_change_that_mends_nothing_is_noticed():
    case = next(c for c in read("P46-06") if "too-high" in str(c["expect"]))
    study = study_of("P46-06", case["name"])
    finding = next(f for f in judged("P46-06", case).findings if f.outcome is Outcome.FAILED)
    idle = Study(changed(study.layout, Fix(finding.subject, {"locked": True})), study.day)
    left = judged("P46-06", case, study=idle).findings
    assert any(_same(finding, other) for other in left)


def _same(one: Finding, other: Finding) -> bool:
    """Whether a finding is still open about the same subject, in whatever words."""
    return other.subject == one.subject and other.outcome in OPEN


def changed(layout: Layout, fix: Fix) -> Layout:
    """A layout with one thing's fields set anew."""
    data = layout.model_dump(mode="json", exclude_defaults=True)
    thing = _find(data, fix.subject)
    for field, value in fix.set.items():
        _set(thing, field.split("."), value)
    return Layout.from_data(data)


def _find(data: dict[str, Any], subject: str) -> dict[str, Any]:
    things = (thing for group in data.values() if isinstance(group, list) for thing in group)
    head = subject.partition("/")[0]
    return next(thing for thing in things if isinstance(thing, dict) and thing.get("id") == head)


def _set(thing: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        thing = thing.setdefault(name, {})
    thing[path[-1]] = value
