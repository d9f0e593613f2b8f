"""Luminaires, and readings of light and environment."""

from typing import Literal

from planner.model.record import (
    Date,
    Finite,
    Id,
    Name,
    NotNegative,
    Owner,
    Point,
    Point3,
    Positive,
    Record,
    Share,
    Sheet,
    Text,
)


class Luminaire(Record):
    """A lamp in its place."""

    id: Id
    kind: Id  #: a catalogue kind with the trait ``luminaire``
    level: Id
    at: Point
    height: Positive  #: of its light-emitting face above the local floor [m]
    facing_deg: Finite = 0.0  #: turn of its long side
    target: Id | None = None  #: the fixture, window or zone it is aimed at
    aim: Point3 | None = None  #: the point it is aimed at; None: straight down
    flux_lm: Positive | None = None  #: None: its kind's
    beam_deg: Positive | None = None  #: full angle at half peak; None: its kind's
    photometry: Text | None = None  #: id of a photometric file
    state: Literal["on", "off", "dead", "dimmed"] | None = None
    dim: Share = 1.0
    since: Date | None = None  #: when its state was first seen
    display: bool | None = None  #: display lighting, not general
    name: Name | None = None
    owner: Owner | None = None


class PhotometricFile(Record):
    """What a maker says of a lamp's light, kept in the hall so that it needs nothing else."""

    id: Id  #: its file name, e.g. ``spot-24.ies``
    text: Sheet  #: IES LM-63 or EULUMDAT
    name: Name | None = None


class Instrument(Record):
    """A meter."""

    id: Id
    name: Name
    sort: Literal["meter", "phone", "other"] = "meter"
    error_share: Share | None = None  #: of a reading, e.g. 0.08
    calibrated: Date | None = None


class LuxReading(Record):
    """One reading of illuminance."""

    id: Id
    level: Id
    lux: NotNegative
    of: Literal["hall", "cash_desk", "storefront", "window", "counter", "showcase", "other"]
    subject: Id | None = None  #: the window, counter, showcase or door it belongs to
    at: Point | None = None
    height: NotNegative | None = None  #: of the meter's cell above the local floor [m]
    plane: Literal["horizontal", "vertical"] = "horizontal"
    instrument: Id | None = None
    day: Date | None = None
    time: Text | None = None
    daylight: bool = False  #: daylight reached the cell


class EnvironmentReading(Record):
    """One reading or observation of the surroundings."""

    id: Id
    of: Literal["temperature", "humidity", "noise", "music", "smell", "co2", "colour"]
    value: Finite  #: °C, %, dB(A), dB(A), 0-3, %, 1-5
    instrument: Id | None = None
    day: Date | None = None
    time: Text | None = None
    zone: Id | None = None
