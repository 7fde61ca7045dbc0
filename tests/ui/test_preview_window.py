"""The preview in a real window on a virtual screen: it follows the file while nobody touches it."""

from __future__ import annotations

from pathlib import Path

from tests.authoring.small import MILL, mill
from tests.ui.test_window import Person, display, pytestmark

__all__ = ["display", "pytestmark"]


def test_the_window_follows_the_file_and_the_game_goes_on(display: str, tmp_path: Path) -> None:
    file = mill(tmp_path)
    person = Person(display, tmp_path / "home", "preview", str(file), "--at", "dam", program=("-m", "sim"))
    try:
        person.wait_for("The stream is low. Do we close the dam?")
        file.write_text(MILL.replace("The stream is low.", "The stream is dry."), encoding="utf-8")
        person.wait_for("The stream is dry. Do we close the dam?")
        file.write_text(MILL.replace("decider: upper", "decider: uper"), encoding="utf-8")
        person.wait_for("mill.yaml: 1 problem")
        file.write_text(MILL, encoding="utf-8")
        person.wait_for("The stream is low. Do we close the dam?")
        person.key("1")
        person.key("Return")
        person.wait_for("Debrief: The mill stream")
        file.write_text(
            MILL.replace("id: share", "id: half").replace("id: close", "id: shut"), encoding="utf-8"
        )
        person.wait_for("The stream is low. Do we close the dam?")
        person.key("Escape")
        person.wait_for("Backchannel")
        person.key("Escape")
        assert person.leave() == (0, "")
    finally:
        person.end()
