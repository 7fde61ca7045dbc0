"""The floor does what it says: the rules' own draws, and every number that the rules can move."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from helpers import all_by

from sim import rng, scale
from sim.policies.turn import play
from sim.scenario.compiled import Compiled
from sim.studies import floor
from sim.world.state import State, begin


@pytest.mark.parametrize("chunk", [1, 37, 1_000, 16_384])
def test_the_floor_is_the_same_in_any_chunk(isles: Compiled, chunk: int) -> None:
    runs = 200 if chunk == 1 else 3_000
    assert np.array_equal(floor.play(isles, 7, runs, chunk), floor.play(isles, 7, runs, 3_000))


def test_the_floor_draws_by_the_keys_and_adds(shipped: Compiled) -> None:
    """The same by the slow way: the program's own draws, and plain additions."""
    runs = 50
    keys = rng.run_keys(3, np.arange(runs))
    start = [*shipped.start, *shipped.credibility, *shipped.trust]
    wanted = np.repeat(np.array(start, np.int64)[:, None], runs, axis=1)
    for need in floor.needs(shipped):
        found = [
            floor._TABLE[(rng.draw(keys, need.decision, *draw) >> np.uint64(56)).astype(int)]
            for draw in need.draws
        ]
        for i, number in enumerate(need.numbers):
            wanted[number] = np.clip(wanted[number] + found[i % len(found)], 0, scale.FULL)
    assert np.array_equal(floor.play(shipped, 3, runs), wanted)


def test_the_floor_makes_the_draws_that_the_rules_ask_for(
    shipped: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = set()
    draw = rng.draw

    def noted(keys: Any, decision: int, purpose: rng.Purpose, slot: int = 0) -> Any:
        asked.add((decision, purpose, slot))
        return draw(keys, decision, purpose, slot)

    monkeypatch.setattr(rng, "draw", noted)
    play(shipped, 7, np.arange(2_000), all_by(shipped, "model"))
    assert asked == {(need.decision, *draw) for need in floor.needs(shipped) for draw in need.draws}


def test_the_floor_moves_every_number_that_the_rules_move(shipped: Compiled) -> None:
    needs = floor.needs(shipped)
    before = [begin(shipped, 2_000)]

    def watch(decision: Any, state: State, _: Any) -> None:
        was, now = (np.concatenate([s.values, s.credibility, s.trust], axis=1) for s in (before[-1], state))
        moved = set(np.flatnonzero((was != now).any(axis=0)).tolist())
        assert moved <= set(needs[decision.index].numbers)
        before.append(state)

    play(shipped, 7, np.arange(2_000), all_by(shipped, "model"), watch=watch)
    assert len(before) == len(shipped.decisions) + 1
