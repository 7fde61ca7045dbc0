"""A scenario whose own rules forbid what was chosen is told so, at the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.history.faithful import check_history
from sim.record.record import Record
from sim.scenario import library

ISLES = Path(__file__).parents[1] / "fixtures" / "isles" / "isles.yaml"


@pytest.mark.parametrize(
    ("old", "new", "code", "on"),
    [
        ("", "", None, ""),
        (
            "        label: Share the watch\n",
            "        label: Share the watch\n        when: light > 90\n",
            "history-closed",
            "move: share",
        ),
        (
            "when: lamp != refuse\n    situation",
            "when: lamp == refuse\n    situation",
            "history-unreached",
            "when: lamp == refuse",
        ),
    ],
)
def test_history_must_be_possible(
    tmp_path: Path, isles_record: Record, old: str, new: str, code: str | None, on: str
) -> None:
    text = ISLES.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "isles.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    game, problems = library.examine(file, isles_record)
    assert game is not None, problems
    found = check_history(file, game)
    assert [d.code for d in found] == ([code] if code else [])
    for problem in found:
        assert on in file.read_text(encoding="utf-8").splitlines()[problem.line - 1]
