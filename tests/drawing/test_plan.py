import itertools
import math
import random
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box

from planner.drawing import Mark, plan
from planner.drawing.marks import SEVERITIES
from planner.drawing.plan import SCALES
from planner.drawing.sheet import SMALLEST_TEXT
from tests.drawing.halls import dense, fixture, full, hall

SVG = "{http://www.w3.org/2000/svg}"
ROOM = [(0.0, 0.0), (10.0, 0.0), (10.0, 6.0), (0.0, 6.0)]


def overlap(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > 1e-6 and min(a[3], b[3]) - max(a[1], b[1]) > 1e-6


def words(svg):
    return [node.text for node in ET.fromstring(svg).iter(f"{SVG}text")]


def some_marks(layout, count, seed=0):
    rng = random.Random(seed)
    chosen = [rng.choice(layout.fixtures) for _ in range(count)]
    return [
        Mark(k + 1, SEVERITIES[k % len(SEVERITIES)], f.at, "L1", f.id) for k, f in enumerate(chosen)
    ]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    count=st.integers(0, 70),
    wide=st.floats(5, 40),
    deep=st.floats(4, 25),
    turn=st.sampled_from([0.0, 30.0, 45.0, 90.0, 201.5]),
    marked=st.integers(0, 25),
)
def test_labels_never_overlap_however_dense_the_hall(seed, count, wide, deep, turn, marked):
    layout = dense(seed, count, wide, deep, turn)
    marks = some_marks(layout, marked if count else 0, seed)
    sheet = plan(layout, marks=marks)
    fixed = [label for label in sheet.labels if label.sort != "dimension"]
    for a, b in itertools.combinations(fixed, 2):
        assert not overlap(a.box, b.box), (a, b)
    for a, b in itertools.product(fixed, (x for x in sheet.labels if x.sort == "dimension")):
        assert not overlap(a.box, b.box), (a, b)
    for label in fixed:
        x0, y0, x1, y1 = label.box
        assert x0 >= 0
        assert y0 >= 0
        assert x1 <= sheet.width
        assert y1 <= sheet.height
    assert sorted(x.name for x in fixed if x.sort == "mark") == sorted(str(m.number) for m in marks)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(5, 60))
def test_a_label_never_covers_what_carries_a_message(seed, count):
    layout = dense(seed, count, 16.0, 10.0)
    sheet = plan(layout, marks=some_marks(layout, 8, seed))
    carriers = [f for f in layout.fixtures if f.id[0] in "PRLX"]
    for item, label in itertools.product(carriers, sheet.labels):
        x, y = sheet.place(*item.at)
        inside = label.box[0] < x < label.box[2] and label.box[1] < y < label.box[3]
        assert not (inside and label.sort in ("tag", "mark", "zone")), (item.id, label)


def test_every_carrier_is_named_once_or_counted_as_left_out():
    layout = dense(3, 70, 12.0, 8.0)
    sheet = plan(layout, marks=some_marks(layout, 20))
    named = [label.name for label in sheet.labels if label.sort == "tag"]
    assert len(named) == len(set(named))
    carriers = {f.id for f in layout.fixtures if f.id[0] in "PRLX"}
    assert carriers == (set(named) & carriers) | (set(sheet.left_out) & carriers)
    said = [text for text in words(sheet.svg()) if "放不下" in text]
    assert bool(said) == bool(sheet.left_out)


@pytest.mark.parametrize("theme", ["paper", "page"])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_hall_with_everything_is_well_formed_on_every_level(theme, lang):
    layout = full()
    for level in ("L1", "L2"):
        sheet = plan(layout, level, lang=lang, theme=theme, marks=some_marks(layout, 14))
        root = ET.fromstring(sheet.svg())
        assert root.tag == f"{SVG}svg"
        assert root.get("lang") == lang


def test_a_name_that_holds_markup_comes_out_as_text():
    name = "<script>alert('&')</script>\x00"
    layout = full(name)
    zone = layout.zones[0].model_copy(update={"name": name})
    layout = layout.model_copy(update={"zones": (zone, *layout.zones[1:])})
    svg = plan(layout, theme="page").svg()
    assert "<script" not in svg
    root = ET.fromstring(svg)
    assert name[:-1] in root.find(f"{SVG}title").text
    assert not list(root.iter(f"{SVG}script"))


def test_the_same_hall_gives_the_same_bytes():
    layout = full()
    marks = some_marks(layout, 9)
    assert plan(layout, marks=marks).svg() == plan(layout, marks=marks).svg()


def test_paper_holds_fixed_colours_and_one_embedded_font_name():
    svg = plan(full(), theme="paper").svg()
    assert "var(" not in svg
    assert "<style" not in svg
    assert "<pattern" not in svg
    assert 'font-family="Noto Sans CJK SC"' in svg


def test_a_page_names_every_colour_it_uses():
    svg = plan(full(), theme="page", marks=some_marks(full(), 14)).svg()
    style = ET.fromstring(svg).find(f"{SVG}style").text
    used = {part.split(")")[0] for part in svg.replace(style, "").split("var(")[1:]}
    assert used
    assert all(f"{name}:var(" in style for name in used)
    assert 'data-theme="dark"' in style
    assert "prefers-color-scheme:dark" in style


def test_paper_and_page_are_the_same_picture():
    paper, page = plan(full(), theme="paper"), plan(full(), theme="page")
    assert paper.labels == page.labels
    ratio = f"1:{round(1000 / paper.scale)}"  # a screen has no ratio
    assert [t.words for t in paper.texts if t.words != ratio] == [t.words for t in page.texts]


@pytest.mark.parametrize(("wide", "deep"), [(10.0, 6.0), (40.0, 4.0), (4.5, 4.5), (400.0, 3.0)])
def test_the_scale_is_the_largest_usual_one_that_fits(wide, deep):
    layout = hall([(0.0, 0.0), (wide, 0.0), (wide, deep), (0.0, deep)])
    sheet = plan(layout, legend=False)
    ratio = round(1000 / sheet.scale)
    assert ratio in SCALES
    x0, y1 = sheet.place(-0.2, -0.2)
    x1, y0 = sheet.place(wide + 0.2, deep + 0.2)
    assert min(x0, y0) >= 0
    assert x1 <= sheet.width == 184.0
    assert y1 <= sheet.height <= 150.0
    # the hall with its walls, 3 mm of edges, a dimension line of 6.6 mm (5 and 1.6 of ticks) and
    # 2.1 mm on the free side; below it also the foot of 9 mm
    larger = SCALES[SCALES.index(ratio) - 1]
    across = (wide + 0.4) * 1000 / larger + 3 + 6.6 + 2.1
    down = (deep + 0.4) * 1000 / larger + 3 + 6.6 + 2.1 + 9
    assert across > 184.0 or down > 150.0


@pytest.mark.parametrize("wide", [5.0, 16.0, 100.0])
def test_no_text_is_too_small_to_read(wide):
    layout = dense(1, 40, wide, wide * 0.7)
    sheet = plan(layout, marks=some_marks(layout, 12))
    assert sheet.texts
    assert min(text.size for text in sheet.texts) >= SMALLEST_TEXT


def test_a_facade_is_dimensioned_opening_by_opening():
    doors = [{"id": "D1", "wall": "w1", "at": 5.0, "width": 1.8, "use": "entrance"}]
    windows = [{"id": "W1", "wall": "w1", "at": 2.0, "width": 3.0}]
    sheet = plan(hall(ROOM, doors=doors, windows=windows))
    said = [label.name for label in sheet.labels if label.sort == "dimension"]
    # 0 | window 0.5-3.5 | door 4.1-5.9 | 10; then the whole; the other side without openings
    assert said == ["0.50", "3.00", "0.60", "1.80", "4.10", "10.00", "6.00"]


def test_an_l_shaped_hall_is_dimensioned_at_its_step():
    ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (6.0, 4.0), (6.0, 8.0), (0.0, 8.0)]
    said = [x.name for x in plan(hall(ring)).labels if x.sort == "dimension"]
    assert said == ["10.00", "8.00", "6.00", "4.00", "4.00", "4.00"]


def test_a_turned_hall_has_the_same_dimensions_along_its_walls():
    straight = plan(dense(5, 0, 12.0, 8.0))
    turned = plan(dense(5, 0, 12.0, 8.0, turn_deg=30.0))
    both = [[x.name for x in s.labels if x.sort == "dimension"] for s in (straight, turned)]
    assert both[0] == both[1]
    assert any(abs(text.turn_deg) == pytest.approx(30.0) for text in turned.texts)


def test_without_dimensions_and_legend_the_hall_grows():
    layout = full()
    assert plan(layout, dimensions=False, legend=False).scale >= plan(layout).scale
    assert not [x for x in plan(layout, dimensions=False).labels if x.sort == "dimension"]


def test_a_level_shows_only_what_is_on_it():
    layout = full()
    marks = [Mark(1, "major", (5.0, 5.0), "L1"), Mark(2, "major", (5.0, 5.0), "L2")]
    upper = plan(layout, "L2", marks=marks)
    assert [x.name for x in upper.labels if x.sort == "mark"] == ["2"]
    assert not [x for x in upper.labels if x.sort == "tag"]


def test_a_stair_says_up_below_and_down_above():
    layout = full()
    assert "UP" in words(plan(layout, "L1", lang="en").svg())
    assert "DN" in words(plan(layout, "L2", lang="en").svg())
    assert "上" in words(plan(layout, "L1").svg())
    assert "下" in words(plan(layout, "L2").svg())


def test_the_legend_names_what_occurs_and_nothing_else():
    placed = [fixture("R1", "rollup_80x200", 5.0, 3.0, 90.0)]
    layout = hall(ROOM, fixtures=placed)
    said = words(plan(layout, lang="en", marks=[Mark(1, "minor", (5.0, 3.0), "L1", "R1")]).svg())
    assert {"Roll-up", "Minor"} <= set(said)
    assert not {"Poster", "Critical", "Luminaire", "Entrance", "Staff post"} & set(said)


def test_every_role_of_evidence_is_drawn_in_its_own_way():
    def piece(geometry, role, label=""):
        return SimpleNamespace(geometry=geometry, role=role, level="L1", label=label)

    layout = hall(ROOM)
    area = box(2, 1, 4, 3)
    looks = {}
    for role in ("offends", "must-be-free", "proposed", "context"):
        for geometry in (area, LineString([(1, 1), (3, 2)]), Point(5, 3), MultiPolygon([area])):
            svg = plan(layout, evidence=[piece(geometry, role)], legend=False).svg()
            ET.fromstring(svg)
        looks[role] = plan(layout, evidence=[piece(area, role)], legend=False).svg()
    assert len(set(looks.values())) == 4
    measure = plan(layout, evidence=[piece(LineString([(2, 1), (4, 1)]), "measure", "2.00 m")])
    assert "2.00 m" in words(measure.svg())
    plan(layout, evidence=[piece(Polygon(), "offends"), piece(LineString(), "measure")])


def test_hatch_lines_stay_in_their_area():
    from planner.drawing.evidence import hatch

    area = box(10, 10, 30, 20)
    lines = hatch(area)
    assert lines
    assert all(area.buffer(1e-6).covers(LineString(line)) for line in lines)
    # every 1.7 mm at 45 degrees: 300 / (20 + 10) ... the area is met by (20 + 10) / sqrt 2 / 1.7
    assert len(lines) == pytest.approx(30 / math.sqrt(2) / 1.7, abs=1)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_severity_is_a_shape_not_only_a_colour(severity):
    layout = hall(ROOM)
    svg = plan(layout, marks=[Mark(7, severity, (5.0, 3.0), "L1")], legend=False).svg()
    group = next(g for g in ET.fromstring(svg).iter(f"{SVG}g") if g.get("data-mark") == "7")
    shapes = [(node.tag, (node.get("d") or "").count("L"), node.get("stroke-dasharray"))
              for node in group]  # fmt: skip
    others = [s for s in SEVERITIES if s != severity and {s, severity} != {"minor", "info"}]
    for other in others:
        svg = plan(layout, marks=[Mark(7, other, (5.0, 3.0), "L1")], legend=False).svg()
        twin = next(g for g in ET.fromstring(svg).iter(f"{SVG}g") if g.get("data-mark") == "7")
        assert shapes != [(node.tag, (node.get("d") or "").count("L"), node.get("stroke-dasharray"))
                          for node in twin]  # fmt: skip


def test_a_crop_shows_its_place_and_stays_on_the_sheet():
    layout = full()
    sheet = plan(layout)
    for bounds in ((5.0, 3.0, 5.6, 3.4), (0.0, 0.0, 0.1, 0.1), (-50.0, -50.0, 60.0, 60.0)):
        x, y, w, h = sheet.crop(bounds, ratio=1.7)
        assert x >= 0
        assert y >= 0
        assert x + w <= sheet.width + 1e-6
        assert y + h <= sheet.height + 1e-6
        assert w / h == pytest.approx(1.7, abs=0.01)
        ET.fromstring(sheet.svg(view=(x, y, w, h)))
    x, y, w, h = sheet.crop((5.0, 3.0, 5.6, 3.4))
    px, py = sheet.place(5.3, 3.2)
    assert x < px < x + w
    assert y < py < y + h
    assert len(sheet.svg(view=(x, y, w, h))) < len(sheet.svg())


def test_a_selected_thing_is_blue_and_named():
    layout = full()
    poster = next(f for f in layout.fixtures if f.kind == "poster_60x90")
    svg = plan(layout, selected=[poster.id]).svg()
    assert "#1D5BB8" in svg
    assert "#1D5BB8" not in plan(layout).svg()


def test_things_can_be_found_by_id_in_the_picture():
    layout = full()
    ids = {node.get("data-id") for node in ET.fromstring(plan(layout).svg()).iter(f"{SVG}g")}
    wanted = [*layout.fixtures, *layout.doors, *layout.windows, *layout.zones]
    assert {thing.id for thing in wanted} <= ids


def test_a_finding_about_a_pocket_is_marked_at_its_rack():
    placed = [fixture("R1", "rack_floor", 5.0, 3.0, 90.0)]
    mark = Mark(1, "major", (5.0, 3.0), "L1", "R1/a/1/2")
    sheet = plan(hall(ROOM, fixtures=placed), marks=[mark])
    box_ = next(x.box for x in sheet.labels if x.sort == "mark")
    x, y = sheet.place(5.0, 3.0)
    assert math.dist((x, y), ((box_[0] + box_[2]) / 2, (box_[1] + box_[3]) / 2)) < 12.0
    assert not (box_[0] < x < box_[2] and box_[1] < y < box_[3])


def test_a_door_between_rooms_shows_its_clear_width():
    inner = {"id": "i1", "level": "L1", "start": [6.0, 6.0], "end": [6.0, 0.0], "justify": "centre"}
    door = {"id": "D1", "wall": "i1", "at": 3.0, "width": 0.95, "opens": "left"}
    sheet = plan(hall(ROOM, walls=[inner], doors=[door]))
    found = [x for x in sheet.labels if x.sort == "dimension" and x.name == "0.95"]
    assert len(found) == 1
    # the wall runs south, so its left is east: the leaf swings there, the figure stands west
    assert found[0].box[2] < sheet.place(6.0, 3.0)[0]
