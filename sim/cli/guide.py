"""``guide``: a teacher's pack of a scenario, as pages that print."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.frame import app
from sim.errors import InputError, UnreadableFile, shorten
from sim.scenario import library


@app.command()
def guide(
    scenario: str,
    out: Annotated[Path | None, typer.Option(help="The folder for the pages [guide-SCENARIO].")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Replace pages that are there.")] = False,
) -> None:
    """A teacher's pack to print: facilitator's guide, role cards, student brief, survey forms A and B."""
    from sim.ui.guide import FILES, pack

    game = library.open_scenario(scenario)
    if game.is_campaign:
        raise library.several(scenario, [c.id for c in game.joined])
    folder = out or Path(f"guide-{game.id}")
    _check(folder, list(FILES), yes)
    _write(folder, pack(game))
    typer.echo(f"{shorten(game.source.title, 200)}: {shorten(str(folder), 200)}")
    for name, what in FILES.items():
        typer.echo(f"  {name:20} {what}")


def _check(folder: Path, names: list[str], replace: bool) -> None:
    """Raises InputError where the pages cannot stand, or would replace others."""
    shown = shorten(str(folder), 200)
    if os.path.lexists(folder) and not folder.is_dir():
        raise UnreadableFile(f"{shown} is a file. Name a folder with --out.")
    if not folder.parent.is_dir():
        raise UnreadableFile(f"There is no folder for {shown}. Make it, or name another --out.")
    for name in names:
        if (folder / name).is_dir():
            raise UnreadableFile(f"{shorten(str(folder / name), 200)} is a folder. Name another --out.")
        if os.path.lexists(folder / name) and not replace:
            there = shorten(str(folder / name), 200)
            raise InputError(f"{there} is there already. Add --yes to replace it, or name another --out.")


def _write(folder: Path, pages: Mapping[str, str]) -> None:
    """Writes all pages; where one cannot be written, those that were there stay as they are."""
    made = not folder.exists()
    folder.mkdir(exist_ok=True)
    parts = {folder / f".{name}.part": folder / name for name in pages}
    try:
        for part, text in zip(parts, pages.values(), strict=True):
            part.write_text(text, encoding="utf-8", newline="\n")
        for part, place in parts.items():
            os.replace(part, place)
    except BaseException:
        for part in parts:
            part.unlink(missing_ok=True)
        if made and not any(folder.iterdir()):
            folder.rmdir()
        raise
