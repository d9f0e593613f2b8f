"""Pages, in the order of the navigation."""

from planner.app.pages import audit, board, guidelines, halls, report

PAGES = (halls, board, audit, report, guidelines)
