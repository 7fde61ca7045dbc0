"""A short run of ``python -m tests.fuzz``: the same promise, of a few hundred changed scenarios."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sim.record.record import load
from tests import fuzz
from tests.cli.commands import PATIENCE, ROOT
from tests.fuzz_changes import Pool, Text, made, pool

FILES = 400


@pytest.fixture(scope="module")
def files() -> Pool:
    return pool()


def test_changed_scenarios_are_games_or_problems(files: Pool) -> None:
    tried = fuzz.fuzz(range(FILES), 7, files)
    assert [(number, why) for number, why, _ in tried.broken if not why.endswith("seconds")] == []
    assert tried.files == FILES
    assert 0 < tried.games < FILES / 2
    assert len(tried.codes) > 15


def test_what_is_changed_is_a_game_before(files: Pool) -> None:
    for text, record in (*files.short, *files.long):
        game, problems = fuzz.examined(text, record)
        assert game, problems


def test_the_seed_and_the_number_alone_make_a_file(files: Pool) -> None:
    whole = [made(files, 1, n).text for n in range(40)]
    assert [made(files, 1, n).text for n in reversed(range(40))] == whole[::-1]
    assert len(set(whole)) == 40
    assert made(files, 2, 5).text != whole[5]


def test_what_comes_of_files_does_not_hang_on_how_they_are_shared_out() -> None:
    one, two = ([*fuzz.in_chunks(range(100, 400), 3, jobs)] for jobs in (1, 2))
    assert [(t.files, t.games, t.codes) for t in one] == [(t.files, t.games, t.codes) for t in two]
    assert sum(t.files for t in one) == 300


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
    text = Text("a: 1", load())
    tried = fuzz.fuzz(range(1), 0, Pool([text], [text], ["a: 1"]))
    assert [why for _, why, _ in tried.broken] == ["KeyError: 'x'"]


def command(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.fuzz", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=PATIENCE,
    )


def test_the_command_ends_with_figures_and_makes_one_file_again(files: Pool) -> None:
    done = command("--files", "20", "--seed", "5")
    assert done.returncode == 0, done.stderr
    assert b"20 files in" in done.stdout
    assert b"0 broken" in done.stdout
    slowest = int(done.stdout.rpartition(b"file ")[2].rstrip(b".\n"))
    again = command("--seed", "5", "--only", str(slowest))
    assert again.returncode == 0, again.stderr
    text, record = made(files, 5, slowest)
    assert again.stdout.rstrip(b"\n") == text.encode("utf-8", "backslashreplace").rstrip(b"\n")
    assert again.stderr.decode().splitlines() == [str(p) for p in fuzz.examined(text, record)[1]]
