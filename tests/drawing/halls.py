"""Halls to draw: one with everything in it, and any number of dense ones."""

import math
import random
from typing import Any

from planner.catalog import kinds
from planner.model import Layout

CARRIERS = ("poster_60x90", "rollup_80x200", "rack_floor", "x_banner_60x160")
OTHERS = ("service_counter", "seat_row_3", "plant", "demo_table", "self_service_terminal")


def fixture(name: str, kind: str, x: float, y: float, facing: float, **more: Any) -> dict[str, Any]:
    usual = kinds()[kind].height
    height = {} if usual is None else {"height": usual}
    place = {"id": name, "kind": kind, "level": "L1", "at": [x, y], "facing_deg": facing}
    return place | height | more


def walls(ring: list[tuple[float, float]], level: str = "L1", thickness: float = 0.2) -> list[Any]:
    ends = zip(ring, [*ring[1:], ring[0]], strict=True)
    return [
        {"id": f"w{k + 1}", "level": level, "start": a, "end": b, "thickness": thickness}
        for k, (a, b) in enumerate(ends)
    ]


def hall(ring: list[tuple[float, float]], **more: Any) -> Layout:
    """A hall of one level with outer walls w1, w2... along its outline."""
    data = {
        "id": "hall",
        "branch": {"id": "b", "name": "hall"},
        "levels": [{"id": "L1", "outline": ring}],
        "walls": walls(ring),
    }
    extra_walls = more.pop("walls", [])
    data["walls"] += extra_walls
    return Layout.from_data(data | more)


def full(name: str = "Riverside") -> Layout:
    """A hall of 12 x 8 m with a door of every sort, a stair, zones and one of every kind."""
    ring = [(0.0, 0.0), (12.0, 0.0), (12.0, 8.0), (0.0, 8.0)]
    doors = [
        {"id": "D1", "wall": "w1", "at": 6.0, "width": 1.8, "use": "entrance", "leaf": "double"},
        {"id": "D2", "wall": "w3", "at": 2.0, "width": 0.9, "use": "emergency", "opens": "right"},
        {"id": "D3", "wall": "w2", "at": 2.0, "width": 1.6, "leaf": "sliding", "use": "exit"},
        {"id": "D4", "wall": "w4", "at": 6.5, "width": 1.8, "leaf": "revolving"},
        {"id": "D5", "wall": "i1", "at": 1.0, "width": 0.9, "leaf": "none"},
        {"id": "D6", "wall": "i1", "at": 2.5, "width": 0.9, "opens": "both", "hinge": "end"},
    ]
    placed = []
    for number, kind in enumerate(k for k in kinds().values() if "luminaire" not in k.traits):
        x, y = 0.6 + 0.9 * (number % 12), 1.0 + 1.1 * (number // 12)
        placed.append(fixture(f"{kind.letter}-{number}", kind.id, x, y, 90.0 * (number % 4)))
    lamps = [
        {"id": f"LA{n}", "kind": kind.id, "level": "L1", "at": [1.0 + 2 * n, 4.0], "height": 2.9}
        for n, kind in enumerate(k for k in kinds().values() if "luminaire" in k.traits)
    ]
    lamps[0]["state"] = "dead"
    flights = [{"foot": [10.0, 5.5], "facing_deg": 90.0, "width": 1.2, "steps": 9, "going": 0.28}]
    landings = [{"ring": [[9.4, 7.74], [11.8, 7.74], [11.8, 7.95], [9.4, 7.95]], "height": 1.44}]
    uses = ("entrance", "waiting", "service_counters", "self_service", "main_aisle", "back_office")
    zones = []
    for k, use in enumerate(uses):
        x, y = 4.0 * (k % 3), 4.0 * (k // 3)
        zone = [[x, y], [x + 4, y], [x + 4, y + 4], [x, y + 4]]
        zones.append({"id": f"z{k}", "level": "L1", "use": use, "ring": zone})
    outside = [[0, -2], [12, -2], [12, -0.2], [0, -0.2]]
    zones.append({"id": "z9", "level": "L1", "use": "exterior", "ring": outside})
    data = {
        "id": "hall",
        "name": name,
        "branch": {"id": "b", "name": name},
        "levels": [
            {
                "id": "L1",
                "name": name,
                "outline": ring,
                "holes": [[[7, 5], [8, 5], [8, 6], [7, 6]]],
            },
            {"id": "L2", "outline": ring, "floor": 3.5},
        ],
        "walls": [
            *walls(ring),
            {"id": "i1", "level": "L1", "start": [8, 8], "end": [8, 4], "justify": "centre"},
            {"id": "g1", "level": "L1", "start": [8, 4], "end": [10, 4], "glazed": True},
        ],
        "doors": doors,
        "windows": [
            {"id": "W1", "wall": "w1", "at": 2.0, "width": 3.0},
            {"id": "W2", "wall": "w1", "at": 10.0, "width": 3.0, "shop_front": True},
        ],
        "columns": [
            {"id": "c1", "level": "L1", "at": [5.0, 5.0]},
            {"id": "c2", "level": "L1", "at": [3.0, 5.0], "round": True},
        ],
        "stairs": [
            {"id": "s1", "level": "L1", "to_level": "L2", "flights": flights, "landings": landings}
        ],
        "zones": zones,
        "fixtures": placed,
        "luminaires": lamps,
        "staff": [{"id": "g", "role": "greeter", "level": "L1", "at": [6, 1], "facing_deg": 270.0}],
    }
    return Layout.from_data(data)


def dense(seed: int, count: int, wide: float, deep: float, turn_deg: float = 0.0) -> Layout:
    """A rectangle full of fixtures at random, turned as a whole."""
    rng = random.Random(seed)

    def turned(x: float, y: float) -> tuple[float, float]:
        c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
        return (round(x * c - y * s, 6), round(x * s + y * c, 6))

    ring = [turned(*p) for p in ((0.0, 0.0), (wide, 0.0), (wide, deep), (0.0, deep))]
    placed = []
    for number in range(count):
        kind = rng.choice(CARRIERS + OTHERS)
        x, y = rng.uniform(0.5, wide - 0.5), rng.uniform(0.5, deep - 0.5)
        facing = 90.0 * rng.randrange(4) + turn_deg
        name = f"{kinds()[kind].letter}-{number}"
        placed.append(fixture(name, kind, *turned(x, y), facing))
    half = [turned(*p) for p in ((0.0, 0.0), (wide / 2, 0.0), (wide / 2, deep), (0.0, deep))]
    zone = {"id": "z1", "level": "L1", "use": "waiting", "ring": half}
    door = {"id": "D1", "wall": "w1", "at": wide / 2, "width": 1.2, "use": "entrance"}
    return hall(ring, doors=[door], zones=[zone], fixtures=placed)
