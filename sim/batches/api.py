"""``batch``: many runs of a scenario, from Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.batches.design import BLOCK, Arm, Block, Cell, Design, Rows, checked
from sim.batches.results import Meta, Results, meta_of
from sim.batches.work import CHUNK, Counts, Job, Kernel, Played, play_block
from sim.policies.policy import Policy
from sim.policies.turn import play
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from sim.types import Int64


def batch(
    scenario: str | Compiled,
    runs: int = 10_000,
    seed: int = 0,
    *,
    design: Design | None = None,
    policies: Mapping[str, str | Policy] | None = None,
    force: Mapping[str, str] | None = None,
    start: Mapping[str, int] | None = None,
    draws: int = 0,
    rows: Rows = "runs",
    chunk: int = CHUNK,
    block: int = BLOCK,
    kernel: Kernel = play,
) -> Results:
    """Plays many runs of a scenario.

    ``design`` says what is played, with as many arms as wanted; without it, ``runs``, ``seed``,
    ``policies``, ``force``, ``start``, ``draws`` and ``rows`` make one with a single arm.
    """
    game = scenario if isinstance(scenario, Compiled) else open_scenario(scenario)
    if design is None:
        arm = Arm(policies=policies or {}, forced=force or {}, start=start or {})
        design = Design(runs, (seed,), draws, (arm,), rows)
    job = Job(game, checked(design, game), kernel, chunk)
    packed = job.packed()
    meta = meta_of(game, design)
    done = [(b, play_block(packed, b)) for b in design.blocks(block)]
    return gathered(job, meta, done)


def gathered(job: Job, meta: Meta, done: Sequence[tuple[Block, Played]]) -> Results:
    """The results of these blocks."""
    from sim.batches.rows import grouped, rows_of

    by_cell: dict[Cell, Counts] = {}
    histograms: dict[int, Int64] = {}
    for block, played in done:
        cell, counts = block.cell, played.counts
        by_cell[cell] = by_cell[cell] + counts if cell in by_cell else counts
        before = histograms.get(cell.arm, np.zeros((), np.int64))
        histograms[cell.arm] = before + counts.histograms
    return Results(
        meta,
        by_cell,
        histograms,
        lambda: grouped(meta, (rows_of(meta, job.game, b, p) for b, p in done)),
    )
