"""Right-to-left text: its direction, and the order in which the parts of a line are drawn.

The levels are those of the Unicode Bidirectional Algorithm (UAX 9), from python-bidi.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import bidirectional

from bidi import get_base_level, get_display  # type: ignore[import-untyped]
from bidi.mirror import MIRRORED  # type: ignore[import-untyped]

_LEFTWARD = re.compile(
    "[\u0590-\u08ff\u200f\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LEVEL = re.compile(r"Level\(\s*(\d+),?\s*\)")
_STRONG = ("R", "AL")


@dataclass(frozen=True)
class Part:
    """Characters ``start`` to ``end`` of a text, all in one direction."""

    start: int
    end: int
    rtl: bool


def mixed(text: str) -> bool:
    """Whether anything in ``text`` may have to be drawn from right to left."""
    return _LEFTWARD.search(text) is not None


def is_rtl(text: str) -> bool:
    """Whether a paragraph runs from right to left: its first strong letter does."""
    return mixed(text) and int(get_base_level(text)) == 1


def has_rtl_letter(text: str) -> bool:
    """Whether a letter in ``text`` is of a script that runs from right to left."""
    return any(bidirectional(c) in _STRONG for c in text)


@lru_cache(maxsize=2048)
def levels(text: str, rtl: bool) -> tuple[int, ...]:
    """The embedding level of each character, in a paragraph of the given direction.

    The library tells them a byte at a time, as the text that it offers for debugging.
    """
    flat = "".join(" " if bidirectional(c) == "B" else c for c in text)
    told = str(get_display(flat, base_dir="R" if rtl else "L", debug=True))
    found = [int(n) for n in _LEVEL.findall(told.partition("\n    levels: [\n")[2].partition("\n    ],")[0])]
    out, at = [], 0
    for letter in flat:
        out.append(found[at])
        at += len(letter.encode())
    return tuple(out)


def parts(text: str, rtl: bool) -> tuple[Part, ...]:
    """The text cut where its direction turns, in the order from left to right (UAX 9, rule L2)."""
    if not mixed(text) and not rtl:
        return (Part(0, len(text), False),) if text else ()
    level = levels(text, rtl)
    runs: list[tuple[int, int, int]] = []
    for at, this in enumerate(level):
        if runs and runs[-1][2] == this:
            runs[-1] = (runs[-1][0], at + 1, this)
        else:
            runs.append((at, at + 1, this))
    for depth in range(max(level, default=0), 0, -1):
        at = 0
        while at < len(runs):
            end = at
            while end < len(runs) and runs[end][2] >= depth:
                end += 1
            runs[at:end] = reversed(runs[at:end])
            at = end + 1
    return tuple(Part(start, end, bool(this % 2)) for start, end, this in runs)


def mirrored(text: str) -> str:
    """Marks without a direction of their own, turned round: what opens stands where it would close."""
    return "".join(MIRRORED.get(c, c) for c in reversed(text))
