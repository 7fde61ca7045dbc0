"""Opening the game on machines that lack a part: one line that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

OLD_PYGAME = "__version__ = '2.6.1'\n"
NO_PYGAME = "raise ModuleNotFoundError(\"No module named 'pygame'\", name='pygame')\n"
BROKEN_PYGAME = "raise ImportError('libSDL2-2.0.so.0: cannot open shared object file')\n"


def play(
    tmp_path: Path, stand_in: str, *arguments: str, display: bool = True
) -> subprocess.CompletedProcess[str]:
    (tmp_path / "pygame").mkdir()
    (tmp_path / "pygame" / "__init__.py").write_text(stand_in)
    keep = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    keep |= {"PYTHONPATH": str(tmp_path), "BACKCHANNEL_HOME": str(tmp_path / "home")}
    if display:
        keep["SDL_VIDEODRIVER"] = "dummy"
    return subprocess.run(
        [sys.executable, "play.py", *arguments],
        cwd=ROOT,
        env=keep,
        capture_output=True,
        text=True,
        input="",
        timeout=60,
    )


@pytest.mark.parametrize(
    ("stand_in", "says"),
    [
        (OLD_PYGAME, "python -m pip uninstall"),
        (NO_PYGAME, "python -m pip install pygame-ce"),
        (BROKEN_PYGAME, "libSDL2"),
    ],
    ids=["pygame over pygame-ce", "no pygame", "broken pygame"],
)
def test_a_wrong_or_missing_pygame_is_one_line(tmp_path: Path, stand_in: str, says: str) -> None:
    done = play(tmp_path, stand_in)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert says in done.stderr
    assert "--text" in done.stderr, "there is a way to play all the same"
    assert done.stdout == ""


@pytest.mark.parametrize("stand_in", [OLD_PYGAME, NO_PYGAME, BROKEN_PYGAME])
@pytest.mark.parametrize("arguments", [("--text",), ()])
def test_the_terminal_game_needs_no_pygame(tmp_path: Path, stand_in: str, arguments: tuple[str, ...]) -> None:
    """Asked for, or because there is no display."""
    done = play(tmp_path, stand_in, *arguments, display=False)
    assert done.returncode == 0
    assert "BACKCHANNEL" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    (tmp_path / "mesa.py").write_text("raise ModuleNotFoundError(\"No module named 'mesa'\", name='mesa')\n")
    done = play(tmp_path, OLD_PYGAME, "tutorial", "--seat", "sandrel", "--text")
    assert done.returncode == 2
    assert "mesa" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
