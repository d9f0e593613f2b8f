"""What was worked out lately is found again, and only that."""

from shapely import box

from planner.geometry.clearance import Clearance, Contact
from planner.geometry.recent import Recent, exact


def test_the_same_key_is_worked_out_once():
    asked = []
    recent = Recent(3)
    for key in (1, 1, 2, 1):
        assert recent.get(key, lambda key=key: asked.append(key) or key * 10) == key * 10
    assert asked == [1, 2]


def test_what_was_used_longest_ago_goes_first():
    asked = []
    recent = Recent(2)
    for key in (1, 2, 1, 3, 1, 2):  # 3 drives out 2, for 1 was used after it
        recent.get(key, lambda key=key: asked.append(key))
    assert asked == [1, 2, 3, 2]


def test_keys_of_shapes_differ_by_the_last_bit_and_by_order():
    one, two = box(0, 0, 1, 1), box(0, 0, 1, 1.0000000000000002)
    assert exact([one]) == exact([box(0, 0, 1, 1)])
    assert exact([one]) != exact([two])
    assert exact([one, two]) != exact([two, one])
    assert exact([]) == b""


def test_a_passage_asked_again_of_the_same_floor_is_the_same():
    # a 4 m x 2 m room with a pier that leaves 0.9 m
    room = box(0, 0, 4, 2).difference(box(1.9, 0, 2.1, 1.1))
    contacts = (Contact((0.0, 1.0), (1.0, 0.0)), Contact((4.0, 1.0), (-1.0, 0.0)))
    first = Clearance(room, contacts).passage(0, 1)
    again = Clearance(room, contacts).passage(0, 1)
    assert abs(first.width - 0.9) < 1e-9
    assert (again.width, again.gate) == (first.width, first.gate)
    wider = Clearance(room.union(box(1.9, 1.0, 2.1, 1.1)), contacts).passage(0, 1)
    assert abs(wider.width - 1.0) < 1e-9
