"""Reading scenarios from a text, and whether two of them are the same game."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from sim.policies.run import run
from sim.reading import tree
from sim.record.record import Record
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled
from sim.scenario.understand import understand
from tests.helpers import all_by

EMPTY = Record({}, {}, {}, {}, {}, {}, {}, {}, {}, ())
"""A record of nothing."""


def game_of(text: str, record: Record = EMPTY) -> Compiled:
    """The game that a text tells; it must have no problem."""
    document, problems = tree.parse(text, "made.yaml")
    assert document is not None, problems
    found, problems = understand(document, record)
    assert found is not None, problems
    return compile_scenario("made", found.scenario, found.record)


def differences(one: Any, other: Any, where: str = "game") -> list[str]:
    """The places at which two compiled games differ: texts and the record aside, every array counts."""
    if isinstance(one, np.ndarray):
        return [] if one.dtype == other.dtype and np.array_equal(one, other) else [where]
    if dataclasses.is_dataclass(one):
        names = [
            f.name for f in dataclasses.fields(one) if f.name not in ("source", "record", "hash", "origin")
        ]
        return [d for n in names for d in differences(getattr(one, n), getattr(other, n), f"{where}.{n}")]
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for i, (a, b) in pairs for d in differences(a, b, f"{where}[{i}]")]
    return [] if one == other else [where]


def same_runs(one: Compiled, other: Compiled, seeds: range = range(8)) -> bool:
    """Whether both play alike, step by step, under the model and under chance."""
    return all(
        [s.state_hash for s in run(one, seed, all_by(one, name)).steps]
        == [s.state_hash for s in run(other, seed, all_by(other, name)).steps]
        for seed in seeds
        for name in ("model", "random")
    )
