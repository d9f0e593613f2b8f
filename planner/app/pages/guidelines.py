"""The guidelines: what each asks, its source, reading, parameters, what waits."""

import streamlit as st

from planner.app import state, view
from planner.audit.judge import DEFAULT_PACKS
from planner.editor.pages import pages
from planner.rules.pack import load_pack

name = "guidelines"


def show() -> None:
    """Draw the page."""
    lang = state.language()
    packs = tuple(st.session_state.get("packs", DEFAULT_PACKS))
    pages(
        "guidelines", _rules(lang, packs), lang=lang, words=view.page_words(lang), on_event=_nothing
    )


@st.cache_data(show_spinner=False)
def _rules(lang: str, packs: tuple[str, ...]) -> dict:
    from planner.report import dodont

    loaded = tuple(load_pack(name) for name in packs)
    pictures = {}
    for pack in loaded:
        for rule in pack.rules:
            if (pair := dodont.sketches(rule, pack)) is not None:
                pictures[rule.id] = pair
    return view.guidelines(loaded, lang, pictures)


def _nothing(event: dict) -> None:
    """Nothing is asked on this page."""
