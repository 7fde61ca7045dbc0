"""The command line: ``python -m sim …`` and ``python play.py``.

Everything that goes wrong because of what was asked is one line on standard error and exit
status 2. ``--json`` prints one JSON document on standard output and nothing else.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from typer.exceptions import TyperException

from sim import places
from sim.errors import BackchannelError, InputError, UnknownName, UnreadableFile, nearest, shorten
from sim.history.compare import directions
from sim.history.faithful import check_history
from sim.policies.policy import POLICIES, policy
from sim.policies.run import Path as RunPath
from sim.policies.run import replay as replay_history
from sim.policies.run import run as run_once
from sim.policies.turn import everyone
from sim.reading.diagnostics import Diagnostic, errors
from sim.record.record import Record
from sim.record.record import read as read_record
from sim.rng import MAX_SEED, SCHEME
from sim.scenario import library
from sim.types import Json
from sim.world.log import Sent

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document and nothing else.")]
Seed = Annotated[
    str, typer.Option(help=f"A whole number from 0 to {MAX_SEED}: the same seed, the same game.")
]


class Format(StrEnum):
    """How ``check`` prints problems."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@app.callback()
def about() -> None:
    """Backchannel: play and study decisions in diplomacy. 'python play.py' opens the game."""


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """The scenarios, with their decisions, minutes and seats."""
    rows = []
    for name in library.shipped():
        source = library.open_scenario(name).source
        seats = [s.actor for s in source.seats]
        row: Json = {"id": name, "title": source.title, "decisions": len(source.decisions)}
        rows.append(row | {"minutes": source.minutes, "seats": seats})
    if as_json:
        _print_json({"scenarios": rows})
        return
    table = _table("scenario", "title", "decisions", "minutes", "seats")
    for row in rows:
        table.add_row(
            row["id"], row["title"], str(row["decisions"]), str(row["minutes"]), ", ".join(row["seats"])
        )
    _show(table)


@app.command()
def replay(scenario: str, as_json: AsJson = False) -> None:
    """The historical path, decision by decision, with its sources."""
    path = replay_history(library.open_scenario(scenario))
    found = directions(path)
    if as_json:
        _print_json(path.as_json() | {"directions": [d.as_json() for d in found]})
        return
    _show_path(path)
    agree = sum(d.agrees for d in found)
    marked = [d for d in found if d.recorded != "?"]
    typer.echo(
        f"\n{agree} of {len(found)} recorded directions agree ({len(found) - len(marked)} of them open)."
    )
    for wrong in (d for d in found if not d.agrees):
        typer.echo(
            f"  differs: {wrong.decision} {wrong.variable}: recorded {wrong.recorded}, moved {wrong.moved:+g}"
        )


@app.command()
def run(
    scenario: str,
    seed: Seed = "0",
    policy_name: Annotated[
        str, typer.Option("--policy", help=f"Who chooses: {', '.join(POLICIES)}.")
    ] = "model",
    as_json: AsJson = False,
) -> None:
    """One game played by policies alone."""
    game = library.open_scenario(scenario)
    number = parse_seed(seed)
    path = run_once(game, number, everyone(game, policy(policy_name)))
    if as_json:
        luck: Json = {"seed": number, "luck": SCHEME, "policy": policy_name}
        whole = path.as_json()
        _print_json({"scenario": whole["scenario"], "hash": whole["hash"]} | luck | whole)
        return
    _show_path(path)


@app.command()
def check(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]…")] = None,
    form: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Every problem of scenario files, with line, code and mend. Exit status 1 if any is an error."""
    form = Format.JSON if as_json else form
    record, problems = read_record(places.seeds())
    files = _scenario_files(paths)
    if record is not None:
        for file in files:
            problems += _examine(file, record)
    if form is Format.JSON:
        _print_json([d.as_json() for d in problems])
    else:
        for problem in problems:
            typer.echo(problem.as_github() if form is Format.GITHUB else str(problem))
    bad = errors(problems)
    if form is Format.TEXT:
        seen = f"{len(files)} scenario{'s' * (len(files) != 1)} and the record"
        typer.echo(f"{seen}: {len(bad)} errors, {len(problems) - len(bad)} warnings.", err=bool(bad))
    if bad:
        raise typer.Exit(1)


def _scenario_files(paths: Sequence[str] | None) -> list[Path]:
    if not paths:
        return list(library.shipped().values())
    files: list[Path] = []
    for name in paths:
        if name and os.path.isdir(name):
            inside = sorted(p for p in Path(name).iterdir() if p.suffix in library.SUFFIXES)
            if not inside:
                raise InputError(f"There is no YAML file in {name}. Name a folder that holds scenarios.")
            files += inside
        else:
            files.append(library.find(name))
            if not os.path.lexists(files[-1]):
                raise UnreadableFile(f"{shorten(name, 200)} is not there. Check the name and the folder.")
    return files


def _examine(file: Path, record: Record) -> list[Diagnostic]:
    game, problems = library.examine(file, record)
    return problems if game is None else [*problems, *check_history(file, game)]


def parse_seed(text: str) -> int:
    """A seed that a person typed. Raises InputError in one line."""
    if text.isascii() and text.isdigit() and len(text) < 30 and int(text) <= MAX_SEED:
        return int(text)
    raise InputError(f"'{text[:40]}' is no seed. Use a whole number from 0 to {MAX_SEED}, such as --seed 7.")


def _show_path(path: RunPath) -> None:
    """A run in words: each decision, what was said, chosen and moved."""
    game = path.game
    source = {d.source.id: d.source for d in game.decisions}
    names = game.record.actors
    typer.echo(f"{game.source.title}  ({game.id}, {game.hash})")
    for step in path.steps:
        decision = source[step.decision]
        label = {m.id: m.label for m in decision.moves}
        typer.echo(f"\n{decision.date_text} - {decision.title}")
        for sent in step.messages:
            typer.echo(f"  {_message_line(path, sent)}")
        typer.echo(f"  {names[step.decider].name}: {label[step.move]}")
        if step.move != step.historical_move:
            typer.echo(f"  (history: {label[step.historical_move]})")
        moved = [f"{v} {step.moved(v):+g}" for v in step.after if step.moved(v)]
        typer.echo(f"  moved: {', '.join(moved) or 'nothing'}")
        for event in step.events:
            typer.echo(f"  event: {next(e.title for e in game.source.events if e.id == event)}")
        typer.echo(f"  sources: {', '.join(step.sources)}   state {step.state_hash}")
    if path.skipped:
        typer.echo(f"\nNot reached: {', '.join(path.skipped)}")
    found = next(e for e in game.source.endings if e.id == path.ending)
    typer.echo(f"\nEnding: {found.title}\n{found.text}")


def _message_line(path: RunPath, sent: Sent) -> str:
    message, record = sent.message, path.game.record
    behind = f", behind it: {record.leverage[message.leverage].name}" if message.leverage else ""
    who = record.actors[message.sender].name
    channel = record.channels[message.channel].name
    return f"{who} [{message.kind.replace('_', ' ')}] for '{message.move}' over {channel}{behind}"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column in ("scenario", "decisions", "minutes"))
    return table


def _show(what: Table) -> None:
    terminal = sys.stdout is not None and sys.stdout.isatty()
    Console(highlight=False, markup=False, emoji=False, width=None if terminal else 140).print(what)


def _print_json(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=True, indent=2))


def play_command(
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario's id or file; without it, you choose.")
    ] = None,
    seat: Annotated[str | None, typer.Option(help="The actor you play.")] = None,
    seed: Annotated[str | None, typer.Option(help="A whole number: the same seed, the same luck.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Play in the terminal.")] = False,
) -> None:
    """Open the game. Where there is no display, it is played in the terminal."""
    from sim.ui.start import start

    start(scenario, seat, None if seed is None else parse_seed(seed), text)


app.command("play")(play_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs ``python -m sim`` and gives its exit status."""
    return guarded(
        lambda: app(
            list(arguments) if arguments is not None else None,
            prog_name="python -m sim",
            standalone_mode=False,
        )
    )


def play_main(arguments: Sequence[str] | None = None) -> int:
    """Runs ``python play.py`` and gives its exit status."""
    game = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    game.command()(play_command)
    return guarded(
        lambda: game(
            list(arguments) if arguments is not None else None,
            prog_name="python play.py",
            standalone_mode=False,
        )
    )


def guarded(work: Callable[[], Any]) -> int:
    """Runs ``work``; whatever a person can mend becomes one line on standard error and status 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a terminal that lacks a letter still gets the rest
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = work()
        if sys.stdout is not None:
            sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except typer.Exit as leave:
        return leave.exit_code
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
        return _fail("stopped.", 130)
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
