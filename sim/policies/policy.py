"""Who chooses when no person does.

A policy answers two questions for B runs at once: which message to send, and which move to
take. It sees what its actor can weigh; it draws its luck from keys, never from a stream.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.errors import UnknownName
from sim.scenario.compiled import SILENCE, Compiled, CompiledDecision, Sender
from sim.types import Bool, Int64, UInt64
from sim.world.choice import pick, weights
from sim.world.pressure import available, worth
from sim.world.rules import Rules
from sim.world.state import State


@dataclass(frozen=True, eq=False)
class MessageView:
    """What a sender sees before it writes."""

    game: Compiled
    state: State
    decision: CompiledDecision
    slot: int
    base: Int64
    """(B, M) the decider's sum with everybody silent, hundredths of a point."""
    open_moves: Bool
    rules: Rules

    @property
    def sender(self) -> Sender:
        return self.decision.senders[self.slot]

    def available(self) -> Bool:
        """(B, K) which messages can be sent now."""
        return available(self.game, self.state, self.sender, self.open_moves)

    def worth(self, options: Int64) -> Int64:
        """(B, N) what each of ``options`` (N,) is worth to the sender, hundredths of a point."""
        return worth(
            self.game, self.state, self.decision, self.sender, self.base, self.open_moves, self.rules, options
        )


@dataclass(frozen=True, eq=False)
class MoveView:
    """What a decider sees before it chooses."""

    game: Compiled
    state: State
    decision: CompiledDecision
    values: Int64
    """(B, M) the decider's sum, messages and constraints included, hundredths of a point."""
    open_moves: Bool
    rules: Rules


class Policy(Protocol):
    """What chooses for an actor."""

    name: str

    def message(self, view: MessageView, draws: UInt64) -> Int64:
        """An option for each run, int64 (B,): 0 is silence. It must be available."""
        ...

    def move(self, view: MoveView, draws: UInt64) -> Int64:
        """An open move for each run, int64 (B,)."""
        ...


class Model:
    """The model's own actors: a quantal response to what they weigh (see ``docs/model.md``)."""

    name = "model"

    def message(self, view: MessageView, draws: UInt64) -> Int64:
        options = np.flatnonzero(view.sender.handful)
        if len(options) == 1:
            return np.zeros(len(view.state), np.int64)
        weight = weights(view.worth(options), view.available()[:, options], view.rules.rationality)
        return np.asarray(options[pick(weight, draws)])

    def move(self, view: MoveView, draws: UInt64) -> Int64:
        return pick(weights(view.values, view.open_moves, view.rules.rationality), draws)


class Greedy:
    """Always the best by its own lights; the first of equals."""

    name = "greedy"

    def message(self, view: MessageView, draws: UInt64) -> Int64:
        options = np.flatnonzero(view.sender.handful)
        value = np.where(view.available()[:, options], view.worth(options), np.iinfo(np.int64).min)
        return np.asarray(options[np.argmax(value, axis=1)])

    def move(self, view: MoveView, draws: UInt64) -> Int64:
        value = np.where(view.open_moves, view.values, np.iinfo(np.int64).min)
        return np.asarray(np.argmax(value, axis=1), np.int64)


class Random:
    """Anything that is open, each as likely as any other."""

    name = "random"

    def message(self, view: MessageView, draws: UInt64) -> Int64:
        options = np.flatnonzero(view.sender.handful)
        return options[pick(view.available()[:, options].astype(np.int64), draws)]

    def move(self, view: MoveView, draws: UInt64) -> Int64:
        return pick(view.open_moves.astype(np.int64), draws)


class Historical:
    """What was really said and chosen, where it is still open; otherwise as the model."""

    name = "history"

    def message(self, view: MessageView, draws: UInt64) -> Int64:
        said = dict(view.decision.historical_messages).get(view.slot, SILENCE)
        return np.where(view.available()[:, said], said, SILENCE)

    def move(self, view: MoveView, draws: UInt64) -> Int64:
        was = view.decision.historical_move
        return np.where(view.open_moves[:, was], was, Model().move(view, draws))


POLICIES: dict[str, Policy] = {p.name: p for p in (Model(), Historical(), Random(), Greedy())}


def policy(name: str) -> Policy:
    """The policy of that name. Raises UnknownName with the nearest names."""
    if name not in POLICIES:
        raise UnknownName("policy", name, POLICIES)
    return POLICIES[name]
