"""Spots in eyes: how far they shine, what a file says, what hides them, which prints show them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.light import HallLight
from planner.light import mirrored as light_mirrored
from planner.light.photometry import generic
from planner.study import Study, dazzle
from planner.study.dazzle import Beam, half_beam, half_of, in_eyes, spread_of
from tests.plans import plan

# Full to 10 degrees, then straight down to a tenth at 20 and nothing at 30: it halves at
# 10 + 10 x 500 / 900 = 15.6 degrees.
IES = """IESNA:LM-63-2002
[TEST] by hand
TILT=NONE
1 -1 1 4 1 1 2 -0.08 0 0
1 1 20
0 10 20 30
0
1000 1000 100 0
"""
# The same, but from C0 to C180 only: across, at C90, it is dark from 10 degrees on.
FLAT = """IESNA:LM-63-2002
[TEST] by hand
TILT=NONE
1 -1 1 4 2 1 2 0.08 0.2 0
1 1 20
0 10 20 30
0 90
1000 1000 100 0
1000 0 0 0
"""
ROOM = """
############
#          #
#          #
#          #
#          #
#    a     #
#          #
#####DD#####
"""


def lamp(**changes):
    base = {"id": "S", "kind": "luminaire_spot", "level": "L1", "at": [2.5, 2.5], "height": 3.0}
    return base | changes


def study_of(*lamps, files=(), **changes):
    hall = {"luminaires": list(lamps), "photometric_files": list(files)}
    return Study(plan(ROOM, hall=hall, **changes))


def beam_of(study, aim):
    first = study.layout.luminaires[0]
    return Beam(first, (*first.at, first.height), aim)


@given(st.floats(4.0, 120.0), st.floats(0.05, 0.95))
def test_a_generic_spot_falls_to_a_share_where_the_light_model_says(beam, share):
    angle = spread_of(beam / 2, share)
    spot = generic("spot", beam_deg=beam)
    sent = float(spot.intensity(0.0, angle)) / float(spot.candela.max())
    assert sent == pytest.approx(share, abs=0.02)  # its table has steps of 0.25 or 1 degree
    assert half_of(angle, share) == pytest.approx(beam / 2)


def test_a_hall_s_file_goes_before_the_catalogue_s_beam():
    files = [{"id": "spot.ies", "text": IES}]
    study = study_of(lamp(photometry="spot.ies"), files=files)
    assert half_beam(study, study.layout.luminaires[0]) == pytest.approx(15.6, abs=0.1)
    missing = study_of(lamp(photometry="gone.ies"))
    assert half_beam(missing, missing.layout.luminaires[0]) == 12.0
    spoilt = study_of(lamp(photometry="bad.ies"), files=[{"id": "bad.ies", "text": "no lamp"}])
    assert half_beam(spoilt, spoilt.layout.luminaires[0]) == 12.0


@pytest.mark.parametrize(("off", "shines"), [(19.0, True), (21.0, False)])
def test_a_file_s_spot_shines_as_far_as_its_table_sends_a_tenth(off, shines):
    # The seat at (2.5, 0.5) looks along +y at a lamp 2 m ahead and 1.8 m above its eye: the
    # eye is 48.0 degrees from straight down; the lamp looks `off` degrees steeper.
    files = [{"id": "spot.ies", "text": IES}]
    seat = {"a1": {"at": [2.5, 0.5], "facing_deg": 90.0}}
    study = study_of(lamp(photometry="spot.ies"), files=files, set=seat)
    tilt = np.radians(np.degrees(np.arctan2(2.0, 1.8)) - off)
    (found,) = in_eyes(study, [beam_of(study, (2.5, 2.5 - 3 * np.tan(tilt), 0.0))], 45.0, 0.1)
    assert (found is not None) == shines
    if shines:
        assert found.seat == "a1"
        assert found.gaze_deg == pytest.approx(41.99, abs=0.01)
        assert found.beam_deg == pytest.approx(off)


@pytest.mark.parametrize(("facing", "shines"), [(0.0, False), (90.0, True)])
def test_a_flat_spot_shines_only_where_its_own_frame_is_turned_to(facing, shines):
    # Its light spreads along its length; the eye lies along y, 15 degrees off its axis.
    files = [{"id": "flat.ies", "text": FLAT}]
    seat = {"a1": {"at": [2.5, 0.5], "facing_deg": 90.0}}
    study = study_of(lamp(photometry="flat.ies", facing_deg=facing), files=files, set=seat)
    tilt = np.radians(np.degrees(np.arctan2(2.0, 1.8)) - 15.0)
    (found,) = in_eyes(study, [beam_of(study, (2.5, 2.5 - 3 * np.tan(tilt), 0.0))], 45.0, 0.1)
    assert (found is not None) == shines


def test_the_seat_nearest_to_its_line_of_sight_is_named_and_others_need_not_be_asked():
    rows = ROOM.replace("#    a     #", "#  a a     #")
    hall = {"luminaires": [lamp(beam_deg=60.0)]}
    at = {"a1": {"at": [1.6, 0.4], "facing_deg": 90.0}, "a2": {"at": [2.5, 0.4], "facing_deg": 90}}
    study = Study(plan(rows, hall=hall, set=at))
    (found,) = in_eyes(study, [beam_of(study, (2.5, 1.0, 0.0))], 45.0, 0.1)
    assert found.seat == "a2"


def glossy_room(print_height, *lamps):
    rows = ROOM.replace("    a ", "      ").replace("#          #\n####", "#  p       #\n####", 1)
    message = {"title": "sale", "glossy": True}
    where = {"at": [2.5, 0.005], "facing_deg": 90.0, "height": print_height, "message": message}
    return plan(rows, hall={"luminaires": list(lamps)}, set={"p1": where})


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0.3, 4.7),
    st.floats(0.1, 2.9),
    st.floats(1.8, 2.9),
    st.floats(0.2, 2.1),
    st.floats(10.0, 110.0),
)
def test_asking_fewer_prints_and_lamps_first_loses_nothing(x, y, height, print_height, beam):
    one = lamp(at=[x, y], height=height, beam_deg=beam)
    study = Study(glossy_room(print_height, one))
    beams = [beam_of(study, (2.5, 0.01, print_height + 0.42))]
    asked = ((1.5, 2.5), 30.0, 0.1)
    quick = dazzle.mirrored(study, beams, *asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dazzle, "_may_show", lambda prints, *_: np.ones((1, len(prints.name)), bool))
        assert dazzle.mirrored(study, beams, *asked) == quick


@pytest.mark.parametrize("height", [2.0, 2.3, 2.6, 2.9])
def test_prints_show_the_same_lamps_as_in_the_light_report(height):
    lamps = [
        lamp(id=f"S{n}", at=[1.1 + n, y], height=height, aim=[2.5, 0.01, 1.42], beam_deg=30.0)
        for n, y in enumerate((0.6, 1.2, 2.2, 2.8))
    ]
    layout = glossy_room(1.0, *lamps)
    study = Study(layout)
    beams = [Beam(one, (*one.at, one.height), one.aim) for one in layout.luminaires]
    found = dazzle.mirrored(study, beams, (1.5, 2.5), 30.0, 0.1)
    shown = {beam.lamp.id for beam, seen in zip(beams, found, strict=True) if seen is not None}
    assert shown == {m.lamp for m in light_mirrored(HallLight(layout))}
    # the print ends at 1.84 m; the furthest lamp, 2.8 m before it, shows lowest: to an eye
    # a = 1.3 m before it at 1.55 + (height - 1.55) 1.3 / 4.1, 1.788 m for 2.3 and 1.883 for 2.6
    assert bool(shown) == (height < 2.4)
