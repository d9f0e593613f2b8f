"""Light where nobody measured: held against solid angles, kept from edit to edit."""

import subprocess
import sys
import threading
from math import atan, sqrt
from pathlib import Path

import pytest

from planner import units
from planner.audit import judge_rule
from planner.model import Layout
from planner.study import Study
from planner.study import predicted as predicting
from planner.study.predicted import compute, lit, predicted, unstated, with_light
from tests.plans import plan

LAYOUTS = Path(__file__).parents[2] / "layouts"
CANDELA = 5000.0
LAMP = 2.75  # m
KEPT = 0.8  # maintenance
EVEN = f"""IESNA:LM-63-2002
[TEST] even
TILT=NONE
1 -1 1 3 1 1 2 0 0 0
1 1 50
0 90 180
0
{CANDELA} {CANDELA} {CANDELA}
"""


def black(wide, deep, lamps, drawn=(), top="", bottom="", **more):
    """A hall that reflects nothing but at glass and furniture, with lamps even in all directions.

    `drawn` are row, column and letter of fixtures; `lamps` their places on plan [m].
    """
    columns, rows = int(2 * wide), int(2 * deep)
    lines = [f"#{top.center(columns, '#')}#"]
    lines += ["#" + " " * columns + "#" for _ in range(rows)]
    lines += [f"#{bottom.center(columns, '#')}#"]
    for row, column, letter in drawn:
        line = lines[1 + row]
        lines[1 + row] = line[: 1 + column] + letter + line[2 + column :]
    doors = [{"id": f"D{n + 1}", "glass": True} for n in range(("D" in top) + ("D" in bottom))]
    hall = {
        "levels": [{"id": "L1", "floor_reflectance": 0.0, "ceiling_reflectance": 0.0}],
        "walls": [{"id": f"w{n}", "reflectance": 0.0} for n in (1, 2, 3, 4)],
        "photometric_files": [{"id": "even.ies", "text": EVEN}],
        "doors": doors,
        "luminaires": [lamp(f"S{n}", at) for n, at in enumerate(lamps, 1)],
    }
    return plan("\n".join(lines), hall=hall, **more)


def lamp(name, at, **more):
    return {
        "id": name,
        "kind": "luminaire_spot",
        "level": "L1",
        "at": list(at),
        "height": LAMP,
        "photometry": "even.ies",
    } | more


# --- what geometry alone says ---
#
# A lamp of I candela every way sends I·Ω lumens through a rectangle that it sees under the
# solid angle Ω: the mean light on it is I·Ω/A. Seen from h above one corner of a rectangle
# a x b, Ω = arctan(ab / (h·sqrt(a² + b² + h²))).


def corner(a, b, h):
    sign = (1 if a >= 0 else -1) * (1 if b >= 0 else -1)
    a, b = abs(a), abs(b)
    return sign * atan(a * b / (h * sqrt(a * a + b * b + h * h)))


def flux(a0, a1, b0, b1, h):
    """Solid angle of a rectangle in a plane at distance `h`, its sides told from the foot."""
    return corner(a1, b1, h) - corner(a0, b1, h) - corner(a1, b0, h) + corner(a0, b0, h)


def upright(wide, low, high, away):
    """Mean on a rectangle on a wall, the lamp `away` before its middle, per candela."""
    return flux(-wide / 2, wide / 2, low - LAMP, high - LAMP, away) / (wide * (high - low))


def floor(wide, deep, x, y, taken=0.0):
    """Mean on the working plane, per candela; `taken` m² right under the lamp are no floor."""
    under = LAMP - 0.75
    own = taken / under**2
    return (flux(-x, wide - x, -y, deep - y, under) - own) / (wide * deep - taken)


def ratio(layout, name):
    found = compute(layout)
    return found.places[name].lux / found.base


def test_the_mean_of_a_black_hall_is_a_solid_angle():
    found = compute(black(4, 4, [(2.0, 1.5)], bottom="DD"))
    # glass gives back a tenth and lets in 10 lx of the street
    assert found.base == pytest.approx(CANDELA * KEPT * floor(4, 4, 2.0, 1.5), rel=0.02)


@pytest.mark.parametrize(
    ("wide", "deep", "away"), [(5, 6, 1.0), (4, 5, 1.0), (8, 8, 1.0), (4, 4, 0.8)]
)
def test_a_window_is_as_bright_as_its_solid_angle(wide, deep, away):
    # the glass from 0.4 to 2.0 m, a meter's back 2 cm before it
    expected = upright(1.0, 0.4, 2.0, away - 0.02) / floor(wide, deep, wide / 2, away)
    layout = black(wide, deep, [(wide / 2, away)], bottom="WW")
    assert ratio(layout, "W1") == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(("wide", "deep"), [(7, 7), (5, 6), (10, 10)])
def test_a_showcase_is_as_bright_as_its_solid_angle(wide, deep):
    # its front is 0.45 m before the wall and 2 m high
    expected = upright(1.0, 0.0, 2.0, 1.25 - 0.455) / floor(wide, deep, wide / 2, 1.25)
    layout = black(
        wide,
        deep,
        [(wide / 2, 1.25)],
        [(0, wide, "q")],
        set={"q1": {"at": [wide / 2, 0.225], "facing_deg": 90.0}},
    )
    assert ratio(layout, "q1") == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize(
    ("wide", "deep", "letter", "size"),
    [
        (5.0, 5.0, "y", (1.2, 0.5, 0.955)),
        (3.0, 2.5, "y", (1.2, 0.5, 0.955)),
        (6.0, 6.0, "c", (1.4, 0.7, 1.055)),  # stands in: no display counter is drawn
    ],
)
def test_a_counter_is_as_bright_as_its_solid_angle(wide, deep, letter, size):
    a, b, top = size
    on_top = flux(-a / 2, a / 2, -b / 2, b / 2, LAMP - top) / (a * b)
    layout = black(
        wide,
        deep,
        [(wide / 2, deep / 2)],
        [(int(deep), int(wide), letter)],
        set={f"{letter}1": {"at": [wide / 2, deep / 2], "facing_deg": 90.0}},
    )
    plain = on_top / floor(wide, deep, wide / 2, deep / 2, taken=a * b)
    # the counter's own shadow darkens the hall around it: some 3 % here, 6 % at most
    assert 0.99 * plain < ratio(layout, f"{letter}1") < 1.07 * plain


def test_the_storefront_is_the_mean_of_the_door_upright_and_the_first_metre_inside():
    def gives(dx, dy, dz, toward):
        return toward / (dx * dx + dy * dy + dz * dz) ** 1.5

    across = [-1 / 3, 0.0, 1 / 3]
    door = sum(gives(a, 1.48, LAMP - 1.5, 1.48) for a in across) / 3
    strip = sum(
        gives(a, 1.5 - d, LAMP - 0.75, LAMP - 0.75) for a in across for d in (0.25, 0.5, 0.75)
    )
    expected = (door + strip / 9) / 2 / floor(4, 4, 2.0, 1.5)
    assert ratio(black(4, 4, [(2.0, 1.5)], bottom="DD"), "D1") == pytest.approx(expected, rel=0.02)


def test_the_nearest_point_is_clear_of_the_counters_own_shadow():
    layout = black(
        5, 5, [(2.5, 2.5)], [(5, 5, "y")], set={"y1": {"at": [2.5, 2.5], "facing_deg": 90.0}}
    )
    # raster points lie at 12.5 cm and every 25 cm: the nearest 0.5 m beyond the ends of 1.2 m
    # are 1.125 m aside and 12.5 cm to either side of the middle
    high = LAMP - 0.75
    expected = CANDELA * KEPT * high / (high**2 + 1.125**2 + 0.125**2) ** 1.5
    assert compute(layout).places["y1"].near_lux == pytest.approx(expected, rel=0.01)


# --- whose light is known ---


def test_a_lamp_states_its_output_by_a_flux_or_by_a_file_that_reads():
    lamps = [
        lamp("file", (1, 1)),
        lamp("flux", (2, 1), photometry=None, flux_lm=900.0),
        lamp("both", (2, 2), photometry="lost.ies", flux_lm=900.0),
        lamp("neither", (3, 1), photometry=None),
        lamp("lost", (3, 2), photometry="lost.ies"),
        lamp("broken", (3, 3), photometry="broken.ies"),
        lamp("dead", (1, 3), photometry=None, state="dead"),
        lamp("dark", (2, 3), photometry=None, state="dimmed", dim=0.0),
    ]
    broken = {"id": "broken.ies", "text": EVEN[:60]}
    data = {"luminaires": lamps, "photometric_files": [{"id": "even.ies", "text": EVEN}, broken]}
    study = Study(plan("##########\n" + "#        #\n" * 8 + "##########", hall=data))
    assert unstated(study, "L1") == ("neither", "lost", "broken")
    assert [one.id for one in lit(study, "L1")] == [
        "file", "flux", "both", "neither", "lost", "broken",
    ]  # fmt: skip


def test_the_lamp_that_brings_most_is_named():
    # both lamps are dead; the one above the counter brings more than the one in the corner
    layout = black(
        5, 5, [(2.5, 2.5), (0.5, 0.5), (4.5, 4.5)], [(5, 5, "y")],
        set={"y1": {"at": [2.5, 2.5], "facing_deg": 90.0}},
    )  # fmt: skip
    dead = with_lamps(layout, S1={"state": "dead"}, S2={"state": "dead"})
    mend = compute(dead).places["y1"].repair
    assert (mend.lamp, mend.fault) == ("S1", "dead")
    assert mend.ratio == pytest.approx(ratio(with_lamps(layout, S2={"state": "dead"}), "y1"), 1e-4)
    assert compute(layout).places["y1"].repair is None


def with_lamps(layout, **by_id):
    lamps = tuple(x.model_copy(update=by_id.get(x.id, {})) for x in layout.luminaires)
    return layout.model_copy(update={"luminaires": lamps})


def with_fixtures(layout, **by_id):
    fixtures = tuple(x.model_copy(update=by_id.get(x.id, {})) for x in layout.fixtures)
    return layout.model_copy(update={"fixtures": fixtures})


def two_levels():
    layout = black(5, 6, [(2.5, 1.0)], bottom="WW")
    data = layout.model_dump(mode="json", exclude_defaults=True)
    upper = {"id": "L2", "outline": data["levels"][0]["outline"], "floor": 3.5}
    data["levels"].append(upper)
    return layout, Layout.from_data(data)


def test_a_level_without_a_lamp_is_not_the_hall_in_the_dark():
    one, two = two_levels()
    assert ratio(two, "W1") == pytest.approx(ratio(one, "W1"))
    lamps = [*two.luminaires, two.luminaires[0].model_copy(update={"id": "S9", "level": "L2"})]
    both = compute(two.model_copy(update={"luminaires": tuple(lamps)}))
    # the same lamp in an upper level of ordinary colours, which adds what it reflects
    assert both.base > 1.2 * compute(one).base


# --- kept from edit to edit ---


EDITS = {
    "a lamp dimmed": lambda h: with_lamps(h, S1={"state": "dimmed", "dim": 0.5}),
    "a lamp moved": lambda h: with_lamps(h, S1={"at": (2.0, 2.0)}),
    "a counter moved": lambda h: with_fixtures(h, y1={"at": (2.0, 3.0)}),
    "a counter away": lambda h: h.model_copy(update={"fixtures": ()}),
    "a lighter wall": lambda h: h.model_copy(
        update={"walls": tuple(w.model_copy(update={"reflectance": 0.5}) for w in h.walls)}
    ),
}


def furnished():
    return black(5, 5, [(2.5, 2.5), (1.0, 1.0)], [(5, 5, "y"), (2, 2, "y")], bottom="WW")


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_hall_is_told_as_a_new_one_to_the_last_bit(name, forgetful):
    before = furnished()
    compute(before)
    edited = EDITS[name](before)
    kept = compute(edited)
    forgetful()
    assert compute(edited) == kept


@pytest.fixture
def forgetful():
    """Forgets what is kept."""

    def forget():
        predicting._lights.clear()
        predicting._results.clear()

    forget()
    yield forget
    forget()


def test_words_and_readings_cost_nothing(forgetful, monkeypatch):
    before = furnished()
    found = compute(before)
    monkeypatch.setattr(predicting, "_predict", lambda *_: pytest.fail("computed again"))
    reading = {"id": "r1", "level": "L1", "lux": 300.0, "of": "hall"}
    data = before.model_dump(mode="json", exclude_defaults=True)
    data["lux_readings"] = [reading]
    data["fixtures"][0]["name"] = "counter of the month"
    data["luminaires"][0]["name"] = "lamp by the door"
    assert compute(Layout.from_data(data)) is found


def test_what_stands_on_a_counter_rises_with_it(forgetful):
    before = black(
        4, 4, [(2.0, 2.0)], [(3, 3, "y"), (6, 6, "o")], letters={"o": "rack_counter"},
        set={
            "y1": {"at": [2.0, 2.5], "facing_deg": 90.0},
            "o1": {"at": [2.0, 2.5], "facing_deg": 90.0, "host": "y1"},
        },
    )  # fmt: skip
    compute(before)
    higher = with_fixtures(before, y1={"size": (1.2, 0.5, 1.3)})
    kept = compute(higher)
    forgetful()
    assert compute(higher) == kept


def test_a_study_in_a_hurry_takes_what_is_known_and_says_so(forgetful):
    layout = furnished()
    hurried = Study(layout, hurried=True)
    assert predicted(hurried) is None
    assert hurried.left_out == {"light"}
    found = predicted(Study(layout))
    again = Study(layout, hurried=True)
    assert predicted(again) is found
    assert again.left_out == set()
    moved = Study(EDITS["a counter moved"](layout), hurried=True)
    assert predicted(moved) is found  # of the hall before the edit
    assert moved.left_out == {"light"}


def test_halls_asked_for_by_several_threads_at_once_get_each_its_own(forgetful):
    halls = [furnished(), *(edit(furnished()) for edit in EDITS.values())]
    alone = []
    for layout in halls:
        forgetful()
        alone.append(compute(layout))
    forgetful()
    found = {}
    work = [
        threading.Thread(target=lambda n=n: found.__setitem__(n, compute(halls[n % len(halls)])))
        for n in range(2 * len(halls))
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert [found[n] for n in range(len(work))] == alone + alone


def test_the_light_lent_is_that_of_the_layout(forgetful):
    layout = furnished()
    edited = EDITS["a lamp moved"](layout)
    for one in (layout, edited, layout):
        assert with_light(one, lambda light: light.layout) is one
        assert with_light(one, lambda light: light.base()) == compute(one).base


def test_a_hall_whose_places_are_measured_or_without_lamps_never_loads_the_model():
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from planner.audit import audit\n"
        "from planner.model import Layout\n"
        "for path in sys.argv[1:]:\n"
        "    audit(Layout.from_json(Path(path).read_text('utf-8')))\n"
        "assert 'planner.light' not in sys.modules, 'the model is loaded'\n"
    )
    halls = [LAYOUTS / "kiosk.json", LAYOUTS / "templates" / "medium.json"]
    subprocess.run([sys.executable, "-c", code, *map(str, halls)], check=True)


def test_a_place_is_judged_by_its_reading_alone_once_there_is_one():
    layout = black(4, 4, [(2.0, 1.5)], bottom="DD")
    (finding,) = judge_rule("P45-11", layout, ["telecom_hall"]).findings
    assert finding.verdict.code == "predicted-ok"
    reading = {"id": "r1", "level": "L1", "lux": 1.0, "of": "storefront", "subject": "D1"}
    data = layout.model_dump(mode="json", exclude_defaults=True) | {"lux_readings": [reading]}
    (finding,) = judge_rule("P45-11", Layout.from_data(data), ["telecom_hall"]).findings
    assert finding.verdict.code == "too-few-points"


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"state": "dead"}, "Repair Spot S2: {after} times then"),
        ({"state": "off"}, "Switch on Spot S2: {after} times then"),
        ({"state": "dimmed", "dim": 0.1}, "Set Spot S2 back to full: {after} times then"),
        # not enough by itself
        ({"state": "dead", "at": (2.2, 2.2)}, "Repair Spot S2: {after} times then. Raise it to"),
        ({}, "Raise it to at least"),
    ],
)
def test_a_dark_place_is_told_the_lamp_that_mends_it_as_far_as_it_does(changes, advice):
    counters = {
        "y1": {"at": [0.75, 0.75], "facing_deg": 90.0},
        "y2": {"at": [2.5, 2.5], "facing_deg": 90.0},
    }
    lamps = [(2.5, 2.5), (0.75, 0.75)] if changes else [(2.5, 2.5)]
    whole = black(5, 5, lamps, [(1, 1, "y"), (5, 5, "y")], set=counters)
    if "at" in changes:
        whole = with_lamps(whole, S2={"at": changes["at"]})
    ill = with_lamps(whole, S2=changes) if changes else whole
    found = {f.subject: f.verdict for f in judge_rule("P45-13", ill, ["telecom_hall"]).findings}
    assert found["y1"].code == "predicted-too-dark"
    after = units.show_ratio(ratio(whole, "y1"))  # what is promised comes true
    assert found["y1"].values["act"]["en"].startswith(advice.format(after=after))
    assert found["y2"].values["act"]["en"].startswith("Lower it to at most")
