"""Which thing a lux reading was taken on, and which readings are of the hall itself.

Said once, for the verdicts and for every page that shows a measured number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shapely
from shapely import Geometry, Point

from planner.catalog.kind import kinds
from planner.catalog.placed import place
from planner.model import Fixture, Layout, LuxReading, natural
from planner.model.shapes import opening

REACH = 3.0  # m; a reading that names no subject belongs to one at most this far away

_TRAITS = {  # the first of them that the hall has
    "counter": ("display_counter", "counter"),
    "showcase": ("showcase",),
    "cash_desk": ("cashier",),
}


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings by the thing they were taken on, and those that could be of several."""

    by_subject: dict[str, list[LuxReading]]
    stray: list[LuxReading]


def places_of(layout: Layout, of: str) -> tuple[str, ...]:
    """Fixtures, windows or doors of a sort whose light is judged, by natural order.

    Service counters stand in where no display counter is drawn.
    """
    if of == "storefront":
        found = [door.id for door in layout.doors if door.is_entrance]
    elif of == "window":
        found = [window.id for window in layout.windows if window.shop_front]
    else:
        found = []
        for trait in _TRAITS.get(of, ()):
            found = found or [f.id for f in layout.fixtures if trait in kinds()[f.kind].traits]
    return tuple(sorted(found, key=natural))


def of_places(
    layout: Layout, of: str, candidates: Sequence[str], plane: str, least: int
) -> Readings:
    """Readings of a sort by thing.

    A reading names its subject; else it belongs to the only candidate there is, else to the
    nearest within reach. Where at least `least` readings of a thing lie on `plane`, the
    plane its viewers look at, only these count.
    """
    found: dict[str, list[LuxReading]] = {name: [] for name in candidates}
    stray = []
    for reading in layout.lux_readings:
        if reading.of != of:
            continue
        name = reading.subject or _owner(layout, reading, candidates)
        if name is None:
            stray.append(reading)
        else:
            found.setdefault(name, []).append(reading)
    for name, readings in found.items():
        faced = [reading for reading in readings if reading.plane == plane]
        if len(faced) >= least:
            found[name] = faced
    return Readings(found, stray)


def of_hall(
    layout: Layout,
    plane: str,
    heights: tuple[float, float],
    public_floor: Callable[[str], Geometry],
) -> list[LuxReading]:
    """Readings of the hall itself, on the public floor [lx].

    Horizontal ones count at the height of the working plane, within `heights` [m]; one that
    notes no height or no place is taken as rightly placed.
    """

    def counts(reading: LuxReading) -> bool:
        if reading.of != "hall" or reading.plane != plane:
            return False
        if plane == "horizontal" and reading.height is not None:
            low, high = heights
            if not low - 1e-9 <= reading.height <= high + 1e-9:
                return False
        return reading.at is None or (
            float(shapely.distance(public_floor(reading.level), Point(reading.at))) < 1e-6
        )

    return [reading for reading in layout.lux_readings if counts(reading)]


def place_shape(layout: Layout, name: str) -> tuple[Geometry | None, str]:
    """The footprint of a fixture, door or window on plan [m], and the level it is on."""
    thing = layout.by_id.get(name)
    if isinstance(thing, Fixture):
        return place(layout, thing).footprint, thing.level
    if thing is not None and hasattr(thing, "wall"):
        hole = opening(layout, thing)
        return hole.gap, hole.level
    return None, ""


def _owner(layout: Layout, reading: LuxReading, candidates: Sequence[str]) -> str | None:
    if len(candidates) == 1:
        return candidates[0]
    if reading.at is None:
        return None
    spot = Point(reading.at)
    near = []
    for name in candidates:
        shape, level = place_shape(layout, name)
        if shape is not None and level == reading.level and shapely.distance(shape, spot) <= REACH:
            near.append((round(shapely.distance(shape, spot), 6), natural(name), name))
    return min(near)[2] if near else None
