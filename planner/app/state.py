"""What a visitor has chosen: language, hall, rules; and the audits made for it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from planner import i18n
from planner.audit import Audit, audit
from planner.audit.judge import DEFAULT_PACKS
from planner.audit.record import read, replay
from planner.catalog import read_layout
from planner.errors import PlannerError
from planner.exchange import shipped
from planner.model import Layout, mistakes
from planner.rules.pack import load_pack
from planner.store import Store

LANGUAGE = "language"
HALL = "hall"
_KEPT_LANGUAGE = "kept-language"
_PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Choice:
    """The hall being looked at: where it comes from and what it holds."""

    sort: str  # "mine", "example" or "file"
    id: str
    layout: Layout
    revision: int | None = None  # of a hall of one's own
    record: Mapping[str, Any] | None = None  # of an audit file that was opened

    @property
    def reference(self) -> str:
        """How the address names it."""
        return f"{self.sort}:{self.id}"


def language() -> str:
    """The visitor's language: chosen, else the browser's."""
    chosen = st.session_state.get(LANGUAGE) or st.session_state.get(_KEPT_LANGUAGE)
    if chosen in i18n.languages():
        return chosen
    if (asked := st.query_params.get("lang")) in i18n.languages():
        return asked
    locale = (st.context.locale or "").lower()
    return "en" if locale.startswith("en") else i18n.DEFAULT


def keep_language() -> None:
    """Remember the language beyond its widget; a click on the chosen one keeps it."""
    st.session_state[_KEPT_LANGUAGE] = st.session_state.get(LANGUAGE) or language()
    st.session_state[LANGUAGE] = st.session_state[_KEPT_LANGUAGE]


def say(key: str, **values: object) -> str:
    """A word of this room in the visitor's language."""
    return i18n.say(f"app.{key}", language(), **values)


def remember_pages(pages: dict[str, Any]) -> None:
    """Keep the page objects for `go`."""
    st.session_state[_PAGES] = pages


def go(page: str) -> None:
    """Turn to another page."""
    st.switch_page(st.session_state[_PAGES][page])


@st.cache_resource
def store() -> Store:
    """The person's halls."""
    return Store()


def choose(reference: str) -> None:
    """Look at another hall; the address keeps it."""
    st.session_state[HALL] = reference


def chosen() -> Choice | None:
    """The hall being looked at; the first example where none was chosen."""
    reference = st.session_state.get(HALL) or st.query_params.get(HALL)
    if not reference:
        mine = store().halls()
        examples = shipped.halls()
        if not mine and not examples:
            return None
        reference = f"mine:{mine[0].id}" if mine else f"example:{examples[0]}"
    st.session_state[HALL] = reference
    sort, _, name = reference.partition(":")
    try:
        if sort == "mine":
            layout, revision = store().open(name)
            choice = Choice("mine", name, layout, revision.number)
        elif sort == "file":
            kept = st.session_state.get(f"file:{name}")
            if kept is None:
                raise PlannerError(say("file-gone"))
            choice = kept
        else:
            choice = Choice("example", name, example(name))
    except PlannerError as error:
        st.session_state.pop(HALL, None)
        st.query_params.pop(HALL, None)
        show_error(error)
        return None
    if st.query_params.get(HALL) != reference:
        st.query_params[HALL] = reference
    return choice


@st.cache_data(show_spinner=False)
def _example(name: str) -> str:
    return shipped.hall(name).to_json()


def example(name: str) -> Layout:
    """A shipped hall."""
    return read_layout(_example(name))


def own_copy(choice: Choice) -> str:
    """A copy of an example or a file in the person's own folder; returns its reference."""
    revision = store().create(choice.layout)
    return f"mine:{revision.hall}"


def open_upload(name: str, content: bytes) -> str:
    """A layout, an audit file or a plan that was uploaded; returns its reference.

    Raises
    ------
    PlannerError
        With a sentence for every mistake.
    """
    digest = hashlib.sha256(content).hexdigest()[:12]
    record = None
    if name.lower().endswith(".json") and b'"verdicts_sha256"' in content:
        record = read(content)
        layout = Layout.from_data(record["layout"])
    elif name.lower().endswith(".json"):
        layout = read_layout(content)
    else:
        from planner.exchange import open_plan

        layout = open_plan(name, content).to_layout()
    st.session_state[f"file:{digest}"] = Choice("file", digest, layout, None, record)
    return f"file:{digest}"


@st.cache_resource(show_spinner=False, max_entries=200)  # frozen: shared, never copied
def _judged(layout_json: str, packs: tuple[str, ...], readings: str, day: date | None) -> Audit:
    layout = read_layout(layout_json)
    return audit(layout, packs, readings=json.loads(readings), day=day)


def judged(choice: Choice) -> Audit:
    """The hall judged by the packs and readings chosen, today or on its own day."""
    readings = json.dumps(dict(sorted(st.session_state.get("readings", {}).items())))
    packs = tuple(st.session_state.get("packs", DEFAULT_PACKS))
    return _judged(choice.layout.to_json(), packs, readings, choice.layout.as_of)


def judged_again(choice: Choice) -> Any:
    """An audit file judged again by this program, beside what it recorded."""
    return replay(choice.record or {})


def reading_choices() -> dict[str, Any]:
    """Every switchable reading of the packs chosen, by id."""
    packs = st.session_state.get("packs", DEFAULT_PACKS)
    return {key: r for name in packs for key, r in load_pack(name).readings.items()}


def show_error(error: PlannerError) -> None:
    """An error as sentences in the visitor's language."""
    text = mistakes.say_all(error.problems, language()) if error.problems else str(error)
    st.error(text, icon=None)
