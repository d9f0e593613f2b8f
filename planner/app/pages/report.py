"""The report: its pages as pictures, and everything there is to take along.

What makes documents is loaded when the page is opened first: starting the app is quicker so.
"""

import base64
import hashlib
import io
from collections.abc import Callable

import streamlit as st

from planner.app import state, view
from planner.audit import Audit
from planner.audit.record import to_json
from planner.editor.pages import pages
from planner.errors import PlannerError

name = "report"
SCALE = 1.5  # pixels a point


def show() -> None:
    """Draw the page."""
    choice = state.chosen()
    if choice is None:
        state.nothing_yet()
        return
    lang = state.language()
    audit = state.judged_again(choice).audit if choice.record else state.judged(choice)
    key = f"{choice.reference}/{hashlib.sha256(to_json(audit).encode()).hexdigest()}"
    with st.container(key="report-side"):
        what, spoken = _asked(choice, lang)
        facts = st.empty()
        with st.spinner(state.say("making")):
            try:
                content = _pdf(what, key, spoken, _audit=audit)
                images = _pictures(content)
            except PlannerError as error:
                state.show_error(error)
                return
        facts.caption(
            view.word(
                "report-facts",
                lang,
                day=audit.day.isoformat(),
                pages=len(images),
                size=f"{len(content) / 1000:,.0f} kB",
            )
        )
        _downloads(choice, audit, key, what, spoken, content, lang)
    pages(
        "report",
        {
            "images": images,
            "size": [round(595 * SCALE), round(842 * SCALE)],
            "title": f"{view.word(f'doc.{what}', lang)} · {view.name_of(choice.layout, lang)}",
            "mark": hashlib.sha256(content).hexdigest() + lang,
        },
        lang=lang,
        words=view.page_words(lang),
        on_event=lambda event: None,
    )


def _asked(choice: state.Choice, lang: str) -> tuple[str, str]:
    """Which document, in which language."""
    halls = {ref: name for ref, name, _ in state.all_halls()}
    halls.setdefault(choice.reference, choice.layout.name or choice.layout.branch.name)
    picked = st.selectbox(
        state.say("hall"),
        list(halls),
        index=list(halls).index(choice.reference),
        format_func=lambda ref: view.named_in(halls[ref], lang),
        key=f"report-hall-{choice.reference}",
    )
    if picked != choice.reference:
        state.choose(picked)
        st.rerun()
    what = st.segmented_control(
        state.say("document"),
        ["report", "checklist"],
        default="report",
        format_func=lambda n: view.word(f"doc.{n}", lang),
        key="report-what",
        width="stretch",
    )
    spoken = st.segmented_control(
        state.say("report-language"),
        ["zh-CN", "en", "both"],
        default=lang,
        format_func=lambda n: view.word(f"spoken.{n}", lang),
        key=f"report-lang-{lang}",
        width="stretch",
    )
    return what or "report", spoken or lang


def _downloads(
    choice: state.Choice,
    audit: Audit,
    key: str,
    what: str,
    spoken: str,
    content: bytes,
    lang: str,
) -> None:
    st.subheader(state.say("download"))
    stem = choice.layout.id
    other = "checklist" if what == "report" else "report"
    st.download_button(
        state.say(f"download-{what}"),
        content,
        f"{stem}-{what}-{spoken}.pdf",
        "application/pdf",
        type="primary",
        icon=":material/download:",
        width="stretch",
        key="get-pdf",
    )
    rest: list[tuple[str, Callable[[], str | bytes], str, str, str]] = [
        (f"download-{other}", lambda: _pdf(other, key, spoken, _audit=audit),
         f"{stem}-{other}-{spoken}.pdf", "application/pdf", "get-other"),
        ("download-xlsx", lambda: _xlsx(key, lang, _audit=audit), f"{stem}.xlsx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "get-xlsx"),
        ("download-csv", lambda: _csv(audit, lang),
         f"{stem}-findings.csv", "text/csv", "get-csv"),
        ("download-json", lambda: to_json(audit), f"{stem}-audit.json", "application/json",
         "get-json"),
        ("download-layout", lambda: choice.layout.to_json(), f"{stem}.json", "application/json",
         "get-layout"),
    ]  # fmt: skip
    for word, make, file, mime, widget in rest:
        st.download_button(
            state.say(word), make, file, mime, width="stretch", key=widget, on_click="ignore"
        )
    st.caption(state.say("same-input"))


@st.cache_data(show_spinner=False, max_entries=30)
def _pdf(what: str, key: str, spoken: str, _audit: Audit) -> bytes:
    from planner.report import write_checklist, write_report

    write = write_report if what == "report" else write_checklist
    return write(_audit, spoken)


def _csv(audit: Audit, lang: str) -> bytes:
    from planner.exchange import tables

    return tables.write_csv(tables.findings_table(audit, lang), lang)


@st.cache_data(show_spinner=False, max_entries=30)
def _xlsx(key: str, lang: str, _audit: Audit) -> bytes:
    from planner.exchange import tables

    return tables.write_xlsx(
        {
            "findings": tables.findings_table(_audit, lang),
            "items": tables.items_table(_audit.layout, lang),
            "readings": tables.readings_table(_audit.layout, lang),
        },
        lang,
    )


@st.cache_data(show_spinner=False, max_entries=10)
def _pictures(content: bytes) -> list[str]:
    """Each page as an address that holds the picture itself."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    found = []
    for page in document:
        out = io.BytesIO()
        page.render(scale=SCALE, may_draw_forms=True).to_pil().save(
            out, "WEBP", quality=82, method=2
        )
        found.append("data:image/webp;base64," + base64.b64encode(out.getvalue()).decode())
    return found
