"""What people did in a game, in the order in which they did it: the log that everything is replayed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from sim.errors import IllegalChoice
from sim.world.said import Message

COUNTERS: Final = 10
"""A forecast lays so many counters on the moves: each stands for ten per cent."""

Control: TypeAlias = Literal[
    "pause",
    "go on",
    "extend",
    "skip clock",
    "time up",
    "reveal history",
    "hide numbers",
    "show numbers",
    "inject",
    "step in",
    "note",
    "votes",
    "agreed",
    "left",
]
CONTROLS: Final = frozenset(get_args(Control))


@dataclass(frozen=True)
class Deal:
    """What a party did at a table: it laid a whole package down, or answered the one that lay there.

    ``package`` holds (issue, option) for every issue; None in an answer.
    """

    party: str
    package: tuple[tuple[str, str], ...] | None = None
    yes: bool | None = None


@dataclass(frozen=True)
class Choice:
    """What a seat chose at a decision: a move, a message, or a deal (None in all: to say nothing).

    ``stood_in``: nobody was there to choose, so the model chose for the seat; at a table, from then on.
    """

    decision: str
    move: str | None = None
    message: Message | None = None
    seat: str = ""
    stood_in: bool = False
    deal: Deal | None = None


@dataclass(frozen=True)
class Injection:
    """An event of the scenario that somebody let happen once ``decision`` was taken."""

    decision: str
    event: str


@dataclass(frozen=True)
class Forecast:
    """How a seat spread its counters over a decision's moves before it knew: (move, counters) each."""

    decision: str
    seat: str
    counters: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        numbers = [n for _, n in self.counters]
        if sum(numbers) != COUNTERS or min(numbers, default=0) < 0:
            raise IllegalChoice(f"A forecast lays {COUNTERS} counters, and none less than nought.")

    @property
    def shares(self) -> dict[str, float]:
        """The same as shares of 1."""
        return {move: n / COUNTERS for move, n in self.counters}


@dataclass(frozen=True)
class Use:
    """A control that somebody used, or a note: it changes no number. ``second`` counts from the beginning."""

    what: Control
    decision: str = ""
    text: str = ""
    second: int = 0


Entry: TypeAlias = Choice | Injection | Forecast | Use
Log: TypeAlias = tuple[Entry, ...]
