from planner.store import changes
from tests.plans import plan

BEFORE = """
############
#p         #
#      c   #
#          #
####DD######
"""


def _sorts(before, after):
    return {(c.group, c.id): c.sort for c in changes(before, after)}


def test_the_same_hall_has_no_changes():
    assert changes(plan(BEFORE), plan(BEFORE)) == ()


def test_what_was_added_removed_and_changed_is_told_apart():
    before = plan(BEFORE)
    poster = before.by_id["p1"]
    raised = poster.model_copy(update={"height": 1.0})
    other = poster.model_copy(update={"id": "p9"})
    after = before.model_copy(update={"fixtures": (raised, other)})
    counter = next(f.id for f in before.fixtures if f.id != "p1")
    assert _sorts(before, after) == {
        ("fixtures", "p1"): "changed",
        ("fixtures", "p9"): "added",
        ("fixtures", counter): "removed",
    }
    changed = next(c for c in changes(before, after) if c.id == "p1")
    assert changed.fields == (("height", poster.height or None, 1.0),)


def test_the_way_back_swaps_before_and_after():
    before = plan(BEFORE)
    after = before.model_copy(update={"name": "Another name"})
    (there,) = changes(before, after)
    (back,) = changes(after, before)
    assert there.group == back.group == "hall"
    assert [(a, c, b) for a, b, c in there.fields] == list(back.fields)
