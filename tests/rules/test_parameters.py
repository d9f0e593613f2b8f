"""No threshold is idle: moved by a moderate factor, each changes what is said of a case.

Every number among the parameters of every rule (both ends of a range, numbers inside a
table) is multiplied and divided by 1.1, 1.5, 2 and 4 and set to nothing. Some drawn case of
the rule must then be judged otherwise. Where a proposed move ends (`settle`) shows in the
move alone.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from planner.rules.finding import Status
from planner.rules.pack import Pack, Rule, load_pack, numbers
from tests.rules import catalogue
from tests.rules.cases import judged, pack_of, read
from tests.rules.catalogue import IDS

FACTORS = (1.1, 1 / 1.1, 1.5, 1 / 1.5, 2.0, 0.5, 4.0, 0.25, 0.0)
INSTEAD_OF_ZERO = (0.1, -0.1, 1.0, -1.0)
ENDS_A_MOVE = ("settle",)

Path = tuple[Any, ...]


@pytest.mark.parametrize("rule_id", IDS)
def test_every_threshold_is_noticed_by_a_case(rule_id):
    rule = catalogue.rule(rule_id)
    if rule.check is None:
        pytest.skip("not judged")
    assert [".".join(map(str, path)) for path in _paths(rule) if _idle(rule, path)] == []


def test_a_threshold_nobody_looks_at_is_found_idle():
    rule = catalogue.rule("P46-06")

    def blind(study, *, band, **rest):
        return rule.check.measure(study, band=(0.9, 1.1), **rest)

    deaf = replace(rule, check=replace(rule.check, measure=blind))
    assert _idle(deaf, ("band", 0))
    assert _idle(deaf, ("band", 1))
    assert not _idle(rule, ("band", 0))


def test_both_ends_of_a_range_and_numbers_in_a_table_are_moved():
    paths = [path for path, _ in _numbers({"a": 1, "b": (0.5, 2.0), "c": {"d": (3.0,)}, "e": "x"})]
    assert paths == [("a",), ("b", 0), ("b", 1), ("c", "d", 0)]
    assert list(_moved_to(2))[:3] == [3, 1, 3]
    assert _put({"b": (0.5, 2.0)}, ("b", 1), 4.0) == {"b": (0.5, 4.0)}
    assert _upside_down({"b": (4.5, 2.0)}, ("b", 0))


def _paths(rule: Rule) -> list[Path]:
    """Where numbers stand among a rule's parameters, under whatever reading its cases choose."""
    found: dict[Path, None] = {}
    for case in [{}, *read(rule.id)]:
        chosen = load_pack(pack_of(rule.id), case.get("readings", {})).chosen
        found |= {path: None for path, _ in _numbers(numbers(rule, chosen))}
    return list(found)


def _numbers(value: Any, path: Path = ()) -> Iterator[tuple[Path, float]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(inner, (*path, key))
    elif isinstance(value, tuple | list):
        for key, inner in enumerate(value):
            yield from _numbers(inner, (*path, key))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


def _idle(rule: Rule, path: Path) -> bool:
    """Whether no case notices a number moved."""
    moves = path[0] in ENDS_A_MOVE
    for case in read(rule.id):
        pack = load_pack(pack_of(rule.id), case.get("readings", {}))
        before = _said(rule, case, pack, moves)
        value = dict(_numbers(numbers(rule, pack.chosen))).get(path)
        if value is None:
            continue
        for new in _moved_to(value):
            if _said(_with(rule, path, new), case, pack, moves) not in (before, None):
                return False
    return True


def _moved_to(value: float) -> Iterator[float]:
    if value == 0:
        yield from (type(value)(new) for new in INSTEAD_OF_ZERO if new == type(value)(new))
        return
    for factor in FACTORS:
        new = value * factor
        if isinstance(value, int):  # a count moves by at least one
            new = math.ceil(new - 1e-9) if factor > 1 else math.floor(new + 1e-9)
        yield new


def _with(rule: Rule, path: Path, new: float) -> Rule:
    """The rule with one of its numbers moved."""
    check = rule.check

    def measure(study, **params):
        moved = _put(params, path, new)
        if _upside_down(moved, path):
            return ()
        try:
            return check.measure(study, **moved)
        except (ArithmeticError, ValueError):  # e.g. a spacing of nothing; no answer
            return ()

    return replace(rule, check=replace(check, measure=measure))


def _put(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    key, *rest = path
    if isinstance(value, dict):
        return {**value, key: _put(value[key], tuple(rest), new)}
    return tuple(_put(v, tuple(rest), new) if n == key else v for n, v in enumerate(value))


def _upside_down(params: dict[str, Any], path: Path) -> bool:
    """Whether a range was moved past its other end: no such rule can be written."""
    value: Any = params
    for key in path[:-1]:
        value = value[key]
    return isinstance(value, tuple) and len(value) == 2 and value[0] > value[1]


def _said(rule: Rule, case: dict[str, Any], pack: Pack, moves: bool) -> Any:
    others = tuple(rule if other.id == rule.id else other for other in pack.rules)
    entry = judged(rule.id, case, pack=replace(pack, rules=others))
    if entry.status is not Status.JUDGED:
        return entry.status, entry.reason
    if not entry.findings:
        return None
    return sorted(
        (
            finding.subject,
            finding.outcome.value,
            finding.verdict.code,
            finding.verdict.also,
            repr(finding.verdict.fix) if moves else "",
        )
        for finding in entry.findings
    )
