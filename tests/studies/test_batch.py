"""``sim.batch``: names, array policies and players give results of one form, wherever they are played."""

from __future__ import annotations

import inspect
import warnings
from pathlib import Path
from typing import Any

import pytest

from sim.batches import api
from sim.batches.design import SWITCHES, Arm, Design
from sim.errors import InputError, UnknownName
from sim.policies.policy import Model
from sim.scenario.compiled import Compiled
from sim.studies.batch import LONG, batch
from sim.studies.own import Player
from tests.studies import own_policies as own


def rows(found: Any) -> Any:
    return found.table().drop(columns="arm")


@pytest.mark.parametrize("form", ["runs", "decisions"])
def test_a_player_that_does_as_the_model_does_gives_the_models_rows(isles: Compiled, form: Any) -> None:
    engine = batch(isles, 80, 3, rows=form, force={"lamp": "alone"})
    live = batch(isles, 80, 3, rows=form, force={"lamp": "alone"}, policies={"*": Player()})
    assert rows(live).equals(rows(engine))
    assert live.endings == engine.endings
    assert live.moves == engine.moves
    assert (live.summary.histograms == engine.summary.histograms).all()


def test_an_array_policy_of_ones_own_runs_in_the_engine(isles: Compiled) -> None:
    class Mine(Model):
        name = "mine"

    mine = batch(isles, 5_000, 3, policies={"*": Mine()})
    assert rows(mine).equals(rows(batch(isles, 5_000, 3)))


def test_players_play_the_same_in_processes(isles: Compiled, tmp_path: Path) -> None:
    policies: dict[str, Any] = {"north": own.Lucky(), "envoy": own.Counting(), "*": "greedy"}
    here = batch(isles, 150, 4, policies=policies)
    there = batch(isles, 150, 4, policies=policies, workers=2, out=tmp_path / "there.csv")
    assert rows(there).astype(str).equals(rows(here).astype(str))
    assert len(set(here.moves["coal"].values())) > 1


def test_arms_may_mix_names_and_players(isles: Compiled) -> None:
    arms = (Arm("as it is"), Arm("mine", policies={"*": Player()}), Arm("first", policies={"*": own.First()}))
    found = batch(isles, design=Design(runs=40, seeds=(1,), arms=arms))
    assert found.arm("mine").endings == found.arm("as it is").endings
    assert found.arm("first").moves["lamp"]["share"] == 40


@pytest.mark.parametrize("mechanism", SWITCHES)
def test_a_player_meets_the_arms_rules(isles: Compiled, mechanism: str) -> None:
    """Other starting points, drawn judgements and mechanisms that are off are the same for both."""
    told: Any = {"start": {"purse_north": 20}, "off": (mechanism,)}
    arms = (Arm("engine", **told), Arm("live", policies={"*": Player()}, **told))
    found = batch(isles, design=Design(runs=15, seeds=(1, 2), draws=1, arms=arms)).table()
    engine, live = (found[found["arm"] == name].drop(columns="arm") for name in ("engine", "live"))
    assert len(engine) == 30
    assert engine.reset_index(drop=True).equals(live.reset_index(drop=True))


@pytest.mark.parametrize("workers", [1, 2])
def test_nonsense_is_one_line_from_any_process(isles: Compiled, workers: int) -> None:
    with pytest.raises(
        InputError, match=r"^Mumbles\.move at 'lamp' gave 'nonsense'\. Expected one of: share"
    ):
        batch(isles, 100, 0, policies={"north": own.Mumbles()}, workers=workers)


@pytest.mark.parametrize(
    ("policies", "kind", "line"),
    [
        ({"nort": Player()}, UnknownName, "Did you mean 'north'"),
        ({"north": "modle"}, UnknownName, "Did you mean 'model'"),
        ({"north": own.Lucky}, InputError, r"Give an object of it: Lucky\(\)"),
        ({"north": 7}, InputError, "The policy of 'north' is 7. Expected a name, a Player"),
        ({"envoy": own.Closed()}, InputError, r"^Closed\.move at"),
        ({"*": own.Flat()}, InputError, r"^Flat\.move at 'lamp'"),
    ],
)
def test_what_is_no_policy_is_told(isles: Compiled, policies: Any, kind: type[Exception], line: str) -> None:
    with pytest.raises(kind, match=line) as problem:
        batch(isles, 200, 0, policies={"envoy": own.First(), **policies}, force={"lamp": "alone"})
    assert "\n" not in str(problem.value)


def test_many_runs_of_a_player_are_called_slow_beforehand(isles: Compiled) -> None:
    said: list[str] = []

    def stop(line: str) -> None:
        said.append(line)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(isles, LONG + 1, policies={"*": Player()}, say=stop)
    assert "the slow way" in said[0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        batch(isles, LONG + 1)
        batch(isles, 5, policies={"*": Player()})


def test_the_public_batch_takes_what_the_engines_takes() -> None:
    """But for the three arguments that change no result or swap the engine."""
    ours, theirs = (inspect.signature(f).parameters for f in (batch, api.batch))
    assert list(ours) == [name for name in theirs if name not in ("kernel", "block", "chunk")]
    assert all(ours[name].default == theirs[name].default for name in ours)
