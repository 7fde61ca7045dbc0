"""What a newcomer gets wrong is told: once, where it stands, with what to do."""

from __future__ import annotations

import re

import pytest

from sim.reading import tree
from sim.reading.codes import IDLE
from sim.reading.diagnostics import WARNING
from sim.record.record import load
from sim.scenario.understand import understand
from tests.scenario.newcomer import ALL, LANTERNS
from tests.scenario.slips import Slip, told_once
from tests.scenario.test_author_mistakes import line_of, problems_of


def test_the_lanterns_themselves_have_no_problem() -> None:
    assert problems_of(LANTERNS, load()) == []


@pytest.mark.parametrize("slip", ALL, ids=lambda s: s.name)
def test_a_newcomers_slip_is_told_once_where_it_stands(slip: Slip) -> None:
    told_once(LANTERNS, slip)


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


FIRST = """\
format: 1
title: The well
why: A made-up case.
record:
  governments:
    upper: {name: Upper Village, priorities: {water: strong}}
  variables: {water: Water in the well}
decisions:
  - id: dig
    title: Do we dig?
    date: 1820-07-01
    decider: upper
    moves:
      - {id: deep, label: Deep, effects: {water: strong}}
      - {id: flat, label: Flat, effects: {water: slight}}
endings: [{id: full, title: A full well, when: water > 55}, {id: low, title: A low well}]
"""


def test_a_first_file_with_one_actor_is_told_how_to_add_the_second() -> None:
    (found,) = problems_of(FIRST, load())
    assert (found.line, found.code) == (line_of(FIRST, "  governments:"), "too-few")
    assert "two" in found.message
    added = found.mend[found.mend.index("like: ") + 6 :].rstrip(".")
    mended = FIRST.replace("  variables:", f"    {added}\n  channels: {{road: [upper, other]}}\n  variables:")
    mended = mended.replace("    decider: upper\n", "    decider: upper\n    channels: [road]\n")
    assert problems_of(mended, load()) == []


def test_an_id_of_the_shared_record_is_told_beside_what_else_is_wrong() -> None:
    text = FIRST.replace("upper", "qatar").replace("decider: qatar", "desider: qatar")
    assert [(d.line, d.code) for d in problems_of(text, load())] == [
        (line_of(text, "    qatar: {name"), "duplicate-id"),
        (line_of(text, "    desider"), "unknown-key"),
    ]


def test_a_made_up_date_is_firm_and_one_of_history_is_not_by_itself() -> None:
    def sure(text: str) -> list[str]:
        document, _ = tree.parse(text, "made.yaml")
        assert document is not None
        found, problems = understand(document, load())
        assert found is not None, problems
        return [d.date_certainty for d in found.scenario.decisions]

    assert sure(LANTERNS) == ["approximate"] * 3
    made_up = re.sub(r"    history:(?: \{.*|\n(?:      .*\n)+)\n?", "", LANTERNS)
    assert "history:" not in made_up
    assert sure(made_up) == ["firm"] * 3
    assert sure(made_up.replace("date: 1952-06-02", "date: 1952-06-02\n    date_certainty: corrected")) == [
        "corrected",
        "firm",
        "firm",
    ]
