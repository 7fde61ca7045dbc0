"""How a game is played: by whom, in which seats, and what is shown when."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

Mode: TypeAlias = Literal["solo", "pair", "hot seat", "projector", "observer"]
Reveal: TypeAlias = Literal["each", "end"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
REVEALS: Final[tuple[Reveal, ...]] = get_args(Reveal)
OBSERVER: Final = "observer"
"""The seat of somebody who watches: it sees what everybody may see, and chooses nothing."""
MOST_NAME: Final = 40
MOST_MINUTES: Final = 60


@dataclass(frozen=True)
class Setup:
    """The seats that people take, and the rules of the table.

    ``names`` are nicknames by seat: two for a pair. ``history``: shown after each decision, or only at
    the end. ``forecasts``: whether each decision of another side is forecast first. ``minutes`` for a
    decision; 0 is no clock.
    """

    seats: tuple[str, ...]
    mode: Mode = "solo"
    names: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())
    history: Reveal = "each"
    forecasts: bool = True
    minutes: int = 0

    def names_of(self, seat: str) -> tuple[str, ...]:
        """The nicknames of those in a seat; empty where none was given."""
        return next((names for s, names in self.names if s == seat), ())


@dataclass(frozen=True)
class Start:
    """Where a game begins that is not to begin at its beginning: a decision, and points by variable."""

    decision: str | None = None
    values: Mapping[str, float] = field(default_factory=dict)


def clean_name(typed: str) -> str:
    """A nickname as it may be shown: one line, no control characters or direction overrides, not too long."""
    kept = "".join(" " if c.isspace() else c for c in typed if c.isspace() or _shown(c))
    return " ".join(kept.split())[:MOST_NAME].strip()


def _shown(character: str) -> bool:
    kind = unicodedata.category(character)
    joins = character in "\u200c\u200d"  # part of names in some scripts, and of pictures made of several
    return joins or kind not in ("Cc", "Cf", "Cs", "Co", "Cn")
