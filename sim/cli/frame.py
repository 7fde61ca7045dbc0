"""The program's frame: options that commands share, how they print, and what is said of a wrong command.

``--json`` prints one JSON document on standard output and nothing else.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.exceptions import TyperException

from sim.errors import InputError, UnknownName, nearest, shorten
from sim.seed import MAX_SEED

if TYPE_CHECKING:
    from rich.table import Table

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document and nothing else.")]
Seed = Annotated[
    str, typer.Option(help=f"A whole number from 0 to {MAX_SEED}: the same seed, the same game.")
]


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


def parted(text: str) -> tuple[str, str | None]:
    """A scenario, and the decision named after a colon; a colon within a file's name stays there."""
    name, colon, decision = text.rpartition(":")
    if not colon or os.path.exists(text) or not re.fullmatch(r"\w*", decision):
        return text, None
    return name, decision or None


def table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column in ("scenario", "decisions", "minutes"))
    return table


def show(what: Table) -> None:
    from rich.console import Console

    terminal = sys.stdout is not None and sys.stdout.isatty()
    Console(highlight=False, markup=False, emoji=False, width=None if terminal else 140).print(what)


def print_json(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=True, indent=2))


def alone(command: Callable[..., None]) -> typer.Typer:
    """A program of one command."""
    program = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    program.command()(command)
    return program


def answered(program: typer.Typer, given: Sequence[str], called: str) -> Any:
    """Runs what is asked for, and gives its status. What is asked wrongly raises InputError in one line."""
    try:
        return program(list(given), prog_name=called, standalone_mode=False)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except TyperException as problem:
        if type(problem).__name__ == "NoArgsIsHelpError":
            print(problem.format_message(), file=sys.stderr)
            return 2
        raise InputError(_usage(problem)) from None


def _usage(problem: TyperException) -> str:
    message = " ".join(problem.format_message().split()).replace("Value error, ", "")
    if message.startswith("No such command"):
        wanted = message.partition("'")[2].partition("'")[0]
        commands = [c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands]
        close = nearest(wanted, commands, 1)
        if not close:
            return str(UnknownName("command", wanted, commands))
    return f"{message.rstrip('.')}. See --help." if message[-1:] != "?" else f"{message} See --help."
