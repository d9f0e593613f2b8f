"""Spots in people's eyes: straight where they sit, mirrored in the glossy prints they look at.

A spot shines where it sends a given share of its peak or more. Without a photometric file it
falls off as a power of the cosine that halves at half of its beam, as `light.generic` does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from planner.catalog import Placed, kinds
from planner.geometry import mirror
from planner.model import Luminaire
from planner.study.lamps import photometry
from planner.study.study import EYE, Study
from planner.study.views import clear_between, sitters
from planner.units import ANGLE_TOLERANCE_DEG, TOLERANCE

Point3 = tuple[float, float, float]
Array = np.ndarray[Any, Any]
WIDEST = 170.0  # deg; a generic lamp's beam reaches no further


@dataclass(frozen=True, slots=True)
class Beam:
    """A lamp in a place, and the point it looks at; heights above the level's floor [m]."""

    lamp: Luminaire
    at: Point3
    aim: Point3


@dataclass(frozen=True, slots=True)
class Dazzled:
    """Somebody on a seat into whose eyes a lamp shines."""

    seat: str
    eye: Point3
    gaze_deg: float  #: of the lamp from where they look
    beam_deg: float  #: of the eye from where the lamp looks


@dataclass(frozen=True, slots=True)
class Shown:
    """A lamp that a glossy print shows to somebody before it."""

    print: str
    eye: Point3
    spot: Point3  #: where on the print
    inside: float  #: how far within the print's edge [m]
    distance: float  #: of the eye from the print's middle, on plan [m]
    beam_deg: float  #: of the spot from where the lamp looks


def half_beam(study: Study, lamp: Luminaire) -> float | None:
    """Half of a lamp's beam, to half its peak [deg]; None where nobody said."""
    if (file := photometry(study, lamp)) is not None:
        return file.beam_deg / 2
    beam = lamp.beam_deg or kinds()[lamp.kind].beam_deg
    return None if beam is None else beam / 2


def half_spread(study: Study, lamp: Luminaire, share: float) -> float:
    """The angle within which a lamp sends `share` of its peak [deg]; 90 where nobody said."""
    if (file := photometry(study, lamp)) is not None:
        key = ("spread", lamp.photometry, share)
        return study.once(key, lambda: _widest(file, share))
    half = half_beam(study, lamp)
    return 90.0 if half is None else spread_of(half, share)


def spread_of(half: float, share: float) -> float:
    """The angle at which a generic lamp of half a beam `half` falls to `share` [deg].

    >>> round(spread_of(12.0, 0.5), 6), round(spread_of(12.0, 0.1), 1)
    (12.0, 21.7)
    """
    power = math.log(math.cos(math.radians(min(half, WIDEST / 2)))) / math.log(0.5)
    return math.degrees(math.acos(min(1.0, share) ** power))


def half_of(spread: float, share: float) -> float:
    """The inverse of `spread_of`: the half beam that falls to `share` at `spread` [deg].

    >>> round(half_of(spread_of(12.0, 0.1), 0.1), 6)
    12.0
    """
    power = math.log(share) / math.log(math.cos(math.radians(spread)))
    return math.degrees(math.acos(0.5 ** (1 / power)))


def _widest(file: Any, share: float) -> float:
    lit = (file.candela >= share * file.candela.max()).any(axis=0)
    steps = np.flatnonzero(lit)
    # intensities are linear between angles: the next angle is surely beyond
    return float(file.g_deg[min(steps[-1] + 1, len(file.g_deg) - 1)])


def _lit(study: Study, beam: Beam, points: Array, share: float) -> Array:
    """Whether a lamp sends `share` of its peak to points that lie within its half spread."""
    file = photometry(study, beam.lamp)
    if file is None or not len(points):
        return np.ones(len(points), dtype=bool)
    from planner.light.glare import share_towards

    sent = share_towards(file, beam.at, beam.aim, beam.lamp.facing_deg, points)
    return sent >= share - 1e-9


# --- straight into the eyes ---


def in_eyes(
    study: Study, beams: Sequence[Beam], axis: float, share: float, *, hidden: bool = True
) -> list[Dazzled | None]:
    """For each lamp whom on a seat it dazzles most: nearest to where they look.

    It shines there, less than `axis` degrees from their level line of sight. Without `hidden`
    nothing is asked that might stand in between.
    """
    eyes = study.once("sitters", lambda: [e for p in study.having("seat") for e in sitters(p)])
    if not eyes or not beams:
        return [None] * len(beams)
    where = np.array([(*eye.at, eye.height) for eye in eyes])
    gaze = np.array([(*(eye.looking or (0.0, 0.0)), 0.0) for eye in eyes])
    at = np.array([beam.at for beam in beams])
    d = at[:, None] - where[None]  # from eyes to lamps
    far = np.maximum(np.linalg.norm(d, axis=2), 1e-9)
    off = _degrees((d * gaze).sum(axis=2) / far)
    aside = _aside(beams, -d, far)
    half = np.array([half_spread(study, beam.lamp, share) for beam in beams])[:, None]
    levels = np.array([eye.level for eye in eyes])
    near = np.array([beam.lamp.level for beam in beams])[:, None] == levels
    near &= (off < axis - ANGLE_TOLERANCE_DEG) & (aside < half - ANGLE_TOLERANCE_DEG)
    found: list[Dazzled | None] = [None] * len(beams)
    for b in np.flatnonzero(near.any(axis=1)).tolist():
        rows = np.flatnonzero(near[b])
        rows = rows[np.argsort(off[b, rows].round(6), kind="stable")]
        rows = rows[_lit(study, beams[b], where[rows], share)]
        for e in rows.tolist():
            eye = eyes[e]
            line = (study, eye.level, where[e : e + 1], at[b : b + 1], eye.skip)
            if not hidden or clear_between(*line)[0]:
                place = _three(where[e])
                found[b] = Dazzled(eye.skip[0], place, float(off[b, e]), float(aside[b, e]))
                break
    return found


# --- mirrored ---


def glossy(study: Study) -> tuple[Placed, ...]:
    """Upright prints that are recorded as glossy and whose height is known."""
    found = []
    for p in study.placed.values():
        message = p.fixture.message
        upright = p.kind.mount != "surface" and p.lower is not None
        if message is not None and message.glossy and upright:
            found.append(p)
    return tuple(found)


def mirrored(
    study: Study,
    beams: Sequence[Beam],
    reach: tuple[float, float],
    aside: float,
    share: float,
    *,
    hidden: bool = True,
) -> list[Shown | None]:
    """For each lamp the glossy print that shows it, and to whom: furthest inside the edge.

    People stand within `reach` before a print [m], up to `aside` degrees from straight ahead.
    """
    found: list[Shown | None] = [None] * len(beams)
    prints = study.once(("prints", reach, aside), lambda: _prints(study, reach, aside))
    if prints is None or not beams:
        return found
    at = np.array([beam.at for beam in beams])
    half = np.array([half_spread(study, beam.lamp, share) for beam in beams])
    level = np.array([beam.lamp.level for beam in beams])
    pairs = np.argwhere(
        (level[:, None] == prints.level) & _may_show(prints, beams, at, half, reach, aside)
    )
    if not len(pairs):
        return found
    which, row = pairs.T
    middle, normal = prints.middle[row], prints.normal[row]
    spots = mirror.images(
        prints.eyes[row], at[which, None], middle[:, None], normal[:, None]
    )  # (pairs, eyes, 3)
    offset = spots - middle[:, None]
    across = np.abs(offset[..., 1] * normal[:, None, 0] - offset[..., 0] * normal[:, None, 1])
    inside = prints.half[row, None] - np.stack([across, np.abs(offset[..., 2])], axis=-1)
    inside = inside.min(axis=-1)
    to = spots - at[which, None]
    off = _aside([beams[b] for b in which.tolist()], to, np.linalg.norm(to, axis=-1))
    hit = (inside > TOLERANCE) & (off < half[which, None] - ANGLE_TOLERANCE_DEG)
    for n in np.flatnonzero(hit.any(axis=1)).tolist():
        b, r = int(which[n]), int(row[n])
        name, eyes, known = prints.name[r], prints.eyes[r], found[b]
        few = np.flatnonzero(hit[n])
        few = few[_lit(study, beams[b], spots[n, few], share)]
        if hidden:
            few = few[_stand(study, prints.level[r], eyes[few])]
            lamp = np.broadcast_to(at[b], (len(few), 3))
            few = few[clear_between(study, prints.level[r], lamp, spots[n, few], (name,))]
            few = few[clear_between(study, prints.level[r], eyes[few], spots[n, few], (name,))]
        if not len(few):
            continue
        e = int(few[np.argmax(inside[n, few].round(6))])
        if known is None or inside[n, e] > known.inside + 1e-6:
            away = float(np.linalg.norm((eyes[e] - middle[n])[:2]))
            found[b] = Shown(
                name,
                _three(eyes[e]),
                _three(spots[n, e]),
                float(inside[n, e]),
                away,
                float(off[n, e]),
            )
    return found


@dataclass(frozen=True, slots=True)
class _Prints:
    """Glossy prints and the eyes before them."""

    name: list[str]
    level: Array
    middle: Array  # (n, 3), of the front [m]
    normal: Array  # (n, 3)
    half: Array  # (n, 2), half its width and half its height [m]
    eyes: Array  # (n, 35, 3) [m]


def _prints(study: Study, reach: tuple[float, float], aside: float) -> _Prints | None:
    things = glossy(study)
    if not things:
        return None
    size = np.array([p.size for p in things])
    normal = np.array([(*p.normal, 0.0) for p in things])
    ground = np.array([p.floor_height for p in things])
    low = np.array([p.lower or 0.0 for p in things])
    middle = np.array([(*p.fixture.at, 0.0) for p in things]) + normal * size[:, 1:2] / 2
    middle[:, 2] = ground + low + size[:, 2] / 2
    eyes = [
        mirror.standing(m, n, EYE + g, reach, aside)
        for m, n, g in zip(middle, normal, ground, strict=True)
    ]
    level = np.array([p.fixture.level for p in things])
    half = size[:, [0, 2]] / 2
    return _Prints([p.id for p in things], level, middle, normal, half, np.array(eyes))


def _may_show(
    prints: _Prints,
    beams: Sequence[Beam],
    at: Array,
    half: Array,
    reach: tuple[float, float],
    aside: float,
) -> Array:
    """Pairs of a lamp and a print that are worth asking for each eye.

    The lamp shines on some of the print, and the heights where the nearest and the furthest
    eye meet its image, for a print of any width, reach the print.
    """
    d = prints.middle - at[:, None]
    before = -(d * prints.normal).sum(axis=-1)
    far = np.maximum(np.linalg.norm(d, axis=-1), 1e-9)
    radius = np.hypot(*prints.half.T)
    wide = np.degrees(np.arcsin(np.minimum(1.0, radius / far)))
    near = (before > 0) & (_aside(beams, d, far) - wide < half[:, None])
    eye = prints.eyes[:, 0, 2]
    rise = at[:, None, 2] - eye
    ends = (reach[0] * math.cos(math.radians(aside)), reach[1])
    heights = [eye + rise * (a / np.maximum(a + before, 1e-9)) for a in ends]
    tall = prints.half[:, 1]
    near &= np.minimum(*heights) < prints.middle[:, 2] + tall
    return near & (np.maximum(*heights) > prints.middle[:, 2] - tall)


def _stand(study: Study, level: str, eyes: Array) -> Array:
    """Whether somebody can stand below each eye: on the street or the public floor, on nothing."""
    if not len(eyes):
        return np.zeros(0, dtype=bool)
    x, y = eyes[:, 0], eyes[:, 1]
    indoors = shapely.intersects_xy(study.floor(level), x, y)
    free = ~indoors | shapely.intersects_xy(study.public_floor(level), x, y)
    bodies = study.once(("bodies", level), lambda: _bodies(study, level))
    free[bodies.query(shapely.points(x, y), predicate="intersects")[0]] = False
    return free


def _bodies(study: Study, level: str) -> shapely.STRtree:
    standing = [p for p in study.placed.values() if p.stands and p.fixture.level == level]
    return shapely.STRtree([p.footprint for p in standing])


# --- angles ---


def _aside(beams: Sequence[Beam], to: Array, far: Array) -> Array:
    """Angle between where each lamp looks and each of its directions, shape as `far` [deg]."""
    look = np.array([np.subtract(beam.aim, beam.at) for beam in beams])
    long = np.linalg.norm(look, axis=1, keepdims=True)
    look = np.where(long > 1e-9, look / np.maximum(long, 1e-9), [0.0, 0.0, -1.0])
    return _degrees((to * look[:, None]).sum(axis=2) / np.maximum(far, 1e-9))


def _degrees(cosine: Array) -> Array:
    return np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))


def _three(point: Array) -> Point3:
    x, y, z = map(float, point)
    return (x, y, z)
