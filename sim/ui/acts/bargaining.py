"""At a decision's table: building a package, laying it down, answering the one that lies there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.ui.acts.types import Act
from sim.ui.screens.bargain import bargain, unlaid
from sim.ui.screens.chair import begun, best_package, chair
from sim.ui.screens.packages import confirmed
from sim.ui.screens.table import situation
from sim.ui.view import Cards, Screen

if TYPE_CHECKING:
    from sim.ui.app import App

SETTLING: Final = frozenset({"lay", "accept", "refuse"})
"""Acts that count at the table: a pair agrees on them first."""


def table_screen(app: App) -> Screen:
    """The screen of the seat that the table waits for."""
    place, seat = app.place, app.viewer
    told = situation(seat)
    made = bargain(seat, place.package, place.issue, told, place.message)
    return replace(made, focus=_went_on(app, made))


def _went_on(app: App, made: Screen) -> str:
    """The card to go on from: of the open issue the option that is in the package, else the last issue."""
    place = app.place
    if place.issue is None:
        return "" if place.turned is None else f"issue:{place.turned}"
    return next((c.do for p in made.panels if isinstance(p, Cards) for c in p.cards if c.selected), "")


def carry_out(app: App, name: str, argument: str) -> str:
    """Does what was picked, and gives a line on what has happened since; nothing once the table is over."""
    seat = app.viewer
    at = chair(seat)
    if name == "lay":
        seat.deal(at.table.named(unlaid(argument)))
    else:
        seat.deal(yes=name == "accept")
    after = seat.talk()
    if after is None or seat.decision is not at.decision:
        return ""
    if app.here.setup.mode == "hot seat":
        return "The answer is given." if name != "lay" else "It lies on the table."
    return confirmed(seat.game.record, at.table, at.talk, after, at.party)


def _issue(app: App, issue: str) -> None:
    app.place.issue = app.place.turned = int(issue)


def _shut(app: App, _: str) -> None:
    app.place.issue = None


def _option(app: App, choice: str) -> None:
    """Settles an issue of the package: ``ISSUE:OPTION`` by position."""
    issue, option = (int(n) for n in choice.split(":"))
    draft = app.place.package or begun(chair(app.viewer))
    package = (*draft[:issue], option, *draft[issue + 1 :])
    app.place = replace(app.place, package=package, issue=None)


def _best(app: App, _: str) -> None:
    app.place.package = best_package(chair(app.viewer))


def _lying(app: App, _: str) -> None:
    app.place.package = chair(app.viewer).ask.text or ()


ACTS: Final[dict[str, Act]] = {
    "issue": _issue,
    "shut": _shut,
    "option": _option,
    "best": _best,
    "lying": _lying,
}
