"""How bright each place is by the light model, for places where nobody held a meter.

The model is asked only where it is needed, and kept from edit to edit: what an edit changed
is computed, what it left alone is not. A result depends on nothing but the layout's light,
so the same layout always gets the same answer, whoever asked before.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import shapely

from planner.model import Layout, Luminaire, natural
from planner.study.lamps import photometry, shines
from planner.study.ratios import place_of
from planner.study.study import Study

if TYPE_CHECKING:  # the model brings compiled loops: it is loaded where it is first asked
    from planner.light import HallLight, WhatIf

Found = TypeVar("Found")

MODELS = 3  # halls whose light is kept, tens of megabytes each
RESULTS = 64  # layouts whose answer is remembered
JUDGED = frozenset({"window", "storefront", "counter", "cash_desk", "showcase"})
CLEAR = 0.5  # m; nearer to a thing its own shadow falls on the working plane
LEAST_GAIN = 0.05  # of a ratio; a lamp that brings less is not named

_BUILT = {"levels", "walls", "doors", "windows", "columns", "stairs", "zones"}
_OF_FIXTURE = {"id", "kind", "level", "at", "facing_deg", "size", "height", "host", "side"}
_NOT_OF_LAMP = {"name", "owner", "since"}


@dataclass(frozen=True, slots=True)
class Repair:
    """The lamp whose repair brings a place most."""

    lamp: str
    fault: str  #: ``dead``, ``off`` or ``dimmed``
    ratio: float  #: of the place to the hall's mean, with that lamp at its full output


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the model sees it."""

    lux: float  #: mean, held as its meter is [lx]
    near_lux: float | None  #: level at 0.75 m, at the hall's nearest point clear of it [lx]
    spot: tuple[float, float]  #: its middle [m]
    repair: Repair | None  #: that brightens it


@dataclass(frozen=True, slots=True)
class Predicted:
    """A hall as the model sees it."""

    base: float  #: mean at 0.75 m over the public floor [lx]
    places: Mapping[str, Place]  #: by fixture, window or door; those no meter fits on are left out


def predicted(study: Study) -> Predicted | None:
    """What the model says of a hall.

    A study in a hurry gets what is known: of this layout, else of the one before, else
    None; `Study.left_out` then says ``light``.
    """
    found: Predicted | None = study.once("predicted light", lambda: _asked(study))
    return found


def lamps(study: Study, level: str) -> tuple[Luminaire, ...]:
    """The lamps of a level."""
    by_level: dict[str, tuple[Luminaire, ...]] = study.once(
        "lamps by level",
        lambda: {
            name: tuple(lamp for lamp in study.layout.luminaires if lamp.level == name)
            for name in study.levels
        },
    )
    return by_level[level]


def lit(study: Study, level: str) -> tuple[Luminaire, ...]:
    """The lamps of a level that give light as recorded."""
    return tuple(lamp for lamp in lamps(study, level) if shines(lamp))


def unstated(study: Study, level: str) -> tuple[str, ...]:
    """Lit lamps of a level whose output nobody stated: neither a flux nor a file that reads."""
    return tuple(
        lamp.id
        for lamp in lit(study, level)
        if lamp.flux_lm is None and photometry(study, lamp) is None
    )


def compute(layout: Layout) -> Predicted:
    """What the model says of a layout, at once where it was asked before."""
    key = _key(layout)
    found = _known(key)
    if found is None:
        kept = _kept(layout)
        with kept.lock:
            found = kept.settled(layout, key)[1]
    return found


def with_light(layout: Layout, use: Callable[["HallLight"], Found]) -> Found:
    """`use` of the layout's light; nobody else changes it meanwhile.

    The light is that of the hall's last layout, brought up to this one.
    """
    kept = _kept(layout)
    with kept.lock:
        return use(kept.settled(layout, _key(layout))[0])


# --- kept from edit to edit ---


@dataclass
class _Kept:
    """The light of one building."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    light: "HallLight | None" = None
    newest: Predicted | None = None

    def settled(self, layout: Layout, key: Any) -> "tuple[HallLight, Predicted]":
        """The light, of this layout now, and what it says."""
        from planner.light import HallLight

        light, self.light = self.light, None  # half an update is no light
        if light is None:
            light = HallLight(layout)
        elif light.layout is not layout:
            light.update(layout)
        self.light = light
        found = _known(key)
        self.newest = found or _predict(Study(layout), light)
        with _guard:
            _results[key] = self.newest
            _results.move_to_end(key)
            while len(_results) > RESULTS:
                _results.popitem(last=False)
        return light, self.newest


_guard = threading.RLock()
_lights: OrderedDict[Any, _Kept] = OrderedDict()
_results: OrderedDict[Any, Predicted] = OrderedDict()


def _known(key: Any) -> Predicted | None:
    with _guard:
        return _results.get(key)


def _kept(layout: Layout) -> _Kept:
    key = (layout.id, layout.model_dump_json(include={"levels", "walls"}))
    with _guard:
        kept = _lights.setdefault(key, _Kept())
        _lights.move_to_end(key)
        while len(_lights) > MODELS:
            _lights.popitem(last=False)
        return kept


def _key(layout: Layout) -> Any:
    """All that light depends on, as text: no message, no name of a lamp, no reading."""
    drawn = layout.model_dump_json(
        include={
            **dict.fromkeys(_BUILT, True),
            "fixtures": {"__all__": _OF_FIXTURE},
            "luminaires": True,
        },
        exclude={"luminaires": {"__all__": _NOT_OF_LAMP}},
    )
    return (drawn, tuple((file.id, file.text) for file in layout.photometric_files))


def _asked(study: Study) -> Predicted | None:
    if not study.hurried:
        return compute(study.layout)
    found = _known(_key(study.layout))
    if found is None:
        study.left_out.add("light")
        found = _kept(study.layout).newest
    return found


# --- asking the model ---


def _predict(study: Study, light: "HallLight") -> Predicted:
    from planner.light import WhatIf

    lux = light.lux()
    what_if = WhatIf(light)
    places = {}
    for target in light.targets:
        if target.of not in JUDGED or not light.levels[target.level].lamps:
            continue
        value = light.mean_on(target, lux)
        if value is None:
            continue
        near = _near(study, light, target.id, lux)
        repair = _repair(light.layout, what_if, target.id)
        places[target.id] = Place(value, near, target.spot[:2], repair)
    return Predicted(light.base(lux), places)


def _near(study: Study, light: "HallLight", name: str, lux: Mapping[str, Any]) -> float | None:
    """Light at the counted point of the raster nearest to a place, clear of its shadow.

    The mean of those equally near.
    """
    shape, level = place_of(study, name)
    part = light.levels[level]
    where = part.engine.place("hall")
    points = part.engine.points[where][part.counted]
    if shape is None:
        return None
    gaps = shapely.distance(shape, shapely.points(points[:, 0], points[:, 1]))
    clear = gaps >= CLEAR - 1e-6
    if not clear.any():
        return None
    nearest = clear & (gaps <= gaps[clear].min() + 1e-6)
    return float(np.mean(lux[level][where][part.counted][nearest]))


def _repair(layout: Layout, what_if: "WhatIf", name: str) -> Repair | None:
    """The dead, switched-off or dimmed lamp that brightens a place most."""
    best: Repair | None = None
    now = what_if.present.get(name)
    for lamp in sorted(layout.luminaires, key=lambda lamp: natural(lamp.id)):
        fault = lamp.state if lamp.state in ("dead", "off") else "dimmed" if lamp.dim < 1 else None
        if fault is None or now is None:
            continue
        after = what_if.ratios({lamp.id: 1.0})[name]
        if after > (best.ratio + 1e-9 if best else now + LEAST_GAIN):
            best = Repair(lamp.id, fault, after)
    return best
