"""Everything here is drawn without a display."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

import pytest

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

from sim.ui.view import Cards, Screen


@dataclass
class Desk:
    """A driver that keeps what it was told, and marks the card that was picked."""

    shown: Screen
    done: list[str] = field(default_factory=list)
    closes_on: str = ""

    def screen(self) -> Screen:
        """An equal but new screen each time, as an app would give."""
        return replace(self.shown)

    def act(self, do: str) -> bool:
        """Keep it."""
        self.done.append(do)
        return do != self.closes_on

    def select(self, do: str) -> None:
        """Show the card as picked."""
        panels = [
            replace(p, cards=tuple(replace(c, selected=c.do == do) for c in p.cards))
            if isinstance(p, Cards)
            else p
            for p in self.shown.panels
        ]
        self.shown = replace(self.shown, panels=tuple(panels))


@pytest.fixture
def desk() -> type[Desk]:
    """The driver's class."""
    return Desk
