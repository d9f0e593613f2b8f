"""Pictures of light: contours, map, bars, diagrams."""

import io
import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from shapely import box

from planner.light import HallLight, ratios
from planner.light.photometry import generic
from planner.light.picture import (
    RAMP,
    LuxMap,
    bar_svg,
    colour,
    cone_svg,
    cones,
    contour,
    lux_map,
    map_png,
    map_svg,
    polar_svg,
    ratio_bars,
)
from tests.light.halls import hall


@pytest.fixture(scope="module")
def picture():
    return lux_map(HallLight(hall()))


def test_a_round_hill_has_round_contours():
    y, x = np.mgrid[0:41, 0:41]
    hill = 20 - np.hypot(x - 20, y - 20)
    (line,) = contour(hill, 10.0)
    assert np.allclose(np.hypot(*(line - 20).T), 10.0, atol=0.05)
    assert np.array_equal(line[0], line[-1])


def test_an_open_contour_ends_at_the_edge():
    y, _ = np.mgrid[0:5, 0:7]
    (line,) = contour(y.astype(float), 1.5)
    assert np.allclose(line[:, 1], 1.5)
    assert sorted(line[[0, -1], 0]) == [0, 6]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_a_contour_separates_what_is_above_from_what_is_below(seed):
    grid = np.random.default_rng(seed).random((6, 7))
    for line in contour(grid, 0.5):
        for column, row in line:
            # every point lies on an edge of the raster between a higher and a lower node
            assert min(column % 1, row % 1) == pytest.approx(0.0, abs=1e-9)
            a = grid[math.floor(row), math.floor(column)]
            b = grid[math.ceil(row), math.ceil(column)]
            assert min(a, b) <= 0.5 + 1e-9 <= max(a, b) + 2e-9


def test_the_ramp_rises_in_lightness():
    def lightness(text):
        r, g, b = (int(text[k : k + 2], 16) / 255 for k in (1, 3, 5))
        return 0.2126 * r**2.2 + 0.7152 * g**2.2 + 0.0722 * b**2.2

    shades = [lightness(colour(10 * 1.3**k)) for k in range(24)]
    assert shades == sorted(shades)
    assert colour(1.0) == RAMP[0].lower()


def test_the_map_is_a_png_the_right_way_up(picture):
    image = Image.open(io.BytesIO(map_png(picture, finer=1))).convert("RGB")
    rows, columns = picture.lux.shape
    assert image.size == (columns, rows)
    # under the spot of the second poster the hall is brightest: near (4.75, 5.9), at the top
    r, c = int(5.6 / picture.step), int(4.75 / picture.step)
    bright, dark = image.getpixel((c, rows - 1 - r)), image.getpixel((columns - 1, rows - 1 - r))
    assert sum(bright) > sum(dark)
    assert map_png(picture) == map_png(picture)


def test_the_map_is_sound_svg_with_lines_and_numbers(picture):
    text = map_svg(picture, values=True)
    tree = ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>')
    words = [e.text for e in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "300" in words
    lines = picture.isolux([300.0])[300.0]
    x, y = np.vstack(lines).T
    assert x.min() >= 0
    assert x.max() <= 18.5
    assert y.max() <= 6.0


def test_a_place_scales_the_map(picture):
    text = map_svg(picture, place=lambda x, y: (100 + 20 * x, 200 - 20 * y), text=3.0)
    tree = ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>')
    image = next(tree.iter("{http://www.w3.org/2000/svg}image"))
    assert float(image.get("x")) == 100
    assert float(image.get("width")) == pytest.approx(20 * 18.5)


def test_the_other_pictures_are_sound_svg():
    found = ratios(hall())
    names = {ratio.id: f"<{ratio.id}>" for ratio in found}
    for lang in ("en", "zh-CN"):
        tree = ET.fromstring(ratio_bars(found, {"window": (2.0, 3.0)}, names, lang=lang))
        words = [e.text for e in tree.iter("{http://www.w3.org/2000/svg}text")]
        assert "<W1>" in words
        assert "ratio-bars" not in "".join(filter(None, words))
    for lamp in (generic("linear"), generic("spot")):
        ET.fromstring(polar_svg(lamp))
        ET.fromstring(cone_svg(lamp))
    ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{bar_svg()}</svg>')


def test_a_cone_widens_with_the_distance():
    near, far = cones(generic("spot", flux_lm=1000, beam_deg=24.0), (1.0, 3.0))
    assert far.width == pytest.approx(3 * near.width)
    assert far.width == pytest.approx(2 * 3 * math.tan(math.radians(12)), rel=0.02)
    assert near.lux == pytest.approx(9 * far.lux)


def test_values_of_lines_stand_clear_of_what_is_drawn_there():
    # light falls from left to right: lines of equal light are upright and 5 m long
    x = np.arange(40) * 0.25 + 0.125
    lux = np.tile(1000.0 - 90.0 * x, (20, 1))
    drawn = LuxMap("L1", (0.0, 0.0), 0.25, lux, box(0, 0, 10, 5))
    busy = [((1000.0 - level) / 90.0, 2.5) for level in (300.0, 500.0, 750.0)]
    labels = drawn.labels(busy)
    assert set(labels) == {150.0, 200.0, 300.0, 500.0, 750.0}
    for level, (at_x, at_y) in labels.items():
        assert at_x == pytest.approx((1000.0 - level) / 90.0)
        for other in (*busy, *(spot for key, spot in labels.items() if key != level)):
            assert math.dist((at_x, at_y), other) > 0.5
