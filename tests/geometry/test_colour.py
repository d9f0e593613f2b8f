"""Colour arithmetic held against published numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.geometry.colour import chroma, difference, hue_deg, hue_spread, lab, mean

# Sharma, Wu and Dalal (2005), table 1: pairs 1 to 34 that exercise every branch; here those
# with hues on both sides of the mean-hue step, greys, the blue region and small chroma.
SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
    ((50.0, 2.8361, -74.0200), (50.0, 0.0, -82.7485), 3.4412),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, -1.1848, -84.8006), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, -0.9009, -85.5211), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0010), 7.1792),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0012), 7.2195),
    ((50.0, -0.0010, 2.4900), (50.0, 0.0009, -2.4900), 4.8045),
    ((50.0, -0.0010, 2.4900), (50.0, 0.0011, -2.4900), 4.7461),
    ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
    ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
    ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
    ((50.0, 2.5, 0.0), (50.0, 3.1736, 0.5854), 1.0000),
    ((50.0, 2.5, 0.0), (50.0, 3.2972, 0.0), 1.0000),
    ((50.0, 2.5, 0.0), (50.0, 1.8634, 0.5757), 1.0000),
    ((50.0, 2.5, 0.0), (50.0, 3.2592, 0.3350), 1.0000),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((61.2901, 3.7196, -5.3901), (61.4292, 2.2480, -4.9620), 1.8731),
    ((35.0831, -44.1164, 3.7933), (35.0232, -40.0716, 1.5901), 1.8645),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((36.4612, 47.8580, 18.3852), (36.2715, 50.5065, 21.2231), 1.4146),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda c: "#{:02x}{:02x}{:02x}".format(*c))


@pytest.mark.parametrize(("one", "two", "expected"), SHARMA)
def test_differences_are_those_sharma_published(one, two, expected):
    assert difference(one, two) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("srgb", "expected"),
    [  # CIELAB of the sRGB primaries under D65, as Lindbloom's calculator gives them
        ("#ff0000", (53.24, 80.09, 67.20)),
        ("#00ff00", (87.74, -86.18, 83.18)),
        ("#0000ff", (32.30, 79.19, -107.86)),
        ("#808080", (53.59, 0.0, 0.0)),
        ("#000000", (0.0, 0.0, 0.0)),
    ],
)
def test_primaries_have_their_known_place_in_cielab(srgb, expected):
    assert lab(srgb) == pytest.approx(expected, abs=0.03)


@given(COLOURS, COLOURS)
def test_a_difference_is_the_same_from_both_sides_and_nothing_to_itself(one, two):
    assert difference(lab(one), lab(two)) == pytest.approx(difference(lab(two), lab(one)))
    assert difference(lab(one), lab(one)) == 0.0


@given(st.integers(0, 255))
def test_a_grey_has_no_chroma(level):
    assert chroma(lab("#" + f"{level:02x}" * 3)) < 1e-9


@given(st.lists(st.floats(0, 359), min_size=2, max_size=8), st.floats(0, 359))
def test_turning_the_wheel_changes_no_spread(hues, turn):
    turned = [hue + turn for hue in hues]
    assert hue_spread(turned) == pytest.approx(hue_spread(hues), abs=1e-6)


def test_hues_are_read_around_the_wheel():
    assert hue_deg((50.0, 1.0, 0.0)) == 0.0
    assert hue_deg((50.0, 0.0, -1.0)) == 270.0
    assert hue_spread([10, 200]) == 170.0
    assert mean([(40.0, 10.0, 0.0), (60.0, 0.0, 10.0)]) == (50.0, 5.0, 5.0)
