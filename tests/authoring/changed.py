"""The isles with a few words of their file changed: how tests make what play cannot reach."""

from __future__ import annotations

from pathlib import Path

from sim.record.record import Record
from sim.scenario import library
from sim.scenario.compiled import Compiled
from tests.conftest import ISLES

PLAIN = (ISLES / "isles.yaml").read_text(encoding="utf-8")


def changed(folder: Path, record: Record, *changes: tuple[str, str]) -> Compiled:
    """The isles, read from a file in which each first text stands as the second."""
    text = PLAIN
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file = folder / "changed.yaml"
    file.write_text(text, encoding="utf-8")
    game, problems = library.examine(file, record)
    assert game is not None, problems
    return game
