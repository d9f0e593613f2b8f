"""The drawing board: a hall of one's own, every acknowledged change saved at once."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from planner.app import state, versions, view
from planner.app.importing import import_dialog
from planner.audit.judge import DEFAULT_PACKS
from planner.catalog import read_layout
from planner.editor import Desk, ElsewhereError
from planner.editor.component import board
from planner.errors import PlannerError
from planner.model import Layout
from planner.store import ConflictError

name = "board"
ACTIONS = ("home", "report", "versions", "import", "template", "keep-both")
_DESK, _ASKED = "desk", "board-asked"


def show() -> None:
    """Draw the page."""
    lang = state.language()
    reference = state.referred()
    if reference.startswith("blank:"):
        desk = _blank_desk(reference.partition(":")[2])
    else:
        choice = state.chosen()
        if choice is None:
            state.nothing_yet()
            return
        desk = _desk(choice)
    _look_at(desk)
    asked = st.session_state.pop(_ASKED, None)
    if asked == "versions" and desk.revision is not None:
        versions.dialog(desk.document["id"], lang)
    elif asked == "import":
        import_dialog()
    elif asked == "both":
        st.toast(state.say("kept-both"))
    if told := st.session_state.pop("board-toast", None):
        st.toast(state.plain(told))
    actions = [n for n in ACTIONS if not desk.read_only or n in ("home", "report")]
    board(desk, lang=lang, settings={"actions": actions, **_start()}, on_event=_event)


def _start() -> dict[str, Any]:
    """What the audit page sent here: the thing to select and the fix to make, once."""
    if subject := st.session_state.pop("board-subject", None):
        fix = st.session_state.pop("board-fix", None)
        st.session_state["board-start"] = {
            "subject": subject,
            "fix": fix,
            "token": secrets.token_hex(4),
        }
    start = st.session_state.get("board-start")
    return {"start": start} if start else {}


# --- desks ---


def _look_at(desk: Desk) -> None:
    """Judge as chosen on the other pages."""
    packs = state.chosen_packs()
    readings = state.chosen_readings()
    if (desk.packs, desk.readings) != (packs, readings):
        fresh = Desk(
            desk.layout or desk.document,
            packs=packs,
            readings=readings,
            save=desk.save,
            revision=desk.revision,
            read_only=desk.read_only,
        )
        desk.__dict__.update(fresh.__dict__)


def _desk(choice: state.Choice) -> Desk:
    kept: dict[str, Desk] | None = st.session_state.get(_DESK)
    entering = st.session_state.get(state.ENTERED) == name
    if kept is not None and choice.reference in kept:
        desk = kept[choice.reference]
        stale = choice.sort == "mine" and desk.revision != choice.revision
        if entering and stale and desk.elsewhere is None:
            desk.open(choice.layout, choice.revision)
        return desk
    desk = Desk(
        choice.layout,
        packs=state.chosen_packs(),
        readings=state.chosen_readings(),
        save=_save,
        revision=choice.revision,
        read_only=choice.sort != "mine",
    )
    st.session_state[_DESK] = {choice.reference: desk}
    return desk


def _blank_desk(hall: str) -> Desk:
    kept: dict[str, Desk] | None = st.session_state.get(_DESK)
    reference = f"blank:{hall}"
    if kept is not None and reference in kept:
        return kept[reference]
    title = st.session_state.get("blank-name") or {
        lang: view.word("new-hall-name", lang) for lang in view.languages()
    }
    desk = Desk.blank(
        hall, title, packs=state.chosen_packs(), readings=state.chosen_readings(), save=_save
    )
    st.session_state[_DESK] = {reference: desk}
    return desk


def _save(layout: Layout, seen: Any) -> int:
    """Keep an acknowledged layout; the first of a blank sheet makes the hall."""
    store = state.store()
    if seen is None:
        made = store.create(layout)
        reference = f"mine:{made.hall}"
        desks: Mapping[str, Desk] = st.session_state[_DESK]
        st.session_state[_DESK] = {reference: next(iter(desks.values()))}
        state.choose(reference)
        st.query_params[state.HALL] = reference
        return made.number
    try:
        return store.save(layout, seen=seen).number
    except ConflictError as error:
        theirs, revision = store.open(layout.id)
        raise ElsewhereError(theirs, revision.number) from error


# --- what the board asks for ---


def _event(event: dict[str, Any]) -> bool | None:
    what = event.get("name")
    if what in ("home", "report"):
        st.session_state[state.TURN] = "halls" if what == "home" else "report"
    elif what in ("versions", "import"):
        st.session_state[_ASKED] = what
    elif what == "keep-both":
        _keep_both(event)
    else:
        return None
    return True


def _keep_both(event: Mapping[str, Any]) -> None:
    """What is on the board becomes a hall of its own; the other stays as it is."""
    desks: Mapping[str, Desk] = st.session_state[_DESK]
    desk = next(iter(desks.values()))
    try:
        mine = read_layout(json.dumps(_document(event["document"])))
    except PlannerError:
        mine = desk.layout  # type: ignore[assignment]
    lang = state.language()
    title = view.word("copy-of", lang, name=view.name_of(mine, lang))
    made = state.store().create(mine.model_copy(update={"name": title}))
    desk.settle("theirs")
    state.choose(f"mine:{made.hall}")
    st.session_state[_ASKED] = "both"


def _document(entries: list[Any]) -> dict[str, Any]:
    """A layout file's content from the board's scene: ``[["walls/w1", {...}], ...]``."""
    document: dict[str, Any] = {}
    for key, thing in entries:
        group = key.partition("/")[0]
        if group == "hall":
            document = {**thing, **document}
        else:
            document.setdefault(group, []).append(thing)
    return document


__all__ = ["DEFAULT_PACKS", "name", "show"]
