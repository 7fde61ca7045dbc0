"""``batch``: many runs of a scenario, from Python."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from sim.batches import engine, executors, files
from sim.batches.design import BLOCK, Arm, Design, Rows, checked
from sim.batches.engine import PlayAll, Progress
from sim.batches.executors import Say
from sim.batches.parts import Parts
from sim.batches.results import Results, meta_of
from sim.batches.rows import check_names
from sim.batches.work import CHUNK, Job, Kernel
from sim.batches.workers import by_workers
from sim.errors import InputError, shorten
from sim.policies.policy import Policy
from sim.policies.turn import play
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario


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
    executor: Executor | None = None,
    workers: int = 1,
    cluster: str | None = None,
    shard: str | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    replace: bool = False,
    progress: Progress | None = None,
    say: Say = warnings.warn,
    kernel: Kernel = play,
    block: int = BLOCK,
    chunk: int = CHUNK,
) -> Results:
    """Plays many runs of a scenario, and gives the same results wherever they are played.

    What is played: ``design``, with as many arms as wanted; without it, ``runs``, ``seed``,
    ``policies`` (by actor, "*" for everyone), ``force`` (a move by decision), ``start`` (points
    by variable), ``draws`` (of the judgements) and ``rows`` make one with a single arm.
    ``shard`` "I/N" plays the I-th of N parts of it.

    Where: in this process, in ``workers`` processes of its own, on the dask ``cluster`` at an
    address, or by any ``executor`` of concurrent.futures.

    Where to: into memory, or through ``out``, a .parquet, .csv or .json file. Finished blocks
    are kept in ``OUT.parts`` until the file is whole; ``resume`` goes on with them, ``replace``
    throws away what is there. ``progress`` is told runs done and runs in all, ``say`` is told
    of workers that died.

    ``kernel`` plays the runs, in blocks of at most ``block``; ``chunk`` runs are worked at
    once. Neither of these two changes a result.

    Raises InputError, in one line, for anything that can be mended.
    """
    game = scenario if isinstance(scenario, Compiled) else open_scenario(scenario)
    if design is None:
        arm = Arm(policies=policies or {}, forced=force or {}, start=start or {})
        design = Design(runs, (seed,), draws, (arm,), rows)
    if isinstance(workers, bool) or not isinstance(workers, int) or not 1 <= workers <= 1024:
        raise InputError(f"{shorten(repr(workers), 40)} workers cannot be had. Use 1 to 1024.")
    blocks = engine.blocks_of(checked(design, game), block, shard)
    job, meta = Job(game, design, kernel, chunk), meta_of(game, design, shard)
    check_names(meta)
    if out is None:
        if resume:
            raise InputError("There is nothing to resume without a file. Add --out FILE.")
        with _players(job, executor, workers, cluster, say) as play_all:
            return engine.run(job, meta, blocks, play_all, progress)
    path, parts = Path(out), Parts(Path(out), meta, block)
    files.check_place(path)
    files.check_free(path, meta, replace)
    with _players(job, executor, workers, cluster, say) as play_all:
        parts.begin(resume, replace)
        return engine.run_to_file(job, meta, blocks, play_all, progress, path, parts)


@contextlib.contextmanager
def _players(
    job: Job, executor: Executor | None, workers: int, cluster: str | None, say: Say
) -> Iterator[PlayAll]:
    """What plays blocks, for as long as it is there."""
    if cluster is not None:
        with executors.cluster(cluster) as found:
            yield partial(executors.by_executor, job, executor=found, say=say)
    elif executor is not None:
        yield partial(executors.by_executor, job, executor=executor, say=say)
    elif workers > 1:
        yield partial(by_workers, job, workers=workers, say=say)
    else:
        yield partial(executors.in_process, job)
