"""From one scenario of a campaign to the next: what differs from history is handed on, and fades.

Each scenario begins where its own file says, plus what is left of the difference between how this run stood
and how the historical path stood when the scenario before it ended. So the historical path meets every
scenario at its own beginning, and nothing adds up over a campaign that the sources do not bear.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from sim import scale
from sim.scenario.compiled import NO_HISTORY, Bridge, Compiled, CompiledDecision
from sim.types import Int32
from sim.world.holds import holds
from sim.world.rules import Rules
from sim.world.settle import settle
from sim.world.state import State, begin


def cross(game: Compiled, state: State, at: int, rules: Rules) -> None:
    """Hands on what is to be handed on before the decision at a position; writes to the state.

    The historical path is reckoned by the run's own rules, so that it differs from itself by none of them.
    """
    bridge = game.decisions[at].bridge
    if bridge is None:
        return
    usual = _historical(game, at, rules)
    for array, was, begins in (
        (state.values, usual.values, bridge.values),
        (state.credibility, usual.credibility, bridge.credibility),
        (state.trust, usual.trust, bridge.trust),
    ):
        _hand_on(array, was[0], begins, bridge)


def crossed(game: Compiled, state: State, decision: CompiledDecision, rules: Rules) -> State:
    """The state before a decision, with what is handed on to it; the state itself where nothing is."""
    if decision.bridge is None:
        return state
    new = state.copy()
    cross(game, new, decision.index, rules)
    return new


def _hand_on(array: Int32, was: Int32, begins: Int32, bridge: Bridge) -> None:
    for column in np.flatnonzero(begins >= 0):
        differs = array[:, column].astype(np.int64) - int(was[column])
        kept = np.sign(differs) * (np.abs(differs) * bridge.keeps // 100)
        array[:, column] = np.clip(int(begins[column]) + kept, 0, scale.FULL)


@lru_cache(maxsize=64)
def _historical(game: Compiled, until: int, rules: Rules) -> State:
    """The state (1, …) on the historical path before the decision at a position, and before its bridge."""
    state = begin(game, 1)
    for decision in game.decisions[:until]:
        if decision.index:
            cross(game, state, decision.index, rules)
        if not holds(decision.when, state)[0] or decision.historical_move == NO_HISTORY:
            continue
        said: Any = np.zeros((1, len(decision.senders)), np.int64)
        for slot, option in decision.historical_messages if rules.messages else ():
            said[0, slot] = option
        move = np.array([decision.historical_move])
        state = settle(game, state, decision, said, move, rules, None)
    return state
