"""Straight sight in drawn halls."""

import pytest

from planner.study import Study
from planner.study.views import (
    Eye,
    clear,
    door_eye,
    entrance_zone,
    observed,
    off_axis,
    seat_eyes,
    sees,
)
from tests.plans import plan

HALL = "\n".join(["#" * 22, *["#" + " " * 20 + "#"] * 12, "#" * 10 + "DD" + "#" * 10])


def thing(name, kind, x, y, facing=0.0, **more):
    return {
        "id": name, "kind": kind, "level": "L1", "at": [x, y], "facing_deg": facing, **more
    }  # fmt: skip


def _study(*fixtures, **hall):
    return Study(plan(HALL, hall={"fixtures": list(fixtures), **hall}))


def test_a_row_of_three_seats_has_three_eyes_in_its_middle_line():
    eyes = seat_eyes(_study(thing("a1", "seat_row_3", 5.0, 3.0, 90.0)))
    # 1.65 m wide: seats 0.55 m apart
    assert [round(e.at[0], 6) for e in eyes] == [5.55, 5.0, 4.45] or [
        round(e.at[0], 6) for e in eyes
    ] == [4.45, 5.0, 5.55]
    assert {round(e.at[1], 6) for e in eyes} == {3.0}


@pytest.mark.parametrize(("height", "hidden"), [(1.2, False), (1.3, True)])
def test_what_stands_in_between_hides_by_its_height(height, hidden):
    # from 1.55 m to 1.00 m over 4 m; a thing from 1.8 to 2.2 m away meets the ray between
    # 1.3025 and 1.2475 m above the floor
    study = _study(thing("q1", "showcase", 5.0, 3.0, 90.0, size=[2.0, 0.4, height]))
    assert clear(study, Eye("L1", (5.0, 1.0), 1.55), (5.0, 5.0), 1.0) is not hidden


def test_a_message_is_not_seen_from_behind_or_from_aside():
    study = _study(thing("r1", "rollup_80x200", 5.0, 4.0, 270.0))
    board = study.placed["r1"]
    assert sees(study, Eye("L1", (5.0, 1.0), 1.55, (0.0, 1.0)), board)
    assert not sees(study, Eye("L1", (5.0, 5.5), 1.55, (0.0, -1.0)), board)
    assert not sees(study, Eye("L1", (5.0, 1.0), 1.55, (0.0, -1.0)), board)
    assert not sees(study, Eye("L1", (5.0, 1.0), 1.55, (0.0, 1.0)), board, reach=2.0)


def test_angles_are_measured_off_the_way_in():
    study = _study()
    eye = door_eye(study, study.entrances[0])
    assert eye.at == pytest.approx((5.0, 0.5))
    assert off_axis(eye, (6.0, 1.5)) == pytest.approx(45.0)


def test_the_entrance_zone_is_cut_by_the_walls_of_the_room():
    study = _study()
    zone, width = entrance_zone(study, study.entrances[0], 3.0, 6.0)
    assert width == pytest.approx(10.0)
    assert zone.area == pytest.approx(30.0)


def test_the_newest_observation_of_a_subject_counts():
    seen = [
        {"rule": "S0-01", "outcome": "failed", "day": "2026-01-01"},
        {"rule": "S0-01", "outcome": "passed", "day": "2026-02-01"},
        {"rule": "S2-04", "outcome": "failed", "day": "2026-02-01"},
    ]
    assert observed(_study(observations=seen), "S0-01") == [("hall", True, 28, "")]
