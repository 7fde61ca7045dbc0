"""The five-word ordinal scale: the one place where words become numbers.

A judgement is given as a word, never as a fitted number. Each word stands for a typical
value and a range; a batch may draw a judgement from its range.

=======  ==================  =======================
word     share (per cent)    effect (points of 100)
=======  ==================  =======================
faint    10  (0 to 20)       2   (1 to 3)
slight   30  (20 to 40)      4   (3 to 6)
marked   50  (40 to 60)      8   (6 to 10)
strong   70  (60 to 80)      12  (10 to 15)
extreme  90  (80 to 100)     18  (15 to 24)
=======  ==================  =======================

A *share* measures strength, trust, secrecy, credibility, influence, priority and chance.
An *effect* is a change of a variable. A leading minus turns the direction round.
Why words: experts agree on order far better than on figures (Tetlock, *Expert Political
Judgment*, 2005), and a coarse scale leaves nothing to fit.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

HUNDREDTHS: Final = 100
"""Hundredths in a point: state is kept in whole hundredths of a point."""

FULL: Final = 100 * HUNDREDTHS
"""The largest value of a variable, a trust or a credibility, in hundredths of a point."""


class Range(NamedTuple):
    """A typical value with the ends of its range."""

    typical: int
    low: int
    high: int


SHARES: Final[dict[str, Range]] = {
    "faint": Range(10, 0, 20),
    "slight": Range(30, 20, 40),
    "marked": Range(50, 40, 60),
    "strong": Range(70, 60, 80),
    "extreme": Range(90, 80, 100),
}
POINTS: Final[dict[str, Range]] = {
    "faint": Range(2, 1, 3),
    "slight": Range(4, 3, 6),
    "marked": Range(8, 6, 10),
    "strong": Range(12, 10, 15),
    "extreme": Range(18, 15, 24),
}
WORDS: Final = tuple(SHARES)
LEVEL_PATTERN: Final = r"^-?(faint|slight|marked|strong|extreme)$"

_LEVEL = re.compile(LEVEL_PATTERN)


def share(level: str | int) -> int:
    """A word or a whole number as per cent, -100 to 100. Raises ValueError on anything else."""
    return _value(level, SHARES, 1)


def points(level: str | int) -> int:
    """A word or whole points as hundredths of a point. Raises ValueError on anything else."""
    return _value(level, POINTS, HUNDREDTHS)


def word(percent: int) -> str:
    """The word whose range holds ``percent`` (0 to 100); the lower one at a shared end."""
    return next((w for w, r in SHARES.items() if percent <= r.high), WORDS[-1])


def _value(level: str | int, table: dict[str, Range], unit: int) -> int:
    if isinstance(level, bool) or not isinstance(level, (str, int)):
        raise ValueError(f"{level!r} is neither a word of the scale nor a whole number")
    if isinstance(level, int):
        if not -100 <= level <= 100:
            raise ValueError(f"{level} is not between -100 and 100")
        return level * unit
    if not _LEVEL.match(level):
        raise ValueError(f"'{level}' is no word of the scale: {', '.join(WORDS)}")
    sign = -1 if level.startswith("-") else 1
    return sign * table[level.lstrip("-")].typical * unit
