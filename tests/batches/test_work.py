"""A batch is the live game many times over: the same moves, endings and states, counted without loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.batches.api import batch
from sim.batches.design import Arm, Design
from sim.policies.policy import Model, MoveView
from sim.policies.run import run
from sim.scenario.compiled import Compiled
from sim.types import Int64
from sim.world.rules import Rules

RUNS = 400


@pytest.fixture(scope="module")
def whole(isles: Compiled) -> Any:
    return batch(isles, RUNS, seed=11, rows="decisions")


def test_a_row_is_the_live_run_of_that_number(shipped: Compiled) -> None:
    table = batch(shipped, 60, seed=4).table()
    everyone = Arm().choosers(shipped)
    for number in (0, 17, 59):
        row, live = table.loc[number], run(shipped, 4, everyone, run_number=number)
        moves = {d.source.id: row[f"move.{d.source.id}"] for d in shipped.decisions}
        assert {d: m for d, m in moves.items() if isinstance(m, str)} == live.moves
        assert row["ending"] == live.ending
        assert [round(row[v] * 100) for v in shipped.variables] == live.state.values[0].tolist()


def test_a_row_a_decision_is_the_live_step(isles: Compiled, whole: Any) -> None:
    table = whole.table()
    for number in range(0, RUNS, 37):
        live = run(isles, 11, Arm().choosers(isles), run_number=number)
        rows = table[table["run"] == number].to_dict("records")
        assert [r["decision"] for r in rows] == [s.decision for s in live.steps]
        for row, step in zip(rows, live.steps, strict=True):
            assert (row["move"], row["decider"], row["date"]) == (step.move, step.decider, step.date)
            assert row["historical"] == (step.move == step.historical_move)
            assert {v: row[v] for v in isles.variables} == step.after
            told = [t for t in row["messages"].split("; ") if t]
            assert len(told) == len(step.messages)
            for words, sent in zip(told, step.messages, strict=True):
                message = sent.message
                assert words.startswith(f"{message.sender} {message.kind} {message.move}")
                assert (message.leverage or "") in words
                assert words.endswith("(bluff)") == message.bluff


def test_counts_are_those_of_the_rows(isles: Compiled) -> None:
    found = batch(isles, RUNS, seed=2, design=Design(RUNS, (2, 3), 0, (Arm(), Arm(off=("leaks",)))))
    table = found.table()
    assert found.runs == len(table) == 4 * RUNS
    assert found.endings == {e: int((table["ending"] == e).sum()) for e, _ in isles.endings}
    for name, arm in found.arms.items():
        rows = table[table["arm"] == name]
        for decision, moves in arm.moves.items():
            assert moves == {m: int((rows[f"move.{decision}"] == m).sum()) for m in moves}
        for v, variable in enumerate(isles.variables):
            points = np.floor(rows[variable].to_numpy() + 0.5).astype(int)
            assert np.array_equal(arm.histograms[-1, v], np.bincount(points, minlength=101))
            assert arm.means[variable] == pytest.approx(rows[variable].mean())


def test_histograms_follow_every_decision(isles: Compiled, whole: Any) -> None:
    table, histograms = whole.table(), whole.summary.histograms
    before = {v: np.full(RUNS, isles.start[i] / 100) for i, v in enumerate(isles.variables)}
    assert (histograms[0, 0, int(before[isles.variables[0]][0])]) == RUNS
    for d, decision in enumerate(isles.decisions):
        rows = table[table["decision"] == decision.source.id].set_index("run")
        for v, variable in enumerate(isles.variables):
            before[variable][rows.index] = rows[variable]
            points = np.floor(before[variable] + 0.5).astype(int)
            assert np.array_equal(histograms[d + 1, v], np.bincount(points, minlength=101))


def test_reached_and_historical_are_counted(isles: Compiled, whole: Any) -> None:
    table, summary = whole.table(), whole.summary
    for decision in isles.decisions:
        rows = table[table["decision"] == decision.source.id]
        assert summary.reached[decision.source.id] == len(rows)
        assert summary.historical[decision.source.id] == int(rows["historical"].sum())


@pytest.mark.parametrize(("chunk", "block"), [(1, 65_536), (7, 50), (RUNS, RUNS), (1000, 3)])
def test_how_the_work_is_cut_changes_nothing(isles: Compiled, whole: Any, chunk: int, block: int) -> None:
    other = batch(isles, RUNS, seed=11, rows="decisions", chunk=chunk, block=block)
    assert other.table().equals(whole.table())
    assert np.array_equal(other.summary.histograms, whole.summary.histograms)
    assert other.endings == whole.endings


def test_an_arm_that_forces_what_was_taken_anyway_changes_nothing(isles: Compiled) -> None:
    arms = (Arm(), Arm(forced={"lamp": "alone"}), Arm(forced={"lamp": "refuse"}))
    table = batch(isles, design=Design(RUNS, (8,), 0, arms)).table()
    model, alone, refuse = (
        part.reset_index(drop=True).drop(columns="arm") for _, part in table.groupby("arm", observed=True)
    )
    for forced, move in ((alone, "alone"), (refuse, "refuse")):
        assert set(forced["move.lamp"]) == {move}
        same = (model["move.lamp"] == move).to_numpy()
        assert 0 < same.sum() < RUNS
        assert forced[same].equals(model[same])
        assert not forced[~same].equals(model[~same])


def test_a_start_and_a_switch_do_what_they_say(isles: Compiled) -> None:
    arms = (Arm(start={"light": 20}), Arm(off=("events",)), Arm(policies={"*": "greedy", "envoy": "random"}))
    found = batch(isles, design=Design(RUNS, (8,), 0, arms))
    light = isles.variables.index("light")
    assert found.arm("light=20").histograms[0, light, 20] == RUNS
    greedy = found.arm("everyone=greedy envoy=random")
    assert sorted(greedy.moves["lamp"].values()) == [0, 0, RUNS]
    assert min(greedy.moves["coal"].values()) > 0
    quiet = found.table()
    quiet = quiet[quiet["arm"] == "no-events"].reset_index(drop=True)
    live = run(isles, 8, Arm().choosers(isles), Rules(events=False), run_number=5)
    assert quiet.loc[5, "ending"] == live.ending


class Stubborn(Model):
    """A policy of one's own: the last open move, whatever else."""

    name = "stubborn"

    def move(self, view: MoveView) -> Int64:
        last = view.open_moves.shape[1] - 1 - np.argmax(view.open_moves[:, ::-1], axis=1)
        return (np.arange(view.open_moves.shape[1])[None, :] == last[:, None]).astype(np.int64)


def test_a_policy_of_ones_own_plays_in_a_batch(isles: Compiled) -> None:
    found = batch(isles, RUNS, policies={"north": Stubborn()})
    assert found.moves["lamp"] == {"share": 0, "alone": 0, "refuse": RUNS}
    assert found.design.arms[0].name == "north=stubborn"
    assert found.design.as_json()["arms"][0]["policy"] == {"north": f"{__name__}.Stubborn"}
