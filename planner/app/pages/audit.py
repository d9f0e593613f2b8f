"""The audit of one hall: verdicts with pictures, numbers and sources."""

from typing import Any

import streamlit as st

from planner.app import state, view
from planner.editor.pages import pages
from planner.model import mistakes

name = "audit"


def show() -> None:
    """Draw the page."""
    choice = state.chosen()
    if choice is None:
        st.info(state.say("no-halls"))
        return
    lang = state.language()
    notice = None
    if choice.record is not None:
        again = state.judged_again(choice)
        audit = again.audit
        notice = _notice(again, lang)
    else:
        audit = state.judged(choice)
    pages(
        "audit",
        view.whole_audit(
            audit,
            lang,
            reference=choice.reference,
            can_edit=choice.record is None,
            notice=notice,
        ),
        lang=lang,
        words=view.page_words(lang),
        on_event=_event,
    )


def _notice(again: Any, lang: str) -> list[str]:
    lines = [
        view.word("record-same", lang)
        if again.same
        else view.word("record-differs", lang, n=len(again.differences))
    ]
    lines += [mistakes.say(problem, lang) for problem in again.changed_inputs]
    lines += [
        view.word(
            "record-change",
            lang,
            rule=d.rule,
            subject=d.subject,
            before=d.before or "–",
            now=d.now or "–",
        )
        for d in again.differences
    ]
    return lines


def _event(event: dict[str, Any]) -> None:
    if event.get("name") != "board":
        return
    choice = state.chosen()
    if choice is None:
        return
    state.choose(choice.reference if choice.sort == "mine" else state.own_copy(choice))
    st.session_state["board-subject"] = event.get("subject")
    if fix := event.get("fix"):
        st.session_state["board-fix"] = fix
    state.go("board")
