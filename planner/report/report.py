"""The audit report: what a hall's auditor and its manager read and sign.

Order: hall and packs; score with denominator and coverage; plan with numbered evidence;
failures grouped by rule, critical first; uncertain; to review; on site; waiting; passes;
not applicable; waivers; light; elevations; checklist; sign-off; how the score is made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from planner import units
from planner.audit import Audit, Judged, Score, score
from planner.audit import audit as judge
from planner.audit.marks import Numbered, numbered
from planner.audit.record import to_record
from planner.audit.source import passage
from planner.light.sheet import read_table, readings_of
from planner.model import Instrument, Layout, LuxReading, named
from planner.report import charts, checklist, pdf
from planner.report import pictures as pictures_of
from planner.report.fonts import FONT
from planner.report.lighting import Lighting, walk_data
from planner.report.pictures import Picture, Pictures
from planner.report.words import Text, Words, languages
from planner.rules.finding import Finding, Outcome, Status
from planner.rules.pack import Pack, Rule
from planner.study import Study

BARE = ("count", "days", "scale")  # a number that only its sentence explains
NAMED = 3  # things named among those that meet a rule; more are counted
FIRST = 8  # things to fill in first that are named where too little is known
LOOKS = ("critical", "major", "minor", "info", "uncertain", "needs-review")
GRADES = ((90.0, "good"), (60.0, "minor"), (0.0, "bad"))  # below 60 and 90 the score is capped
GRADE_COLOURS = {"good": "#1B7340", "minor": "#BC5000", "bad": "#A3161A"}
MOVED = ("at", "height", "facing_deg", "size", "host")  # fields of a fix, in this order


def write_report(audit: Audit, lang: str = "zh-CN") -> bytes:
    """The report as PDF.

    Parameters
    ----------
    audit : Audit
        A judged hall.
    lang : str
        ``"zh-CN"``, ``"en"`` or ``"both"``.

    Raises
    ------
    ReportError
        If the language is unknown or the pages cannot be made.
    """
    data = _Report(audit, Words(languages(lang))).data()
    return pdf.add_fields(pdf.typeset("report.typ", data, audit.day))


def write_checklist(audit: Audit, lang: str = "zh-CN") -> bytes:
    """The checklist of a hall as a fillable PDF. Parameters as `write_report`."""
    report = _Report(audit, Words(languages(lang)))
    data = report.frame("checklist") | {"checklist": checklist.contents(audit, report.words)}
    return pdf.add_fields(pdf.typeset("checklist.typ", data, audit.day))


def write_lux_walk(hall: Layout | Audit, lang: str = "zh-CN") -> bytes:
    """The lux-walk sheet of a hall as a fillable PDF: where to hold the meter, in walking order.

    Parameters
    ----------
    hall : Layout or Audit
        A hall, or one already judged.
    lang : str
        ``"zh-CN"``, ``"en"`` or ``"both"``.

    Raises
    ------
    ReportError
        If the language is unknown or the pages cannot be made.
    """
    words = Words(languages(lang))
    judged = hall if isinstance(hall, Audit) else judge(hall)
    report = _Report(judged, words)
    data = report.frame("walk") | {"walk": walk_data(judged.layout, words)}
    return pdf.add_fields(pdf.typeset("walk.typ", data, judged.day))


def read_sheet(data: bytes) -> dict[str, str]:
    """The entries of a filled-in lux walk: the printed form, or the table.

    Raises
    ------
    ReportError, LightError
        If it is neither.
    """
    return pdf.read(data) if data[:5] == b"%PDF-" else read_table(data)


def read_lux_walk(data: bytes) -> tuple[LuxReading, ...]:
    """Readings of a filled-in lux-walk sheet, in walking order; empty fields give none.

    Raises
    ------
    ReportError
        If it is no form of ours.
    LightError
        If an entry is no illuminance; it names the point.
    """
    return readings_of(pdf.read(data))


@dataclass
class _Report:
    audit: Audit
    words: Words

    def __post_init__(self) -> None:
        self.marks = numbered(self.audit)
        self.number = {id(mark.finding): mark for mark in self.marks}
        self.pack = {rule.id: pack for pack in self.audit.packs for rule in pack.rules}

    # --- frame ---

    def frame(self, kind: str) -> dict[str, Any]:
        """What every document of ours says of itself."""
        audit, words = self.audit, self.words
        hall = words.each(lambda lang: _hall_name(audit, lang))
        title = words.say(f"report.title.{kind}")
        packs = ", ".join(f"{pack.id} {pack.version}" for pack in audit.packs)
        return {
            "langs": list(words.langs),
            "font": FONT,
            "title": words.each(lambda lang: f"{hall[lang]} · {title[lang]}"),
            "kind": title,
            "hall": hall,
            "date": [audit.day.year, audit.day.month, audit.day.day],
            "keywords": [audit.layout.id, *(pack.id for pack in audit.packs)],
            "footer": words.each(lambda lang: f"{audit.day.isoformat()} · {packs}"),
            "page": words.say("report.page"),
            "words": {key: words.say(f"report.{key}") for key in _WORDS},
            "head": self._head(),
        }

    def data(self) -> dict[str, Any]:
        """The whole report as the template reads it."""
        audit, words = self.audit, self.words
        pictures = Pictures(audit, self.marks, words.first)
        failed = [m for m in self.marks if m.finding.outcome is Outcome.FAILED]
        unsure = [m for m in self.marks if m.finding.outcome is Outcome.UNCERTAIN]
        review = [m for m in self.marks if m.finding.outcome is Outcome.NEEDS_REVIEW]
        groups = self._groups(failed, pictures)
        heights = self._plan_heights(len(groups))
        levels = [
            self._level(pictures, level.id, height)
            for level, height in zip(audit.layout.levels, heights, strict=True)
        ]
        return self.frame("report") | {
            "score": self._score(),
            "counts": self._counts(),
            "levels": levels,
            "failed": groups,
            "uncertain": self._groups(unsure, pictures),
            "review": [self._review(mark) for mark in review],
            "on-site": self._others(Status.ON_SITE),
            "waiting": self._waiting(),
            "passed": self._passed(),
            "not-applicable": self._others(Status.NOT_APPLICABLE),
            "waivers": self._waivers(),
            "light": Lighting(audit, words).data(),
            "walls": [self._wall(pictures, wall, side) for wall, side in pictures.walls()],
            "checklist": checklist.contents(audit, words),
            "method": self._method(),
        }

    def _head(self) -> list[dict[str, Any]]:
        audit, words, study = self.audit, self.words, Study(self.audit.layout, self.audit.day)
        branch = audit.layout.branch
        sort = branch.hall_class
        area = units.show_area(study.area)
        public = units.show_area(study.public_area)
        rows: list[tuple[str, Text]] = [("branch", words.each(lambda lang: _branch(audit, lang)))]
        if branch.region:
            rows.append(("region", words.each(lambda lang: named(branch.region, lang))))
        if sort:
            rows.append(("class", words.say(f"report.class.{sort}")))
        rows.append(("area", words.say("report.area-value", area=area, public=public)))
        rows.append(("date", words.name(audit.day.isoformat())))
        for pack in audit.packs:
            name = words.name(dict(pack.name))
            rows.append(("pack", words.beside(name, words.name(pack.version))))
        changed = [
            words.choice(pack, key, choice)
            for pack in audit.packs
            for key, choice in pack.chosen.items()
            if choice != pack.readings[key].default
        ]
        readings = words.join(changed) if changed else words.say("report.readings-default")
        rows.append(("readings", readings))
        if audit.layout.instruments:
            meters = [self._meter(meter) for meter in audit.layout.instruments]
            rows.append(("meters", words.join(meters)))
        mark = to_record(audit)["verdicts_sha256"][:12]
        rows.append(("fingerprint", words.name(" ".join(mark[n : n + 4] for n in (0, 4, 8)))))
        return [{"name": words.say(f"report.head.{key}"), "value": value} for key, value in rows]

    def _meter(self, meter: Instrument) -> Text:
        name = self.words.each(lambda lang: named(meter.name, lang))
        error = f"±{units.show_share(meter.error_share)}" if meter.error_share else ""
        return self.words.beside(name, self.words.name(error))

    # --- score ---

    def _score(self) -> dict[str, Any]:
        audit, words = self.audit, self.words
        whole, power = score(audit), score(audit, power=True)
        lines = [self._line(words.say("report.together"), whole, power)]
        for pack in audit.packs if len(audit.packs) > 1 else ():
            of = score(audit, pack=pack.id)
            if of.applicable:
                within = score(audit, pack=pack.id, power=True)
                lines.append(self._line(words.name(dict(pack.name)), of, within))
        colour = "minor" if whole.value is None else next(c for m, c in GRADES if whole.value >= m)
        return {
            "value": f"{whole.value:.1f}" if whole.value is not None else None,
            "ring": charts.ring((whole.value or 0.0) / 100.0, GRADE_COLOURS[colour]),
            "power": _shown(power),
            "coverage": units.show_share(whole.coverage),
            "sentences": self._sentences(whole),
            "lines": lines,
            "first": self._fill_first(whole) if not whole.known else [],
        }

    def _plan_heights(self, groups: int) -> list[float]:
        """The most each level's plan may take of its page [mm].

        The first stands beneath the score and the list of rules not met where that leaves
        enough; of several levels two share a page.
        """
        count = len(self.audit.layout.levels)
        if count > 1:
            return [pictures_of.SHARED_PLAN] * count
        both = len(self.words.langs) > 1
        left = pictures_of.FIRST_PLAN - (22.0 if both else 0.0)
        if groups:
            left -= 14.0 + (8.0 if both else 6.4) * -(-groups // 2)
        fits = score(self.audit).known and left >= pictures_of.LEAST_PLAN
        return [left if fits else pictures_of.PLAN_HEIGHT]

    def _counts(self) -> list[dict[str, Any]]:
        """How many findings of each look there are, none left out."""
        found: dict[str, int] = {}
        for mark in self.marks:
            found[mark.look] = found.get(mark.look, 0) + 1
        return [
            {"look": look, "name": self.words.say(f"report.severity.{look}"), "n": found[look]}
            for look in LOOKS
            if look in found
        ]

    def _line(self, name: Text, whole: Score, power: Score) -> dict[str, Any]:
        words = self.words
        value = _shown(whole)
        return {
            "name": name,
            "value": value,
            "power": _shown(power),
            "coverage": units.show_share(whole.coverage),
            "decided": f"{whole.decided} / {whole.applicable}",
            "weight": f"{_plain(whole.weight - whole.lost)} / {whole.weight}",
            "bar": charts.score(
                charts.Bar(
                    whole.weight - whole.lost,
                    whole.lost,
                    max(0.0, sum(s.weight for s in whole.standings) - whole.weight),
                )
            ),
            "alt": words.say(
                "report.score-line",
                name=name,
                value=value,
                met=_plain(whole.weight - whole.lost),
                weight=whole.weight,
                decided=whole.decided,
                applicable=whole.applicable,
            ),
        }

    def _sentences(self, whole: Score) -> list[Text]:
        words = self.words
        covered = {
            "decided": whole.decided,
            "applicable": whole.applicable,
            "coverage": units.show_share(whole.coverage),
        }
        if not whole.known:
            return [words.say("report.not-enough", **covered)]
        said = []
        if whole.cap:
            uncapped = f"{whole.uncapped:.1f}"
            said.append(words.say(f"report.capped.{whole.cap}", uncapped=uncapped))
        met = _plain(whole.weight - whole.lost)
        said.append(words.say("report.denominator", met=met, weight=whole.weight))
        said.append(words.say("report.coverage", **covered))
        return said

    def _fill_first(self, whole: Score) -> list[dict[str, Any]]:
        """What to fill in first: the rules that keep most weight undecided, once each."""
        weight = {s.rule: s.weight * (1.0 - s.decided) for s in whole.standings}
        open_ones = [m for m in self.marks if m.finding.outcome is Outcome.NEEDS_REVIEW]
        open_ones.sort(key=lambda m: (-weight.get(m.finding.rule, 0.0), m.number))
        first: dict[str, Numbered] = {}
        for mark in open_ones:
            first.setdefault(mark.finding.rule, mark)
        return [self._review(mark) for mark in list(first.values())[:FIRST]]

    # --- plan ---

    def _level(self, pictures: Pictures, level: str, height: float) -> dict[str, Any]:
        words = self.words
        picture, places = pictures.plan(level, height)
        item = self.audit.layout.by_id[level]
        here = [mark.number for mark in self.marks if mark.number in places]
        name = words.each(lambda lang: named(item.name, lang) or level)
        return {
            "name": name if len(self.audit.layout.levels) > 1 else None,
            "svg": picture.svg,
            "width": picture.width,
            "height": picture.height,
            "marks": [
                {"number": n, "x": round(places[n][0], 2), "y": round(places[n][1], 2)}
                for n in here
            ],
            "alt": words.say("report.plan-alt", name=name, numbers=_runs(here) or "–"),
        }

    # --- findings ---

    def _groups(self, marks: Iterable[Numbered], pictures: Pictures) -> list[dict[str, Any]]:
        """Findings by rule, in the order of their first number."""
        by_rule: dict[str, list[Numbered]] = {}
        for mark in marks:
            by_rule.setdefault(mark.finding.rule, []).append(mark)
        return [self._group(rule_id, found, pictures) for rule_id, found in by_rule.items()]

    def _group(self, rule_id: str, marks: list[Numbered], pictures: Pictures) -> dict[str, Any]:
        words, rule = self.words, self.audit.by_rule[rule_id].rule
        return self._source(rule) | {
            "look": marks[0].look,
            "severity": words.say(f"report.severity.{marks[0].look}"),
            "modality": words.say(f"report.modality.{rule.modality}"),
            "reading": words.rule(rule, "reading"),
            "changed": [words.name(dict(reason)) for reason in rule.changed],
            "confirmed": rule.confirmed,
            "weight": rule.weight,
            "numbers": _runs([mark.number for mark in marks]),
            "first": marks[0].number,
            "findings": [self._finding(mark) for mark in marks],
            "pictures": [
                _shown_picture(picture)
                | {
                    "numbers": list(numbers),
                    "alt": words.say("report.evidence-alt", number=_runs(list(numbers))),
                }
                for picture, numbers in pictures.close(marks)
            ],
        }

    def _source(self, rule: Rule) -> dict[str, Any]:
        words, source = self.words, rule.source
        place = words.say(
            "report.place" if source.phrase else "report.place-bare",
            document=words.document(source.document),
            page=source.page,
            phrase=source.phrase.strip("“”"),
        )
        return {
            "rule": rule.id,
            "title": words.rule(rule, "title"),
            "asks": words.rule(rule, "asks"),
            "source": place,
            "passage": passage(source.document, source.page, source.phrase),
        }

    def _finding(self, mark: Numbered) -> dict[str, Any]:
        words, finding = self.words, mark.finding
        rule, verdict = self.audit.by_rule[finding.rule].rule, finding.verdict
        waiver = self._waiver(finding)
        return {
            "number": mark.number,
            "look": mark.look,
            "said": words.verdict(rule, finding),
            "facts": self._facts(finding),
            "other": words.other(self.pack[rule.id], finding.other) if finding.other else None,
            "advice": words.advice(rule, finding),
            "fix": self._fix(finding),
            "also": ", ".join(verdict.also),
            "power": words.say(f"report.power.{self.audit.power(finding)}"),
            "waived": waiver,
            "placed": mark.at is not None,
        }

    def _facts(self, finding: Finding) -> list[dict[str, Any]]:
        verdict, words = finding.verdict, self.words
        facts: list[tuple[str, Any]] = []
        if any(q is not None and q.unit in BARE for q in (verdict.measured, verdict.limit)):
            return []
        if verdict.measured is not None:
            facts.append(("measured", verdict.values.get("measured", verdict.measured.shown)))
        if verdict.limit is not None and verdict.limit_high is not None:
            low = verdict.values.get("low", verdict.limit.shown)
            high = verdict.values.get("high", verdict.limit_high.shown)
            facts.append(("limit", f"{low} – {high}"))
        elif verdict.limit is not None:
            facts.append(("limit", verdict.values.get("limit", verdict.limit.shown)))
        if verdict.tolerance is not None:
            facts.append(("tolerance", f"±{verdict.tolerance.shown}"))
        return [
            {
                "name": words.say(f"report.{key}"),
                "value": words.name(value if isinstance(value, dict) else str(value)),
            }
            for key, value in facts
        ]

    def _fix(self, finding: Finding) -> Text | None:
        """A computed move in words: new place, height or direction."""
        fix, words = finding.verdict.fix, self.words
        if fix is None:
            return None
        parts = []
        for key in MOVED:
            if key not in fix.set:
                continue
            value = fix.set[key]
            if key == "at":
                x, y = (f"{float(v):.2f} m" for v in value)
                parts.append(words.say("report.fix.at", x=x, y=y))
            elif key == "height":
                parts.append(words.say("report.fix.height", value=units.show_height(float(value))))
            elif key == "facing_deg":
                parts.append(words.say("report.fix.facing", value=units.show_angle(float(value))))
            elif key == "host":
                parts.append(words.say("report.fix.host", value=str(value)))
        return words.join(parts) if parts else None

    def _review(self, mark: Numbered) -> dict[str, Any]:
        rule = self.audit.by_rule[mark.finding.rule].rule
        return {
            "number": mark.number,
            "rule": rule.id,
            "title": self.words.rule(rule, "title"),
            "said": self.words.verdict(rule, mark.finding),
            "advice": self.words.advice(rule, mark.finding),
            "placed": mark.at is not None,
        }

    # --- rules that were not judged, and those that are met ---

    def _others(self, status: Status) -> list[dict[str, Any]]:
        return [
            self._source(entry.rule)
            | {"said": self.words.reason(entry.rule, entry.reason, entry.values)}
            for entry in self.audit.judged
            if entry.status is status
        ]

    def _waiting(self) -> list[dict[str, Any]]:
        """Rules that wait for an analysis, and parts of judged rules that do."""
        rows = []
        for entry in self.audit.judged:
            waits = [self.words.name(dict(wait)) for wait in entry.rule.waits]
            if entry.status is Status.WAITING:
                said = self.words.reason(entry.rule, entry.reason, entry.values)
                texts = waits or [said]
                rows.append(
                    self._source(entry.rule) | {"said": self.words.join(texts, stop="stop")}
                )
            elif waits and entry.status is Status.JUDGED:
                text = self.words.join(waits, stop="stop")
                partly = self.words.say("report.partly", text=text)
                rows.append(self._source(entry.rule) | {"said": partly})
        return rows

    def _passed(self) -> list[dict[str, Any]]:
        rows = []
        for entry in self.audit.judged:
            met = [f for f in entry.findings if f.outcome is Outcome.PASSED]
            if met:
                rows.append(
                    {
                        "rule": entry.rule.id,
                        "title": self.words.rule(entry.rule, "title"),
                        "said": self._met(entry.rule, met),
                        "notes": self._notes(entry, met),
                    }
                )
        return rows

    def _met(self, rule: Rule, met: list[Finding]) -> Text:
        """One sentence for one subject; for more their number, range and first names."""
        words = self.words
        if len(met) == 1:
            return words.verdict(rule, met[0])
        count = words.say("report.things", n=len(met))
        values = [f.verdict.measured for f in met if f.verdict.measured is not None]
        if len(values) == len(met) and len({v.unit for v in values}) == 1:
            low = min(values, key=lambda v: v.value).shown
            high = max(values, key=lambda v: v.value).shown
            spread = words.name(low if low == high else f"{low} – {high}")
            count = words.say("report.met-values", things=count, values=spread)
        names = [words.name(_subject_name(finding)) for finding in met[:NAMED]]
        named = words.join(list({tuple(name.values()): name for name in names}.values()))
        if len(met) > NAMED:
            named = words.say("report.and-more", named=named, n=len(met))
        return words.say("report.met-list", count=count, named=named)

    def _notes(self, entry: Judged, met: list[Finding]) -> list[Text]:
        """One line per sort of note: what the other reading or the law says of passes."""
        words, notes = self.words, []
        by_note: dict[str, list[Finding]] = {}
        for finding in met:
            if finding.note:
                by_note.setdefault(finding.note, []).append(finding)
        for note, found in by_note.items():
            items = words.join([words.name(_subject_name(finding)) for finding in found[:NAMED]])
            if len(found) > NAMED:
                items = words.say("report.and-more", named=items, n=len(found))
            if note == "other-reading" and found[0].other is not None:
                reading = words.not_chosen(self.pack[entry.rule.id], found[0].other)
                notes.append(words.say("report.note-other", items=items, reading=reading))
            elif len(met) > 1:
                said = [words.verdict(entry.rule, finding) for finding in found[:2]]
                notes.append(words.join(said, stop="stop"))
        return notes

    def _waiver(self, finding: Finding) -> Text | None:
        for waiver in self.audit.layout.waivers:
            if (waiver.rule, waiver.subject) == (finding.rule, finding.subject):
                key = "waived" if waiver.until >= self.audit.day else "waiver-ended"
                return self.words.say(
                    f"report.{key}", reason=waiver.reason, by=waiver.by, until=waiver.until
                )
        return None

    def _waivers(self) -> list[dict[str, Any]]:
        return [
            {
                "rule": waiver.rule,
                "subject": waiver.subject,
                "reason": waiver.reason,
                "by": waiver.by,
                "until": waiver.until.isoformat(),
                "valid": waiver.until >= self.audit.day,
            }
            for waiver in self.audit.layout.waivers
        ]

    # --- walls, method ---

    def _wall(self, pictures: Pictures, wall: str, side: str) -> dict[str, Any]:
        picture, toward = pictures.elevation(wall, side), pictures.toward(wall, side)
        words = self.words
        title = words.say("report.wall", wall=wall, toward=words.say(f"report.toward.{toward}"))
        return {"title": title, "alt": title} | _shown_picture(picture)

    def _method(self) -> dict[str, Any]:
        """How the score is made, and every reading with its choice."""
        words = self.words
        readings = [
            {
                "id": key,
                "title": words.name(dict(reading.name["title"])),
                "choice": words.name(dict(reading.name[pack.chosen[key]])),
                "changed": pack.chosen[key] != reading.default,
            }
            for pack in self.audit.packs
            for key, reading in pack.readings.items()
        ]
        return {
            "paragraphs": [words.say(f"report.method.{n}") for n in range(1, 7)],
            "readings": readings,
            "packs": [self._about(pack) for pack in self.audit.packs],
        }

    def _about(self, pack: Pack) -> dict[str, Any]:
        return {
            "name": self.words.name(dict(pack.name)),
            "version": pack.version,
            "note": self.words.name(dict(pack.note)) if pack.note else None,
            "hash": pack.hash[:12],
        }


def _hall_name(audit: Audit, lang: str) -> str:
    layout = audit.layout
    return named(layout.name, lang) or named(layout.branch.name, lang)


def _branch(audit: Audit, lang: str) -> str:
    branch = audit.layout.branch
    return f"{named(branch.name, lang)} ({branch.id})"


def _subject_name(finding: Finding) -> dict[str, str] | str:
    """A subject as people call it: text, or text by language."""
    value = finding.verdict.values.get("subject", finding.subject)
    return value if isinstance(value, dict) else str(value)


def _shown(of: Score) -> str:
    return f"{of.value:.1f}" if of.value is not None else "–"


def _plain(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _runs(numbers: list[int]) -> str:
    """Numbers as runs, e.g. ``1–3, 7``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _shown_picture(picture: Picture) -> dict[str, Any]:
    return {"svg": picture.svg, "width": picture.width, "height": picture.height}


_WORDS = (
    "as-is",
    "power",
    "coverage-word",
    "decided",
    "weight-word",
    "together",
    "section.score",
    "section.plan",
    "section.overview",
    "section.failed",
    "section.failed-lead",
    "section.none-failed",
    "section.uncertain",
    "section.uncertain-lead",
    "section.review",
    "section.review-lead",
    "section.on-site",
    "section.on-site-lead",
    "section.waiting",
    "section.waiting-lead",
    "section.passed",
    "section.not-applicable",
    "section.waivers",
    "section.light",
    "section.light-lead",
    "section.walls",
    "section.checklist",
    "section.checklist-lead",
    "section.sign",
    "section.sign-lead",
    "section.method",
    "section.packs",
    "section.readings",
    "fill-first",
    "of-100",
    "not-enough-short",
    "asks",
    "reading",
    "source",
    "passage",
    "also",
    "fix-word",
    "on-plan",
    "verify",
    "override",
    "col.rule",
    "col.numbers",
    "col.page",
    "col.met",
    "col.said",
    "col.look-for",
    "col.why",
    "col.missing",
    "col.subject",
    "col.reason",
    "col.by",
    "col.until",
    "col.severity",
    "col.choice",
    "col.what",
    "col.expect",
    "col.yes",
    "col.no",
    "col.na",
    "col.note",
    "good",
    "bad",
    "sign.auditor",
    "sign.manager",
    "sign.region",
    "sign.name",
    "sign.date",
    "sign.recheck",
    "sign.signature",
    "ended",
    "changed-reading",
    "item",
    "seen",
    "as-stated",
    "sketch",
    "section.gallery",
    "col.pack",
    "chart.met",
    "chart.lost",
    "chart.undecided",
    "light.not-judged",
    "light.mean",
    "light.minimum",
    "light.uniformity",
    "light.ratios",
    "light.band",
    "light.measured",
    "light.predicted",
    "light.repairs",
    "light.repairs-lead",
    "light.order",
    "light.lamp",
    "light.fault",
    "light.gain",
    "light.brings",
    "light.readings",
    "light.place",
    "light.points",
    "light.mean-of",
    "light.range",
    "light.meter",
    "light.time",
    "light.daylight",
    "walk.how",
    "walk.how-1",
    "walk.how-2",
    "walk.how-3",
    "walk.how-4",
    "walk.meter",
    "walk.error",
    "walk.day",
    "walk.from",
    "walk.to",
    "walk.daylight",
    "walk.points",
    "walk.where",
    "walk.at",
    "walk.height",
    "walk.hold",
    "walk.lux",
    "walk.time",
    "walk.sun",
    "walk.no-sun",
)
