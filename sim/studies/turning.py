"""What the model says mattered on a path: what was said, what was chosen and how luck fell, one by one.

Each is put to the same question: had only this been left to the model, and not fallen as it did, how
often would the runs from there end as the path did? Everything before it stands as it was, everything
after it is the model's. It says nothing of the world, and no more of the path than the model holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from sim import rng, scale
from sim.batches.analysis import Estimate, paired_share
from sim.policies.policy import Messages, MessageView, Model, Policy
from sim.policies.run import Path
from sim.policies.turn import everyone, take_turn
from sim.scenario.compiled import Compiled, CompiledDecision, CompiledEvent
from sim.studies.fan import Luck, ending_shares
from sim.studies.live import together
from sim.types import Int32, Int64
from sim.world.holds import holds
from sim.world.limits import open_moves
from sim.world.log import Step, option_of
from sim.world.rules import Rules
from sim.world.state import State

What: TypeAlias = Literal["words", "move", "event", "leaks"]
"""The messages that were sent, silence included; the move; an event; which messages leaked."""


@dataclass(frozen=True)
class Outlook:
    """What runs lead to: each ending's share, 0 to 1, and each variable's mean at the end, in points."""

    endings: dict[str, float]
    means: dict[str, float]


@dataclass(frozen=True)
class Shift:
    """What one thing that fell as it did, and not as the model left it open, changed.

    ``before`` and ``after`` are the shares, 0 to 1, of the ending that came about; ``share`` is how much
    the second is more, with the interval of paired runs. ``variables`` are the changes of the means at
    the end, in points. ``name`` is the move's or the event's id, and empty for words and leaks.
    """

    step: Step
    what: What
    name: str
    before: float
    after: float
    share: Estimate
    variables: dict[str, float]


@dataclass(frozen=True)
class Moment:
    """One decision of the path: what mattered there, in the order in which it fell, and each open move.

    ``moves`` tells what each open move leads to on average, after the messages that were really sent.
    """

    step: Step
    shifts: tuple[Shift, ...]
    moves: dict[str, Outlook]


def moments(path: Path, seed: int, runs: int = 2_000, rules: Rules | None = None) -> Iterator[Moment]:
    """Each decision that the path came to, one at a time: a window can draw in between.

    The shifts of a whole path sum to the share of its ending at the end, less that at its beginning.
    """
    found = _Reckoner(path, Luck(path.game, seed, runs, rules))
    for step, (state, then) in zip(path.steps, path.around, strict=True):
        yield found.moment(step, state, then)


def ranked(found: Iterable[Moment]) -> list[Shift]:
    """All shifts, those first that moved the ending most, and of equals those that moved a variable most."""

    def size(shift: Shift) -> tuple[float, float]:
        return abs(shift.share.value), max(map(abs, shift.variables.values()), default=0.0)

    return sorted((s for moment in found for s in moment.shifts), key=size, reverse=True)


class _Said(Model):
    """The model, with the messages that were sent."""

    name = "said"

    def __init__(self, options: tuple[int, ...]) -> None:
        self.options = options

    def message(self, view: MessageView) -> Messages:
        return Messages(np.array([self.options[view.slot]]), np.ones((len(view), 1), np.int64))


@dataclass(frozen=True, eq=False)
class _Ends:
    """How N runs ended: ``ending`` (N,) by position, ``values`` (N, V) in hundredths of a point."""

    ending: Int64
    values: Int32


class _Reckoner:
    """Weighs one path's decisions, all runs with the same luck."""

    def __init__(self, path: Path, luck: Luck) -> None:
        self.game, self.luck = path.game, luck
        self.keys = rng.run_keys(luck.seed, luck.numbers)
        self.decisions = {d.source.id: d for d in self.game.decisions}
        self.end = [name for name, _ in self.game.endings].index(path.ending)

    def moment(self, step: Step, state: State, then: State) -> Moment:
        """One decision, from the state before it and the state after it, (1, …) each."""
        decision = self.decisions[step.decision]
        if not holds(decision.when, state)[0]:  # a game that was begun at this very decision
            decision = replace(decision, when=None)
        start = self.luck.spread(state)
        spread = self._spread(step, decision, start) | {("leaks", ""): self.luck.spread(then)}
        last, *rest = self._ends([self._turn(start, decision, Model()), *spread.values()], decision.index + 1)
        ends, shifts = dict(zip(spread, rest, strict=True)), []
        for (what, name), now in ends.items():
            if what == "move" and name != step.move:
                continue
            if what == "move" or _differ(last, now):
                shifts.append(self._shift(step, what, name, last, now))
            last = now
        moves = {name: self._outlook(e) for (what, name), e in ends.items() if what == "move"}
        return Moment(step, tuple(shifts), moves)

    def _spread(self, step: Step, decision: CompiledDecision, start: State) -> dict[tuple[What, str], State]:
        """The states (N, …) after a decision whose words are fixed, then its move, then its events."""
        said = _Said(_options(self.game, decision, step))
        spread: dict[tuple[What, str], State] = {("words", ""): self._turn(start, decision, said)}
        for at in np.flatnonzero(open_moves(start, decision, self.luck.rules)[0]).tolist():
            spread["move", decision.moves[at]] = self._turn(start, decision, said, at)
        taken = decision.moves.index(step.move)
        for name, part in _fell(decision, _events(self.game, decision, step), step):
            spread["event", name] = self._turn(start, part, said, taken)
        return spread

    def _turn(
        self, start: State, decision: CompiledDecision, policy: Policy, move: int | None = None
    ) -> State:
        """The state after one decision, by a policy or by one move of it."""
        policies = everyone(self.game, policy)
        return take_turn(self.game, start, decision, self.luck.rules, self.keys, policies, move).state

    def _ends(self, states: list[State], first: int) -> list[_Ends]:
        """How the runs from each state (N, …) end, by the model. Played all at once, which is quicker."""
        ends = self.luck.play(together(states), first)
        n = len(self.luck)
        spans = [slice(i * n, (i + 1) * n) for i in range(len(states))]
        return [_Ends(ends.ending[s], ends.state.values[s]) for s in spans]

    def _outlook(self, ends: _Ends) -> Outlook:
        return Outlook(ending_shares(self.game, ends.ending), self._means(ends.values))

    def _shift(self, step: Step, what: What, name: str, first: _Ends, second: _Ends) -> Shift:
        """What the second runs have more than the first."""
        was, now, n = first.ending == self.end, second.ending == self.end, len(self.luck)
        gained, lost = int((now & ~was).sum()), int((was & ~now).sum())
        return Shift(
            step,
            what,
            name,
            int(was.sum()) / n,
            int(now.sum()) / n,
            paired_share(gained, lost, n),
            self._means(second.values - first.values),
        )

    def _means(self, values: Int32) -> dict[str, float]:
        """The mean of each variable in points, from hundredths (N, V)."""
        means = values.sum(axis=0, dtype=np.int64) / (len(values) * scale.HUNDREDTHS)
        return dict(zip(self.game.variables, means.tolist(), strict=True))


def _differ(first: _Ends, second: _Ends) -> bool:
    return bool((first.ending != second.ending).any() or (first.values != second.values).any())


def _options(game: Compiled, decision: CompiledDecision, step: Step) -> tuple[int, ...]:
    """What each sender sent, as its option; silence where nothing is in the log."""
    sent = dict(option_of(game, decision, s.message) for s in step.messages)
    return tuple(sent.get(slot, 0) for slot in range(len(decision.senders)))


def _events(game: Compiled, decision: CompiledDecision, step: Step) -> list[CompiledEvent]:
    """The events that belong to a decision, and others that happened there all the same."""
    own = {e.index for e in decision.events}
    early = [e for e in game.events if e.source.id in step.events and e.index not in own]
    return [*decision.events, *early]


def _fell(
    decision: CompiledDecision, events: list[CompiledEvent], step: Step
) -> list[tuple[str, CompiledDecision]]:
    """The decision with its first event as it fell, with its first two, and so on: surely, or never."""
    found, own = [], {e.index: e for e in decision.events}
    for event in events:
        happened = event.source.id in step.events
        own[event.index] = replace(event, when=None, chance=100) if happened else replace(event, chance=0)
        found.append((event.source.id, replace(decision, events=tuple(own.values()))))
    return found
