"""A line on standard error that tells how far a batch is."""

from __future__ import annotations

import time
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

AFTER = 1.0
"""Seconds that pass in silence."""

EVERY = 10.0
"""Seconds between two lines where standard error is no terminal."""


class Meter:
    """Told how many runs are done; shows it once a second has passed. Plain lines off a terminal."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.began, self.told = out, time.monotonic(), time.monotonic() + AFTER - EVERY
        self.bar: Progress | None = None
        self.first: int | None = None

    def advance(self, done: int, whole: int) -> None:
        """``done`` of ``whole`` runs are done."""
        now = time.monotonic()
        if self.first is None:
            self.first = done
        if now - self.began < AFTER or done == whole:
            return
        speed = (done - self.first) / (now - self.began)
        if self.out.isatty():
            self._draw(done, whole, speed)
        elif now - self.told >= EVERY:
            self.told = now
            left = f", {(whole - done) / speed:,.0f} s left" if speed else ""
            print(f"{done:,} of {whole:,} runs, {speed:,.0f} runs/s{left}", file=self.out, flush=True)

    def _draw(self, done: int, whole: int, speed: float) -> None:
        if self.bar is None:
            columns = (
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("runs, {task.fields[speed]:,.0f} runs/s,"),
                TimeRemainingColumn(),
                TextColumn("left"),
            )
            self.bar = Progress(*columns, console=Console(file=self.out), transient=True)
            self.bar.start()
            self.bar.add_task("runs", total=whole, speed=0.0)
        self.bar.update(self.bar.task_ids[0], completed=done, speed=speed)

    def say(self, text: str) -> None:
        """One line beside the progress."""
        print(f"backchannel: {text}", file=self.out, flush=True)

    def close(self) -> None:
        """Takes the line away."""
        if self.bar is not None:
            self.bar.stop()
            self.bar = None
