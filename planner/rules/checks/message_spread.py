"""How many messages a hall shows, and where."""

from typing import Any

from shapely import Point

from planner import units
from planner.catalog import Placed
from planner.rules.check import Count, Length, Number, Share, Words, check
from planner.rules.finding import (
    Evidence,
    Quantity,
    Role,
    Verdict,
    failed,
    needs_review,
    passed,
)
from planner.study import Study

TABLES = ("display_counter", "demo_table", "showcase")


@check(codes={"ok", "one-sided", "empty-area", "not-drawn"})
def window_share(study: Study, *, at_most: Share, areas: Words, near: Length) -> list[Verdict]:
    """Messages in windows and on display tables over all, at most `at_most`.

    Every drawn zone whose use is among `areas` shows a message in it or within `near`.
    """
    hall = study.layout.id
    items = [
        p
        for p in study.placed.values()
        if p.has("message") or (p.fixture.message is not None and _on_table(study, p))
    ]
    if not items:
        return [needs_review(hall, "not-drawn")]
    there = [p for p in items if p.kind.mount == "window" or _on_table(study, p)]
    share = len(there) / len(items)
    shown, limit, _ = units.show_against(
        share, at_most, units.show_share, slack=units.RATIO_TOLERANCE
    )
    known: dict[str, Any] = {
        "measured": Quantity(round(share, 9), "share", shown),
        "limit": Quantity(at_most, "share", limit),
        "n": str(len(there)),
        "total": str(len(items)),
        "evidence": tuple(Evidence(p.footprint, Role.CONTEXT, p.fixture.level) for p in there),
    }
    within = share <= at_most + units.RATIO_TOLERANCE
    found = [passed(hall, **known) if within else failed(hall, "one-sided", **known)]
    for zone in study.zones(*areas):
        ring = study.zone_ring(zone)
        if not any(
            p.fixture.level == zone.level
            and ring.distance(Point(p.fixture.at)) <= near + units.TOLERANCE
            for p in items
        ):
            seen = (Evidence(ring, Role.PROPOSED, zone.level),)
            found.append(failed(zone.id, "empty-area", evidence=seen))
    return found


def _on_table(study: Study, p: Placed) -> bool:
    host = study.placed.get(p.fixture.host or "")
    return any(p.has(trait) or (host is not None and host.has(trait)) for trait in TABLES)


@check(codes={"ok", "too-many", "not-drawn"})
def message_density(study: Study, *, per_10_m2: Number, always: Count) -> list[Verdict]:
    """Message carriers for every 10 m² of public floor; `always` are allowed anywhere."""
    hall = study.layout.id
    number = len(study.carriers)
    if not number:
        return [needs_review(hall, "not-drawn")]
    allowed = max(float(always), per_10_m2 * study.public_area / 10.0)
    whole = int(allowed + 1e-9)  # a part of a carrier hangs nowhere
    known: dict[str, Any] = {
        "measured": Quantity(number, "count", str(number)),
        "limit": Quantity(whole, "count", str(whole)),
        "area": units.show_area(study.public_area),
        "over": str(max(0, number - whole)),
        "evidence": tuple(
            Evidence(p.footprint, Role.CONTEXT, p.fixture.level) for p in study.carriers
        ),
    }
    return [passed(hall, **known) if number <= whole else failed(hall, "too-many", **known)]
