"""What is asked of many things together is what is asked of each alone."""

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalog import place, wall_of, walls_of
from planner.model import Fixture
from planner.model.shapes import heading
from planner.study import Study
from planner.study.views import Eye, any_seen, clear, sees
from tests.plans import plan

HALL = plan(
    """
    ########D#########
    #p   r    l     p#
    #   #            #
    #   #  aa   r    #
    #p     l      e  #
    #   c  c   t     #
    #        p    s p#
    ##################
    """,
    set={"p1": {"height": 1.0}},
)
SPOTS = st.tuples(st.floats(0.1, 7.9), st.floats(0.1, 2.9))
EYES = st.lists(
    st.tuples(SPOTS, st.sampled_from([1.0, 1.2, 1.55]), st.none() | st.integers(0, 359)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(EYES, st.floats(0.5, 9.0), st.sampled_from([45.0, 60.0, 180.0]))
def test_eyes_asked_together_see_what_each_sees(eyes, reach, half_deg):
    study = Study(HALL)
    looking = [
        Eye("L1", at, height, None if way is None else heading(float(way)))
        for at, height, way in eyes
    ]
    together = any_seen(study, looking, study.carriers, reach=reach, half_deg=half_deg)
    for eye, seen in zip(looking, together.tolist(), strict=True):
        alone = [sees(study, eye, p, reach=reach, half_deg=half_deg) for p in study.carriers]
        assert seen == any(alone)


@settings(max_examples=150, deadline=None)
@given(SPOTS, SPOTS, st.floats(0.5, 1.9), st.floats(0.3, 1.9))
def test_a_line_is_hidden_by_what_it_passes_through_below_its_top(start, end, here, there):
    """Against the plain way: where GEOS cuts the line, it is lower than the thing is high."""
    line = shapely.LineString([start, end])
    if line.length < 0.2:
        return
    study = Study(HALL)
    hidden = study.wall_between("L1", start, end)
    for p in study.placed.values():
        part = line.intersection(p.footprint.buffer(-1e-5, join_style="mitre"))
        if p.stands and not part.is_empty:
            along = [line.project(shapely.Point(c), normalized=True) for c in part.coords]
            heights = [here + (there - here) * share for share in along]
            if abs(min(heights) - p.size[2]) < 1e-5:
                return  # along the top: either way
            hidden |= min(heights) < p.size[2]
    assert clear(study, Eye("L1", start, here), end, there) is not hidden


def test_things_placed_together_lie_where_each_lies():
    for p in Study(HALL).placed.values():
        alone = place(HALL, p.fixture)
        assert p.footprint.wkb == alone.footprint.wkb
        assert p.front.wkb == alone.front.wkb


@given(SPOTS, st.integers(0, 359))
def test_a_turned_thing_placed_among_others_lies_where_it_lies_alone(at, facing):
    thing = Fixture(id="x1", kind="rollup_80x200", level="L1", at=at, facing_deg=float(facing))
    study = Study(HALL.model_copy(update={"fixtures": (*HALL.fixtures, thing)}))
    assert study.placed["x1"].footprint.wkb == place(HALL, thing).footprint.wkb


def test_walls_asked_together_are_those_of_each():
    walls = walls_of(HALL, HALL.fixtures)
    assert [w and w.id for w in walls] == [
        (wall := wall_of(HALL, fixture)) and wall.id for fixture in HALL.fixtures
    ]
    assert sum(wall is not None for wall in walls) >= 5  # the posters
