"""Opening a scenario in a process of its own, so that one that takes too long can be stopped."""

from __future__ import annotations

import multiprocessing
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from sim.reading.diagnostics import Diagnostic
from sim.scenario import library
from sim.scenario.compiled import Compiled

PATIENCE: Final = 10.0
"""Seconds after which a file is no longer waited for; the largest that is read takes a small part of that."""


@dataclass(frozen=True)
class Opened:
    """What came of a file: the game, or why there is none."""

    game: Compiled | None
    problems: tuple[Diagnostic, ...] = ()
    trouble: str = ""
    """Why the work was stopped, if it was."""


class Opener:
    """One file at a time is asked for, and its answer comes later. Use it in a ``with``."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.asked: float | None = None
        self._worker: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Opener:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self.asked is not None

    def ask(self, file: Path) -> None:
        """Begins to open a file; one that is still being opened is given up."""
        if self.waiting or self._worker is None or not self._worker.is_alive():
            self.stop()
            self._begin()
        assert self._pipe is not None
        self._pipe.send(file)
        self.asked = time.monotonic()

    def answer(self, wait: float = 0.0) -> Opened | None:
        """What came of the file, within so many seconds; None if nothing has come yet."""
        if self.asked is None or self._pipe is None:
            return None
        if self._pipe.poll(wait):
            try:
                opened: Opened = self._pipe.recv()
            except (EOFError, OSError):
                self.stop()
                return Opened(
                    None, trouble="Opening the file ended before it was done. Save it to try again."
                )
            self.asked = None
            return opened
        if time.monotonic() - self.asked < self.patience:
            return None
        self.stop()
        return Opened(
            None,
            trouble=f"Opening the file was stopped after {self.patience:g} seconds. "
            "Make it smaller, and save it to try again.",
        )

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        if self._worker is not None and self._pipe is not None:
            self._pipe.close()
            self._worker.kill()
            self._worker.join()
            self._worker.close()
        self._worker = self._pipe = self.asked = None

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._worker = context.Process(target=_work, args=(theirs,), daemon=True)
        self._worker.start()
        theirs.close()


def _work(pipe: Connection) -> None:
    """Opens every file that is asked for, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            file: Path = pipe.recv()
            game, problems = library.examine(file)
            pipe.send(Opened(game, tuple(problems)))
        except (EOFError, OSError):
            return
