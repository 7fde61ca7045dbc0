"""Two ways to bargain: offers that go round, and one text that all amend; for B runs at once.

Nobody here draws lots: what comes of a table follows from its scores, what each party must have at
least, and how early each gives way. The same steps serve a batch and a talk with people
(``live.py``): a ``Voices`` says what the parties do, and by itself it repeats what their policy does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias

import numpy as np

from sim.bargaining.amending import Extra, amend, even_text
from sim.bargaining.concession import PACES, aspiration, conceded, last_worth, path
from sim.bargaining.table import Table
from sim.scale import FULL
from sim.types import Bool, Int8, Int16, Int64

__all__ = ["NOBODY", "Extra", "Kind", "Outcome", "Protocol", "Sitting", "Voices", "bargain", "odds"]

NOBODY: Final = -1
"""Stands for a mediator from outside, and in a package for no option."""

Kind: TypeAlias = Literal["offer", "amend", "answer"]


@dataclass(frozen=True)
class Protocol:
    """By which steps the parties bargain. Parties go by position."""

    kind: Literal["alternating", "single_text"]
    rounds: int
    """Alternating: how many offers at most, 1 or more. A single text: one for each in ``order``."""
    order: tuple[int, ...]
    """Who offers in turn, over and over; or who amends in turn, once each time it stands here."""
    drafter: int = NOBODY
    """Who writes the single text; by default a mediator from outside, who writes an even one."""
    changes: int = 2
    """How many issues one amendment of a single text can change."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of B talks."""

    packages: Int8
    """(B, I) what was agreed; -1 throughout where nothing was."""
    agreed: Bool
    """(B,)"""
    rounds: Int16
    """(B,) how many offers, or amendments, were made."""
    yes: Bool
    """(B, P) who said yes to the last offer or text; nobody where the last to offer had nothing to offer."""


class Voices:
    """What the parties do: here what their own policy does. People say it for themselves (``live.py``)."""

    def write(self, kind: Kind, round: int, party: int, text: Int8 | None, own: Int8) -> Int8:
        """The package (B, I) that a party writes, from the one on the table and what its policy writes."""
        return own

    def answer(self, round: int, writer: int, text: Int8, own: Bool) -> Bool:
        """Who says yes (B, P) to a text (B, I), from what the policies say; the writer has said yes."""
        return own


@dataclass(frozen=True, eq=False)
class Sitting:
    """B runs of a table by one protocol."""

    table: Table
    protocol: Protocol
    reservation: Int64
    """(B, P)"""
    pace: Int8
    """(B, P)"""
    extra: Extra | None

    def __len__(self) -> int:
        return len(self.reservation)

    def play(self, voices: Voices) -> Outcome:
        """The talks from beginning to end."""
        return self._alternating(voices) if self.protocol.kind == "alternating" else self._single_text(voices)

    def value(self, packages: Int8) -> Int64:
        """What packages (B, I) are worth to each party with all that counts: int64 (B, P)."""
        worth = self.table.worth(packages)
        return worth if self.extra is None else worth + self.extra(packages)

    def offer(self, party: int, given: Int64) -> Int8:
        """The last package on a party's path that is worth its aspiration: (B, I), -1 where none is.

        ``given`` (B,) is how much of its room it has given up, of FULL. The best that it can hope for
        is the best on its path.
        """
        steps, values = self._paths[party]
        wanted = aspiration(values.max(axis=1), self.reservation[:, party], given)
        at = last_worth(values, wanted)
        return np.where((at < 0)[:, None], np.int8(NOBODY), steps[at])

    @cached_property
    def _paths(self) -> dict[int, tuple[Int8, Int64]]:
        """For each party its path (K, I), and what its steps are worth to it: (B, K), or (1, K) for all."""
        found = {}
        for party in range(len(self.table.parties)):
            steps = path(self.table, party)
            values = self.table.worth(steps)[:, party][None, :]
            if self.extra is not None:
                added = [self._added(step)[:, party] for step in steps]
                values = values + np.stack(added, axis=1)
            found[party] = steps, values
        return found

    def _added(self, package: Int8) -> Int64:
        assert self.extra is not None
        return self.extra(np.repeat(package[None, :], len(self), axis=0))

    def _alternating(self, voices: Voices) -> Outcome:
        """Offers go round; the first that the rule carries is agreed.

        A party accepts what is worth what it would want when its own turn to offer comes. Who has no
        turn to come wants what it would want a round later; at the last offer, its reservation value.
        """
        protocol, given = self.protocol, conceded(self.protocol.rounds)
        packages = np.full((len(self), len(self.table.issues)), NOBODY, np.int8)
        agreed, rounds = np.zeros(len(self), bool), np.zeros(len(self), np.int16)
        last = np.zeros((len(self), len(self.table.parties)), bool)
        text = None
        for turn in range(protocol.rounds):
            party = protocol.order[turn % len(protocol.order)]
            own = self.offer(party, given[self.pace[:, party], turn])
            text = voices.write("offer", turn + 1, party, text, own)
            made = text[:, 0] >= 0
            worth = self.value(np.maximum(text, 0))
            yes = voices.answer(turn + 1, party, text, self._accepts(worth, turn, given) | self._is(party))
            yes &= made[:, None]
            talking = ~agreed
            carried = talking & made & self.table.agreed(yes)
            packages[carried] = text[carried]
            last[talking], rounds[talking] = yes[talking], turn + 1
            agreed |= carried
            if agreed.all():
                break
        return Outcome(packages, agreed, rounds, last)

    def _accepts(self, worth: Int64, turn: int, given: Int64) -> Bool:
        """Who finds an offer worth (B, P) enough in a turn, counted from 0: bool (B, P)."""
        next_turn = [self._next(party, turn) for party in range(len(self.table.parties))]
        wanted = [
            aspiration(self._paths[party][1].max(axis=1), self.reservation[:, party], given[pace, at])
            for party, (pace, at) in enumerate(zip(self.pace.T, next_turn, strict=True))
        ]
        found: Bool = worth >= np.stack(wanted, axis=1)
        return found

    def _next(self, party: int, turn: int) -> int:
        """The turn of a party's next offer; the next turn where it has none to come."""
        order, rounds = self.protocol.order, self.protocol.rounds
        own = (t for t in range(turn + 1, rounds) if order[t % len(order)] == party)
        return next(own, turn + 1)

    def _is(self, party: int) -> Bool:
        found: Bool = np.arange(len(self.table.parties)) == party
        return found

    def _single_text(self, voices: Voices) -> Outcome:
        """One text goes round and is amended; at the end everyone says yes or no by its reservation value."""
        protocol, rounds = self.protocol, len(self.protocol.order)
        text = voices.write("offer", 0, protocol.drafter, None, self._draft())
        for turn, party in enumerate(protocol.order):
            pace = self.pace[:, party]
            own = amend(self.table, text, party, protocol.changes, self.reservation, pace, self.extra)
            text = voices.write("amend", turn + 1, party, text, own)
        yes = voices.answer(rounds, NOBODY, text, self.value(text) >= self.reservation)
        agreed = self.table.agreed(yes)
        packages = np.where(agreed[:, None], text, np.int8(NOBODY))
        return Outcome(packages, agreed, np.full(len(self), rounds, np.int16), yes)

    def _draft(self) -> Int8:
        """The first text (B, I): even, or as far along the drafter's path as its pace takes it.

        A drafter of pace 0 writes its own best package; of pace 4, one that leaves it a fifth of its
        room. One that has no package worth its reservation value writes its best.
        """
        party = self.protocol.drafter
        if party == NOBODY:
            return np.repeat(even_text(self.table)[None, :], len(self), axis=0)
        steps, values = self._paths[party]
        text = self.offer(party, self.pace[:, party].astype(np.int64) * FULL // PACES)
        return np.where(text < 0, steps[values.argmax(axis=1)], text)


def bargain(
    table: Table, protocol: Protocol, reservation: Int64, pace: Int8, extra: Extra | None = None
) -> Outcome:
    """What comes of B talks among the parties' own policies.

    ``reservation`` (B, P): what a package must be worth to each at least; ``pace`` (B, P): how early
    each gives way, 0 to PACES - 1. Runs do not touch each other, so any split of them is the same.
    """
    return Sitting(table, protocol, reservation, pace, extra).play(Voices())


def odds(table: Table, protocol: Protocol, reservation: Int64, extra: Extra | None = None) -> Outcome:
    """What comes of one run's table over all paces, each as likely as any other: PACES**P rows.

    ``reservation`` (1, P). ``extra`` is asked of as many packages as there are rows, all of the one run.
    """
    every = every_pace(len(table.parties))
    return bargain(table, protocol, np.repeat(reservation, len(every), axis=0), every, extra)


def every_pace(parties: int) -> Int8:
    """All ways in which the parties can give way: int8 (PACES**P, P), the last party's fastest."""
    shape = (PACES,) * parties
    return np.stack(np.unravel_index(np.arange(PACES**parties), shape), axis=1).astype(np.int8)
