"""Walks, journeys and the main route of drawn halls."""

import math

import pytest
from shapely import Point, Polygon

from planner.study import Study
from planner.study.routes import Trip, main_route, stops, trips, walk
from tests.plans import plan

HALL = "\n".join(["#" * 22, *["#" + " " * 20 + "#"] * 12, "#" * 10 + "DD" + "#" * 10])
COUNTER = {
    "id": "c1", "kind": "service_counter", "level": "L1", "at": [5.0, 4.5], "facing_deg": 270.0,
}  # fmt: skip


def _study(fixtures=(), areas=None, **hall):
    return Study(plan(HALL, zones=areas, hall={"fixtures": list(fixtures), **hall}))


def test_the_main_route_is_the_shortest_walk_to_the_nearest_counter():
    far = COUNTER | {"id": "c2", "at": [9.0, 5.0]}
    route = main_route(_study([far, COUNTER]))
    # from 0.5 m inside the door at (5, 0.5) to 0.5 m before the counter's front at (5, 3.65)
    assert list(route.line.coords) == [(5.0, 0.5), (5.0, pytest.approx(3.65))]
    assert not route.drawn


def test_a_drawn_main_aisle_wins_by_its_centre_line():
    route = main_route(_study([COUNTER], areas={"main_aisle": [0.0, 2.0, 10.0, 4.0]}))
    assert route.drawn
    assert sorted(route.line.coords) == [(0.0, 3.0), (10.0, 3.0)]


def test_the_centre_line_of_a_bent_aisle_stays_in_its_middle():
    ring = [[0.0, 0.0], [2.0, 0.0], [2.0, 4.0], [8.0, 4.0], [8.0, 6.0], [0.0, 6.0]]
    zone = {
        "id": "z1",
        "level": "L1",
        "use": "main_aisle",
        "ring": ring,
    }
    route = main_route(_study(zones=[zone]))
    # the middle runs up x = 1, round the corner and along y = 5; samples 1.5 m from the ends
    for point in ((1.0, 2.0), (1.0, 3.0), (4.0, 5.0), (6.0, 5.0)):
        assert route.line.distance(Point(point)) < 0.06


def test_a_stop_in_an_angled_zone_lies_inside_it():
    ring = [[0.0, 0.0], [1.0, 0.0], [1.0, 5.0], [8.0, 5.0], [8.0, 6.0], [0.0, 6.0]]
    zone = {
        "id": "z1", "level": "L1", "use": "complaint_room", "ring": ring
    }  # fmt: skip
    study = _study(zones=[zone])
    ((level, spot),) = stops(study, "complaint_room")
    assert level == "L1"
    assert Polygon(ring).contains(Point(spot))


def test_a_locked_door_and_a_stair_to_another_level_are_walked_round():
    stair = {
        "id": "S1", "level": "L1", "to_level": "L2",
        "flights": [{"foot": [5.0, 1.5], "facing_deg": 90.0, "width": 2.0, "steps": 6}],
    }  # fmt: skip
    upstairs = {"id": "L2", "outline": [[0, 0], [10, 0], [10, 6], [0, 6]], "floor": 3.0}
    study = _study(stairs=[stair], levels=[upstairs])
    # the flight is 2 m wide and 5 treads of 0.28 m deep: its grown corners are at x 3.7 and
    # y 1.2 and 3.2
    expected = 2 * math.hypot(1.3, 0.7) + 2.0
    assert walk(study, "L1", (5, 0.5), (5, 3.9)).length == pytest.approx(expected, abs=1e-5)


def test_without_terminals_a_bill_is_paid_at_the_counter():
    found = {t.journey.id: t for t in trips(_study([COUNTER])) if isinstance(t, Trip)}
    pay = found["pay-bill"]
    # there and back: 3.15 m each
    assert pay.length == pytest.approx(6.3, abs=1e-6)
    assert pay.straight == pytest.approx(6.3, abs=1e-6)
    assert pay.arriving.length == pytest.approx(3.15, abs=1e-6)


def test_journeys_say_why_they_cannot_be_walked():
    wall = {
        "id": "q1", "kind": "showcase", "level": "L1", "at": [5.0, 2.0], "facing_deg": 90.0,
        "size": [10.0, 0.4, 2.0],
    }  # fmt: skip
    assert {reason for _, reason in trips(_study([COUNTER, wall]))} == {"no-way"}
    assert {reason for _, reason in trips(_study())} == {"not-drawn"}


def test_a_halls_own_journeys_replace_our_templates():
    own = {"id": "j1", "name": "J", "stops": ["entrance", "counter"]}
    (trip,) = trips(_study([COUNTER], journeys=[own]))
    assert trip.journey.id == "j1"
