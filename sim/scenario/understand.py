"""From a document to a checked scenario: short forms written out, own record merged, all said in full."""

from __future__ import annotations

from dataclasses import dataclass

from sim.reading.bind import bind
from sim.reading.diagnostics import Diagnostic, errors, first
from sim.reading.short import lengthen
from sim.reading.tree import Document
from sim.record.own import complete as in_full
from sim.record.own import merge
from sim.record.record import Record
from sim.scenario.checks import check
from sim.scenario.complete import complete, missing
from sim.scenario.schema import Scenario


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
        return None, first(dict.fromkeys(problems), document.file)
    if scenario.record:
        own = in_full(scenario.record)
        scenario = scenario.model_copy(update={"record": own})
        record, found = merge(long, own, record)
        problems += found
    whole = complete(scenario, record)
    problems += missing(long, whole) or check(long, whole, record)
    problems = first(dict.fromkeys(problems), document.file)
    return None if errors(problems) else Understood(whole, record), problems
