"""What a batch will cost, told before it is begun."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Final

from sim.batches.design import Block, Design
from sim.batches.work import CHUNK, Job, play_here
from sim.policies.turn import play
from sim.scenario.compiled import Compiled

TRIAL: Final = 2 * CHUNK
"""Runs of the trial; a batch of fewer than a hundred trials is not worth one."""

COMPILING: Final = 0.05
"""Seconds that a draw of the judgements takes, roughly."""


@dataclass(frozen=True)
class Cost:
    """About how many seconds on one core, and how many bytes on the disk."""

    seconds: float
    bytes: int


def estimate(game: Compiled, design: Design, runs: int) -> Cost:
    """The cost of ``runs`` runs of a design, from a quick trial of its first arm where they are many."""
    columns = len(game.variables) + len(game.decisions)
    row = {"none": 0, "runs": 2 * columns, "decisions": 2 * columns * len(game.decisions)}[design.rows]
    compiling = len(design.cells) * COMPILING if design.draws else 0.0
    if runs < 100 * TRIAL:
        return Cost(compiling, runs * row)
    cell = design.cells[0]._replace(draw=0)
    job = Job(game, replace(design, rows="none"), play)
    play_here(job, Block(0, cell, 0, CHUNK))
    began = time.perf_counter()
    play_here(job, Block(0, cell, 0, TRIAL))
    return Cost(compiling + (time.perf_counter() - began) * runs / TRIAL, runs * row)
