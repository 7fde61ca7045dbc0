"""Opening the game: in a window where there is one to be had, else in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim import places
from sim.errors import MissingPart
from sim.scenario.catalogue import Catalogue, read
from sim.ui import settings
from sim.ui.door import Door
from sim.ui.keeper import Heard, Holder, Keeper
from sim.ui.kit.backend import has_display, require_pygame
from sim.ui.narrator import Narrator, Told
from sim.ui.settings import Settings
from sim.ui.voice import Transcript, Voice

if TYPE_CHECKING:
    from sim.game.setup import Start
    from sim.ui.app import App


def start(
    scenario: str | None, seat: str | None, seed: int | None, text: bool, transcript: str | None = None
) -> None:
    """Plays the game until the person leaves. ``transcript`` names a file for everything that is said.

    Raises BackchannelError in one line.
    """
    kept = settings.read()
    light = not text and scenario is None and seat is None and has_display()
    game = _door(seed, kept) if light else _game(scenario, seat, seed, kept)
    voice = Voice(Transcript(Path(transcript)) if transcript else None)
    keeper = Keeper(game, Narrator(voice, Told(game)))
    try:
        _show(keeper, text, lambda: _in_terminal(keeper, game))
    finally:
        voice.close()


def _game(
    scenario: str | None, seat: str | None, seed: int | None, kept: Settings, listed: Catalogue | None = None
) -> App:
    from sim.ui.app import App

    return App(scenario, seat, seed, places.home() / "games", settings=kept, catalogue=listed)


def _door(seed: int | None, kept: Settings) -> Door:
    """The first page, before anything that is slow to load."""
    listed = read()
    return Door(listed, places.home() / "games", kept, lambda: _game(None, None, seed, kept, listed))


def _in_terminal(keeper: Keeper, game: App | Door) -> None:
    """The game in the terminal, where time does not pass: what waits is read at once."""
    from sim.ui import terminal

    if isinstance(game, Door):
        game.game.catalogue.read_all()
    terminal.play(Heard(keeper))


@dataclass
class _Own:
    """Settings that no screen of the game shows."""

    settings: Settings


def preview(file: str, start: Start | None, seat: str | None, seed: int, text: bool) -> None:
    """Plays the game on a file and follows it, until the person leaves. Raises BackchannelError."""
    from sim.scenario import library
    from sim.ui.opener import Opener
    from sim.ui.preview import Preview, follow

    with Opener() as opener:
        watched = Preview(library.find(file), opener, start, seat, seed)
        holder: Holder = _Own(settings.read())
        keeper = Keeper(holder, Narrator(Voice(), Told(watched)))
        try:
            _show(keeper, text, lambda: follow(watched))
        finally:
            keeper.narrator.voice.close()


def _show(keeper: Keeper, text: bool, in_terminal: Callable[[], None]) -> None:
    """In a window, unless only text is wanted or no window is to be had."""
    if text:
        in_terminal()
        return
    if not has_display():
        print("There is no display here, so the game is played in the terminal.", file=sys.stderr)
        in_terminal()
        return
    require_pygame()
    from sim.ui.kit.access import Access
    from sim.ui.kit.listening import Listening
    from sim.ui.window import Companion, open_window

    kept = keeper.now
    keeper.narrator.switch(kept.voice)
    companions: list[Companion] = [Listening(keeper.narrator), keeper]
    reader = Access.found()
    if reader is not None:
        companions.append(reader)
    try:
        open_window(keeper.narrator.told, look=kept.look, companions=companions)
    except MissingPart as problem:
        print(f"{problem}", file=sys.stderr)
        in_terminal()
