"""``pack``, ``migrate`` and ``preview``: a scenario on its way to others, and while it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.frame import app
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


def _place(out: Path) -> None:
    """Raises UnreadableFile where no file can stand."""
    shown = shorten(str(out), 200)
    if out.is_dir():
        raise UnreadableFile(f"{shown} is a folder. Name a file in it.")
    if not out.parent.is_dir():
        raise UnreadableFile(f"There is no folder for {shown}. Make it, or name another --out.")
