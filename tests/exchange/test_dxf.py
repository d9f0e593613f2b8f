"""DXF plans: units, walls, doors, and files that are broken on purpose."""

import time
from pathlib import Path

import pytest
import shapely

from planner.errors import PlanError
from planner.exchange import open_plan
from planner.model import mistakes
from tests.exchange.drawings import arc, block, dxf, insert, line, ring, room, words

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared drawings are not here")


def _area(layout):
    level = layout.levels[0]
    return shapely.Polygon(level.outline, level.holes).area


def test_a_room_of_double_lines_becomes_a_hall():
    # 8.00 x 5.00 m clear, walls 0.24 m, drawn in millimetres
    plan = open_plan("a.dxf", dxf(*room(8, 5, 0.24, 1000), arc(3000, 0, 900, 90, 180), units=4))
    layout = plan.to_layout()
    assert plan.unit == "mm"
    assert _area(layout) == pytest.approx(40.0, abs=0.01)
    assert {wall.thickness for wall in layout.walls} == {0.24}
    (door,) = layout.doors
    assert (door.width, door.use) == (pytest.approx(0.9), "entrance")


def test_millimetres_that_claim_to_be_inches_are_found_out():
    # the 900 mm leaf would be 22.9 m wide in inches
    drawing = dxf(*room(8, 5, 0.24, 1000), arc(3000, 0, 900, 90, 180), units=1)
    plan = open_plan("a.dxf", drawing)
    assert (plan.declared, plan.unit) == ("in", "mm")
    assert "8.48 × 5.48" in plan.describe("en")[0]
    assert any("215.39 × 139.19" in text for text in plan.describe("en"))  # 8480, 5480 inches


def test_inches_that_claim_to_be_millimetres_are_found_out():
    # 8.00 m = 315 in; a 36 in leaf is 0.91 m, in millimetres it would be 36 mm
    drawing = dxf(*room(315, 197, 9.4), arc(118, 0, 36, 90, 180), units=4)
    plan = open_plan("a.dxf", drawing)
    assert (plan.declared, plan.unit) == ("mm", "in")
    assert _area(plan.to_layout()) == pytest.approx(315 * 197 * 0.0254**2, rel=1e-3)


def test_a_unit_can_be_given():
    plan = open_plan("a.dxf", dxf(*room(8, 5, 0.24, 100), units=6))
    assert _area(plan.to_layout(unit="cm")) == pytest.approx(40.0, abs=0.01)


def test_a_text_that_states_the_unit_counts():
    drawing = dxf(*room(3, 2.5, 0.2, 100), words(0, 0, "Units: cm"))
    assert open_plan("a.dxf", drawing).unit == "cm"


def test_an_inner_wall_with_a_gap_keeps_its_opening():
    inner = [line(4000, 0, 4000, 2000), line(4000, 3000, 4000, 5000)]
    inner += [line(4100, 0, 4100, 2000), line(4100, 3000, 4100, 5000)]
    layout = open_plan("a.dxf", dxf(*room(8, 5, 0.24, 1000), *inner, units=4)).to_layout()
    assert _area(layout) == pytest.approx(40.0, abs=0.05)
    (opening,) = [door for door in layout.doors if door.leaf == "none"]
    assert opening.width == pytest.approx(1.0, abs=0.03)


def test_a_closed_line_alone_is_an_outline():
    layout = open_plan("a.dxf", dxf(ring([(0, 0), (8, 0), (8, 5), (0, 5)]), units=6)).to_layout()
    assert _area(layout) == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("corners", "code"),
    [
        ([(0, 0), (10, 10), (10, 0), (0, 10)], "model.ring-crosses"),
        ([(0, 0), (5, 0), (10, 0)], "model.ring-spike"),
        ([(0, 0), (0, 0), (1, 1)], "model.ring-too-few"),
    ],
)
def test_a_broken_outline_is_diagnosed(corners, code):
    with pytest.raises(PlanError) as caught:
        open_plan("a.dxf", dxf(ring(corners), units=6)).to_layout()
    codes = [problem.code for problem in caught.value.problems]
    assert code in codes
    if code == "model.ring-crosses":
        assert "(5.00, 5.00)" in str(caught.value)


def test_a_block_that_contains_itself_is_stopped():
    plan = open_plan("a.dxf", dxf(insert("A"), blocks=block("A", line(0, 0, 5, 5), insert("A", 1))))
    assert "exchange.dxf-recursive" in [w.code for w in plan.warnings]


def test_blocks_that_explode_are_stopped_in_time():
    # ten blocks, each holding ten of the one before: 10 billion lines
    blocks = block("B0", line(0, 0, 1, 1))
    for n in range(1, 11):
        blocks += block(f"B{n}", *(insert(f"B{n - 1}", k) for k in range(10)))
    started = time.monotonic()
    plan = open_plan("a.dxf", dxf(insert("B10"), blocks=blocks))
    assert time.monotonic() - started < 6  # 2 s on a machine of its own
    assert "exchange.dxf-too-much" in [w.code for w in plan.warnings]


def test_an_array_of_millions_is_stopped():
    drawing = dxf(
        line(0, 0, 1, 1), insert("A", 0, 0, 9000, 9000), blocks=block("A", line(0, 0, 1, 1))
    )
    assert "exchange.dxf-too-much" in [w.code for w in open_plan("a.dxf", drawing).warnings]


def test_coordinates_that_are_no_numbers_are_left_out():
    plan = open_plan("a.dxf", dxf(line(0, 0, "1e400", 0), line(0, 0, 4, 0), units=6))
    assert len(plan.lines) == 1


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_file_that_is_cut_off_says_so(cut):
    whole = dxf(*room(8, 5, 0.24, 1000), units=4)
    part = whole[: int(len(whole) * cut)]
    try:
        problems = open_plan("a.dxf", part).warnings
    except PlanError as error:
        problems = error.problems
    assert "exchange.dxf-cut-off" in [problem.code for problem in problems]


def test_other_formats_are_refused_by_name():
    with pytest.raises(PlanError) as caught:
        open_plan("home.sh3d", b"PK\x03\x04 rest")
    said = mistakes.say_all(caught.value.problems, "en")
    assert "sh3d" in said
    assert "DXF" in said


@needs_data
@pytest.mark.parametrize(
    ("file", "declared", "unit", "size"),
    [
        # SOURCES.md: declared millimetres, drawn in inches; the truth is a 22.00 m wide sheet
        ("dxf/bjnortier_floorplan.dxf", "mm", "in", (22.00, 14.53)),
        # declared inches, drawn in millimetres: 927.5 mm leaves
        ("dxf/wipeout_door.dxf", "in", "mm", (3.65, 3.06)),
        ("dxf/ylevental_floor_plan.dxf", "mm", "mm", (8.25, 9.25)),
        ("dxf/jps_ISO-Bottleneck.dxf", "m", "m", (30.0, 10.0)),
        ("vga/depthmapx_rooms.dxf", "mm", "m", (13.0, 10.0)),
    ],
)
def test_real_drawings_get_their_real_unit(file, declared, unit, size):
    plan = open_plan(file, (DATA / file).read_bytes())
    assert (plan.declared, plan.unit) == (declared, unit)
    assert plan.guesses[0].size == pytest.approx(size, abs=0.02)


@needs_data
def test_a_real_flat_becomes_a_hall_with_its_doors_and_windows():
    # drawn: 7.75 x 8.75 m clear between the inner faces of 0.25 m walls, five 0.90 m doors
    plan = open_plan("a.dxf", (DATA / "dxf/ylevental_floor_plan.dxf").read_bytes())
    layout = plan.to_layout()
    assert _area(layout) == pytest.approx(7.75 * 8.75, abs=0.05)
    assert [round(door.width, 2) for door in layout.doors] == [0.9] * 5
    assert sum(door.use == "entrance" for door in layout.doors) == 1
    assert len(layout.windows) == 5  # the sixth overlaps the entrance in the drawing itself


@needs_data
def test_a_real_house_in_inches_is_closed_round_its_rooms():
    # the overall dimensions of the drawing: 58 ft 0 in wide, inner faces 0.17 m inside each
    plan = open_plan("a.dxf", (DATA / "dxf/bjnortier_floorplan.dxf").read_bytes())
    layout = plan.to_layout()
    xs = [x for x, _ in layout.levels[0].outline]
    assert max(xs) - min(xs) == pytest.approx(58 * 0.3048 - 2 * 0.14, abs=0.12)
    assert _area(layout) == pytest.approx(182.7, abs=2)


@needs_data
@pytest.mark.parametrize(
    "path",
    sorted([*(DATA / "dxf_broken").glob("*.dxf"), *(DATA / "hostile_made").glob("*")])
    if DATA.is_dir()
    else [],
    ids=lambda path: path.name,
)
def test_hostile_files_get_a_sentence_and_no_traceback(path):
    started = time.monotonic()
    try:
        plan = open_plan(path.name, path.read_bytes())
        plan.describe("zh-CN")
        plan.to_layout()
        said = [" "]
    except PlanError as error:
        said = [mistakes.say_all(error.problems, lang) for lang in ("en", "zh-CN")]
    assert all(said)
    assert time.monotonic() - started < 4  # 2 s on a machine of its own


@needs_data
def test_gbk_layer_names_are_read():
    plan = open_plan("a.dxf", (DATA / "hostile_made/dxf_gbk_layers.dxf").read_bytes())
    assert {"墙体", "门", "窗"} <= set(plan.layers)
    assert _area(plan.to_layout()) == pytest.approx(7.75 * 8.75, abs=0.05)
