"""The program's frame: options that commands share, how they print, and how errors end them.

Everything that goes wrong because of what was asked is one line on standard error and exit
status 2. ``--json`` prints one JSON document on standard output and nothing else.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table
from typer.exceptions import TyperException

from sim.errors import BackchannelError, InputError, UnknownName, nearest, shorten
from sim.rng import MAX_SEED

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document and nothing else.")]
Seed = Annotated[
    str, typer.Option(help=f"A whole number from 0 to {MAX_SEED}: the same seed, the same game.")
]


STOPPED: Final = 130
"""The status of a command that Ctrl-C ended."""


class Stopped(BackchannelError):
    """Ctrl-C, where there is more to say of it than that."""


@app.callback()
def about() -> None:
    """Backchannel: play and study decisions in diplomacy. 'python play.py' opens the game."""


def parse_seed(text: str) -> int:
    """A seed that a person typed. Raises InputError in one line."""
    if text.isascii() and text.isdigit() and len(text) < 30 and int(text) <= MAX_SEED:
        return int(text)
    raise InputError(f"'{text[:40]}' is no seed. Use a whole number from 0 to {MAX_SEED}, such as --seed 7.")


def parse_whole(text: str, what: str, least: int, most: int) -> int:
    """A whole number that a person typed, with or without commas or underscores between its digits.

    Raises InputError in one line.
    """
    digits = text.replace(",", "").replace("_", "")
    if digits.isascii() and digits.isdigit() and len(digits) < 20 and least <= int(digits) <= most:
        return int(digits)
    raise InputError(f"'{shorten(text, 40)}' is no {what}. Use a whole number from {least} to {most:,}.")


def table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column in ("scenario", "decisions", "minutes"))
    return table


def show(what: Table) -> None:
    terminal = sys.stdout is not None and sys.stdout.isatty()
    Console(highlight=False, markup=False, emoji=False, width=None if terminal else 140).print(what)


def print_json(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=True, indent=2))


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
    except typer.Exit as leave:
        return leave.exit_code
    except Stopped as stop:
        return _fail(str(stop), STOPPED)
    except BackchannelError as problem:
        return _fail(str(problem))
    except ModuleNotFoundError as problem:
        if (problem.name or "sim").split(".")[0] == "sim":
            raise
        mend = "Run 'python -m pip install .' in the project's folder."
        return _fail(f"the part '{problem.name}' is not installed. {mend}")
    except TyperException as problem:
        if type(problem).__name__ == "NoArgsIsHelpError":
            print(problem.format_message(), file=sys.stderr)
            return 2
        return _fail(_usage(problem))
    except (KeyboardInterrupt, typer.Abort):
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


def _usage(problem: TyperException) -> str:
    message = " ".join(problem.format_message().split()).replace("Value error, ", "")
    if message.startswith("No such command"):
        wanted = message.partition("'")[2].partition("'")[0]
        commands = [c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands]
        close = nearest(wanted, commands, 1)
        if not close:
            return str(UnknownName("command", wanted, commands))
    return f"{message.rstrip('.')}. See --help." if message[-1:] != "?" else f"{message} See --help."


def _fail(message: str, status: int = 2) -> int:
    print(f"backchannel: {shorten(message, 2000)}", file=sys.stderr)
    return status
