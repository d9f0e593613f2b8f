"""Bringing a hall in: a layout or audit file, or a drawing whose unit is confirmed first."""

import streamlit as st

from planner.app import state, view
from planner.errors import PlannerError
from planner.exchange import METRES, Plan, open_plan
from planner.model import Layout

PICTURES = ("png", "jpg", "jpeg", "pdf", "webp")


def import_dialog() -> None:
    """Open the dialog."""
    st.dialog(state.say("import-plan"), width="large")(_show)()


def _show() -> None:
    file = st.file_uploader(state.say("import-what"), type=["json", "dxf", *PICTURES], key="upload")
    if file is None:
        st.caption(state.say("import-hint"))
        return
    content = file.getvalue()
    ending = file.name.lower().rpartition(".")[2]
    if ending in PICTURES:
        st.info(state.say("import-picture"))
        if st.button(state.say("trace-on-board"), type="primary", key="upload-trace"):
            state.start_blank()
            state.go("board")
        return
    try:
        if ending == "dxf":
            with st.spinner(state.say("reading-plan")):
                found = open_plan(file.name, content)
            _drawing(found)
            return
        reference = state.open_upload(file.name, content)
    except PlannerError as error:
        st.markdown(f"**{state.say('cannot-open')}**")
        state.show_error(error)
        return
    _file(state.find(reference))


def _file(choice: state.Choice) -> None:
    lang = state.language()
    audited = choice.record is not None
    left, right = st.columns([2, 1], gap="medium", vertical_alignment="center")
    with left:
        _picture(choice.layout, lang)
    with right:
        st.caption(state.say("found-audit" if audited else "found-hall"))
        st.text(f"{view.name_of(choice.layout, lang)}\n{view.facts(choice.layout, lang)}")
        if st.button(state.say("look-at-it"), type="primary", key="upload-look", width="stretch"):
            state.choose(choice.reference)
            state.go("audit")
        if not audited and st.button(state.say("keep-hall"), key="upload-keep", width="stretch"):
            state.choose(state.own_copy(choice))
            state.go("board")


def _drawing(found: Plan) -> None:
    """A drawing: its unit and the layers of its walls are confirmed before it becomes a hall."""
    lang = state.language()
    unit = st.segmented_control(
        state.say("unit"),
        [guess.unit for guess in found.guesses],
        default=found.unit,
        format_func=lambda name: _sized(found, name, lang),
        key="upload-unit",
    )
    unit = unit if unit in METRES else found.unit
    if found.declared and found.declared != found.unit:
        values = {"declared": found.declared, "found": found.unit}
        st.warning(state.say("unit-differs", **values))
    with st.expander(state.say("why-unit")):
        st.text("\n".join(line.strip() for line in found.describe(lang, unit=unit)))
    layers = st.multiselect(
        state.say("wall-layers"),
        list(found.layers),
        format_func=lambda name: f"{name} ({found.layers[name]})",
        placeholder=state.say("wall-layers-auto"),
        key="upload-layers",
    )
    try:
        layout = _built(found, unit, tuple(layers))
    except PlannerError as error:
        state.show_error(error)
        return
    left, right = st.columns([2, 1], gap="medium", vertical_alignment="center")
    with left:
        _picture(layout, lang)
    with right:
        st.text(view.facts(layout, lang))
        if st.button(state.say("make"), type="primary", key="upload-make", width="stretch"):
            revision = state.store().create(layout)
            state.choose(f"mine:{revision.hall}")
            state.go("board")


def _built(found: Plan, unit: str, layers: tuple[str, ...]) -> Layout:
    return found.to_layout(unit=unit, layers=layers or None)


def _sized(found: Plan, unit: str, lang: str) -> str:
    """A unit with the size the drawing has in it."""
    guess = next(g for g in found.guesses if g.unit == unit)
    size = f"{guess.size[0]:,.1f} × {guess.size[1]:,.1f} m"
    declared = f" · {view.word('declared', lang)}" if found.declared == unit else ""
    return f"{unit} · {size}{declared}"


def _picture(layout: Layout, lang: str) -> None:
    st.image(view.picture(layout, ratio=1.9, lang=lang, theme="paper"), width="stretch")
