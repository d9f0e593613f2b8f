from xml.etree import ElementTree

import pytest

from planner.report.dodont import HEIGHT, SKETCHES, WIDTH, _Sketch, sketches
from planner.rules.check import checks
from planner.rules.pack import load_pack, numbers, packs

DRAWN = [
    (pack, rule)
    for name in packs()
    for pack in [load_pack(name)]
    for rule in pack.rules
    if rule.check is not None and rule.check.name in SKETCHES
]
WHAT = {  # the number each sketch is about
    "mounting_height": "band",
    "sight_angle": "band",
    "kept_free": "exit_depth",
    "rollups_at_the_door": "reach",
    "posters_by_the_door": "reach",
    "posters_on_side_walls": "depth",
    "rollups_at_the_counters": "reach",
    "clear_route": "width",
    "shop_aisle": "width",
    "line_passage": "width",
    "low_counter": "top",
    "privacy_line": "gap_min",
    "hero_height": "centre",
    "rack_faces_door": "facing",
    "best_tier": "band",
    "eye_tier": "band",
    "turning_circle": "diameter",
    "storefront_light": "ratio",
    "window_light": "ratio",
    "counter_light": "ratio",
    "showcase_light": "ratio",
    "lamp_aim": "band",
}


def test_every_sketch_belongs_to_a_check():
    assert SKETCHES.keys() <= checks().keys()
    assert SKETCHES.keys() == WHAT.keys()


@pytest.mark.parametrize(("pack", "rule"), DRAWN, ids=[r.id for _, r in DRAWN])
def test_a_pair_of_sketches_is_two_different_pictures(pack, rule):
    good, bad = sketches(rule, pack)
    assert good != bad
    for svg in (good, bad):
        root = ElementTree.fromstring(svg)
        assert root.get("viewBox") == f"0 0 {WIDTH:g} {HEIGHT:g}"


@pytest.mark.parametrize(("pack", "rule"), DRAWN, ids=[r.id for _, r in DRAWN])
def test_a_changed_threshold_changes_the_drawing(pack, rule):
    params = numbers(rule, pack.chosen)
    key = WHAT[rule.check.name]
    value = params[key]
    moved = tuple(v * 1.2 for v in value) if isinstance(value, tuple) else value * 1.2
    make = SKETCHES[rule.check.name]
    for good in (True, False):
        before = _Sketch(good).drawn(make, params)
        assert _Sketch(good).drawn(make, dict(params) | {key: moved}) != before


@pytest.mark.parametrize(("pack", "rule"), DRAWN, ids=[r.id for _, r in DRAWN])
def test_nothing_is_drawn_beyond_the_frame(pack, rule):
    for svg in sketches(rule, pack):
        for element in ElementTree.fromstring(svg).iter():
            if element.get("points"):
                for pair in element.get("points").split():
                    x, y = map(float, pair.split(","))
                    assert -0.01 <= x <= WIDTH + 0.01
                    assert -0.01 <= y <= HEIGHT + 0.01
            if element.tag.endswith("text"):
                x = float(element.get("x"))
                wide = sum(2.4 * (1.0 if ord(c) > 255 else 0.58) for c in element.text)
                left = x - (wide / 2 if element.get("text-anchor") == "middle" else 0.0)
                assert left >= 0
                assert left + wide <= WIDTH, element.text
