"""The light beside the board: of which revision it is, and that nobody waits for it."""

import json
import threading
import time
from pathlib import Path

import pytest

from planner.audit import audit
from planner.editor import Desk
from planner.editor.lighting import Bench, bands
from planner.editor.verdicts import to_board
from planner.light import HallLight, ratios
from planner.model import Layout
from planner.study import Study

HALL = Path(__file__).parent / "halls" / "riverside.json"


@pytest.fixture
def document():
    """A room of 6 x 4 m with a counter, a door and two lamps: quickly computed."""
    ring = [[0, 0], [6, 0], [6, 4], [0, 4]]
    lamp = {"kind": "luminaire_panel", "level": "level1", "height": 3.0, "state": "on"}
    return {
        "schema_version": 1,
        "id": "room",
        "branch": {"id": "room", "name": "room"},
        "levels": [{"id": "level1", "outline": ring, "ceiling": 3.0}],
        "walls": [
            {"id": f"w{n}", "level": "level1", "start": a, "end": b, "thickness": 0.2}
            for n, (a, b) in enumerate(zip(ring, [*ring[1:], ring[0]], strict=True), 1)
        ],
        "doors": [{"id": "d1", "wall": "w1", "at": 3, "width": 1.6, "use": "entrance"}],
        "fixtures": [{"id": "E1", "kind": "display_counter", "level": "level1", "at": [2, 3]}],
        "luminaires": [{"id": "LA1", "at": [2, 2], **lamp}, {"id": "LA2", "at": [4, 2], **lamp}],
    }


def outbox(desk, *ops, have=None, **more):
    first = desk.ack + 1
    numbered = [{"seq": first + n, **op} for n, op in enumerate(ops)]
    return {"epoch": desk.epoch, "ops": numbered, "light": {"have": have}, **more}


def lamp(desk, name, **changes):
    found = next(t for t in desk.document["luminaires"] if t["id"] == name)
    return {"put": [["luminaires", {**found, **changes}]]}


def asked(desk, *ops, **more):
    message = outbox(desk, *ops, **more)
    desk.take(message)
    return desk.reply(message, "en")


def test_verdicts_come_at_once_and_the_light_with_a_later_question(document):
    desk = Desk(document)
    first = asked(desk)
    assert first["verdicts"] is not None
    desk.bench.rest()
    light = asked(desk)["light"]
    assert (light["busy"], light["revision"]) == (False, desk.key)
    alone = HallLight(desk.layout)
    assert light["content"]["mean"] == round(alone.base())
    counter = next(r for r in light["content"]["ratios"] if r["id"] == "E1")
    same = next(r for r in ratios(desk.layout, alone) if r.id == "E1")
    assert counter["value"] == round(same.value, 4)
    assert counter["source"] == "predicted"


def test_light_that_nobody_shows_is_not_computed(document):
    desk = Desk(document)
    message = {"epoch": desk.epoch, "ops": [], "light": None}
    assert desk.reply(message, "en")["light"] is None
    assert desk.bench.result is None
    assert desk.reply({}, "en")["light"] is None


def test_what_the_browser_has_is_not_sent_again(document):
    desk = Desk(document)
    asked(desk)
    desk.bench.rest()
    name = asked(desk)["light"]["name"]
    again = asked(desk, have=name, seen=f"{desk.key}/en")
    assert again["light"]["content"] is None
    assert again["light"]["name"] == name
    assert (again["same"], again["verdicts"]) == (True, None)
    other = asked(desk, have=name, seen=f"{desk.key}/zh-CN")
    assert other["verdicts"] is not None


def test_after_an_edit_the_old_map_is_shown_as_old_until_the_new_one_is_there(document):
    desk = Desk(document)
    asked(desk)
    desk.bench.rest()
    before = asked(desk)["light"]
    gate = held(desk.bench)
    stale = asked(desk, lamp(desk, "LA1", state="off"))
    assert stale["verdicts"] is not None  # while the light is held back
    assert stale["light"]["busy"]
    assert stale["light"]["revision"] == before["revision"] != desk.key
    gate.set()
    desk.bench.rest()
    after = asked(desk)["light"]
    assert (after["busy"], after["revision"]) == (False, desk.key)
    assert after["content"]["mean"] < before["content"]["mean"]
    assert [r["lamp"] for r in after["content"]["repairs"]] == ["LA1"]


def held(bench):
    """Let the bench work only once the gate is opened; it also keeps what was computed."""
    gate, compute = threading.Event(), bench._lit
    bench.jobs = []

    def waits(revision, layout, limits):
        bench.jobs.append(revision)
        assert gate.wait(20)
        return compute(revision, layout, limits)

    bench._lit = waits
    return gate


def test_the_newest_edit_wins_and_those_between_are_never_computed(document):
    desk = Desk(document)
    gate = held(desk.bench)
    asked(desk)
    wait_until(lambda: desk.bench.jobs)
    for n in range(1, 7):
        asked(desk, lamp(desk, "LA1", at=[1 + n / 10, 2]))
    gate.set()
    desk.bench.rest()
    assert desk.bench.jobs == [f"{desk.epoch}/0", f"{desk.epoch}/6"]
    light = asked(desk)["light"]
    assert light["revision"] == f"{desk.epoch}/6"
    fresh = Bench()
    fresh.want("x", desk.layout, bands(desk.packs, {}))
    fresh.rest()
    assert light["content"]["maps"] == fresh.result.shown("en")["maps"]  # as if built anew


def wait_until(done, seconds=20):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_under_many_hands_a_result_is_always_of_the_revision_it_names(document):
    layouts = {}
    base = Layout.from_data(document)
    for n in range(8):
        lamps = [{**t, "dim": (n + 1) / 8} for t in document["luminaires"]]
        layouts[n] = Layout.from_data({**document, "luminaires": lamps})
    mean = HallLight(base).base()
    bench, seen = Bench(), []
    for n in range(8):
        bench.want(n, layouts[n], {})
        wait_until(lambda: bench.result is not None)
        seen.append(bench.result)
        time.sleep(0.01)
    bench.rest()
    seen.append(bench.result)
    assert bench.result.revision == 7
    for lit in seen:  # both lamps at n/8: light is linear in what they give, but for the street's
        assert lit.mean == pytest.approx(mean * (lit.revision + 1) / 8, abs=0.01 * mean)


def test_another_document_on_the_desk_shows_no_light_of_the_one_before(document):
    desk = Desk(document)
    asked(desk)
    desk.bench.rest()
    gate = held(desk.bench)
    desk.open(document)
    light = asked(desk)["light"]
    assert (light["busy"], light["name"], light["content"]) == (True, None, None)
    gate.set()
    desk.bench.rest()
    assert asked(desk)["light"]["revision"] == desk.key


def test_light_that_cannot_be_computed_is_said_and_the_next_edit_tries_again(document):
    desk = Desk(document)
    compute = desk.bench._lit

    def breaks(*_):
        raise ValueError("no light")

    desk.bench._lit = breaks
    asked(desk)
    desk.bench.rest()
    light = asked(desk)["light"]
    assert (light["busy"], light["content"]["failed"]) == (False, True)
    desk.bench._lit = compute
    asked(desk, lamp(desk, "LA1", state="off"))
    desk.bench.rest()
    assert not asked(desk)["light"]["content"]["failed"]


def test_ratios_carry_their_band_their_mark_and_where_they_come_from():
    document = json.loads(HALL.read_text(encoding="utf-8"))
    points = [[3 + n % 5, 2 + n // 5] for n in range(10)]
    document["lux_readings"] = [
        {"id": f"r{n}", "level": "level1", "lux": 300, "of": "hall", "at": at}
        for n, at in enumerate(points)
    ] + [
        {"id": f"s{n}", "level": "level1", "lux": 900, "of": "showcase", "subject": "Q1"}
        for n in range(4)
    ]
    desk = Desk(document)
    asked(desk)
    desk.bench.rest()
    found = {r["id"]: r for r in asked(desk)["light"]["content"]["ratios"]}
    assert found["Q1"]["source"] == "measured"
    assert found["Q1"]["shown"] == "3.00"  # 900 lx over 300 lx
    assert found["Q1"]["outcome"] == "passed"  # the band is 2 to 4
    assert found["win1"]["source"] == "predicted"
    assert found["win1"]["band"] == [2.0, 3.0]
    assert found["win1"]["outcome"] == "needs-review"  # no lamp states its flux
    assert found["win1"]["note"] == "lamps state no flux, not judged"


# --- ratios that nobody measured ---


def stated(document):
    """The room with lamps whose flux is known: its counter is judged by the model."""
    for one in document["luminaires"]:
        one["flux_lm"] = 3600.0
    return document


def ratio(reply, rule="P45-13"):
    return next((f for f in reply["verdicts"]["findings"] if f["rule"] == rule), None)


def questions(desk, message):
    """Asks as the browser does, until the verdicts stand."""
    said = desk.reply(message, "en")
    for n in range(400):
        if not said["pending"]:
            return said
        time.sleep(0.05)
        said = desk.reply({**message, "ops": [], "judge": n + 1}, "en")
    raise AssertionError("the light never came")


def test_verdicts_do_not_wait_for_predicted_ratios_and_get_them_soon(document):
    document["levels"][0]["ceiling"] = 3.3  # a hall nobody asked about
    desk = Desk(stated(document))
    first = asked(desk, judge=None)
    assert (first["pending"], first["judging"]) == (True, False)
    assert ratio(first)["code"] == "not-measured"
    assert len(first["verdicts"]["findings"]) > 1
    last = questions(desk, outbox(desk))
    assert ratio(last)["code"].startswith("predicted-")
    whole = to_board(audit(desk.layout), Study(desk.layout), "en")
    assert last["verdicts"]["findings"] == whole["findings"]
    assert last["verdicts"]["score"] == whole["score"]


def test_until_it_is_predicted_anew_a_ratio_stays_as_it_was(document):
    desk = Desk(stated(document))
    before = ratio(questions(desk, outbox(desk)))
    counter = next(f for f in desk.document["fixtures"] if f["id"] == "E1")
    moved = outbox(desk, {"put": [["fixtures", {**counter, "at": [5.2, 0.6]}]]})
    desk.take(moved)
    early = desk.reply(moved, "en")
    assert early["pending"]
    assert ratio(early)["text"] == before["text"]
    after = ratio(questions(desk, moved))
    assert after["text"] != before["text"]
    # back where it was nothing is computed, and nobody waits
    back = outbox(desk, {"put": [["fixtures", counter]]})
    desk.take(back)
    said = desk.reply(back, "en")
    assert not said["pending"]
    assert ratio(said)["text"] == before["text"]


def test_early_verdicts_the_browser_has_are_not_sent_again(document, monkeypatch):
    gate = threading.Event()
    monkeypatch.setattr("planner.editor.lighting.compute", lambda layout: gate.wait(20))
    document["levels"][0]["ceiling"] = 3.1  # a hall nobody asked about
    desk = Desk(stated(document))
    first = desk.reply(outbox(desk), "en")
    assert first["pending"]
    seen = f"{desk.key}/en/early"
    again = desk.reply({**outbox(desk), "seen": seen, "judge": 1}, "en")
    assert (again["pending"], again["same"], again["verdicts"]) == (True, True, None)
    assert again["judge"] == 1
    gate.set()
    desk.forecast.rest()
    final = desk.reply({**outbox(desk), "seen": seen, "judge": 2}, "en")
    assert (final["pending"], final["same"]) == (False, False)
    assert ratio(final)["code"].startswith("predicted-")
    seen = f"{desk.key}/en"
    assert desk.reply({**outbox(desk), "seen": seen}, "en")["same"]


def test_a_model_that_breaks_leaves_the_verdicts_it_has(document, monkeypatch):
    def broken(layout):
        raise RuntimeError("the model is broken")

    monkeypatch.setattr("planner.editor.lighting.compute", broken)
    document["levels"][0]["ceiling"] = 3.2
    desk = Desk(stated(document))
    desk.reply(outbox(desk), "en")
    desk.forecast.rest()
    said = desk.reply(outbox(desk, judge=1), "en")
    assert not said["pending"]
    assert ratio(said)["code"] == "not-measured"


def test_an_edited_text_waits_for_no_light(document):
    desk = Desk(stated(document))
    questions(desk, outbox(desk))
    counter = next(f for f in desk.document["fixtures"] if f["id"] == "E1")
    named = outbox(desk, {"put": [["fixtures", {**counter, "name": "phones"}]]})
    desk.take(named)
    said = desk.reply(named, "en")
    assert not said["pending"]
    assert "phones" in ratio(said)["text"]
