"""A slip in a file, and what must be said of it: once, where it stands, with what to do."""

from __future__ import annotations

from typing import NamedTuple

from sim.reading.diagnostics import ERROR
from sim.record.record import load
from tests.scenario.test_author_mistakes import line_of, problems_of


class Slip(NamedTuple):
    """One slip. ``old`` stands once in a file without problems, and ``new`` takes its place."""

    name: str
    old: str
    new: str
    code: str
    says: str
    """What the message or its mend must hold."""
    at: str = ""
    """Text on the line that must be named, in the broken file; empty: the line on which ``new`` begins."""
    severity: str = ERROR


def told_once(whole: str, slip: Slip) -> None:
    """A slip in the ``whole`` file is the only problem that is told, and its mend stands with it."""
    assert whole.count(slip.old) == 1
    text = whole.replace(slip.old, slip.new)
    line = line_of(text, slip.at) if slip.at else line_of(whole, slip.old)
    found = problems_of(text, load())
    assert [(d.line, d.code, d.severity) for d in found] == [(line, slip.code, slip.severity)], found
    assert slip.says in f"{found[0].message} {found[0].mend}"
    assert found[0].mend
