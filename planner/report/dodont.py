"""A good and a bad sketch of a rule, drawn from the rule's own numbers.

Each sketch is a small SVG on a canvas of `WIDTH` by `HEIGHT` millimetres. What is shown
(bands, depths, angles, ratios) is read from the rule's parameters, so that a changed
threshold changes the drawing.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from planner import units
from planner.report.fonts import FONT
from planner.rules.pack import Pack, Rule, numbers

WIDTH, HEIGHT = 34.0, 23.0  # mm

INK, INK2, WALL, LINE = "#18212C", "#465364", "#2A333F", "#8895A6"
GOOD, BAD = "#1B7340", "#A3161A"
GOOD_SOFT, BAD_SOFT, GREY = "#E6F4EB", "#FBEAEA", "#EEF1F5"
CARRIER, CARRIER_SOFT = "#5A3E9C", "#EDE8F7"
EYE = 1.55  # m; the standing eye drawn in sketches

Params = Mapping[str, Any]


def sketches(rule: Rule, pack: Pack) -> tuple[str, str] | None:
    """The good and the bad sketch of a rule as SVG; None where it has no geometry to draw."""
    make = SKETCHES.get(rule.check.name) if rule.check else None
    if make is None:
        return None
    params = numbers(rule, pack.chosen)
    return _Sketch(True).drawn(make, params), _Sketch(False).drawn(make, params)


class _Sketch:
    """A canvas in metres, y up; `scale` millimetres a metre, origin at (`left`, `bottom`)."""

    def __init__(self, good: bool) -> None:
        self.good = good
        self.parts: list[str] = []
        self.scale, self.left, self.bottom = 10.0, 2.0, 2.0

    def drawn(self, make: Callable[["_Sketch", Params], None], params: Params) -> str:
        make(self, params)
        colour, soft = (GOOD, GOOD_SOFT) if self.good else (BAD, BAD_SOFT)
        badge = (
            f'<circle cx="3.4" cy="3.4" r="2.2" fill="{soft}" stroke="{colour}" '
            'stroke-width=".35"/>'
        )
        badge += (
            f'<path d="M2.4 3.5 3.1 4.3 4.5 2.6" fill="none" stroke="{colour}" stroke-width=".5"/>'
            if self.good
            else f'<path d="M2.5 2.5 4.3 4.3M4.3 2.5 2.5 4.3" stroke="{colour}" stroke-width=".5"/>'
        )
        frame = (
            f'<rect x=".2" y=".2" width="{WIDTH - 0.4}" height="{HEIGHT - 0.4}" rx="1" '
            f'fill="#FFFFFF" stroke="{colour}" stroke-width=".3"/>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm" '
            f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" font-family="{FONT}">'
            f"{frame}{''.join(self.parts)}{badge}</svg>"
        )

    def frame(self, width: float, height: float, *, left: float = 0.0, low: float = 0.0) -> None:
        """Fit a piece of the world [m] into the canvas, standing on its bottom."""
        self.scale = min((WIDTH - 4) / width, (HEIGHT - 4) / height)
        self.left = (WIDTH - width * self.scale) / 2 - left * self.scale
        self.bottom = 2.0 - low * self.scale

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (self.left + x * self.scale, HEIGHT - self.bottom - y * self.scale)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "#FFFFFF",
        stroke: str = INK2,
        dash: str = "",
        turn: float = 0.0,
    ) -> None:
        px, py = self.at(x, y + height)
        turned = ""
        if turn:
            cx, cy = self.at(x + width / 2, y + height / 2)
            turned = f' transform="rotate({-turn:.1f} {cx:.2f} {cy:.2f})"'
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<rect x="{px:.2f}" y="{py:.2f}" width="{width * self.scale:.2f}" '
            f'height="{height * self.scale:.2f}" fill="{fill}" stroke="{stroke}" '
            f'stroke-width=".3"{dashed}{turned}/>'
        )

    def line(
        self,
        points: list[tuple[float, float]],
        stroke: str = INK2,
        width: float = 0.3,
        dash: str = "",
    ) -> None:
        path = " ".join("{:.2f},{:.2f}".format(*self.at(*point)) for point in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<polyline points="{path}" fill="none" stroke="{stroke}" '
            f'stroke-width="{width}"{dashed}/>'
        )

    def area(self, points: list[tuple[float, float]], fill: str, stroke: str = "none") -> None:
        path = " ".join("{:.2f},{:.2f}".format(*self.at(*point)) for point in points)
        self.parts.append(
            f'<polygon points="{path}" fill="{fill}" stroke="{stroke}" stroke-width=".3" '
            f'stroke-dasharray="1 .7"/>'
        )

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str = "#FFFFFF",
        stroke: str = INK2,
        dash: str = "",
    ) -> None:
        px, py = self.at(x, y)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<circle cx="{px:.2f}" cy="{py:.2f}" r="{radius * self.scale:.2f}" fill="{fill}" '
            f'stroke="{stroke}" stroke-width=".3"{dashed}/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "middle",
        fill: str = INK,
        dy: float = 0.0,
    ) -> None:
        px, py = self.at(x, y)
        self.parts.append(
            f'<text x="{px:.2f}" y="{py + dy:.2f}" font-size="2.4" text-anchor="{anchor}" '
            f'fill="{fill}" stroke="#FFFFFF" stroke-width=".5" paint-order="stroke">{words}</text>'
            f'<text x="{px:.2f}" y="{py + dy:.2f}" font-size="2.4" text-anchor="{anchor}" '
            f'fill="{fill}">{words}</text>'
        )

    def measure(
        self, start: tuple[float, float], end: tuple[float, float], words: str, fill: str = ""
    ) -> None:
        """A dimension line with its number beside it."""
        fill = fill or (GOOD if self.good else BAD)
        self.line([start, end], fill, 0.25)
        (ax, ay), (bx, by) = self.at(*start), self.at(*end)
        for x, y in ((ax, ay), (bx, by)):
            self.parts.append(
                f'<path d="M{x - 0.5:.2f} {y + 0.5:.2f}l1-1" stroke="{fill}" stroke-width=".35"/>'
            )
        upright = abs(bx - ax) < abs(by - ay)
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        if upright:
            beside = (middle[0] + 0.9 / self.scale, middle[1])
            self.text(*beside, words, anchor="start", fill=fill, dy=0.8)
        else:
            self.text(*middle, words, fill=fill, dy=-0.7)

    # --- things ---

    def person(self, x: float, eye: float = EYE) -> None:
        """Somebody standing on the floor of an elevation."""
        self.disc(x, eye + 0.02, 0.11, GREY, LINE)
        self.area([(x - 0.2, 0), (x - 0.22, eye - 0.2), (x + 0.22, eye - 0.2), (x + 0.2, 0)], GREY)

    def poster(self, x: float, low: float, width: float = 0.57, height: float = 0.84) -> None:
        """A poster of 57 x 84 cm on an elevation."""
        self.rect(x, low, width, height, CARRIER_SOFT, CARRIER)
        self.rect(
            x + width * 0.18, low + height * 0.5, width * 0.64, height * 0.3, CARRIER, CARRIER
        )

    def floor_line(self, x0: float, x1: float) -> None:
        """The floor of an elevation."""
        self.line([(x0, 0), (x1, 0)], WALL, 0.6)

    def door_wall(self, width: float, door: float, thick: float = 0.2) -> tuple[float, float]:
        """A wall along y = 0 with a door in its middle; returns the jambs."""
        a, b = (width - door) / 2, (width + door) / 2
        self.rect(0, -thick, a, thick, WALL, WALL)
        self.rect(b, -thick, width - b, thick, WALL, WALL)
        return a, b


# --- sketches ---


def _height_band(s: _Sketch, p: Params) -> None:
    low, high = p["band"]
    s.frame(3.2, max(2.2, high + 1.1))
    s.floor_line(0, 3.2)
    s.rect(0.65, low, 0.85, high - low, GOOD_SOFT, GOOD, "1 .7")
    s.person(0.3)
    edge = (low + high) / 2 if s.good else high + 0.25
    s.poster(0.8, edge - (0.42 if p["anchor"] == "centre" else 0.0))
    words = f"{low * 100:g}–{high * 100:g} cm" if s.good else units.show_height(edge)
    s.measure((1.62, 0), (1.62, edge), words)


def _sight_angle(s: _Sketch, p: Params) -> None:
    low, high = p["band"]
    eye, away = p["eye"], p["distance"]
    s.frame(3.0, 2.2)
    s.floor_line(0, 3.0)
    s.person(0.35, eye)
    start, end = (0.35, eye), 0.35 + away
    s.line([(end + 0.05, 0), (end + 0.05, 2.1)], WALL, 0.5)

    def below(angle: float) -> tuple[float, float]:
        return (end, eye - away * math.tan(math.radians(angle)))

    s.area([start, below(low), below(high)], GOOD_SOFT, GOOD)
    s.line([start, (end, eye)], LINE, 0.25, ".8 .6")
    edge = below((low + high) / 2 if s.good else low * 0.2)[1]
    lift = -0.42 if p["anchor"] == "centre" else 0.0
    s.rect(end - 0.04, edge + lift, 0.09, 0.84, CARRIER, CARRIER)
    colour = GOOD if s.good else BAD
    s.line([start, (end, edge)], colour, 0.35)
    angle = math.degrees(math.atan2(eye - edge, away))
    s.text(1.25, 0.5, f"{low:g}–{high:g}°" if s.good else f"{angle:.0f}°", fill=colour)


def _exit_clear(s: _Sketch, p: Params) -> None:
    depth = p["exit_depth"]
    s.frame(4.6, depth + 1.0, low=-0.25)
    a, b = s.door_wall(4.6, 1.6)
    colour, soft = (GOOD, GOOD_SOFT) if s.good else (BAD, BAD_SOFT)
    s.area([(a, 0), (b, 0), (b, depth), (a, depth)], soft, colour)
    s.measure((b + 0.2, 0), (b + 0.2, depth), units.show_length(depth))
    x, y = (a - 1.0, 0.5) if s.good else (a + 0.4, depth * 0.5)
    s.rect(x, y, 0.8, 0.25, CARRIER_SOFT, CARRIER)


def _rollup_at_door(s: _Sketch, p: Params) -> None:
    x, y = _around_door(s, p["reach"])
    s.rect(x - 0.4, y - 0.15, 0.8, 0.3, CARRIER_SOFT, CARRIER)


def _around_door(s: _Sketch, reach: float) -> tuple[float, float]:
    """The half circle around a door; returns a place inside it, or beyond it."""
    width = reach * 2 + 1.8
    s.frame(width, reach + 1.3, low=-0.25)
    a, b = s.door_wall(width, 1.6)
    right = [
        (b + reach * math.cos(t), reach * math.sin(t))
        for t in (math.pi * n / 24 for n in range(13))
    ]
    left = [(width - x, y) for x, y in reversed(right)]
    s.area([(a, 0), (b, 0), *right, *left], GOOD_SOFT if s.good else GREY, LINE)
    end = (width / 2, reach)
    s.measure((width / 2, 0), end, units.show_length(reach))
    return (a - reach * 0.35, 1.1) if s.good else (a - 0.2, reach + 0.6)


def _poster_at_door(s: _Sketch, p: Params) -> None:
    reach = p["reach"]
    width = reach * 2 + 3.0
    s.frame(width, 2.8, low=-0.25)
    a, b = s.door_wall(width, 1.4)
    at = b + reach * 0.45 if s.good else b + reach + 0.15
    s.rect(at, 0.0, 0.9, 0.22, CARRIER, CARRIER)
    for jamb, sign in ((a, -1), (b, 1)):
        s.area(
            [(jamb, 0.05), (jamb + sign * reach, 0.05), (jamb + sign * reach, 0.5), (jamb, 0.5)],
            GOOD_SOFT if s.good else GREY,
            LINE,
        )
    s.rect(at, 0.0, 0.7, 0.22, CARRIER, CARRIER)
    s.measure((b, 1.0), (b + reach, 1.0), units.show_length(reach))


def _side_walls(s: _Sketch, p: Params) -> None:
    depth = p["depth"]
    height = depth + 1.5
    s.frame(5.0, height, low=-0.25)
    s.door_wall(5.0, 1.6)
    for x in (-0.2, 5.0):
        s.rect(x, -0.2, 0.2, height, WALL, WALL)
    s.line([(0, depth), (5.0, depth)], GOOD if s.good else BAD, 0.3, "1 .7")
    at = depth * 0.4 if s.good else depth + 0.3
    for x in (0.0, 4.82):
        s.rect(x, at, 0.18, 0.8, CARRIER, CARRIER)
    s.measure((2.2, 0), (2.2, depth), units.show_length(depth))


def _beside_counter(s: _Sketch, p: Params) -> None:
    reach = p["reach"]
    s.frame(2.9 + reach, 2.9)
    s.rect(0.3, 1.9, 2.4, 0.6, GREY, INK2)
    for x in (0.9, 2.1):
        s.disc(x, 1.35, 0.2, "#FFFFFF", INK2)
    s.measure((2.7, 2.6), (2.7 + reach, 2.6), units.show_length(reach), LINE)
    if s.good:
        s.rect(3.1, 1.5, 0.9, 0.3, CARRIER_SOFT, CARRIER, turn=60)
        s.line([(2.3, 1.35), (3.5, 1.6)], GOOD, 0.3, ".8 .6")
    else:
        s.rect(2.0 + reach, 0.2, 0.9, 0.3, CARRIER_SOFT, CARRIER)
        s.line([(2.3, 1.3), (2.0 + reach, 0.45)], BAD, 0.3, ".8 .6")


def _faces_door(s: _Sketch, p: Params) -> None:
    angle = p["facing"]
    s.frame(4.8, 3.5, low=-0.25)
    s.door_wall(4.8, 1.4)
    x, y = 2.4, 2.2
    turn = 0.0 if s.good else min(180.0, angle + 40.0)
    spread = [
        (x + 1.7 * math.sin(math.radians(turn + d)), y - 1.7 * math.cos(math.radians(turn + d)))
        for d in (-angle, -angle / 2, 0, angle / 2, angle)
    ]
    s.area([(x, y), *spread], GOOD_SOFT if s.good else BAD_SOFT, GOOD if s.good else BAD)
    s.rect(x - 0.45, y - 0.15, 0.9, 0.3, CARRIER_SOFT, CARRIER, turn=turn)
    s.line([(x, y - 0.15), (2.4, 0)], INK2, 0.25, ".8 .6")
    s.text(0.1, 1.2, f"±{angle:g}°", anchor="start", fill=GOOD if s.good else BAD)


def _gap(s: _Sketch, p: Params) -> None:
    width = p["width"]
    gap = width if s.good else width * 0.65
    s.frame(2.8 + width, 2.6)
    middle = (2.8 + width) / 2
    s.rect(middle - gap / 2 - 1.2, 0.3, 1.2, 1.6, GREY, INK2)
    s.rect(middle + gap / 2, 0.3, 1.2, 1.6, GREY, INK2)
    s.line([(middle, 0), (middle, 2.2)], LINE, 0.25, "1 .7")
    s.line([(middle - gap / 2, 1.1), (middle + gap / 2, 1.1)], GOOD if s.good else BAD, 0.3)
    sign = "≥" if s.good else "&lt;"
    s.text(middle, 2.2, f"{sign} {units.show_length(width)}", fill=GOOD if s.good else BAD)


def _low_counter(s: _Sketch, p: Params) -> None:
    (low, high), knee = p["top"], p["knee_height"]
    s.frame(4.4, 1.9)
    s.floor_line(0, 4.4)
    s.rect(0.3, 0, 1.1, 1.05, GREY, INK2)
    top = (low + high) / 2 if s.good else 1.05
    s.rect(1.4, top - 0.05, 1.0, 0.05, INK2, INK2)
    colour = GOOD if s.good else BAD
    if s.good:
        s.rect(1.45, 0, 0.9, min(knee, top - 0.06), GOOD_SOFT, GOOD, "1 .7")
        s.measure((2.5, 0), (2.5, top), f"{low * 100:g}–{high * 100:g} cm")
    else:
        s.rect(1.4, 0, 1.0, 1.0, GREY, INK2)
        s.rect(1.4, low, 1.0, high - low, GOOD_SOFT, GOOD, "1 .7")
        s.measure((2.5, 0), (2.5, top), units.show_height(top), colour)


def _line_to_wait(s: _Sketch, p: Params) -> None:
    gap = p["gap_min"]
    s.frame(3.6, gap + 2.3)
    top = gap + 2.1
    s.rect(0.5, top - 0.5, 2.2, 0.5, GREY, INK2)
    served = top - 0.5 - 0.35
    s.disc(1.6, served, 0.2, "#FFFFFF", INK2)
    edge = served - gap
    s.line([(0.3, edge), (2.9, edge)], GOOD if s.good else BAD, 0.4, "1 .7")
    s.disc(1.6, edge - 0.3 if s.good else edge + gap * 0.45, 0.2, CARRIER_SOFT, CARRIER)
    s.measure((2.2, edge), (2.2, served), units.show_length(gap))


def _centre_band(s: _Sketch, p: Params) -> None:
    low, high = p["centre"]
    s.frame(3.2, max(2.2, high + 0.5))
    s.floor_line(0, 3.2)
    s.rect(0.65, low, 0.85, high - low, GOOD_SOFT, GOOD, "1 .7")
    s.person(0.3)
    centre = (low + high) / 2 if s.good else low * 0.55
    s.poster(0.85, centre - 0.3, 0.45, 0.6)
    words = f"{low * 100:g}–{high * 100:g} cm" if s.good else units.show_height(centre)
    s.measure((1.62, 0), (1.62, centre), words)


def _turning(s: _Sketch, p: Params) -> None:
    circle = p["diameter"]
    s.frame(circle + 1.8, circle + 1.1)
    x, y = (circle + 1.8) / 2, circle / 2 + 0.05
    s.rect(0.5, circle + 0.15, circle + 0.8, 0.5, GREY, INK2)
    colour = GOOD if s.good else BAD
    s.disc(x, y, circle / 2, GOOD_SOFT if s.good else BAD_SOFT, colour, "1 .7")
    if not s.good:
        s.rect(x + circle * 0.22, y - 0.3, 0.6, 0.6, GREY, INK2)
    s.text(x, y, f"Ø {units.show_length(circle)}", fill=colour, dy=0.8)


def _ratio(s: _Sketch, p: Params) -> None:
    low, high = p["ratio"]
    top = high * 1.3
    s.scale, s.left, s.bottom = (HEIGHT - 7.5) / top, 4.0, 2.5
    per = 1 / s.scale  # one millimetre
    value = (low + high) / 2 if s.good else low * 0.6
    s.rect(11 * per, low, 9 * per, high - low, GOOD_SOFT, GOOD, "1 .7")
    s.rect(3 * per, 0, 4.5 * per, 1.0, "#F2DC62", "#9A9270")
    s.rect(13.2 * per, 0, 4.5 * per, value, "#F2DC62", "#9A9270")
    s.line([(1 * per, 0), (27 * per, 0)], WALL, 0.5)
    s.text(5.2 * per, 1.0, "1×", dy=-0.6)
    s.text(20.6 * per, (low + high) / 2, f"{low:g}–{high:g}×", anchor="start", dy=0.8, fill=GOOD)
    if not s.good:
        s.text(15.4 * per, value, f"{value:.1f}×", dy=-0.6, fill=BAD)


def _aim(s: _Sketch, p: Params) -> None:
    low, high = p["band"]
    angle = (low + high) / 2 if s.good else high + 22.0
    s.frame(3.8, 3.0)
    s.floor_line(0, 3.8)
    s.rect(3.6, 0, 0.2, 3.0, WALL, WALL)
    centre, lamp_height = 1.4, 2.8
    lamp = max(0.3, 3.5 - math.tan(math.radians(angle)) * (lamp_height - centre))
    s.line([(0.9, 2.9), (3.6, 2.9)], WALL, 0.4)
    s.area([(lamp, lamp_height), (3.5, centre - 0.3), (3.5, centre + 0.3)], "#FFF6C8", "#C9B655")
    s.rect(3.48, centre - 0.42, 0.12, 0.84, CARRIER, CARRIER)
    s.rect(lamp - 0.12, lamp_height - 0.06, 0.24, 0.16, INK, INK)
    s.line([(lamp, lamp_height), (lamp, 1.2)], LINE, 0.25, ".8 .6")
    colour = GOOD if s.good else BAD
    s.text(lamp, 0.75, f"{low:g}–{high:g}°" if s.good else f"{angle:g}°", fill=colour)


def _best_tier(s: _Sketch, p: Params) -> None:
    low, high = p["band"]
    s.frame(3.4, 2.3)
    s.floor_line(0, 3.4)
    s.person(0.25)
    s.rect(0.55, low, 1.15, high - low, GOOD_SOFT, GOOD, "1 .7")
    s.line([(0.7, 0), (0.7, 1.75), (1.55, 1.75), (1.55, 0)], INK2, 0.4)
    middle = (low + high) / 2
    for step in (-0.66, -0.33, 0.0, 0.33):
        newest = step == (0.0 if s.good else -0.66)
        fill, stroke = (CARRIER, CARRIER) if newest else ("#FFFFFF", LINE)
        s.rect(0.78, middle + step - 0.12, 0.69, 0.24, fill, stroke)
    s.text(1.76, middle, f"{low * 100:g}–{high * 100:g} cm", anchor="start", fill=GOOD, dy=0.8)


SKETCHES: dict[str, Callable[[_Sketch, Params], None]] = {
    "mounting_height": _height_band,
    "sight_angle": _sight_angle,
    "kept_free": _exit_clear,
    "rollups_at_the_door": _rollup_at_door,
    "posters_by_the_door": _poster_at_door,
    "posters_on_side_walls": _side_walls,
    "rollups_at_the_counters": _beside_counter,
    "clear_route": _gap,
    "shop_aisle": _gap,
    "line_passage": _gap,
    "low_counter": _low_counter,
    "privacy_line": _line_to_wait,
    "hero_height": _centre_band,
    "rack_faces_door": _faces_door,
    "best_tier": _best_tier,
    "eye_tier": _best_tier,
    "turning_circle": _turning,
    "storefront_light": _ratio,
    "window_light": _ratio,
    "counter_light": _ratio,
    "showcase_light": _ratio,
    "lamp_aim": _aim,
}
