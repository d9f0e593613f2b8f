"""Hall Planner in the browser: ``streamlit run app.py``."""

from planner.app import run

run()
