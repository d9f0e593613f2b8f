"""The repository: it speaks of itself alone, and in order."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ROOT.parent / "shared" / "guidelines" / "sources"
TEXT = {".py", ".toml", ".md", ".po", ".js", ".css", ".typ", ".json", ".txt", ".lock", ".cfg", ""}


def _files() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [name for name in done.stdout.decode().split("\0") if name]
    if not names:
        pytest.skip("not a checkout")
    return [ROOT / n for n in names if Path(n).suffix in TEXT and (ROOT / n).is_file()]


def test_no_file_names_a_machine_or_a_package_host():
    hosts = re.compile(
        "|".join(("py" + "pi.org", "python" + "hosted", "npm" + "js", "deb" + "ian.org"))
    )
    machine = re.compile(
        r"(?<![\w.])/(?:" + "|".join(("work", "root", "home/[a-z]+", "opt")) + r")/"
    )
    for path in _files():
        text = path.read_text(encoding="utf-8")
        assert not hosts.search(text), path
        assert not machine.search(text), path


def test_requirements_are_one_line_and_the_list_is_in_one_place():
    assert (ROOT / "requirements.txt").read_bytes() == b"-e .[test]\n"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = [re.split(r"[<>=\[ ]", d)[0].lower() for d in project["project"]["dependencies"]]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    for name in names:
        assert re.search(rf"^{re.escape(name).replace('_', '-')}==", locked, re.MULTILINE), name
    assert locked.count("--hash=sha256:") > len(names)


def test_readme_has_its_lines():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    unix = re.findall(r"^```sh\n(.+?)\n```", text, re.MULTILINE | re.DOTALL)
    windows = re.findall(r"^```bat\n(.+?)\n```", text, re.MULTILINE | re.DOTALL)
    assert len(unix) == len(windows) == 2
    for line in (*unix, *windows):
        assert "\n" not in line
        assert "-m venv" in line
        assert "requirements.txt" in line
    for line in windows:
        assert line.startswith('cmd /c "')  # one word for both shells: && only inside
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text):
        assert (ROOT / picture).is_file(), picture
    for link in re.findall(r"(?<!!)\[[^\]]*\]\((?!http)([^)]+)\)", text):
        assert (ROOT / link).exists(), link


def test_every_room_in_readme_and_the_package_is_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = {p.name for p in (ROOT / "planner").iterdir() if (p / "__init__.py").is_file()}
    for room in rooms:
        assert f"planner/{room}`" in text, room


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the owners' documents are not here")
def test_no_sentence_of_anybodys_document_is_in_the_repository():
    run = 18  # characters in a row, spaces aside; longer than any phrase
    known = set()
    for path in sorted(SOURCES.glob("*.txt")):
        text = re.sub(r"\s+", "", path.read_text(encoding="utf-8"))
        chinese = re.finditer(r"[\u4e00-\u9fff，。、；：（）“”,;:()/-]+", text)
        for match in chinese:
            piece = match[0]
            known |= {piece[n : n + run] for n in range(len(piece) - run + 1)}
    for path in _files():
        text = re.sub(r"\s+", "", path.read_text(encoding="utf-8"))
        here = {text[n : n + run] for n in range(max(0, len(text) - run + 1))}
        assert not here & known, (path, sorted(here & known)[:3])
