"""Photometric files in a hall: taken in, given to lamps, taken out; what light makes of them."""

import numpy as np
import pytest

from planner.errors import LayoutError, LightError
from planner.exchange import shipped
from planner.light import HallLight
from planner.light.files import added, file_id, known, removed, used
from planner.model import Layout, PhotometricFile
from tests.light.files import DATA, ies, real_files
from tests.light.halls import hall as drawn

NARROW = ies([0, 10, 20, 90], [0], [4000, 2000, 0, 0])


@pytest.fixture
def hall():
    return drawn()


def test_a_file_is_kept_in_the_hall_and_read_from_it(hall):
    kept, name = added(hall, "C:\\lamps\\narrow one.ies", NARROW.encode())
    assert name == "narrow-one.ies"
    lamp = kept.luminaires[0].id
    again = Layout.from_json(used(kept, name, [lamp]).to_json())
    assert again.photometric_files[0].text == NARROW
    light = HallLight(again)
    assert not light.warnings
    engine = light.levels[again.luminaires[0].level].engine
    assert engine.lamps[engine.lamp_number(lamp)].photometry.intensity(0, 0) == pytest.approx(4000)


def test_a_text_keeps_every_sign_on_its_way_through_the_layout_file(hall):
    text = NARROW.replace("[LUMCAT] by hand", '[TEST  LAB]\t a "b"  \\ [x   y] °')
    kept, _ = added(hall, "a.ies", text.encode())
    assert Layout.from_json(kept.to_json()).photometric_files[0].text == text


def test_a_lamp_of_a_file_has_the_files_flux_and_none_of_its_own(hall):
    kept, name = added(hall, "n.ies", NARROW.encode())
    lamp = kept.luminaires[0]
    assert used(kept, name, [lamp.id]).luminaires[0].flux_lm is None
    back = removed(used(kept, name, [lamp.id]), name)
    assert back.luminaires[0].photometry is None
    assert back.photometric_files == ()


def test_an_update_to_another_file_equals_a_new_light(hall):
    kept, name = added(hall, "n.ies", NARROW.encode())
    changed = used(kept, name, [kept.luminaires[0].id])
    light = HallLight(hall)
    before = light.base()
    light.update(changed)
    assert light.base() != before
    for level, lux in HallLight(changed).lux().items():
        assert np.array_equal(light.lux()[level], lux)


def test_a_file_of_the_same_name_replaces_the_old_one(hall):
    kept, name = added(hall, "n.ies", NARROW.encode())
    wide = ies([0, 90], [0], [500, 500])
    again, same = added(kept, "n.ies", wide.encode())
    assert (name, len(again.photometric_files)) == (same, 1)
    assert again.photometric_files[0].text == wide


def test_a_name_that_something_else_has_gets_another_id(hall):
    taken = hall.luminaires[0].id
    kept, name = added(hall, taken, NARROW.encode())
    assert name == f"file-{taken}"
    Layout.from_json(kept.to_json())  # no id twice


@pytest.mark.parametrize("data", [b"", b"IESNA:LM-63-2002\nTILT=NONE\n1 1", b"\x00\x01" * 200])
def test_what_is_no_photometric_file_is_refused_and_changes_nothing(hall, data):
    with pytest.raises(LightError):
        added(hall, "bad.ies", data)
    assert hall.photometric_files == ()


def test_a_hall_with_a_broken_file_is_lit_all_the_same_and_says_so(hall):
    broken = hall.model_copy(
        update={"photometric_files": (PhotometricFile(id="b.ies", text="nothing"),)}
    )
    broken = used(broken, "b.ies", [hall.luminaires[0].id])
    light = HallLight(broken)
    codes = [problem.code for problem in light.warnings]
    assert "light.bad-photometry" in codes
    assert "light.no-photometry" in codes  # a generic lamp stands in
    assert light.base() > 0
    assert known(broken)[0].photometry is None


def test_a_text_too_long_for_a_hall_is_refused():
    long = {"id": "a.ies", "text": "x" * 400_001}
    layout = shipped.hall("kiosk")
    data = layout.model_dump(mode="json") | {"photometric_files": [long]}
    with pytest.raises(LayoutError, match="photometric_files"):
        Layout.from_data(data)


@pytest.mark.parametrize("name", ["a" * 200 + ".ies", "...", "灯 具/射灯 24°.ldt", "x.longending"])
def test_any_file_name_makes_a_valid_id(name):
    PhotometricFile(id=file_id(name), text="")


@real_files
def test_real_files_are_taken_in_and_known_by_the_makers_words(hall):
    for path in sorted((DATA / "photometry").iterdir())[:8]:
        if path.suffix.lower() not in (".ies", ".ldt"):
            continue
        kept, name = added(hall, path.name, path.read_bytes())
        entry = next(e for e in known(kept) if e.file.id == name)
        assert entry.photometry is not None
        assert entry.title
