"""Words of a document in its languages.

Every text of a document is a table by language, ``{"zh-CN": "…", "en": "…"}``, with as many
entries as the document has languages; the template sets one or stacks two.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planner import i18n
from planner.errors import ReportError
from planner.rules.finding import Finding, OtherReading, Verdict
from planner.rules.pack import Pack, Rule, in_language

Text = dict[str, str]
BOTH = ("zh-CN", "en")
FEW_POCKETS = 3  # pockets of a rack that are named one by one


def languages(lang: str) -> tuple[str, ...]:
    """The languages of a document, e.g. ``"both"``.

    Raises
    ------
    ReportError
        If a language is unknown.
    """
    if lang == "both":
        return BOTH
    if lang not in i18n.languages():
        known = ", ".join([*i18n.languages(), "both"])
        raise ReportError(f"a report is in one of {known}; found {lang!r}")
    return (lang,)


@dataclass(frozen=True)
class Words:
    """What a document says, in its languages."""

    langs: tuple[str, ...]

    @property
    def first(self) -> str:
        """The language that pictures and the outline speak."""
        return self.langs[0]

    def each(self, make: Callable[[str], str]) -> Text:
        """A text made for every language."""
        return {lang: make(lang) for lang in self.langs}

    def say(self, key: str, **values: object) -> Text:
        """The word `key`; a value may itself be a table by language."""
        return self.each(lambda lang: i18n.say(key, lang, **in_language(values, lang)))

    def name(self, table: Mapping[str, str] | str) -> Text:
        """A name that is one text, or a table by language."""
        if isinstance(table, str):
            return self.each(lambda lang: table)
        return self.each(lambda lang: table.get(lang) or next(iter(table.values()), ""))

    def join(self, texts: list[Text], *, stop: str = "listed") -> Text:
        """Texts as one list, with the language's own comma (or the mark `stop`)."""
        return self.each(lambda lang: i18n.say(f"report.{stop}", lang).join(t[lang] for t in texts))

    def beside(self, one: Text, two: Text) -> Text:
        """Two texts beside each other."""
        return self.each(lambda lang: f"{one[lang]} {two[lang]}".strip())

    # --- rules ---

    def rule(self, rule: Rule, part: str) -> Text:
        """A rule's ``title``, ``asks``, ``reading`` or ``why``."""
        return self.each(lambda lang: rule.words(part, lang))

    def verdict(self, rule: Rule, finding: Finding) -> Text:
        """The sentence of a finding."""
        verdict = finding.verdict
        return self.each(lambda lang: rule.say(verdict.code, lang, self._short(verdict, lang)))

    def _short(self, verdict: Verdict, lang: str) -> Mapping[str, object]:
        """A verdict's values, a long row of rack pockets as their number."""

        def told(value: object) -> object:
            pockets = value.split(", ") if isinstance(value, str) else []
            if len(pockets) <= FEW_POCKETS or not all(p.count("/") == 3 for p in pockets):
                return value
            racks = list(dict.fromkeys(pocket.partition("/")[0] for pocket in pockets))
            named = i18n.say("report.listed", lang).join(racks)
            return i18n.say("report.pockets", lang, racks=named, n=len(pockets))

        return {key: told(value) for key, value in verdict.values.items()}

    def advice(self, rule: Rule, finding: Finding) -> Text | None:
        """What to do about a finding; None where nothing is to be done."""
        verdict = finding.verdict
        text = self.each(lambda lang: rule.advise(verdict.code, lang, verdict.values))
        return text if any(text.values()) else None

    def reason(self, rule: Rule, code: str, values: Mapping[str, object] | None = None) -> Text:
        """Why a rule was not judged."""
        return self.each(lambda lang: rule.say(code, lang, values) if code else "")

    def choice(self, pack: Pack, reading: str, choice: str) -> Text:
        """A reading with one of its choices, e.g. *Poster height is measured to: the centre*."""
        entry = pack.readings[reading]
        title, value = self.name(entry.name["title"]), self.name(entry.name[choice])
        return self.say("report.choice", title=title, value=value)

    def not_chosen(self, pack: Pack, other: OtherReading) -> Text:
        """The reading that was asked as well; one that has no name of its own is *the other*."""
        reading, _, choice = other.reading.partition("=")
        if choice in pack.readings[reading].choices:
            return self.choice(pack, reading, choice)
        title = self.name(pack.readings[reading].name["title"])
        return self.say("report.choice", title=title, value=self.say("report.the-other"))

    def other(self, pack: Pack, other: OtherReading) -> Text:
        """What the reading that was not chosen says."""
        named = self.not_chosen(pack, other)
        outcome = self.say(f"report.outcome.{other.outcome.value}")
        if other.measured is None:
            return self.say("report.other", reading=named, outcome=outcome)
        measured = other.measured.shown
        return self.say("report.other-measured", reading=named, outcome=outcome, measured=measured)

    def document(self, name: str) -> Text:
        """A source document as people call it; a standard keeps its number."""
        key = f"report.document.{name}"
        return self.say(key) if i18n.knows(key) else self.name(name)
