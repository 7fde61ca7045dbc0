"""Whether a condition holds, for each of B runs."""

from __future__ import annotations

from functools import reduce

import numpy as np

from sim import scale
from sim.scenario.conditions import AnyOf, Chose, Compare, Condition, Happened, Not
from sim.types import Bool
from sim.world.state import State


def holds(condition: Condition | None, state: State) -> Bool:
    """bool (B,). No condition always holds."""
    if condition is None:
        return np.ones(len(state), bool)
    if isinstance(condition, Chose):
        taken = state.moves[:, condition.decision]
        return reduce(np.logical_or, (taken == move for move in condition.moves))
    if isinstance(condition, Happened):
        return np.asarray(state.events[:, condition.event] == 1)
    if isinstance(condition, Compare):
        value, bound = state.values[:, condition.variable], condition.points * scale.HUNDREDTHS
        if condition.order == "<":
            return value < bound
        if condition.order == "<=":
            return value <= bound
        return value > bound if condition.order == ">" else value >= bound
    if isinstance(condition, Not):
        return ~holds(condition.part, state)
    join = np.logical_or if isinstance(condition, AnyOf) else np.logical_and
    return reduce(join, (holds(part, state) for part in condition.parts))
