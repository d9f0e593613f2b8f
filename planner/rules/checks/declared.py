"""What messages declare: their purpose, whom they address, what these are to do."""

from collections.abc import Iterator
from functools import cache

from shapely import Geometry

from planner import i18n
from planner.catalog import Placed
from planner.model import Message
from planner.rules.check import Words, check
from planner.rules.finding import Evidence, Role, Verdict, failed, grouped, needs_review, passed
from planner.study import Study

NOWHERE = ("none", "-", "无", "没有", "")  # what people write where there is nothing


@check(
    codes={
        *("ok", "without-purpose", "no-purpose", "not-drawn"),
        *("both-present", "one-missing", "jobs-unknown"),
    }
)
def purposes(study: Study, *, jobs: Words) -> list[Verdict]:
    """Whether every message has a purpose, and the hall as a whole does all its `jobs`."""
    hall = study.layout.id
    messages = list(_messages(study))
    if not messages:
        return [needs_review(hall, "not-drawn")]
    found = [_purpose(name, message, shape, level) for name, message, shape, level in messages]
    known = {message.purpose for _, message, _, _ in messages if message is not None}
    missing = tuple(job for job in jobs if job not in known)
    words = {"jobs": _listed(jobs), "missing": _listed(missing)}
    unknown = any(verdict.code == "no-purpose" for verdict in found)
    if not missing:
        found.append(passed(hall, "both-present", **words))
    elif unknown:
        found.append(needs_review(hall, "jobs-unknown", **words))
    else:
        found.append(failed(hall, "one-missing", **words))
    return grouped(found, hall)


def _purpose(name: str, message: Message | None, shape: Geometry, level: str) -> Verdict:
    evidence = (Evidence(shape, Role.OFFENDS, level),)
    if message is None or message.purpose is None:
        return needs_review(name, "no-purpose", evidence=evidence)
    if message.purpose == "none":
        return failed(name, "without-purpose", evidence=evidence)
    return passed(name, purpose=_listed((message.purpose,)), evidence=evidence)


@check(
    codes={
        *("ok", "for-nobody", "without-call"),
        *("no-audience", "no-call", "not-drawn"),
    }
)
def audiences(study: Study, *, exempt: Words, calling: Words) -> list[Verdict]:
    """Whether each message says whom it is for and, where it is `calling`, to do what.

    Messages of an `exempt` purpose speak to everybody and are left out.
    """
    found = []
    for name, message, shape, level in _messages(study):
        purpose = message.purpose if message is not None else None
        if purpose not in exempt:
            evidence = (Evidence(shape, Role.OFFENDS, level),)
            found.append(_audience(name, message, purpose in calling, evidence))
    hall = study.layout.id
    return grouped(found, hall) or [needs_review(hall, "not-drawn")]


def _audience(
    name: str, message: Message | None, calls: bool, evidence: tuple[Evidence, ...]
) -> Verdict:
    audience = message.audience if message is not None else None
    call = message.call_to_action if message is not None else None
    if audience is not None and _nothing(audience):
        return failed(name, "for-nobody", evidence=evidence)
    if calls and call is not None and _nothing(call):
        return failed(name, "without-call", evidence=evidence)
    if audience is None:
        return needs_review(name, "no-audience", evidence=evidence)
    if calls and call is None:
        return needs_review(name, "no-call", evidence=evidence)
    return passed(name, audience=audience, evidence=evidence)


def _nothing(text: str) -> bool:
    return text.strip().casefold() in NOWHERE


def _messages(study: Study) -> Iterator[tuple[str, Message | None, Geometry, str]]:
    """Messages with what carries them; carriers that say nothing too, except racks."""
    said: dict[str, list[tuple[str, Message]]] = {}
    for carried in study.carried:
        said.setdefault(carried.carrier.id, []).append((carried.subject, carried.message))
    for p in study.placed.values():
        shape, level = p.footprint, p.fixture.level
        for name, message in said.get(p.id, ()):
            yield name, message, shape, level
        if p.id not in said and _speaks(p):
            yield p.id, None, shape, level


def _speaks(p: Placed) -> bool:
    return p.has("message") and not p.has("rack")


@cache
def _listed(jobs: tuple[str, ...]) -> dict[str, str]:
    """Purposes in a row, by language."""
    return {
        lang: i18n.say("rules.and", lang).join(
            i18n.say(f"rules.purpose.{job}", lang) for job in jobs
        )
        for lang in i18n.languages()
    }
