"""The interval of a light ratio is shown wide enough, and on the true side of its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import units

BAND = (1.2, 1.5)
ends = st.floats(0.05, 9.0).map(lambda value: round(value, 6))


@given(ends, st.booleans())
def test_the_shown_end_lies_outside_and_on_the_same_side_of_each_limit(value, up):
    shown = float(units.show_end(value, BAND, units.show_ratio, up=up))
    if any(abs(value - limit) <= units.RATIO_TOLERANCE for limit in BAND):
        assert shown == pytest.approx(value)
        return
    assert shown >= value - 1e-9 if up else shown <= value + 1e-9
    for limit in BAND:
        assert (value > limit) == (shown > limit - 1e-12)


@pytest.mark.parametrize(
    ("value", "up", "shown"),
    [
        (0.775, True, "0.78"),  # "at most 0.77" would be untrue
        (1.196, True, "1.196"),  # 1.20 would be the limit it does not reach
        (1.504, False, "1.50"),
        (1.5, True, "1.50"),
        (2.0, False, "2.00"),
    ],
)
def test_ends_of_intervals_by_hand(value, up, shown):
    assert units.show_end(value, BAND, units.show_ratio, up=up) == shown
