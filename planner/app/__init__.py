"""The Streamlit pages: halls, board, audit, guidelines, report."""

from planner.app.shell import run

__all__ = ["run"]
