"""People at a table: the same steps as in a batch, for one run, with acts that people chose.

A talk is played anew from its beginning through what people have done so far. So it can be saved,
taken back and gone over as the list of these acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.bargaining.protocols import NOBODY, Extra, Kind, Protocol, Sitting, Voices
from sim.bargaining.table import Table
from sim.errors import InputError
from sim.types import Bool, Int8, Int64


@dataclass(frozen=True)
class Act:
    """What a person does: a package, offered or as the amended text; or an answer to the one on the table.

    Who ``leaves`` does nothing more: the party's own policy speaks from then on.
    """

    party: int
    package: tuple[int, ...] | None = None
    yes: bool | None = None
    leaves: bool = False


@dataclass(frozen=True)
class Ask:
    """Whose turn it is, and for what."""

    party: int
    kind: Kind
    round: int
    """Offers and amendments count from 1; the first single text is written in round 0."""
    text: tuple[int, ...] | None
    """What lies on the table: the text, the offer to answer, or the offer before; None where nothing does."""


@dataclass(frozen=True)
class Said:
    """One thing that was done at the table."""

    round: int
    party: int
    """The party, or -1 for a mediator from outside."""
    kind: Kind
    package: tuple[int, ...] | None
    """What was offered or written, None where a party had nothing to offer; with an answer, what it is to."""
    yes: bool | None
    person: bool


@dataclass(frozen=True)
class Talk:
    """A talk as far as it has come."""

    said: tuple[Said, ...]
    ask: Ask | None
    """What the next person is asked for; None when the talk is over."""
    agreed: bool | None
    """None until the talk is over."""
    package: tuple[int, ...] | None
    """What was agreed."""
    yes: tuple[bool, ...] | None
    """Who said yes last, when the talk is over."""


def talk(
    table: Table,
    protocol: Protocol,
    reservation: Int64,
    pace: Int8,
    extra: Extra | None,
    people: frozenset[int],
    acts: Sequence[Act],
) -> Talk:
    """One run's talk through the acts of ``people``, in the order in which they were asked for.

    ``reservation`` and ``pace`` (1, P); those of people do not bind them. Those who answer an offer
    do so at once: nobody hears the others' answers before. Raises InputError for an act that does
    not fit.
    """
    voices = _Voices(table, protocol, people, acts)
    try:
        outcome = Sitting(table, protocol, reservation, pace, extra).play(voices)
    except _Waiting as waiting:
        return Talk(tuple(voices.said), waiting.ask, None, None, None)
    if voices.taken < len(acts):
        raise InputError("The talk is over: nobody is asked for anything more. Leave the last act out.")
    agreed = bool(outcome.agreed[0])
    yes = tuple(outcome.yes[0].tolist())
    return Talk(tuple(voices.said), None, agreed, _package(outcome.packages), yes)


class _Waiting(Exception):
    """The talk stands still until a person has acted."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask


class _Voices(Voices):
    """People speak for their parties, the policies for the rest."""

    def __init__(self, table: Table, protocol: Protocol, people: frozenset[int], acts: Sequence[Act]) -> None:
        self.table, self.protocol, self.people, self.acts = table, protocol, people, acts
        self.taken = 0
        self.left: set[int] = set()
        self.said: list[Said] = []

    def write(self, kind: Kind, round: int, party: int, text: Int8 | None, own: Int8) -> Int8:
        before = None if text is None else _package(text)
        package = _package(own)
        if person := self._is_person(party):
            ask = Ask(party, kind, round, before)
            package = self._written(ask, self._act(ask))
            own = np.array([package], np.int8)
        self.said.append(Said(round, party, kind, package, None, person))
        return own

    def answer(self, round: int, writer: int, text: Int8, own: Bool) -> Bool:
        package, own = _package(text), own.copy()
        if package is None:
            return own
        answering = [p for p in range(len(self.table.parties)) if p != writer]
        answers: list[Said] = []
        for party in answering:
            if person := self._is_person(party):
                ask = Ask(party, "answer", round, package)
                own[0, party] = self._answered(ask, self._act(ask))
            answers.append(Said(round, party, "answer", package, bool(own[0, party]), person))
        self.said += answers
        return own

    def _is_person(self, party: int) -> bool:
        """Whether a person speaks for a party now: those who left just before have left."""
        while self.taken < len(self.acts) and self.acts[self.taken].leaves:
            self.left.add(self.acts[self.taken].party)
            self.taken += 1
        return party in self.people and party not in self.left

    def _act(self, ask: Ask) -> Act:
        """The next act, if it is by whom it was asked of."""
        if self.taken == len(self.acts):
            raise _Waiting(ask)
        act = self.acts[self.taken]
        self.taken += 1
        if act.party != ask.party:
            raise InputError(f"It is the turn of {self._name(ask.party)}, not of {self._name(act.party)}.")
        return act

    def _written(self, ask: Ask, act: Act) -> tuple[int, ...]:
        """A person's package, if it is one, and changes no more than it can."""
        name, issues, package = self._name(ask.party), self.table.issues, act.package
        if package is None or act.yes is not None:
            raise InputError(f"{name} is asked for a package of {len(issues)} issues, not for a yes or no.")
        if len(package) != len(issues):
            raise InputError(f"{name} settles {len(package)} issues; a package settles all {len(issues)}.")
        for issue, options, at in zip(issues, self.table.options, package, strict=True):
            if not 0 <= at < len(options):
                raise InputError(f"Issue '{issue}' has no option {at}: choose from 0 to {len(options) - 1}.")
        if ask.kind == "amend" and ask.text is not None:
            changed = sum(a != b for a, b in zip(ask.text, package, strict=True))
            most = self.protocol.changes
            if changed > most:
                raise InputError(f"{name} changes {changed} issues; an amendment changes at most {most}.")
        return package

    def _answered(self, ask: Ask, act: Act) -> bool:
        if act.yes is None or act.package is not None:
            raise InputError(f"{self._name(ask.party)} is asked for a yes or no, not for a package.")
        return act.yes

    def _name(self, party: int) -> str:
        parties = self.table.parties
        return f"'{parties[party]}'" if 0 <= party < len(parties) else f"party {party}"


def _package(text: Int8) -> tuple[int, ...] | None:
    """The package of the one run, None where there is none."""
    return None if text[0, 0] == NOBODY else tuple(text[0].tolist())
