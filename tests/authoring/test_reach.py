"""What play never comes to is told at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.authoring.reach import check_reach
from sim.reading import tree
from sim.reading.diagnostics import Diagnostic
from sim.reading.short import lengthen
from sim.record.record import load
from sim.scenario.compile import compile_scenario
from sim.scenario.schema import Scenario
from sim.scenario.understand import understand

MILL = (Path(__file__).parents[2] / "docs" / "codes" / "mill.yaml").read_text(encoding="utf-8")
NEVER = {
    "a move": ("when: goodwill >= 30,", "when: goodwill < 1,", ["pay"]),
    "a decision and its moves": (
        "    when: dam != close\n",
        "    when: goodwill < 1\n",
        ["sluice", "pay", "refuse"],
    ),
    "an ending": ("when: dam == close and not rain", "when: goodwill > 99", ["dry"]),
}


def reach(text: str) -> list[Diagnostic]:
    document, _ = tree.parse(text, "mill.yaml")
    assert document is not None
    understood, problems = understand(document, load())
    assert understood is not None, problems
    long, _ = lengthen(document, Scenario)
    assert long is not None
    return check_reach(long, compile_scenario("mill", understood.scenario, understood.record))


def test_all_of_the_mill_is_reached() -> None:
    assert reach(MILL) == []


@pytest.mark.parametrize("what", NEVER)
def test_the_unreached_is_told_where_it_stands(what: str) -> None:
    old, new, names = NEVER[what]
    assert MILL.count(old) == 1
    text = MILL.replace(old, new)
    found = [d for d in reach(text) if any(f"'{n}'" in d.message.split(".")[0] for n in names)]
    assert {d.code for d in found} == {"unreached"}
    assert [d.line for d in found] == sorted(text[: text.index(f"id: {n}")].count("\n") + 1 for n in names)
    assert all(d.mend for d in found)
    assert reach(text) == reach(text)
