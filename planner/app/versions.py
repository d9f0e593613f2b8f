"""Versions of a hall: named, opened as a copy, compared side by side."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import streamlit as st

from planner import i18n
from planner.app import state, view
from planner.catalog import place
from planner.drawing import plan
from planner.editor.pages import pages
from planner.model import Door, Fixture, Layout, Stair, Wall, Window, Zone
from planner.model.shapes import opening, stair_ring, wall_body
from planner.rules.finding import Evidence, Role
from planner.store import Change, Revision, changes
from planner.study.labels import label

BURST = timedelta(minutes=3)  # saves closer together than this show as one version
MOST = 60
_PICK = "versions-pick"


def dialog(hall: str, lang: str) -> None:
    """Open the dialog of a hall's versions."""
    st.session_state.pop(_PICK, None)
    st.dialog(state.say("versions"), width="large")(_show)(hall, lang)


def _show(hall: str, lang: str) -> None:
    store = state.store()
    every = store.revisions(hall)
    shown = grouped(every)
    known = {revision.number for revision in every}
    before, after = st.session_state.get(_PICK, (None, None))
    if before not in known or after not in known:
        after = every[0].number
        before = next((r.number for r in shown if r.number < after), after)
    old, new = store.open(hall, before)[0], store.open(hall, after)[0]
    data = {
        "versions": [_version(r, every[0].number, lang) for r in shown],
        "before": before,
        "after": after,
        "plans": compared(old, new, lang),
        "changes": [told(change, old, new, lang) for change in changes(old, new)],
    }
    pages("versions", data, lang=lang, words=view.page_words(lang), on_event=_event(hall))


def _event(hall: str) -> Any:
    def on_event(event: dict[str, Any]) -> None:
        what, number = event.get("name"), int(event.get("number") or 0)
        store = state.store()
        if what == "pick":
            st.session_state[_PICK] = (int(event["before"]), int(event["after"]))
            st.rerun(scope="fragment")
        elif what == "call":
            store.name_version(hall, number, str(event.get("title", "")).strip()[:60] or None)
            st.rerun(scope="fragment")
        elif what == "copy":
            layout, revision = store.open(hall, number)
            lang = state.language()
            values = {"name": view.name_of(layout, lang), "n": revision.number}
            title = view.word("version-copy", lang, **values)
            made = store.create(layout.model_copy(update={"name": title}))
            state.choose(f"mine:{made.hall}")
            st.session_state["board-toast"] = view.word("version-opened", lang, name=title)
            st.rerun()

    return on_event


def grouped(revisions: Iterable[Revision]) -> list[Revision]:
    """Revisions worth a row, the newest first: named ones, the first, the last of each burst."""
    every = list(revisions)
    kept = []
    newer: Revision | None = None
    for revision in every:
        last_of_burst = newer is None or newer.saved_at - revision.saved_at > BURST
        if last_of_burst or revision.name or revision.number == 1:
            kept.append(revision)
        newer = revision
    return kept[:MOST] if len(kept) > MOST else kept


def _version(revision: Revision, head: int, lang: str) -> dict[str, Any]:
    return {
        "number": revision.number,
        "when": view.moment(revision.saved_at, lang),
        "title": revision.name or "",
        "head": revision.number == head,
    }


def told(change: Change, old: Layout, new: Layout, lang: str) -> dict[str, str]:
    """A change in words: what, how, and from which value to which."""
    layout = old if change.sort == "removed" else new
    known = change.group == "hall" or change.id in layout.by_id
    name = label(layout, change.id)[lang] if known else _named(change, lang)
    details = "; " if lang == "en" else "；"
    fields = [
        f"{_field(path, lang)} {_value(path, before, lang)} → {_value(path, after, lang)}"
        for path, before, after in change.fields[:4]
    ]
    return {"what": name, "sort": change.sort, "how": details.join(fields)}


def _named(change: Change, lang: str) -> str:
    key = f"editor.one.{change.group}"
    return f"{i18n.say(key, lang) if i18n.knows(key) else change.group} {change.id}"


def _field(path: str, lang: str) -> str:
    """A field's name as the board calls it."""
    name = path.rpartition(".")[2]
    for key in (f"app.field.{name}", f"editor.field.{name}"):
        if i18n.knows(key):
            return i18n.say(key, lang)
    return path


def _value(path: str, value: Any, lang: str) -> str:
    if value is None or value == "":
        return view.word("unset", lang)
    if isinstance(value, bool):
        return view.word("yes" if value else "no", lang)
    if isinstance(value, float | int) and path.endswith(("height", "sill", "head")):
        return f"{value * 100:g} cm"
    if isinstance(value, dict):
        return str(value.get(lang) or next(iter(value.values()), ""))[:40]
    if isinstance(value, list):
        flat = all(isinstance(v, float | int) for v in value)
        return (
            ", ".join(f"{v:.2f}" for v in value) if flat and len(value) < 4 else f"[{len(value)}]"
        )
    return str(value)[:40]


# --- two plans ---


def compared(old: Layout, new: Layout, lang: str) -> list[dict[str, Any]]:
    """Each level before and after, with what changed drawn over it."""
    found = changes(old, new)
    rows = []
    for level in dict.fromkeys([*(v.id for v in new.levels), *(v.id for v in old.levels)]):
        pair = {}
        for side, layout, gone in (("before", old, "removed"), ("after", new, "added")):
            if level not in {v.id for v in layout.levels}:
                pair[side] = ""
                continue
            pieces = []
            for change in found:
                if change.sort not in (gone, "changed"):
                    continue
                role = {"removed": Role.OFFENDS, "added": Role.PROPOSED}.get(change.sort, Role.FREE)
                if (shape := _shape(layout, change.id, level)) is not None:
                    pieces.append(Evidence(shape.buffer(0.12), role, level))
            sheet = plan(
                layout, level, lang=lang, evidence=pieces, theme="page", dimensions=False,
                legend=False, width_mm=130, height_mm=100,
            )  # fmt: skip
            pair[side] = sheet.svg()
        rows.append(pair)
    return rows


def _shape(layout: Layout, thing_id: str, level: str) -> Any:
    """What a thing covers on plan; None where it has no place on this level."""
    thing = layout.by_id.get(thing_id)
    if thing is None or layout.level_of(thing) != level:
        return None
    if isinstance(thing, Fixture):
        return place(layout, thing).footprint
    if isinstance(thing, Door | Window):
        return opening(layout, thing).gap
    if isinstance(thing, Wall):
        return wall_body(thing)
    if isinstance(thing, Stair):
        return stair_ring(thing)
    if isinstance(thing, Zone):
        from shapely import LinearRing

        return LinearRing(thing.ring)
    if hasattr(thing, "at"):
        from shapely import Point

        return Point(thing.at[:2]).buffer(0.15)
    return None
