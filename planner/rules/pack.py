"""Rule packs: a folder of ``packs/`` with ``pack.toml`` and a family of rules per other file.

A pack may extend another: its ``pack.toml`` names it under ``extends`` and changes rules by
``[overrides.P46-06]`` tables, each with a printed ``reason``.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from planner import i18n
from planner.errors import PackError, PlannerError
from planner.rules.check import Check, checks
from planner.rules.finding import Status, Verdict

SEVERITIES = {"critical": 10, "major": 5, "minor": 2, "info": 0}  #: weight by severity
MODALITIES = ("must", "must-not", "should", "may", "info")
LONGEST_PHRASE = 16


@dataclass(frozen=True, slots=True)
class Source:
    """Where a guideline stands in its owner's document."""

    document: str  # name of the document, see `planner source`
    page: str  # page, slide or clause
    phrase: str  # the few words or figures that find the place; never a sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """A place of the guideline that can be read in more than one way."""

    id: str  # "D1"
    default: str
    choices: tuple[str, ...]
    consulted: Mapping[str, str]  # chosen -> the other reading asked for severity; may be empty
    name: Mapping[str, Mapping[str, str]]  # choice (and "title") -> language -> words


@dataclass(frozen=True, slots=True)
class Rule:
    """One guideline."""

    id: str  # catalogue id, e.g. "P46-06"
    slug: str  # "poster-height"
    family: str
    pack: str
    severity: str
    modality: str
    status: Status  # JUDGED where a check answers; else why not
    check: Check | None
    params: Mapping[str, Any]
    readings: Mapping[str, str]  # parameter -> reading id
    consults: str | None  # the reading whose other value is asked as well
    source: Source
    waits: tuple[Mapping[str, str], ...]  # what is not computed yet: {for, en, zh-CN}
    confirmed: bool  # False: a clause nobody confirmed; it never scores
    owner: str | None  # class of power its findings belong to, where the rule decides it
    text: Mapping[str, Mapping[str, Any]]  # language -> {title, asks, reading, why, say, do}
    changed: tuple[Mapping[str, str], ...] = ()  # overrides, with their reasons
    tags: Mapping[str, str] = field(default_factory=dict)  # service dimension, customer need

    @property
    def weight(self) -> int:
        """What it weighs in the score: nothing where it cannot fail."""
        scored = self.modality not in ("may", "info") and self.confirmed
        return SEVERITIES[self.severity] if scored else 0

    def say(self, code: str, lang: str, values: Mapping[str, object] | None = None) -> str:
        """The rule's sentence for one condition."""
        return self._words("say", code, lang, values)

    def advise(self, code: str, lang: str, values: Mapping[str, object] | None = None) -> str:
        """What to do about one condition; empty where nothing is to be done."""
        return self._words("do", code, lang, values)

    def words(self, name: str, lang: str) -> str:
        """``title``, ``asks``, ``reading`` or ``why`` in one language."""
        return self._table(lang).get(name, "")

    def _table(self, lang: str) -> Mapping[str, Any]:
        return self.text.get(lang) or self.text[i18n.SOURCE]

    def _words(self, part: str, code: str, lang: str, values: Mapping[str, object] | None) -> str:
        text = self._table(lang).get(part, {}).get(code, "")
        said = {name: _Said(value) for name, value in in_language(values or {}, lang).items()}
        return text.format_map(said).rstrip() if text else ""


class _Said(str):
    """A value in a sentence; ``{n:door is|doors are}`` says what agrees with its number."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return super().__format__(spec) if not bar else one if self == "1" else many


def in_language(values: Mapping[str, object], lang: str) -> dict[str, object]:
    """Sentence values in one language: a value may be text, or text by language."""
    return {
        name: value.get(lang, next(iter(value.values()), "")) if isinstance(value, dict) else value
        for name, value in values.items()
    }


@dataclass(frozen=True, slots=True)
class Pack:
    """A set of rules with one version."""

    id: str
    version: str
    name: Mapping[str, str]
    note: Mapping[str, str]
    rules: tuple[Rule, ...]
    readings: Mapping[str, Reading]
    chosen: Mapping[str, str]  # reading id -> choice
    law: bool  # whether its findings win over other packs'
    conflicts: tuple[Mapping[str, Any], ...]
    hash: str  # SHA-256 of its files and of what it extends; readings are named beside it
    alternatives: tuple[tuple[str, ...], ...] = ()  # rules on places of which an item needs one

    def rule(self, rule_id: str) -> Rule:
        """The rule of a catalogue id."""
        return next(rule for rule in self.rules if rule.id == rule_id)


@cache
def packs() -> tuple[str, ...]:
    """Names of the packs that come with the program."""
    folder = resources.files(__package__) / "packs"
    return tuple(
        sorted(place.name for place in folder.iterdir() if (place / "pack.toml").is_file())
    )


def load_pack(name: str | Path, chosen: Mapping[str, str] | None = None) -> Pack:
    """A pack by name or folder, with some readings chosen otherwise than by default.

    Raises
    ------
    PackError
        Naming the file, the rule and what is wrong with it.
    """
    picked = tuple(sorted((chosen or {}).items()))
    if str(name) in packs():
        return _shipped(str(name), picked)
    return _load(_texts(str(name)), picked)  # a folder may have changed since


@cache
def _shipped(name: str, chosen: tuple[tuple[str, str], ...]) -> Pack:
    return _load(_texts(name), chosen)


def _load(texts: dict[str, str], chosen: tuple[tuple[str, str], ...]) -> Pack:
    head = _toml("pack.toml", texts.pop("pack.toml"))
    base = load_pack(head["extends"], None) if "extends" in head else None
    readings = dict(base.readings) if base else {}
    readings |= {key: _reading(key, table) for key, table in head.get("readings", {}).items()}
    picked = {key: reading.default for key, reading in readings.items()}
    picked |= head.get("choose", {})
    for key, choice in chosen:
        if key in readings:
            picked[key] = choice
    for key, choice in picked.items():
        if key not in readings or choice not in readings[key].choices:
            known = ", ".join(readings[key].choices) if key in readings else "no such reading"
            raise PackError(f"pack.toml: reading {key}={choice} is unknown ({known})")
    pack_id = head["id"]
    rules = list(base.rules) if base else []
    for file, text in texts.items():
        family = file.removesuffix(".toml")
        for slug, table in _toml(file, text).items():
            rules.append(_rule(pack_id, family, slug, table))
    overrides = head.get("overrides", {})
    if unknown := overrides.keys() - {rule.id for rule in rules}:
        raise PackError(f"pack.toml, [overrides.{min(unknown)}]: there is no such rule")
    rules = [_override(rule, overrides.get(rule.id)) for rule in rules]
    rules = [_read(rule, picked) for rule in rules]
    _unique(rules)
    digest = hashlib.sha256(repr((base and base.hash, head, sorted(texts.items()))).encode())
    return Pack(
        id=pack_id,
        version=head["version"],
        name=head["name"],
        note=head.get("note", {}),
        rules=tuple(rules),
        readings=readings,
        chosen=picked,
        law=head.get("law", base.law if base else False),
        conflicts=(*(base.conflicts if base else ()), *head.get("conflicts", [])),
        alternatives=(
            *(base.alternatives if base else ()),
            *map(tuple, head.get("alternatives", [])),
        ),
        hash=digest.hexdigest(),
    )


def _texts(name: str) -> dict[str, str]:
    """A pack's files by name, ``pack.toml`` among them."""
    shipped = resources.files(__package__) / "packs" / name
    folder = shipped if (shipped / "pack.toml").is_file() else Path(name)
    if not (folder / "pack.toml").is_file():
        raise PackError(f"there is no pack {name!r}: known are {', '.join(packs())}, or a folder")
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
    }


def _toml(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{file}: {error}") from error


def _reading(key: str, table: dict[str, Any]) -> Reading:
    names = {word: table[word] for word in ("title", *table["choices"])}
    other = table.get("consulted", {})
    return Reading(key, table["default"], tuple(table["choices"]), other, names)


def _rule(pack: str, family: str, slug: str, table: dict[str, Any]) -> Rule:
    """A rule as written; its parameters are still words."""
    where = f"{family}.toml, [{slug}]"
    try:
        phrase = table["source"]["phrase"]
        if len(phrase) > LONGEST_PHRASE:
            raise PackError(f"the phrase {phrase!r} is longer than {LONGEST_PHRASE} characters")
        if table["severity"] not in SEVERITIES or table["modality"] not in MODALITIES:
            raise PackError("severity or modality is unknown")
        name = table.get("check")
        params = table.get("params", {})
        return Rule(
            id=table["id"],
            slug=slug,
            family=family,
            pack=pack,
            severity=table["severity"],
            modality=table["modality"],
            status=Status(table.get("status", "judged" if name else "waiting")),
            check=checks()[name] if name else None,
            params=params,
            readings={
                key: value["reading"]
                for key, value in params.items()
                if isinstance(value, dict) and value.keys() == {"reading"}
            },
            consults=table.get("consults"),
            source=Source(table["source"]["document"], str(table["source"]["page"]), phrase),
            waits=tuple(table.get("waits", [])),
            confirmed=table.get("confirmed", True),
            owner=table.get("owner"),
            text={lang: table[lang] for lang in ("en", "zh-CN")},
            tags=table.get("tags", {}),
        )
    except (KeyError, ValueError, PlannerError) as error:
        reason = f"nothing is called {error}" if isinstance(error, KeyError) else error
        raise PackError(f"{where}: {reason}") from error


def _override(rule: Rule, table: dict[str, Any] | None) -> Rule:
    if table is None:
        return rule
    known = {"reason", "params", "severity", "confirmed"}
    if not table.keys() <= known or "reason" not in table:
        raise PackError(f"pack.toml, [overrides.{rule.id}]: takes {sorted(known)}, with a reason")
    params = table.get("params", {})
    if unknown := params.keys() - rule.params.keys():
        raise PackError(f"pack.toml, [overrides.{rule.id}]: no parameter {sorted(unknown)}")
    return replace(
        rule,
        params=dict(rule.params) | params,
        severity=table.get("severity", rule.severity),
        confirmed=table.get("confirmed", rule.confirmed),
        changed=(*rule.changed, table["reason"]),
    )


def _read(rule: Rule, picked: Mapping[str, str]) -> Rule:
    """The rule with its readings put in; `rule.params` stay the pack's words."""
    if rule.check is None:
        return rule
    try:
        numbers(rule, picked)
    except PlannerError as error:
        raise PackError(f"{rule.family}.toml, [{rule.slug}]: {error}") from error
    return rule


def numbers(rule: Rule, picked: Mapping[str, str]) -> dict[str, Any]:
    """A rule's parameters as its check takes them, under the chosen readings."""
    if rule.check is None:
        return {}
    words = {
        key: picked[rule.readings[key]] if key in rule.readings else value
        for key, value in rule.params.items()
    }
    return rule.check.read_params(words)


def _unique(rules: list[Rule]) -> None:
    for name in ("id", "slug"):
        seen: set[str] = set()
        for rule in rules:
            if getattr(rule, name) in seen:
                raise PackError(f"two rules have the {name} {getattr(rule, name)!r}")
            seen.add(getattr(rule, name))


def sentence(rule: Rule, verdict: Verdict, lang: str) -> str:
    """What a verdict says, in one language."""
    return rule.say(verdict.code, lang, verdict.values)
