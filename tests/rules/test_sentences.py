"""Sentences as people read them: few digits, short lists, one thing in the singular."""

import re
from pathlib import Path

import pytest

from planner.audit import judge_rule
from planner.rules.finding import Finding
from planner.rules.pack import Rule, load_pack
from planner.study.labels import MOST_NAMES
from tests.layouts.judging import judged as shipped_hall
from tests.plans import plan
from tests.rules import catalogue
from tests.rules.cases import judged, pack_of, read
from tests.rules.catalogue import IDS

LANGUAGES = ("en", "zh-CN")
LAYOUTS = sorted((Path(__file__).parents[2] / "layouts").glob("*.json"))
TOO_FINE = re.compile(r"\d+\.\d{4,}")
UNTIDY = re.compile(
    r"^\s|\s$|\s\s|[{}]|(?<![\d.])1 (?:\w+ )?(?:messages|posters|exits|doors|racks|roll-ups)\b"
)


def said(rule: Rule, finding: Finding) -> list[str]:
    """All that is said and advised of a finding, in every language."""
    values = {"subject": finding.subject, **finding.verdict.values}
    code = finding.verdict.code
    return [words(code, lang, values) for lang in LANGUAGES for words in (rule.say, rule.advise)]


@pytest.mark.parametrize("rule_id", IDS)
def test_no_sentence_of_a_drawn_case_is_finer_than_a_thousandth_or_untidy(rule_id):
    rule = catalogue.rule(rule_id)
    if rule.check is None:
        pytest.skip("not judged")
    for case in read(rule_id):
        for finding in judged(rule_id, case).findings:
            for text in said(rule, finding):
                assert not TOO_FINE.search(text), text
                assert not UNTIDY.search(text), text


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_no_sentence_of_a_shipped_hall_is_finer_than_a_thousandth_or_untidy(path):
    result = shipped_hall(path.stem)
    for entry in result.judged:
        for finding in entry.findings:
            for text in said(entry.rule, finding):
                assert not TOO_FINE.search(text), text
                assert not UNTIDY.search(text), text


@pytest.mark.parametrize(("number", "words"), [(1, "1 exit is"), (2, "2 exits are")])
def test_one_thing_is_said_in_the_singular(number, words):
    rule = load_pack("cn_safety_access").rule("STD-08")
    values = {"n": number, "limit": "90 cm", "items": "D2"}
    assert rule.say("exit-to-check", "en", values).startswith(f"{words} less than 90 cm")


def test_a_long_list_names_five_and_counts_the_rest():
    posters = "#" + "p " * 8 + "#\n"  # p1 to p8, none with a height
    room = "#" * 18 + "\n" + posters + "#" + " " * 16 + "#\n" + "#####DD" + "#" * 11
    layout = plan(room, set={f"p{n}": {"height": "absent"} for n in range(1, 9)})
    (finding,) = [
        f
        for f in judge_rule("P46-06", layout, ["telecom_hall"]).findings
        if f.verdict.code == "not-measured"
    ]
    rule = load_pack(pack_of("P46-06")).rule("P46-06")
    english = rule.say("not-measured", "en", finding.verdict.values)
    chinese = rule.say("not-measured", "zh-CN", finding.verdict.values)
    assert MOST_NAMES == 5
    assert english == "Height missing on 8 posters: p1, p2, p3, p4, p5 and 3 more."
    assert chinese == "8 张海报没有填高度：p1、p2、p3、p4、p5，另有 3 项。"


def test_an_area_nobody_drew_is_called_by_its_use():
    layout = plan(
        "####################\n#p                 #\n#                  #\n#                  #\n"
        "#              a   #\n#                  #\n#                  #\n###DD###############"
    )
    entry = judge_rule("P43-06", layout, ["telecom_hall"])
    (rest,) = [f for f in entry.findings if f.subject == "a1"]
    assert entry.rule.say(rest.verdict.code, "zh-CN", rest.verdict.values).startswith(
        "休息等候区：没有宣传载体"
    )


@pytest.mark.parametrize(
    ("owner", "act"),
    [(None, "更换"), ("landlord", "向物业业主报修"), ("hq", "报上级公司维修")],
)
def test_a_dead_lamp_goes_to_whoever_can_mend_it(owner, act):
    lamp = {
        "id": "LA1",
        "kind": "luminaire_panel",
        "level": "L1",
        "at": [1.0, 1.0],
        "state": "dead",
    }
    lamp |= {"height": 2.8, "since": "2026-02-01"} | ({"owner": owner} if owner else {})
    layout = plan("########\n#      #\n#      #\n##DD####", hall={"luminaires": [lamp]})
    entry = judge_rule("P45-08", layout, ["telecom_hall"])
    (finding,) = entry.findings
    advice = entry.rule.advise(finding.verdict.code, "zh-CN", finding.verdict.values)
    assert advice == f"当天{act}。"
