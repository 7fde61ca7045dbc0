"""A live Mesa game is the pure step with one run, bit for bit; and its agents carry the record."""

from __future__ import annotations

import mesa
import numpy as np
import pytest
from helpers import all_by
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import IllegalChoice
from sim.game.model import Government, Negotiation, Official
from sim.policies.policy import POLICIES
from sim.policies.run import run
from sim.policies.turn import play
from sim.scenario.compiled import Compiled


@pytest.mark.parametrize("name", list(POLICIES))
def test_a_live_game_is_the_pure_run(shipped: Compiled, name: str) -> None:
    for seed in range(8):
        policies = dict.fromkeys(shipped.actors, POLICIES[name])
        live = Negotiation(shipped, seed, policies=policies).play()
        pure = run(shipped, seed, all_by(shipped, name))
        assert live.as_json() == pure.as_json()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 2**63 - 1), st.integers(0, 63))
def test_a_live_game_is_row_b_of_a_batch(isles: Compiled, seed: int, b: int) -> None:
    many = play(isles, seed, np.arange(64), all_by(isles, "model"))
    live = Negotiation(isles, seed, run=b)
    live.play()
    assert live.state.hash() == many.state.hash(b)


def test_it_is_a_mesa_model_with_agents_of_the_record(shipped: Compiled) -> None:
    model = Negotiation(shipped, 1)
    assert isinstance(model, mesa.Model)
    assert len(model.agents) == len(shipped.actors)
    for agent in model.agents:
        record = shipped.record
        assert isinstance(agent, Official if agent.id in record.officials else Government)
        for lever in agent.leverage:
            assert {agent.id, record.side(agent.id)} & set(record.leverage[lever].holder)
        for constraint in agent.constraints:
            assert {agent.id, record.side(agent.id)} & set(record.constraints[constraint].actors)
    assert any(a.leverage for a in model.agents)
    assert any(a.constraints for a in model.agents)
    assert all(a.channels for a in model.agents if isinstance(a, Official))


def test_the_table_is_tidy(shipped: Compiled) -> None:
    model = Negotiation(shipped, 5)
    path = model.play()
    table = model.table()
    assert list(table["decision"]) == ["", *(s.decision for s in path.steps)]
    assert list(table["move"]) == ["", *(s.move for s in path.steps)]
    for variable in shipped.variables:
        wanted = [path.steps[0].before[variable], *(s.after[variable] for s in path.steps)]
        assert list(table[variable]) == wanted
    agents = model.datacollector.get_agent_vars_dataframe()
    assert set(agents["actor"]) == set(shipped.actors)


def test_odds_sum_to_one_and_closed_moves_have_none(shipped: Compiled) -> None:
    model = Negotiation(shipped, 3)
    while not model.over:
        model.gather()
        odds, tabled = model.odds(), model.current is not None and model.current.table is not None
        assert sum(odds.values()) == pytest.approx(1)
        for move, is_open in model.open_moves().items():
            assert is_open or odds[move] == 0
            assert odds[move] > 0 or not is_open or tabled, "a table need not come to every move"
        model.step()


def test_what_is_not_open_is_refused(isles: Compiled) -> None:
    model = Negotiation(isles, 0)
    with pytest.raises(IllegalChoice, match="'nonsense' cannot be chosen at 'lamp'"):
        model.step("nonsense")
    model.step("alone")
    with pytest.raises(IllegalChoice, match="'gift'"):
        model.step("gift")
    model.step("sell")
    with pytest.raises(IllegalChoice, match="over"):
        model.step()


def test_mesas_own_runner_plays_the_batch_game(isles: Compiled) -> None:
    """Unexplained games fit ``mesa.batch_run``, and end as the rows of a batch do."""
    rows = mesa.batch_run(
        Negotiation,
        {"game": isles, "seed": 7, "run": range(40), "explain": False},
        max_steps=len(isles.decisions),
        display_progress=False,
    )
    many = play(isles, 7, np.arange(40), all_by(isles, "model"))
    assert [r["ending"] for r in rows] == [isles.endings[i][0] for i in many.ending]
    assert [r["values"] for r in rows] == [tuple(v) for v in many.state.values.tolist()]


def test_a_game_that_is_not_explained_is_the_same_game(shipped: Compiled) -> None:
    told, brief = Negotiation(shipped, 5), Negotiation(shipped, 5, explain=False)
    path = told.play()
    while brief.running:
        brief.step()
    assert brief.state.hash() == told.state.hash()
    assert brief.ending == path.ending
    assert not brief.log
