"""One open board on the Python side: the document, what was acknowledged, what is judged."""

import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from planner.audit import Audit, audit
from planner.audit.judge import DEFAULT_PACKS
from planner.catalog import misplaced
from planner.editor.lighting import Band, Bench, Forecast, bands
from planner.editor.operations import Document, apply, waiting
from planner.editor.verdicts import to_board
from planner.errors import LayoutError, PlannerError, Problem
from planner.model import SCHEMA_VERSION, Layout
from planner.model.mistakes import say
from planner.study import Study

PATIENCE_MS = 400  # judging that takes longer waits until the hand rests
EARLY = "/early"  # ends the key of verdicts that stand until the light is predicted

Save = Callable[[Layout, Any], Any]
"""Keeps a layout that was acknowledged: (layout, the revision it was made from) -> its revision.

Raises `ElsewhereError` where somebody else's revision came in between.
"""


class ElsewhereError(PlannerError):
    """The hall was changed elsewhere; `theirs` and `revision` are what is there now."""

    def __init__(self, theirs: Layout, revision: Any) -> None:
        super().__init__("the hall was changed elsewhere")
        self.theirs = theirs
        self.revision = revision


class Desk:
    """A hall on the board.

    `document` is the layout file's content; without levels it is a blank sheet on which the
    first closed ring of walls makes a level. Whatever is acknowledged is a valid layout and
    was handed to `save`.
    """

    def __init__(
        self,
        document: Layout | Document,
        *,
        packs: Iterable[Any] = DEFAULT_PACKS,
        readings: Mapping[str, str] | None = None,
        day: date | None = None,
        save: Save | None = None,
        revision: Any = None,
        read_only: bool = False,
    ) -> None:
        self.packs = tuple(packs)
        self.readings = dict(readings or {})
        self.day = day
        self.save = save
        self.revision = revision
        self.read_only = read_only
        self.bench = Bench()
        self.forecast = Forecast()
        self._limits: dict[str, Band] | None = None
        self.open(document)

    @classmethod
    def blank(cls, hall: str, name: Any = None, **options: Any) -> "Desk":
        """A desk with an empty sheet for a new hall."""
        document: Document = {
            "schema_version": SCHEMA_VERSION,
            "id": hall,
            **({"name": name} if name else {}),
            "branch": {"id": hall, "name": name or hall},
        }
        return cls(document, **options)

    def open(self, document: Layout | Document, revision: Any = None) -> None:
        """Put another document on the desk; the browser is told by a new epoch."""
        given = json.loads(document.to_json()) if isinstance(document, Layout) else document
        self.document: Document = given
        self.layout: Layout | None = read(given)
        self.revision = revision if revision is not None else self.revision
        self.epoch = secrets.token_hex(6)
        self.ack = 0
        self.refused: tuple[Problem, ...] = ()
        self.elsewhere: ElsewhereError | None = None
        self.unsaved: str = ""
        self._bad: set[int] = set()
        self._judged: tuple[Layout, Audit, Study] | None = None
        self._early: tuple[Layout, Audit, Study] | None = None
        self._shown: dict[tuple[str, bool], dict[str, Any]] = {}
        self._slow = False

    @property
    def blank_sheet(self) -> bool:
        """Whether nothing is drawn yet that could be judged."""
        return self.layout is None

    # --- operations in ---

    def take(self, outbox: Mapping[str, Any] | None) -> bool:
        """Apply what the browser sent: the longest run of operations that leaves a valid layout.

        What comes after it stays in the browser's outbox, unacknowledged, with `refused`
        saying why; a later operation may make the whole valid again. A message about another
        epoch, or sent twice, changes nothing.
        """
        if self.read_only or not outbox or outbox.get("epoch") != self.epoch or self.elsewhere:
            return False
        todo = waiting(outbox.get("ops") or (), self.ack)
        if not todo:
            self.refused = ()
            return False
        states: list[Document] = []
        document = self.document
        for operation in todo:
            try:
                document = apply(document, operation)
            except (KeyError, TypeError, ValueError) as error:
                self.refused = (Problem("editor.bad-operation", values={"found": str(error)}),)
                break
            states.append(document)
        else:
            self.refused = ()
        for count in range(len(states), 0, -1):
            seq = self.ack + count
            if seq in self._bad:
                continue
            try:
                layout = read(states[count - 1])
            except LayoutError as error:
                self._bad.add(seq)
                if count == len(states):
                    self.refused = error.problems
                continue
            return self._accept(states[count - 1], layout, seq)
        return False

    def _accept(self, document: Document, layout: Layout | None, seq: int) -> bool:
        if self.save is not None and layout is not None:
            try:
                self.revision = self.save(layout, self.revision)
                self.unsaved = ""
            except ElsewhereError as error:
                self.elsewhere = error
                return False
            except OSError as error:
                self.unsaved = str(error)
                return False
        self.document, self.layout, self.ack = document, layout, seq
        self._shown.clear()
        self._bad = {bad for bad in self._bad if bad > seq}
        return True

    def settle(self, keep: str) -> None:
        """After `ElsewhereError`: keep ``mine`` over theirs, or take ``theirs``."""
        if self.elsewhere is None:
            return
        theirs, revision = self.elsewhere.theirs, self.elsewhere.revision
        if keep == "theirs":
            self.open(theirs, revision)
        else:
            self.revision, self.elsewhere = revision, None

    # --- verdicts out ---

    def audit(self) -> Audit | None:
        """The layout judged; None for a blank sheet."""
        if self.layout is None:
            return None
        return self._final()[1]

    def _final(self) -> tuple[Layout, Audit, Study]:
        """The layout judged to its end, as `planner audit` does."""
        assert self.layout is not None
        if self._judged is None or self._judged[0] is not self.layout:
            self._judged = self._judge(hurried=False)
        return self._judged

    def _soon(self) -> tuple[Layout, Audit, Study]:
        """The layout judged without waiting for the light, which is predicted beside it.

        Where the light of this layout is known, or nobody asks for it, this is final. Else
        ratios stay as they were before the edit until it is.
        """
        layout = self.layout
        assert layout is not None
        if self._judged is not None and self._judged[0] is layout:
            return self._judged
        early = self._early
        if early is None or early[0] is not layout:
            early = self._judge(hurried=True)
            if "light" in early[2].left_out:
                self._early = early
                self.forecast.want(layout)
            else:
                self._judged = early
        elif self.forecast.failed is layout:
            self._judged = early
        elif self.forecast.settled(layout):
            return self._final()
        return early

    def _judge(self, *, hurried: bool) -> tuple[Layout, Audit, Study]:
        assert self.layout is not None
        study = Study(self.layout, self.day, hurried=hurried)
        result = audit(self.layout, self.packs, readings=self.readings, day=self.day, study=study)
        return (self.layout, result, study)

    def verdicts(self, lang: str) -> dict[str, Any] | None:
        """What the board shows of the audit."""
        return None if self.layout is None else self._to_board(self._final, lang)

    def _to_board(
        self, judged: Callable[[], tuple[Layout, Audit, Study]], lang: str
    ) -> dict[str, Any]:
        began = time.perf_counter()
        found = judged()
        key = (lang, found is self._early)
        if key not in self._shown:
            shown = to_board(found[1], found[2], lang)
            shown["ms"] = round((time.perf_counter() - began) * 1000, 1)
            self._slow = shown["ms"] > PATIENCE_MS and bool(self.ack)
            self._shown[key] = shown
        return self._shown[key]

    # --- light out ---

    @property
    def key(self) -> str:
        """Names what is on the desk: epoch and acknowledgement."""
        return f"{self.epoch}/{self.ack}"

    def light(self, wish: Mapping[str, Any] | None, lang: str) -> dict[str, Any] | None:
        """The light as far as it is computed; None where the board does not show it.

        What is computed belongs to the revision it names; `busy` says that a newer one is
        under way. `content` is left out where the browser has it (``have``).
        """
        if not wish or self.layout is None:
            return None
        if self._limits is None:
            self._limits = bands(self.packs, self.readings)
        limits = self._limits
        self.bench.want(self.key, self.layout, limits)
        now = self.bench.of(self.key, limits)
        found = now or self.bench.result
        shown = found.shown(lang) if found is not None and self._still(found) else None
        return {
            "asked": wish.get("asked"),  # else two answers alike are one for Streamlit
            "busy": now is None,
            "revision": found.revision if shown and found else None,
            "name": shown["name"] if shown else None,
            "content": shown if shown and shown["name"] != wish.get("have") else None,
        }

    def _still(self, lit: Any) -> bool:
        """Whether a result is of the hall on the desk, if perhaps of an earlier revision."""
        return str(lit.revision).startswith(f"{self.epoch}/")

    def reply(self, outbox: Mapping[str, Any] | None, lang: str) -> dict[str, Any]:
        """The answer to the browser: acknowledgement, verdicts, and the document if it lacks it.

        Where judging takes longer than a hand would wait, the acknowledgement goes first
        (`judging`) and the browser asks for the verdicts when the hand rests (``judge``).
        Verdicts the browser has (``seen``) are not sent again (`same`). Those that stand only
        until the light is predicted are `pending`; the browser asks again, each time with
        another number.
        """
        outbox = outbox or {}
        knows = outbox.get("epoch") == self.epoch
        told = any(known == lang for known, _ in self._shown)
        later = knows and self._slow and not told and not outbox.get("judge")
        theirs = self.elsewhere.theirs if self.elsewhere else None
        seen = outbox.get("seen") if knows and not later else None
        same = seen == f"{self.key}/{lang}"
        verdicts = None
        pending = False
        if self.layout is not None and not later and not same:
            verdicts = self._to_board(self._soon, lang)
            pending = self._judged is None or self._judged[0] is not self.layout
            if pending and seen == f"{self.key}/{lang}{EARLY}":
                verdicts, same = None, True
        return {
            "hall": self.document["id"],
            "epoch": self.epoch,
            "ack": self.ack,
            "lang": lang,
            "read_only": self.read_only,
            "refused": [say(problem, lang) for problem in self.refused[:3]],
            "unsaved": self.unsaved,
            "elsewhere": json.loads(theirs.to_json()) if theirs is not None else None,
            "document": None if knows else self.document,
            "judging": later,
            "pending": pending,
            "judge": outbox.get("judge"),  # else two answers alike are one for Streamlit
            "again": outbox.get("again"),  # an answer to the same message sent twice
            "same": same,
            "verdicts": verdicts,
            "light": self.light(outbox.get("light"), lang),  # last: verdicts never wait for it
        }


def read(document: Document) -> Layout | None:
    """The document as a layout; None for a blank sheet.

    Raises
    ------
    LayoutError
        With a `Problem` for every mistake found.
    """
    if not document.get("levels"):
        loose = [group for group in ("walls", "fixtures", "zones") if document.get(group)]
        if loose:
            raise LayoutError(
                f"{loose[0]} without a level",
                problems=(Problem("editor.no-level", loose[0]),),
            )
        return None
    layout = Layout.from_data(document)
    if found := misplaced(layout):
        raise LayoutError("misplaced", problems=found)
    return layout
