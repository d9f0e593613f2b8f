"""A lux walk's entries: read, kept in the hall, taken at the same place again."""

from datetime import date

import pytest

from planner.errors import LightError
from planner.light import HallLight, walk
from planner.light.sheet import (
    at_stops,
    entered,
    key_of,
    read_table,
    readings_of,
    with_meter,
    with_readings,
)
from planner.model import Layout
from tests.light.halls import hall as drawn


@pytest.fixture(scope="module")
def hall():
    return drawn()


@pytest.fixture(scope="module")
def stops(hall):
    return walk(hall, HallLight(hall))


def filled(stops, lux=300.0, **more):
    return {key_of(stop): f"{lux:g}" for stop in stops} | {
        f"walk:{key}": value for key, value in more.items()
    }


def test_every_point_comes_back_as_a_reading_at_its_place(hall, stops):
    kept = entered(hall, filled(stops, day="2026-03-02", daylight="no"))
    again = Layout.from_json(kept.to_json())
    assert len(again.lux_readings) == len(stops)
    found = at_stops(again, stops)
    assert set(found) == {stop.number for stop in stops}
    for stop in stops:
        reading = found[stop.number]
        assert (reading.of, reading.subject, reading.plane) == (stop.of, stop.subject, stop.plane)
        assert reading.day == date(2026, 3, 2)


def test_a_second_walk_takes_the_place_of_the_first(hall, stops):
    first = entered(hall, filled(stops, 300.0))
    second = entered(first, filled(stops, 420.0))
    assert [r.id for r in second.lux_readings] == [r.id for r in first.lux_readings]
    assert {r.lux for r in second.lux_readings} == {420.0}


def test_an_emptied_entry_takes_its_reading_out_and_others_stay(hall, stops):
    first = entered(hall, filled(stops))
    after = entered(first, {key_of(stops[0]): "  "})
    assert len(after.lux_readings) == len(stops) - 1
    assert stops[0].number not in at_stops(after, stops)


@pytest.mark.parametrize(
    ("text", "lux"),
    [("540", 540), ("540 lx", 540), ("1,5", 1.5), ("1 200", 1200), ("88勒克斯", 88)],
)
def test_an_illuminance_is_read_as_people_write_it(stops, text, lux):
    assert readings_of({key_of(stops[0]): text})[0].lux == lux


@pytest.mark.parametrize("text", ["dark", "-5", "1e9", "12345678901", "=1+1", "5 6 a"])
def test_what_is_no_illuminance_is_refused_with_its_point_and_changes_nothing(hall, stops, text):
    answers = filled(stops) | {key_of(stops[2]): text}
    with pytest.raises(LightError) as refused:
        entered(hall, answers)
    assert refused.value.problems[0].values["number"] == str(stops[2].number)
    assert hall.lux_readings == ()


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "gbk")]
)
def test_a_table_is_read_as_excel_saves_it(stops, separator, encoding):
    lines = [separator.join(("序号", "位置", "做法", "实测", "代码"))]
    lines += [
        separator.join((str(s.number), "厅内", "水平", "345" if s.number < 4 else "", key_of(s)))
        for s in stops
    ]
    answers = read_table("\r\n".join(lines).encode(encoding))
    assert set(answers) == {key_of(stop) for stop in stops}
    assert [r.lux for r in readings_of(answers)] == [345.0] * 3


def test_a_table_without_points_is_refused():
    with pytest.raises(LightError, match="No point of a lux walk"):
        read_table(b"a,b,c\r\n1,2,3\r\n")


def test_readings_of_another_hall_are_refused(hall, stops):
    measured = {stop.subject for stop in stops}
    fixtures = tuple(f for f in hall.fixtures if f.id not in measured)
    other = hall.model_copy(update={"fixtures": fixtures})
    assert len(fixtures) < len(hall.fixtures)
    with pytest.raises(LightError, match="another hall"):
        entered(other, filled(stops))


def test_an_unknown_meter_is_left_out_and_a_new_one_has_its_own_id(hall, stops):
    kept = entered(hall, filled(stops, meter="gone"))
    assert {r.instrument for r in kept.lux_readings} == {None}
    metered = with_meter(with_meter(hall, "一号", "meter", 0.04), "手机", "phone", None)
    assert [m.id for m in metered.instruments] == ["meter-1", "meter-2"]
    kept = entered(metered, filled(stops, meter="meter-2"))
    assert {r.instrument for r in kept.lux_readings} == {"meter-2"}
    Layout.from_json(kept.to_json())


def test_ids_never_collide_with_what_is_there(hall, stops):
    one, two = readings_of(filled(stops))[:2]
    first = with_readings(hall, [one])
    moved = two.model_copy(update={"id": one.id})
    assert len({r.id for r in with_readings(first, [moved]).lux_readings}) == 2
