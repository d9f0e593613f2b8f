"""Light in the report, and the lux-walk sheet out and back."""

from datetime import date
from xml.etree import ElementTree

import pytest

from planner import light as light_room
from planner.audit import audit
from planner.errors import LightError, ReportError
from planner.light import HallLight, repair_order, walk
from planner.report import (
    fill_checklist,
    lux_plan,
    read_checklist,
    read_lux_walk,
    write_lux_walk,
    write_report,
)
from planner.report.lighting import Lighting
from planner.report.words import Words
from tests.light import halls as lit
from tests.report import halls, structure

EN = Words(("en",))
READINGS = {
    "instruments": [{"id": "m1", "name": "LX-1", "sort": "meter", "error_share": 0.05}],
    "lux_readings": [
        {
            "id": f"h{n}",
            "level": "L1",
            "lux": lux,
            "of": "hall",
            "at": [2.0 + 2 * n, 2.0],
            "height": 0.75,
            "instrument": "m1",
            "day": "2026-03-01",
            "time": "19:30",
        }
        for n, lux in enumerate([300.0, 320.0, 280.0, 310.0, 290.0])
    ]
    + [
        {
            "id": f"shop{n}",
            "level": "L1",
            "lux": 750.0,
            "of": "window",
            "subject": "W1",
            "plane": "vertical",
            "instrument": "m1",
            "day": "2026-03-01",
            "time": "19:40",
            "daylight": n == 0,
        }
        for n in range(3)
    ],
}


@pytest.fixture(scope="module")
def faulty():
    """Fifteen panels of which two are dead and one is off, with readings."""
    return lit.with_lamps(
        lit.hall(**READINGS),
        A01={"state": "dead"},
        A41={"state": "dead"},
        S3={"state": "off"},
    )


@pytest.fixture(scope="module")
def section(faulty):
    return Lighting(audit(faulty), EN).data()


def test_predictions_are_marked_and_readings_keep_their_verdicts(faulty):
    data = write_report(audit(faulty), "en")
    structure.check(data, "en")
    words = structure.flat(data)
    assert "predicted,notjudged" in words
    assert "Whichlamptomendfirst" in words
    assert "LX-1±5%" in words
    assert "2026-03-0119:30" in words


def test_the_lamp_to_mend_first_stands_first_with_what_it_brings(faulty, section):
    judged = Lighting(audit(faulty), EN)
    order = repair_order(faulty, HallLight(faulty), bands=judged.bands)
    assert {repair.lamp for repair in order} == {"A01", "A41", "S3"}
    rows = section["lamps"]
    assert [row["lamp"]["en"].rpartition(" ")[2] for row in rows] == [r.lamp for r in order]
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    faults = {row["lamp"]["en"].rpartition(" ")[2]: row["fault"]["en"] for row in rows}
    assert faults == {"A01": "dead", "A41": "dead", "S3": "switched off"}
    shop_window = next(row for row in rows if row["lamp"]["en"].endswith("S3"))
    assert "W1" in shop_window["changes"]["en"]  # the spot aims at it


def test_readings_are_told_with_instrument_uncertainty_time_and_daylight(section):
    hall, window = section["readings"]
    # (300 + 320 + 280 + 310 + 290) / 5 = 300
    assert (hall["points"], hall["mean"], hall["range"]) == ("5", "300 lx", "280–320")
    assert hall["meter"]["en"] == "LX-1 ±5%"
    assert hall["time"] == "2026-03-01 19:30"
    assert (hall["daylight"]["en"], window["daylight"]["en"]) == ("no", "yes")


def test_what_was_measured_and_what_is_predicted_look_different(section):
    svg = section["chart"]["svg"]
    assert section["chart"]["predicted"] >= 1
    ElementTree.fromstring(svg)
    assert svg.count("stroke-dasharray") > section["chart"]["predicted"]
    assert "not judged" in section["chart"]["alt"]["en"]


def test_what_is_judged_as_predicted_is_told_with_its_verdict_and_a_hollow_mark(faulty):
    lamps = {lamp.id: {"flux_lm": 3000.0} for lamp in faulty.luminaires}
    result = audit(lit.with_lamps(faulty, **lamps))
    judged = [f for f in result.findings if f.verdict.code.startswith("predicted-")]
    assert judged
    chart = Lighting(result, EN).data()["chart"]
    # every lamp states its flux: the window alone, measured by daylight, is without a verdict
    assert chart["alt"]["en"].count("not judged") == 1
    assert chart["predicted"] == len(judged) + 1
    for finding in judged:
        assert finding.verdict.measured.shown in chart["alt"]["en"]


def test_the_map_lies_on_the_floor_and_under_the_fixtures(faulty):
    lux = light_room.picture.lux_map(HallLight(faulty))
    svg, width, height = lux_plan(faulty, lux, "en", lamps=["A01"])
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {width:g} {height:g}"
    assert svg.index('class="lux-map"') < svg.index("<g data-id=")
    assert svg.rindex("<g data-id=") < svg.index('class="lux-values"')
    assert 'class="lux-bar"' in svg
    marks = svg.count('data-mark="1"')
    assert marks == 1


def test_without_lamps_nothing_is_predicted(monkeypatch):
    def never(*_, **__):
        raise AssertionError("computed light of a hall without lamps")

    monkeypatch.setattr("planner.report.lighting.HallLight", never)
    hall = halls.ordinary()
    assert not hall.luminaires
    found = Lighting(audit(hall), EN).data()
    assert (found["maps"], found["lamps"], found["predicted"]) == ([], [], False)
    assert found["readings"]
    assert Lighting(audit(halls.empty()), EN).data() is None


def test_a_hall_is_computed_once_for_all_its_languages(faulty, monkeypatch):
    judged = audit(faulty)
    first = Lighting(judged, EN).data()
    monkeypatch.setattr("planner.report.lighting.HallLight", None)
    assert Lighting(judged, EN).data() == first
    assert Lighting(judged, Words(("zh-CN",))).data()["maps"]


# --- the walk ---


@pytest.fixture(scope="module")
def sheets(faulty):
    return {lang: write_lux_walk(faulty, lang) for lang in ("zh-CN", "en", "both")}


@pytest.mark.parametrize("lang", ["zh-CN", "en", "both"])
def test_the_sheet_is_tagged_archival_and_fillable(sheets, lang):
    structure.check(sheets[lang], lang)


def test_the_same_hall_gives_the_same_sheet(faulty, sheets):
    assert write_lux_walk(faulty, "en") == sheets["en"]


def test_the_sheet_has_a_field_for_every_point_of_the_walk(faulty, sheets):
    points = [name for name in read_checklist(sheets["en"]) if is_point(name)]
    assert [int(name.split(":")[1]) for name in points] == [s.number for s in walk(faulty)]


def is_point(name):
    return name.startswith("lux:") and name.count(":") == 8


def test_what_was_written_comes_back_as_readings_at_their_points(faulty, sheets):
    stops = walk(faulty)
    points = [name for name in read_checklist(sheets["zh-CN"]) if is_point(name)]
    answers = {name: f"{300 + n} lx" for n, name in enumerate(points)}
    answers[points[1]] = "410,5"
    answers |= {
        "walk:meter": "m1",
        "walk:day": "2026-03-02",
        "walk:from": "20:00",
        "walk:daylight": "no",
        f"{points[2]}:daylight": "yes",
        f"{points[2]}:time": "20:12",
    }
    readings = read_lux_walk(fill_checklist(sheets["zh-CN"], answers))
    assert len(readings) == len(stops)
    for reading, stop in zip(readings, stops, strict=True):
        assert (reading.level, reading.of, reading.subject) == (stop.level, stop.of, stop.subject)
        assert reading.plane == stop.plane
        assert reading.at == pytest.approx(stop.at, abs=1e-3)
        assert reading.height == pytest.approx(stop.height, abs=1e-3)
    assert [r.lux for r in readings[:3]] == [300.0, 410.5, 302.0]
    assert [r.daylight for r in readings[:3]] == [False, False, True]
    assert [r.time for r in readings[:3]] == ["20:00", "20:00", "20:12"]
    assert {r.day for r in readings} == {date(2026, 3, 2)}
    assert {r.instrument for r in readings} == {"m1"}
    again = faulty.model_copy(update={"lux_readings": readings})
    assert light_room.fit(again) is not None


def test_an_empty_sheet_gives_no_readings(sheets):
    assert read_lux_walk(sheets["en"]) == ()


def test_an_entry_that_is_no_illuminance_is_refused_with_its_point(sheets):
    points = [name for name in read_checklist(sheets["en"]) if is_point(name)]
    filled = fill_checklist(sheets["en"], {points[4]: "dark"})
    with pytest.raises(LightError, match="Point 5: “dark” is no illuminance") as refused:
        read_lux_walk(filled)
    assert refused.value.problems[0].code == "light.walk.no-number"


def test_a_sheet_of_a_hall_without_lamps_still_leads_the_way():
    data = write_lux_walk(halls.ordinary(), "en")
    structure.check(data, "en")
    assert any(is_point(name) for name in read_checklist(data))


def test_a_file_that_is_no_sheet_is_refused():
    with pytest.raises(ReportError, match="not a PDF"):
        read_lux_walk(b"hello")
