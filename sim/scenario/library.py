"""Finding scenarios, and opening one: read, checked and compiled."""

from __future__ import annotations

import os
from pathlib import Path

from sim import places
from sim.errors import BrokenFile, UnknownName, UnreadableFile, shorten
from sim.reading import tree
from sim.reading.diagnostics import Diagnostic, errors
from sim.record.record import Record
from sim.record.record import load as load_record
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled
from sim.scenario.understand import understand

SUFFIXES = (".yaml", ".yml")


def shipped() -> dict[str, Path]:
    """The shipped scenarios: id to file, in alphabetical order."""
    return {p.stem: p for p in sorted(places.scenarios().glob("*.yaml"))}


def find(name: str) -> Path:
    """The file of a scenario id or of a path. Raises UnknownName with the nearest names."""
    known = shipped()
    if name in known:
        return known[name]
    path = Path(name)
    if path.suffix in SUFFIXES or "/" in name or "\\" in name:
        return path
    raise UnknownName("scenario", name, known)


def examine(path: Path, record: Record | None = None) -> tuple[Compiled | None, list[Diagnostic]]:
    """A scenario file, compiled if it has no errors, with all its problems."""
    shown = places.shown(path)
    try:
        document, problems = tree.load(path, shown)
    except UnreadableFile as problem:
        return None, [Diagnostic(shown, 1, 1, "unreadable", str(problem))]
    if document is None:
        return None, problems
    understood, found = understand(document, record or load_record())
    problems += found
    if understood is None:
        return None, problems
    origin = path.stem if shipped().get(path.stem) == path else str(path.resolve())
    return compile_scenario(path.stem, understood.scenario, understood.record, origin), problems


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
