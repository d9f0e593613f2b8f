"""``planner light``: the model's answer as text, JSON, map and walk sheet."""

import json
import re
from xml.etree import ElementTree

import pytest

from planner.report import fill_checklist, read_checklist, read_lux_walk
from tests.cli.test_cli import run
from tests.light.files import ies
from tests.light.halls import hall as lit
from tests.light.halls import with_lamps
from tests.plans import plan


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    path = tmp_path_factory.mktemp("light") / "灯光 营业厅.json"
    path.write_text(with_lamps(lit(), A01={"state": "dead"}).to_json(), encoding="utf-8")
    return path


def test_json_on_the_screen_is_json_alone(hall):
    code, out, err = run("light", hall, "--json", "-", "--lang", "en")
    assert code == 0, err
    found = json.loads(out)
    assert found["hall"] == "hall"
    assert [repair["lamp"] for repair in found["repairs"]] == ["A01"]


def test_everything_is_written_and_said_in_both_languages(hall, tmp_path):
    files = {key: tmp_path / name for key, name in FILES.items()}
    options = [word for key, path in files.items() for word in (f"--{key}", path)]
    code, out, err = run("light", hall, *options, "--lang", "en")
    assert code == 0, err
    assert "predicted, not judged" in out
    assert "mend 1: " in out
    assert json.loads(files["json"].read_text(encoding="utf-8"))["version"] == 1
    assert ElementTree.parse(files["map"]).getroot().tag.endswith("svg")
    assert read_lux_walk(files["walk"].read_bytes()) == ()
    code, out, err = run("light", hall, "--lang", "zh-CN")
    assert code == 0, err
    assert "先修第 1" in out


FILES = {"json": "light.json", "map": "lux map.svg", "walk": "walk.pdf"}


def test_a_chinese_console_shows_it(hall):
    code, out, err = run("light", hall, "--lang", "zh-CN", encoding="cp936")
    assert code == 0, err
    assert "均匀度" in out


def test_a_hall_without_lamps_is_told_so_and_exits_with_2(tmp_path):
    path = tmp_path / "dark.json"
    drawing = plan("#####\n#   #\n#   #\n##DD#")
    path.write_text(drawing.to_json(), encoding="utf-8")
    code, _, err = run("light", path, "--lang", "en")
    assert code == 2
    assert "no lamps are drawn" in err
    code, _, err = run("light", tmp_path / "nowhere.json", "--lang", "en")
    assert code == 2
    assert "Traceback" not in err


def test_a_photometric_file_is_told_and_put_into_a_hall(hall, tmp_path):
    file = tmp_path / "窄光束.ies"
    file.write_text(ies([0, 10, 20, 90], [0], [4000, 2000, 0, 0]), encoding="utf-8")
    code, out, err = run("photometry", file, "--lang", "zh-CN")
    assert code == 0, err
    assert "光束角 20°" in out
    target = tmp_path / "with.json"
    code, out, err = run(
        "photometry", file, "--into", hall, "--use", "luminaire_spot", "-o", target, "--lang", "en"
    )
    assert code == 0, err
    assert "lamps that use it: 4" in err
    code, out, err = run("light", target, "--json", "-", "--lang", "en")
    assert code == 0
    assert "generic lamp" not in err
    sorts = {lamp["sort"] for lamp in json.loads(out)["lamps"] if lamp["id"].startswith("S")}
    assert sorts == {"窄光束.ies"}


def test_a_file_that_is_none_and_a_lamp_that_is_none_are_refused(hall, tmp_path):
    bad = tmp_path / "bad.ies"
    bad.write_bytes(b"nothing of the kind")
    code, _, err = run("photometry", bad, "--lang", "en")
    assert code == 2
    assert "bad.ies: Neither IES nor EULUMDAT" in err
    good = tmp_path / "good.ies"
    good.write_text(ies([0, 90], [0], [100, 100]), encoding="utf-8")
    out_file = tmp_path / "x.json"
    code, _, err = run(
        "photometry", good, "--into", hall, "--use", "Z9", "-o", out_file, "--lang", "en"
    )
    assert code == 2
    assert "Z9" in err
    assert not out_file.exists()


def test_filled_sheets_become_readings_of_a_hall(hall, tmp_path):
    sheet = tmp_path / "walk.pdf"
    run("light", hall, "--walk", sheet)
    keys = [key for key in read_checklist(sheet.read_bytes()) if re.fullmatch(r"lux:.*:\w*", key)]
    keys = [key for key in keys if key.count(":") == 8]
    sheet.write_bytes(fill_checklist(sheet.read_bytes(), dict.fromkeys(keys, "333")))
    out = tmp_path / "measured.json"
    code, said, err = run("readings", hall, sheet, "-o", out, "--lang", "en")
    assert code == 0, err
    assert f"{len(keys)} readings in the hall" in said
    code, text, _ = run("light", out, "--json", "-", "--lang", "en")
    measured = [r for r in json.loads(text)["ratios"] if r["source"] == "measured"]
    assert measured
    assert {round(r["ratio"], 6) for r in measured} == {1.0}
    bad = tmp_path / "bad.csv"
    bad.write_text("1,2,3\n", encoding="utf-8")
    code, _, err = run("readings", hall, bad, "-o", tmp_path / "x.json", "--lang", "en")
    assert code == 2
    assert "No point of a lux walk" in err
