"""Typing in a real window on a virtual screen: the system's own key and letter events."""

from __future__ import annotations

from pathlib import Path

from tests.ui.test_window import Person, display, pytestmark

__all__ = ["display", "pytestmark"]


def test_a_line_is_typed_by_the_systems_own_events(display: str, tmp_path: Path) -> None:
    person = Person(display, tmp_path, program=("-m", "tests.ui.kit.clerk"))
    try:
        person.wait_for("three ticks")
        for _ in range(3):
            person.key("Tab")
        person.do("type", "--delay", "20", "Tv 12+?z")
        person.key("BackSpace")
        person.key("Return")
        person.wait_for("nick:2:Tv 12+?")
        person.do("keydown", "x")
        person.do("keyup", "x")
        person.key("Escape")
        person.key("Escape")
        person.key("1")
        person.wait_for("seat:0")
        person.key("Escape")
        assert person.leave() == (0, "")
    finally:
        person.end()
