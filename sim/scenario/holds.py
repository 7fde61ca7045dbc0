"""Conditions that always hold, or never: what waits for them is not what its author meant."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from sim.reading.diagnostics import WARNING, Diagnostic
from sim.reading.tree import Document, Path_
from sim.scenario.conditions import AllOf, AnyOf, Chose, Compare, Condition, Happened, Names, Not, parse
from sim.scenario.schema import Effect, Scenario

Part: TypeAlias = tuple[str, int]
"""Something that a condition looks at: a decision, an event or a variable, by position."""

MOST_STEPS: Final = 1000
"""So many values are tried for one condition; where that is not enough, nothing is said of it."""

MOST_PARTS: Final = 100
"""Conditions that look at more than that together are left alone."""

MOST_WORK: Final = 300_000
"""So many parts of conditions are looked at in one file; what comes after is not looked at."""

UNREACHED: Final = -1
"""The move of a decision that play does not come to."""


def check_conditions(document: Document, scenario: Scenario) -> Iterator[Diagnostic]:
    """Every condition of a scenario without errors that always holds, or never does. Warnings."""
    yield from _Reader(document, scenario).run()


class _Reader:
    def __init__(self, document: Document, scenario: Scenario) -> None:
        self.document, self.scenario = document, scenario
        self.names = Names(
            {d.id: [m.id for m in d.moves] for d in scenario.decisions},
            [e.id for e in scenario.events],
            tuple(scenario.variables),
        )
        self.work = MOST_WORK
        self.reached = {i for i, d in enumerate(scenario.decisions) if d.when is None}

    def run(self) -> Iterator[Diagnostic]:
        at_hand: dict[str, list[Condition]] = {}
        for i, decision in enumerate(self.scenario.decisions):
            here: Path_ = ("decisions", i)
            yield from self.one((*here, "when"), decision.when, [])
            inside = at_hand[decision.id] = self.known(decision.when)
            for j, limit in enumerate(decision.constraints):
                yield from self.one((*here, "constraints", j, "when"), limit.when, inside)
            for j, move in enumerate(decision.moves):
                yield from self.one((*here, "moves", j, "when"), move.when, inside)
                taken = [*inside, *self.known(move.when)]
                yield from self.effects((*here, "moves", j, "effects"), move.effects, taken)
        for i, event in enumerate(self.scenario.events):
            at = list(self.names.decisions).index(event.after)
            decided = Chose(at, tuple(range(len(self.names.decisions[event.after]))))
            after = [*at_hand[event.after], decided]
            yield from self.one(("events", i, "when"), event.when, after)
            yield from self.effects(
                ("events", i, "effects"), event.effects, [*after, *self.known(event.when)]
            )
        yield from self.endings()

    def known(self, text: str | None) -> list[Condition]:
        return [] if text is None else [parse(text, self.names)]

    def effects(self, path: Path_, effects: Sequence[Effect], known: list[Condition]) -> Iterator[Diagnostic]:
        for i, effect in enumerate(effects):
            yield from self.one((*path, i, "when"), effect.when, known)

    def one(self, path: Path_, text: str | None, known: list[Condition]) -> Iterator[Diagnostic]:
        """``known``: what holds in any case where this condition is read."""
        if text is None or not self.can_hold(known):
            return
        condition = parse(text, self.names)
        if not self.can_hold([*known, condition]):
            yield self.problem(path, "this never holds here.", "Change it, or remove what waits for it.")
        elif not self.can_hold([*known, Not(condition)]):
            yield self.problem(path, "this always holds here.", "Change it, or remove it.")

    def endings(self) -> Iterator[Diagnostic]:
        above: list[Condition] = []
        for i, ending in enumerate(self.scenario.endings[:-1]):
            if self.work < 0:
                return
            path: Path_ = ("endings", i, "when")
            condition = parse(str(ending.when), self.names)
            if not self.can_hold([condition]):
                yield self.problem(path, "this never holds.", "Change it, or remove the ending.")
            elif not self.can_hold([Not(condition)]):
                yield self.problem(
                    path, "this always holds, so that no ending below comes.", "Change it, or put it last."
                )
                return
            elif not self.can_hold([*above, condition]):
                yield self.problem(
                    path, "an ending above comes wherever this holds.", "Put it above that one, or change it."
                )
            above.append(Not(condition))

    def problem(self, path: Path_, message: str, mend: str) -> Diagnostic:
        found = self.document.problem(path, "idle-condition", message, mend)
        return dataclasses.replace(found, severity=WARNING)

    def can_hold(self, conditions: Sequence[Condition]) -> bool:
        """Whether some course of play makes all of them true; True as well where that is hard to tell."""
        self.work -= len(conditions)
        if self.work < 0:
            return True
        whole = AllOf(tuple(conditions))
        search = _Search(whole, self.values(whole), self.work)
        found = len(search.values) > MOST_PARTS or search.found({})
        self.work = search.work
        return found

    def values(self, condition: Condition) -> dict[Part, list[int]]:
        """What each part may be, as far as the condition can tell: moves, yes or no, points."""
        found: dict[Part, set[int]] = {}
        for leaf in _leaves(condition):
            if isinstance(leaf, Chose):
                found.setdefault(("decision", leaf.decision), set()).update(leaf.moves)
            elif isinstance(leaf, Happened):
                found["event", leaf.event] = {0, 1}
            else:
                near = {leaf.points - 1, leaf.points, leaf.points + 1, 0, 100}
                found.setdefault(("variable", leaf.variable), set()).update(p for p in near if 0 <= p <= 100)
        moves = [len(m) for m in self.names.decisions.values()]
        for kind, at in found:
            if kind == "decision":
                named = found[kind, at]
                others = [m for m in range(moves[at]) if m not in named][:1]
                named.update(others if at in self.reached else [*others, UNREACHED])
        return {part: sorted(values) for part, values in found.items()}


class _Search:
    """Tries values one part at a time, and leaves off as soon as nothing can come of it."""

    def __init__(self, whole: Condition, values: Mapping[Part, Sequence[int]], work: int) -> None:
        self.whole, self.values, self.steps, self.work = whole, values, MOST_STEPS, work
        self.price = sum(1 for _ in _leaves(whole))

    def found(self, world: dict[Part, int]) -> bool:
        self.steps -= 1
        self.work -= self.price
        if self.steps < 0 or self.work < 0:
            return True
        told = truth(self.whole, world)
        if told is not None:
            return told
        part = next(p for p in self.values if p not in world)
        return any(self.found({**world, part: value}) for value in self.values[part])


def truth(condition: Condition, world: Mapping[Part, int]) -> bool | None:
    """Whether a condition holds where some things are known; None where that does not settle it."""
    if isinstance(condition, Chose):
        move = world.get(("decision", condition.decision))
        return None if move is None else move in condition.moves
    if isinstance(condition, Happened):
        happened = world.get(("event", condition.event))
        return None if happened is None else bool(happened)
    if isinstance(condition, Compare):
        points = world.get(("variable", condition.variable))
        return None if points is None else _compared(points, condition)
    if isinstance(condition, Not):
        told = truth(condition.part, world)
        return None if told is None else not told
    parts = [truth(p, world) for p in condition.parts]
    settles = isinstance(condition, AnyOf)
    if settles in parts:
        return settles
    return None if None in parts else not settles


def _compared(points: int, condition: Compare) -> bool:
    other = condition.points
    return {"<": points < other, "<=": points <= other, ">": points > other, ">=": points >= other}[
        condition.order
    ]


def _leaves(condition: Condition) -> Iterator[Chose | Happened | Compare]:
    if isinstance(condition, Not):
        yield from _leaves(condition.part)
    elif isinstance(condition, (AllOf, AnyOf)):
        for part in condition.parts:
            yield from _leaves(part)
    else:
        yield condition
