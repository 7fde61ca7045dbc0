"""The state of B runs, and the notes on what changed it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim import scale
from sim.scenario.compiled import Compiled
from sim.types import Int8, Int32, Int64

NOT_REACHED = -1
"""The move of a decision that a run has not come to, or has passed by."""

_NONE, _FULL = np.int32(0), np.int32(scale.FULL)

What = Literal["variable", "credibility", "trust"]


@dataclass(frozen=True, eq=False)
class State:
    """The state of B runs of one scenario.

    Arrays are laid out variable by variable (Fortran order), so that a column is contiguous.
    """

    values: Int32
    """(B, V) hundredths of a point, 0 to 10_000."""
    credibility: Int32
    """(B, A) hundredths of a point, 0 to 10_000."""
    trust: Int32
    """(B, C) hundredths of a point, 0 to 10_000."""
    levers: Int8
    """(B, L) of :class:`sim.types.Lever`."""
    moves: Int8
    """(B, D) the move chosen at each decision, NOT_REACHED where there is none."""
    events: Int8
    """(B, E) 1 where the event happened."""

    def __len__(self) -> int:
        return len(self.values)

    def rows(self, which: Int64) -> State:
        """The state of the runs at these positions, in the order given."""
        return self._each(lambda a: a.T.take(which, axis=1).T)

    def span(self, which: slice) -> State:
        """Some of the runs, side by side: the same numbers, not a copy of them."""
        return self._each(lambda a: a[which])

    def copy(self) -> State:
        """A state of its own that can be written to."""
        return self._each(lambda a: a.copy(order="F"))

    def _each(self, change: Callable[[Any], Any]) -> State:
        return State(*(change(a) for a in self.arrays()))

    def arrays(self) -> tuple[Int32, Int32, Int32, Int8, Int8, Int8]:
        """The arrays in their fixed order."""
        return self.values, self.credibility, self.trust, self.levers, self.moves, self.events

    def hash(self, row: int = 0) -> str:
        """Sixteen hex digits over one run's state: equal states, and only they, have equal hashes."""
        whole = hashlib.sha256()
        for array in self.arrays():
            whole.update(np.ascontiguousarray(array[row]).astype("<i4").tobytes())
            whole.update(b"|")
        return whole.hexdigest()[:16]


def begin(game: Compiled, runs: int) -> State:
    """The state of ``runs`` runs before the first decision."""

    def spread(row: Int32) -> Int32:
        return np.asfortranarray(np.repeat(row[None, :], runs, axis=0).astype(np.int32))

    return State(
        values=spread(game.start),
        credibility=spread(game.credibility),
        trust=spread(game.trust),
        levers=np.zeros((runs, len(game.levers)), np.int8, order="F"),
        moves=np.full((runs, len(game.decisions)), NOT_REACHED, np.int8, order="F"),
        events=np.zeros((runs, len(game.events)), np.int8, order="F"),
    )


@dataclass(frozen=True)
class Change:
    """One number that one rule moved in one run: by how many hundredths of a point, and why."""

    rule: str
    what: What
    index: int
    amount: int
    cause: str
    reason: str = ""


class Draft:
    """The next state while the rules write it.

    The state that it began from is left as it was, or written over ``in_place``: the rules read
    what they need of it before they write.
    """

    def __init__(self, state: State, keep_changes: bool = False, in_place: bool = False) -> None:
        self.state = state if in_place else state.copy()
        self.changes: list[Change] | None = [] if keep_changes else None
        if keep_changes and len(state) != 1:
            raise ValueError("changes are kept for one run at a time")

    def span(self, which: slice) -> Draft:
        """The same draft for some of the runs, side by side; itself for one run."""
        return self if len(self.state) == 1 else Draft(self.state.span(which), in_place=True)

    def add(
        self,
        what: What,
        index: int,
        amount: Int32 | int,
        rule: str,
        cause: str = "",
        reason: str = "",
        at: Int64 | None = None,
    ) -> None:
        """Adds hundredths of a point, (B,) or one number, within 0 to 10_000; to some runs, ``at`` (N,)."""
        column = self._column(what, index)
        before = int(column[0]) if self.changes is not None else 0
        if at is not None:
            column[at] = np.clip(column[at] + amount, 0, scale.FULL)
        else:
            column += amount
            column.clip(_NONE, _FULL, out=column)
        if self.changes is not None and column[0] != before:
            self.changes.append(Change(rule, what, index, int(column[0]) - before, cause, reason))

    def _column(self, what: What, index: int) -> Int32:
        state = self.state
        array = state.values if what == "variable" else state.trust if what == "trust" else state.credibility
        return array[:, index]

    def finish(self, decision: int, move: Int64) -> State:
        """The state with the decision's move written down."""
        self.state.moves[:, decision] = move
        return self.state
