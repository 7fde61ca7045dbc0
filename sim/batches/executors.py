"""Where blocks are played: here, on a cluster, or by any executor. (Processes of our own: ``workers.py``.)

Whatever plays them, each block is played once and comes back whole. Blocks that were under
way when a worker died are played again: they are pure functions of their keys, so nothing
of it can be seen in a result.
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import re
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from typing import Final, TypeAlias

from sim.batches.design import Block
from sim.batches.work import Job, Played, play_block, play_here
from sim.errors import BackchannelError, InputError, MissingPart, shorten

Say: TypeAlias = Callable[[str], None]
Finished: TypeAlias = Generator[tuple[Block, Played], None, None]

IN_FLIGHT: Final = 4
"""Blocks under way for each worker: enough that none waits, few enough that memory stays bounded."""

LEAST_IN_FLIGHT: Final = 16
_ADDRESS: Final = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?[^\s/:]+:[0-9]{1,5}\Z")

PATIENCE: Final = 5
"""Seconds that a cluster has to answer."""


def in_process(job: Job, blocks: Iterable[Block]) -> Finished:
    """Plays the blocks here, one after the other."""
    for block in blocks:
        yield block, play_here(job, block)


def by_executor(job: Job, blocks: Sequence[Block], executor: Executor, say: Say) -> Finished:
    """Plays the blocks by any executor. If it breaks, what is missing is played here."""
    packed, left = pack(job), {b.index: b for b in blocks}
    try:
        for block, played in _submitted(executor, packed, list(left.values()), _room(executor)):
            del left[block.index]
            yield block, played
    except ModuleNotFoundError as problem:
        raise InputError(
            f"A worker lacks the part '{problem.name}'. Install Backchannel there: python -m pip install ."
        ) from None
    except Exception as problem:
        if not _lost(problem):
            raise
        say(f"the executor broke ({shorten(str(problem) or type(problem).__name__, 80)}); playing on here.")
        yield from in_process(job, left.values())


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The executor of a dask.distributed scheduler. Raises InputError where none answers."""
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise MissingPart(
            "A cluster needs the part 'distributed'. Run: python -m pip install \".[cluster]\""
        ) from None
    shown = shorten(address, 80)
    if not _ADDRESS.match(address):
        raise InputError(
            f"'{shown}' is no address. Write --cluster HOST:PORT, such as --cluster 127.0.0.1:8786."
        )
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as problem:
        why = shorten(str(problem) or type(problem).__name__, 120)
        raise InputError(
            f"No cluster answers at {shown} ({why}). Start 'dask scheduler', or correct --cluster."
        ) from None
    try:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise InputError(f"The cluster at {shown} has no workers. Start 'dask worker {shown}'.") from None
        yield client.get_executor(pure=False)
    finally:
        client.close(timeout=1)


def pack(job: Job) -> bytes:
    """The job as bytes. Raises InputError where a policy or a kernel cannot be sent to a worker."""
    try:
        return job.packed()
    except (pickle.PicklingError, AttributeError, TypeError) as problem:
        raise InputError(
            f"A policy or kernel cannot be sent to workers ({shorten(str(problem), 120)}). "
            "Define its class at the top of a module."
        ) from None


def _submitted(executor: Executor, packed: bytes, blocks: Sequence[Block], room: int) -> Finished:
    """Blocks as they are finished, with at most ``room`` under way."""
    waiting = deque(blocks)
    under_way: dict[Future[Played], Block] = {}
    try:
        while waiting or under_way:
            while waiting and len(under_way) < room:
                block = waiting.popleft()
                under_way[executor.submit(play_block, packed, block)] = block
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                yield under_way.pop(future), future.result()
    finally:
        for future in under_way:
            future.cancel()


def _room(executor: Executor) -> int:
    workers = getattr(executor, "_max_workers", None)
    client = getattr(executor, "_client", None)
    if client is not None:
        workers = sum(client.ncores().values())
    return max(LEAST_IN_FLIGHT, IN_FLIGHT * (workers if isinstance(workers, int) else 1))


def _lost(problem: Exception) -> bool:
    """Whether an error tells of an executor that is gone, and not of the work itself."""
    if isinstance(problem, BackchannelError):
        return False
    ours = isinstance(problem, (CancelledError, OSError, TimeoutError, RuntimeError))
    return ours or type(problem).__module__.startswith("distributed")
