"""Finding scenarios, and opening one: read, checked and compiled."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sim import places
from sim.errors import BrokenFile, InputError, UnknownName, UnreadableFile, nearest, shorten
from sim.reading import packed, tree
from sim.reading.diagnostics import Diagnostic, errors
from sim.reading.tree import Document
from sim.record.record import Record
from sim.record.record import load as load_record
from sim.scenario import campaign
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled
from sim.scenario.files import CAMPAIGN as CAMPAIGN
from sim.scenario.files import CORE as CORE
from sim.scenario.files import SHORT, named
from sim.scenario.files import SUFFIXES as SUFFIXES
from sim.scenario.files import TUTORIAL as TUTORIAL
from sim.scenario.files import shipped as shipped
from sim.scenario.files import within as within
from sim.scenario.joined import join
from sim.scenario.understand import understand

PLAYS: Final = "plays"
"""``NAME.plays.yaml`` beside ``NAME.yaml``: plays with what is expected of them."""


def find(name: str) -> Path:
    """The file of a scenario id or of a path; its plays, and what is in its pack, stand for it.

    Raises UnknownName with the nearest names.
    """
    known = named()
    if name in known:
        return known[name]
    path = _whole(Path(name))
    if path.name.endswith(f".{PLAYS}.yaml"):
        path = path.with_name(f"{path.name.removesuffix(f'.{PLAYS}.yaml')}.yaml")
    if path.parent.suffix == packed.SUFFIX and not path.parent.is_dir():
        path = path.parent
    if path.suffix in (*SUFFIXES, packed.SUFFIX) or "/" in name or "\\" in name:
        return path
    for suffix in SUFFIXES:
        there = _whole(Path(f"{name}{suffix}"))
        if os.path.isfile(there):
            return there
    if path.suffix and os.path.isfile(name):
        raise UnreadableFile(f"{shorten(name, 200)} is no scenario file. Save it as plain text, NAME.yaml.")
    raise UnknownName("scenario", name, known)


def _whole(path: Path) -> Path:
    """The campaign's file where a path is that of its short form; else the path itself."""
    name = path.stem.removesuffix(SHORT)
    if name in ("", path.stem) or os.path.lexists(path):
        return path
    whole = path.with_name(f"{name}{path.suffix}")
    return whole if os.path.isfile(whole) else path


def missing(name: str) -> UnreadableFile:
    """What to say of a file that is not there: the nearest name in its folder, or what there is."""
    shown, folder = shorten(name, 200), Path(name).parent
    there = [p.name for p in within(folder)] if os.path.isdir(folder) else []
    close = nearest(Path(name).name, there, 1)
    if close:
        return UnreadableFile(f"{shown} is not there. Did you mean '{shorten(str(folder / close[0]), 200)}'?")
    if not os.path.isdir(folder):
        return UnreadableFile(f"{shown} is not there. Its folder is missing, too: check the name.")
    return UnreadableFile(f"{shown} is not there. Shipped scenarios: {', '.join(shipped()) or 'none'}.")


def read(path: Path) -> tuple[Document | None, list[Diagnostic]]:
    """The document of a scenario file, or of the scenario in a pack, and what stops it from being read."""
    shown = places.shown(path)
    try:
        if path.suffix != packed.SUFFIX:
            return tree.parse(text(path), shown)
        pack = packed.read(path, shown)
        inside = f"{shown}/{pack.scenario}.yaml"
        return tree.parse(pack.text(f"{pack.scenario}.yaml", inside) or "", inside)
    except UnreadableFile as problem:
        return None, [tree.unreadable(shown, problem)]


def family(path: Path) -> list[Path]:
    """The files ``NAME.KIND.yaml`` beside a scenario file, or in its pack. Raises UnreadableFile."""
    if path.suffix != packed.SUFFIX:
        beside = path.parent.glob(f"{glob.escape(path.stem)}.*.yaml")
        return sorted(p for p in beside if p.name.count(".") == path.stem.count(".") + 2)
    pack = packed.read(path, places.shown(path))
    return sorted(path / name for name in pack.files if name.count(".") == 2)


def beside(path: Path) -> dict[str, Path]:
    """The files that a campaign can name, by id: the shipped ones, and those beside it or in its pack."""
    if path.suffix != packed.SUFFIX:
        return shipped() | {p.stem: p for p in within(path.parent) if p != path}
    pack = packed.read(path, places.shown(path))
    return shipped() | {p.stem: p for name in pack.files if "." not in (p := path / name).stem}


def text(path: Path) -> str:
    """The text of a file of a scenario's family, which may stand in a pack. Raises UnreadableFile."""
    shown, pack = places.shown(path), path.parent
    if pack.suffix != packed.SUFFIX or pack.is_dir():
        return tree.read_text(path, shown)
    found = packed.read(pack, places.shown(pack)).text(path.name, shown)
    if found is None:
        raise UnreadableFile(f"{shown} is not there. Check the name.")
    return found


def examine(
    path: Path,
    record: Record | None = None,
    short: bool = False,
    looked_at: Mapping[Path, Compiled | None] = MappingProxyType({}),
) -> tuple[Compiled | None, list[Diagnostic]]:
    """A scenario or campaign file, compiled if it has no errors, with all its problems.

    ``short``: of a campaign, people take the decisions of the core only. ``looked_at``: files of which it
    is known what they are, None for those with errors; the others of a campaign's are read.
    """
    document, problems = read(path)
    if document is None:
        return None, problems
    record = record or load_record()
    if campaign.is_campaign(document):
        game, found = _joined(path, document, record, short, looked_at)
    else:
        game, found = _alone(path, document, record)
    return game, problems + found


def _alone(path: Path, document: Document, record: Record) -> tuple[Compiled | None, list[Diagnostic]]:
    """A scenario in a document."""
    understood, problems = understand(document, record)
    if understood is None:
        return None, problems
    id_, origin = _id(path, document), _origin(path)
    return compile_scenario(id_, understood.scenario, understood.record, origin), problems


def _id(path: Path, document: Document) -> str:
    """A pack may be called otherwise than what is in it."""
    return path.stem if path.suffix != packed.SUFFIX else Path(document.file).stem


def _origin(path: Path, short: bool = False) -> str:
    """What opens a file again, or a campaign's short form: its id if it is shipped, else its path."""
    name = f"{path.stem}{SHORT}" if short else path.stem
    return name if named().get(name) == path else str(path.with_name(f"{name}{path.suffix}").resolve())


def _joined(
    path: Path,
    document: Document,
    record: Record,
    short: bool,
    looked_at: Mapping[Path, Compiled | None],
) -> tuple[Compiled | None, list[Diagnostic]]:
    """A campaign with its scenarios, which stand beside it or are shipped."""
    there = beside(path)
    games, others = {name: looked_at.get(file) for name, file in there.items()}, dict[str, list[str]]()
    for name in {*campaign.named(document)} & {*there}:
        known = games[name]
        if known is not None and not known.joined:
            continue
        inside, _ = read(there[name])
        if inside is not None and campaign.is_campaign(inside):
            others[name] = campaign.named(inside)
            del games[name]
        elif inside is not None:
            games[name], _ = _alone(there[name], inside, record)
    read_, problems = campaign.understand(document, record, games, others)
    if read_ is None:
        return None, problems
    id_ = f"{_id(path, document)}{SHORT if short else ''}"
    return join(id_, read_, record, short, _origin(path, short)), problems


def several(name: str, scenarios: list[str]) -> InputError:
    """What to say where one scenario is needed, and a campaign was named."""
    return InputError(
        f"'{shorten(name, 80)}' is a campaign of {len(scenarios)} scenarios, and this works on one of them. "
        f"Name one, such as '{scenarios[0]}'."
    )


def open_scenario(name: str) -> Compiled:
    """The compiled scenario or campaign of that id or path; with ``_core`` behind it, its short form.

    Raises InputError in one line.
    """
    path = find(name)
    if not os.path.lexists(path):
        raise missing(name)
    short = Path(name).name in (f"{path.stem}{SHORT}", f"{path.stem}{SHORT}{path.suffix}")
    compiled, problems = examine(path, short=short)
    if compiled is None:
        raise BrokenFile(errors(problems))
    if short and not compiled.joined:
        raise missing(name)
    if all(d.beat for d in compiled.decisions):
        raise InputError(f"'{shorten(name, 80)}' leaves nothing to decide: give its scenarios a 'core:'.")
    return compiled
