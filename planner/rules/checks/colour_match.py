"""Whether the colours of things beside each other go together."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shapely import LineString, Point

from planner import units
from planner.catalog import Placed, on_face
from planner.geometry import colour
from planner.model import natural
from planner.rules.check import Angle, Length, Number, check
from planner.rules.finding import (
    Evidence,
    NotApplicable,
    Quantity,
    Role,
    Verdict,
    failed,
    grouped,
    needs_review,
    passed,
)
from planner.study import Study, racks


@dataclass(frozen=True, slots=True)
class _Item:
    """One print: its id, main colour and campaign, and where it lies in its row."""

    id: str
    main: colour.Lab | None
    campaign: str | None
    orders: tuple[float, ...]  # along the wall; in a rack by column and by tier


@dataclass(frozen=True, slots=True)
class _Group:
    """Prints beside each other: a rack's, or neighbours on a wall."""

    subject: str
    items: tuple[_Item, ...]
    evidence: tuple[Evidence, ...]


@check(
    codes={"ok", "same-campaign", "warm-to-cool", "hues-apart", "no-colour"},
    absent={"nothing-beside"},
)
def hue_families(
    study: Study, *, spread: Angle, neighbour: Length, grey: Number, tau: Number
) -> list[Verdict] | NotApplicable:
    """Neighbours' hues lie within `spread`; or they are one campaign's, or run warm to cool.

    Posters with at most `neighbour` between them are neighbours; a colour with less chroma
    than `grey` has no hue; `tau` is the least rank correlation of a warm-cool order.
    """
    found = []
    for group in _groups(study, neighbour):
        if (missing := _missing(group)) is not None:
            found.append(missing)
            continue
        mains = [item.main for item in group.items if item.main is not None]
        hues = [colour.hue_deg(main) for main in mains if colour.chroma(main) >= grey]
        arc = colour.hue_spread(hues)
        shown, limit, _ = units.show_against(
            arc, spread, units.show_angle, slack=units.ANGLE_TOLERANCE_DEG
        )
        known: dict[str, Any] = {
            "measured": Quantity(round(arc, 4), "deg", shown),
            "limit": Quantity(spread, "deg", limit),
            "items": tuple(item.id for item in group.items),
            "names": study.names(item.id for item in group.items),
            "evidence": group.evidence,
        }
        campaigns = {item.campaign for item in group.items}
        order = _order(group, grey)
        if arc <= spread + units.ANGLE_TOLERANCE_DEG:
            found.append(passed(group.subject, **known))
        elif len(campaigns) == 1 and None not in campaigns:
            found.append(passed(group.subject, "same-campaign", **known))
        elif order is not None and order >= tau - units.RATIO_TOLERANCE:
            found.append(passed(group.subject, "warm-to-cool", **known))
        else:
            found.append(failed(group.subject, "hues-apart", **known))
    return grouped(found, study.layout.id) or NotApplicable("nothing-beside")


@check(codes={"ok", "outside-band", "no-colour"}, absent={"nothing-beside"})
def warm_cool_order(
    study: Study, *, tau: Number, neighbour: Length, grey: Number
) -> list[Verdict] | NotApplicable:
    """Whether neighbours' colours run from warm to cool or back: Kendall's tau, either way."""
    found = []
    for group in _groups(study, neighbour):
        if (missing := _missing(group)) is not None:
            found.append(missing)
            continue
        order = _order(group, grey)
        if order is None:
            continue
        shown, limit, _ = units.show_against(
            order, tau, units.show_ratio, slack=units.RATIO_TOLERANCE
        )
        known: dict[str, Any] = {
            "measured": Quantity(round(order, 6), "ratio", shown),
            "limit": Quantity(tau, "ratio", limit),
            "evidence": group.evidence,
        }
        runs = order >= tau - units.RATIO_TOLERANCE
        found.append(passed(group.subject, "ok" if runs else "outside-band", **known))
    return grouped(found, study.layout.id) or NotApplicable("nothing-beside")


@check(codes={"ok", "dark-on-top", "no-colour", "not-recorded"}, absent={"no-racks", "one-tier"})
def lightness_order(study: Study, *, tolerance: Number) -> list[Verdict] | NotApplicable:
    """Mean lightness L* of a rack's tiers falls downwards, within `tolerance`."""
    if not racks.racks(study):
        return NotApplicable("no-racks")
    found = []
    for rack in racks.racks(study):
        seen = (Evidence(rack.placed.footprint, Role.OFFENDS, rack.placed.fixture.level),)
        if not rack.recorded:
            found.append(needs_review(rack.id, "not-recorded", evidence=seen))
            continue
        if bare := tuple(x.subject for x in rack.leaflets if not x.message.colours):
            found.append(needs_review(rack.id, "no-colour", items=bare, evidence=seen))
            continue
        by_tier: dict[tuple[str, float], list[colour.Lab]] = {}
        for leaflet in rack.leaflets:
            key = (leaflet.face.id, -leaflet.tier.height)  # type: ignore[union-attr]
            by_tier.setdefault(key, []).append(
                colour.mean(colour.lab(c) for c in leaflet.message.colours)
            )
        rows = [(face, colour.mean(by_tier[face, tier])[0]) for face, tier in sorted(by_tier)]
        steps = [
            below - above
            for (face, above), (other, below) in zip(rows, rows[1:], strict=False)  # noqa: RUF007
            if face == other
        ]
        if not steps:
            continue
        worst = max(steps)
        shown, limit, _ = units.show_against(
            worst, tolerance, units.show_count, slack=units.RATIO_TOLERANCE
        )
        known: dict[str, Any] = {
            "measured": Quantity(round(worst, 4), "L*", shown),
            "limit": Quantity(tolerance, "L*", limit),
            "evidence": seen,
        }
        if worst <= tolerance + units.RATIO_TOLERANCE:
            found.append(passed(rack.id, **known))
        else:
            found.append(failed(rack.id, "dark-on-top", **known))
    return grouped(found, study.layout.id) or NotApplicable("one-tier")


def _missing(group: _Group) -> Verdict | None:
    bare = tuple(item.id for item in group.items if item.main is None)
    if not bare:
        return None
    return needs_review(group.subject, "no-colour", items=bare, evidence=group.evidence)


def _order(group: _Group, grey: float) -> float | None:
    """The strongest rank correlation of place and warmth; None below three coloured prints."""
    items = [i for i in group.items if i.main is not None and colour.chroma(i.main) >= grey]
    if len(items) < 3:
        return None
    warm = [colour.warmth(item.main) for item in items]  # type: ignore[arg-type]
    along = zip(*(item.orders for item in items), strict=True)
    return max(abs(_kendall(places, tuple(warm))) for places in along)


@lru_cache(maxsize=4096)
def _kendall(one: tuple[float, ...], two: tuple[float, ...]) -> float:
    """Kendall's tau-b; 0 where one side does not differ at all."""
    agree = ties_one = ties_two = pairs = 0
    for n in range(len(two)):
        for m in range(n + 1, len(two)):
            a = round(one[n] - one[m], 6)
            b = round(two[n] - two[m], 6)
            pairs += 1
            ties_one += a == 0
            ties_two += b == 0
            agree += (a * b > 0) - (a * b < 0)
    spread = math.sqrt((pairs - ties_one) * (pairs - ties_two))
    return agree / spread if spread else 0.0


def _groups(study: Study, neighbour: float) -> tuple[_Group, ...]:
    return study.once(
        ("colour groups", neighbour), lambda: (*_in_racks(study), *_on_walls(study, neighbour))
    )


def _in_racks(study: Study) -> list[_Group]:
    found = []
    for rack in racks.racks(study):
        items = tuple(
            _Item(
                x.subject,
                _main(x.message),
                x.message.campaign,
                (float(x.pocket_index or 0), float(x.tier_index or 0)),
            )
            for x in rack.leaflets
        )
        if len(items) > 1:
            seen = (Evidence(rack.placed.footprint, Role.OFFENDS, rack.placed.fixture.level),)
            found.append(_Group(rack.id, items, seen))
    return found


def _on_walls(study: Study, neighbour: float) -> list[_Group]:
    rows: dict[tuple[str, str], list] = {}
    for p in study.posters:
        wall = study.wall_by_fixture.get(p.id)
        if wall is not None:
            along = LineString([wall.start, wall.end]).project(Point(p.fixture.at))
            face = on_face(study.layout, p.fixture, wall) or ""
            rows.setdefault((wall.id, face), []).append((along, p))
    found = []
    for row in rows.values():
        row.sort(key=lambda pair: pair[0])
        chain = [row[0]]
        for before, after in zip(row, row[1:], strict=False):  # noqa: RUF007
            gap = after[0] - before[0] - (after[1].size[0] + before[1].size[0]) / 2
            if gap > neighbour + units.TOLERANCE:
                found.append(chain)
                chain = []
            chain.append(after)
        found.append(chain)
    return [_chain(study, chain) for chain in found if len(chain) > 1]


def _chain(study: Study, chain: list[tuple[float, Placed]]) -> _Group:
    items = []
    for along, p in chain:
        message = study.message(p.fixture)
        items.append(_Item(p.id, _main(message), getattr(message, "campaign", None), (along,)))
    first = min(chain, key=lambda pair: natural(pair[1].id))[1]
    seen = tuple(Evidence(p.footprint, Role.OFFENDS, p.fixture.level) for _, p in chain)
    return _Group(first.id, tuple(items), seen)


def _main(message: Any) -> colour.Lab | None:
    """A print's first colour: its dominant one."""
    return colour.lab(message.colours[0]) if message is not None and message.colours else None
