"""What messages say: plain headlines, whole prices."""

import re
from functools import cache

from planner import i18n
from planner.rules.check import Count, Words, check
from planner.rules.finding import (
    NotApplicable,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.rules.quantities import held
from planner.study import Study


@check(codes={"ok", "long-headline", "jargon", "headline-missing", "not-drawn"})
def plain_headline(study: Study, *, characters_max: Count, jargon: Words) -> list[Verdict]:
    """Characters of each headline without spaces, and words only the trade understands.

    A note, never a failure: what is longer or holds one of `jargon` passes with its code.
    """
    found = []
    for carried in study.carried:
        text = carried.message.headline
        if carried.in_pocket and text is None:
            continue
        if text is None:
            found.append(needs_review(carried.subject, "headline-missing"))
            continue
        number = len("".join(text.split()))
        words = [word for word in jargon if _says(text, word)]
        known = held(number, characters_max, "count") | {"list": ", ".join(words)}
        if words:
            found.append(passed(carried.subject, "jargon", **known))
        elif number > characters_max:
            found.append(passed(carried.subject, "long-headline", **known))
        else:
            found.append(passed(carried.subject, **known))
    found += [
        needs_review(p.id, "headline-missing")
        for p in study.carriers
        if p.fixture.message is None and not p.has("rack")
    ]
    if not found:
        return [needs_review(study.layout.id, "not-drawn")]
    return grouped(found, study.layout.id)


@check(
    codes={"ok", "parts-missing", "parts-unknown", "topic-unknown", "not-drawn"}, absent={"none"}
)
def whole_price(study: Study, *, required: Words, pricing: Words) -> list[Verdict] | NotApplicable:
    """Which parts of the price each message on a tariff shows.

    A message of a `pricing` purpose may be one on a tariff while nobody says its topic.
    """
    if not study.has_messages:
        return [needs_review(study.layout.id, "not-drawn")]
    found = []
    for carried in study.carried:
        parts = carried.message.price_parts
        topic = carried.message.topic
        if parts is None and topic is None and carried.message.purpose in pricing:
            found.append(needs_review(carried.subject, "topic-unknown"))
            continue
        if parts is None and topic != "tariff":
            continue
        if parts is None:
            found.append(needs_review(carried.subject, "parts-unknown"))
            continue
        gone = [name for name in required if name not in parts]
        known = held(len(required) - len(gone), len(required), "count")
        if gone:
            found.append(failed(carried.subject, "parts-missing", list=_list(gone), **known))
        else:
            found.append(passed(carried.subject, **known))
    return grouped(found, study.layout.id) if found else NotApplicable("none")


def _says(text: str, word: str) -> bool:
    """Whether a word stands in a text by itself; letters beside it make another word."""
    return _alone(word).search(text) is not None


@cache
def _alone(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", re.IGNORECASE)


def _list(names: list[str]) -> dict[str, str]:
    joins = {"en": ", ", "zh-CN": "、"}
    return {
        lang: joins[lang].join(i18n.say(f"study.price.{name}", lang) for name in names)
        for lang in i18n.languages()
    }
