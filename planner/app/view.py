"""What pages show of a hall and its audit, as JSON-ready data in one language."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import shapely

from planner import i18n, units
from planner.audit import Audit, Score, score
from planner.audit.marks import Numbered, numbered
from planner.audit.record import advise, say
from planner.audit.source import passage
from planner.catalog import on_face, wall_of
from planner.drawing import Mark, elevation, plan
from planner.model import Layout, Wall, named
from planner.model.shapes import floor
from planner.rules.finding import Finding, Outcome, Status
from planner.rules.pack import Pack, Rule
from planner.study import Study
from planner.study.labels import label

LOOKS = {"uncertain": "unsure", "needs-review": "review", "passed": "pass", "info": "minor"}
FIRST_STEPS = 3


def word(key: str, lang: str, **values: object) -> str:
    """A word of the pages."""
    return i18n.say(f"app.{key}", lang, **values)


def look(finding: Finding) -> str:
    """What a finding's mark looks like."""
    if finding.outcome is Outcome.FAILED:
        return LOOKS.get(finding.severity, finding.severity)
    return LOOKS[finding.outcome.value]


def headline(sentence: str, subject: str = "") -> str:
    """The first clause of a sentence that says more than its subject, for a row of a list.

    >>> headline("Poster P2 hangs 4 cm too low: lower edge at 86 cm, asked for 90 cm–110 cm.")
    'Poster P2 hangs 4 cm too low'
    """
    for match in re.finditer(r"[:：;；。]|\.(?:\s|$)", sentence):
        clause = sentence[: match.start()]
        long_enough = 6 if re.search(r"[\u4e00-\u9fff]", clause) else 14
        if len(clause) >= max(long_enough, len(subject) + 3):
            return clause
    return sentence


def study_label(audit: Audit, subject: str, lang: str) -> str:
    """How people call a subject."""
    return label(audit.layout, subject)[lang]


def name_of(layout: Layout, lang: str) -> str:
    """A hall's name."""
    return named(layout.name, lang) or named(layout.branch.name, lang)


def facts(layout: Layout, lang: str) -> str:
    """Class, size, area and counters of a hall in one line."""
    study = Study(layout)
    x0, y0, x1, y1 = floor(layout.levels[0]).bounds
    parts = []
    if layout.branch.hall_class:
        parts.append(word(f"class.{layout.branch.hall_class}", lang))
    if len(layout.levels) > 1:
        parts.append(word("levels", lang, n=len(layout.levels)))
    parts.append(f"{x1 - x0:.1f} × {y1 - y0:.1f} m")
    parts.append(units.show_area(study.area, digits=0))
    if counters := len(study.counters):
        parts.append(word("counters", lang, n=counters))
    return " · ".join(parts)


def counts(audit: Audit) -> dict[str, int]:
    """Open findings by look."""
    found = {"critical": 0, "major": 0, "minor": 0, "unsure": 0, "review": 0}
    for finding in audit.findings:
        if finding.outcome is not Outcome.PASSED:
            found[look(finding)] += 1
    return found


def why(value: Score, lang: str, criticals: int) -> str:
    """What stands beside a score: what holds it down, or what is missing for one."""
    if value.value is None:
        return word("score-unknown", lang)
    if value.cap == "critical":
        return word("score-critical", lang, n=criticals, value=f"{value.uncapped:.0f}")
    if value.cap == "major":
        return word("score-major", lang, value=f"{value.uncapped:.0f}")
    return word("score-plain", lang)


def shown_score(value: Score) -> str | None:
    """A score as it is shown: whole where it is whole."""
    return None if value.value is None else f"{value.value:g}"


def marks(audit: Audit, *, reviews: bool = False) -> tuple[Mark, ...]:
    """Marks for a plan."""
    wanted = (Outcome.FAILED, Outcome.UNCERTAIN, *((Outcome.NEEDS_REVIEW,) if reviews else ()))
    return tuple(
        Mark(m.number, m.look if m.look != "info" else "minor", m.at, m.level, m.finding.subject)
        for m in numbered(audit)
        if m.at is not None and m.finding.outcome in wanted
    )


def thumbnail(layout: Layout) -> str:
    """A small picture of a hall's first level."""
    sheet = plan(layout, theme="page", dimensions=False, legend=False, width_mm=96, height_mm=54)
    return sheet.svg()


def card(
    audit: Audit, lang: str, *, reference: str, example: bool, changed: datetime | None
) -> dict[str, Any]:
    """One hall in the list."""
    value = score(audit)
    layout = audit.layout
    number = counts(audit)
    return {
        "reference": reference,
        "example": example,
        "id": layout.id,
        "name": name_of(layout, lang),
        "facts": facts(layout, lang),
        "score": shown_score(value),
        "why": why(value, lang, number["critical"]),
        "decided": value.decided,
        "applicable": value.applicable,
        "coverage": f"{value.coverage:.0%}",
        "counts": number,
        "open": sum(number[name] for name in ("critical", "major", "minor")),
        "changed": moment(changed, lang),
        "thumbnail": thumbnail(layout),
    }


def hero(audit: Audit, lang: str, entry: dict[str, Any]) -> dict[str, Any]:
    """The hall at the top of the list: a larger picture and what to do first."""
    first = []
    for mark in numbered(audit):
        rule = audit.by_rule[mark.finding.rule].rule
        advice = advise(rule, mark.finding, lang)
        if mark.finding.outcome is Outcome.FAILED and advice:
            first.append(
                {
                    "look": look(mark.finding),
                    "number": mark.number,
                    "advice": advice,
                    "sentence": headline(
                        say(rule, mark.finding, lang),
                        study_label(audit, mark.finding.subject, lang),
                    ),
                }
            )
    sheet = plan(
        audit.layout, lang=lang, marks=marks(audit), theme="page", dimensions=False, legend=False,
        width_mm=120, height_mm=88,
    )  # fmt: skip
    return entry | {"picture": sheet.svg(), "first": first[:FIRST_STEPS]}


def moment(when: datetime | None, lang: str) -> str:
    """A time as people say it."""
    if when is None:
        return ""
    local = when.astimezone()
    return word("moment", lang, month=local.month, day=local.day, time=f"{local:%H:%M}")


def page_words(lang: str) -> dict[str, str]:
    """Every fixed word of the pages, by key without its room."""
    every = {**i18n.locales()[i18n.SOURCE], **i18n.locales()[lang]}
    return {k.removeprefix("app."): v for k, v in every.items() if k.startswith("app.")}


def whole_audit(
    audit: Audit, lang: str, *, reference: str, can_edit: bool, notice: list[str] | None = None
) -> dict[str, Any]:
    """The audit page."""
    layout = audit.layout
    value, power = score(audit), score(audit, power=True)
    number = counts(audit)
    study = Study(layout, audit.day)
    numbers = {id(m.finding): m for m in numbered(audit)}
    ordered = [m.finding for m in numbered(audit)]
    ordered += [f for f in audit.findings if f.outcome is Outcome.PASSED]
    walls: dict[str, str] = {}
    entries = []
    for n, finding in enumerate(ordered):
        entries.append(_finding(audit, study, finding, numbers.get(id(finding)), lang, n, walls))
    states = {
        status: [_not_judged(e, lang) for e in audit.judged if e.status is status]
        for status in Status
    }
    outcomes = [f.outcome for f in audit.findings]
    return {
        "reference": f"{reference}@{layout.id}",
        "name": name_of(layout, lang),
        "score": shown_score(value),
        "why": why(value, lang, number["critical"]),
        "power": _power(power, lang),
        "decided": value.decided,
        "applicable": value.applicable,
        "coverage": f"{value.coverage:.0%}",
        "passed": outcomes.count(Outcome.PASSED),
        "failed": outcomes.count(Outcome.FAILED),
        "unsure": outcomes.count(Outcome.UNCERTAIN),
        "rest": outcomes.count(Outcome.NEEDS_REVIEW)
        + len(states[Status.ON_SITE])
        + len(states[Status.WAITING]),
        "findings": entries,
        "on_site": states[Status.ON_SITE],
        "waiting": states[Status.WAITING],
        "absent": states[Status.NOT_APPLICABLE],
        "zones": _zones(study, entries, lang),
        "plans": [_plan(audit, level.id, lang) for level in layout.levels],
        "elevations": walls,
        "can_edit": can_edit,
        "notice": notice or None,
    }


def _power(value: Score, lang: str) -> str:
    shown = shown_score(value)
    if shown is None:
        return word("power-unknown", lang)
    return word("power", lang, value=shown, decided=value.decided, applicable=value.applicable)


def _plan(audit: Audit, level: str, lang: str) -> dict[str, Any]:
    sheet = plan(audit.layout, level, lang=lang, marks=marks(audit), theme="page", legend=False)
    return {
        "level": level,
        "svg": sheet.svg(),
        "transform": [sheet.scale, sheet.origin[0], sheet.origin[1]],
    }


def _not_judged(entry: Any, lang: str) -> dict[str, Any]:
    rule: Rule = entry.rule
    return {
        "rule": rule.id,
        "title": rule.words("title", lang),
        "reason": rule.say(entry.reason, lang, entry.values) if entry.reason else "",
    }


def _zones(study: Study, entries: list[dict[str, Any]], lang: str) -> list[dict[str, str]]:
    used = {entry["zone"] for entry in entries}
    return [
        {"id": zone.id, "name": study.label(zone.id)[lang]}
        for zone in study.layout.zones
        if zone.id in used
    ]


def _finding(
    audit: Audit,
    study: Study,
    finding: Finding,
    mark: Numbered | None,
    lang: str,
    n: int,
    walls: dict[str, str],
) -> dict[str, Any]:
    rule = audit.by_rule[finding.rule].rule
    verdict = finding.verdict
    sentence = say(rule, finding, lang)
    level = mark.level if mark else study.levels[0]
    at = mark.at if mark else None
    zone = study.zone_at(level, at) if at else None
    pieces = [e.geometry for e in verdict.evidence if e.level in ("", level)]
    box = shapely.total_bounds(pieces) if pieces else None
    severity = word(f"look.{look(finding)}", lang)
    place = study.label(zone.id)[lang] if zone else ""
    return {
        "id": f"{finding.rule}/{finding.subject}/{n}",
        "number": mark.number if mark else "",
        "rule": rule.id,
        "title": rule.words("title", lang),
        "subject": finding.subject,
        "outcome": finding.outcome.value,
        "severity": finding.severity,
        "headline": headline(sentence, study.label(finding.subject)[lang]),
        "sentence": sentence,
        "line": " · ".join(part for part in (severity, rule.id, place) if part),
        "measured": verdict.measured.shown if verdict.measured else None,
        "limit": _limit(verdict),
        "tolerance": verdict.tolerance.shown if verdict.tolerance else None,
        "other": _other(audit, finding, lang),
        "asks": rule.words("asks", lang),
        "reading": rule.words("reading", lang),
        "document": document(rule, lang),
        "phrase": rule.source.phrase,
        "passage": passage(rule.source.document, rule.source.page, rule.source.phrase),
        "owner": word(f"power.{audit.power(finding)}", lang)
        + (f" · {word('waived', lang)}" if audit.waived(finding) else ""),
        "advice": advise(rule, finding, lang),
        "also": word("also", lang, rules=", ".join(verdict.also)) if verdict.also else "",
        "fix": {"subject": verdict.fix.subject, "set": dict(verdict.fix.set)}
        if verdict.fix
        else None,
        "at": list(at) if at else None,
        "level": level,
        "zone": zone.id if zone else "",
        "bounds": [float(v) for v in box] if box is not None and at is None else None,
        "evidence": {
            "features": [
                {
                    "geometry": shapely.geometry.mapping(e.geometry),
                    "properties": {"role": str(e.role), "level": e.level, "label": e.label},
                }
                for e in verdict.evidence
                if not e.geometry.is_empty
            ]
        },
        "elevation": _elevation(audit, finding, lang, walls),
    }


def _limit(verdict: Any) -> str | None:
    if verdict.limit is None:
        return None
    return (
        f"{verdict.limit.shown}–{verdict.limit_high.shown}"
        if verdict.limit_high
        else verdict.limit.shown
    )


def _other(audit: Audit, finding: Finding, lang: str) -> dict[str, Any] | None:
    other = finding.other
    if other is None:
        return None
    key, _, choice = other.reading.partition("=")
    names = next((p.readings[key].name for p in audit.packs if key in p.readings), {})
    outcome = LOOKS.get(other.outcome.value, "major")
    return {
        "reading": names.get(choice, {}).get(lang, choice),
        "measured": other.measured.shown if other.measured else None,
        "look": outcome,
        "says": word(f"says.{other.outcome.value}", lang),
    }


def _elevation(audit: Audit, finding: Finding, lang: str, walls: dict[str, str]) -> str | None:
    """The wall a height is judged on, drawn once; None where a plan tells more."""
    fixture: Any = audit.layout.by_id.get(finding.subject)
    measured = finding.verdict.measured
    if measured is None or finding.rule not in ("P46-05", "P46-06", "P42-11", "STD-06"):
        return None
    wall = wall_of(audit.layout, fixture) if hasattr(fixture, "kind") else None
    if not isinstance(wall, Wall):
        return None
    side = on_face(audit.layout, fixture) or "left"
    key = f"{wall.id}/{side}"
    if key not in walls:
        drawn = [m for m in marks(audit) if m.subject != audit.layout.id]
        walls[key] = elevation(
            audit.layout, wall.id, side, lang=lang, marks=drawn, theme="page"
        ).svg()
    return key


def document(rule: Rule, lang: str) -> str:
    """Where a guideline stands, in words."""
    name = rule.source.document
    key = f"app.document.{name}"
    title = i18n.say(key, lang) if i18n.knows(key) else name
    return word("at-page", lang, document=title, page=rule.source.page)


def guidelines(packs: tuple[Pack, ...], lang: str, pictures: Mapping[str, Any]) -> dict[str, Any]:
    """The guidelines page; `pictures` are do and don't by rule."""
    rules = []
    for pack in packs:
        for rule in pack.rules:
            good, bad = pictures.get(rule.id, (None, None))
            rules.append(
                {
                    "rule": rule.id,
                    "family": pack.name[lang],
                    "title": rule.words("title", lang),
                    "asks": rule.words("asks", lang),
                    "reading": rule.words("reading", lang),
                    "why": rule.words("why", lang),
                    "line": f"{rule.id} · {word(f'severity.{rule.severity}', lang)} · "
                    f"{word(f'modality.{rule.modality}', lang)}"
                    + ("" if rule.confirmed else f" · {word('unconfirmed', lang)}"),
                    "status": rule.status.value,
                    "state": word(f"status.{rule.status.value}", lang),
                    "document": document(rule, lang),
                    "phrase": rule.source.phrase,
                    "passage": passage(rule.source.document, rule.source.page, rule.source.phrase),
                    "computed": word("computed-by", lang, check=rule.check.name)
                    if rule.check
                    else "",
                    "waits": [part[lang] for part in rule.waits],
                    "changed": [reason[lang] for reason in rule.changed],
                    "params": [
                        [key, _param(pack, rule, key, value, lang)]
                        for key, value in rule.params.items()
                    ],
                    "readings": [
                        _reading(pack, key, lang)
                        for key in dict.fromkeys(
                            [*rule.readings.values(), *([rule.consults] if rule.consults else [])]
                        )
                    ],
                    "dos": good,
                    "donts": bad,
                }
            )
    return {"rules": rules}


def _param(pack: Pack, rule: Rule, key: str, value: Any, lang: str) -> str:
    if key in rule.readings:
        reading = rule.readings[key]
        return pack.readings[reading].name[pack.chosen[reading]][lang]
    if isinstance(value, list):
        return " – ".join(map(str, value)) if len(value) == 2 else ", ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{k}: {', '.join(map(str, v))}" for k, v in value.items())
    return str(value)


def _reading(pack: Pack, key: str, lang: str) -> dict[str, str]:
    reading = pack.readings[key]
    chosen = pack.chosen[key]
    others = [reading.name[c][lang] for c in reading.choices if c != chosen]
    return {
        "id": key,
        "title": reading.name["title"][lang],
        "chosen": reading.name[chosen][lang],
        "others": ", ".join(others),
    }
