"""What is worked out once for runs that stand alike is what would be worked out run by run."""

from __future__ import annotations

import numpy as np
import pytest
from helpers import all_by
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.policy import POLICIES
from sim.policies.turn import memory, play
from sim.scenario.compiled import Compiled
from sim.types import Int64
from sim.world import known
from sim.world.known import FEW, Known

NUMBERS = st.integers(0, 12)


@given(st.lists(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=300), min_size=1, max_size=4))
def test_every_run_finds_its_own_numbers(chunks: list[list[tuple[int, int]]]) -> None:
    """Chunk after chunk, whatever was met before, and whether or not a chunk is large enough to look."""
    seen = Known()
    for chunk in chunks:
        columns = np.array(chunk * (FEW // len(chunk) + 1)).T
        asked: list[Int64] = []

        def work(rows: Int64, columns: Int64 = columns, asked: list[Int64] = asked) -> tuple[Int64, ...]:
            asked.append(rows)
            return columns[:, rows], (columns[0] * 100 + columns[1])[rows]

        of, (both, one) = seen.look(columns.shape[1], list(columns), work)
        assert (both[:, of] == columns).all()
        assert (one[of] == columns[0] * 100 + columns[1]).all()
        rows = np.concatenate(asked) if asked else np.zeros(0, np.int64)
        assert len({tuple(pair) for pair in columns[:, rows].T.tolist()}) == len(rows), "each is asked once"


def test_without_numbers_all_runs_are_one_class() -> None:
    of, (rows,) = Known().look(200, [], lambda rows: (rows,))
    assert len(rows) == 1
    assert not of.any()


def test_where_there_is_no_room_each_run_stands_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_MOST", 100)
    columns = [np.arange(500) % 50, np.arange(500) % 7]
    of, (rows,) = Known().look(500, columns, lambda rows: (rows,))
    assert of.tolist() == rows.tolist() == list(range(500))


@pytest.mark.parametrize("name", list(POLICIES))
def test_what_is_kept_changes_no_run(shipped: Compiled, name: str) -> None:
    """Few runs at a time are weighed one by one, many by their classes, later ones by those met."""
    policies, kept = all_by(shipped, name), memory()
    play(shipped, 5, np.arange(2000, 3000), policies, known=kept)
    many = play(shipped, 5, np.arange(300), policies, known=kept)
    for first in range(0, 300, FEW):
        few = play(shipped, 5, np.arange(first, min(first + FEW, 300)), policies)
        part = slice(first, first + len(few.ending))
        assert (few.state.values == many.state.values[part]).all()
        assert (few.state.trust == many.state.trust[part]).all()
        assert (few.state.moves == many.state.moves[part]).all()
        assert all((a == b[part]).all() for a, b in zip(few.messages, many.messages, strict=True))


def test_spans_change_no_run(shipped: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = play(shipped, 9, np.arange(1000), all_by(shipped, "model"))
    monkeypatch.setattr("sim.policies.turn.SPAN", 130)
    monkeypatch.setattr(known, "SPAN", 170)
    parts = play(shipped, 9, np.arange(1000), all_by(shipped, "model"))
    assert all((a == b).all() for a, b in zip(whole.state.arrays(), parts.state.arrays(), strict=True))
    assert (whole.ending == parts.ending).all()
