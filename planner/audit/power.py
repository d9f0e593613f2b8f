"""Who can mend a finding."""

from planner.model import Column, Door, Layout, Stair, Wall, Window
from planner.rules.finding import Finding
from planner.rules.pack import Rule

OUTSIDE = ("hq", "landlord", "structural")  #: classes beyond the branch's power


def power_class(layout: Layout, rule: Rule, finding: Finding) -> str:
    """``branch``, ``hq``, ``landlord`` or ``structural``.

    The rule may say so itself; else the subject's owner does; what is built is structural
    unless it names another owner; all else is the branch's.
    """
    if rule.owner in OUTSIDE:
        return rule.owner
    thing = layout.by_id.get(finding.subject.partition("/")[0])
    owner = getattr(thing, "owner", None)
    if owner is None and getattr(thing, "message", None) is not None:
        owner = thing.message.owner  # type: ignore[union-attr]
    if owner in OUTSIDE:
        return owner
    if owner is None and isinstance(thing, Wall | Door | Window | Column | Stair):
        return "structural"
    return "branch"
