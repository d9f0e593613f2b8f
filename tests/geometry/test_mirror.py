"""What an upright plane shows, and who stands before it."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.geometry.mirror import images, standing

metres = st.floats(-6.0, 6.0)
heights = st.floats(0.0, 4.0)


def test_the_image_of_a_lamp_lies_where_similar_triangles_say():
    # 2 m and 3 m before the wall, 4 m apart along it, 1.5 and 2.5 m high: the ray meets the
    # wall at 2 / 5 of the way, 1.6 m along and 1.5 + 0.4 m high
    eye, lamp = np.array([0.0, 2.0, 1.5]), np.array([4.0, 3.0, 2.5])
    found = images(eye, lamp, np.zeros(3), np.array([0.0, 1.0, 0.0]))
    assert found == pytest.approx([1.6, 0.0, 1.9])


@given(metres, metres, heights, metres, metres, heights, st.floats(0.0, 360.0))
def test_a_ray_leaves_as_it_comes(x, y, z, u, v, w, turn):
    a = math.radians(turn)
    normal = np.array([math.cos(a), math.sin(a), 0.0])
    middle = np.array([1.0, -2.0, 1.4])
    eye, lamp = np.array([x, y, z]), np.array([u, v, w])
    near, far = (eye - middle) @ normal, (lamp - middle) @ normal
    found = images(eye, lamp, middle, normal)
    if near <= 0.01 or far <= 0.01:
        assert np.isnan(found).all()
        return
    assert abs((found - middle) @ normal) < 1e-9
    to, back = lamp - found, eye - found
    assume(np.linalg.norm(to) > 1e-3 and np.linalg.norm(back) > 1e-3)
    one, two = to / np.linalg.norm(to), back / np.linalg.norm(back)
    # alike along the normal, opposite along the plane
    assert one @ normal == pytest.approx(two @ normal, abs=1e-9)
    assert one - (one @ normal) * normal == pytest.approx(
        -(two - (two @ normal) * normal), abs=1e-9
    )


def test_people_stand_within_reach_and_the_one_straight_ahead_comes_first():
    middle, normal = np.array([3.0, 1.0, 1.42]), np.array([0.0, -1.0, 0.0])
    eyes = standing(middle, normal, 1.55, (1.5, 2.5), 30.0)
    assert eyes.shape == (35, 3)
    assert eyes[0] == pytest.approx([3.0, -1.0, 1.55])  # 2 m before it
    far = np.hypot(*(eyes - middle)[:, :2].T)
    off = np.degrees(np.arccos((eyes - middle) @ normal / far))
    assert (far.min(), far.max()) == (pytest.approx(1.5), pytest.approx(2.5))
    assert off.max() == pytest.approx(30.0)
    assert np.all(eyes[:, 2] == 1.55)
