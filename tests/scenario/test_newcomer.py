"""What a newcomer gets wrong is told: once, where it stands, with what to do."""

from __future__ import annotations

import pytest

from sim.reading.codes import IDLE
from sim.reading.diagnostics import WARNING
from sim.record.record import load
from tests.scenario.newcomer import ALL, LANTERNS, Slip
from tests.scenario.test_author_mistakes import line_of, problems_of


def test_the_lanterns_themselves_have_no_problem() -> None:
    assert problems_of(LANTERNS, load()) == []


@pytest.mark.parametrize("slip", ALL, ids=lambda s: s.name)
def test_a_newcomers_slip_is_told_once_where_it_stands(slip: Slip) -> None:
    assert LANTERNS.count(slip.old) == 1
    text = LANTERNS.replace(slip.old, slip.new)
    line = line_of(text, slip.at) if slip.at else line_of(LANTERNS, slip.old)
    found = problems_of(text, load())
    assert [(d.line, d.code, d.severity) for d in found] == [(line, slip.code, slip.severity)], found
    assert slip.says in f"{found[0].message} {found[0].mend}"
    assert found[0].mend


HARMLESS = {
    "a town writes to the other over its person's channel": (
        '    known: ["ledger#1"]\n',
        '    known: ["ledger#1"]\n    channels: [letters]\n',
    ),
    "a channel in play for a notice alone": (
        "        notice: {marrowfield: coordinated}",
        "        notice: {marrowfield: {level: before, channel: letters}}",
    ),
    "an ending that only luck can bring": ("when: festival >= 60", "when: festival >= 60 and not drought"),
    "a condition on a decision that may be passed over": (
        "    title: The bandmaster asks whether to pack",
        "    title: The bandmaster asks whether to pack\n    when: sluice != half",
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_no_slip_is_told_by_nobody(name: str) -> None:
    old, new = HARMLESS[name]
    assert LANTERNS.count(old) == 1
    assert problems_of(LANTERNS.replace(old, new), load()) == []


def test_there_are_slips_of_every_idle_kind() -> None:
    assert len(ALL) >= 60
    assert {s.code for s in ALL if s.severity == WARNING} >= set(IDLE) - {"silent-actor"}
