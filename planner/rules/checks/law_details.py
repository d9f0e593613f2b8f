"""Smaller points of law: glass, shop aisles, seats, letters, fabrics, notices."""

import math
from collections.abc import Callable
from typing import Any

import shapely
from shapely import Polygon

from planner import units
from planner.catalog import Placed
from planner.model.shapes import Opening
from planner.rules.check import Length, LengthRange, Number, Share, check
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
from planner.study import Study


def _against(
    measured: float, limit: float, show: Callable[..., str] = units.show_length
) -> dict[str, Any]:
    slack = units.RATIO_TOLERANCE if show is units.show_share else units.slack(limit)
    shown, at, gap = units.show_against(measured, limit, show, slack=slack)
    unit = "share" if show is units.show_share else "m"
    return {
        "measured": Quantity(round(measured, 6), unit, shown),
        "limit": Quantity(limit, unit, at),
        "gap": gap,
    }


@check(codes={"ok", "covered", "band-hidden", "marking-unknown"}, absent={"no-glass"})
def glass_marking(
    study: Study, *, band: LengthRange, covered: Share
) -> list[Verdict] | NotApplicable:
    """Share of each pane that prints cover, and prints in the band where glass is marked.

    Prints on glass doors must leave the `band` free; whether a mark is there nobody drew.
    """
    doors = [d for d in study.doors.values() if d.item.glass]
    panes = [*doors, *study.windows.values()]
    if not panes:
        return NotApplicable("no-glass")
    found = []
    for pane in panes:
        low = getattr(pane.item, "sill", 0.0)
        high = getattr(pane.item, "head", None) or pane.item.height
        prints = _on(study, pane)
        area = sum(_inside(p, pane, low, high) for p in prints)
        known = _against(area / (pane.item.width * (high - low)), covered, units.show_share)
        known["evidence"] = tuple(
            Evidence(p.footprint, Role.OFFENDS, p.fixture.level) for p in prints
        )
        known |= {"low": units.show_height(band[0]), "high": units.show_height(band[1])}
        hides = [
            p
            for p in prints
            if p.lower is not None
            and p.lower < band[1] - units.TOLERANCE
            and p.lower + p.size[2] > band[0] + units.TOLERANCE
        ]
        if area / (pane.item.width * (high - low)) > covered + units.RATIO_TOLERANCE:
            found.append(failed(pane.id, "covered", items=tuple(p.id for p in prints), **known))
        elif pane in doors and hides:
            items = tuple(p.id for p in hides)
            found.append(failed(pane.id, "band-hidden", items=items, **known))
        elif pane in doors:
            found.append(needs_review(pane.id, "marking-unknown", **known))
        else:
            found.append(passed(pane.id, **known))
    return grouped(found, study.layout.id)


def _on(study: Study, pane: Opening) -> list[Placed]:
    """Flat things on a pane: hosted by it, or hung in its opening."""
    found = []
    for p in study.having("poster"):
        if p.fixture.level != pane.level:
            continue
        hosted = p.fixture.host == pane.id
        near = p.fixture.host is None and pane.gap.distance(shapely.Point(p.fixture.at)) < 0.15
        if hosted or near:
            found.append(p)
    return found


def _inside(p: Placed, pane: Opening, low: float, high: float) -> float:
    along, _ = pane.local(p.fixture.at, "left")
    half = pane.item.width / 2
    width = min(along + p.size[0] / 2, half) - max(along - p.size[0] / 2, -half)
    bottom = p.lower if p.lower is not None else low
    height = min(bottom + p.size[2], high) - max(bottom, low)
    return max(width, 0.0) * max(height, 0.0)


@check(codes={"ok", "narrow", "not-drawn"}, absent={"small-hall", "no-counters"})
def shop_aisle(study: Study, *, width: Length, least_area: Number) -> list[Verdict] | NotApplicable:
    """Free depth before counters and showcases, to the next wall or counter."""
    if study.area < least_area - 1e-9:
        return NotApplicable("small-hall", {"area": units.show_area(study.area)})
    things = study.having("display_counter", "showcase", "service_counter")
    if not things:
        if study.having("self_service"):
            return NotApplicable("no-counters")
        return [needs_review(study.layout.id, "not-drawn")]
    found = []
    rings = [o.footprint for o in things]
    tree = shapely.STRtree(rings)
    for p in things:
        level = p.fixture.level
        nx, ny = p.normal
        (ax, ay), (bx, by) = p.front.coords
        reach = 2 * width
        strip = Polygon(
            [
                (ax + nx * 1e-3, ay + ny * 1e-3),
                (bx + nx * 1e-3, by + ny * 1e-3),
                (bx + nx * reach, by + ny * reach),
                (ax + nx * reach, ay + ny * reach),
            ]
        )
        inner = strip.buffer(-1e-3)
        solid = [study.walls(level), study.columns(level)]
        solid += [
            rings[n]
            for n in sorted(tree.query(inner, predicate="intersects"))
            if things[n].id != p.id and things[n].fixture.level == level
        ]
        met = shapely.union_all([part.intersection(inner) for part in solid])
        depth = reach if met.is_empty else p.front.distance(met)
        known = _against(depth, width)
        known["evidence"] = (Evidence(strip, Role.FREE, level),)
        narrow = depth < width - 2 * units.TOLERANCE
        found.append(failed(p.id, "narrow", **known) if narrow else passed(p.id, **known))
    return found


@check(codes={"ok", "narrow-seat", "close-rows", "not-drawn"}, absent={"no-seats"})
def seat_spacing(
    study: Study, *, seat_width: Length, row_pitch: Length, seats_from: Number
) -> list[Verdict] | NotApplicable:
    """Width of a single seat, and the pitch of rows one behind the other."""
    seats = study.having("seat")
    if not seats:
        if study.area >= seats_from - 1e-9:
            return [needs_review(study.layout.id, "not-drawn")]
        return NotApplicable("no-seats")
    found = []
    for p in seats:
        each = p.size[0] / (3 if p.has("seat_row_3") else 2 if p.has("sofa") else 1)
        shape = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
        pitch = min((q for o in seats if (q := _pitch(p, o)) is not None), default=None)
        if each < seat_width - units.TOLERANCE:
            known = _against(each, seat_width)
            found.append(failed(p.id, "narrow-seat", evidence=shape, **known))
        elif pitch is not None and pitch < row_pitch - units.TOLERANCE:
            known = _against(pitch, row_pitch)
            found.append(failed(p.id, "close-rows", evidence=shape, **known))
        else:
            found.append(passed(p.id, **_against(each, seat_width)))
    return found


def _pitch(p: Placed, other: Placed) -> float | None:
    """From one row to the row right in front of it, both facing the same way [m]."""
    if other.id == p.id or other.fixture.level != p.fixture.level:
        return None
    nx, ny = p.normal
    if nx * other.normal[0] + ny * other.normal[1] < 0.99:
        return None
    dx = other.fixture.at[0] - p.fixture.at[0]
    dy = other.fixture.at[1] - p.fixture.at[1]
    ahead, aside = dx * nx + dy * ny, abs(-dx * ny + dy * nx)
    beside = aside < (p.size[0] + other.size[0]) / 2 - 0.05
    return ahead if ahead > 0.2 and beside else None


@check(codes={"ok", "small", "not-measured", "not-drawn"}, absent={"no-message"})
def headline_size(study: Study, *, distance_per_height: Number) -> list[Verdict] | NotApplicable:
    """Height of a headline against the distance from the entrance it faces.

    A carrier no entrance has a straight line to is read from where people stand before it;
    that distance needs sight lines and is not judged.
    """
    carriers = [p for p in study.carriers if p.fixture.message is not None and not p.has("rack")]
    if not study.has_messages or not study.entrances:
        return [needs_review(study.layout.id, "not-drawn")]
    found = []
    for p in carriers:
        far = _first(study, p)
        if far is None:
            continue
        shape = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
        height = study.message(p.fixture).headline_height
        if height is None:
            found.append(needs_review(p.id, "not-measured", evidence=shape))
            continue
        # letters are asked for in whole millimetres, so that limit and shortfall can be read
        need = math.ceil(far / distance_per_height * 1000 - 1e-6) / 1000
        known = _against(height, need, units.show_height)
        known |= {"distance": units.show_length(far), "evidence": shape}
        small = height < need - units.slack(need)
        found.append(failed(p.id, "small", **known) if small else passed(p.id, **known))
    return grouped(found, study.layout.id) or NotApplicable("no-message")


def _first(study: Study, p: Placed) -> float | None:
    """Distance of the nearest entrance that a carrier faces with no wall between [m]."""
    x, y = p.fixture.at
    best = None
    for door in study.entrances:
        if door.level != p.fixture.level:
            continue
        sx, sy = study.door_stand(door)
        ahead = (sx - x) * p.normal[0] + (sy - y) * p.normal[1]
        far = ((sx - x) ** 2 + (sy - y) ** 2) ** 0.5
        if ahead > 0.05 and not study.wall_between(door.level, (sx, sy), (x, y)):
            best = far if best is None else min(best, far)
    return best


@check(codes={"ok", "below-b1", "not-stated"}, absent={"no-fabric"})
def fabric_rating(study: Study) -> list[Verdict] | NotApplicable:
    """Fire rating of roll-ups and banners."""
    things = study.having("rollup", "x_banner", "banner")
    if not things:
        return NotApplicable("no-fabric")
    found = []
    for p in things:
        rating = p.fixture.fire_rating
        if rating is None:
            found.append(needs_review(p.id, "not-stated"))
        elif rating in ("A", "B1"):
            found.append(passed(p.id, rating=rating))
        else:
            found.append(passed(p.id, "below-b1", rating=rating))
    return grouped(found, study.layout.id)


@check(
    codes={
        "ok",
        "no-licence",
        "no-tariff",
        "no-complaint",
        "topic-unknown",
        "not-drawn",
    }
)
def required_notices(study: Study) -> list[Verdict]:
    """Whether licence, tariffs and a way to complain are posted."""
    hall = study.layout.id
    posted = [m for m in study.carried if not m.in_pocket]
    notices = [m for m in posted if m.message.purpose == "statutory"]
    if not posted:
        return [needs_review(hall, "not-drawn")]
    unknown = [m.subject for m in notices if m.message.topic is None]
    boards = [
        p.id for p in study.having("notice") if p.fixture.message is None
    ]  # a board nobody filled in may hold any of them
    topics = {m.message.topic for m in notices}
    have = {
        "no-licence": "statutory" in topics,
        "no-tariff": "tariff" in topics,
        "no-complaint": "channel" in topics or bool(study.having("complaint")),
    }
    missing = [code for code, there in have.items() if not there]
    if not missing:
        return [passed(hall)]
    if unknown or boards:
        items = (*unknown, *boards)
        which = study.names(items, bare=True)
        return [needs_review(hall, "topic-unknown", n=len(items), items=items, which=which)]
    return [failed(hall, code) for code in missing]
