"""Lamps as they are recorded: whether one gives light, and what its file says of it."""

from typing import Any

from planner.errors import LightError
from planner.model import Luminaire
from planner.study.study import Study


def shines(lamp: Luminaire) -> bool:
    """Whether a lamp gives light; one whose state nobody recorded does."""
    return lamp.state not in ("off", "dead") and lamp.dim > 0


def photometry(study: Study, lamp: Luminaire) -> Any:
    """What the hall's file says of a lamp's light; None without one that can be read."""
    if lamp.photometry is None:
        return None
    return study.once(("photometry", lamp.photometry), lambda: _read(study, lamp.photometry))


def _read(study: Study, name: str | None) -> Any:
    text = next((f.text for f in study.layout.photometric_files if f.id == name), None)
    if text is None:
        return None
    from planner.light.photometry import read_kept  # heavy, and few halls hold files

    try:
        return read_kept(text, name)
    except LightError:
        return None
