"""The checklist of a hall: what to look at on a walk from outside to inside.

Only what exists here is asked. The walk begins with the guideline's own four blocks
(exterior, culture, rest, ambience), then follows the zones in the order a customer meets
them; what concerns the hall as a whole comes last.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import shapely

from planner import i18n, units
from planner.audit import Audit, Judged
from planner.audit.marks import place
from planner.model import Zone, named
from planner.report import dodont
from planner.report.words import Text, Words
from planner.rules.finding import Finding, Outcome, Status
from planner.rules.pack import Rule
from planner.study import Study

REST = ("waiting", "negotiation")
AMBIENCE = ("P42-14", "P42-15", "P42-16", "P22-01")  # readings and impressions of the whole
LIGHT = ("P45-07", "P45-08", "P45-09", "P45-10", "P45-11", "P45-12", "P45-13", "P45-14", "STD-15")
OUTSIDE = ("S0-01",)  # the front as people see it from the street
MOST_NAMED = 8  # things named in one row; more are counted
THROUGHOUT = "@throughout"
EVERYWHERE = 3  # a rule with subjects at this many stops is looked for all along the walk
BY_METER = ("m", "deg", "lx", "ratio")  # units that somebody measures there and then
DECIDED = (Outcome.PASSED, Outcome.FAILED)
EDGE = 0.02  # m; what lies this far beyond the floor is outside


@dataclass
class _Stop:
    """One place on the walk."""

    key: str
    title: Text
    items: dict[str, list[Finding]] = field(default_factory=dict)  # rule id -> findings here
    bare: list[Judged] = field(default_factory=list)  # rules nobody judged


def contents(audit: Audit, words: Words) -> list[dict[str, Any]]:
    """Stops of the walk with their items, JSON-ready, in walking order.

    Every rule that applies to the hall is asked once per stop where it has a subject.
    """
    return _Walk(audit, words).stops()


class _Walk:
    def __init__(self, audit: Audit, words: Words) -> None:
        self.audit = audit
        self.words = words
        self.study = Study(audit.layout, audit.day)
        self.pack = {rule.id: pack for pack in audit.packs for rule in pack.rules}
        self.shown: set[str] = set()

    def stops(self) -> list[dict[str, Any]]:
        stops = {stop.key: stop for stop in self._route()}
        for entry in self.audit.judged:
            if entry.status is Status.JUDGED:
                for finding in entry.findings:
                    stop = stops[self._stop(entry.rule, finding)]
                    stop.items.setdefault(entry.rule.id, []).append(finding)
            elif entry.status in (Status.ON_SITE, Status.WAITING):
                stops[self._whole(entry.rule)].bare.append(entry)
        self._gather(stops)
        return [self._told(stop) for stop in stops.values() if stop.items or stop.bare]

    def _gather(self, stops: dict[str, _Stop]) -> None:
        """What is looked for everywhere, without a meter, is asked once for the walk."""
        everywhere = stops[THROUGHOUT]
        for entry in self.audit.judged:
            rule = entry.rule.id
            here = [stop for stop in stops.values() if rule in stop.items]
            found = [finding for stop in here for finding in stop.items[rule]]
            limits = {f.verdict.limit.unit for f in found if f.verdict.limit is not None}
            if len(here) >= EVERYWHERE and limits.isdisjoint(BY_METER):
                for stop in here:
                    del stop.items[rule]
                everywhere.items[rule] = found

    def _route(self) -> list[_Stop]:
        """Exterior, culture, rest, ambience; then the other zones as a customer meets them."""
        say = self.words.say
        first = [
            _Stop(THROUGHOUT, say("report.stop.throughout")),
            _Stop("@exterior", say("report.stop.exterior")),
            *(self._zone_stop(zone) for zone in self._by_way(self.study.zones("culture"))),
            *(self._zone_stop(zone) for zone in self._by_way(self.study.zones(*REST))),
            _Stop("@ambience", say("report.stop.ambience")),
        ]
        taken = {stop.key for stop in first}
        others = [
            zone
            for zone in self.audit.layout.zones
            if zone.use not in ("exterior", "back_office", "staff") and zone.id not in taken
        ]
        others = self._by_way(tuple(others))
        behind = self._by_way(self.study.zones("back_office", "staff"))
        return [
            *first,
            *(self._zone_stop(zone) for zone in others),
            _Stop("@between", say("report.stop.between")),
            *(self._zone_stop(zone) for zone in behind),
            _Stop("@hall", say("report.stop.hall")),
        ]

    def _zone_stop(self, zone: Zone) -> _Stop:
        title = self.words.each(
            lambda lang: named(zone.name, lang) or self.study.label(zone.id)[lang]
        )
        return _Stop(zone.id, title)

    def _by_way(self, zones: tuple[Zone, ...] | list[Zone]) -> list[Zone]:
        """Zones by their distance from the main entrance, level by level."""
        doors = self.study.entrances
        start = doors[0].middle if doors else (0.0, 0.0)
        levels = self.study.levels

        def way(zone: Zone) -> tuple[int, float, str]:
            ring = self.study.zone_ring(zone)
            gap = ring.distance(shapely.Point(start))
            spread = math.dist(start, (ring.centroid.x, ring.centroid.y))
            return (levels.index(zone.level), round(gap + spread, 3), zone.id)

        return sorted(zones, key=way)

    def _stop(self, rule: Rule, finding: Finding) -> str:
        """Where on the walk a finding's subject is looked at."""
        layout, subject = self.audit.layout, finding.subject.partition("/")[0]
        thing = layout.by_id.get(subject)
        if isinstance(thing, Zone):
            return "@exterior" if thing.use == "exterior" else thing.id
        if subject == layout.id or thing is None:
            return self._whole(rule)
        at, level = place(self.audit, finding)
        if at is None:
            return self._whole(rule)
        zone = self.study.zone_at(level, at)
        if zone is not None:
            return "@exterior" if zone.use == "exterior" else zone.id
        gap = self.study.floor(level).distance(shapely.Point(at))
        hung = getattr(thing, "host", None) is not None or hasattr(thing, "wall")
        if gap > EDGE and not hung:
            return "@exterior"
        return self._nearest_zone(level, at) or "@between"

    def _nearest_zone(self, level: str, at: tuple[float, float]) -> str | None:
        """The zone beside a thing on a wall: within 0.6 m."""
        spot = shapely.Point(at)
        near = [
            (round(self.study.zone_ring(zone).distance(spot), 6), n, zone)
            for n, zone in enumerate(self.audit.layout.zones)
            if zone.level == level
        ]
        if not near:
            return None
        gap, _, zone = min(near, key=lambda entry: entry[:2])
        if gap > 0.6:
            return None
        return "@exterior" if zone.use == "exterior" else zone.id

    def _whole(self, rule: Rule) -> str:
        if rule.id in OUTSIDE:
            return "@exterior"
        return "@ambience" if rule.id in (*AMBIENCE, *LIGHT) else "@hall"

    # --- what is said ---

    def _told(self, stop: _Stop) -> dict[str, Any]:
        items = [
            self._item(stop.key, self.audit.by_rule[rule_id].rule, findings)
            for rule_id, findings in stop.items.items()
        ]
        items += [self._item(stop.key, entry.rule, []) for entry in stop.bare]
        return {"key": stop.key, "title": stop.title, "items": items}

    def _item(self, stop: str, rule: Rule, findings: list[Finding]) -> dict[str, Any]:
        pair = asks = None
        if rule.id not in self.shown:  # told once, where the walk comes to it first
            self.shown.add(rule.id)
            asks = self.words.rule(rule, "asks")
            pair = dodont.sketches(rule, self.pack[rule.id])
        return {
            "key": f"{stop}/{rule.id}",
            "rule": rule.id,
            "title": self.words.rule(rule, "title"),
            "asks": asks,
            "things": self._things(findings),
            "expect": self._expected(findings),
            "limited": any(finding.verdict.limit is not None for finding in findings),
            "good": pair[0] if pair else None,
            "bad": pair[1] if pair else None,
            "open": any(finding.outcome is not Outcome.PASSED for finding in findings),
        }

    def _things(self, findings: list[Finding]) -> Text | None:
        """What to look at here, by name; nothing where it is the place itself.

        Of many only those that are not in order are named.
        """
        every = self._subjects(findings)
        if len(every) <= MOST_NAMED:
            return self._named(every) if every else None
        open_ones = self._subjects([f for f in findings if f.outcome is not Outcome.PASSED])
        if open_ones and len(open_ones) <= MOST_NAMED:
            named = self._named(open_ones)
            return self.words.say("report.things-open", n=len(every), named=named)
        return self.words.say("report.things", n=len(every))

    def _subjects(self, findings: list[Finding]) -> list[str]:
        ids: dict[str, None] = {}
        for finding in findings:
            for subject in finding.verdict.items or (finding.subject,):
                subject = subject.partition("/")[0]
                if subject != self.audit.layout.id and subject in self.audit.layout.by_id:
                    ids[subject] = None
        return list(ids)

    def _named(self, subjects: list[str]) -> Text:
        """Things by name, the word for their kind once: *Poster P1, P2, Roll-up R1*."""

        def names(lang: str) -> str:
            parts: list[str] = []
            last = ""
            for subject in subjects:
                name = self.study.label(subject)[lang]
                kind = name.removesuffix(subject)
                parts.append(subject if kind and kind == last else name)
                last = kind
            return i18n.say("report.listed", lang).join(parts)

        return self.words.each(names)

    def _expected(self, findings: list[Finding]) -> Text | None:
        """The value to expect, as the rule's own limits write it.

        Which side of a single limit is right is told by the findings that were decided;
        where they do not agree on one limit, nothing is said.
        """
        wanted: dict[str, None] = {}
        for finding in findings:
            verdict = finding.verdict
            if verdict.limit is None:
                continue
            if verdict.limit_high is not None:
                wanted[f"{verdict.limit.shown} – {verdict.limit_high.shown}"] = None
            elif verdict.measured is not None and finding.outcome in DECIDED:
                gap = verdict.measured.value - verdict.limit.value
                if abs(gap) > units.TOLERANCE:
                    more = (gap > 0) == (finding.outcome is Outcome.PASSED)
                    wanted[f"{'≥' if more else '≤'} {verdict.limit.shown}"] = None
        sorts = {f.verdict.limit.unit for f in findings if f.verdict.limit is not None}
        if not len(wanted) == len(sorts) == 1:
            return None
        value = next(iter(wanted))
        return self.words.say("report.days", n=value) if "days" in sorts else self.words.name(value)
