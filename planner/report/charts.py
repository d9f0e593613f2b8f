"""Charts as SVG: the score with its denominator, light ratios against their bands."""

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import Rectangle

from planner.report.fonts import FONT, folder

INK, INK2, INK3, LINE = "#18212C", "#465364", "#5F6C7D", "#DDE3EA"
MET, LOST, OPEN = "#1D5BB8", "#BC5000", "#FFFFFF"
BAND = "#E6F4EB"
GREEN = "#1B7340"
LOOKS = {"passed": GREEN, "failed": "#BC5000", "uncertain": "#3F5A7A"}
MM = 1 / 25.4
LEFT = 0.31  # share of the width that the rows' names take
LONGEST = 34  # halves of a Chinese character on one line of a name

_STYLE: Any = {
    "svg.fonttype": "none",  # text stays text: the document's own font draws it
    "svg.hashsalt": "hall-planner",
    "font.family": [FONT],
    "font.size": 7.5,
    "axes.edgecolor": INK3,
    "axes.linewidth": 0.5,
    "text.color": INK,
    "hatch.linewidth": 0.5,
    "path.simplify": False,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the score chart: weights of rules, split by what became of them."""

    name: str
    met: float
    lost: float
    undecided: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """One row of the ratio chart."""

    name: str
    value: float
    low: float
    high: float
    outcome: str
    spread: float = 0.0  # half the interval of the value
    shown: str = ""


def score(bars: list[Bar], words: dict[str, str], *, width: float = 178.0) -> str:
    """Weights met, lost and undecided, one bar a pack; the whole bar is what applies.

    `words` has ``met``, ``lost``, ``undecided`` and ``axis``.
    """
    height = 13.0 + 7.0 * len(bars)
    _font()
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width * MM, height * MM))
        axes = figure.add_axes((LEFT, 9.0 / height, 0.98 - LEFT, 1 - 13.0 / height))
        for row, bar in enumerate(reversed(bars)):
            total = bar.met + bar.lost + bar.undecided or 1.0
            left = 0.0
            for part, colour, hatch in (
                (bar.met, MET, ""),
                (bar.lost, LOST, ""),
                (bar.undecided, OPEN, "/////"),
            ):
                axes.barh(
                    row,
                    part / total * 100,
                    0.58,
                    left,
                    facecolor=colour,
                    hatch=hatch,
                    edgecolor=INK3 if hatch else colour,
                    linewidth=0.5,
                )
                left += part / total * 100
            axes.text(-1.5, row, _folded(bar.name), ha="right", va="center", color=INK)
        axes.set(xlim=(0, 100), ylim=(-0.6, len(bars) - 0.4))
        axes.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"], color=INK3)
        axes.set_yticks([])
        axes.tick_params(length=2, width=0.5, color=INK3, pad=2)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        x = LEFT
        for key, colour, hatch in (
            ("met", MET, ""),
            ("lost", LOST, ""),
            ("undecided", OPEN, "/////"),
        ):
            box = Rectangle(
                (x, 1 - 3.2 / height),
                2.6 / width,
                2.4 / height,
                transform=figure.transFigure,
                facecolor=colour,
                hatch=hatch,
                edgecolor=INK3 if hatch else colour,
                linewidth=0.5,
            )
            figure.add_artist(box)
            figure.text(
                x + 4 / width, 1 - 2.0 / height, words[key], va="center", ha="left", color=INK2
            )
            x += 0.22
        return _svg(figure)


def ratios(rows: list[Ratio], words: dict[str, str], *, width: float = 178.0) -> str:
    """Measured ratios to the hall's light, each against its own band.

    `words` has ``axis``.
    """
    height = 12.0 + 6.4 * len(rows)
    top = max([4.5, *(max(r.high, r.value + r.spread) * 1.12 for r in rows)])
    _font()
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width * MM, height * MM))
        axes = figure.add_axes((LEFT, 10.0 / height, 0.92 - LEFT, 1 - 11.0 / height))
        for y, row in enumerate(reversed(rows)):
            axes.barh(
                y,
                row.high - row.low,
                0.56,
                row.low,
                facecolor=BAND,
                edgecolor=GREEN,
                linewidth=0.5,
                linestyle=(0, (3, 2)),
            )
            colour = LOOKS.get(row.outcome, INK3)
            if row.spread:
                axes.plot(
                    [row.value - row.spread, row.value + row.spread],
                    [y, y],
                    color=colour,
                    linewidth=1.1,
                    solid_capstyle="butt",
                )
            shape = {"passed": "o", "failed": "^", "uncertain": "D"}.get(row.outcome, "s")
            axes.plot([row.value], [y], shape, color=colour, markersize=5, markeredgewidth=0)
            axes.text(-0.06 * top / 4.5, y, _folded(row.name), ha="right", va="center", color=INK)
            axes.text(
                1.015,
                y,
                row.shown or f"{row.value:.2f}",
                transform=axes.get_yaxis_transform(),
                ha="left",
                va="center",
                color=colour,
                fontweight="bold",
            )
        axes.axvline(1.0, color=INK3, linewidth=0.6)
        axes.set(xlim=(0, top), ylim=(-0.6, len(rows) - 0.4))
        ticks = list(range(int(top) + 1))
        axes.set_xticks(ticks, [str(tick) for tick in ticks], color=INK3)
        axes.set_yticks([])
        axes.set_xlabel(words["axis"], fontsize=7, color=INK2, labelpad=2)
        axes.tick_params(length=2, width=0.5, color=INK3, pad=2)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        return _svg(figure)


def _folded(name: str) -> str:
    """A name on as many lines as it needs: broken at spaces, or anywhere in Chinese."""
    lines, line = [], ""
    for piece in re.findall(r"[!-~]+ *|.", name):
        if line and _halves(line + piece.rstrip()) > LONGEST:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return "\n".join([*lines, line.rstrip()])


def _halves(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return out.getvalue()


@cache
def _font() -> None:
    """Make the font's faces known to matplotlib, which measures text with them."""
    for face in ("Regular", "Bold"):
        fontManager.addfont(str(folder() / f"NotoSansCJKsc-{face}.otf"))
