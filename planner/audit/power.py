"""Who can mend a finding."""

from shapely import Point, Polygon

from planner.model import Column, Door, Fixture, Layout, Stair, Wall, Window
from planner.rules.finding import Finding
from planner.rules.pack import Rule

OUTSIDE = ("hq", "landlord", "structural")  #: classes beyond the branch's power


def power_class(layout: Layout, rule: Rule, finding: Finding) -> str:
    """``branch``, ``hq``, ``landlord`` or ``structural``.

    The rule may say so itself; else the subject's owner does: its own, its message's, its
    campaign's, its zone's; what is built is structural
    unless it names another owner; all else is the branch's.
    """
    if rule.owner in OUTSIDE:
        return rule.owner
    thing = layout.by_id.get(finding.subject.partition("/")[0])
    owner = getattr(thing, "owner", None)
    if owner is None and isinstance(thing, Fixture):
        owner = _inherited(layout, thing)
    if owner in OUTSIDE:
        return owner
    if owner is None and isinstance(thing, Wall | Door | Window | Column | Stair):
        return "structural"
    return "branch"


def _inherited(layout: Layout, fixture: Fixture) -> str | None:
    """The owner a fixture has from its message, else its campaign, else its zone."""
    message = fixture.message
    if message is not None:
        campaign = layout.campaign.get(message.campaign) if message.campaign else None
        owner = message.owner or (campaign.owner if campaign else None)
        if owner is not None:
            return owner
    if not any(zone.owner in OUTSIDE for zone in layout.zones):
        return None
    spot = Point(fixture.at)
    rings = [(Polygon(z.ring), z) for z in layout.zones if z.level == fixture.level]
    around = [(ring.area, zone) for ring, zone in rings if ring.distance(spot) < 1e-6]
    return min(around, key=lambda entry: entry[0])[1].owner if around else None
