"""The command line: every command, its exit status, and consoles that speak no Unicode."""

import json
import os
import subprocess
import sys
from xml.etree import ElementTree

import openpyxl
import pytest

from planner import cli, i18n
from planner.audit import audit
from planner.audit.record import to_json
from planner.exchange import shipped
from tests.exchange.drawings import arc, dxf, room
from tests.plans import plan

FAILING = plan(
    """
    #########
    #p      #
    #       #
    ###DD####
    """,
    set={"p1": {"height": 0.3}},
)


@pytest.fixture
def hall(tmp_path):
    path = tmp_path / "我的 营业厅.json"
    path.write_text(FAILING.to_json(), encoding="utf-8")
    return path


MAIN = r"""
import sys, warnings
warnings.filterwarnings("error", category=EncodingWarning, module=r"planner(\..*)?$")
sys.argv[0] = "planner"
from planner.cli import main
sys.exit(main())
"""


def run(*arguments, encoding="utf-8", cwd=None):
    """One command in a process of its own; a file of ours opened without encoding is an error."""
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", MAIN, *map(str, arguments)],
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)


def test_python_m_planner_is_the_same_command(hall):
    command = [sys.executable, "-m", "planner", "audit", str(hall), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"P46-06" in done.stdout


def test_a_failing_hall_exits_with_1_and_says_why(hall):
    code, out, err = run("audit", hall, "--lang", "en")
    assert code == 1, err
    assert "P46-06 Poster p1 hangs 60 cm too low" in out


def test_every_output_is_written(hall, tmp_path):
    names = {name: tmp_path / "出 out" / f"a.{name}" for name in ("json", "csv", "xlsx")}
    names["junit"] = tmp_path / "出 out" / "a.xml"
    options = [part for name, path in names.items() for part in (f"--{name}", path)]
    code, _, err = run("audit", hall, "--lang", "zh-CN", *options)
    assert code == 1, err
    record = json.loads(names["json"].read_text(encoding="utf-8"))
    assert record["layout"]["id"] == "hall"
    assert names["csv"].read_bytes().startswith(b"\xef\xbb\xbf")
    assert "海报" in names["csv"].read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(names["xlsx"])
    assert book.sheetnames == ["问题", "物品", "照度读数"]
    suite = ElementTree.parse(names["junit"]).getroot().find("testsuite")
    assert suite is not None
    assert int(suite.get("failures", "0")) > 0


def test_a_reading_and_a_day_can_be_chosen(tmp_path):
    low = plan("#####\n#p  #\n#   #\n##D##", set={"p1": {"height": 0.58}})
    path = tmp_path / "a.json"
    path.write_text(low.to_json(), encoding="utf-8")
    out = tmp_path / "r.json"
    run("audit", path, "--reading", "D1=centre", "--date", "2026-05-01", "--json", out)
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["day"] == "2026-05-01"
    assert record["packs"][0]["readings"]["D1"] == "centre"
    verdicts = {(f["rule"], f["subject"]): f["outcome"] for f in record["findings"]}
    assert verdicts["P46-06", "p1"] == "passed"


def test_a_folder_is_audited_whole(hall, tmp_path):
    (tmp_path / "second.json").write_text(FAILING.to_json(), encoding="utf-8")
    code, out, _ = run("audit", tmp_path, "--lang", "en")
    assert code == 1
    assert out.count("(hall), ") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit", "nowhere.json"],
        ["audit", "."],
        ["audit", "x.json", "--pack", "nobody"],
        ["audit", "x.json", "--reading", "D1"],
        ["audit", "x.json", "--reading", "D99=left"],
        ["replay", "nowhere.json"],
        ["import", "nowhere.dxf", "-o", "out.json"],
        ["source", "add"],
        ["new", "--template", "castle", "-o", "out.json"],
    ],
)
def test_what_cannot_run_exits_with_2_and_a_sentence(arguments, tmp_path):
    for lang in i18n.languages():
        code, _, err = run(*arguments, "--lang", lang, cwd=tmp_path)
        assert code == 2
        assert err.strip()
        assert "Traceback" not in err


def test_every_mistake_of_a_broken_hall_is_listed(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text('{"id": "h", "branch": {"id": "b", "name": 5}, "levels": []}', "utf-8")
    code, _, err = run("audit", path, "--lang", "zh-CN")
    assert code == 2
    assert err.count("broken.json") == 2


def test_replay_says_whether_verdicts_are_the_same(hall, tmp_path):
    out = tmp_path / "audit.json"
    run("audit", hall, "--json", out)
    code, said, _ = run("replay", out, "--lang", "en")
    assert code == 0, said
    record = json.loads(out.read_text(encoding="utf-8"))
    record["layout"]["fixtures"][0]["height"] = 1.0
    out.write_text(json.dumps(record), encoding="utf-8")
    code, said, _ = run("replay", out, "--lang", "en")
    assert code == 1
    assert "P46-06 p1: failed too-low major then, passed ok major now" in said


def test_a_plan_is_imported(tmp_path):
    drawing = tmp_path / "图.dxf"
    drawing.write_bytes(dxf(*room(8, 5, 0.24, 1000), arc(3000, 0, 900, 90, 180), units=1))
    out = tmp_path / "新厅.json"
    code, said, err = run("import", drawing, "-o", out, "--lang", "en")
    assert code == 0, err
    assert "Unit mm" in said
    assert run("import", drawing, "-o", out)[0] == 2  # never over a file that is there
    assert run("audit", out)[0] in (0, 1)


def test_a_hall_starts_from_a_template(tmp_path):
    for name in shipped.templates():
        out = tmp_path / f"{name}.json"
        assert run("new", "--template", name, "-o", out)[0] == 0
        assert run("audit", out)[0] in (0, 1)


def test_a_source_is_added_and_its_passages_appear(hall, tmp_path, monkeypatch):
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path / "data"))
    deck = tmp_path / "deck.txt"
    deck.write_text("=== page 46\n海报高度约 90-110 厘米为宜\n", encoding="utf-8")
    assert run("source", "add", deck)[0] == 0
    assert "telecom-hall-deck: 1" in run("source", "list", "--lang", "en")[1]
    out = tmp_path / "a.json"
    run("audit", hall, "--json", out)
    findings = json.loads(out.read_text(encoding="utf-8"))["findings"]
    assert any("90-110厘米" in (f["passage"] or "") for f in findings)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["audit", "HALL", "--pdf", "out.pdf"], 1),
        (["report", "HALL", "-o", "报告.pdf"], 0),
        (["checklist", "HALL", "-o", "表.pdf"], 0),
        (["rules"], 0),
        (["rules", "--json"], 0),
        (["schema"], 0),
        (["new", "--template", "kiosk", "-o", "厅.json"], 0),
        (["import", "PLAN", "-o", "图.json"], 0),
        (["replay", "RECORD"], 0),
        (["source", "list"], 0),
        (["source", "add", "HALL"], 0),
        (["light", "HALL"], 2),
        (["audit", "nowhere.json"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_gbk_console_gets_text_it_can_show(arguments, status, lang, hall, tmp_path, monkeypatch):
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path / "data"))
    drawing, record = tmp_path / "图.dxf", tmp_path / "检查.json"
    drawing.write_bytes(dxf(*room(8, 5, 0.24, 1000), units=4))
    record.write_text(to_json(audit(FAILING)), encoding="utf-8")
    places = {"HALL": hall, "PLAN": drawing, "RECORD": record}
    given = [str(places.get(argument, argument)) for argument in arguments]
    code, out, err = run(*given, "--lang", lang, encoding="cp936", cwd=tmp_path)
    assert "Traceback" not in err
    assert code == status, err
    assert out or err


def test_rules_say_what_is_computed_and_what_waits():
    _, out, _ = run("rules", "--lang", "en")
    assert "P46-06" in out
    assert "not computed yet" in out
    packs = json.loads(run("rules", "--json")[1])
    assert {pack["id"] for pack in packs} == {"telecom_hall", "cn_safety_access", "us_ada"}


def test_schema_is_a_json_schema_that_takes_a_hall(hall):
    import jsonschema

    schema = json.loads(run("schema")[1])
    jsonschema.validate(json.loads(hall.read_text(encoding="utf-8")), schema)


def test_nothing_asked_shows_the_help(capsys):
    assert cli.main([]) == 2
    assert "planner" in capsys.readouterr().out
