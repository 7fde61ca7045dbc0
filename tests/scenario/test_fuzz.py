"""A short run of ``python -m tests.fuzz``: the same promise, of a few hundred changed scenarios."""

from __future__ import annotations

import random

import pytest

from sim.record.record import load
from tests import fuzz

FILES = 300


def test_changed_scenarios_are_games_or_problems() -> None:
    (*_, tried) = fuzz.fuzz(FILES, 7, fuzz.scenarios(), load())
    assert [(number, why) for number, why, _ in tried.broken if not why.endswith("seconds")] == []
    assert tried.files == FILES
    assert 0 < tried.games < FILES / 2
    assert len(tried.codes) > 15


def test_the_same_seed_gives_the_same_files() -> None:
    texts = fuzz.scenarios()
    once, again, other = (fuzz.changed(texts, random.Random(f"{seed} 5")) for seed in (1, 1, 2))
    assert once == again
    assert once != other


@pytest.mark.parametrize(
    ("game", "text", "why"),
    [(False, "a: 1", "neither a game nor an error"), (False, "a: [", ""), (True, "a: [", "neither")],
)
def test_a_broken_promise_is_seen(game: bool, text: str, why: str) -> None:
    problems = fuzz.examined("a: [", load())[1] if text != "a: 1" else []
    assert fuzz.promise(text, game, problems).startswith(why)
    assert bool(fuzz.promise(text, game, problems)) == bool(why)


def test_an_exception_counts_as_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(text: str, record: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(fuzz, "examined", fall)
    (tried,) = fuzz.fuzz(1, 0, ["a: 1"], load())
    assert [why for _, why, _ in tried.broken] == ["KeyError: 'x'"]
