"""The audit of one hall: verdicts with pictures, numbers and sources."""

from typing import Any

import streamlit as st

from planner.app import state, view
from planner.editor.pages import pages

name = "audit"


def show() -> None:
    """Draw the page."""
    choice = state.chosen()
    if choice is None:
        state.nothing_yet()
        return
    lang = state.language()
    again = state.judged_again(choice) if choice.record is not None else None
    audit = again.audit if again else state.judged(choice)
    data = view.whole_audit(
        audit,
        lang,
        reference=choice.reference,
        can_edit=choice.record is None,
        recorded=again,
        record=choice.record,
    )
    data["choice"] = state.choice_data(choice)
    pages("audit", data, lang=lang, words=view.page_words(lang), on_event=_event)


def _event(event: dict[str, Any]) -> None:
    if state.answer(event) or event.get("name") != "board":
        return
    choice = state.chosen()
    if choice is None:
        return
    state.choose(choice.reference if choice.sort == "mine" else state.own_copy(choice))
    st.session_state["board-subject"] = event.get("subject")
    st.session_state["board-fix"] = event.get("fix")
    state.go("board")
