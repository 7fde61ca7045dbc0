"""Runs with own policies: in the batch engine, or one at a time through the live Mesa model.

The outcome always has the form that the batch engine gives, so whatever is made of runs is made of these.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import rng
from sim.policies.policy import Policy
from sim.policies.turn import Runs, Watch, ending, play
from sim.scenario.compiled import SILENCE, Compiled
from sim.studies.own import Player, Seated, checked
from sim.types import Int64
from sim.world.bridge import crossed
from sim.world.rules import Rules
from sim.world.state import State, begin

if TYPE_CHECKING:
    from sim.game.model import Negotiation


def play_own(
    game: Compiled,
    seed: int,
    runs: Int64,
    policies: Mapping[int, Any],
    rules: Rules,
    forced: Mapping[int, int],
    *,
    watch: Watch,
) -> Runs:
    """What :func:`sim.policies.turn.play` does, with policies by actors' positions that may be one's own.

    A :class:`sim.studies.own.Player` among them sends every run through the live model, which is the
    slow way; without one, the engine plays them all at once.
    """
    ready: dict[int, Any] = {i: p if isinstance(p, Player) else checked(p) for i, p in policies.items()}
    if any(isinstance(p, Player) for p in ready.values()):
        return play_live(game, seed, runs, ready, rules, forced, watch=watch)
    return play(game, seed, runs, ready, rules, forced, watch=watch)


def play_live(
    game: Compiled,
    seed: int,
    runs: Int64,
    policies: Mapping[int, Any],
    rules: Rules,
    forced: Mapping[int, int],
    *,
    watch: Watch,
) -> Runs:
    """A live game for each run. ``watch`` is called as the engine calls it, once all runs are played."""
    said = tuple(np.full((len(runs), len(d.senders)), SILENCE, np.int64) for d in game.decisions)
    after: list[list[State]] = [[] for _ in game.decisions]
    for row, run in enumerate(np.asarray(runs).tolist()):
        model, state = seated(game, seed, run, policies, rules), begin(game, 1)
        for decision in game.decisions:
            state = crossed(game, state, decision, rules)
            if model.current is decision:
                model.gather()
                said[decision.index][row] = model.options()
                model.step(_forced(model, forced.get(decision.index)))
                state = model.left
            after[decision.index].append(state)
    whole = [together(states) for states in after]
    for decision, then in zip(game.decisions, whole, strict=True):
        watch(decision, then, said[decision.index])
    return Runs(whole[-1], said, ending(game, whole[-1]))


def seated(game: Compiled, seed: int, run: int, policies: Mapping[int, Any], rules: Rules) -> Negotiation:
    """A live game of one run, with a copy of each player in its seat."""
    from sim.game.model import Negotiation  # Mesa is slow to import: only who plays live waits for it

    keys = rng.run_keys(seed, np.array([run]))
    copies = copy.deepcopy([p for p in policies.values() if isinstance(p, Player)])
    chooses: dict[str, Policy] = {}
    seats: list[Seated] = []
    for position, policy in policies.items():
        actor = game.actors[position]
        if isinstance(policy, Player):
            seats.append(Seated(copies[len(seats)], actor, keys))
        chooses[actor] = seats[-1] if isinstance(policy, Player) else policy
    model = Negotiation(game, seed, run, chooses, rules, explain=False)
    for seat in seats:
        seat.model = model
    return model


def _forced(model: Negotiation, move: int | None) -> str | None:
    """The forced move where it is open."""
    if move is None or model.current is None:
        return None
    name = model.current.moves[move]
    return name if model.open_moves()[name] else None


def together(states: Sequence[State]) -> State:
    """The runs of several states as one state, in their order."""
    columns = zip(*(s.arrays() for s in states), strict=True)
    return State(*(np.asfortranarray(np.concatenate(parts)) for parts in columns))
