"""Plan and wall elevations as SVG, from one display list.

The list holds paper millimetres, y down, and roles of colour; `Sheet.svg` writes it with
fixed colours for paper or with CSS variables for a page: the same picture on both.
"""

from planner.drawing.elevation import elevation, elevations_worth_drawing
from planner.drawing.marks import Mark, draw_mark
from planner.drawing.plan import plan
from planner.drawing.sheet import Label, Sheet, View
from planner.drawing.symbols import symbols, symbols_json

__all__ = [
    "Label",
    "Mark",
    "Sheet",
    "View",
    "draw_mark",
    "elevation",
    "elevations_worth_drawing",
    "plan",
    "symbols",
    "symbols_json",
]
