"""Pages, in the order of the navigation."""

from planner.app.pages import audit, board, guidelines, halls, light, report

PAGES = (halls, board, audit, light, report, guidelines)
