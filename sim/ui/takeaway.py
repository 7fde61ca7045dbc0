"""What is taken home from a debrief: its tabs for a page, and a row for each person for a gradebook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np

from sim import scale
from sim.game.entries import Control, Injection, Use
from sim.game.seat import Seat
from sim.game.session import Session
from sim.history import forecast
from sim.history.compare import compare
from sim.policies.run import Path
from sim.studies.tables import reservation
from sim.ui import gradebook
from sim.ui.gradebook import Row
from sim.ui.report import Head
from sim.ui.screens.agreed import decision_of
from sim.ui.screens.debrief import Shown, debrief, tabs_of
from sim.ui.screens.debrief.forecasts import made
from sim.ui.screens.words import name
from sim.ui.view import Cards, Screen
from sim.version import VERSION

ANONYMOUS: Final = "anonymous"
_PEOPLE: Final[frozenset[Control]] = frozenset({"agreed", "votes", "time up", "note", "left"})
"""Entries that are no doing of a teacher's."""


def pages(shown: Shown) -> list[Screen]:
    """Every tab, without what is only there to be picked."""
    screens = [debrief(shown, tab, "") for tab in tabs_of(shown)]
    return [replace(s, panels=tuple(p for p in s.panels if not isinstance(p, Cards))) for s in screens]


def head(session: Session, played: date) -> Head:
    """What a page is of."""
    game, setup = session.game, session.setup
    seats = tuple((_seat(seat), setup.names_of(seat.id)) for seat in session.seats)
    return Head(game.source.title, game.id, game.hash, session.seed, seats, VERSION, played)


def rows(shown: Shown, played: date) -> tuple[Row, ...]:
    """A row for each person in each seat, from the first line: other ways on are nobody's grade."""
    found, session = shown.found, shown.session
    path = found.path(0)
    if path is None:
        return ()
    game, whole = session.game, found.whole(0)
    both = compare(path, found.history) if game.has_history else None
    parting = both.parting if both else None
    log = found.lines[0].log
    doings = [e for e in log if isinstance(e, Injection) or (isinstance(e, Use) and e.what not in _PEOPLE)]
    out: list[Row] = []
    for seat in session.seats:
        said, own = made(seat, path, log), _bargained(seat, path)
        scores = forecast.scores(said, path.moves)
        row = Row(
            nickname="",
            seat=_seat(seat),
            mode=session.setup.mode,
            played=played,
            scenario=game.id,
            scenario_hash=game.hash,
            version=VERSION,
            seed=session.seed,
            decisions=len(path.steps),
            decisions_as_in_history=sum(p.same and p.yours is not None for p in both.pairs) if both else None,
            first_parting=parting.decision if parting else "",
            ending=path.ending if whole else "",
            historical_ending=found.history.ending if both else "",
            forecasts=len(said),
            brier=scores.person if scores else None,
            brier_model=scores.model if scores else None,
            brier_even_spread=scores.even if scores else None,
            tables=len(own),
            tables_agreed=sum(agreed for agreed, _ in own),
            own_worth=round(sum(worth for _, worth in own) / len(own), 1) if own else None,
            minutes=round(session.seconds / 60, 1),
            finished=whole,
            interventions=len(doings),
        )
        out += gradebook.rows(row, session.setup.names_of(seat.id) or (ANONYMOUS,))
    return tuple(out)


def _bargained(seat: Seat, path: Path) -> list[tuple[bool, float]]:
    """For each table at which a seat bargained: whether it was agreed, and what the seat had of it in points.

    What it had to have is what it had where nothing was agreed; of several parties of a seat the mean counts.
    """
    found = []
    for step, (before, _) in zip(path.steps, path.around, strict=True):
        talk = path.talks.get(step.decision)
        decision = decision_of(seat.game, step.decision)
        own = [p for p, who in seat.session.table.parties(decision).items() if who == seat.id]
        if talk is None or decision.table is None or not own:
            continue
        worth = reservation(decision.table, before)
        if talk.package is not None:
            worth = tuple(decision.table.table.worth(np.array(talk.package, np.int8)).tolist())
        found.append((bool(talk.agreed), sum(worth[p] for p in own) / len(own) / scale.HUNDREDTHS))
    return found


def _seat(seat: Seat) -> str:
    """A seat's name, without nicknames."""
    return "Observer" if seat.observes else name(seat.game.record, seat.id)
