"""The same hall gives the same bytes, wherever and however the program is run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plans import plan

ROOT = Path(__file__).parents[2]
DRAWING = """
##############DDD###############
#p     r       e       r      p#
#                              #
#   l         a a         l    #
#             a a              #
#p      s            t        p#
#                              #
#     c   c   c   c     k      #
#                              #
################################
"""
SOMEWHERE = (
    {"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"},
    {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C", "LANG": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "UTC", "LC_ALL": "en_US.UTF-8", "LANG": "de_DE.UTF-8"},
)


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A drawn hall with findings, and a shipped one where there is one."""
    message = {"campaign": "c", "headline": "5G", "colours": ["#E60012", "#0085D0"]}
    campaign = {"id": "c", "name": "c", "purpose": "promotion", "audience": "all"}
    layout = plan(
        DRAWING,
        set={name: {"message": message, "height": 1.0} for name in ("p1", "p2", "p3")},
        hall={"campaigns": [campaign]},
    )
    drawn = tmp_path_factory.mktemp("drawn") / "hall.json"
    drawn.write_text(layout.to_json(), encoding="utf-8")
    return [drawn, *sorted((ROOT / "layouts").glob("*.json"))[:1]]


def _audited(hall: Path, folder: Path, environment: dict[str, str], *what: str) -> list[bytes]:
    """The files that auditing a hall in a folder writes."""
    files = [folder / f"out.{name}" for name in what]
    options = [part for name, file in zip(what, files, strict=True) for part in (f"--{name}", file)]
    known = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-m", "planner", "audit", hall, "--date", "2026-03-01", *options],
        cwd=folder,
        env=known | environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode("utf-8", "replace")
    return [file.read_bytes() for file in files]


def test_the_record_is_the_same_in_every_environment(halls: list[Path], tmp_path: Path):
    for number, hall in enumerate(halls):
        records = []
        for place, environment in enumerate(SOMEWHERE):
            folder = tmp_path / f"{number}-{place}" / ("深 圳" if place else "here")
            folder.mkdir(parents=True)
            records += _audited(hall, folder, environment, "json")
        assert len(records[0]) > 10_000
        assert records[0] == records[1] == records[2]


def test_the_report_is_the_same_in_every_environment(halls: list[Path], tmp_path: Path):
    pytest.importorskip("typst")
    reports = []
    for place, environment in enumerate(SOMEWHERE[:2]):
        folder = tmp_path / str(place)
        folder.mkdir()
        reports += _audited(halls[0], folder, environment, "pdf")
    assert reports[0].startswith(b"%PDF-")
    assert reports[0] == reports[1]


def test_a_hall_judged_after_others_gives_the_same_record(halls: list[Path]):
    """What earlier halls left behind changes nothing: judged first, after edits, and again."""
    from planner.audit import audit
    from planner.audit.record import to_json
    from planner.catalog import read_layout

    layout = read_layout(halls[0].read_bytes())
    first = to_json(audit(layout))
    *fixtures, last = layout.fixtures
    for step in range(1, 4):
        moved = last.model_copy(update={"at": (last.at[0], last.at[1] + 0.05 * step)})
        audit(layout.model_copy(update={"fixtures": (*fixtures, moved)}))
    assert to_json(audit(layout)) == first
