"""What the light page shows of a hall, JSON-ready in one language."""

import base64
import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

from planner import i18n, units
from planner.app import view
from planner.audit import Audit
from planner.audit.marks import numbered
from planner.catalog import kinds, place
from planner.drawing import plan
from planner.editor.lighting import bands
from planner.exchange import tables
from planner.light import (
    HallLight,
    WhatIf,
    files,
    fit,
    glare_at_eyes,
    hall_level,
    picture,
    ratios,
    repair_order,
    walk,
)
from planner.light.hall import given
from planner.light.picture import BRIGHTEST, DARKEST, RAMP
from planner.light.readings import SORT_ERROR, base_of
from planner.light.sheet import at_stops, key_of
from planner.model import Instrument, Layout, mistakes, named, natural
from planner.model.shapes import column_ring, opening, wall_bodies
from planner.rules.finding import Outcome
from planner.study.labels import label

ORDER = ("storefront", "window", "counter", "showcase", "cash_desk", "poster")
TICKS = (50, 100, 200, 300, 500, 1000, 2000)  # lx
MOST_MOVED = 3  # places named at a lamp
LEAST_UGR = 10  # below it nobody is dazzled, and the scale ends
MOST_UGR = 22  # GB 50034: halls of shops
WORST = 5  # readings named that agree least with the model
LONGEST_MEASURED = 40  # readings printed on the map


def page(
    audit: Audit, light: HallLight, lang: str, *, level: str, states: Mapping[str, float]
) -> dict[str, Any]:
    """The page of one level, some lamps perhaps changed for a trial."""
    layout = audit.layout
    # held against something else than the hall's mean, these ratios say nothing of the band
    asked = {of: band for of, band in bands(audit.packs, {}).items() if band.mean}
    limits = {of: (band.low, band.high) for of, band in asked.items()}
    errors = {of: band.predicted for of, band in asked.items()}
    what_if = WhatIf(light)
    known = {lamp: share for lamp, share in states.items() if lamp in what_if.lamps}
    stops = walk(layout, light)
    taken = at_stops(layout, stops)
    steps = [
        {
            "number": stop.number,
            "key": key_of(stop),
            "reading": f"{taken[stop.number].lux:g}" if stop.number in taken else "",
            "level": stop.level,
            "at": list(stop.at),
            "what": _place(layout, stop.of, stop.subject, lang),
            "how": i18n.say(
                stop.instruction, lang, number=stop.number, height=units.show_height(stop.height)
            ),
            "lux": f"{stop.predicted_lux:.0f}",
        }
        for stop in stops
    ]
    measured = base_of(layout)
    return {
        "mean": f"{light.base():.0f}",
        "measured_mean": f"{measured.lux:.0f}" if measured else "",
        "measured_points": measured.points if measured else 0,
        "level": level,
        "levels": [{"id": v.id, "name": label(layout, v.id)[lang]} for v in layout.levels],
        "uniformity": _uniformity(layout, light, level),
        "map": _map(layout, light, level, known, lang),
        "ramp": {"colours": list(RAMP), "low": DARKEST, "high": BRIGHTEST, "ticks": list(TICKS)},
        "ratios": _ratios(audit, light, limits, errors, lang),
        "lamps": [
            {
                "id": lamp.id,
                "name": label(layout, lamp.id)[lang],
                "level": lamp.level,
                "at": list(lamp.at),
                "state": lamp.state or "on",
                "given": round(given(lamp), 3),
                "trial": round(known.get(lamp.id, given(lamp)), 3),
                "aimed": lamp.target is not None,
            }
            for lamp in sorted(layout.luminaires, key=lambda lamp: natural(lamp.id))
        ],
        "linear": _linear(what_if),
        "repairs": _repairs(layout, light, limits, lang),
        "glare": _glare(layout, light, lang),
        "walk": steps,
        "sheet": _sheet(steps, lang),
        "sheet_name": f"{layout.id}-lux.csv",
        "meters": [
            {"id": m.id, "name": named(m.name, lang), "error": _meter_error(m)}
            for m in layout.instruments
        ],
        "others": _others(layout, {r.id for r in taken.values()}, lang),
        "fit": _fit(layout, light, lang),
        "sorts": _sorts(layout, lang),
        "files": _files(layout, lang),
    }


def _meter_error(meter: Instrument) -> str:
    share = SORT_ERROR[meter.sort] if meter.error_share is None else meter.error_share
    return f"±{share * 100:g} %"


def _others(layout: Layout, taken: set[str], lang: str) -> list[dict[str, str]]:
    """Readings that belong to no point of the walk."""
    return [
        {
            "id": r.id,
            "what": _place(layout, r.of, r.subject, lang),
            "lux": f"{r.lux:g}",
            "day": r.day.isoformat() if r.day else "",
        }
        for r in sorted(layout.lux_readings, key=lambda r: natural(r.id))
        if r.id not in taken
    ]


def _fit(layout: Layout, light: HallLight, lang: str) -> dict[str, Any] | None:
    """What the readings say of the model: the hall's common factor, lamps they do not see."""
    found = fit(layout, light)
    if found is None:
        return None
    readings = {r.id: r for r in layout.lux_readings}
    worst = sorted(found.residuals, key=lambda r: (-abs(r.off), natural(r.reading)))
    return {
        "factor": f"{found.factor:.0%}",
        "spread": f"±{found.spread:.0%}",
        "sound": found.sound,
        "suspects": [{"id": s, "name": label(layout, s)[lang]} for s in found.suspects],
        "count": len(worst),
        "worst": [
            {
                "what": _place(layout, readings[r.reading].of, readings[r.reading].subject, lang),
                "measured": f"{r.measured_lux:.0f}",
                "model": f"{r.fitted_lux:.0f}",
                "off": f"{r.off:+.0%}",
            }
            for r in worst[:WORST]
        ],
    }


def _sorts(layout: Layout, lang: str) -> list[dict[str, Any]]:
    """The kinds of lamp there are, and the file that each kind's lamps use."""
    found = []
    for kind in sorted({lamp.kind for lamp in layout.luminaires}):
        lamps = [lamp for lamp in layout.luminaires if lamp.kind == kind]
        chosen = {lamp.photometry or "" for lamp in lamps}
        known = kinds()[kind]
        stated = [lamp.flux_lm or known.flux_lm or 0.0 for lamp in lamps if not lamp.photometry]
        ends = list(dict.fromkeys(f"{v:.0f}" for v in (min(stated), max(stated)))) if stated else []
        found.append(
            {
                "kind": kind,
                "name": known.name.get(lang) or known.name["en"],
                "lamps": [lamp.id for lamp in lamps],
                "file": chosen.pop() if len(chosen) == 1 else None,
                "flux": "–".join(ends),
            }
        )
    return found


def _files(layout: Layout, lang: str) -> list[dict[str, Any]]:
    """The hall's photometric files as a person knows a lamp: flux, beam, power, picture."""
    found = []
    for entry in files.known(layout):
        lamp = entry.photometry
        told: dict[str, Any] = {
            "id": entry.file.id,
            "title": entry.title,
            "name": named(entry.file.name, lang) or entry.file.id,
            "used": len(entry.lamps),
            "problems": [mistakes.say(problem, lang) for problem in entry.problems],
            "sound": lamp is not None,
        }
        if lamp is not None:
            told |= {
                "form": lamp.form,
                "flux": f"{lamp.flux_lm:.0f} lm",
                "beam": f"{lamp.beam_deg:.0f}°",
                "peak": f"{float(lamp.candela.max()):.0f} cd",
                "watts": f"{lamp.watts:g} W" if lamp.watts else "",
                "polar": picture.polar_svg(lamp, size=200),
                "cone": picture.cone_svg(lamp, size=200),
            }
        found.append(told)
    return found


def _linear(what_if: WhatIf) -> dict[str, Any]:
    """Every ratio is one linear function of the lamps over another: enough for a slider."""
    base = {lamp: what_if.base({lamp: 1.0}) - what_if.base({lamp: 0.0}) for lamp in what_if.lamps}
    dark = dict.fromkeys(what_if.lamps, 0.0)
    floor_lux = what_if.base(dark)
    rest = what_if.ratios(dark)
    rows: dict[str, list[float]] = {name: [value * floor_lux] for name, value in rest.items()}
    for lamp in what_if.lamps:
        alone = dark | {lamp: 1.0}
        level = what_if.base(alone)
        for name, value in what_if.ratios(alone).items():
            rows[name].append(value * level - rows[name][0])
    return {
        "lamps": list(what_if.lamps),
        "base": [round(floor_lux, 5), *(round(base[lamp], 5) for lamp in what_if.lamps)],
        "rows": {name: [round(v, 5) for v in row] for name, row in rows.items()},
    }


def _uniformity(layout: Layout, light: HallLight, level: str) -> str:
    found = next((h for h in hall_level(layout, light) if h.level == level), None)
    return f"{found.uniformity:.0%}" if found else ""


def _place(layout: Layout, of: str, subject: str | None, lang: str) -> str:
    return label(layout, subject)[lang] if subject else view.word(f"light-of.{of}", lang)


def _ratios(
    audit: Audit,
    light: HallLight,
    limits: Mapping[str, tuple[float, float]],
    errors: Mapping[str, float],
    lang: str,
) -> list[dict[str, Any]]:
    number = {
        n.finding.subject: n.number
        for n in numbered(audit)
        if n.finding.rule.startswith("P45-1") and n.finding.outcome is Outcome.FAILED
    }
    found = []
    for ratio in ratios(audit.layout, light, error=errors):
        band = limits.get(ratio.of) if ratio.judged else None
        found.append(
            {
                "id": ratio.id,
                "of": ratio.of,
                "name": label(audit.layout, ratio.id)[lang],
                "level": ratio.level,
                "number": number.get(ratio.id, ""),
                "predicted": _rounded(ratio.predicted),
                "predicted_interval": _pair(ratio.predicted_interval),
                "measured": _rounded(ratio.measured),
                "measured_interval": _pair(ratio.measured_interval),
                "withheld": ratio.withheld,
                "note": " ".join(view.word(f"light-note.{n}", lang) for n in ratio.notes),
                "band": list(band) if band else None,
                "asked": f"{band[0]:g}–{band[1]:g}" if band else "",
            }
        )
    return sorted(found, key=lambda r: (ORDER.index(r["of"]), natural(r["id"])))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _pair(values: tuple[float, float] | None) -> list[float] | None:
    return None if values is None else [round(v, 4) for v in values]


def _repairs(
    layout: Layout, light: HallLight, limits: Mapping[str, tuple[float, float]], lang: str
) -> list[dict[str, Any]]:
    found = []
    for repair in repair_order(layout, light, bands=limits):
        moved = sorted(repair.ratios.items(), key=lambda e: -abs(e[1][1] - e[1][0]))
        found.append(
            {
                "lamp": repair.lamp,
                "name": label(layout, repair.lamp)[lang],
                "fault": view.word(f"light-fault.{repair.fault}", lang),
                "swung": repair.fault == "swung",
                "moves": [
                    f"{label(layout, name)[lang]} {units.show_ratio(before)} → "
                    f"{units.show_ratio(after)}"
                    for name, (before, after) in moved[:MOST_MOVED]
                ],
            }
        )
    return found


def _glare(layout: Layout, light: HallLight, lang: str) -> list[dict[str, Any]]:
    """Glare at posts and seats, the worst first."""
    seen = [g for g in glare_at_eyes(layout, light) if g.worst is not None]
    return [
        {
            "at": label(layout, g.at)[lang],
            "ugr": f"{g.ugr:.0f}" if g.ugr >= LEAST_UGR else f"<{LEAST_UGR}",
            "high": g.ugr > MOST_UGR,
            "lamp": g.worst,
            "name": label(layout, g.worst or "")[lang],
        }
        for g in sorted(seen, key=lambda g: (-g.ugr, natural(g.at)))[:WORST]
    ]


def _sheet(steps: list[dict[str, Any]], lang: str) -> str:
    """The points as CSV, with an empty column for what the meter says."""
    names = ("number", "place", "how", "measured", "code")
    heads = [view.word(f"light-sheet.{n}", lang) for n in names]
    rows = [[step["number"], step["what"], step["how"], "", step["key"]] for step in steps]
    table = pd.DataFrame(rows, columns=heads, dtype=object).map(tables.neutral)
    out = io.StringIO()
    table.to_csv(out, index=False, lineterminator="\r\n")
    return out.getvalue()


# --- the map ---


def _map(
    layout: Layout, light: HallLight, level: str, states: Mapping[str, float], lang: str
) -> dict[str, Any]:
    """The false-colour map on a plan: an image's place, lines and rings in the plan's units."""
    sheet = plan(layout, level, lang=lang, theme="page", legend=False)
    drawn = picture.lux_map(light, level, states)
    rows, columns = drawn.lux.shape
    x0, y0 = drawn.origin
    left, top = sheet.place(x0, y0 + rows * drawn.step)
    right, bottom = sheet.place(x0 + columns * drawn.step, y0)
    rings = [drawn.floor.exterior, *drawn.floor.interiors]
    readings = [
        r
        for r in layout.lux_readings
        if r.level == level and r.at and r.of in ("hall", "cash_desk")
    ]
    busy = [lamp.at for lamp in layout.luminaires if lamp.level == level]
    busy += [r.at for r in readings if r.at]
    labels = drawn.labels(busy)
    lines = []
    for lux, pieces in drawn.isolux().items():
        d = " ".join(_path(piece, sheet) for piece in pieces)
        at = list(sheet.place(*labels[lux])) if lux in labels else None
        lines.append({"lux": f"{lux:.0f}", "d": d, "at": at})
    furniture = [place(layout, f).footprint for f in layout.fixtures if f.level == level]
    solid = [*wall_bodies(layout, level).values()]
    solid += [column_ring(column) for column in layout.columns if column.level == level]
    png = base64.b64encode(picture.map_png(drawn)).decode()
    return {
        "svg": sheet.svg(),
        "transform": [sheet.scale, sheet.origin[0], sheet.origin[1]],
        "image": f"data:image/png;base64,{png}",
        "box": [round(v, 3) for v in (left, top, right - left, bottom - top)],
        "floor": " ".join(_path(np.array(ring.coords), sheet) + "Z" for ring in rings),
        "lines": lines,
        "furniture": _rings(furniture, sheet),
        "walls": _rings(solid, sheet),
        "doors": _rings(
            [opening(layout, d).gap for d in _here(layout, layout.doors, level)], sheet
        ),
        "glass": _rings(
            [opening(layout, w).gap for w in _here(layout, layout.windows, level)], sheet
        ),
        "readings": [
            {"at": list(sheet.place(*r.at)), "lux": f"{r.lux:.0f}"}
            for r in readings[:LONGEST_MEASURED]
            if r.at
        ],
        "values": [
            {"at": list(sheet.place(x, y)), "lux": f"{lux:.0f}"} for x, y, lux in drawn.values()
        ],
    }


def _here(layout: Layout, things: Any, level: str) -> list[Any]:
    return [thing for thing in things if layout.level_of(thing) == level]


def _path(points: Any, sheet: Any) -> str:
    spots = [sheet.place(float(p[0]), float(p[1])) for p in points]
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in spots)


def _rings(shapes: list[Any], sheet: Any) -> str:
    parts = [p for shape in shapes for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    return " ".join(
        _path(ring.coords, sheet) + "Z" for p in parts for ring in (p.exterior, *p.interiors)
    )
