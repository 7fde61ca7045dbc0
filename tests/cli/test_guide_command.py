"""``guide`` writes a teacher's pack, whole, where it may; every slip is one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.ui.guide import FILES
from tests.authoring.small import mill
from tests.cli.commands import PATIENCE, ROOT, no_traceback, sim, within


@pytest.fixture
def file(tmp_path: Path) -> str:
    """An author's own scenario, far from the shipped ones."""
    return str(mill(tmp_path))


def test_it_writes_the_pack_and_says_what_is_in_it(file: str, tmp_path: Path) -> None:
    out = tmp_path / "pack"
    done = within("guide", file, "--out", str(out))
    assert (done.status, done.error) == (0, "")
    assert sorted(p.name for p in out.iterdir()) == sorted(FILES)
    assert all(name in done.out.decode() for name in FILES)
    assert all(p.read_text(encoding="utf-8").startswith("<!DOCTYPE html>") for p in out.iterdir())


def test_without_out_the_folder_has_the_scenario_s_name(tmp_path: Path) -> None:
    """As a process, from elsewhere: a shipped scenario, the same bytes from two processes."""
    made = []
    for salt in ("1", "2"):
        home = tmp_path / salt
        home.mkdir()
        done = sim("guide", "tutorial", cwd=home, env={"PYTHONHASHSEED": salt})
        assert (done.status, done.error) == (0, "")
        assert [p.name for p in home.iterdir()] == ["guide-tutorial"]
        made.append({p.name: p.read_bytes() for p in (home / "guide-tutorial").iterdir()})
    assert made[0] == made[1]


def test_pages_that_are_there_are_replaced_only_when_asked(file: str, tmp_path: Path) -> None:
    out = tmp_path / "pack"
    out.mkdir()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "student-brief.html").write_text("mine", encoding="utf-8")
    done = within("guide", file, "--out", str(out))
    assert (done.status, done.out) == (2, b"")
    assert "student-brief.html is there already. Add --yes" in done.error
    assert sorted(p.name for p in out.iterdir()) == ["notes.txt", "student-brief.html"]
    done = within("guide", file, "--out", str(out), "--yes")
    assert (done.status, done.error) == (0, "")
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert "mine" not in (out / "student-brief.html").read_text(encoding="utf-8")[:200]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("rafah_dely",), "Did you mean 'rafah_delay'?"),
        (("none.yaml",), "not there"),
        (("rafah_delay", "--out", "README.md"), "is a file"),
        (("rafah_delay", "--out", "none/pack"), "no folder"),
        (("rafah_delay", "--out", "README.md/pack"), "no folder"),
        (("rafah_delay", "--form", "C"), "No such option"),
    ],
)
def test_a_slip_is_one_line(arguments: tuple[str, ...], word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = within("guide", *arguments)
    assert (done.status, done.out) == (2, b"")
    assert word in done.error
    assert len(done.error.splitlines()) == 1


def test_a_folder_in_a_page_s_place_is_one_line(file: str, tmp_path: Path) -> None:
    (tmp_path / "pack" / "facilitator.html").mkdir(parents=True)
    done = within("guide", file, "--out", str(tmp_path / "pack"), "--yes")
    assert (done.status, done.out) == (2, b"")
    assert "is a folder" in done.error


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_full_disk_leaves_what_was_there(file: str, tmp_path: Path) -> None:
    """A disk that takes 4,096 bytes a file and no more."""
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from sim.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    old = tmp_path / "old"
    old.mkdir()
    (old / "student-brief.html").write_text("mine", encoding="utf-8")
    for out in (old, tmp_path / "new"):
        line = [sys.executable, "-B", "-c", script, "guide", file, "--out", str(out), "--yes"]
        path = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(line, capture_output=True, text=True, env=path, timeout=PATIENCE, check=False)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert no_traceback([done.stderr])
    assert [p.name for p in old.iterdir()] == ["student-brief.html"]
    assert (old / "student-brief.html").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "new").exists()
