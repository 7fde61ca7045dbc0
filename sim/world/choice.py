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

_LOWEST: Final = np.iinfo(np.int64).min // 4

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


def weights(values: Int64, allowed: Bool, rationality: int, axis: int = -1) -> Int64:
    """Choice weights over an axis, int64, from values in hundredths of a point and what is allowed.

    The best allowed option weighs TOP, an option that is not allowed weighs 0; one must be allowed.
    """
    lookup = table(rationality)
    every = allowed.all()
    best = (values if every else np.where(allowed, values, _LOWEST)).max(axis=axis, keepdims=True)
    behind = best - values
    np.clip(behind, 0, len(lookup) - 1, out=behind)
    found: Int64 = lookup[behind]
    if not every:
        found *= allowed
    return found


def bars(weight: Int64) -> Int64:
    """Where a draw's upper half passes from each option to the next: int64 (M - 1, U) from (U, M)."""
    running = weight.T.cumsum(axis=0)
    return bar(running[:-1], running[-1])


def fall(bars: Int64, of: Int64, draws: UInt64) -> Int64:
    """The option that each draw falls on: int64 (B,) from bars (M - 1, U), classes (B,), draws (B,)."""
    at, found = upper(draws), np.zeros(len(draws), np.int8)
    for one in bars:
        found += (at >= (one if len(one) == 1 else one.take(of))).view(np.int8)
    return found.astype(np.int64)


def pick(weight: Int64, draws: UInt64) -> Int64:
    """The option that each draw falls on: int64 (B,) from weights (B, M) and draws (B,)."""
    running, found = weight.T.cumsum(axis=0), np.zeros(len(draws), np.int8)
    at = upper(draws) * running[-1] >> 32
    for each in running[:-1]:
        found += (at >= each).view(np.int8)
    return found.astype(np.int64)
