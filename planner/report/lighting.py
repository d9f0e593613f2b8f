"""Light on paper: map, ratios, what each lamp costs, instruments; and the lux-walk sheet.

What a meter read, and what the model says of places nobody measured, is judged elsewhere
and only told here; the model's part is marked as predicted.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from planner import drawing, units
from planner.audit import Audit
from planner.catalog import kinds
from planner.light import (
    HallLevel,
    HallLight,
    Ratio,
    Repair,
    Stop,
    hall_level,
    picture,
    ratios,
    repair_order,
)
from planner.light import walk as walk_of
from planner.light.picture import LuxMap
from planner.light.sheet import key_of
from planner.model import Layout, LuxReading, named, natural
from planner.report import charts
from planner.report.words import Text, Words
from planner.rules.pack import numbers
from planner.study.labels import label
from planner.study.predicted import with_light

Bands = Mapping[str, tuple[float, float]]  #: sort of place -> lowest and highest ratio

JUDGED = {  # check of a rule -> sort of place whose ratio it judges
    "storefront_light": "storefront",
    "window_light": "window",
    "counter_light": "counter",
    "showcase_light": "showcase",
}
SORTS = (*JUDGED.values(), "cash_desk")
MOST_ROWS = 22  # places in the chart of ratios; those without a reading are left out first
MOST_LAMPS = 8  # lamps in the repair table
MOST_MOVED = 3  # places named at a lamp
WIDTH, HEIGHT = 178.0, 120.0  # mm; of the map
BESIDE = 0.6  # m; numbers nearer to the mark of a lamp are left out
DIGITS = 2.0  # mm; height of numbers on the map
WAY = "#1D5BB8"


@dataclass(frozen=True)
class Predicted:
    """What the model says of a hall."""

    levels: tuple[HallLevel, ...]
    maps: tuple[LuxMap, ...]  #: of levels with lamps
    ratios: tuple[Ratio, ...]
    repairs: tuple[Repair, ...]
    sorts: Mapping[str, str]  #: place -> sort of place


def predict(layout: Layout, bands: Bands) -> Predicted | None:
    """The model's answer; None without lamps. A hall asked again is not computed again."""
    if not layout.luminaires:
        return None
    return _predicted(layout.to_json(), tuple(sorted(bands.items())))


@lru_cache(maxsize=4)
def _predicted(text: str, bands: tuple[tuple[str, tuple[float, float]], ...]) -> Predicted:
    layout = Layout.from_json(text)
    return with_light(layout, lambda light: _of(layout, light, dict(bands)))


def _of(layout: Layout, light: HallLight, bands: Bands) -> Predicted:
    return Predicted(
        levels=hall_level(layout, light),
        maps=tuple(picture.lux_map(light, name) for name, p in light.levels.items() if p.lamps),
        ratios=ratios(layout, light),
        repairs=repair_order(layout, light, bands=bands),
        sorts={target.id: target.of for target in light.targets},
    )


@dataclass
class Lighting:
    """What a report says of a hall's light."""

    audit: Audit
    words: Words

    def __post_init__(self) -> None:
        self.layout = self.audit.layout
        self.bands = {
            JUDGED[rule.check.name]: numbers(rule, pack.chosen)["ratio"]
            for pack in self.audit.packs
            for rule in pack.rules
            if rule.check is not None and rule.check.name in JUDGED
        }
        self.rule_of = {
            JUDGED[rule.check.name]: rule.id
            for pack in self.audit.packs
            for rule in pack.rules
            if rule.check is not None and rule.check.name in JUDGED
        }

        self.model = predict(self.layout, self.bands)
        self.repairs = self.model.repairs[:MOST_LAMPS] if self.model else ()

    def data(self) -> dict[str, Any] | None:
        """The section, JSON-ready; None where neither lamps nor readings are drawn."""
        chart = self._chart()
        readings = self._readings()
        if self.model is None and chart is None and not readings:
            return None
        return {
            "maps": self._maps(),
            "chart": chart,
            "lamps": self._lamps(),
            "readings": readings,
            "predicted": self.model is not None,
        }

    # --- level and map ---

    def _levels(self) -> dict[str, dict[str, Any]]:
        """Mean, minimum and uniformity of each level, as predicted."""
        return {
            level.level: {
                "mean": units.show_lux(level.mean_lux),
                "minimum": units.show_lux(level.minimum_lux),
                "uniformity": units.show_ratio(level.uniformity),
            }
            for level in (self.model.levels if self.model else ())
        }

    def _level_name(self, level: str) -> Text:
        item = self.layout.by_id[level]
        return self.words.each(lambda lang: named(item.name, lang) or level)

    def _maps(self) -> list[dict[str, Any]]:
        found = []
        levels = self._levels()
        lamps = [repair.lamp for repair in self.repairs]
        for lux in self.model.maps if self.model else ():
            name = self._level_name(lux.level)
            svg, width, height = lux_plan(self.layout, lux, self.words.first, lamps=lamps)
            found.append(
                {
                    "svg": svg,
                    "width": width,
                    "height": height,
                    "name": name if len(self.layout.levels) > 1 else None,
                    "alt": self.words.say("report.light.map-alt", level=name),
                    "level": levels.get(lux.level),
                }
            )
        return found

    # --- ratios ---

    def _chart(self) -> dict[str, Any] | None:
        """Each place against its band: as it was judged; what was not, as the model says."""
        words, first = self.words, self.words.first
        predicted = {r.id: r for r in self.model.ratios} if self.model else {}
        rows: dict[str, charts.Ratio] = {}
        alts: list[Text] = []
        measured = 0
        for entry in self.audit.judged:
            for finding in entry.findings:
                verdict = finding.verdict
                low, high, value = verdict.limit, verdict.limit_high, verdict.measured
                if value is None or value.unit != "ratio" or low is None or high is None:
                    continue
                spread = verdict.tolerance.value * value.value if verdict.tolerance else 0.0
                told = verdict.code.startswith("predicted-")
                model = None if told else predicted.get(finding.subject)
                measured += not told
                rows[finding.subject] = charts.Ratio(
                    f"{self._name(finding.subject)[first]}  {entry.rule.id}",
                    value.value,
                    low.value,
                    high.value,
                    finding.outcome.value,
                    spread,
                    value.shown,
                    predicted=told,
                    model=model.predicted if model else None,
                )
                alts.append(words.verdict(entry.rule, finding))
        others = [
            ratio
            for ratio in predicted.values()
            if ratio.id not in rows
            and ratio.judged
            and ratio.of in self.bands
            and ratio.predicted is not None
        ]
        others.sort(key=lambda ratio: (SORTS.index(ratio.of), natural(ratio.id)))
        for ratio in others[: max(0, MOST_ROWS - len(rows))]:
            rows[ratio.id] = self._row(ratio)
            alts.append(self._told(ratio))
        if not rows:
            return None
        axis = {"axis": words.say("report.chart.axis")[first]}
        return {
            "svg": charts.ratios(list(rows.values()), axis),
            "alt": words.join(alts, stop="stop"),
            "measured": measured,
            "predicted": len(rows) - measured,
        }

    def _row(self, ratio: Ratio) -> charts.Ratio:
        low, high = self.bands[ratio.of]
        assert ratio.predicted is not None
        spread = 0.0
        if ratio.predicted_interval is not None:
            spread = ratio.predicted_interval[1] - ratio.predicted
        name = f"{self._name(ratio.id)[self.words.first]}  {self.rule_of[ratio.of]}"
        shown = units.show_ratio(ratio.predicted)
        return charts.Ratio(
            name, ratio.predicted, low, high, "predicted", spread, shown, predicted=True
        )

    def _told(self, ratio: Ratio) -> Text:
        assert ratio.predicted is not None
        value = units.show_ratio(ratio.predicted)
        return self.words.say("report.light.predicted-at", name=self._name(ratio.id), value=value)

    def _name(self, subject: str) -> Text:
        if subject not in self.layout.by_id:
            return self.words.name(subject)
        return self.words.name(label(self.layout, subject))

    # --- lamps ---

    def _lamps(self) -> list[dict[str, Any]]:
        """Lamps that do not do their work, the one to mend first in front."""
        return [self._repair(n, repair) for n, repair in enumerate(self.repairs, 1)]

    def _repair(self, number: int, repair: Repair) -> dict[str, Any]:
        words = self.words
        assert self.model is not None
        sort = self.model.sorts
        moved = [
            (abs(after - before), name, before, after)
            for name, (before, after) in repair.ratios.items()
            if sort.get(name) in SORTS and abs(after - before) >= 0.01
        ]
        moved.sort(key=lambda entry: (-round(entry[0], 9), natural(entry[1])))
        changes = [
            words.say(
                "report.light.change",
                name=self._name(name),
                before=units.show_ratio(before),
                after=units.show_ratio(after),
            )
            for _, name, before, after in moved[:MOST_MOVED]
        ]
        gain = f"{'+' if repair.base_gain_lux >= 0 else '−'}{abs(repair.base_gain_lux):.0f} lx"
        return {
            "number": str(number),
            "lamp": self._name(repair.lamp),
            "fault": words.say(f"report.light.fault.{repair.fault}"),
            "gain": gain,
            "changes": words.join(changes) if changes else words.name("–"),
        }

    # --- readings ---

    def _readings(self) -> list[dict[str, Any]]:
        """Readings by place: what, how many, mean and range, with which meter, when."""
        groups: dict[tuple[str, str | None], list[LuxReading]] = {}
        for reading in self.layout.lux_readings:
            groups.setdefault((reading.of, reading.subject), []).append(reading)
        rows = []
        for (of, subject), found in groups.items():
            values = [reading.lux for reading in found]
            low, high = min(values), max(values)
            place = self._name(subject) if subject else self.words.say(f"report.light.of.{of}")
            times = sorted({_when(reading) for reading in found} - {""})
            rows.append(
                {
                    "place": place,
                    "points": str(len(found)),
                    "mean": units.show_lux(sum(values) / len(values)),
                    "range": f"{low:.0f}–{high:.0f}" if high > low else f"{low:.0f}",
                    "meter": self._meters(found),
                    "time": ", ".join(times) or "–",
                    "daylight": self.words.say(
                        f"report.{'yes' if any(r.daylight for r in found) else 'no'}"
                    ),
                }
            )
        return rows

    def _meters(self, readings: Iterable[LuxReading]) -> Text:
        """The instruments of some readings, each with its uncertainty."""
        used = {reading.instrument for reading in readings}
        names = [
            self.words.beside(
                self.words.each(lambda lang, meter=meter: named(meter.name, lang)),  # type: ignore[misc]
                self.words.name(
                    f"±{units.show_share(meter.error_share)}" if meter.error_share else ""
                ),
            )
            for meter in self.layout.instruments
            if meter.id in used
        ]
        return self.words.join(names) if names else self.words.say("report.light.no-meter")


def _when(reading: LuxReading) -> str:
    return " ".join(part for part in (str(reading.day or ""), reading.time or "") if part)


# --- pictures ---


def lux_plan(
    layout: Layout,
    lux: LuxMap,
    lang: str,
    *,
    lamps: Sequence[str] = (),
    width: float = WIDTH,
    height: float = HEIGHT,
) -> tuple[str, float, float]:
    """A level's plan over its false-colour map, with colour bar: SVG, width and height [mm].

    Of `lamps` each gets a mark with its number in that order. Messages and the names of zones
    are left out: numbers stand in their place.
    """
    sheet = drawing.plan(
        _bare(layout),
        lux.level,
        lang=lang,
        marks=_lamp_marks(layout, lamps),
        dimensions=False,
        legend=False,
        width_mm=width,
        height_mm=height - 9.0,
    )
    busy = [(x, y) for x, y, _ in lux.values()] + [layout.by_id[name].at for name in lamps]
    laid = picture.map_svg(lux, place=sheet.place, text=DIGITS, avoid=busy)
    values = _values(layout, lux, sheet.place, lamps)
    bar = (
        f'<g transform="translate(4 {sheet.height + 1.5:.2f})" color="#465364">'
        f"{picture.bar_svg(width=120.0, text=2.6)}</g>"
    )
    grown = sheet.height + 9.0
    svg = sheet.svg(view=(0.0, 0.0, sheet.width, grown))
    return _under_ink(svg, laid).replace("</svg>", f"{values}{bar}</svg>"), sheet.width, grown


def _bare(layout: Layout) -> Layout:
    """The hall with what stands in it and its lamps, without messages and zones."""
    known = kinds()
    fields = {name: getattr(layout, name) for name in type(layout).model_fields}
    fields["fixtures"] = tuple(
        fixture for fixture in layout.fixtures if "message" not in known[fixture.kind].traits
    )
    fields["zones"] = ()
    return Layout.model_construct(**fields)


def _values(layout: Layout, lux: LuxMap, place: Any, lamps: Sequence[str]) -> str:
    """The light about every two metres, above furniture and beside the marks of lamps."""
    taken = [layout.by_id[name].at for name in lamps]
    parts = []
    for x, y, value in lux.values():
        if any(math.dist((x, y), at) < BESIDE for at in taken):
            continue
        px, py = place(x, y)
        words = f"{value:.0f}"
        wide = DIGITS * (0.62 * len(words) + 0.7)
        parts.append(
            f'<rect x="{px - wide / 2:.2f}" y="{py - 0.7 * DIGITS:.2f}" width="{wide:.2f}" '
            f'height="{1.4 * DIGITS:.2f}" rx="{0.7 * DIGITS:.2f}" fill="#fff" '
            f'fill-opacity="0.92"/><text x="{px:.2f}" y="{py + 0.36 * DIGITS:.2f}" '
            f'font-size="{DIGITS}" text-anchor="middle" fill="#18212C">{words}</text>'
        )
    return f'<g class="lux-values">{"".join(parts)}</g>'


def _lamp_marks(layout: Layout, lamps: Sequence[str]) -> list[drawing.Mark]:
    found = []
    for number, name in enumerate(lamps, 1):
        lamp = layout.by_id[name]
        found.append(
            drawing.Mark(
                number=number, severity="uncertain", at=lamp.at, level=lamp.level, subject=name
            )
        )
    return found


def _under_ink(svg: str, laid: str) -> str:
    """A plan with something laid over its floor: floor and tiles below, everything else above.

    Everything of the hall is drawn in a group that names it.
    """
    at = svg.find("<g data-id=")
    at = svg.rindex("</svg>") if at < 0 else at
    return svg[:at] + laid + svg[at:]


# --- the walk ---


def walk_data(layout: Layout, words: Words, light: HallLight | None = None) -> dict[str, Any]:
    """Plans with the way from point to point, and the points as rows, JSON-ready."""
    stops = walk_of(layout, light)
    levels = [level for level in layout.levels if any(s.level == level.id for s in stops)]
    return {
        "levels": [_walk_level(layout, words, level, stops, len(levels) > 1) for level in levels],
        "meters": [
            {"key": meter.id, "name": words.each(lambda lang, meter=meter: named(meter.name, lang))}  # type: ignore[misc]
            for meter in layout.instruments
        ],
        "most": str(len(stops)),
    }


def _walk_level(
    layout: Layout, words: Words, level: Any, stops: tuple[Stop, ...], many: bool
) -> dict[str, Any]:
    here = [stop for stop in stops if stop.level == level.id]
    sheet = drawing.plan(
        layout,
        level.id,
        lang=words.first,
        dimensions=False,
        legend=False,
        width_mm=WIDTH,
        height_mm=HEIGHT,
    )
    name = words.each(lambda lang: named(level.name, lang) or level.id)
    svg = sheet.svg().replace("</svg>", _way(sheet, here) + "</svg>")
    return {
        "name": name if many else None,
        "svg": svg,
        "width": sheet.width,
        "height": sheet.height,
        "alt": words.say("report.walk.alt", n=len(here), name=name),
        "rows": [_walk_row(layout, words, stop) for stop in here],
    }


def _way(sheet: Any, stops: list[Stop]) -> str:
    """The way as a line with a numbered spot at every point; upright points point where to look."""
    spots = [sheet.place(*stop.at) for stop in stops]
    line = " ".join(f"{x:.2f},{y:.2f}" for x, y in spots)
    parts = [
        f'<polyline points="{line}" fill="none" stroke="{WAY}" stroke-width="0.35" '
        'stroke-dasharray="1.4 0.9" stroke-opacity="0.8"/>'
    ]
    for stop, (x, y) in zip(stops, spots, strict=True):
        fill, ink = (WAY, "#FFFFFF") if stop.plane == "horizontal" else ("#FFFFFF", WAY)
        shape = (
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.75"'
            if stop.plane == "horizontal"
            else f'<rect x="{x - 1.7:.2f}" y="{y - 1.55:.2f}" width="3.4" height="3.1" rx="0.4"'
        )
        parts.append(
            f'{shape} fill="{fill}" stroke="{WAY}" stroke-width="0.3"/>'
            f'<text x="{x:.2f}" y="{y + 0.68:.2f}" font-size="1.9" font-weight="700" '
            f'text-anchor="middle" fill="{ink}">{stop.number}</text>'
        )
    return "".join(parts)


def _walk_row(layout: Layout, words: Words, stop: Stop) -> dict[str, Any]:
    if stop.subject is None:
        place = words.say(f"report.light.of.{stop.of}")
    else:
        place = words.name(label(layout, stop.subject))
    return {
        "number": str(stop.number),
        "key": key_of(stop),
        "place": place,
        "at": f"{stop.at[0]:.2f} / {stop.at[1]:.2f}",
        "height": units.show_height(stop.height),
        "hold": words.say(f"report.walk.hold-{stop.plane}"),
        "upright": stop.plane == "vertical",
    }
