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
from sim.world.state import NOT_REACHED

ROOT = Path(__file__).parents[1]
PLAYTHROUGHS = ROOT / "tests" / "playthroughs"
EPISODES = {
    "first_ten_days": "e01 e02 e03 e04 (e05) e06 e07 (e08) e09",
    "weeks_not_months": "e10 e11 e12 e13 e14 (e15) e16 e17 e18",
    "year_end_reckoning": "e19 e20 e21 e22 e23 e24 e25 (e26)",
    "rafah_delay": "(e27) e28 (e29) e30 e31 e32 e33 e43",
    "damascus_to_isfahan": "e34 e35 e36 e37 e38 e39 e40",
    "withheld_munitions": "e41 (e42) e45 e46 e47 e48 e49 (e70)",
    "operation_after_operation": "e50 e52 e53 e54 (e55) e56 e57 e58 e59 e60",
    "words_and_strikes": "e61 e62 (e63) e64 e65 e66",
    "two_drafts": "e44 e51 e67 e68 e69",
    "summer_of_deadlock": "e71 e72 e73 (e74) e75 e76 e77",
    "doha_strike": "e78 e79 e80 e81 e82 e83 e84 e85",
    "twenty_one_points": "e86 e87 e88 e89 (e90) e91 e92 e93 e94 (e95)",
    "talk_and_threaten": "(e96) (e97) (e98) e99 e100 e101 e102 e103 e104",
}
"""The episodes of each scenario in their order; those in brackets may be less than a decision."""


def test_all_check_clean() -> None:
    assert set(library.shipped()) <= set(EPISODES)
    for path in library.shipped().values():
        game, problems = library.examine(path)
        assert problems == []
        assert game is not None


def test_each_covers_its_episodes(every: Compiled) -> None:
    told = [(d.episode or "").split("-")[0] for d in every.source.decisions]
    listed = EPISODES[every.id].split()
    assert [e for e in listed if not e.startswith("(") and e not in told] == []
    known = [e.strip("()") for e in listed]
    assert set(told) <= set(known)
    assert told == sorted(told, key=known.index)


def test_two_hundred_games_reach_every_move_and_four_endings(every: Compiled) -> None:
    runs = play(every, 1, np.arange(200), all_by(every, "random"))
    for decision in every.decisions:
        taken = set(runs.state.moves[:, decision.index].tolist()) - {NOT_REACHED}
        assert taken == set(range(len(decision.moves))), decision.source.id
    assert len(np.unique(runs.ending)) >= 4


def test_every_ending_comes_up(every: Compiled) -> None:
    runs = play(every, 3, np.arange(6000), all_by(every, "random"))
    assert len(np.unique(runs.ending)) == len(every.endings)


def test_the_model_neither_knows_history_nor_ignores_it(every: Compiled) -> None:
    """No historical move is all but certain, none all but impossible."""
    for step in replay(every).steps:
        assert 0.05 <= step.odds[step.move] <= 0.9, step.decision


def test_what_a_decision_must_tell(every: Compiled) -> None:
    for decision in every.source.decisions:
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


def test_seats_debrief_and_care(every: Compiled) -> None:
    source = every.source
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


def test_every_number_has_a_fact_or_a_judgement_that_says_something(every: Compiled) -> None:
    loaded = record.load()
    entries = (loaded.actors, loaded.channels, loaded.leverage, loaded.constraints)
    whole = [every.source, *(entry for room in entries for entry in room.values())]
    found = [r for part in whole for r in reasoned(part)]
    assert len(found) > 300
    for number in found:
        if number.fact is not None:
            assert number.fact in loaded.facts
        else:
            assert len((number.judgement or "").split()) >= 2, number


@pytest.mark.parametrize("what", ["replay", "run"])
def test_readable_playthroughs_are_still_true(every: Compiled, what: str) -> None:
    """Written by ``sim replay S`` and ``sim run S --seed 7``: read them when they change."""
    arguments = [what, every.id] + (["--seed", "7"] if what == "run" else [])
    done = subprocess.run(
        [sys.executable, "-m", "sim", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.stderr == ""
    assert done.stdout == (PLAYTHROUGHS / f"{every.id}-{what}.txt").read_text(encoding="utf-8")
