"""Who sits where: what each seat has to do, and how 2 to 30 students share the seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.scenario.compiled import Compiled
from sim.ui.guide.lesson import parts
from sim.ui.screens.seats import parts_of

FEWEST, MOST = 2, 30
"""The sizes of class that a table is made for."""
TEAM: Final = 2
"""So many share a seat: a pair talks, and talk is what one learns from."""


@dataclass(frozen=True)
class Part:
    """What a seat has to do: at how many decisions it decides, and at how many others it can write."""

    actor: str
    decides: int
    writes: int


@dataclass(frozen=True)
class Group:
    """Students at one machine: how many sit in each seat that is played, and how many observe."""

    teams: tuple[int, ...]
    observers: int

    @property
    def people(self) -> int:
        """All of them."""
        return sum(self.teams) + self.observers


def by_part(game: Compiled) -> list[Part]:
    """The seats, those first that have most to do: the order in which to fill them."""
    found = [Part(seat.actor, *parts_of(game, seat.actor)) for seat in game.source.seats]
    return sorted(found, key=lambda p: -2 * p.decides - p.writes)


def groups(students: int, seats: int) -> list[Group]:
    """The machines for so many students, as few as will do: pairs at most, and one observer each at most."""
    machines = -(-students // (TEAM * seats + 1))
    return [_group(people, seats) for people in parts(students, [1] * machines)]


def _group(people: int, seats: int) -> Group:
    """One machine: nobody observes while a seat is free or has one person only."""
    playing = min(people, TEAM * seats)
    return Group(tuple(sorted(parts(playing, [1] * min(seats, playing)), reverse=True)), people - playing)


def in_words(group: Group) -> str:
    """A group as ``2 pairs, 1 alone, 1 observes``."""
    pairs, alone = sum(n == TEAM for n in group.teams), sum(n == 1 for n in group.teams)
    told = [f"{pairs} pair{'s' * (pairs > 1)}"] if pairs else []
    told += [f"{alone} alone"] if alone else []
    told += [f"{group.observers} observes"] if group.observers else []
    return ", ".join(told)


def together(found: Sequence[Group]) -> str:
    """All machines in words, alike ones once: ``2 × 7 (3 pairs, 1 alone), 1 × 6 (3 pairs)``."""
    kinds = dict.fromkeys(found)
    return ", ".join(f"{found.count(k)} × {k.people} ({in_words(k)})" for k in kinds)
