"""The first page: what there is to choose from, and the games that can go on. It is light to load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import BackchannelError, BrokenSave
from sim.scenario.catalogue import Catalogue
from sim.scenario.files import TUTORIAL
from sim.ui.screens.choose import choose
from sim.ui.view import Screen

if TYPE_CHECKING:
    from sim.game.stored import Saved

MAX_LISTED = 4


def first_page(catalogue: Catalogue, folder: Path | None, message: str = "", shelf: bool = True) -> Screen:
    """The page with the scenarios, and with the saved games in ``folder``.

    ``message`` goes before what is wrong with files. The tutorial stands on the ``shelf`` of shipped ones.
    """
    saves, broken = listed(folder)
    told = " ".join(filter(None, (message or broken, *map(str, catalogue.problems[:1]))))
    tutorial = ("last" if learned(folder, catalogue) else "first") if shelf else ""
    return choose(catalogue, saves, told, tutorial)


def listed(folder: Path | None) -> tuple[list[tuple[Path, Saved]], str]:
    """The newest saved games; what cannot be read is passed over, and the first of that is told."""
    found: list[tuple[Path, Saved]] = []
    broken = ""
    if folder is None or not _any(folder):
        return found, broken
    from sim.game import save

    for path in save.listed(folder):
        try:
            found.append((path, save.read(path)))
        except BrokenSave as problem:
            broken = broken or str(problem)
        if len(found) == MAX_LISTED:
            break
    return found, broken


def learned(folder: Path | None, catalogue: Catalogue) -> bool:
    """Whether a saved game of the tutorial was played to its end."""
    whole = catalogue.tutorial
    if whole is None or folder is None or not _any(folder, TUTORIAL):
        return False
    from sim.game import save

    for path in (p for p in save.listed(folder) if p.name.startswith(TUTORIAL)):
        try:
            saved = save.read(path)
        except BackchannelError:
            continue
        if saved.scenario == TUTORIAL and any(line.settled == whole.decisions for line in saved.lines):
            return True
    return False


def _any(folder: Path, beginning: str = "") -> bool:
    """Whether a saved game may lie in the folder: reading them takes a part that is slow to load."""
    try:
        return next(folder.glob(f"{beginning}*.json"), None) is not None
    except OSError:
        return False
