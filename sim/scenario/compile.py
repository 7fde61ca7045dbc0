"""From a checked scenario to arrays. Here, and only here, words become numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from sim import scale
from sim.record.record import Record
from sim.scenario.compiled import (
    NO_HISTORY,
    Compiled,
    CompiledDecision,
    CompiledEvent,
    ConditionalEffect,
    Limit,
    Party,
    Sender,
)
from sim.scenario.conditions import Condition, Names, parse
from sim.scenario.messages import compile_sender, find_option
from sim.scenario.schema import Decision, Effect, Event, LeverUse, Scenario
from sim.scenario.speaking import open_channels, speakers
from sim.scenario.tables import CompiledTable, compile_table
from sim.types import Bool, Int32, Int64, Notice

PICTURE: Final[Any] = {
    "record": {"places"},
    "decisions": {"__all__": {"places": True, "visits": True, "outside": {"places", "visits"}}},
}
"""What stands in a scenario for its map alone. No rule reads it, so no game or result hangs on it."""

SAID_YES: Final = Notice.COORDINATED
"""How early those know of a deal at a table without whose yes there is none."""


def compile_scenario(id_: str, scenario: Scenario, record: Record, origin: str = "") -> Compiled:
    """The scenario as arrays. It must have passed :func:`sim.scenario.checks.check`."""
    return _Compiler(id_, scenario, record).whole(origin or id_)


class _Compiler:
    def __init__(self, id_: str, scenario: Scenario, record: Record) -> None:
        self.id, self.scenario, self.record = id_, scenario, record
        self.variables = tuple(scenario.variables)
        self.actors = tuple(dict.fromkeys(scenario.cast))
        channels = [c for d in scenario.decisions for c in d.channels]
        channels += [t.channel for d in scenario.decisions for m in d.moves for t in m.notice if t.channel]
        self.channels = tuple(dict.fromkeys(channels))
        levers = [*scenario.leverage, *(lv for d in scenario.decisions for lv in d.leverage)]
        self.levers = tuple(dict.fromkeys(levers))
        self.names = Names(
            {d.id: [m.id for m in d.moves] for d in scenario.decisions},
            [e.id for e in scenario.events],
            self.variables,
        )
        rows = [[record.priorities(a).get(v, 0) for v in self.variables] for a in self.actors]
        self.priorities = np.array(rows, np.int64).reshape(len(self.actors), len(self.variables))
        uses = [scenario.leverage.get(lv, LeverUse()) for lv in self.levers]
        shape = (2, len(self.levers), len(self.variables))
        uses_rows = np.array([self.effects(e) for e in (*(u.kept for u in uses), *(u.paid for u in uses))])
        self.lever_effects = uses_rows.astype(np.int32).reshape(shape)
        self.lever_reasons = (
            tuple(self.reasons(u.kept) for u in uses),
            tuple(self.reasons(u.paid) for u in uses),
        )

    def whole(self, origin: str) -> Compiled:
        scenario, record = self.scenario, self.record
        decisions = tuple(self.decision(i, d) for i, d in enumerate(scenario.decisions))
        return Compiled(
            id=self.id,
            origin=origin,
            hash=self.hash(),
            source=scenario,
            record=record,
            variables=self.variables,
            actors=self.actors,
            channels=self.channels,
            levers=self.levers,
            decisions=decisions,
            endings=tuple((e.id, self.condition(e.when)) for e in scenario.endings),
            start=np.array([s.start * scale.HUNDREDTHS for s in scenario.variables.values()], np.int32),
            credibility=np.array([record.actors[a].credibility.percent * 100 for a in self.actors], np.int32),
            trust=np.array([record.channels[c].trust.percent * 100 for c in self.channels], np.int32),
            secrecy=np.array([record.channels[c].secrecy.percent for c in self.channels], np.int32),
            priorities=self.priorities,
            lever_effects=self.lever_effects,
            lever_reasons=self.lever_reasons,
            renewable=np.array([record.leverage[lv].renewable for lv in self.levers], bool),
        )

    def hash(self) -> str:
        """Sixteen hex digits over the scenario and all of the record that it draws on."""
        record = self.record
        used: dict[str, object] = {a: record.actors[a].model_dump(mode="json") for a in self.actors}
        used |= {
            record.side(a): record.governments[record.side(a)].model_dump(mode="json") for a in self.actors
        }
        used |= {c: record.channels[c].model_dump(mode="json") for c in self.channels}
        used |= {lv: record.leverage[lv].model_dump(mode="json") for lv in self.levers}
        used |= {v: record.variables[v].model_dump(mode="json") for v in self.variables}
        whole = {"scenario": _lasting(self.scenario.model_dump(mode="json", exclude=PICTURE)), "record": used}
        text = json.dumps(whole, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]

    def condition(self, text: str | None) -> Condition | None:
        return None if text is None else parse(text, self.names)

    def effects(self, effects: Sequence[Effect], foreseen_only: bool = False) -> Int32:
        """Unconditional effects summed by variable: int32 (V,), hundredths of a point."""
        found = np.zeros(len(self.variables), np.int32)
        for effect in effects:
            if effect.when is None and (effect.foreseen or not foreseen_only):
                found[self.variables.index(effect.variable)] += scale.points(effect.by)
        return found

    def reasons(self, effects: Sequence[Effect]) -> tuple[str, ...]:
        """The reasons of the unconditional effects, by variable, a line each: (V,)."""
        told = [[e.reason for e in effects if e.when is None and e.variable == v] for v in self.variables]
        return tuple("\n".join(dict.fromkeys(row)) for row in told)

    def conditional(self, move: int, effects: Sequence[Effect]) -> list[ConditionalEffect]:
        return [
            ConditionalEffect(
                move,
                self.variables.index(e.variable),
                scale.points(e.by),
                parse(e.when, self.names),
                e.reason,
            )
            for e in effects
            if e.when is not None
        ]

    def values(self, effects: Int32) -> Int64:
        """Priorities x effects: int64 (A, M) from int32 (M, V), hundredths of a point."""
        return np.asarray(
            (self.priorities[:, None, :] * effects[None, :, :].astype(np.int64)).sum(axis=2) // 100
        )

    def decision(self, index: int, decision: Decision) -> CompiledDecision:
        record = self.record
        shape = (len(decision.moves), len(self.variables))
        effects = np.array([self.effects(m.effects) for m in decision.moves], np.int32).reshape(shape)
        foreseen = np.array([self.effects(m.effects, True) for m in decision.moves], np.int32).reshape(shape)
        stakes = self.values(foreseen)
        decider = self.actors.index(decision.decider)
        names = speakers(self.scenario, record, decision)
        senders = tuple(
            compile_sender(
                self.scenario,
                record,
                decision,
                name,
                self.actors,
                self.channels,
                self.levers,
                stakes,
                self.relations(name, decision.decider),
            )
            for name in names
        )
        advocacy = np.zeros(len(decision.moves), np.int64)
        for actor in self.advisers(decision, names):
            influence = record.officials[actor].influence.percent
            advocacy += stakes[self.actors.index(actor)] * influence // 100
        moves = tuple(m.id for m in decision.moves)
        return CompiledDecision(
            index=index,
            source=decision,
            date=decision.date,
            decider=decider,
            when=self.condition(decision.when),
            moves=moves,
            open_when=tuple(self.condition(m.when) for m in decision.moves),
            effects=effects,
            reasons=tuple(self.reasons(m.effects) for m in decision.moves),
            conditional=tuple(
                c for i, m in enumerate(decision.moves) for c in self.conditional(i, m.effects)
            ),
            own=stakes[decider],
            advocacy=advocacy,
            stakes=stakes,
            senders=senders,
            limits=tuple(self.limits(decision, moves)),
            parties=tuple(self.parties(decision, effects)),
            historical_move=moves.index(decision.history.move) if decision.history else NO_HISTORY,
            historical_messages=tuple(self.historical(decision, names, senders, moves)),
            events=tuple(
                self.event(i, e) for i, e in enumerate(self.scenario.events) if e.after == decision.id
            ),
            table=self.table(decision, moves),
        )

    def table(self, decision: Decision, moves: tuple[str, ...]) -> CompiledTable | None:
        def read(text: str) -> Condition:
            return parse(text, self.names)

        if decision.table is None:
            return None
        return compile_table(decision.table, moves, decision.decider, self.record.side, read)

    def advisers(self, decision: Decision, speaking: list[str]) -> list[str]:
        """Officials of the decider's side who have no message of their own to send here."""
        side = self.record.side(decision.decider)
        return [
            a
            for a in self.actors
            if a in self.record.officials
            and self.record.side(a) == side
            and a != decision.decider
            and a not in speaking
        ]

    def relations(self, a: str, b: str) -> Bool:
        """The variables that measure the relation between two actors' sides: bool (V,)."""
        sides = self.record.side(a), self.record.side(b)
        found = np.zeros(len(self.variables), bool)
        for i, name in enumerate(self.variables):
            between = self.record.variables[name].between
            if len(between) == 2 and sides[0] != sides[1]:
                first, second = (set(group) for group in between)
                found[i] = (sides[0] in first and sides[1] in second) or (
                    sides[1] in first and sides[0] in second
                )
        return found

    def limits(self, decision: Decision, moves: tuple[str, ...]) -> list[Limit]:
        return [
            Limit(
                constraint=limit.constraint,
                moves=np.array([m in limit.moves for m in moves]),
                bars=limit.bars,
                cost=0 if limit.cost is None else abs(scale.points(limit.cost)),
                when=self.condition(limit.when),
                reason=limit.reason,
            )
            for limit in decision.constraints
        ]

    def parties(self, decision: Decision, effects: Int32) -> list[Party]:
        record, ours = self.record, self.record.side(decision.decider)
        there = [a for a in self.actors if record.in_office(a, decision.date) and self.acts(a, decision)]
        sides = [s for s in dict.fromkeys(record.side(a) for a in there) if s != ours]
        found = []
        for side in sides:
            people = [a for a in self.actors if record.side(a) == side]
            level = np.zeros(len(decision.moves), np.int8)
            channel = np.full(len(decision.moves), -1, np.int64)
            for i, move in enumerate(decision.moves):
                for told in move.notice:
                    rank = Notice[told.level.upper()]
                    if record.side(told.to) == side and (rank > level[i] or channel[i] < 0):
                        level[i] = max(rank, level[i])
                        channel[i] = self.channels.index(told.channel) if told.channel else -1
            if decision.table and side in map(record.side, decision.table.needed):
                level[[i for i, m in enumerate(decision.moves) if m.id in decision.table.deals]] = SAID_YES
            wants = record.priorities(side)
            weight = np.array([wants.get(v, 0) for v in self.variables], np.int64)
            harm = np.maximum(0, -((weight * effects.astype(np.int64)).sum(axis=1) // 100))
            open_ = {c for a in (*people, side) for c in open_channels(record, decision, a)}
            between = [
                self.channels.index(c)
                for c in decision.channels
                if c in open_ and not record.channels[c].public
            ]
            found.append(
                Party(
                    side,
                    level,
                    channel,
                    harm,
                    self.relations(side, decision.decider),
                    np.array(between, np.int64),
                )
            )
        return found

    def acts(self, actor: str, decision: Decision) -> bool:
        """Whether an actor is about: a government whose people are all out of office is not."""
        record = self.record
        people = [a for a in self.actors if a in record.officials and record.side(a) == actor]
        return not people or any(record.in_office(a, decision.date) for a in people)

    def historical(
        self, decision: Decision, names: list[str], senders: tuple[Sender, ...], moves: tuple[str, ...]
    ) -> list[tuple[int, int]]:
        found = []
        for message in decision.history.messages if decision.history else ():
            slot = names.index(message.sender)
            option = find_option(
                senders[slot],
                message.kind,
                moves.index(message.move),
                self.channels.index(message.channel),
                self.levers.index(message.leverage) if message.leverage else -1,
            )
            found.append((slot, option))
        return found

    def event(self, index: int, event: Event) -> CompiledEvent:
        return CompiledEvent(
            index=index,
            source=event,
            when=self.condition(event.when),
            chance=event.chance.percent,
            effects=self.effects(event.effects),
            reasons=self.reasons(event.effects),
            conditional=tuple(self.conditional(-1, event.effects)),
        )


def _lasting(told: Any) -> Any:
    """What a scenario's hash is over: not the pieces and reasons that stand, by now, where they belong."""
    if isinstance(told, list):
        return [_lasting(v) for v in told]
    if not isinstance(told, dict):
        return told
    return {
        k: _lasting(v)
        for k, v in told.items()
        if not (k == "why" and (v is None or isinstance(v, str)))
        and not (k == "define" and "format" in told)
        and not (k in ("record", "table") and v is None)
        and not (k == "then" and v == [])
    }
