"""How bright it is: the map, each place against the hall, lamps to try, where to measure.

The light model is loaded when the page is opened first: starting the app is quicker so.
"""

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.app import state, view
from planner.catalog import read_layout
from planner.editor.pages import pages
from planner.errors import PlannerError

if TYPE_CHECKING:
    from planner.light import HallLight

name = "light"
_TRIAL, _LEVEL = "light-trial", "light-level"


def show() -> None:
    """Draw the page."""
    choice = state.chosen()
    if choice is None:
        state.nothing_yet()
        return
    lang = state.language()
    layout = choice.layout
    levels = [level.id for level in layout.levels]
    kept, trial = st.session_state.get(_TRIAL, ("", {}))
    if kept != choice.reference:
        trial = {}
    level = st.session_state.get(_LEVEL)
    data: dict[str, Any] = {"choice": state.choice_data(choice), "empty": not layout.luminaires}
    if layout.luminaires:
        with st.container(key="light-busy"), st.spinner(state.say("light-making")):
            from planner.app import lighting

            try:
                light = _light(layout.to_json())
                audit = state.judged(choice)
                data |= lighting.page(
                    audit,
                    light,
                    lang,
                    level=level if level in levels else levels[0],
                    states=trial,
                )
            except PlannerError as error:
                state.show_error(error)
                return
    pages("light", data, lang=lang, words=view.page_words(lang), on_event=_event)


@st.cache_resource(show_spinner=False, max_entries=8)
def _light(layout_json: str) -> "HallLight":
    from planner.light import HallLight

    return HallLight(read_layout(layout_json))


def _event(event: dict[str, Any]) -> None:
    if state.answer(event):
        return
    what = event.get("name")
    if what == "trial":
        shares = {
            str(lamp): min(max(float(share), 0.0), 1.0)
            for lamp, share in dict(event.get("states") or {}).items()
        }
        st.session_state[_TRIAL] = (state.referred(), shares)
        st.rerun()
    elif what == "level":
        st.session_state[_LEVEL] = event.get("level")
        st.rerun()
    elif what == "board":
        state.go("board")
