"""What an upright plane mirrors, and from where people look at it."""

import math
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_BEHIND = 0.01  # m; what is nearer the plane counts as behind it


def images(eyes: Array, lamps: Array, middle: Array, normal: Array) -> Array:
    """Where planes show lamps to eyes [m]; nan where one of them is behind its plane.

    Arrays of points (..., 3), each plane given by a point on it and its unit normal. The eye
    sees the lamp's mirror image straight through the plane.

    Examples
    --------
    >>> eye, lamp = np.array([[2.0, 0.0, 1.5]]), np.array([[1.0, 0.0, 3.0]])
    >>> images(eye, lamp, np.zeros(3), np.array([1.0, 0.0, 0.0])).tolist()
    [[0.0, 0.0, 2.5]]
    """
    near = ((eyes - middle) * normal).sum(axis=-1, keepdims=True)
    far = ((lamps - middle) * normal).sum(axis=-1, keepdims=True)
    before = (near > _BEHIND) & (far > _BEHIND)
    share = near / np.where(before, near + far, 1.0)
    shown = eyes + (lamps - 2 * far * normal - eyes) * share
    return np.where(before, shown, np.nan)


def standing(
    middle: Array,
    normal: Array,
    height: float,
    reach: tuple[float, float],
    aside: float,
) -> Array:
    """Eyes of people who look at an upright print, straight before it first [m].

    Shape (35, 3), all at `height`: five distances within `reach` from its `middle` on plan,
    seven directions up to `aside` degrees from its `normal`.
    """
    distances = np.linspace(*reach, 5)
    turns = np.linspace(-aside, aside, 7)
    far, turn = (v.ravel() for v in np.meshgrid(distances, turns, indexing="ij"))
    a = np.radians(turn) + math.atan2(normal[1], normal[0])
    off = np.abs(far - sum(reach) / 2)
    eyes = np.stack(
        [
            middle[0] + far * np.cos(a),
            middle[1] + far * np.sin(a),
            np.full(len(far), height),
        ],
        axis=1,
    )
    return eyes[np.lexsort((off.round(9), np.abs(turn).round(9)))]
