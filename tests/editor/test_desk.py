"""Operations on the Python side: each once, in order, never an invalid layout."""

import copy
import json
import random

import pytest

from planner import i18n
from planner.catalog import kinds
from planner.editor import Desk, ElsewhereError
from planner.editor.desk import read
from planner.editor.kit import as_json, code, found_by, kit
from planner.editor.operations import apply, waiting
from planner.model import Layout
from tests.plans import plan

HALL = """
####################
#p       aa        #
#                  #
#    r             #
########DD##########
"""


def desk(**options):
    return Desk(plan(HALL, set={"p1": {"height": 0.86}}), **options)


def thing(d, name, **changes):
    found = next(f for f in d.document["fixtures"] if f["id"] == name)
    return {**copy.deepcopy(found), **changes}


def outbox(d, *ops, start=None, epoch=None):
    first = d.ack + 1 if start is None else start
    numbered = [{"seq": first + n, "put": [], "del": [], **op} for n, op in enumerate(ops)]
    return {"epoch": epoch or d.epoch, "ops": numbered}


def test_an_operation_is_acknowledged_and_judged():
    d = desk()
    before = [f for f in d.verdicts("en")["findings"] if f["rule"] == "P46-06"]
    assert [(f["outcome"], f["fix"]["set"]) for f in before] == [("failed", {"height": 0.92})]
    assert d.take(outbox(d, {"put": [["fixtures", thing(d, "p1", height=0.92)]]}))
    assert d.ack == 1
    after = [f for f in d.verdicts("en")["findings"] if f["rule"] == "P46-06"]
    assert after == []


def test_the_same_message_twice_changes_nothing():
    d = desk()
    message = outbox(d, {"del": [["fixtures", "r1"]]})
    assert d.take(message)
    state = copy.deepcopy(d.document)
    assert not d.take(message)
    assert d.document == state
    assert d.ack == 1


def test_operations_out_of_order_wait_for_the_gap():
    d = desk()
    ops = [{"put": [["fixtures", thing(d, "p1", height=h)]]} for h in (0.9, 0.95, 1.0)]
    message = outbox(d, *ops)
    late = {**message, "ops": [message["ops"][2], message["ops"][0]]}
    d.take(late)
    assert (d.ack, thing(d, "p1")["height"]) == (1, 0.9)
    d.take(message)
    assert (d.ack, thing(d, "p1")["height"]) == (3, 1.0)


def test_a_message_of_another_epoch_is_not_for_this_document():
    d = desk()
    assert not d.take(outbox(d, {"del": [["fixtures", "r1"]]}, epoch="old"))
    assert d.ack == 0
    assert d.reply({"epoch": "old", "ops": []}, "en")["document"] == d.document
    assert d.reply({"epoch": d.epoch, "ops": []}, "en")["document"] is None


def test_an_invalid_layout_is_never_acknowledged_and_a_later_step_heals_it():
    d = desk()
    bad = {"put": [["doors", {"id": "d9", "wall": "nowhere", "at": 1.0, "width": 1.0}]]}
    good = {"put": [["fixtures", thing(d, "p1", height=1.0)]]}
    message = outbox(d, good, bad)
    assert d.take(message)
    assert d.ack == 1  # the good one stands
    assert "nowhere" in d.reply(message, "en")["refused"][0]
    healed = outbox(d, bad, {"del": [["doors", "d9"]]}, start=2)
    assert d.take(healed)
    assert d.ack == 3
    assert d.reply(healed, "zh-CN")["refused"] == []


@pytest.mark.parametrize(
    "op",
    [
        {"put": [["nothing", {"id": "x"}]]},
        {"put": [["fixtures", {"kind": "seat"}]]},
        {"put": "fixtures"},
        {"del": [["fixtures"]]},
    ],
)
def test_an_operation_that_makes_no_sense_is_refused_with_a_sentence(op):
    d = desk()
    assert not d.take(outbox(d, op))
    assert d.ack == 0
    assert len(d.reply(None, "en")["refused"]) == 1


def test_a_blank_sheet_becomes_a_hall_and_a_blank_sheet_again():
    d = Desk.blank("new", "New")
    assert d.blank_sheet
    assert d.verdicts("en") is None
    ring = [[0, 0], [14, 0], [14, 9], [0, 9]]
    level = {"id": "level1", "outline": ring}
    walls = [
        {"id": f"w{n}", "level": "level1", "start": a, "end": b, "thickness": 0.24}
        for n, (a, b) in enumerate(zip(ring, ring[1:] + ring[:1], strict=True), 1)
    ]
    put = [["levels", level], *(["walls", w] for w in walls)]
    d.take(outbox(d, {"put": put}))
    assert d.verdicts("en")["area"] == 126.0
    gone = [["levels", "level1"], *(["walls", w["id"]] for w in walls)]
    d.take(outbox(d, {"del": gone}))
    assert d.blank_sheet
    assert d.ack == 2


def test_walls_without_a_level_are_refused():
    d = Desk.blank("new")
    wall = {"id": "w1", "level": "level1", "start": [0, 0], "end": [1, 0]}
    d.take(outbox(d, {"put": [["walls", wall]]}))
    assert d.ack == 0
    assert d.reply(None, "en")["refused"]


def test_what_is_acknowledged_was_saved_first():
    saved = []

    def save(layout, base):
        saved.append((base, layout))
        return len(saved)

    d = desk(save=save, revision=0)
    for height in (0.9, 0.95):
        d.take(outbox(d, {"put": [["fixtures", thing(d, "p1", height=height)]]}))
    assert [base for base, _ in saved] == [0, 1]
    assert saved[-1][1] == d.layout
    assert d.revision == 2


def test_a_disk_that_fails_acknowledges_nothing():
    def save(layout, base):
        raise OSError("no space left")

    d = desk(save=save)
    message = outbox(d, {"del": [["fixtures", "r1"]]})
    assert not d.take(message)
    assert d.ack == 0
    assert d.reply(message, "en")["unsaved"] == "no space left"


def test_the_second_saver_is_told_and_can_keep_either():
    store = {"revision": 0, "layout": None}

    def save(layout, base):
        if base != store["revision"]:
            raise ElsewhereError(store["layout"], store["revision"])
        store.update(revision=base + 1, layout=layout)
        return base + 1

    one, two = desk(save=save, revision=0), desk(save=save, revision=0)
    one.take(outbox(one, {"del": [["fixtures", "r1"]]}))
    message = outbox(two, {"put": [["fixtures", thing(two, "p1", height=1.0)]]})
    assert not two.take(message)
    theirs = two.reply(message, "en")["elsewhere"]
    assert "r1" not in {f["id"] for f in theirs["fixtures"]}
    two.settle("mine")
    assert two.take(message)
    assert store["revision"] == 2
    assert {f.id for f in store["layout"].fixtures} >= {"r1", "p1"}

    one.take(outbox(one, {"del": [["fixtures", "p1"]]}))
    one.settle("theirs")
    assert one.layout == store["layout"]
    assert one.reply(None, "en")["document"] is not None


def test_a_read_only_board_takes_nothing():
    d = desk(read_only=True)
    assert not d.take(outbox(d, {"del": [["fixtures", "r1"]]}))
    assert d.reply(None, "en")["read_only"]


def test_a_random_walk_keeps_both_sides_equal_and_every_state_valid():
    rng = random.Random(1)
    d = desk()
    mirror = copy.deepcopy(d.document)  # what a browser would hold
    undo = []
    for _ in range(60):
        names = [f["id"] for f in mirror["fixtures"]]
        choice = rng.random()
        if choice < 0.25 and undo:
            op = undo.pop()
        elif choice < 0.5 or not names:
            at = [round(rng.uniform(1, 8), 2), round(rng.uniform(0.6, 1.2), 2)]
            new = {"id": f"s{rng.randint(1, 30)}", "kind": "seat", "level": "L1", "at": at}
            old = [f for f in mirror["fixtures"] if f["id"] == new["id"]]
            undo.append(
                {"put": [["fixtures", old[0]]]} if old else {"del": [["fixtures", new["id"]]]}
            )
            op = {"put": [["fixtures", new]]}
        else:
            name = rng.choice(names)
            old = next(f for f in mirror["fixtures"] if f["id"] == name)
            undo.append({"put": [["fixtures", old]]})
            op = {"del": [["fixtures", name]]}
        op = json.loads(json.dumps(op))
        mirror = apply(mirror, op)
        message = outbox(d, op)
        d.take(message)
        d.take(message)
        assert read(d.document) is not None
        assert d.document == mirror
    assert d.ack == 60


def test_undone_verdicts_are_the_verdicts_before():
    d = desk()
    before = d.verdicts("zh-CN")["findings"]
    d.take(outbox(d, {"put": [["fixtures", thing(d, "p1", height=1.0)]]}))
    assert d.verdicts("zh-CN")["findings"] != before
    d.take(outbox(d, {"put": [["fixtures", thing(d, "p1", height=0.86)]]}))
    assert d.verdicts("zh-CN")["findings"] == before


def test_a_slow_judgement_waits_for_the_hand_and_never_for_the_acknowledgement(monkeypatch):
    monkeypatch.setattr("planner.editor.desk.PATIENCE_MS", -1.0)
    d = desk()
    d.verdicts("en")
    for height in (0.95, 1.0):
        message = outbox(d, {"put": [["fixtures", thing(d, "p1", height=height)]]})
        d.take(message)
        said = d.reply(message, "en")
    assert (said["ack"], said["judging"], said["verdicts"]) == (2, True, None)
    said = d.reply({**message, "judge": True}, "en")
    assert not said["judging"]
    assert said["verdicts"]["findings"]


def test_a_gap_in_the_numbers_stops_there():
    assert waiting([{"seq": 5}], 1) == []


def test_the_hall_itself_is_renamed():
    d = desk()
    hall = {k: v for k, v in d.document.items() if not isinstance(v, list)}
    d.take(outbox(d, {"put": [["hall", {**hall, "name": "新名"}]]}))
    assert d.layout is not None
    assert d.layout.name == "新名"
    assert Layout.from_data(d.document) == d.layout


def test_kinds_are_found_in_chinese_by_pinyin_by_initials_and_in_english():
    words = found_by(kinds()["rollup_80x200"])
    for typed in ("易拉宝", "yilabao", "ylb", "roll-up"):
        assert typed in words


def test_both_languages_say_the_same_keys():
    tables = i18n.locales()
    keys = {lang: {k for k in words if k.startswith("editor.")} for lang, words in tables.items()}
    assert keys["en"] == keys["zh-CN"]
    assert len(keys["en"]) > 200


def test_the_linked_modules_hold_every_tool_and_no_import():
    text = code()
    for name in ("class Wall", "class Select", "class Item", "class Zone", "class Outbox"):
        assert name in text
    assert "\nimport " not in text
    assert text.count("export ") == 1


def test_the_kit_names_its_content():
    assert kit("en")["hash"] != kit("zh-CN")["hash"]
    assert kit("en")["kinds"]["seat"] == as_json(kinds()["seat"], "en")


def test_every_sentence_the_board_says_exists():
    import re
    from importlib import resources

    from planner.editor.kit import words

    web = resources.files("planner.editor") / "web"
    said = words("zh-CN")
    folders = [web, web / "panels", web / "tools"]
    missing = []
    for folder in folders:
        for path in folder.iterdir():
            if not path.name.endswith(".js") or path.name.startswith("pages"):
                continue
            text = path.read_text("utf-8")
            found = re.findall(r'\bsay\("([\w.-]+)"', text)
            found += re.findall(r'"((?:hint|refuse|fix|key|sheet|eye)\.[\w.-]+)"', text)
            missing += [(path.name, key) for key in found if key not in said]
    assert missing == []
