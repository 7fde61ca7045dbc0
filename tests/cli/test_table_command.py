"""``table``: what a table holds, held against every package; what ``run`` and ``replay`` tell of it."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from campaigns import WINTERS, winters

from sim.policies.policy import Model
from sim.policies.turn import everyone, play
from sim.scenario import library
from sim.studies.tables import bargained, bargained_json
from tests.cli.commands import ROOT, SHIPPED, within

HARBOUR = str(ROOT / "tests" / "fixtures" / "tables" / "harbour.yaml")


def told(*more: str) -> dict[str, Any]:
    done = within("table", HARBOUR, "--runs", "400", "--seed", "3", "--json", *more)
    assert done.status == 0, done.error
    found: dict[str, Any] = done.json["tables"][0]
    return found


def test_the_zone_and_the_points_are_those_of_every_package() -> None:
    found = told()
    sheets = [p["sheet"] for p in found["parties"]]
    floors = [p["reservation"] for p in found["parties"]]
    issues = list(found["issues"])
    worth = {
        package: [sum(s[i][o] for i, o in zip(issues, package, strict=True)) for s in sheets]
        for package in itertools.product(*found["issues"].values())
    }
    inside = [p for p, w in worth.items() if all(a >= b for a, b in zip(w, floors, strict=True))]
    assert found["packages"] == len(worth)
    assert found["zone"]["packages"] == len(inside)
    gains = {p: [a - b for a, b in zip(worth[p], floors, strict=True)] for p in inside}
    nash = max(inside, key=lambda p: gains[p][0] * gains[p][1])
    fair = max(inside, key=lambda p: min(gains[p]))
    assert tuple(found["points"]["Nash"]["package"].values()) == nash
    assert tuple(found["points"]["Egalitarian"]["package"].values()) == fair


@pytest.mark.parametrize("at", [0, 2])
def test_the_bargainings_are_the_runs_of_a_batch(tmp_path: Path, at: int) -> None:
    """The same seed and runs, played as a batch of a campaign: the same shares of moves at either table."""
    game = library.open_scenario(str(winters(tmp_path, text=WINTERS.replace("is: 50", "is: 0"))))
    decision = game.decisions[at]
    found = bargained(game, decision, 400, 3)
    moves = play(game, 3, np.arange(400), everyone(game, Model())).state.moves[:, at]
    shares = {m: float((moves == n).mean()) for n, m in enumerate(decision.moves)}
    assert found.by_move(decision.moves) == shares
    assert found.agreed == pytest.approx(1 - shares["close"])


def test_the_command_tells_what_they_came_to() -> None:
    game, found = library.open_scenario(HARBOUR), told()["bargained"]
    assert found == bargained_json(game.decisions[0], bargained(game, game.decisions[0], 400, 3), 3)


def test_who_comes_last_and_how_they_bargain_can_be_changed() -> None:
    assert told()["order"] == ["north", "south"]
    assert told("--last", "north")["order"] == ["south", "north"]
    single = told("--protocol", "single_text", "--last", "north")
    assert (single["protocol"], single["rounds"], single["order"][-1]) == ("single_text", 2, "north")
    assert told("--last", "north")["bargained"] != told()["bargained"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((HARBOUR, "--last", "isle"), "There is no party 'isle'"),
        ((f"{HARBOUR}:after",), "There is no table 'after'"),
        ((HARBOUR, "--runs", "none"), "is no number of runs"),
        (("docs/examples/lanterns.yaml",), "has no table: nobody bargains there."),
    ],
)
def test_what_does_not_fit_is_one_line(arguments: tuple[str, ...], says: str) -> None:
    done = within("table", *arguments)
    assert done.status == 2
    assert says in done.error
    assert done.error.count("\n") == 1


def test_in_words_the_parties_have_their_names() -> None:
    out = within("table", f"{HARBOUR}:harbour", "--runs", "50").out.decode()
    assert "The north bank" in out
    assert "6 of 18 packages lie in the zone of agreement" in out
    assert "agreed" in out


def test_a_run_tells_what_was_agreed() -> None:
    for seed in range(6):
        step = within("run", HARBOUR, "--seed", str(seed), "--json").json["path"][0]
        assert (step["package"] is None) == (step["move"] == "close")
    after = within("run", HARBOUR, "--json").json["path"][1]
    assert "package" not in after


@pytest.mark.parametrize("name", SHIPPED)
def test_history_s_packages_are_those_of_the_file(name: str) -> None:
    from sim.policies.run import replay
    from sim.scenario import library

    game = library.open_scenario(name)
    tables = {d.source.id: d.table for d in game.decisions if d.table}
    for step in replay(game).as_json()["path"] if tables else ():
        table = tables.get(step["decision"])
        assert (table is None) == ("package" not in step)
        if table is not None and step["move"] == step["historical_move"]:
            assert step["package"] == (table.source.history or None)
