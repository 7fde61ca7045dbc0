"""``sim.batch``: many runs of a scenario, with policies by name or of one's own."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Final

from sim.batches import api
from sim.batches.design import BLOCK, Design, Rows
from sim.batches.engine import Progress
from sim.batches.executors import Say
from sim.batches.results import Results
from sim.batches.work import Kernel
from sim.policies.policy import Policy
from sim.policies.turn import play
from sim.scenario.compiled import Compiled
from sim.studies.live import play_own
from sim.studies.own import Player, usable

LIVE_BLOCK: Final = 64
"""Runs of one piece of work where they go through the live model: a few seconds."""

LONG: Final = 2_000
"""Runs that take the live model about a minute on one worker: beyond that, a word beforehand."""


def batch(
    scenario: str | Compiled,
    runs: int = 10_000,
    seed: int = 0,
    *,
    design: Design | None = None,
    policies: Mapping[str, str | Policy | Player] | None = None,
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
) -> Results:
    """Plays many runs of a scenario, and gives the same results wherever they are played.

    What is played: ``design``, with as many arms as wanted; without it, ``runs``, ``seed``,
    ``policies``, ``force`` (a move by decision), ``start`` (points by variable), ``draws`` (of the
    judgements) and ``rows`` ("none", "runs" or "decisions") make one with a single arm.
    ``shard`` "I/N" plays the I-th of N parts of it.

    ``policies`` maps an actor's id, or "*" for everyone else, to a name, an array policy
    (:class:`sim.policies.policy.Policy`) or a :class:`sim.studies.own.Player`. A Player is plain
    Python and plays through the live Mesa model, one run at a time. That is the slow way: some
    dozens of runs a second on each worker, where the engine plays a hundred thousand. The results
    have the same form, and meet the same luck.

    Where: in this process, in ``workers`` processes of its own, on the dask ``cluster`` at an
    address, or by any ``executor`` of concurrent.futures.

    Where to: into memory, or through ``out``, a .parquet, .csv or .json file. Finished blocks are
    kept in ``OUT.parts`` until the file is whole; ``resume`` goes on with them, ``replace`` throws
    away what is there. ``progress`` is told runs done and runs in all, ``say`` what a person
    should know: that a worker died, or that players will take long.

    Raises InputError, in one line, for anything that can be mended, and for an own policy's nonsense.
    """
    own = list(_own([policies or {}] if design is None else [arm.policies for arm in design.arms]))
    live = any(isinstance(policy, Player) for policy in own)
    kernel: Kernel = play_own if own else play
    total = runs if design is None else design.total
    if live and isinstance(total, int) and total > LONG:
        say(
            f"{total:,} runs go through the live model, since a policy is a Player: the slow way, some "
            "dozens of runs a second on each worker. An array policy runs in the engine."
        )
    return api.batch(
        scenario,
        runs,
        seed,
        design=design,
        policies=policies,  # type: ignore[arg-type]
        force=force,
        start=start,
        draws=draws,
        rows=rows,
        executor=executor,
        workers=workers,
        cluster=cluster,
        shard=shard,
        out=out,
        resume=resume,
        replace=replace,
        progress=progress,
        say=say,
        kernel=kernel,
        block=LIVE_BLOCK if live else BLOCK,
    )


def _own(given: Iterable[Mapping[str, Any]]) -> Iterable[Any]:
    """The policies that are not given by name. Raises InputError for what is no policy."""
    for policies in given:
        for actor, policy in policies.items():
            usable(actor, policy)
            if not isinstance(policy, str):
                yield policy


def read_results(path: str | Path) -> Results:
    """The results in a file that a batch wrote. Raises InputError for another file, format or version."""
    from sim.batches import files  # the readers of three formats: only who reads waits for them

    return files.read(Path(path))
