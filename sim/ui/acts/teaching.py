"""The teacher's controls. Each use is written into the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sim.errors import IllegalChoice
from sim.ui.acts import playing
from sim.ui.acts.over import opener
from sim.ui.acts.types import Act, OverOf
from sim.ui.screens.console import EXTRA, console
from sim.ui.screens.words import name
from sim.ui.view import Screen

if TYPE_CHECKING:
    from sim.ui.app import App


def _console(app: App, part: str) -> Screen:
    return console(app.here, app.clock, app.place.page, part)


def _pause(app: App, _: str) -> None:
    app.here.use("pause")
    app.clock.paused, app.place.over = True, ()


def _go_on(app: App, _: str) -> None:
    app.here.use("go on")
    app.clock.paused, app.place.over = False, ()


def _extend(app: App, _: str) -> None:
    app.here.use("extend", f"{EXTRA // 60} minutes more.")
    app.clock.extend(EXTRA)


def _start(app: App, minutes: str) -> None:
    app.here.use("extend", f"A clock of {minutes} minutes for this decision.")
    app.clock.start(int(minutes))


def _skip(app: App, _: str) -> None:
    app.here.use("skip clock")
    app.clock.skip()


def _reveal(app: App, _: str) -> None:
    app.here.use("reveal history")


def _hide(app: App, _: str) -> None:
    app.here.use("hide numbers")


def _show(app: App, _: str) -> None:
    app.here.use("show numbers")


def _inject(app: App, event: str) -> None:
    app.here.inject(event)


def _step_in(app: App, _: str) -> None:
    """The model chooses for the seat whose turn it is; then the game goes on as if the seat had chosen."""
    session = app.here
    seat = session.next_seat()
    if seat is None:
        raise IllegalChoice("Nobody's choice is waited for now.")
    before = len(session.steps)
    session.use("step in", f"For {name(session.game.record, seat)}.")
    session.stand_in(seat)
    playing.settled(app, before)


def _note(app: App, text: str) -> None:
    if text.strip():
        app.here.use("note", text.strip())


_DO: Final[Mapping[str, Act]] = {
    "pause": _pause,
    "on": _go_on,
    "extend": _extend,
    "start": _start,
    "skip": _skip,
    "reveal": _reveal,
    "hide": _hide,
    "show": _show,
    "inject": _inject,
    "stand": _step_in,
    "note": _note,
}


def _teach(app: App, use: str) -> None:
    control, _, argument = use.partition(":")
    _DO[control](app, argument)


ACTS: Final[dict[str, Act]] = {"console": opener("console"), "teach": _teach}
PAGES: Final[dict[str, OverOf]] = {"console": _console}
