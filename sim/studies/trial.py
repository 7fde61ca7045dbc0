"""One trial of the benchmark: what a fresh process (``python -m sim.studies``) measures.

Only the work is timed: reading the scenario, importing libraries and a few runs to warm up come
before. Each kind of trial imports no more than it needs, so that one's libraries do not slow another.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from sim.batches.api import batch as play_batch
from sim.policies.policy import Model
from sim.policies.turn import everyone, play
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.studies import floor
from sim.types import Json
from sim.world.state import State, begin

Kind: TypeAlias = Literal["batch", "mesa", "explained", "frame", "floor", "fan", "workers"]
CHUNK: Final = 16_384
WARM_UP: Final = 20


@dataclass(frozen=True)
class Trial:
    """What to measure: ``runs`` runs from number 0 on; ``collect`` leaves Python's garbage collection on."""

    kind: Kind
    scenario: str
    runs: int
    seed: int
    collect: bool = True
    compare: int = 0
    """How many of the first runs to tell one by one."""
    workers: int = 1


def batch(game: Compiled, trial: Trial) -> Json:
    """The batch engine as ``sim.batch`` uses it, counts and all; the runs to compare are played apart."""
    seconds = _timed(lambda runs: play_batch(game, runs=runs, seed=trial.seed, rows="none"), trial)[0]
    first = play(game, trial.seed, np.arange(trial.compare), everyone(game, Model()))
    rows = _rows(game, first.ending.tolist(), first.state.values.tolist())
    return {"seconds": seconds, "rows": rows, "bytes_per_run": bytes_per_run(game, trial.seed)}


def mesa(game: Compiled, trial: Trial) -> Json:
    """``mesa.batch_run`` of the live model, as lean as it goes."""
    import mesa

    from sim.game.model import Negotiation

    def work(runs: int) -> list[Json]:
        parameters = {"game": game, "seed": trial.seed, "run": range(runs), "explain": False}
        found: list[Json] = mesa.batch_run(
            Negotiation, parameters, max_steps=len(game.decisions), display_progress=False
        )
        return found

    seconds, found = _timed(work, trial)
    return {"seconds": seconds, "rows": [[r["ending"], *r["values"]] for r in found[: trial.compare]]}


def explained(game: Compiled, trial: Trial) -> Json:
    """``mesa.batch_run`` of the live model as the game plays it, with every change explained."""
    import mesa

    from sim.game.model import Negotiation

    def work(runs: int) -> object:
        parameters = {"game": game, "seed": trial.seed, "run": range(runs)}
        return mesa.batch_run(Negotiation, parameters, max_steps=len(game.decisions), display_progress=False)

    return {"seconds": _timed(work, trial)[0]}


def frame(game: Compiled, trial: Trial) -> Json:
    """``mesa.batch_run`` of a model with as many agents and steps and no rules at all.

    No model of this cast in Mesa is faster, however its rules are written.
    """
    import mesa

    class Frame(mesa.Model):  # type: ignore[misc]
        def __init__(self, seed: int, run: int) -> None:
            super().__init__(seed=seed)
            self.actors = [mesa.Agent(self) for _ in game.actors]
            self.datacollector = mesa.DataCollector({"steps": "steps"})

        def step(self) -> None:
            self.running = self.steps < len(game.decisions)
            self.datacollector.collect(self)

    def work(runs: int) -> object:
        return mesa.batch_run(Frame, {"seed": trial.seed, "run": range(runs)}, display_progress=False)

    return {"seconds": _timed(work, trial)[0]}


def lowest(game: Compiled, trial: Trial) -> Json:
    """The bare NumPy kernel of :mod:`sim.studies.floor`."""
    return {"seconds": _timed(lambda runs: floor.play(game, trial.seed, runs, CHUNK), trial)[0]}


def fan(game: Compiled, trial: Trial) -> Json:
    """A fan of runs from the decision in the middle, and one live game, explained, from its beginning."""
    from sim.game.model import Negotiation

    middle = len(game.decisions) // 2
    policies = everyone(game, Model())
    before: list[State] = [begin(game, 1)]
    own = np.zeros(1, np.int64)
    play(game, trial.seed, own, policies, watch=lambda _, state, __: before.append(state.copy()))

    def follow(runs: int) -> object:
        state = before[middle].rows(np.zeros(runs, np.int64))
        return play(game, trial.seed, np.arange(1, runs + 1), policies, first=middle, state=state)

    seconds, _ = _timed(follow, trial)
    once, _ = _timed(lambda _: Negotiation(game, trial.seed).play(), trial)
    return {"seconds": seconds, "game_seconds": once, "decision": game.decisions[middle].source.id}


def bytes_per_run(game: Compiled, seed: int) -> float:
    """What a batch keeps of each run while it plays: the state's arrays and all messages, in bytes."""
    runs = 1024
    found = play(game, seed, np.arange(runs), everyone(game, Model()))
    kept = sum(a.nbytes for a in found.state.arrays()) + sum(a.nbytes for a in found.messages)
    return (kept + found.ending.nbytes) / runs


def workers(game: Compiled, trial: Trial) -> Json:
    """A whole batch of counts by so many workers; starting them is timed apart. One is this process."""
    from sim.batches.api import batch

    if trial.workers == 1:
        seconds, _ = _timed(lambda runs: batch(game, runs, trial.seed, rows="none"), trial)
        return {"seconds": seconds, "start_up": 0.0}
    begun = time.perf_counter()
    with ProcessPoolExecutor(trial.workers, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(awake, [0.2] * trial.workers))
        start_up = time.perf_counter() - begun - 0.2
        seconds, _ = _timed(lambda runs: batch(game, runs, trial.seed, rows="none", executor=pool), trial)
    return {"seconds": seconds, "start_up": start_up}


def awake(seconds: float) -> None:
    """Keeps a worker busy for a while, so that each of them has to start."""
    time.sleep(seconds)


KINDS: Final[dict[Kind, Callable[[Compiled, Trial], Json]]] = {
    "batch": batch,
    "mesa": mesa,
    "explained": explained,
    "frame": frame,
    "floor": lowest,
    "fan": fan,
    "workers": workers,
}


def measure(trial: Trial) -> Json:
    """The trial's seconds, and what else its kind tells."""
    return KINDS[trial.kind](library.open_scenario(trial.scenario), trial)


def _timed(work: Callable[[int], Any], trial: Trial) -> tuple[float, Any]:
    """Wall-clock seconds of the work, after a few runs to warm up, and what it gave."""
    work(min(WARM_UP, trial.runs))
    gc.collect()
    if not trial.collect:
        gc.disable()
    start = time.perf_counter()
    found = work(trial.runs)
    return time.perf_counter() - start, found


def _rows(game: Compiled, endings: list[int], values: list[list[int]]) -> list[list[Any]]:
    return [[game.endings[e][0], *row] for e, row in zip(endings, values, strict=True)]
