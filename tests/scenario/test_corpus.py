"""The corpus of mistakes as a whole: how many there are, and how many are told as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.reading.diagnostics import ERROR
from sim.record.record import Record, load
from tests.scenario import test_author_mistakes, test_short_mistakes
from tests.scenario.mistakes import ALL
from tests.scenario.test_author_mistakes import TEXT
from tests.scenario.test_short_mistakes import MISTAKES, SHORT

MILL = (Path(__file__).parents[2] / "docs" / "codes" / "mill.yaml").read_text(encoding="utf-8")
LEAST = 60
NAMED = 0.9
"""The share of mistakes of which the mend itself must hold the right name, or the thing to do."""


def test_every_mistake_at_its_line_once_and_nine_in_ten_with_the_mend(isles_record: Record) -> None:
    right, named = 0, 0
    for mistakes, text, long in ((ALL, TEXT, True), (MISTAKES, SHORT, False)):
        for mistake in mistakes:
            broken = text.replace(mistake.old, mistake.new)
            found = (
                test_author_mistakes.problems_of(broken, isles_record)
                if long
                else [d for d in test_short_mistakes.problems_of(broken) if d.severity == ERROR]
            )
            place = broken.index(mistake.at) if mistake.at else text.index(mistake.old)
            assert len(found) == 1, mistake.name
            right += found[0].line == broken[:place].count("\n") + 1
            named += mistake.says in found[0].mend
    count = len(ALL) + len(MISTAKES)
    assert count >= LEAST
    assert right == count
    assert named >= NAMED * count, f"{named} of {count}"


def test_the_corpus_has_every_kind_of_slip_in_both_ways_of_writing() -> None:
    long, short = ({m.code for m in part} for part in (ALL, MISTAKES))
    both = {"unknown-key", "bad-type", "bad-value", "bad-name", "missing-key", "alias", "duplicate-id"}
    assert both <= long & short
    assert {"yaml-syntax", "date-order", "bad-condition", "too-early", "bad-choice"} <= long
    assert {"unknown-piece", "piece-in-piece", "unknown-source", "unknown-paragraph", "anchor"} <= short


WRITE = {
    "a key that holds the use of a piece": ("\ndecisions:", "\ndesicions:", "unknown-key", "'decisions'"),
    "a share as a fraction": ("chance: slight", "chance: 0.3", "bad-value", "Write 30:"),
    "a share in per cent": ("chance: slight", "chance: 30%", "bad-value", "Write 30:"),
    "a date without noughts": ("date: 1821-05-01", "date: 1821-5-1", "bad-value", "1821-05-01"),
    "a date with strokes": ("date: 1821-05-01", "date: 1821/05/01", "bad-value", "1821-05-01"),
    "a number in quotes": ("format: 1\n", 'format: "1"\n', "bad-choice", "Write 1 without quotes"),
    "one name for a list of names": ("leverage: [mill]", "leverage: mill", "bad-type", "Write [mill]"),
    "one name for a list of blocks": (
        "notice: {lower: before}",
        "notice: lower",
        "bad-type",
        "Begin each entry",
    ),
}


@pytest.mark.parametrize("name", WRITE)
def test_the_mend_says_what_to_write(name: str) -> None:
    old, new, code, says = WRITE[name]
    assert MILL.count(old) == 1
    text = MILL.replace(old, new)
    line = text[: text.index(new.strip())].count("\n") + 1
    found = test_author_mistakes.problems_of(text, load())
    assert [(d.line, d.code) for d in found] == [(line, code)], found
    assert says in found[0].mend
