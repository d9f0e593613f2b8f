"""A lux walk written down: each point named by a key, its entries read back, kept in the hall.

A key carries its point whole, so that a filled-in sheet needs nothing but itself to be read:
not the hall as it was, nor the numbers of the walk.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence

from planner import i18n
from planner.errors import LightError, Problem
from planner.light.readings import Stop
from planner.model import Instrument, Layout, LuxReading, natural

NEAR = 0.25  # m; a reading taken so near to a point was taken at it
NEAR_HEIGHT = 0.15  # m
MOST_ROWS = 5_000  # of a table; a walk has some hundred
_KEY = re.compile(
    r"lux:(\d+):([^:]+):(-?\d+):(-?\d+):(\d+):(horizontal|vertical):([a-z_]+):([^:]*)"
)


def key_of(stop: Stop) -> str:
    """A point as the name of its field; lengths in millimetres, for a name holds no full stop."""
    x, y, z = (round(1000 * v) for v in (*stop.at, stop.height))
    subject = _plain(stop.subject or "")
    return f"lux:{stop.number}:{_plain(stop.level)}:{x}:{y}:{z}:{stop.plane}:{stop.of}:{subject}"


def _plain(name: str) -> str:
    """An id without the full stops that would part a field's name; no id holds a tilde."""
    return name.replace(".", "~")


def _named(name: str) -> str:
    return name.replace("~", ".")


def readings_of(answers: Mapping[str, str]) -> tuple[LuxReading, ...]:
    """Readings out of a sheet's answers, in the sheet's order; an empty entry gives none.

    `answers` holds the entry of each key, ``<key>:daylight`` and ``<key>:time`` of single
    points, and for all points ``walk:meter``, ``walk:day``, ``walk:from``, ``walk:daylight``.

    Raises
    ------
    LightError
        Naming each point whose entry is no illuminance, and what was found there.
    """
    found = []
    wrong = []
    for name, value in answers.items():
        match = _KEY.fullmatch(name)
        if match is None or not value.strip():
            continue
        lux = _number(value)
        if lux is None:
            values = {"number": match[1], "found": value.strip()[:40]}
            wrong.append(Problem("light.walk.no-number", "", values))
            continue
        daylight = answers.get(f"{name}:daylight") or answers.get("walk:daylight")
        found.append(
            _at_point(
                match,
                lux=lux,
                instrument=answers.get("walk:meter") or None,
                day=answers.get("walk:day", "").strip() or None,
                time=answers.get(f"{name}:time") or answers.get("walk:from") or None,
                daylight=daylight == "yes",
            )
        )
    if wrong:
        raise _refused(*wrong)
    return tuple(found)


def _at_point(key: re.Match[str], **taken: object) -> LuxReading:
    """A reading at the point that a key names."""
    number, level, x, y, z, plane, of, subject = key.groups()
    return LuxReading.model_validate(
        {
            "id": f"walk-{number}",
            "level": _named(level),
            "of": of,
            "subject": _named(subject) or None,
            "at": (int(x) / 1000, int(y) / 1000),
            "height": int(z) / 1000,
            "plane": plane,
            **taken,
        }
    )


def _refused(*problems: Problem) -> LightError:
    said = " ".join(i18n.say(p.code, "en", **p.values) for p in problems)
    return LightError(said, problems=problems)


def _number(text: str) -> float | None:
    """An illuminance as somebody wrote it: ``540``, ``540 lx``, ``1,5``, ``1 200``."""
    match = re.fullmatch(
        r"(\d{1,7}(?:[.,，]\d{1,4})?)(?:lx|lux|勒克斯|勒)?", "".join(text.split()).lower()
    )
    return float(re.sub("[,，]", ".", match[1])) if match else None


def read_table(data: bytes) -> dict[str, str]:
    """Answers of a filled-in table: what stands before each point's key.

    Excel may have saved it with commas, semicolons or tabs, in UTF-8 or GBK.

    Raises
    ------
    LightError
        If there is no point in it.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    found = {}
    for delimiter in (",", ";", "\t"):
        rows = csv.reader(io.StringIO(text), delimiter=delimiter)
        for _, row in zip(range(MOST_ROWS), rows, strict=False):
            for n, cell in enumerate(row):
                if n and _KEY.fullmatch(cell.strip()):
                    found[cell.strip()] = row[n - 1].strip()
        if found:
            return found
    raise _refused(Problem("light.walk.no-point"))


# --- in the hall ---


def at_stops(layout: Layout, stops: Iterable[Stop]) -> dict[int, LuxReading]:
    """The reading that was taken at each point of a walk, by the point's number."""
    left = list(layout.lux_readings)
    found = {}
    for stop in stops:
        here = [r for r in left if _taken_at(r, stop)]
        if here:
            best = min(here, key=lambda r: (_gap(r, stop.at), natural(r.id)))
            found[stop.number] = best
            left.remove(best)
    return found


def _taken_at(reading: LuxReading, stop: Stop | LuxReading) -> bool:
    if (reading.level, reading.plane) != (stop.level, stop.plane) or stop.at is None:
        return False
    if (reading.of, reading.subject) != (stop.of, stop.subject):
        return False
    high = reading.height is None or stop.height is None
    high = high or abs(reading.height - stop.height) <= NEAR_HEIGHT  # type: ignore[operator]
    return high and _gap(reading, stop.at) <= NEAR


def _gap(reading: LuxReading, at: tuple[float, float]) -> float:
    return math.dist(reading.at, at) if reading.at is not None else math.inf


def with_readings(
    layout: Layout, readings: Sequence[LuxReading], gone: Iterable[str] = ()
) -> Layout:
    """The hall with new readings; one at a place that was read before takes its place.

    `gone` are ids of readings that are taken out.
    """
    out = set(gone)
    kept = {r.id: r for r in layout.lux_readings if r.id not in out}
    taken = layout.ids - out
    for reading in readings:
        old = next((r for r in kept.values() if _taken_at(r, reading)), None)
        name = old.id if old is not None else _free(reading.id, taken)
        taken |= {name}
        kept[name] = reading.model_copy(update={"id": name})
    return layout.model_copy(update={"lux_readings": tuple(kept.values())})


def _free(name: str, taken: frozenset[str]) -> str:
    if name not in taken:
        return name
    n = 1
    while f"walk-{n}" in taken:
        n += 1
    return f"walk-{n}"


def entered(layout: Layout, answers: Mapping[str, str], gone: Iterable[str] = ()) -> Layout:
    """The hall with a sheet's entries; an entry that was emptied takes its reading out.

    Raises
    ------
    LightError
        As `readings_of`; nothing is changed then.
    """
    readings = readings_of(answers)
    out = set(gone)
    for name, value in answers.items():
        match = _KEY.fullmatch(name)
        if match is None or value.strip():
            continue
        point = _at_point(match, lux=0.0)
        out |= {r.id for r in layout.lux_readings if _taken_at(r, point)}
    meters = {meter.id for meter in layout.instruments}
    known = [
        r if r.instrument in meters else r.model_copy(update={"instrument": None}) for r in readings
    ]
    for reading in known:
        if not _fits(layout, reading):
            values = {"found": reading.subject or reading.level}
            raise _refused(Problem("light.walk.other-hall", "", values))
    return with_readings(layout, known, out)


def _fits(layout: Layout, reading: LuxReading) -> bool:
    """Whether a reading's level and subject are of this hall."""
    levels = {level.id for level in layout.levels}
    return reading.level in levels and (reading.subject is None or reading.subject in layout.by_id)


def with_meter(layout: Layout, name: str, sort: str, error_share: float | None) -> Layout:
    """The hall with one more meter, its error as a share of a reading."""
    n = 1
    while f"meter-{n}" in layout.ids:
        n += 1
    meter = Instrument.model_validate(
        {"id": f"meter-{n}", "name": name, "sort": sort, "error_share": error_share}
    )
    return layout.model_copy(update={"instruments": (*layout.instruments, meter)})
