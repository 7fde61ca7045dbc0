"""Which rows of whole numbers are best, and how much lies above each: exact, by halving.

Dominance is settled by divide and conquer over one column after another, so that nothing compares
every row with every other (Kung, Luccio and Preparata, *On finding the maxima of a set of vectors*,
1975; Bentley, *Multidimensional divide-and-conquer*, 1980). D is the number of columns.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.types import Bool, Int64

PAIRS: Final = 1 << 16
"""So many pairs of rows are compared at once; more are halved first."""


def undominated(rows: Int64) -> Bool:
    """Which of different rows (N, D) no other one equals or exceeds in every column: bool (N,)."""
    order = np.lexsort(rows.T[::-1])[::-1]
    found = np.zeros(len(rows), bool)
    found[order[_maxima(rows[order])]] = True
    return found


def _maxima(rows: Int64) -> Int64:
    """The positions of the undominated among rows that fall in lexicographic order.

    What dominates a row stands before it, so its first column need not be looked at.
    """
    if len(rows) ** 2 <= PAIRS:
        over = np.tril(_exceeds(rows, rows), -1)
        return np.flatnonzero(~over.any(axis=1))
    half = len(rows) // 2
    first, second = _maxima(rows[:half]), half + _maxima(rows[half:])
    return np.concatenate([first, second[~exceeded(rows[second, 1:], rows[first, 1:])]])


def exceeded(rows: Int64, by: Int64) -> Bool:
    """Which rows (N, D) some row of ``by`` (M, D) equals or exceeds in every column: bool (N,)."""
    found = np.zeros(len(rows), bool)
    if not len(rows) or not len(by):
        return found
    if not rows.shape[1]:
        return ~found
    if rows.shape[1] == 1:
        found[:] = rows[:, 0] <= by[:, 0].max()
    elif len(rows) * len(by) <= PAIRS:
        found[:] = _exceeds(rows, by).any(axis=1)
    elif rows.shape[1] == 2:
        order = np.argsort(-by[:, 0])
        highest = np.maximum.accumulate(by[order, 1])
        at = np.searchsorted(-by[order, 0], -rows[:, 0], side="right")
        found[at > 0] = highest[at[at > 0] - 1] >= rows[at > 0, 1]
    else:
        if (halves := _halves(rows, by)) is None:
            return exceeded(rows[:, :-1], by[:, :-1])
        upper, over = halves
        found[upper] = exceeded(rows[upper], by[over])
        lower = np.flatnonzero(~upper)
        found[lower] = exceeded(rows[lower, :-1], by[over, :-1])
        lower = lower[~found[lower]]
        found[lower] = exceeded(rows[lower], by[~over])
    return found


def weight_above(rows: Int64, by: Int64, weights: Int64) -> Int64:
    """For each row (N, D) the summed weights (M,) of the rows of ``by`` that equal or exceed it: (N,)."""
    found = np.zeros(len(rows), weights.dtype)
    if not len(rows) or not len(by):
        return found
    if not rows.shape[1]:
        found[:] = weights.sum()
    elif rows.shape[1] == 1:
        order = np.argsort(-by[:, 0])
        at = np.searchsorted(-by[order, 0], -rows[:, 0], side="right")
        running = np.concatenate([np.zeros(1, weights.dtype), weights[order].cumsum()])
        found[:] = running[at]
    elif len(rows) * len(by) <= PAIRS:
        found[:] = np.where(_exceeds(rows, by), weights, 0).sum(axis=1)
    else:
        if (halves := _halves(rows, by)) is None:
            return weight_above(rows[:, :-1], by[:, :-1], weights)
        upper, over = halves
        found[upper] = weight_above(rows[upper], by[over], weights[over])
        found[~upper] = weight_above(rows[~upper, :-1], by[over, :-1], weights[over])
        found[~upper] += weight_above(rows[~upper], by[~over], weights[~over])
    return found


def _halves(rows: Int64, by: Int64) -> tuple[Bool, Bool] | None:
    """Both sets cut by a value of the last column; None where every row of ``by`` is high enough in it."""
    last, other = rows[:, -1], by[:, -1]
    if other.min() >= last.max():
        return None
    values = np.concatenate([last, other])
    cut = np.partition(values, len(values) // 2)[len(values) // 2]
    if cut == values.min():
        cut = values[values > cut].min()
    return last >= cut, other >= cut


def _exceeds(rows: Int64, by: Int64) -> Bool:
    """Whether each row (N, D) is equalled or exceeded in every column by each of ``by`` (M, D): (N, M)."""
    found = by[None, :, 0] >= rows[:, None, 0]
    for column in range(1, rows.shape[1]):
        found &= by[None, :, column] >= rows[:, None, column]
    return found
