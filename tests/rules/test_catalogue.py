"""The packs against the catalogue they were made from, where that lies beside the checkout."""

import json
import re
from functools import cache
from typing import Any

import pytest

from planner.rules.pack import packs
from tests.rules import catalogue
from tests.rules.catalogue import EVERY_RULE, IDS, SHARED

needs_catalogue = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the catalogue is not beside the checkout"
)
DECK = [rule for pack, rule in EVERY_RULE if pack == "telecom_hall"]
LATER_GROUPS = ("M", "N")  # of these only some are judged in a hall
REMARKED = re.compile(r"\*(minor|major|info|critical)\*")


@cache
def entries() -> dict[str, dict[str, Any]]:
    found = json.loads((SHARED / "catalogue.json").read_text("utf-8"))
    rules = found if isinstance(found, list) else found["rules"]
    return {rule["id"]: rule for rule in rules}


@cache
def laws() -> dict[str, str]:
    """Rows of the table of standards, by id."""
    text = (SHARED / "standards.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| STD-")]
    return {row.split("|")[1].strip(): row for row in rows}


def test_the_packs_that_ship_are_those_decided():
    assert set(catalogue.PACKS) <= set(packs())


def test_seventy_rules_of_the_hall_and_eighteen_of_service():
    assert len(set(DECK)) == len(DECK) == 88


@needs_catalogue
def test_every_rule_of_the_hall_groups_is_in_the_pack():
    hall = [r["id"] for r in entries().values() if not r["group"].startswith(LATER_GROUPS)]
    assert sorted(hall) == sorted(set(DECK) - _later())
    assert len(hall) == 70


@needs_catalogue
@pytest.mark.parametrize("rule_id", DECK)
def test_it_weighs_what_the_catalogue_proposes(rule_id):
    rule, entry = catalogue.rule(rule_id), entries()[rule_id]
    assert rule.severity == entry["severity"]
    if rule_id not in catalogue.MAY:
        assert (rule.modality == "info") == (entry["severity"] == "info")


@needs_catalogue
@pytest.mark.parametrize("rule_id", DECK)
def test_it_cites_the_page_the_catalogue_found_it_on(rule_id):
    rule, entry = catalogue.rule(rule_id), entries()[rule_id]
    if entry["file"] == "deck":
        assert rule.source.document == "telecom-hall-deck"
        assert rule.source.page == entry["page"].removeprefix("p")
    else:
        assert rule.source.document == entry["file"]


@needs_catalogue
@pytest.mark.parametrize("rule_id", [rule for rule in IDS if rule.startswith("STD")])
def test_a_law_is_critical_unless_its_row_says_otherwise(rule_id):
    remarked = REMARKED.search(laws()[rule_id])
    decided = remarked[1] if remarked else catalogue.PRACTICE.get(rule_id, "critical")
    assert catalogue.rule(rule_id).severity == decided


def _later() -> set[str]:
    return {r["id"] for r in entries().values() if r["group"].startswith(LATER_GROUPS)}
