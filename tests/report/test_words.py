import string

import pytest

from planner import i18n
from planner.report.report import _WORDS
from planner.report.words import Words, languages
from planner.rules.finding import OtherReading, Outcome, Quantity
from planner.rules.pack import load_pack


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things_with_the_same_placeholders():
    tables = i18n.locales()
    keys = [{key for key in words if key.startswith("report.")} for words in tables.values()]
    assert all(found == keys[0] for found in keys)
    for key in keys[0]:
        assert len({frozenset(placeholders(words[key])) for words in tables.values()}) == 1, key


def test_every_word_a_template_asks_for_exists():
    for key in _WORDS:
        assert i18n.knows(f"report.{key}"), key


def test_a_document_in_both_languages_speaks_chinese_first():
    assert languages("both") == ("zh-CN", "en")
    assert languages("en") == ("en",)


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        ("D1=centre", "Other reading (Poster height is measured to: the centre): 128 cm, met."),
        # the consulted value of D2 is "whichever edge the first one is not"
        ("D2=other", "the other one): 128 cm, met."),
    ],
)
def test_what_the_other_reading_says_is_named(reading, said):
    other = OtherReading(reading, Outcome.PASSED, "ok", Quantity(1.28, "m", "128 cm"))
    assert Words(("en",)).other(load_pack("telecom_hall"), other)["en"].endswith(said)
