"""The table of the open decision: which seats bargain there, and what they have done so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.bargaining.live import Act, Ask, Talk
from sim.errors import IllegalChoice, InputError
from sim.game.entries import Choice, Deal
from sim.scenario.compiled import CompiledDecision
from sim.scenario.tables import CompiledTable

if TYPE_CHECKING:
    from sim.game.model import Negotiation
    from sim.game.session import Session


class AtTable:
    """A session's table. Parties go by their position in the scenario's table."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.dealt: list[Choice] = []
        """What people have done here so far."""
        self._known: tuple[Negotiation, tuple[object, ...], Talk] | None = None
        """The last talk that was played, and what it followed from."""

    @property
    def table(self) -> CompiledTable | None:
        """The open decision's table; None where it has none."""
        decision = self.session.decision
        return decision.table if decision else None

    def people(self) -> dict[int, str]:
        """The parties that people sat down for, and their seats."""
        decision = self.session.decision
        return {} if decision is None else self.parties(decision)

    def seats(self) -> dict[int, str]:
        """The parties that people bargain for now, and their seats: not those that the model took over."""
        left = {c.seat for c in self.dealt if c.stood_in}
        return {at: seat for at, seat in self.people().items() if seat not in left}

    def parties(self, decision: CompiledDecision) -> dict[int, str]:
        """The parties at a decision's table that somebody's seat speaks for."""
        table, found = decision.table, dict[int, str]()
        if table is None or decision.beat:
            return found
        for at, party in enumerate(table.table.parties):
            seat = self.session.voice(party)
            if seat is None and at == table.chair:
                seat = self.session.speaker(decision.decider)
            if seat is not None:
                found[at] = seat
        return found

    def talk(self) -> Talk | None:
        """What has been said; None where no person bargains, or the table has not met."""
        there = bool(self.seats() or self.dealt) and not self.session.writers()
        return self._after(self.dealt) if there else None

    def asked(self) -> str | None:
        """The seat that the table waits for; None where it waits for nobody."""
        talk = self.talk()
        return self.seats()[talk.ask.party] if talk and talk.ask else None

    def deal(self, seat: str, package: Mapping[str, str] | None, yes: bool | None) -> Deal:
        """What a seat does, as an entry of the log. Raises IllegalChoice where it is not asked."""
        talk, table = self.talk(), self.table
        if talk is None or table is None or talk.ask is None or self.seats().get(talk.ask.party) != seat:
            raise IllegalChoice(f"'{seat}' is not asked at a table now.")
        given = None if package is None else tuple((i, package.get(i, "")) for i in table.table.issues)
        return Deal(table.table.parties[talk.ask.party], given, yes)

    def take(self, entry: Choice) -> Talk:
        """The table after a person's act, or once the model took over. Raises IllegalChoice."""
        if entry.deal is None and not entry.stood_in:
            raise IllegalChoice(f"An offer or an answer is needed at '{entry.decision}'.")
        ask = talk.ask if (talk := self.talk()) else None
        before, self.dealt = self.dealt, [*self.dealt, entry]
        try:
            found = self._after(self.dealt)
            self._check_open(ask, entry.deal, found)
        except IllegalChoice:
            self.dealt = before
            raise
        return found

    def _check_open(self, ask: Ask | None, deal: Deal | None, found: Talk) -> None:
        """Raises IllegalChoice where the decider's side, or the table, agrees to a move that is closed."""
        table, decision = self.table, self.session.decision
        assert table is not None
        assert decision is not None
        packages = [found.package]
        if ask and deal and table.table.parties.index(deal.party) == table.chair:
            offers = ask.kind == "offer" and table.protocol.kind == "alternating" and deal.package is not None
            packages.append(table.positions(dict(deal.package or ())) if offers else None)
            packages.append(ask.text if deal.yes else None)
        for package in packages:
            if package is not None:
                move = decision.source.moves[int(table.moves_of(np.array(package, np.int8)))]
                if not self.session.model.open_moves()[move.id]:
                    raise IllegalChoice(f"That amounts to “{move.label}”, which cannot be chosen now.")

    def _after(self, dealt: list[Choice]) -> Talk:
        self.session.received()
        table, model = self.table, self.session.model
        assert table is not None
        at = (len(model.log), tuple(dealt), tuple(self.seats()))
        if self._known and self._known[0] is model and self._known[1] == at:
            return self._known[2]
        try:
            acts = [act for choice in dealt for act in self._acts(table, choice)]
            found = model.talk(frozenset(self.people()), acts)
        except InputError as problem:
            raise IllegalChoice(str(problem)) from None
        self._known = model, at, found
        return found

    def _acts(self, table: CompiledTable, choice: Choice) -> list[Act]:
        if choice.deal is not None:
            return [act_of(table, choice.deal)]
        return [Act(at, leaves=True) for at, seat in self.people().items() if seat == choice.seat]


def act_of(table: CompiledTable, deal: Deal) -> Act:
    """A deal by positions. Raises IllegalChoice for a party, an issue or an option that is not there."""
    parties, options = table.table.parties, dict(zip(table.table.issues, table.table.options, strict=True))
    if deal.party not in parties:
        raise IllegalChoice(f"'{deal.party}' does not bargain at this table.")
    at = parties.index(deal.party)
    if deal.package is None:
        return Act(at, None, deal.yes)
    package = dict(deal.package)
    for issue, known in options.items():
        if package.get(issue) not in known:
            raise IllegalChoice(f"The package needs one option for '{issue}': {', '.join(known)}.")
    return Act(at, table.positions(package))
