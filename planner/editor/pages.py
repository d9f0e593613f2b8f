"""Pages around the board as one Streamlit component: halls, audit, guidelines."""

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import streamlit as st

from planner.editor.kit import code


def _text(name: str) -> str:
    return (resources.files(__package__) / "web" / name).read_text("utf-8")


@cache
def _renderer() -> Any:
    css = _text("pages.css")
    script = code("pages.js").rpartition("\nexport default")[0]
    entry = (
        f"{script}\nconst css = {css!r};\n"
        "export default (component) => m_pages.render(component, css);\n"
    )
    return st.components.v2.component("hall_planner_pages", js=entry)


def pages(
    view: str,
    data: dict[str, Any],
    *,
    lang: str,
    words: dict[str, str],
    on_event: Callable[[dict[str, Any]], None],
) -> None:
    """Show one page.

    Parameters
    ----------
    view : str
        ``halls``, ``audit`` or ``guidelines``.
    data : dict
        What it shows, JSON-ready; every text in it is shown as text.
    lang : str
        Language tag of the texts.
    words : dict
        The page's fixed words by key.
    on_event : callable
        Called with ``{"name": ..., ...}`` when something was pressed.
    """
    key = f"pages-{view}"
    result = _renderer()(
        key=key,
        data={"view": view, "lang": lang, "words": words, **data},
        on_event_change=_nothing,
    )
    if event := getattr(result, "event", None):
        on_event(event)


def _nothing() -> None:
    """Streamlit needs a callback to know a trigger; the run that follows reads it."""
