"""The keys for those who listen, in a real window on a virtual screen."""

from __future__ import annotations

import time
from pathlib import Path

from tests.ui.test_window import Person, display, home, pytestmark

__all__ = ["display", "home", "pytestmark"]


def heard(person: Person, file: Path, line: str, times: int = 1) -> None:
    """Waits until a line begins so, so often, in the transcript."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert person.game.poll() is None, "the game has ended"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        if sum(one.startswith(line) for one in lines) >= times:
            return
        time.sleep(0.03)
    raise AssertionError(f"'{line}' was not heard {times} times: {lines[-5:]}")


def test_voice_help_and_reading_again_by_keys(display: str, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "said.txt"
    person = Person(display, home, "--transcript", str(file))
    try:
        person.wait_for("Backchannel")
        heard(person, file, "Screen: Backchannel.")
        person.key("v")
        heard(person, file, "Voice on.")
        heard(person, file, "Screen: Backchannel.", 2)
        person.key("question")
        heard(person, file, "Screen: Help.")
        person.key("Escape")
        heard(person, file, "Screen: Backchannel.", 3)
        person.key("r")
        heard(person, file, "Screen: Backchannel.", 4)
        person.key("v")
        heard(person, file, "Voice off.")
        person.key("Escape")
        assert person.leave() == (0, "")
    finally:
        person.end()
