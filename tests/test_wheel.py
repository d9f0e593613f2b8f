"""The package as others install it: built, put elsewhere, used there."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
        .stdout.decode()
        .split("\0")
    )
    if len(names) < 2:
        pytest.skip("not a checkout")
    for name in filter(None, names):
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            target.write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q"]
    subprocess.run([*command, "-w", str(folder)], cwd=source, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_it_holds_the_package_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"planner"}
    for ending in (".toml", ".po", ".js", ".css", ".typ"):
        assert any(name.endswith(ending) for name in names), ending
    assert any(name.startswith("planner/layouts/") for name in names)
    assert any(name.startswith("planner/layouts/templates/") for name in names)
    assert not any("tests/" in name for name in names)


def test_a_hall_is_audited_from_the_installed_package(wheel, tmp_path):
    place = tmp_path / "site packages 装"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(place)]
    subprocess.run([*pip, str(wheel)], check=True)
    out = tmp_path / "audit.json"
    run = subprocess.run(
        [sys.executable, "-P", "-m", "planner", "audit", "exemplary", "--json", str(out)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(place), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode(errors="replace")
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["layout"]["id"] == "exemplary"
    where = subprocess.run(
        [sys.executable, "-P", "-c", "import planner; print(planner.__file__)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        check=True,
    )
    assert str(place) in where.stdout.decode("utf-8", errors="replace")
