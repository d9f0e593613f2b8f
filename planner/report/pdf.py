"""The only door to Typst and pikepdf: pages from a template, fillable fields, answers.

A template draws a field as a link ``field:<sort>|<name>|<value>|<hint>``. `add_fields` turns
each such link annotation into a widget and its tag into a form tag: the rectangle and the
place in the reading order are the template's own, and no coordinates are passed around.
"""

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import typst
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, String

from planner.errors import ReportError
from planner.report.fonts import folder

STANDARDS: Any = ["a-2a", "ua-1"]
TEMPLATES = Path(str(resources.files(__package__) / "templates"))
NOTO = folder()

_MULTILINE = 1 << 12
_RADIO = 1 << 15
_PRINTED = 4  # annotation flag
_INK = "0.094 0.129 0.173"  # #18212C
_LONGEST = 400  # characters of an answer


def typeset(template: str, data: Mapping[str, Any], day: date) -> bytes:
    """Pages of a template filled with data: tagged, PDF/A-2a and PDF/UA-1.

    Parameters
    ----------
    template : str
        Name of a file in ``templates/``.
    data : mapping
        What the template reads as ``sys.inputs.data``, JSON-ready.
    day : date
        The document's date; no clock is asked.

    Raises
    ------
    ReportError
        If the pages cannot be made.
    """
    compiler = _compiler(template)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        pages = compiler.compile(
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise ReportError(f"{template}: {error} {getattr(error, 'diagnostic', '')}") from error
    assert isinstance(pages, bytes)
    return pages


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(str(TEMPLATES / template), root=str(TEMPLATES), font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(NOTO)]
    )


# --- fields ---


def add_fields(data: bytes) -> bytes:
    """The same pages with their ``field:`` links turned into form fields."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        owner = _owners(pdf.Root.StructTreeRoot)
        fields = Array()
        groups: dict[str, Any] = {}
        for page in pdf.pages:
            page.obj.Tabs = Name.S
            for widget in page.obj.get(Name.Annots, []):
                words = _field_words(widget)
                if words is not None:
                    _make_widget(pdf, page, widget, words, groups, fields)
                    tag = owner.get(widget.objgen)
                    if tag is not None:
                        tag.S = Name.Form
                        tag.Alt = String(words[3])
        plain = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
        pdf.Root.AcroForm = pdf.make_indirect(
            Dictionary(
                Fields=fields,
                DR=Dictionary(Font=Dictionary(Helv=pdf.make_indirect(plain))),
                DA=String(f"/Helv 9 Tf {_INK} rg"),
            )
        )
        return _saved(pdf)


def _owners(root: Any) -> dict[tuple[int, int], Any]:
    """Structure elements by the annotation they hold."""
    owner = {}
    todo = [root]
    while todo:
        element = todo.pop()
        children = element.get(Name.K)
        if children is None:
            continue
        for child in children if isinstance(children, Array) else [children]:
            if not isinstance(child, Dictionary):
                continue
            if child.get(Name.Type) == Name.OBJR:
                owner[child.Obj.objgen] = element
            else:
                todo.append(child)
    return owner


def _field_words(annotation: Any) -> tuple[str, str, str, str] | None:
    if annotation.get(Name.Subtype) != Name.Link:
        return None
    link = str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))
    if not link.startswith("field:"):
        return None
    sort, name, value, hint = unquote(link.removeprefix("field:")).split("|", 3)
    return sort, name, value, hint


def _make_widget(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    widget: Any,
    words: tuple[str, str, str, str],
    groups: dict[str, Any],
    fields: Array,
) -> None:
    sort, name, value, hint = words
    x0, y0, x1, y1 = (float(v) for v in widget.Rect)
    width, height = abs(x1 - x0), abs(y1 - y0)
    for key in (Name.A, Name.Border, Name.Contents, Name.Dest, Name.QuadPoints):
        if key in widget:
            del widget[key]
    widget.Subtype = Name.Widget
    widget.F = _PRINTED
    widget.P = page.obj
    if sort == "radio":
        on = _appearance(pdf, width, height, _tick(width, height))
        off = _appearance(pdf, width, height, b"")
        widget.AP = Dictionary(N=Dictionary({"/Off": off, f"/{value}": on}))
        widget.AS = Name.Off
        widget.MK = Dictionary(CA=String("4"))
        if name not in groups:
            groups[name] = pdf.make_indirect(
                Dictionary(
                    FT=Name.Btn,
                    T=String(name),
                    TU=String(hint.rsplit(" · ", 1)[0]),
                    Ff=_RADIO,
                    V=Name.Off,
                    Kids=Array(),
                )
            )
            fields.append(groups[name])
        widget.Parent = groups[name]
        groups[name].Kids.append(widget)
        return
    widget.T = String(name)
    widget.TU = String(hint)
    widget.AP = Dictionary(N=_appearance(pdf, width, height, b"/Tx BMC EMC"))
    if sort == "sign":
        widget.FT = Name.Sig
    else:
        widget.FT = Name.Tx
        widget.DA = String(f"/Helv 8 Tf {_INK} rg")
        widget.V = String("")
        widget.MaxLen = _LONGEST
        if value == "lines":
            widget.Ff = _MULTILINE
    fields.append(widget)


def _appearance(
    pdf: pikepdf.Pdf, width: float, height: float, strokes: bytes, fonts: Any = None
) -> Any:
    stream = Stream(pdf, strokes)
    stream.Type = Name.XObject
    stream.Subtype = Name.Form
    stream.BBox = Array([0, 0, round(width, 3), round(height, 3)])
    stream.Resources = Dictionary(Font=fonts) if fonts is not None else Dictionary()
    return pdf.make_indirect(stream)


def _tick(width: float, height: float) -> bytes:
    """A tick drawn as strokes, so that no symbol font is needed."""
    points = ((0.20, 0.52), (0.42, 0.26), (0.82, 0.80))
    (ax, ay), (bx, by), (cx, cy) = ((x * width, y * height) for x, y in points)
    return (
        f"q 0.114 0.357 0.722 RG 1.6 w 1 J 1 j {ax:.2f} {ay:.2f} m {bx:.2f} {by:.2f} l "
        f"{cx:.2f} {cy:.2f} l S Q"
    ).encode()


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        fix_metadata_version=False,
    )
    return out.getvalue()


# --- answers ---


def read(data: bytes) -> dict[str, str]:
    """Answers by field name, in the form's order; ``""`` where nothing was filled in.

    Raises
    ------
    ReportError
        If it is no form of ours.
    """
    with _opened(data) as pdf:
        return {name: _answer(field) for name, field in _fields(pdf)}


def fill(data: bytes, answers: Mapping[str, str]) -> bytes:
    """The form with answers put in; text is drawn with an embedded part of the font.

    Raises
    ------
    ReportError
        Naming the fields or choices that the form does not have.
    """
    with _opened(data) as pdf:
        fields = dict(_fields(pdf))
        if unknown := [name for name in answers if name not in fields]:
            raise ReportError(f"the form has no field {', '.join(map(repr, sorted(unknown)))}")
        text = {n: v for n, v in answers.items() if fields[n].FT == "/Tx"}
        letters = _Letters(pdf, "".join(text.values()))
        for name, value in answers.items():
            field = fields[name]
            if field.FT == "/Btn":
                _choose(name, field, value)
            elif field.FT == "/Tx":
                _write(pdf, field, value, letters)
            else:
                raise ReportError(f"{name!r} is signed by hand or by certificate, not filled in")
        return _saved(pdf)


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise ReportError(f"this is not a PDF: {error}") from error
    if Name.AcroForm not in pdf.Root:
        raise ReportError("this PDF has no fields to fill in")
    return pdf


def _fields(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    for field in pdf.Root.AcroForm.Fields:
        yield str(field.T), field


def _answer(field: Any) -> str:
    value = field.get(Name.V)
    if field.FT == "/Btn":
        return "" if value is None or value == Name.Off else str(value).removeprefix("/")
    return "" if value is None or isinstance(value, Dictionary) else str(value)


def _choose(name: str, field: Any, value: str) -> None:
    states = [next(k for k in kid.AP.N.keys() if k != "/Off") for kid in field.Kids]  # noqa: SIM118
    if value and f"/{value}" not in states:
        known = ", ".join(state.removeprefix("/") for state in states)
        raise ReportError(f"{name!r} takes {known}; found {value!r}")
    field.V = Name(f"/{value}") if value else Name.Off
    for kid, state in zip(field.Kids, states, strict=True):
        kid.AS = Name(state) if state == f"/{value}" else Name.Off


def _write(pdf: pikepdf.Pdf, field: Any, value: str, letters: "_Letters") -> None:
    value = value[:_LONGEST]
    field.V = String(value)
    x0, y0, x1, y1 = (float(v) for v in field.Rect)
    width, height = abs(x1 - x0), abs(y1 - y0)
    lines, size = letters.fitted(value, width - 3, height - 2, bool(field.get(Name.Ff, 0)))
    lead = size * 1.2
    top = height - size - 1 if field.get(Name.Ff, 0) else (height - size) / 2 + size * 0.14
    strokes = [f"/Tx BMC q 1 1 {width - 2:.2f} {height - 2:.2f} re W n BT {_INK} rg"]
    strokes.append(f"/HallText {size:.2f} Tf {lead:.2f} TL 1 0 0 1 1.5 {top:.2f} Tm")
    strokes += [f"<{letters.codes(line)}> Tj T*" for line in lines]
    strokes.append("ET Q EMC")
    fonts = Dictionary(HallText=letters.font) if letters.font is not None else Dictionary()
    field.AP = Dictionary(
        N=_appearance(pdf, width, height, "\n".join(strokes).encode("ascii"), fonts)
    )


class _Letters:
    """The part of the font that some text needs, embedded in a PDF."""

    def __init__(self, pdf: pikepdf.Pdf, text: str) -> None:
        wanted = sorted({ord(c) for c in text if not c.isspace()} | {0x20, 0x25A1})
        font = TTFont(str(NOTO / "NotoSansCJKsc-Regular.otf"), lazy=True)
        known = font.getBestCmap()
        options = subset.Options(
            layout_features=[], hinting=False, notdef_outline=True, desubroutinize=True
        )
        maker = subset.Subsetter(options)
        maker.populate(unicodes=[c for c in wanted if c in known])
        maker.subset(font)
        cmap = font.getBestCmap()
        self._missing = cmap[0x25A1]
        self._glyph = {chr(code): glyph for code, glyph in cmap.items()}
        self._glyph["\u00a0"] = self._glyph[" "]
        self._width = {name: font["hmtx"][name][0] for name in font.getGlyphOrder()}
        self.font = self._embedded(pdf, font) if text else None

    def _name(self, letter: str) -> str:
        return self._glyph.get(letter, self._missing)

    def codes(self, line: str) -> str:
        """A line as the hexadecimal codes of its glyphs."""
        return "".join(f"{_cid(self._name(c)):04X}" for c in line)

    def width(self, line: str) -> float:
        """Width of a line at size 1."""
        return sum(self._width[self._name(c)] for c in line) / 1000.0

    def fitted(
        self, text: str, width: float, height: float, multiline: bool
    ) -> tuple[list[str], float]:
        """Lines and size [pt] at which a text fits a field; the smallest size where none does."""
        size = 8.0
        while True:
            lines = self._wrapped(text, width / size) if multiline else [" ".join(text.split())]
            fits = len(lines) * size * 1.2 <= height + 0.2 * size
            if (fits and all(self.width(line) * size <= width for line in lines)) or size <= 4.0:
                return lines, size
            size -= 0.5

    def _wrapped(self, text: str, width: float) -> list[str]:
        lines = []
        for paragraph in text.splitlines() or [""]:
            line = ""
            for piece in re.findall(r"[!-~]+ ?|.", paragraph):
                if line and self.width(line + piece.rstrip()) > width:
                    lines.append(line.rstrip())
                    line = ""
                while self.width(piece) > width and len(piece) > 1:
                    cut = next(
                        n
                        for n in range(len(piece), 0, -1)
                        if n == 1 or self.width(piece[:n]) <= width
                    )
                    lines.append(piece[:cut])
                    piece = piece[cut:]
                line += piece
            lines.append(line.rstrip())
        return lines

    def _embedded(self, pdf: pikepdf.Pdf, font: TTFont) -> Any:
        file = io.BytesIO()
        font["CFF "].cff.compile(file, font, isCFF2=False)
        program = Stream(pdf, file.getvalue())
        program.Subtype = Name.CIDFontType0C
        head, os2 = font["head"], font["OS/2"]
        name = Name("/HALLAA+NotoSansCJKsc-Regular")
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array([head.xMin, head.yMin, head.xMax, head.yMax]),
            ItalicAngle=0,
            Ascent=os2.sTypoAscender,
            Descent=os2.sTypoDescender,
            CapHeight=getattr(os2, "sCapHeight", 733),
            StemV=80,
            FontFile3=pdf.make_indirect(program),
        )
        widths = Array()
        for glyph in sorted(self._width, key=_cid):
            widths.append(_cid(glyph))
            widths.append(Array([self._width[glyph]]))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0,
            BaseFont=name,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=1000,
            W=widths,
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_indirect(Stream(pdf, self._to_unicode())),
            )
        )

    def _to_unicode(self) -> bytes:
        rows = {}
        for letter, glyph in sorted(self._glyph.items(), reverse=True):
            rows[_cid(glyph)] = letter.encode("utf-16-be").hex().upper()
        lines = [f"<{cid:04X}> <{code}>" for cid, code in sorted(rows.items())]
        blocks = [lines[n : n + 100] for n in range(0, len(lines), 100)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end\n"
        ).encode("ascii")


def _cid(glyph: str) -> int:
    """The character id of a glyph of a CID-keyed font."""
    return 0 if glyph == ".notdef" else int(glyph.removeprefix("cid"))
