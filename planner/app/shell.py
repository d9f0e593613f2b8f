"""What stands round every page: header, navigation, language."""

from importlib import resources

import streamlit as st

from planner import i18n
from planner.app import state
from planner.app.pages import PAGES

_STYLE = """
.stMainBlockContainer { padding-left: 32px; padding-right: 32px; max-width: none }
.st-key-topbar { position: fixed; top: 12px; right: 62px; width: auto; z-index: 999991 }
[data-testid="stStatusWidget"] { display: none }
[data-stale="true"] { opacity: 1 !important; transition: none !important }
[role=tab][aria-selected=true] p, [data-testid="stButtonGroup"] [aria-checked=true] * {
  color: light-dark(#1D5BB8, #8DB8FF) }
@media (pointer: coarse) { button, input, [role=radio] { min-height: 44px !important } }
"""


def run() -> None:
    """Show the page the address names."""
    logo = resources.files("planner.app") / "web" / "logo.svg"
    lang = state.language()
    st.set_page_config(page_title=i18n.say("app.name", lang), page_icon=str(logo), layout="wide")
    st.html(f"<style>{_STYLE}</style>")
    st.logo(str(logo), size="large")
    with st.container(key="topbar"):
        st.segmented_control(
            i18n.say("app.language", lang),
            options=sorted(i18n.languages(), reverse=True),
            format_func=lambda tag: {"zh-CN": "中文", "en": "EN"}.get(tag, tag),
            key=state.LANGUAGE,
            default=None if state.LANGUAGE in st.session_state else lang,
            on_change=state.keep_language,
            label_visibility="collapsed",
        )
    lang = state.language()
    pages = {
        page.name: st.Page(
            page.show,
            title=i18n.say(f"app.page.{page.name}", lang),
            url_path=page.name,
            default=page is PAGES[0],
        )
        for page in PAGES
    }
    state.remember_pages(pages)
    st.navigation(list(pages.values()), position="top").run()
