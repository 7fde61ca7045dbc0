"""Scenarios joined to one: the same arrays, each position moved to its place in the whole."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from sim.record.record import Record
from sim.scenario import compiled
from sim.scenario.campaign import Chapter, Read, called, names_of, own_entries
from sim.scenario.compiled import (
    Bridge,
    Compiled,
    CompiledDecision,
    CompiledEvent,
    ConditionalEffect,
    Sender,
)
from sim.scenario.conditions import AllOf, AnyOf, Chose, Compare, Condition, Happened, Not, parse
from sim.scenario.schema import Event, Scenario
from sim.scenario.tables import CompiledTable
from sim.types import Int32, Int64

Row = TypeVar("Row")


def join(id_: str, read: Read, shared: Record, short: bool = False, origin: str = "") -> Compiled:
    """A campaign as one game. ``short``: people decide in the core only; the model takes the rest."""
    return _Joiner(id_, read, shared, short).whole(origin or id_)


def _every(rows: Sequence[Sequence[Row]]) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(r for row in rows for r in row))


class _Joiner:
    def __init__(self, id_: str, read: Read, shared: Record, short: bool) -> None:
        self.id, self.campaign, self.games, self.short = id_, read.campaign, read.games, short
        self.variables = _every([g.variables for g in self.games])
        self.actors = _every([g.actors for g in self.games])
        self.channels = _every([g.channels for g in self.games])
        self.record = _record(self.games, shared)
        self.parts = list(self._parts())

    def _parts(self) -> Iterator[_Part]:
        decisions = events = levers = 0
        for game, chapter in zip(self.games, self.campaign.scenarios, strict=True):
            yield _Part(self, game, chapter, decisions, events, levers)
            decisions, events = decisions + len(game.decisions), events + len(game.events)
            levers += len(game.levers)

    def whole(self, origin: str) -> Compiled:
        games, campaign = self.games, self.campaign
        names = names_of(games)
        start = self.spread("variables", [g.start for g in games])
        priorities = np.zeros((len(self.actors), len(self.variables)), np.int64)
        for part, game in zip(self.parts, games, strict=True):
            priorities[np.ix_(part.actors, part.variables)] = game.priorities
        return Compiled(
            id=self.id,
            origin=origin,
            hash=self.hash(),
            source=self.source(),
            record=self.record,
            variables=self.variables,
            actors=self.actors,
            channels=self.channels,
            levers=tuple(lever for g in games for lever in g.levers),
            decisions=tuple(d for part in self.parts for d in part.decisions()),
            endings=tuple((e.id, parse(e.when, names) if e.when else None) for e in campaign.endings),
            start=start,
            credibility=self.spread("actors", [g.credibility for g in games]),
            trust=self.spread("channels", [g.trust for g in games]),
            secrecy=self.spread("channels", [g.secrecy for g in games]),
            priorities=priorities,
            lever_effects=np.concatenate([p.lever_effects() for p in self.parts], axis=1),
            lever_reasons=self.lever_reasons(),
            renewable=np.concatenate([g.renewable for g in games]),
            joined=tuple(p.chapter() for p in self.parts),
        )

    def hash(self) -> str:
        told = self.campaign.model_dump_json() + "".join(g.hash for g in self.games) + str(self.short)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def spread(self, kind: str, rows: Sequence[Int32]) -> Int32:
        """One row for the whole, in which the first scenario that has an entry says what it is."""
        found = np.zeros(len(getattr(self, kind)), np.int32)
        for part, row in zip(reversed(self.parts), reversed(rows), strict=True):
            found[getattr(part, kind)] = row
        return found

    def lever_reasons(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        rows = [p.lever_reasons() for p in self.parts]
        return tuple(tuple(row for part in rows for row in part[way]) for way in (0, 1))

    def source(self) -> Scenario:
        """The campaign told as a scenario: what its screens and reports read."""
        campaign, sources = self.campaign, [g.source for g in self.games]
        variables = {v: s for source in reversed(sources) for v, s in source.variables.items()}
        told: dict[str, Any] = {name: getattr(campaign, name) for name in _ALIKE}
        told |= {
            "title": f"{campaign.title}: the short way" if self.short else campaign.title,
            "minutes": self.minutes(),
            "define": {},
            "record": None,
            "cast": list(self.actors),
            "variables": {v: variables[v] for v in self.variables},
            "leverage": {k: use for source in sources for k, use in source.leverage.items()},
            "decisions": [d.source for part in self.parts for d in part.decisions()],
            "events": [e for part in self.parts for e in part.event_sources()],
        }
        return Scenario.model_construct(**told)

    def minutes(self) -> int:
        """The scenarios' own minutes; in the short campaign, their share of decisions."""
        return sum(
            g.source.minutes * len(c.core) // len(g.decisions) if self.short else g.source.minutes
            for g, c in zip(self.games, self.campaign.scenarios, strict=True)
        )


_ALIKE = (
    *("format", "title", "summary", "teaches", "content_note"),
    *("limits", "why", "seats", "endings", "questions"),
)
"""What a campaign's file says in the words of a scenario's."""


def _record(games: Sequence[Compiled], shared: Record) -> Record:
    """The shared record with every scenario's own entries."""
    found: dict[str, Any] = {}
    for game in games:
        for room, rows in own_entries(game, shared):
            found.setdefault(room, dict(getattr(shared, room))).update(rows)
    return dataclasses.replace(shared, **found)


class _Part:
    """One scenario in the whole: where its positions lie there."""

    def __init__(
        self, whole: _Joiner, game: Compiled, chapter: Chapter, decisions: int, events: int, levers: int
    ) -> None:
        self.whole, self.game, self.card = whole, game, chapter
        self.first, self.event, self.lever = decisions, events, levers
        self.variables = _places(game.variables, whole.variables)
        self.actors = _places(game.actors, whole.actors)
        self.channels = _places(game.channels, whole.channels)

    def chapter(self) -> compiled.Chapter:
        game = self.game
        end = self.first + len(game.decisions)
        return compiled.Chapter(game.id, self.first, end, game.variables, game.levers, game.source)

    def decisions(self) -> Iterator[CompiledDecision]:
        for decision in self.game.decisions:
            yield self.decision(decision)

    def decision(self, decision: CompiledDecision) -> CompiledDecision:
        wide = np.zeros((len(decision.moves), len(self.whole.variables)), np.int32)
        wide[:, self.variables] = decision.effects
        stakes = np.zeros((len(self.whole.actors), len(decision.moves)), np.int64)
        stakes[self.actors] = decision.stakes
        source = decision.source
        return dataclasses.replace(
            decision,
            index=self.first + decision.index,
            source=source.model_copy(update={"id": called(self.game.id, source.id)}),
            decider=int(self.actors[decision.decider]),
            when=self.condition(decision.when),
            open_when=tuple(self.condition(c) for c in decision.open_when),
            effects=wide,
            reasons=tuple(self.reasons(row) for row in decision.reasons),
            conditional=tuple(self.conditional(c) for c in decision.conditional),
            stakes=stakes,
            senders=tuple(self.sender(s) for s in decision.senders),
            limits=tuple(dataclasses.replace(n, when=self.condition(n.when)) for n in decision.limits),
            parties=tuple(
                dataclasses.replace(
                    p,
                    channel=self.moved(p.channel, self.channels),
                    relations=self.spread(p.relations),
                    channels=self.channels[p.channels],
                )
                for p in decision.parties
            ),
            events=tuple(self.event_of(e) for e in decision.events),
            table=self.table(decision.table),
            bridge=self.bridge() if decision.index == 0 else None,
            beat=self.whole.short and source.id not in self.card.core,
        )

    def bridge(self) -> Bridge | None:
        """What is handed on when this scenario begins; None for the first."""
        card, whole, game = self.card.bridge, self.whole, self.game
        if card is None:
            return None
        return Bridge(
            scenario=game.id,
            title=card.title,
            text=card.text,
            facts=tuple(card.facts),
            keeps=card.keeps.percent,
            values=_row(len(whole.variables), self.variables, game.start),
            credibility=_row(len(whole.actors), self.actors, game.credibility),
            trust=_row(len(whole.channels), self.channels, game.trust),
        )

    def sender(self, sender: Sender) -> Sender:
        return dataclasses.replace(
            sender,
            actor=int(self.actors[sender.actor]),
            channel=self.moved(sender.channel, self.channels),
            lever=np.where(sender.lever >= 0, sender.lever + self.lever, -1),
            relations=self.spread(sender.relations),
        )

    def event_of(self, event: CompiledEvent) -> CompiledEvent:
        effects = np.zeros(len(self.whole.variables), np.int32)
        effects[self.variables] = event.effects
        return dataclasses.replace(
            event,
            index=self.event + event.index,
            source=self.event_source(event.source),
            when=self.condition(event.when),
            effects=effects,
            reasons=self.reasons(event.reasons),
            conditional=tuple(self.conditional(c) for c in event.conditional),
        )

    def event_sources(self) -> Iterator[Event]:
        for event in self.game.source.events:
            yield self.event_source(event)

    def event_source(self, event: Event) -> Event:
        told = {"id": called(self.game.id, event.id), "after": called(self.game.id, event.after)}
        return event.model_copy(update=told)

    def table(self, table: CompiledTable | None) -> CompiledTable | None:
        if table is None:
            return None
        shifts = [dataclasses.replace(s, when=self.needed(s.when)) for s in table.shifts]
        return dataclasses.replace(table, shifts=tuple(shifts))

    def conditional(self, effect: ConditionalEffect) -> ConditionalEffect:
        at = int(self.variables[effect.variable])
        return dataclasses.replace(effect, variable=at, when=self.needed(effect.when))

    def condition(self, condition: Condition | None) -> Condition | None:
        return None if condition is None else self.needed(condition)

    def needed(self, condition: Condition) -> Condition:
        if isinstance(condition, Chose):
            return Chose(condition.decision + self.first, condition.moves)
        if isinstance(condition, Happened):
            return Happened(condition.event + self.event)
        if isinstance(condition, Compare):
            return Compare(int(self.variables[condition.variable]), condition.order, condition.points)
        if isinstance(condition, Not):
            return Not(self.needed(condition.part))
        parts = tuple(self.needed(p) for p in condition.parts)
        return AllOf(parts) if isinstance(condition, AllOf) else AnyOf(parts)

    def reasons(self, row: tuple[str, ...]) -> tuple[str, ...]:
        found = [""] * len(self.whole.variables)
        for at, reason in zip(self.variables, row, strict=True):
            found[at] = reason
        return tuple(found)

    def spread(self, relations: Any) -> Any:
        found = np.zeros(len(self.whole.variables), bool)
        found[self.variables] = relations
        return found

    def moved(self, at: Int64, places: Int64) -> Int64:
        """Positions moved to their places in the whole; -1 stays."""
        return np.where(at >= 0, places[at], -1) if len(places) else at

    def lever_effects(self) -> Int32:
        found = np.zeros((2, len(self.game.levers), len(self.whole.variables)), np.int32)
        found[:, :, self.variables] = self.game.lever_effects
        return found

    def lever_reasons(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        return tuple(tuple(self.reasons(row) for row in way) for way in self.game.lever_reasons)


def _places(names: Sequence[str], among: Sequence[str]) -> Int64:
    return np.array([among.index(n) for n in names], np.int64)


def _row(size: int, places: Int64, row: Int32) -> Int32:
    """A row of the whole: -1 where this scenario has nothing."""
    found = np.full(size, -1, np.int32)
    found[places] = row
    return found
