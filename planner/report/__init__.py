"""Reports and checklists as PDF."""

from planner.report.pdf import fill as fill_checklist
from planner.report.pdf import read as read_checklist
from planner.report.report import write_checklist, write_report

__all__ = ["fill_checklist", "read_checklist", "write_checklist", "write_report"]
