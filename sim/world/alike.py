"""Runs that stand alike: what is the same for many runs is worked out once, and looked up.

Most of what actors weigh does not differ between the runs of a batch. Runs are put into
classes by the few numbers that a rule reads; the rule is worked out for one run of each class.
Only whole numbers are compared, so the outcome is the same as run by run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from sim.types import Int8, Int32, Int64

Column: TypeAlias = Int8 | Int32 | Int64
"""Whole numbers of the runs, (N,)."""

FEW: Final = 64
"""Up to so many runs, looking for those that stand alike costs more than it saves."""

_MOST: Final = 1 << 16
"""The most codes that are told apart by a table; beyond it each run stands for itself."""


@dataclass(frozen=True, eq=False)
class Classes:
    """``of`` (N,) the class of each run, ``rows`` (U,) one run of each class."""

    of: Int64
    rows: Int64

    def __len__(self) -> int:
        return len(self.rows)


def apart(size: int) -> Classes:
    """Each of ``size`` runs in a class of its own."""
    each = np.arange(size)
    return Classes(each, each)


def alike(size: int, columns: Iterable[tuple[Column, int]]) -> Classes:
    """Classes of ``size`` runs with equal numbers in every column.

    Each column is whole numbers (N,), with a bound that they lie below (0 or more).
    """
    if size <= FEW:
        return apart(size)
    code, top = None, 1
    for column, bound in columns:
        first = column[0]
        if (column == first).all():
            continue
        new, below = column.astype(np.int64), bound
        if code is None:
            code, top = new, below
            continue
        if top * below > _MOST and below > FEW:
            new, below = _ranked(new, below)
        if top * below > _MOST:
            code, top = _ranked(code, top)
        if top * below > _MOST:
            return apart(size)
        code, top = code * below + new, top * below
    if code is None:
        return Classes(np.zeros(size, np.int64), np.zeros(1, np.int64))
    code, top = _ranked(code, top)
    rows = np.empty(top, np.int64)
    rows[code] = np.arange(size)
    return Classes(code, rows)


def _ranked(code: Int64, top: int) -> tuple[Int64, int]:
    """The same classes, numbered from 0 without gaps."""
    seen = np.zeros(top, bool)
    seen[code] = True
    found = np.flatnonzero(seen)
    rank = np.empty(top, np.int64)
    rank[found] = np.arange(len(found))
    return rank.take(code), len(found)
