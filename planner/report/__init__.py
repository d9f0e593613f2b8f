"""Reports, checklists and lux-walk sheets as PDF."""

from planner.report.lighting import lux_plan
from planner.report.pdf import fill as fill_checklist
from planner.report.pdf import read as read_checklist
from planner.report.report import (
    read_lux_walk,
    read_sheet,
    write_checklist,
    write_lux_walk,
    write_report,
)

__all__ = [
    "fill_checklist",
    "lux_plan",
    "read_checklist",
    "read_lux_walk",
    "read_sheet",
    "write_checklist",
    "write_lux_walk",
    "write_report",
]
