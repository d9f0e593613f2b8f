"""The light engine beside Radiance: zone-to-hall ratios and time, in one go on one machine.

    pip install -e .[bench]
    python benchmarks/light.py [rectangle] [ell] [two-rooms] [live]

Three halls are lit by both. Radiance's converged result is its own finest setting; then
settings are tried from the cheapest up until every ratio lies within 1 % of that, and the
first such setting is the peer whose time counts. Both use every core, both are warm: our
kernels are compiled and the time for that is printed by itself, Radiance's octree is built
before its clock starts. The last part times the live edits on a hall of 200 m².
"""

import argparse
import os
import platform
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from shapely import Polygon
from shapely import box as rectangle

from planner.light.engine import Engine
from planner.light.photometry import Photometry, generic
from planner.light.scene import Lamp, Prism, Receiver, Room, Scene, box, grid

HEIGHT = 3.2
PANEL = generic("panel", flux_lm=3200)
SPOT = generic("spot", flux_lm=1400, beam_deg=24)
DOWN = generic("downlight", flux_lm=1500, beam_deg=60)


def rectangle_hall(columns: int = 80, rows: int = 40) -> Scene:
    """20 m by 10 m, 28 things, 40 lamps, about 3,700 points."""
    room = Room(rectangle(0, 0, 20, 10), HEIGHT, wall_reflectance=0.55)
    things = [
        box("counter1", (8.5, 7.6), (5, 0.8, 1.1)),
        box("counter2", (10.9, 6.2), (0.8, 2, 1.1)),
        box("demo1", (4, 4.2), (1.6, 0.8, 0.9), reflectance=0.6),
        box("demo2", (7, 4.2), (1.6, 0.8, 0.9), reflectance=0.6),
        box("demo3", (5.5, 2.4), (1.4, 0.7, 0.9), facing_deg=120, reflectance=0.6),
        box("showcase1", (0.235, 3), (0.45, 2.4, 2.1)),
        box("showcase2", (0.235, 6.5), (0.45, 1.8, 2.1)),
        _column("column1", 3.0, 6.2),
        _column("column2", 9.0, 3.0),
        box("partition", (10.3, 3.2), (0.1, 3, 1.8)),
        box("rollup1", (1.6, 1), (0.85, 0.05, 2), facing_deg=70),
        box("rollup2", (8.4, 1.1), (0.85, 0.05, 2), facing_deg=105),
        box("rack1", (2.2, 8), (0.6, 0.4, 1.5)),
        box("rack2", (11.5, 1), (0.4, 0.9, 1.6)),
        box("bench", (3.6, 7.9), (1.8, 0.6, 0.45)),
        box("kiosk", (11.6, 4), (0.5, 0.6, 1.5)),
    ]
    things += [
        box(
            f"table{k}",
            (13.5 + 1.6 * (k % 4), 1.5 + 2.2 * (k // 4)),
            (0.8, 0.6, 1 + 0.25 * (k % 3)),
            facing_deg=90 + 11 * k,
        )
        for k in range(12)
    ]
    lamps = [
        Lamp(f"P{i}{j}", (1.7 + i * 16.6 / 6, 1.4 + j * 7.2 / 3, HEIGHT - 0.01), PANEL)
        for i in range(7)
        for j in range(4)
    ]
    for k in range(6):
        x = 2.0 + 3.0 * k
        lamps.append(Lamp(f"S{k}", (x, 8.3, HEIGHT - 0.1), SPOT, aim=(x, 10.0, 1.4)))
    lamps += [
        Lamp("T1", (3.2, 3.4, HEIGHT - 0.1), SPOT, aim=(4.0, 4.2, 0.9)),
        Lamp("T2", (6.2, 3.4, HEIGHT - 0.1), SPOT, aim=(7.0, 4.2, 0.9)),
        Lamp("T3", (1.5, 3.0, HEIGHT - 0.1), SPOT, aim=(0.46, 3.0, 1.3)),
        Lamp("T4", (1.5, 6.5, HEIGHT - 0.1), SPOT, aim=(0.46, 6.5, 1.3)),
        Lamp("D1", (9.6, 0.7, HEIGHT - 0.02), DOWN),
        Lamp("D2", (10.4, 0.7, HEIGHT - 0.02), DOWN),
    ]
    places = [
        grid("hall", (0, 0, 0.75), (20, 0, 0), (0, 10, 0), columns, rows),
        grid("counter", (6.0, 7.2, 1.105), (5, 0, 0), (0, 0.8, 0), 20, 3),
        grid("demo1", (3.2, 3.8, 0.905), (1.6, 0, 0), (0, 0.8, 0), 8, 4),
        grid("demo2", (6.2, 3.8, 0.905), (1.6, 0, 0), (0, 0.8, 0), 8, 4),
        grid("showcase1", (0.465, 1.8, 0.4), (0, 2.4, 0), (0, 0, 1.6), 10, 7),
        grid("showcase2", (0.465, 5.6, 0.4), (0, 1.8, 0), (0, 0, 1.6), 8, 7),
        grid("poster1", (1.6, 9.995, 0.9), (0.8, 0, 0), (0, 0, 1.1), 6, 8),
        grid("poster2", (4.6, 9.995, 0.9), (0.8, 0, 0), (0, 0, 1.1), 6, 8),
        grid("poster3", (6.3, 9.995, 0.9), (0.8, 0, 0), (0, 0, 1.1), 6, 8),
        grid("poster4", (19.995, 5.2, 0.9), (0, -0.8, 0), (0, 0, 1.1), 6, 8),
        grid("entrance", (9, 0.1, 0.75), (2, 0, 0), (0, 1, 0), 8, 4),
    ]
    return Scene(room, tuple(things), tuple(lamps), tuple(places))


def ell_hall() -> Scene:
    """An L of 12 m by 10 m with a re-entrant corner."""
    ell = Polygon([(0, 0), (12, 0), (12, 5), (6, 5), (6, 10), (0, 10)])
    things = [
        box("counter", (2.0, 8.6), (3.0, 0.8, 1.1)),
        box("demo1", (3.0, 3.0), (1.6, 0.8, 0.9), reflectance=0.6),
        box("demo2", (8.5, 2.5), (1.6, 0.8, 0.9), facing_deg=60, reflectance=0.6),
        box("showcase", (11.76, 2.5), (0.45, 2.0, 2.0)),
        _column("column", 5.0, 5.5),
        box("rack", (6.8, 4.4), (0.6, 0.4, 1.5)),
        box("seats", (2.5, 5.8), (1.8, 0.6, 0.45)),
        box("rollup", (4.8, 0.9), (0.85, 0.05, 2.0), facing_deg=110),
    ]
    lamps = [
        Lamp(f"P{i}{j}", (1.5 + 3 * i, 1.25 + 2.5 * j, HEIGHT - 0.01), PANEL)
        for i in range(4)
        for j in range(4)
        if i < 2 or j < 2
    ]
    lamps += [
        Lamp("S1", (1.7, 0.0 + 6.0, HEIGHT - 0.1), SPOT, aim=(0.0, 6.0, 1.4)),
        Lamp("S2", (9.0, 3.4, HEIGHT - 0.1), SPOT, aim=(9.0, 5.0, 1.4)),
        Lamp("S3", (10.6, 2.5, HEIGHT - 0.1), SPOT, aim=(11.53, 2.5, 1.2)),
        Lamp("T1", (2.2, 3.6, HEIGHT - 0.1), SPOT, aim=(3.0, 3.0, 0.9)),
    ]
    inside = grid("hall", (0, 0, 0.75), (12, 0, 0), (0, 10, 0), 48, 40)
    mask = shapely.contains_xy(ell, inside.points[:, 0], inside.points[:, 1])
    places = [
        replace(inside, mask=mask),
        grid("counter", (0.5, 8.2, 1.105), (3, 0, 0), (0, 0.8, 0), 12, 3),
        grid("demo1", (2.2, 2.6, 0.905), (1.6, 0, 0), (0, 0.8, 0), 8, 4),
        grid("showcase", (11.53, 3.5, 0.4), (0, -2.0, 0), (0, 0, 1.5), 8, 6),
        grid("poster1", (0.005, 5.6, 0.9), (0, 0.8, 0), (0, 0, 1.1), 6, 8),
        grid("poster2", (8.6, 4.995, 0.9), (0.8, 0, 0), (0, 0, 1.1), 6, 8),
        grid("corner", (6.0 - 0.005, 6.5, 0.9), (0, -0.8, 0), (0, 0, 1.1), 6, 8),
        grid("arm", (0.5, 9.995, 0.9), (0.8, 0, 0), (0, 0, 1.1), 6, 8),
    ]
    room = Room(ell, HEIGHT, wall_reflectance=0.55)
    return Scene(room, tuple(things), tuple(lamps), tuple(places))


def two_room_hall() -> Scene:
    """12 m by 6 m, a wall with an open door between two rooms."""
    things = [
        _wall("wall1", 7.9, 0.0, 8.1, 2.2),
        _wall("wall2", 7.9, 3.4, 8.1, 6.0),
        Prism(
            "lintel", ((7.9, 2.2), (8.1, 2.2), (8.1, 3.4), (7.9, 3.4)), 2.1, HEIGHT, 0.5, fixed=True
        ),
        box("counter", (2.5, 5.3), (3.0, 0.7, 1.1)),
        box("demo", (4.5, 2.5), (1.6, 0.8, 0.9), reflectance=0.6),
        box("showcase", (0.235, 2.5), (0.45, 2.0, 2.0)),
        box("desk", (10.5, 4.4), (1.6, 0.8, 0.75), reflectance=0.5),
        box("sofa", (10.5, 1.0), (1.6, 0.8, 0.45)),
    ]
    lamps = [
        Lamp(f"P{i}{j}", (1.4 + 2.6 * i, 1.5 + 3 * j, HEIGHT - 0.01), PANEL)
        for i in range(3)
        for j in range(2)
    ]
    lamps += [
        Lamp("V1", (10.0, 3.0, HEIGHT - 0.01), PANEL),
        Lamp("S1", (5.5, 4.4, HEIGHT - 0.1), SPOT, aim=(5.5, 6.0, 1.4)),
        Lamp("S2", (1.5, 2.5, HEIGHT - 0.1), SPOT, aim=(0.46, 2.5, 1.2)),
    ]
    places = [
        grid("hall", (0, 0, 0.75), (12, 0, 0), (0, 6, 0), 48, 24),
        grid("counter", (1.0, 4.95, 1.105), (3, 0, 0), (0, 0.7, 0), 12, 3),
        grid("demo", (3.7, 2.1, 0.905), (1.6, 0, 0), (0, 0.8, 0), 8, 4),
        grid("showcase", (0.465, 1.5, 0.4), (0, 2.0, 0), (0, 0, 1.5), 8, 6),
        grid("poster", (5.1, 5.995, 0.9), (0.8, 0, 0), (0, 0, 1.1), 6, 8),
        grid("desk", (9.7, 4.0, 0.755), (1.6, 0, 0), (0, 0.8, 0), 8, 4),
        grid("room", (8.5, 1.8, 0.75), (3.0, 0, 0), (0, 2.0, 0), 12, 8),
        grid("room-poster", (11.995, 3.4, 0.9), (0, -0.8, 0), (0, 0, 1.1), 6, 8),
    ]
    room = Room(rectangle(0, 0, 12, 6), HEIGHT, wall_reflectance=0.55)
    return Scene(room, tuple(things), tuple(lamps), tuple(places))


def _column(name: str, x: float, y: float) -> Prism:
    return replace(box(name, (x, y), (0.5, 0.5, HEIGHT), reflectance=0.55), fixed=True)


def _wall(name: str, x0: float, y0: float, x1: float, y1: float) -> Prism:
    ring = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return Prism(name, ring, 0.0, HEIGHT, 0.5, fixed=True)


def coarse_rectangle_hall() -> Scene:
    """The same with a point every half metre: the peer's converged run takes minutes."""
    return rectangle_hall(40, 20)


HALLS = {"rectangle": coarse_rectangle_hall, "ell": ell_hall, "two-rooms": two_room_hall}


# --- Radiance ---

FINEST = "-ab 7 -ad 2048 -as 512 -aa .1 -ar 128 -ds .15 -dt 0 -dc 1 -lw 1e-5"
TRIED = [
    "-ab 2 -ad 256 -as 64 -aa .2 -ar 32 -ds .3 -dt .05 -dc .5",
    "-ab 3 -ad 512 -as 128 -aa .2 -ar 32 -ds .3 -dt .05 -dc .5",
    "-ab 4 -ad 512 -as 128 -aa .2 -ar 64 -ds .2 -dt .02 -dc .75",
    "-ab 5 -ad 512 -as 128 -aa .15 -ar 64 -ds .2 -dt .02 -dc .75",
    "-ab 5 -ad 1024 -as 256 -aa .15 -ar 64 -ds .2 -dt .02 -dc .75 -lw 1e-4",
    "-ab 6 -ad 1024 -as 256 -aa .12 -ar 96 -ds .2 -dt .02 -dc .75 -lw 1e-4",
    "-ab 6 -ad 2048 -as 512 -aa .1 -ar 128 -ds .15 -dt 0 -dc 1 -lw 1e-5",
]


@dataclass
class Radiance:
    """A scene as an octree."""

    octree: Path

    def lux(
        self, points: np.ndarray, normals: np.ndarray, setting: str
    ) -> tuple[np.ndarray, float]:
        import pyradiance

        rays = np.hstack([points, normals]).astype("<f4").tobytes()
        before = os.getcwd()
        os.chdir(self.octree.parent)
        start = time.perf_counter()
        try:
            out = pyradiance.rtrace(
                rays,
                self.octree.name,
                header=False,
                inform="f",
                outform="f",
                irradiance=True,
                nproc=os.cpu_count() or 1,
                params=setting.split(),
            )
        finally:
            os.chdir(before)
        spent = time.perf_counter() - start
        values = np.frombuffer(out, "<f4").reshape(-1, 3)
        return values @ np.array([0.265, 0.670, 0.065]) * 179.0, spent


def radiance(scene: Scene, folder: Path) -> Radiance:
    """Write a scene in Radiance's words."""
    import pyradiance

    programs = Path(pyradiance.BINPATH)
    room = scene.room
    text = []

    def material(name: str, share: float) -> None:
        text.append(f"void plastic {name}\n0\n0\n5 {share} {share} {share} 0 0\n")

    def polygon(name: str, paint: str, corners: list[tuple[float, float, float]]) -> None:
        numbers = " ".join(f"{v:.6f}" for corner in corners for v in corner)
        text.append(f"{paint} polygon {name}\n0\n0\n{3 * len(corners)} {numbers}\n")

    material("m_floor", room.floor_reflectance)
    material("m_ceiling", room.ceiling_reflectance)
    ring = room.rings[0]
    polygon("floor", "m_floor", [(x, y, 0.0) for x, y in ring])
    polygon("ceiling", "m_ceiling", [(x, y, room.height) for x, y in ring[::-1]])
    for n, (a, b) in enumerate(room.edges):
        material(f"m_wall{n}", room.wall(n))
        polygon(f"wall{n}", f"m_wall{n}", [(*a, 0), (*b, 0), (*b, room.height), (*a, room.height)])
    for prism in scene.prisms:
        material(f"m_{prism.id}", prism.reflectance)
        corners = list(prism.ring)
        for k, (a, b) in enumerate(zip(corners, corners[1:] + corners[:1], strict=True)):
            face = [(*a, prism.low), (*b, prism.low), (*b, prism.high), (*a, prism.high)]
            polygon(f"{prism.id}_{k}", f"m_{prism.id}", face)
        if prism.high < room.height - 1e-6:
            polygon(f"{prism.id}_top", f"m_{prism.id}", [(*c, prism.high) for c in corners])
        if prism.low > 1e-6:
            polygon(f"{prism.id}_under", f"m_{prism.id}", [(*c, prism.low) for c in corners[::-1]])
    (folder / "geometry.rad").write_text("".join(text), encoding="utf-8")

    made: dict[int, str] = {}
    lights = []
    for lamp in scene.lamps:
        if id(lamp.photometry) not in made:
            name = f"ies{len(made)}"
            (folder / f"{name}.ies").write_text(_ies(lamp.photometry), encoding="utf-8")
            command = [programs / "ies2rad", "-dm", "-t", "white", "-o", name, f"{name}.ies"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            made[id(lamp.photometry)] = name
        d = lamp.beam
        azimuth = np.degrees(np.arctan2(d[1], d[0])) if abs(d[0]) + abs(d[1]) > 1e-12 else 0.0
        turns = ["-rz", lamp.facing_deg - azimuth, "-ry", -lamp.tilt_deg, "-rz", azimuth]
        command = [programs / "xform", "-n", lamp.id, *turns, "-t", *lamp.at]
        command.append(f"{made[id(lamp.photometry)]}.rad")
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, check=True, capture_output=True, text=True
        )
        lights.append(done.stdout)
    (folder / "lamps.rad").write_text("\n".join(lights), encoding="utf-8")
    done = subprocess.run(
        [programs / "oconv", "-w", "geometry.rad", "lamps.rad"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (folder / "hall.oct").write_bytes(done.stdout)
    return Radiance(folder / "hall.oct")


def _ies(lamp: Photometry) -> str:
    round_ = lamp.is_round
    planes = [0.0] if round_ else list(lamp.c_deg)
    rows = lamp.candela[:1] if round_ else lamp.candela

    def lines(values: np.ndarray) -> list[str]:
        return [" ".join(f"{v:.6g}" for v in values[k : k + 10]) for k in range(0, len(values), 10)]

    along, across, height = lamp.size
    head = ["IESNA:LM-63-2002", "[LUMCAT] bench", "TILT=NONE"]
    head.append(
        f"1 -1 1 {len(lamp.g_deg)} {len(planes)} 1 2 {across:g} {along:g} {height:g}\n"
        f"1 1 {lamp.watts or 1:g}"
    )
    parts = [*head, *lines(lamp.g_deg), *lines(np.array(planes))]
    for row in rows:
        parts += lines(row)
    return "\n".join(parts) + "\n"


# --- both side by side ---


def zone_ratios(receivers: tuple[Receiver, ...], lux: dict[str, np.ndarray]) -> dict[str, float]:
    base = float(lux["hall"].mean())
    return {r.id: float(lux[r.id].mean()) / base for r in receivers if r.id != "hall"}


def compare(name: str) -> None:
    scene = HALLS[name]()
    start = time.perf_counter()
    engine = Engine(scene)
    first = time.perf_counter() - start
    times = []
    for _ in range(5):
        start = time.perf_counter()
        engine = Engine(scene)
        values = engine.lux()
        times.append(time.perf_counter() - start)
    ours_s = statistics.median(times)
    free = {r.id: ~engine.covered[engine.place(r.id)] for r in scene.receivers}
    ours = {r.id: values[engine.place(r.id)][free[r.id]] for r in scene.receivers}
    mine = zone_ratios(scene.receivers, ours)
    points = np.vstack([r.points[free[r.id]] for r in scene.receivers])
    normals = np.vstack([r.normals[free[r.id]] for r in scene.receivers])
    cuts = np.cumsum([0, *(int(free[r.id].sum()) for r in scene.receivers)])
    things = f"{len(scene.prisms)} things, {len(scene.lamps)} lamps, {len(points)} points"
    print(f"\n== {name}: {scene.room.outline.area:.0f} m², {things}", flush=True)
    print(
        f"ours: {ours_s:.2f} s (median of 5, warm); "
        f"first run with loading or compiling {first:.1f} s"
    )

    def split(lux: np.ndarray) -> dict[str, np.ndarray]:
        return {r.id: lux[cuts[k] : cuts[k + 1]] for k, r in enumerate(scene.receivers)}

    with tempfile.TemporaryDirectory() as folder:
        peer = radiance(scene, Path(folder))
        lux, spent = peer.lux(points, normals, FINEST)
        finest = zone_ratios(scene.receivers, split(lux))
        print(f"Radiance, converged: {spent:.1f} s  {FINEST}", flush=True)
        chosen = None
        for setting in TRIED:
            tried, spent = peer.lux(points, normals, setting)
            ratios = zone_ratios(scene.receivers, split(tried))
            worst = max(abs(ratios[z] / finest[z] - 1) for z in finest)
            print(
                f"  tried: {spent:6.1f} s, worst ratio {100 * worst:5.2f} % off  {setting}",
                flush=True,
            )
            if worst <= 0.01:
                chosen = (setting, spent)
                break
    print(f"  {'zone':12s} {'ours':>7s} {'Radiance':>9s}   off")
    off = {zone: mine[zone] / finest[zone] - 1 for zone in finest}
    for zone in finest:
        print(f"  {zone:12s} {mine[zone]:7.3f} {finest[zone]:9.3f} {100 * off[zone]:+5.2f} %")
    sizes = sorted(map(abs, off.values()))
    base = float(ours["hall"].mean()) / float(split(lux)["hall"].mean()) - 1
    print(
        f"  ratios off by {100 * statistics.median(sizes):.2f} % median, "
        f"{100 * sizes[-1]:.2f} % worst;"
        f" hall mean {100 * base:+.2f} %"
    )
    if chosen is None:
        print("  no tried setting of the peer stays within 1 % of its converged result")
    else:
        print(
            f"  time: ours {ours_s:.2f} s, peer {chosen[1]:.1f} s: {chosen[1] / ours_s:.0f} times"
        )


def live() -> None:
    """Edits on the hall of 200 m², medians, and the memory of one of 1,000 m²."""
    scene = rectangle_hall()
    engine = Engine(scene)
    points = len(engine.points)
    print(
        f"\n== live: 200 m², {len(scene.lamps)} lamps, {points} points, {len(scene.prisms)} things"
    )

    def median_ms(act: Callable[[int], object], times: int) -> float:
        act(0)
        spent = []
        for k in range(1, times + 1):
            start = time.perf_counter()
            act(k)
            engine.lux()
            spent.append(time.perf_counter() - start)
        return 1000 * statistics.median(spent)

    def aim(k: int) -> None:
        lamp = scene.lamps[29]
        engine.set_lamp(replace(lamp, aim=(5.0 + 0.05 * k, 10.0, 1.4)))

    def move(k: int) -> None:
        engine.set_prism(box("demo1", (4 + 0.1 * k, 4.2), (1.6, 0.8, 0.9), reflectance=0.6))

    print(
        f"switch or dim: {median_ms(lambda k: engine.switch('P00', k % 2), 50):8.2f} ms (limit 1)"
    )
    print(f"aim a lamp:    {median_ms(aim, 15):8.2f} ms (limit 50)")
    print(f"move a thing:  {median_ms(move, 11):8.2f} ms (limit 200)")
    print(f"full build:    {median_ms(lambda k: Engine(scene), 5):8.2f} ms (limit 1500)")
    large = replace(
        scene,
        room=Room(rectangle(0, 0, 40, 25), HEIGHT),
        receivers=(grid("hall", (0, 0, 0.75), (40, 0, 0), (0, 25, 0), 80, 50),),
    )
    start = time.perf_counter()
    Engine(large)
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"1,000 m²:      {spent:8.2f} s, at most {peak:.0f} MB in the whole process (limit 1024)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parts = [*HALLS, "live"]
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(parts))
    chosen = parser.parse_args().parts or parts
    if unknown := [part for part in chosen if part not in parts]:
        parser.error(f"no such part: {', '.join(unknown)}")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    try:
        cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        print(
            next(line.split(":", 1)[1].strip() for line in cpu.splitlines() if "model name" in line)
        )
    except (OSError, StopIteration):
        pass
    print(f"load {os.getloadavg()[0]:.1f}")
    for name in chosen:
        if name == "live":
            live()
        else:
            compare(name)


if __name__ == "__main__":
    main()
