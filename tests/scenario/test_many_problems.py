"""A file made of nothing but mistakes is refused by little work, and not told in fifty thousand lines."""

from __future__ import annotations

import time

import pytest

from sim.reading import tree
from sim.reading.bind import bind
from sim.reading.diagnostics import MAX_PROBLEMS, Diagnostic
from sim.record.record import Record
from sim.scenario.checks import check
from sim.scenario.schema import Scenario
from tests.conftest import ISLES

TEXT = (ISLES / "isles.yaml").read_text(encoding="utf-8")
PATIENCE = 20
"""Seconds of work; each of these took between three and a hundred and fifty before there was a limit."""


def many(form: str, count: int) -> str:
    """``form`` so often, with the numbers from 0 in place of its ``#``."""
    return "".join(form.replace("#", str(i)) for i in range(count))


BULKY: dict[str, tuple[str, str]] = {
    "keys from nowhere": ("questions:\n", many("key#: 1\n", 20_000) + "questions:\n"),
    "keys from nowhere, further in": ("endings:\n", "endings:\n" + many("  - {key#: x}\n", 9_000)),
    "facts that are none": ('["almanac#4"]', "[" + ", ".join(f'"almanac#x{i}"' for i in range(20_000)) + "]"),
    "a cast of strangers": ("cast: [", "cast: [" + many("stranger#, ", 20_000)),
    "a cast of twins": ("cast: [", "cast: [" + many("north, ", 40_000)),
    "channels twice": ("channels: [ch-mailboat]", f"channels: [{many('ch-mailboat, ', 40_000)}]"),
    "channels that are none": ("channels: [ch-mailboat]", f"channels: [{many('ch-mailboat-#, ', 20_000)}]"),
    "moves that are none": ("moves: [refuse]", f"moves: [{many('refuse#, ', 40_000)}]"),
    "seats of one actor": (
        "variables:\n",
        many("  - {actor: south, brief: x, aims: [y]}\n", 6_000) + "variables:\n",
    ),
    "variables that are none": (
        "  light: {start",
        many("  light#: {start: 5, judgement: x}\n", 6_000) + "  light: {start",
    ),
    "conditions on nothing": (
        "endings:\n",
        "endings:\n" + many("  - {id: e#, title: x, text: y, when: storm# or calm# or light# > 5}\n", 5_000),
    ),
}


@pytest.mark.parametrize("name", BULKY)
def test_so_many_problems_are_told_and_no_more(name: str, isles_record: Record) -> None:
    old, new = BULKY[name]
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    assert len(text) < tree.MAX_BYTES
    began = time.process_time()
    document, found = tree.parse(text, "isles.yaml")
    assert document is not None, found
    scenario, found = bind(document, Scenario)
    if scenario is not None:
        found = check(document, scenario, isles_record)
    assert time.process_time() - began < PATIENCE
    assert len(found) == MAX_PROBLEMS + 1
    assert found == sorted(found)
    assert found[0] == Diagnostic(
        "isles.yaml",
        1,
        1,
        "too-many-problems",
        f"only {MAX_PROBLEMS} of the file's problems are told.",
        "Mend these, and check again.",
    )


def test_as_many_as_may_be_told_are_told_without_a_word(isles_record: Record) -> None:
    text = TEXT.replace(
        '["almanac#4"]', "[" + ", ".join(f'"almanac#x{i}"' for i in range(MAX_PROBLEMS)) + "]"
    )
    document, _ = tree.parse(text, "isles.yaml")
    assert document is not None
    scenario, _ = bind(document, Scenario)
    assert scenario is not None
    found = check(document, scenario, isles_record)
    assert len(found) == MAX_PROBLEMS
    assert {d.code for d in found} == {"unknown-fact"}
