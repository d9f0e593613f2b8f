"""The board as a Streamlit component."""

import base64
import secrets
from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from planner.editor.desk import Desk
from planner.editor.kit import kit
from planner.editor.picture import page_picture
from planner.errors import PlannerError
from planner.model.mistakes import say

_LOADER = """
// Our modules travel in the data once a page, not in every answer.
const kits = (globalThis.hallPlannerKits ??= new Map());
export default async function (component) {
  const { data, setStateValue } = component;
  if (data.kit.code && !kits.has(data.kit.hash)) {
    const url = URL.createObjectURL(new Blob([data.kit.code], { type: "text/javascript" }));
    kits.set(data.kit.hash, { ...data.kit, module: import(url) });
  }
  const kit = kits.get(data.kit.hash);
  if (!kit) return setStateValue("outbox", { epoch: null, kit: null, ops: [] });
  let module;
  try {
    module = await kit.module;
  } catch (error) {
    const p = document.createElement("p");
    p.textContent = data.kit.old_browser;
    component.parentElement.replaceChildren(p);
    throw error;
  }
  return module.default(component, kit);
}
"""


@cache
def _renderer() -> Any:
    return st.components.v2.component("hall_planner_board", js=_LOADER)


def board(
    desk: Desk,
    *,
    lang: str = "zh-CN",
    key: str = "board",
    height: int | None = None,
    view: str = "plan",
    settings: dict[str, Any] | None = None,
    on_event: Callable[[dict[str, Any]], bool | None] | None = None,
) -> None:
    """Draw the board.

    Parameters
    ----------
    desk : Desk
        The hall; kept by the caller in ``st.session_state``.
    lang : str
        Language of words and sentences.
    key : str
        Of the component.
    height : int, optional
        Pixels; without it the board fills the window below Streamlit's header.
    view : str
        ``plan`` or ``walls``.
    settings : dict, optional
        ``actions``: names of what the page can do ("report", "versions", "home", "import",
        "keep-both"); the board shows no button for what is not listed. ``start``:
        ``{"subject": id, "fix": {"subject", "set"} or None, "token": ...}``, selected and made
        once for each token.
    on_event : callable, optional
        Called with ``{"name": ..., ...}`` when such a button is pressed; where it returns
        true the whole app runs again.
    """
    _board(desk, lang, key, height, view, settings or {}, on_event)


@st.fragment
def _board(
    desk: Desk,
    lang: str,
    key: str,
    height: int | None,
    view: str,
    settings: dict[str, Any],
    on_event: Callable[[dict[str, Any]], bool | None] | None,
) -> None:
    state = st.session_state.get(key)
    outbox: dict[str, Any] = (state.get("outbox") if state else None) or {}
    if outbox and (keep := outbox.get("settle")):
        desk.settle(keep)
    desk.take(outbox)
    whole = kit(lang)
    has_kit = outbox.get("kit") == whole["hash"]
    slim = {
        "hash": whole["hash"],
        "lang": lang,
        "old_browser": whole["words"].get("old-browser", ""),
    }
    data = {
        **desk.reply(outbox, lang),
        "kit": slim if has_kit else {**whole, **slim},
        "height": height,
        "view": view,
        "settings": settings,
        "picture": st.session_state.get(f"{key}-picture"),
    }
    result = _renderer()(
        key=key,
        data=data,
        default={"outbox": None},
        on_outbox_change=_nothing,
        on_event_change=_nothing,
    )
    event = getattr(result, "event", None)
    if event and event.get("name") == "picture":
        st.session_state[f"{key}-picture"] = _picture(str(event.get("pdf", "")), lang)
        st.rerun(scope="fragment")
    if event and on_event and on_event(event):
        st.rerun(scope="app")


def _picture(pdf: str, lang: str) -> dict[str, Any]:
    """The first page of what was chosen, or why it cannot be read."""
    token = secrets.token_hex(4)
    try:
        href, ratio = page_picture(base64.b64decode(pdf))
    except (PlannerError, ValueError) as error:
        problems = getattr(error, "problems", ())
        return {"token": token, "error": say(problems[0], lang) if problems else str(error)}
    return {"token": token, "href": href, "ratio": ratio}


def _nothing() -> None:
    """Streamlit needs a callback to know a value; the next run reads it."""
