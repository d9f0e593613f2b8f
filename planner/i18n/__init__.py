"""Words for screens and reports: one folder per language in ``locales/``, one ``.po`` a room.

A language is whatever folder lies there; nothing else lists them. Message ids are keys
(``report.title``), their prefix is the name of the file they lie in. The key ``language``
in ``language.po`` is the language's own name.
"""

import io
import os
from functools import cache
from importlib import resources

from babel.messages.pofile import read_po

SOURCE = "en"
DEFAULT = "zh-CN"


def languages() -> dict[str, str]:
    """Language tags and their own names, e.g. ``{"en": "English", "zh-CN": "简体中文"}``."""
    return {tag: words["language"] for tag, words in locales().items()}


def say(key: str, lang: str, /, **values: object) -> str:
    """Say `key` in `lang`; what it lacks is said in the source language.

    A key may have a plural: ``key.one`` is taken where the value `n` is 1 and it exists.

    >>> say("units.ratio", "en", value="1.36")
    '1.36×'
    """
    tables = locales()
    words = tables.get(lang, tables[SOURCE])
    if values.get("n") in (1, "1") and f"{key}.one" in words:
        key = f"{key}.one"
    text = words.get(key)
    if text is None:
        text = tables[SOURCE].get(key, key)
    return text.format(**values) if values else text


def knows(key: str) -> bool:
    """Whether some language has a sentence for `key`."""
    return any(key in words for words in locales().values())


@cache
def locales() -> dict[str, dict[str, str]]:
    """Every language's sentences by key, by language tag."""
    folder = resources.files(__package__) / "locales"
    found = {}
    for place in sorted(folder.iterdir(), key=lambda place: place.name):
        if place.name.startswith(("_", ".")) or not place.is_dir():
            continue
        words: dict[str, str] = {}
        for path in sorted(place.iterdir(), key=lambda path: path.name):
            if path.name.endswith(".po"):
                catalog = read_po(io.BytesIO(path.read_bytes()))
                words |= {str(m.id): str(m.string) for m in catalog if m.id and m.string}
        found[place.name] = words
    return found


def preferred(environment: dict[str, str] | None = None) -> str:
    """The language of a person's environment: English where it says so, else the default."""
    environment = dict(os.environ) if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "en" if value.lower().startswith("en") else DEFAULT
    return DEFAULT
