"""Which judgements and which decisions an outcome hangs on: Morris first, then Sobol on the few that matter.

Two questions, each with its own factors. *Judgements*: every lever's strength by itself, and each other
kind of judgement as a group, over the ranges of their words, while the model chooses. *Moves*: every
decision's move, each as likely as any other and taken wherever it is open, with all numbers as they are
written. They are asked apart, for where every move is forced no lever has a choice left to sway.

A group's judgements rise and fall together, each away from its word's lower end, so what two of them do can
cancel: a group with no effect may hold judgements that have one. Every setting is played by the same runs
with the same luck, so what differs is the setting's doing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim import scale
from sim.batches.analysis import CONFIDENCE, Estimate
from sim.batches.judgements import Judgement, changed, judgements
from sim.errors import InputError, MissingPart, UnknownName
from sim.policies.policy import policy
from sim.policies.turn import everyone, play
from sim.scenario.compiled import Compiled
from sim.types import Json

TRAJECTORIES: Final = 20
"""Walks through the settings in the screening; each moves every factor once."""

LEVELS: Final = 6
"""Values of a factor in the screening. A walk moves a factor by three of them: always to another move."""

STRIDE: Final = LEVELS / 2 / (LEVELS - 1)
"""How far that is, as a share of the range."""

SAMPLES: Final = 256
"""Points of the low-discrepancy sequence for the shares of variance; a power of two."""

Question = Literal["judgements", "moves"]
Function: TypeAlias = Callable[[NDArray[np.float64]], float]
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class Factor:
    """Something that is varied, by a number from 0 to 1: judgements together, or the move of a decision."""

    id: str
    judgements: tuple[Judgement, ...] = ()
    moves: tuple[str, ...] = ()


class Setting(NamedTuple):
    """What is played: values of judgements by id, and forced moves by decision."""

    values: tuple[tuple[str, int], ...]
    forced: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Screened:
    """A factor in the screening (Morris, *Technometrics* 33, 1991), in the outcome's unit.

    ``effect`` is the mean size of what moving the factor does (mu star; Campolongo, Cariboni and Saltelli,
    *Environmental Modelling & Software* 22, 2007), give or take ``margin``; ``spread`` is how much that hangs
    on the other factors (sigma). Judgements are moved over their whole range, a decision to another move.
    """

    factor: str
    effect: float
    margin: float
    spread: float


@dataclass(frozen=True)
class Part:
    """Shares of the outcome's variance (Sobol, *Mathematics and Computers in Simulation* 55, 2001), 0 to 1.

    ``first`` is what goes with the factor alone, ``total`` with it and all its interplay. Estimates can
    fall a little outside 0 to 1.
    """

    factor: str
    first: Estimate
    total: Estimate


@dataclass(frozen=True)
class Answer:
    """What came of one question: all factors by effect, and the shares of those that stood out."""

    question: Question
    screened: tuple[Screened, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Sensitivity:
    """The answers for one outcome; ``unit`` is "points" for a variable, "% of runs" for an ending."""

    scenario: str
    hash: str
    outcome: str
    unit: str
    written: float
    """The outcome with every number as it is written and the model choosing."""
    runs: int
    seed: int
    answers: tuple[Answer, ...]

    def as_json(self) -> Json:
        return asdict(self)


def sensitivity(
    game: Compiled,
    outcome: str,
    runs: int = 1_000,
    top: int = 3,
    seed: int = 0,
    trajectories: int = TRAJECTORIES,
    samples: int = SAMPLES,
    progress: Progress | None = None,
) -> Sensitivity:
    """Answers both questions for the mean of a variable at the end, or the share of an ending.

    ``runs`` runs play each setting; the ``top`` factors of each question get shares of variance. Raises
    UnknownName for an outcome that is neither, InputError for numbers out of bounds, and MissingPart
    without SALib.
    """
    _bounds(runs, top)
    measure, unit = _measure(game, outcome, runs, seed)
    asked = factors(game)
    whole, done = cost(asked, top, trajectories, samples), 0
    answers = []
    for question, varied in asked.items():

        def play_at(row: NDArray[np.float64], chosen: Sequence[Factor]) -> float:
            nonlocal done
            done += 1
            if progress:
                progress(done, whole)
            return measure(setting(chosen, row))

        screened = _screen(varied, play_at, trajectories, seed)
        kept = _kept(varied, screened, top)
        parts = _shares(kept, play_at, samples, seed)
        answers.append(Answer(question, screened, parts))
    written = measure(Setting((), ()))
    return Sensitivity(game.id, game.hash, outcome, unit, written, runs, seed, tuple(answers))


def factors(game: Compiled) -> dict[Question, tuple[Factor, ...]]:
    """What each question varies: only judgements, never a number that cites a fact."""
    groups: dict[str, list[Judgement]] = {}
    for judgement in judgements(game):
        groups.setdefault(_group(judgement.id), []).append(judgement)
    varied = tuple(Factor(name, tuple(found)) for name, found in sorted(groups.items()))
    decided = tuple(Factor(d.source.id, moves=d.moves) for d in game.decisions)
    return {"judgements": varied, "moves": decided}


def _group(id_: str) -> str:
    """A lever's strength stands alone; of the rest, all that measure the same thing go together."""
    parts = id_.split(".")
    if parts[0] == "leverage" and parts[-1] == "strength":
        return id_
    kinds = ("priorities", "effects", "kept", "paid", "cost", "chance")
    return "all " + next((k for k in kinds if k in parts), parts[-1])


def cost(
    asked: Mapping[Question, Sequence[Factor]],
    top: int,
    trajectories: int = TRAJECTORIES,
    samples: int = SAMPLES,
) -> int:
    """The most settings that will be played: said before the work."""
    return 1 + sum(
        trajectories * (len(varied) + 1) + samples * (min(top, len(varied)) + 2)
        for varied in asked.values()
        if varied
    )


def setting(varied: Sequence[Factor], row: NDArray[np.float64]) -> Setting:
    """Where numbers from 0 to 1, one a factor, put the judgements and the moves.

    A judgement takes each whole number of its word's range, a decision each move, with equal chance.
    """
    values, forced = [], []
    for factor, u in zip(varied, row, strict=True):
        for judgement in factor.judgements:
            _, low, high = judgement.range
            values.append((judgement.id, judgement.sign * (low + _step(float(u), high - low + 1))))
        if factor.moves:
            forced.append((factor.id, factor.moves[_step(float(u), len(factor.moves))]))
    return Setting(tuple(values), tuple(forced))


def _step(u: float, steps: int) -> int:
    return min(int(u * steps), steps - 1)


def morris(names: Sequence[str], function: Function, trajectories: int, seed: int) -> tuple[Screened, ...]:
    """Screens a function of numbers from 0 to 1, largest effect first."""
    sample, analyze, problem = _salib("sample.morris"), _salib("analyze.morris"), _problem(names)
    rows = sample.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    outcome = np.array([function(row) for row in rows])
    found = analyze.analyze(problem, rows, outcome, num_levels=LEVELS, conf_level=CONFIDENCE, seed=seed)
    keys = ("mu_star", "mu_star_conf", "sigma")
    lines = [Screened(n, *(float(found[k][i]) for k in keys)) for i, n in enumerate(names)]
    return tuple(sorted(lines, key=lambda s: (-s.effect, s.factor)))


def sobol(names: Sequence[str], function: Function, samples: int, seed: int) -> tuple[Part, ...]:
    """Shares of variance of a function of numbers from 0 to 1; none where it does not vary."""
    sample, analyze, problem = _salib("sample.sobol"), _salib("analyze.sobol"), _problem(names)
    rows = sample.sample(problem, samples, calc_second_order=False, seed=seed)
    outcome = np.array([function(row) for row in rows])
    if np.ptp(outcome) == 0:
        return ()
    found = analyze.analyze(problem, outcome, calc_second_order=False, conf_level=CONFIDENCE, seed=seed)

    def share(key: str, i: int) -> Estimate:
        value, half = float(found[key][i]), float(found[f"{key}_conf"][i])
        return Estimate(value, value - half, value + half)

    return tuple(Part(n, share("S1", i), share("ST", i)) for i, n in enumerate(names))


Played: TypeAlias = Callable[[NDArray[np.float64], Sequence[Factor]], float]


def _screen(varied: Sequence[Factor], play_at: Played, trajectories: int, seed: int) -> tuple[Screened, ...]:
    if not varied:
        return ()
    found = morris([f.id for f in varied], lambda row: play_at(row, varied), trajectories, seed)
    # from one move to another there is no farther to go
    shorter = {f.id: STRIDE if f.moves else 1.0 for f in varied}
    return tuple(
        Screened(s.factor, *(shorter[s.factor] * n for n in (s.effect, s.margin, s.spread))) for s in found
    )


def _kept(varied: Sequence[Factor], screened: Sequence[Screened], top: int) -> list[Factor]:
    """The factors with the largest effects; one that does nothing is not kept."""
    by_id = {f.id: f for f in varied}
    return [by_id[s.factor] for s in screened[:top] if s.effect > 0]


def _shares(kept: Sequence[Factor], play_at: Played, samples: int, seed: int) -> tuple[Part, ...]:
    if not kept:
        return ()
    return sobol([f.id for f in kept], lambda row: play_at(row, kept), samples, seed)


def _measure(game: Compiled, outcome: str, runs: int, seed: int) -> tuple[Callable[[Setting], float], str]:
    """What plays a setting and gives the outcome. A setting that comes again is not played again."""
    endings = [name for name, _ in game.endings]
    if outcome not in (*game.variables, *endings):
        raise UnknownName("variable or ending", outcome, (*game.variables, *endings))
    unit = "points" if outcome in game.variables else "% of runs"
    numbers, known = np.arange(runs), dict[Setting, float]()
    at = {d.source.id: d for d in game.decisions}

    def measure(wanted: Setting) -> float:
        if wanted not in known:
            forced = {at[d].index: at[d].moves.index(m) for d, m in wanted.forced}
            here = changed(game, dict(wanted.values)) if wanted.values else game
            done = play(here, seed, numbers, everyone(here, policy("model")), forced=forced)
            if unit == "points":
                total = int(done.state.values[:, game.variables.index(outcome)].sum(dtype=np.int64))
                known[wanted] = total / runs / scale.HUNDREDTHS
            else:
                known[wanted] = 100 * int((done.ending == endings.index(outcome)).sum()) / runs
        return known[wanted]

    return measure, unit


def _bounds(runs: int, top: int) -> None:
    if not 1 <= runs <= 1_000_000:
        raise InputError(f"{runs} runs a setting cannot be played. Use a number from 1 to 1000000.")
    if not 1 <= top <= 20:
        raise InputError(f"The top {top} cannot be told. Use a number from 1 to 20, such as --top 3.")


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _salib(name: str) -> Any:
    """A module of SALib. Raises MissingPart where it is not installed."""
    try:
        return importlib.import_module(f"SALib.{name}")
    except ModuleNotFoundError as problem:
        raise MissingPart(
            "SALib is not installed, and sensitivity needs it. Run 'python -m pip install \".[analysis]\"'."
        ) from problem
