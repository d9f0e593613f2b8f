"""The halls: the last one with what to do first, all others, new ones."""

from datetime import datetime
from typing import Any

import streamlit as st

from planner.app import state, view
from planner.audit import Audit
from planner.editor.pages import pages
from planner.errors import PlannerError
from planner.exchange import shipped

name = "halls"


def show() -> None:
    """Draw the page."""
    lang = state.language()
    mine = [(h, *state.store().open(h.id)) for h in state.store().halls()]
    halls = [
        _card(lang, f"mine:{hall.id}", layout.to_json(), False, revision.saved_at)
        for hall, layout, revision in mine
    ]
    examples = [
        _card(lang, f"example:{n}", state.example(n).to_json(), True, None) for n in shipped.halls()
    ]
    reference = st.session_state.get(state.HALL)
    by_reference = {entry["reference"]: entry for entry in [*halls, *examples]}
    chosen = by_reference.get(reference) or next(iter([*halls, *examples]), None)
    hero = None
    if chosen is not None:
        choice = _choice(chosen["reference"])
        hero = view.hero(state.judged(choice), lang, chosen)
    pages(
        "halls",
        {"hero": hero, "halls": halls, "examples": examples},
        lang=lang,
        words=view.page_words(lang),
        on_event=_event,
    )


@st.cache_data(show_spinner=False, max_entries=500)
def _card(
    lang: str, reference: str, layout_json: str, example: bool, changed: datetime | None
) -> dict[str, Any]:
    choice = _choice(reference)
    audit: Audit = state.judged(choice)
    return view.card(audit, lang, reference=reference, example=example, changed=changed)


def _choice(reference: str) -> state.Choice:
    sort, _, hall = reference.partition(":")
    if sort == "mine":
        layout, revision = state.store().open(hall)
        return state.Choice("mine", hall, layout, revision.number)
    return state.Choice("example", hall, state.example(hall))


def _event(event: dict[str, Any]) -> None:
    what = event.get("name")
    if what in ("open", "audit") and "reference" in event:
        state.choose(event["reference"])
        state.go("audit")
    elif what == "board" and "reference" in event:
        choice = _choice(event["reference"])
        state.choose(event["reference"] if choice.sort == "mine" else state.own_copy(choice))
        state.go("board")
    elif what == "new":
        _new_hall()
    elif what == "import":
        _import()


@st.dialog(" ", width="medium")
def _new_hall() -> None:
    lang = state.language()
    st.subheader(state.say("new-hall"))
    template = st.radio(
        state.say("from-template"),
        shipped.templates(),
        format_func=lambda n: view.word(f"template.{n}", lang),
        key="new-template",
    )
    title = st.text_input(state.say("hall-name"), key="new-name", max_chars=60)
    if st.button(state.say("make"), type="primary", key="new-make"):
        layout = shipped.template(template)
        if title.strip():
            branch = layout.branch.model_copy(update={"name": title.strip()})
            layout = layout.model_copy(update={"branch": branch, "name": None})
        revision = state.store().create(layout)
        state.choose(f"mine:{revision.hall}")
        state.go("board")


@st.dialog(" ", width="medium")
def _import() -> None:
    st.subheader(state.say("import-plan"))
    file = st.file_uploader(state.say("import-what"), type=["json", "dxf"], key="upload")
    if file is None:
        return
    content = file.getvalue()
    try:
        if file.name.lower().endswith(".dxf"):
            _import_plan(file.name, content)
            return
        reference = state.open_upload(file.name, content)
    except PlannerError as error:
        state.show_error(error)
        return
    kept = st.session_state[reference]
    st.success(view.facts(kept.layout, state.language()))
    if st.button(state.say("look-at-it"), type="primary", key="upload-look"):
        state.choose(reference)
        state.go("audit")


def _import_plan(file: str, content: bytes) -> None:
    """A drawing: its unit is confirmed before it becomes a hall."""
    from planner.drawing import plan as draw
    from planner.exchange import METRES, open_plan

    lang = state.language()
    plan = open_plan(file, content)
    unit = (
        st.segmented_control(state.say("unit"), list(METRES), default=plan.unit, key="upload-unit")
        or plan.unit
    )
    for line in plan.describe(lang, unit=unit):
        st.caption(line)
    layout = plan.to_layout(unit=unit)
    picture = draw(layout, lang=lang, legend=False, width_mm=150, height_mm=90)
    st.image(picture.svg())
    if st.button(state.say("make"), type="primary", key="upload-make"):
        revision = state.store().create(layout)
        state.choose(f"mine:{revision.hall}")
        state.go("board")
