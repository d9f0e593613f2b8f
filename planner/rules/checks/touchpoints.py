"""The register of touchpoints: people, things and information that customers meet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from planner import i18n
from planner.rules.check import Words, check
from planner.rules.finding import Verdict, failed, grouped, needs_review, passed
from planner.rules.quantities import held
from planner.study import Study


@dataclass(frozen=True, slots=True)
class _Touchpoint:
    subject: str
    kind: str | None  # person, thing, information
    owner: str | None
    standard: str | None
    checked: date | None
    interval: float | None


def _register(study: Study) -> list[_Touchpoint]:
    """Carriers of messages, and other things that state a standard or an interval."""
    found = []
    for p in study.placed.values():
        fixture, message = p.fixture, study.message(p.fixture)
        stated = fixture.standard or fixture.check_interval_days is not None
        if message is None and not stated and not p.has("message"):
            continue
        kind = message.touchpoint if message is not None else None
        kind = kind if p.has("message") else kind or "thing"

        def either(field: str, fixture: Any = fixture, message: Any = message) -> Any:
            own = getattr(message, field) if message is not None else None
            return own if own is not None else getattr(fixture, field)

        found.append(
            _Touchpoint(
                p.id,
                kind,
                either("owner"),
                either("standard"),
                either("last_checked"),
                either("check_interval_days"),
            )
        )
    return found


@check(codes={"ok", "gaps", "check-due", "type-absent", "not-drawn"})
def touchpoint_register(study: Study, *, types: Words) -> list[Verdict]:
    """Whether each touchpoint states its type, owner, standard and last check.

    Posts of staff are touchpoints of people. The hall fails where the register is filled in
    and a type of `types` does not occur.
    """
    hall = study.layout.id
    register = _register(study)
    if not register:
        return [needs_review(hall, "not-drawn")]
    found = []
    for touchpoint in register:
        if None in (touchpoint.kind, touchpoint.owner, touchpoint.standard, touchpoint.checked):
            found.append(needs_review(touchpoint.subject, "gaps"))
        elif touchpoint.interval is not None and _late(study, touchpoint):
            found.append(needs_review(touchpoint.subject, "check-due"))
        else:
            found.append(passed(touchpoint.subject))
    kinds = {t.kind for t in register} | ({"person"} if study.layout.staff else set())
    absent = [name for name in types if name not in kinds]
    if None not in kinds:
        known = held(len(types) - len(absent), len(types), "count")
        if absent:
            names = {lang: _list(absent, lang) for lang in i18n.languages()}
            found.append(failed(hall, "type-absent", list=names, **known))
        else:
            found.append(passed(hall, **known))
    return grouped(found, hall)


def _late(study: Study, touchpoint: _Touchpoint) -> bool:
    return (study.day - touchpoint.checked).days > touchpoint.interval  # type: ignore[operator]


def _list(names: list[str], lang: str) -> str:
    return ("、" if lang == "zh-CN" else ", ").join(
        i18n.say(f"study.touchpoint.{name}", lang) for name in names
    )


@check(codes={"ok", "uncontrolled", "unsaid", "not-drawn"})
def touchpoint_control(study: Study) -> list[Verdict]:
    """Whether each touchpoint has an owner, a standard and an interval."""
    hall = study.layout.id
    register = _register(study)
    if not register:
        return [needs_review(hall, "not-drawn")]
    found = []
    for touchpoint in register:
        if touchpoint.owner == "none":
            found.append(failed(touchpoint.subject, "uncontrolled"))
        elif None in (touchpoint.owner, touchpoint.standard, touchpoint.interval):
            found.append(needs_review(touchpoint.subject, "unsaid"))
        else:
            found.append(passed(touchpoint.subject))
    return grouped(found, hall)
