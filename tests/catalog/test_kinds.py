import re

import pytest
from pypinyin import lazy_pinyin

from planner import i18n
from planner.catalog import kinds
from planner.catalog.kind import MOUNTS, _read
from planner.errors import CatalogError

ALL = sorted(kinds())
WANTED = [
    "poster_a3",
    "poster_a2",
    "poster_a1",
    "poster_57x84",
    "poster_60x90",
    "poster_80x120",
    "light_box_80x120",
    "window_sticker_60x60",
    "hanging_banner",
    "floor_sticker",
    "rollup_80x200",
    "rollup_85x200",
    "x_banner_60x160",
    "rack_floor",
    "rack_counter",
    "rack_wall",
    "display_counter",
    "showcase",
    "demo_table",
    "service_counter",
    "service_counter_low",
    "cashier_desk",
    "ticket_machine",
    "self_service_terminal",
    "call_display",
    "digital_screen_55",
    "seat",
    "sofa_2",
    "negotiation_table",
    "vip_desk",
    "plant",
    "water_dispenser",
    "writing_stand",
    "complaint_box",
    "stanchion",
    "extinguisher",
    "hydrant",
    "luminaire_panel",
    "luminaire_downlight",
    "luminaire_spot",
    "luminaire_track",
    "staff_post",
]


def test_the_catalogue_holds_what_a_hall_needs():
    assert set(WANTED) <= set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_kind_is_named_drawn_and_found_in_both_languages(name):
    kind = kinds()[name]
    assert set(kind.name) == set(i18n.languages())
    assert re.search(r"[\u4e00-\u9fff]", kind.name["zh-CN"])
    assert not re.search(r"[\u4e00-\u9fff]", kind.name["en"])
    assert kind.plan
    assert kind.elevation
    assert any(re.fullmatch(r"[\u4e00-\u9fffA-Z]+", word) for word in kind.search)
    assert any(re.fullmatch(r"[a-z /-]+", word) for word in kind.search)
    first = next(word for word in kind.search if re.search(r"[\u4e00-\u9fff]", word))
    initials = "".join(part[0] for part in lazy_pinyin(first)).lower()
    assert initials in kind.search


@pytest.mark.parametrize("name", ALL)
def test_a_kind_has_a_plausible_size(name):
    kind = kinds()[name]
    width, depth, height = kind.size
    assert 0.05 <= width <= 3.0
    assert 0.004 <= depth <= 1.5
    assert 0.004 <= height <= 2.4
    assert kind.mount in MOUNTS
    if kind.mount in ("wall", "window", "counter", "ceiling"):
        assert kind.height is not None
        assert 0.5 <= kind.height <= 3.2
    else:
        assert kind.height is None
    assert name in kind.traits


def test_posters_have_the_sizes_they_are_called_by():
    # ISO 216: A3 297 x 420, A2 420 x 594, A1 594 x 841 mm
    sizes = {"a3": (0.297, 0.42), "a2": (0.42, 0.594), "a1": (0.594, 0.841)}
    for suffix, size in sizes.items():
        kind = kinds()[f"poster_{suffix}"]
        assert (kind.size[0], kind.size[2]) == pytest.approx(size)
    for name in ALL:
        if match := re.search(r"_(\d+)x(\d+)$", name):
            kind = kinds()[name]
            across, up = int(match[1]) / 100, int(match[2]) / 100
            assert (kind.size[0], kind.size[2]) == pytest.approx((across, up)), name


def test_a_screen_is_as_large_as_its_diagonal():
    # 16 : 9 inside a frame of a few centimetres
    for inches in (43, 55):
        width, _, height = kinds()[f"digital_screen_{inches}"].size
        diagonal = (width**2 + height**2) ** 0.5 / 0.0254
        assert inches <= diagonal <= inches + 3


def test_every_group_has_a_name():
    for kind in kinds().values():
        for lang in i18n.languages():
            key = f"catalog.group.{kind.group}"
            assert i18n.say(key, lang) != key


def test_racks_show_as_many_pockets_as_they_hold():
    for kind in kinds().values():
        if "rack" in kind.traits:
            tiers, pockets = kind.faces[0][1:]
            papers = [s for s in kind.elevation if s.fill == "paper"]
            assert len(papers) == tiers * pockets, kind.id


HEAD = """
name = { en = "Thing", zh-CN = "物" }
group = "service"
mount = "floor"
size = ["10 cm", "10 cm", "10 cm"]
letter = "O"
"""


@pytest.mark.parametrize(
    ("shapes", "says"),
    [
        ("plan = [{ blob = [1] }]", "a shape is one of"),
        ("plan = [{ rect = [1, 2, 3] }]", "rect takes 4 numbers"),
        ("plan = [{ line = [1, 2, 3] }]", "pairs of numbers"),
        ('plan = [{ circle = [0, 0, 1], fill = "gold" }]', "'gold' is none of"),
        ("plan = [{ circle = [0, 0, 1], wide = 3 }]", "circle has no wide"),
        ('plan = []\ncolour = "red"', "unknown entries"),
    ],
)
def test_a_mistake_in_a_kind_is_named(shapes, says):
    with pytest.raises(CatalogError, match=says) as error:
        _read("thing", HEAD + shapes)
    assert str(error.value).startswith("thing.toml: ")
