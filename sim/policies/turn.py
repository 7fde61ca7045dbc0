"""One decision from beginning to end, and a whole run of them, for B runs at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sim import rng
from sim.policies.policy import Local, MessageView, MoveView, Policy
from sim.rng import Purpose
from sim.scenario.compiled import SILENCE, Compiled, CompiledDecision
from sim.types import Bool, Int64, UInt64
from sim.world import limits
from sim.world.alike import Classes, alike, apart
from sim.world.choice import pick
from sim.world.holds import holds
from sim.world.pressure import alike_for, pull, pulls
from sim.world.rules import Rules
from sim.world.settle import settle
from sim.world.state import NOT_REACHED, Draft, State, begin


@dataclass(frozen=True, eq=False)
class Weighed:
    """Before anybody writes, for U classes of runs that stand alike.

    The decider's sums (U, M), hundredths of a point, and its open moves (U, M).
    """

    base: Int64
    open_moves: Bool
    standing: Classes


def weigh(state: State, decision: CompiledDecision, rules: Rules) -> Weighed:
    """The decider's own value, its officials' advocacy and the soft constraints, with all silent."""
    standing = limits.standing(state, decision, rules)
    part = state if len(standing) == len(state) else state.rows(standing.rows)
    base = decision.own[None, :] - limits.costs(part, decision, rules)
    if rules.advocacy:
        base = base + decision.advocacy[None, :]
    return Weighed(base, limits.open_moves(part, decision, rules), standing)


@dataclass(frozen=True, eq=False)
class Written:
    """One sender's messages: an option for each run (B,), and the runs in which they weigh alike."""

    option: Int64
    classes: Classes


def write(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    slot: int,
    weighed: Weighed,
    rules: Rules,
    keys: UInt64,
    policy: Policy,
) -> Written:
    """The message that one sender's policy sends in each run."""
    classes = alike_for(game, state, decision, slot, weighed.standing)
    seen = classes if isinstance(policy, Local) else apart(len(state))
    at = weighed.standing.of[seen.rows]
    view = MessageView(
        game, state, seen.rows, decision, weighed.open_moves[at], rules, slot, weighed.base[at]
    )
    options, weight = policy.message(view)
    if len(options) == 1:
        return Written(np.full(len(state), options[0]), classes)
    draws = rng.draw(keys, decision.index, Purpose.MESSAGE, slot)
    return Written(options.take(pick(weight, draws, seen.of)), classes)


def sums(state: State, decision: CompiledDecision, weighed: Weighed, messages: Int64) -> Int64:
    """The decider's sum for each move with all messages in: int64 (B, M), hundredths of a point."""
    return weighed.base[weighed.standing.of] + pulls(state, decision, messages)


def summed(
    state: State, decision: CompiledDecision, weighed: Weighed, written: Sequence[Written]
) -> tuple[Int64, Classes]:
    """The same for one of each class of runs in which all that was said pulls alike: (U, M), classes."""
    heard = []
    for slot, said in enumerate(written):
        if said.option.any():
            spoken = said.classes.of * (said.option != SILENCE)
            sender = decision.senders[slot]
            classes = alike(len(state), [(said.option, len(sender)), (spoken, len(said.classes))])
            option = said.option[classes.rows]
            heard.append((classes, pull(state.rows(classes.rows), sender, option)))
    columns = [(c.of, len(c)) for c in (weighed.standing, *(c for c, _ in heard))]
    together = alike(len(state), columns)
    total = weighed.base[weighed.standing.of[together.rows]]
    for classes, added in heard:
        total = total + added[classes.of[together.rows]]
    return total, together


def decide(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    weighed: Weighed,
    written: Sequence[Written],
    rules: Rules,
    keys: UInt64,
    policy: Policy,
) -> Int64:
    """The move that the decider's policy takes in each run: (B,)."""
    values, together = summed(state, decision, weighed, written)
    if not isinstance(policy, Local):
        values, together = values[together.of], apart(len(state))
    allowed = weighed.open_moves[weighed.standing.of[together.rows]]
    weight = policy.move(MoveView(game, state, together.rows, decision, allowed, rules, values))
    return pick(weight, rng.draw(keys, decision.index, Purpose.MOVE), together.of)


@dataclass(frozen=True, eq=False)
class Turn:
    """One settled decision of B runs: ``messages`` (B, S), ``move`` (B,), the state after it.

    A run that does not come to the decision has silence and NOT_REACHED.
    """

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
    """One decision, for the runs that come to it.

    ``policies`` maps each actor's position to what chooses for it; ``forced`` takes a move in
    every run where it is open; ``history`` lets luck fall as it really did.
    """
    reached = holds(decision.when, state)
    messages = np.zeros((len(state), len(decision.senders)), np.int64, order="F")
    move = np.full(len(state), NOT_REACHED, np.int64)
    if reached.all():
        messages, move = choose(game, state, decision, rules, keys, policies, forced)
    elif reached.any():
        at = np.flatnonzero(reached)
        said, taken = choose(game, state.rows(at), decision, rules, keys[at], policies, forced)
        messages[at], move[at] = said, taken
    after = settle(game, state, decision, messages, move, rules, None if history else keys, draft)
    return Turn(messages, move, after)


def choose(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    rules: Rules,
    keys: UInt64,
    policies: Mapping[int, Policy],
    forced: int | None = None,
) -> tuple[Int64, Int64]:
    """What is said (B, S) and chosen (B,) at a decision, by runs that have all reached it."""
    weighed = weigh(state, decision, rules)
    written = []
    messages = np.zeros((len(state), len(decision.senders)), np.int64, order="F")
    if rules.messages:
        for slot, sender in enumerate(decision.senders):
            said = write(game, state, decision, slot, weighed, rules, keys, policies[sender.actor])
            messages[:, slot] = said.option
            written.append(said)
    move = decide(game, state, decision, weighed, written, rules, keys, policies[decision.decider])
    if forced is not None:
        move = np.where(weighed.open_moves[weighed.standing.of, forced], forced, move)
    return messages, move


@dataclass(frozen=True, eq=False)
class Runs:
    """B runs at their end: the state, every message (D tuples of (B, S)), and the ending (B,)."""

    state: State
    messages: tuple[Int64, ...]
    ending: Int64


Watch: TypeAlias = Callable[[CompiledDecision, State, Int64], None]
"""Called after each decision with the state (B, …) and what was said (B, S)."""


def play(
    game: Compiled,
    seed: int,
    runs: Int64,
    policies: Mapping[int, Policy],
    rules: Rules | None = None,
    forced: Mapping[int, int] | None = None,
    history: bool = False,
    first: int = 0,
    state: State | None = None,
    watch: Watch | None = None,
) -> Runs:
    """Whole runs, decision by decision in date order, over the runs that reach each one.

    ``state`` and ``first`` play on from a decision, with the state (B, …) before it.
    """
    rules = rules or Rules()
    keys = rng.run_keys(seed, runs)
    state = begin(game, len(keys)) if state is None else state
    said = []
    for decision in game.decisions[first:]:
        force = (forced or {}).get(decision.index)
        turn = take_turn(game, state, decision, rules, keys, policies, force, history)
        state = turn.state
        said.append(turn.messages)
        if watch is not None:
            watch(decision, state, turn.messages)
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
