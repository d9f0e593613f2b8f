"""Places of staff: room behind the counter, and what they see from their posts."""

import math
from typing import Any

import shapely
from shapely import LineString, Point, Polygon

from planner.catalog import Placed
from planner.model import StaffPost
from planner.rules.check import Flag, Length, LengthRange, Share, check
from planner.rules.finding import (
    Evidence,
    NotApplicable,
    Quantity,
    Role,
    Verdict,
    failed,
    needs_review,
    passed,
)
from planner.rules.quantities import at_least, at_most, held
from planner.study import Counter, Study
from planner.study.routes import main_route
from planner.study.study import EYE, SEATED_EYE
from planner.study.views import (
    Eye,
    before,
    clear,
    clear_many,
    customer_eyes,
    post_eye,
    seat_eyes,
    sees,
)

DEEPEST = 6.0  # m; how far behind a counter is looked
STEP = 0.25  # m; spacing of the points along a round


@check(codes={"ok", "narrow-strip", "door-unseen", "not-drawn"})
def staff_side(study: Study, *, strip_min: Length, sees_entrance: Flag) -> list[Verdict]:
    """Free depth behind each counter over its whole width [m], and whether its clerk sees a door.

    The clerk sits half a metre behind the middle of the counter. Seats do not narrow the strip.
    """
    if not study.counters:
        return [needs_review(study.layout.id, "not-drawn")]
    return [_behind(study, counter, strip_min, sees_entrance) for counter in study.counters]


def _behind(study: Study, counter: Counter, least: float, must_see: bool) -> Verdict:
    p = counter.placed
    level = p.fixture.level
    (x, y), (nx, ny) = p.fixture.at, p.normal
    half, near = p.size[0] / 2 - 0.01, p.size[1] / 2

    def at(across: float, back: float) -> tuple[float, float]:
        out = near + back
        return (x - nx * out - ny * across, y - ny * out + nx * across)

    strip = Polygon([at(-half, 0.0), at(half, 0.0), at(half, DEEPEST), at(-half, DEEPEST)])
    solid = [study.walls(level), study.columns(level)]
    tree, things = study.once(("standing", level), lambda: _standing(study, level))
    beside = [things[n] for n in sorted(tree.query(strip, predicate="intersects"))]
    solid += [q.footprint for q in beside if q.id != p.id]
    solid.append(strip.difference(study.floor(level)))
    coords = shapely.get_coordinates(shapely.intersection(solid, strip))
    depths = [-(cx - x) * nx - (cy - y) * ny - near for cx, cy in coords]
    depth = max(0.0, min(depths, default=DEEPEST))
    known = held(depth, least, "m")
    free = Polygon([at(-half, 0.0), at(half, 0.0), at(half, least), at(-half, least)])
    known["evidence"] = (Evidence(free, Role.FREE, level),)
    if not at_least(depth, least, "m"):
        return failed(p.id, "narrow-strip", **known)
    eye = Eye(level, at(0.0, 0.5), SEATED_EYE + p.floor_height, None, (p.id,))
    if must_see and study.entrances and not _sees_door(study, eye):
        line = LineString([eye.at, study.door_stand(study.entrances[0])])
        known["evidence"] = (Evidence(line, Role.OFFENDS, level),)
        return failed(p.id, "door-unseen", **known)
    return passed(p.id, **known)


def _standing(study: Study, level: str) -> tuple[shapely.STRtree, list[Placed]]:
    """What narrows the way behind a counter: all that stands but seats."""
    things = [
        q
        for q in study.placed.values()
        if q.stands and q.fixture.level == level and not q.has("seat")
    ]
    return shapely.STRtree([q.footprint for q in things]), things


def _sees_door(study: Study, eye: Eye) -> bool:
    """Whether somebody sees a person who has just come in by any entrance."""
    return any(
        d.level == eye.level and clear(study, eye, study.door_stand(d), EYE)
        for d in study.entrances
    )


@check(codes={"ok", "too-near", "too-far", "in-the-way", "unseen", "not-drawn"})
def greeter_post(study: Study, *, door_distance: LengthRange) -> list[Verdict]:
    """Distance of each greeter from the nearest entrance's door line, and what they see [m]."""
    posts = _posts(study, "greeter")
    if not posts or not study.entrances:
        return [needs_review(study.layout.id, "not-drawn")]
    return [_greeter(study, post, door_distance) for post in posts]


def _greeter(study: Study, post: StaffPost, band: tuple[float, float]) -> Verdict:
    spot = Point(post.at)
    doors = [d for d in study.entrances if d.level == post.level] or list(study.entrances)
    door = min(doors, key=lambda d: (d.face(study.inside(d)).distance(spot), d.id))
    line = door.face(study.inside(door))
    far = line.distance(spot)
    low, high = band
    known = held(far, low if far < low else high, "m")
    known |= {
        "limit": held(far, low, "m")["limit"],
        "limit_high": held(far, high, "m")["limit"],
        "door": study.label(door.id),
        "evidence": (Evidence(shapely.shortest_line(spot, line), Role.MEASURE, post.level),),
    }
    if not at_least(far, low, "m"):
        return failed(post.id, "too-near", **known)
    if not at_most(far, high, "m"):
        return failed(post.id, "too-far", **known)
    way = door.depth_strip(study.inside(door), high)
    if way.buffer(-1e-3).contains(spot):
        known["evidence"] = (Evidence(way, Role.FREE, post.level),)
        return failed(post.id, "in-the-way", **known)
    eye = post_eye(study, post)
    hidden = [] if _sees_door(study, eye) else [door.id]
    for trait in ("ticket_machine", "self_service"):
        things = [p for p in study.having(trait) if p.fixture.level == post.level]
        if things and not any(sees(study, eye, p, front=False) for p in things):
            hidden.append(things[0].id)
    if hidden:
        known["hidden"] = _names(study, hidden)
        known["items"] = tuple(hidden)
        return failed(post.id, "unseen", **known)
    return passed(post.id, **known)


def _names(study: Study, ids: list[str]) -> dict[str, str]:
    labels = [study.label(name) for name in ids]
    return {
        "en": ", ".join(b["en"] for b in labels),
        "zh-CN": "、".join(b["zh-CN"] for b in labels),
    }


def _posts(study: Study, role: str) -> list[StaffPost]:
    return [post for post in study.layout.staff if post.role == role]


@check(codes={"ok", "door-unseen", "queue-unseen", "seats-unseen", "not-drawn"})
def clerk_view(study: Study, *, floater_share_min: Share) -> list[Verdict]:
    """Whether each clerk sees a door and somebody waiting; a floater's share of seats seen.

    The head of the queue is the nearest of the public seats; a floater sees a seat from any
    point of the round.
    """
    posts = [*_posts(study, "clerk"), *_posts(study, "floater")]
    if not posts:
        return [needs_review(study.layout.id, "not-drawn")]
    return [
        _clerk(study, post) if post.role == "clerk" else _floater(study, post, floater_share_min)
        for post in posts
    ]


def _clerk(study: Study, post: StaffPost) -> Verdict:
    eye = post_eye(study, post)
    evidence = (Evidence(Point(post.at).buffer(0.3), Role.OFFENDS, post.level),)
    whole = Quantity(1, "share", "100%")
    known: dict[str, Any] = {"measured": whole, "limit": whole, "evidence": evidence, "gap": ""}
    if study.entrances and not _sees_door(study, eye):
        return failed(post.id, "door-unseen", **known)
    waiting = [e for e in seat_eyes(study) if e.level == post.level] or [
        e for e in customer_eyes(study) if e.level == post.level
    ]
    if waiting:
        head = min(waiting, key=lambda e: (round(math.dist(e.at, post.at), 6), e.skip, e.at))
        if not clear(study, eye, head.at, head.height, head.skip):
            return failed(post.id, "queue-unseen", **known)
    return passed(post.id, **known)


def _round(post: StaffPost) -> list[tuple[float, float]]:
    if len(post.route) < 2:
        return [post.at]
    line = LineString(post.route)
    number = max(1, math.ceil(line.length / STEP))
    spots = (line.interpolate((n + 0.5) / number, normalized=True) for n in range(number))
    return [(spot.x, spot.y) for spot in spots]


def _floater(study: Study, post: StaffPost, least: float) -> Verdict:
    eyes = [post_eye(study, post, at) for at in _round(post)]
    seats = [e for e in seat_eyes(study) if e.level == post.level]
    seen = [False] * len(seats)
    for eye in eyes:
        left = [n for n, ok in enumerate(seen) if not ok]
        goals = [(seats[n].at, seats[n].height, seats[n].skip) for n in left]
        for n, ok in zip(left, clear_many(study, eye, goals), strict=True):
            seen[n] = bool(ok)
    share = sum(seen) / len(seen) if seen else 1.0
    blind = [Point(s.at).buffer(0.25) for s, ok in zip(seats, seen, strict=True) if not ok]
    known = held(share, least, "share")
    known["evidence"] = tuple(Evidence(b, Role.OFFENDS, post.level) for b in blind)
    if at_least(share, least, "share"):
        return passed(post.id, **known)
    return failed(post.id, "seats-unseen", **known)


@check(codes={"ok", "far", "turned-away", "not-drawn"}, absent={"no-demo"})
def demonstrator_post(study: Study, *, distance_max: Length) -> list[Verdict] | NotApplicable:
    """Distance of each demonstrator from the nearest demo table [m], its front to the route."""
    tables = study.having("demo_table")
    posts = _posts(study, "demonstrator")
    if not tables and not posts and not study.zones("experience"):
        return NotApplicable("no-demo")
    if not tables or not posts:
        return [needs_review(study.layout.id, "not-drawn")]
    return [_demonstrator(study, post, tables, distance_max) for post in posts]


def _demonstrator(
    study: Study, post: StaffPost, tables: tuple[Placed, ...], most: float
) -> Verdict:
    spot = Point(post.at)
    table = min(tables, key=lambda p: (round(p.footprint.distance(spot), 6), p.id))
    far = table.footprint.distance(spot)
    known = held(far, most, "m")
    known |= {"item": study.label(table.id), "items": (table.id,)}
    joint = shapely.shortest_line(spot, table.footprint)
    known["evidence"] = (Evidence(joint, Role.MEASURE, post.level),)
    if not at_most(far, most, "m"):
        return failed(post.id, "far", **known)
    route = main_route(study)
    if route is not None and route.level == post.level:
        near = shapely.shortest_line(Point(before(table, 0.0)), route.line).coords[-1]
        dx, dy = near[0] - table.fixture.at[0], near[1] - table.fixture.at[1]
        if dx * table.normal[0] + dy * table.normal[1] < -1e-6:
            known["evidence"] = (Evidence(table.footprint, Role.OFFENDS, post.level),)
            return failed(post.id, "turned-away", **known)
    return passed(post.id, **known)


@check(codes={"ok", "door-hidden", "not-drawn"})
def floating_route(study: Study, *, sees_door_min: Share) -> list[Verdict]:
    """Share of each floater's round from which somebody coming in is seen."""
    posts = [post for post in _posts(study, "floater") if len(post.route) > 1]
    if not posts or not study.entrances:
        return [needs_review(study.layout.id, "not-drawn")]
    found = []
    for post in posts:
        spots = _round(post)
        seen = [_sees_door(study, post_eye(study, post, at)) for at in spots]
        share = sum(seen) / len(seen)
        known = held(share, sees_door_min, "share")
        blind = [Point(at).buffer(STEP / 2) for at, ok in zip(spots, seen, strict=True) if not ok]
        known["evidence"] = (
            Evidence(LineString(post.route), Role.CONTEXT, post.level),
            Evidence(shapely.union_all(blind), Role.OFFENDS, post.level),
        )
        good = at_least(share, sees_door_min, "share")
        found.append(passed(post.id, **known) if good else failed(post.id, "door-hidden", **known))
    return found
