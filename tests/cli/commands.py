"""Running the command line as a process of its own, the way a person does."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sim.cli import main
from sim.scenario import library

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(library.shipped())
PATIENCE = 120
"""Seconds after which a command counts as hanging; far more than any needs."""

Key = TypeVar("Key")


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    status: int
    out: bytes
    error: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)


def sim(*arguments: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> Done:
    """``python -m sim`` with these arguments; every warning is an error."""
    command = [sys.executable, "-W", "error", "-m", "sim", *arguments]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **(env or {})},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )
    return Done(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def within(*arguments: str) -> Done:
    """The same within this process, without the time that starting Python takes."""
    out, error = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        status = main(arguments)
    return Done(status, out.getvalue().encode(), error.getvalue())


def at_once(jobs: Mapping[Key, Callable[[], Done]]) -> dict[Key, Done]:
    """All jobs done, a few side by side: starting Python is most of the work."""
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        running = {key: pool.submit(job) for key, job in jobs.items()}
        return {key: future.result() for key, future in running.items()}


def lines(text: str) -> list[str]:
    """The lines of a text, without the last line's end."""
    return text.removesuffix("\n").split("\n")


def no_traceback(texts: Iterable[str]) -> bool:
    """Whether none of them shows Python's own report of an error."""
    return not any(word in text for text in texts for word in ("Traceback", "Exception ignored", "Error:"))
