"""An audit as the board draws it: open findings with place, evidence and fix."""

from typing import Any

import shapely
from shapely.geometry import mapping

from planner.audit import Audit, score
from planner.audit.marks import Numbered, numbered
from planner.rules.finding import Outcome, Quantity, Status, Verdict
from planner.rules.pack import in_language
from planner.study import Study
from planner.study.labels import label

FINEST = 1e-3  # m; evidence is drawn, not measured
WIDEST = 44  # half-widths that two lines of a row hold


def to_board(audit: Audit, study: Study, lang: str) -> dict[str, Any]:
    """What the board shows of an audit, in one language."""
    result = score(audit)
    return {
        "findings": [_finding(audit, entry, lang) for entry in numbered(audit)],
        "passed": sum(f.outcome is Outcome.PASSED for f in audit.findings),
        "score": {
            "value": result.value,
            "coverage": round(result.coverage, 4),
            "decided": result.decided,
            "applicable": result.applicable,
            "cap": result.cap,
            "uncapped": result.uncapped,
        },
        "waiting": [
            {"rule": e.rule.id, "title": e.rule.words("title", lang)}
            for e in audit.judged
            if e.status in (Status.WAITING, Status.ON_SITE)
        ],
        "rooms": {level: _rooms(study, level) for level in study.levels},
        "area": round(study.area, 4),
    }


def _finding(audit: Audit, entry: Numbered, lang: str) -> dict[str, Any]:
    finding = entry.finding
    verdict, rule = finding.verdict, audit.by_rule[finding.rule].rule
    said = rule.say(verdict.code, lang, verdict.values)
    name = label(audit.layout, verdict.subject)[lang]
    at = [round(value, 4) for value in entry.at] if entry.at else None
    return {
        "number": entry.number,
        "rule": finding.rule,
        "title": rule.words("title", lang),
        "severity": finding.severity,
        "outcome": finding.outcome.value,
        "code": verdict.code,
        "subject": verdict.subject,
        "label": name,
        "head": headline(said, name, rule.words("title", lang)),
        "text": said,
        "advice": rule.advise(verdict.code, lang, verdict.values),
        "page": rule.source.page,
        "measured": _shown(verdict.measured),
        "limit": _limit(verdict),
        "at": at,
        "level": entry.level,
        "items": list(verdict.items),
        "evidence": [
            {
                "role": piece.role.value,
                "level": piece.level or entry.level,
                "label": str(in_language({"x": piece.label}, lang)["x"]),
                "geometry": geojson(piece.geometry),
            }
            for piece in verdict.evidence
            if not piece.geometry.is_empty
        ],
        "fix": {"subject": verdict.fix.subject, "set": dict(verdict.fix.set)}
        if verdict.fix
        else None,
    }


def headline(said: str, name: str, title: str) -> str:
    """A row's words: the sentence's first clause where it is short, else subject and rule.

    >>> headline("Poster P1 hangs 4 cm too low: lower edge at 86 cm.", "Poster P1", "Height")
    'Poster P1 hangs 4 cm too low'
    >>> headline("The way from door d1 narrows to 105 cm between a and b.", "Counter C1", "Ways")
    'Counter C1 · Ways'
    """
    head = _clause(said, name)
    width = sum(2 if ord(char) > 0x2E7F else 1 for char in head)
    return head if head and width <= WIDEST else f"{name} · {title}"


def _clause(said: str, name: str) -> str:
    ends = []
    for mark in ("：", ": ", "。", ". ", "；", "; "):
        at = said.find(mark)
        if at >= 0 and (mark not in ("：", ": ") or said[:at].strip() != name):
            ends.append(at)
    return said[: min(ends, default=len(said))].strip().rstrip(".。")


def geojson(geometry: shapely.Geometry) -> dict[str, Any]:
    """A geometry as GeoJSON, to the millimetre."""
    return dict(mapping(shapely.set_precision(geometry, FINEST, mode="pointwise")))


def _shown(quantity: Quantity | None) -> str:
    return quantity.shown if quantity else ""


def _limit(verdict: Verdict) -> str:
    low, high = _shown(verdict.limit), _shown(verdict.limit_high)
    if not high:
        return low
    same = low.split()[1:] == high.split()[1:]
    return f"{low.split()[0] if same and low else low}–{high}"


def _rooms(study: Study, level: str) -> list[list[list[float]]]:
    """Clear outlines of a level's rooms, the smallest first [m]."""
    gaps = [door.gap for door in study.doors.values() if door.level == level]
    solid = shapely.union_all([study.walls(level), *gaps])
    parts = shapely.get_parts(study.floor(level).difference(solid))
    rooms = sorted((p.simplify(FINEST) for p in parts if p.area > 0.5), key=lambda p: p.area)
    return [[[round(x, 4), round(y, 4)] for x, y in room.exterior.coords[:-1]] for room in rooms]
