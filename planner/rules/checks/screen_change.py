"""How often the picture on a digital screen changes."""

from planner import units
from planner.catalog import Placed
from planner.rules.check import Number, check
from planner.rules.finding import (
    Evidence,
    NotApplicable,
    Quantity,
    Role,
    Verdict,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study


@check(codes={"ok", "outside-band", "still", "not-recorded"}, absent={"no-screens"})
def screen_change(study: Study, *, longest_s: Number) -> list[Verdict] | NotApplicable:
    """Seconds a screen shows one picture, at most `longest_s`; 0 never changes."""
    screens = [p for p in study.having("screen") if p.has("message")]
    if not screens:
        return NotApplicable("no-screens")
    return grouped([_judge(study, p, longest_s) for p in screens], study.layout.id)


def _judge(study: Study, p: Placed, longest: float) -> Verdict:
    evidence = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
    message = study.message(p.fixture)
    seconds = message.screen_change_s if message is not None else None
    if seconds is None:
        return needs_review(p.id, "not-recorded", evidence=evidence)
    shown, limit, _ = units.show_against(seconds, longest, units.show_count, slack=1e-9)
    known = {
        "measured": Quantity(seconds, "s", shown),
        "limit": Quantity(longest, "s", limit),
        "evidence": evidence,
    }
    if seconds == 0:
        return passed(p.id, "still", limit=known["limit"], evidence=evidence)
    return passed(p.id, "ok" if seconds <= longest + 1e-9 else "outside-band", **known)
