"""Every page in a real browser: both languages, both themes, hostile names, broken files."""

import hashlib
import itertools
import json
import re

import pytest

from planner.app import view
from planner.audit import audit
from planner.audit.record import to_record
from planner.exchange import shipped
from planner.store import Store
from tests.app.browser import Watch, axe, chromium, violations
from tests.app.server import serving
from tests.light.files import ies
from tests.report.halls import ordinary

pytestmark = pytest.mark.browser

PAGES = ("halls", "board", "audit", "light", "report", "guidelines")
READY = {
    "halls": ".rows",
    "board": "svg.plan",
    "audit": ".list .frow",
    "light": ".lightpage, .audit",
    "report": ".sheet",
    "guidelines": ".list .frow",
}
LOCALES = {"zh-CN": "zh-CN", "en": "en-US"}
EVIL = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
EVIL_LINK = "[a](javascript:window.pwned=1) ![b](http://example.invalid/x.png)"


def _small(**changes):
    """The ordinary hall with few things in it: each kind of picture, and pages that open fast."""
    kept = {"p1", "p3", "c1", "c2", "r2", "l1", "e1"}
    hall = json.loads(ordinary(**changes).to_json())
    hall["fixtures"] = [fixture for fixture in hall["fixtures"] if fixture["id"] in kept]
    hall["zones"] = hall["zones"][:3]
    return hall


def _hostile():
    """A hall whose every name is an attack."""
    hall = _small(id="hostile", name=EVIL)
    hall["branch"]["name"] = EVIL_LINK
    hall["branch"]["region"] = EVIL
    hall["zones"][0]["name"] = EVIL
    hall["zones"][1]["name"] = EVIL_LINK
    hall["campaigns"] = [{"id": "k1", "name": EVIL}]
    for fixture in hall["fixtures"]:
        if fixture["id"] in ("p1", "p3"):
            fixture["name"] = EVIL
            fixture["message"] = {"campaign": "k1", "headline": EVIL_LINK}
    for waiver in hall["waivers"]:
        waiver["reason"], waiver["by"] = EVIL, EVIL_LINK
    return type(ordinary()).from_data(hall)


def _shipped():
    """What the halls that come with the program hold, by file."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(shipped.folder().rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("app")
    store = Store(folder / "data")
    store.create(_hostile())
    store.create(type(ordinary()).from_data(_small(id="small")))
    store.create(ordinary())
    store.close()
    with serving(folder) as (served, _):
        yield served


def test_an_example_is_copied_before_it_is_changed(browser, address):
    before = _shipped()
    page, watch = _open(browser, address, path="board?hall=example:kiosk")
    page.wait_for_function(
        "() => globalThis.hallPlannerBoard?.scene.size > 5 && globalThis.hallPlannerBoard.readOnly"
    )
    page.goto(f"{address}/audit?hall=example:kiosk")
    page.locator(".frow").first.click(timeout=60_000)
    page.locator(".fixbar button").click()
    page.wait_for_function(
        "() => globalThis.hallPlannerBoard && !globalThis.hallPlannerBoard.readOnly", timeout=60_000
    )
    page.wait_for_url("**mine*kiosk*")
    assert _shipped() == before
    assert watch.errors == []
    page.context.close()


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def axe_source(tmp_path_factory):
    return axe(tmp_path_factory.mktemp("axe"))


def _open(browser, address, *, lang="zh-CN", theme="light", path="", width=1280, height=720):
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=LOCALES[lang], color_scheme=theme
    )
    page = context.new_page()
    watch = Watch(address)
    watch.over(page)
    page.goto(f"{address}/{path}")
    return page, watch


def _turn(page, name, lang):
    """Go to a page as people do: by the navigation."""
    title = view.word(f"page.{name}", lang)
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_selector(READY[name], state="attached", timeout=60_000)
    page.wait_for_timeout(250)


@pytest.mark.parametrize(
    ("lang", "theme"), list(itertools.product(LOCALES, ("light", "dark"))), ids=lambda value: value
)
def test_every_page_opens_clean_and_for_everybody(browser, address, axe_source, lang, theme):
    page, watch = _open(browser, address, lang=lang, theme=theme, path="?hall=mine:small")
    page.wait_for_selector(READY["halls"], timeout=60_000)
    barred = []
    for name in (*PAGES[1:], PAGES[0]):
        _turn(page, name, lang)
        assert page.evaluate("document.documentElement.lang") == lang
        if axe_source:
            barred += [f"{name}: {text}" for text in violations(page, axe_source)]
    page.goto(f"{address}/light?hall=example:kiosk")  # a hall with lamps
    page.wait_for_selector(".lightpage", state="attached", timeout=60_000)
    for tab in ("ratios", "lamps", "files", "walk"):
        page.locator(f'[data-key="tab-{tab}"]').click()
        if axe_source:
            barred += [f"light, {tab}: {text}" for text in violations(page, axe_source)]
    assert watch.errors == []
    assert watch.outside == []
    assert barred == []
    page.context.close()


def test_axe_was_there(axe_source):
    if axe_source is None:
        pytest.skip("axe-core cannot be fetched here")
    assert "axe" in axe_source


def test_a_click_on_a_finding_zooms_to_it(browser, address):
    page, watch = _open(browser, address, path="audit?hall=mine:riverside")
    page.wait_for_selector(READY["audit"], timeout=60_000)
    boxes = set()
    for number in (0, 5, 11):
        row = page.locator(".list .frow").nth(number)
        row.click()
        assert row.get_attribute("aria-current") == "true"
        svg = page.locator(".pics .main svg").first
        boxes.add(svg.get_attribute("viewBox"))
        assert row.locator(".ft").inner_text() == page.locator(".right h1").inner_text()
    assert len(boxes) == 3
    assert watch.errors == []
    page.context.close()


def test_the_language_switch_keeps_page_and_hall(browser, address):
    page, watch = _open(browser, address, path="audit?hall=mine:riverside")
    page.wait_for_selector(READY["audit"], timeout=60_000)
    page.get_by_role("radio", name="EN").click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.wait_for_selector(READY["audit"])
    assert re.search(r"/audit\?.*hall=mine(:|%3A)riverside", page.url)
    assert page.locator("select.hallpick option:checked").inner_text() == "Riverside Road"
    assert watch.errors == []
    page.context.close()


def _upload(page, name, content, lang="zh-CN"):
    page.get_by_role("button", name=view.word("import-plan", lang)).click()
    page.wait_for_selector("input[type=file]", state="attached")
    page.set_input_files(
        "input[type=file]",
        {"name": name, "mimeType": "application/json", "buffer": content.encode()},
    )


def test_a_broken_file_shows_each_mistake_and_loses_nothing(browser, address):
    broken = json.loads(ordinary().to_json())
    broken["fixtures"][0]["height"] = "high"
    broken["walls"][1]["colour"] = EVIL
    del broken["branch"]
    page, watch = _open(browser, address)
    page.wait_for_selector(READY["halls"], timeout=60_000)
    _upload(page, "broken.json", json.dumps(broken))
    alert = page.get_by_role("alert").first
    alert.wait_for(timeout=20_000)
    text = alert.inner_text()
    assert "fixtures[0].height" in text
    assert "walls[1].colour" in text
    assert "branch" in text
    page.keyboard.press("Escape")
    page.wait_for_selector(".hero")
    assert page.locator("[data-key='mine:hostile'], .hero").count() >= 1
    assert page.evaluate("window.pwned") is None
    assert watch.outside == []
    page.context.close()


def test_an_audit_file_is_shown_as_it_was_beside_a_fresh_judgement(browser, address):
    record = to_record(audit(shipped.hall("as_found"), readings={"D1": "centre"}))
    changed = [f for f in record["findings"] if f["outcome"] == "failed"][:3]
    for finding in changed:
        finding["outcome"] = "passed"
    record["packs"][0] |= {"sha256": "0" * 64, "version": "1999.1"}
    page, watch = _open(browser, address)
    page.wait_for_selector(READY["halls"], timeout=60_000)
    _upload(page, "audit.json", json.dumps(record))
    page.get_by_role("button", name=view.word("look-at-it", "zh-CN")).click(timeout=30_000)
    past = page.locator(".past")
    past.wait_for(timeout=60_000)
    text = past.inner_text()
    assert view.word("record-differs", "zh-CN", n=3) in text
    assert "1999.1" in text
    assert "2026" in text
    for finding in changed:
        assert finding["rule"] in text
    past.get_by_role("button").first.click()
    assert page.locator(".frow.on .was").count() == 1
    assert page.locator(".fixbar button").count() == 0  # nothing can be changed here
    assert watch.errors == []
    page.context.close()


def test_names_run_nothing_on_any_page(browser, address):
    page, watch = _open(browser, address, path="?hall=mine:hostile")
    page.wait_for_selector(READY["halls"], timeout=60_000)
    for name in (*PAGES[1:], PAGES[0]):
        _turn(page, name, "zh-CN")
        if name == "audit":
            for fold in page.locator(".foldrow").all():
                fold.click()
    assert EVIL in page.locator(".hero h2").inner_text()
    page.get_by_role("button", name=view.word("archive", "zh-CN")).first.click()
    page.get_by_role("dialog").wait_for()
    assert page.evaluate("window.pwned") is None
    assert page.locator("a[href^='javascript'], img[src*='example.invalid']").count() == 0
    assert watch.errors == []
    assert watch.outside == []
    page.context.close()


def test_other_readings_change_the_score_of_every_page(browser, address):
    page, watch = _open(browser, address, path="audit?hall=example:as_found")
    page.wait_for_selector(READY["audit"], timeout=60_000)
    before = page.locator(".covk").first.inner_text()
    page.locator("[data-key=rules]").click()
    page.locator("[data-key=reading-D1]").select_option("centre")
    page.wait_for_selector(".dot", timeout=30_000)
    page.wait_for_timeout(500)
    assert page.locator(".covk").first.inner_text() != before
    _turn(page, "guidelines", "zh-CN")
    page.locator("[data-key=rules]").click()
    assert page.locator("[data-key=reading-D1]").input_value() == "centre"
    assert watch.errors == []
    page.context.close()


def test_a_document_that_is_added_shows_its_passage(browser, address):
    page, watch = _open(browser, address, path="guidelines")
    page.wait_for_selector(READY["guidelines"], timeout=60_000)
    rule = page.locator("[data-key='rule-P46-06']")
    rule.click()
    assert page.locator(".passage").count() == 0
    page.locator("[data-key=add-document]").click()
    page.wait_for_selector("input[type=file]", state="attached")
    invented = f"=== page 46\n{'甲' * 9}90-110厘米{'乙' * 9}"  # no word of anybody's document
    file = {"name": "deck.txt", "mimeType": "text/plain", "buffer": invented.encode()}
    page.set_input_files("input[type=file]", file)
    page.locator(".st-key-document-add button").click(timeout=20_000)
    page.locator(".docs", has_text="1").get_by_text("：1").wait_for(timeout=20_000)
    rule.click()
    assert "甲90-110厘米乙" in page.locator(".passage").inner_text()
    assert watch.errors == []
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 600), (1366, 768), (1080, 720), (768, 1024)])
def test_nothing_sticks_out_of_a_small_window(browser, address, width, height):
    page, watch = _open(
        browser, address, lang="en", path="?hall=mine:small", width=width, height=height
    )
    page.wait_for_selector(READY["halls"], timeout=60_000)
    for name in ("audit", "report", "guidelines", "halls"):
        _turn(page, name, "en")
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= width, name
        for button in page.locator(".btn.primary").all():
            box = button.bounding_box()
            assert box is None or box["x"] + box["width"] <= width + 1, name
    assert watch.errors == []
    page.context.close()


def test_a_makers_file_is_added_used_and_taken_out_on_the_light_page(browser, address, tmp_path):
    good = tmp_path / "窄光束.ies"
    good.write_text(ies([0, 10, 20, 90], [0], [4000, 2000, 0, 0]), encoding="utf-8")
    bad = tmp_path / "bad.ldt"
    bad.write_text("nothing of the kind", encoding="utf-8")
    page, watch = _open(browser, address, lang="en", path="light?hall=example:kiosk")
    page.wait_for_selector(".lightpage", timeout=60_000)
    page.locator('[data-key="tab-files"]').click()
    page.locator(".lightpanel .lab").wait_for()  # no file yet: says where they come from
    page.locator(".lightpanel input[type=file]").set_input_files([good, bad])
    page.wait_for_url("**mine*kiosk*", timeout=60_000)  # an example becomes a copy first
    page.locator(".lampfile").wait_for()
    assert page.locator(".lampfile").count() == 1
    assert "beam\u00a020°" in page.locator(".lampfile").inner_text()
    assert "bad.ldt" in page.locator(".refused").inner_text()
    before = page.locator(".sum .big").inner_text()
    sort = page.locator(".sorts select").first
    sort.select_option(label="窄光束.ies")
    page.wait_for_function(
        "(was) => document.querySelector('.pages, [data-testid]') && "
        "[...document.querySelectorAll('*')].some((n) => n.shadowRoot?.querySelector('.sum .big')"
        "&& n.shadowRoot.querySelector('.sum .big').textContent !== was) || "
        "document.querySelector('.sum .big')?.textContent !== was",
        arg=before,
        timeout=60_000,
    )
    page.locator('[data-key^="drop-"]').click()
    page.locator(".lampfile").wait_for(state="detached", timeout=60_000)
    assert watch.errors == []
    page.context.close()


def test_readings_are_typed_in_kept_and_refused_where_they_make_no_sense(browser, address):
    page, watch = _open(browser, address, lang="en", path="light?hall=example:kiosk")
    page.wait_for_selector(".lightpage", timeout=60_000)
    page.locator('[data-key="tab-walk"]').click()
    fields = page.locator(".walk input")
    number = fields.count()
    assert number >= 8  # five in the hall, three on a place
    for n in range(number):
        fields.nth(n).fill("300")
    fields.nth(1).fill("dark")
    page.locator('[data-key="keep-readings"]').click()
    page.locator(".refused").wait_for(timeout=60_000)
    assert "Point 2: “dark” is no illuminance" in page.locator(".refused").inner_text()
    assert fields.nth(0).input_value() == "300"  # what was typed is still there
    fields.nth(1).fill("300")
    fields.nth(0).press("Enter")
    page.locator('[data-key="keep-readings"]').click()
    page.wait_for_url("**mine*kiosk*", timeout=60_000)
    page.locator('[data-key="tab-ratios"]').dispatch_event("click")  # a toast may lie over it
    same = page.locator(".ratiolist").first.filter(has_text="1.00")  # 300 lx everywhere
    same.wait_for(timeout=60_000)
    assert watch.errors == []
    page.context.close()
