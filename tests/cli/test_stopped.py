"""Ctrl-C, as a terminal sends it: one line that says so, and status 130, wherever a command is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.commands import PATIENCE, ROOT, SHIPPED, lines, no_traceback

DRIVER = """
import os, signal, sys, threading, time
place = sys.argv.pop(1)
LEFT_OUT = ["<module>"]

def reached(frame):
    while frame is not None:
        code = frame.f_code
        if place in code.co_filename.replace(os.sep, "/") and code.co_name not in LEFT_OUT:
            return True
        frame = frame.f_back
    return False

def stop():
    while not reached(sys._current_frames()[threading.main_thread().ident]):
        time.sleep(0.001)
    os.killpg(0, signal.SIGINT)

threading.Thread(target=stop, daemon=True).start()
from sim.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""Runs a command, and stops its whole group once it works in a given file."""

WORK = {
    "cover": ("sim/authoring/cover", ["cover", SHIPPED[0], "--runs", "100,000,000"]),
    "graph": ("sim/authoring/cover", ["graph", SHIPPED[0], "--runs", "100000000", "--out", "x.svg"]),
    "check": ("sim/scenario/checks.py", ["check"]),
    "bench": ("sim/studies/bench", ["bench", SHIPPED[0]]),
    "sensitivity": ("sim/batches/sensitivity.py", ["sensitivity", SHIPPED[0], "--outcome", ""]),
    "batch": ("sim/batches/work.py", ["batch", SHIPPED[0], "--runs", "100000000", "--yes"]),
}

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="groups of processes are signalled")


def stopped(driver: str, *arguments: str, folder: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", driver, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        timeout=PATIENCE,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", WORK)
def test_a_stopped_command_says_so_in_one_line(name: str, tmp_path: os.PathLike[str], outcome: str) -> None:
    place, command = WORK[name]
    status, out, error = stopped(DRIVER, place, *(c or outcome for c in command), folder=str(tmp_path))
    told = [line for line in lines(error) if "runs/s" not in line]
    assert (status, out) == (130, "")
    assert len(told) == 1
    assert told[0].startswith("backchannel: stopped")
    assert no_traceback([error])
    assert os.listdir(tmp_path) == []


@pytest.fixture(scope="module")
def outcome() -> str:
    from sim.scenario.library import open_scenario

    return open_scenario(SHIPPED[0]).variables[0]


@pytest.mark.parametrize("place", ["pydantic/", "numpy/"])
def test_a_command_that_is_stopped_while_it_starts_says_so(place: str, tmp_path: os.PathLike[str]) -> None:
    """The program is found and started as 'python -m sim' does it."""
    begin = DRIVER.index("from sim.cli")
    driver = DRIVER[:begin] + "LEFT_OUT.clear()\nimport runpy\nsys.argv[0] = '-m'\n"
    driver += "runpy.run_module('sim', run_name='__main__', alter_sys=True)"
    status, out, error = stopped(driver, place, "list", folder=str(tmp_path))
    assert (out, error) == ("", "backchannel: stopped.\n")
    assert status in (130, -2)  # the second: by the signal itself; a shell calls both 130
