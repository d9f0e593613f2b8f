"""Halls and templates that come with the program; read-only."""

from functools import cache
from importlib import resources
from pathlib import Path

from planner.catalog import read_layout
from planner.errors import PlanError, Problem
from planner.i18n import say
from planner.model import Layout


@cache
def folder() -> Path:
    """Where the shipped halls lie: ``layouts/`` of a checkout, else inside the package."""
    beside = Path(__file__).resolve().parents[2] / "layouts"
    if beside.is_dir():
        return beside
    return Path(str(resources.files("planner"))) / "layouts"


def halls() -> tuple[str, ...]:
    """Names of the shipped halls."""
    return tuple(sorted(path.stem for path in folder().glob("*.json")))


def templates() -> tuple[str, ...]:
    """Names of the templates a new hall can start from."""
    return tuple(sorted(path.stem for path in (folder() / "templates").glob("*.json")))


def hall(name: str) -> Layout:
    """A shipped hall by name."""
    return _read(folder() / f"{name}.json", name, halls())


def template(name: str) -> Layout:
    """A template by name."""
    return _read(folder() / "templates" / f"{name}.json", name, templates())


def _read(path: Path, name: str, known: tuple[str, ...]) -> Layout:
    if name not in known:
        values = {"found": name, "known": ", ".join(known)}
        problem = Problem("exchange.no-such-hall", "", values)
        raise PlanError(say(problem.code, "en", **values), problems=(problem,))
    return read_layout(path.read_bytes())
