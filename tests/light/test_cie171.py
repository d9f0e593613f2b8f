"""Cases after CIE 171:2006, by the formulas its tables are made of.

The published tables are not repeated here; each expected value is computed from the closed
form it stands for, with the geometry in the test. Errata that were published for the report
(lightinganalysts.com/cie-1712006-errata) are applied: case 5.7 is worked out by adding and
subtracting configuration factors instead of its Table 19; case 5.8 is the mean over all
surfaces, since single points of a cube do not get the same light.
"""

import math

import numpy as np
import pytest
from shapely import box as rectangle

from planner.light.engine import Engine
from planner.light.photometry import Photometry, generic
from planner.light.scene import Lamp, Prism, Receiver, Room, Scene

BLACK = {"floor_reflectance": 0.0, "ceiling_reflectance": 0.0, "wall_reflectance": 0.0}
TALL = 60.0  # m; from so high a lamp lights a floor of 4 m by 4 m evenly


def black(width=4.0, depth=4.0, height=3.0, **reflectances):
    return Room(rectangle(0, 0, width, depth), height, **(BLACK | reflectances))


def at(points, normal):
    points = np.array(points, float)
    return Receiver("r", points, np.tile(np.array(normal, float), (len(points), 1)))


def even(flux_lm=10_000.0):
    """A point that gives the same in every direction below it and above."""
    g = np.array([0.0, 90.0, 180.0])
    candela = np.full((2, 3), flux_lm / (4 * math.pi))
    return Photometry("even", np.array([0.0, 360.0]), g, candela)


# --- configuration factors: a small surface and a rectangle whose corner lies at its foot ---


def parallel_corner(a, b, c):
    """Rectangle a by b, seen from c above its corner: half the sum of two arctangents."""
    if a * b == 0.0:
        return 0.0
    x, y = a / c, b / c
    p, q = math.hypot(1, x), math.hypot(1, y)
    return (x / p * math.atan(y / p) + y / q * math.atan(x / q)) / (2 * math.pi)


def upright_corner(a, b, c):
    """Floor rectangle reaching b along and c away, seen from a upright patch a above its corner."""
    if b * c == 0.0:
        return 0.0
    return (math.atan(b / a) - a / math.hypot(a, c) * math.atan(b / math.hypot(a, c))) / (
        2 * math.pi
    )


def over(corner, x0, x1, y0, y1, *rest):
    """A rectangle that lies anywhere, as four that have a corner at the foot."""

    def signed(x, y):
        return math.copysign(1, x) * math.copysign(1, y) * corner(abs(x), abs(y), *rest)

    return signed(x1, y1) - signed(x0, y1) - signed(x1, y0) + signed(x0, y0)


def seen_from_above(x, y, height, x0=0.0, x1=4.0, y0=0.0, y1=4.0):
    return over(parallel_corner, x0 - x, x1 - x, y0 - y, y1 - y, height)


def seen_from_wall(along, height, y0=0.0, y1=4.0, near=0.0, far=4.0):
    """From a wall at x = 0 looking to +x: floor from `near` to `far` before it."""

    def strip(depth):
        def one(y):
            return math.copysign(1, y) * upright_corner(height, abs(y), depth)

        return one(y1 - along) - one(y0 - along)

    return strip(far) - strip(near)


def test_the_formulas_themselves_agree_with_a_sum_over_the_floor():
    n = 800
    s = (np.arange(n) + 0.5) / n * 4.0
    x, y = np.meshgrid(s, s, indexing="ij")
    cell = (4.0 / n) ** 2
    px, py, h = 1.3, 2.2, 3.0
    r2 = (x - px) ** 2 + (y - py) ** 2 + h**2
    assert seen_from_above(px, py, h) == pytest.approx(
        float((h * h / r2**2).sum() * cell / math.pi), rel=1e-5
    )
    r2 = x**2 + (y - 2.2) ** 2 + 1.5**2
    assert seen_from_wall(2.2, 1.5) == pytest.approx(
        float((x * 1.5 / r2**2).sum() * cell / math.pi), rel=1e-4
    )


# --- 5.2: point sources ---


@pytest.mark.parametrize("height", [1.0, 2.0, 3.0])
def test_case_5_2_a_point_that_shines_evenly(height):
    """E_h = I cos³ / h², E_v = I cos² sin / h², I = Φ / 4π."""
    lamp = Lamp("a", (2.0, 2.0, height), even())
    intensity = 10_000 / (4 * math.pi)
    floor = at([(2.0 + d, 2.0, 0.0) for d in (0.0, 0.5, 1.0, 1.5, 1.9)], (0, 0, 1))
    got = Engine(Scene(black(height=4.0), lamps=(lamp,), receivers=(floor,))).lux()
    for d, lux in zip((0.0, 0.5, 1.0, 1.5, 1.9), got, strict=True):
        cosine = height / math.hypot(height, d)
        assert lux == pytest.approx(intensity * cosine**3 / height**2, rel=1e-4)
    heights = [z for z in (0.1, 0.6, 1.4, 2.4, 3.5) if abs(z - height) > 1e-9]
    wall = at([(3.999, 2.0, z) for z in heights], (-1, 0, 0))
    got = Engine(Scene(black(height=4.0), lamps=(lamp,), receivers=(wall,))).lux()
    for z, lux in zip(heights, got, strict=True):
        r = math.hypot(1.999, z - height)
        assert lux == pytest.approx(intensity * (1.999 / r) / r**2, rel=1e-4)


# --- 5.3: area sources ---


@pytest.mark.parametrize("side", [0.5, 1.0, 2.0])
def test_case_5_3_a_bright_rectangle_in_the_ceiling(side):
    """E = M times the configuration factor, M = Φ / A, for an even diffuse opening."""
    flux = 3_000.0
    lamp = Lamp("a", (2.0, 2.0, 3.0), generic("panel", flux_lm=flux, size=(side, side)))
    spots = [(2.0, 2.0), (1.0, 2.0), (0.5, 0.5), (3.4, 1.2)]
    floor = at([(x, y, 0.0) for x, y in spots], (0, 0, 1))
    got = Engine(Scene(black(height=3.2), lamps=(lamp,), receivers=(floor,))).lux()
    low, high = 2.0 - side / 2, 2.0 + side / 2
    exitance = flux / side**2
    for (x, y), lux in zip(spots, got, strict=True):
        factor = seen_from_above(x, y, 3.0, low, high, low, high)
        assert lux == pytest.approx(exitance * factor, rel=0.01)


# --- 5.4: flux through an opening ---


@pytest.mark.parametrize("side", [0.6, 1.0, 1.6])
def test_case_5_4_what_enters_through_an_opening_arrives_inside(side):
    """A roof with a hole: what falls on the floor is what falls into the hole, no more, no less."""
    low, high = 2.0 - side / 2, 2.0 + side / 2
    rings = [
        ((0, 0), (4, 0), (4, low), (0, low)),
        ((0, high), (4, high), (4, 4), (0, 4)),
        ((0, low), (low, low), (low, high), (0, high)),
        ((high, low), (4, low), (4, high), (high, high)),
    ]
    roof = tuple(Prism(f"roof{k}", ring, 3.0, 3.001, 0.0) for k, ring in enumerate(rings))
    lamp = Lamp("a", (2.0, 2.0, 5.0), even())
    n = 160
    s = (np.arange(n) + 0.5) / n * 4.0
    points = [(x, y, 0.0) for x in s for y in s]
    engine = Engine(Scene(black(height=6.0), roof, (lamp,), (at(points, (0, 0, 1)),)))
    arrived = float(engine.lux().sum()) * (4.0 / n) ** 2
    # solid angle of a square of half side a at distance d: 4 asin(a² / (a² + d²))
    a, d = side / 2, 2.0
    entered = 10_000 / (4 * math.pi) * 4 * math.asin(a * a / (a * a + d * d))
    reach = a / d * 5.0  # from the lamp through the rim of the hole to the floor
    assert reach <= 2.0 + 1e-9
    assert arrived == pytest.approx(entered, rel=0.02)


# --- 5.6: light reflected from a diffuse surface ---


def glowing_floor(receivers, prisms=(), share=0.8):
    """A floor lit evenly from far above in a black shaft; its exitance, and the light it gives."""
    lamp = Lamp("a", (2.0, 2.0, TALL - 0.01), generic("panel", flux_lm=1e6, size=(0.0, 0.0)))
    room = black(height=TALL, floor_reflectance=share)
    engine = Engine(Scene(room, prisms, (lamp,), receivers, patch=0.25))
    reflected = engine.indirect[0]
    lit = 1e6 / math.pi / TALL**2  # straight below a Lambertian point
    return share * lit, reflected


def test_case_5_6_a_diffuse_floor_lights_what_faces_it():
    spots = [(2.0, 2.0), (1.0, 2.0), (0.3, 0.3), (3.5, 2.0)]
    exitance, got = glowing_floor((at([(x, y, 3.0) for x, y in spots], (0, 0, -1)),))
    for (x, y), lux in zip(spots, got, strict=True):
        assert lux / exitance == pytest.approx(seen_from_above(x, y, 3.0), rel=0.015)


def test_case_5_6_a_diffuse_floor_lights_the_walls():
    spots = [(2.0, 0.5), (2.0, 1.5), (2.0, 3.0), (0.4, 1.0), (3.5, 2.0)]
    exitance, got = glowing_floor((at([(1e-3, y, z) for y, z in spots], (1, 0, 0)),))
    for (y, z), lux in zip(spots, got, strict=True):
        assert lux / exitance == pytest.approx(seen_from_wall(y, z), rel=0.015)


# --- 5.7: the same with something in the way ---


def test_case_5_7_a_screen_hides_the_part_of_the_floor_behind_it():
    """A screen across the room, 1 m high, 2 m before the wall.

    From height z on the wall the floor ends at the screen's foot and begins again where the
    line over its top comes down: 2 z / (z - 1).
    """
    screen = Prism("screen", ((2.0, 0.0), (2.02, 0.0), (2.02, 4.0), (2.0, 4.0)), 0.0, 1.0, 0.0)
    spots = [(2.0, 0.6), (2.0, 1.5), (2.0, 2.4), (1.0, 3.0), (3.4, 2.8)]
    receivers = (at([(1e-3, y, z) for y, z in spots], (1, 0, 0)),)
    exitance, got = glowing_floor(receivers, (screen,))
    for (y, z), lux in zip(spots, got, strict=True):
        expected = seen_from_wall(y, z, far=2.0)
        again = 2.02 * z / (z - 1.0) if z > 1.0 else math.inf
        if again < 4.0:
            expected += seen_from_wall(y, z, near=again, far=4.0)
        assert lux / exitance == pytest.approx(expected, rel=0.03)


# --- 5.8: a closed room ---


@pytest.mark.parametrize("rho", [0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
def test_case_5_8_light_kept_by_a_closed_cube(rho):
    """4 m by 4 m by 4 m, 10,000 lm in the middle: mean reflected light ρ Φ / (96 m² (1 - ρ)).

    With 0.95 that is 1,979 lx, with 0.5 104 lx, with 0.05 5.5 lx.
    """
    share = {"floor_reflectance": rho, "ceiling_reflectance": rho, "wall_reflectance": rho}
    engine = Engine(Scene(black(height=4.0, **share), lamps=(Lamp("a", (2, 2, 2), even()),)))
    centres, normals, area = engine.surfaces
    direct, reflected = engine.at(centres + 2e-3 * normals, normals)
    assert (direct[0] * area).sum() / 96 == pytest.approx(10_000 / 96, rel=0.02)
    mean = (reflected[0] * area).sum() / 96
    assert mean == pytest.approx(rho * 10_000 / (96 * (1 - rho)), rel=0.01, abs=1e-9)
