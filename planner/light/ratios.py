"""What light findings are made of: ratios to the hall, level, uniformity, what a lamp costs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from planner.catalog import metered
from planner.light.hall import HallLight, Target, counting, given, middle_of
from planner.light.readings import LEAST_BASE, LEAST_TARGET, base_of, means_of, ratio_error
from planner.light.scene import Lamp
from planner.model import Layout, Luminaire, natural

Array = np.ndarray[Any, Any]

MODEL_ERROR = 0.15  # of a predicted ratio, as a share: lamps, reflectances, aim; ours
OUTDOORS = ("window", "storefront")  # daylight on a reading there says nothing
NOTES = ("daylight", "too-few-points", "covered", "by-kind", "no-lamps")  # no verdict with these


@dataclass(frozen=True)
class Ratio:
    """How bright a place is against the hall."""

    id: str
    of: str
    level: str
    plane: str
    spot: tuple[float, float, float]
    predicted_lux: float | None  #: None where no meter can be held on it
    predicted: float | None
    predicted_interval: tuple[float, float] | None
    measured_lux: float | None
    measured: float | None
    measured_interval: tuple[float, float] | None
    notes: tuple[str, ...] = ()  #: of `NOTES`
    judged: bool = True  #: whether guidelines ask about it; demo tables, posters: no

    @property
    def source(self) -> str:
        """Which of the two counts: a reading beats the model at its place."""
        return "predicted" if self.measured is None else "measured"

    @property
    def value(self) -> float | None:
        """The ratio that counts."""
        return self.predicted if self.measured is None else self.measured

    @property
    def interval(self) -> tuple[float, float] | None:
        """The range the true ratio lies in."""
        return self.predicted_interval if self.measured is None else self.measured_interval

    @property
    def withheld(self) -> bool:
        """Whether no verdict may rest on it.

        Readings: daylight at the street side, too few points. Predicted: a place no meter
        fits on, lamps whose output nobody stated (``by-kind``), none that gives light.
        """
        return bool(self.notes)

    def outcome(self, low: float, high: float) -> str:
        """``passed``, ``failed`` or ``uncertain`` against a band; ``needs-review`` if withheld."""
        if self.withheld or self.interval is None:
            return "needs-review"
        a, b = self.interval
        if a >= low - 1e-9 and b <= high + 1e-9:
            return "passed"
        return "failed" if b < low - 1e-9 or a > high + 1e-9 else "uncertain"


def ratios(
    layout: Layout,
    light: HallLight | None = None,
    *,
    error: float | Mapping[str, float] = MODEL_ERROR,
) -> tuple[Ratio, ...]:
    """The ratio of every window, counter, showcase, poster, cash desk and storefront.

    `error` is the share by which a predicted ratio may be wrong, for all or by sort of place;
    a fit to readings gives a better one than the default. Readings belong to places, and
    predictions count, as in the verdicts.
    """
    light = light or HallLight(layout)
    lux = light.lux()
    base = light.base(lux)
    hall = base_of(layout)
    sorts = {target.of for target in light.targets}
    means = {of: means_of(layout, of) for of in sorts}
    judged = {of: set(metered.places_of(layout, of)) for of in sorts}
    bare = any(
        given(lamp) > 0.0 and lamp.flux_lm is None and lamp.photometry not in light.photometries
        for lamp in layout.luminaires
    )
    shining = any(given(lamp) > 0.0 for lamp in layout.luminaires)
    found = []
    for target in light.targets:
        value = light.mean_on(target, lux)
        notes: list[str] = []
        predicted = interval = None
        share = error if isinstance(error, float) else error.get(target.of, MODEL_ERROR)
        if value is None:
            notes.append("covered")
        elif not light.levels[target.level].lamps or not shining:
            notes.append("no-lamps")
        elif base > 0:
            predicted = value / base
            interval = (predicted * (1 - share), predicted * (1 + share))
            if bare:
                notes.append("by-kind")
        measured = measured_interval = measured_lux = None
        own = means[target.of].get(target.id)
        if own is not None:
            notes = []
            if hall is not None and hall.lux > 0:
                measured_lux = own.lux
                measured = own.lux / hall.lux
                share = ratio_error(layout, own, hall)
                measured_interval = (measured * (1 - share), measured * (1 + share))
            if (own.daylight or (hall and hall.daylight)) and target.of in OUTDOORS:
                notes.append("daylight")
            if own.points < LEAST_TARGET or hall is None or hall.points < LEAST_BASE:
                notes.append("too-few-points")
        found.append(
            Ratio(
                target.id,
                target.of,
                target.level,
                target.plane,
                target.spot,
                value,
                predicted,
                interval,
                measured_lux,
                measured,
                measured_interval,
                tuple(notes),
                target.id in judged[target.of],
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class HallLevel:
    """General light on the working plane."""

    mean_lux: float
    minimum_lux: float  #: outside the rim
    uniformity: float  #: minimum over mean, without the rim
    points: int
    darkest: tuple[float, float]  #: where the minimum lies [m]
    level: str


def hall_level(layout: Layout, light: HallLight | None = None) -> tuple[HallLevel, ...]:
    """Mean and uniformity of each level at 0.75 m; the uniformity leaves out the 0.5 m rim."""
    light = light or HallLight(layout)
    lux = light.lux()
    found = []
    for name, part in light.levels.items():
        where = part.engine.place("hall")
        values = lux[name][where]
        inner = part.counted & ~part.rim
        inner = inner if inner.any() else part.counted
        if not inner.any():
            continue
        darkest = int(np.flatnonzero(inner)[values[inner].argmin()])
        x, y = part.engine.points[where][darkest, :2]
        low, mean = float(values[darkest]), float(values[inner].mean())
        whole = float(values[part.counted].mean())
        share = low / mean if mean > 0 else 0.0
        spot = (float(x), float(y))
        found.append(HallLevel(whole, low, share, int(inner.sum()), spot, name))
    return tuple(found)


class WhatIf:
    """Ratios as linear functions of the lamps: a slider's answer in far below a millisecond."""

    def __init__(self, light: HallLight) -> None:
        self.light = light
        parts = list(light.levels.values())
        self.lamps = [name for part in parts for name in part.lamps]
        self._at = {name: k for k, name in enumerate(self.lamps)}
        self.now = np.concatenate([part.engine.states for part in parts]) / light.maintenance
        self.targets = light.targets
        offsets = np.cumsum([0, *(len(part.lamps) for part in parts)])
        base = np.zeros(len(self.lamps) + 1)
        area = 0.0
        rows = {}
        for part, first in zip(parts, offsets, strict=False):
            total = part.engine.total.astype(float)
            where = part.engine.place("hall")
            cell = part.step**2
            if part.level in light.lit:  # as `HallLight.base`
                hall = total[:, where][:, part.counted].sum(axis=1) * cell
                self._add(base, hall, first)
                area += float(part.counted.sum()) * cell
            for target in part.targets.values():
                if (row := self._row(part.engine, total, target)) is not None:
                    rows[target.id] = np.zeros(len(self.lamps) + 1)
                    self._add(rows[target.id], row, first)
        self._base = base / area if area else base
        self._names = [t.id for t in self.targets if t.id in rows]
        empty = np.zeros((0, len(self.lamps) + 1))
        self._rows = np.array([rows[name] for name in self._names]) if rows else empty

    @staticmethod
    def _row(engine: Any, total: Array, target: Target) -> Array | None:
        means = []
        for name in counting(engine, target):
            where = engine.place(name)
            free = ~engine.covered[where]
            if free.any():
                means.append(total[:, where][:, free].mean(axis=1))
        return np.mean(means, axis=0) if means else None

    def _add(self, row: Array, part: Array, first: int) -> None:
        row[first : first + len(part) - 1] += part[:-1] * self.light.maintenance
        row[-1] += part[-1] * self.light.street_lux

    def states(self, changes: Mapping[str, float] | None = None) -> Array:
        """Shares of first flux of all lamps, `changes` laid over what is recorded."""
        states = np.append(self.now, 1.0)
        for lamp, state in (changes or {}).items():
            states[self._at[lamp]] = state
        return states

    def base(self, changes: Mapping[str, float] | None = None) -> float:
        """Mean light of the hall with some lamps changed [lx]."""
        return float(self._base @ self.states(changes))

    def ratios(self, changes: Mapping[str, float] | None = None) -> dict[str, float]:
        """Every place's ratio with some lamps changed: 0 dead, 1 as new."""
        states = self.states(changes)
        base = float(self._base @ states)
        if base <= 0:
            return dict.fromkeys(self._names, 0.0)
        values = self._rows @ states / base
        return dict(zip(self._names, map(float, values), strict=True))

    @cached_property
    def present(self) -> dict[str, float]:
        """The ratios as recorded."""
        return self.ratios()


@dataclass(frozen=True)
class Repair:
    """A lamp that does not do its work, and what its repair would bring."""

    lamp: str
    fault: str  #: ``dead``, ``off``, ``dimmed``, ``swung``
    base_gain_lux: float  #: of the hall's mean
    ratios: Mapping[str, tuple[float, float]]  #: by place: now, and repaired; the moved ones
    worst: str | None  #: the place it costs most
    cost: float  #: change of that place's ratio


def swung(layout: Layout, lamp: Luminaire, beam_deg: float | None) -> float | None:
    """Angle by which an aimed lamp misses the target it names [deg]; None where it hits.

    It hits while the target's middle lies inside the beam, or within 5 degrees.
    """
    if lamp.target is None or lamp.aim is None:
        return None
    at = np.array([*lamp.at, lamp.height])
    one = np.array(lamp.aim) - at
    two = np.array(middle_of(layout, lamp.target, tuple(at))) - at
    long = float(np.linalg.norm(one) * np.linalg.norm(two))
    if long < 1e-9:
        return None
    angle = math.degrees(math.acos(max(-1.0, min(1.0, float(one @ two) / long))))
    return angle if angle > max(5.0, (beam_deg or 0.0) / 2) else None


def repair_order(
    layout: Layout,
    light: HallLight | None = None,
    *,
    bands: Mapping[str, tuple[float, float]] | None = None,
    least: float = 0.005,
) -> tuple[Repair, ...]:
    """Dead, switched-off, dimmed and swung lamps, the one to repair first in front.

    With `bands` (sort of place: lowest and highest ratio) first comes the lamp whose repair
    removes most of what lies outside its band; otherwise, and among equals, the one that
    moves a ratio most. Ratios that move by less than `least` are left out.
    """
    light = light or HallLight(layout)
    what_if = WhatIf(light)
    now = what_if.present
    sort = {t.id: t.of for t in light.targets}
    found = []
    for lamp in sorted(layout.luminaires, key=lambda lamp: natural(lamp.id)):
        part = light.levels[lamp.level]
        engine_lamp = part.engine.lamps[part.engine.lamp_number(lamp.id)]
        fault = _fault(layout, lamp, engine_lamp)
        if fault is None:
            continue
        if fault == "swung":
            after, gain = _aimed_again(light, part, lamp, engine_lamp, what_if)
        else:
            after = what_if.ratios({lamp.id: 1.0})
            gain = what_if.base({lamp.id: 1.0}) - what_if.base()
        moved = {
            name: (now[name], after[name]) for name in now if abs(after[name] - now[name]) >= least
        }
        worst = max(moved, key=lambda n: (abs(moved[n][1] - moved[n][0]), n), default=None)
        cost = moved[worst][1] - moved[worst][0] if worst else 0.0
        outside = 0.0
        if bands:
            for name, (before, then) in moved.items():
                if sort[name] in bands:
                    outside += _beyond(before, bands[sort[name]]) - _beyond(then, bands[sort[name]])
        repair = Repair(lamp.id, fault, gain, moved, worst, cost)
        found.append((-round(outside, 9), -round(abs(cost), 9), -round(gain, 6), repair))
    found.sort(key=lambda entry: (*entry[:3], natural(entry[3].lamp)))
    return tuple(entry[3] for entry in found)


def _fault(layout: Layout, lamp: Luminaire, placed: Lamp) -> str | None:
    if lamp.state in ("dead", "off"):
        return lamp.state
    if swung(layout, lamp, placed.photometry.beam_deg) is not None:
        return "swung"
    return "dimmed" if lamp.dim < 1.0 else None


def _beyond(value: float, band: tuple[float, float]) -> float:
    return max(0.0, band[0] - value, value - band[1])


def _aimed_again(
    light: HallLight, part: Any, lamp: Luminaire, placed: Lamp, what_if: WhatIf
) -> tuple[dict[str, float], float]:
    """Ratios with one lamp aimed at its target: asked of the engine, which is put back after."""
    target = middle_of(light.layout, lamp.target or "", placed.at)
    part.engine.set_lamp(replace(placed, aim=target))
    try:
        other = WhatIf(light)
        return other.ratios(), other.base() - what_if.base()
    finally:
        part.engine.set_lamp(placed)
