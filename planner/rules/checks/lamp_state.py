"""Which lamps are dead, and which are off or dimmed while the hall is open."""

from shapely import Point

from planner import i18n, units
from planner.catalog import kinds
from planner.model import Luminaire
from planner.rules.check import Count, Share, check
from planner.rules.finding import (
    Evidence,
    Fix,
    OnSite,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study

MENDERS = {"landlord": "landlord", "structural": "landlord", "hq": "hq"}
SPOT = 0.15  # m; how large a lamp is drawn as evidence


@check(codes={"ok", "dead", "in-repair", "overdue", "no-state", "not-drawn"})
def dead_lamps(study: Study, *, repair_days: Count) -> list[Verdict] | OnSite:
    """Lamps that give no light; days since each was seen dead against `repair_days`."""
    if (missing := _missing(study)) is not None:
        return missing
    return grouped([_dead(study, lamp, repair_days) for lamp in _lamps(study)], study.layout.id)


def _dead(study: Study, lamp: Luminaire, repair_days: int) -> Verdict:
    evidence = _evidence(lamp)
    if lamp.state is None:
        return needs_review(lamp.id, "no-state", evidence=evidence)
    if lamp.state != "dead":
        return passed(lamp.id, evidence=evidence)
    limit = Quantity(float(repair_days), "days", units.show_count(repair_days))
    known = {"evidence": evidence, "limit": limit, "fix": Fix(lamp.id, {"state": "on"})}
    mender = MENDERS.get(lamp.owner or "", "own")
    known["act"] = {lang: i18n.say(f"rules.mend.{mender}", lang) for lang in i18n.languages()}
    if lamp.since is None:
        return failed(lamp.id, "dead", **known)
    days = max(0, (study.day - lamp.since).days)
    known["measured"] = Quantity(float(days), "days", units.show_count(days))
    if days <= repair_days:
        return failed(lamp.id, "in-repair", severity="minor", **known)
    return failed(lamp.id, "overdue", **known)


@check(codes={"ok", "display-off", "display-dimmed", "off", "too-dim", "no-state", "not-drawn"})
def lamps_lit(study: Study, *, base_least: Share) -> list[Verdict] | OnSite:
    """Lamps as they were found while the hall was open.

    Display lighting stays on in full; general lighting may be dimmed down to `base_least`. A
    lamp that does not say counts as display lighting where it is a spot. Dead lamps are
    nobody's switching.
    """
    if (missing := _missing(study)) is not None:
        return missing
    lamps = [lamp for lamp in _lamps(study) if lamp.state != "dead"]
    found = grouped([_lit(lamp, base_least) for lamp in lamps], study.layout.id)
    return found or OnSite()


def _lit(lamp: Luminaire, least: float) -> Verdict:
    evidence = _evidence(lamp)
    if lamp.state is None:
        return needs_review(lamp.id, "no-state", evidence=evidence)
    spot = "spot" in kinds()[lamp.kind].traits
    display = spot if lamp.display is None else lamp.display
    fix = Fix(lamp.id, {"state": "on", "dim": 1.0})
    if lamp.state == "off":
        code = "display-off" if display else "off"
        return failed(lamp.id, code, evidence=evidence, fix=fix)
    level = lamp.dim if lamp.state == "dimmed" else 1.0
    goal = 1.0 if display else least
    if level >= goal - units.RATIO_TOLERANCE:
        return passed(lamp.id, evidence=evidence)
    shown, limit, _ = units.show_against(level, goal, units.show_share, slack=units.RATIO_TOLERANCE)
    return failed(
        lamp.id,
        "display-dimmed" if display else "too-dim",
        measured=Quantity(level, "share", shown),
        limit=Quantity(goal, "share", limit),
        evidence=evidence,
        fix=fix,
    )


def _lamps(study: Study) -> tuple[Luminaire, ...]:
    return study.layout.luminaires


def _missing(study: Study) -> list[Verdict] | OnSite | None:
    """What to say where no lamp is drawn, or nobody noted how any was found."""
    if not _lamps(study):
        return [needs_review(study.layout.id, "not-drawn")]
    if all(lamp.state is None for lamp in _lamps(study)):
        return OnSite()
    return None


def _evidence(lamp: Luminaire) -> tuple[Evidence, ...]:
    return (Evidence(Point(lamp.at).buffer(SPOT), Role.OFFENDS, lamp.level),)
