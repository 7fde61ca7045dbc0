"""The minutes of a lesson: a plan that adds up, for lessons of 45, 60 and 90 minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from sim.game.seat import covers
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.scenario.schema import Phase
from sim.ui.screens.debrief.questions import STEPS
from sim.ui.screens.seats import played

LESSONS: Final = (45, 60, 90)
"""Minutes of the lessons that a plan is made for."""
_ROUND: Final = {45: (4, 3, 2), 60: (5, 5, 2), 90: (10, 5, 5)}
"""Minutes for the opening, the briefs and the last word."""
FULL: Final = 3
"""Minutes from which a decision is played in full: messages, argument, forecast."""
TABLE: Final = 2 * FULL
"""Minutes that a table is given where there is time: offers go round, and there is more to read."""
LEAST: Final = 2
"""Minutes for each decision where there is no time for all: the others wait for another lesson."""


@dataclass(frozen=True)
class Stage:
    """Some minutes of a lesson, whole ones, and what is done in them."""

    minutes: int
    title: str
    do: str
    decision: str = ""
    """The decision's id, where one is played."""
    phase: Phase | None = None
    """The phase of the debrief, where it is one."""


@dataclass(frozen=True)
class Plan:
    """A lesson from its first minute to its last."""

    stages: tuple[Stage, ...]
    left: tuple[str, ...]
    """The decisions for which there is no time."""

    @property
    def play(self) -> int:
        """Minutes in which decisions are played."""
        return sum(s.minutes for s in self.stages if s.decision)

    @property
    def debrief(self) -> int:
        """Minutes of the debrief's six phases."""
        return sum(s.minutes for s in self.stages if s.phase)

    def of(self, decision: str) -> int:
        """Minutes for a decision; 0 where there is no time for it."""
        return next((s.minutes for s in self.stages if s.decision == decision), 0)

    def spans(self) -> list[tuple[str, Stage]]:
        """Each stage with its minutes as ``5–10``."""
        found, start = [], 0
        for stage in self.stages:
            found.append((f"{start}–{start + stage.minutes}", stage))
            start += stage.minutes
        return found


def plan(game: Compiled, minutes: int) -> Plan:
    """A lesson of so many minutes, one of ``LESSONS``; the debrief is at least as long as play.

    Play takes half of what is left beside opening, briefs and last word, or twice what the scenario asks for.
    """
    opening, briefs, last = _ROUND[minutes]
    left = minutes - opening - briefs - last
    rows = played(game)
    play = min(2 * max(game.source.minutes, len(rows)), left // 2)
    each = _each(game, rows, play) if play >= len(rows) else _some(rows, play)
    stages = [
        Stage(opening, "Open", "Content note, the right to sit out, ground rules; seats."),
        Stage(briefs, "Briefs", "Role cards in silence; pairs agree on one aim."),
        *(_stage(d, n) for d, n in zip(rows, each, strict=False)),
        *_phases(left - sum(each)),
        Stage(last, "Last word", "One sentence each: what would you look for in tomorrow's news?"),
    ]
    return Plan(tuple(stages), tuple(d.source.id for d in rows[len(each) :]))


def _stage(decision: CompiledDecision, minutes: int) -> Stage:
    return Stage(minutes, f"{decision.index + 1}. {decision.source.title}", "", decision=decision.source.id)


def _phases(minutes: int) -> list[Stage]:
    shares = parts(minutes, [s.minutes for s in STEPS])
    return [Stage(n, f"Debrief: {s.title}", s.do, phase=s.phase) for s, n in zip(STEPS, shares, strict=True)]


def _some(rows: Sequence[CompiledDecision], play: int) -> list[int]:
    """Minutes for the first decisions, as many as there is time for."""
    least = [FULL + 1 if d.table else LEAST for d in rows]
    least = least[: sum(needed <= play for needed in accumulate(least))]
    return _shared(play - sum(least), rows, least, range(len(least)))


def _each(game: Compiled, rows: Sequence[CompiledDecision], play: int) -> list[int]:
    """Minutes for each decision: tables get most, then the first and those that concern most seats.

    What is not played in full has a minute.
    """
    count, weights = len(rows), [_concerned(game, d) for d in rows]
    order = sorted(range(count), key=lambda i: (rows[i].table is None, i > 0, -weights[i], i))
    tables = [i for i in order if rows[i].table]
    wished = [(i, FULL + 1) for i in tables]
    wished += [(0, FULL), *((i, TABLE) for i in tables), *((i, FULL) for i in order)]
    each, spare = [1] * count, play - count
    for i, minutes in wished:
        more = max(0, minutes - each[i])
        if more <= spare or rows[i].table:
            each[i] += min(more, spare)
            spare -= min(more, spare)
    return _shared(spare, rows, each, [i for i in order if each[i] >= FULL] or [0])


def _shared(
    spare: int, rows: Sequence[CompiledDecision], each: Sequence[int], among: Sequence[int]
) -> list[int]:
    """The minutes of ``each`` and those that are left, shared ``among`` some: a table gets twice as many."""
    more = parts(spare, [2 if rows[i].table else 1 for i in among])
    given = dict(zip(among, more, strict=True))
    return [minutes + given.get(i, 0) for i, minutes in enumerate(each)]


def _concerned(game: Compiled, decision: CompiledDecision) -> int:
    """How much a decision gives the seats to do: two for deciding or bargaining, one for writing."""
    deciders = {game.actors[decision.decider]}
    if decision.table is not None:
        deciders |= set(decision.table.table.parties)
    writers = {game.actors[s.actor] for s in decision.senders}
    count = 0
    for seat in game.source.seats:
        if any(covers(game, seat.actor, d) for d in deciders):
            count += 2
        elif any(covers(game, seat.actor, w) for w in writers):
            count += 1
    return count


def parts(whole: int, weights: Sequence[int]) -> list[int]:
    """``whole`` in whole parts as near to the weights as can be: they add up to it, none below 0."""
    total = sum(weights)
    exact = [whole * w / total for w in weights]
    found = [int(e) for e in exact]
    order = sorted(range(len(weights)), key=lambda i: (found[i] - exact[i], i))
    for i in order[: whole - sum(found)]:
        found[i] += 1
    return found
