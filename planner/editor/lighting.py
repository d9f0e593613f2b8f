"""The light of an open board, computed beside it: the newest layout wins, nobody waits."""

import base64
import hashlib
import json
import logging
import threading
import time
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from planner import i18n, units
from planner.model import Layout, natural
from planner.rules.pack import Pack, load_pack, numbers
from planner.study.labels import label
from planner.study.predicted import compute, with_light

if TYPE_CHECKING:  # the model is loaded where it is first asked: a board opens quicker
    from planner.light import HallLight, Ratio, Repair

Job = TypeVar("Job")

JUDGED = {
    "storefront_light": "storefront",
    "window_light": "window",
    "counter_light": "counter",
    "showcase_light": "showcase",
}
SHOWN = ("storefront", "window", "counter", "showcase", "cash_desk")
TICKS = (50, 100, 200, 300, 500, 1000, 2000)  # lx, at the colour bar
LONG = 8  # points of a line that carries its value
MOST_MOVED = 3  # places named at a lamp
PAUSE = 0.1  # s; the verdicts leave first, and what is done in one go is computed once

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Band:
    """What a rule asks of a sort of place."""

    low: float
    high: float
    severity: str
    predicted: float = 0.15  #: share by which a predicted ratio may be wrong
    mean: bool = True  #: whether the hall's mean is what it is held against


def bands(packs: Iterable[Any], readings: Mapping[str, str]) -> dict[str, Band]:
    """Lowest and highest ratio of each sort of place that packs, or packs of a name, judge."""
    found = {}
    for given in packs:
        pack = given if isinstance(given, Pack) else load_pack(given, readings)
        for rule in pack.rules:
            if rule.check is not None and rule.check.name in JUDGED:
                asked = numbers(rule, pack.chosen)
                (low, high), mean = asked["ratio"], asked["base"] == "mean-horizontal"
                found[JUDGED[rule.check.name]] = Band(
                    low, high, str(rule.severity), asked["predicted"], mean
                )
    return found


@dataclass(frozen=True)
class Lit:
    """The light of one revision."""

    revision: Hashable
    layout: Layout
    limits: Mapping[str, Band]
    mean: float  #: lx on the working plane of the public floor
    uniformity: Mapping[str, float]  #: by level
    ratios: "tuple[Ratio, ...]"
    repairs: "tuple[Repair, ...]"
    maps: Mapping[str, dict[str, Any]]  #: by level, as the board draws them
    failed: bool = False  #: nothing could be computed
    _shown: dict[str, dict[str, Any]] = field(default_factory=dict)

    def shown(self, lang: str) -> dict[str, Any]:
        """What the board shows, in one language, with a name for its content."""
        if lang not in self._shown:
            content = _content(self, lang)
            text = json.dumps(content, sort_keys=True)
            name = hashlib.sha256(text.encode()).hexdigest()[:16]
            self._shown[lang] = {"name": name, **content}
        return self._shown[lang]


class _Newest(Generic[Job]):
    """Works on the job it was given last, in a thread of its own.

    One that comes while another is worked on replaces any that still waits; the thread ends
    when nothing waits.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: Job | None = None
        self._thread: threading.Thread | None = None

    def _give(self, job: Job) -> None:
        """Put a job in the place of what waits; the caller holds the lock."""
        self._wanted = job
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True, name="light")
            self._thread.start()

    def rest(self, seconds: float = 60.0) -> None:
        """Wait until nothing is left to compute."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _work(self) -> None:
        while True:
            time.sleep(PAUSE)
            with self._lock:
                job, self._wanted = self._wanted, None
                if job is None:
                    self._thread = None
                    return
            self._do(job)

    def _do(self, job: Job) -> None:
        raise NotImplementedError


class Bench(_Newest[tuple[Hashable, Layout, dict[str, Band]]]):
    """Computes the light of the layout it was asked for last.

    A result always names the revision it belongs to.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked: tuple[Hashable, dict[str, Band]] | None = None
        self.result: Lit | None = None

    def want(self, revision: Hashable, layout: Layout, limits: dict[str, Band]) -> None:
        """Ask for a layout's light; asking again for the same costs nothing."""
        with self._lock:
            if self._asked == (revision, limits):
                return
            self._asked = (revision, limits)
            self._give((revision, layout, limits))

    def of(self, revision: Hashable, limits: dict[str, Band]) -> Lit | None:
        """The light of exactly this revision, if it is there."""
        found = self.result
        if found is None or (found.revision, found.limits) != (revision, limits):
            return None
        return found

    def _do(self, job: tuple[Hashable, Layout, dict[str, Band]]) -> None:
        try:
            found = self._lit(*job)
        except Exception:  # whatever it was, drawing goes on and the board says so
            _log.exception("the light of %s could not be computed", job[1].id)
            found = Lit(*job, 0.0, {}, (), (), {}, failed=True)
        self.result = found

    def _lit(self, revision: Hashable, layout: Layout, limits: dict[str, Band]) -> Lit:
        return with_light(layout, lambda light: _lit(light, revision, layout, limits))


def _lit(light: "HallLight", revision: Hashable, layout: Layout, limits: dict[str, Band]) -> Lit:
    from planner.light import hall_level, ratios, repair_order

    pairs = {name: (band.low, band.high) for name, band in limits.items()}
    return Lit(
        revision,
        layout,
        limits,
        light.base(),
        {part.level: part.uniformity for part in hall_level(layout, light)},
        ratios(layout, light, error={name: band.predicted for name, band in limits.items()}),
        repair_order(layout, light, bands=pairs),
        {level: _map(light, level) for level in light.levels},
    )


class Forecast(_Newest[Layout]):
    """Predicts the light of the layout it was asked for last.

    What it finds is kept where the audit looks for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._done: Layout | None = None
        self.failed: Layout | None = None  #: whose light could not be computed

    def want(self, layout: Layout) -> None:
        """Ask for a layout's light; it replaces any that still waits."""
        with self._lock:
            self._give(layout)

    def settled(self, layout: Layout) -> bool:
        """Whether the light of this very layout was worked on to its end."""
        return self._done is layout

    def _do(self, job: Layout) -> None:
        try:
            compute(job)
        except Exception:  # whatever it was, drawing goes on
            self.failed = job
            _log.exception("the light of %s could not be predicted", job.id)
        self._done = job


def _map(light: "HallLight", level: str) -> dict[str, Any]:
    """A level's map in metres of the plan: a picture, its floor, lines of equal light."""
    from planner.light import picture

    drawn = picture.lux_map(light, level)
    rows, columns = drawn.lux.shape
    lines = []
    for lux, pieces in drawn.isolux().items():
        longest = max(pieces, key=len)
        middle = longest[len(longest) // 2]
        at = [round(float(v), 3) for v in middle] if len(longest) > LONG else None
        points = [[[round(float(x), 3), round(float(y), 3)] for x, y in piece] for piece in pieces]
        lines.append({"lux": round(lux), "at": at, "lines": points})
    rings = [drawn.floor.exterior, *drawn.floor.interiors]
    data = base64.b64encode(picture.map_png(drawn)).decode("ascii")
    return {
        "origin": [round(v, 4) for v in drawn.origin],
        "size": [round(columns * drawn.step, 4), round(rows * drawn.step, 4)],
        "image": f"data:image/png;base64,{data}",
        "floor": [[[round(x, 3), round(y, 3)] for x, y in ring.coords] for ring in rings],
        "lines": lines,
        "values": [[x, y, round(lux)] for x, y, lux in drawn.values()],
    }


def _content(lit: Lit, lang: str) -> dict[str, Any]:
    from planner.light.picture import BRIGHTEST, DARKEST, RAMP

    order = {of: n for n, of in enumerate(SHOWN)}
    places = sorted(
        (ratio for ratio in lit.ratios if ratio.of in order),
        key=lambda ratio: (order[ratio.of], natural(ratio.id)),
    )
    return {
        "failed": lit.failed,
        "mean": round(lit.mean),
        "uniformity": {level: round(value, 3) for level, value in lit.uniformity.items()},
        "ratios": [_ratio(ratio, lit, lang) for ratio in places],
        "repairs": [_repair(repair, lit, lang) for repair in lit.repairs],
        "maps": dict(lit.maps),
        "ramp": {"colours": list(RAMP), "low": DARKEST, "high": BRIGHTEST, "ticks": list(TICKS)},
    }


def _ratio(ratio: "Ratio", lit: Lit, lang: str) -> dict[str, Any]:
    band = lit.limits.get(ratio.of) if ratio.judged else None
    outcome = ratio.outcome(band.low, band.high) if band and band.mean else "none"
    return {
        "id": ratio.id,
        "of": ratio.of,
        "level": ratio.level,
        "name": label(lit.layout, ratio.id)[lang],
        "at": [round(v, 3) for v in ratio.spot[:2]],
        "value": None if ratio.value is None else round(ratio.value, 4),
        "shown": "" if ratio.value is None else units.show_ratio(ratio.value),
        "interval": None if ratio.interval is None else [round(v, 4) for v in ratio.interval],
        "source": ratio.source,
        "band": [band.low, band.high] if band else None,
        "asked": f"{band.low:g}–{band.high:g}" if band else "",
        "outcome": outcome,
        "severity": band.severity if band else "",
        "note": " ".join(i18n.say(f"editor.light.note.{note}", lang) for note in ratio.notes),
    }


def _repair(repair: "Repair", lit: Lit, lang: str) -> dict[str, Any]:
    moved = sorted(repair.ratios.items(), key=lambda e: (-abs(e[1][1] - e[1][0]), natural(e[0])))
    return {
        "lamp": repair.lamp,
        "name": label(lit.layout, repair.lamp)[lang],
        "fault": i18n.say(f"editor.light.fault.{repair.fault}", lang),
        "moves": [
            f"{label(lit.layout, name)[lang]} {units.show_ratio(a)} → {units.show_ratio(b)}"
            for name, (a, b) in moved[:MOST_MOVED]
        ],
    }
