"""What stands round every page: header, navigation, language."""

from importlib import resources

import streamlit as st

from planner import i18n
from planner.app import state
from planner.app.pages import PAGES

_STYLE = """
.stMainBlockContainer { padding-left: 32px; padding-right: 32px; max-width: none }
.st-key-topbar { position: fixed; top: 12px; right: 62px; width: auto; z-index: 999991 }
[data-testid="stLayoutWrapper"]:has(> .st-key-topbar) { display: contents }
[data-testid="stStatusWidget"] { display: none }
[data-stale="true"] { opacity: 1 !important; transition: none !important }
[role=tab][aria-selected=true] p, [data-testid="stButtonGroup"] [aria-checked=true] * {
  color: light-dark(#1D5BB8, #8DB8FF) }
[data-testid="stHeaderLogo"], [data-testid="stLogo"] { height: 28px; max-width: none }
.stDialog [role=dialog] h1, .stDialog [role=dialog] h2 { font-size: 20px }
.stDialog [data-testid="stImage"] img { background: #FFFFFF; border-radius: 6px }
:focus-visible { outline: 2px solid light-dark(#1D5BB8, #8DB8FF); outline-offset: 2px }
@media (pointer: coarse) { button, input, [role=radio] { min-height: 44px !important }
  .st-key-topbar { top: 6px } }
.st-key-report-side { position: fixed; top: 56.25px; right: 0; bottom: 0; width: 332px;
  overflow: auto; padding: 18px 20px 24px; z-index: 2;
  border-left: 1px solid light-dark(#DDE3EA, #2C3541);
  border-top: 1px solid light-dark(#DDE3EA, #2C3541); gap: 0.75rem }
.st-key-light-busy { position: fixed; top: 72px; left: 32px; z-index: 5; width: auto }
@media (max-width: 900px) { .st-key-report-side { width: 280px } }
@media (max-width: 820px) { .st-key-topbar { right: 48px } }
"""


def run() -> None:
    """Show the page the address names."""
    web = resources.files("planner.app") / "web"
    lang = state.language()
    st.set_page_config(
        page_title=i18n.say("app.name", lang), page_icon=str(web / "icon.svg"), layout="wide"
    )
    st.html(f"<style>{_STYLE}</style>")
    logo = web / f"logo-{lang}.svg"
    st.logo(str(logo if logo.is_file() else web / "icon.svg"), size="large")
    with st.container(key="topbar"):
        st.segmented_control(
            i18n.say("app.language", lang),
            options=sorted(i18n.languages(), key=lambda tag: (tag != i18n.DEFAULT, tag)),
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
    page = st.navigation(list(pages.values()), position="top")
    current = page.url_path or PAGES[0].name
    before = st.session_state.get("page")
    st.session_state["page"] = current
    st.session_state[state.ENTERED] = current if current != before else None
    if turn := st.session_state.pop(state.TURN, None):
        state.go(turn)
    page.run()
