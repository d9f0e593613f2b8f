"""A page with the board alone, for browser tests: ``streamlit run tests/editor/board_app.py``."""

import json
import os
import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from planner.editor import Desk
from planner.editor.component import board

st.set_page_config(page_title="Board", layout="wide")


def _desk() -> Desk:
    hall = st.query_params.get("hall", "blank")
    if hall == "blank":
        return Desk.blank("new-hall", {"zh-CN": "新营业厅", "en": "New hall"})
    path = Path(os.environ.get("BOARD_HALLS", Path(__file__).parent / "halls")) / f"{hall}.json"
    return Desk(json.loads(path.read_text(encoding="utf-8")))


if "desk" not in st.session_state:
    st.session_state["desk"] = _desk()
board(
    st.session_state["desk"],
    lang=st.query_params.get("lang", "zh-CN"),
    view=st.query_params.get("view", "plan"),
    settings={
        "actions": ["report", "versions", "import"],
        "touch": st.query_params.get("touch") == "1",
    },
)
