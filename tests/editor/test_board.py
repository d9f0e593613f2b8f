"""The board in a real browser."""

import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def _free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """Streamlit with the board's page; can be killed and started again on its port."""

    def __init__(self, halls, store=None):
        self.port = _free_port()
        self.env = {
            **os.environ,
            "BOARD_HALLS": str(halls),
            **({"BOARD_STORE": str(store)} if store else {}),
        }
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def start(self):
        options = {
            "server.port": self.port,
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
            "client.toolbarMode": "viewer",
            "runner.postScriptGC": "false",  # a collection after every answer would hold it back
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(HERE / "board_app.py"), *flags],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(150):
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 1),
            ):
                return
            time.sleep(0.2)
        raise RuntimeError("the server did not start")

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def halls(tmp_path_factory):
    folder = tmp_path_factory.mktemp("halls")
    base = json.loads((HERE / "halls" / "riverside.json").read_text(encoding="utf-8"))
    (folder / "riverside.json").write_text(json.dumps(base), encoding="utf-8")
    crowd = json.loads(json.dumps(base))
    for n in range(500 - len(base["fixtures"])):
        at = [0.6 + (n % 40) * 0.32, 0.6 + (n // 40) * 0.6]
        crowd["fixtures"].append({"id": f"N{n}", "kind": "stanchion", "level": "level1", "at": at})
    crowd["id"] = "crowd"
    (folder / "crowd.json").write_text(json.dumps(crowd), encoding="utf-8")
    evil = json.loads(json.dumps(base))
    bad = '<img src=x onerror="window.hacked=1"><svg onload="window.hacked=1">'
    evil["id"] = "evil"
    evil["name"] = bad
    evil["branch"]["name"] = bad
    evil["zones"][0]["name"] = bad
    evil["campaigns"][0]["name"] = "javascript:window.hacked=1" + bad
    for fixture in evil["fixtures"]:
        fixture["name"] = bad
    (folder / "evil.json").write_text(json.dumps(evil), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(halls):
    running = Server(halls)
    yield running
    running.kill()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as p:
        found = p.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield found
        found.close()


class Hand:
    """A page with the board; counts its clicks and keys."""

    def __init__(self, browser, url, **options):
        self.context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 720}, **options}
        )
        self.page = self.context.new_page()
        self.errors = []
        self.outside = []
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on(
            "request",
            lambda r: (
                self.outside.append(r.url)
                if r.url.startswith("http") and "127.0.0.1" not in r.url
                else None
            ),
        )
        self.count = 0
        self.page.goto(url)
        self.page.wait_for_selector("svg.plan", timeout=60_000)
        self.wait("board.outbox.epoch !== null && board.view.width > 100")

    def js(self, expression):
        return self.page.evaluate(
            f"(() => {{ const board = hallPlannerBoard; return {expression}; }})()"
        )

    def wait(self, expression, timeout=30_000):
        self.page.wait_for_function(
            f"(board => board && ({expression}))(globalThis.hallPlannerBoard)",
            timeout=timeout,
            polling=50,  # not a frame: a page behind another may get none
        )

    def settle(self):
        self.wait("board.outbox.pending === 0 && !board.judging")

    def at(self, x, y):
        r = self.js(
            f"((r, q) => [q[0] + r.left, q[1] + r.top])"
            f"(board.svg.getBoundingClientRect(), board.view.toScreen([{x}, {y}]))"
        )
        return tuple(r)

    def move(self, x, y):
        self.page.mouse.move(*self.at(x, y))
        self.page.wait_for_timeout(40)  # the board looks at the pointer once a frame

    def click(self, x, y):
        self.move(x, y)
        self.page.mouse.down()
        self.page.mouse.up()
        self.count += 1

    def keys(self, *names):
        for name in names:
            self.page.keyboard.press(name)
            self.count += 1

    def pick(self, kind):
        self.page.locator(f'.pitem[data-kind="{kind}"]').click()
        self.count += 1

    def drag(self, start, end):
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), steps=3)
        self.page.mouse.move(*self.at(*end), steps=3)
        self.page.mouse.up()

    def close(self):
        self.context.close()
        assert self.errors == []
        assert self.outside == []  # nothing is asked of the world outside


def draw_the_story(hand):
    """BM1: 14 x 9 m by typed lengths, a 1.80 m door, 4 counters, 8 seats, 12 items."""
    hand.click(1, 1)
    hand.move(5, 1)
    hand.keys("1", "4", "Enter")
    hand.move(15, 4)
    hand.keys("9", "Enter")
    hand.move(8, 10)
    hand.keys("1", "4", "Enter", "c")
    hand.wait("board.tool.name === 'door'")
    hand.click(7.05, 0)
    hand.pick("service_counter")
    for n in range(4):
        hand.click(4 + n * 1.6, 7.4)
    hand.pick("seat")
    for row in (4.6, 3.4):
        for n in range(4):
            hand.click(4 + n * 0.7, row)
    items = [
        ("poster_57x84", [(0.1, 2), (0.1, 4), (13.9, 2), (13.9, 4), (3, 0.1), (11, 0.1)]),
        ("rollup_80x200", [(4, 1.5), (10, 1.5)]),
        ("rack_floor", [(2, 5.5), (12, 5.5)]),
        ("self_service_terminal", [(0.3, 6)]),
        ("ticket_machine", [(9, 2.5)]),
    ]
    for kind, spots in items:
        hand.pick(kind)
        for spot in spots:
            hand.click(*spot)
    hand.keys("Escape")


def test_a_hall_of_126_square_metres_is_drawn_in_ninety_clicks_and_keys(server, browser):
    hand = Hand(browser, server.url)
    empty = hand.js("[...board.scene.keys()]")
    assert hand.js("board.verdicts") is None
    draw_the_story(hand)
    hand.settle()
    print(f"\nBM1: {hand.count} clicks and keys")
    assert hand.count <= 90
    assert hand.js("board.verdicts.area") == pytest.approx(126.0, abs=0.1)
    door = hand.js("board.scene.get('doors/d1')")
    assert (door["at"], door["width"], door["use"]) == (7, 1.8, "entrance")  # x 6.10 to 7.90
    count = "[...board.scene.values()].filter(t => t.kind === {kind!r}).length"
    assert hand.js(count.format(kind="service_counter")) == 4
    assert hand.js(count.format(kind="seat")) == 8
    assert hand.js("[...board.scene.keys()].filter(k => k.startsWith('fixtures/')).length") == 24
    assert hand.js("board.verdicts.findings.length") > 5
    drawn = hand.js("JSON.stringify([...board.scene])")
    said = hand.js("JSON.stringify(board.verdicts.findings)")
    steps = hand.js("board.history.steps")

    hand.page.locator("svg.plan").focus()
    for _ in range(steps):
        hand.page.keyboard.press("Control+z")
    hand.wait("!board.history.canUndo")
    hand.settle()
    hand.wait("board.verdicts === null")
    assert hand.js("[...board.scene.keys()]") == empty
    for _ in range(steps):
        hand.page.keyboard.press("Control+y")
    hand.settle()
    hand.wait(f"JSON.stringify(board.verdicts?.findings) === {json.dumps(said)}")
    assert sorted(json.loads(hand.js("JSON.stringify([...board.scene])")), key=str) == sorted(
        json.loads(drawn), key=str
    )
    hand.close()


def _drag_often(hand, count):
    hand.wait("board.verdicts !== null")
    hand.js("(board.timings.length = 0)")
    for n in range(count):
        x = (7.6 if n % 2 == 0 else 7.0) + 0.05 * (n % 7)  # never where it was before
        hand.drag(hand.js("board.scene.get('fixtures/A99').at"), (x, 4.6 - 0.05 * (n % 9)))
        hand.wait(f"board.timings.length > {n}", timeout=20_000)
    times = hand.js("board.timings.map(t => t.ms)")
    judged = hand.js("board.timings.map(t => t.judged)")
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"\n{count} drags: median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, "
        f"of which judging {statistics.median(judged):.0f} ms"
    )
    return times, judged


def new_seat(name, y):
    seat = {"id": name, "kind": "seat", "level": "level1", "at": [7, y], "facing_deg": 270}
    return f"board.commit({{put: [['fixtures', {json.dumps(seat)}]]}}, [])"


def _with_seat(hand):
    hand.js(new_seat("A99", 4.6))
    hand.settle()


def _busy():
    """Whether other processes want the machine so much that times say nothing of the board."""
    return os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)


@pytest.mark.slow
@pytest.mark.parametrize("predicted", [False, True], ids=["by kind", "light predicted"])
def test_a_verdict_is_drawn_200_ms_after_a_drag(server, browser, predicted):
    hand = Hand(browser, server.url + "?hall=riverside")
    _with_seat(hand)
    if predicted:
        _with_flux(hand)
        hand.wait("!board.early", timeout=90_000)
    assert hand.js("[...board.scene.values()].filter(t => t.kind).length") >= 40
    rounds = []
    for _ in range(3):  # another process may take the machine for a while
        times, _ = _drag_often(hand, 50)
        rounds.append(statistics.quantiles(times, n=20)[-1])
        if rounds[-1] <= 200:
            break
    hand.close()
    if min(rounds) > 200 and _busy():
        pytest.skip(f"p95 {min(rounds):.0f} ms on a machine with a load of {os.getloadavg()[0]}")
    assert min(rounds) <= 200


@pytest.mark.slow
def test_a_pointer_move_among_500_items_is_light_work(server, browser):
    hand = Hand(browser, server.url + "?hall=crowd")
    _with_seat(hand)
    hand.page.mouse.move(*hand.at(7, 4.6))
    hand.page.mouse.down()
    hand.page.mouse.move(*hand.at(7.3, 4.6), steps=3)
    hand.page.wait_for_timeout(100)
    assert hand.js("board.tool.state") == "moving"
    work = []
    for n in range(60):
        hand.page.mouse.move(*hand.at(7 + n * 0.02, 4.6 + n * 0.01))
        hand.page.wait_for_timeout(30)
        work.append(hand.js("board.painted"))
    hand.page.mouse.up()
    p95 = statistics.quantiles(work, n=20)[-1]
    print(f"\n500 items: median {statistics.median(work):.1f} ms, p95 {p95:.1f} ms a pointer move")
    hand.close()
    if p95 > 8 and _busy():
        pytest.skip(f"p95 {p95:.1f} ms on a machine with a load of {os.getloadavg()[0]}")
    assert p95 <= 8


def test_no_name_in_a_file_can_run_or_become_markup(server, browser):
    hand = Hand(browser, server.url + "?hall=evil&lang=en")
    hand.wait("board.verdicts !== null")
    hand.page.locator(".hall").click()
    hand.js("board.select(['fixtures/R1'])")
    hand.js("board.goFinding(board.verdicts.findings[0].number)")
    hand.js("board.goView('walls')")
    hand.page.wait_for_timeout(400)
    assert hand.page.evaluate("window.hacked") is None
    found = hand.js(
        "[board.root.querySelectorAll('img, script, iframe, a[href]').length,"
        " board.root.querySelector('.hall-name').textContent.startsWith('<img')]"
    )
    assert found == [0, True]
    hand.close()


def test_an_edit_survives_a_killed_server_and_the_rest_is_offered_again(halls, browser, tmp_path):
    running = Server(halls, tmp_path)
    hand = Hand(browser, running.url + "?hall=riverside")
    hand.wait("board.verdicts !== null")
    hand.js(new_seat("A91", 4.2))
    hand.settle()
    running.kill()
    hand.js(new_seat("A92", 4.8))
    assert hand.js("board.outbox.pending") == 1
    running.start()
    try:
        hand.page.reload()
        hand.page.wait_for_selector("svg.plan", timeout=60_000)
        hand.wait("board.outbox.epoch !== null && board.verdicts !== null")
        hand.settle()
        assert hand.js("['A91', 'A92'].map(id => board.scene.has('fixtures/' + id))") == [
            True,
            True,
        ]
        kept = json.loads((tmp_path / "riverside.json").read_text(encoding="utf-8"))
        assert {"A91", "A92"} <= {f["id"] for f in kept["document"]["fixtures"]}
        hand.close()
    finally:
        running.kill()


WALK = """
(() => {
  let seed = SEED;
  const random = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648);
  const keys = () => [...board.scene.keys()].filter((k) => /^(fixtures|zones|luminaires)/.test(k));
  let done = 0;
  for (let n = 0; n < COUNT; n++) {
    const r = random(), all = keys(), key = all[Math.floor(random() * all.length)];
    const before = board.outbox.seq;
    if (r < 0.2) board.undo();
    else if (r < 0.28) board.redo();
    else if (all.length) {
      board.select([key]);
      const most = all.length > 90 ? 0.7 : 0.4; // a crowded hall is thinned
      board.command(r < most ? "delete" : r < 0.6 ? "copy" : r < 0.8 ? "turn" : "mirror");
    }
    done += board.outbox.seq - before;
  }
  return done;
})()
"""


@pytest.mark.slow
def test_a_random_walk_of_2000_operations_keeps_browser_and_server_in_one_state(server, browser):
    hand = Hand(browser, server.url + "?hall=riverside")
    hand.wait("board.verdicts !== null")
    scene = "Object.fromEntries([...board.scene].sort())"
    total, rounds = 0, 0
    while total < 2000:
        rounds += 1
        walk = WALK.replace("SEED", str(rounds)).replace("COUNT", "130").strip()
        total += hand.js(walk)
        for _ in range(200):  # a copy may have landed outside: refused until it is taken back
            hand.wait("board.outbox.pending === 0 || board.refusedBy")
            if not hand.js("board.refusedBy"):
                break
            assert hand.js("board.trouble().kind") == "bad"
            hand.js("board.undo()")
            hand.page.wait_for_timeout(250)
        hand.settle()
        if rounds % 5:
            continue
        before, undo, lang = (
            hand.js(scene),
            hand.js("board.history.steps"),
            hand.js("board.words.lang"),
        )
        other = "en" if lang == "zh-CN" else "zh-CN"
        hand.page.get_by_role("button", name=other, exact=True).click()
        hand.wait(f"board.words.lang === '{other}'")
        hand.settle()
        assert hand.js(scene) == before
        assert hand.js("board.history.steps") == undo  # what can be undone stays
        hand.js("(board.outbox.epoch = null, board.send())")  # ask the server for its document
        hand.wait("board.outbox.epoch !== null")
        assert hand.js(scene) == before
    print(f"\n{total} operations in {rounds} rounds")
    hand.close()


def test_the_second_of_two_tabs_is_told_and_loses_nothing(halls, browser, tmp_path):
    running = Server(halls, tmp_path)
    try:
        url = running.url + "?hall=riverside&lang=en"
        one, two = Hand(browser, url), Hand(browser, url)
        for hand in (one, two):
            hand.wait("board.verdicts !== null")
        one.js(new_seat("A91", 4.4))
        one.settle()
        two.js(new_seat("A92", 4.4))
        two.page.wait_for_selector('[role="dialog"]')
        text = two.page.locator('[role="dialog"]').inner_text()
        assert "A91" in text
        assert "A92" in text
        two.page.get_by_role("button", name="Keep mine").click()
        two.settle()
        kept = json.loads((tmp_path / "riverside.json").read_text(encoding="utf-8"))
        assert "A92" in {f["id"] for f in kept["document"]["fixtures"]}
        one.close()
        two.close()
    finally:
        running.kill()


def test_everything_can_be_reached_and_moved_by_keys(server, browser):
    hand = Hand(browser, server.url + "?hall=riverside&lang=en")
    hand.wait("board.verdicts !== null")
    hand.page.locator("svg.plan").focus()
    thing = "board.scene.get([...board.selection][0])"
    hand.keys("Tab")
    first = hand.js("[...board.selection][0]")
    assert first.startswith("doors/")
    for _ in range(30):
        hand.keys("Tab")
        if hand.js(f"{thing}?.kind && board.kinds[{thing}.kind].mount") == "floor":
            break
    before = hand.js(f"{thing}.at[0]")
    hand.keys("ArrowRight", "Shift+ArrowRight")
    after = hand.js(f"{thing}.at[0]")
    assert after - before == pytest.approx(0.11)
    assert hand.js("board.live.textContent").startswith(
        hand.js("board.nameOf([...board.selection][0])")
    )
    hand.keys("?")
    assert hand.page.get_by_role("dialog", name="Keys").is_visible()
    hand.keys("Escape")
    hand.keys("]")
    assert hand.js("board.opened") == 1
    hand.close()


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_is_said_and_named_in_both_languages_and_themes(server, browser, lang, scheme):
    hand = Hand(browser, f"{server.url}?hall=riverside&lang={lang}", color_scheme=scheme)
    hand.wait("board.verdicts !== null")
    hand.js("board.select(['fixtures/P2'])")
    assert hand.js("board.frame.dataset.theme") == scheme
    assert hand.page.evaluate("document.documentElement.lang") == lang
    raw = hand.js(
        r"[...board.root.querySelectorAll('button, label, option, text, span, small, b')]"
        r".filter(n => !n.children.length).map(n => n.textContent)"
        r".filter(t => /^[a-z]+(\.[a-z0-9-]+)+$/.test(t))"
    )
    assert raw == []
    nameless = hand.js(
        "[...board.root.querySelectorAll('button, input, select, [role=application]')]"
        ".filter(n => n.offsetParent !== null && !n.textContent.trim()"
        " && !n.ariaLabel && !n.closest('label')"
        " && !board.root.querySelector(`label[for='${n.id}']`)).map(n => n.outerHTML.slice(0, 120))"
    )
    assert nameless == []
    hand.close()


def test_two_fingers_move_the_paper_and_one_moves_an_item(server, browser):
    hand = Hand(
        browser,
        server.url + "?hall=riverside&touch=1",
        has_touch=True,
        viewport={"width": 1024, "height": 768},
    )
    hand.wait("board.verdicts !== null")
    before = hand.js("board.view.k")
    client = hand.context.new_cdp_session(hand.page)
    x, y = hand.at(7, 4.5)

    def touch(kind, *points):
        client.send(
            "Input.dispatchTouchEvent",
            {
                "type": kind,
                "touchPoints": [{"x": a, "y": b, "id": i} for i, (a, b) in enumerate(points)],
            },
        )

    touch("touchStart", (x - 40, y), (x + 40, y))
    touch("touchMove", (x - 90, y), (x + 90, y))
    touch("touchEnd")
    assert hand.js("board.view.k") > before * 1.5
    assert hand.js("board.history.steps") == 0
    seat = hand.js("board.scene.get('fixtures/G1').at")
    x, y = hand.at(*seat)
    touch("touchStart", (x, y))
    for n in range(1, 5):
        touch("touchMove", (x + n * 15, y))
        hand.page.wait_for_timeout(30)
    touch("touchEnd")
    assert hand.js("board.scene.get('fixtures/G1').at")[0] > seat[0] + 0.2
    hand.close()


def test_an_input_method_reaches_no_tool(server, browser):
    hand = Hand(browser, server.url)
    hand.click(1, 1)
    hand.move(5, 1)
    client = hand.context.new_cdp_session(hand.page)
    client.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "Digit1", "windowsVirtualKeyCode": 229},
    )
    client.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "KeyC", "windowsVirtualKeyCode": 229},
    )
    assert hand.js("board.tool.typed.length") == ""
    assert hand.js("board.tool.points.length") == 1
    hand.close()


def test_a_page_of_a_pdf_is_traced_to_its_true_size(server, browser, tmp_path):
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(842, 595)
    document.save(tmp_path / "plan.pdf")
    hand = Hand(browser, server.url)
    hand.keys("t")
    hand.page.locator(".toolsec input[type=file]").set_input_files(tmp_path / "plan.pdf")
    hand.wait("board.trace.picture !== null")
    assert hand.js("board.trace.picture.ratio") == pytest.approx(842 / 595, rel=1e-3)
    hand.page.wait_for_timeout(200)
    hand.click(2, 2)
    hand.click(6, 2)
    hand.wait("board.trace.points.length === 2")
    field = hand.page.get_by_label("实际距离")
    field.fill("8")
    field.press("Enter")
    hand.wait("board.tool.name === 'wall'")
    assert hand.js("board.trace.picture.width") == pytest.approx(28, abs=0.3)  # 4 m drawn are 8
    hand.close()


def test_what_another_page_asks_for_is_selected_and_made_once(server, browser):
    hand = Hand(browser, server.url + "?hall=riverside&start=P2")
    hand.settle()
    assert hand.js("[...board.selection]") == ["fixtures/P2"]
    assert hand.js("board.scene.get('fixtures/P2').height") == 0.95
    hand.page.locator("svg.plan").focus()
    hand.page.keyboard.press("Control+z")
    hand.settle()
    assert hand.js("board.scene.get('fixtures/P2').height") == 0.86
    hand.close()


def test_a_hall_is_drawn_and_furnished_without_a_mouse(server, browser):
    hand = Hand(browser, server.url)
    hand.page.locator("svg.plan").focus()
    hand.keys("w", "Enter")
    for arrow, length in (("ArrowRight", "8"), ("ArrowUp", "6"), ("ArrowLeft", "8")):
        hand.keys(arrow, length, "Enter")
    hand.keys("c", "Enter")  # closed; the door tool follows and takes the first wall's middle
    hand.settle()
    assert hand.js("board.verdicts.area") == 48
    assert hand.js("board.scene.get('doors/d1').at") == 4
    hand.keys("i")
    hand.page.keyboard.type("ylb")
    hand.keys("Enter", "Enter", "Escape", "Shift+ArrowRight")
    hand.settle()
    assert hand.js("board.scene.get('fixtures/R1').at") == [4.1, 3]
    hand.keys("z", "Enter")
    hand.settle()
    assert hand.js("board.scene.get('zones/z1').ring.length") == 4
    hand.close()


def test_a_second_level_and_the_stair_to_it_make_a_valid_hall(server, browser):
    hand = Hand(browser, server.url + "?lang=en")
    hand.page.locator("[data-template=medium]").click()
    hand.settle()
    hand.page.get_by_role("button", name="Add a level").click()
    hand.settle()
    assert hand.js("board.level") == "level2"
    hand.page.get_by_role("button", name="Level 1").click()
    hand.keys("s")
    hand.click(3, 2)
    hand.click(6, 2)
    hand.settle()
    stair = hand.js("board.scene.get('stairs/st1')")
    assert stair["to_level"] == "level2"
    assert stair["flights"][0]["steps"] * stair["flights"][0]["riser"] == pytest.approx(3.3)
    assert hand.js("board.refusedBy") is None
    hand.close()


def test_the_light_of_the_hall_is_drawn_and_follows_a_dragged_lamp(server, browser):
    hand = Hand(browser, server.url + "?hall=riverside&lang=en")
    hand.wait("board.verdicts !== null")
    hand.page.locator('.seg.over [data-value="light"]').click()
    shown = "board.light.data && !board.light.busy && board.render.light.querySelector('image')"
    hand.wait(shown, timeout=90_000)  # the first light compiles its kernels
    image = "board.render.light.querySelector('image').getAttribute('href')"
    before, revision = hand.js(image), hand.js("board.light.revision")
    assert hand.page.locator(".luxrow").count() == len(hand.js("board.light.data.ratios"))
    assert hand.page.locator(".luxpill.ratio").count() > 0
    asked = hand.js("board.light.asked")
    hand.page.wait_for_timeout(1500)
    assert hand.js("board.light.asked") == asked  # nothing is asked while nothing is computed

    lamp = hand.js("board.scene.get('luminaires/LA1').at")
    hand.drag(lamp, (lamp[0] + 1.2, lamp[1] - 0.8))
    assert hand.js("board.frame.classList.contains('lit-stale')") or hand.js(image) != before
    hand.wait(f"board.light.revision !== {json.dumps(revision)} && {shown}", timeout=60_000)
    hand.settle()
    hand.wait("!board.frame.classList.contains('lit-stale')")
    assert hand.js(image) != before
    assert hand.js("board.light.revision") == hand.js("`${board.outbox.epoch}/${board.outbox.seq}`")

    mean = hand.js("board.light.data.mean")
    hand.page.locator("svg.plan").focus()
    hand.keys("o")
    hand.wait(f"!board.light.busy && board.light.data.mean < {mean}", timeout=60_000)
    assert hand.js("board.scene.get('luminaires/LA1').state") == "off"
    assert hand.page.locator(".repairs [data-lamp=LA1]").count() == 1
    hand.keys("Shift+L")
    hand.wait("!board.frame.classList.contains('lit')")
    assert hand.js("board.render.light.childElementCount") == 0
    assert hand.page.locator(".findings").is_visible()
    hand.close()


def _with_flux(hand):
    """States what every lamp gives: ratios nobody measured are predicted then."""
    hand.js(
        "board.commit({put: [...board.scene].filter(([k]) => k.startsWith('luminaires/'))"
        ".map(([, lamp]) => ['luminaires', {...lamp, flux_lm: 3600}])}, [])"
    )
    hand.settle()


def test_predicted_ratios_come_and_follow_a_drag_by_themselves(server, browser):
    hand = Hand(browser, server.url + "?hall=riverside&lang=en")
    hand.wait("board.verdicts !== null")
    showcase = "board.verdicts.findings.find(f => f.rule === 'P45-14')"
    assert hand.js(f"{showcase}.code") in ("predicted-by-kind", "not-measured")
    _with_flux(hand)
    predicted = f"!board.early && {showcase}?.code === 'predicted-too-dark'"  # no spot on it
    hand.wait(predicted, timeout=90_000)  # the first light compiles its kernels
    before, at = hand.js(f"{showcase}.text"), hand.js("board.scene.get('fixtures/Q1').at")
    hand.drag(at, (at[0], at[1] + 0.6))
    hand.settle()
    hand.wait(f"{predicted} && {showcase}.text !== {json.dumps(before)}", timeout=20_000)
    asked = hand.js("board.judgements")
    hand.page.wait_for_timeout(1000)
    assert hand.js("board.judgements") == asked  # nothing is asked while nothing is computed
    hand.close()


def test_a_spot_is_aimed_by_its_handle(server, browser):
    hand = Hand(browser, server.url + "?hall=riverside&lang=en")
    spot = {
        "id": "LA90",
        "kind": "luminaire_spot",
        "level": "level1",
        "at": [7, 5],
        "height": 2.9,
        "state": "on",
    }
    put = f"board.commit({{put: [['luminaires', {json.dumps(spot)}]]}}, ['luminaires/LA90'])"
    hand.js(put)
    hand.settle()
    grip = hand.page.locator(".grip.aim .handle").bounding_box()
    hand.page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    hand.page.mouse.down()
    hand.page.mouse.move(*hand.at(4.5, 4.0), steps=4)
    hand.page.mouse.move(*hand.at(*hand.js("board.scene.get('fixtures/Q1').at")), steps=4)
    hand.page.mouse.up()
    hand.settle()
    aimed = hand.js("board.scene.get('luminaires/LA90')")
    assert (aimed["target"], aimed["at"]) == ("Q1", [7, 5])
    assert hand.js("board.refusedBy") is None
    hand.close()
