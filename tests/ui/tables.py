"""A table to sit at: the made-up isles in every mode, and what its screens say."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from sim.game.setup import MODES, Mode
from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.settings import Settings
from sim.ui.view import Cards, Screen, offered
from tests.ui.playing import other_package

SEATS: dict[Mode, tuple[str, ...]] = {
    "solo": ("envoy",),
    "pair": ("north",),
    "hot seat": ("north", "envoy"),
    "projector": ("north",),
    "observer": ("observer",),
}


def seated(game: Compiled, mode: Mode = "solo", seed: int = 3, settings: Settings | None = None) -> App:
    """A game whose seats are taken by the pages that ask for them, before its first brief."""
    app = App(seed=seed, games=[game], settings=settings)
    do(app, f"scenario:{game.origin}", f"mode:{mode}")
    for seat in SEATS[mode]:
        do(app, f"seat:{seat}")
    if mode == "hot seat":
        do(app, "sit")
    return app


def do(app: App, *actions: str) -> App:
    """Does what the screens offer, one after another; what is not offered is a mistake of the test."""
    for action in actions:
        assert offered(app.screen(), action), f"'{app.screen().name}' does not offer '{action}'"
        app.act(action)
        app.screen()
    return app


def onward(app: App) -> str:
    """The next thing that leads on, as a person might choose it."""
    name = app.screen().name
    if name in ("curtain", "brief", "result"):
        return next(a.do for a in app.screen().actions if a.primary)
    if name == "agree":
        return f"agree:{len(app.place.agreed)}"
    if name == "forecast":
        return "skip"
    if name == "bargain":
        if other := other_package(app.screen()):
            return other
        yes = "accept" if offered(app.screen(), "accept") else "refuse"
        if not any(a.do == "count" for a in app.screen().actions):
            return next((a.do for a in app.screen().actions if a.primary), yes)
    cards = [c for p in app.screen().panels for c in getattr(p, "cards", ()) if c.enabled]
    if any(c.tally for c in cards):
        return "count"
    return cards[-1].do


def walk(app: App) -> Iterator[Screen]:
    """Every screen up to the debrief."""
    for _ in range(60):
        yield app.screen()
        if app.screen().name == "debrief":
            return
        do(app, onward(app))
    raise AssertionError(f"stuck at {app.screen().name}")


def to(app: App, *names: str) -> App:
    """Plays on to the next screen with one of these names."""
    for screen in walk(app):
        if screen.name in names:
            return app
    raise AssertionError(f"the game never came to {names}")


def keys(screen: Screen) -> list[str]:
    """Every key that picks a card or a button, as often as it stands on the screen."""
    cards = [c for p in screen.panels if isinstance(p, Cards) for c in p.cards]
    return [k.lower() for k in (*(c.key for c in cards), *(a.key for a in screen.actions)) if k]


def words(value: Any) -> str:
    """Every text that a screen or a part of it holds, at any depth."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "\n".join(words(v) for v in value)
    if dataclasses.is_dataclass(value):
        return "\n".join(words(getattr(value, f.name)) for f in dataclasses.fields(value))
    return ""


__all__ = ["MODES", "SEATS", "do", "keys", "onward", "seated", "to", "walk", "words"]
