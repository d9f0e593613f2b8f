"""Light as a ratio: readings on a thing against the readings of the hall around it.

The gain of one meter cancels in a ratio; what is left is how well a reading repeats and how
the cell weighs slanting light. A meter known to be worse than that, and a second meter,
widen the ratio's interval.
"""

import math
from dataclasses import dataclass

import shapely
from shapely import Geometry, Point

from planner.catalog import metered
from planner.model import LuxReading, natural
from planner.study.study import Study


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of some readings."""

    lux: float
    readings: tuple[LuxReading, ...]

    @property
    def daylight(self) -> bool:
        """Whether daylight reached one of them."""
        return any(reading.daylight for reading in self.readings)

    @property
    def meters(self) -> frozenset[str | None]:
        """The meters they were taken with; None where it was not noted."""
        return frozenset(reading.instrument for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A subject's light over the hall's, and how sure that is."""

    subject: str
    lux: float  #: of the subject [lx]
    base: float  #: of the hall [lx]
    error: float  #: share of the ratio

    @property
    def value(self) -> float:
        """Target over base."""
        return self.lux / self.base

    @property
    def interval(self) -> tuple[float, float]:
        """The least and the most the ratio can be."""
        return (self.value * (1.0 - self.error), self.value * (1.0 + self.error))


def mean(readings: list[LuxReading]) -> Mean | None:
    """The mean of readings; None of none."""
    if not readings:
        return None
    lux = math.fsum(reading.lux for reading in readings) / len(readings)
    return Mean(lux, tuple(readings))


def base_readings(study: Study, plane: str, heights: tuple[float, float]) -> list[LuxReading]:
    """Readings of the hall itself, on the public floor [lx]; `metered.of_hall`."""
    found: list[LuxReading] = study.once(
        ("base readings", plane, heights),
        lambda: metered.of_hall(study.layout, plane, heights, study.public_floor),
    )
    return found


def target_readings(
    study: Study, of: str, candidates: tuple[str, ...], plane: str, least: int
) -> tuple[dict[str, list[LuxReading]], list[LuxReading]]:
    """Readings by thing, and those that could be of several; `metered.of_places`."""
    found = metered.of_places(study.layout, of, candidates, plane, least)
    return found.by_subject, found.stray


def place_of(study: Study, name: str) -> tuple[Geometry | None, str]:
    """The footprint of a fixture, door or window and the level it is on."""
    if name in study.placed:
        placed = study.placed[name]
        return placed.footprint, placed.fixture.level
    hole = study.windows.get(name) or study.doors.get(name)
    return (hole.gap, hole.level) if hole is not None else (None, "")


def nearest(study: Study, name: str, readings: list[LuxReading]) -> list[LuxReading]:
    """The base reading nearest to a thing, alone; none where no place is noted."""
    shape, level = place_of(study, name)
    if shape is None:
        return []
    placed = [r for r in readings if r.at is not None and r.level == level]
    key = lambda r: (round(shapely.distance(shape, Point(r.at)), 6), natural(r.id))  # noqa: E731
    return [min(placed, key=key)] if placed else []


def error_of(study: Study, target: Mean, base: Mean, same: float, other: float) -> float:
    """How far off a ratio can be, as a share of it.

    One meter: `same`, or its own stated error where that is larger. Two: the root of the
    sum of squares of both meters' errors, `other` where none is stated.
    """
    stated: dict[str | None, float | None]
    stated = {i.id: i.error_share for i in study.layout.instruments}
    meters = target.meters | base.meters
    if len(meters) == 1:
        return max(same, stated.get(next(iter(meters))) or 0.0)

    def worst(of: Mean) -> float:
        errors = [stated.get(meter) for meter in of.meters]
        return max(other if error is None else error for error in errors)

    return math.hypot(worst(target), worst(base))
