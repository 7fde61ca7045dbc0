"""Runs taken from rows, and arms beside each other where the effect can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.batches.api import batch
from sim.batches.design import Arm, Design
from sim.batches.ends import associations, compared, ends
from sim.batches.results import Results
from sim.policies.policy import policy
from sim.policies.turn import everyone, play
from sim.scenario.compiled import Compiled


def of_arms(game: Compiled, *arms: Arm, runs: int = 400, **more: int) -> Results:
    return batch(game, design=Design(runs=runs, arms=arms, **more))  # type: ignore[arg-type]


def test_they_are_the_runs_themselves(isles: Compiled) -> None:
    results = batch(isles, 300, 5, block=64, chunk=50)
    (found,) = ends(results).values()
    runs = play(isles, 5, np.arange(300), everyone(isles, policy("model")))
    assert found.luck.tolist() == [[5, 0, i] for i in range(300)]
    assert found.ending is not None
    assert found.ending.tolist() == runs.ending.tolist()
    assert found.moves.tolist() == runs.state.moves.tolist()
    assert found.values.tolist() == runs.state.values.tolist()


def test_a_row_a_decision_gives_the_same_moves_and_ends(isles: Compiled) -> None:
    arms = (Arm(), Arm(forced={"lamp": "refuse"}))
    design = Design(runs=200, seeds=(1, 2), arms=arms)
    short = ends(batch(isles, design=design, block=70))
    long = ends(batch(isles, design=replace(design, rows="decisions"), block=70))
    assert list(short) == list(long) == ["model", "lamp=refuse"]
    for name, runs in short.items():
        assert long[name].luck.tolist() == runs.luck.tolist()
        assert long[name].moves.tolist() == runs.moves.tolist()
        # the isles' events come after the first decision, so the last row is the end
        assert long[name].values.tolist() == runs.values.tolist()


def test_without_rows_there_are_none(isles: Compiled) -> None:
    assert ends(batch(isles, 50, rows="none")) == {}


def test_what_a_move_costs_to_the_point(isles: Compiled) -> None:
    """To hire a keeper alone takes 8 points from the purse, to share takes none; coal costs both the same."""
    results = of_arms(
        isles,
        Arm("shared", forced={"lamp": "share", "coal": "sell"}),
        Arm("alone", forced={"lamp": "alone", "coal": "sell"}),
    )
    runs = ends(results)
    found = compared(results, runs["shared"], runs["alone"])
    assert found is not None
    purse = next(d.estimate for d in found[1] if d.name == "purse_north")
    assert (purse.low, purse.value, purse.high) == (-8, -8, -8)


def test_what_luck_adds_is_within_its_interval(isles: Compiled) -> None:
    """With the lamp lit alone, a storm comes in one case of two, and a calm in 70 % of the others: a point
    of light in 35 % of the runs, if events are on. Nobody speaks, so nothing else differs."""
    forced = {"lamp": "alone", "coal": "sell"}
    results = of_arms(
        isles,
        Arm("still", forced=forced, off=("messages", "events")),
        Arm("weather", forced=forced, off=("messages",)),
        runs=4_000,
    )
    runs = ends(results)
    found = compared(results, runs["still"], runs["weather"])
    assert found is not None
    light = next(d.estimate for d in found[1] if d.name == "light")
    assert light.low < 0.35 < light.high
    # a point in 35 of 100: standard error of the mean 0.477 / root of 4,000
    assert light.high - light.low == pytest.approx(2 * 1.96 * 0.477 / 4_000**0.5, rel=0.03)
    assert set((runs["weather"].values[:, 1] - runs["still"].values[:, 1]).tolist()) == {0, 100}


def test_an_ending_that_a_move_brings_about(isles: Compiled) -> None:
    """Who refuses ends in the dark, and nobody else does."""
    results = of_arms(isles, Arm("lit", forced={"lamp": "share"}), Arm("dark", forced={"lamp": "refuse"}))
    runs = ends(results)
    found = compared(results, runs["lit"], runs["dark"])
    assert found is not None
    shares = {d.name: d.estimate for d in found[0]}
    assert shares["dark"].value == 1
    assert 0.98 < shares["dark"].low < shares["dark"].high <= 1
    assert sum(d.value for d in shares.values()) == pytest.approx(0)


def test_an_arm_that_changes_nothing_differs_nowhere(isles: Compiled) -> None:
    results = of_arms(isles, Arm("one"), Arm("other"))
    runs = ends(results)
    found = compared(results, runs["one"], runs["other"])
    assert found is not None
    assert {d.estimate.value for part in found for d in part} == {0}
    assert all(d.estimate.low <= 0 <= d.estimate.high for part in found for d in part)


def test_drawn_judgements_make_the_interval_as_wide_as_the_draws_differ(isles: Compiled) -> None:
    """A draw sets what hiring alone costs, 6 to 10 points: all runs of a draw differ by the same."""
    forced = {"coal": "sell"}
    results = of_arms(
        isles,
        Arm("shared", forced=forced | {"lamp": "share"}, off=("messages",)),
        Arm("alone", forced=forced | {"lamp": "alone"}, off=("messages",)),
        runs=30,
        draws=12,
    )
    runs = ends(results)
    found = compared(results, runs["shared"], runs["alone"])
    assert found is not None
    cost = np.array(results.meta.judgements["lamp.alone.effects.2"])
    assert set(cost) <= set(range(-10, -5))
    purse = next(d.estimate for d in found[1] if d.name == "purse_north")
    assert purse.value == pytest.approx(cost.mean())
    half = 1.959964 * cost.std(ddof=1) / 12**0.5
    assert (purse.low, purse.high) == pytest.approx((purse.value - half, purse.value + half), rel=1e-5)


def test_arms_of_other_runs_are_not_compared(isles: Compiled) -> None:
    results = of_arms(isles, Arm("one"), Arm("other"))
    runs = ends(results)
    shifted = replace(runs["other"], luck=runs["other"].luck + 1)
    assert compared(results, runs["one"], shifted) is None


def test_what_goes_with_the_moves(isles: Compiled) -> None:
    results = batch(isles, 2_000, 3)
    (runs,) = ends(results).values()
    lamp, coal = associations(results, runs)
    assert (lamp.decision, coal.decision) == ("lamp", "coal")
    assert lamp.runs == 2_000
    assert coal.runs == sum(results.moves["coal"].values()) < 2_000
    at = results.meta.variables.index("purse_north")
    purse = runs.values[:, at].astype(float)
    groups = [purse[runs.moves[:, 0] == m] for m in range(3)]
    between = sum(len(g) * (g.mean() - purse.mean()) ** 2 for g in groups)
    assert lamp.variables[at] == pytest.approx(between / ((purse - purse.mean()) ** 2).sum())


def test_a_forced_decision_goes_with_nothing(isles: Compiled) -> None:
    results = of_arms(isles, Arm(forced={"lamp": "refuse"}))
    (runs,) = ends(results).values()
    lamp, coal = associations(results, runs)
    assert lamp.ending is None
    assert set(lamp.variables) == {None}
    assert (coal.runs, coal.ending) == (0, None)
