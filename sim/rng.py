"""Keyed luck: a random number is looked up, not drawn from a stream.

A draw is a pure function of (seed, run, decision, purpose, slot), so a run meets the same
luck in any batch, order, process and machine, and a what-if run meets the same luck as
the run that it is compared with. Mixing is SplitMix64 (Steele, Lea and Flood, *Fast
splittable pseudorandom number generators*, OOPSLA 2014), in wrapping 64-bit integers.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np

from sim.types import Bool, Int64, UInt64

SCHEME: Final = "splitmix64-keyed-1"
"""The name of this scheme; results carry it, and a change of the arithmetic changes it."""

MAX_SEED: Final = 2**63 - 1

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)


class Purpose(IntEnum):
    """What a draw is for. The numbers are part of the scheme: never reuse one."""

    MESSAGE = 1
    MOVE = 2
    LEAK = 3
    EVENT = 4


def mix64(x: UInt64) -> UInt64:
    """SplitMix64's finaliser: uint64 (N,) to uint64 (N,)."""
    x = (x ^ (x >> np.uint64(30))) * _MIX_1
    x = (x ^ (x >> np.uint64(27))) * _MIX_2
    return x ^ (x >> np.uint64(31))


def run_keys(seed: int, runs: Int64 | UInt64) -> UInt64:
    """One key a run, uint64 (B,), from the seed and the runs' numbers.

    Raises ValueError for a seed outside 0 to 2**63 - 1.
    """
    if not 0 <= seed <= MAX_SEED:
        raise ValueError(f"a seed is a whole number from 0 to {MAX_SEED}, not {seed}")
    base = mix64(np.array([seed], np.uint64) * _GOLDEN + _GOLDEN)
    return mix64(base + (np.asarray(runs).astype(np.uint64) + np.uint64(1)) * _GOLDEN)


def draw(keys: UInt64, decision: int, purpose: Purpose, slot: int = 0) -> UInt64:
    """A draw for each run: uint64 (B,), uniform over 0 to 2**64 - 1."""
    label = (decision << 24) | (int(purpose) << 16) | slot
    salt = mix64(np.array([label], np.uint64) * _GOLDEN + _GOLDEN)
    return mix64(keys + salt)


def below(draws: UInt64, total: Int64) -> Int64:
    """Each draw as a whole number from 0 to total - 1: int64 (B,). ``total`` is at most 2**31."""
    return ((draws >> np.uint64(32)) * total.astype(np.uint64) >> np.uint64(32)).astype(np.int64)


def chance(draws: UInt64, percent: Int64 | int) -> Bool:
    """Whether each draw falls within ``percent`` of 100: bool (B,)."""
    return np.asarray(below(draws, np.full(draws.shape, 100, np.int64)) < percent)
