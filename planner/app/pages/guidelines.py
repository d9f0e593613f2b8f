"""The guidelines: what each asks, its source, reading, parameters, what waits."""

from typing import Any

import streamlit as st

from planner.app import state, view
from planner.audit import source
from planner.editor.pages import pages
from planner.errors import PlannerError
from planner.rules.pack import load_pack

name = "guidelines"


def show() -> None:
    """Draw the page."""
    lang = state.language()
    choice = state.chosen()
    added = source.documents()
    hashes = tuple((n, source.document_hash(n)) for n in added)
    readings = tuple(state.chosen_readings().items())
    data = {
        **_rules(lang, state.chosen_packs(), readings, hashes),
        "choice": state.choice_data(choice),
        "documents": [
            view.word("document-pages", lang, name=view.document_name(n, lang), n=pages_)
            for n, pages_ in added.items()
        ],
    }
    pages("guidelines", data, lang=lang, words=view.page_words(lang), on_event=_event)
    if told := st.session_state.pop("document-added", None):
        st.toast(state.plain(told))


@st.cache_data(show_spinner=False)
def _rules(
    lang: str, packs: tuple[str, ...], readings: tuple[tuple[str, str], ...], documents: Any
) -> dict[str, Any]:
    from planner.report import dodont

    loaded = tuple(load_pack(name, dict(readings)) for name in packs)
    pictures = {}
    for pack in loaded:
        for rule in pack.rules:
            if (pair := dodont.sketches(rule, pack)) is not None:
                pictures[rule.id] = pair
    return view.guidelines(loaded, lang, pictures)


def _event(event: dict[str, Any]) -> None:
    if not state.answer(event) and event.get("name") == "document":
        st.dialog(state.say("add-document"))(_add)()


def _add() -> None:
    lang = state.language()
    names = sorted(
        {rule.source.document for n in state.chosen_packs() for rule in load_pack(n).rules},
        key=lambda n: (n != "telecom-hall-deck", n),
    )
    which = st.selectbox(
        state.say("document-which"),
        names,
        format_func=lambda n: view.document_name(n, lang),
        key="document-which",
    )
    file = st.file_uploader(state.say("document-file"), type=["txt", "pdf", "md"], key="document")
    st.caption(state.say("document-privacy"))
    if file is None:
        return
    if st.button(state.say("document-add"), type="primary", key="document-add"):
        try:
            number = source.add_document(which, file.getvalue(), file=file.name)
        except PlannerError as error:
            state.show_error(error)
            return
        st.session_state["document-added"] = view.word(
            "document-added", lang, name=view.document_name(which, lang), n=number
        )
        state.forget_audits()
        st.rerun()
