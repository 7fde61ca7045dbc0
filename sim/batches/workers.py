"""Blocks played in processes of our own.

The job goes to the workers, and what they play comes back, in files of a folder that is there
as long as the batch. Only a word that it is there goes through the pipes between processes:
one who dies in the middle of a long message would leave the others waiting for its end.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import pickle
import shutil
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sim.batches.design import Block
from sim.batches.executors import Finished, Say, pack
from sim.batches.work import Job, Played, play_block
from sim.errors import InputError

IN_FLIGHT: Final = 3
"""Blocks under way for each worker: enough that none waits, few enough that little is lost."""

BREAKS: Final = 3
"""So many times in a row may the pool break without a block finished before we give up."""

JOB: Final = "job"


def by_workers(job: Job, blocks: Sequence[Block], workers: int, say: Say) -> Finished:
    """Plays the blocks in so many processes. When one of them dies, they are started anew."""
    left, breaks = {b.index: b for b in blocks}, 0
    with tempfile.TemporaryDirectory(prefix="backchannel-") as name:
        folder = Path(name)
        (folder / JOB).write_bytes(pack(job))
        while left:
            pool = _pool(min(workers, len(left)), folder)
            try:
                for block in _played(pool, folder, list(left.values()), workers * IN_FLIGHT):
                    del left[block.index]
                    breaks = 0
                    yield block, _fetched(folder, block)
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


def _played(pool: ProcessPoolExecutor, folder: Path, blocks: Sequence[Block], room: int) -> Iterator[Block]:
    """Blocks as they are finished, with at most ``room`` under way."""
    waiting = deque(blocks)
    under_way: dict[Future[None], Block] = {}
    while waiting or under_way:
        with _deaf():
            while waiting and len(under_way) < room:
                block = waiting.popleft()
                under_way[pool.submit(_play, str(folder), block)] = block
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            block = under_way.pop(future)
            future.result()
            yield block


def _play(folder: str, block: Block) -> None:
    """What a worker does: plays a block and leaves it in the folder."""
    played = play_block(_packed(folder), block)
    _place(Path(folder), block).write_bytes(pickle.dumps(played, protocol=5))


@lru_cache(maxsize=1)
def _packed(folder: str) -> bytes:
    return Path(folder, JOB).read_bytes()


def _fetched(folder: Path, block: Block) -> Played:
    place = _place(folder, block)
    played = pickle.loads(place.read_bytes())
    assert isinstance(played, Played)
    place.unlink()
    return played


def _place(folder: Path, block: Block) -> Path:
    return folder / f"block-{block.index}"


def _pool(workers: int, folder: Path) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, spawn, _settle_in, (str(folder),))


def _settle_in(folder: str) -> None:
    """A worker leaves Ctrl-C to its parent. When the parent is gone, it clears up and ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel, folder), daemon=True).start()


def _follow(sentinel: Any, folder: str) -> None:
    multiprocessing.connection.wait([sentinel])
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Workers that start in here do not hear Ctrl-C from their first moment, where the system allows it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # its own start would lift the block that follows
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(pool: ProcessPoolExecutor) -> None:
    """Ends the pool now. What is under way is not cancelled before: Python 3.11 trips over that."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()
    pool.shutdown(wait=True)
