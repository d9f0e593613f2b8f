"""The app as README starts it: no prompt, nothing beyond loopback."""

import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.app.server import serving

ON_LINUX = sys.platform.startswith("linux")


def _sockets(pid: int) -> set[str]:
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(link.readlink())
        except OSError:
            continue
        if match := re.fullmatch(r"socket:\[(\d+)\]", target):
            found.add(match[1])
    return found


def _connections(pid: int) -> list[tuple[str, str, str]]:
    """(local address, remote address, state) of a process' TCP sockets, in hex as /proc has it."""
    mine = _sockets(pid)
    rows = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            parts = line.split()
            if parts[9] in mine:
                rows.append((parts[1], parts[2], parts[3]))
    return rows


LOOPBACK = {"0100007F", "00000000000000000000000001000000"}
LISTENING = "0A"


def test_it_starts_without_a_prompt_and_answers(tmp_path):
    with serving(tmp_path) as (address, process):
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert b"<title>" in answer.read()
        if ON_LINUX:
            sockets = _connections(process.pid)
            listening = [local for local, _, state in sockets if state == LISTENING]
            assert listening
            assert {local.split(":")[0] for local in listening} <= LOOPBACK
            remote = {far.split(":")[0] for _, far, state in sockets if state != LISTENING}
            assert remote <= LOOPBACK
        log = (tmp_path / "server.log").read_text(encoding="utf-8")
        assert "Email" not in log
        assert "e-mail" not in log
    assert not list((tmp_path / "home").rglob("credentials.toml"))


def test_nothing_in_the_clone_changes(tmp_path):
    root = Path(__file__).parents[2]
    if not (root / ".git").exists():
        pytest.skip("not a checkout")
    command = ["git", "status", "--porcelain", "--ignored=no"]
    before = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    with serving(tmp_path) as (address, _):
        urllib.request.urlopen(address, timeout=10).read()
    after = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    assert set(after.splitlines()) <= set(before.splitlines())
