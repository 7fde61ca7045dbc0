"""One decision from beginning to end, and a whole run of them, for B runs at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim import rng
from sim.policies.policy import MessageView, MoveView, Policy
from sim.rng import Purpose
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.types import Bool, Int64, UInt64
from sim.world import limits
from sim.world.holds import holds
from sim.world.pressure import pulls
from sim.world.rules import Rules
from sim.world.settle import settle
from sim.world.state import NOT_REACHED, Draft, State, begin


@dataclass(frozen=True, eq=False)
class Weighed:
    """Before anybody writes: the decider's sums (B, M), hundredths of a point, and its open moves (B, M)."""

    base: Int64
    open_moves: Bool


def weigh(state: State, decision: CompiledDecision, rules: Rules) -> Weighed:
    """The decider's own value, its officials' advocacy and the soft constraints, with all silent."""
    base = decision.own[None, :] - limits.costs(state, decision, rules)
    if rules.advocacy:
        base = base + decision.advocacy[None, :]
    return Weighed(base, limits.open_moves(state, decision, rules))


def write(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    slot: int,
    weighed: Weighed,
    rules: Rules,
    keys: UInt64,
    policy: Policy,
) -> Int64:
    """The message that one sender's policy sends: an option (B,)."""
    view = MessageView(game, state, decision, slot, weighed.base, weighed.open_moves, rules)
    return policy.message(view, rng.draw(keys, decision.index, Purpose.MESSAGE, slot))


def sums(state: State, decision: CompiledDecision, weighed: Weighed, messages: Int64) -> Int64:
    """The decider's sum for each move with all messages in: int64 (B, M), hundredths of a point."""
    return weighed.base + pulls(state, decision, messages)


def decide(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    weighed: Weighed,
    messages: Int64,
    rules: Rules,
    keys: UInt64,
    policy: Policy,
) -> Int64:
    """The move that the decider's policy takes: (B,)."""
    values = sums(state, decision, weighed, messages)
    view = MoveView(game, state, decision, values, weighed.open_moves, rules)
    return policy.move(view, rng.draw(keys, decision.index, Purpose.MOVE))


@dataclass(frozen=True, eq=False)
class Turn:
    """One settled decision of B runs: ``messages`` (B, S), ``move`` (B,), the state after it."""

    messages: Int64
    move: Int64
    state: State


def take_turn(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    rules: Rules,
    keys: UInt64,
    policies: Mapping[int, Policy],
    forced: int | None = None,
    history: bool = False,
    draft: Draft | None = None,
) -> Turn:
    """One decision for runs that have all reached it.

    ``policies`` maps each actor's position to what chooses for it; ``forced`` takes a move in
    every run where it is open; ``history`` lets luck fall as it really did.
    """
    weighed = weigh(state, decision, rules)
    messages = np.zeros((len(state), len(decision.senders)), np.int64)
    if rules.messages:
        for slot, sender in enumerate(decision.senders):
            messages[:, slot] = write(
                game, state, decision, slot, weighed, rules, keys, policies[sender.actor]
            )
    move = decide(game, state, decision, weighed, messages, rules, keys, policies[decision.decider])
    if forced is not None:
        move = np.where(weighed.open_moves[:, forced], forced, move)
    after = settle(game, state, decision, messages, move, rules, None if history else keys, draft)
    return Turn(messages, move, after)


@dataclass(frozen=True, eq=False)
class Runs:
    """B runs at their end: the state, every message (D tuples of (B, S)), and the ending (B,)."""

    state: State
    messages: tuple[Int64, ...]
    ending: Int64


def play(
    game: Compiled,
    seed: int,
    runs: Int64,
    policies: Mapping[int, Policy],
    rules: Rules | None = None,
    forced: Mapping[int, int] | None = None,
    history: bool = False,
) -> Runs:
    """Whole runs, decision by decision in date order, over the runs that reach each one."""
    rules = rules or Rules()
    keys = rng.run_keys(seed, runs)
    state = begin(game, len(keys))
    said = []
    for decision in game.decisions:
        reached = holds(decision.when, state)
        messages = np.zeros((len(state), len(decision.senders)), np.int64)
        if reached.any():
            part = state if reached.all() else state.rows(reached)
            force = (forced or {}).get(decision.index)
            turn = take_turn(game, part, decision, rules, keys[reached], policies, force, history)
            messages[reached] = turn.messages
            state = turn.state if reached.all() else state.merge(reached, turn.state)
        said.append(messages)
    return Runs(state, tuple(said), ending(game, state))


def ending(game: Compiled, state: State) -> Int64:
    """The first ending whose condition holds, by position: int64 (B,)."""
    found = np.full(len(state), NOT_REACHED, np.int64)
    for at, (_, condition) in enumerate(game.endings):
        found[(found == NOT_REACHED) & holds(condition, state)] = at
    return found


def everyone(game: Compiled, policy: Policy) -> dict[int, Policy]:
    """One policy for every actor."""
    return dict.fromkeys(range(len(game.actors)), policy)
