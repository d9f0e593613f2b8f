"""Pages, in the order of the navigation."""

from planner.app.pages import audit, guidelines, halls, report

PAGES = (halls, audit, guidelines, report)
