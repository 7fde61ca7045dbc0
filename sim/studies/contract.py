"""The contract of own policies: what to call in one's own tests before one's own batch.

>>> from sim.policies.policy import Greedy
>>> check_policy(Greedy(), runs=20)
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import numpy as np

from sim.errors import InputError, shorten
from sim.policies.policy import Local, Messages, MessageView, MoveView, Policy, Random
from sim.policies.turn import Runs
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.studies.live import play_own
from sim.studies.own import Checked, Player, checked, usable
from sim.types import Int64
from sim.world.rules import Rules

LIVE: Final = 8
"""The most runs that a player in plain Python is asked to play, each several times."""

Play: TypeAlias = Callable[[Any, Int64], Runs]
"""Plays runs, by their numbers, with a policy."""


def check_policy(policy: Any, *scenarios: str | Compiled, runs: int = 200, seed: int = 0) -> None:
    """Tries an array policy or a Player in every seat, and raises InputError at the first broken promise.

    It must send only what can be sent, take only what is open, answer in the shapes that are asked
    for, choose the same for the same luck, in any size and order of a batch and after a journey to
    another process; one that says it is Local must read no more than that. ``scenarios`` are ids,
    files or compiled scenarios; all shipped ones if none is named. Some seats, messages and moves are
    given to chance as well, which brings about what the policy alone never would. Tables are left out:
    a policy of one's own takes a move there, as everywhere.
    """
    usable("*", policy)
    if isinstance(policy, str):
        raise InputError(f"'{shorten(policy)}' is a name. Give the object to be checked.")
    who = type(policy).__name__
    travelled = _travelled(policy, who)
    live = isinstance(policy, Player)
    for scenario in scenarios or tuple(library.shipped()):
        game = library.open_scenario(scenario) if isinstance(scenario, str) else scenario
        for part in (_whole, _even, _odd) if live else (_whole, _even, _odd, _voice, _hand):

            def play(chooser: Any, numbers: Int64, game: Compiled = game, part: Any = part) -> Runs:
                cast = {i: part(chooser, i) for i in range(len(game.actors))}
                return play_own(game, seed, numbers, cast, Rules(tables=False), {}, watch=lambda *_: None)

            forward = np.arange(min(runs, LIVE) if live else runs)
            whole = play(policy, forward)
            for how, rows, found in _ways(policy, travelled, forward, play):
                _compare(game, who, how, whole, rows, found)


def _ways(policy: Any, travelled: Any, forward: Int64, play: Play) -> Iterator[tuple[str, Int64, Runs]]:
    """The same runs in other ways: how, which rows of the whole they are, and how they went."""
    yield "a second time", forward, play(policy, forward)
    if isinstance(policy, Local):
        yield "where each run is asked (is it Local?)", forward, play(Checked(travelled), forward)
    backward = forward[::-1]
    yield "in another order", backward, play(policy, backward)
    few = forward[: max(1, len(forward) // 5)]
    yield "in a smaller batch", few, play(policy, few)
    yield "in a batch of one", forward[:1], play(policy, forward[:1])
    yield "in another process", forward, play(travelled, forward)


class _Mixed:
    """One policy's messages and another's moves."""

    name = "mixed"

    def __init__(self, writes: Policy, moves: Policy) -> None:
        self.writes, self.moves = writes, moves

    def message(self, view: MessageView) -> Messages:
        return self.writes.message(view)

    def move(self, view: MoveView) -> Int64:
        return self.moves.move(view)


class _MixedLocal(_Mixed, Local):
    """The same for a policy that is Local."""


def _whole(policy: Any, _: int) -> Any:
    return policy


def _even(policy: Any, position: int) -> Any:
    """Random ones in every second seat."""
    return Random() if position % 2 else policy


def _odd(policy: Any, position: int) -> Any:
    """Random ones in the other seats."""
    return policy if position % 2 else Random()


def _voice(policy: Any, _: int) -> Policy:
    """The policy writes; moves are random."""
    return (_MixedLocal if isinstance(policy, Local) else _Mixed)(checked(policy), Random())


def _hand(policy: Any, _: int) -> Policy:
    """The policy moves; messages are random."""
    return (_MixedLocal if isinstance(policy, Local) else _Mixed)(Random(), checked(policy))


def _compare(game: Compiled, who: str, how: str, whole: Runs, rows: Int64, found: Runs) -> None:
    """Raises InputError where a run went another way, with the first decision at which it did."""
    for decision in game.decisions:
        d = decision.index
        moved = whole.state.moves[rows, d] != found.state.moves[:, d]
        parts = moved | (whole.messages[d][rows] != found.messages[d]).any(axis=1)
        if parts.any():
            run = int(rows[np.flatnonzero(parts)[0]])
            raise InputError(
                f"{who} chooses otherwise {how}: run {run} of {game.id} at '{decision.source.id}'. "
                "Expected the same for the same view, run by run, with no luck but what is keyed."
            )


def _travelled(policy: Any, who: str) -> Any:
    """The policy as it arrives in another process. Raises InputError if it cannot go there."""
    try:
        return pickle.loads(pickle.dumps(policy))
    except Exception as problem:
        raise InputError(
            f"{who} cannot be sent to another process ({shorten(str(problem), 120)}). "
            "Define the class at the top of a module, and keep only plain data in it."
        ) from problem
