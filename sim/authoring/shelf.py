"""Files and where everything in them stands: the record's, and those of scenarios, written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from sim import places
from sim.errors import BrokenFile
from sim.reading import tree
from sim.reading.diagnostics import errors
from sim.reading.short import lengthen
from sim.reading.tree import Document, Path_
from sim.record.record import Record
from sim.record.record import load as load_record
from sim.record.schema import Fact, Source
from sim.scenario import campaign, library
from sim.scenario.schema import Scenario
from sim.scenario.understand import understand
from sim.types import Json

REFERENCE: Final = re.compile(r"(?<![\w-])([a-z][a-z0-9_-]*#[a-z0-9_-]*[a-z0-9])")
"""A fact's id, alone or within a text."""


@dataclass(frozen=True)
class Played:
    """A scenario, told in full, with the document that it was read from."""

    id: str
    document: Document
    scenario: Scenario
    record: Record
    """The shared record with the scenario's own entries in it."""


@dataclass(frozen=True)
class Told:
    """A fact, its id, and the file and line in which it stands."""

    id: str
    fact: Fact
    source: Source
    file: str
    line: int

    @property
    def article(self) -> str:
        """The id of its source."""
        return self.id.partition("#")[0]

    def as_json(self) -> Json:
        """The fact with its source, as ``sources --json`` gives it."""
        fact = self.fact
        told: Json = {"fact": self.id, "text": fact.text, "says": fact.says, "certainty": fact.certainty}
        told |= {"article": self.article, "title": self.source.title, "publisher": self.source.publisher}
        told |= {"paragraphs": fact.paragraphs, "file": self.file, "line": self.line}
        if fact.correction:
            told["correction"] = fact.correction.model_dump()
        if fact.disputed:
            told["disputed"] = [d.model_dump() for d in fact.disputed]
        return told


class Shelf:
    """The record and some scenarios."""

    def __init__(self, scenarios: list[Played], record: Record | None = None) -> None:
        self.scenarios = scenarios
        self.record = record or load_record()

    @cached_property
    def seeds(self) -> list[Document]:
        """The record's files. They have been read before, and have no problem that stops it."""
        paths = sorted(places.seeds().rglob("*.yaml"))
        read = [tree.load(path, places.shown(path))[0] for path in paths]
        return [document for document in read if document is not None]

    @cached_property
    def entries(self) -> dict[tuple[str, str], Document]:
        """The file of each of the record's entries, by its room and its id, such as ``facts``."""
        rooms = ((doc, room, part) for doc in self.seeds for room, part in doc.data.items())
        return {(room, id_): doc for doc, room, part in rooms if isinstance(part, dict) for id_ in part}

    @cached_property
    def facts(self) -> dict[str, list[Told]]:
        """Every fact by its id: the record's, and those of the scenarios' own, of which two may share one."""
        found: dict[str, list[Told]] = {}
        for id_, fact in self.record.facts.items():
            file, line = self.stands("facts", id_)
            found[id_] = [Told(id_, fact, self.record.source_of(id_), file, line)]
        for played in self.scenarios:
            own = played.scenario.record.facts if played.scenario.record else {}
            for id_, fact in own.items():
                line, _ = played.document.mark(("record", "facts", id_), key=True)
                told = Told(id_, fact, played.record.source_of(id_), played.document.file, line)
                found.setdefault(id_, []).append(told)
        return found

    def stands(self, room: str, id_: str, *below: str) -> tuple[str, int]:
        """The file and the line of a part of one of the record's entries."""
        document = self.entries[room, id_]
        return document.file, document.mark((room, id_, *below), key=not below)[0]


def played(name: str) -> Played:
    """The scenario of that id or path. Raises InputError in one line."""
    path = library.find(name)
    if not path.exists():
        raise library.missing(name)
    document, problems = library.read(path)
    long = None
    if document is not None and campaign.is_campaign(document):
        raise library.several(name, campaign.named(document))
    if document is not None:
        understood, found = understand(document, load_record())
        problems += found
        long, _ = lengthen(document, Scenario)
    if document is None or long is None or understood is None:
        raise BrokenFile(errors(problems))
    return Played(Path(document.file).stem, long, understood.scenario, understood.record)


@cache
def whole() -> Shelf:
    """The record and every shipped scenario, read once. Raises InputError in one line."""
    return Shelf([played(name) for name in library.shipped()])


def scalars(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Every text in plain data, with where it stands."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from scalars(part, (*path, key))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from scalars(part, (*path, i))
    elif isinstance(value, str):
        yield path, value
