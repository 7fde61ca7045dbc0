"""``schema`` and ``new``: what an author's editor reads, and a scenario to start from."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.frame import app
from sim.errors import BrokenFile, InputError, UnreadableFile, shorten
from sim.reading.diagnostics import errors
from sim.scenario import library
from sim.scenario.files import named
from sim.scenario.starter import MOST, starter


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option(help="The file to write [standard output].")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="As tables for a reader.")] = False,
) -> None:
    """The scenario format as JSON Schema, so that an editor completes and explains every field."""
    from sim.scenario import editors

    whole = editors.editor_schema()
    text = editors.tables(whole) if markdown else editors.as_text(whole)
    if out is None:
        typer.echo(text, nl=False)
        return
    _place(out)
    out.write_text(text, encoding="utf-8", newline="\n")
    typer.echo(f"The scenario format: {out}")


def _place(out: Path) -> None:
    """Raises InputError where no file can stand."""
    shown = shorten(str(out), 200)
    if out.is_dir():
        raise UnreadableFile(f"{shown} is a folder. Name a file in it.")
    if not out.parent.is_dir():
        raise InputError(f"There is no folder for {shown}. Make it, or name another place.")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The scenario's id, or a path that ends in it.")],
    title: Annotated[str | None, typer.Option(help="What it is called [the name in words].")] = None,
    decisions: Annotated[
        int | None, typer.Option(min=1, max=MOST, help="How many decisions to begin with [1].")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--from", metavar="SCENARIO", help="A copy of this one instead.")
    ] = None,
) -> None:
    """A scenario to start from: commented, checked, and playable. It asks for what you do not give."""
    from sim import places
    from sim.reading.tree import parse
    from sim.record.own import in_words
    from sim.record.record import load
    from sim.scenario.editors import FILE
    from sim.scenario.understand import understand

    out = _file_of(name)
    if model is not None:
        if title is not None or decisions is not None:
            raise InputError("A copy keeps its title and its decisions. Leave --title and --decisions out.")
        _write(out, _copied(model, _schema_from(out, places.asset(FILE))))
        return
    asks = sys.stdin is not None and sys.stdin.isatty()
    words = in_words(out.stem)
    if title is None:
        title = typer.prompt("Title", default=words) if asks else words
    if decisions is None:
        decisions = _how_many(typer.prompt("Decisions", default="1")) if asks else 1
    text = starter(title, decisions, out.name, _schema_from(out, places.asset(FILE)))
    document, problems = parse(text, out.name)
    if document is not None:
        problems = errors(understand(document, load())[1])
    if problems:
        raise InputError(
            f"'{shorten(title, 80)}' cannot be a title: {problems[0].message} Choose another --title."
        )
    _write(out, text)


def _copied(name: str, schema: str) -> str:
    """The text of a scenario, with the schema where it lies for the copy."""
    game, path = library.open_scenario(name), library.find(name)
    text = library.text(path if path.suffix in library.SUFFIXES else path / f"{game.id}.yaml")
    return re.sub(r"\A(# yaml-language-server: \$schema=).*", lambda m: m.group(1) + schema, text)


def _write(out: Path, text: str) -> None:
    """Writes a new file and says what to do with it. Raises InputError where one stands already."""
    try:
        with out.open("x", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
    except FileExistsError:
        raise InputError(f"{shorten(str(out), 200)} is there already. Choose another name.") from None
    typer.echo(f"{out}: a scenario to start from.")
    typer.echo(f"  python -m sim check {out}    tells every problem, while you change it")
    typer.echo(f"  python play.py {out}         plays it")


@app.command()
def words(
    scenario: str,
    language: Annotated[str, typer.Argument(help="The language's short name, such as he, ar or pt-br.")],
) -> None:
    """Every text of a scenario, to be put into another language: a file to put beside it."""
    from sim.scenario import words as room

    if not re.fullmatch(room.LANGUAGE, language):
        raise InputError(
            f"'{shorten(language, 40)}' is no short name of a language. Use one such as he or pt-br."
        )
    game, path = library.open_scenario(scenario), library.find(scenario)
    there = room.languages(path).get(language)
    told, problems = room.read(there, game.source) if there else (None, [])
    if errors(problems):
        raise BrokenFile(errors(problems))
    typer.echo(room.template(game.source, language, told), nl=False)


def _file_of(name: str) -> Path:
    """The file that a name asks for. Raises InputError in one line."""
    path = Path(name)
    out = (
        path
        if path.suffix in library.SUFFIXES
        else path.with_name(f"{path.name}.yaml")
        if path.name
        else path
    )
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", out.stem):
        close = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_0123456789")[:64].rstrip("_")
        mend = f"Try '{close}'." if close else "Begin with a letter."
        raise InputError(f"'{shorten(name, 80)}' is no name: small letters, digits and '_' only. {mend}")
    if out.stem in named():
        raise InputError(f"'{out.stem}' is a scenario that is shipped. Choose another name.")
    _place(out)
    return out


def _how_many(answer: str) -> int:
    """The number of decisions that a person typed. Raises InputError in one line."""
    if answer.isascii() and answer.isdigit() and len(answer) < 4 and 1 <= int(answer) <= MOST:
        return int(answer)
    raise InputError(f"'{shorten(answer, 40)}' is no number of decisions. Use one from 1 to {MOST}.")


def _schema_from(out: Path, schema: Path) -> str:
    """Where the shipped schema lies, seen from the new file."""
    try:
        return Path(os.path.relpath(schema, out.resolve().parent)).as_posix()
    except ValueError:  # on another drive
        return schema.as_uri()
