"""From libyaml's complaint to the line at which an author must look, and the mend."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from sim.errors import shorten
from sim.reading.diagnostics import Diagnostic

BREAK: Final = re.compile(r"\r\n|\r|\n")
"""What ends a line, for YAML and for editors alike."""

_NEXT = re.compile(r"""\s+(['"]|[\w-]+:(\s|$))""")
"""What begins another value, where a comma before it is missing."""

Mark: TypeAlias = tuple[int, int]


def explain(file: str, text: str, problem: Exception, last: Any, bracket: Mark | None) -> Diagnostic:
    """The problem that stopped the reading of ``text``.

    ``last`` is the event before it, and ``bracket`` (line, column) the innermost bracket still open.
    A parser notices a missing quote or bracket only where the text no longer makes sense, which may
    be many lines below: so what was opened is told, wherever that is known.
    """
    mark, opened = (_mark(getattr(problem, name, None)) for name in ("problem_mark", "context_mark"))
    what = shorten(str(getattr(problem, "problem", None) or "the YAML is broken"), 120)
    context = str(getattr(problem, "context", None) or "")
    lines = BREAK.split(text.rstrip())

    def told(where: Mark, message: str, mend: str) -> Diagnostic:
        return Diagnostic(file, *where, "yaml-syntax", message, mend)

    if mark is None:
        return told((1, 1), f"{what}.", _mend("", what))
    if getattr(last, "style", None) in ("'", '"'):
        start, end = _mark(last.start_mark), _mark(last.end_mark)
        if start and end and start[0] < end[0] == mark[0]:
            mend = f"It closes at line {end[0]}: is a quote missing in between?"
            if last.style == "'":
                mend += " If it is an apostrophe, put the text in double quotes."
            return told(start, "a quote opens here.", mend)
    ended = _quote_in_text(lines, last, mark)
    if ended:
        return told(*ended)
    if opened and "quoted" in context:
        return told(opened, "the quote that opens here is never closed.", _never_closed(lines, opened))
    if opened and "simple key" in context:
        return told(opened, "this line has no ':'.", "Write 'key: value', or indent a text that goes on.")
    if bracket and _next_begins(lines, bracket[0], mark[0]):
        return told(bracket, "the bracket that opens here is never closed.", "Close it.")
    here = lines[mark[0] - 1] if mark[0] <= len(lines) else ""
    mend = _mend(here, what)
    if bracket and bracket[0] < mark[0]:
        mend = f"Close the bracket that opens at line {bracket[0]}, or add the missing comma."
    return told(mark, f"{what}.", mend)


def _quote_in_text(lines: list[str], last: Any, stopped: Mark) -> tuple[Mark, str, str] | None:
    """A text in quotes that has such a quote inside it, which ends it: the place, what is wrong, the mend."""
    quote = str(getattr(last, "style", None))
    end = _mark(last.end_mark) if quote in ("'", '"') else None
    if end is None or end[0] != stopped[0] or stopped[0] > len(lines):
        return None
    rest = lines[end[0] - 1][end[1] - 1 :]
    if _NEXT.match(rest) or (quote not in rest and not rest[:1].isalnum()):
        return None
    begins = shorten(last.value, 30)
    if quote == "'":
        mend = f"Put the text in double quotes, or write the one inside twice: '{begins}''{rest[:1]}…'."
        return end, f"the apostrophe after '{begins}' ends the text that began with one.", mend
    mend = "Put the text in single quotes, or write a backslash before those inside it."
    return end, f"the quote after '{begins}' ends the text that began with one.", mend


def _never_closed(lines: list[str], opened: Mark) -> str:
    """The mend of a quote that opens and does not close."""
    line = lines[opened[0] - 1] if opened[0] <= len(lines) else ""
    if line[opened[1] - 1 : opened[1]] == "'":
        return "Close it, or put the text in double quotes if it begins with an apostrophe."
    return "Close it."


def _mark(found: Any) -> Mark | None:
    return (found.line + 1, found.column + 1) if found else None


def _next_begins(lines: list[str], opened: int, stopped: int) -> bool:
    """Whether the line at which reading stopped is no part of what began at line ``opened``."""
    if stopped > len(lines):
        return True
    first, last = (len(lines[i - 1]) - len(lines[i - 1].lstrip()) for i in (opened, stopped))
    return stopped > opened and last <= first


def _mend(here: str, what: str) -> str:
    if "\t" in here:
        return "Use spaces for indentation, not tabs."
    if "',' or" in what:
        return "Put the ',' or the bracket that is missing, or quotes around a text that goes on."
    if "unexpected ':'" in what:
        return "Put a blank behind the ':'."
    if "mapping values" in what:
        return "Put text that holds ': ' in quotes, or check the indentation."
    return "Check the indentation, the quotes and the brackets at this line and above it."
