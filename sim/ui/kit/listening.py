"""The keys for those who listen: on and off, stop, again, back and on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from sim.ui import view
from sim.ui.kit import glyphs
from sim.ui.kit.keys import names
from sim.ui.narrator import Narrator

if TYPE_CHECKING:
    from sim.ui.kit.frame import Window

_QUIET = (pygame.K_LCTRL, pygame.K_RCTRL)


class Listening:
    """What goes along with a window so that it can be heard."""

    def __init__(self, narrator: Narrator) -> None:
        self.narrator = narrator
        self._troubles = 0

    def take(self, window: Window, event: pygame.Event) -> bool:
        """Take an event that is for the voice alone. F8 and F9 work while a line is typed too."""
        if event.type != pygame.KEYDOWN:
            return False
        voice = self.narrator.voice
        if event.key in _QUIET:
            voice.stop()
            return False
        called = names(event) - ({"v", "r", ",", "."} if window.entry is not None else set())
        if event.mod & (pygame.KMOD_ALT | pygame.KMOD_META) or called & claimed(window.shown):
            return False
        if called & {"v", "f8"}:
            self.narrator.switch(not voice.on)
        elif not voice.listened_to:
            return False
        elif called & {"r", "f9"}:
            self.narrator.again()
        elif "," in called:
            voice.back()
        elif "." in called:
            voice.onward()
        else:
            return False
        return True

    def frame(self, window: Window) -> None:
        """Say what has changed since the last frame; show what was found missing while it was drawn."""
        for trouble in glyphs.troubles[self._troubles :]:
            self._troubles += 1
            self.narrator.told.tell(trouble)
        _ = window.page
        self.narrator.follow(window)


def claimed(screen: view.Screen) -> set[str]:
    """The keys that the screen itself has a use for."""
    cards = {c.key.lower() for p in screen.panels if isinstance(p, view.Cards) for c in p.cards}
    return (cards | {a.key.lower() for a in screen.actions}) - {""}
