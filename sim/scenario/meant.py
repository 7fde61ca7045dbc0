"""The scenario that an author most likely meant, so that one slip in a name is told once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sim.errors import nearest
from sim.reading.diagnostics import MAX_PROBLEMS
from sim.reading.tree import Path_
from sim.record.record import Record
from sim.scenario.conditions import words
from sim.scenario.schema import Effect, Scenario


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


def left_out(scenario: Scenario, record: Record, listed: Collection[str]) -> dict[str, Path_]:
    """Variables of the record that a scenario uses and does not list, each with its first place of use."""
    found: dict[str, Path_] = {}
    for path, name in _used(scenario):
        if name in record.variables and name not in listed:
            found.setdefault(name, path)
    return found


def all_effects(scenario: Scenario) -> Iterator[Effect]:
    """Every effect of a scenario."""
    for _, effects, _ in _parts(scenario):
        yield from effects


def _used(scenario: Scenario) -> Iterator[tuple[Path_, str]]:
    """Every name that can only be a variable's, and where it stands."""
    others = {d.id for d in scenario.decisions} | {e.id for e in scenario.events}
    others |= {m.id for d in scenario.decisions for m in d.moves}
    for path, effects, when in _parts(scenario):
        yield from (((*path, "effects", i, "variable"), e.variable) for i, e in enumerate(effects))
        told = [when, *(e.when for e in effects)]
        yield from (((*path, "when"), w) for text in told if text for w in words(text) if w not in others)
    for i, decision in enumerate(scenario.decisions):
        yield from ((("decisions", i, "recorded", name), name) for name in decision.recorded)


def _parts(scenario: Scenario) -> Iterator[tuple[Path_, list[Effect], str | None]]:
    """All that has effects or a condition."""
    for lever, use in scenario.leverage.items():
        yield ("leverage", lever), [*use.kept, *use.paid], None
    for i, decision in enumerate(scenario.decisions):
        yield ("decisions", i), [], decision.when
        for j, move in enumerate(decision.moves):
            yield ("decisions", i, "moves", j), move.effects, move.when
        for j, limit in enumerate(decision.constraints):
            yield ("decisions", i, "constraints", j), [], limit.when
    for i, event in enumerate(scenario.events):
        yield ("events", i), event.effects, event.when
    for i, ending in enumerate(scenario.endings):
        yield ("endings", i), [], ending.when
