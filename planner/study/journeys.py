"""Journeys of customers: a hall's own, else our templates."""

import tomllib
from functools import cache
from importlib import resources

from planner.model import Journey, Layout


@cache
def templates() -> tuple[Journey, ...]:
    """Our journeys, for halls that draw none."""
    text = resources.files(__package__).joinpath("journeys.toml").read_text(encoding="utf-8")
    return tuple(
        Journey.model_validate({**table, "stops": tuple(table["stops"])})
        for table in tomllib.loads(text)["journey"]
    )


def journeys_of(layout: Layout) -> tuple[Journey, ...]:
    """The hall's own journeys, else our templates."""
    return layout.journeys or templates()
