"""The fan: many runs from one point of a path, by the model alone, with other luck than the path's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim import scale
from sim.batches.analysis import PER_CENT
from sim.history.compare import compare
from sim.policies.policy import Model
from sim.policies.run import Path
from sim.policies.turn import Memory, Runs, Watch, everyone, memory, play
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.types import Int32, Int64
from sim.world.rules import Rules
from sim.world.state import NOT_REACHED, State, begin


@dataclass(frozen=True, eq=False)
class Origin:
    """Where runs set out: a state (1, …), and the position of the first decision still to come, 0 to D.

    The state is as the decision before it left it: what lies between two scenarios of a campaign is still to
    come, too.
    """

    state: State
    first: int


@dataclass(frozen=True)
class Stop:
    """How the runs stand once a decision is past, those that did not come to it included."""

    decision: str
    reached: float
    """The share of the runs that came to it, 0 to 1."""
    moves: dict[str, float]
    """The share of each move among those that came; 0 where none did."""
    percentiles: dict[str, tuple[float, ...]]
    """Each variable in points at 5, 25, 50, 75 and 95 per cent of the runs."""


@dataclass(frozen=True)
class Fan:
    """Where so many runs go from one point."""

    runs: int
    first: int
    """The position of the first decision that they play."""
    start: dict[str, float]
    """Each variable in points where they set out."""
    stops: tuple[Stop, ...]
    """One for each decision from there on."""
    endings: dict[str, float]
    """The share of each ending, 0 to 1."""

    def line(self, variable: str, per_cent: int) -> tuple[float | None, ...]:
        """One percentile of a variable, as :meth:`Path.values` has it: at the start and after each decision.

        None before the point where the runs set out. ``per_cent`` is one of 5, 25, 50, 75, 95.
        """
        at = PER_CENT.index(per_cent)
        later = (stop.percentiles[variable][at] for stop in self.stops)
        return (*[None] * self.first, self.start[variable], *later)


def beginning(game: Compiled) -> Origin:
    """Before the first decision."""
    return Origin(begin(game, 1), 0)


def before(path: Path, decision: str) -> Origin:
    """Before a decision that the path came to, passed by, or comes to next. Raises ValueError for others."""
    decisions, settled = path.game.decisions, {*path.moves, *path.skipped}
    at = next(d.index for d in decisions if d.source.id == decision)
    if any(d.source.id not in settled for d in decisions[:at]):
        raise ValueError(f"the path has not come to '{decision}' yet")
    stands = list(_stands(path))
    position, state = next((place, state) for place, state, _ in stands if place >= at)
    if any(d.bridge for d in decisions[at : position + 1]):
        state = next((then for place, _, then in reversed(stands) if place < at), begin(path.game, 1))
    return Origin(state, at)


def _stands(path: Path) -> Iterator[tuple[int, State, State]]:
    """The decisions that the path came to, by position, and the states around each; last, where it stands."""
    positions = {d.source.id: d.index for d in path.game.decisions}
    for step, (state, then) in zip(path.steps, path.around, strict=True):
        yield positions[step.decision], state, then
    yield len(path.steps) + len(path.skipped), path.state, path.state


def after(path: Path, decision: str) -> Origin:
    """After a decision that the path came to. Raises ValueError for another."""
    for step, (_, state) in zip(path.steps, path.around, strict=True):
        if step.decision == decision:
            at = next(d.index for d in path.game.decisions if d.source.id == decision)
            return Origin(state, at + 1)
    raise ValueError(f"the path did not come to '{decision}'")


def parting(yours: Path, historical: Path) -> Origin:
    """Before the first decision at which the paths differ, as your path stood then.

    Where they never part, or nothing is history, the beginning.
    """
    parts = compare(yours, historical).parting if yours.game.has_history else None
    return beginning(yours.game) if parts is None else before(yours, parts.decision)


class Luck:
    """Runs 1 to N of one seed, everybody by the model, from any point of a game.

    Run number 0 is the game's own. From every point they meet the same luck, so that two points are
    compared run by run (common random numbers: Law, *Simulation Modeling and Analysis*, 2015).
    """

    def __init__(self, game: Compiled, seed: int, runs: int, rules: Rules | None = None) -> None:
        if runs < 1:
            raise ValueError(f"{runs} runs tell nothing")
        self.game, self.seed, self.rules = game, seed, rules or Rules()
        self.numbers: Int64 = np.arange(1, runs + 1)
        self.policies = everyone(game, Model())
        self._known: Memory = memory()

    def __len__(self) -> int:
        return len(self.numbers)

    def spread(self, state: State) -> State:
        """One state as the state of all runs."""
        return state.rows(np.zeros(len(self), np.int64))

    def play(self, state: State, first: int, watch: Watch | None = None) -> Runs:
        """The runs played on to their end from a state (N, …), or from several at once, (kN, …)."""
        game, rules, known = self.game, self.rules, self._known
        numbers = np.tile(self.numbers, len(state) // len(self))
        return play(
            game, self.seed, numbers, self.policies, rules, first=first, state=state, watch=watch, known=known
        )


def fan(game: Compiled, seed: int, origin: Origin, runs: int = 2_000, rules: Rules | None = None) -> Fan:
    """Where ``runs`` runs (1 or more) go from a point: the same for the same seed, on any machine."""
    luck, stops = Luck(game, seed, runs, rules), list[Stop]()

    def watch(decision: CompiledDecision, state: State, _: Int64) -> None:
        stops.append(_stop(game, decision, state))

    ends = luck.play(luck.spread(origin.state), origin.first, watch)
    start = dict(zip(game.variables, _points(origin.state.values[0]), strict=True))
    return Fan(runs, origin.first, start, tuple(stops), ending_shares(game, ends.ending))


def ending_shares(game: Compiled, ending: Int64) -> dict[str, float]:
    """The share of each ending, 0 to 1, from the endings of runs by position, (N,)."""
    counts = np.bincount(ending, minlength=len(game.endings)).tolist()
    return {name: counts[at] / len(ending) for at, (name, _) in enumerate(game.endings)}


def nearest_ranks(values: Int32, per_cent: tuple[int, ...] = PER_CENT) -> Int32:
    """Percentiles of each column: (N, V) to (Q, V), each a value that is there.

    The smallest that at least so many per cent of the runs do not exceed: definition 1 of Hyndman and Fan
    (*American Statistician* 50, 1996), NumPy's ``inverted_cdf``.
    """
    ranks = [max(1, -(-len(values) * p // 100)) - 1 for p in per_cent]
    return np.sort(values, axis=0)[ranks]


def _stop(game: Compiled, decision: CompiledDecision, state: State) -> Stop:
    taken = state.moves[:, decision.index]
    came = taken[taken != NOT_REACHED]
    counts = np.bincount(came, minlength=len(decision.moves)).tolist()
    columns = nearest_ranks(state.values).T
    return Stop(
        decision.source.id,
        len(came) / len(taken),
        {move: counts[at] / max(1, len(came)) for at, move in enumerate(decision.moves)},
        {v: _points(column) for v, column in zip(game.variables, columns, strict=True)},
    )


def _points(hundredths: Int32) -> tuple[float, ...]:
    return tuple(int(value) / scale.HUNDREDTHS for value in hundredths)
