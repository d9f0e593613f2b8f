"""Packs: what a province changes, and what a pack says when it is wrong."""

import pytest

from planner.audit import audit
from planner.errors import PackError
from planner.rules.pack import load_pack
from tests.plans import plan

LOW = plan(
    """
    #########
    #p      #
    #       #
    ###DD####
    """,
    set={"p1": {"height": 0.95}},
)

PROVINCE = """
id = "province"
version = "2026.1"
extends = "telecom_hall"
name = { en = "Province", zh-CN = "省" }
choose = { D11 = "main" }

[overrides.P46-06]
params = { band = ["100 cm", "120 cm"] }
reason = { en = "Seats hide lower posters here.", zh-CN = "本省座椅较高。" }

[overrides.P44-06]
severity = "major"
reason = { en = "Clutter is our first complaint.", zh-CN = "杂乱是首要投诉。" }
"""

RULE = """
[own-rule]
id = "X01-01"
check = "mounting_height"
severity = "minor"
modality = "should"
params = { anchor = { reading = "D1" }, band = ["1 m", "2 m"], tolerance = "0 cm", settle = "1 cm" }
source = { document = "d", page = 1, phrase = "q" }
en = { title = "t", asks = "a", say = {}, do = {} }
zh-CN = { title = "t", asks = "a", say = {}, do = {} }
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pack.toml").write_text(PROVINCE, encoding="utf-8")
    return tmp_path


def verdict(pack, rule="P46-06"):
    (finding,) = [f for f in audit(LOW, [pack]).findings if f.rule == rule]
    return finding.verdict.code


def test_a_province_changes_a_number_and_prints_its_reason(folder):
    pack = load_pack(folder)
    rule = pack.rule("P46-06")
    assert rule.params["band"] == ["100 cm", "120 cm"]
    assert rule.changed[0]["zh-CN"] == "本省座椅较高。"
    assert verdict("telecom_hall") == "ok"
    assert verdict(folder) == "too-low"  # 95 cm; its centre at 137 cm fails both readings


def test_a_province_keeps_every_rule_of_its_base(folder):
    base = load_pack("telecom_hall")
    assert [r.id for r in load_pack(folder).rules] == [r.id for r in base.rules]
    assert load_pack(folder).rule("P44-06").severity == "major"
    assert base.rule("P44-06").severity == "minor"


def test_a_province_chooses_readings_and_a_person_may_choose_again(folder):
    assert load_pack(folder).chosen["D11"] == "main"
    assert load_pack(folder, {"D11": "traffic"}).chosen["D11"] == "traffic"
    assert load_pack("telecom_hall").chosen["D11"] == "traffic"


def test_a_province_adds_rules_of_its_own(folder):
    (folder / "own.toml").write_text(RULE, encoding="utf-8")
    pack = load_pack(folder)
    assert pack.rule("X01-01").pack == "province"
    assert verdict(folder, "X01-01") == "too-low"


def test_a_packs_hash_changes_with_its_words(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "pack.toml").write_text(PROVINCE.replace("120 cm", "121 cm"), encoding="utf-8")
    assert load_pack(folder).hash != load_pack(other).hash
    assert load_pack(folder, {"D1": "centre"}).hash == load_pack(folder).hash


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('band = ["100 cm", "120 cm"]', 'bund = ["1 m", "2 m"]'), "no parameter ['bund']"),
        (('reason = { en = "Seats', 'why = { en = "Seats'), "[overrides.P46-06]: takes"),
        (('["100 cm", "120 cm"]', '["100", "120 cm"]'), "'100' is not a length"),
        (('["100 cm", "120 cm"]', '["2 m", "1 m"]'), "upside down"),
        (('D11 = "main"', 'D11 = "side"'), "reading D11=side is unknown"),
        (('D11 = "main"', 'D99 = "x"'), "reading D99=x is unknown"),
        (('extends = "telecom_hall"', 'extends = "nobody"'), "there is no pack 'nobody'"),
        (("[overrides.P46-06]", "[overrides.P46-06"), "pack.toml: "),
        (("[overrides.P46-06]", "[overrides.P46-99]"), "P46-99]: there is no such rule"),
    ],
)
def test_a_mistake_names_its_place_and_cause(tmp_path, change, message):
    (tmp_path / "pack.toml").write_text(PROVINCE.replace(*change), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('check = "mounting_height"', 'check = "mounting_hight"'), "'mounting_hight'"),
        (('phrase = "q"', 'phrase = "a phrase far too long"'), "longer than 16"),
        (('severity = "minor"', 'severity = "mild"'), "severity or modality"),
        (('id = "X01-01"', 'id = "P46-06"'), "two rules have the id 'P46-06'"),
        (('tolerance = "0 cm", ', ""), "takes ['anchor', 'band', 'settle', 'tolerance']"),
        (("source = {", "sauce = {"), "own.toml, [own-rule]: nothing is called 'source'"),
    ],
)
def test_a_mistake_in_a_rule_names_its_file_rule_and_cause(folder, change, message):
    (folder / "own.toml").write_text(RULE.replace(*change), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert message in str(caught.value)
