"""Every rule of the packs stands in an audit exactly once, whatever hall it judges.

Over the halls that come with the program and over drawn cases: the four lists add up to the
packs, and each outcome is one that was decided for such a rule.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from planner import i18n
from planner.audit import audit, score
from planner.audit.record import advise, say
from planner.model import Layout
from planner.rules.finding import Outcome, Status
from planner.rules.pack import load_pack, packs
from tests.plans import plan
from tests.rules import catalogue
from tests.rules.cases import ALL, judged, study_of

LAYOUTS = sorted((Path(__file__).parents[2] / "layouts").rglob("*.json"))
FIRST = {rule: case["name"] for rule, case in reversed(ALL)}
BARE = "####\n#  #\n####"


def halls():
    yield pytest.param(lambda: plan(BARE), id="four walls")
    for path in LAYOUTS:
        read = lambda path=path: Layout.from_data(json.loads(path.read_text("utf-8")))  # noqa: E731
        yield pytest.param(read, id=path.stem)
    for rule, name in sorted(FIRST.items())[::3]:
        yield pytest.param(lambda rule=rule, name=name: study_of(rule, name).layout, id=rule)


@pytest.mark.parametrize("read", list(halls()))
def test_the_four_lists_add_up_to_the_packs(read):
    result = audit(read(), packs())
    ids = [rule.id for name in packs() for rule in load_pack(name).rules]
    assert [entry.rule.id for entry in result.judged] == ids
    assert len(set(ids)) == len(ids)
    for entry in result.judged:
        assert (entry.status is Status.JUDGED) == bool(entry.findings), entry.rule.id
        if entry.status is not Status.JUDGED:
            for lang in i18n.languages():
                assert entry.rule.say(entry.reason, lang, entry.values).strip(), entry.rule.id
        _as_decided(entry)
    weights = [entry.rule.weight > 0 for entry in result.judged]
    applies = [entry.status is not Status.NOT_APPLICABLE for entry in result.judged]
    scored = sum(w and a for w, a in zip(weights, applies, strict=True))
    assert score(result).applicable == scored


@pytest.mark.parametrize(
    ("rule", "case"), [pytest.param(r, c, id=f"{r}: {c['name']}") for r, c in ALL]
)
def test_a_drawn_case_says_only_what_was_decided_for_its_rule(rule, case):
    _as_decided(judged(rule, case))


def _as_decided(entry):
    rule = entry.rule
    for finding in entry.findings:
        verdict = finding.verdict
        where = (rule.id, finding.subject, verdict.code)
        if rule.modality in ("may", "info"):
            assert finding.outcome in (Outcome.PASSED, Outcome.NEEDS_REVIEW), where
        if not rule.confirmed:
            assert finding.outcome is not Outcome.FAILED, where
        if finding.outcome is Outcome.UNCERTAIN:
            assert verdict.tolerance is not None or not rule.confirmed, where
            if not rule.confirmed:  # a hint: verify before acting
                assert "Verify" in say(rule, finding, "en"), where
                assert "待核实" in say(rule, finding, "zh-CN"), where
        if verdict.code in ("unlisted-place", "empty-place", "other-reading"):
            assert (finding.outcome, finding.severity) == (Outcome.FAILED, "minor"), where
        if finding.severity == "critical" and finding.outcome is Outcome.FAILED:
            assert rule.id.startswith("STD"), where
        if finding.outcome is not Outcome.PASSED:
            for lang in i18n.languages():
                assert say(rule, finding, lang).strip(), where
                assert advise(rule, finding, lang).strip(), where
    unknown = Counter(f.verdict.code for f in entry.findings if f.outcome is Outcome.NEEDS_REVIEW)
    assert all(number == 1 for number in unknown.values()), (rule.id, unknown)


def test_rules_kept_by_the_program_are_never_scored():
    result = audit(plan(BARE))
    for rule_id in catalogue.KEPT_BY_PROGRAM:
        entry = result.by_rule[rule_id]
        assert (entry.status, entry.reason) == (Status.NOT_APPLICABLE, "kept-by-program")
        assert rule_id not in {standing.rule for standing in score(result).standings}


def test_what_every_hall_has_is_asked_for_and_neither_failed_nor_not_applicable():
    """Entrance, counter or terminal, lamps, a message; seats from 60 m² on."""
    big = "\n".join(["#" * 26, *["#" + " " * 24 + "#"] * 12, "#" * 26])  # 12 x 6 m
    result = audit(plan(big))
    asked = """
        P42-02 P42-05 P42-08 P42-09 P42-10 P42-11 P43-01 P43-03 P43-04 P43-05 P43-06 P44-01
        P44-02 P44-03 P44-05 P44-06 P45-02 P45-03 P45-04 P45-08 P45-09 P45-10 P45-11 P45-13
        P46-01 P46-02 P46-05 P46-06 P46-07 P42-01 P42-04 P48-01 P53-01 P50-01 S0-02 S1-01
        S1-02 S4-01 S4-02 STD-01 STD-02 STD-04 STD-05 STD-08 STD-11 STD-15 STD-19 STD-21 STD-23
    """.split()  # noqa: SIM905
    for rule_id in asked:
        entry = result.by_rule[rule_id]
        outcomes = {finding.outcome for finding in entry.findings}
        assert (rule_id, outcomes) == (rule_id, {Outcome.NEEDS_REVIEW})
