"""What law checks share: which laws are judged, whether the hall is crowded, other limits named."""

from planner import i18n
from planner.study.study import Study


def judged(study: Study, rule: str) -> bool:
    """Whether a law rule stands in this audit."""
    return rule in study.once("laws", frozenset)


def crowded(study: Study, largest: float) -> bool | None:
    """Whether the hall is a crowded public place; None where nobody says and it is large.

    Unknown counts as no up to `largest` [m²].
    """
    stated = study.layout.branch.crowded
    if stated != "unknown":
        return stated == "yes"
    return False if study.area <= largest + 1e-9 else None


def named(rules: tuple[str, ...]) -> dict[str, str]:
    """Other rules that one place breaks as well, for the end of a sentence."""
    if not rules:
        return dict.fromkeys(i18n.languages(), "")
    return {
        lang: i18n.say("study.law-also", lang, rules=i18n.say("study.law-comma", lang).join(rules))
        for lang in i18n.languages()
    }
