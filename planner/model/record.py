"""What every stored thing has in common."""

import re
from datetime import date
from typing import Annotated, Literal

import pydantic

Finite = Annotated[float, pydantic.Field(strict=True, allow_inf_nan=False, ge=-1e5, le=1e5)]
Positive = Annotated[float, pydantic.Field(strict=True, allow_inf_nan=False, gt=0, le=1e5)]
NotNegative = Annotated[float, pydantic.Field(strict=True, allow_inf_nan=False, ge=0, le=1e7)]
Share = Annotated[float, pydantic.Field(strict=True, allow_inf_nan=False, ge=0, le=1)]
Count = Annotated[int, pydantic.Field(strict=True, ge=0, le=1_000_000)]

Point = tuple[Finite, Finite]  #: x, y [m]
Point3 = tuple[Finite, Finite, Finite]  #: x, y, z above the level's floor [m]
Ring = Annotated[tuple[Point, ...], pydantic.Field(min_length=3)]  #: corners, not closed [m]

Id = Annotated[str, pydantic.StringConstraints(pattern=r"^[\w][\w.\-]{0,63}$")]
Text = Annotated[str, pydantic.StringConstraints(max_length=2000)]
Sheet = Annotated[str, pydantic.StringConstraints(max_length=400_000)]  #: a whole file's text
Name = Text | dict[Literal["zh-CN", "en"], Text]  #: one text, or one per language
Colour = Annotated[str, pydantic.StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]  #: sRGB
Clock = Annotated[str, pydantic.StringConstraints(pattern=r"^([01]\d|2[0-4]):[0-5]\d$")]
Date = date

Owner = Literal["hall_manager", "cleaner", "branch", "hq", "landlord", "structural", "none"]
"""Who answers for a thing: a role in the branch, or the class of power outside it."""


class Record(pydantic.BaseModel):
    """Immutable, and strict about unknown fields."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


def named(name: Name | None, lang: str) -> str:
    """A name in one language, or in the one it has.

    >>> named({"zh-CN": "后台", "en": "Back office"}, "en"), named("A1", "en"), named(None, "en")
    ('Back office', 'A1', '')
    """
    if isinstance(name, dict):
        return name.get(lang) or next(iter(name.values()), "")  # type: ignore[call-overload]
    return name or ""


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Sort key that counts: ``P2`` comes before ``P10``."""
    parts = re.split(r"(\d+)", text)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts if part)
