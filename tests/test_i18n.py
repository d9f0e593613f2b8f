"""Words: every language says the same things with the same placeholders."""

import ast
import re
import string
from pathlib import Path

import pytest

from planner import i18n

ROOT = Path(__file__).parents[1]
LANGUAGES = sorted(i18n.languages())
WORDS = i18n.locales()


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_english_and_chinese_are_spoken():
    assert i18n.languages() == {"en": "English", "zh-CN": "简体中文"}


def _base(key: str) -> str:
    """A key without its plural: a language may have one where another has none."""
    return key.removesuffix(".one")


def test_every_language_knows_every_key():
    keys = {lang: {_base(key) for key in WORDS[lang]} for lang in LANGUAGES}
    assert keys["en"] == keys["zh-CN"]


@pytest.mark.parametrize("key", sorted({_base(key) for key in WORDS["en"]}))
def test_a_key_has_the_same_placeholders_everywhere(key):
    filled = {lang: _placeholders(WORDS[lang].get(key, "")) for lang in LANGUAGES}
    assert filled["en"] == filled["zh-CN"], filled


def test_chinese_is_chinese_and_uses_its_own_punctuation():
    for key, text in WORDS["zh-CN"].items():
        if re.search(r"[\u4e00-\u9fff]", text):
            assert not re.search(r"[\u4e00-\u9fff][,;:!?](?:\s|$|[\u4e00-\u9fff])", text), (
                key,
                text,
            )
        assert "请" not in text, (key, text)


def test_a_missing_key_is_said_in_the_source_language():
    assert i18n.say("language", "xx") == "English"


def _spoken() -> set[str]:
    """Keys written out in our code as the first argument of `say`, or as a Problem's code."""
    found = set()
    for path in (ROOT / "planner").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            spoken = name in ("say", "Problem", "_refused") and isinstance(first, ast.Constant)
            if spoken and isinstance(first.value, str) and "." in first.value:
                found.add(first.value)
    return found


def test_every_key_the_code_speaks_exists():
    known = set(WORDS["en"])
    assert _spoken() - known == set()
    assert len(_spoken()) > 100


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB", "LANG": "zh_CN"}, "en"),
        ({}, "zh-CN"),
        ({"LANG": "C"}, "zh-CN"),
    ],
)
def test_a_persons_environment_decides(environment, lang):
    assert i18n.preferred(environment) == lang
