"""The report: its pages as pictures, and everything there is to take along."""

import io

import pypdfium2
import streamlit as st

from planner.app import state, view
from planner.audit import Audit
from planner.audit.record import to_json
from planner.exchange import tables
from planner.report import write_checklist, write_report

name = "report"
SCALE = 1.4  # pixels a point


def show() -> None:
    """Draw the page."""
    choice = state.chosen()
    if choice is None:
        st.info(state.say("no-halls"))
        return
    lang = state.language()
    audit = state.judged(choice)
    layout_json = choice.layout.to_json()
    left, right = st.columns([2.6, 1], gap="large")
    with right:
        st.subheader(view.name_of(choice.layout, lang))
        what = st.segmented_control(
            state.say("document"),
            ["report", "checklist"],
            default="report",
            format_func=lambda n: view.word(f"doc.{n}", lang),
            key="report-what",
        )
        spoken = st.segmented_control(
            state.say("report-language"),
            ["zh-CN", "en", "both"],
            default=lang,
            format_func=lambda n: view.word(f"spoken.{n}", lang),
            key="report-lang",
        )
        what, spoken = what or "report", spoken or lang
        with st.spinner(state.say("making")):
            content = _pdf(what, layout_json, spoken, _audit=audit)
        stem = choice.layout.id
        st.download_button(
            state.say("download-pdf"),
            content,
            f"{stem}-{what}-{spoken}.pdf",
            "application/pdf",
            type="primary",
            use_container_width=True,
            key="get-pdf",
        )
        st.download_button(
            state.say("download-xlsx"),
            _xlsx(layout_json, lang, _audit=audit),
            f"{stem}.xlsx",
            use_container_width=True,
            key="get-xlsx",
        )
        st.download_button(
            state.say("download-json"),
            to_json(audit),
            f"{stem}-audit.json",
            "application/json",
            use_container_width=True,
            key="get-json",
        )
        st.download_button(
            state.say("download-layout"),
            layout_json,
            f"{stem}.json",
            "application/json",
            use_container_width=True,
            key="get-layout",
        )
    with left:
        images = _pictures(content)
        for start in range(0, len(images), 2):
            for column, n in zip(
                st.columns(2), range(start, min(start + 2, len(images))), strict=False
            ):
                column.image(images[n], caption=f"{n + 1} / {len(images)}")


@st.cache_data(show_spinner=False, max_entries=30)
def _pdf(what: str, layout_json: str, spoken: str, _audit: Audit) -> bytes:
    write = write_report if what == "report" else write_checklist
    return write(_audit, spoken)


@st.cache_data(show_spinner=False, max_entries=30)
def _xlsx(layout_json: str, lang: str, _audit: Audit) -> bytes:
    return tables.write_xlsx(
        {
            "findings": tables.findings_table(_audit, lang),
            "items": tables.items_table(_audit.layout, lang),
            "readings": tables.readings_table(_audit.layout, lang),
        },
        lang,
    )


@st.cache_data(show_spinner=False, max_entries=30)
def _pictures(content: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    found = []
    for page in document:
        out = io.BytesIO()
        page.render(scale=SCALE, may_draw_forms=True).to_pil().save(out, "PNG")
        found.append(out.getvalue())
    return found
