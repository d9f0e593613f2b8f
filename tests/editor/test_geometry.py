"""The browser's geometry against shapely's and the model's answers."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
import shapely
from shapely import LinearRing, Point, Polygon

from planner.model import Layout, shapes
from tests.plans import plan

HERE = Path(__file__).parent
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed")


def answers(questions):
    run = subprocess.run(
        [NODE, str(HERE / "answers.js")],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return json.loads(run.stdout)


def _star(rng):
    """A ring that may be concave but never crosses itself."""
    import math

    count = rng.randint(3, 9)
    angles = sorted(rng.uniform(0, 2 * math.pi) for _ in range(count))
    return [[math.cos(a) * r, math.sin(a) * r] for a in angles for r in [rng.uniform(1, 6)]]


def test_areas_centroids_and_distances_agree_with_shapely():
    rng = random.Random(7)
    rings = [ring for ring in (_star(rng) for _ in range(80)) if Polygon(ring).is_valid]
    points = [[rng.uniform(-7, 7), rng.uniform(-7, 7)] for _ in rings]
    asked, expected = [], []
    for ring, p in zip(rings, points, strict=True):
        shape = Polygon(ring)
        centre = shape.centroid
        asked += [
            {"ask": "area", "ring": ring},
            {"ask": "centroid", "ring": ring},
            {"ask": "inside", "ring": ring, "p": p},
            {"ask": "distance", "ring": ring, "p": p},
        ]
        expected += [
            shape.area,
            [centre.x, centre.y],
            shape.contains(Point(p)),
            shape.distance(Point(p)),
        ]
    assert len(rings) > 40
    for got, want in zip(answers(asked), expected, strict=True):
        assert got == pytest.approx(want, abs=1e-9)


def test_rings_that_cross_themselves_are_the_ones_shapely_calls_not_simple():
    rng = random.Random(3)
    rings = [[[rng.uniform(0, 9), rng.uniform(0, 9)] for _ in range(5)] for _ in range(200)]
    said = answers([{"ask": "crosses", "ring": ring} for ring in rings])
    assert said == [not LinearRing(ring).is_simple for ring in rings]
    assert {True, False} == set(said)


def test_what_two_boxes_share_agrees_with_shapely():
    rng = random.Random(11)
    asked, expected = [], []
    for _ in range(120):
        pair = [
            shapes.oriented_box(
                (rng.uniform(0, 4), rng.uniform(0, 4)),
                rng.uniform(0.5, 4),
                rng.uniform(0.5, 4),
                rng.choice([0, 15, 90, rng.uniform(0, 360)]),
            )
            for _ in range(2)
        ]
        rings = [
            [list(p) for p in shapely.geometry.polygon.orient(b).exterior.coords[:-1]] for b in pair
        ]
        asked.append({"ask": "clip", "a": rings[0], "b": rings[1]})
        expected.append(pair[0].intersection(pair[1]).area)
    assert answers(asked) == pytest.approx(expected, abs=1e-9)


def test_footprints_stand_where_the_model_puts_them():
    rng = random.Random(5)
    asked, expected = [], []
    for facing in [0, 90, 180, 270, 15, -30, 405, rng.uniform(0, 360)]:
        at = (rng.uniform(-5, 5), rng.uniform(-5, 5))
        asked.append({"ask": "box", "at": at, "w": 2.0, "d": 0.7, "facing": facing})
        expected.append(shapes.oriented_box(at, 2.0, 0.7, facing))
    for got, want in zip(answers(asked), expected, strict=True):
        assert Polygon(got).symmetric_difference(want).area < 1e-9


def _halls() -> list[Layout]:
    return [
        plan("""
        ###########
        #         #
        #   #####W#
        #   d   p #
        #   #     #
        ##DD##X####
        """),
        plan("""
        #######
        #     #
        #     ######
        #          #
        ##D#########
        """),
    ]


def test_wall_bodies_and_openings_are_the_models():
    for layout in _halls():
        walls = [w.model_dump(mode="json") for w in layout.walls]
        items = [*layout.doors, *layout.windows]
        said = answers(
            [
                {"ask": "walls", "walls": walls},
                *(
                    {
                        "ask": "opening",
                        "wall": layout.by_id[i.wall].model_dump(mode="json"),
                        "item": i.model_dump(mode="json"),
                    }
                    for i in items
                ),
            ]
        )
        want = shapes.wall_bodies(layout, layout.levels[0].id)
        for name, rings in said[0].items():
            got = shapely.union_all([Polygon(ring) for ring in rings])
            assert got.symmetric_difference(want[name]).area < 1e-6
        for item, ring in zip(items, said[1:], strict=True):
            gap = shapes.opening(layout, item).gap
            assert Polygon(ring).symmetric_difference(gap).area < 1e-4


def test_the_tools_pass_their_own_tests():
    run = subprocess.run(
        [NODE, "--test", str(HERE)], capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stdout[-3000:]
    assert "# fail 0" in run.stdout
    passed = next(line for line in run.stdout.splitlines() if line.startswith("# pass"))
    assert int(passed.split()[-1]) >= 60
