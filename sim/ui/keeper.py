"""Keeps alike what is set on a screen, in the window by key, and in the file of settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from sim.ui import settings
from sim.ui.narrator import Narrator
from sim.ui.settings import Settings
from sim.ui.view import Screen

if TYPE_CHECKING:
    import pygame

    from sim.ui.kit.frame import Window


class Holder(Protocol):
    """What has settings that a person can change on a screen of its own."""

    settings: Settings


class Keeper:
    """The settings as they are now. ``holder`` is the game that they also stand in."""

    def __init__(self, holder: Holder, narrator: Narrator) -> None:
        self.holder, self.narrator = holder, narrator
        self.now = holder.settings
        self._told = False

    def take(self, window: Window, event: pygame.Event) -> bool:
        """No event is for the settings alone."""
        return False

    def frame(self, window: Window) -> None:
        """Take over what was set on a screen, or by a key in the window."""
        if self.holder.settings != self.now:
            window.set_look(self.holder.settings.look)
            self.settle(self.holder.settings)
        else:
            self.settle(replace(self.now.with_look(window.look), voice=self.narrator.voice.on))

    def settle(self, chosen: Settings) -> None:
        """Make these the settings everywhere. That they cannot be kept is told once."""
        if chosen == self.now:
            return
        self.now = self.holder.settings = chosen
        self.narrator.switch(chosen.voice)
        trouble = settings.write(chosen)
        if trouble and not self._told:
            self._told = True
            self.narrator.told.tell(trouble)


class Heard:
    """The game in the terminal, with everything that is said on the way, and its settings kept."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper

    def screen(self) -> Screen:
        """The present screen; a new one is said."""
        narrator = self.keeper.narrator
        screen = narrator.told.screen()
        narrator.hear(screen)
        narrator.told.tell(narrator.voice.tick())
        return screen

    def act(self, do: str) -> bool:
        """Apply an action. False when the program is to be closed."""
        going = self.keeper.narrator.told.act(do)
        self.keeper.settle(self.keeper.holder.settings)
        return going
