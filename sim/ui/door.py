"""The door: the first page stands at once, and the game behind it is loaded while it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.scenario.catalogue import Catalogue
from sim.ui.first import first_page
from sim.ui.settings import Settings
from sim.ui.view import Screen

if TYPE_CHECKING:
    from sim.ui.app import App

PARTS: Final = (
    "numpy",
    "pydantic",
    "sim.record.schema",
    "sim.record.record",
    "sim.scenario.schema",
    "sim.scenario.library",
    "sim.policies.turn",
    "sim.game.session",
    "sim.studies.fan",
    "sim.ui.app",
)
"""What the game takes, in pieces: the window draws and listens between two of them."""


class Door:
    """A driver that shows the first page, and becomes the game once that is loaded or asked for.

    ``open_game`` makes the game over the same catalogue and saved games.
    """

    def __init__(
        self, catalogue: Catalogue, saves: Path, settings: Settings, open_game: Callable[[], App]
    ) -> None:
        self._settings, self._open = settings, open_game
        self._screen = first_page(catalogue, saves)
        self._game: App | None = None
        self._shown = False
        self._left = list(PARTS)

    @property
    def game(self) -> App:
        """The game, with what was set meanwhile."""
        if self._game is None:
            self._game = self._open()
            self._game.settings = self._settings
        return self._game

    @property
    def settings(self) -> Settings:
        """What is set, here or in the game."""
        return self._settings if self._game is None else self._game.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._settings = settings
        if self._game is not None:
            self._game.settings = settings

    def screen(self) -> Screen:
        """The first page, or the game's screen."""
        return self._screen if self._game is None else self._game.screen()

    def act(self, do: str) -> bool:
        """Applies an action. False means that the game is to be closed."""
        return False if do == "quit" and self._game is None else self.game.act(do)

    def tick(self) -> bool:
        """Loads the next piece, from the second frame on. True when the screen shows something else."""
        if self._game is not None:
            return self._game.tick()
        if self._shown and self._left:
            import_module(self._left.pop(0))
        elif self._shown:
            return self.game.tick()
        self._shown = True
        return False
