"""The record: everything in ``seeds/``, loaded, cross-checked and typed."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from sim import places
from sim.errors import BrokenFile, UnreadableFile, nearest, shorten
from sim.reading import tree
from sim.reading.bind import Strict, bind
from sim.reading.diagnostics import Diagnostic, errors
from sim.reading.tree import Document, Path_
from sim.record import schema
from sim.record.offices import held_twice
from sim.record.schema import (
    Actor,
    Body,
    Channel,
    Constraint,
    Fact,
    Government,
    Leverage,
    Official,
    Place,
    Source,
    Term,
    Variable,
)

Entry = TypeVar("Entry", bound=Strict)

FEW: Final = 8
"""So many names are listed where one of them is wanted."""

ALIKE: Final = 0.75
"""How like a name must be to be proposed from far away."""


@dataclass(frozen=True)
class Record:
    """The sources and facts, and the actors, channels, leverage and constraints derived from them."""

    sources: dict[str, Source]
    facts: dict[str, Fact]
    governments: dict[str, Government]
    bodies: dict[str, Body]
    officials: dict[str, Official]
    channels: dict[str, Channel]
    leverage: dict[str, Leverage]
    constraints: dict[str, Constraint]
    variables: dict[str, Variable]
    terms: tuple[Term, ...]
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def actors(self) -> dict[str, Actor]:
        """Governments and officials by id."""
        return {**self.governments, **self.officials}

    def side(self, actor: str) -> str:
        """The government that ``actor`` speaks for: its own id for a government."""
        official = self.officials.get(actor)
        return official.side if official else actor

    def priorities(self, actor: str) -> dict[str, int]:
        """What ``actor`` wants of each variable, signed per cent: its side's, then its own on top."""
        levels = {**self.actors[self.side(actor)].priorities, **self.actors[actor].priorities}
        return {name: measure.percent for name, measure in levels.items()}

    def in_office(self, actor: str, day: datetime.date) -> bool:
        """Whether an official held any office on ``day``; always for a government, and if none is named."""
        official = self.officials.get(actor)
        return (
            official is None
            or not official.offices
            or any(
                (o.start is None or o.start <= day) and (o.end is None or day <= o.end)
                for o in official.offices
            )
        )

    def links(self, channel: str, a: str, b: str) -> bool:
        """Whether ``channel`` joins two actors: each is a member, or its side or one of its people is."""
        members = set(self.channels[channel].members)
        return self._belongs(a, members) and self._belongs(b, members)

    def _belongs(self, actor: str, members: set[str]) -> bool:
        if actor in members or self.side(actor) in members:
            return True
        return actor in self.governments and any(
            o.side == actor for m in members if (o := self.officials.get(m))
        )

    def source_of(self, fact: str) -> Source:
        """The source that a fact's id names."""
        return self.sources[fact.partition("#")[0]]


@cache
def load() -> Record:
    """The shipped record. Raises BrokenFile where ``seeds/`` has a problem."""
    record, problems = read(places.seeds())
    if record is None:
        raise BrokenFile(errors(problems))
    return record


def read(folder: Path) -> tuple[Record | None, list[Diagnostic]]:
    """The record in ``folder``, or every problem that it has."""
    shelf = _Shelf(folder)
    sources = shelf.take("sources.yaml", schema.Sources, "sources", Source)
    facts: dict[str, Fact] = {}
    for path in sorted((folder / "facts").glob("*.yaml")):
        facts.update(shelf.take(f"facts/{path.name}", schema.Facts, "facts", Fact))
    governments = shelf.all(schema.Governments, "governments", Government)
    bodies = shelf.all(schema.Bodies, "bodies", Body)
    officials = shelf.all(schema.Officials, "officials", Official)
    channels = shelf.all(schema.Channels, "channels", Channel)
    leverage = shelf.all(schema.Levers, "leverage", Leverage)
    constraints = shelf.all(schema.Constraints, "constraints", Constraint)
    variables = shelf.take("variables.yaml", schema.Variables, "variables", Variable)
    terms = shelf.one("terms.yaml", schema.Terms)
    mapped = (folder / "places.yaml").exists()
    located = shelf.take("places.yaml", schema.Places, "places", Place) if mapped else {}
    known = {
        "fact": set(facts) if "facts" not in shelf.lost else None,
        "actor": set(governments) | set(officials) if not shelf.lost & {"governments", "officials"} else None,
        "government": set(governments) if "governments" not in shelf.lost else None,
        "variable": set(variables) if "variables" not in shelf.lost else None,
        "source": set(sources) if "sources" not in shelf.lost else None,
    }
    people = {id_: o for id_, o in officials.items() if id_ not in governments}
    for document in shelf.documents:
        shelf.problems += held_twice(document, people)
        shelf.problems += dangling(document, known)
        shelf.problems += beyond(document, sources)
    if errors(shelf.problems):
        return None, sorted(shelf.problems)
    found = tuple(terms.terms) if terms else ()
    return (
        Record(
            sources=sources,
            facts=facts,
            governments=governments,
            bodies=bodies,
            officials=officials,
            channels=channels,
            leverage=leverage,
            constraints=constraints,
            variables=variables,
            terms=found,
            places=located,
        ),
        sorted(shelf.problems),
    )


class _Shelf:
    """Reads files of one folder and keeps their documents and problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents: list[Document] = []
        self.problems: list[Diagnostic] = []
        self.seen: dict[str, str] = {}
        self.lost: set[str] = set()
        """What stands in a file that could not be read: nothing is said of references to it."""

    def one(self, name: str, model: type[Entry]) -> Entry | None:
        path = self.folder / name
        shown = places.shown(path)
        try:
            document, problems = tree.load(path, shown)
        except UnreadableFile as problem:
            self.problems.append(tree.unreadable(shown, problem))
            return None
        self.problems += problems
        if document is None:
            return None
        bound, problems = bind(document, model)
        self.problems += problems
        if bound is not None:
            self.documents.append(document)
        return bound

    def take(self, name: str, model: type[Strict], key: str, entry: type[Entry]) -> dict[str, Entry]:
        bound = self.one(name, model)
        if bound is None:
            self.lost.add(key)
        rows: dict[str, Entry] = getattr(bound, key) if bound is not None else {}
        space = "actors" if key in ("governments", "officials") else key
        for id_ in rows:
            if f"{space}:{id_}" in self.seen:
                document = self.documents[-1]
                where = self.seen[f"{space}:{id_}"]
                self.problems.append(
                    document.problem(
                        (key, id_), "duplicate-id", f"'{id_}' stands in {where} too.", "Rename one.", key=True
                    )
                )
            self.seen[f"{space}:{id_}"] = places.shown(self.folder / name)
        return rows

    def all(self, model: type[Strict], key: str, entry: type[Entry]) -> dict[str, Entry]:
        """The entries of ``key.yaml`` and of every ``key-….yaml`` beside it."""
        names = [f"{key}.yaml", *sorted(p.name for p in self.folder.glob(f"{key}-*.yaml"))]
        return {id_: row for name in names for id_, row in self.take(name, model, key, entry).items()}


_REFERENCES = {
    "fact": "fact",
    "facts": "fact",
    "source": "fact",
    "side": "government",
    "of": "government",
    "members": "actor",
    "holder": "actor",
    "target": "actor",
    "actors": "actor",
    "between": "actor",
}


def dangling(
    document: Document,
    known: dict[str, set[str] | None],
    near: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Iterator[Diagnostic]:
    """References in a record file that nothing answers to; None stands for names that nobody knows.

    ``near``: by kind, the names to propose instead of all that are known.
    """

    def look(path: Path_, kind: str, name: str, key: bool = False) -> Iterator[Diagnostic]:
        names = known[kind]
        if names is not None:
            yield from reference(document, path, kind, name, names, key, near.get(kind, ()))

    for path in document.values:
        value = _at(document, path)
        keys = [p for p in path if isinstance(p, str)]
        if isinstance(value, str) and len(keys) > 2 and keys[-1] in _REFERENCES:
            yield from look(path, _REFERENCES[keys[-1]], value)
        if len(path) == 4 and path[2] == "priorities":
            yield from look(path, "variable", str(path[3]), key=True)
        if len(path) == 2 and path[0] == "facts":
            yield from look(path, "source", str(path[1]).partition("#")[0], key=True)


def beyond(document: Document, sources: dict[str, Source]) -> Iterator[Diagnostic]:
    """Paragraphs that a source does not have."""
    for path in document.values:
        if len(path) < 4 or path[-2] != "paragraphs":
            continue
        name = str(path[1]).partition("#")[0]
        value, source = _at(document, path), sources.get(name)
        if isinstance(value, int) and source and not 1 <= value <= source.paragraphs:
            yield document.problem(
                path,
                "unknown-paragraph",
                f"'{name}' has no paragraph {value}.",
                f"Its paragraphs go from 1 to {source.paragraphs}.",
            )


def reference(
    document: Document,
    path: Path_,
    kind: str,
    name: str,
    known: Iterable[str],
    key: bool = False,
    near: Collection[str] = (),
) -> Iterator[Diagnostic]:
    """A diagnostic if ``name`` is none of the ``known`` names of its kind; ``near`` are those to propose."""
    names = set(known)
    if name not in names:
        close = nearest(name, near or names, 1) or (nearest(name, names, 1, ALIKE) if near else [])
        mend = f"Did you mean '{close[0]}'?" if close else _there(kind, near or names)
        yield document.problem(
            path, f"unknown-{kind}", f"there is no {kind} '{shorten(name, 40)}'.", mend, key
        )


def _there(kind: str, names: Collection[str]) -> str:
    """What to use instead of a name that is like no other: all that there is, if that is little."""
    article = "an" if kind[0] in "aeiou" else "a"
    if 0 < len(names) <= FEW:
        return f"Add it, or use one that is there: {', '.join(sorted(names))}."
    return f"Add it, or use {article} {kind} that is there."


def _at(document: Document, path: Path_) -> object:
    here: object = document.data
    for step in path:
        here = here[step]  # type: ignore[index]
    return here
