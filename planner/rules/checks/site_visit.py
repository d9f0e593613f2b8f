"""What somebody saw on site, where the layout records it."""

from planner.rules.check import Count, Word, check
from planner.rules.finding import (
    Evidence,
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
from planner.study.views import observed


@check(codes={"ok", "seen-wrong", "check-due"})
def site_visit(study: Study, *, rule: Word, interval_days: Count) -> list[Verdict] | OnSite:
    """What was seen for a rule, each subject's newest; older than the interval is due [days]."""
    found = _seen(study, rule, interval_days)
    return grouped(found, study.layout.id) if found else OnSite()


def _seen(study: Study, rule: str, interval: int) -> list[Verdict]:
    found = []
    for subject, good, days, note in observed(study, rule):
        known = {"note": note, "limit": Quantity(interval, "days", str(interval))}
        if days is not None:
            known["measured"] = Quantity(days, "days", str(days))
        else:
            known["measured"] = None
        if not good:
            found.append(failed(subject, "seen-wrong", **known))
        elif days is None or days > interval:
            found.append(needs_review(subject, "check-due", **known))
        else:
            found.append(passed(subject, **known))
    return found


@check(codes={"ok", "worn", "seen-wrong", "check-due"})
def comfort(study: Study, *, rule: Word, interval_days: Count) -> list[Verdict] | OnSite:
    """The state of each seat where it is recorded, and what was seen on site."""
    found = _seen(study, rule, interval_days)
    for p in study.having("seat"):
        state = p.fixture.condition
        if state is None:
            continue
        known = {
            "note": "",
            "limit": Quantity(interval_days, "days", str(interval_days)),
            "evidence": (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),),
        }
        last = p.fixture.last_checked
        interval = p.fixture.check_interval_days
        if state in ("damaged", "missing", "dirty"):
            found.append(failed(p.id, "worn", **known))
        elif last and (study.day - last).days > (interval_days if interval is None else interval):
            found.append(needs_review(p.id, "check-due", **known))
        else:
            found.append(passed(p.id, **known))
    return grouped(found, study.layout.id) if found else OnSite()
