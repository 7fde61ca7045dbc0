"""A scenario as arrays: what the rules read. Nothing here changes during a run."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sim.record.record import Record
from sim.scenario.conditions import Condition
from sim.scenario.schema import Decision, Event, Scenario
from sim.scenario.tables import CompiledTable
from sim.types import Bool, Int8, Int32, Int64

SILENCE = 0
"""The first option of every sender: to say nothing."""

NO_HISTORY = -1
"""Stands for the historical move of a decision that has none."""

KEPT, PAID = 0, 1
"""The two ways of really using a lever: a threat that is kept, an offer that is paid."""


@dataclass(frozen=True, eq=False)
class Sender:
    """One who may write to the decider, with every message it could send: K options.

    ``kind``, ``move``, ``channel`` and ``lever`` are int64 (K,), -1 where there is none.
    """

    actor: int
    kind: Int64
    move: Int64
    channel: Int64
    lever: Int64
    bluff: Bool
    handful: Bool
    """(K,) the few that a policy considers: best channel and lever first, silence among them."""
    force: Int64
    """(K,) kind x leverage, in hundredths of a per cent: 10_000 is a full lever in a plain message."""
    plea: Int64
    """(K, M) hundredths of a point, at most 0: how much less the sender likes each move than what it asks."""
    cost: Int64
    """(K,) hundredths of a point that sending takes from the sender."""
    relations: Bool
    """(V,) the variables that measure the relation between the sender's side and the decider's."""

    def __len__(self) -> int:
        return len(self.kind)


@dataclass(frozen=True, eq=False)
class Limit:
    """A constraint at work: ``moves`` bool (M,), a bar or a cost in hundredths of a point."""

    constraint: str
    moves: Bool
    bars: bool
    cost: int
    when: Condition | None
    reason: str


@dataclass(frozen=True, eq=False)
class ConditionalEffect:
    """An effect of one move that holds only under a condition; amount in hundredths of a point."""

    move: int
    variable: int
    amount: int
    when: Condition
    reason: str


@dataclass(frozen=True, eq=False)
class Party:
    """Another side that a decision concerns, and what each move tells it.

    ``level`` int8 (M,) of :class:`sim.types.Notice`; ``channel`` int64 (M,), -1 for none.
    ``harm`` int64 (M,) hundredths of a point: how much the move, once known, hurts it.
    """

    side: str
    level: Int8
    channel: Int64
    harm: Int64
    relations: Bool
    channels: Int64
    """The channels in play between the two sides, which a surprise bypasses."""


@dataclass(frozen=True, eq=False)
class CompiledEvent:
    """Something nobody decides; ``effects`` int32 (V,), chance in per cent."""

    index: int
    source: Event
    when: Condition | None
    chance: int
    effects: Int32
    reasons: tuple[str, ...]
    conditional: tuple[ConditionalEffect, ...]


@dataclass(frozen=True, eq=False)
class Bridge:
    """What is handed on from one scenario of a campaign to the next, whose first decision holds it.

    ``values`` int32 (V,), ``credibility`` (A,) and ``trust`` (C,) are where the next scenario begins by
    itself, in hundredths of a point, -1 for what it does not know; ``keeps`` is per cent.
    """

    scenario: str
    title: str
    text: str
    facts: tuple[str, ...]
    keeps: int
    values: Int32
    credibility: Int32
    trust: Int32


@dataclass(frozen=True, eq=False)
class CompiledDecision:
    """One decision point as arrays over its M moves."""

    index: int
    source: Decision
    date: datetime.date
    decider: int
    when: Condition | None
    moves: tuple[str, ...]
    open_when: tuple[Condition | None, ...]
    effects: Int32
    """(M, V) hundredths of a point: what each move does, foreseen or not."""
    reasons: tuple[tuple[str, ...], ...]
    """(M, V) the fact or the judgement behind each effect."""
    conditional: tuple[ConditionalEffect, ...]
    own: Int64
    """(M,) hundredths of a point: the decider's priorities x foreseen effects."""
    advocacy: Int64
    """(M,) hundredths of a point: its officials' own values x influence."""
    stakes: Int64
    """(A, M) hundredths of a point: each actor's priorities x foreseen effects."""
    senders: tuple[Sender, ...]
    limits: tuple[Limit, ...]
    parties: tuple[Party, ...]
    historical_move: int
    """The move that was really chosen; NO_HISTORY in a scenario that never was."""
    historical_messages: tuple[tuple[int, int], ...]
    """(sender's slot, option) of the messages that were really sent."""
    events: tuple[CompiledEvent, ...]
    table: CompiledTable | None = None
    """Where the parties bargain and their package decides the move; None where the decider does."""
    bridge: Bridge | None = None
    """What is handed on before it, where it begins another scenario of a campaign."""
    beat: bool = False
    """Whether people leave it to the model: it is no part of the short campaign."""


@dataclass(frozen=True, eq=False)
class Chapter:
    """One of the scenarios that a game is made of: its decisions from ``first`` to before ``end``."""

    id: str
    first: int
    end: int
    variables: tuple[str, ...]
    levers: tuple[str, ...]
    source: Scenario


@dataclass(frozen=True, eq=False)
class Compiled:
    """A checked scenario as arrays, beside the texts that it came from."""

    id: str
    origin: str
    """What opens it again: its id if it is shipped, else its path."""
    hash: str
    source: Scenario
    record: Record
    variables: tuple[str, ...]
    actors: tuple[str, ...]
    channels: tuple[str, ...]
    levers: tuple[str, ...]
    decisions: tuple[CompiledDecision, ...]
    endings: tuple[tuple[str, Condition | None], ...]
    start: Int32
    """(V,) hundredths of a point."""
    credibility: Int32
    """(A,) hundredths of a point: how far each actor's word is believed to begin with."""
    trust: Int32
    """(C,) hundredths of a point: how well each channel carries to begin with."""
    secrecy: Int32
    """(C,) per cent."""
    priorities: Int64
    """(A, V) signed per cent."""
    lever_effects: Int32
    """(2, L, V) hundredths of a point: what a kept threat (0) and a paid offer (1) do with each lever."""
    lever_reasons: tuple[tuple[tuple[str, ...], ...], ...]
    """(2, L, V) the reasons behind those effects."""
    renewable: Bool
    """(L,) whether a lever can be used more than once."""

    joined: tuple[Chapter, ...] = ()
    """The scenarios of a campaign, in their order; empty where there is one only."""

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The scenarios that the game is made of: one or more."""
        alone = Chapter(self.id, 0, len(self.decisions), self.variables, self.levers, self.source)
        return self.joined or (alone,)

    def chapter(self, decision: int) -> Chapter:
        """The scenario that the decision at a position belongs to."""
        return next(c for c in reversed(self.chapters) if decision >= c.first)

    @property
    def events(self) -> tuple[CompiledEvent, ...]:
        """All events, in the file's order."""
        return tuple(sorted((e for d in self.decisions for e in d.events), key=lambda e: e.index))

    @property
    def is_campaign(self) -> bool:
        """Whether several scenarios were joined to this one."""
        return bool(self.joined)

    @property
    def has_history(self) -> bool:
        """Whether the scenario says what was really chosen."""
        return any(d.historical_move != NO_HISTORY for d in self.decisions)

    def heirs(self, seat: str) -> tuple[str, ...]:
        """For whom a seat speaks besides its own actor, once offices have changed hands."""
        return next((tuple(s.then) for s in self.source.seats if s.actor == seat), ())

    def side(self, actor: int) -> str:
        """The government that an actor of the cast speaks for."""
        return self.record.side(self.actors[actor])
