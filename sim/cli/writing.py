"""``schema`` and ``new``: what an author's editor reads, and a scenario to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.frame import app
from sim.errors import InputError, UnreadableFile, shorten


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
