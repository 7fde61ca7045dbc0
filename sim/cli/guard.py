"""How errors end the program: one line on standard error that says what to do, and a status."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import Any, Final

from sim.errors import BackchannelError, shorten

STOPPED: Final = 130
"""The status of a command that Ctrl-C ended."""


class Stopped(BackchannelError):
    """Ctrl-C, where there is more to say of it than that."""


def guarded(work: Callable[[], Any]) -> int:
    """Runs ``work``; whatever a person can mend becomes one line on standard error and status 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a terminal that lacks a letter still gets the rest
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = work()
        if sys.stdout is not None:
            sys.stdout.flush()
        if status == STOPPED:  # typer turns Ctrl-C into this
            return _fail("stopped.", STOPPED)
        return status if isinstance(status, int) else 0
    except Stopped as stop:
        return _fail(str(stop), STOPPED)
    except BackchannelError as problem:
        return _fail(str(problem))
    except ModuleNotFoundError as problem:
        if (problem.name or "sim").split(".")[0] == "sim":
            raise
        mend = "Run 'python -m pip install .' in the project's folder."
        return _fail(f"the part '{problem.name}' is not installed. {mend}")
    except KeyboardInterrupt:
        return _fail("stopped.", STOPPED)
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as problem:
        _drop_output()
        what, why = problem.filename or "the output", problem.strerror or problem
        return _fail(f"{what} cannot be read or written ({why}). Check the disk and its rights.")


def _drop_output() -> None:
    """What is still to be written goes nowhere, so that Python's own flush at the end is quiet."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, status: int = 2) -> int:
    print(f"backchannel: {shorten(message, 2000)}", file=sys.stderr)
    return status
