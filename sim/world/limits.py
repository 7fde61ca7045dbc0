"""Constraints: hard ones bar a move, soft ones make it cost."""

from __future__ import annotations

import numpy as np

from sim.scenario.compiled import CompiledDecision
from sim.scenario.conditions import Condition
from sim.types import Bool, Int64
from sim.world.holds import holds
from sim.world.rules import Rules
from sim.world.state import State


def conditions(decision: CompiledDecision, rules: Rules) -> list[Condition]:
    """What decides which moves are open, and at what cost."""
    asked = [c for c in decision.open_when if c is not None]
    if rules.constraints:
        asked += [limit.when for limit in decision.limits if limit.when is not None]
    return asked


def open_moves(state: State, decision: CompiledDecision, rules: Rules) -> Bool:
    """The moves that no condition closes and no hard constraint bars: bool (B, M)."""
    found = np.ones((len(state), len(decision.moves)), bool)
    for i, condition in enumerate(decision.open_when):
        if condition is not None:
            found[:, i] = holds(condition, state)
    if rules.constraints:
        for limit in decision.limits:
            if limit.bars:
                found &= ~(holds(limit.when, state)[:, None] & limit.moves[None, :])
    return found


def costs(state: State, decision: CompiledDecision, rules: Rules) -> Int64:
    """What soft constraints take from each move: int64 (B, M), hundredths of a point, at least 0."""
    found = np.zeros((len(state), len(decision.moves)), np.int64)
    if rules.constraints:
        for limit in decision.limits:
            if limit.cost:
                found += holds(limit.when, state)[:, None] * (limit.moves * limit.cost)[None, :]
    return found
