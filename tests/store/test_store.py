"""Halls as immutable revisions."""

import multiprocessing
import os
import signal
import sqlite3
import time
from datetime import UTC, datetime, timedelta

import pytest

from planner.errors import StoreError
from planner.model import Layout
from planner.store import ConflictError, Store
from tests.audit.invented import LAYOUT


def changed(name: str) -> Layout:
    return LAYOUT.model_copy(update={"name": name})


@pytest.fixture
def store(tmp_path):
    times = iter(datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(999))
    kept = Store(tmp_path / "我的 halls", clock=lambda: next(times))
    yield kept
    kept.close()


def test_a_hall_is_kept_and_opened(store):
    first = store.create(LAYOUT)
    assert (first.hall, first.number, first.parent) == ("hall", 1, 0)
    assert store.open("hall") == (LAYOUT, first)


def test_saving_adds_a_revision_and_changes_none(store):
    store.create(LAYOUT)
    second = store.save(changed("two"), seen=1)
    assert [r.number for r in store.revisions("hall")] == [2, 1]
    assert store.open("hall")[0].name == "two"
    assert store.open("hall", 1)[0] == LAYOUT
    assert second.parent == 1


def test_saving_what_is_there_adds_nothing(store):
    store.create(LAYOUT)
    assert store.save(LAYOUT, seen=1).number == 1


def test_the_second_of_two_writers_is_told_and_nothing_is_lost(store):
    store.create(LAYOUT)
    store.save(changed("hers"), seen=1)
    with pytest.raises(ConflictError) as caught:
        store.save(changed("his"), seen=1)
    assert caught.value.head.number == 2
    assert store.open("hall")[0].name == "hers"
    assert store.create(changed("his")).hall == "hall-2"


def test_the_last_changed_hall_stands_first(store):
    store.create(LAYOUT)
    store.create(LAYOUT)
    store.save(changed("again"), seen=1)
    assert [hall.id for hall in store.halls()] == ["hall", "hall-2"]


def test_versions_have_names(store):
    store.create(LAYOUT)
    store.name_version("hall", 1, "开业前")
    assert store.open("hall")[1].name == "开业前"
    with pytest.raises(StoreError):
        store.name_version("hall", 9, "x")


def test_an_archived_hall_can_come_back(store):
    store.create(LAYOUT)
    store.archive("hall")
    assert store.halls() == ()
    store.archive("hall", archived=False)
    assert len(store.halls()) == 1


def test_tampering_is_found(store):
    store.create(LAYOUT)
    store.save(changed("two"), seen=1)
    assert store.verify("hall") is None
    with sqlite3.connect(store.folder / "halls.sqlite") as db:
        db.execute("UPDATE revisions SET sha256 = 'x' WHERE number = 1")
    assert store.verify("hall") == 1


def test_a_missing_hall_gets_a_sentence(store):
    for ask in (lambda: store.open("none"), lambda: store.save(changed("x"), seen=1)):
        with pytest.raises(StoreError) as caught:
            ask()
        assert caught.value.problems


def test_a_damaged_file_gets_a_sentence_and_is_left_alone(tmp_path):
    (tmp_path / "halls.sqlite").write_bytes(b"this is no database, it only looks like a file" * 99)
    with pytest.raises(StoreError) as caught:
        Store(tmp_path)
    assert "halls.sqlite" in str(caught.value)
    assert (tmp_path / "halls.sqlite").stat().st_size > 1000


def _race(folder, name, go):
    store = Store(folder)
    go.wait()
    try:
        store.save(changed(name), seen=1)
        os._exit(0)
    except ConflictError:
        os._exit(7)


def test_of_many_processes_one_wins(tmp_path):
    Store(tmp_path).create(LAYOUT)
    context = multiprocessing.get_context("spawn")
    go = context.Event()
    racers = [context.Process(target=_race, args=(tmp_path, f"n{n}", go)) for n in range(3)]
    for racer in racers:
        racer.start()
    go.set()
    for racer in racers:
        racer.join(60)
    assert sorted(racer.exitcode for racer in racers) == [0, 7, 7]


def _save_forever(folder, told):
    store = Store(folder)
    seen = 1
    while True:
        seen = store.save(changed(f"n{seen}"), seen=seen).number
        told.write(f"{seen}\n")
        told.flush()


def _saver(folder, path):
    with open(path, "w", encoding="utf-8") as told:
        _save_forever(folder, told)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_what_was_acknowledged_survives_a_kill(tmp_path):
    Store(tmp_path).create(LAYOUT)
    path = tmp_path / "told"
    context = multiprocessing.get_context("spawn")
    saver = context.Process(target=_saver, args=(tmp_path, path))
    saver.start()
    deadline = time.monotonic() + 60
    while not path.exists() or path.read_text(encoding="utf-8").count("\n") < 5:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(saver.pid, signal.SIGKILL)
    saver.join()
    acknowledged = int(path.read_text(encoding="utf-8").split()[-1])
    store = Store(tmp_path)
    assert store.open("hall")[1].number >= acknowledged
    assert store.verify("hall") is None
