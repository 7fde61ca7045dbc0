"""A batch as a process of its own, stopped at a moment of the test's choosing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.cli.commands import PATIENCE, ROOT

LINUX = sys.platform == "linux"
SCENARIO = "withheld_munitions"
RUNS = 400_000
"""Seven blocks: enough that some are done and some are not when a test stops a batch."""


def command(out: Path, *options: str) -> list[str]:
    base = [sys.executable, "-W", "error", "-m", "sim", "batch", SCENARIO, "--seed", "7"]
    return [*base, "--runs", str(RUNS), "--out", str(out), *options]


@contextmanager
def started(arguments: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A process in a group of its own, which is gone afterwards whatever happened."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    process = subprocess.Popen(
        arguments,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        for child in [*children(process.pid), process.pid]:
            kill(child)
        process.communicate(timeout=PATIENCE)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """A process's status and what it said on standard error."""
    error = process.communicate(timeout=PATIENCE)[1]
    return process.returncode, error


def blocks(out: Path) -> list[Path]:
    return sorted(out.with_name(out.name + ".parts").glob("block-*.npz"))


def until_some_are_done(process: subprocess.Popen[str], out: Path) -> None:
    """Waits for the first finished block. Fails if the batch is over before it could be stopped."""
    limit = time.monotonic() + PATIENCE
    while not blocks(out):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < limit
        time.sleep(0.02)


def children(process: int) -> list[int]:
    """The processes that a process started and that are still there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*") if LINUX else ():
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            found.append(int(entry.name))
    return found


def workers(process: int) -> list[int]:
    """Those of them that play runs."""
    commands = {c: Path(f"/proc/{c}/cmdline").read_bytes() for c in children(process)}
    return [c for c, line in commands.items() if b"spawn_main" in line]


def kill(process: int) -> None:
    """kill -9, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(process, 9)


def gone(process: int) -> bool:
    """Whether a process has ended, within a few seconds."""
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False
