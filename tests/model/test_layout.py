"""Layout files: what is read, and what is said about mistakes."""

import copy
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import i18n
from planner.catalog import read_layout
from planner.errors import LayoutError
from planner.exchange import shipped
from planner.model import Layout, mistakes

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared files are not here")

HALL = {
    "schema_version": 1,
    "id": "hall",
    "branch": {"id": "b1", "name": {"zh-CN": "示例厅", "en": "Example"}},
    "levels": [{"id": "L1", "outline": [[0, 0], [14, 0], [14, 9], [0, 9]]}],
    "walls": [
        {"id": "south", "level": "L1", "start": [0, 0], "end": [14, 0]},
        {"id": "east", "level": "L1", "start": [14, 0], "end": [14, 9]},
    ],
    "doors": [{"id": "D1", "wall": "south", "at": 7, "width": 1.8, "use": "entrance"}],
    "fixtures": [
        {
            "id": "P1",
            "kind": "poster_57x84",
            "level": "L1",
            "at": [13.995, 4],
            "facing_deg": 180,
            "height": 0.95,
        },
        {"id": "R1", "kind": "rollup_80x200", "level": "L1", "at": [3, 3]},
    ],
}


def changed(path, value):
    """HALL with the value at a path (keys and indices) replaced, added or removed (None)."""
    data = copy.deepcopy(HALL)
    place = data
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


def problems(data):
    with pytest.raises(LayoutError) as caught:
        read_layout(json.dumps(data))
    return caught.value.problems


def test_a_layout_survives_being_written_and_read():
    layout = read_layout(json.dumps(HALL))
    assert Layout.from_json(layout.to_json()) == layout


def test_a_written_layout_leaves_out_what_is_at_its_default():
    text = read_layout(json.dumps(HALL)).to_json()
    assert "reflectance" not in text
    assert '"at": [ 3.0, 3.0 ]' in text


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        (["fixtures", 0, "hieght"], 1.0, "model.unknown-field", "fixtures[0].hieght"),
        (["fixtures", 0, "height"], "90", "model.not-a-number", "fixtures[0].height"),
        (["fixtures", 0, "height"], -0.5, "model.greater-than-equal", "fixtures[0].height"),
        (["fixtures", 0, "kind"], None, "model.missing-field", "fixtures[0]"),
        (["fixtures", 0, "kind"], "poster_x", "catalog.no-such-kind", "fixtures[0]"),
        (["fixtures", 0, "at"], [7, 4], "catalog.on-no-wall", "fixtures[0]"),
        (["fixtures", 1, "at"], [3, -3], "model.outside", "fixtures[1]"),
        (["fixtures", 1, "id"], "P1", "model.id-twice", "fixtures[1].id"),
        (["fixtures", 1, "level"], "L9", "model.no-such-level", "fixtures[1].level"),
        (["fixtures", 1, "host"], "W9", "model.no-such-host", "fixtures[1].host"),
        (["fixtures", 1, "host"], "D1", "catalog.far-from-host", "fixtures[1]"),
        (["doors", 0, "wall"], "west", "model.no-such-wall", "doors[0].wall"),
        (["doors", 0, "at"], 13.5, "model.opening-off-wall", "doors[0]"),
        (["doors", 0, "use"], "gate", "model.not-one-of", "doors[0].use"),
        (["levels", 0, "outline"], [[0, 0], [4, 4], [4, 0], [0, 4]], "model.ring-crosses", None),
        (["levels", 0, "outline"], [[0, 0], [9, 0], [4, 0], [4, 4]], "model.ring-spike", None),
        (["levels", 0, "outline"], [[0, 0], [4, 0]], "model.too-few", None),
        (["levels", 0, "outline"], [[0, 0], [0.01, 0], [0, 0.01]], "model.ring-tiny", None),
        (["levels", 0, "holes"], [[[1, 1], [20, 1], [1, 2]]], "model.hole-outside", None),
        (["as_of"], "2026-02-30", "model.not-a-date", "as_of"),
        (["schema_version"], 99, "model.newer", "schema_version"),
        (["levels"], [], "model.too-few", "levels"),
        (["windows"], [{"id": "F", "wall": "south", "at": 7, "width": 1}], None, None),
    ],
)
def test_a_mistake_names_its_place(path, value, code, where):
    found = problems(changed(path, value))
    if code is None:
        code = "model.openings-overlap"
    assert code in [problem.code for problem in found]
    if where is not None:
        assert where in [problem.where for problem in found if problem.code == code]


def test_all_mistakes_are_listed():
    data = changed(["fixtures", 0, "hieght"], 1.0)
    data["doors"][0]["width"] = "wide"
    data["fixtures"][1]["at"] = [1, "x"]
    assert len(problems(data)) == 3


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused_with_their_place(number):
    text = json.dumps(HALL).replace('"height": 0.95', f'"height": {number}')
    with pytest.raises(LayoutError) as caught:
        read_layout(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("model.not-finite", "fixtures[0].height")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "model.not-json"),
        (b"[]", "model.not-a-layout"),
        (b"[" * 100_000, "model.too-deep"),
        (b'{"id": "h", "id": "h"}', "model.key-twice"),
        ("{}".encode("utf-16"), "model.not-utf8"),
        (b"\xff\xfe\x00", "model.not-utf8"),
        (b"9" * 10_000, "model.not-json"),
        (json.dumps(HALL).encode()[:500], "model.not-json"),
    ],
)
def test_a_file_that_is_no_layout_gets_a_sentence(text, code):
    with pytest.raises(LayoutError) as caught:
        Layout.from_json(text)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_byte_order_mark_is_no_mistake():
    assert read_layout(b"\xef\xbb\xbf" + json.dumps(HALL).encode()).id == "hall"


def test_every_mistake_is_said_in_both_languages():
    for lang in i18n.languages():
        for key, text in i18n.locales()["en"].items():
            if key.startswith("model."):
                assert i18n.locales()[lang][key], text


def test_a_file_from_before_the_schema_had_a_number_is_migrated():
    assert read_layout(json.dumps(changed(["schema_version"], None))).schema_version == 1


@given(st.text(min_size=1, max_size=200))
def test_any_name_is_kept_as_it_is(name):
    layout = Layout.from_data(changed(["branch", "name"], name))
    assert Layout.from_json(layout.to_json()).branch.name == name


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    )
)
def test_anything_else_is_refused_with_sentences(value):
    with pytest.raises(LayoutError) as caught:
        Layout.from_data(value)
    assert all(mistakes.say(p, "zh-CN") for p in caught.value.problems)


@needs_data
def test_hostile_json_never_gets_through():
    with zipfile.ZipFile(DATA / "hostile_text" / "JSONTestSuite_test_parsing.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".json")]
        for name in names:
            with pytest.raises(LayoutError) as caught:
                Layout.from_json(archive.read(name))
            assert caught.value.problems, name
    assert len(names) > 300


@needs_data
@pytest.mark.parametrize("name", ["deep_nest.json", "nan_infinity.json"])
def test_hostile_layouts_are_refused(name):
    with pytest.raises(LayoutError) as caught:
        Layout.from_json((DATA / "hostile_made" / name).read_bytes())
    assert caught.value.problems


@needs_data
def test_naughty_strings_are_names_like_any_other():
    for text in json.loads((DATA / "hostile_text" / "blns.json").read_text(encoding="utf-8")):
        layout = Layout.from_data(changed(["branch", "name"], text))
        assert Layout.from_json(layout.to_json()).branch.name == text


def test_a_changed_copy_finds_its_own_things_by_id():
    layout = shipped.hall("kiosk")
    first = layout.fixtures[0]
    assert layout.by_id[first.id] is first
    moved = first.model_copy(update={"at": (1.0, 1.0)})
    copied = layout.model_copy(update={"fixtures": (moved, *layout.fixtures[1:])})
    assert copied.by_id[first.id] is moved
    assert layout.by_id[first.id] is first
