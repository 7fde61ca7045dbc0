"""Many runs at once are many single runs, bit for bit; and policies keep their contract."""

from __future__ import annotations

import numpy as np
import pytest
from helpers import all_by
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import rng
from sim.policies.policy import POLICIES, policy
from sim.policies.run import replay, run
from sim.policies.turn import play, take_turn
from sim.scenario.compiled import Compiled
from sim.world.holds import holds
from sim.world.limits import open_moves
from sim.world.pressure import available
from sim.world.rules import Rules
from sim.world.state import begin


@pytest.mark.parametrize("name", list(POLICIES))
def test_row_b_of_many_is_the_run_alone(shipped: Compiled, name: str) -> None:
    many = play(shipped, 99, np.arange(64), all_by(shipped, name))
    for b in (0, 1, 17, 40, 63):
        alone = play(shipped, 99, np.array([b]), all_by(shipped, name))
        assert many.state.hash(b) == alone.state.hash(0)
        assert many.ending[b] == alone.ending[0]
        for together, single in zip(many.messages, alone.messages, strict=True):
            assert (together[b] == single[0]).all()


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 2**63 - 1), st.lists(st.integers(0, 10**9), min_size=1, max_size=9, unique=True))
def test_order_and_size_of_a_batch_do_not_matter(isles: Compiled, seed: int, numbers: list[int]) -> None:
    forward = play(isles, seed, np.array(numbers), all_by(isles, "model"))
    backward = play(isles, seed, np.array(numbers[::-1]), all_by(isles, "model"))
    for i in range(len(numbers)):
        assert forward.state.hash(i) == backward.state.hash(len(numbers) - 1 - i)


def test_a_told_run_is_the_silent_one(shipped: Compiled) -> None:
    """Keeping notes changes nothing: `run` and `play` end in the same state."""
    for seed in range(20):
        told = run(shipped, seed, all_by(shipped, "model"))
        silent = play(shipped, seed, np.array([0]), all_by(shipped, "model"))
        assert told.state.hash() == silent.state.hash()


def test_a_forced_move_shifts_no_other_luck(shipped: Compiled) -> None:
    numbers = np.arange(300)
    free = play(shipped, 8, numbers, all_by(shipped, "model"))
    at = len(shipped.decisions) // 2
    for move in range(len(shipped.decisions[at].moves)):
        forced = play(shipped, 8, numbers, all_by(shipped, "model"), forced={at: move})
        already = free.state.moves[:, at] == move
        for b in np.flatnonzero(already)[:20]:
            assert free.state.hash(int(b)) == forced.state.hash(int(b))
        reached = forced.state.moves[:, at] >= 0
        assert (forced.state.moves[:, :at] == free.state.moves[:, :at]).all()
        assert (reached == (free.state.moves[:, at] >= 0)).all()


@pytest.mark.parametrize("name", list(POLICIES))
def test_policies_choose_only_what_is_open(shipped: Compiled, name: str) -> None:
    """Decision by decision, from the states that were really reached."""
    keys, rules = rng.run_keys(21, np.arange(80)), Rules()
    state = begin(shipped, 80)
    for decision in shipped.decisions:
        allowed = open_moves(state, decision, rules)
        turn = take_turn(shipped, state, decision, rules, keys, all_by(shipped, name))
        came = np.flatnonzero(holds(decision.when, state))
        assert (np.flatnonzero(turn.move >= 0) == came).all()
        assert allowed[came, turn.move[came]].all()
        for slot, sender in enumerate(decision.senders):
            can = available(shipped, state, sender, allowed)
            assert can[came, turn.messages[came, slot]].all()
        state = turn.state


def test_history_takes_the_historical_path(shipped: Compiled) -> None:
    path = replay(shipped)
    assert not path.skipped
    assert [s.move for s in path.steps] == [d.history.move for d in shipped.source.decisions]
    sent = [{(m.message.sender, m.message.kind) for m in s.messages} for s in path.steps]
    told = [{(m.sender, m.kind) for m in d.history.messages} for d in shipped.source.decisions]
    assert sent == told


def test_history_events_are_those_that_happened(shipped: Compiled) -> None:
    happened = {e for s in replay(shipped).steps for e in s.events}
    marked = {e.id for e in shipped.source.events if e.history}
    assert happened == marked


def test_greedy_never_takes_less_than_the_best(isles: Compiled) -> None:
    path = run(isles, 0, all_by(isles, "greedy"))
    for step in path.steps:
        assert step.odds[step.move] == max(step.odds.values())


def test_unknown_policies_are_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="Did you mean 'greedy'"):
        policy("gredy")
