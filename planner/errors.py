"""What can go wrong, and why.

* PlannerError
  + LayoutError      a layout file cannot be understood; carries every mistake found
  + PlanError        a foreign plan (DXF, picture) cannot be read
  + PackError        a rule pack contradicts itself or the code
  + CatalogError     a kind of fixture is described wrongly
  + UnitError        a quantity has no unit, or the wrong one
  + LightError       a photometric file or a light question makes no sense
  + ReportError      a report cannot be made
  + StoreError       a saved hall cannot be read or written

A guideline that fails is a `Finding`, not an error.

Errors that a person sees carry `Problem`s: a word key and its values, said in the
person's language at the edge (`planner.i18n.say`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: what it is, where it is, what was found and what was expected."""

    code: str  #: key of the sentence in the word files, e.g. ``"model.unknown-field"``
    where: str = ""  #: place in the file, e.g. ``"fixtures[3].height"``
    values: Mapping[str, object] = field(default_factory=dict)  #: for the sentence's placeholders


class PlannerError(Exception):
    """Base of every error raised on purpose by this package."""

    def __init__(self, *args: object, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(*args)
        self.problems = problems


class LayoutError(PlannerError, ValueError):
    """A layout cannot be understood."""


class PlanError(PlannerError, ValueError):
    """A foreign plan cannot be read."""


class PackError(PlannerError, ValueError):
    """A rule pack contradicts itself or the code."""


class CatalogError(PlannerError, ValueError):
    """A kind of fixture is described wrongly."""


class UnitError(PlannerError, ValueError):
    """A quantity has no unit, or the wrong one."""


class LightError(PlannerError, ValueError):
    """A photometric file or a light question makes no sense."""


class ReportError(PlannerError, ValueError):
    """A report cannot be made."""


class StoreError(PlannerError, OSError):
    """A saved hall cannot be read or written."""
