"""The stages of one decision: the decider weighs, others think and write, the decider or a table decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim import rng
from sim.policies import seated
from sim.policies.policy import Local, MessageView, Model, MoveView, Policy
from sim.rng import Purpose
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.types import Bool, Int32, Int64, UInt64
from sim.world import limits
from sim.world.choice import bars, fall, pick, weights
from sim.world.holds import holds
from sim.world.known import Known, Tables
from sim.world.pressure import pulled, pulls, reads
from sim.world.rules import Rules
from sim.world.state import State

EVERY: Final = slice(None)


@dataclass(frozen=True, eq=False)
class Weighed:
    """Before anybody writes: what the decider weighs, for U classes of the N runs that are there."""

    base: Int64
    """(U, M) the decider's sums, hundredths of a point."""
    open_moves: Bool
    """(U, M) the moves that can be chosen."""
    of: Int64
    """(N,) each run's class."""
    rows: Int64 | None = None
    """(N,) where the runs stand in the state; None where all of it is there."""

    def __len__(self) -> int:
        return len(self.of)

    def there(self, which: Int64) -> Int64:
        """Where some of the N runs stand in the state."""
        return which if self.rows is None else self.rows[which]


def weigh(
    state: State,
    decision: CompiledDecision,
    rules: Rules,
    rows: Int64 | None = None,
    known: Known | None = None,
) -> Weighed:
    """The decider's own value, its officials' advocacy and the soft constraints, with all silent."""

    def work(which: Int64) -> Tables:
        part = state.rows(which if rows is None else rows[which])
        base = decision.own[None, :] - limits.costs(part, decision, rules)
        if rules.advocacy:
            base = base + decision.advocacy[None, :]
        return base.T, limits.open_moves(part, decision, rules).T

    asked = (holds(c, state).view(np.int8) for c in limits.conditions(decision, rules))
    columns = [c if rows is None else c.take(rows) for c in asked]
    size = len(state) if rows is None else len(rows)
    of, (base, open_moves) = (known or Known()).look(size, columns, work)
    return Weighed(base.T, open_moves.T, of, rows)


@dataclass(frozen=True, eq=False)
class Thought:
    """What one sender thinks of sending to the N runs that are there: H options, for U classes of runs."""

    options: Int64
    """(H,)"""
    bars: Int64
    """(H - 1, U) where a draw passes from each option to the next."""
    pulls: Int32
    """(M, H, U) what each would add to the decider's sums, hundredths of a point."""
    of: Int64
    """(N,) each run's class."""


def think(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    slot: int,
    weighed: Weighed,
    rules: Rules,
    policy: Policy,
    known: Known | None = None,
) -> Thought:
    """The messages that one sender's policy thinks of, and how likely each is."""

    def work(which: Int64) -> Tables:
        of = weighed.of[which]
        allowed, base = weighed.open_moves[of], weighed.base[of]
        view = MessageView(game, state, weighed.there(which), decision, allowed, rules, slot, base)
        options, weight = policy.message(view)
        pull = view.pulled(options).transpose(1, 0, 2).astype(np.int32)
        return np.repeat(options[:, None], len(which), axis=1), bars(weight), pull

    if isinstance(policy, Local):
        read = reads(game, state, decision, slot)
        columns = [c if weighed.rows is None else c.take(weighed.rows) for c in read]
        of, (options, falls, pull) = (known or Known()).look(len(weighed), [weighed.of, *columns], work)
    else:
        of = np.arange(len(weighed))
        options, falls, pull = work(of)
    return Thought(options[:, 0], falls, pull, of)


@dataclass(frozen=True, eq=False)
class Written:
    """One sender's messages to N runs: of the ``options`` (H,) that it thought of, it sends ``at`` (N,)."""

    thought: Thought
    at: Int64
    of: Int64
    """(N,) each run's class."""

    @property
    def option(self) -> Int64:
        """The option sent in each run: (N,), 0 for silence."""
        return self.thought.options.take(self.at)


def write(
    decision: CompiledDecision, slot: int, thought: Thought, keys: UInt64, part: slice = EVERY
) -> Written:
    """The message that one sender sends in part of the runs that are there, with their ``keys``."""
    of = thought.of[part]
    if len(thought.options) == 1:
        return Written(thought, np.zeros(len(of), np.int64), of)
    return Written(thought, fall(thought.bars, of, rng.draw(keys, decision.index, Purpose.MESSAGE, slot)), of)


def said(state: State, decision: CompiledDecision, slot: int, option: int) -> Written:
    """One message, sent in every run of a state."""
    options, size = np.array([option]), len(state)
    pull = pulled(state, decision.senders[slot], options).transpose(1, 0, 2).astype(np.int32)
    every = np.arange(size)
    return Written(
        Thought(options, np.empty((0, size), np.int64), pull, every), np.zeros(size, np.int64), every
    )


def likely(
    state: State, decision: CompiledDecision, weighed: Weighed, messages: Int64, rules: Rules
) -> Int64:
    """How likely the model holds each move in one run, with all messages in (1, S): weights (M,)."""
    if decision.table is not None and rules.tables:
        return seated.odds(decision, state, pulls(state, decision, messages), weighed.open_moves[weighed.of])
    found: Int64 = weights(
        sums(state, decision, weighed, messages), weighed.open_moves[weighed.of], rules.rationality
    )[0]
    return found


def sums(state: State, decision: CompiledDecision, weighed: Weighed, messages: Int64) -> Int64:
    """The decider's sum for each move with all messages in: int64 (B, M), hundredths of a point."""
    return weighed.base[weighed.of] + pulls(state, decision, messages)


@dataclass(frozen=True, eq=False)
class Part:
    """Part of the decider's sums, looked up: ``rows`` (M, L), and which counts in each run, ``of`` (N,)."""

    rows: Int32
    of: Int64

    def __len__(self) -> int:
        return int(self.rows.shape[1])

    def joined(self, other: Part) -> Part:
        """Both parts in one table, this one's rows slowest."""
        rows = self.rows[:, :, None] + other.rows[:, None, :]
        return Part(rows.reshape(len(rows), -1), self.of * len(other) + other.of)

    def looked_up(self) -> Int32:
        """What counts in each run: (M, N)."""
        return self.rows.take(self.of, axis=1)


def parts(weighed: Weighed, part: slice, written: Sequence[Written]) -> tuple[Part, list[Part]]:
    """The decider's sums with all messages in, as parts that add up.

    The first holds what it weighs by itself, and as many senders as fit into a table that is
    small beside the number of runs; the others hold the rest.
    """
    first = Part(weighed.base.T.astype(np.int32), weighed.of[part])
    rest: list[Part] = []
    found = [_heard(w) for w in written if w.thought.options.any()]
    most = len(first.of) // 8
    for one in sorted(found, key=len):
        if len(first) * len(one) <= most:
            first = first.joined(one)
        elif rest and len(rest[-1]) * len(one) <= most:
            rest[-1] = rest[-1].joined(one)
        else:
            rest.append(one)
    return first, rest


def _heard(written: Written) -> Part:
    pulls = written.thought.pulls
    return Part(pulls.reshape(len(pulls), -1), written.at * pulls.shape[2] + written.of)


def decide(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    weighed: Weighed,
    written: Sequence[Written],
    rules: Rules,
    keys: UInt64,
    policy: Policy,
    part: slice = EVERY,
) -> Int64:
    """The move that the decider's policy takes, in part of the runs that are there: (N,)."""
    if decision.table is not None and rules.tables and isinstance(policy, Model):
        return bargained(state, decision, weighed, written, keys, part)
    first, rest = parts(weighed, part, written)
    draws = rng.draw(keys, decision.index, Purpose.MOVE)
    if isinstance(policy, Local) and not rest and len(first) < len(keys):
        own = np.repeat(np.arange(len(weighed.base)), len(first) // len(weighed.base))
        values = first.rows.T.astype(np.int64)
        view = MoveView(game, state, None, decision, weighed.open_moves[own], rules, values)
        return fall(bars(policy.move(view)), first.of, draws)
    sums = first.looked_up()
    for one in rest:
        sums += one.looked_up()
    rows = weighed.there(np.arange(len(weighed))[part])
    allowed = weighed.open_moves.T.take(weighed.of[part], axis=1).T
    view = MoveView(game, state, rows, decision, allowed, rules, sums.T.astype(np.int64))
    return pick(policy.move(view), draws)


def bargained(
    state: State,
    decision: CompiledDecision,
    weighed: Weighed,
    written: Sequence[Written],
    keys: UInt64,
    part: slice = EVERY,
) -> Int64:
    """The move that the table's package amounts to, in part of the runs that are there: (N,)."""
    of = weighed.of[part]
    pulls = np.zeros((len(of), len(decision.moves)), np.int64)
    for one in written:
        pulls += _heard(one).looked_up().T
    there = state.rows(weighed.there(np.arange(len(weighed))[part]))
    table = decision.table
    assert table is not None
    return seated.moves_of(table, seated.meet(decision, there, pulls, weighed.open_moves[of], keys))
