"""How far below the line of sight a poster hangs."""

import math
from typing import Any

from planner import i18n, units
from planner.catalog import Placed
from planner.rules.check import AngleRange, Length, Word, check
from planner.rules.finding import (
    Evidence,
    Fix,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study

NEAR, FAR = 1.5, 2.5  # m; distances shown beside the judged one, never judged


@check(codes={"ok", "too-low", "too-high", "not-measured", "not-drawn"})
def sight_angle(
    study: Study,
    *,
    height_anchor: Word,
    anchor: Word,
    band: AngleRange,
    eye: Length,
    distance: Length,
    settle: Length,
) -> list[Verdict]:
    """Angle of a poster's anchor below an `eye` at `distance`, within `band` [deg].

    `anchor` is ``lower-edge``, ``centre``, ``same`` (as `height_anchor`, that of the height
    rule) or ``other`` (the one that `height_anchor` is not).
    """
    hall = study.layout.id
    if not study.posters:
        return [needs_review(hall, "not-drawn")]
    other = {"lower-edge": "centre", "centre": "lower-edge"}
    anchor = {"same": height_anchor, "other": other[height_anchor]}.get(anchor, anchor)
    found = [_judge(p, anchor, band, eye, distance, settle) for p in study.posters]
    return grouped(found, hall)


def _judge(
    p: Placed,
    anchor: str,
    band: tuple[float, float],
    eye: float,
    distance: float,
    settle: float,
) -> Verdict:
    evidence = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
    if p.lower is None:
        return needs_review(p.id, "not-measured", evidence=evidence)
    above = 0.0 if anchor == "lower-edge" else p.size[2] / 2
    height = p.lower + above
    angle = _below(height, eye, distance)
    low, high = band
    limit = low if angle < low else high
    shown, _, _ = units.show_against(
        angle, limit, units.show_angle, slack=units.ANGLE_TOLERANCE_DEG
    )
    known: dict[str, Any] = {
        "measured": Quantity(round(angle, 4), "deg", shown),
        "limit": Quantity(low, "deg", units.show_angle(low)),
        "limit_high": Quantity(high, "deg", units.show_angle(high)),
        "anchor": {lang: i18n.say(f"rules.anchor.{anchor}", lang) for lang in i18n.languages()},
        "height": _exact(height),
        "near": units.show_angle(_below(height, eye, NEAR)),
        "far": units.show_angle(_below(height, eye, FAR)),
        "evidence": evidence,
    }
    slack = units.ANGLE_TOLERANCE_DEG
    if low - slack <= angle <= high + slack:
        return passed(p.id, **known)
    too_high = angle < low
    edge = eye - distance * math.tan(math.radians(low if too_high else high)) - above
    # whole centimetres, so that the move can be taped off exactly
    goal = (
        math.floor((edge - settle) * 100) / 100
        if too_high
        else math.ceil((edge + settle) * 100) / 100
    )
    goal = max(0.0, goal)
    known |= {
        "move": _exact(abs(goal - p.lower)),
        "goal": _exact(goal),
        "fix": Fix(p.id, {"height": round(goal, 3)}),
    }
    return failed(p.id, "too-high" if too_high else "too-low", **known)


def _below(height: float, eye: float, distance: float) -> float:
    return math.degrees(math.atan2(eye - height, distance))


def _exact(metres: float) -> str:
    """A height in as many digits as it has, up to tenths of a millimetre."""
    digits = next((d for d in range(3) if abs(round(metres * 100, d) - metres * 100) < 1e-6), 2)
    return units.show_height(metres, digits=digits)
