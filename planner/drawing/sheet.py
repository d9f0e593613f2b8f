"""A display list in paper millimetres, y down, and its one way out: SVG."""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from planner.drawing.theme import PAGE_FONT, PAPER_FONT, Theme, colour, style

Point = tuple[float, float]
View = tuple[float, float, float, float]  #: x, y, width, height [mm]
Box = tuple[float, float, float, float]  #: left, top, right, bottom [mm]

SMALLEST_TEXT = 1.8  # mm; smaller is not read on paper
_CONTROL = dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines and areas of one look."""

    rings: tuple[tuple[Point, ...], ...]
    closed: bool
    fill: str
    stroke: str
    width: float
    dash: str
    opacity: float
    bounds: Box


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    centre: Point
    radius: float
    fill: str
    stroke: str
    width: float
    dash: str
    opacity: float
    bounds: Box


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, its middle height at `at`."""

    at: Point
    words: str
    size: float
    fill: str
    anchor: str  # "start", "middle", "end"
    bold: bool
    turn_deg: float  # clockwise on paper
    halo: str
    bounds: Box


@dataclass(frozen=True, slots=True)
class Label:
    """A tag, mark or name as it was placed, for those who look for overlaps."""

    sort: str  # "mark", "tag", "zone", "measure", "dimension"
    name: str
    box: Box
    anchor: Point | None = None


@dataclass
class Sheet:
    """A picture of fixed size."""

    width: float
    height: float
    theme: Theme = "paper"
    lang: str = "zh-CN"
    scale: float = 10.0  #: millimetres on paper for a metre
    origin: Point = (0.0, 0.0)  #: where (0, 0) lies on paper
    title: str = ""
    labels: list[Label] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  #: names there was no room for
    _items: list[Stroke | Circle | Text | str] = field(default_factory=list)

    # --- where things lie ---

    def place(self, x: float, y: float) -> Point:
        """Where a point of the hall lies on paper [m] -> [mm]."""
        return (self.origin[0] + x * self.scale, self.origin[1] - y * self.scale)

    def places(self, points: Iterable[Sequence[float]]) -> tuple[Point, ...]:
        """`place` for a ring or line."""
        ox, oy, s = self.origin[0], self.origin[1], self.scale
        return tuple((ox + p[0] * s, oy - p[1] * s) for p in points)

    def crop(
        self, bounds: tuple[float, float, float, float], ratio: float = 1.7, margin: float = 0.8
    ) -> View:
        """The part of the sheet around some place, as `svg` takes it.

        Parameters
        ----------
        bounds : tuple
            West, south, east, north of the place. [m]
        ratio : float
            Width over height of the part.
        margin : float
            Room on each side. [m]
        """
        west, south, east, north = bounds
        x0, y0 = self.place(west - margin, north + margin)
        x1, y1 = self.place(east + margin, south - margin)
        least = 62.0  # mm; closer than that text grows out of all proportion
        width = max(x1 - x0, (y1 - y0) * ratio, least)
        width = min(width, self.width, self.height * ratio)
        height = width / ratio
        x = min(max((x0 + x1) / 2 - width / 2, 0.0), self.width - width)
        y = min(max((y0 + y1) / 2 - height / 2, 0.0), self.height - height)
        return (round(x, 3), round(y, 3), round(width, 3), round(height, 3))

    # --- strokes ---

    def path(
        self,
        *rings: Iterable[Point],
        fill: str = "none",
        stroke: str = "none",
        width: float = 0.18,
        dash: str = "",
        opacity: float = 1.0,
        closed: bool = True,
    ) -> None:
        """Rings (with holes: even-odd) or, not closed, lines."""
        kept = tuple(ring for r in rings if len(ring := tuple(r)) > 1)
        if not kept:
            return
        xs = [p[0] for ring in kept for p in ring]
        ys = [p[1] for ring in kept for p in ring]
        box = (min(xs), min(ys), max(xs), max(ys))
        self._items.append(Stroke(kept, closed, fill, stroke, width, dash, opacity, box))

    def line(self, *points: Point, **look: object) -> None:
        """One open line."""
        look.setdefault("stroke", "ink")
        self.path(points, closed=False, **look)  # type: ignore[arg-type]

    def lines(self, *lines: Iterable[Point], **look: object) -> None:
        """Open lines of one look."""
        look.setdefault("stroke", "ink")
        self.path(*lines, closed=False, **look)  # type: ignore[arg-type]

    def box(
        self, x: float, y: float, w: float, h: float, round_: float = 0.0, **look: object
    ) -> None:
        """An upright rectangle, with round corners where `round_` says so [mm]."""
        self.path(rounded(x, y, w, h, round_), **look)  # type: ignore[arg-type]

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        width: float = 0.18,
        dash: str = "",
        opacity: float = 1.0,
    ) -> None:
        """A circle."""
        box = (x - radius, y - radius, x + radius, y + radius)
        self._items.append(Circle((x, y), radius, fill, stroke, width, dash, opacity, box))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 2.0,
        *,
        fill: str = "ink",
        anchor: str = "middle",
        bold: bool = False,
        turn_deg: float = 0.0,
        halo: str = "none",
    ) -> Box:
        """A line of text whose middle height lies at y; its bounds [mm]."""
        box = text_box(x, y, words, size, anchor=anchor, bold=bold, turn_deg=turn_deg)
        words = words.translate(_CONTROL)
        if not words.strip():
            return box
        self._items.append(Text((x, y), words, size, fill, anchor, bold, turn_deg, halo, box))
        return box

    @contextmanager
    def group(self, name: str, sort: str = "id") -> Iterator[None]:
        """What is drawn inside belongs to a thing of the hall; pages find it by ``data-id``."""
        self._items.append(f"<g data-{sort}={quoteattr(name.translate(_CONTROL))}>")
        yield
        self._items.append("</g>")

    # --- out ---

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every line of text."""
        return tuple(item for item in self._items if isinstance(item, Text))

    def svg(self, view: View | None = None, title: str | None = None) -> str:
        """The picture, or the part of it in `view` [mm], as SVG."""
        x, y, w, h = view or (0.0, 0.0, self.width, self.height)
        paper = self.theme == "paper"
        font = PAPER_FONT if paper else PAGE_FONT
        size = f' width="{n(w)}mm" height="{n(h)}mm"' if paper else ' width="100%"'
        title = self.title if title is None else title
        out = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{n(x)} {n(y)} {n(w)} {n(h)}"{size}'
            f' font-family={quoteattr(font)} stroke-linejoin="round" role="img"'
            f' class="hall-sheet" lang={quoteattr(self.lang)} xml:lang={quoteattr(self.lang)}>'
        ]
        if title:
            out.append(f"<title>{escape(title.translate(_CONTROL))}</title>")
        if not paper:
            out.append(f"<style>{style()}</style>")
        for item in self._items:
            if isinstance(item, str):
                if item == "</g>" and out[-1].startswith("<g "):
                    out.pop()
                else:
                    out.append(item)
                continue
            b = item.bounds
            if view and not (
                b[2] >= x - 1 and b[0] <= x + w + 1 and b[3] >= y - 1 and b[1] <= y + h + 1
            ):
                continue
            if isinstance(item, Stroke):
                out.append(self._stroke(item))
            elif isinstance(item, Circle):
                look = self._look(item.fill, item.stroke, item.width, item.dash, item.opacity)
                cx, cy = item.centre
                out.append(f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(item.radius)}"{look}/>')
            else:
                out.append(self._text(item))
        out.append("</svg>")
        return "\n".join(out)

    def _stroke(self, item: Stroke) -> str:
        end = "Z" if item.closed else ""
        d = "".join(
            "M" + "L".join(f"{n(px)} {n(py)}" for px, py in ring) + end for ring in item.rings
        )
        look = self._look(item.fill, item.stroke, item.width, item.dash, item.opacity)
        rule = ' fill-rule="evenodd"' if item.fill != "none" and len(item.rings) > 1 else ""
        return f'<path d="{d}"{look}{rule}/>'

    def _look(self, fill: str, stroke: str, width: float, dash: str, opacity: float) -> str:
        look = f' fill="{colour(fill, self.theme)}"'
        if stroke != "none":
            look += f' stroke="{colour(stroke, self.theme)}" stroke-width="{n(width)}"'
            if dash:
                look += f' stroke-dasharray="{dash}"'
        if opacity < 1.0:
            look += f' opacity="{n(opacity)}"'
        return look

    def _text(self, item: Text) -> str:
        # the middle of capitals and Chinese characters lies about 0.36 em above the baseline
        turn = math.radians(item.turn_deg)
        drop = 0.36 * item.size
        x, y = item.at[0] - math.sin(turn) * drop, item.at[1] + math.cos(turn) * drop
        look = f' fill="{colour(item.fill, self.theme)}"'
        if item.anchor != "start":
            look += f' text-anchor="{item.anchor}"'
        if item.bold:
            look += ' font-weight="700"'
        if item.turn_deg:
            look += f' transform="rotate({n(item.turn_deg)} {n(x)} {n(y)})"'
        if item.halo != "none":
            look += (
                f' stroke="{colour(item.halo, self.theme)}" stroke-width="{n(item.size * 0.3)}"'
                ' paint-order="stroke"'
            )
        start = f'<text x="{n(x)}" y="{n(y)}" font-size="{n(item.size)}"{look}>'
        return f"{start}{escape(item.words)}</text>"


def n(value: float) -> str:
    """A number as SVG writes it: two decimals at most, no needless zeros.

    >>> n(1.5), n(-0.001), n(12.0)
    ('1.5', '0', '12')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text, rather too wide than too narrow [mm]."""
    total = 0.0
    for char in words:
        if "0" <= char <= "9":
            total += 0.58
        elif char in " .,:;'|ilIj()[]!-·":
            total += 0.36
        elif char in "mwMW@%—…×":
            total += 0.92
        elif "a" <= char <= "z":
            total += 0.57
        elif unicodedata.combining(char):
            continue
        elif unicodedata.east_asian_width(char) in "WF" or ord(char) > 0x2E7F:
            total += 1.0
        else:
            total += 0.68
    return total * size * (1.05 if bold else 1.0)


def text_box(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    anchor: str = "middle",
    bold: bool = False,
    turn_deg: float = 0.0,
) -> Box:
    """Bounds of a line of text [mm]."""
    wide = text_width(words, size, bold=bold)
    left = {"start": 0.0, "middle": -wide / 2, "end": -wide}[anchor]
    half = size * 0.56
    corners = [(left, -half), (left + wide, -half), (left + wide, half), (left, half)]
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    xs = [x + px * c - py * s for px, py in corners]
    ys = [y + px * s + py * c for px, py in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def shortened(words: str, size: float, most: float, *, bold: bool = False) -> str:
    """`words`, cut with an ellipsis where they are wider than `most` [mm]."""
    if text_width(words, size, bold=bold) <= most:
        return words
    while words and text_width(words + "…", size, bold=bold) > most:
        words = words[:-1]
    return words.rstrip() + "…"


def rounded(x: float, y: float, w: float, h: float, radius: float) -> list[Point]:
    """Corners of an upright rectangle with round corners [mm]."""
    r = min(radius, w / 2, h / 2)
    if r <= 0:
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    points = []
    for cx, cy, start in (
        (x + w - r, y + r, -90),
        (x + w - r, y + h - r, 0),
        (x + r, y + h - r, 90),
        (x + r, y + r, 180),
    ):
        for step in range(5):
            a = math.radians(start + 22.5 * step)
            points.append((cx + r * math.cos(a), cy + r * math.sin(a)))
    return points


def ngon(x: float, y: float, radius: float, corners: int, turn_deg: float = 0.0) -> list[Point]:
    """A regular polygon [mm]."""
    turns = (math.radians(turn_deg + 360.0 * k / corners) for k in range(corners))
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turns]
