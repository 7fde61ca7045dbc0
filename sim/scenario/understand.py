"""From a document to a checked scenario: short forms written out, own record merged, all said in full."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sim.reading.bind import bind
from sim.reading.diagnostics import Diagnostic, errors, first
from sim.reading.short import lengthen
from sim.reading.tree import Document
from sim.record.own import complete as in_full
from sim.record.own import merge, taken
from sim.record.record import Record
from sim.scenario.checks import check
from sim.scenario.complete import complete, missing
from sim.scenario.holds import check_conditions
from sim.scenario.idle import check_idle
from sim.scenario.schema import Scenario

NAMES: Final = ("unknown-", "bad-condition")
"""How the codes begin that tell of a name which nothing answers to."""

MOST_REASONS: Final = 3
"""Where more numbers than that give no reason, one for them all is what is missing."""

MOST_LINES: Final = 5
"""So many lines are named in one message."""


@dataclass(frozen=True)
class Understood:
    """A scenario without errors, told in full, and the record with its own entries in it."""

    scenario: Scenario
    record: Record


def understand(document: Document, record: Record) -> tuple[Understood | None, list[Diagnostic]]:
    """The scenario in a document, and every problem that it has."""
    long, problems = lengthen(document, Scenario)
    if long is None:
        return None, problems
    scenario, found = bind(long, Scenario)
    if scenario is None:  # a key that is misspelt may hold the use of a piece
        problems = [p for p in problems if p.code != "unused-piece"]
    problems += found
    if scenario is None:
        problems = _reasons_once([*problems, *taken(long, record)], long)
        return None, first(dict.fromkeys(problems), document.file)
    if scenario.record:
        own = in_full(scenario.record)
        scenario = scenario.model_copy(update={"record": own})
        record, found = merge(long, own, record)
        problems += found
    whole = complete(scenario, record)
    lacking = missing(long, whole)
    if any(p.code == "unknown-actor" for p in problems):  # those who are missing have been named
        problems += [p for p in lacking if p.code != "too-few"]
    else:
        problems += lacking
    if not lacking:
        problems += check(long, whole, record)
    if not errors(problems):
        problems += first(check_idle(long, whole, record), document.file)
        problems += first(check_conditions(long, whole), document.file)
    problems = first(_names_once(dict.fromkeys(problems)), document.file)
    return None if errors(problems) else Understood(whole, record), problems


def _reasons_once(problems: list[Diagnostic], document: Document) -> list[Diagnostic]:
    """The problems; many numbers without a reason are one, if the file has no 'why' at its top."""
    bare = [p for p in problems if p.code == "no-reason"]
    if len(bare) <= MOST_REASONS or "why" in document.data:
        return problems
    lines = ", ".join(str(n) for n in sorted({p.line for p in bare})[:MOST_LINES])
    message = f"{len(bare)} numbers give no reason (lines {lines} …), and 'why' is missing at the top."
    mend = "Add 'why: reason' here for them all, or give each its 'fact:' or 'judgement:'."
    told = document.problem((), "no-reason", message, mend, key=True)
    return [*(p for p in problems if p.code != "no-reason"), told]


def _names_once(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The problems; a name that is wrong in the same way in many places is told at the first of them."""
    places: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for problem in sorted(problems):
        if problem.code.startswith(NAMES):
            places.setdefault((problem.code, problem.message, problem.mend), []).append(problem)
        else:
            yield problem
    for head, *others in places.values():
        if others:
            lines = sorted({p.line for p in others})
            told = f"{', '.join(map(str, lines[:MOST_LINES]))}{' …' if len(lines) > MOST_LINES else ''}"
            message = f"{head.message.removesuffix('.')} (used on line{'s' * (len(lines) > 1)} {told} too)."
            head = dataclasses.replace(head, message=message)
        yield head
