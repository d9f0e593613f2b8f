"""Findings numbered in the order they are shown everywhere, with their place on the plan."""

from dataclasses import dataclass

from shapely import Point, Polygon

from planner.audit.judge import Audit
from planner.model import Door, Level, Stair, Wall, Window, Zone
from planner.model.shapes import opening, stair_ring
from planner.rules.finding import Finding, Outcome, Role
from planner.rules.pack import SEVERITIES

_ORDER = {Outcome.FAILED: 0, Outcome.UNCERTAIN: 1, Outcome.NEEDS_REVIEW: 2}


@dataclass(frozen=True, slots=True)
class Numbered:
    """One open finding with its number."""

    number: int
    finding: Finding
    at: tuple[float, float] | None  # None: the hall as a whole [m]
    level: str

    @property
    def look(self) -> str:
        """What its mark looks like: its severity, or its outcome where it did not fail."""
        if self.finding.outcome is Outcome.FAILED:
            return self.finding.severity
        return self.finding.outcome.value


def numbered(audit: Audit) -> tuple[Numbered, ...]:
    """Open findings: failures from the severest down, then uncertain, then to review.

    Within one severity they stay in the packs' order, so that a rule's findings stand
    together.
    """
    indexed = [(n, f) for n, f in enumerate(audit.findings) if f.outcome in _ORDER]
    indexed.sort(
        key=lambda entry: (_ORDER[entry[1].outcome], -SEVERITIES[entry[1].severity], entry[0])
    )
    found = []
    for number, (_, finding) in enumerate(indexed, 1):
        at, level = place(audit, finding)
        found.append(Numbered(number, finding, at, level))
    return tuple(found)


def place(audit: Audit, finding: Finding) -> tuple[tuple[float, float] | None, str]:
    """Where a finding belongs on the plan, and on which level."""
    layout = audit.layout
    thing = layout.by_id.get(finding.subject.partition("/")[0])
    first = layout.levels[0].id
    if thing is not None and not isinstance(thing, Level):
        level = layout.level_of(thing)
        if isinstance(thing, Door | Window):
            return opening(layout, thing).middle, level
        if isinstance(thing, Wall):
            (ax, ay), (bx, by) = thing.start, thing.end
            return ((ax + bx) / 2, (ay + by) / 2), level
        if isinstance(thing, Zone):
            return _inside(Polygon(thing.ring)), level
        if isinstance(thing, Stair):
            return _inside(stair_ring(thing)), level
        return thing.at, level
    for role in (Role.OFFENDS, Role.MEASURE, Role.FREE):
        for piece in finding.verdict.evidence:
            if piece.role is role and not piece.geometry.is_empty:
                return _inside(piece.geometry), piece.level or first
    return None, first


def _inside(geometry: object) -> tuple[float, float]:
    point: Point = geometry.representative_point()  # type: ignore[attr-defined]
    return (round(point.x, 6), round(point.y, 6))
