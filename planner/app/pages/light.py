"""How bright it is: the map, each place against the hall, lamps to try, where to measure.

The light model is loaded when the page is opened first: starting the app is quicker so.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.app import state, view
from planner.editor.pages import pages
from planner.errors import PlannerError
from planner.model import Layout, mistakes
from planner.store import ConflictError
from planner.study.predicted import with_light

name = "light"
_TRIAL, _LEVEL, _REFUSED = "light-trial", "light-level", "light-refused"
TRIES = 3  # times a change is made again where somebody else's came in between


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
                audit = state.judged(choice)
                data |= with_light(
                    layout,
                    lambda light: lighting.page(
                        audit,
                        light,
                        lang,
                        level=level if level in levels else levels[0],
                        states=trial,
                    ),
                )
            except PlannerError as error:
                state.show_error(error)
                return
    data["refused"] = st.session_state.get(_REFUSED, [])
    pages("light", data, lang=lang, words=view.page_words(lang), on_event=_event)


def _event(event: dict[str, Any]) -> None:
    if state.answer(event):
        return
    what = event.get("name")
    st.session_state.pop(_REFUSED, None)
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
    elif what == "readings":
        answers = {str(key): str(text) for key, text in dict(event.get("answers") or {}).items()}
        _enter(lambda layout: _sheet().entered(layout, answers, map(str, event.get("gone") or ())))
    elif what == "sheet":
        _enter(lambda layout: _sheet().entered(layout, _answers(event)))
    elif what == "meter":
        _enter(lambda layout: _new_meter(layout, event))
    elif what == "files":
        _take_files(list(event.get("files") or ()))
    elif what == "use":
        file, lamps = event.get("file") or None, set(map(str, event.get("lamps") or ()))
        _change(lambda layout: _lamp_files().used(layout, file, lamps))
    elif what == "drop":
        _change(lambda layout: _lamp_files().removed(layout, str(event.get("file"))))


def _sheet() -> Any:
    from planner.light import sheet

    return sheet


def _answers(event: dict[str, Any]) -> dict[str, str]:
    from planner.report import read_sheet

    try:
        content = base64.b64decode(str(event.get("data")), validate=True)
    except binascii.Error:
        content = b""
    return read_sheet(content)


def _new_meter(layout: Layout, event: dict[str, Any]) -> Layout:
    """One more meter; an error that is no number from 0 to 100 % is the sort's usual one."""
    error = event.get("error")
    share = float(error) / 100 if isinstance(error, (int, float)) and 0 < error < 100 else None
    sort = event.get("sort") if event.get("sort") in ("meter", "phone", "other") else "meter"
    made: Layout = _sheet().with_meter(layout, str(event.get("called") or "")[:60], sort, share)
    return made


def _enter(make: Callable[[Layout], Layout]) -> None:
    """Change the readings; an entry that makes no sense is told and nothing is changed."""
    try:
        _change(make, told="readings-kept")
    except PlannerError as error:
        problems = error.problems[:5]
        lines = [mistakes.say(problem, state.language()) for problem in problems]
        st.session_state[_REFUSED] = lines or [str(error)]
        st.rerun()


def _lamp_files() -> Any:
    from planner.light import files

    return files


def _take_files(given: list[dict[str, Any]]) -> None:
    """Files that were chosen or dropped; what can't be read is told, the rest is taken."""

    def with_files(layout: Layout) -> Layout:
        refused = []
        for file in given:
            name = str(file.get("name"))
            try:
                content = base64.b64decode(str(file.get("data")), validate=True)
                layout, _ = _lamp_files().added(layout, name, content)
            except (PlannerError, binascii.Error) as error:
                problems = getattr(error, "problems", ())
                why = [mistakes.say(problem, state.language()) for problem in problems]
                refused.append(f"{name}: {' '.join(why) or error}")
        st.session_state[_REFUSED] = refused
        return layout

    _change(with_files)


def _change(make: Callable[[Layout], Layout], *, told: str = "") -> None:
    """Change the hall and keep it; an example becomes a copy of one's own first."""
    choice = state.chosen()
    if choice is None:
        return
    if make(choice.layout) == choice.layout:
        st.rerun()
    if choice.sort != "mine":
        state.choose(state.own_copy(choice))
        choice = state.chosen()
        assert choice is not None
        st.toast(state.say("copied-first"))
    for _ in range(TRIES):
        layout, revision = state.store().open(choice.id)
        try:
            state.store().save(make(layout), seen=revision.number)
            if told:
                st.toast(state.say(told))
            break
        except ConflictError:
            continue
    st.rerun()
