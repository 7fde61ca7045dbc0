"""A window on a virtual screen for tests: lines to type, whose title is the last thing that was done."""

from __future__ import annotations

from dataclasses import replace

from sim.ui.view import Screen
from sim.ui.window import open_window
from tests.ui.kit import parts


class Clerk:
    """Keeps what is done as the screen's title, and lets a clock run."""

    def __init__(self) -> None:
        self._screen = parts.names()
        self._ticks = 0

    def screen(self) -> Screen:
        return self._screen

    def act(self, do: str) -> bool:
        self._screen = replace(self._screen, title=do)
        return do != "back"

    def tick(self) -> bool:
        self._ticks += 1
        self._screen = replace(self._screen, clock=f"0:{self._ticks % 60:02}")
        if self._ticks == 3:
            self._screen = replace(self._screen, title="three ticks")
        return True


if __name__ == "__main__":
    open_window(Clerk())
