"""Before the game: the choice of a scenario, of the way to play, and of seats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.game import save
from sim.game.resume import resume
from sim.game.setup import MODES, Setup, clean_name
from sim.ui.acts import playing
from sim.ui.acts.types import Act, PageOf
from sim.ui.first import first_page
from sim.ui.screens.console import MINUTES
from sim.ui.screens.seats import PEOPLE, brief, seats
from sim.ui.view import Screen

if TYPE_CHECKING:
    from sim.ui.app import App


def _choose(app: App) -> Screen:
    return first_page(app.catalogue, app.saves, app.place.message, app.shelf)


def _seats(app: App) -> Screen:
    assert app.game is not None
    return seats(app.game, app.draft, app.place.message)


def _brief(app: App) -> Screen:
    return brief(app.viewer, app.place.message, app.place.warned)


def _scenario(app: App, name: str) -> None:
    app.begin(app.open(name))


def _resume(app: App, name: str) -> None:
    if app.saves is None:
        return
    file = app.saves / Path(name).name
    session, changed = resume(file, app.open(save.read(file).scenario))
    app.enter(session)
    if session.over:
        app.place.page = "debrief"
    else:
        playing.come_back(app)
    app.place.message = changed


def _mode(app: App, mode: str) -> None:
    found = next(m for m in MODES if m == mode)
    if found == app.draft.mode:
        return
    app.draft = replace(app.draft, mode=found, seats=())


def _seat(app: App, seat: str) -> None:
    """Takes a seat and begins; where several are played, takes it or leaves it."""
    draft = app.draft
    if draft.mode != "hot seat":
        names = tuple((seat, given) for s, given in draft.names if s == "")
        app.sit(replace(draft, seats=(seat,), names=names))
        return
    assert app.game is not None
    chosen = {*draft.seats} ^ {seat}
    app.draft = replace(draft, seats=tuple(s.actor for s in app.game.source.seats if s.actor in chosen))


def _sit(app: App, _: str) -> None:
    taken = set(app.draft.seats)
    app.sit(replace(app.draft, names=tuple(pair for pair in app.draft.names if pair[0] in taken)))


def _minutes(app: App, _: str) -> None:
    """Turns to the next clock for each decision, and round to none."""
    after = [m for m in MINUTES if m > app.draft.minutes]
    app.draft = replace(app.draft, minutes=min(after, default=0))


def _name(app: App, argument: str) -> None:
    """Keeps a nickname: ``SEAT:POSITION:WHAT WAS TYPED``."""
    seat, position, typed = argument.split(":", 2)
    app.draft = named(app.draft, seat, int(position), typed)


def named(draft: Setup, seat: str, position: int, typed: str) -> Setup:
    """The draft with one nickname more, or changed, or gone."""
    given = list(draft.names_of(seat))
    given += [""] * (PEOPLE[draft.mode] - len(given))
    given[position] = clean_name(typed)
    others = tuple(pair for pair in draft.names if pair[0] != seat)
    return replace(draft, names=(*others, (seat, tuple(given))) if any(given) else others)


def _back(app: App, _: str) -> None:
    if app.place.over:
        app.place.over = app.place.over[:-1]
    elif app.place.page == "brief" and app.game is not None:
        app.begin(app.game)
    else:
        app.home()


def _leave(app: App, _: str) -> None:
    app.home()


def _quit(app: App, _: str) -> None:
    app.leaving = True


def _begin(app: App, _: str) -> None:
    """The brief has been read: on to the table, or to what the model decided before anybody else."""
    app.place = replace(app.place, page="table", read=app.place.read | {app.place.viewer})
    playing.turn_to_next(app)


ACTS: Final[dict[str, Act]] = {
    "scenario": _scenario,
    "resume": _resume,
    "mode": _mode,
    "seat": _seat,
    "sit": _sit,
    "minutes": _minutes,
    "name": _name,
    "back": _back,
    "leave": _leave,
    "home": _leave,
    "quit": _quit,
    "begin": _begin,
}
PAGES: Final[dict[str, PageOf]] = {"choose": _choose, "seat": _seats, "brief": _brief}
