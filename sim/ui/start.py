"""Opening the game: in a window where there is one to be had, else in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.errors import MissingPart
from sim.game.setup import Start
from sim.scenario import library
from sim.ui import settings, terminal
from sim.ui.app import App
from sim.ui.keeper import Heard, Holder, Keeper
from sim.ui.narrator import Narrator, Told
from sim.ui.opener import Opener
from sim.ui.preview import Preview, follow
from sim.ui.settings import Settings
from sim.ui.voice import Transcript, Voice


def start(
    scenario: str | None, seat: str | None, seed: int | None, text: bool, transcript: str | None = None
) -> None:
    """Plays the game until the person leaves. ``transcript`` names a file for everything that is said.

    Raises BackchannelError in one line.
    """
    app = App(scenario, seat, seed, App.default_saves(), settings=settings.read())
    voice = Voice(Transcript(Path(transcript)) if transcript else None)
    keeper = Keeper(app, Narrator(voice, Told(app)))
    try:
        _show(keeper, text, lambda: terminal.play(Heard(keeper)))
    finally:
        voice.close()


@dataclass
class _Own:
    """Settings that no screen of the game shows."""

    settings: Settings


def preview(file: str, start: Start | None, seat: str | None, seed: int, text: bool) -> None:
    """Plays the game on a file and follows it, until the person leaves. Raises BackchannelError."""
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
    from sim.ui.kit.backend import has_display, require_pygame

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
