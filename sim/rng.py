"""Keyed luck: a random number is looked up, not drawn from a stream.

A draw is a pure function of (seed, run, decision, purpose, slot), so a run meets the same
luck in any batch, order, process and machine, and a what-if run meets the same luck as
the run that it is compared with. Mixing is SplitMix64 (Steele, Lea and Flood, *Fast
splittable pseudorandom number generators*, OOPSLA 2014), in wrapping 64-bit integers.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np

from sim.seed import MAX_SEED
from sim.types import Bool, Int64, UInt64

SCHEME: Final = "splitmix64-keyed-1"
"""The name of this scheme; results carry it, and a change of the arithmetic changes it."""

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)


class Purpose(IntEnum):
    """What a draw is for. The numbers are part of the scheme: never reuse one."""

    MESSAGE = 1
    MOVE = 2
    LEAK = 3
    EVENT = 4
    JUDGEMENT = 5
    TABLE = 6


def mix64(x: UInt64) -> UInt64:
    """SplitMix64's finaliser: uint64 (N,) to uint64 (N,)."""
    return _mix(x.copy())


def _mix(x: UInt64) -> UInt64:
    """The same, in place: a batch spends most of its draws here."""
    part = x >> np.uint64(30)
    x ^= part
    x *= _MIX_1
    np.right_shift(x, np.uint64(27), out=part)
    x ^= part
    x *= _MIX_2
    np.right_shift(x, np.uint64(31), out=part)
    x ^= part
    return x


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
    return _mix(keys + _salt(decision, purpose, slot))


@lru_cache(maxsize=4096)
def _salt(decision: int, purpose: Purpose, slot: int) -> np.uint64:
    label = (decision << 24) | (int(purpose) << 16) | slot
    salted: np.uint64 = _mix(np.array([label], np.uint64) * _GOLDEN + _GOLDEN)[0]
    return salted


def upper(draws: UInt64) -> Int64:
    """The upper halves of the draws, int64 (B,), uniform over 0 to 2**32 - 1: what choices fall by."""
    return (draws >> np.uint64(32)).view(np.int64)


def bar(part: Int64, total: Int64 | int) -> Int64:
    """The upper half from which a draw falls beyond ``part`` of ``total``: int64, 0 to 2**32.

    A draw u picks the whole number u x total // 2**32; that number is at least ``part``
    exactly when u is at least the bar. ``part`` and ``total`` (1 or more) are at most 2**31.
    """
    whole = np.asarray(total).astype(np.uint64)
    shifted = np.asarray(part).astype(np.uint64) << np.uint64(32)
    return ((shifted + whole - np.uint64(1)) // whole).astype(np.int64)


def chance(draws: UInt64, percent: Int64 | int) -> Bool:
    """Whether each draw falls within ``percent`` of 100: bool (B,)."""
    return np.asarray(upper(draws) < bar(np.asarray(percent), 100))
