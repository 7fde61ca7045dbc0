"""Opening the game: in a window where there is one to be had, else in the terminal."""

from __future__ import annotations

import sys

from sim.errors import MissingPart
from sim.ui import terminal
from sim.ui.app import App


def start(scenario: str | None, seat: str | None, seed: int | None, text: bool) -> None:
    """Plays the game until the person leaves. Raises BackchannelError in one line."""
    app = App(scenario, seat, seed, App.default_saves())
    if text:
        terminal.play(app)
        return
    from sim.ui.kit.backend import has_display, require_pygame

    if not has_display():
        print("There is no display here, so the game is played in the terminal.", file=sys.stderr)
        terminal.play(app)
        return
    require_pygame()
    from sim.ui import settings
    from sim.ui.window import open_window

    try:
        open_window(app, look=settings.read(), on_look=settings.write)
    except MissingPart as problem:
        print(f"{problem}", file=sys.stderr)
        terminal.play(app)
