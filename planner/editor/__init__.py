"""The drawing board: a Streamlit component and its Python side."""

from planner.editor.desk import Desk, ElsewhereError

__all__ = ["Desk", "ElsewhereError"]
