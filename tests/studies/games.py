"""Games that stand somewhere, and games without a history, for tests of what other runs make of them."""

from __future__ import annotations

from sim.game.model import Negotiation
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled
from sim.world.state import State


def standing(game: Compiled, seed: int, number: int, state: State, at: int) -> Negotiation:
    """A live game of one run that stands before a decision, or after the last, with nothing in its log."""
    model = Negotiation(game, seed, run=number)
    model.state, model._at = state.copy(), at
    model.log.clear()
    model._pass_by()
    return model


def without_history(game: Compiled) -> Compiled:
    """The same scenario, had nobody said what was really chosen."""
    decisions = [d.model_copy(update={"history": None, "recorded": {}}) for d in game.source.decisions]
    return compile_scenario(game.id, game.source.model_copy(update={"decisions": decisions}), game.record)
