"""Choosing: a quantal response in whole numbers.

An option worth more is chosen more often, never always: P(m) is proportional to
exp(rationality x value). The exponential is a table of integers, made once with decimal
arithmetic, so that every machine has the same table; the draw falls into the running sum.
Source: McKelvey and Palfrey, *Quantal response equilibria for normal form games*, 1995.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Final

import numpy as np

from sim.rng import below
from sim.types import Bool, Int64, UInt64

STEPS: Final = 64
"""Table entries in one e-fold."""

TOP: Final = 1 << 20
"""The weight of the best option."""


def _table() -> Int64:
    with localcontext() as context:
        context.prec = 40
        rows = [
            int((Decimal(TOP) * (Decimal(-i) / STEPS).exp()).to_integral_value()) for i in range(STEPS * 14)
        ]
    return np.maximum(np.array(rows, np.int64), 1)


TABLE: Final = _table()
"""int64 (896,): round(2**20 exp(-i / 64)), at least 1."""


def weights(values: Int64, allowed: Bool, rationality: int) -> Int64:
    """Choice weights: int64 (..., M) from values in hundredths of a point and what is allowed.

    At least one option must be allowed in each row; the best allowed one weighs 2**20, an
    option that is not allowed weighs 0.
    """
    lowest = np.iinfo(np.int64).min // 4
    open_values = np.where(allowed, values, lowest)
    behind = open_values.max(axis=-1, keepdims=True) - open_values
    steps = np.where(allowed, behind, 0) * (rationality * STEPS) // 10_000
    found: Int64 = TABLE[np.minimum(steps, len(TABLE) - 1)] * allowed
    return found


def pick(weight: Int64, draws: UInt64) -> Int64:
    """The option that each draw falls on: int64 (B,) from weights (B, M) and draws (B,)."""
    running = weight.cumsum(axis=-1)
    at = below(draws, running[:, -1])
    return np.asarray((running <= at[:, None]).sum(axis=-1), np.int64)


def mean(weight: Int64, value: Int64) -> Int64:
    """The value to be expected, in the value's unit: weights (..., M) and value (..., M) to (...)."""
    total = weight.sum(axis=-1)
    return np.asarray((weight * value).sum(axis=-1) // total, np.int64)
