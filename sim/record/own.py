"""A scenario's own record: sources, actors, channels and leverage that stand in its file.

The entries are those of ``seeds/``, with a default for whatever a made-up crisis has no need to say.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import Field

from sim.errors import nearest
from sim.reading.bind import Strict
from sim.reading.diagnostics import MAX_PROBLEMS, Diagnostic
from sim.reading.fields import LEVEL, SHARE, At, FactId, Id, Line, Measure, Name, Priority, Text, When
from sim.reading.short import Bare
from sim.reading.tree import Document
from sim.record.offices import held_twice
from sim.record.record import Record, beyond, dangling
from sim.record.schema import (
    Backed,
    Certainty,
    Channel,
    Constraint,
    Fact,
    Government,
    Leverage,
    Office,
    Official,
    Place,
    Source,
    Variable,
)

ROOM: Final = "record"
"""The key under which a scenario's own record stands."""

UNJUDGED: Final = Measure.model_validate(
    {"is": "marked", "judgement": "Its author did not judge it: the middle of the scale."}
)
HALFWAY: Final = Measure.model_validate(
    {"is": 50, "judgement": "Its author did not judge it: half of a hundred."}
)
WHY = "The reason for every number inside that gives none of its own."
TEXT: Final = {"type": "string"}

Level = Annotated[Measure, Bare("is", SHARE)]
Wish = Annotated[Priority, Bare("is", LEVEL)]
Entry = TypeVar("Entry", bound=Strict)


class OwnSource(Source):
    """A source of this scenario's own. A text alone is its title."""

    title: Line = ""
    """What it is called. Default: its id in words."""
    publisher: Line = ""
    """Who published it. Default: nobody named."""
    published: When = ""
    """When: in words, or a year. Default: nothing."""
    file: Line = ""
    """Where the text lies. Default: nothing."""
    paragraphs: int = Field(default=0, ge=0)
    """How many paragraphs it has. Default: not counted, so that a fact may name any."""
    covers: Text = ""
    """What it tells of. Default: nothing."""
    rests_on: Text = ""
    """On whose word it rests. Default: nothing."""
    slant: Text = "Not stated."
    """Whose side it sees the matter from."""


class OwnFact(Fact):
    """A claim of one of this scenario's sources. A text alone is the claim."""

    says: Line = ""
    """Who says so. Default: the title of its source."""
    certainty: Certainty = "probable"
    """How sure it is."""


class OwnGovernment(Government):
    """A government or party of this scenario's own. A text alone is its name."""

    why: Text | None = Field(default=None, description=WHY)
    name: Line = ""
    """The full name. Default: the id in words."""
    short: Line = ""
    """A name for narrow places. Default: the name."""
    kind: Literal["government", "movement", "organisation", "group"] = "government"
    """What sort of party it is."""
    role: Text = ""
    """What it does here. Default: the name."""
    priorities: dict[Name, Wish] = {}
    """What it wants, by variable; a minus wants less of it."""
    credibility: Level = UNJUDGED
    """How far its word is believed to begin with."""


class OwnOfficial(Official):
    """A person of this scenario's own who speaks or decides for a government."""

    why: Text | None = Field(default=None, description=WHY)
    name: Line = ""
    """The full name. Default: the id in words."""
    short: Line = ""
    """A name for narrow places. Default: the name."""
    priorities: dict[Name, Wish] = {}
    """What it wants besides what its side wants, by variable; a minus wants less of it."""
    credibility: Level = UNJUDGED
    """How far its word is believed to begin with."""
    influence: Level = UNJUDGED
    """How far its own side listens to it."""
    offices: list[Office] = []
    """Its posts, each with a fact: it speaks only while it holds one. Default: it may always speak."""


class OwnChannel(Channel):
    """A channel of this scenario's own. A list alone is its members."""

    why: Text | None = Field(default=None, description=WHY)
    name: Line = ""
    """What it is called. Default: the id in words."""
    medium: Line = "talk"
    """How the words travel."""
    trust: Level = UNJUDGED
    """How well words carry over it."""
    secrecy: Level = UNJUDGED
    """How well it keeps them."""


class OwnLeverage(Leverage):
    """An instrument of this scenario's own that one actor holds over another."""

    why: Text | None = Field(default=None, description=WHY)
    name: Line = ""
    """What it is called. Default: the id in words."""
    backs: list[Backed] = ["warn", "threaten", "offer"]
    """The kinds of message that it can stand behind."""
    strength: Level = UNJUDGED
    """How much it weighs."""
    cost: Text = "Not stated."
    """What using it costs the holder, in words."""


class OwnConstraint(Constraint):
    """A limit of this scenario's own on an actor."""

    why: Text | None = Field(default=None, description=WHY)
    name: Line = ""
    """What it is called. Default: the id in words."""
    kind: Line = "Limit"
    """What sort of limit it is."""
    text: Text = ""
    """What it forbids or makes dear. Default: the name."""
    strength: Level = UNJUDGED
    """How strong it is."""


class OwnVariable(Variable):
    """A number of this scenario's own world. A text alone is its name."""

    why: Text | None = Field(default=None, description=WHY)
    name: Line = ""
    """What it is called. Default: the id in words."""
    short: Line = ""
    """A name for narrow places. Default: the name."""
    meaning: Text = ""
    """What a high number means. Default: the name."""
    start: Level = HALFWAY
    """Where it begins, 0 to 100."""


class OwnPlace(Place):
    """A place of this scenario's own. A text alone is its name."""

    name: Line = ""
    """What it is called. Default: the id in words."""
    at: At | None = None  # type: ignore[assignment]
    """Latitude and longitude in degrees. Default: none, and no map shows it."""
    placed: Literal["natural_earth", "background", "author"] = "author"
    """On whose word it lies there."""
    facts: list[FactId] = []
    """The facts that name it."""


class OwnRecord(Strict):
    """Sources, actors, channels and leverage that stand in the scenario's own file."""

    why: Text | None = Field(default=None, description=WHY)
    sources: dict[Id, Annotated[OwnSource, Bare("title", TEXT)]] = {}
    """Where facts come from, by id."""
    facts: dict[FactId, Annotated[OwnFact, Bare("text", TEXT)]] = {}
    """Claims, each under its source's id, a '#' and a number."""
    governments: dict[Id, Annotated[OwnGovernment, Bare("name", TEXT)]] = {}
    """Governments and organised parties, by id."""
    officials: dict[Id, OwnOfficial] = {}
    """People who speak or decide for a government, by id."""
    channels: dict[Id, Annotated[OwnChannel, Bare("members", {"type": "array", "items": TEXT})]] = {}
    """Who can talk to whom, by id."""
    leverage: dict[Id, OwnLeverage] = {}
    """Instruments that one actor holds over another, by id."""
    constraints: dict[Id, OwnConstraint] = {}
    """Limits on actors, by id."""
    variables: dict[Name, Annotated[OwnVariable, Bare("name", TEXT)]] = {}
    """The numbers of the world, 0 to 100 points, by id."""
    places: dict[Id, Annotated[OwnPlace, Bare("name", TEXT)]] = {}
    """Where things happen, by id."""


PARTS: Final = (
    "sources",
    "facts",
    "governments",
    "officials",
    "channels",
    "leverage",
    "constraints",
    "variables",
    "places",
)


def merge(document: Document, own: OwnRecord, record: Record) -> tuple[Record, list[Diagnostic]]:
    """The record with a scenario's own entries beside it, told in full, and what is wrong with those."""
    parts: dict[str, Any] = {name: {**getattr(record, name), **getattr(own, name)} for name in PARTS}
    merged = dataclasses.replace(record, **parts)
    inner = _inside(document)
    known: dict[str, set[str] | None] = {
        "fact": set(merged.facts),
        "actor": set(merged.actors),
        "government": set(merged.governments),
        "variable": set(merged.variables),
        "source": set(merged.sources),
    }
    counted = {k: s for k, s in merged.sources.items() if s.paragraphs}
    near = {
        "actor": [*own.governments, *own.officials] if own.governments else [],
        "government": [*own.governments],
        "variable": [*own.variables],
        "source": [*own.sources],
    }
    problems = [*taken(document, record), *dangling(inner, known, near), *beyond(inner, counted)]
    problems += held_twice(inner, merged.officials, record.officials)
    return _meant(merged, own) if problems else merged, problems


def _meant(merged: Record, own: OwnRecord) -> Record:
    """The record with likely slips in the file's own references put right, so that each is told once."""
    guesses = iter(range(MAX_PROBLEMS))

    def likely(names: list[str], known: Collection[str]) -> list[str]:
        return [name if name in known else _nearest(name, known) for name in names]

    def _nearest(name: str, known: Collection[str]) -> str:
        close = nearest(name, known, 1) if next(guesses, None) is not None else []
        return close[0] if close else name

    fields = {"channels": ("members",), "leverage": ("holder", "target"), "constraints": ("actors",)}
    parts: dict[str, Any] = {"officials": dict(merged.officials)}
    for id_, official in own.officials.items():
        side = likely([official.side], merged.governments)[0]
        parts["officials"][id_] = official.model_copy(update={"side": side})
    parts["facts"] = dict(merged.facts)
    for id_, fact in own.facts.items():
        source, _, number = id_.partition("#")
        parts["facts"][f"{likely([source], own.sources)[0]}#{number}"] = fact
    actors = merged.actors
    for part, names in fields.items():
        parts[part] = dict(getattr(merged, part))
        for id_, entry in getattr(own, part).items():
            update = {name: likely(getattr(entry, name), actors) for name in names}
            parts[part][id_] = entry.model_copy(update=update)
    return dataclasses.replace(merged, **parts)


def complete(own: OwnRecord) -> OwnRecord:
    """The entries with the texts that follow from others: names from ids, short names from names."""
    found: dict[str, dict[str, Any]] = {}
    for part in PARTS:
        entries: Mapping[str, Any] = getattr(own, part)
        found[part] = {id_: _told(id_, entry) for id_, entry in entries.items()}
    for id_, fact in found["facts"].items():
        source = found["sources"].get(id_.partition("#")[0])
        if not fact.says:
            found["facts"][id_] = fact.model_copy(update={"says": source.title if source else "The source"})
    return own.model_copy(update=found)


def _told(id_: str, entry: Entry) -> Entry:
    """One entry with its empty texts filled."""
    fields = type(entry).model_fields
    title = "title" if "title" in fields else "name"
    if title not in fields:
        return entry
    name = getattr(entry, title) or in_words(id_)
    empty = [f for f in ("short", "role", "meaning", "text") if f in fields and not getattr(entry, f)]
    return entry.model_copy(update={title: name, **dict.fromkeys(empty, name)})


def in_words(id_: str) -> str:
    """An id as a title: ``the_old-mill`` is The old mill."""
    words = id_.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _inside(document: Document) -> Document:
    """The part of a document below its own record, as a document."""
    data = document.data.get(ROOM) if isinstance(document.data, dict) else None
    inner = Document(document.file, data if isinstance(data, dict) else {})
    inner.values = {p[1:]: m for p, m in document.values.items() if p[:1] == (ROOM,)}
    inner.keys = {p[1:]: m for p, m in document.keys.items() if p[:1] == (ROOM,) and len(p) > 1}
    return inner


def taken(document: Document, record: Record) -> Iterator[Diagnostic]:
    """Ids of a file's own entries that the record has given to something else, or that stand twice.

    It looks at the bare data: what it tells does not hang on the rest of the file being right.
    """
    inner = _inside(document)
    blocks = {part: inner.data.get(part) for part in PARTS}
    entries = {part: block for part, block in blocks.items() if isinstance(block, dict)}
    for part, names in entries.items():
        there = record.actors if part in ("governments", "officials") else getattr(record, part)
        for id_ in names:
            again = part == "officials" and id_ in entries.get("governments", {})
            if id_ in there or again:
                where = "under 'governments'" if again else "in the record"
                mend = (
                    "Choose another id." if again else "Choose another id, or remove it here to use that one."
                )
                message = f"'{id_}' stands {where} already."
                yield inner.problem((part, id_), "duplicate-id", message, mend, key=True)
