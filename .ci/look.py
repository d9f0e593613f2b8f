"""A look at the running app: a hall is drawn, and verdicts stand beside it."""

import shutil
import sys

from playwright.sync_api import sync_playwright

ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
    page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 720})
    page.goto(f"{sys.argv[1]}/audit")
    page.wait_for_selector(".pages .frow", timeout=90_000)
    verdicts = page.locator(".pages .frow").count()
    walls = page.locator(".pages svg.hall-sheet path").count()
    browser.close()
print(f"{verdicts} verdicts, {walls} strokes drawn")
sys.exit(0 if verdicts and walls > 20 else 1)
