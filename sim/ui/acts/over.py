"""What lies over a page and goes away again, such as help, words, settings, and one panel large."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.ui.acts.types import Act, OverOf
from sim.ui.screens.common import BACK, HELP
from sim.ui.screens.help import help_screen
from sim.ui.view import Screen, panels_with

if TYPE_CHECKING:
    from sim.ui.app import App


def opener(name: str) -> Act:
    """An act that lays the page ``name`` over the present one, with the action's argument."""

    def act(app: App, argument: str) -> None:
        app.place.over = (*app.place.over, f"{name}:{argument}")

    return act


def _help(app: App, _: str) -> Screen:
    return help_screen()


def _large(app: App, panel: str) -> Screen:
    """One panel of the page below, alone."""
    over = app.place.over
    app.place.over = over[:-1]
    below = app.make()
    app.place.over = over
    chosen = panels_with(below, f"large:{panel}")
    return replace(below, panels=chosen, actions=(HELP, BACK))


def _plain(app: App, name: str) -> Screen:
    return Screen("over", name.title(), actions=(HELP, BACK))


PAGES: Final[dict[str, OverOf]] = {
    "help": _help,
    "large": _large,
    "settings": lambda app, _: _plain(app, "settings"),
    "glossary": lambda app, _: _plain(app, "glossary"),
    "why": lambda app, variable: _plain(app, f"why {variable}"),
}
ACTS: Final[dict[str, Act]] = {name: opener(name) for name in PAGES}
