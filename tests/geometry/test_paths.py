"""Shortest walks against walks derived by hand and against a fine grid."""

import math
import random
import time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from shapely import box

from planner.geometry.paths import Ground, centre_line, walkable

HALL = box(0, 0, 12, 8)


def test_a_clear_walk_is_straight():
    walk = Ground(HALL).walk((1, 1), (4, 5))
    assert walk.length == pytest.approx(5.0)
    assert walk.points == ((1, 1), (4, 5))


def test_a_walk_bends_round_a_box_half_a_body_away():
    # the box from (5, 0) to (7, 5) grown by 0.3 has its corners at (4.7, 5.3) and (7.3, 5.3)
    walk = Ground(HALL.difference(box(5, 0, 7, 5))).walk((2, 2), (10, 2))
    assert walk.length == pytest.approx(2 * math.hypot(2.7, 3.3) + 2.6, abs=1e-5)


def test_a_gap_of_half_a_metre_is_used_only_where_there_is_no_other_way():
    closed = box(5, 0, 6, 3.75).union(box(5, 4.25, 6, 8))
    ground = Ground(HALL.difference(closed))
    assert ground.walk((2, 4), (10, 4)).length == pytest.approx(8.0, abs=1e-3)
    open_above = box(5, 0, 6, 3.75).union(box(5, 4.25, 6, 6))
    ground = Ground(HALL.difference(open_above))
    # round the top: corners at (4.7, 6.3) and (6.3, 6.3)
    expected = math.hypot(2.7, 2.3) + 1.6 + math.hypot(3.7, 2.3)
    assert ground.walk((2, 4), (10, 4)).length == pytest.approx(expected, abs=1e-5)


def test_a_gap_of_a_quarter_of_a_metre_is_closed():
    closed = box(5, 0, 6, 3.875).union(box(5, 4.125, 6, 8))
    assert Ground(HALL.difference(closed)).walk((2, 4), (10, 4)) is None


def test_a_point_on_a_seat_is_joined_by_the_shortest_line():
    ground = Ground(HALL.difference(box(5, 3, 7, 5)))
    # from (6, 4.9) up to the ground at (6, 5.3) is 0.4, then 2.7 more
    assert ground.walk((6, 4.9), (6, 8 - 0.3)).length == pytest.approx(2.8, abs=1e-5)


def test_a_walk_never_goes_through_a_wall_to_reach_a_point_behind_it():
    ground = Ground(HALL.difference(box(6, 0, 6.2, 8)))
    assert ground.walk((5.9, 4), (11, 4)) is None


boxes = st.lists(
    st.tuples(
        st.floats(0.5, 11), st.floats(0.5, 7), st.floats(0.3, 2.5), st.floats(0.3, 2.5),
        st.sampled_from([0.0, 30.0, 45.0, 72.0]),
    ),
    max_size=9,
)  # fmt: skip


def _free(shapes):
    things = [shapely.affinity.rotate(box(x, y, x + w, y + d), turn) for x, y, w, d, turn in shapes]
    return HALL.difference(shapely.union_all(things))


def _spots(ground, seed, number):
    rng = random.Random(seed)
    found = []
    while len(found) < number:
        spot = (round(rng.uniform(0.3, 11.7), 3), round(rng.uniform(0.3, 7.7), 3))
        if shapely.intersects_xy(ground.shape, *spot):
            found.append(spot)
    return found


@given(boxes, st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_walks_are_symmetric_stay_on_the_ground_and_obey_the_triangle_inequality(shapes, seed):
    ground = Ground(_free(shapes))
    a, b, c = _spots(ground, seed, 3)
    there, back = ground.walk(a, b), Ground(_free(shapes)).walk(b, a)
    assert (there is None) == (back is None)
    if there is None:
        return
    assert there.length == pytest.approx(back.length, abs=1e-6)
    assert there.length >= math.dist(a, b) - 1e-9
    assert there.line.difference(ground.shape.buffer(1e-5)).length < 1e-6
    one, two = ground.walk(a, c), ground.walk(c, b)
    if one and two:
        assert there.length <= one.length + two.length + 1e-5


CELL = 0.1
STEPS = [(x, y) for x in range(-4, 5) for y in range(-4, 5) if math.gcd(x, y) == 1]


def _on_a_grid(ground, a, b):
    """Shortest walk over a 10 cm grid: never shorter than the true one."""
    xs, ys = np.arange(0.3, 11.71, CELL), np.arange(0.3, 7.71, CELL)
    nx, ny = len(xs), len(ys)
    gx, gy = np.meshgrid(xs, ys, indexing="ij")
    inside = shapely.intersects_xy(ground.shape, gx, gy)
    number = np.arange(nx * ny).reshape(nx, ny)
    rows, columns, weights = [], [], []
    for dx, dy in STEPS:
        if (dx, dy) < (0, 0):
            continue
        i = slice(max(0, -dx), nx - max(0, dx)), slice(max(0, -dy), ny - max(0, dy))
        j = slice(max(0, dx), nx - max(0, -dx)), slice(max(0, dy), ny - max(0, -dy))
        both = inside[i] & inside[j]
        p, q = number[i][both], number[j][both]
        lines = shapely.linestrings(
            np.stack([np.stack([gx[i][both], gy[i][both]], -1),
                      np.stack([gx[j][both], gy[j][both]], -1)], 1)
        )  # fmt: skip
        good = shapely.covers(ground.shape, lines)
        rows.append(p[good])
        columns.append(q[good])
        weights.append(np.full(good.sum(), CELL * math.hypot(dx, dy)))
    graph = coo_matrix(
        (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns))),
        shape=(nx * ny,) * 2,
    ).tocsr()
    ia = number[round((a[0] - 0.3) / CELL), round((a[1] - 0.3) / CELL)]
    ib = number[round((b[0] - 0.3) / CELL), round((b[1] - 0.3) / CELL)]
    return float(dijkstra(graph, directed=False, indices=ia)[ib])


def _between_all_corners(ground, a, b):
    """The shortest walk over every pair of corners that shapely says see each other."""
    points = np.concatenate([[a, b], shapely.get_coordinates(ground.shape)])
    i, j = np.triu_indices(len(points), 1)
    lines = shapely.linestrings(np.stack([points[i], points[j]], 1))
    good = shapely.covers(ground.shape.buffer(2e-6, join_style="mitre"), lines)
    far = np.hypot(*(points[i] - points[j]).T)[good] + 1e-12
    graph = coo_matrix((far, (i[good], j[good])), shape=(len(points),) * 2).tocsr()
    return float(dijkstra(graph, directed=False, indices=0)[1])


@pytest.mark.parametrize("seed", range(4))
def test_walks_agree_with_shortest_paths_on_a_fine_grid(seed):
    rng = random.Random(seed)
    shapes = [
        (rng.uniform(1, 10), rng.uniform(1, 6), rng.uniform(0.5, 2.5), rng.uniform(0.5, 2.5),
         rng.choice([0, 20, 45, 70]))
        for _ in range(9)
    ]  # fmt: skip
    ground = Ground(_free(shapes))
    xs, ys = np.arange(0.3, 11.71, CELL), np.arange(0.3, 7.71, CELL)
    gx, gy = np.meshgrid(xs, ys, indexing="ij")
    spots = np.argwhere(shapely.intersects_xy(ground.shape, gx, gy))
    a, b = (tuple(spots[rng.randrange(len(spots))]) for _ in range(2))
    a, b = (float(xs[a[0]]), float(ys[a[1]])), (float(xs[b[0]]), float(ys[b[1]]))
    walk, grid = ground.walk(a, b), _on_a_grid(ground, a, b)
    exact = _between_all_corners(ground, a, b)
    if walk is None:
        assert math.isinf(grid)
        return
    assert walk.length <= grid + 1e-6
    assert walk.length == pytest.approx(exact, abs=1e-4)


def _busy(number):
    rng = random.Random(3)
    side = math.sqrt(number / 40)
    hall = box(0, 0, 13 * side, 10 * side)
    things = [
        shapely.affinity.rotate(box(x, y, x + 0.6, y + 0.5), rng.choice([0, 90, 30]))
        for x, y in ((rng.uniform(0, 13 * side), rng.uniform(0, 10 * side)) for _ in range(number))
    ]
    return hall.difference(shapely.union_all(things)), rng, side


@pytest.mark.parametrize(("number", "seconds"), [(40, 0.15), (500, 3.0)])
def test_ten_walks_are_fast(number, seconds):
    free, rng, side = _busy(number)  # measured: see the figures of the change; ten times spare
    began = time.perf_counter()
    ground = Ground(free)
    for _ in range(10):
        ground.walk(
            (rng.uniform(0.5, 12) * side, rng.uniform(0.5, 9) * side),
            (rng.uniform(0.5, 12) * side, rng.uniform(0.5, 9) * side),
        )
    assert time.perf_counter() - began < seconds


def test_the_ground_keeps_half_a_body_from_everything():
    shape = walkable(HALL.difference(box(5, 3, 7, 5)))
    assert shape.distance(box(5, 3, 7, 5)) == pytest.approx(0.3, abs=1e-6)


def test_the_centre_line_of_a_rectangle_is_its_long_axis():
    line = centre_line(shapely.affinity.rotate(box(0, 0, 8, 2), 30, origin=(0, 0)))
    assert line.length == pytest.approx(8.0)
    expected = shapely.affinity.rotate(shapely.LineString([(0, 1), (8, 1)]), 30, origin=(0, 0))
    assert line.hausdorff_distance(expected) < 1e-9


@given(boxes.filter(len))
@settings(max_examples=40, deadline=None)
def test_a_centre_line_lies_inside_any_floor(shapes):
    things = [shapely.affinity.rotate(box(x, y, x + w, y + d), turn) for x, y, w, d, turn in shapes]
    floor = max(shapely.get_parts(shapely.union_all(things)), key=lambda part: part.area)
    floor = shapely.Polygon(floor.exterior)
    assert centre_line(floor).difference(floor.buffer(0.1)).length < 1e-6
    assert centre_line(floor).length > 0


def test_a_sliver_still_has_a_centre_line():
    assert centre_line(shapely.Polygon([(0, 0), (5, 0), (5, 0.04)])).length == pytest.approx(
        5, abs=0.1
    )
