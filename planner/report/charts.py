"""Charts as SVG: the score with its denominator, light ratios against their bands."""

import io
import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from planner.report.fonts import FONT, folder

INK, INK2, INK3, LINE = "#18212C", "#465364", "#5F6C7D", "#DDE3EA"
MET, LOST, OPEN = "#1D5BB8", "#BC5000", "#FFFFFF"
BAND = "#E6F4EB"
GREEN = "#1B7340"
LOOKS = {"passed": GREEN, "failed": "#BC5000", "uncertain": "#3F5A7A"}
PARTS = {"met": (MET, ""), "lost": (LOST, ""), "undecided": (OPEN, "/////")}
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
    """One bar of the score: weights of rules, split by what became of them."""

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
    predicted: bool = False  # the model's
    model: float | None = None  # what the model says where a meter was held


def score(bar: Bar, *, width: float = 62.0, height: float = 3.4) -> str:
    """Weights met, lost and undecided as one bar; the whole of it is what applies."""
    _font()
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width * MM, height * MM))
        axes = figure.add_axes((0.002, 0.04, 0.996, 0.92))
        total = bar.met + bar.lost + bar.undecided or 1.0
        left = 0.0
        for part, key in ((bar.met, "met"), (bar.lost, "lost"), (bar.undecided, "undecided")):
            colour, hatch = PARTS[key]
            axes.barh(
                0,
                part / total,
                1.0,
                left,
                facecolor=colour,
                hatch=hatch,
                edgecolor=INK3 if hatch else colour,
                linewidth=0.5,
            )
            left += part / total
        axes.set(xlim=(0, 1), ylim=(-0.5, 0.5))
        axes.set_axis_off()
        return _svg(figure)


def ring(share: float, colour: str) -> str:
    """A ring of which a share is filled, from the top clockwise."""
    radius = 16.0
    around = 2 * math.pi * radius
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        f'<circle cx="20" cy="20" r="{radius}" fill="none" stroke="{LINE}" stroke-width="4.6"/>'
        f'<circle cx="20" cy="20" r="{radius}" fill="none" stroke="{colour}" stroke-width="4.6" '
        f'stroke-dasharray="{around * share:.3f} {around:.3f}" transform="rotate(-90 20 20)"/>'
        "</svg>"
    )


def ratios(rows: list[Ratio], words: dict[str, str], *, width: float = 178.0) -> str:
    """Ratios to the hall's light, each against its own band; a hollow mark was predicted.

    `words` has ``axis``.
    """
    height = 12.0 + 5.6 * len(rows)
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
                    linestyle=(0, (2, 1.2)) if row.predicted else "-",
                    solid_capstyle="butt",
                )
            shapes = {"passed": "o", "failed": "^", "uncertain": "D", "predicted": "o"}
            shape = shapes.get(row.outcome, "s")
            axes.plot(
                [row.value],
                [y],
                shape,
                color=colour,
                markersize=5,
                markerfacecolor="#FFFFFF" if row.predicted else colour,
                markeredgewidth=1.0 if row.predicted else 0.0,
            )
            if row.model is not None:
                axes.plot(
                    [min(row.model, top)],
                    [y],
                    "o",
                    color=INK3,
                    markersize=5,
                    markerfacecolor="#FFFFFF",
                    markeredgewidth=1.0,
                )
            axes.text(-0.06 * top / 4.5, y, _folded(row.name), ha="right", va="center", color=INK)
            axes.text(
                1.015,
                y,
                row.shown or f"{row.value:.2f}",
                transform=axes.get_yaxis_transform(),
                ha="left",
                va="center",
                color=colour,
                fontweight="normal" if row.predicted else "bold",
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
