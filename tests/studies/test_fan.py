"""The fan is many live games from one point: counted, ranked and named."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from campaigns import winters
from helpers import all_by
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.batches.analysis import PER_CENT
from sim.game.model import Negotiation
from sim.policies.policy import Model
from sim.policies.run import replay, run
from sim.policies.turn import everyone, play
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from sim.studies.fan import Origin, after, before, beginning, fan, nearest_ranks, parting
from sim.world.state import begin
from tests.studies.games import standing, without_history

RUNS = 90


def points(game: Compiled) -> list[Origin]:
    """The beginning, and points in the middle of a path."""
    path = run(game, 4, all_by(game, "model"), forced={0: 1})
    return [beginning(game), after(path, path.steps[0].decision), before(path, path.steps[-1].decision)]


@pytest.mark.parametrize("point", range(3))
def test_a_fan_is_so_many_live_games(isles: Compiled, point: int) -> None:
    origin = points(isles)[point]
    found = fan(isles, 6, origin, RUNS)
    games = [standing(isles, 6, n, origin.state, origin.first) for n in range(1, RUNS + 1)]
    for game in games:
        game.play()
    for name, share in found.endings.items():
        assert share == sum(g.ending == name for g in games) / RUNS
    last = np.array([g.state.values[0] for g in games])
    for at, variable in enumerate(isles.variables):
        wanted = np.percentile(last[:, at], PER_CENT, method="inverted_cdf") / 100
        assert found.stops[-1].percentiles[variable] == tuple(wanted)
    for stop in found.stops:
        taken = [s.move for g in games for s in g.log if s.decision == stop.decision]
        assert stop.reached == len(taken) / RUNS
        assert stop.moves == {m: taken.count(m) / len(taken) for m in stop.moves}


def test_shares_sum_to_one_and_bands_lie_in_order(shipped: Compiled) -> None:
    origin = after(replay(shipped), shipped.decisions[1].source.id)
    found = fan(shipped, 2, origin, 300)
    assert found.first == 2
    assert [s.decision for s in found.stops] == [d.source.id for d in shipped.decisions[2:]]
    assert sum(found.endings.values()) == pytest.approx(1)
    for stop in found.stops:
        assert sum(stop.moves.values()) == pytest.approx(1 if stop.reached else 0)
        for row in stop.percentiles.values():
            assert list(row) == sorted(row)
            assert 0 <= row[0] <= row[-1] <= 100


def test_the_same_seed_gives_the_same_fan(shipped: Compiled) -> None:
    origin = beginning(shipped)
    assert fan(shipped, 2, origin, 200) == fan(shipped, 2, origin, 200)
    assert fan(shipped, 2, origin, 200) != fan(shipped, 3, origin, 200)


def test_a_game_that_is_over_has_one_ending(shipped: Compiled) -> None:
    path = replay(shipped)
    found = fan(shipped, 1, after(path, path.steps[-1].decision), 50)
    assert found.stops == ()
    assert found.endings == {name: float(name == path.ending) for name, _ in shipped.endings}
    assert found.start == path.as_json()["state"]


def test_lines_lie_beside_the_paths_own(shipped: Compiled) -> None:
    path = replay(shipped)
    at = len(shipped.decisions) // 2
    found = fan(shipped, 1, before(path, shipped.decisions[at].source.id), 50)
    for variable in shipped.variables:
        own = path.values(variable)
        for per_cent in PER_CENT:
            line = found.line(variable, per_cent)
            assert len(line) == len(own)
            assert line[:at] == (None,) * at
            assert line[at] == own[at]
            assert None not in line[at:]


def test_paths_part_where_the_first_move_differs(shipped: Compiled) -> None:
    history = replay(shipped)
    for at, decision in enumerate(shipped.decisions):
        other = 0 if decision.historical_move else 1
        yours = run(shipped, 1, all_by(shipped, "history"), forced={at: other})
        if yours.moves.get(decision.source.id) == history.moves[decision.source.id]:
            continue  # the other move is closed there
        origin = parting(yours, history)
        assert origin.first == at
        if at:
            assert origin.state.hash() == yours.steps[at - 1].state_hash
    assert all(len(p.around) == len(p.steps) for p in (history, yours))


def test_paths_that_never_part_fan_out_from_the_beginning(shipped: Compiled) -> None:
    origin = parting(replay(shipped), replay(shipped))
    assert (origin.first, origin.state.hash()) == (0, beginning(shipped).state.hash())


def test_a_scenario_without_history_fans_out_from_the_beginning(isles: Compiled) -> None:
    plain = without_history(isles)
    assert not plain.has_history
    yours = run(plain, 1, all_by(plain, "model"), forced={0: 2})
    assert parting(yours, replay(plain)).first == 0
    assert fan(plain, 1, parting(yours, replay(plain)), 20).stops[-1].decision == "coal"


def test_a_decision_that_was_passed_by_has_a_point_of_its_own(isles: Compiled) -> None:
    path = run(isles, 1, all_by(isles, "history"), forced={0: 2})
    assert path.skipped == ("coal",)
    origin = before(path, "coal")
    assert (origin.first, origin.state.hash()) == (1, path.state.hash())
    with pytest.raises(ValueError, match="did not come to 'coal'"):
        after(path, "coal")
    stop = fan(isles, 1, origin, 20).stops[0]
    assert (stop.reached, sum(stop.moves.values())) == (0, 0)


@pytest.mark.parametrize("seed", [0, 1])
def test_between_two_scenarios_is_crossed_once_from_wherever_runs_set_out(tmp_path: Path, seed: int) -> None:
    """Run 0, played on from any point of its own path, passed by or not, comes to its own end."""
    game = open_scenario(str(winters(tmp_path, passed_by=True)))
    path, policies, own = run(game, seed, all_by(game, "model")), everyone(game, Model()), np.array([0])
    left = [begin(game, 1).hash()]
    play(game, seed, own, policies, watch=lambda _, state, __: left.append(state.hash()))
    came = [s.decision for s in path.steps]
    assert (len(came), len(path.skipped)) == ((2, 2), (4, 0))[seed]
    origins = [before(path, d.source.id) for d in game.decisions] + [after(path, name) for name in came]
    for origin in origins:
        assert origin.state.hash() == left[origin.first]
        on = play(game, seed, own, policies, first=origin.first, state=origin.state)
        assert on.state.hash() == path.state.hash()


def test_a_live_campaign_at_a_new_scenario_fans_out_from_where_the_last_one_ended(tmp_path: Path) -> None:
    game = open_scenario(str(winters(tmp_path)))
    live = Negotiation(game, 1)
    live.step()
    live.step()
    assert live.current is not None
    assert live.current.bridge is not None
    origin = before(live.path(), live.current.source.id)
    assert origin.state.hash() == after(live.path(), live.log[-1].decision).state.hash() != live.state.hash()


def test_a_game_that_is_not_over_fans_out_from_where_it_stands(isles: Compiled) -> None:
    model = Negotiation(isles, 1)
    assert before(model.path(), "lamp").first == 0
    with pytest.raises(ValueError, match="has not come to 'coal' yet"):
        before(model.path(), "coal")
    model.step("alone")
    origin = parting(model.path(), replay(isles))
    assert origin.first == 0
    assert before(model.path(), "coal").state.hash() == model.state.hash()


def test_the_states_around_a_step_are_those_of_its_log(shipped: Compiled) -> None:
    live = Negotiation(shipped, 3)
    for path in (run(shipped, 3, all_by(shipped, "model")), live.play()):
        assert [then.hash() for _, then in path.around] == [s.state_hash for s in path.steps]
        for (_, then), (state, _) in itertools.pairwise(path.around):
            assert then.hash() == state.hash()


@given(
    arrays(np.int32, st.tuples(st.integers(1, 60), st.integers(1, 4)), elements=st.integers(0, 10_000)),
    st.lists(st.integers(1, 100), min_size=1, max_size=5),
)
def test_percentiles_are_values_that_are_there(values: np.ndarray, per_cent: list[int]) -> None:
    """The least value that at least so many per cent of the column do not exceed."""
    found = nearest_ranks(values, tuple(per_cent))
    for p, row in zip(per_cent, found.tolist(), strict=True):
        for column, value in zip(values.T.tolist(), row, strict=True):
            enough = [x for x in column if 100 * sum(y <= x for y in column) >= p * len(column)]
            assert value == min(enough)


def test_no_runs_tell_nothing(isles: Compiled) -> None:
    with pytest.raises(ValueError, match="0 runs tell nothing"):
        fan(isles, 1, beginning(isles), 0)
