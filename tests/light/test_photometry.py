"""Photometric files: real ones, and every form written by hand and checked by integrals.

A Lambertian source of peak I sends pi I lumens into its half space; a constant one 2 pi I.
"""

import math

import numpy as np
import pytest

from planner import i18n
from planner.errors import LightError
from planner.light import photometry
from planner.light.photometry import generic, read
from tests.light.files import DATA, ies, ldt, real_files

GAMMAS = np.arange(0.0, 91.0, 1.0)
COSINE = 100 * np.cos(np.radians(GAMMAS)).clip(0)
LAMBERT = 100 * math.pi  # lm


@pytest.mark.parametrize(
    "head", ["", "IESNA91", "IESNA:LM-63-1995", "IESNA:LM-63-2002", "IES:LM-63-2019"]
)
def test_every_version_of_ies_is_read(head):
    lamp = read(ies(GAMMAS, [0], COSINE, head=head))
    assert lamp.flux_lm == pytest.approx(LAMBERT, rel=1e-3)
    assert lamp.size == (0.2, 0.1, 0.0)  # length lies along C0, width across
    assert "light.unknown-version" not in [w.code for w in lamp.warnings]


@pytest.mark.parametrize(
    ("planes", "bright_at"),
    [
        (np.arange(0, 91, 15), {0, 180}),
        (np.arange(0, 181, 15), {0}),
        (np.arange(90, 271, 15), {0, 180}),
        (np.arange(0, 361, 15), {0}),
        (np.arange(0, 360, 15), {0}),
    ],
)
def test_symmetric_planes_are_unfolded(planes, bright_at):
    # brighter towards one plane: I(C, g) = cos g (1 + cos C) for the plane's own side
    wave = np.cos(np.radians(planes))
    wave = np.abs(wave) if bright_at == {0, 180} else wave
    lamp = read(ies(GAMMAS, planes, COSINE[None] * (1.5 + wave[:, None])))
    for c in (0.0, 180.0):
        expected = 100 * math.cos(math.radians(30)) * (2.5 if c in bright_at else 0.5)
        assert lamp.intensity(c, 30.0) == pytest.approx(expected)
    # the mirror of 30 degrees is as bright in every one of these symmetries
    assert lamp.intensity(330.0, 40.0) == pytest.approx(float(lamp.intensity(30.0, 40.0)))


def test_feet_become_metres():
    lamp = read(ies(GAMMAS, [0], COSINE, unit=1, opening=(1.0, 2.0, 0.0)))
    assert lamp.size == pytest.approx((0.6096, 0.3048, 0.0))


def test_a_negative_width_is_a_diameter():
    assert read(ies(GAMMAS, [0], COSINE, opening=(-0.3, 0, 0))).size == (0.3, 0.3, 0.0)


def test_multiplier_and_ballast_scale_and_2002_keeps_its_last_factor_out():
    scaled = {"multiplier": 2, "ballast": 0.9, "future": 0.5}
    old = read(ies(GAMMAS, [0], COSINE, head="IESNA:LM-63-1995", **scaled))
    new = read(ies(GAMMAS, [0], COSINE, head="IESNA:LM-63-2002", **scaled))
    assert old.flux_lm == pytest.approx(LAMBERT * 0.9, rel=1e-3)
    assert new.flux_lm == pytest.approx(LAMBERT * 1.8, rel=1e-3)


def test_tilt_include_is_kept_for_the_tilted_lamp():
    text = ies(GAMMAS, [0], COSINE, tilt="INCLUDE\n1\n3\n0 45 90\n1.0 0.9 0.7")
    lamp = read(text)
    assert lamp.flux_lm == pytest.approx(LAMBERT, rel=1e-3)
    assert [lamp.tilt_factor(a) for a in (0, 22.5, 90)] == pytest.approx([1.0, 0.95, 0.7])


@pytest.mark.parametrize("sort", [2, 3])
def test_types_b_and_a_keep_the_flux(sort):
    angles = np.arange(-90.0, 91.0, 5.0)
    h, v = np.meshgrid(np.radians(angles), np.radians(angles), indexing="ij")
    cosine = 100 * np.cos(h) * np.cos(v)  # the share straight ahead, in both types
    fine = read(ies(angles, angles, cosine, sort=sort))
    assert fine.flux_lm == pytest.approx(LAMBERT, rel=4e-3)  # 5 degree chords lie below the arc
    even = read(ies(angles, angles, np.full_like(cosine, 100.0), sort=sort))
    assert even.flux_lm == pytest.approx(2 * LAMBERT, rel=1e-3)


def test_type_b_turns_about_the_axis_along_c0_and_type_a_about_the_other():
    angles = np.arange(-90.0, 91.0, 10.0)
    candela = np.zeros((19, 19))
    candela[:, 9 + 4] = 100.0  # V = 40 in every H
    candela[:, 9 + 3] = candela[:, 9 + 5] = 50.0
    b = read(ies(angles, angles, candela, sort=2))
    a = read(ies(angles, angles, candela, sort=3))
    # type B: the plane V = 40 holds the axis along C0; at C90 it is seen at gamma 40
    assert b.intensity(90.0, 40.0) == pytest.approx(100.0)
    # direction H = 30, V = 40: x = sin 30, y = cos 30 sin 40, down = cos 30 cos 40
    x, y, down = 0.5, math.cos(math.pi / 6) * math.sin(math.radians(40)), 0.0
    down = math.cos(math.pi / 6) * math.cos(math.radians(40))
    c, g = math.degrees(math.atan2(y, x)), math.degrees(math.acos(down))
    assert b.intensity(c, g) == pytest.approx(100.0, rel=0.02)
    # type A: V = 40 is a cone about the axis along C90: H = 30 is x = cos 40 sin 30
    y, down = math.sin(math.radians(40)), math.cos(math.radians(40)) * math.cos(math.pi / 6)
    x = math.cos(math.radians(40)) * 0.5
    c, g = math.degrees(math.atan2(y, x)), math.degrees(math.acos(down))
    assert a.intensity(c, g) == pytest.approx(100.0, rel=0.02)


def test_half_a_type_b_is_mirrored():
    angles = np.arange(0.0, 91.0, 5.0)
    h, v = np.meshgrid(np.radians(angles), np.radians(angles), indexing="ij")
    lamp = read(ies(angles, angles, 100 * np.cos(h) * np.cos(v), sort=2))
    assert lamp.flux_lm == pytest.approx(LAMBERT, rel=4e-3)


@pytest.mark.parametrize(("symmetry", "kept"), [(0, 24), (1, 1), (2, 13), (3, 13), (4, 7)])
def test_every_symmetry_of_eulumdat_is_unfolded(symmetry, kept):
    start = 270 if symmetry == 3 else 0
    planes = (start + 15 * np.arange(kept)) % 360
    wave = {0: np.cos, 1: np.zeros_like, 2: np.cos, 3: np.sin, 4: lambda c: np.cos(2 * c)}[symmetry]
    rows = COSINE[None] * (1.5 + wave(np.radians(planes))[:, None])
    lamp = read(ldt(symmetry, 24, rows, GAMMAS, lumens=2000))
    # 2 klm double the cd/klm; the wave adds nothing to the flux
    assert lamp.flux_lm == pytest.approx(2 * 1.5 * LAMBERT, rel=1e-3)
    for c in range(0, 360, 15):
        expected = 2 * 100 * math.cos(math.radians(30)) * (1.5 + wave(math.radians(c)))
        assert lamp.intensity(c, 30.0) == pytest.approx(expected, abs=1e-4)
    assert lamp.size == (0.2, 0.5, 0.0)  # EULUMDAT's length lies across C0


def test_a_eulumdat_with_two_lamp_sets_takes_the_first_and_says_so():
    lamp = read(ldt(1, 1, [COSINE], GAMMAS, lumens=1000, sets=2))
    assert "light.lamp-sets" in [w.code for w in lamp.warnings]
    assert lamp.flux_lm == pytest.approx(LAMBERT, rel=1e-3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_chinese_text_is_understood(encoding):
    text = ies(GAMMAS, [0], COSINE).replace("by hand", "射灯十五瓦")
    assert read(text.encode(encoding)).keywords["LUMCAT"] == "射灯十五瓦"


def test_latin_1_text_is_understood():
    text = ies(GAMMAS, [0], COSINE).replace("by hand", "Höhe 120° für Läden")
    assert read(text.encode("latin-1")).keywords["LUMCAT"] == "Höhe 120° für Läden"


def test_a_file_that_contradicts_itself_is_warned_about():
    # 314 lm of intensities against 200 lm of lamps
    codes = [w.code for w in read(ies(GAMMAS, [0], COSINE, lumens=200)).warnings]
    assert codes == ["light.flux-differs"]
    assert read(ies(GAMMAS, [0], COSINE, lumens=400)).warnings == ()  # a lamp keeps some back


SOUND = ies(GAMMAS, [0], COSINE)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "light.empty"),
        (b" \r\n\t ", "light.empty"),
        (b"\x00\x01\x02PK\x03\x04" * 50, "light.not-text"),
        (b"a poem about lamps\n" * 20, "light.unknown-form"),
        (SOUND.replace("TILT=NONE", "").encode(), "light.no-tilt"),
        (SOUND.replace("TILT=NONE", "TILT=lamp.tlt").encode(), "light.tilt-file"),
        (SOUND[: len(SOUND) - 40].encode(), "light.cut-off"),
        (SOUND.replace("100.000000", "-100").encode(), "light.negative"),
        (SOUND.replace("100.000000", "1e12").encode(), "light.absurd"),
        (SOUND.replace("100.000000", "nan").encode(), "light.not-a-number"),
        (SOUND.replace("100.000000", "1e999").encode(), "light.absurd"),
        (SOUND.replace(" 91 1 1 2 ", " 91000 1 1 2 ").encode(), "light.absurd"),
        (SOUND.replace(" 91 1 1 2 ", " 91 1 7 2 ").encode(), "light.absurd"),
        (ies(GAMMAS[::-1], [0], COSINE).encode(), "light.bad-angles"),
        (ies(GAMMAS, [10, 50], [COSINE, COSINE]).encode(), "light.bad-symmetry"),
        (ies(GAMMAS, [0], 0 * COSINE).encode(), "light.dark"),
        (ldt(1, 1, [COSINE], GAMMAS, lumens=0).encode(), "light.no-lumens"),
        (ldt(1, 1, [-COSINE], GAMMAS).encode(), "light.negative"),
        (ldt(1, 1, [COSINE[:-9]], GAMMAS).encode(), "light.cut-off"),
        (b"x" * 5_000_000, "light.too-large"),
    ],
)
def test_what_cannot_be_a_lamp_is_refused_with_a_sentence(data, code):
    with pytest.raises(LightError) as caught:
        read(data)
    (problem,) = caught.value.problems
    assert problem.code == code
    for lang in i18n.languages():
        said = i18n.say(problem.code, lang, **problem.values)
        assert said != problem.code
        assert "{" not in said


@pytest.mark.parametrize("beam", [10, 15, 24, 36, 60])
def test_generic_spots_have_the_beam_and_flux_asked_for(beam):
    spot = generic("spot", flux_lm=1200, beam_deg=beam)
    assert spot.flux_lm == pytest.approx(1200)
    assert spot.beam_deg == pytest.approx(beam, abs=0.5)


def test_generic_lamps_give_what_they_promise():
    panel = generic("panel", flux_lm=math.pi * 1000)
    assert panel.intensity(0, 0) == pytest.approx(1000, rel=1e-3)  # I = flux / pi
    for sort in photometry.GENERIC:
        assert generic(sort, flux_lm=500).flux_lm == pytest.approx(500)
    with pytest.raises(LightError):
        generic("candle")
    with pytest.raises(LightError):
        generic("spot", beam_deg=200)


def test_the_look_up_table_agrees_with_the_intensities():
    lamp = generic("linear", flux_lm=4000)
    table, step = lamp.table
    assert table[int(90 / step), 60] == pytest.approx(float(lamp.intensity(90.0, 30.0)))


@real_files
@pytest.mark.parametrize("name", sorted(p.name for p in (DATA / "photometry").glob("*")))
def test_real_files_give_the_flux_they_state(name):
    lamp = read((DATA / "photometry" / name).read_bytes())
    contradicts = {  # found by adding up their intensities; each is warned about
        "lwihlborg_sample.ies",
        "luxpy_Testlamp_Isym3_symmetryOverC90C270axis.ies",
        "wiki-batwing.ldt",
        "wiki-spotlight.ldt",
    }
    codes = [w.code for w in lamp.warnings]
    assert ("light.flux-differs" in codes) == (name in contradicts)
    if lamp.stated_lm and name not in contradicts:
        assert lamp.flux_lm == pytest.approx(lamp.stated_lm, rel=0.025)


@real_files
@pytest.mark.parametrize(
    "path", sorted((DATA / "photometry_synth").glob("*")), ids=lambda p: p.name
)
def test_made_files_are_read(path):
    lamp = read(path.read_bytes())
    assert lamp.flux_lm > 400


@real_files
def test_one_lamp_is_the_same_in_both_formats():
    folder = DATA / "photometry"
    one = read((folder / "luxpy_Testlamp_Isym3_symmetryOverC90C270axis.ies").read_bytes())
    two = read((folder / "luxpy_Testlamp_Isym3_symmetryOverC90C270axis.ldt").read_bytes())
    c, g = np.meshgrid(np.arange(0, 360, 7.5), np.arange(0, 90, 2.5))
    assert np.allclose(one.intensity(c, g), two.intensity(c, g), rtol=1e-3, atol=0.1)


@real_files
@pytest.mark.parametrize("path", sorted((DATA / "hostile_made").glob("*")), ids=lambda p: p.name)
def test_hostile_files_are_refused(path):
    with pytest.raises(LightError) as caught:
        read(path.read_bytes())
    assert caught.value.problems
