"""What is shown never contradicts what is said.

Over every finding of every drawn case, and over the same halls with heights, places, light,
reflectances and dates moved a little: a value that fails is shown beyond the limit it
misses, one that passes is shown within it, what is to be shifted is never shown as nothing,
and sentences carry exactly these numbers.
"""

import copy
import random
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import units
from planner.audit import judge_rule
from planner.errors import PlannerError
from planner.model import Layout
from planner.rules.finding import Finding, Outcome, Quantity, failed, passed
from planner.rules.pack import Rule, load_pack
from planner.study import Study
from tests.rules import catalogue
from tests.rules.cases import judged, pack_of, read, study_of
from tests.rules.catalogue import IDS

SLACK = {"m": units.TOLERANCE, "deg": units.ANGLE_TOLERANCE_DEG}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PER_METRE = {"cm": 100.0, "mm": 1000.0, "m": 1.0}
SHIFTS = ("shift", "move")


@pytest.mark.parametrize("rule_id", IDS)
def test_shown_numbers_agree_with_the_verdicts_of_drawn_cases(rule_id):
    rule = catalogue.rule(rule_id)
    if rule.check is None:
        pytest.skip("not judged")
    for case in read(rule_id):
        for finding in judged(rule_id, case).findings:
            assert contradictions(finding, rule) == [], case["name"]


@pytest.mark.parametrize("rule_id", IDS)
def test_shown_numbers_agree_whatever_is_moved(rule_id):
    rule = catalogue.rule(rule_id)
    if rule.check is None or not read(rule_id):
        pytest.skip("not judged")
    _moved(rule)


def _moved(rule: Rule) -> None:
    cases = read(rule.id)

    @settings(
        max_examples=12,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, len(cases) - 1), st.integers(1, 399), st.integers(0, 10_000))
    def holds(number: int, step: int, seed: int) -> None:
        case = cases[number]
        layout = _shaken(_data(rule.id, case["name"]), step / 10_000, seed)
        if layout is None:
            return
        study = Study(layout, study_of(rule.id, case["name"]).day)
        chosen = case.get("readings", {})
        first = load_pack(pack_of(rule.id), chosen)
        packs = [first, *(p for p in case.get("packs", []) if p != first.id)]
        entry = judge_rule(rule.id, layout, packs, readings=chosen, study=study)
        for finding in entry.findings:
            assert contradictions(finding, rule) == []

    holds()


@cache
def _data(rule_id: str, name: str) -> dict[str, Any]:
    return study_of(rule_id, name).layout.model_dump(mode="json", exclude_defaults=True)


def _shaken(data: dict[str, Any], by: float, seed: int) -> Layout | None:
    """The hall with its things moved by up to 4 cm, and readings by up to 4 %; None if refused.

    Each thing moves its own way, chosen by `seed`.
    """
    rng = random.Random(seed)
    hall = copy.deepcopy(data)

    def about(value: float, step: float = by) -> float:
        return round(value + rng.choice((-1, 0, 1)) * step, 4)

    for fixture in hall.get("fixtures", []):
        fixture["at"] = [about(value) for value in fixture["at"]]
        if fixture.get("height"):
            fixture["height"] = max(0.0, about(fixture["height"]))
        fixture["facing_deg"] = about(fixture.get("facing_deg", 0.0), by * 10)
    for lamp in hall.get("luminaires", []):
        lamp["at"] = [about(value) for value in lamp["at"]]
        lamp["dim"] = min(1.0, max(0.0, about(lamp.get("dim", 1.0))))
    for door in hall.get("doors", []):
        door["width"] = max(0.3, about(door["width"]))
    for wall in hall.get("walls", []):
        if wall.get("reflectance") is not None:
            wall["reflectance"] = min(1.0, max(0.0, about(wall["reflectance"])))
    for reading in hall.get("lux_readings", []):
        reading["lux"] = about(reading["lux"], by * reading["lux"])
    for reading in hall.get("environment_readings", []):
        reading["value"] = about(reading["value"], by * 10)
    try:
        return Layout.from_data(hall)
    except PlannerError:
        return None


# --- what a contradiction is ---


def contradictions(finding: Finding, rule: Rule) -> list[str]:
    """All that a finding shows and its verdict denies."""
    verdict = finding.verdict
    found = []
    measured = verdict.measured
    for limit in (verdict.limit, verdict.limit_high):
        if measured is not None and limit is not None and limit.unit == measured.unit:
            found += _sides(measured, limit)
    if measured is not None and finding.outcome in (Outcome.FAILED, Outcome.PASSED):
        found += _decided(finding)
    for name in SHIFTS:
        text = verdict.values.get(name)
        amount = read_number(text) if isinstance(text, str) else None
        if finding.outcome is Outcome.FAILED and amount == 0.0:
            found.append(f"{name} is shown as {text}")
    found += _gap(finding)
    for lang in ("en", "zh-CN"):
        values = {"subject": verdict.subject, **verdict.values}
        said = rule.say(verdict.code, lang, values)
        if "{measured}" in rule.text[lang]["say"][verdict.code] and measured is not None:
            if str(verdict.values["measured"]) not in said:
                found.append(f"{said!r} does not carry {verdict.values['measured']}")
            if verdict.values["measured"] != measured.shown:
                found.append(f"the sentence says {verdict.values['measured']}")
    return found


def _sides(measured: Quantity, limit: Quantity) -> list[str]:
    """A value must not be shown on the other side of a limit than it truly lies."""
    shown, edge = read_number(measured.shown), read_number(limit.shown)
    if shown is None or edge is None:
        return []
    true = measured.value - limit.value
    if (shown - edge) * true < -1e-12:
        return [f"{measured.value} against {limit.value} is shown {measured.shown}, {limit.shown}"]
    return []


def _decided(finding: Finding) -> list[str]:
    """A failure shows its value outside the band, a pass inside it."""
    verdict = finding.verdict
    measured, low, high = verdict.measured, verdict.limit, verdict.limit_high
    if low is None or low.unit != measured.unit:
        return []
    shown, edge = read_number(measured.shown), read_number(low.shown)
    top = read_number(high.shown) if high is not None else None
    if shown is None or edge is None:
        return []
    slack = SLACK.get(measured.unit, units.RATIO_TOLERANCE)
    if measured.unit == "m":
        slack = units.slack(low.value)
    if high is not None and top is not None:
        truly = low.value - slack <= measured.value <= high.value + slack
        if truly and not edge - 1e-9 <= shown <= top + 1e-9:
            return [f"{measured.shown} is shown outside {low.shown} to {high.shown}"]
        if not truly and edge - 1e-9 <= shown <= top + 1e-9:
            return [f"{measured.shown} is shown within {low.shown} to {high.shown}"]
        return []
    beyond = abs(measured.value - low.value)
    if beyond > slack and finding.outcome is Outcome.FAILED and shown == pytest.approx(edge):
        return [f"fails by {beyond}, and {measured.shown} is shown for {low.shown}"]
    if beyond <= slack and shown != pytest.approx(edge) and finding.outcome is Outcome.PASSED:
        return [f"passes within the slack, and {measured.shown} is shown for {low.shown}"]
    return []


def _gap(finding: Finding) -> list[str]:
    """`shift` is the difference of the numbers shown, where both have its digits."""
    verdict = finding.verdict
    text = verdict.values.get("shift")
    if finding.outcome is not Outcome.FAILED or not isinstance(text, str):
        return []
    limits = [q for q in (verdict.limit, verdict.limit_high) if q is not None]
    if verdict.measured is None or not limits or read_number(text) is None:
        return []
    if any(limit.unit != verdict.measured.unit for limit in limits):
        return []
    shown = read_number(verdict.measured.shown)
    edges = [read_number(limit.shown) for limit in limits]
    if shown is None or None in edges:
        return []
    gap = min(abs(shown - edge) for edge in edges)
    if abs(gap - read_number(text)) > 1e-6:
        return [f"{verdict.measured.shown} is {gap:g} off, and {text} is said"]
    return []


def read_number(text: str) -> float | None:
    """The number in a shown quantity: lengths in metres, others as they stand."""
    match = NUMBER.search(text)
    if match is None:
        return None
    unit = text[match.end() :].strip()
    return round(float(match[0]) / PER_METRE.get(unit, 1.0), 9)


# --- the test can fail ---


@pytest.mark.parametrize(
    ("outcome", "measured", "limit", "shift"),
    [
        (failed, Quantity(1.104, "m", "110 cm"), Quantity(1.1, "m", "110 cm"), "0.4 cm"),
        (failed, Quantity(1.104, "m", "110.4 cm"), Quantity(1.1, "m", "110 cm"), "0 cm"),
        (failed, Quantity(1.104, "m", "110.4 cm"), Quantity(1.1, "m", "110 cm"), "1 cm"),
        (passed, Quantity(1.2, "m", "119 cm"), Quantity(1.196, "m", "120 cm"), None),
        (passed, Quantity(1.1995, "m", "119.95 cm"), Quantity(1.2, "m", "120 cm"), None),
    ],
)
def test_a_contradiction_is_found(outcome, measured, limit, shift):
    known = {"measured": measured, "limit": limit}
    known |= {} if shift is None else {"shift": shift}
    rule = catalogue.rule("P46-06")
    code = "ok" if outcome is passed else "too-high"
    fill = {"anchor": "edge", "low": "90 cm", "high": "110 cm", "shift": "1 cm"}
    verdict = outcome("p1", code, **(fill | known))
    assert contradictions(Finding("P46-06", "major", verdict), rule)


def test_consistent_numbers_are_no_contradiction():
    shown, edge, gap = units.show_against(1.104, 1.1)
    verdict = failed(
        "p1",
        "too-high",
        measured=Quantity(1.104, "m", shown),
        limit=Quantity(1.1, "m", edge),
        shift=gap,
        anchor="edge",
        low="90 cm",
        high="110 cm",
    )
    assert contradictions(Finding("P46-06", "major", verdict), catalogue.rule("P46-06")) == []
