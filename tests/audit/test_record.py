"""The audit as JSON, and judging it again."""

import json

import pytest

from planner.audit import audit
from planner.audit.record import read, replay, to_json, to_record
from planner.errors import PlannerError
from tests.plans import plan

HALL = plan(
    """
    #########
    #p  p   #
    #       #
    ###DD####
    """,
    set={"p1": {"height": 0.86}, "p2": {"height": 1.0}},
)


def test_a_record_says_everything_once():
    record = to_record(audit(HALL, ["telecom_hall"]))
    ids = [entry["rule"] for entry in record["rules"]]
    assert ids == [rule["rule"] for pack in record["packs"] for rule in pack["rules"]]
    assert len(set(ids)) == len(ids)
    (low,) = [f for f in record["findings"] if (f["rule"], f["subject"]) == ("P46-06", "p1")]
    assert (low["outcome"], low["code"], low["severity"]) == ("failed", "too-low", "major")
    assert low["measured"] == {"value": 0.86, "unit": "m", "shown": "86 cm"}
    assert low["limit"]["value"] == 0.9
    assert low["sentence"]["en"]
    assert low["sentence"]["zh-CN"]
    assert low["fix"] == {"subject": "p1", "set": {"height": 0.92}}
    assert low["evidence"]["features"][0]["geometry"]["type"] == "Polygon"
    assert low["number"] is not None


def test_the_same_hall_gives_the_same_bytes():
    assert to_json(audit(HALL)) == to_json(audit(HALL))


def test_a_record_is_judged_again_with_the_same_result():
    text = to_json(audit(HALL, ["telecom_hall"], readings={"D1": "centre"}))
    again = replay(read(text))
    assert again.same
    assert again.record == json.loads(text)
    assert again.record["packs"][0]["readings"]["D1"] == "centre"


def test_a_changed_verdict_is_named():
    record = to_record(audit(HALL, ["telecom_hall"]))
    record["layout"]["fixtures"][0]["height"] = 1.0
    (change,) = [d for d in replay(record).differences if d.rule == "P46-06"]
    assert change.before == "failed too-low major"
    assert change.now == "passed ok major"


def test_a_changed_pack_is_named():
    record = to_record(audit(HALL, ["telecom_hall"]))
    record["packs"][0]["sha256"] = "0"
    assert "audit.pack-changed" in [p.code for p in replay(record).changed_inputs]


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"form": 99}', "[" * 90_000])
def test_what_is_no_record_gets_a_sentence(text):
    with pytest.raises(PlannerError) as caught:
        read(text)
    assert caught.value.problems
