"""How long judging takes: every geometry and attribute rule of the default packs.

    .venv/bin/python benchmarks/rules.py            the table of README.md
    .venv/bin/python benchmarks/rules.py --top      and what each rule costs
    .venv/bin/python benchmarks/rules.py --quick    the two halls that have a target

Each round is what an edit makes: one thing is moved, which makes a new layout, and the whole
hall is judged again. Modules, packs and compiled loops are warm, as after the first call.
"""

import argparse
import math
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from planner.audit import audit
from planner.audit.judge import DEFAULT_PACKS, _judge, _ready
from planner.model import Fixture, Layout
from planner.rules.pack import load_pack

SEED = 7
DAY = date(2026, 3, 1)
TARGET_MS = {(40, 130): 50.0, (500, 130): 250.0, (500, 1610): 250.0}

TOPICS = ("campaign", "service", "tariff", "channel", "device", "data_service", "points")
COLOURS = ("#E60012", "#0085D0", "#FFFFFF", "#333333", "#F8B500", "#8FC31F", "#601986")
# shares of the items that are not counters, and how each is placed
MIX = (
    ("poster_57x84", 0.22, "wall"),
    ("poster_80x120", 0.08, "wall"),
    ("light_box_80x120", 0.05, "wall"),
    ("rollup_80x200", 0.15, "floor"),
    ("rack_floor", 0.10, "floor"),
    ("seat_row_3", 0.12, "floor"),
    ("self_service_terminal", 0.06, "floor"),
    ("ticket_machine", 0.02, "floor"),
    ("demo_table", 0.06, "floor"),
    ("showcase", 0.04, "floor"),
    ("plant", 0.05, "floor"),
    ("digital_screen_55", 0.03, "wall"),
    ("waste_bin", 0.02, "floor"),
)


@dataclass(frozen=True)
class Timing:
    """Milliseconds of some rounds."""

    rounds: tuple[float, ...]  # by the clock on the wall
    busy: tuple[float, ...]  # by the processor

    @property
    def best(self) -> float:
        """The quickest round: what the work itself takes on a busy machine."""
        return min(self.rounds)

    @property
    def median(self) -> float:
        """The round in the middle."""
        return statistics.median(self.rounds)

    @property
    def p95(self) -> float:
        """The round that one in twenty exceeds."""
        ordered = sorted(self.rounds)
        return ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)) - 1)]


def hall(items: int, area: float, *, lamps: int = 40, seed: int = SEED) -> Layout:
    """A made-up hall with counters, back office and mixed items; the same seed, the same hall."""
    rng = random.Random(seed)
    depth = round(math.sqrt(area / 1.3), 2)
    width = round(area / depth, 2)
    back = 2.0 if depth > 6 else 0.0  # depth of the back office
    data: dict[str, Any] = {
        "id": "hall",
        "branch": {"id": "b1", "name": "bench"},
        "as_of": DAY.isoformat(),
        "levels": [{"id": "L1", "outline": [[0, 0], [width, 0], [width, depth], [0, depth]]}],
        "walls": _walls(width, depth, back),
        "doors": [
            {"id": "D1", "wall": "w1", "at": width / 2, "width": 1.8, "use": "entrance"},
            {"id": "X1", "wall": "w2", "at": depth / 3, "width": 1.2, "use": "emergency"},
        ],
        "windows": [
            {
                "id": "W1",
                "wall": "w1",
                "at": width / 4 - 0.5,
                "width": min(2.0, width / 4),
                "sill": 0.3,
                "head": 2.6,
                "shop_front": True,
            }
        ],
        "columns": _columns(width, depth - back),
        "zones": _zones(width, depth, back),
        "campaigns": [
            {
                "id": f"c{n}",
                "name": f"campaign {n}",
                "purpose": "promotion",
                "audience": "everyone",
                "call_to_action": "ask the guide",
                "topic": TOPICS[n],
                "valid_from": "2026-01-01",
                "valid_to": f"2026-0{3 + n}-15",
                "priority": n + 1,
                "colours": [COLOURS[n], COLOURS[n + 2]],
            }
            for n in range(3)
        ],
        "fixtures": _fixtures(items, width, depth, back, rng),
        "luminaires": _lamps(lamps, width, depth),
        "instruments": [{"id": "m1", "name": "meter", "error_share": 0.08}],
        "lux_readings": _readings(width, depth),
        "environment_readings": [
            {"id": "e1", "of": "temperature", "value": 24.0, "day": DAY.isoformat()},
            {"id": "e2", "of": "noise", "value": 52.0, "day": DAY.isoformat()},
        ],
        "staff": [
            {"id": "S1", "role": "greeter", "level": "L1", "at": [width / 2, 2.0]},
            {"id": "S2", "role": "clerk", "level": "L1", "at": [1.5, depth - back - 0.4]},
        ],
        "journeys": [
            {
                "id": "j1",
                "name": "pay a bill",
                "stops": ["entrance", "ticket_machine", "waiting", "counter", "exit"],
            }
        ],
    }
    if back:
        data["doors"].append({"id": "B1", "wall": "i1", "at": 0.8, "width": 0.9})
    return Layout.from_data(data)


def _walls(width: float, depth: float, back: float) -> list[dict[str, Any]]:
    corners = [[0, 0], [width, 0], [width, depth], [0, depth]]
    walls = [
        {"id": f"w{n + 1}", "level": "L1", "start": corners[n], "end": corners[(n + 1) % 4]}
        for n in range(4)
    ]
    if back:
        y = depth - back
        inner = {"id": "i1", "level": "L1", "start": [0, y], "end": [width, y]}
        walls.append(inner | {"thickness": 0.1, "justify": "left"})
    return walls


def _columns(width: float, depth: float) -> list[dict[str, Any]]:
    across, along = int(width // 8), int(depth // 8)
    return [
        {
            "id": f"k{x}-{y}",
            "level": "L1",
            "at": [
                round((x + 1) * width / (across + 1), 3),
                round((y + 1) * depth / (along + 1), 3),
            ],
            "size": [0.5, 0.5],
        }
        for x in range(across)
        for y in range(along)
    ]


def _zones(width: float, depth: float, back: float) -> list[dict[str, Any]]:
    y = depth - back
    parts = {
        "entrance": (0.35, 0.0, 0.65, 0.2),
        "self_service": (0.0, 0.0, 0.3, 0.3),
        "experience": (0.7, 0.0, 1.0, 0.45),
        "waiting": (0.0, 0.35, 0.65, 0.65),
        "service_counters": (0.0, 0.7, 1.0, 1.0),
    }
    zones = [
        {
            "id": f"z-{use}",
            "level": "L1",
            "use": use,
            "ring": _box(a * width, b * y, c * width, d * y),
        }
        for use, (a, b, c, d) in parts.items()
    ]
    if back:
        ring = _box(0, y + 0.1, width, depth)
        zones.append({"id": "z-back", "level": "L1", "use": "back_office", "ring": ring})
    return zones


def _box(a: float, b: float, c: float, d: float) -> list[list[float]]:
    return [[round(x, 3), round(y, 3)] for x, y in ((a, b), (c, b), (c, d), (a, d))]


def _fixtures(
    items: int, width: float, depth: float, back: float, rng: random.Random
) -> list[dict[str, Any]]:
    front = depth - back
    counters = max(1, min(10, items // 8, int((width - 1.0) / 1.5)))
    found = [
        {
            "id": f"C{n + 1}",
            "kind": "service_counter",
            "level": "L1",
            "at": [round(0.9 + n * 1.5, 3), round(front - 1.4, 3)],
            "facing_deg": 270.0,
            "service": "tariff",
        }
        for n in range(counters)
    ]
    kinds = [part for part in MIX for _ in range(round(part[1] * items))]
    rng.shuffle(kinds)
    for n in range(items - counters):
        kind, _, where = kinds[n % len(kinds)] if kinds else MIX[0]
        place = _on_wall if where == "wall" else _on_floor
        fixture = {"id": f"F{n + 1}", "kind": kind, "level": "L1"} | place(width, front, rng)
        found.append(fixture | _said(kind, rng))
    return found


def _on_wall(width: float, depth: float, rng: random.Random) -> dict[str, Any]:
    side = rng.choice(("left", "right", "back", "front"))
    height = round(rng.choice((0.9, 1.0, 1.1, 1.3)), 2)
    if side in ("left", "right"):
        y = round(rng.uniform(0.6, depth - 0.6), 2)
        x = 0.01 if side == "left" else round(width - 0.01, 3)
        return {"at": [x, y], "facing_deg": 0.0 if side == "left" else 180.0, "height": height}
    low, high = (0.6, width - 0.6) if side == "back" else (width / 2 + 1.5, width - 0.6)
    x = round(rng.uniform(min(low, high), high), 2)
    y = round(depth - 0.01, 3) if side == "back" else 0.01
    return {"at": [x, y], "facing_deg": 270.0 if side == "back" else 90.0, "height": height}


def _on_floor(width: float, depth: float, rng: random.Random) -> dict[str, Any]:
    x = round(rng.uniform(0.6, width - 0.6), 2)
    y = round(rng.uniform(0.6, max(0.7, depth - 2.4)), 2)
    return {"at": [x, y], "facing_deg": float(rng.choice((0, 90, 180, 270, 270, 45)))}


def _said(kind: str, rng: random.Random) -> dict[str, Any]:
    if kind.startswith("rack"):
        return {"faces": [_face(rng)]}
    if kind.startswith(("poster", "light_box", "rollup", "digital")):
        return {"message": _message(rng)}
    return {}


def _message(rng: random.Random) -> dict[str, Any]:
    return {
        "campaign": f"c{rng.randrange(3)}",
        "colours": rng.sample(COLOURS, 2),
        "headline": rng.choice(("5G", "Home broadband", "Points")),
        "headline_height": rng.choice((0.03, 0.06, 0.1)),
        "last_checked": "2026-02-20",
        "condition": rng.choice(("good", "good", "good", "worn")),
    }


def _face(rng: random.Random) -> dict[str, Any]:
    pockets = [
        {"leaflet": {"campaign": f"c{rng.randrange(3)}", "topic": rng.choice(TOPICS)}}
        if rng.random() < 0.8
        else {}
        for _ in range(16)
    ]
    heights = (1.45, 1.1, 0.75, 0.4)
    tiers = [{"height": z, "pockets": pockets[n * 4 : n * 4 + 4]} for n, z in enumerate(heights)]
    return {"id": "a", "tiers": tiers}


def _lamps(number: int, width: float, depth: float) -> list[dict[str, Any]]:
    across = max(1, round(math.sqrt(number * width / depth)))
    along = max(1, math.ceil(number / across))
    spots = [(x, y) for y in range(along) for x in range(across)][:number]
    return [
        {
            "id": f"L{n + 1:03d}",
            "kind": "luminaire_panel" if n % 4 else "luminaire_spot",
            "level": "L1",
            "at": [round((x + 0.5) * width / across, 3), round((y + 0.5) * depth / along, 3)],
            "height": 2.8,
            "state": "dead" if n % 17 == 3 else "on",
        }
        for n, (x, y) in enumerate(spots)
    ]


def _readings(width: float, depth: float) -> list[dict[str, Any]]:
    spots = [(a, b) for a in (0.2, 0.4, 0.6, 0.8) for b in (0.15, 0.4, 0.65)]
    readings = [
        {
            "id": f"r{n + 1}",
            "level": "L1",
            "lux": 320.0 + 15 * (n % 5),
            "of": "hall",
            "at": [round(a * width, 3), round(b * depth, 3)],
            "instrument": "m1",
            "day": DAY.isoformat(),
        }
        for n, (a, b) in enumerate(spots)
    ]
    for n, (of, subject, lux) in enumerate((("counter", "C1", 500.0), ("window", "W1", 900.0))):
        more = {"id": f"q{n}", "level": "L1", "lux": lux, "of": of, "subject": subject}
        readings.append(more | {"instrument": "m1", "day": DAY.isoformat()})
    return readings


def edited(layout: Layout, step: int) -> Layout:
    """The layout after one thing was moved a few centimetres, as an editor makes it."""
    fixtures = list(layout.fixtures)
    number = step % len(fixtures)
    old = fixtures[number]
    shift = 0.01 * (step % 3 - 1) or 0.02
    along = (0.0, shift) if abs(old.facing_deg % 180.0) < 1.0 else (shift, 0.0)
    at = (round(old.at[0] + along[0], 3), round(old.at[1] + along[1], 3))
    fixtures[number] = Fixture.model_validate(old.model_dump(exclude_unset=True) | {"at": at})
    return layout.model_copy(update={"fixtures": tuple(fixtures)})


def measured(layout: Layout, rounds: int) -> Timing:
    """Judge a hall after each of some edits."""
    audit(layout)
    return _timed(edited(layout, step * 7 + 3) for step in range(rounds))


def _timed(layouts: Iterable[Layout]) -> Timing:
    wall, busy = [], []
    for layout in layouts:
        begin, worked = time.perf_counter(), time.process_time()
        audit(layout)
        wall.append((time.perf_counter() - begin) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return Timing(tuple(wall), tuple(busy))


def opened(layout: Layout, rounds: int) -> Timing:
    """Judge a hall nobody has seen: the building differs each time, nothing is remembered."""
    return _timed(_shifted(layout, 0.001 * (step + 1)) for step in range(rounds))


def _shifted(layout: Layout, by: float) -> Layout:
    first, *rest = layout.levels
    level = first.model_copy(update={"outline": tuple((x + by, y) for x, y in first.outline)})
    return layout.model_copy(update={"levels": (level, *rest)})


def by_rule(layout: Layout, rounds: int) -> dict[str, float]:
    """What each rule costs in a fresh study, in the packs' order: its quickest round [ms]."""
    loaded = tuple(load_pack(name) for name in DEFAULT_PACKS)
    best: dict[str, float] = {}
    for step in range(rounds):
        _, study = _ready(edited(layout, step), loaded, None, None, None)
        for pack in loaded:
            for rule in pack.rules:
                begin = time.perf_counter()
                _judge(rule, pack, study)
                took = (time.perf_counter() - begin) * 1000
                best[rule.id] = min(took, best.get(rule.id, math.inf))
    return best


def machine() -> str:
    """What it was measured on."""
    model = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        lines = [x for x in info.read_text(encoding="utf-8").splitlines() if "model name" in x]
        model = lines[0].split(":", 1)[1].strip() if lines else model
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )


def row(name: str, layout: Layout, rounds: int, target: float | None) -> str:
    """One line of the table."""
    after, first = measured(layout, rounds), opened(layout, max(3, rounds // 4))
    aim = f"{target:.0f}" if target else ""
    return (
        f"| {name} | {min(after.busy):.1f} | {after.best:.1f} | {after.median:.1f} "
        f"| {after.p95:.1f} | {min(first.busy):.1f} | {aim} |"
    )


def top(layout: Layout, rounds: int = 5, number: int = 25) -> None:
    """Print the dearest rules of a hall."""
    costs = by_rule(layout, rounds)
    print(f"sum {sum(costs.values()):.1f} ms")
    for rule, cost in sorted(costs.items(), key=lambda item: -item[1])[:number]:
        print(f"  {rule:12s} {cost:7.2f} ms")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--top", action="store_true")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    print(f"{machine()}\n")
    print("| hall | processor ms | best ms | median ms | p95 ms | building new | target ms |")
    print("|---|---|---|---|---|---|---|")
    asked = [(40, 130), (500, 130), (500, 1610)]
    if not options.quick:
        asked = [(10, 130), (40, 130), (100, 130), (250, 130), (500, 130), (500, 1610)]
        asked += [(6, 20), (308, 1000), (3077, 10000)]
    for items, area in asked:
        rounds = options.rounds if items < 1000 else 3
        target = TARGET_MS.get((items, area))
        print(row(f"{area:,} m², {items} items", hall(items, area), rounds, target), flush=True)
    shipped = sorted((Path(__file__).parents[1] / "layouts").glob("*.json"))
    if not options.quick:
        for path in shipped:
            layout = Layout.from_json(path.read_text(encoding="utf-8"))
            name = f"{path.stem}, {len(layout.fixtures)} items"
            print(row(name, layout, options.rounds, None), flush=True)
    if options.top:
        for items, area in ((40, 130), (500, 130), (500, 1610)):
            print(f"\n{area:,} m², {items} items")
            top(hall(items, area))


if __name__ == "__main__":
    main()
