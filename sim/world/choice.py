"""Choosing: a quantal response in whole numbers.

An option worth more is chosen more often, never always: P(m) is proportional to
exp(rationality x value). The exponential is looked up in a table of integers, made with
decimal arithmetic so that every machine has the same one; the draw falls into the running sum.
Source: McKelvey and Palfrey, *Quantal response equilibria for normal form games*, 1995.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import cache
from typing import Final

import numpy as np

from sim.rng import bar, upper
from sim.types import Bool, Int64, UInt64

TOP: Final = 1 << 28
"""The weight of the best option. Eight options at most: their sum stays within 31 bits."""

REACH: Final = 14
"""e-folds behind the best at which the weight falls no further (one in 1.2 million)."""


@cache
def table(rationality: int) -> Int64:
    """round(TOP exp(-i x rationality / 10 000)) for i hundredths of a point behind the best: int64 (N,).

    ``rationality`` is in e-folds per 100 points, at least 0; at 0 the table has one entry.
    """
    if rationality < 0:
        raise ValueError(f"rationality is at least 0, not {rationality}")
    if rationality == 0:
        return np.array([TOP], np.int64)
    with localcontext() as context:
        context.prec = 60
        factor = (Decimal(-rationality) / 10_000).exp()
        rows, value = [], Decimal(TOP)
        for _ in range(REACH * 10_000 // rationality + 1):
            rows.append(int(value.to_integral_value()))
            value *= factor
    return np.array(rows, np.int64)


def weights(values: Int64, allowed: Bool, rationality: int) -> Int64:
    """Choice weights: int64 (..., M) from values in hundredths of a point and what is allowed.

    At least one option must be allowed in each row; the best allowed one weighs TOP, an
    option that is not allowed weighs 0.
    """
    lookup = table(rationality)
    lowest = np.iinfo(np.int64).min // 4
    best = np.where(allowed, values, lowest).max(axis=-1, keepdims=True)
    behind = np.where(allowed, best - values, 0)
    found: Int64 = lookup[np.minimum(behind, len(lookup) - 1)] * allowed
    return found


def pick(weight: Int64, draws: UInt64, of: Int64 | None = None) -> Int64:
    """The option that each draw falls on: int64 (B,) from draws (B,) and weights (B, M).

    Where runs share their weights, these are (U, M) and ``of`` (B,) gives each run's row.
    """
    running = weight.cumsum(axis=-1)
    bars = np.ascontiguousarray(bar(running[:, :-1], running[:, -1:]).T)
    at = upper(draws)
    found = np.zeros(len(at), np.int8)
    for each in bars:
        beyond = at >= (each[0] if len(each) == 1 else each if of is None else each.take(of))
        found += beyond.view(np.int8)
    return found.astype(np.int64)


def mean(weight: Int64, value: Int64) -> Int64:
    """The value to be expected, in the value's unit: weights (..., M) and value (..., M) to (...)."""
    total = weight.sum(axis=-1)
    return np.asarray((weight * value).sum(axis=-1) // total, np.int64)
