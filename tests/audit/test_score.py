"""How a score is made: 100 Σ w s / Σ w, its coverage and its caps."""

import pytest

from planner.audit import score
from planner.model import Layout
from planner.rules.finding import Status
from tests.audit.invented import LAYOUT, invented, judged, rule


def test_a_score_is_the_weighted_mean_of_what_passed():
    # major 5 x (1 of 2 passed) + minor 2 x 1, of 7: 4.5 / 7 = 64.3
    audit = invented(judged(rule("A"), "passed", "failed"), judged(rule("B", "minor"), "passed"))
    result = score(audit)
    assert result.value == 64.3
    assert (result.weight, result.lost) == (7, 2.5)
    assert (result.decided, result.applicable, result.coverage) == (2, 2, 1.0)


def test_the_fair_ranking_of_a_kiosk_and_a_flagship():
    # RA7: weight 64, lost 9: 85.9; weight 190, lost 27: 85.8
    def hall(majors, minors, lost_majors, lost_minors):
        entries = []
        for n in range(majors):
            entries.append(judged(rule(f"M{n}"), "failed" if n < lost_majors else "passed"))
        for n in range(minors):
            entries.append(
                judged(rule(f"m{n}", "minor"), "failed" if n < lost_minors else "passed")
            )
        return score(invented(*entries))

    kiosk = hall(10, 7, 1, 2)
    flagship = hall(20, 45, 5, 1)
    assert (kiosk.weight, kiosk.lost) == (64, 9)
    assert (flagship.weight, flagship.lost) == (190, 27)
    assert (kiosk.uncapped, flagship.uncapped) == (85.9, 85.8)


def test_a_milder_finding_costs_only_its_own_weight():
    # major rule, one subject failed minor: s = 1 - 2/5
    assert score(invented(judged(rule("A"), "failed minor"))).uncapped == 60.0


def test_what_nobody_decided_lowers_coverage_and_not_the_score():
    audit = invented(
        judged(rule("A"), "passed", "needs-review*3"),
        judged(rule("B"), "uncertain"),
        judged(rule("C"), status=Status.WAITING),
        judged(rule("D"), status=Status.ON_SITE),
        judged(rule("E"), status=Status.NOT_APPLICABLE),
        judged(rule("F"), "passed"),
    )
    result = score(audit)
    # d: A 1 of 4 subjects, B, C, D none, F all; five rules of weight 5: (0.25 + 1) / 5
    assert result.coverage == pytest.approx(0.25)
    assert (result.decided, result.applicable) == (2, 5)
    assert result.value is None
    assert result.uncapped == 100.0


def test_one_line_about_several_subjects_counts_for_each():
    # one gap cuts off three counters, a fourth is reached: s = 1/4
    assert score(invented(judged(rule("A"), "failed*3", "passed"))).uncapped == 25.0


def test_half_the_weight_decided_is_enough_for_a_number():
    audit = invented(judged(rule("A"), "passed"), judged(rule("B"), "uncertain"))
    assert score(audit).value == 100.0


def test_info_may_and_unconfirmed_rules_never_count():
    audit = invented(
        judged(rule("A", "info", "info"), "failed"),
        judged(rule("B", "major", "may"), "failed"),
        judged(rule("C", confirmed=False), "uncertain"),
        judged(rule("D"), "passed"),
    )
    result = score(audit)
    assert (result.value, result.applicable) == (100.0, 1)


def test_an_open_critical_caps_at_59():
    entries = [judged(rule(f"P{n}"), "passed") for n in range(20)]
    audit = invented(*entries, judged(rule("L", "critical"), "failed", "passed"))
    result = score(audit)
    assert (result.value, result.cap) == (59.0, "critical")
    assert result.uncapped == 95.5  # (100 + 5) / 110


def test_a_major_rule_that_mostly_fails_caps_at_89():
    entries = [judged(rule(f"P{n}"), "passed") for n in range(30)]
    mostly = judged(rule("A"), "failed", "failed", "passed")
    assert score(invented(*entries, mostly)).value == 89.0
    half = judged(rule("A"), "failed", "passed")
    assert score(invented(*entries, half)).cap is None


def test_never_100_while_something_fails():
    entries = [judged(rule(f"P{n}", "critical"), "passed") for n in range(300)]
    failing = judged(rule("A", "minor"), "failed", *["passed"] * 40)
    assert score(invented(*entries, failing)).value == 99.9


def test_branch_power_leaves_out_what_others_decide():
    theirs = judged(rule("A", owner="landlord"), "failed")
    ours = judged(rule("B"), "passed")
    audit = invented(theirs, ours)
    assert score(audit).uncapped == 50.0
    assert score(audit, power=True).value == 100.0


def test_doors_are_structural_unless_somebody_owns_them():
    data = LAYOUT.model_dump(mode="json", exclude_defaults=True)
    door = judged(rule("A"), "failed", subject="D")
    door = judged_on(door, "D")
    assert score(invented(door, judged(rule("B"), "passed")), power=True).value == 100.0
    data["doors"][0]["owner"] = "branch"
    owned = Layout.from_data(data)
    audit = invented(door, judged(rule("B"), "passed"), layout=owned)
    assert score(audit, power=True).uncapped == 50.0


def judged_on(entry, subject):
    from dataclasses import replace

    findings = tuple(
        replace(f, verdict=replace(f.verdict, subject=subject)) for f in entry.findings
    )
    return replace(entry, findings=findings)


WAIVED = LAYOUT.model_copy(
    update={
        "waivers": Layout.from_data(
            {
                "id": "x",
                "branch": {"id": "b", "name": "b"},
                "levels": [{"id": "L", "outline": [[0, 0], [1, 0], [1, 1]]}],
                "waivers": [
                    {"rule": "A", "subject": "s0", "reason": "r", "by": "n", "until": "2026-03-01"},
                    {"rule": "B", "subject": "s0", "reason": "r", "by": "n", "until": "2026-02-28"},
                ],
            }
        ).waivers
    }
)


def test_a_waiver_lifts_a_finding_until_its_last_day():
    audit = invented(
        judged(rule("A"), "failed"),
        judged(rule("B"), "failed"),
        judged(rule("C"), "passed"),
        layout=WAIVED,
    )
    assert score(audit).uncapped == 33.3
    assert score(audit, power=True).uncapped == 50.0  # B's ran out the day before


@pytest.mark.parametrize(
    ("owner", "value"), [("landlord", 100.0), ("structural", 100.0), ("hq", 59.0), (None, 59.0)]
)
def test_a_law_finding_caps_branch_power_unless_landlord_or_building_decide(owner, value):
    law = judged(rule("A", "critical", pack="law", owner=owner), "failed")
    entries = [judged(rule(f"P{n}"), "passed") for n in range(40)]
    audit = invented(*entries, law, layout=WAIVED, law=("law",))
    assert score(audit, power=True).value == value  # the waiver on A lifts neither
    assert score(audit).value == 59.0


def test_each_pack_has_its_own_score():
    audit = invented(judged(rule("A"), "passed"), judged(rule("B", pack="q"), "failed"))
    assert score(audit, pack="p").value == 100.0
    assert score(audit, pack="q").uncapped == 0.0
    assert score(audit).uncapped == 50.0


def test_nothing_to_judge_is_no_score():
    result = score(invented(judged(rule("A"), status=Status.NOT_APPLICABLE)))
    assert (result.value, result.uncapped, result.coverage) == (None, None, 0.0)


POSTER = {"id": "p1", "kind": "poster_57x84", "level": "L1", "at": [1.0, 0.005], "height": 1.2}


@pytest.mark.parametrize(
    ("own", "message", "campaign", "zone", "power"),
    [
        (None, None, None, None, "branch"),
        ("hq", None, None, None, "hq"),
        (None, "hq", None, "landlord", "hq"),
        (None, None, "hq", "landlord", "hq"),
        (None, None, None, "landlord", "landlord"),
        ("branch", "hq", "hq", "landlord", "branch"),
        (None, "cleaner", "hq", "landlord", "branch"),
    ],
)
def test_power_follows_the_owner_own_before_campaign_before_zone(
    own, message, campaign, zone, power
):
    said = {"campaign": "c"} | ({"owner": message} if message else {})
    layout = Layout.from_data(
        {
            "id": "h",
            "branch": {"id": "b", "name": "b"},
            "levels": [{"id": "L1", "outline": [[0, 0], [4, 0], [4, 4], [0, 4]]}],
            "campaigns": [{"id": "c", "name": "c"} | ({"owner": campaign} if campaign else {})],
            "zones": [
                {"id": "big", "level": "L1", "use": "waiting", "owner": "structural",
                 "ring": [[0, 0], [4, 0], [4, 4], [0, 4]]},
                {"id": "z", "level": "L1", "use": "entrance",
                 "ring": [[0, 0], [2, 0], [2, 2], [0, 2]]} | ({"owner": zone} if zone else {}),
            ],
            "fixtures": [POSTER | {"message": said} | ({"owner": own} if own else {})],
        }
    )  # fmt: skip
    audit = invented(judged_on(judged(rule("A"), "failed"), "p1"), layout=layout)
    assert audit.power(audit.findings[0]) == power
