"""A headless browser that notes what should not happen, and axe-core where npm can fetch it."""

import contextlib
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

AXE = "axe-core@4.10"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@contextlib.contextmanager
def chromium() -> Iterator[object]:
    """A running Chromium: the one installed here, else playwright's own; skips without one."""
    sync_api = pytest.importorskip("playwright.sync_api")
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=sandbox)
        except sync_api.Error as error:
            pytest.skip(f"no browser: {error.message.splitlines()[0]}")
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What a page did that it should not."""

    address: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def over(self, page: object) -> None:
        """Look at a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _console(self, message: object) -> None:
        # Streamlit looks for its server below the page's own path first, and is told 404
        looked_for = "/_stcore/" in (message.location or {}).get("url", "")
        if message.type == "error" and not looked_for:
            self.errors.append(message.text)

    def _request(self, request: object) -> None:
        inside = (self.address, self.address.replace("http", "ws"), "data:", "blob:")
        if not request.url.startswith(inside):
            self.outside.append(request.url)


def axe(folder: Path) -> str | None:
    """The source of axe-core, fetched into `folder`; None where it cannot be."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    command = [npm, "pack", AXE, "--silent", "--pack-destination", str(folder)]
    try:
        subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=True)
    except (subprocess.SubprocessError, OSError):
        return None
    archive = next(iter(folder.glob("axe-core-*.tgz")), None)
    if archive is None:
        return None
    with tarfile.open(archive) as files:
        member = files.extractfile("package/axe.min.js")
        return member.read().decode("utf-8") if member else None


def violations(page: object, source: str) -> list[str]:
    """Serious and critical findings of axe-core, with where they are."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(source)
    found = page.evaluate(
        """() => axe.run(document, { resultTypes: ["violations"] }).then((result) =>
          result.violations
            .filter((v) => v.impact === "serious" || v.impact === "critical")
            .flatMap((v) => v.nodes.map((n) => [
              v.id, n.target.flat(9).join(" "), n.html.slice(0, 160), (n.any[0] ?? {}).message
            ].join(" | "))))"""
    )
    return list(found)
