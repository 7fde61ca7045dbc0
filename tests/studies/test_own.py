"""Own policies: a player that does what the model does is the model; nonsense ends in one line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from campaigns import winters
from helpers import all_by

from sim.errors import InputError
from sim.policies.policy import POLICIES, Policy
from sim.policies.turn import Runs, play
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from sim.scenario.speaking import may_know
from sim.studies.contract import check_policy
from sim.studies.live import play_live, play_own
from sim.studies.own import Player
from sim.world.rules import Rules
from tests.studies import own_policies as own


def played(
    game: Compiled,
    policy: Any,
    runs: int = 20,
    forced: dict[int, int] | None = None,
    rules: Rules | None = None,
) -> Runs:
    cast = dict.fromkeys(range(len(game.actors)), policy)
    return play_own(game, 7, np.arange(runs), cast, rules or Rules(), forced or {}, watch=lambda *_: None)


def same(one: Runs, two: Runs) -> bool:
    states = zip(one.state.arrays(), two.state.arrays(), strict=True)
    said = zip(one.messages, two.messages, strict=True)
    return all(np.array_equal(a, b) for a, b in (*states, *said, (one.ending, two.ending)))


def test_a_player_that_does_as_the_model_does_plays_the_models_runs(isles: Compiled) -> None:
    assert same(played(isles, Player(), 60), play(isles, 7, np.arange(60), all_by(isles, "model")))


def test_and_so_in_the_shipped_scenarios(shipped: Compiled) -> None:
    """Without tables: at one the model bargains, and a player chooses."""
    rules = Rules(tables=False)
    wanted = play(shipped, 7, np.arange(3), all_by(shipped, "model"), rules)
    assert same(played(shipped, Player(), 3, rules=rules), wanted)


@pytest.mark.parametrize("name", list(POLICIES))
def test_a_live_run_is_the_engines_run_for_every_policy(isles: Compiled, name: str) -> None:
    live_runs_are_the_engines(isles, name, {0: 1})


@pytest.mark.parametrize("name", list(POLICIES))
def test_so_it_is_over_a_campaign(tmp_path: Path, name: str) -> None:
    """What is told after a decision is how it left things: what is handed on to a scenario comes later."""
    game = open_scenario(str(winters(tmp_path, passed_by=True)))
    live_runs_are_the_engines(game, name, {})


def live_runs_are_the_engines(game: Compiled, name: str, force: dict[int, int]) -> None:
    seen: dict[str, list[Any]] = {"live": [], "engine": []}
    for how, kernel in (("live", play_live), ("engine", play)):

        def watch(decision: Any, state: Any, said: Any, how: str = how) -> None:
            hashes = [state.hash(row) for row in range(12)]
            seen[how].append((decision.index, hashes, said.tolist()))

        kernel(game, 3, np.arange(12), all_by(game, name), Rules(), force, watch=watch)
    assert seen["live"] == seen["engine"]


def test_a_player_among_array_policies_meets_the_same_luck(isles: Compiled) -> None:
    policies: dict[int, Any] = {**all_by(isles, "greedy"), isles.actors.index("north"): Player()}
    mixed = play_own(isles, 7, np.arange(30), policies, Rules(), {}, watch=lambda *_: None)
    wanted = {**all_by(isles, "greedy"), isles.actors.index("north"): POLICIES["model"]}
    assert same(mixed, play(isles, 7, np.arange(30), wanted))


@pytest.mark.parametrize("policy", [own.First(), own.Wary(), own.Lucky(), own.Counting(), Player()])
def test_good_policies_keep_the_contract(isles: Compiled, policy: Any) -> None:
    check_policy(policy, isles)


@pytest.mark.parametrize("name", list(POLICIES))
def test_our_own_policies_keep_the_contract(shipped: Compiled, name: str) -> None:
    check_policy(POLICIES[name], shipped, runs=100)


BROKEN = [
    (own.Closed(), r"^Closed\.move at 'coal' weighs 'gift', which is closed\. Expected 0"),
    (
        own.Flat(),
        r"^Flat\.move at 'lamp' gave weights of shape \(200,\) .* Expected whole numbers \(200, 3\)",
    ),
    (own.Fractions(), r"^Fractions\.move at 'lamp' gave weights .*float64.* Expected whole numbers"),
    (own.Negative(), r"^Negative\.move at 'lamp' gave weights below 0"),
    (own.Nothing(), r"^Nothing\.move at 'lamp' gave weights that sum to 0"),
    (own.Heavy(), r"^Heavy\.move at 'lamp' gave weights that sum to .* beyond 2\*\*31"),
    (own.Unsendable(), r"^Unsendable\.message at '\w+' weighs a message that cannot be sent"),
    (own.Unknown(), r"^Unknown\.message at 'lamp' gave an option outside 0 to \d+"),
    (own.Bare(), r"^Bare\.message at 'lamp' gave .* Expected Messages\(options, weight\)"),
    (own.Crashes(), r"^Crashes\.move at 'lamp' failed: ZeroDivisionError: division by zero"),
    (own.Streams(), r"^Streams chooses otherwise a second time: run \d+ of isles at '\w+'"),
    (own.Crowd(), r"^Crowd chooses otherwise in a .*batch"),
    (own.FalselyLocal(), r"^FalselyLocal.* a Local policy chooses a move by its values"),
    (own.Stuck(), r"^Stuck cannot be sent to another process"),
    (own.First, r"is a class\. Give an object of it: First\(\)"),
    (object(), r"Expected a name, a Player, or an object"),
    (own.Gambler(), r"^Gambler chooses otherwise a second time"),
    (own.Mumbles(), r"^Mumbles\.move at 'lamp' gave 'nonsense'\. Expected one of: share, alone, refuse\."),
    (own.Blurts(), r"^Blurts\.message at 'lamp' gave a message that cannot be sent now"),
    (own.Shouts(), r"^Shouts\.message at 'lamp' gave 'Please\.'\. Expected None or one of seat\.options"),
    (own.Fails(), r"^Fails\.move at 'lamp' failed: KeyError: 'plan'"),
]


@pytest.mark.parametrize(("policy", "line"), BROKEN, ids=lambda x: getattr(x, "__name__", type(x).__name__))
def test_the_contract_finds_each_way_to_break_it(isles: Compiled, policy: Any, line: str) -> None:
    with pytest.raises(InputError) as problem:
        check_policy(policy, isles)
    assert re.search(line, str(problem.value)), str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_seat_shows_what_its_actor_may_know_and_no_more(shipped: Compiled) -> None:
    own.Peeks.shown = []
    runs = played(shipped, own.Peeks(), 2)
    asked = int((runs.state.moves >= 0).sum())
    decided = [s for s in own.Peeks.shown if s.actor == s.decider]
    assert len(decided) == asked
    decisions = {d.source.id: d for d in shipped.decisions}
    for seat in own.Peeks.shown:
        decision = decisions[seat.decision]
        assert set(seat.moves) <= set(may_know(shipped.record, decision.source, seat.actor))
        assert sum(seat.odds.values()) == pytest.approx(1)
        assert seat.decision not in seat.past
        assert 0 <= seat.luck() < 1
        assert {m.sender for m in seat.options} <= {seat.actor}
        assert {m.move for m in seat.options} <= set(seat.moves)
        if seat.actor != seat.decider:
            assert not seat.received
        else:
            assert not seat.options
    assert any(s.received for s in decided)
    assert any(s.options for s in own.Peeks.shown)


def test_luck_is_keyed_and_spread(isles: Compiled) -> None:
    own.Peeks.shown = []
    played(isles, own.Peeks(), 200)
    first = [s for s in own.Peeks.shown if s.decision == "lamp" and s.actor == s.decider]
    numbers = [s.luck() for s in first]
    others = [s.luck(1) for s in first]
    assert len(set(numbers)) == 200
    assert numbers == [s.luck() for s in first]
    assert abs(np.corrcoef(numbers, others)[0, 1]) < 0.2
    assert np.histogram(numbers, 4, (0, 1))[0].min() > 25


def test_an_array_policy_of_ones_own_is_asked_run_by_run_unless_local(isles: Compiled) -> None:
    wary: Policy = own.Wary()
    runs = played(isles, wary, 500)
    low = runs.state.moves[:, 0] >= 0
    assert low.all()
    assert isles.start[0] == 5_000, "the first variable starts at 50 points: not below"
    assert (runs.state.moves[:, 0] == 0).all()
