"""Plans from and to other formats; tables."""

from planner.errors import PlanError, Problem
from planner.exchange.plan import METRES, Plan, UnitGuess
from planner.i18n import say

READ = (".json", ".dxf")  #: what `planner import` and the app open as a plan or a hall

__all__ = ["METRES", "READ", "Plan", "UnitGuess", "open_plan"]


def open_plan(name: str, content: bytes) -> Plan:
    """A foreign plan by its content; the name only helps to say what was found.

    Raises
    ------
    PlanError
        If the format has no reader, naming those that are read; or as the reader says.
    """
    head = content[:4096].lstrip()
    looks_like_dxf = content.startswith(b"AutoCAD Binary DXF") or (
        head[:3] in (b"0\r\n", b"0\n ", b"0\nS", b"999") or b"SECTION" in head[:200]
    )
    if looks_like_dxf:
        from planner.exchange.dxf import read_dxf

        return read_dxf(content)
    ending = name.rpartition(".")[2].lower() if "." in name else "?"
    values = {"found": ending[:12], "known": "DXF"}
    problem = Problem("exchange.no-reader", "", values)
    raise PlanError(say(problem.code, "en", **values), problems=(problem,))
