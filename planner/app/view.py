"""What pages show of a hall and its audit, as JSON-ready data in one language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import shapely

from planner import i18n, units
from planner.audit import Audit, Score, score
from planner.audit.marks import Numbered, numbered
from planner.audit.record import Replay, advise, say
from planner.audit.source import passage
from planner.catalog import kinds, on_face, place, wall_of
from planner.drawing import Mark, Sheet, elevation, plan
from planner.model import Layout, Wall, mistakes, named
from planner.model.shapes import floor
from planner.rules.finding import Finding, Outcome, Status
from planner.rules.pack import Pack, Rule, load_pack
from planner.rules.pack import packs as all_packs
from planner.study import Study
from planner.study.labels import label

LOOKS = {"uncertain": "unsure", "needs-review": "review", "passed": "pass", "info": "minor"}
FIRST_STEPS = 3
WALL_SCALE = 20.0  # mm a metre, of a wall that is looked at closely
WIDEST = 46  # half-widths that a row of the list holds
_NUMBER = re.compile(r"(?<![A-Za-z0-9])\d")


def word(key: str, lang: str, **values: object) -> str:
    """A word of the pages."""
    return i18n.say(f"app.{key}", lang, **values)


def look(finding: Finding) -> str:
    """What a finding's mark looks like."""
    if finding.outcome is Outcome.FAILED:
        return LOOKS.get(finding.severity, finding.severity)
    return LOOKS[finding.outcome.value]


def headline(sentence: str, subject: str = "", title: str = "", *, measured: bool = False) -> str:
    """A row's words: the thing and a number, cut from the sentence at a mark.

    The shortest beginning that holds a number, where it fits a row; else the longest that
    fits; where that would leave a measured number out, the thing and the rule's title.

    >>> headline("Poster P2 hangs 4 cm too low: lower edge at 86 cm, asked for 90 cm.", "Poster P2")
    'Poster P2 hangs 4 cm too low'
    >>> headline("海报 P2低了 4 cm：下沿离地 86 cm，应为 90 cm–110 cm。", "海报 P2")
    '海报 P2 低了 4 cm'
    """
    first = re.split(r"。|(?<=[^\d\s])\.(?:\s|$)", sentence, maxsplit=1)[0]
    cuts = [m.start() for m in re.finditer(r"[：；，（]|[:;,](?=\s)|\s\(", first)] + [len(first)]
    fitting = [
        clause
        for cut in cuts
        if width(clause := first[:cut]) <= WIDEST and len(clause) >= len(subject) + 3
    ]
    numbers = [clause for clause in fitting if _NUMBER.search(clause.replace(subject, ""))]
    if numbers:
        return spaced(numbers[0])
    whole = fitting and fitting[-1] == first
    if fitting and (whole or not measured):
        return spaced(fitting[-1])
    return spaced(f"{subject} · {title}" if title else first)


def width(text: str) -> int:
    """How wide a text is, in half-widths."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def spaced(text: str) -> str:
    """A gap between Chinese and the letters or figures beside it.

    >>> spaced("易拉宝 r2距门 D1 85 cm")
    '易拉宝 r2 距门 D1 85 cm'
    """
    text = re.sub(r"(?<=[A-Za-z0-9²°%])(?=[\u4e00-\u9fff])", " ", text)
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])", " ", text)


def _head(audit: Audit, rule: Rule, finding: Finding, lang: str) -> str:
    return headline(
        say(rule, finding, lang),
        study_label(audit, finding.subject, lang),
        rule.words("title", lang),
        measured=finding.verdict.measured is not None,
    )


def study_label(audit: Audit, subject: str, lang: str) -> str:
    """How people call a subject."""
    return label(audit.layout, subject)[lang]


def name_of(layout: Layout, lang: str) -> str:
    """A hall's name."""
    return named(layout.name, lang) or named(layout.branch.name, lang)


def named_in(name: Any, lang: str) -> str:
    """A name that may be in several languages, in one."""
    return named(name, lang)


def facts(layout: Layout, lang: str) -> str:
    """Class, size, area and counters of a hall in one line."""
    study = Study(layout)
    parts = []
    if layout.branch.hall_class:
        parts.append(word(f"class.{layout.branch.hall_class}", lang))
    if len(layout.levels) > 1:
        parts.append(word("levels", lang, n=len(layout.levels)))
    parts.append(size(layout))
    if counters := len(study.counters):
        parts.append(word("counters", lang, n=counters))
    return " · ".join(parts)


def size(layout: Layout) -> str:
    """Length, width and area of a hall."""
    x0, y0, x1, y1 = floor(layout.levels[0]).bounds
    area = units.show_area(Study(layout).area, digits=0)
    return f"{x1 - x0:.1f} × {y1 - y0:.1f} m · {area}"


def template(name: str, lang: str) -> str:
    """A template's name."""
    key = f"app.template.{name}"
    return i18n.say(key, lang) if i18n.knows(key) else name


def languages() -> tuple[str, ...]:
    """Language tags."""
    return tuple(i18n.languages())


def chooser(
    lang: str,
    *,
    halls: Iterable[tuple[str, Any, bool]],
    current: str,
    packs: Iterable[str],
    chosen: Mapping[str, str],
) -> dict[str, Any]:
    """What can be chosen on a page: the hall, the packs and their readings.

    Parameters
    ----------
    lang : str
        Language tag.
    halls : iterable
        Reference, name and whether it is an example, of each hall.
    current : str
        Reference of the hall being looked at.
    packs : iterable of str
        Packs judged by.
    chosen : mapping
        Readings chosen otherwise than by default.
    """
    on = set(packs)
    every = [load_pack(name) for name in all_packs()]
    readings: dict[str, Any] = {}
    for pack in every:
        if pack.id in on:
            readings |= pack.readings
    return {
        "halls": [
            {"reference": ref, "name": named(name, lang), "example": example}
            for ref, name, example in halls
        ],
        "current": current,
        "packs": [
            {
                "id": pack.id,
                "name": pack.name[lang],
                "version": pack.version,
                "note": pack.note.get(lang, ""),
                "on": pack.id in on,
                "rules": len(pack.rules),
            }
            for pack in every
        ],
        "readings": [
            {
                "id": key,
                "title": reading.name["title"][lang],
                "chosen": chosen.get(key, reading.default),
                "default": reading.default,
                "choices": [{"id": c, "name": reading.name[c][lang]} for c in reading.choices],
            }
            for key, reading in sorted(readings.items(), key=lambda e: natural(e[0]))
            if len(reading.choices) > 1
        ],
        "changed": sum(chosen.get(key, r.default) != r.default for key, r in readings.items()),
    }


def natural(text: str) -> tuple[Any, ...]:
    """Sorts ``P46-9`` before ``P46-10``."""
    return tuple(int(part) if part.isdigit() else part for part in re.split(r"(\d+)", text))


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
    return picture(layout, ratio=1.8)


def picture(
    layout: Layout,
    *,
    ratio: float,
    lang: str = i18n.DEFAULT,
    marked: Sequence[Mark] = (),
    theme: Literal["paper", "page"] = "page",
) -> str:
    """A hall's first level without scale and dimensions, as wide as `ratio` times its height."""
    sheet = plan(
        layout, lang=lang, marks=marked, theme=theme, dimensions=False, legend=False,
        width_mm=160, height_mm=120,
    )  # fmt: skip
    x0, y0, x1, y1 = floor(layout.levels[0]).bounds
    west, north = sheet.place(x0 - 1.0, y1 + 1.0)
    east, south = sheet.place(x1 + 1.0, y0 - 1.7)
    wide = max(east - west, (south - north) * ratio)
    high = wide / ratio
    return sheet.svg(view=((west + east - wide) / 2, (north + south - high) / 2, wide, high))


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
                    "advice": spaced(advice),
                    "sentence": _head(audit, rule, mark.finding, lang),
                }
            )
    drawn = picture(audit.layout, ratio=1.42, lang=lang, marked=marks(audit))
    return entry | {"picture": drawn, "first": first[:FIRST_STEPS]}


def moment(when: datetime | None, lang: str) -> str:
    """A time as people say it."""
    if when is None:
        return ""
    local = when.astimezone()
    return word("moment", lang, month=local.month, day=local.day, time=f"{local:%H:%M}")


def page_words(lang: str) -> dict[str, str]:
    """Every fixed word of the pages, by key without its room."""
    every = {**i18n.locales()[i18n.SOURCE], **i18n.locales()[lang]}
    mine = {k.removeprefix("app."): v for k, v in every.items() if k.startswith("app.")}
    return {k: v for k, v in mine.items() if not k.startswith(("param.", "value.", "family."))}


def whole_audit(
    audit: Audit,
    lang: str,
    *,
    reference: str,
    can_edit: bool,
    recorded: Replay | None = None,
    record: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The audit page; `recorded` and `record` are of an audit file that was opened."""
    layout = audit.layout
    value, power = score(audit), score(audit, power=True)
    number = counts(audit)
    study = Study(layout, audit.day)
    numbers = {id(m.finding): m for m in numbered(audit)}
    ordered = [m.finding for m in numbered(audit)]
    ordered += [f for f in audit.findings if f.outcome is Outcome.PASSED]
    walls: dict[str, Sheet] = {}
    entries = []
    for n, finding in enumerate(ordered):
        entries.append(_finding(audit, study, finding, numbers.get(id(finding)), lang, n, walls))
    states = {
        status: [_not_judged(e, lang) for e in audit.judged if e.status is status]
        for status in Status
    }
    outcomes = [f.outcome for f in audit.findings]
    past = _past(recorded, record, audit, entries, lang) if recorded and record else None
    return {
        "reference": f"{reference}@{layout.id}",
        "day": audit.day.isoformat(),
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
        "elevations": {key: sheet.svg() for key, sheet in walls.items()},
        "can_edit": can_edit,
        "past": past,
        "waivers": [_waiver(audit, waiver, lang) for waiver in layout.waivers],
    }


def _waiver(audit: Audit, waiver: Any, lang: str) -> dict[str, Any]:
    rule = audit.by_rule.get(waiver.rule)
    return {
        "rule": waiver.rule,
        "title": rule.rule.words("title", lang) if rule else waiver.rule,
        "subject": study_label(audit, waiver.subject, lang),
        "line": word(
            "waiver-line" if waiver.until >= audit.day else "waiver-over",
            lang,
            by=named(waiver.by, lang),
            until=waiver.until.isoformat(),
            reason=named(waiver.reason, lang),
        ),
    }


def _past(
    again: Replay,
    record: Mapping[str, Any],
    audit: Audit,
    entries: list[dict[str, Any]],
    lang: str,
) -> dict[str, Any]:
    """What an audit file said, beside what comes out now; marks the entries that differ."""
    changed = {(d.rule, d.subject): d for d in again.differences}
    said = {(f["rule"], f["subject"]): f for f in record["findings"]}
    for entry in entries:
        key = (entry["rule"], entry["subject"])
        if key in changed:
            old = said.get(key)
            entry["was"] = word("was", lang, what=_outcome(old, lang))
            entry["was_sentence"] = spaced(_text((old or {}).get("sentence"), lang))
    packs = [f"{_text(p.get('name'), lang) or p['id']} {p['version']}" for p in record["packs"]]
    readings = sorted(
        {
            f"{pack.readings[key].name['title'][lang]}: {pack.readings[key].name[choice][lang]}"
            for pack in audit.packs
            for key, choice in pack.chosen.items()
            if choice != pack.readings[key].default
        }
    )
    old = record.get("score", {}).get("as_is", {}).get("value")
    now = score(audit).value
    differ = len(again.differences)
    return {
        "head": word("record-same", lang) if again.same else word("record-differs", lang, n=differ),
        "same": again.same,
        "day": record["day"],
        "packs": packs,
        "readings": readings,
        "scores": word(
            "record-scores",
            lang,
            before="–" if old is None else f"{old:g}",
            now="–" if now is None else f"{now:g}",
        ),
        "because": [mistakes.say(problem, lang) for problem in again.changed_inputs],
        "changes": [
            {
                "rule": d.rule,
                "subject": d.subject,
                "name": study_label(audit, d.subject, lang) if d.subject else "",
                "before": _state(d.before, lang),
                "now": _state(d.now, lang),
            }
            for d in again.differences
        ],
    }


def _text(value: Any, lang: str) -> str:
    if isinstance(value, Mapping):
        return str(value.get(lang) or next(iter(value.values()), ""))
    return str(value or "")


def _outcome(entry: Mapping[str, Any] | None, lang: str) -> str:
    if entry is None:
        return word("outcome.absent", lang)
    return word(f"outcome.{entry['outcome']}", lang)


def _state(words: str, lang: str) -> str:
    """A recorded verdict, ``failed too-low major``, in words."""
    if not words:
        return word("outcome.absent", lang)
    said = []
    for part in words.split("; "):
        outcome, _, rest = part.partition(" ")
        severity = rest.rpartition(" ")[2]
        text = word(f"outcome.{outcome}", lang)
        if outcome == "failed" and i18n.knows(f"app.severity.{severity}"):
            text = f"{word(f'severity.{severity}', lang)}, {text}"
        said.append(text)
    return "; ".join(dict.fromkeys(said))


def _power(value: Score, lang: str) -> str:
    shown = shown_score(value)
    if shown is None:
        return word("power-unknown", lang)
    return word("power", lang, value=shown, decided=value.decided, applicable=value.applicable)


def _plan(audit: Audit, level: str, lang: str) -> dict[str, Any]:
    sheet = plan(audit.layout, level, lang=lang, marks=marks(audit), theme="page", legend=False)
    bare = plan(audit.layout, level, lang=lang, theme="page", legend=False)
    return {
        "level": level,
        "svg": sheet.svg(),
        "transform": [sheet.scale, sheet.origin[0], sheet.origin[1]],
        "bare": bare.svg(),
        "bare_transform": [bare.scale, bare.origin[0], bare.origin[1]],
        "bounds": list(floor(next(v for v in audit.layout.levels if v.id == level)).bounds),
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
    walls: dict[str, Sheet],
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
    where = study.label(zone.id)[lang] if zone else ""
    return {
        "id": f"{finding.rule}/{finding.subject}/{n}",
        "number": mark.number if mark else "",
        "rule": rule.id,
        "title": rule.words("title", lang),
        "subject": finding.subject,
        "outcome": finding.outcome.value,
        "severity": finding.severity,
        "headline": _head(audit, rule, finding, lang),
        "sentence": spaced(sentence),
        "line": " · ".join(part for part in (severity, rule.id, where) if part),
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
        "waived": audit.waived(finding),
        "was": "",
        "was_sentence": "",
        "advice": spaced(advise(rule, finding, lang)),
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
    if verdict.limit_high is None:
        return verdict.limit.shown
    return band(verdict.limit.shown, verdict.limit_high.shown)


def band(low: str, high: str) -> str:
    """A range, its unit said once where both ends have the same.

    >>> band("90 cm", "110 cm"), band("85 cm", "1.20 m")
    ('90–110 cm', '85 cm–1.20 m')
    """
    number, _, unit = low.partition(" ")
    return f"{number}–{high}" if unit and high.endswith(f" {unit}") else f"{low}–{high}"


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


def _elevation(
    audit: Audit, finding: Finding, lang: str, walls: dict[str, Sheet]
) -> dict[str, Any] | None:
    """The wall a height is judged on, drawn once, and the part around the thing.

    None where a plan tells more.
    """
    layout = audit.layout
    fixture: Any = layout.by_id.get(finding.subject)
    measured = finding.verdict.measured
    if measured is None or finding.rule not in ("P46-05", "P46-06", "P42-11", "STD-06"):
        return None
    wall = wall_of(layout, fixture) if hasattr(fixture, "kind") else None
    if not isinstance(wall, Wall):
        return None
    side = on_face(layout, fixture) or "left"
    key = f"{wall.id}/{side}"
    line = shapely.LineString([wall.start, wall.end])
    if key not in walls:
        walls[key] = elevation(
            layout,
            wall.id,
            side,
            lang=lang,
            marks=[m for m in marks(audit) if m.subject != layout.id],
            theme="page",
            width_mm=max(110.0, line.length * WALL_SCALE + 40.0),
        )
    placed = place(layout, fixture)
    along = line.project(shapely.Point(fixture.at))
    if side == "left":  # who looks at the left face sees the wall's start on the right
        along = line.length - along
    half, low = placed.size[0] / 2, (placed.lower or 0.0) + placed.floor_height
    bounds = (along - half - 0.6, 0.0, along + half + 0.6, max(low + placed.size[2] + 0.45, 2.0))
    return {"wall": key, "view": list(walls[key].crop(bounds, ratio=1.62, margin=0.25))}


def document(rule: Rule, lang: str) -> str:
    """Where a guideline stands, in words."""
    title = document_name(rule.source.document, lang)
    page = rule.source.page
    if i18n.knows(f"app.place.{page}"):
        page = word(f"place.{page}", lang)
    elif article := re.fullmatch(r"Art\. (\d+)", page):
        return word("at-article", lang, document=title, page=article[1])
    key = "at-page"
    if page.isdigit() and not title.startswith("GB"):
        key = "at-page-number"
    elif re.fullmatch(r"[\d., ]+", page):
        key = "at-clause"
    return word(key, lang, document=title, page=page)


def document_name(name: str, lang: str) -> str:
    """What a guideline's document is called."""
    key = f"app.document.{name}"
    return i18n.say(key, lang) if i18n.knows(key) else name


def guidelines(packs: tuple[Pack, ...], lang: str, pictures: Mapping[str, Any]) -> dict[str, Any]:
    """The guidelines page; `pictures` are do and don't by rule."""
    families = []
    for pack in packs:
        by_family: dict[str, list[Rule]] = {}
        for rule in sorted(pack.rules, key=lambda rule: natural(rule.id)):
            by_family.setdefault(rule.family, []).append(rule)
        middle = {family: natural(rules[len(rules) // 2].id) for family, rules in by_family.items()}
        for family, rules in sorted(by_family.items(), key=lambda entry: middle[entry[0]]):
            families.append(
                {
                    "pack": pack.id,
                    "pack_name": pack.name[lang],
                    "name": family_name(family, lang),
                    "rules": [
                        _guideline(pack, rule, lang, pictures.get(rule.id)) for rule in rules
                    ],
                }
            )
    return {"families": families}


def family_name(family: str, lang: str) -> str:
    """What a family of rules is called."""
    key = f"app.family.{family}"
    return i18n.say(key, lang) if i18n.knows(key) else family.replace("_", " ")


def param_name(name: str, lang: str) -> str:
    """What a parameter is called."""
    key = f"app.param.{name}"
    return i18n.say(key, lang) if i18n.knows(key) else name.replace("_", " ")


def _guideline(pack: Pack, rule: Rule, lang: str, pair: tuple[str, str] | None) -> dict[str, Any]:
    good, bad = pair or (None, None)
    line = [rule.id, word(f"severity.{rule.severity}", lang)]
    line.append(word(f"modality.{rule.modality}", lang))
    if not rule.confirmed:
        line.append(word("unconfirmed", lang))
    asked = [*rule.readings.values(), *([rule.consults] if rule.consults else [])]
    return {
        "rule": rule.id,
        "title": rule.words("title", lang),
        "asks": rule.words("asks", lang),
        "reading": rule.words("reading", lang),
        "why": rule.words("why", lang),
        "line": " · ".join(line),
        "status": rule.status.value,
        "state": word(f"status.{rule.status.value}", lang),
        "severity": rule.severity if rule.weight else "",
        "document": document(rule, lang),
        "phrase": rule.source.phrase,
        "passage": passage(rule.source.document, rule.source.page, rule.source.phrase),
        "waits": [part[lang] for part in rule.waits],
        "changed": [reason[lang] for reason in rule.changed],
        "params": [
            [param_name(key, lang), _param(pack, rule, key, value, lang)]
            for key, value in rule.params.items()
        ],
        "readings": [_reading(pack, key, lang) for key in dict.fromkeys(asked)],
        "dos": good,
        "donts": bad,
    }


def _param(pack: Pack, rule: Rule, key: str, value: Any, lang: str) -> str:
    if key in rule.readings:
        reading = rule.readings[key]
        return pack.readings[reading].name[pack.chosen[reading]][lang]
    if isinstance(value, bool):
        return word("yes" if value else "no", lang)
    if isinstance(value, list):
        shown = [_param_word(key, part, lang) for part in value]
        range_ = len(value) == 2 and all(_NUMBER.match(str(part)) for part in value)
        if range_:
            return band(shown[0], shown[1])
        return ("、" if lang == "zh-CN" else ", ").join(shown)
    if isinstance(value, dict):
        rows = []
        for name, part in value.items():
            parts = part if isinstance(part, list) else [part]
            words = ", ".join(_param_word(key, one, lang) for one in parts)
            rows.append(f"{_param_word(key, name, lang)}: {words}")
        return "; ".join(rows)
    return _param_word(key, value, lang)


def _param_word(param: str, value: Any, lang: str) -> str:
    """A parameter's value: names of zones, kinds and traits in words, quantities as they are."""
    text = str(value)
    for key in (
        f"app.value.{text}",
        f"study.use.{text}",
        f"study.role.{text}",
        f"study.sort.{text}",
    ):
        if i18n.knows(key):
            return i18n.say(key, lang)
    if text in kinds():
        return kinds()[text].name[lang]
    return text


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
