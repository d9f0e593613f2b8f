"""A walk with a lux meter: twelve points of 300 lx in the hall, three on each thing.

420 lx at the storefront is 1.40 times the hall; 495 on a counter 1.65; 540 and 585 in windows
1.80 and 1.95; 1310 and 1250 in showcases 4.37 and 4.17. With two meters of 8 % a ratio is
uncertain by the root of 2 times 8 %, 11.3 %.
"""

import json

import pytest

from planner.audit import judge_rule
from planner.model import Layout
from planner.rules.pack import load_pack
from planner.study import Study
from planner.study.ratios import Mean, error_of
from tests.plans import plan

HALL = """
##################
#                #
#   y    q  q    #
#                #
##WW##WW####DD####
"""
WALK = {
    "P45-11": {"D1": ("storefront", 420)},
    "P45-12": {"W1": ("window", 540), "W2": ("window", 585)},
    "P45-13": {"y1": ("counter", 495)},
    "P45-14": {"q1": ("showcase", 1310), "q2": ("showcase", 1250)},
}
ONE_METER = {
    "D1": "passed ok",
    "y1": "passed ok",
    "W1": "failed too-dark",
    "W2": "uncertain near-limit",
    "q1": "failed too-bright",
    "q2": "uncertain near-limit",
}
TWO_METERS = {
    "D1": "passed ok",
    "y1": "uncertain near-limit",
    "W1": "uncertain near-limit",
    "W2": "uncertain near-limit",
    "q1": "uncertain near-limit",
    "q2": "uncertain near-limit",
}


def walked(*, meters=("m1", "m1"), error=None, daylight=False, **changes) -> Layout:
    here, there = meters
    around = [
        {"id": f"h{n}", "level": "L1", "lux": 300, "of": "hall", "height": 0.75, "instrument": here}
        for n in range(12)
    ]
    things = [
        {
            "id": f"{name}.{n}",
            "level": "L1",
            "lux": lux,
            "of": of,
            "subject": name,
            "instrument": there,
            "daylight": daylight,
        }
        for walk in WALK.values()
        for name, (of, lux) in walk.items()
        for n in range(3)
    ]
    instruments = [
        {"id": name, "name": name} | ({} if error is None else {"error_share": error})
        for name in sorted(set(meters))
    ]
    return plan(HALL, hall={"instruments": instruments, "lux_readings": around + things, **changes})


def told(layout: Layout, rules=tuple(WALK)) -> dict[str, str]:
    said = {}
    for rule in rules:
        for finding in judge_rule(rule, layout, ["telecom_hall"]).findings:
            said[finding.subject] = f"{finding.outcome.value} {finding.verdict.code}"
    return said


@pytest.mark.parametrize("error", [None, 0.05, 0.08])
def test_one_meter_decides_the_same_at_five_and_at_eight_per_cent(error):
    assert told(walked(error=error)) == ONE_METER


@pytest.mark.parametrize("error", [None, 0.08])
def test_two_meters_leave_more_undecided(error):
    assert told(walked(meters=("m1", "m2"), error=error)) == TWO_METERS


def test_daylight_withholds_storefront_and_windows_alone():
    said = told(walked(daylight=True))
    assert said.keys() == {"hall", "y1", "q1", "q2"}
    assert said["hall"] == "needs-review daylight"
    assert {name: said[name] for name in ("y1", "q1", "q2")} == {
        name: ONE_METER[name] for name in ("y1", "q1", "q2")
    }


def test_ratios_are_shown_with_their_interval():
    findings = judge_rule("P45-12", walked(error=0.08), ["telecom_hall"]).findings
    dark = next(f for f in findings if f.subject == "W1").verdict
    assert dark.measured.value == pytest.approx(1.80)
    # 1.80 times 1.08 is 1.944: at most 1.95, rounded outwards
    assert (dark.values["measured"], dark.values["to"], dark.values["error"]) == (
        "1.80",
        "1.95",
        "8%",
    )
    assert load_pack("telecom_hall").rule("P45-12").say("too-dark", "en", dark.values)


@pytest.mark.parametrize(
    ("target", "base", "stated", "error"),
    [
        (("m1",), ("m1",), {}, 0.05),  # the gain cancels
        (("m1",), ("m1",), {"m1": 0.03}, 0.05),  # it repeats no better than that
        (("m1",), ("m1",), {"m1": 0.08}, 0.08),
        (("m1",), ("m2",), {}, 0.113137),  # root of 0.08 ** 2 + 0.08 ** 2
        (("m1",), ("m2",), {"m1": 0.03, "m2": 0.04}, 0.05),  # 3, 4, 5
        ((None,), ("m2",), {}, 0.113137),  # a meter nobody noted is another one
        ((None,), (None,), {}, 0.05),
        (("m1", "m2"), ("m1",), {"m1": 0.03, "m2": 0.04}, 0.05),  # the worse of the two counts
    ],
)
def test_the_error_of_a_ratio(target, base, stated, error):
    instruments = [
        {"id": name, "name": name} | ({"error_share": stated[name]} if name in stated else {})
        for name in ("m1", "m2")
    ]
    layout = walked(meters=("m1", "m2"))
    data = json.loads(layout.to_json()) | {"instruments": instruments}
    study = Study(Layout.from_data(data))
    one, other = (
        Mean(
            300.0,
            tuple(
                layout.lux_readings[0].model_copy(update={"instrument": meter}) for meter in meters
            ),
        )
        for meters in (target, base)
    )
    assert error_of(study, one, other, 0.05, 0.08) == pytest.approx(error, abs=1e-6)
