"""Where blocks are played: here, in processes of our own, on a cluster, or by any executor.

Whatever plays them, each block is played once and comes back whole. Blocks that were under
way when a worker died are played again: they are pure functions of their keys, so nothing
of it can be seen in a result.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import multiprocessing.connection
import os
import pickle
import re
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final, TypeAlias

from sim.batches.design import Block
from sim.batches.work import Job, Played, play_block, play_here
from sim.errors import BackchannelError, InputError, MissingPart, shorten

Say: TypeAlias = Callable[[str], None]
Finished: TypeAlias = Generator[tuple[Block, Played], None, None]

IN_FLIGHT: Final = 4
"""Blocks under way for each worker: enough that none waits, few enough that memory stays bounded."""

LEAST_IN_FLIGHT: Final = 16
BREAKS: Final = 3
"""So many times in a row may the pool break without a block finished before we give up."""

_ADDRESS: Final = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?[^\s/:]+:[0-9]{1,5}\Z")

PATIENCE: Final = 5
"""Seconds that a cluster has to answer."""


def in_process(job: Job, blocks: Iterable[Block]) -> Finished:
    """Plays the blocks here, one after the other."""
    for block in blocks:
        yield block, play_here(job, block)


def by_workers(job: Job, blocks: Sequence[Block], workers: int, say: Say) -> Finished:
    """Plays the blocks in processes of our own. A worker that dies is replaced."""
    packed, left, breaks = pack(job), {b.index: b for b in blocks}, 0
    while left:
        pool = _pool(min(workers, len(left)))
        try:
            for block, played in _submitted(pool, packed, list(left.values()), workers * IN_FLIGHT):
                del left[block.index]
                breaks = 0
                yield block, played
        except BrokenProcessPool:
            breaks += 1
            if breaks == BREAKS:
                raise InputError(
                    "The worker processes keep ending at once. Use --workers 1; in a script of your own, "
                    "call batch under 'if __name__ == \"__main__\":'."
                ) from None
            say("a worker process ended; its blocks are played again.")
        finally:
            _end(pool)


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
            with _quiet():
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


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _settle_in)


def _settle_in() -> None:
    """A worker leaves Ctrl-C to its parent, and ends when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: Any) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Workers that start in here are deaf to Ctrl-C from their first moment, where the system allows it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it would lift the block that follows
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(pool: ProcessPoolExecutor) -> None:
    """Ends the pool now: work that is still under way is of no use to anybody."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)
