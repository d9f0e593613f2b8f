"""Lux readings: where to take them, what they say, and how far the model agrees.

A ratio needs one state of the hall: display lighting on, after dark or blinds closed, the
same meter for all points. The gain error of one meter cancels in a ratio; two meters, or a
meter and a phone, bring theirs along.
"""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.optimize import lsq_linear

from planner.catalog import metered
from planner.light.hall import (
    HallLight,
    LevelLight,
    Target,
    counters_of,
    counting,
    public_floor,
)
from planner.model import Layout, LuxReading, natural
from planner.model.shapes import inner_side, opening, solid_walls

Array = np.ndarray[Any, Any]

# Ours, after the guideline's reading of light.
SPACING = 2.0  # m; of the points on the hall's floor
LEAST_BASE = 5  # points in the hall
LEAST_TARGET = 3  # points on each place
SAME_METER = 0.05  # error of a ratio, as a share: repeatability, cosine
EACH_METER = 0.08  # of each meter's reading where there are two
HEIGHTS = (0.65, 0.85)  # m; where a reading of the hall is taken
PLANES = {
    "window": "vertical",
    "storefront": "vertical",
    "showcase": "vertical",
    "counter": "horizontal",
    "cash_desk": "horizontal",
}
SORT_ERROR = {"meter": 0.08, "phone": 0.25, "other": 0.25}  # of one reading, where none is stated
DETOUR = 12.0  # m; what a wall between two points adds to the way
DEAD_SHARE = 0.4  # of the hall's factor; a fitted lamp below it is suspected
PRIOR = 2.0  # how strongly a lamp is held to the hall's common factor
OUTLIER = 2.5  # standard errors; a reading further off counts less
SOUND = 0.25  # spread of the residuals above which lamps are not suspected, the model is


@dataclass(frozen=True)
class Stop:
    """One point of the walk: where to hold the meter, and how."""

    number: int
    level: str
    at: tuple[float, float]
    height: float  #: of the meter's cell above the local floor [m]
    plane: str  #: ``horizontal``: cell up; ``vertical``: cell looking to `facing_deg`
    facing_deg: float | None
    of: str
    subject: str | None
    predicted_lux: float

    @property
    def instruction(self) -> str:
        """Word key that says how to hold the meter; takes `height` and `number`."""
        return f"light.hold-{self.plane}"


def walk(layout: Layout, light: HallLight | None = None) -> tuple[Stop, ...]:
    """The points to measure, in walking order from the entrance.

    At least `LEAST_BASE` points of a raster on the public floor and `LEAST_TARGET` on every
    place that is judged; what can be reached from one standpoint comes together.
    """
    light = light or HallLight(layout)
    lux = light.lux()
    stops: list[Stop] = []
    for name, part in light.levels.items():
        groups = _base_groups(part, lux[name])
        groups += [
            _target_group(part, target, lux[name])
            for target in sorted(part.targets.values(), key=lambda t: (t.of, natural(t.id)))
            if target.of != "poster"
        ]
        groups = [group for group in groups if group]
        for number in _shortest(layout, name, groups, _start(layout, name)):
            stops += groups[number]
    return tuple(
        Stop(n, s.level, s.at, s.height, s.plane, s.facing_deg, s.of, s.subject, s.predicted_lux)
        for n, s in enumerate(stops, 1)
    )


def _base_groups(part: LevelLight, lux: Array) -> list[list[Stop]]:
    """Raster points nearest to the middles of `SPACING` squares, closer where too few."""
    where = part.engine.place("hall")
    points, free = part.engine.points[where], part.counted
    values = lux[where]
    for spacing in (SPACING, SPACING / 2, SPACING / 4):
        cells = np.floor((points[:, :2] - part.origin) / spacing).astype(int)
        middles = np.array(part.origin) + (cells + 0.5) * spacing
        gap = np.hypot(*(points[:, :2] - middles).T) + np.where(part.rim, 1.0, 0.0)
        best: dict[tuple[int, int], int] = {}
        for i in np.flatnonzero(free):
            cell = (int(cells[i, 1]), int(cells[i, 0]))
            if cell not in best or gap[i] < gap[best[cell]] - 1e-9:
                best[cell] = int(i)
        if len(best) >= LEAST_BASE:
            break
    found = []
    for cell in sorted(best):
        x, y, z = points[best[cell]]
        at = (round(float(x), 3), round(float(y), 3))
        predicted = float(values[best[cell]])
        found.append(
            [Stop(0, part.level, at, float(z), "horizontal", None, "hall", None, predicted)]
        )
    return found


def _target_group(part: LevelLight, target: Target, lux: Array) -> list[Stop]:
    """Three points or more of one place, spread over it."""
    found: list[Stop] = []
    engine = part.engine
    receivers = counting(engine, target)
    each = max(1, math.ceil(LEAST_TARGET / len(receivers)))
    for name in receivers:
        where = engine.place(name)
        free = np.flatnonzero(~engine.covered[where]) + where.start
        if len(free) == 0:
            continue
        for q in range(each):
            i = int(free[min(len(free) - 1, int((q + 0.5) / each * len(free)))])
            (x, y, z), (nx, ny, nz) = engine.points[i], engine.normals[i]
            upright = abs(nz) < 0.5
            facing = round(math.degrees(math.atan2(ny, nx)) % 360, 1) if upright else None
            at = (round(float(x), 3), round(float(y), 3))
            plane = "vertical" if upright else "horizontal"
            height = round(float(z), 3)
            predicted = float(lux[i])
            found.append(
                Stop(0, part.level, at, height, plane, facing, target.of, target.id, predicted)
            )
    return found


def _start(layout: Layout, level: str) -> tuple[float, float]:
    for door in layout.doors:
        if door.is_entrance and layout.level_of(door) == level:
            where = opening(layout, door)
            return where.place(0.0, 0.5, inner_side(layout, where))
    return min(layout.by_id[level].outline)


def _shortest(
    layout: Layout, level: str, groups: list[list[Stop]], start: tuple[float, float]
) -> list[int]:
    """An order of the groups that makes a short walk: the nearest next, then crossings undone."""
    spots = np.array([start, *(group[0].at for group in groups)])
    n = len(spots)
    if n == 1:
        return []
    way = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    solid = solid_walls(layout, level)
    if not solid.is_empty:
        shapely.prepare(solid)
        i, j = np.triu_indices(n, 1)
        lines = shapely.linestrings(np.stack([spots[i], spots[j]], axis=1))
        cut = shapely.intersects(solid, lines)
        way[i[cut], j[cut]] += DETOUR
        way[j[cut], i[cut]] += DETOUR
    tour, left = [0], set(range(1, n))
    while left:
        nearest = min(left, key=lambda k: (way[tour[-1], k], k))
        tour.append(nearest)
        left.remove(nearest)
    for _ in range(30):
        better = False
        for a, b in itertools.combinations(range(1, n), 2):
            after = way[tour[b], tour[b + 1]] if b + 1 < n else 0.0
            then = way[tour[a], tour[b + 1]] if b + 1 < n else 0.0
            gain = way[tour[a - 1], tour[a]] + after - way[tour[a - 1], tour[b]] - then
            if gain > 1e-9:
                tour[a : b + 1] = tour[a : b + 1][::-1]
                better = True
        if not better:
            break
    return [k - 1 for k in tour[1:]]


# --- what was measured ---


@dataclass(frozen=True)
class Measured:
    """A mean of readings."""

    lux: float
    points: int
    daylight: bool  #: daylight reached a cell
    instruments: frozenset[str | None]


def base_of(layout: Layout) -> Measured | None:
    """The mean reading of the hall, as the verdicts take it."""

    def public(level: str) -> shapely.Geometry:
        return public_floor(layout, layout.by_id[level]).difference(counters_of(layout, level))

    return _mean(metered.of_hall(layout, "horizontal", HEIGHTS, public))


def means_of(layout: Layout, of: str) -> dict[str, Measured]:
    """The mean reading of every measured place of a sort, as the verdicts take it."""
    sort, plane = ("other", "vertical") if of == "poster" else (of, PLANES[of])
    places = metered.places_of(layout, of)
    found = metered.of_places(layout, sort, places, plane, LEAST_TARGET)
    means = {name: _mean(readings) for name, readings in found.by_subject.items()}
    return {name: mean for name, mean in means.items() if mean is not None}


def _mean(readings: list[LuxReading]) -> Measured | None:
    if not readings:
        return None
    return Measured(
        math.fsum(r.lux for r in readings) / len(readings),
        len(readings),
        any(r.daylight for r in readings),
        frozenset(r.instrument for r in readings),
    )


def error_of(layout: Layout, instrument: str | None) -> float:
    """Error of one reading, as a share."""
    for meter in layout.instruments:
        if meter.id == instrument:
            return SORT_ERROR[meter.sort] if meter.error_share is None else meter.error_share
    return SORT_ERROR["meter"]


def ratio_error(layout: Layout, one: Measured, base: Measured) -> float:
    """Error of the ratio of two means, as a share: less where one meter took both."""
    stated = {m.id: m.error_share for m in layout.instruments}
    meters = one.instruments | base.instruments
    if len(meters) == 1:
        return max(SAME_METER, stated.get(next(iter(meters)) or "") or 0.0)

    def worst(of: Measured) -> float:
        errors = (stated.get(meter or "") for meter in of.instruments)
        return max(EACH_METER if error is None else error for error in errors)

    return math.hypot(worst(one), worst(base))


# --- the model held against the readings ---


@dataclass(frozen=True)
class Residual:
    """One reading and what the fitted model says there."""

    reading: str
    measured_lux: float
    model_lux: float  #: before fitting
    fitted_lux: float

    @property
    def off(self) -> float:
        """How far the reading lies above the fitted model, as a share of it."""
        return self.measured_lux / self.fitted_lux - 1 if self.fitted_lux > 0 else math.inf


@dataclass(frozen=True)
class Fit:
    """A model that follows the readings."""

    factor: float  #: what the whole hall gives, as a share of the model
    states: Mapping[str, float]  #: share of its first flux each lamp seems to give, by lamp
    suspects: tuple[str, ...]  #: lamps recorded as on that the readings do not see
    residuals: tuple[Residual, ...]
    spread: float  #: typical residual, as a share: 1.48 times their median

    @property
    def sound(self) -> bool:
        """Whether model and readings are of one hall; else lamps, heights or aims are wrong."""
        return self.spread <= SOUND


def fit(layout: Layout, light: HallLight | None = None) -> Fit | None:
    """Fit lamp states and one common factor to the readings; None with fewer than three.

    Every lamp is held to the common factor unless the readings say otherwise, and may then
    leave it freely (weights are computed anew, so that a dead lamp is not averaged away);
    readings that fit nothing count less. Where most do not fit, no lamp is suspected.
    Readings with daylight, without a place, or upright without a subject are left out.
    """
    light = light or HallLight(layout)
    rows, used = [], []
    for reading in layout.lux_readings:
        row = None if reading.daylight else _row(light, reading)
        if row is not None and reading.lux > 0:
            rows.append(row)
            used.append(reading)
    names = [lamp.id for part in light.levels.values() for lamp in part.lamps.values()]
    if len(used) < 3 or not names:
        return None
    matrix = np.array([row[:-1] for row in rows])
    street = np.array([row[-1] for row in rows]) * light.street_lux
    now = np.concatenate([part.engine.states for part in light.levels.values()])
    lit = now > 0
    lux = np.array([r.lux for r in used])
    model = matrix @ now + street
    share = np.array([error_of(layout, r.instrument) for r in used])
    weight = 1.0 / (share * np.maximum(lux, 5.0))
    start = matrix * now[None]
    factor = float(np.median((lux - street).clip(0.1) / np.maximum(start.sum(1), 1e-6)))
    part_of = np.full(len(names), factor)
    held = np.ones(len(names))
    trust = np.ones(len(used))
    exact = weight
    for _ in range(12):
        weight = exact * trust
        a = np.vstack([weight[:, None] * start[:, lit], np.diag(np.sqrt(held[lit]))])
        b = np.concatenate([weight * (lux - street), np.sqrt(held[lit]) * factor])
        part_of[lit] = lsq_linear(a, b, bounds=(0.0, max(2.0, 2 * factor)), method="bvls").x
        held = PRIOR / (np.abs(part_of - factor) / factor + 0.05)
        sound = part_of[lit][part_of[lit] > 0.5 * np.median(part_of[lit])]
        factor = float(np.median(sound)) if len(sound) else factor
        gap = np.abs(start[:, lit] @ part_of[lit] + street - lux) * exact
        trust = np.sqrt(np.minimum(1.0, OUTLIER / np.maximum(gap, 1e-9)))
    fitted = start[:, lit] @ part_of[lit] + street
    residuals = tuple(
        Residual(r.id, r.lux, float(m), float(f))
        for r, m, f in zip(used, model, fitted, strict=True)
    )
    suspects = tuple(
        name
        for name, value, on in zip(names, part_of, lit, strict=True)
        if on and value < DEAD_SHARE * factor
    )
    off = lux / np.maximum(fitted, 1e-6) - 1
    given = now / light.maintenance
    states = {
        name: float(g * p)
        for name, g, p in zip(names, given, np.where(lit, part_of, 0.0), strict=True)
    }
    spread = float(1.48 * np.median(np.abs(off)))
    if spread > SOUND:
        suspects = ()
    return Fit(factor, states, tuple(sorted(suspects, key=natural)), residuals, spread)


def _row(light: HallLight, reading: LuxReading) -> Array | None:
    """What every lamp of the hall, and the street, gives at a reading's place."""
    part = light.levels[reading.level]
    target = part.targets.get(reading.subject or "")
    at: Array
    if reading.plane == "vertical":
        if target is None:
            return None
        places = [part.engine.place(name) for name in counting(part.engine, target)]
        numbers = np.concatenate([np.arange(p.start, p.stop) for p in places])
        numbers = numbers[np.abs(part.engine.normals[numbers, 2]) < 0.5]
        if len(numbers) == 0:
            return None
        points = part.engine.points[numbers]
        if reading.at is None:
            at, facing = points, part.engine.normals[numbers]
        else:
            near = int(np.hypot(*(points[:, :2] - reading.at).T).argmin())
            z = points[near, 2] if reading.height is None else reading.height
            at = np.array([[*points[near, :2], z]])
            facing = part.engine.normals[numbers[near]][None]
    elif reading.at is not None:
        z = 0.75 if reading.height is None else reading.height
        if target is not None and reading.height is None:
            z = target.spot[2]
        at, facing = np.array([[*reading.at, z]]), np.array([[0.0, 0.0, 1.0]])
    elif target is not None:
        at, facing = np.array([target.spot]), np.array([[0.0, 0.0, 1.0]])
    else:
        return None
    direct, reflected = part.engine.at(at, facing)
    own = reflected.astype(float)
    own[:-1] += direct * part.engine.tilt_factors[:, None]
    own = own.mean(axis=1)
    lamps = []
    for other in light.levels.values():
        lamps.append(own[:-1] if other is part else np.zeros(len(other.lamps)))
    return np.append(np.concatenate(lamps), own[-1])
