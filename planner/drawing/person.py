"""A standing person as a measure of scale."""

from planner.drawing.sheet import Sheet

EYE_OF_HEIGHT = 0.935  # eyes lie this share of the stature above the floor


def draw_person(sheet: Sheet, x: float, floor: float, eye: float) -> None:
    """A grey figure whose eyes are `eye` above the floor line [mm]."""
    tall = eye / EYE_OF_HEIGHT
    k = tall / 100.0

    def at(u: float, v: float) -> tuple[float, float]:
        return (x + u * k, floor - v * k)

    body = [
        (-3.5, 84), (-7.5, 82.5), (-10, 79), (-11.5, 62), (-12, 47), (-9.5, 46), (-8.6, 60),
        (-8, 68), (-7.6, 46), (-6.8, 24), (-6, 2), (-7, 0), (-1, 0), (-0.7, 24), (0, 44),
        (0.7, 24), (1, 0), (7, 0), (6, 2), (6.8, 24), (7.6, 46), (8, 68), (8.6, 60), (9.5, 46),
        (12, 47), (11.5, 62), (10, 79), (7.5, 82.5), (3.5, 84),
    ]  # fmt: skip
    sheet.path([at(u, v) for u, v in body], fill="person")
    sheet.circle(*at(0, 92.5), 6.4 * k, fill="person")
