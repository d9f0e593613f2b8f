"""What every rule of the shipped packs owes: its id, its words, its place, its cases."""

import re
import string
import tomllib
from functools import cache
from importlib import resources
from typing import Any

import pytest

from planner.rules.finding import Status
from planner.rules.pack import SEVERITIES, Rule, load_pack
from tests.rules import catalogue
from tests.rules.cases import CASES, in_words, judged, read
from tests.rules.catalogue import CHINESE, EVERY_RULE, IDS, SHARED

LANGUAGES = ("en", "zh-CN")
WORDS = ("title", "asks", "reading", "why")
KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_RUN = 16  # Chinese characters that may stand in a row as in somebody's document
DOCUMENTS = {
    "telecom-hall-deck": "deck",
    "service-basics": "service-basics",
    "service-terms": "service-terms",
    "service-desk": "service-desk",
    "affinity": "affinity",
}

every_rule = pytest.mark.parametrize("rule_id", IDS)


# --- the packs as wholes ---


@pytest.mark.parametrize("name", catalogue.PACKS)
def test_a_pack_holds_exactly_the_rules_decided_for_it(name):
    assert sorted(rule.id for rule in load_pack(name).rules) == sorted(catalogue.PACKS[name])


def test_no_two_rules_of_any_packs_share_an_id_or_a_slug():
    rules = [rule for name in catalogue.PACKS for rule in load_pack(name).rules]
    for name in ("id", "slug"):
        values = [getattr(rule, name) for rule in rules]
        assert sorted(set(values)) == sorted(values)


def test_a_law_wins_only_over_rules_that_exist():
    for name in catalogue.PACKS:
        for conflict in load_pack(name).conflicts:
            assert {*conflict["wins"], *conflict["yields"]} <= set(IDS)


def test_every_case_file_is_named_by_a_rule():
    assert {path.stem for path in CASES.glob("*.toml")} <= set(IDS)


# --- each rule: standing ---


@every_rule
def test_its_slug_names_the_failing_thing_in_kebab_case(rule_id):
    assert KEBAB.fullmatch(catalogue.rule(rule_id).slug)


@every_rule
def test_it_is_judged_unless_it_was_decided_otherwise(rule_id):
    rule = catalogue.rule(rule_id)
    kept = rule_id in catalogue.KEPT_BY_PROGRAM
    assert (rule.status is Status.NOT_APPLICABLE and rule.check is None) == kept
    assert (rule.check is not None) == (rule.status is Status.JUDGED)


@every_rule
def test_its_modality_and_severity_are_those_decided(rule_id):
    rule = catalogue.rule(rule_id)
    assert (rule.modality == "may") == (rule_id in catalogue.MAY)
    if rule_id in catalogue.MILD:
        assert (rule.modality, rule.severity) == ("should", "minor")
    if rule_id.startswith("STD"):
        assert rule.confirmed == (rule_id in catalogue.CONFIRMED_LAW)
    else:
        assert rule.severity != "critical"
        assert rule.confirmed


# --- each rule: words ---


@every_rule
def test_it_has_the_same_words_with_the_same_placeholders_in_both_languages(rule_id):
    rule = catalogue.rule(rule_id)
    one, other = (_placeholders(rule.text[lang]) for lang in LANGUAGES)
    assert one == other
    for lang in LANGUAGES:
        texts = rule.text[lang]
        assert all(texts.get(name, "").strip() for name in WORDS), lang
        assert set(texts) == {*WORDS, "say", "do"} - ({"do"} - set(texts)), lang
        assert all(text.strip() for text in _leaves(texts).values()), lang


@every_rule
def test_its_chinese_is_chinese_and_its_english_is_english(rule_id):
    texts = catalogue.rule(rule_id).text
    for name, text in _leaves(texts["zh-CN"]).items():
        bare = re.sub(r"\{[^}]*\}", "", text)
        assert CHINESE.sub("", bare) or not re.search(r"[^\W\d]", bare), name
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]", bare), name
        assert "请" not in bare.replace("申请", "").replace("邀请", ""), name
        assert "系统" not in bare, name
    for name, text in _leaves(texts["en"]).items():
        assert not re.search(r"[\u4e00-\u9fff\uff01-\uff5e]", text), name


@every_rule
def test_it_has_a_sentence_for_all_it_can_say(rule_id):
    rule = catalogue.rule(rule_id)
    needed = set()
    if rule.check is None:
        needed = {
            Status.WAITING: {"waiting"},
            Status.ON_SITE: {"on-site"},
            Status.NOT_APPLICABLE: {"kept-by-program"},
        }[rule.status]
    else:
        needed |= rule.check.codes | rule.check.absent
        needed |= {"other-reading"} if rule.consults else set()
        needed |= {"law-wins"} if catalogue.yields(rule_id) else set()
        needed |= {"on-site"} if catalogue.on_site(rule) else set()
    for lang in LANGUAGES:
        assert needed <= set(rule.text[lang]["say"]), lang


@every_rule
def test_it_says_what_to_do_about_all_that_is_not_a_pass(rule_id):
    rule = catalogue.rule(rule_id)
    for lang in LANGUAGES:
        say, do = rule.text[lang]["say"], rule.text[lang].get("do", {})
        assert set(do) <= set(say), f"{lang}: advice without a sentence"
        if rule.check is None:
            continue
        outcomes = _outcomes(rule_id)
        notes = {code for code, seen in outcomes.items() if seen == {"passed"}}
        needed = rule.check.codes - notes - {"ok"}
        needed |= {"other-reading"} if rule.consults else set()
        assert needed <= set(do), lang


@every_rule
def test_its_sentences_can_be_said_of_every_drawn_case(rule_id):
    rule = catalogue.rule(rule_id)
    for case in read(rule_id):
        entry = judged(rule_id, case)
        for lang in LANGUAGES:
            if entry.reason:
                assert rule.say(entry.reason, lang, entry.values or {}).strip()
            for finding in entry.findings:
                verdict = finding.verdict
                said = rule.say(verdict.code, lang, verdict.values)
                said += rule.advise(verdict.code, lang, verdict.values)
                assert said.strip(), (case["name"], verdict.code)
                assert not re.search(r"[{}]|None|\bnan\b|\binf\b", said), (case["name"], said)


# --- each rule: its place in the owner's document ---


@every_rule
def test_its_phrase_is_short_and_stands_on_its_page(rule_id):
    source = catalogue.rule(rule_id).source
    assert len(source.phrase) <= 16
    if rule_id.startswith("STD"):
        assert source.document
        assert source.page
        return
    assert source.phrase.strip()
    assert source.document in DOCUMENTS
    if not SHARED.is_dir():
        pytest.skip("the owner's documents are not beside the checkout")
    assert _bare(source.phrase) in _page(DOCUMENTS[source.document], source.page)


def test_nothing_of_the_owners_documents_is_copied():
    if not SHARED.is_dir():
        pytest.skip("the owner's documents are not beside the checkout")
    long = LONGEST_RUN + 1
    theirs = {text[n : n + long] for text in _documents() for n in range(len(text) - long + 1)}
    found = []
    for place in _ours(resources.files("planner")):
        text = CHINESE.sub("", place.read_text("utf-8"))
        runs = (text[n : n + long] for n in range(len(text) - long + 1))
        found += [f"{place.name}: {run}" for run in runs if run in theirs]
    assert found == []


# --- each rule: its cases ---


@every_rule
def test_it_has_a_case_that_passes_and_one_that_does_not(rule_id):
    rule = catalogue.rule(rule_id)
    if rule.check is None:
        pytest.skip("not judged")
    seen = [(outcome, code) for code, found in _outcomes(rule_id).items() for outcome in found]
    assert any(outcome == "passed" for outcome, _ in seen)
    if rule.modality in ("may", "info"):
        assert not any(outcome == "failed" for outcome, _ in seen), "it can only note"
        assert any(outcome == "passed" and code != "ok" for outcome, code in seen)
    else:
        wanted = "failed" if rule.confirmed else "uncertain"
        assert any(outcome == wanted for outcome, _ in seen)


@every_rule
def test_every_condition_it_can_report_occurs_in_a_case(rule_id):
    rule = catalogue.rule(rule_id)
    if rule.check is None:
        pytest.skip("not judged")
    alike = [r.id for r in catalogue.pack(rule_id).rules if r.check is rule.check]
    seen = {code for one in alike for code in {*_outcomes(one), *_reasons(one)}}
    wanted = rule.check.codes | rule.check.absent
    wanted |= {"on-site"} if catalogue.on_site(rule) else set()
    if rule.consults:
        assert "other-reading" in _outcomes(rule_id)
    assert wanted - seen == set()


READINGS = [
    pytest.param(reading.id, choice, id=f"{reading.id}-{choice}")
    for reading in load_pack("telecom_hall").readings.values()
    for choice in reading.choices
    if choice != reading.default
]


def test_the_readings_that_can_be_switched_are_those_decided():
    assert sorted(load_pack("telecom_hall").readings) == sorted(catalogue.SWITCHABLE)


@pytest.mark.parametrize(("reading", "choice"), READINGS)
def test_another_reading_changes_what_is_said_of_a_drawn_case(reading, choice):
    users = [
        rule.id
        for rule in load_pack("telecom_hall").rules
        if reading in (*rule.readings.values(), rule.consults)
    ]
    assert users, f"no rule reads {reading}"
    assert any(
        in_words(judged(rule_id, case, readings=rest))
        != in_words(judged(rule_id, case, readings=rest | {reading: choice}))
        for rule_id in users
        for case in read(rule_id)
        # some readings differ only under another's choice, e.g. D2=lower-edge under D1=centre
        for rest in ({}, {k: v for k, v in case.get("readings", {}).items() if k != reading})
    )


# --- helpers ---


def _leaves(texts: Any, path: str = "") -> dict[str, str]:
    if isinstance(texts, str):
        return {path: texts}
    return {k: v for key in texts for k, v in _leaves(texts[key], f"{path}.{key}").items()}


def _placeholders(texts: Any) -> dict[str, set[str]]:
    return {
        path: {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for path, text in _leaves(texts).items()
    }


def _outcomes(rule_id: str) -> dict[str, set[str]]:
    """Outcomes by code that the rule's cases expect; the cases themselves are tested."""
    seen: dict[str, set[str]] = {}
    for case in read(rule_id):
        for subject, words in case["expect"].items():
            if subject == "rule":
                continue
            for said in words if isinstance(words, list) else [words]:
                outcome, code = said.split()[:2]
                seen.setdefault(code, set()).add(outcome)
    return seen


def _reasons(rule_id: str) -> set[str]:
    """Reasons for not judging that the rule's cases expect."""
    said = (case["expect"].get("rule", "") for case in read(rule_id))
    return {words.split()[1] for words in said if len(words.split()) > 1}


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def _pages(document: str) -> dict[str, str]:
    """A document's pages without spaces; the whole of it where it marks none."""
    text = (SHARED / "sources" / f"{document}.txt").read_text("utf-8")
    parts = re.split(r"^=== page (\d+)$", text, flags=re.MULTILINE)
    if len(parts) == 1:
        return {"": _bare(text)}
    return {number: _bare(page) for number, page in zip(parts[1::2], parts[2::2], strict=True)}


def _page(document: str, page: str) -> str:
    pages = _pages(document)
    return pages[""] if "" in pages else pages[page]


@cache
def _documents() -> tuple[str, ...]:
    paths = sorted((SHARED / "sources").glob("*.txt"))
    return tuple(CHINESE.sub("", path.read_text("utf-8")) for path in paths)


def _ours(folder: Any) -> list[Any]:
    """Every text file of the program."""
    found = []
    for place in sorted(folder.iterdir(), key=lambda place: place.name):
        if place.is_dir():
            found += _ours(place)
        elif place.name.endswith((".toml", ".po", ".py", ".js", ".html")):
            found.append(place)
    return found


def test_a_rule_that_cannot_fail_weighs_nothing():
    for _, rule_id in EVERY_RULE:
        rule: Rule = catalogue.rule(rule_id)
        free = rule.modality in ("may", "info") or not rule.confirmed
        assert rule.weight == (0 if free else SEVERITIES[rule.severity])


def test_case_names_are_unique_within_a_rule():
    for path in CASES.glob("*.toml"):
        names = [case["name"] for case in tomllib.loads(path.read_text("utf-8"))["case"]]
        assert sorted(set(names)) == sorted(names), path.name
