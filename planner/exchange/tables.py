"""Findings, items and readings as tables; CSV and XLSX.

A cell that a spreadsheet would run as a formula is written as text: it gets a leading
apostrophe in CSV and a text cell in XLSX.
"""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from planner import i18n
from planner.audit import Audit
from planner.audit.marks import numbered
from planner.audit.record import advise, say
from planner.catalog import kinds
from planner.errors import PlanError, Problem
from planner.model import Layout, LuxReading, named
from planner.study import Study

EPOCH = datetime(2000, 1, 1)  # of every workbook: the same tables give the same bytes
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
FINDING_COLUMNS = [
    "number",
    "rule",
    "severity",
    "outcome",
    "subject",
    "place",
    "measured",
    "limit",
    "sentence",
    "advice",
    "power",
    "waived",
    "page",
]
ITEM_COLUMNS = [
    "id",
    "kind",
    "level",
    "x",
    "y",
    "facing",
    "width",
    "depth",
    "height",
    "lower_edge",
    "zone",
    "campaign",
    "purpose",
    "audience",
    "valid_from",
    "valid_to",
    "priority",
    "condition",
]
READING_COLUMNS = [
    "id",
    "of",
    "subject",
    "level",
    "x",
    "y",
    "z",
    "plane",
    "lux",
    "instrument",
    "day",
    "time",
    "daylight",
]


def findings_table(audit: Audit, lang: str) -> pd.DataFrame:
    """Every finding, a row each: open ones by number, then what passed."""
    numbers = {id(n.finding): n for n in numbered(audit)}
    ordered = sorted(
        audit.findings, key=lambda f: numbers[id(f)].number if id(f) in numbers else 1_000_000
    )
    study = Study(audit.layout, audit.day)
    rows = []
    for finding in ordered:
        rule = audit.by_rule[finding.rule].rule
        mark = numbers.get(id(finding))
        verdict = finding.verdict
        rows.append(
            {
                "number": mark.number if mark else None,
                "rule": finding.rule,
                "severity": i18n.say(f"exchange.severity.{finding.severity}", lang),
                "outcome": i18n.say(f"exchange.outcome.{finding.outcome.value}", lang),
                "subject": study.label(finding.subject)[lang],
                "place": _place(mark),
                "measured": verdict.measured.shown if verdict.measured else "",
                "limit": _limit(verdict),
                "sentence": say(rule, finding, lang),
                "advice": advise(rule, finding, lang),
                "power": i18n.say(f"exchange.power.{audit.power(finding)}", lang),
                "waived": i18n.say(f"exchange.{'yes' if audit.waived(finding) else 'no'}", lang),
                "page": rule.source.page,
            }
        )
    table = pd.DataFrame(rows, columns=FINDING_COLUMNS)
    return table.astype({"number": "Int64"})


def _place(mark: Any) -> str:
    if mark is None or mark.at is None:
        return ""
    return f"{mark.level} ({mark.at[0]:.2f}, {mark.at[1]:.2f})"


def _limit(verdict: Any) -> str:
    if verdict.limit is None:
        return ""
    high = f"–{verdict.limit_high.shown}" if verdict.limit_high else ""
    return f"{verdict.limit.shown}{high}"


def items_table(layout: Layout, lang: str) -> pd.DataFrame:
    """Every fixture, a row each [m, deg]."""
    study = Study(layout)
    rows = []
    for placed in study.placed.values():
        fixture, message = placed.fixture, study.message(placed.fixture)
        zone = study.zone_at(fixture.level, fixture.at)
        campaign = study.campaign(message.campaign) if message else None
        rows.append(
            {
                "id": fixture.id,
                "kind": kinds()[fixture.kind].name[lang],
                "level": fixture.level,
                "x": round(fixture.at[0], 3),
                "y": round(fixture.at[1], 3),
                "facing": fixture.facing_deg,
                "width": placed.size[0],
                "depth": placed.size[1],
                "height": placed.size[2],
                "lower_edge": placed.lower,
                "zone": study.label(zone.id)[lang] if zone else "",
                "campaign": named(campaign.name, lang) if campaign else "",
                "purpose": getattr(message, "purpose", None),
                "audience": getattr(message, "audience", None),
                "valid_from": getattr(message, "valid_from", None),
                "valid_to": getattr(message, "valid_to", None),
                "priority": getattr(message, "priority", None),
                "condition": getattr(message, "condition", None) or fixture.condition,
            }
        )
    return pd.DataFrame(rows, columns=ITEM_COLUMNS)


def readings_table(layout: Layout, lang: str) -> pd.DataFrame:
    """Every lux reading, a row each [m, lx]."""
    instruments = {i.id: named(i.name, lang) for i in layout.instruments}
    rows = [
        {
            "id": r.id,
            "of": r.of,
            "subject": r.subject,
            "level": r.level,
            "x": r.at[0] if r.at else None,
            "y": r.at[1] if r.at else None,
            "z": r.height,
            "plane": r.plane,
            "lux": r.lux,
            "instrument": instruments.get(r.instrument or "", r.instrument),
            "day": r.day,
            "time": r.time,
            "daylight": r.daylight,
        }
        for r in layout.lux_readings
    ]
    return pd.DataFrame(rows, columns=READING_COLUMNS)


def headed(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The table with its columns named for people."""
    return table.rename(columns={c: i18n.say(f"exchange.column.{c}", lang) for c in table.columns})


def neutral(value: object) -> object:
    """A cell value that no spreadsheet runs as a formula.

    >>> neutral("=1+1"), neutral(-3), neutral("P1")
    ("'=1+1", -3, 'P1')
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def write_csv(table: pd.DataFrame, lang: str) -> bytes:
    """A table as CSV: UTF-8 with byte-order mark, formulas neutralised."""
    safe = headed(table, lang).map(neutral)
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def write_xlsx(tables: Mapping[str, pd.DataFrame], lang: str) -> bytes:
    """Tables as one XLSX, a sheet each; `tables` by sheet key (``findings``...)."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        book = writer.book
        book.set_properties({"created": EPOCH})
        head = book.add_format({"bold": True, "bg_color": "#EEF1F5", "bottom": 1, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        for key, table in tables.items():
            name = i18n.say(f"exchange.sheet.{key}", lang)
            shown = headed(table, lang).map(neutral)
            shown.to_excel(writer, sheet_name=name, index=False)
            sheet = writer.sheets[name]
            sheet.freeze_panes(1, 0)
            if len(shown):
                sheet.autofilter(0, 0, len(shown), len(shown.columns) - 1)
            for n, column in enumerate(shown.columns):
                sheet.write(0, n, column, head)
                longest = max([len(str(v)) for v in shown[column].head(200)] + [len(column) * 2])
                sheet.set_column(n, n, min(max(longest * 1.1, 8), 48), cell)
    return out.getvalue()


def read_readings(content: bytes, level: str) -> tuple[LuxReading, ...]:
    """Lux readings from a CSV with the columns `readings_table` writes, in either language.

    UTF-8 (with or without mark) and GB18030 are read; columns that are missing stay empty.

    Raises
    ------
    PlanError
        Naming the row and what was expected there.
    """
    text = _decode(content)
    dialect = "\t" if "\t" in text.partition("\n")[0] else ","
    rows = csv.DictReader(io.StringIO(text), delimiter=dialect)
    names = {
        i18n.say(f"exchange.column.{c}", lang).casefold(): c
        for lang in i18n.languages()
        for c in READING_COLUMNS
    } | {c: c for c in READING_COLUMNS}
    found = []
    for number, row in enumerate(rows, 2):
        fields = {names.get(str(k).strip().casefold()): v for k, v in row.items()}
        found.append(_reading(fields, number, level))
    return tuple(found)


def _reading(fields: dict[Any, Any], number: int, level: str) -> LuxReading:
    def get(name: str) -> str | None:
        value = (fields.get(name) or "").strip().removeprefix("'")
        return value or None

    try:
        x, y = get("x"), get("y")
        return LuxReading(
            id=get("id") or f"lux{number}",
            level=get("level") or level,
            lux=float(get("lux") or "nan"),
            of=get("of") or "hall",  # type: ignore[arg-type]
            subject=get("subject"),
            at=(float(x), float(y)) if x and y else None,
            height=float(z) if (z := get("z")) else None,
            plane=get("plane") or "horizontal",  # type: ignore[arg-type]
            day=get("day"),  # type: ignore[arg-type]
            time=get("time"),
            daylight=(get("daylight") or "").casefold() in ("true", "1", "yes", "是"),
        )
    except ValueError as error:
        problem = Problem("exchange.bad-reading", f"{number}", {"row": number})
        raise PlanError(i18n.say(problem.code, "en", row=number), problems=(problem,)) from error


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    problem = Problem("exchange.not-text")
    raise PlanError(i18n.say(problem.code, "en"), problems=(problem,))
