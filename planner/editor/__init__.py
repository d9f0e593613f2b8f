"""The drawing board: a Streamlit component and its Python side."""

from planner.editor.desk import Desk, Elsewhere

__all__ = ["Desk", "Elsewhere"]
