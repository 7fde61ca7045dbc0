"""At the table: asking, voting, agreeing, forecasting, choosing, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.game.entries import COUNTERS
from sim.game.seat import Seat, Turn
from sim.game.setup import OBSERVER
from sim.ui.acts import bargaining
from sim.ui.acts.types import Act, PageOf
from sim.ui.place import Place
from sim.ui.screens.between import between, crossing
from sim.ui.screens.deciding import agree, forecast, put_to_vote, tie
from sim.ui.screens.result import result
from sim.ui.screens.seats import curtain
from sim.ui.screens.table import table
from sim.ui.view import Cards, Screen
from sim.world.log import message_of

if TYPE_CHECKING:
    from sim.ui.app import App

PENDING: Final = bargaining.SETTLING | {"move", "say", "send", "watch"}
"""Actions that settle a seat's part; in a pair they are agreed first, and before others decide, forecast."""
CROSSED: Final = "crossed:"
"""Before a decision's id: the page that lies before it has been read."""
VOTED: Final = frozenset({"move", "ask", "say", "accept", "refuse"})
"""Actions that a class votes on. A package is talked over, and one lays it down for all."""


def turn_to_next(app: App, passed: int | None = None) -> None:
    """Goes to the table of whoever is next; at a machine that several share, behind a curtain.

    ``passed`` is how many decisions were settled when somebody last chose: all of them, if it is not given.
    """
    session, place = app.here, app.place
    passed = len(session.steps) if passed is None else passed
    while session.decision is not None and session.decision.beat:
        session.watch()
    onward = Place("table", place.viewer, side=place.side, read=place.read, passed=passed)
    app.place = onward
    if session.over:
        onward.page = "debrief"
    elif between_scenarios(app):
        onward.page = "between"
        onward.viewer = OBSERVER if session.setup.mode == "hot seat" else place.viewer
    elif session.setup.mode == "hot seat":
        seat = session.next_seat()
        onward.viewer = seat or OBSERVER
        hidden = place.page in ("brief", "curtain") or (seat and seat != place.viewer)
        onward.page = "curtain" if hidden else "table"


def come_back(app: App) -> None:
    """Goes to where a game was left, in this line or another. What lies before it is told again."""
    steps = app.here.steps
    beats = {d.source.id for d in app.here.game.decisions if d.beat}
    passed = len(steps)
    while passed and steps[passed - 1].decision in beats:
        passed -= 1
    forget(app)
    turn_to_next(app, passed)


def forget(app: App, but: str = "") -> None:
    """Has the pages that lie before decisions read anew, ``but`` for that of one of them."""
    app.place.read = frozenset(
        r for r in app.place.read if not r.startswith(CROSSED) or r == f"{CROSSED}{but}"
    )


def stand_back(app: App) -> None:
    """Goes to a decision at which the game stands again: what lies before it was read, what comes was not."""
    decision = app.here.decision
    forget(app, decision.source.id if decision else "")
    turn_to_next(app)


def between_scenarios(app: App) -> bool:
    """Whether a page lies before the open decision: a scenario begins, or the model has decided meanwhile."""
    decision = app.here.decision
    if decision is None or f"{CROSSED}{decision.source.id}" in app.place.read:
        return False
    passed = app.here.steps[app.place.passed :]
    return bool(passed) or crossing(app.viewer, passed) is not None


def _cross(app: App, _: str) -> None:
    decision = app.here.decision
    assert decision is not None
    app.place.read |= {f"{CROSSED}{decision.source.id}"}
    turn_to_next(app)


def _between(app: App) -> Screen:
    return between(app.viewer, app.here.steps[app.place.passed :], app.place.message)


def _open(app: App, _: str) -> None:
    """The right person looks: first at the brief, from then on at the table."""
    place = app.place
    place.page = "table" if place.viewer in place.read else "brief"


# choosing


def _pick(name: str) -> Act:
    def act(app: App, argument: str) -> None:
        app.place.pending, app.place.agreed = f"{name}:{argument}", ()
        proceed(app)

    return act


def proceed(app: App) -> None:
    """Takes what is pending through all that must come before it: agreement, then a forecast."""
    place, session = app.place, app.here
    if session.setup.mode == "pair" and len(place.agreed) < 2:
        place.page = "agree"
    elif wants_forecast(app.viewer):
        place.page, place.counters = "forecast", {}
    else:
        carry_out(app)


def wants_forecast(seat: Seat) -> bool:
    """Whether the seat is to say what it expects: once, where others decide without it."""
    decision, session = seat.decision, seat.session
    if decision is None or not session.setup.forecasts or seat.decides():
        return False
    if seat.id in session.table.seats().values():
        return False
    return decision.source.id not in seat.session.forecasts(seat.id)


def carry_out(app: App) -> None:
    """Does what is pending, and shows what came of it once the decision is settled."""
    place, session, seat = app.place, app.here, app.viewer
    name, _, argument = place.pending.partition(":")
    before, decision, said = len(session.steps), session.decision, ""
    place.page = "table"
    assert decision is not None
    if name == "move":
        seat.choose(argument)
    elif name == "watch":
        seat.watch()
    elif name == "say":
        seat.say(None)
    elif name in bargaining.SETTLING:
        said = bargaining.carry_out(app, name, argument)
    else:
        slot, _, option = argument.partition(":")
        seat.say(message_of(session.game, decision, int(slot), int(option)))
    settled(app, before)
    app.place.message = said


def settled(app: App, before: int) -> None:
    """Goes on after a choice: to the result if there is one, else to whoever is next."""
    session, place = app.here, app.place
    if len(session.steps) == before:
        turn_to_next(app)
        return
    viewer = OBSERVER if session.setup.mode == "hot seat" else place.viewer
    app.place = Place("result", viewer, side=place.side, read=place.read)


def _ask(app: App, move: str) -> None:
    app.place.asked, app.place.votes = move, {}


def _unask(app: App, _: str) -> None:
    app.place.asked = None


def _side(app: App, side: str) -> None:
    app.place.side = side


def _next(app: App, _: str) -> None:
    turn_to_next(app)


def _undo(app: App, _: str) -> None:
    if app.here.undo():
        stand_back(app)
    else:
        app.place.message = "There is nothing to take back yet."


# a pair agrees


def _agree(app: App, position: str) -> None:
    place = app.place
    place.agreed = tuple(sorted({*place.agreed} ^ {int(position)}))
    if len(place.agreed) == 2:
        app.here.use("agreed")
        proceed(app)


def _talk_on(app: App, _: str) -> None:
    app.place = replace(app.place, page="table", pending="", agreed=())


# a class votes


def _vote(by: int) -> Act:
    def act(app: App, what: str) -> None:
        votes = app.place.votes
        votes[what] = max(0, min(999, votes.get(what, 0) + by))

    return act


def _count(app: App, _: str) -> None:
    """Takes what most hands are for; where it is a tie, somebody picks among the first."""
    place, votes = app.place, app.place.votes
    most = max(votes.values(), default=0)
    if not most:
        place.message = "No hand has been counted yet: press a card's number once for each hand."
        return
    leading = [what for what, n in votes.items() if n == most]
    cards = [c for p in app.screen().panels if isinstance(p, Cards) for c in p.cards]
    told = [f"{c.title}: {votes[what]}" for c in cards if votes.get(what := c.do.partition(":")[2])]
    app.here.use("votes", "; ".join(told))
    if len(leading) > 1:
        place.page = "tie"
        return
    _decided(app, leading[0])


def _decided(app: App, do: str) -> None:
    name, _, argument = do.partition(":")
    app.place.page = "table"
    if name == "ask":
        _ask(app, argument)
    else:
        app.place.pending = do
        proceed(app)


def _leading(app: App, do: str) -> None:
    _decided(app, do)


# a forecast


def _more(app: App, move: str) -> None:
    counters = app.place.counters
    if sum(counters.values()) < COUNTERS:
        counters[move] = counters.get(move, 0) + 1
    else:
        app.place.message = f"All {COUNTERS} counters lie. Take one from another move first."


def _fewer(app: App, move: str) -> None:
    counters = app.place.counters
    counters[move] = max(0, counters.get(move, 0) - 1)


def _even(app: App, _: str) -> None:
    cards = [c for p in app.screen().panels if isinstance(p, Cards) for c in p.cards]
    moves = [c.do.partition(":")[2] for c in cards]
    share, rest = divmod(COUNTERS, len(moves))
    app.place.counters = {m: share + (i < rest) for i, m in enumerate(moves)}


def _forecast(app: App, _: str) -> None:
    place = app.place
    counters: Mapping[str, int] = {m: n for m, n in place.counters.items() if n}
    app.here.forecast(place.viewer, counters)
    carry_out(app)


def _skip(app: App, _: str) -> None:
    carry_out(app)


# pages


def _table(app: App) -> Screen:
    place, seat = app.place, app.viewer
    if seat.turn is Turn.BARGAIN:
        made = bargaining.table_screen(app)
    else:
        made = table(seat, place.asked, place.side, place.message)
    if app.here.setup.mode != "projector":
        return made
    cards = [c for p in made.panels if isinstance(p, Cards) for c in p.cards]
    votes = any(c.do.partition(":")[0] in VOTED for c in cards)
    return put_to_vote(made, place.votes, VOTED) if votes else made


def _curtain(app: App) -> Screen:
    return curtain(app.viewer, app.place.message)


def _agree_page(app: App) -> Screen:
    return agree(app.viewer, app.place.pending, app.place.agreed, app.place.message)


def _forecast_page(app: App) -> Screen:
    return forecast(app.viewer, app.place.pending, app.place.counters, app.place.message)


def _tie_page(app: App) -> Screen:
    return tie(_table(app), app.place.votes)


def _result(app: App) -> Screen:
    return result(app.viewer, app.place.message)


ACTS: Final[dict[str, Act]] = {
    **{name: _pick(name) for name in PENDING},
    **bargaining.ACTS,
    "open": _open,
    "cross": _cross,
    "ask": _ask,
    "unask": _unask,
    "side": _side,
    "next": _next,
    "undo": _undo,
    "agree": _agree,
    "talk": _talk_on,
    "vote": _vote(1),
    "unvote": _vote(-1),
    "count": _count,
    "leading": _leading,
    "more": _more,
    "fewer": _fewer,
    "even": _even,
    "forecast": _forecast,
    "skip": _skip,
}
PAGES: Final[dict[str, PageOf]] = {
    "curtain": _curtain,
    "between": _between,
    "table": _table,
    "agree": _agree_page,
    "forecast": _forecast_page,
    "tie": _tie_page,
    "result": _result,
}
