"""A block of runs, played: what a worker does, wherever it is.

Everything that a worker needs comes with its block as bytes, so a machine of a cluster needs
none of our files. What goes back is small whole numbers. Counts add up exactly, in any order.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache, partial
from typing import Any, Final, Protocol

import numpy as np

from sim import rng, scale
from sim.batches.design import Block, Cell, Design
from sim.batches.judgements import changed, drawn
from sim.errors import BackchannelError, InputError, shorten
from sim.policies.turn import Memory, Runs, Watch, memory, play
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.types import Int8, Int16, Int32, Int64
from sim.version import VERSION
from sim.world.rules import Rules
from sim.world.state import State

CHUNK: Final = 65_536
"""Runs that are worked at once. Within them, spans of runs stay in a processor's cache."""

POINTS: Final = 101
"""Whole points, 0 to 100."""


class Kernel(Protocol):
    """What plays runs: :func:`sim.policies.turn.play`, or a function of one's own in a module.

    It calls ``watch`` after each decision with the state of all the runs, (B, …), and what was
    said, (B, S), whether or not a run came to the decision.
    """

    def __call__(
        self,
        game: Compiled,
        seed: int,
        runs: Int64,
        policies: Mapping[int, Any],
        rules: Rules,
        forced: Mapping[int, int],
        *,
        watch: Watch,
    ) -> Runs: ...


@dataclass(frozen=True, eq=False)
class Job:
    """What all blocks of a batch share. ``chunk`` changes no result."""

    game: Compiled
    design: Design
    kernel: Kernel
    chunk: int = CHUNK
    version: str = VERSION
    luck: str = rng.SCHEME

    def packed(self) -> bytes:
        """The job as bytes, for workers. Raises what pickling raises."""
        return pickle.dumps(self, protocol=5)


@dataclass(frozen=True, eq=False)
class Counts:
    """What can be counted of runs, in whole numbers that add up: int64 throughout."""

    runs: Int64
    """() how many."""
    endings: Int64
    """(E,) how many ended in each."""
    moves: Int64
    """(D, M) how many took each move; M is the most that any decision has."""
    sums: Int64
    """(V,) hundredths of a point at the end, summed."""
    histograms: Int64
    """(D + 1, V, 101) runs by whole points (the nearest), at the start and after each decision."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @classmethod
    def none(cls, game: Compiled) -> Counts:
        """The counts of no runs."""
        decisions, variables = len(game.decisions), len(game.variables)
        most = max(len(d.moves) for d in game.decisions)
        shapes = ((), (len(game.endings),), (decisions, most), (variables,))
        return cls(*(np.zeros(s, np.int64) for s in (*shapes, (decisions + 1, variables, POINTS))))


@dataclass(frozen=True, eq=False)
class Played:
    """A block's results for its N runs; without rows, N is 0 in all arrays but the counts."""

    counts: Counts
    ending: Int16
    """(N,) positions of endings."""
    moves: Int8
    """(N, D) positions of moves, -1 where a decision was not reached."""
    values: Int16
    """(N, V) hundredths of a point at the end; with a row a decision (N, D, V), after each."""
    said: Int16
    """(N, S) with a row a decision: each sender's option at each decision in turn; else (N, 0)."""


@lru_cache(maxsize=4)
def _job(packed: bytes) -> Job:
    try:
        job = pickle.loads(packed)
    except (AttributeError, ImportError) as problem:
        raise InputError(
            f"A worker lacks what a policy or kernel needs ({shorten(str(problem), 120)}). "
            "Put it into a module that workers can import."
        ) from None
    assert isinstance(job, Job)
    if (job.version, job.luck) != (VERSION, rng.SCHEME):
        raise InputError(
            f"A worker has version {VERSION}, and the batch is of {job.version}. Install the same on both."
        )
    return job


@lru_cache(maxsize=4)
def _game(job: Job, seed: int, draw: int) -> Compiled:
    return changed(job.game, drawn(job.game, seed, draw)) if draw else job.game


@lru_cache(maxsize=16)
def _known(job: Job, cell: Cell, thread: int) -> Memory:
    """What is known of runs that stand alike: it holds for a cell, and is kept from block to block.

    It is written to while runs are played, so each thread has its own.
    """
    return memory()


def play_block(packed: bytes, block: Block) -> Played:
    """Plays a block of the job that was packed into these bytes: what a worker is asked for."""
    try:
        return play_here(_job(packed), block)
    except BackchannelError as problem:
        # an error with more to it than its line could not be sent back
        raise InputError(str(problem)) from None


def play_here(job: Job, block: Block) -> Played:
    """Plays a block of a job."""
    cell = block.cell
    arm, game = job.design.arms[cell.arm], _game(job, cell.seed, cell.draw)
    if arm.start:
        start = game.start.copy()
        for variable, points in arm.start.items():
            start[game.variables.index(variable)] = points * scale.HUNDREDTHS
        game = replace(game, start=start)
    counts, parts, kernel = Counts.none(game), [], job.kernel
    if kernel is play:
        kernel = partial(play, known=_known(job, cell, threading.get_ident()))
    for first in range(block.first, block.first + block.runs, job.chunk):
        runs = np.arange(first, min(first + job.chunk, block.first + block.runs))
        eye = _Eye(game, len(runs), job.design.rows == "decisions")
        done = kernel(game, cell.seed, runs, arm.choosers(game), arm.rules, arm.forces(game), watch=eye.watch)
        counts += eye.counts(done)
        parts.append(eye.rows(done) if job.design.rows != "none" else eye.nothing())
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Played(counts, *columns)


class _Eye:
    """Watches a chunk of runs and keeps what results tell of them."""

    def __init__(self, game: Compiled, runs: int, each: bool) -> None:
        self.game, self.runs, self.each = game, runs, each
        self.histograms = Counts.none(game).histograms
        for v, start in enumerate(game.start):
            self.histograms[0, v, (int(start) + 50) // scale.HUNDREDTHS] = runs
        self.before: Int32 | None = None
        self.values: list[Int16] = []
        self.said: list[Int16] = []

    def watch(self, decision: CompiledDecision, state: State, messages: Int64) -> None:
        at = decision.index + 1
        for v in range(len(self.game.variables)):
            column = state.values[:, v]
            if self.before is not None and np.array_equal(column, self.before[:, v]):
                self.histograms[at, v] = self.histograms[at - 1, v]
            else:
                points = (column + 50) // scale.HUNDREDTHS
                self.histograms[at, v] = np.bincount(points, minlength=POINTS)
        self.before = state.values.copy(order="F")
        if self.each:
            self.values.append(state.values.astype(np.int16))
            self.said.append(messages.astype(np.int16))

    def counts(self, done: Runs) -> Counts:
        none = Counts.none(self.game)
        moves = none.moves
        for d, column in enumerate(done.state.moves.T):
            moves[d] = np.bincount(column.astype(np.int64) + 1, minlength=moves.shape[1] + 1)[1:]
        endings = np.bincount(done.ending, minlength=len(self.game.endings))
        sums = done.state.values.sum(axis=0, dtype=np.int64)
        return Counts(np.array(self.runs, np.int64), endings, moves, sums, self.histograms)

    def rows(self, done: Runs) -> tuple[Int16, Int8, Int16, Int16]:
        ending, moves = done.ending.astype(np.int16), np.ascontiguousarray(done.state.moves)
        if self.each:
            return ending, moves, np.stack(self.values, axis=1), np.concatenate(self.said, axis=1)
        return ending, moves, done.state.values.astype(np.int16), np.zeros((self.runs, 0), np.int16)

    def nothing(self) -> tuple[Int16, Int8, Int16, Int16]:
        short = np.zeros((0, 0), np.int16)
        return np.zeros(0, np.int16), np.zeros((0, 0), np.int8), short, short
