"""Where leaflets lie and in which order."""

import math
from collections.abc import Iterable
from typing import Any

from shapely import LineString

from planner import i18n, units
from planner.catalog import Placed
from planner.geometry import colour
from planner.geometry.angles import bearing
from planner.rules.check import Angle, Count, Length, LengthRange, Number, Share, Word, check
from planner.rules.finding import (
    Evidence,
    Fix,
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
from planner.study.messages import Carried
from planner.study.racks import Rack

REST = ("waiting", "negotiation")


@check(
    codes={"ok", "rest-zone", "unlisted-place", "empty-place", "not-recorded"},
    absent={"no-leaflets"},
)
def leaflet_carriers(study: Study) -> list[Verdict] | NotApplicable:
    """Leaflets lie in racks, on service counters and in the experience zone."""
    found, used, unknown = [], set(), False
    for stock in racks.stocks(study):
        p = stock.placed
        if not stock.leaflets:
            if not stock.recorded:
                unknown = True
                found.append(needs_review(p.id, "not-recorded", evidence=_seen(p, Role.CONTEXT)))
            continue
        places = _carriers(study, p)
        used |= places
        if places:
            found.append(passed(p.id, evidence=_seen(p, Role.CONTEXT)))
        elif _use(study, p) in REST:
            found.append(passed(p.id, "rest-zone", evidence=_seen(p, Role.CONTEXT)))
        else:
            found.append(failed(p.id, "unlisted-place", evidence=_seen(p)))
    if not racks.stocks(study):
        return NotApplicable("no-leaflets")
    there = {
        "rack": bool(racks.racks(study)) and not unknown,
        "counter": bool(study.counters),
        "experience": bool(study.zones("experience")),
    }
    for carrier, exists in there.items():
        if exists and carrier not in used and not unknown:
            words = _words(f"rules.carrier.{carrier}")
            found.append(failed(study.layout.id, "empty-place", place=words, severity="minor"))
    return grouped(found, study.layout.id)


def _carriers(study: Study, p: Placed) -> set[str]:
    found = set()
    host = study.placed.get(p.fixture.host or "")
    counters = [c.placed for c in study.counters if c.placed.fixture.level == p.fixture.level]
    if (
        p.has("counter")
        or (host is not None and host.has("counter"))
        or any(c.footprint.distance(p.footprint) < units.TOLERANCE for c in counters)
    ):
        found.add("counter")
    if p.has("rack") and p.kind.mount != "counter":
        found.add("rack")
    if _use(study, p) == "experience" or p.has("demo_table"):
        found.add("experience")
    if not found and p.has("rack"):
        found.add("rack")
    return found


def _use(study: Study, p: Placed) -> str:
    zone = study.zone_at(p.fixture.level, p.fixture.at)
    return zone.use if zone else ""


@check(codes={"ok", "split", "not-recorded"}, absent={"no-racks", "no-campaigns"})
def campaign_blocks(study: Study, *, blocks: Count) -> list[Verdict] | NotApplicable:
    """Leaflets of one campaign lie in at most `blocks` blocks of a rack; a repeat is no block."""
    if not racks.stocks(study):
        return NotApplicable("no-racks")
    found = []
    for rack in racks.stocks(study):
        if not rack.recorded:
            found.append(_not_recorded(rack))
            continue
        by_campaign: dict[str, list[Carried]] = {}
        for leaflet in rack.leaflets:
            if leaflet.message.campaign:
                by_campaign.setdefault(leaflet.message.campaign, []).append(leaflet)
        if not by_campaign:
            continue
        parts = {key: _parts(tuple(items)) for key, items in sorted(by_campaign.items())}
        split = {key: part for key, part in parts.items() if len(part) > blocks}
        if not split:
            found.append(passed(rack.id, n=str(len(by_campaign)), evidence=_seen(rack.placed)))
            continue
        worst = max(split, key=lambda key: len(split[key]))
        found.append(
            failed(
                rack.id,
                "split",
                campaign=_names(study, split),
                measured=Quantity(len(split[worst]), "count", str(len(split[worst]))),
                limit=Quantity(blocks, "count", str(blocks)),
                items=tuple(
                    leaflet.subject for part in split.values() for b in part for leaflet in b
                ),
                evidence=_seen(rack.placed),
            )
        )
    return grouped(found, study.layout.id) or NotApplicable("no-campaigns")


def _parts(leaflets: tuple[Carried, ...]) -> list[tuple[Carried, ...]]:
    """Blocks of a campaign; one that only repeats leaflets of the largest is left out."""
    blocks = sorted(racks.blocks(leaflets), key=lambda b: (-len({_title(x) for x in b}), -len(b)))
    main = {_title(leaflet) for leaflet in blocks[0]}
    return [blocks[0], *(b for b in blocks[1:] if not {_title(x) for x in b} <= main)]


def _title(leaflet: Carried) -> str:
    """Which leaflet it is; without a title nobody can say that two are the same."""
    title = leaflet.message.title
    return repr(title) if title else leaflet.subject


@check(codes={"ok", "scattered", "no-colour", "not-recorded"}, absent={"no-racks", "too-few"})
def colour_order(study: Study, *, at_most: Number) -> list[Verdict] | NotApplicable:
    """Mean colour difference of neighbours over that of all pairs, at most `at_most`."""
    if not racks.racks(study):
        return NotApplicable("no-racks")
    found = []
    for rack in racks.racks(study):
        if not rack.recorded:
            found.append(_not_recorded(rack))
            continue
        if bare := [x.subject for x in rack.leaflets if not x.message.colours]:
            found.append(needs_review(rack.id, "no-colour", items=tuple(bare)))
            continue
        labs = {x.subject: _lab(x) for x in rack.leaflets}
        near = [
            colour.difference(labs[a.subject], labs[b.subject])
            for a, b in racks.neighbours(rack.leaflets)
        ]
        names = list(labs)
        every = [
            colour.difference(labs[a], labs[b]) for n, a in enumerate(names) for b in names[n + 1 :]
        ]
        if len(names) < 3 or not near:
            continue
        total = math.fsum(every) / len(every)
        ratio = math.fsum(near) / len(near) / total if total > 1e-6 else 0.0
        shown, limit, _ = units.show_against(
            ratio, at_most, units.show_ratio, slack=units.RATIO_TOLERANCE
        )
        known: dict[str, Any] = {
            "measured": Quantity(round(ratio, 6), "ratio", shown),
            "limit": Quantity(at_most, "ratio", limit),
            "evidence": _seen(rack.placed),
        }
        if ratio <= at_most + units.RATIO_TOLERANCE:
            found.append(passed(rack.id, **known))
        else:
            found.append(failed(rack.id, "scattered", **known))
    return grouped(found, study.layout.id) or NotApplicable("too-few")


def _lab(leaflet: Carried) -> colour.Lab:
    return colour.mean(colour.lab(c) for c in leaflet.message.colours)


@check(
    codes={"ok", "wrong-order", "no-priority", "no-date", "not-recorded"},
    absent={"no-racks", "nothing-to-rank"},
)
def importance_order(study: Study, *, correlation: Number) -> list[Verdict] | NotApplicable:
    """Rank correlation of importance and of what the pockets are worth, at least `correlation`.

    The newest campaign is left out; with two others the order is right or wrong.
    """
    if not racks.racks(study):
        return NotApplicable("no-racks")
    found = []
    for rack in racks.racks(study):
        if not rack.recorded:
            found.append(_not_recorded(rack))
            continue
        campaigns = racks.running(study, rack)
        undated = [x for i in campaigns.values() if racks.start_of(i) is None for x in i]
        if undated and len(campaigns) > 1:  # any of them may be the newest
            bare = tuple(x.subject for x in undated if x.message.valid_from is None)
            found.append(needs_review(rack.id, "no-date", items=bare))
            continue
        newest = None if undated else racks.first_of(campaigns, racks.start_of)
        campaigns = {key: items for key, items in campaigns.items() if key != newest}
        if len(campaigns) < 2:
            continue
        known = {key: racks.priority_of(items) for key, items in campaigns.items()}
        if unranked := [key for key, value in known.items() if value is None]:
            items = tuple(x.subject for key in unranked for x in campaigns[key])
            found.append(needs_review(rack.id, "no-priority", items=items))
            continue
        values = [
            math.fsum(racks.worth(study, rack, x) for x in items) / len(items)
            for items in campaigns.values()
        ]
        rho = _spearman([-float(value) for value in known.values()], values)  # type: ignore[arg-type]
        if rho is None:
            continue
        shown, limit, _ = units.show_against(
            rho, correlation, units.show_ratio, slack=units.RATIO_TOLERANCE
        )
        judged: dict[str, Any] = {
            "measured": Quantity(round(rho, 6), "ratio", shown),
            "limit": Quantity(correlation, "ratio", limit),
            "order": _names(study, sorted(known, key=lambda key: (known[key], key))),
            "evidence": _seen(rack.placed),
        }
        if rho >= correlation - units.RATIO_TOLERANCE:
            found.append(passed(rack.id, **judged))
        else:
            found.append(failed(rack.id, "wrong-order", **judged))
    return grouped(found, study.layout.id) or NotApplicable("nothing-to-rank")


def _spearman(one: list[float], two: list[float]) -> float | None:
    """Rank correlation with mean ranks for ties; None where one side does not differ at all."""
    a, b = _ranks(one), _ranks(two)
    middle = (len(a) + 1) / 2
    da, db = [x - middle for x in a], [x - middle for x in b]
    spread = math.sqrt(math.fsum(x * x for x in da) * math.fsum(x * x for x in db))
    if spread == 0.0:
        return None
    return math.fsum(x * y for x, y in zip(da, db, strict=True)) / spread


def _ranks(values: list[float]) -> list[float]:
    rounded = [round(value, 9) for value in values]
    return [
        sum(other < value for other in rounded) + (rounded.count(value) + 1) / 2
        for value in rounded
    ]


@check(
    codes={"ok", "wrong-tier", "expired", "no-date", "no-priority", "not-recorded"},
    absent={"no-racks", "equal-starts"},
)
def best_tier(
    study: Study, *, first: Word, band: LengthRange, best: Length
) -> list[Verdict] | NotApplicable:
    """The campaign that comes `first` has a pocket on the best tier; what has run out is gone.

    `first` is ``newest`` or ``most-important``. The best tier of a face lies within `band`,
    nearest to `best`; where none lies there, nearest to `best`.
    """
    if not racks.racks(study):
        return NotApplicable("no-racks")
    found = []
    for rack in racks.racks(study):
        if not rack.recorded:
            found.append(_not_recorded(rack))
            continue
        verdict = _on_best_tier(study, rack, first, band, best)
        if verdict is not None:
            found.append(verdict)
        found += _expired(study, rack)
    return grouped(found, study.layout.id) or NotApplicable("equal-starts")


def _on_best_tier(
    study: Study, rack: Rack, first: str, band: tuple[float, float], best: float
) -> Verdict | None:
    campaigns = racks.running(study, rack)
    rank = racks.start_of if first == "newest" else racks.priority_of
    bare = [key for key, items in campaigns.items() if rank(items) is None]
    if bare:
        items = tuple(x.subject for key in bare for x in campaigns[key])
        return needs_review(rack.id, "no-date" if first == "newest" else "no-priority", items=items)
    if first == "most-important":
        key = racks.first_of(campaigns, lambda items: -racks.priority_of(items))  # type: ignore[operator]
    else:
        key = racks.first_of(campaigns, racks.start_of)
    if key is None:
        return None
    tiers = [t for face in rack.faces if (t := racks.best_tier(face, band, best)) is not None]
    goal = min(tiers, key=lambda tier: abs(tier.height - best))
    here = [
        x for x in campaigns[key] if x.face and racks.best_tier(x.face, band, best) is x.tier
    ] or sorted(campaigns[key], key=lambda x: abs(x.tier.height - best))  # type: ignore[union-attr]
    height = here[0].tier.height  # type: ignore[union-attr]
    known: dict[str, Any] = {
        "campaign": racks.bundle_name(study, key),
        "measured": Quantity(height, "m", _exact(height)),
        "goal": _exact(goal.height),
        "items": tuple(x.subject for x in campaigns[key]),
        "evidence": _seen(rack.placed),
    }
    if any(x.face and racks.best_tier(x.face, band, best) is x.tier for x in here):
        return passed(rack.id, **known)
    return failed(rack.id, "wrong-tier", **known)


def _expired(study: Study, rack: Rack) -> list[Verdict]:
    """One verdict for the pockets of each thing that has run out, on the first of them."""
    gone: dict[tuple, list[Carried]] = {}
    for leaflet in rack.leaflets:
        if racks.is_expired(study, leaflet.message):
            key = (racks.bundle(leaflet.message) or "", leaflet.message.valid_to)
            gone.setdefault(key, []).append(leaflet)
    return [
        failed(
            items[0].subject,
            "expired",
            campaign=racks.bundle_name(study, key) if key else study.label(items[0].subject),
            date=f"{end:%Y-%m-%d}",
            n=str(len(items)),
            items=tuple(x.subject for x in items),
            evidence=_seen(rack.placed),
        )
        for (key, end), items in gone.items()
    ]


@check(codes={"ok", "no-eye-tier", "not-recorded"}, absent={"no-racks"})
def eye_tier(study: Study, *, band: LengthRange) -> list[Verdict] | NotApplicable:
    """A rack has a tier whose centre lies within `band` [m]."""
    if not racks.racks(study):
        return NotApplicable("no-racks")
    found = []
    for rack in racks.racks(study):
        low, high = band
        heights = [tier.height for face in rack.faces for tier in face.tiers]
        if not heights:
            found.append(_not_recorded(rack))
            continue
        height = min(heights, key=lambda h: (max(low - h, h - high, 0.0), -h))
        inside = low - units.TOLERANCE <= height <= high + units.TOLERANCE
        limit = low if height < low else high
        shown, _, shift = units.show_against(height, limit, units.show_height)
        known: dict[str, Any] = {
            "measured": Quantity(height, "m", _exact(height) if inside else shown),
            "limit": Quantity(low, "m", units.show_height(low)),
            "limit_high": Quantity(high, "m", units.show_height(high)),
            "shift": shift,
            "evidence": _seen(rack.placed),
        }
        if inside:
            found.append(passed(rack.id, **known))
        else:
            found.append(failed(rack.id, "no-eye-tier", **known))
    return grouped(found, study.layout.id)


@check(codes={"ok", "turned-away", "not-drawn"}, absent={"no-racks"})
def rack_faces_door(
    study: Study, *, facing: Angle, share: Share, doors: Word
) -> list[Verdict] | NotApplicable:
    """The newest campaign's face looks at doors that carry `share` of the traffic.

    A door within `facing` of the face's normal is looked at. Where no face holds the newest
    campaign alone, any face may pass. `doors` is ``traffic`` or ``main``.
    """
    if not racks.racks(study):
        return NotApplicable("no-racks")
    if not study.entrances:
        return [needs_review(study.layout.id, "not-drawn")]
    found = []
    levels = {door.level for door in study.entrances}
    for rack in racks.racks(study):
        if rack.placed.fixture.level in levels:
            found.append(_faces(study, rack, facing, share, doors))
    return found or NotApplicable("no-racks")


def _faces(study: Study, rack: Rack, facing: float, share: float, doors: str) -> Verdict:
    campaigns = racks.running(study, rack)
    turns = {face.id: face.turn_deg for face in rack.faces} or {"": 0.0}
    if campaigns and all(racks.start_of(items) for items in campaigns.values()):
        newest = racks.first_of(campaigns, racks.start_of)
        if newest is not None:
            holding = {x.face.id for x in campaigns[newest] if x.face}
            turns = {name: turn for name, turn in turns.items() if name in holding}
    shares = {n: racks.door_share(study, rack, turn, facing, doors) for n, turn in turns.items()}
    best = max(shares, key=lambda name: shares[name])
    shown, limit, _ = units.show_against(
        shares[best], share, units.show_share, slack=units.RATIO_TOLERANCE
    )
    p = rack.placed
    main = next(d for d in study.entrances if d.level == p.fixture.level)
    known: dict[str, Any] = {
        "measured": Quantity(round(shares[best], 9), "share", shown),
        "limit": Quantity(share, "share", limit),
        "door": study.label(main.id),
        "evidence": (
            Evidence(p.footprint, Role.OFFENDS, p.fixture.level),
            Evidence(LineString([p.fixture.at, main.middle]), Role.MEASURE, p.fixture.level),
        ),
    }
    if shares[best] >= share - units.RATIO_TOLERANCE:
        return passed(rack.id, **known)
    if p.stands and (goal := _turn(study, rack, turns[best], facing, share, doors)) is not None:
        known["fix"] = Fix(rack.id, {"facing_deg": goal})
    return failed(rack.id, "turned-away", **known)


def _turn(
    study: Study, rack: Rack, turn: float, facing: float, share: float, doors: str
) -> float | None:
    """The facing that brings a face to enough doors: at one, or between two; None: no facing."""
    at = rack.placed.fixture.at
    here = [d for d in study.entrances if d.level == rack.placed.fixture.level]
    ways = [bearing(at, door.middle) for door in here]
    ways += [
        a + math.remainder(b - a, 360.0) / 2 for n, a in enumerate(ways) for b in ways[n + 1 :]
    ]
    for way in ways:
        goal = float(round(way - turn) % 360)
        new = goal - rack.placed.fixture.facing_deg + turn
        if racks.door_share(study, rack, new, facing, doors) >= share - units.RATIO_TOLERANCE:
            return goal
    return None


# --- helpers ---


def _not_recorded(rack: Rack) -> Verdict:
    return needs_review(rack.id, "not-recorded", evidence=_seen(rack.placed, Role.CONTEXT))


def _seen(p: Placed, role: Role = Role.OFFENDS) -> tuple[Evidence, ...]:
    return (Evidence(p.footprint, role, p.fixture.level),)


def _words(key: str) -> dict[str, str]:
    return {lang: i18n.say(key, lang) for lang in i18n.languages()}


def _names(study: Study, keys: Iterable[str]) -> dict[str, str]:
    """Campaigns by name, in every language."""
    found = {}
    for lang in i18n.languages():
        names = [racks.bundle_name(study, key) for key in keys]
        names = [n.get(lang, next(iter(n.values()))) if isinstance(n, dict) else n for n in names]
        found[lang] = i18n.say("rules.comma", lang).join(map(str, names))
    return found


def _exact(metres: float) -> str:
    digits = next((d for d in range(3) if abs(round(metres * 100, d) - metres * 100) < 1e-6), 2)
    return units.show_height(metres, digits=digits)
