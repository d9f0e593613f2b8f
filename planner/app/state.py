"""What a visitor has chosen: language, hall, rules; and the audits made for it."""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from planner import i18n
from planner.app import view
from planner.audit import Audit, audit
from planner.audit.judge import DEFAULT_PACKS
from planner.audit.record import Replay, read, replay
from planner.catalog import read_layout
from planner.errors import PlannerError, Problem
from planner.exchange import shipped
from planner.model import Layout, mistakes
from planner.rules.pack import load_pack, packs
from planner.store import Store

LANGUAGE = "language"
HALL = "hall"
TURN = "turn-to"  # page a fragment asked for; the next whole run turns to it
ENTERED = "entered"  # page that this run came to from another one
PACKS, READINGS = "packs", "readings"
MOST_LINES = 60  # mistakes of a file that are listed
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


def nothing_yet() -> None:
    """Say that there is no hall, and where to make one."""
    if not store().halls() and not shipped.halls():
        st.info(say("no-halls"))
    if st.button(say("to-halls"), type="primary", key="to-halls"):
        go("halls")


@st.cache_resource
def store() -> Store:
    """The person's halls."""
    return Store()


def choose(reference: str) -> None:
    """Look at another hall; the address keeps it."""
    st.session_state[HALL] = reference


def referred() -> str:
    """How the hall being looked at is named; empty where none was chosen.

    The address names it at first; turning pages clears the address, so it is kept.
    """
    if HALL not in st.session_state and st.query_params.get(HALL):
        st.session_state[HALL] = st.query_params[HALL]
    reference = st.session_state.get(HALL) or ""
    sort, _, name = reference.partition(":")
    if sort == "blank" and any(hall.id == name for hall in store().halls()):
        st.session_state[HALL] = reference = f"mine:{name}"  # its first walls made it a hall
    return reference


def chosen() -> Choice | None:
    """The hall being looked at; the first one there is where none was chosen."""
    reference = referred()
    if not reference or reference.startswith("blank:"):
        mine = store().halls()
        examples = shipped.halls()
        if not mine and not examples:
            return None
        reference = f"mine:{mine[0].id}" if mine else f"example:{examples[0]}"
    st.session_state[HALL] = reference
    try:
        choice = find(reference)
    except PlannerError as error:
        st.session_state.pop(HALL, None)
        st.query_params.pop(HALL, None)
        show_error(error)
        return None
    if st.query_params.get(HALL) != reference:
        st.query_params[HALL] = reference
    return choice


def find(reference: str) -> Choice:
    """The hall of a reference.

    Raises
    ------
    PlannerError
        If there is none, or its file is gone.
    """
    sort, _, name = reference.partition(":")
    if sort == "mine":
        layout, revision = store().open(name)
        return Choice("mine", name, layout, revision.number)
    if sort == "file":
        kept = st.session_state.get(f"file:{name}")
        if kept is None:
            problem = Problem("app.file-gone")
            raise PlannerError(say("file-gone"), problems=(problem,))
        return kept
    return Choice("example", name, example(name))


@st.cache_data(show_spinner=False)
def _example(name: str) -> str:
    return shipped.hall(name).to_json()


def example(name: str) -> Layout:
    """A shipped hall."""
    return read_layout(_example(name))


def start_blank(title: str = "") -> None:
    """Look at an empty sheet; it becomes a hall with its first walls."""
    st.session_state["blank-name"] = title
    choose(f"blank:hall-{secrets.token_hex(3)}")


def all_halls() -> list[tuple[str, Any, bool]]:
    """Reference, name and whether it is an example, of each hall."""
    mine = [(f"mine:{hall.id}", hall.name, False) for hall in store().halls()]
    shown = [(n, example(n)) for n in shipped.halls()]
    return mine + [(f"example:{n}", h.name or h.branch.name, True) for n, h in shown]


def choice_data(choice: Choice | None) -> dict[str, Any]:
    """What the chooser of a page shows."""
    lang = language()
    data = view.chooser(
        lang,
        halls=all_halls(),
        current=choice.reference if choice else "",
        packs=chosen_packs(),
        chosen=chosen_readings(),
    )
    return data | {"name": view.name_of(choice.layout, lang) if choice else ""}


def forget_audits() -> None:
    """Judge anew: something all audits depend on has changed."""
    _judged.clear()  # type: ignore[attr-defined]
    _replayed.clear()  # type: ignore[attr-defined]


def answer(event: dict[str, Any]) -> bool:
    """What every page's chooser asks: another hall, other rules. True where it was that."""
    if event.get("name") == "hall":
        choose(str(event.get("reference", "")))
    elif event.get("name") == "rules":
        choose_rules(event.get("packs"), event.get("readings"))
    else:
        return False
    st.rerun()


def own_copy(choice: Choice) -> str:
    """A copy of an example or a file in the person's own folder; returns its reference.

    Within one visit an example is copied once: whoever comes back finds what was changed.
    """
    copies = st.session_state.setdefault("copies", {})
    known = {f"mine:{hall.id}" for hall in store().halls()}
    if copies.get(choice.reference) not in known:
        copies[choice.reference] = f"mine:{store().create(choice.layout).hall}"
    return copies[choice.reference]


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
        replay(record)  # names a pack or reading this program does not have, before it is opened
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


def chosen_packs() -> tuple[str, ...]:
    """Packs to judge by."""
    return tuple(st.session_state.get(PACKS, DEFAULT_PACKS))


def chosen_readings() -> dict[str, str]:
    """Readings chosen otherwise than by default."""
    return dict(sorted(st.session_state.get(READINGS, {}).items()))


def choose_rules(chosen: Any, readings: Any) -> None:
    """Judge by other packs or readings from now on; what is unknown is left out."""
    known = [name for name in packs() if name in set(map(str, chosen or ()))]
    if known:
        st.session_state[PACKS] = known
    found = {}
    for name in packs():
        for key, reading in load_pack(name).readings.items():
            value = (readings or {}).get(key)
            if value in reading.choices and value != reading.default:
                found[key] = value
    st.session_state[READINGS] = found


def judged(choice: Choice) -> Audit:
    """The hall judged by the packs and readings chosen, today or on its own day."""
    readings = json.dumps(chosen_readings())
    return _judged(choice.layout.to_json(), chosen_packs(), readings, choice.layout.as_of)


@st.cache_resource(show_spinner=False, max_entries=20)
def _replayed(record_json: str) -> Replay:
    return replay(json.loads(record_json))


def judged_again(choice: Choice) -> Replay:
    """An audit file judged again by this program, beside what it recorded."""
    return _replayed(json.dumps(choice.record or {}, sort_keys=True))


def plain(text: str) -> str:
    """Text for a Streamlit element that reads Markdown: every sign stands for itself."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>$:~&])", r"\\\1", text)


def show_error(error: PlannerError) -> None:
    """An error as sentences in the visitor's language, each on a line of its own."""
    lang = language()
    lines = [mistakes.say(problem, lang) for problem in error.problems] or [str(error)]
    shown = [f"- {plain(line)}" if len(lines) > 1 else plain(line) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append(f"- {say('more-mistakes', n=len(lines) - MOST_LINES)}")
    st.error("\n".join(shown), icon=None)
