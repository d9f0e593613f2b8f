"""The halls: the last one with what to do first, all others, new ones."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import streamlit as st

from planner.app import state, view
from planner.app.importing import import_dialog
from planner.audit import Audit
from planner.editor.pages import pages
from planner.errors import PlannerError
from planner.exchange import shipped
from planner.model import Layout

name = "halls"
PATIENCE = 0.5  # s
ORDER = ("empty", "kiosk", "small", "medium", "flagship")


def show() -> None:
    """Draw the page."""
    lang = state.language()
    halls, lost = [], []
    rules = (state.chosen_packs(), tuple(state.chosen_readings().items()))
    mine, names = state.store().halls(), shipped.halls()
    with _progress(len(mine) + len(names)) as step:
        for hall in mine:
            step()
            try:
                layout, revision = state.store().open(hall.id)
                text = layout.to_json()
                halls.append(_card(lang, f"mine:{hall.id}", text, False, revision.saved_at, rules))
            except PlannerError as error:  # one broken hall hides no other
                lost.append((hall.id, error))
        examples = []
        for n in names:
            step()
            text = state.example(n).to_json()
            examples.append(_card(lang, f"example:{n}", text, True, None, rules))
    for hall_id, broken in lost:
        st.warning(state.plain(f"{hall_id}: {broken}"))
    by_reference = {entry["reference"]: entry for entry in [*halls, *examples]}
    entry = by_reference.get(state.referred()) or next(iter([*halls, *examples]), None)
    hero = None
    if entry is not None:
        hero = view.hero(state.judged(state.find(entry["reference"])), lang, entry)
    pages(
        "halls",
        {"hero": hero, "halls": halls, "examples": examples},
        lang=lang,
        words=view.page_words(lang),
        on_event=_event,
    )
    if archived := st.session_state.pop("archived", None):
        st.toast(state.plain(state.say("archived", name=archived)))


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar that shows when judging halls takes longer than a moment."""
    place, began, done = st.empty(), time.monotonic(), 0

    def step() -> None:
        nonlocal done
        done += 1
        if time.monotonic() - began > PATIENCE:
            words = state.say("judging", n=done, total=total)
            place.progress(done / total, text=words)

    yield step
    place.empty()


@st.cache_data(show_spinner=False, max_entries=500)
def _card(
    lang: str,
    reference: str,
    layout_json: str,
    example: bool,
    changed: datetime | None,
    rules: tuple[Any, ...],
) -> dict[str, Any]:
    audit: Audit = state.judged(state.find(reference))
    return view.card(audit, lang, reference=reference, example=example, changed=changed)


def _event(event: dict[str, Any]) -> None:
    what, reference = event.get("name"), event.get("reference")
    if what in ("open", "audit") and reference:
        state.choose(reference)
        state.go("audit")
    elif what == "board" and reference:
        choice = state.find(reference)
        state.choose(reference if choice.sort == "mine" else state.own_copy(choice))
        state.go("board")
    elif what == "archive" and reference:
        _archive_dialog(reference)
    elif what == "new":
        st.dialog(state.say("new-hall"), width="large")(_new_hall)()
    elif what == "import":
        import_dialog()


def _archive_dialog(reference: str) -> None:
    choice = state.find(reference)
    title = view.name_of(choice.layout, state.language())

    def ask() -> None:
        st.text(state.say("archive-what", name=title))
        if st.button(state.say("archive"), type="primary", key="archive-do"):
            state.store().archive(choice.id)
            if state.referred() == reference:
                st.session_state.pop(state.HALL, None)
                st.query_params.pop(state.HALL, None)
            st.session_state["archived"] = title
            st.rerun()

    st.dialog(state.say("archive-title"))(ask)()


def _templates() -> list[str]:
    found = [n for n in shipped.templates() if n != "empty"]
    found.sort(key=lambda n: (ORDER.index(n) if n in ORDER else len(ORDER), n))
    return found


@st.cache_data(show_spinner=False)
def _drawn(template: str, lang: str) -> tuple[str, str]:
    layout = shipped.template(template)
    return view.picture(layout, ratio=1.5, lang=lang, theme="paper"), view.size(layout)


def _new_hall() -> None:
    lang = state.language()
    title = st.text_input(
        state.say("hall-name"),
        key="new-name",
        max_chars=60,
        placeholder=view.word("new-hall-name", lang),
    ).strip()
    st.caption(state.say("from-template"))
    names = _templates()
    columns = st.columns(max(len(names) + 1, 2), gap="small")
    for template, column in zip(names, columns, strict=False):
        svg, size = _drawn(template, lang)
        with column, st.container(border=True):
            st.image(svg, width="stretch")
            st.caption(size)
            if st.button(view.template(template, lang), key=f"new-{template}", width="stretch"):
                _made(shipped.template(template), title)
    with columns[len(names)], st.container(border=True):
        st.caption(f"{view.template('empty', lang)} · {state.say('empty-how')}")
        if st.button(state.say("draw"), key="new-empty", type="primary", width="stretch"):
            state.start_blank(title)
            state.go("board")


def _made(layout: Layout, title: str) -> None:
    if title:
        branch = layout.branch.model_copy(update={"name": title})
        layout = layout.model_copy(update={"branch": branch, "name": None})
    revision = state.store().create(layout.model_copy(update={"as_of": None}))
    state.choose(f"mine:{revision.hall}")
    state.go("board")
