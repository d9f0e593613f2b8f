"""The board among the pages: saved at once, versions, two tabs, a killed server."""

import json

import pytest

from planner.app import versions, view
from planner.store import Store, changes
from tests.app.browser import Watch, chromium
from tests.app.server import free_port, serving
from tests.report.halls import ordinary

pytestmark = pytest.mark.browser

BOARD = "() => Boolean(globalThis.hallPlannerBoard?.scene.size > 5)"
SETTLED = "() => globalThis.hallPlannerBoard.outbox.pending === 0"


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


def _open(context, address, hall="riverside"):
    page = context.new_page()
    watch = Watch(address)
    watch.over(page)
    page.goto(f"{address}/board?hall=mine:{hall}")
    page.wait_for_function(BOARD, timeout=60_000)
    return page, watch


def _move(page, item, height):
    """Hang an item at another height, as the properties do."""
    page.evaluate(
        """([id, height]) => {
          const board = globalThis.hallPlannerBoard;
          const thing = board.scene.get(`fixtures/${id}`);
          board.commit({ put: [["fixtures", { ...thing, height }]] });
        }""",
        [item, height],
    )


def _height(folder, item, hall="riverside"):
    store = Store(folder / "data")
    try:
        return store.open(hall)[0].by_id[item].height
    finally:
        store.close()


def _seeded(folder):
    store = Store(folder / "data")
    store.create(ordinary())
    store.close()
    return folder


def test_each_acknowledged_edit_is_in_the_store_and_survives_a_killed_server(browser, tmp_path):
    folder, port = _seeded(tmp_path), free_port()
    context = browser.new_context(locale="zh-CN")
    with serving(folder, port=port) as (address, process):
        page, _ = _open(context, address)
        _move(page, "p1", 0.95)
        page.wait_for_function(SETTLED, timeout=20_000)
        assert _height(folder, "p1") == 0.95
        process.kill()
        process.wait(10)
        _move(page, "p2", 1.05)  # nobody listens
        assert _height(folder, "p2") == 1.0
    with serving(folder, port=port) as (address, _):
        page.goto(f"{address}/board?hall=mine:riverside")
        page.wait_for_function(BOARD, timeout=60_000)
        page.wait_for_function(SETTLED, timeout=20_000)
        assert _height(folder, "p1") == 0.95
        assert _height(folder, "p2") == 1.05  # offered again from the browser
    context.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = _seeded(tmp_path_factory.mktemp("board"))
    with serving(folder) as (address, _):
        yield address, folder


@pytest.mark.parametrize("keep", ["keep-mine", "take-theirs", "keep-both"])
def test_the_second_of_two_tabs_is_told_and_can_keep_either_or_both(browser, served, keep):
    address, folder = served
    store = Store(folder / "data")
    hall = store.create(ordinary(id=keep)).hall
    store.close()
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 720})
    first, _ = _open(context, address, hall)
    second, watch = _open(context, address, hall)
    _move(first, "p1", 0.93)
    first.wait_for_function(SETTLED, timeout=20_000)
    _move(second, "p1", 1.07)
    dialog = second.get_by_role("dialog")
    dialog.wait_for(timeout=20_000)
    words = {"keep-mine": 0, "take-theirs": 1, "keep-both": 2}
    dialog.locator("footer button").nth(words[keep]).click()
    second.wait_for_function(SETTLED, timeout=20_000)
    second.wait_for_timeout(1500)
    store = Store(folder / "data")
    heights = sorted(
        store.open(h.id)[0].by_id["p1"].height for h in store.halls() if h.id.startswith(keep)
    )
    held = {r.number for r in store.revisions(hall)}
    store.close()
    expected = {"keep-mine": [1.07], "take-theirs": [0.93], "keep-both": [0.93, 1.07]}[keep]
    assert heights == expected
    assert len(held) >= 2  # what was overwritten is still a version
    assert watch.errors == []
    context.close()


def test_a_version_is_named_compared_and_opened_as_a_copy(browser, served):
    address, folder = served
    store = Store(folder / "data")
    hall = store.create(ordinary(id="versions")).hall
    layout, _ = store.open(hall)
    first = layout.by_id["p1"]
    rest = tuple(f for f in layout.fixtures if f.id not in ("p1", "p2"))
    moved = layout.model_copy(
        update={"fixtures": (first.model_copy(update={"height": 1.0}), *rest)}
    )
    store.save(moved, seen=1)
    store.close()
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 720})
    page, watch = _open(context, address, hall)
    page.locator("[data-act=history]").click()
    page.wait_for_selector(".vchanges li", timeout=20_000)
    told = page.locator(".vchanges").inner_text()
    assert "86 cm → 100 cm" in told
    assert "Poster p2" in told
    assert page.locator(".vdiff figure svg").count() == 2
    name = page.locator("[data-key=name-1]")
    name.fill("As handed over")
    name.press("Enter")
    page.get_by_text("As handed over").first.wait_for(timeout=20_000)
    page.locator(".vlist li").last.get_by_role("button").last.click()
    page.wait_for_url("**versions-2*", timeout=20_000)
    store = Store(folder / "data")
    copy, _ = store.open("versions-2")
    assert store.revisions(hall)[-1].name == "As handed over"
    store.close()
    assert {c.group for c in changes(layout, copy)} == {"hall"}  # nothing but its name
    assert watch.errors == []
    context.close()


def test_a_fix_of_the_audit_is_made_on_the_board_and_can_be_undone(browser, served):
    address, folder = served
    store = Store(folder / "data")
    hall = store.create(ordinary(id="fixes")).hall
    store.close()
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(f"{address}/audit?hall=mine:{hall}")
    row = page.locator(".frow", has_text="Poster p1 hangs")
    row.first.click(timeout=60_000)
    page.locator(".fixbar button").click()
    page.wait_for_function(BOARD, timeout=60_000)
    page.wait_for_function(SETTLED, timeout=20_000)
    page.wait_for_timeout(500)
    mended = _height(folder, "p1", hall)
    assert 0.90 <= mended <= 1.10
    page.locator("[data-act=undo]").click()
    page.wait_for_function(SETTLED, timeout=20_000)
    page.wait_for_timeout(500)
    assert _height(folder, "p1", hall) == 0.86
    context.close()


def test_a_template_and_an_empty_sheet_become_halls_of_ones_own(browser, served):
    address, folder = served
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name=view.word("new-hall", "zh-CN")).click(timeout=60_000)
    page.get_by_label(view.word("hall-name", "zh-CN"), exact=True).fill("新街口营业厅")
    page.keyboard.press("Tab")
    page.locator(".st-key-new-medium button").click(timeout=20_000)
    page.wait_for_function(BOARD, timeout=60_000)
    store = Store(folder / "data")
    assert any(h.name == "新街口营业厅" for h in store.halls())
    store.close()
    page.goto(address)
    page.get_by_role("button", name=view.word("new-hall", "zh-CN")).click(timeout=60_000)
    page.locator(".st-key-new-empty button").click(timeout=20_000)
    page.wait_for_function("() => globalThis.hallPlannerBoard?.scene.size === 1", timeout=20_000)
    hall = page.evaluate("globalThis.hallPlannerBoard.outbox.hall")
    page.evaluate("globalThis.hallPlannerBoard.template('kiosk')")
    page.wait_for_function(SETTLED, timeout=20_000)
    page.wait_for_timeout(500)
    store = Store(folder / "data")
    assert len(store.open(hall)[0].walls) >= 4
    store.close()
    page.reload()  # the address still names an empty sheet, which has become a hall
    page.wait_for_function(BOARD, timeout=60_000)
    assert page.evaluate("globalThis.hallPlannerBoard.outbox.hall") == hall
    context.close()


def test_changes_are_told_in_words():
    old = ordinary()
    poster = old.by_id["p1"]
    new = old.model_copy(
        update={
            "fixtures": tuple(
                poster.model_copy(update={"height": 1.0}) if f.id == "p1" else f
                for f in old.fixtures
            )
        }
    )
    new = type(old).from_data(json.loads(new.to_json()))
    told = [versions.told(c, old, new, "en") for c in changes(old, new) if c.id == "p1"]
    assert told == [{"what": "Poster p1", "sort": "changed", "how": "Lower edge 86 cm → 100 cm"}]
