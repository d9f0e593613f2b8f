"""A law finding names the other clauses that the same door really breaks, and no more."""

import pytest

from tests.rules.cases import judged, read


@pytest.mark.parametrize(
    ("case", "also"),
    [
        ("1.38 m", ()),  # wider than 0.80 m, which STD-08 and STD-04 ask for
        ("0.78 m breaks STD-08 and STD-04 as well", ("STD-08", "STD-04")),
        ("0.85 m in a new hall breaks STD-04 as well", ("STD-04",)),  # 0.90 m in a new hall
    ],
)
def test_a_narrow_exit_of_a_crowded_place(case, also):
    drawn = next(c for c in read("STD-09") if c["name"] == case)
    (finding,) = judged("STD-09", drawn).findings
    assert finding.verdict.also == also
    said = finding.verdict.values["others"]["en"]
    assert [law for law in ("STD-04", "STD-08") if law in said] == sorted(also)
