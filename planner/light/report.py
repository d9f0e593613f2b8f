"""Everything light knows of a layout, as plain data: what ``planner light HALL --json`` prints."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.catalog import kinds
from planner.light.glare import EYE, mirrored, ugr_at
from planner.light.hall import HallLight, given, sort_of
from planner.light.photometry import Photometry
from planner.light.ratios import Ratio, WhatIf, hall_level, ratios, repair_order, swung
from planner.light.readings import fit, walk
from planner.model import Layout, natural

VERSION = 1
SEATED_EYE = 1.2  # m


def report(
    layout: Layout,
    photometries: Mapping[str, Photometry] | None = None,
    *,
    bands: Mapping[str, tuple[float, float]] | None = None,
    light: HallLight | None = None,
) -> dict[str, Any]:
    """Level, ratios, lamps, repairs, glare, walk and fit of a layout; the fields: docs/light.md.

    `bands` (sort of place: lowest and highest ratio) order the repairs and add an outcome.
    """
    light = light or HallLight(layout, photometries)
    what_if = WhatIf(light)
    fitted = fit(layout, light)
    return {
        "version": VERSION,
        "hall": layout.id,
        "assumptions": {
            "maintenance": light.maintenance,
            "street_lux": light.street_lux,
            "working_plane_m": 0.75,
        },
        "warnings": [
            {"code": problem.code, "values": dict(problem.values)} for problem in light.warnings
        ],
        "base_lux": _round(light.base()),
        "levels": [
            {
                "level": level.level,
                "mean_lux": _round(level.mean_lux),
                "minimum_lux": _round(level.minimum_lux),
                "uniformity": _round(level.uniformity),
                "darkest": list(level.darkest),
                "points": level.points,
            }
            for level in hall_level(layout, light)
        ],
        "ratios": [_ratio(ratio, bands) for ratio in ratios(layout, light)],
        "lamps": [_lamp(light, lamp.id) for lamp in _in_order(layout.luminaires)],
        "dead_lamp": {
            lamp: {
                place: [_round(what_if.present[place]), _round(after)]
                for place, after in what_if.ratios({lamp: 0.0}).items()
                if abs(after - what_if.present[place]) >= 0.01
            }
            for lamp in sorted(what_if.lamps, key=natural)
        },
        "repairs": [
            {
                "lamp": repair.lamp,
                "fault": repair.fault,
                "base_gain_lux": _round(repair.base_gain_lux),
                "worst": repair.worst,
                "cost": _round(repair.cost),
                "ratios": {k: [_round(a), _round(b)] for k, (a, b) in repair.ratios.items()},
            }
            for repair in repair_order(layout, light, bands=bands)
        ],
        "glare": [
            {
                "at": seen.at,
                "ugr": _round(seen.ugr) if math.isfinite(seen.ugr) else None,
                "lamp": seen.worst,
                "off_axis_deg": _round(seen.off_axis_deg),
            }
            for seen in glare_at_eyes(layout, light)
        ],
        "mirrored": [
            {
                "fixture": m.fixture,
                "lamp": m.lamp,
                "eye": [_round(v) for v in m.eye],
                "spot": [_round(v) for v in m.spot],
            }
            for m in mirrored(light)
        ],
        "walk": [
            {
                "number": stop.number,
                "level": stop.level,
                "at": list(stop.at),
                "height": stop.height,
                "plane": stop.plane,
                "facing_deg": stop.facing_deg,
                "of": stop.of,
                "subject": stop.subject,
                "predicted_lux": _round(stop.predicted_lux),
            }
            for stop in walk(layout, light)
        ],
        "fit": None
        if fitted is None
        else {
            "factor": _round(fitted.factor),
            "spread": _round(fitted.spread),
            "sound": fitted.sound,
            "suspects": list(fitted.suspects),
            "states": {lamp: _round(state) for lamp, state in fitted.states.items()},
            "residuals": [
                {
                    "reading": r.reading,
                    "measured_lux": _round(r.measured_lux),
                    "model_lux": _round(r.model_lux),
                    "fitted_lux": _round(r.fitted_lux),
                }
                for r in fitted.residuals
            ],
        },
    }


def _in_order(things: Any) -> list[Any]:
    return sorted(things, key=lambda thing: natural(thing.id))


def _ratio(ratio: Ratio, bands: Mapping[str, tuple[float, float]] | None) -> dict[str, Any]:
    band = (bands or {}).get(ratio.of) if ratio.judged else None
    found = {
        "id": ratio.id,
        "of": ratio.of,
        "level": ratio.level,
        "plane": ratio.plane,
        "source": ratio.source,
        "ratio": _round(ratio.value),
        "interval": None if ratio.interval is None else [_round(v) for v in ratio.interval],
        "predicted": _round(ratio.predicted),
        "predicted_lux": _round(ratio.predicted_lux),
        "measured": _round(ratio.measured),
        "measured_lux": _round(ratio.measured_lux),
        "notes": list(ratio.notes),
        "judged": ratio.judged,
    }
    return found | ({"band": list(band), "outcome": ratio.outcome(*band)} if band else {})


def _lamp(light: HallLight, name: str) -> dict[str, Any]:
    layout = light.layout
    luminaire = layout.by_id[name]
    engine = light.levels[luminaire.level].engine
    lamp = engine.lamps[engine.lamp_number(name)]
    beam = lamp.photometry.beam_deg
    return {
        "id": name,
        "sort": luminaire.photometry or sort_of(luminaire),
        "flux_lm": _round(lamp.photometry.flux_lm),
        "beam_deg": _round(beam),
        "given": _round(given(luminaire)),
        "tilt_deg": _round(lamp.tilt_deg),
        "target": luminaire.target,
        "misses_by_deg": _round(swung(layout, luminaire, beam)),
    }


@dataclass(frozen=True)
class SeenGlare:
    """What somebody at a post or on a seat sees of the lamps."""

    at: str  #: the post or seat
    ugr: float  #: minus infinity where no lamp is seen
    worst: str | None  #: the lamp that adds most
    off_axis_deg: float | None  #: how far it lies from where the eye looks


def glare_at_eyes(layout: Layout, light: HallLight) -> tuple[SeenGlare, ...]:
    """UGR of staff at their posts and of the seated, looking where they face."""
    eyes = [
        (post.id, post.level, (*post.at, EYE), post.facing_deg)
        for post in _in_order(layout.staff)
        if post.facing_deg is not None
    ]
    eyes += [
        (seat.id, seat.level, (*seat.at, SEATED_EYE), seat.facing_deg)
        for seat in _in_order(layout.fixtures)
        if "seat" in kinds()[seat.kind].traits
    ]
    found = []
    for name, level, eye, facing in eyes:
        glare = ugr_at(light, level, eye, facing)
        found.append(SeenGlare(name, glare.ugr, glare.worst, glare.off_axis_deg))
    return tuple(found)


def _round(value: float | None) -> float | None:
    """Three decimals, so that files compare."""
    if value is None:
        return None
    return round(float(value), 3)
