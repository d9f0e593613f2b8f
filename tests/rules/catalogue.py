"""What the shipped packs must hold: the decisions on rules, as data for the tests."""

import re
from pathlib import Path

from planner.rules.pack import Pack, Rule, load_pack

SHARED = Path(__file__).parents[3] / "shared" / "guidelines"  # the owner's documents, if there

_IDS = {
    "telecom_hall": (
        "P42-01 P42-02 P42-03 P42-04 P42-05 P42-06 P42-07 P42-08 P42-09 P42-10 P42-11 P42-12 "
        "P42-13 P42-14 P42-15 P42-16 P29-01 P43-01 P43-02 P43-03 P43-04 P43-05 P43-06 P44-01 "
        "P44-02 P44-03 P44-04 P44-05 P44-06 P45-01 P45-02 P45-03 P45-04 P45-05 P45-06 P45-07 "
        "P45-08 P45-09 P45-10 P45-11 P45-12 P45-13 P45-14 P46-01 P46-02 P46-03 P46-04 P46-05 "
        "P46-06 P46-07 P46-08 P46-09 P46-10 P46-11 P46-12 P46-13 P46-14 P46-15 P46-16 P46-17 "
        "P46-18 P46-19 P47-01 P47-02 P47-03 P48-01 P53-01 P29-02 P51-01 P50-01 P20-01 P21-01 "
        "P22-01 S0-01 S0-02 S1-01 S1-02 S1-03 S1-05 S2-01 S2-02 S2-03 S2-04 S4-01 S4-02 P53-02 "
        "P60-03 P60-04"
    ),
    "cn_safety_access": (
        "STD-01 STD-02 STD-03 STD-04 STD-05 STD-06 STD-08 STD-09 STD-10 STD-11 STD-13 STD-14 "
        "STD-15 STD-18 STD-19 STD-21 STD-22 STD-23 STD-24"
    ),
    "us_ada": "STD-07 STD-12",
}
PACKS = {pack: ids.split() for pack, ids in _IDS.items()}
KEPT_BY_PROGRAM = {
    *("P20-01", "P21-01", "S1-05", "S2-02", "S2-03", "P53-02", "P60-04", "STD-24"),
}
CONFIRMED_LAW = {
    *("STD-01", "STD-02", "STD-03", "STD-04", "STD-05", "STD-08"),
    *("STD-09", "STD-10", "STD-11", "STD-15", "STD-24"),
}
PRACTICE = {"STD-19": "minor"}  # rests on practice and a textbook, not on a clause
MAY = {"P45-06"}
MILD = {"P44-06"}  # should, minor
SWITCHABLE = ("D1", "D2", "D4", "D5", "D6", "D8", "D9", "D10", "D11", "D12")

EVERY_RULE = [(pack, rule) for pack, rules in PACKS.items() for rule in rules]
IDS = [rule for _, rule in EVERY_RULE]
PACK_OF = {rule: pack for pack, rule in EVERY_RULE}
CHINESE = re.compile(r"[^\u4e00-\u9fff]+")


def pack(rule_id: str) -> Pack:
    """The pack a rule must lie in."""
    return load_pack(PACK_OF[rule_id])


def rule(rule_id: str) -> Rule:
    """A rule by its catalogue id."""
    found = next((r for r in pack(rule_id).rules if r.id == rule_id), None)
    assert found is not None, f"{PACK_OF[rule_id]} has no rule {rule_id}"
    return found


def yields(rule_id: str) -> bool:
    """Whether law may win over a rule."""
    return any(rule_id in conflict["yields"] for conflict in pack(rule_id).conflicts)


def on_site(rule: Rule) -> bool:
    """Whether a rule's check may answer that only somebody on site can tell."""
    return rule.check is not None and "OnSite" in str(rule.check.hints.get("return", ""))
