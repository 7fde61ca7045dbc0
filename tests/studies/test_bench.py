"""The benchmark's parts: trials agree run by run, rounds are interleaved, a failure is one line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from helpers import all_by

from sim.errors import BackchannelError, InputError
from sim.policies import turn
from sim.scenario.compiled import Compiled
from sim.studies import bench, trial
from sim.studies.bench import QUICK, Rates, Size
from sim.studies.trial import Trial


def test_mesa_and_the_batch_play_the_same_runs(isles: Compiled) -> None:
    asked = Trial("batch", "isles", 300, seed=5, compare=25)
    ours = trial.batch(isles, asked)["rows"]
    theirs = trial.mesa(isles, Trial("mesa", "isles", 25, seed=5, compare=25))["rows"]
    assert ours == theirs
    assert len(ours) == 25
    assert len(ours[0]) == 1 + len(isles.variables)
    assert trial.batch(isles, Trial("batch", "isles", 300, seed=6, compare=25))["rows"] != theirs


def test_each_kind_of_trial_measures_something(isles: Compiled) -> None:
    for kind, work in trial.KINDS.items():
        found = work(isles, Trial(kind, "isles", 10, seed=1, compare=2))
        assert found["seconds"] > 0, kind


def test_a_trial_without_garbage_collection_gives_the_same(isles: Compiled) -> None:
    import gc

    asked = Trial("mesa", "isles", 5, seed=1, collect=False, compare=5)
    try:
        off = trial.mesa(isles, asked)["rows"]
        assert not gc.isenabled()
    finally:
        gc.enable()
    assert off == trial.mesa(isles, Trial("mesa", "isles", 5, seed=1, compare=5))["rows"]


def test_bytes_a_run_are_those_of_its_arrays(isles: Compiled) -> None:
    """Four bytes a number of the state, one a lever, move and event, eight a message and the ending."""
    numbers = len(isles.variables) + len(isles.actors) + len(isles.channels)
    small = len(isles.levers) + len(isles.decisions) + len(isles.events)
    messages = sum(len(d.senders) for d in isles.decisions)
    assert trial.bytes_per_run(isles, 3) == 4 * numbers + small + 8 * (messages + 1)


def test_rounds_are_interleaved() -> None:
    plan = bench._plan(["one", "two"], 7, Size(rounds=3))
    keys = [key for key, _ in plan]
    each = len(keys) // 3
    assert keys[:each] == keys[each : 2 * each] == keys[2 * each :]
    assert len(set(keys[:each])) == each, "a round does everything once"
    by_key: dict[Any, set[Trial]] = {}
    for key, one in plan:
        by_key.setdefault(key, set()).add(one)
    assert all(len(trials) == 1 for trials in by_key.values()), "every round does the same"
    assert not any(t.collect for (_, column), ts in by_key.items() for t in ts if column == "no_gc")


def found(rows: dict[str, list[Any]]) -> dict[tuple[str, str], list[Any]]:
    """What a round of trials might have measured, with these rows."""
    plain = {"seconds": 2.0, "rows": [["calm", 1]] * QUICK.mesa, "bytes_per_run": 10.0}
    told = {column: [plain | {"rows": rows.get(column, plain["rows"])}] for column in bench._NAMES}
    told["fan"] = [{"seconds": 0.5, "game_seconds": 0.25, "decision": "lamp"}]
    return {("isles", column): one for column, one in told.items()}


def test_endings_count_as_the_same_only_run_by_run() -> None:
    assert bench._compare("isles", QUICK, found({})).same_endings
    swapped = [["calm", 1]] * (QUICK.mesa - 2) + [["storm", 1], ["calm", 1]]
    for column in ("batch", "mesa", "no_gc"):
        assert not bench._compare("isles", QUICK, found({column: swapped})).same_endings
    short = {c: [["calm", 1]] for c in ("batch", "mesa", "no_gc")}
    assert not bench._compare("isles", QUICK, found(short)).same_endings


def test_figures_are_worked_out_of_seconds_and_runs() -> None:
    compared = bench._compare("isles", QUICK, found({}))
    row = compared.as_json()
    assert row["batch_runs_per_s"] == QUICK.batch / 2
    assert row["ratio"] == round(QUICK.batch / QUICK.mesa, 1)
    assert row["floor_share"] == 1
    assert row["fan"]["ratio"] == 2
    assert Rates((3.0, 1.0, 2.0)).median == 2
    assert Rates((3.0, 1.0, 2.0)).spread == [1, 3]


def test_a_trial_that_fails_is_told_in_one_line() -> None:
    with pytest.raises(BackchannelError, match="the trial 'batch' of nowhere ended with status 1") as problem:
        bench.run_trial(Trial("batch", "nowhere", 1, seed=0))
    assert "\n" not in str(problem.value)


def test_an_unknown_scenario_stops_it_before_anything_is_measured() -> None:
    told: list[Any] = []
    with pytest.raises(InputError, match="nowhere"):
        bench.benchmark(["nowhere"], size=QUICK, progress=lambda *a: told.append(a))
    assert not told


def test_its_fan_sets_out_from_the_decision_in_the_middle(
    shipped: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    middle, begun = len(shipped.decisions) // 2, list[Any]()

    def play(*args: Any, **how: Any) -> Any:
        begun.append(how.get("state"))
        return turn.play(*args, **how)

    monkeypatch.setattr(trial, "play", play)
    trial.fan(shipped, Trial("fan", shipped.id, 3, seed=5))
    own = turn.play(shipped, 5, np.zeros(1, np.int64), all_by(shipped, "model"), until=middle).state
    assert len(begun) == 3
    assert {state.hash(row) for state in begun[1:] for row in range(3)} == {own.hash()}
