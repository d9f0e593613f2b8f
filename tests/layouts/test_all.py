"""What every shipped hall keeps, whoever drew it."""

import itertools
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from planner.audit import judge_rule
from planner.audit.record import replay, to_record
from planner.catalog import kinds
from planner.drawing import elevation, plan
from planner.drawing.elevation import elevations_worth_drawing
from planner.errors import PlanError
from planner.exchange import open_plan, shipped
from planner.light import HallLight, fit, ratios
from planner.model import natural
from planner.rules.finding import Outcome
from planner.study import Study
from tests.layouts.judging import judged

DRAWINGS = Path(__file__).parents[3] / "shared" / "data" / "dxf"
LANGUAGES = ("zh-CN", "en")
HALLS = shipped.halls()
every_hall = pytest.mark.parametrize("name", HALLS)


@pytest.fixture(scope="module")
def drawn() -> set[str]:
    """Layers and texts of every drawing that anybody could have imported, in lower case."""
    found = set()
    for path in sorted(DRAWINGS.glob("*.dxf")):
        try:
            drawing = open_plan(path.name, path.read_bytes())
        except PlanError:  # broken or empty: nobody imported it
            continue
        found |= {name.casefold() for name in drawing.layers}
        found |= {words.text.strip().casefold() for words in drawing.words}
    return {text for text in found if len(text) > 3 and not text.replace(".", "").isdigit()}


def test_at_least_ten_halls_are_shipped():
    assert len(HALLS) >= 10


@every_hall
def test_it_opens_and_its_file_is_as_the_program_writes_it(name):
    layout = shipped.hall(name)
    assert layout.id == name
    path = shipped.folder() / f"{name}.json"
    assert path.read_text(encoding="utf-8") == layout.to_json()


@every_hall
def test_what_people_read_is_there_in_both_languages(name):
    layout = shipped.hall(name)
    assert layout.name is not None
    named = [layout, layout.branch, *layout.zones, *layout.campaigns, *layout.journeys]
    others = (*layout.levels, *layout.fixtures, *layout.staff, *layout.instruments)
    named += [thing for thing in others if thing.name is not None]
    for thing in named:
        assert isinstance(thing.name, dict), thing.id
        assert set(thing.name) == set(LANGUAGES), thing.id
        assert all(text.strip() for text in thing.name.values()), thing.id


@every_hall
def test_it_tells_what_an_audit_needs(name):
    layout = shipped.hall(name)
    assert layout.as_of is not None
    assert layout.branch.visits_per_day
    assert layout.branch.opening_hours is not None
    assert layout.branch.crowded != "unknown"
    assert layout.branch.standing is not None
    assert layout.campaigns
    racks = [face for fixture in layout.fixtures for face in fixture.faces]
    leaflets = [p.leaflet for face in racks for tier in face.tiers for p in tier.pockets]
    assert any(leaflet is not None for leaflet in leaflets)
    assert layout.luminaires
    assert all(lamp.state is not None for lamp in layout.luminaires)
    assert layout.lux_readings
    assert all(reading.instrument is not None for reading in layout.lux_readings)


@every_hall
def test_no_name_of_a_drawing_is_kept(name, drawn):
    if not DRAWINGS.is_dir():
        pytest.skip("the shared drawings are not here")
    text = (shipped.folder() / f"{name}.json").read_text(encoding="utf-8")
    said = {text.strip().casefold() for text in _texts(json.loads(text))}
    # a word of the trade is nobody's name
    assert said & drawn <= {"entrance", "counter", "hall", "exit", "exterior", "experience"}


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


@every_hall
def test_every_rule_stands_in_its_audit_once(name):
    result = judged(name)
    rules = [entry.rule.id for entry in result.judged]
    assert len(rules) == len(set(rules)) == sum(len(pack.rules) for pack in result.packs)


@every_hall
def test_its_record_replays_to_the_same(name):
    record = json.loads(json.dumps(to_record(judged(name))))
    assert replay(record).same


@every_hall
@pytest.mark.parametrize("lang", LANGUAGES)
def test_plan_and_elevations_are_drawn(name, lang):
    layout = shipped.hall(name)
    for level in layout.levels:
        assert plan(layout, level.id, lang=lang).svg().startswith("<svg")
    sides = elevations_worth_drawing(layout)
    assert sides
    for wall, side in sides:
        assert elevation(layout, wall, side, lang=lang).svg().startswith("<svg")


@every_hall
def test_ids_count_up_by_letter(name):
    layout = shipped.hall(name)
    for group in ("fixtures", "luminaires", "lux_readings"):
        by_letter: dict[str, list[str]] = {}
        for thing in getattr(layout, group):
            by_letter.setdefault(thing.id.rstrip("0123456789"), []).append(thing.id)
        for ids in by_letter.values():
            assert ids == sorted(ids, key=natural)


@every_hall
def test_nothing_stands_in_a_wall_or_in_something_else(name):
    study = Study(shipped.hall(name))
    standing = [p for p in study.placed.values() if p.stands]
    for p in standing:
        level = p.fixture.level
        solid = study.walls(level).union(study.columns(level))
        assert p.footprint.intersection(solid).area < 1e-3, p.id
    for one, two in itertools.combinations(standing, 2):
        if one.fixture.level == two.fixture.level:
            assert one.footprint.intersection(two.footprint).area < 1e-3, (one.id, two.id)


@every_hall
def test_doors_swing_free(name):
    study = Study(shipped.hall(name))
    for door in study.doors.values():
        for p in study.placed.values():
            if not p.stands or p.fixture.level != door.level:
                continue
            for leaf in _leaves(door):
                assert p.footprint.intersection(leaf).area < 1e-3, (door.id, p.id)


def _leaves(door: Any) -> list[shapely.Geometry]:
    """What the leaves of a door sweep over [m]."""
    item = door.item
    if item.leaf not in ("single", "double"):
        return []
    jambs = ["start", "end"] if item.leaf == "double" else [item.hinge]
    sides = ["left", "right"] if item.opens == "both" else [item.opens]
    reach = item.width / len(jambs)
    found = []
    for side, jamb in itertools.product(sides, jambs):
        along = math.copysign(item.width / 2, -1.0 if jamb == "start" else 1.0)
        hinge = shapely.Point(door.place(along, 0.0, side))
        found.append(hinge.buffer(reach).intersection(door.depth_strip(side, reach)))
    return found


@every_hall
def test_hung_things_do_not_cover_each_other(name):
    study = Study(shipped.hall(name))
    hung = [p for p in study.placed.values() if p.kind.mount == "wall" and p.lower is not None]
    for one, two in itertools.combinations(hung, 2):
        if one.fixture.level == two.fixture.level and one.fixture.facing_deg == (
            two.fixture.facing_deg
        ):
            apart = one.lower >= two.upper - 1e-6 or two.lower >= one.upper - 1e-6
            assert apart or one.footprint.intersection(two.footprint).area < 1e-4, (one.id, two.id)


@every_hall
def test_readings_are_what_the_drawn_lamps_give(name):
    # The model is right within about 15 %. Daylight is in no lamp; what is no place of the model
    # (a service counter beside display counters) has its readings held to their own points.
    layout = shipped.hall(name)
    light = HallLight(layout)
    held = fit(layout, light)
    assert held is not None
    assert held.sound
    assert held.suspects == ()  # what is dead or off is recorded
    predicted = {ratio.id: ratio.predicted for ratio in ratios(layout, light)}
    at_points = {found.reading: found.model_lux for found in held.residuals}
    read: dict[str | None, list[Any]] = {}
    for reading in layout.lux_readings:
        if not reading.daylight:
            read.setdefault(None if reading.of == "hall" else reading.subject, []).append(reading)
    hall = _mean(reading.lux for reading in read.pop(None))
    assert hall == pytest.approx(light.base(), rel=0.15)
    assert read
    for subject, readings in read.items():
        assert len(readings) >= 3, subject
        ratio = predicted.get(subject)
        if ratio is None:
            ratio = _mean(at_points[reading.id] for reading in readings) / light.base()
        assert _mean(r.lux for r in readings) / hall == pytest.approx(ratio, rel=0.15), subject


@every_hall
def test_what_the_model_decides_without_the_readings_the_readings_decided_too(name):
    layout = shipped.hall(name)
    lamps = tuple(
        lamp.model_copy(update={"flux_lm": lamp.flux_lm or kinds()[lamp.kind].flux_lm})
        for lamp in layout.luminaires
    )
    bare = layout.model_copy(update={"luminaires": lamps, "lux_readings": ()})
    decided = 0
    for rule in ("P45-11", "P45-12", "P45-13", "P45-14"):
        measured = {f.subject: f for f in judged(name).by_rule[rule].findings}
        for finding in judge_rule(rule, bare, ["telecom_hall"]).findings:
            assert finding.verdict.code.startswith("predicted-"), finding.verdict.code
            other = measured.get(finding.subject)
            sure = (Outcome.PASSED, Outcome.FAILED)
            if finding.outcome in sure and other is not None and other.outcome in sure:
                assert finding.outcome is other.outcome, (rule, finding.subject)
                decided += 1
    assert decided


def _mean(values: Iterator[float]) -> float:
    found = list(values)
    return math.fsum(found) / len(found)
