"""The engine against formulas: point and area sources, configuration factors, closed rooms."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon
from shapely import box as rectangle

from planner.errors import LightError
from planner.light.engine import Engine
from planner.light.photometry import Photometry, generic
from planner.light.scene import Lamp, Pane, Prism, Receiver, Room, Scene, box, grid

BLACK = {"floor_reflectance": 0.0, "ceiling_reflectance": 0.0, "wall_reflectance": 0.0}


def room(width=8.0, depth=6.0, height=3.0, **reflectances):
    return Room(rectangle(0, 0, width, depth), height, **(BLACK | reflectances))


def one(point, normal, name="r"):
    return Receiver(name, np.array([point], float), np.array([normal], float))


def point_lamp(at=(4.0, 3.0, 2.99), flux_lm=1000.0, aim=None, sort="panel", **more):
    return Lamp("a", at, generic(sort, flux_lm=flux_lm, size=(0.0, 0.0), **more), aim)


def lux(scene):
    return Engine(scene).lux()


def test_a_point_source_follows_the_inverse_square_and_cosine_laws():
    # Lambertian lamp, I = I0 cos g; on the floor E = I0 cos^4 g / h^2. I0 = 1000 / pi cd
    points = [(4.0 + x, 3.0, 0.0) for x in (0.0, 1.0, 2.0, 3.0)]
    receiver = Receiver("r", np.array(points), np.tile([0.0, 0.0, 1.0], (4, 1)))
    found = lux(Scene(room(), lamps=(point_lamp(),), receivers=(receiver,)))
    for x, value in zip((0.0, 1.0, 2.0, 3.0), found, strict=True):
        cosine = 2.99 / math.hypot(2.99, x)
        assert value == pytest.approx(1000 / math.pi * cosine**4 / 2.99**2, rel=1e-3)


def test_an_upright_plane_gets_the_sine():
    # at the height difference d and distance x: E_v = I cos g sin g / r^2, I = I0 cos g
    found = lux(Scene(room(), lamps=(point_lamp(),), receivers=(one((6, 3, 0.99), (-1, 0, 0)),)))
    r2 = 2.0**2 + 2.0**2
    cosine = 2.0 / math.sqrt(r2)
    assert found[0] == pytest.approx(1000 / math.pi * cosine * (2.0 / math.sqrt(r2)) / r2, rel=1e-3)


def test_an_aimed_spot_has_its_peak_at_its_target():
    lamp = point_lamp((2, 3, 2.9), aim=(4.0, 3.0, 0.0), sort="spot", beam_deg=24.0)
    found = lux(Scene(room(), lamps=(lamp,), receivers=(one((4, 3, 0), (0, 0, 1)),)))
    r2 = 2.0**2 + 2.9**2
    peak = float(lamp.photometry.intensity(0, 0))
    assert found[0] == pytest.approx(peak * 2.9 / math.sqrt(r2) / r2, rel=1e-3)


def test_a_turned_lamp_keeps_its_planes():
    """A lamp that shines only towards C0 lights what its C0 is turned to."""
    g = np.arange(0.0, 91.0, 5.0)
    c = np.array([0.0, 45.0, 90.0, 270.0, 315.0, 360.0])
    rows = np.array([1.0, 0.5, 0.0, 0.0, 0.5, 1.0])[:, None] * np.full(len(g), 100.0)
    lamp = Photometry("half", c, g, rows)
    around = [(4 + math.cos(a), 3 + math.sin(a), 0.0) for a in np.radians([0, 90, 180, 270])]
    receiver = Receiver("r", np.array(around), np.tile([0.0, 0.0, 1.0], (4, 1)))
    for facing, lit in ((0.0, 0), (90.0, 1), (180.0, 2), (270.0, 3)):
        lamps = (Lamp("a", (4.0, 3.0, 2.9), lamp, facing_deg=facing),)
        found = lux(Scene(room(), lamps=lamps, receivers=(receiver,)))
        assert np.argmax(found) == lit
        assert found[(lit + 2) % 4] == 0.0


def test_a_large_panel_is_an_area_source():
    """CIE 171:2006, case 5.5 in kind: a Lambertian rectangle above a point.

    E = pi L F with the configuration factor of a rectangle to a parallel element below one
    corner (Howell B-3): F = 1/2pi (A/sqrt(1+A^2) atan(B/sqrt(1+A^2)) + the same with A, B
    exchanged), A = a/h, B = b/h; four quarters below the middle.
    """
    a, b, h, flux = 0.6, 0.6, 1.5, 2000.0
    panel = generic("panel", flux_lm=flux, size=(2 * a, 2 * b))
    lamps = (Lamp("a", (4.0, 3.0, 2.9), panel),)
    found = lux(Scene(room(), lamps=lamps, receivers=(one((4, 3, 2.9 - h), (0, 0, 1)),)))
    x, y = a / h, b / h
    quarter = x / math.hypot(1, x) * math.atan(y / math.hypot(1, x))
    quarter += y / math.hypot(1, y) * math.atan(x / math.hypot(1, y))
    exact = flux / (4 * a * b) * 4 * quarter / (2 * math.pi)
    assert found[0] == pytest.approx(exact, rel=0.01)


def test_a_linear_lamp_close_by_is_no_point():
    """E below the middle of a Lambertian strip: integral of I' cos^4 along its length."""
    length, h, flux = 1.2, 0.8, 1000.0
    strip = generic("panel", flux_lm=flux, size=(length, 0.0))
    lamps = (Lamp("a", (4.0, 3.0, 2.9), strip),)
    found = lux(Scene(room(), lamps=lamps, receivers=(one((4, 3, 2.9 - h), (0, 0, 1)),)))
    s = np.linspace(-length / 2, length / 2, 20001)
    exact = np.trapezoid(flux / math.pi / length * h**2 / (h**2 + s**2) ** 2, s)
    assert found[0] == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize(("rho", "slack"), [(0.2, 0.01), (0.5, 0.01), (0.8, 0.01)])
def test_mean_indirect_light_of_a_closed_room(rho, slack):
    """Every surface alike: the mean of what arrives after reflections is rho Phi / (A (1-rho)).

    CIE 171:2006, case 5.7. The mean over all surfaces is asked at the patches themselves.
    """
    w, d, h, flux = 6.0, 5.0, 3.0, 3000.0
    space = room(w, d, h, floor_reflectance=rho, ceiling_reflectance=rho, wall_reflectance=rho)
    engine = Engine(Scene(space, lamps=(point_lamp((3.0, 2.5, 2.0), flux),)))
    centres, normals, area = engine.surfaces
    direct, reflected = engine.at(centres + 2e-3 * normals, normals)
    whole = 2 * (w * d + w * h + d * h)
    assert (direct[0] * area).sum() == pytest.approx(flux, rel=0.03)
    mean = (reflected[0] * area).sum() / whole
    assert mean == pytest.approx(rho * flux / (whole * (1 - rho)), rel=slack + 0.01)


def test_nothing_is_reflected_in_a_black_room():
    engine = Engine(Scene(room(), lamps=(point_lamp(),), receivers=(one((1, 1, 1), (0, 0, 1)),)))
    assert engine.indirect.max() == 0.0


def _parallel(a, b, c):
    """Howell C-11: two equal rectangles a by b, c apart."""
    x, y = a / c, b / c
    f = math.log(math.sqrt((1 + x * x) * (1 + y * y) / (1 + x * x + y * y)))
    f += x * math.hypot(1, y) * math.atan(x / math.hypot(1, y))
    f += y * math.hypot(1, x) * math.atan(y / math.hypot(1, x))
    f -= x * math.atan(x) + y * math.atan(y)
    return 2 * f / (math.pi * x * y)


def _perpendicular(w, h, common):
    """Howell C-14: from a rectangle `w` deep to one `h` high, sharing the edge `common`."""
    a, b = h / common, w / common
    f = b * math.atan(1 / b) + a * math.atan(1 / a)
    f -= math.hypot(a, b) * math.atan(1 / math.hypot(a, b))
    a2, b2 = a * a, b * b
    product = (1 + b2) * (1 + a2) / (1 + a2 + b2)
    product *= (b2 * (1 + a2 + b2) / ((1 + b2) * (a2 + b2))) ** b2
    product *= (a2 * (1 + a2 + b2) / ((1 + a2) * (a2 + b2))) ** a2
    return (f + 0.25 * math.log(product)) / (math.pi * b)


@pytest.mark.parametrize(("w", "d", "h"), [(6.0, 6.0, 3.0), (10.0, 4.0, 3.0), (5.0, 5.0, 5.0)])
def test_form_factors_of_a_box_agree_with_howell(w, d, h):
    engine = Engine(Scene(room(w, d, h)))
    _, normals, area = engine.surfaces
    x = engine._bounce  # black room: factors times zero; take the exchange areas instead
    assert x.max() == 0.0
    shared = engine._shared.astype(float)
    floor, ceiling = normals[:, 2] > 0.5, normals[:, 2] < -0.5
    wall = normals[:, 0] > 0.5  # the wall at x = 0, d long
    found = shared[np.ix_(floor, ceiling)].sum() / area[floor].sum()
    assert found == pytest.approx(_parallel(w, d, h), rel=0.01)
    found = shared[np.ix_(floor, wall)].sum() / area[floor].sum()
    assert found == pytest.approx(_perpendicular(w, h, d), rel=0.04)


def test_a_point_sees_a_glowing_wall_as_howell_says():
    """A wall pane lets in light: E = M F, F of a rectangle seen by an element facing it (B-3)."""
    pane = Pane((0.0, 0.0), (0.0, 6.0), 0.0, 3.0, 0.0, lets_in=1.0)
    space = replace(room(), panes=(pane,))
    distance, a, b = 2.0, 3.0, 1.5
    scene = Scene(space, receivers=(one((distance, 3.0, 1.5), (-1, 0, 0)),), outdoor_lux=100.0)
    x, y = a / distance, b / distance
    quarter = x / math.hypot(1, x) * math.atan(y / math.hypot(1, x))
    quarter += y / math.hypot(1, y) * math.atan(x / math.hypot(1, y))
    assert lux(scene)[0] == pytest.approx(100 * 4 * quarter / (2 * math.pi), rel=0.01)


# --- shadows ---


def test_a_tall_thing_throws_a_shadow_and_a_low_one_does_not():
    receiver = one((6.0, 3.0, 0.75), (0, 0, 1))
    for height, dark in ((1.0, False), (2.8, True)):
        thing = box("t", (5.0, 3.0), (1.0, 0.2, height))
        # the ray from (4, 3, 2.99) to (6, 3, 0.75) is 1.87 m high at x = 5
        scene = Scene(room(), (thing,), (point_lamp(),), (receiver,))
        assert (lux(scene)[0] == 0.0) == dark


def test_light_passes_below_what_hangs():
    hanging = box("t", (5.0, 3.0), (1.0, 0.2, 0.5), low=2.4, facing_deg=0.0)
    receiver = one((6.0, 3.0, 0.75), (0, 0, 1))
    plain = lux(Scene(room(), (), (point_lamp(),), (receiver,)))[0]
    assert lux(Scene(room(), (hanging,), (point_lamp(),), (receiver,)))[0] == plain


def test_a_point_inside_something_is_covered():
    engine = Engine(
        Scene(
            room(floor_reflectance=0.5),
            (box("t", (2.0, 2.0), (1.0, 1.0, 1.0)),),
            (point_lamp(),),
            (one((2, 2, 0.75), (0, 0, 1)), one((3, 3, 0.75), (0, 0, 1), "s")),
        )
    )
    assert list(engine.covered) == [True, False]
    assert engine.lux()[0] == 0.0


def test_light_does_not_go_round_the_corner_of_an_l_directly():
    ell = Polygon([(0, 0), (8, 0), (8, 3), (3, 3), (3, 8), (0, 8)])
    shade = one((1.0, 7.0, 0.75), (0, 0, 1))
    lamp = Lamp("a", (7.0, 1.0, 2.9), generic("panel", flux_lm=3000))
    engine = Engine(
        Scene(
            Room(ell, 3.0, wall_reflectance=0.5),
            lamps=(lamp,),
            receivers=(shade, one((5, 1, 0.75), (0, 0, 1), "near")),
        )
    )
    assert engine.direct[0, 0] == 0.0
    assert engine.direct[0, 1] > 0.0
    assert 0.0 < engine.indirect[0, 0] < 0.2 * engine.indirect[0, 1]


def test_a_hole_in_the_outline_is_solid():
    court = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (6, 3), (6, 6), (3, 6)]])
    lamp = Lamp("a", (1.5, 4.5, 2.9), generic("panel", flux_lm=3000))
    behind = one((7.5, 4.5, 0.75), (0, 0, 1))
    engine = Engine(Scene(Room(court, 3.0), lamps=(lamp,), receivers=(behind,)))
    assert engine.direct[0, 0] == 0.0
    assert engine.indirect[0, 0] > 0.0


def test_two_rooms_share_light_only_through_the_door():
    walls = [
        Prism("w1", ((3.9, 0), (4.1, 0), (4.1, 2.5), (3.9, 2.5)), 0, 3, 0.5, fixed=True),
        Prism("w2", ((3.9, 3.5), (4.1, 3.5), (4.1, 6), (3.9, 6)), 0, 3, 0.5, fixed=True),
        Prism("lintel", ((3.9, 2.5), (4.1, 2.5), (4.1, 3.5), (3.9, 3.5)), 2.1, 3, 0.5, fixed=True),
    ]
    lamp = Lamp("a", (2.0, 3.0, 2.9), generic("panel", flux_lm=3000))
    grids = (one((6, 3, 0.75), (0, 0, 1), "ahead"), one((6, 0.5, 0.75), (0, 0, 1), "aside"))
    space = room(floor_reflectance=0.3, ceiling_reflectance=0.7, wall_reflectance=0.5)
    open_ = Engine(Scene(space, tuple(walls), (lamp,), grids))
    shut = Prism("door", ((3.9, 2.5), (4.1, 2.5), (4.1, 3.5), (3.9, 3.5)), 0, 2.1, 0.5, fixed=True)
    closed = Engine(Scene(space, (*walls, shut), (lamp,), grids))
    assert open_.direct[0, 0] > 0
    assert open_.direct[0, 1] == 0
    assert open_.lux().min() > 0
    # shut off, nothing is left but what the last bounce has not taken yet
    assert closed.lux().max() < 0.03


# --- edits equal a new engine, to the last bit ---


def busy(**changes):
    things = (
        box("t1", (2.0, 2.0), (1.2, 0.6, 0.9), facing_deg=20),
        box("t2", (5.0, 4.0), (0.8, 0.8, 1.6)),
        Prism("p", ((6.4, 1), (7, 1.5), (6.4, 2), (5.8, 1.5)), 0.0, 3.0),
    )
    lamps = (
        Lamp("a", (2.0, 3.0, 2.95), generic("panel", flux_lm=3000)),
        Lamp("b", (6.0, 3.0, 2.95), generic("linear", flux_lm=4000), facing_deg=30),
        Lamp("s", (4.0, 1.0, 2.8), generic("spot", flux_lm=1200), aim=(5.0, 0.0, 1.4)),
    )
    places = (
        grid("hall", (0, 0, 0.75), (8, 0, 0), (0, 6, 0), 32, 24),
        grid("poster", (4.6, 0.005, 0.9), (-0.6, 0, 0), (0, 0, 0.9), 4, 6),
        grid("top", (1.5, 1.8, 0.905), (0.9, 0.3, 0), (-0.2, 0.4, 0), 4, 3, prism="t1"),
    )
    space = room(floor_reflectance=0.25, ceiling_reflectance=0.75, wall_reflectance=0.5)
    fields = {"room": space, "prisms": things, "lamps": lamps, "receivers": places}
    return Scene(**(fields | changes))


def same(engine, scene):
    fresh = Engine(scene)
    assert np.array_equal(engine.lux(), fresh.lux())
    assert np.array_equal(engine.direct, fresh.direct)
    assert np.array_equal(engine.indirect, fresh.indirect)
    assert np.array_equal(engine.covered, fresh.covered)


def test_a_scene_gives_the_same_bits_twice():
    same(Engine(busy()), busy())


def test_switching_and_aiming_equal_a_new_engine():
    scene = busy()
    engine = Engine(scene)
    engine.switch("b", 0.3)
    swung = replace(scene.lamps[2], aim=(1.0, 1.0, 0.0), at=(3.0, 2.0, 2.7))
    engine.set_lamp(swung)
    lamps = (scene.lamps[0], replace(scene.lamps[1], state=0.3), swung)
    same(engine, replace(scene, lamps=lamps))


@settings(max_examples=8, deadline=None)
@given(st.floats(0.5, 7.5), st.floats(0.5, 5.5), st.floats(0, 360), st.sampled_from([0.0, 0.4]))
def test_moving_something_equals_a_new_engine(x, y, facing, low):
    scene = busy()
    engine = Engine(scene)
    moved = box("t2", (x, y), (0.8, 0.8, 1.6), facing_deg=facing, low=low)
    engine.set_prism(moved)
    back = Engine(replace(scene, prisms=(scene.prisms[0], moved, scene.prisms[2])))
    if np.array_equal(engine._raw.owner, back._raw.owner):
        assert np.array_equal(engine.lux(), back.lux())
    engine.set_prism(scene.prisms[1])
    same(engine, scene)


def test_a_counter_moves_with_its_top():
    scene = busy()
    engine = Engine(scene)
    moved = box("t1", (3.0, 4.5), (1.2, 0.6, 0.9), facing_deg=60)
    top = grid("top", (2.5, 4.3, 0.905), (0.9, 0.3, 0), (-0.2, 0.4, 0), 4, 3, prism="t1")
    engine.set_prism(moved, (top,))
    receivers = (*scene.receivers[:2], top)
    same(engine, replace(scene, prisms=(moved, *scene.prisms[1:]), receivers=receivers))


def test_another_size_builds_anew():
    scene = busy()
    engine = Engine(scene)
    larger = box("t1", (2.0, 2.0), (3.0, 1.4, 1.2), facing_deg=20)
    engine.set_prism(larger)
    same(engine, replace(scene, prisms=(larger, *scene.prisms[1:])))


def test_light_is_linear_in_the_lamps():
    engine = Engine(busy())
    whole = engine.lux(np.array([1.0, 1.0, 1.0]))
    parts = sum(engine.lux(np.eye(3)[k]) for k in range(3))
    assert np.allclose(whole, parts, rtol=1e-5)


def test_an_id_used_twice_is_refused():
    thing = box("t", (1, 1), (1, 1, 1))
    with pytest.raises(LightError, match="twice"):
        Engine(Scene(room(), (thing, thing)))


def test_a_lamp_on_the_street_lights_the_front_and_not_the_hall():
    lamp = Lamp("fascia", (4.0, -1.0, 3.0), generic("downlight", flux_lm=2000))
    front = Receiver(
        "front", np.array([[4.0, -0.2, 1.5]]), np.array([[0.0, -1.0, 0.0]]), outside=True
    )
    inside = one((4, 1, 0.75), (0, 0, 1), "inside")
    engine = Engine(Scene(room(), lamps=(lamp,), receivers=(front, inside), outdoor_lux=12.0))
    found = engine.lux()
    intensity = float(lamp.photometry.intensity(0, math.degrees(math.atan2(0.8, 1.5))))
    r2 = 0.8**2 + 1.5**2
    assert found[0] == pytest.approx(12.0 + intensity * 0.8 / math.sqrt(r2) / r2, rel=0.02)
    assert found[1] == 0.0
