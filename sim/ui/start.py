"""Opening the game: in a window where there is one to be had, else in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable

from sim.errors import MissingPart
from sim.game.session import Start
from sim.scenario import library
from sim.ui import terminal
from sim.ui.app import App
from sim.ui.opener import Opener
from sim.ui.preview import Preview, follow


def start(scenario: str | None, seat: str | None, seed: int | None, text: bool) -> None:
    """Plays the game until the person leaves. Raises BackchannelError in one line."""
    app = App(scenario, seat, seed, App.default_saves())
    _show(app, text, lambda: terminal.play(app))


def preview(file: str, start: Start | None, seat: str | None, seed: int, text: bool) -> None:
    """Plays the game on a file and follows it, until the person leaves. Raises BackchannelError."""
    with Opener() as opener:
        watched = Preview(library.find(file), opener, start, seat, seed)
        _show(watched, text, lambda: follow(watched))


def _show(driver: terminal.Driver, text: bool, in_terminal: Callable[[], None]) -> None:
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
    from sim.ui import settings
    from sim.ui.window import open_window

    try:
        open_window(driver, look=settings.read(), on_look=settings.write)
    except MissingPart as problem:
        print(f"{problem}", file=sys.stderr)
        in_terminal()
