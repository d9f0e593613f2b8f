"""One hall: its building, what stands in it and what was measured there."""

import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pydantic

from planner.errors import LayoutError, Problem
from planner.model import migrations, mistakes
from planner.model.branch import Branch
from planner.model.building import Column, Door, Level, Stair, Wall, Window
from planner.model.fixture import Fixture
from planner.model.lighting import (
    EnvironmentReading,
    Instrument,
    Luminaire,
    LuxReading,
    PhotometricFile,
)
from planner.model.message import Campaign
from planner.model.people import Journey, Observation, StaffPost, Waiver
from planner.model.record import Count, Date, Id, Name, Record
from planner.model.zone import Zone

SCHEMA_VERSION = migrations.CURRENT
_TEXT_OR_LIST = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^\[\]{}"]*\]')  # lists stand on one line
LARGEST_FILE = 32_000_000  # bytes; the largest hall anybody drew has 0.3 million


class Layout(Record):
    """One hall."""

    schema_version: int = SCHEMA_VERSION
    id: Id
    name: Name | None = None
    branch: Branch
    as_of: Date | None = None  #: the day it describes; audits use it unless told otherwise
    levels: tuple[Level, ...] = pydantic.Field(min_length=1)
    walls: tuple[Wall, ...] = ()
    doors: tuple[Door, ...] = ()
    windows: tuple[Window, ...] = ()
    columns: tuple[Column, ...] = ()
    stairs: tuple[Stair, ...] = ()
    zones: tuple[Zone, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    luminaires: tuple[Luminaire, ...] = ()
    photometric_files: tuple[PhotometricFile, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    lux_readings: tuple[LuxReading, ...] = ()
    environment_readings: tuple[EnvironmentReading, ...] = ()
    staff: tuple[StaffPost, ...] = ()
    journeys: tuple[Journey, ...] = ()
    observations: tuple[Observation, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    base_revision: Count | None = None  #: the saved revision it was made from

    @classmethod
    def from_json(cls, text: str | bytes) -> "Layout":
        """Read a layout file.

        Raises
        ------
        LayoutError
            With a `Problem` for every mistake: the place, what was found, what was expected.
        """
        return cls.from_data(_parse(text))

    @classmethod
    def from_data(cls, data: Any) -> "Layout":
        """Read a layout from parsed JSON. Raises as `from_json`."""
        try:
            layout = cls.model_validate(migrations.migrate(data))
        except pydantic.ValidationError as error:
            raise _refused(mistakes.of_fields(error)) from error
        if found := mistakes.of_sense(layout):
            raise _refused(found)
        return layout

    def to_json(self) -> str:
        """Write the layout file: short, stable, without fields left at their default."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        data = {"schema_version": self.schema_version} | data
        text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)

        def one_line(match: re.Match[str]) -> str:
            found = match[0]
            return found if found.startswith('"') else " ".join(found.split())

        return _TEXT_OR_LIST.sub(one_line, text) + "\n"

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> "Layout":
        """A copy with other fields; what was looked up in the old one is looked up anew."""
        copied = super().model_copy(update=update, deep=deep)
        for name in ("by_id", "campaign", "ids"):
            copied.__dict__.pop(name, None)
        return copied

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """Everything that has an id and a place, by id."""
        groups = (
            self.levels,
            self.walls,
            self.doors,
            self.windows,
            self.columns,
            self.stairs,
            self.zones,
            self.fixtures,
            self.luminaires,
            self.staff,
        )
        return {thing.id: thing for group in groups for thing in group}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that is taken, of what has a place and of what has none."""
        groups = (getattr(self, name) for name in type(self).model_fields)
        things = (thing for group in groups if isinstance(group, tuple) for thing in group)
        return frozenset(thing.id for thing in things if hasattr(thing, "id"))

    @cached_property
    def campaign(self) -> dict[str, Campaign]:
        """Campaigns by id."""
        return {campaign.id: campaign for campaign in self.campaigns}

    def level_of(self, thing: Any) -> str:
        """Id of the level that a thing is on; doors and windows are on their wall's."""
        if isinstance(thing, (Door, Window)):
            return self.by_id[thing.wall].level
        return thing.id if isinstance(thing, Level) else thing.level


def _refused(problems: tuple[Problem, ...]) -> LayoutError:
    return LayoutError(mistakes.say_all(problems, "en"), problems=problems)


def _parse(text: str | bytes) -> Any:
    if len(text) > LARGEST_FILE:
        raise _refused((Problem("model.too-large", values={"limit": LARGEST_FILE // 1_000_000}),))
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _refused((Problem("model.not-utf8", values={"byte": error.start}),)) from error
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_unique)
    except LayoutError:
        raise
    except RecursionError as error:
        raise _refused((Problem("model.too-deep"),)) from error
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise _refused((Problem("model.not-json", values=where),)) from error
    except ValueError as error:  # an integer of thousands of digits
        raise _refused((Problem("model.not-json", values={"line": 1, "column": 1}),)) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _refused((Problem("model.key-twice", values={"key": mistakes.short(twice)}),))
    return dict(pairs)
