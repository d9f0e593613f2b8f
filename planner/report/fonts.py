"""Where the document's font lies: its files, found without importing the package around them."""

from importlib.util import find_spec
from pathlib import Path

from planner.errors import ReportError

FONT = "Noto Sans CJK SC"


def folder() -> Path:
    """The folder with the faces of `FONT`.

    Raises
    ------
    ReportError
        If the package that brings them is not installed.
    """
    spec = find_spec("mpl_font")  # importing it would start matplotlib and look at system fonts
    if spec is None or not spec.submodule_search_locations:
        raise ReportError("the package mpl-font is not installed: it brings the report's font")
    return Path(spec.submodule_search_locations[0]) / "fonts" / "noto"
