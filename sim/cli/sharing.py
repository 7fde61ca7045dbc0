"""``pack``, ``migrate`` and ``preview``: a scenario on its way to others, and while it is written."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.frame import Seed, app, parse_seed
from sim.errors import InputError, UnreadableFile, shorten
from sim.scenario import library


@app.command()
def pack(
    scenario: str,
    out: Annotated[Path | None, typer.Option(help="The pack [NAME.backchannel].")] = None,
) -> None:
    """One file of a scenario and what belongs to it, to share: 'play.py FILE' opens it."""
    from sim.authoring.pack import pack as packed
    from sim.reading.packed import SUFFIX

    name = out or Path(f"{library.find(scenario).stem}{SUFFIX}")
    if name.suffix != SUFFIX:
        raise InputError(f"{shorten(str(name), 200)} is no name for a pack. Let --out end in {SUFFIX}.")
    _place(name)
    inside = packed(scenario, name)
    typer.echo(f"{', '.join(inside)}: {name}")


@app.command()
def migrate(
    file: Annotated[Path, typer.Argument(help="A scenario's file.")],
    out: Annotated[Path | None, typer.Option(help="The new file [FILE itself].")] = None,
) -> None:
    """A scenario of an old format in the present one. The present one is format 1: nothing is older."""
    from sim.authoring.migrate import PRESENT
    from sim.authoring.migrate import migrate as brought

    if out is not None:
        _place(out)
    number, text = brought(file)
    if out is None and number == PRESENT:
        typer.echo(f"{shorten(str(file), 200)} has format {PRESENT}, the present one. Nothing is to be done.")
        return
    place = out or file
    part = place.with_name(f".{place.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, place)
    typer.echo(f"From format {number} to format {PRESENT}: {shorten(str(place), 200)}")


@app.command()
def preview(
    scenario: Annotated[str, typer.Argument(metavar="FILE", help="A scenario's file, or its id.")],
    at: Annotated[str | None, typer.Option(help="The decision to begin at.")] = None,
    given: Annotated[
        list[str] | None, typer.Option("--set", metavar="VARIABLE=POINTS", help="A variable's value there.")
    ] = None,
    seat: Annotated[str | None, typer.Option(help="The actor you play.")] = None,
    seed: Seed = "0",
    text: Annotated[bool, typer.Option("--text", help="In the terminal.")] = False,
) -> None:
    """The game on a file that follows it: save the file, and the screen shows it as it is now."""
    from sim.game.setup import Start
    from sim.ui.start import preview as watch

    values = dict(_set(one) for one in given or ())
    start = Start(at, values) if at is not None or values else None
    watch(scenario, start, seat, parse_seed(seed), text)


def _set(text: str) -> tuple[str, float]:
    """A variable's name and its points, as they were typed."""
    name, _, value = text.partition("=")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", value) or float(value) > 100:
        raise InputError(
            f"'{shorten(text)}' sets nothing. Write --set VARIABLE=POINTS, with 0 to 100 points."
        )
    return name, float(value)


def _place(out: Path) -> None:
    """Raises UnreadableFile where no file can stand."""
    shown = shorten(str(out), 200)
    if out.is_dir():
        raise UnreadableFile(f"{shown} is a folder. Name a file in it.")
    if not out.parent.is_dir():
        raise UnreadableFile(f"There is no folder for {shown}. Make it, or name another --out.")
