"""What makes a hall humane and open to everybody."""

from planner import i18n
from planner.rules.check import Length, Number, Words, check
from planner.rules.finding import Evidence, Role, Verdict, failed, needs_review, passed
from planner.rules.quantities import at_most, held
from planner.study import Study


@check(codes={"ok", "missing", "not-drawn"})
def amenities(study: Study, *, wanted: Words, seats_from_area: Number) -> list[Verdict]:
    """Which of the wanted things a hall has; one line a thing that is missing would be noise.

    `wanted` are traits of kinds. Seats are asked for from `seats_from_area` on [m2]; not
    drawn, they may be there all the same.
    """
    hall = study.layout.id
    asked = [name for name in wanted if name != "seat" or study.area >= seats_from_area]
    gone = [name for name in asked if not _has(study, name)]
    known = held(len(asked) - len(gone), len(asked), "count")
    if gone == ["seat"]:
        return [needs_review(hall, "not-drawn", **known)]
    if not gone:
        return [passed(hall, **known)]
    return [failed(hall, "missing", list=_list(gone), **known)]


def _has(study: Study, trait: str) -> bool:
    if trait == "low_part":
        return any(p.has("low_part") or p.fixture.low_part for p in study.having("counter"))
    return bool(study.having(trait))


def _list(names: list[str]) -> dict[str, str]:
    joins = {"en": ", ", "zh-CN": "、"}
    return {
        lang: joins[lang].join(i18n.say(f"study.amenity.{name}", lang) for name in names)
        for lang in i18n.languages()
    }


@check(
    codes={"ok", "no-low-counter", "low-counter-high", "out-of-reach", "not-measured", "not-drawn"}
)
def equal_access(study: Study, *, low_top_max: Length, reach_max: Length) -> list[Verdict]:
    """The lowest counter top, and each rack's lowest tier, for somebody in a wheelchair [m]."""
    hall = study.layout.id
    found = []
    if not study.counters:
        found.append(needs_review(hall, "not-drawn"))
    else:
        tops = [
            (p.fixture.low_part[1], p.id)
            for p in study.having("service_counter")
            if p.fixture.low_part
        ]
        shapes = tuple(
            Evidence(c.placed.footprint, Role.OFFENDS, c.placed.fixture.level)
            for c in study.counters
        )
        unmeasured = [p.id for p in study.having("service_counter") if p.has("low_part")]
        if not tops and unmeasured:
            known = {"items": tuple(unmeasured), "evidence": shapes}
            found.append(needs_review(hall, "not-measured", **known))
        elif not tops:
            lowest = min(p.size[2] for p in study.having("service_counter"))
            known = held(lowest, low_top_max, "m") | {"evidence": shapes}
            found.append(failed(hall, "no-low-counter", **known))
        else:
            top, name = min(tops)
            known = held(top, low_top_max, "m") | {"items": (name,), "item": study.label(name)}
            ok = at_most(top, low_top_max, "m")
            found.append(passed(hall, **known) if ok else failed(hall, "low-counter-high", **known))
    for p in study.having("rack"):
        tiers = [tier.height for face in p.fixture.faces for tier in face.tiers]
        if not tiers:
            continue  # asked for by the rule on decision points
        known = held(min(tiers), reach_max, "m") | {"item": study.label(p.id)}
        known["evidence"] = (Evidence(p.footprint, Role.OFFENDS, p.fixture.level),)
        ok = at_most(min(tiers), reach_max, "m")
        found.append(passed(p.id, **known) if ok else failed(p.id, "out-of-reach", **known))
    return found
