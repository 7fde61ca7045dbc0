"""Who chooses when no person does.

A policy answers two questions for many runs at once: how likely is each message, and how
likely is each move? It gives weights, whole numbers; the luck that falls on one of them is
drawn from keys by whoever asks. So a policy keeps no stream of luck, and is the same in any
batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from sim.errors import UnknownName
from sim.scenario.compiled import NO_HISTORY, SILENCE, Compiled, CompiledDecision, Sender
from sim.types import Bool, Int64
from sim.world.choice import weights
from sim.world.pressure import available, pulled, worth
from sim.world.rules import Rules
from sim.world.state import State


@dataclass(frozen=True, eq=False)
class View:
    """What stands before one who chooses, in N runs: ``rows`` (N,) of the batch's state.

    A :class:`Local` decider may be asked about sums alone, which stand for no run: then there are no rows.
    """

    game: Compiled
    whole: State
    rows: Int64 | None
    decision: CompiledDecision
    open_moves: Bool
    """(N, M) the moves that can be chosen."""
    rules: Rules

    def __len__(self) -> int:
        return len(self.open_moves)

    @cached_property
    def state(self) -> State:
        """The state of these N runs. Raises ValueError where the view stands for no run."""
        if self.rows is None:
            raise ValueError("a Local policy chooses a move by its values and what is open, not by the state")
        return self.whole.rows(self.rows)


@dataclass(frozen=True, eq=False)
class MessageView(View):
    """What a sender sees before it writes."""

    slot: int
    base: Int64
    """(N, M) the decider's sum with everybody silent, hundredths of a point."""

    @property
    def sender(self) -> Sender:
        return self.decision.senders[self.slot]

    def available(self, options: Int64 | None = None) -> Bool:
        """(N, K) which messages can be sent now, or (N, H) for some of them (H,)."""
        return available(self.game, self.state, self.sender, self.open_moves, options)

    def pulled(self, options: Int64) -> Int64:
        """(H, M, N) what each of ``options`` (H,) would add to the decider's sum, hundredths of a point."""
        key = options.tobytes()
        if key not in self._pulled:
            self._pulled[key] = pulled(self.state, self.sender, options)
        return self._pulled[key]

    @cached_property
    def _pulled(self) -> dict[bytes, Int64]:
        return {}

    def worth(self, options: Int64) -> Int64:
        """(N, H) what each of ``options`` (H,) is worth to the sender, hundredths of a point."""
        added, which = self.pulled(options), tuple(options.tolist())
        return worth(
            self.game, self.decision, self.slot, self.base, self.open_moves, self.rules, which, added
        )


@dataclass(frozen=True, eq=False)
class MoveView(View):
    """What a decider sees before it chooses."""

    values: Int64
    """(N, M) the decider's sum, messages and constraints included, hundredths of a point."""


class Messages(NamedTuple):
    """The messages that a sender thinks of, options (H,) where 0 is silence, and their weights (N, H)."""

    options: Int64
    weight: Int64


class Policy(Protocol):
    """What chooses for an actor.

    Weights are int64, at least 0 and at most 2**28 each, eight at most to a choice or summing
    to 2**31 at most; each row has one above 0, and what is not open weighs 0.
    """

    name: str

    def message(self, view: MessageView) -> Messages:
        """How likely each message is, in each of N runs."""
        ...

    def move(self, view: MoveView) -> Int64:
        """How likely each move is, in each of N runs: weights (N, M)."""
        ...


class Local:
    """A policy that reads nothing of a run but its view's base, values, open moves and messages.

    Runs that are alike in these are then weighed once. A policy that reads more of the state
    must not say so.
    """


class Model(Local):
    """The model's own actors: a quantal response to what they weigh (see ``docs/model.md``)."""

    name = "model"

    def message(self, view: MessageView) -> Messages:
        options = np.flatnonzero(view.sender.handful)
        if len(options) == 1:
            return Messages(options, np.ones((len(view), 1), np.int64))
        return Messages(
            options, weights(view.worth(options), view.available(options), view.rules.rationality)
        )

    def move(self, view: MoveView) -> Int64:
        return weights(view.values, view.open_moves, view.rules.rationality)


class Greedy(Local):
    """Always the best by its own lights; the first of equals."""

    name = "greedy"

    def message(self, view: MessageView) -> Messages:
        options = np.flatnonzero(view.sender.handful)
        return Messages(options, _best(view.worth(options), view.available(options)))

    def move(self, view: MoveView) -> Int64:
        return _best(view.values, view.open_moves)


class Random(Local):
    """Anything that is open, each as likely as any other."""

    name = "random"

    def message(self, view: MessageView) -> Messages:
        options = np.flatnonzero(view.sender.handful)
        return Messages(options, view.available(options).astype(np.int64))

    def move(self, view: MoveView) -> Int64:
        return view.open_moves.astype(np.int64)


class Historical(Local):
    """What was really said and chosen, where it is still open; otherwise as the model."""

    name = "history"

    def message(self, view: MessageView) -> Messages:
        if view.decision.historical_move == NO_HISTORY:
            return Model().message(view)
        said = dict(view.decision.historical_messages).get(view.slot, SILENCE)
        can = view.available(np.array([said]))[:, 0].astype(np.int64)
        return Messages(np.array([said, SILENCE]), np.stack([can, 1 - can], axis=1))

    def move(self, view: MoveView) -> Int64:
        was = view.decision.historical_move
        if was == NO_HISTORY:
            return Model().move(view)
        only = np.zeros(view.open_moves.shape, np.int64)
        only[:, was] = 1
        return np.where(view.open_moves[:, was, None], only, Model().move(view))


def _best(values: Int64, allowed: Bool) -> Int64:
    """All the weight on the first of the best that are allowed: int64 (N, M)."""
    best = np.argmax(np.where(allowed, values, np.iinfo(np.int64).min), axis=1)
    return np.asarray(np.arange(values.shape[1])[None, :] == best[:, None], np.int64)


POLICIES: dict[str, Policy] = {p.name: p for p in (Model(), Historical(), Random(), Greedy())}


def policy(name: str) -> Policy:
    """The policy of that name. Raises UnknownName with the nearest names."""
    if name not in POLICIES:
        raise UnknownName("policy", name, POLICIES)
    return POLICIES[name]
