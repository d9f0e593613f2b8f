"""The drawing board: a Streamlit component and its Python side."""
