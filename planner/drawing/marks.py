"""Numbered marks: a finding's severity as shape and colour, so that either alone is enough."""

from dataclasses import dataclass

from planner.drawing.sheet import SMALLEST_TEXT, Sheet, ngon

SEVERITIES = ("critical", "major", "minor", "info", "uncertain", "needs-review", "passed")
RADIUS = 2.3  # mm


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding's number in its place."""

    number: int
    severity: str  # one of SEVERITIES
    at: tuple[float, float]  # [m]
    level: str = ""
    subject: str = ""


def draw_mark(
    sheet: Sheet, x: float, y: float, number: int | str, severity: str, r: float = RADIUS
) -> None:
    """Draw a mark with its middle at (x, y) [mm]."""
    words = str(number)
    k = r / RADIUS
    size = max((2.5, 2.1, 1.9)[min(max(len(words), 1), 3) - 1] * k, SMALLEST_TEXT)
    if severity == "critical":
        sheet.path(ngon(x, y, r * 1.08, 8, 22.5), fill="critical", stroke="halo", width=0.35 * k)
        sheet.path(ngon(x, y, r * 0.86, 8, 22.5), stroke="on-critical", width=0.16 * k)
        sheet.text(x, y, words, size, fill="on-critical", bold=True)
    elif severity == "major":
        corners = [(x, y - r * 1.12), (x + r * 1.25, y + r * 0.98), (x - r * 1.25, y + r * 0.98)]
        sheet.path(corners, fill="major", stroke="halo", width=0.35 * k)
        small = 2.1 * k if len(words) < 2 else SMALLEST_TEXT
        sheet.text(x, y + r * 0.34, words, small, fill="on-major", bold=True)
    elif severity in ("minor", "info"):
        sheet.circle(x, y, r * 1.08, fill="halo")
        sheet.circle(x, y, r * 0.95, fill="minor-soft", stroke="minor", width=0.35 * k)
        sheet.text(x, y, words, size, fill="minor", bold=True)
    elif severity == "uncertain":
        sheet.path(ngon(x, y, r * 1.3, 4), fill="halo")
        sheet.path(ngon(x, y, r * 1.2, 4), fill="unsure-soft", stroke="unsure", width=0.35 * k)
        sheet.text(x, y, words or "≈", size, fill="unsure", bold=True)
    elif severity == "needs-review":
        sheet.box(x - r, y - r, 2 * r, 2 * r, fill="halo")
        half = r * 0.9
        sheet.box(
            x - half, y - half, 2 * half, 2 * half,
            fill="unsure-soft", stroke="unsure", width=0.3 * k, dash="0.7 0.45",
        )  # fmt: skip
        sheet.text(x, y, words or "?", size, fill="unsure", bold=True)
    else:
        sheet.circle(x, y, r * 0.95, fill="pass-soft", stroke="pass", width=0.35 * k)
        tick = [(x - r * 0.45, y), (x - r * 0.1, y + r * 0.38), (x + r * 0.5, y - r * 0.38)]
        sheet.line(*tick, stroke="pass", width=0.42 * k)
