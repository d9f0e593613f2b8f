"""Widest ways, against an oracle that knows nothing of triangles: floors shrunk by shapely."""

import math
import time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, affinity, box

from planner.geometry.clearance import SPACING, Clearance, Contact, farthest

UP, DOWN = (0.0, 1.0), (0.0, -1.0)


def _hall(seed: int, items: int, side: float, turn: float = 0.0):
    """A floor with standing boxes, some turned, and contacts on some of their fronts."""
    rng = np.random.default_rng(seed)
    things = []
    for _ in range(items):
        w, d = rng.uniform(0.3, 2.0, 2)
        x, y = rng.uniform(0, side), rng.uniform(0, 0.8 * side)
        things.append(affinity.rotate(box(x, y, x + w, y + d), rng.choice([0, 90, 33.0])))
    free = box(0, 0, side, 0.8 * side).difference(shapely.union_all(things))
    free = affinity.rotate(free, turn, origin=(0, 0))
    edges = [
        (np.array(a), np.array(b))
        for ring in shapely.get_rings(shapely.get_parts(free))
        for a, b in zip(ring.coords, ring.coords[1:], strict=False)
        if math.dist(a, b) > 0.2
    ]
    contacts = []
    for n in rng.choice(len(edges), min(6, len(edges)), replace=False):
        a, b = edges[n]
        middle, way = (a + b) / 2, (b - a) / np.hypot(*(b - a))
        out = np.array([-way[1], way[0]])
        if not free.contains(Point(middle + out * 1e-4)):
            out = -out
        contacts.append(Contact(tuple(map(float, middle)), tuple(map(float, out))))
    return free, contacts


def _centre(contact: Contact, radius: float) -> Point:
    return Point(
        contact.at[0] + contact.normal[0] * radius, contact.at[1] + contact.normal[1] * radius
    )


def _connected(free, one: Contact, two: Contact, width: float) -> bool:
    """Whether a disc of a width goes from touching one contact to touching the other."""
    r = width / 2
    shrunk = free.buffer(-r, quad_segs=64)
    spots = (_centre(one, r), _centre(two, r))
    return any(
        all(part.distance(spot) < 1e-3 * max(r, 0.5) for spot in spots)
        for part in shapely.get_parts(shrunk)
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 24), st.sampled_from([0.0, 90.0, 37.3]))
def test_a_disc_two_millimetres_narrower_passes_and_one_wider_does_not(seed, items, turn):
    free, contacts = _hall(seed, items, 12.0, turn)
    clear = Clearance(free, contacts)
    for n in range(1, len(contacts)):
        width = clear.passage(0, n).width
        if width == 0.0:  # below the spacing a gap counts as closed
            assert not _connected(free, contacts[0], contacts[n], SPACING + 0.002)
            continue
        assert _connected(free, contacts[0], contacts[n], width - 2e-3)
        limited = min(clear.touching(contacts[k])[0] for k in (0, n))
        assert width <= limited + 1e-9
        if width < limited - 2e-3:  # a gate, not a contact, is the narrowest place
            assert not _connected(free, contacts[0], contacts[n], width + 2e-3)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 20))
def test_the_gate_is_as_long_as_the_way_is_wide_and_lies_on_free_floor(seed, items):
    free, contacts = _hall(seed, items, 12.0)
    clear = Clearance(free, contacts)
    for n in range(1, len(contacts)):
        way = clear.passage(0, n)
        if way.gate is None or way.width == min(clear.touching(contacts[k])[0] for k in (0, n)):
            continue
        assert way.gate.length == pytest.approx(way.width, abs=2e-3)
        assert free.buffer(1e-6).contains(way.gate)
        assert free.boundary.distance(Point(way.gate.coords[0])) < 1e-6


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(1.0, 359.0))
def test_turning_the_hall_changes_no_width(seed, turn):
    free, contacts = _hall(seed, 10, 12.0)
    turned, same = _hall(seed, 10, 12.0, turn)
    if len(same) != len(contacts):
        return
    expected = [Clearance(free, contacts).passage(0, n).width for n in range(1, len(contacts))]
    rad = math.radians(turn)
    moved = [
        Contact(
            *(
                (x * math.cos(rad) - y * math.sin(rad), x * math.sin(rad) + y * math.cos(rad))
                for x, y in (c.at, c.normal)
            )
        )
        for c in contacts
    ]
    found = [Clearance(turned, moved).passage(0, n).width for n in range(1, len(contacts))]
    assert found == pytest.approx(expected, abs=1e-3)


def test_two_boxes_leave_what_is_between_them():
    # boxes reach to x = 1.9 and from x = 3.1: 1.2 m
    free = box(0, 0, 5, 8) - box(0, 3, 1.9, 3.5) - box(3.1, 3, 5, 3.5)
    way = Clearance(free, [Contact((2.5, 0), UP), Contact((2.5, 8), DOWN)]).passage(0, 1)
    assert way.width == pytest.approx(1.2, abs=1e-9)
    assert way.gate.length == pytest.approx(1.2, abs=1e-9)


def test_corners_that_face_each_other_slantwise():
    # from (2, 3) to (2.9, 4.2): a triangle of 0.9 and 1.2, so 1.5
    free = box(0, 0, 5, 8) - box(0, 2.5, 2, 3) - box(2.9, 4.2, 5, 4.7)
    way = Clearance(free, [Contact((2.5, 0), UP), Contact((1, 8), DOWN)]).passage(0, 1)
    assert way.width == pytest.approx(1.5, abs=1e-9)


def test_a_closed_way_has_no_gate():
    free = box(0, 0, 5, 3) | box(0, 4, 5, 8)
    way = Clearance(free, [Contact((2.5, 0), UP), Contact((2.5, 8), DOWN)]).passage(0, 1)
    assert (way.width, way.gate) == (0.0, None)


def test_a_link_joins_two_rooms():
    free = box(0, 0, 5, 3) | box(0, 3.2, 5, 8)
    faces = [Contact((2.5, 3), DOWN), Contact((2.5, 3.2), UP)]
    ends = [Contact((2.5, 0), UP), Contact((2.5, 8), DOWN)]
    assert Clearance(free, [*ends, *faces], [(2, 3)]).passage(0, 1).width == pytest.approx(3.0)


def test_the_largest_disc_behind_a_way():
    # a room of 3 x 3 behind a gap of 1.3 m: a circle of 3 m; not for a way of 1.4 m, which
    # has the anteroom of 5 x 2 only
    free = box(0, 0, 5, 2) | box(1.85, 2, 3.15, 3) | box(1, 3, 4, 6)
    clear = Clearance(free, [Contact((2.5, 0), UP)])
    size, centre = clear.largest(0, 1.3 - 1e-3)
    assert size == pytest.approx(3.0, abs=2e-3)
    assert centre[0] == pytest.approx(2.5, abs=0.01)  # the two side walls hold it
    # beside the mouth of the gap the circle bulges a little into it
    assert 2.0 <= clear.largest(0, 1.4)[0] < 2.3


def test_the_largest_disc_at_a_contact_and_at_a_point():
    clear = Clearance(box(0, 0, 4, 3))
    assert clear.touching(Contact((2.0, 0.0), UP))[0] == pytest.approx(3.0)
    # one metre from the side wall the tangent disc has a radius of 1 m
    assert clear.touching(Contact((1.0, 0.0), UP))[0] == pytest.approx(2.0)
    assert clear.clear_at((1.0, 1.0)) == pytest.approx(2.0)
    assert clear.clear_at((9.0, 1.0)) == 0.0


def test_the_farthest_point_of_a_room_from_a_door():
    # from the door (0, 1)-(0, 2) of a 4 by 6 room the corner (4, 6) is sqrt(16 + 16) away
    far, spot = farthest(box(0, 0, 4, 6), shapely.LineString([(0, 1), (0, 2)]))
    assert far == pytest.approx(math.sqrt(32))
    assert spot == (4.0, 6.0)


def test_the_farthest_point_between_two_doors_lies_between_them():
    # between (0, 3) and (10, 3) in a 10 by 6 room: (5, 0) or (5, 6), sqrt(25 + 9)
    far, spot = farthest(box(0, 0, 10, 6), shapely.MultiPoint([(0, 3), (10, 3)]))
    assert far == pytest.approx(math.sqrt(34), abs=1e-3)
    assert spot[0] == pytest.approx(5.0, abs=0.01)


@pytest.mark.parametrize(("items", "side", "limit_s"), [(40, 12.7, 0.015), (500, 45.0, 0.08)])
def test_it_is_quick_enough_to_follow_a_hand(items, side, limit_s):
    free, contacts = _hall(3, items, side)
    best = math.inf
    for _ in range(5):
        start = time.perf_counter()
        clear = Clearance(free, contacts)
        for n in range(1, len(contacts)):
            clear.passage(0, n)
        best = min(best, time.perf_counter() - start)
    assert best < 4 * limit_s  # the machine is shared; alone it takes less than limit_s


def test_ten_thousand_square_metres():
    free, contacts = _hall(7, 400, 112.0)
    clear = Clearance(free, contacts)
    for n in range(1, len(contacts)):
        width = clear.passage(0, n).width
        assert width == 0.0 or _connected(free, contacts[0], contacts[n], width - 1e-3)
