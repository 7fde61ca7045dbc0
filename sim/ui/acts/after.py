"""After the game: the debrief, other ways on, and what can be taken home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.ui.acts.types import Act, PageOf
from sim.ui.screens.debrief import TABS, debrief
from sim.ui.view import Screen

if TYPE_CHECKING:
    from sim.ui.app import App


def _debrief(app: App) -> Screen:
    return debrief(app.viewer, app.place.tab, app.place.message)


def _open(app: App, _: str) -> None:
    app.place.page = "debrief"


def _tab(app: App, tab: str) -> None:
    if tab in TABS:
        app.place.tab = tab


def _again(app: App, _: str) -> None:
    app.sit(app.here.setup)


ACTS: Final[dict[str, Act]] = {"debrief": _open, "tab": _tab, "again": _again}
PAGES: Final[dict[str, PageOf]] = {"debrief": _debrief}
