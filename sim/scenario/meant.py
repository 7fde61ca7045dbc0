"""The scenario that an author most likely meant, so that one slip in a name is told once."""

from __future__ import annotations

from collections.abc import Iterable

from sim.errors import nearest
from sim.reading.diagnostics import MAX_PROBLEMS
from sim.record.record import Record
from sim.scenario.schema import Scenario


def meant(scenario: Scenario, record: Record) -> Scenario:
    """The scenario with likely slips in its references put right, so that one slip is told once."""
    guesses = iter(range(MAX_PROBLEMS))

    def likely(name: str, known: Iterable[str]) -> str:
        names = list(known)
        close = nearest(name, names, 1) if name not in names and next(guesses, None) is not None else []
        return close[0] if close else name

    cast = [likely(a, record.actors) for a in scenario.cast]
    decisions = [
        d.model_copy(
            update={
                "decider": likely(d.decider, cast),
                "channels": [likely(c, record.channels) for c in d.channels],
                "leverage": [likely(lv, record.leverage) for lv in d.leverage],
            }
        )
        for d in scenario.decisions
    ]
    return scenario.model_copy(
        update={
            "cast": cast,
            "variables": {likely(v, record.variables): s for v, s in scenario.variables.items()},
            "leverage": {likely(lv, record.leverage): u for lv, u in scenario.leverage.items()},
            "decisions": decisions,
        }
    )
