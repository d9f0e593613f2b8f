"""DXF drawings: the one door to ezdxf. What comes out is a `Plan` in drawing units."""

import io
import itertools
import logging
import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ezdxf
from ezdxf import recover
from ezdxf.math import Matrix44

from planner.errors import PlanError, Problem
from planner.exchange.plan import Arc, Dimension, Line, Plan, Words
from planner.i18n import say
from planner.model import mistakes

BINARY = b"AutoCAD Binary DXF"
LARGEST = 40_000_000  # bytes
MOST_PIECES = 100_000  # lines and arcs; a floor plan has a few thousand
DEEPEST = 12  # blocks inside blocks
MOST_COPIES = 2_000  # of one block in a rectangular array
SAG = 0.02  # of an ellipse or spline, as a share of its size

logging.getLogger("ezdxf").setLevel(logging.CRITICAL)  # its findings are counted and told

UNITS = {1: "in", 2: "ft", 4: "mm", 5: "cm", 6: "m"}  # $INSUNITS


def read_dxf(content: bytes) -> Plan:
    """Read a DXF drawing, damaged ones as far as they go.

    Raises
    ------
    PlanError
        If it is no DXF, holds nothing that can be drawn, or explodes.
    """
    if len(content) > LARGEST:
        raise _refused("exchange.too-large", limit=LARGEST // 1_000_000)
    warnings: list[Problem] = []
    if not content.startswith(BINARY) and b"EOF" not in content[-2000:]:
        warnings.append(Problem("exchange.dxf-cut-off"))
    document = _document(content)
    if document[1]:
        warnings.append(Problem("exchange.dxf-repaired", values={"n": document[1]}))
    drawing = document[0]
    gather = _Gather(drawing, warnings)
    try:
        gather.run()
    except RecursionError as error:
        raise _refused("exchange.dxf-unreadable") from error
    if not gather.lines and not gather.arcs:
        problems = (Problem("exchange.nothing-drawn"), *warnings)
        raise PlanError(mistakes.say_all(problems, "en"), problems=problems)
    return Plan(
        declared=UNITS.get(int(drawing.header.get("$INSUNITS", 0) or 0)),
        lines=tuple(gather.lines),
        arcs=tuple(gather.arcs),
        rings=tuple(gather.rings),
        words=tuple(gather.words),
        dimensions=tuple(gather.dimensions),
        warnings=tuple(warnings),
    )


def _document(content: bytes) -> tuple[Any, int]:
    """The drawing and how many faults were mended in it."""
    try:
        if content.startswith(BINARY):
            return _binary(content), 0
        drawing, auditor = recover.read(io.BytesIO(content))
    except (ezdxf.DXFError, OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise _refused("exchange.dxf-unreadable") from error
    except (AttributeError, RecursionError, EOFError, OverflowError, AssertionError) as error:
        raise _refused("exchange.dxf-unreadable") from error
    return drawing, len(auditor.errors)


def _binary(content: bytes) -> Any:
    """Binary drawings are read from a file only."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.dxf"
        path.write_bytes(content)
        return ezdxf.readfile(path)


def _refused(code: str, **values: object) -> PlanError:
    return PlanError(say(code, "en", **values), problems=(Problem(code, "", values),))


class _Gather:
    """Walks the model space and its blocks within a budget."""

    def __init__(self, drawing: Any, warnings: list[Problem]) -> None:
        self.drawing = drawing
        self.warnings = warnings
        self.lines: list[Line] = []
        self.arcs: list[Arc] = []
        self.rings: list[Any] = []
        self.words: list[Words] = []
        self.dimensions: list[Dimension] = []
        self.warned: set[str] = set()

    def run(self) -> None:
        self._walk(self.drawing.modelspace(), Matrix44(), "", ())

    def _warn(self, code: str, **values: object) -> None:
        if code not in self.warned:
            self.warned.add(code)
            self.warnings.append(Problem(code, "", values))

    def _full(self) -> bool:
        if len(self.lines) + len(self.arcs) < MOST_PIECES:
            return False
        self._warn("exchange.dxf-too-much", limit=MOST_PIECES)
        return True

    def _walk(self, entities: Any, to: Matrix44, layer: str, inside: tuple[str, ...]) -> None:
        for entity in entities:
            if self._full():
                return
            try:
                self._take(entity, to, layer, inside)
            except (ezdxf.DXFError, ValueError, AttributeError, ZeroDivisionError, TypeError):
                self._warn("exchange.dxf-skipped", sort=entity.dxftype())

    def _take(self, entity: Any, to: Matrix44, outer: str, inside: tuple[str, ...]) -> None:
        sort = entity.dxftype()
        layer = entity.dxf.get("layer", "0")
        if layer == "0" and outer:
            layer = outer  # a block's layer 0 is the layer it is inserted on
        if sort == "INSERT":
            self._insert(entity, to, layer, inside)
        elif sort == "LINE":
            self._line(to.transform(entity.dxf.start), to.transform(entity.dxf.end), layer)
        elif sort in ("LWPOLYLINE", "POLYLINE"):
            self._polyline(entity, to, layer)
        elif sort == "ARC":
            self._arc(entity, to, layer)
        elif sort in ("CIRCLE", "ELLIPSE", "SPLINE"):
            self._curve(entity, to, layer)
        elif sort in ("TEXT", "MTEXT"):
            text = entity.plain_text()
            at = to.transform(entity.dxf.insert)
            if _finite(at.x, at.y):
                self.words.append(Words(layer, text[:200], (at.x, at.y)))
        elif sort == "DIMENSION":
            self._dimension(entity)

    def _insert(self, entity: Any, to: Matrix44, layer: str, inside: tuple[str, ...]) -> None:
        name = entity.dxf.name
        if name in inside:
            self._warn("exchange.dxf-recursive")
            return
        if len(inside) >= DEEPEST:
            self._warn("exchange.dxf-too-deep", limit=DEEPEST)
            return
        block = entity.block()
        if block is None:
            return
        copies = max(1, entity.mcount)
        if copies > MOST_COPIES:
            self._warn("exchange.dxf-too-much", limit=MOST_COPIES)
            return
        one_by_one = entity.multi_insert() if copies > 1 else (entity,)
        for insert in one_by_one:
            if self._full():
                return
            self._walk(block, insert.matrix44() @ to, layer, (*inside, name))

    def _line(self, start: Any, end: Any, layer: str) -> None:
        values = (start.x, start.y, end.x, end.y)
        if _finite(*values) and math.dist(values[:2], values[2:]) > 0:
            self.lines.append(Line(layer, values[:2], values[2:]))
        elif not _finite(*values):
            self._warn("exchange.dxf-not-finite")

    def _polyline(self, entity: Any, to: Matrix44, layer: str) -> None:
        closed = bool(entity.closed if entity.dxftype() == "LWPOLYLINE" else entity.is_closed)
        if not getattr(entity, "has_arc", False):
            if entity.dxftype() == "LWPOLYLINE":
                corners = [to.transform(p) for p in entity.vertices_in_wcs()]
            else:
                corners = [to.transform(v.dxf.location) for v in entity.vertices]
            self._chain(corners, closed, layer)
            return
        for piece in entity.virtual_entities():
            self._take(piece, to, layer, ())

    def _chain(self, corners: list[Any], closed: bool, layer: str) -> None:
        pairs = list(itertools.pairwise(corners))
        if closed and len(corners) > 2:
            pairs.append((corners[-1], corners[0]))
        for start, end in pairs:
            if self._full():
                return
            self._line(start, end, layer)
        points = tuple((c.x, c.y) for c in corners)
        ends_meet = len(points) > 3 and math.dist(points[0], points[-1]) < 1e-9
        if (closed or ends_meet) and len(points) > 2 and _finite(*(v for p in points for v in p)):
            self.rings.append((layer, points[:-1] if ends_meet else points))

    def _arc(self, entity: Any, to: Matrix44, layer: str) -> None:
        centre = to.transform(entity.ocs().to_wcs(entity.dxf.center))
        start, end = to.transform(entity.start_point), to.transform(entity.end_point)
        radius = math.dist((centre.x, centre.y), (start.x, start.y))
        if radius > 0 and _finite(centre.x, centre.y, radius, end.x, end.y):
            sweep = (entity.dxf.end_angle - entity.dxf.start_angle) % 360.0
            self.arcs.append(
                Arc(layer, (centre.x, centre.y), (start.x, start.y), (end.x, end.y), sweep)
            )

    def _curve(self, entity: Any, to: Matrix44, layer: str) -> None:
        if entity.dxftype() == "CIRCLE" and entity.dxf.radius <= 0:
            return
        corners = [to.transform(p) for p in _flat(entity)]
        self._chain(corners, entity.dxftype() == "CIRCLE", layer)

    def _dimension(self, entity: Any) -> None:
        if entity.dimtype not in (0, 1):
            return
        start, end = entity.dxf.get("defpoint2"), entity.dxf.get("defpoint3")
        if start is None or end is None:
            return
        measured = entity.get_measurement()
        if not isinstance(measured, float) or not measured > 0 or not _finite(measured):
            return
        text = str(entity.dxf.get("text", "") or "")
        if text in ("", "<>"):
            block = entity.get_geometry_block()
            found = [piece.plain_text() for piece in block.query("TEXT MTEXT")] if block else []
            text = found[0] if found else ""
        self.dimensions.append(Dimension(measured, text[:60]))


def _flat(entity: Any) -> Iterator[Any]:
    if entity.dxftype() == "SPLINE":
        return iter(entity.flattening(1.0, 4))
    radius = entity.dxf.radius if entity.dxftype() == "CIRCLE" else abs(entity.dxf.major_axis)
    return iter(entity.flattening(max(radius * SAG, 1e-9)))


def _finite(*values: float) -> bool:
    return all(math.isfinite(v) and abs(v) < 1e9 for v in values)
