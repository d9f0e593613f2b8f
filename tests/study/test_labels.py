"""How sentences call the things of a hall."""

from planner.audit import audit
from planner.audit.record import say
from planner.rules.finding import Outcome
from planner.study import Study
from tests.plans import plan

HALL = """
####################
#  c       p   p   #
#                  #
#l                 #
#                  #
#######DDD##########
"""
POCKET = {"leaflet": {"title": "T"}}
FACE = {"id": "front", "tiers": [{"height": 1.3, "pockets": [POCKET, POCKET]}]}


def hall(**changes):
    return plan(HALL, set={"l1": {"faces": [FACE]}}, **changes)


def test_a_journey_is_called_by_its_name_drawn_or_ours():
    ours = Study(hall())
    assert ours.label("pay-bill") == {"en": "Pay a bill", "zh-CN": "缴费"}
    drawn = Study(hall(hall={"journeys": [{"id": "j", "name": "补卡", "stops": ["counter"]}]}))
    assert drawn.label("j") == {"en": "补卡", "zh-CN": "补卡"}


def test_a_pocket_is_called_by_rack_side_tier_and_place():
    assert Study(hall()).label("l1/front/1/2") == {
        "en": "Leaflet rack l1, front, tier 1, pocket 2",
        "zh-CN": "宣传单架 l1 正面第 1 层第 2 格",
    }


def test_names_in_a_row_are_joined_as_the_language_does_and_pockets_are_counted():
    study = Study(hall(zones={"waiting": [0.0, 0.0, 3.0, 1.0]}))
    items = ("p1", "z-waiting", "l1/front/1/1", "l1/front/1/2")
    assert study.names(items, bare=True) == {
        "en": "p1, Waiting area, Leaflet rack l1 (2 pockets)",
        "zh-CN": "p1、休息等候区、宣传单架 l1（2 格）",
    }
    assert study.names(("p1", "c1"))["zh-CN"] == "海报 p1、业务受理台 c1"


def test_no_sentence_shows_a_path_of_ids():
    result = audit(hall(zones={"waiting": [0.0, 0.0, 3.0, 1.0]}))
    seen = 0
    for finding in result.findings:
        rule = result.by_rule[finding.rule].rule
        for lang in ("en", "zh-CN"):
            text = say(rule, finding, lang)
            seen += finding.outcome is Outcome.NEEDS_REVIEW
            assert "l1/" not in text, text
            assert "z-waiting" not in text, text
            assert "pay-bill" not in text, text
    assert seen
