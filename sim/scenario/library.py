"""Finding scenarios, and opening one: read, checked and compiled."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim import places
from sim.errors import BrokenFile, UnknownName, UnreadableFile, shorten
from sim.reading import packed, tree
from sim.reading.diagnostics import Diagnostic, errors
from sim.reading.tree import Document
from sim.record.record import Record
from sim.record.record import load as load_record
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled
from sim.scenario.understand import understand

SUFFIXES = (".yaml", ".yml")
PLAYS: Final = "plays"
"""``NAME.plays.yaml`` beside ``NAME.yaml``: plays with what is expected of them."""


@dataclass(frozen=True)
class Beside:
    """A file that belongs to a scenario: its text, and how messages call it."""

    shown: str
    text: str


def shipped() -> dict[str, Path]:
    """The shipped scenarios: id to file, in alphabetical order."""
    return {p.stem: p for p in within(places.scenarios()) if p.suffix == ".yaml"}


def within(folder: Path) -> list[Path]:
    """The scenario files in a folder; ``NAME.plays.yaml`` and other names with two dots are none."""
    return sorted(p for p in folder.glob("*") if p.suffix in SUFFIXES and "." not in p.stem)


def find(name: str) -> Path:
    """The file of a scenario id or of a path. Raises UnknownName with the nearest names."""
    known = shipped()
    if name in known:
        return known[name]
    path = Path(name)
    if path.suffix in (*SUFFIXES, packed.SUFFIX) or "/" in name or "\\" in name:
        return path
    raise UnknownName("scenario", name, known)


def read(path: Path) -> tuple[Document | None, list[Diagnostic]]:
    """The document of a scenario file, or of the scenario in a pack, and what stops it from being read."""
    shown = places.shown(path)
    try:
        if path.suffix != packed.SUFFIX:
            return tree.load(path, shown)
        pack = packed.read(path, shown)
        inside = f"{shown}/{pack.scenario}.yaml"
        return tree.parse(pack.text(f"{pack.scenario}.yaml", inside) or "", inside)
    except UnreadableFile as problem:
        return None, [Diagnostic(shown, 1, 1, "unreadable", str(problem))]


def beside(path: Path, kind: str) -> Beside | None:
    """The file of that kind beside a scenario, or in its pack; None without one. Raises UnreadableFile."""
    if path.suffix == packed.SUFFIX:
        shown = places.shown(path)
        pack = packed.read(path, shown)
        name = f"{pack.scenario}.{kind}.yaml"
        text = pack.text(name, f"{shown}/{name}")
        return None if text is None else Beside(f"{shown}/{name}", text)
    file = path.with_name(f"{path.stem}.{kind}.yaml")
    if not os.path.lexists(file):
        return None
    return Beside(places.shown(file), tree.read_text(file, places.shown(file)))


def examine(path: Path, record: Record | None = None) -> tuple[Compiled | None, list[Diagnostic]]:
    """A scenario file, compiled if it has no errors, with all its problems."""
    document, problems = read(path)
    if document is None:
        return None, problems
    understood, found = understand(document, record or load_record())
    problems += found
    if understood is None:
        return None, problems
    origin = path.stem if shipped().get(path.stem) == path else str(path.resolve())
    name = path.stem if path.suffix != packed.SUFFIX else Path(document.file).stem
    return compile_scenario(name, understood.scenario, understood.record, origin), problems


def open_scenario(name: str) -> Compiled:
    """The compiled scenario of that id or path. Raises InputError in one line."""
    path = find(name)
    if not os.path.lexists(path):
        raise UnreadableFile(
            f"{shorten(name, 200)} is not there. Known scenarios: {', '.join(shipped()) or 'none'}."
        )
    compiled, problems = examine(path)
    if compiled is None:
        raise BrokenFile(errors(problems))
    return compiled
