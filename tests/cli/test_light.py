"""``planner light``: the model's answer as text, JSON, map and walk sheet."""

import json
from xml.etree import ElementTree

import pytest

from planner.report import read_lux_walk
from tests.cli.test_cli import run
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
