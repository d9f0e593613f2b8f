"""Old layout files brought up to date, one named step a version."""

from collections.abc import Callable
from typing import Any

from planner.errors import LayoutError, Problem
from planner.model import mistakes

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _name_the_schema(data: dict[str, Any]) -> dict[str, Any]:
    """0 -> 1: files written before the schema had a number; nothing else changed."""
    return data


STEPS: dict[int, Step] = {0: _name_the_schema}  # from version -> step to the next
CURRENT = 1


def migrate(data: Any) -> Any:
    """Bring parsed JSON to the current schema.

    Raises
    ------
    LayoutError
        If the file is newer than this program, or is no layout at all.
    """
    if not isinstance(data, dict):
        raise _refused(Problem("model.not-a-layout", values={"found": mistakes.short(data)}))
    version = data.get("schema_version", 0)
    if type(version) is not int or version < 0:
        found = mistakes.short(version)
        raise _refused(Problem("model.bad-version", "schema_version", {"found": found}))
    if version > CURRENT:
        values = {"found": version, "known": CURRENT}
        raise _refused(Problem("model.newer", "schema_version", values))
    while version < CURRENT:
        data = STEPS[version](data)
        version += 1
    return data | {"schema_version": CURRENT}


def _refused(problem: Problem) -> LayoutError:
    return LayoutError(mistakes.say_all((problem,), "en"), problems=(problem,))
