import json
import xml.etree.ElementTree as ET

import pytest

from planner.catalog import kinds
from planner.drawing.sheet import Sheet
from planner.drawing.symbols import draw_on_plan, draw_on_wall, outline, symbols_json


@pytest.mark.parametrize("kind_id", sorted(kinds()))
@pytest.mark.parametrize("scale", [1.0, 10.0, 50.0])
def test_a_kind_draws_on_plan_inside_its_footprint(kind_id, scale):
    kind = kinds()[kind_id]
    sheet = Sheet(200, 200, scale=scale, origin=(100, 100))
    ring = draw_on_plan(sheet, kind, (0.0, 0.0), kind.size, 90.0)
    assert sheet._items
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    room = 0.15 * max(kind.size[0], kind.size[1]) * scale + 0.02
    for item in sheet._items:
        assert item.bounds[0] >= min(xs) - room
        assert item.bounds[2] <= max(xs) + room
        assert item.bounds[1] >= min(ys) - room
        assert item.bounds[3] <= max(ys) + room
    ET.fromstring(sheet.svg())


@pytest.mark.parametrize("kind_id", sorted(kinds()))
def test_a_kind_draws_on_a_wall_inside_its_rectangle(kind_id):
    kind = kinds()[kind_id]
    sheet = Sheet(200, 200)
    wide, high = kind.size[0] * 20, kind.size[2] * 20
    draw_on_wall(sheet, kind, 10.0, 10.0, wide, high)
    assert sheet._items
    for item in sheet._items:
        assert item.bounds[0] >= 10.0 - 0.02
        assert item.bounds[2] <= 10.0 + wide + 0.02
        assert item.bounds[1] >= 10.0 - 0.02
        assert item.bounds[3] <= 10.0 + high + 0.02


def test_a_thing_on_a_wall_grows_out_of_the_wall_where_it_is_too_thin_to_draw():
    kind = kinds()["poster_60x90"]  # 1 cm thick
    sheet = Sheet(100, 100, scale=10.0, origin=(50, 50))
    ring = draw_on_plan(sheet, kind, (0.0, 0.005), kind.size, 90.0)
    ys = [y for _, y in ring]
    assert max(ys) == pytest.approx(50.0)  # its back stays on the wall
    assert min(ys) == pytest.approx(50.0 - 0.9)


def test_a_seat_looks_where_it_faces():
    # the back rest is the part behind the seat: facing north it lies to the south, lower on paper
    back = kinds()["seat"].plan[1]
    assert all(v < 0 for _, v in outline(back, 1.0, 1.0))


def test_the_browser_gets_every_kind_with_its_shapes():
    table = json.loads(symbols_json())
    assert sorted(table) == sorted(kinds())
    for name, entry in table.items():
        kind = kinds()[name]
        assert entry["size"] == list(kind.size)
        assert len(entry["plan"]) == len(kind.plan)
        assert set(entry["name"]) == {"en", "zh-CN"}
        for shape in entry["plan"] + entry["elevation"]:
            assert {"form", "numbers", "fill"} <= set(shape)
    assert symbols_json() == symbols_json()
