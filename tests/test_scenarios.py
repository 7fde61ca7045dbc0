"""Every shipped scenario: what it must hold, and what can happen in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import all_by
from pydantic import BaseModel

from sim.policies.run import replay
from sim.policies.turn import play
from sim.reading.fields import Reasoned
from sim.record import record
from sim.scenario import library
from sim.scenario.compiled import Compiled

ROOT = Path(__file__).parents[1]
PLAYTHROUGHS = ROOT / "tests" / "playthroughs"
EPISODES = {
    "rafah_delay": ["e27", "e28", "e29", "e30", "e31", "e32", "e33", "e43"],
    "withheld_munitions": ["e41", "e42", "e45", "e46", "e47", "e48", "e49", "e70"],
    "doha_strike": ["e78", "e79", "e80", "e81", "e82", "e83", "e84", "e85"],
}


def test_the_three_are_there_and_check_clean() -> None:
    assert set(library.shipped()) >= set(EPISODES)
    for path in library.shipped().values():
        game, problems = library.examine(path)
        assert problems == []
        assert game is not None


def test_each_covers_its_episodes(shipped: Compiled) -> None:
    told = [(d.episode or "").split("-")[0] for d in shipped.source.decisions]
    assert told == EPISODES[shipped.id]


def test_seeds_1_to_200_reach_every_move_and_four_endings(shipped: Compiled) -> None:
    chosen: dict[str, set[str]] = {d.source.id: set() for d in shipped.decisions}
    endings = set()
    for seed in range(1, 201):
        runs = play(shipped, seed, np.array([0]), all_by(shipped, "random"))
        endings.add(int(runs.ending[0]))
        for decision in shipped.decisions:
            move = int(runs.state.moves[0, decision.index])
            if move >= 0:
                chosen[decision.source.id].add(decision.moves[move])
    for decision in shipped.decisions:
        assert chosen[decision.source.id] == set(decision.moves)
    assert len(endings) >= 4


def test_every_ending_comes_up(shipped: Compiled) -> None:
    runs = play(shipped, 3, np.arange(6000), all_by(shipped, "random"))
    assert len(np.unique(runs.ending)) == len(shipped.endings)


def test_the_model_neither_knows_history_nor_ignores_it(shipped: Compiled) -> None:
    """No historical move is all but certain, none all but impossible."""
    for step in replay(shipped).steps:
        assert 0.05 <= step.odds[step.move] <= 0.9, step.decision


def test_what_a_decision_must_tell(shipped: Compiled) -> None:
    for decision in shipped.source.decisions:
        assert len(decision.moves) >= 3
        assert decision.unknown, f"{decision.id}: what was not known?"
        assert len(decision.situation.split()) >= 40
        assert decision.outside is not None
        if decision.date_certainty == "corrected":
            assert decision.date_note
        if decision.history.certainty in ("one_sided", "disputed"):
            assert decision.history.disputed, f"{decision.id}: one side's account needs the other's"
        ids = {m.id for m in decision.moves}
        assert decision.history.move in ids
        labels = [m.label for m in decision.moves]
        assert len(set(labels)) == len(labels)
        assert max(map(len, labels)) <= 48


def test_seats_debrief_and_care(shipped: Compiled) -> None:
    source = shipped.source
    assert len(source.seats) >= 3
    phases = {"react", "describe", "forecast", "reveal", "analyse", "apply"}
    assert {q.phase for q in source.questions} == phases
    assert len(source.endings) >= 4
    assert source.content_note
    assert source.limits
    assert source.events, "chance events where the record has them"


def test_no_loaded_term_stands_in_the_texts() -> None:
    """The record lists words that take a side; the scenarios do not use them."""
    loaded = [t.avoid for t in record.load().terms if len(t.avoid.split()) == 1]
    always = {"eliminate", "eliminated", "elimination", "terrorist", "terrorists", "surgical", "embargo"}
    for path in library.shipped().values():
        words = set(re.findall(r"[a-z]+", path.read_text(encoding="utf-8").lower()))
        assert not always & words, path.name
    assert loaded


def reasoned(value: Any) -> list[Reasoned]:
    """Every number with its reason, at any depth."""
    if isinstance(value, Reasoned):
        return [value]
    if isinstance(value, BaseModel):
        return [r for name in type(value).model_fields for r in reasoned(getattr(value, name))]
    if isinstance(value, dict):
        return [r for v in value.values() for r in reasoned(v)]
    if isinstance(value, list | tuple):
        return [r for v in value for r in reasoned(v)]
    return []


def test_every_number_has_a_fact_or_a_judgement_that_says_something(shipped: Compiled) -> None:
    loaded = record.load()
    entries = (loaded.actors, loaded.channels, loaded.leverage, loaded.constraints)
    whole = [shipped.source, *(entry for room in entries for entry in room.values())]
    found = [r for part in whole for r in reasoned(part)]
    assert len(found) > 300
    for number in found:
        if number.fact is not None:
            assert number.fact in loaded.facts
        else:
            assert len((number.judgement or "").split()) >= 2, number


@pytest.mark.parametrize("what", ["replay", "run"])
def test_readable_playthroughs_are_still_true(shipped: Compiled, what: str) -> None:
    """Written by ``sim replay S`` and ``sim run S --seed 7``: read them when they change."""
    arguments = [what, shipped.id] + (["--seed", "7"] if what == "run" else [])
    done = subprocess.run(
        [sys.executable, "-m", "sim", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.stderr == ""
    assert done.stdout == (PLAYTHROUGHS / f"{shipped.id}-{what}.txt").read_text(encoding="utf-8")
