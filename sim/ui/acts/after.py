"""After the game: the debrief, other ways on, and what can be taken home."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from sim import places
from sim.errors import IllegalChoice
from sim.ui.acts import playing
from sim.ui.acts.types import Act, PageOf
from sim.ui.findings import HISTORY
from sim.ui.screens.debrief import MORE, TABLE, TABS, Shown, debrief, first_tab, kept_back, tabs_of
from sim.ui.screens.debrief.whatif import MOST_LINES, fits
from sim.ui.takeaway import head, pages, rows
from sim.ui.view import Screen

if TYPE_CHECKING:
    from sim.ui.app import App

GRADEBOOK: Final = "backchannel-gradebook.csv"


def _debrief(app: App) -> Screen:
    shown = looked_at(app)
    return debrief(shown, _tab_of(app, shown), app.place.message)


def _tab_of(app: App, shown: Shown) -> str:
    """The tab that was picked, if it is still there."""
    tab = app.place.tab
    return tab if tab in tabs_of(shown) else first_tab(app.here)


def looked_at(app: App) -> Shown:
    """The present line beside history, or beside the line that it leaves; or the two that were picked."""
    place, session, found = app.place, app.here, app.found
    revealed = any(u.what == "reveal history" for u in session.uses)
    told = not kept_back(session) or place.told or revealed or len(found.lines) > 1
    parent = session.lines[session.line].parent if session.line else HISTORY
    left = _picked(app, place.left, session.line)
    right = _picked(app, place.right, parent)
    if left == right:
        right = HISTORY if left != HISTORY else session.line
    return Shown(app.viewer, found, left, right, told)


def _picked(app: App, line: int | None, otherwise: int) -> int:
    """A line that was picked, or another; history where that was not played to its end."""
    wanted = otherwise if line is None else line
    return (
        wanted
        if wanted == HISTORY or (wanted < len(app.found.lines) and app.found.whole(wanted))
        else HISTORY
    )


def worked_on(app: App) -> bool:
    """Weighs one more decision where the screen waits for it; not before that screen has been drawn once."""
    place = app.place
    if place.page != "debrief" or place.tab != "mattered" or place.over or app.found.done:
        return False
    if place.drawn:
        app.found.go_on()
    place.drawn = True
    return True


def _open(app: App, _: str) -> None:
    app.place.page = "debrief"
    app.place.tab = "whatif" if app.here.line else ""


def _tab(app: App, tab: str) -> None:
    if tab in TABS or tab in MORE or tab.startswith(TABLE):
        place = app.place
        place.tab, place.over, place.drawn = tab, (), False
        place.told = place.told or tab != "forecasts"


def _wait(app: App, _: str) -> None:
    app.found.finish()


def _side(app: App, side: str, line: str) -> None:
    if side == "left":
        app.place.left = int(line)
    else:
        app.place.right = int(line)


# other ways on


def _branch(app: App, decision: str) -> None:
    if len(app.here.lines) >= MOST_LINES:
        raise IllegalChoice(f"{MOST_LINES} lines of play are all that a game keeps. Play again for more.")
    app.here.branch(decision)
    playing.stand_back(app)


def _line(app: App, number: str) -> None:
    """Shows another line; one that was left before its end goes on where it was left."""
    if not fits(app.found, int(number)):
        raise IllegalChoice("The scenario has changed, and this line of play does not fit it any more.")
    tab = app.place.tab
    app.here.go_to(int(number))
    playing.come_back(app)
    if app.here.over:
        app.place.tab = tab


def _play_on(app: App, _: str) -> None:
    app.here.play_on()
    playing.turn_to_next(app)
    app.place.tab = "whatif"


def _again(app: App, _: str) -> None:
    app.sit(app.here.setup)


# to take home


def _export(app: App, _: str) -> None:
    """Every tab as one page, and where it lies now."""
    from sim.ui import report

    app.found.finish()
    session = app.here
    shown = replace(looked_at(app), told=True)
    seats = "-".join(session.setup.seats)
    text = report.page(pages(shown), head(session, date.today()))
    path = report.write_page(places.downloads() / report.default_name(session.game.id, seats), text)
    app.place.told = True
    app.place.message = f"The debrief is saved as {places.shown(path)}. Open it in any browser."


def _gradebook(app: App, _: str) -> None:
    """A row for each person, added to the gradebook."""
    from sim.ui import gradebook

    path = places.downloads() / GRADEBOOK
    added = rows(looked_at(app), date.today())
    gradebook.write(path, added)
    many = "One row" if len(added) == 1 else f"{len(added)} rows"
    app.place.message = f"{many} added to {places.shown(path)}."


ACTS: Final[dict[str, Act]] = {
    "debrief": _open,
    "tab": _tab,
    "wait": _wait,
    "left": lambda app, line: _side(app, "left", line),
    "right": lambda app, line: _side(app, "right", line),
    "branch": _branch,
    "line": _line,
    "playon": _play_on,
    "again": _again,
    "export": _export,
    "gradebook": _gradebook,
}
PAGES: Final[dict[str, PageOf]] = {"debrief": _debrief}
