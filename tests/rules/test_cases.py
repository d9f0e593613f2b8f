"""Every drawing in cases/ judged by the rule it is named after."""

import pytest

from tests.rules.cases import ALL, verdicts


@pytest.mark.parametrize(
    ("rule", "case"), [pytest.param(r, c, id=f"{r}: {c['name']}") for r, c in ALL]
)
def test_case(rule, case):
    said = verdicts(rule, case)
    if case.get("only"):
        said = {subject: said.get(subject) for subject in case["expect"]}
    assert said == case["expect"]
