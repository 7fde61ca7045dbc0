"""The log: each decision as one event that explains itself, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim import scale
from sim.scenario.compiled import SILENCE, Compiled, CompiledDecision, Sender
from sim.scenario.messages import find_option
from sim.types import Int64, Json, Kind, Notice, UInt64, label
from sim.world.follows import answers
from sim.world.said import Message as Message
from sim.world.settle import leaks
from sim.world.state import Change, State


@dataclass(frozen=True)
class Sent:
    """A message with what became of it."""

    message: Message
    heeded: bool
    ignored: bool
    leaked: bool


@dataclass(frozen=True)
class Told:
    """Who heard of a move, when, and over which channel: an actor that was told; or a side that
    was not, or that said yes at a table."""

    who: str
    level: str
    channel: str | None


@dataclass(frozen=True)
class Step:
    """One settled decision: what was said, what was chosen, what moved and why."""

    decision: str
    date: str
    decider: str
    messages: tuple[Sent, ...]
    move: str
    historical_move: str
    """The move that was really taken; empty where nothing is history."""
    notice: tuple[Told, ...]
    events: tuple[str, ...]
    sources: tuple[str, ...]
    before: dict[str, float]
    after: dict[str, float]
    changes: tuple[Change, ...]
    odds: dict[str, float]
    state_hash: str

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel that carried a message or a notice, once each."""
        used = [s.message.channel for s in self.messages]
        used += [t.channel for t in self.notice if t.channel]
        return tuple(dict.fromkeys(used))

    def moved(self, variable: str) -> float:
        """By how many points a variable changed."""
        return round(self.after[variable] - self.before[variable], 2)

    def as_json(self, game: Compiled) -> Json:
        """The step as the ``replay`` and ``run`` contract gives it."""
        source = next(d.source for d in game.decisions if d.source.id == self.decision)
        return {
            "decision": self.decision,
            "date": self.date,
            "date_certainty": source.date_certainty,
            "decider": self.decider,
            "move": self.move,
            "historical_move": self.historical_move or None,
            "messages": [
                s.message.as_json() | {"heeded": s.heeded, "leaked": s.leaked} for s in self.messages
            ],
            "notice": [{"to": t.who, "level": t.level, "channel": t.channel} for t in self.notice],
            "channels": list(self.channels),
            "leverage": list(source.leverage),
            "constraints": list(dict.fromkeys(limit.constraint for limit in source.constraints)),
            "sources": list(self.sources),
            "events": list(self.events),
            "before": self.before,
            "after": self.after,
            "why": [change_json(game, c) for c in self.changes],
            "odds": self.odds,
            "state_hash": self.state_hash,
        }


def change_json(game: Compiled, change: Change) -> Json:
    """A change with names for numbers."""
    row: Json = {
        "what": change.what,
        "name": name_of(game, change),
        "points": change.amount / scale.HUNDREDTHS,
    }
    return row | {"rule": change.rule, "cause": change.cause, "reason": change.reason.replace("\n", " ")}


def name_of(game: Compiled, change: Change) -> str:
    """The id of what a change moved."""
    names = {"variable": game.variables, "credibility": game.actors, "trust": game.channels}
    return names[change.what][change.index]


def points(game: Compiled, state: State, row: int = 0) -> dict[str, float]:
    """Every variable in points, by id."""
    values: list[Any] = state.values[row].tolist()
    return {v: values[i] / scale.HUNDREDTHS for i, v in enumerate(game.variables)}


def message_of(game: Compiled, decision: CompiledDecision, slot: int, option: int) -> Message | None:
    """A sender's option in words of ids; None for silence."""
    if option == SILENCE:
        return None
    sender = decision.senders[slot]
    lever = int(sender.lever[option])
    return Message(
        sender=game.actors[sender.actor],
        kind=label(Kind(int(sender.kind[option]))),
        move=decision.moves[int(sender.move[option])],
        channel=game.channels[int(sender.channel[option])],
        leverage=game.levers[lever] if lever >= 0 else None,
        bluff=bool(sender.bluff[option]),
    )


def option_of(game: Compiled, decision: CompiledDecision, message: Message) -> tuple[int, int]:
    """The (slot, option) that says ``message``. Raises ValueError if nothing does."""
    slots = {game.actors[s.actor]: i for i, s in enumerate(decision.senders)}
    if message.sender not in slots:
        raise ValueError(f"'{message.sender}' has no channel to '{game.actors[decision.decider]}'")
    slot = slots[message.sender]
    try:
        option = find_option(
            decision.senders[slot],
            message.kind,
            decision.moves.index(message.move),
            game.channels.index(message.channel),
            _lever(game, decision.senders[slot], message.leverage) if message.leverage else -1,
            message.bluff,
        )
    except (ValueError, KeyError):
        raise ValueError(f"'{message.sender}' cannot send that message here") from None
    return slot, option


def _lever(game: Compiled, sender: Sender, name: str) -> int:
    """Where a lever stands; a campaign has one of a name in each of its scenarios. Raises ValueError."""
    places = [at for at, lever in enumerate(game.levers) if lever == name]
    return next((at for at in places if (sender.lever == at).any()), game.levers.index(name))


def write_step(
    game: Compiled,
    decision: CompiledDecision,
    before: State,
    after: State,
    messages: Int64,
    move: int,
    changes: list[Change],
    weight: Int64,
    keys: UInt64 | None,
) -> Step:
    """The log entry of one run's decision. ``messages`` is int64 (S,), ``weight`` int64 (M,)."""
    source = decision.source
    sent = []
    one = np.array([move], np.int64)
    for slot, sender in enumerate(decision.senders):
        option = np.array([messages[slot]], np.int64)
        message = message_of(game, decision, slot, int(option[0]))
        if message is None:
            continue
        heeded, ignored = answers(sender, decision, option, one)
        leaked = keys is not None and bool(leaks(game, decision, slot, option, keys)[0])
        sent.append(Sent(message, bool(heeded[0]), bool(ignored[0]), leaked))
    told = source.moves[move].notice
    heard = {game.record.side(t.to) for t in told}
    notice = [Told(t.to, t.level, t.channel) for t in told]
    others = [p for p in decision.parties if p.side not in heard]
    notice += [Told(p.side, label(Notice(int(p.level[move]))), None) for p in others]
    total = int(weight.sum())
    came = after.events[0] != before.events[0]
    return Step(
        decision=source.id,
        date=source.date.isoformat(),
        decider=source.decider,
        messages=tuple(sent),
        move=decision.moves[move],
        historical_move=source.history.move if source.history else "",
        notice=tuple(notice),
        events=tuple(e.source.id for e in game.events if came[e.index]),
        sources=tuple(source.cited),
        before=points(game, before),
        after=points(game, after),
        changes=tuple(changes),
        odds={m: round(int(weight[i]) / total, 4) for i, m in enumerate(decision.moves)},
        state_hash=after.hash(),
    )
