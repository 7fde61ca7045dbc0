"""Sentences to be said: on one line, with signs and keys as words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Part: TypeAlias = Literal["screen", "clock", "panel", "meter", "timeline", "action", "focus", "voice"]


_KEYS = {"esc": "Escape", "?": "question mark", "+": "plus", "-": "minus", "−": "minus", "↵": "Enter"}
_ENDS = re.compile(r"(?<=[.!?])\s+")
_MINUS = re.compile(r"(?<![\w.])[-−](?=\d)")


@dataclass(frozen=True)
class Utterance:
    """One thing to say. ``part`` is where it stands on the screen."""

    text: str
    part: Part = "panel"


Said: TypeAlias = tuple[Utterance, ...]


def sentence(*parts: str) -> str:
    """The parts as sentences on one line; empty ones are left out."""
    said = [p for p in map(clean, parts) if p]
    return " ".join(p if p.rstrip("”’\"')")[-1:] in (".", "?", "!", ":", "…") else f"{p}." for p in said)


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """``text`` on one line, without controls and orders of direction, its signs as words."""
    shown = "".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in text.replace("·", ","))
    flat = " ".join("".join(c for c in shown if unicodedata.category(c) != "Cs").split())
    return _MINUS.sub("minus ", flat).replace(" ,", ",")


def listed(words: Sequence[str], nothing: str = "") -> str:
    """The words with commas, and ``and`` before the last."""
    if not words:
        return nothing
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def opening(text: str, most: int = 0) -> str:
    """The first sentence of ``text``, and as many more as go into ``most`` characters."""
    first, *rest = _ENDS.split(text.strip())
    for more in rest:
        if len(first) + len(more) >= most:
            break
        first = f"{first} {more}"
    return first


def counted(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def key_name(key: str) -> str:
    """A key as it is said."""
    return _KEYS.get(key.lower(), key)
