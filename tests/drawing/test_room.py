import itertools

from hypothesis import given
from hypothesis import strategies as st

from planner.drawing.room import Places, Room

SIDE = st.floats(0.3, 20)
AT = st.floats(0, 90)
BOXES = st.lists(st.tuples(AT, AT, SIDE, SIDE), max_size=12)


def test_what_is_taken_is_not_free():
    room = Room(20, 10)
    room.take((5.1, 2.0, 8.0, 4.0))
    assert not room.is_free((7.9, 3.9, 12, 9))
    assert room.is_free((8.25, 2.0, 12, 4))
    assert room.is_free((0, 0, 5.0, 10))


@given(BOXES)
def test_free_places_never_touch_what_is_taken(boxes):
    room = Room(120, 120)
    taken = []
    for x, y, w, h in boxes:
        box = (x, y, x + w, y + h)
        if room.is_free(box):
            for other in taken:
                assert not (
                    min(box[2], other[2]) - max(box[0], other[0]) > 1e-9
                    and min(box[3], other[3]) - max(box[1], other[1]) > 1e-9
                )
        room.take(box)
        taken.append(box)


def test_a_ring_takes_its_inside_and_leaves_its_hole():
    room = Room(20, 20)
    outer, inner = (
        [(2, 2), (18, 2), (18, 18), (2, 18), (2, 2)],
        [(8, 8), (12, 8), (12, 12), (8, 12), (8, 8)],
    )
    room.take_ring([*outer, *inner, outer[0]])
    assert not room.is_free((3, 3, 4, 4))
    assert room.is_free((9, 9, 11, 11))
    # 16² - 4² of 20² cells
    assert abs(room.taken((0, 0, 20, 20)) - 240 / 400) < 0.01


@given(st.integers(1, 60))
def test_labels_of_one_thing_find_places_of_their_own_until_the_sheet_is_full(count):
    places = Places(60, 40)
    thing = (29.0, 19.0, 31.0, 21.0)
    boxes = []
    for _ in range(count):
        spot = places.find(thing, 6.0, 3.0)
        if spot is None:
            break
        boxes.append(spot.box)
        places.keep(spot.box, 0.1)
    # 60 x 40 mm hold at least forty labels of 6 x 3 mm
    assert len(boxes) >= min(count, 40)
    for a, b in itertools.combinations(boxes, 2):
        assert min(a[2], b[2]) <= max(a[0], b[0]) or min(a[3], b[3]) <= max(a[1], b[1])


def test_a_label_lies_on_the_side_it_is_asked_for():
    spot = Places(100, 100).find((49, 49, 51, 51), 4.0, 2.0, toward_deg=180.0)
    assert spot.box[2] < 49
