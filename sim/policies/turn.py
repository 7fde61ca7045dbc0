"""One decision from beginning to end, and a whole run of them, for B runs at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sim import rng
from sim.policies.policy import Policy
from sim.policies.stages import Thought, decide, think, weigh, write
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.types import Int64, UInt64
from sim.world.bridge import cross
from sim.world.holds import holds
from sim.world.known import SPAN, Known
from sim.world.rules import Rules
from sim.world.settle import settle
from sim.world.state import NOT_REACHED, Draft, State, begin

Memory: TypeAlias = defaultdict[tuple[int, int], Known]
"""What is known of each decision (by position) and sender (by slot; -1 for the decider itself).

It holds for one game, one set of rules and one set of policies, and for any runs of theirs; two
threads cannot share it.
"""


def memory() -> Memory:
    """Nothing known yet."""
    return defaultdict(Known)


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
    known: Memory | None = None,
) -> Turn:
    """One decision, for the runs that come to it.

    ``policies`` maps each actor's position to what chooses for it; ``forced`` takes a move in
    every run where it is open; ``history`` lets luck fall as it really did; ``known`` is kept from
    one batch of runs to the next.
    """
    known = memory() if known is None else known
    draft = draft or Draft(state)
    messages = np.zeros((len(state), len(decision.senders)), np.int64, order="F")
    move = np.full(len(state), NOT_REACHED, np.int64)
    reached = holds(decision.when, state)
    thoughts: list[Thought] = []
    if reached.any():
        rows = None if reached.all() else np.flatnonzero(reached)
        weighed = weigh(state, decision, rules, rows, known[decision.index, -1])
        for slot, sender in enumerate(decision.senders if rules.messages else ()):
            who, notes = policies[sender.actor], known[decision.index, slot]
            thoughts.append(think(game, state, decision, slot, weighed, rules, who, notes))
    done, luck = 0, None if history else keys
    thought = [tuple(t.options.tolist()) for t in thoughts] or [()] * len(decision.senders)
    for first in range(0, len(state), SPAN):
        span = slice(first, first + SPAN)
        here = np.flatnonzero(reached[span])
        if len(here):
            part, done = slice(done, done + len(here)), done + len(here)
            there = span if len(here) == len(reached[span]) else first + here
            taken = keys[there]
            written = [write(decision, slot, t, taken, part) for slot, t in enumerate(thoughts)]
            for slot, one in enumerate(written):
                messages[there, slot] = one.option
            who = policies[decision.decider]
            chosen = decide(game, state, decision, weighed, written, rules, taken, who, part)
            if forced is not None:
                chosen = np.where(weighed.open_moves[weighed.of[part], forced], forced, chosen)
            move[there] = chosen
        settle(
            game,
            state.span(span),
            decision,
            messages[span],
            move[span],
            rules,
            None if luck is None else luck[span],
            draft.span(span),
            thought,
        )
    return Turn(messages, move, draft.state)


@dataclass(frozen=True, eq=False)
class Runs:
    """B runs at their end: the state, every message (D tuples of (B, S)), and the ending (B,)."""

    state: State
    messages: tuple[Int64, ...]
    ending: Int64


Watch: TypeAlias = Callable[[CompiledDecision, State, Int64], None]
"""Called after each decision with the state (B, …), which is written over later, and what was said (B, S)."""


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
    known: Memory | None = None,
    until: int | None = None,
) -> Runs:
    """Whole runs, decision by decision in date order, over the runs that reach each one.

    ``state`` and ``first`` play on from a decision, with the state (B, …) that the one before it left:
    what is handed on to a scenario of a campaign is handed on here. ``until`` is a decision to stop before.
    ``known`` is kept from one call to the next of the same game, policies and rules: it changes no outcome.
    """
    rules = rules or Rules()
    known = memory() if known is None else known
    keys = rng.run_keys(seed, runs)
    state = begin(game, len(keys)) if state is None else state.copy()
    heard = []
    for decision in game.decisions[first:until]:
        cross(game, state, decision.index, rules)
        force, draft = (forced or {}).get(decision.index), Draft(state, in_place=True)
        turn = take_turn(game, state, decision, rules, keys, policies, force, history, draft, known)
        heard.append(turn.messages)
        if watch is not None:
            watch(decision, state, turn.messages)
    return Runs(state, tuple(heard), ending(game, state))


def ending(game: Compiled, state: State) -> Int64:
    """The first ending whose condition holds, by position: int64 (B,)."""
    found = np.full(len(state), NOT_REACHED, np.int64)
    for at, (_, condition) in enumerate(game.endings):
        found[(found == NOT_REACHED) & holds(condition, state)] = at
    return found


def everyone(game: Compiled, policy: Policy) -> dict[int, Policy]:
    """One policy for every actor."""
    return dict.fromkeys(range(len(game.actors)), policy)
