"""The corpus of mistakes as a whole: how many there are, and how many are told as they should be."""

from __future__ import annotations

from sim.reading.diagnostics import ERROR
from sim.record.record import Record
from tests.scenario import test_author_mistakes, test_short_mistakes
from tests.scenario.mistakes import ALL
from tests.scenario.test_author_mistakes import TEXT
from tests.scenario.test_short_mistakes import MISTAKES, SHORT

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
