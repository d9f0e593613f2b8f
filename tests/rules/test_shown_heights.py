"""Heights at the very edges of the band and of what nobody can say: 88, 90, 110 and 112 cm."""

import pytest

from planner.audit import judge_rule
from tests.plans import plan

HALL = """
########
#  p   #
#      #
##DD####
"""


@pytest.mark.parametrize(
    ("height", "said", "shown"),
    [
        # a millimetre of slack at each edge, and the edge is what is shown there
        (0.8789, "failed too-low", "87 cm"),
        (0.879, "uncertain near-limit", "88 cm"),
        (0.88, "uncertain near-limit", "88 cm"),
        (0.8989, "uncertain near-limit", "89.8 cm"),
        (0.899, "passed ok", "90 cm"),
        (0.90, "passed ok", "90 cm"),
        (1.10, "passed ok", "110 cm"),
        (1.101, "passed ok", "110 cm"),
        (1.1011, "uncertain near-limit", "110.2 cm"),
        (1.12, "uncertain near-limit", "112 cm"),
        (1.121, "uncertain near-limit", "112 cm"),
        (1.1211, "failed too-high", "113 cm"),
    ],
)
@pytest.mark.parametrize("reading", ["lower-edge", "centre"])
def test_an_edge_belongs_to_the_milder_side_and_is_shown(height, said, shown, reading):
    # with D1=centre the same heights hold for the middle of a poster 84 cm high; the other
    # reading fails them all by 42 cm, so it softens nothing
    lower = round(height - (0.42 if reading == "centre" else 0.0), 6)
    hall = plan(HALL, set={"p1": {"height": lower}})
    (finding,) = judge_rule("P46-06", hall, readings={"D1": reading}).findings
    verdict = finding.verdict
    assert f"{finding.outcome} {verdict.code}" == said
    assert verdict.measured.shown == shown
    assert finding.severity == "major"


@pytest.mark.parametrize(
    ("height", "shifts", "move"),
    [
        (0.86, "4–24 cm", "6 cm"),  # 90 - 86, 110 - 86; 2 cm inside is 92
        (0.864, "4–23 cm", "6 cm"),  # shown as 86; 24 cm up it would be at 110.4
        (1.304, "21–40 cm", "23 cm"),  # shown as 131; 40.4 cm down it is at 90
    ],
)
def test_the_range_of_shifts_ends_inside_the_band(height, shifts, move):
    (finding,) = judge_rule("P46-06", plan(HALL, set={"p1": {"height": height}})).findings
    assert (finding.verdict.values["shifts"], finding.verdict.values["move"]) == (shifts, move)
