"""A page with the board alone, for browser tests: ``streamlit run tests/editor/board_app.py``."""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from planner.editor import Desk, ElsewhereError
from planner.editor.component import board
from planner.model import Layout


def _desk() -> Desk:
    hall = st.query_params.get("hall", "blank")
    if hall == "blank":
        return Desk.blank("new-hall", {"zh-CN": "新营业厅", "en": "New hall"})
    path = Path(os.environ.get("BOARD_HALLS", Path(__file__).parent / "halls")) / f"{hall}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    if not (folder := os.environ.get("BOARD_STORE")):
        return Desk(document)
    store = Shelf(Path(folder) / f"{hall}.json", document)
    revision, kept = store.read()
    return Desk(kept, save=store.save, revision=revision)


@st.cache_resource
def _lock() -> Any:
    """One for all sessions: a page's module is made anew in every run."""
    return threading.Lock()


class Shelf:
    """A hall in one file, its head moved only against the head the writer saw."""

    lock = _lock()

    def __init__(self, path: Path, first: dict[str, Any]) -> None:
        self.path = path
        if not path.exists():
            self._write(0, first)

    def read(self) -> tuple[int, dict[str, Any]]:
        kept = json.loads(self.path.read_text(encoding="utf-8"))
        return kept["revision"], kept["document"]

    def save(self, layout: Layout, base: int) -> int:
        with self.lock:
            revision, theirs = self.read()
            if revision != base:
                raise ElsewhereError(Layout.from_data(theirs), revision)
            self._write(base + 1, json.loads(layout.to_json()))
            return base + 1

    def _write(self, revision: int, document: dict[str, Any]) -> None:
        fresh = self.path.with_suffix(f".{os.getpid()}.tmp")
        text = json.dumps({"revision": revision, "document": document}, ensure_ascii=False)
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, self.path)


def main() -> None:
    st.set_page_config(page_title="Board", layout="wide")
    asked = st.query_params
    hall = asked.get("hall", "blank")
    if st.session_state.get("hall") != hall:
        st.session_state["hall"] = hall
        st.session_state["desk"] = _desk()
    desk = st.session_state["desk"]
    desk.read_only = asked.get("read_only") == "1"
    lang = st.session_state.setdefault("lang", asked.get("lang", "zh-CN"))
    other = "en" if lang == "zh-CN" else "zh-CN"
    with st.container(key="topbar"):
        if st.button(other, key="switch"):
            st.session_state["lang"] = other
            st.rerun()
    actions = ["report", "versions", "import"]
    settings: dict[str, Any] = {"actions": actions, "touch": asked.get("touch") == "1"}
    if subject := asked.get("start"):
        fix = {"subject": subject, "set": {"height": 0.95}}
        settings["start"] = {"subject": subject, "fix": fix, "token": f"start-{subject}"}
    board(desk, lang=lang, view=asked.get("view", "plan"), settings=settings)
    css = ".st-key-topbar { position: fixed; top: 10px; right: 70px; width: auto; z-index: 999991 }"
    st.html(f"<style>{css}</style>")


if __name__ == "__main__":
    main()
