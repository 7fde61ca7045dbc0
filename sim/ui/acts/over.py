"""What lies over a page and goes away again: help, words, reasons, sources, settings, one panel large."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.ui.acts.types import Act, OverOf
from sim.ui.screens.common import BACK, HELP
from sim.ui.screens.glossary import glossary
from sim.ui.screens.help import help_screen
from sim.ui.screens.options import options, value_of
from sim.ui.screens.reading import reading
from sim.ui.screens.reasons import reasons
from sim.ui.view import Screen, panels_with

if TYPE_CHECKING:
    from sim.ui.app import App


def opener(name: str) -> Act:
    """An act that lays the page ``name`` on top, with the action's argument. It never lies there twice."""

    def act(app: App, argument: str) -> None:
        app.place.over = (*app.place.under(name), f"{name}:{argument}")

    return act


def _help(app: App, _: str) -> Screen:
    return help_screen(app.below("help"))


def _large(app: App, panel: str) -> Screen:
    """One panel of the screen below, alone."""
    below = app.below("large")
    alone = panels_with(below, f"large:{panel}")
    return replace(below, panels=alone, tabs=(), meters=(), timeline=(), actions=(HELP, BACK))


def _why(app: App, about: str) -> Screen:
    return reasons(app.viewer, about)


def _glossary(app: App, _: str) -> Screen:
    return glossary(app.game)


def _reading(app: App, _: str) -> Screen:
    return reading(app.viewer, looks_back=app.place.page == "result")


def _settings(app: App, _: str) -> Screen:
    return options(app.settings)


def _set(app: App, choice: str) -> None:
    """Sets ``NAME:VALUE``. What is of a game holds for the next one, not for one in play."""
    name, _, value = choice.partition(":")
    app.settings = app.settings.choose(name, value_of(name, value))
    if app.session is None:
        app.draft = replace(app.draft, history=app.settings.history, forecasts=app.settings.forecasts)


PAGES: Final[dict[str, OverOf]] = {
    "help": _help,
    "large": _large,
    "why": _why,
    "glossary": _glossary,
    "reading": _reading,
    "settings": _settings,
}
ACTS: Final[dict[str, Act]] = {name: opener(name) for name in PAGES} | {"set": _set}
