import itertools
import math
import xml.etree.ElementTree as ET

import pytest

from planner.catalog import kinds
from planner.drawing import Mark, elevation, elevations_worth_drawing
from planner.drawing.elevation import EYES, _spread, _View
from planner.model import Layout
from tests.drawing.halls import fixture, hall
from tests.drawing.test_plan import SVG, overlap, words

RING = [(0.0, 0.0), (8.0, 0.0), (8.0, 5.0), (0.0, 5.0)]


def poster(name="P1", x=2.0, **more):
    return fixture(name, "poster_60x90", x, 0.005, 90.0, **more)


def test_a_viewer_on_the_left_sees_the_walls_end_on_the_left():
    # w1 runs east, the hall lies north of it: who stands in the hall looks south, so east,
    # the wall's end, is to the left; from outside it is to the right
    layout = hall(RING)
    wall = layout.by_id["w1"]
    assert _View(layout, wall, "left").flat((8.0, 1.0)) == pytest.approx((0.0, 1.0))
    # the outer face lies 0.2 m south of the reference line
    assert _View(layout, wall, "right").flat((8.0, -1.0)) == pytest.approx((8.0, 0.8))


def test_flat_and_point_are_inverse():
    layout = hall(RING)
    for side in ("left", "right"):
        view = _View(layout, layout.by_id["w2"], side)
        assert view.flat(view.point(1.3, 0.4)) == pytest.approx((1.3, 0.4))


def test_a_poster_hangs_at_its_height_in_its_place():
    layout = hall(RING, fixtures=[poster(height=0.86)])
    sheet = elevation(layout, "w1")
    group = next(g for g in ET.fromstring(sheet.svg()).iter(f"{SVG}g") if g.get("data-id") == "P1")
    numbers = group.find(f"{SVG}path").get("d").strip("MZ").replace("L", " ").split()
    xs, ys = list(map(float, numbers[::2])), list(map(float, numbers[1::2]))
    # its middle is 2 m from the west end, which is 6 m from the viewer's left; 60 x 90 cm
    left, top = sheet.place(6.0 - 0.3, 0.86 + 0.9)
    right, bottom = sheet.place(6.0 + 0.3, 0.86)
    assert min(xs) == pytest.approx(left, abs=0.01)
    assert max(xs) == pytest.approx(right, abs=0.01)
    assert min(ys) == pytest.approx(top, abs=0.01)
    assert max(ys) == pytest.approx(bottom, abs=0.01)
    assert "86 cm" in words(sheet.svg())


def test_the_ray_lands_where_the_tangent_says():
    # eye - 2 m * tan 15 deg: 1.69, 1.55, 1.43, 1.20 less 0.536
    said = words(elevation(hall(RING, fixtures=[poster()]), "w1").svg())
    assert {"115", "101", "89", "66"} <= set(said)
    for _, eye in EYES:
        assert f"{(eye - 2 * math.tan(math.radians(15))) * 100:.0f}" in said


def test_eyes_and_band_are_named_in_both_languages():
    layout = hall(RING, fixtures=[poster()])
    chinese, english = (words(elevation(layout, "w1", lang=t).svg()) for t in ("zh-CN", "en"))
    assert {"平均 155", "轮椅 120", "下沿 90–110 cm"} <= set(chinese)
    assert {"Mean 155", "Wheelchair 120", "Lower edge 90–110 cm"} <= set(english)


def test_the_band_is_the_callers():
    said = words(elevation(hall(RING, fixtures=[poster()]), "w1", band=(1.0, 1.3)).svg())
    assert "下沿 100–130 cm" in said
    assert {"100", "130"} <= set(said)


def test_artwork_has_the_campaigns_colours():
    campaign = {"id": "5g", "name": "5G", "colours": ["#C2185B"]}
    layout = hall(RING, campaigns=[campaign], fixtures=[poster(message={"campaign": "5g"})])
    assert "#C2185B" in elevation(layout, "w1").svg()
    own = poster(message={"campaign": "5g", "colours": ["#0277BD"]})
    svg = elevation(hall(RING, campaigns=[campaign], fixtures=[own]), "w1").svg()
    assert "#0277BD" in svg
    assert "#C2185B" not in svg


def test_sides_that_carry_something_are_worth_drawing():
    placed = [
        poster(),
        fixture("R1", "rollup_80x200", 7.7, 2.0, 180.0),  # its back to the east wall
        fixture("N1", "plant", 0.4, 4.0, 0.0),  # carries no message
    ]
    assert elevations_worth_drawing(hall(RING, fixtures=placed)) == (("w1", "left"), ("w2", "left"))


def test_a_thing_on_the_other_side_of_a_wall_is_not_drawn():
    inner = {"id": "i1", "level": "L1", "start": [4.0, 5.0], "end": [4.0, 1.0], "justify": "centre"}
    placed = [fixture("P1", "poster_60x90", 4.105, 3.0, 0.0)]
    layout = hall(RING, walls=[inner], fixtures=placed)
    # the wall runs south: its left is east, where the poster hangs
    assert elevations_worth_drawing(layout) == (("i1", "left"),)
    assert 'data-id="P1"' in elevation(layout, "i1", "left").svg()
    assert 'data-id="P1"' not in elevation(layout, "i1", "right").svg()


def test_the_floor_steps_up_with_a_stair_beside_the_wall():
    flight = {"foot": [7.4, 1.0], "facing_deg": 90.0, "width": 1.0, "steps": 4, "going": 0.3,
              "riser": 0.15}  # fmt: skip
    layout = hall(RING, stairs=[{"id": "s1", "level": "L1", "flights": [flight]}])
    runs = _View(layout, layout.by_id["w2"], "left").steps()
    heights = [round(z, 3) for _, _, z in runs]
    assert heights[0] == heights[-1] == 0.0
    # seen from the west the north end is to the left: the stair falls towards the right
    assert sorted(set(heights)) == [0.0, 0.15, 0.3, 0.45, 0.6]
    ET.fromstring(elevation(layout, "w2").svg())


def test_a_long_wall_is_drawn_in_strips_at_a_readable_scale():
    ring = [(0.0, 0.0), (45.0, 0.0), (45.0, 5.0), (0.0, 5.0)]
    placed = [poster(f"P{k}", 2.0 + 2.5 * k) for k in range(17)]
    sheet = elevation(hall(ring, fixtures=placed), "w1")
    assert 1000 / sheet.scale <= 125
    tags = {label.name for label in sheet.labels if label.sort == "tag"}
    assert tags == {f"P{k}" for k in range(17)}
    for text in sheet.texts:
        assert text.size >= 1.8
        assert text.bounds[0] >= 0
        assert text.bounds[2] <= sheet.width
        assert text.bounds[1] >= 0
        assert text.bounds[3] <= sheet.height


@pytest.mark.parametrize("long", [1.5, 4.0, 9.0, 14.0, 30.0])
def test_labels_do_not_overlap_and_stay_on_the_sheet(long):
    ring = [(0.0, 0.0), (long, 0.0), (long, 5.0), (0.0, 5.0)]
    count = int(long / 0.7)
    placed = [poster(f"P{k}", 0.4 + 0.7 * k, height=0.7 + 0.1 * (k % 6)) for k in range(count)]
    marks = [Mark(k + 1, "major", (0.4 + 0.7 * k, 0.0), "L1", f"P{k}") for k in range(0, count, 2)]
    sheet = elevation(hall(ring, fixtures=placed), "w1", marks=marks)
    moving = [label for label in sheet.labels if label.sort in ("tag", "mark")]
    assert {x.name for x in moving if x.sort == "mark"} == {str(m.number) for m in marks}
    for a, b in itertools.combinations(moving, 2):
        assert not overlap(a.box, b.box), (a, b)
    for label in moving:
        assert label.box[0] >= 0
        assert label.box[1] >= 0
        assert label.box[2] <= sheet.width
        assert label.box[3] <= sheet.height


def test_heights_move_apart_and_keep_their_order():
    assert _spread([1.0, 5.0], 2.0) == [1.0, 5.0]
    # three at one height: one stays, one goes up, one down
    assert _spread([4.0, 4.0, 4.0], 2.0) == [2.0, 4.0, 6.0]


def test_every_kind_can_stand_at_a_wall():
    for kind in kinds().values():
        if "luminaire" in kind.traits:
            continue
        item = fixture("K1", kind.id, 3.0, kind.size[1] / 2, 90.0)
        layout = hall(RING, fixtures=[item])
        svg = elevation(layout, "w1").svg()
        ET.fromstring(svg)
        if kind.mount != "surface":
            assert 'data-id="K1"' in svg, kind.id


def test_a_height_nobody_measured_is_not_written():
    item = poster()
    del item["height"]
    said = words(elevation(hall(RING, fixtures=[item]), "w1").svg())
    assert "95 cm" not in said


def test_the_same_wall_gives_the_same_bytes():
    layout: Layout = hall(RING, fixtures=[poster(), poster("P2", 5.0)])
    assert elevation(layout, "w1").svg() == elevation(layout, "w1").svg()


def test_markup_in_names_comes_out_as_text():
    layout = hall(RING, fixtures=[poster()], name="<b>&")
    svg = elevation(layout, "w1", theme="page").svg()
    assert "<b>" not in svg
    ET.fromstring(svg)
