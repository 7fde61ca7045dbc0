"""A seat at a table whose turn it is: what its party may know, and the package that it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.bargaining.live import Ask, Talk
from sim.game.seat import Seat
from sim.policies import seated
from sim.scenario.compiled import CompiledDecision
from sim.scenario.tables import CompiledTable
from sim.types import Int8
from sim.ui.screens.common import known_moves

CLOSED = "That cannot be chosen now."
LISTED = 1_000_000
"""So many packages at most are looked through for the best that can be chosen."""


@dataclass(frozen=True, eq=False)
class Chair:
    """A seat at the table whose turn it is, with what its party may know."""

    seat: Seat
    decision: CompiledDecision
    table: CompiledTable
    talk: Talk
    ask: Ask

    @property
    def party(self) -> int:
        return self.ask.party

    @property
    def floor(self) -> int:
        """What a package must be worth to the party, as things stand: hundredths of a point."""
        return int(seated.reservation(self.table, self.seat.model.state)[0, self.party])

    def score(self, issue: int, at: int) -> int:
        """What an option is worth to the party."""
        return int(self.table.table.scores[issue][self.party, at])

    def best(self, issue: int) -> int:
        """The option that is worth most to it."""
        return int(self.table.table.scores[issue][self.party].argmax())

    def worth(self, package: Sequence[int]) -> int:
        """What a package is worth to it."""
        return int(self.table.table.worth(_array(package))[self.party])

    def changed(self, package: Sequence[int]) -> int:
        """How many issues a package settles otherwise than what lies on the table."""
        text = self.ask.text
        return 0 if text is None else sum(a != b for a, b in zip(text, package, strict=True))

    @property
    def left(self) -> int | None:
        """How many issues can be changed; None where all can."""
        return self.table.protocol.changes if self.ask.kind == "amend" else None

    def move(self, package: Sequence[int]) -> str:
        """What a package amounts to, as far as the seat may know: a sentence, or nothing."""
        move = self.decision.source.moves[int(self.table.moves_of(_array(package)))]
        if move.id not in known_moves(self.seat, self.decision):
            return ""
        closed = "" if self.allows(package) else f" {CLOSED}"
        return f"It amounts to: “{move.label}”.{closed}"

    def allows(self, package: Sequence[int]) -> bool:
        """Whether what a package amounts to can be chosen now."""
        return bool(self.seat.model.weighed().open_moves[0, int(self.table.moves_of(_array(package)))])

    @property
    def binds(self) -> bool:
        """Whether the party is of the decider's side: it agrees to nothing that cannot be chosen."""
        return self.party == self.table.chair


def chair(seat: Seat) -> Chair:
    """The seat's place at the table that waits for it."""
    decision, talk = seat.decision, seat.talk()
    assert decision is not None
    assert decision.table is not None
    assert talk is not None
    assert talk.ask is not None
    return Chair(seat, decision, decision.table, talk, talk.ask)


def begun(at: Chair) -> tuple[int, ...]:
    """The package to begin with: the text that is to be amended, one's own last offer, or one's best."""
    if at.ask.kind == "amend" and at.ask.text is not None:
        return at.ask.text
    own = [s.package for s in at.talk.said if s.party == at.party and s.kind == "offer" and s.package]
    return own[-1] if own else best_package(at)


def best_package(at: Chair) -> tuple[int, ...]:
    """What is worth most to the party; to the decider's side, of what can be chosen now."""
    best = tuple(at.best(issue) for issue in range(len(at.table.table.issues)))
    if not at.binds or at.allows(best) or at.table.table.size > LISTED:
        return best
    sizes = [len(o) for o in at.table.table.options]
    every = np.stack(np.unravel_index(np.arange(at.table.table.size), sizes), axis=1).astype(np.int8)
    allowed = at.seat.model.weighed().open_moves[0][at.table.moves_of(every)]
    worth = np.where(allowed, at.table.table.worth(every)[:, at.party], -1)
    return tuple(every[worth.argmax()].tolist())


def _array(package: Sequence[int]) -> Int8:
    return np.array(package, np.int8)
