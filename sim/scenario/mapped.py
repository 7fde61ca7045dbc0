"""What a decision's map must hold together: places that are there, and visits that were known on the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.reading.diagnostics import Diagnostic
from sim.reading.tree import Document, Path_
from sim.record.record import Record, reference
from sim.scenario.schema import Decision, Here, Scenario, Visit


def check_map(document: Document, scenario: Scenario, record: Record) -> Iterator[Diagnostic]:
    """Every problem of the places and visits of a scenario."""
    for at, decision in enumerate(scenario.decisions):
        path: Path_ = ("decisions", at)
        yield from _places(document, path, decision.places, record)
        yield from _visits(document, path, decision.visits, decision, record)
        if decision.outside:
            yield from _places(document, (*path, "outside"), decision.outside.places, record)
            yield from _visits(document, (*path, "outside"), decision.outside.visits, decision, record)


def _places(document: Document, path: Path_, places: Sequence[Here], record: Record) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for i, here in enumerate(places):
        at = (*path, "places", i, "place")
        yield from reference(document, at, "place", here.place, record.places)
        if here.place in seen:
            message = f"the place '{here.place}' stands here twice."
            yield document.problem(at, "duplicate-id", message, f"Remove one '{here.place}'.")
        seen.add(here.place)


def _visits(
    document: Document, path: Path_, visits: Sequence[Visit], decision: Decision, record: Record
) -> Iterator[Diagnostic]:
    for i, visit in enumerate(visits):
        at = (*path, "visits", i)
        yield from reference(document, (*at, "who"), "actor", visit.who, record.actors)
        yield from reference(document, (*at, "to"), "place", visit.to, record.places)
        if visit.start is not None:
            yield from reference(document, (*at, "from"), "place", visit.start, record.places)
        if visit.start == visit.to:
            message = f"the visit goes from '{visit.to}' to '{visit.to}'."
            yield document.problem(
                (*at, "from"), "bad-value", message, "Remove 'from:', or name where it began."
            )
        if visit.date and visit.date > decision.date:
            message = f"the visit of {visit.date} comes after the decision's day ({decision.date})."
            mend = "Take it out here, or leave its 'date:' out if it was only planned."
            yield document.problem((*at, "date"), "bad-value", message, mend)


def told(decision: Decision) -> Iterator[tuple[Path_, str]]:
    """The facts that a decision's visits rest on, and where each stands below the decision."""
    for path, visits in (
        ((), decision.visits),
        (("outside",), decision.outside.visits if decision.outside else []),
    ):
        for i, visit in enumerate(visits):
            if visit.fact:
                yield (*path, "visits", i, "fact"), visit.fact
