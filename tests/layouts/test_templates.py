"""Shells that a new hall starts from."""

import json

import pytest
import shapely

from planner.audit import audit
from planner.catalog import kinds
from planner.drawing import plan
from planner.exchange import shipped
from planner.model import natural
from planner.study import Study

# clear floor in m2: 8 x 6, 5 x 4, 8 x 6.4, 14 x 9, 20 x 15
AREAS = {"empty": 48.0, "kiosk": 20.0, "small": 51.2, "medium": 126.0, "flagship": 300.0}


def test_these_templates_are_shipped():
    assert set(shipped.templates()) == set(AREAS)


@pytest.mark.parametrize("name", AREAS)
def test_a_template_has_its_area_and_says_nothing(name):
    layout = shipped.template(name)
    assert Study(layout).area == pytest.approx(AREAS[name])
    assert layout.campaigns == ()
    assert layout.as_of is None  # a new hall is judged for today
    for fixture in layout.fixtures:
        assert fixture.message is None
        assert "message" not in kinds()[fixture.kind].traits


@pytest.mark.parametrize("name", AREAS)
def test_names_are_there_in_both_languages(name):
    layout = shipped.template(name)
    for thing in (layout, layout.branch, *layout.zones):
        assert set(thing.name) == {"zh-CN", "en"}
        assert all(thing.name.values())


@pytest.mark.parametrize("name", AREAS)
def test_a_file_is_written_as_the_program_writes_it(name):
    path = shipped.folder() / "templates" / f"{name}.json"
    assert path.read_text(encoding="utf-8") == shipped.template(name).to_json()


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_template_is_drawn_and_judged(name, lang):
    layout = shipped.template(name)
    assert plan(layout, lang=lang).svg().startswith("<svg")
    result = audit(layout)
    assert len(result.judged) == len({entry.rule.id for entry in result.judged})


def test_the_blank_hall_is_walls_and_nothing_else():
    layout = shipped.template("empty")
    assert len(layout.walls) == 4
    assert (layout.doors, layout.windows, layout.zones, layout.fixtures) == ((), (), (), ())


def test_the_medium_hall_is_the_manager_s_first_plan():
    # 14.00 x 9.00 m, a door of 1.80 m at x 6.10-7.90 of the south wall, four counters, one low
    layout = shipped.template("medium")
    (door,) = [door for door in layout.doors if door.use == "entrance"]
    wall = layout.by_id[door.wall]
    assert (wall.start, wall.end) == ((0.0, 0.0), (14.0, 0.0))
    assert (door.at - door.width / 2, door.at + door.width / 2) == pytest.approx((6.1, 7.9))
    counters = [f for f in layout.fixtures if "service_counter" in kinds()[f.kind].traits]
    assert len(counters) == 4
    assert sum("low_part" in kinds()[f.kind].traits for f in counters) == 1


@pytest.mark.parametrize("name", [name for name in AREAS if name != "empty"])
def test_base_furniture_breaks_no_law(name):
    result = audit(shipped.template(name))
    failed = {
        f.rule for f in result.failures if f.rule.startswith("STD") and f.severity == "critical"
    }
    assert failed == set()


@pytest.mark.parametrize("name", AREAS)
def test_zones_lie_on_the_floor_and_ids_are_in_order(name):
    layout = shipped.template(name)
    study = Study(layout)
    for zone in layout.zones:
        assert study.floor(zone.level).buffer(1e-6).covers(shapely.Polygon(zone.ring))
    ids = [fixture.id for fixture in layout.fixtures]
    assert ids == sorted(ids, key=natural)
    json.loads(layout.to_json())
