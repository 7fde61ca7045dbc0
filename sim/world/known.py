"""What is known already: worked out for one run, and looked up for all that stand alike.

Most of what actors weigh does not differ between the runs of a batch. Runs are told apart by the
few whole numbers that a rule reads; the rule is worked out once for each combination of them,
and kept. Only whole numbers are compared, so the outcome is the same as run by run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from sim.types import Int8, Int32, Int64

Column: TypeAlias = Int8 | Int32 | Int64
"""Whole numbers of the runs, (N,), from 0."""

Tables: TypeAlias = tuple[Any, ...]
"""Arrays whose last axis is the classes of runs."""

FEW: Final = 64
"""Up to so many runs, looking for those that stand alike costs more than it saves."""

SPAN: Final = 32_768
"""So many runs are looked up at a time: few enough for a processor's cache, enough to be worth the call."""

_MOST: Final = 1 << 22
"""The most combinations that are kept room for; beyond it what is known is forgotten."""


class Known:
    """Tables that grow by a column for each combination of numbers that is met for the first time."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._ranks: list[Int32] = []
        """For each column: the number's place among those met, -1 where it was not met."""
        self._classes: Int32 = np.full((), -1, np.int32)
        """The class of each combination of places; its axes are the columns."""
        self._met = 0
        self._tables: Tables = ()

    def look(
        self, size: int, columns: Sequence[Column], work: Callable[[Int64], Tables]
    ) -> tuple[Int64, Tables]:
        """The class of each of ``size`` runs (N,), and the tables that hold what is known of the classes.

        ``work`` is asked for the tables of some of the runs, given their positions.
        """
        if size <= FEW:
            return np.arange(size), work(np.arange(size))
        columns = columns or [np.zeros(size, np.int8)]
        if not self._ranks:
            self._ranks = [np.full(1, -1, np.int32) for _ in columns]
            self._classes = np.full([1] * len(columns), -1, np.int32)
        of, new = np.empty(size, np.int64), []
        for first in range(0, size, SPAN):
            part = [c[first : first + SPAN] for c in columns]
            code = self._code(part)
            if code is None and self._meet(part):
                code = self._code(part)
            if code is None:
                self._forget()
                return np.arange(size), work(np.arange(size))
            classes = self._classes.reshape(-1)
            here = classes.take(code)
            if here.min() < 0:
                rows = _one_of_each(classes, code, np.flatnonzero(here < 0))
                classes[code[rows]] = np.arange(self._met, self._met + len(rows))
                self._met += len(rows)
                new.append(rows + first)
                here = classes.take(code)
            of[first : first + SPAN] = here
        if new:
            fresh = work(np.concatenate(new))
            old = self._tables or tuple(t[..., :0] for t in fresh)
            self._tables = tuple(np.concatenate(pair, axis=-1) for pair in zip(old, fresh, strict=True))
        return of, self._tables

    def _code(self, columns: Sequence[Column]) -> Int64 | None:
        """Each run's combination as a position in the classes, (N,); None where a number is new."""
        code, step = np.zeros(len(columns[0]), np.int64), 1
        shape: tuple[int, ...] = self._classes.shape
        for rank, column, count in zip(
            reversed(self._ranks), reversed(columns), reversed(shape), strict=True
        ):
            if (column == column[0]).all():
                column = column[:1]
            try:
                place = rank.take(column)
            except IndexError:
                return None
            if place.min() < 0:
                return None
            if count > 1:
                code += place * np.int64(step)
            step *= count
        return code

    def _meet(self, columns: Sequence[Column]) -> bool:
        """Gives every number of the columns a place; whether there is room for their combinations."""
        for i, column in enumerate(columns):
            met = np.unique(column)
            more = max(0, int(met[-1]) + 1 - len(self._ranks[i]))
            rank = self._ranks[i] = np.append(self._ranks[i], np.full(more, -1, np.int32))
            fresh = met[rank[met] < 0]
            rank[fresh] = np.arange(len(fresh)) + (rank.max() + 1)
        room = [1 << max(int(r.max()), 0).bit_length() for r in self._ranks]
        if np.prod(room, dtype=float) > _MOST:
            return False
        wider = np.full(room, -1, np.int32)
        shape: tuple[int, ...] = self._classes.shape
        wider[tuple(slice(n) for n in shape)] = self._classes
        self._classes = wider
        return True


def _one_of_each(room: Int32, code: Int64, rows: Int64) -> Int64:
    """One of the ``rows`` for each code among them; what ``room`` holds at these codes is written over."""
    room[code[rows]] = rows
    return np.asarray(rows[room[code[rows]] == rows])
