"""From a fact or a paragraph to all that rests on it, and how much of each article anything rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from sim.authoring.shelf import REFERENCE, Shelf, Told, scalars
from sim.errors import InputError, UnknownName
from sim.reading.tree import Document, Path_
from sim.record.schema import KnownError, Source
from sim.types import Json

SINGLE: Final = {
    "decisions": "decision",
    "events": "event",
    "moves": "move",
    "effects": "effect on",
    "constraints": "limit",
    "variables": "variable",
    "facts": "fact",
    "governments": "government",
    "officials": "official",
    "bodies": "body",
    "channels": "channel",
    "leverage": "lever",
    "places": "place",
    "messages": "message of",
    "visits": "visit of",
    "sources": "article",
    "offices": "office",
    "priorities": "priority",
    "parties": "party",
    "issues": "issue",
    "shifts": "shift",
    "known_errors": "known error",
}
"""The keys of the files, as one of what stands under them."""

ROOMS: Final = ("governments", "officials", "bodies", "channels", "leverage", "constraints", "places")
"""The keys under which the record's entries stand."""

SILENT: Final = ("fact", "judgement", "text", "source")
"""The last keys of a path that say nothing more of what cites a fact."""

OWN_WHY: Final = frozenset({"visits", "correction"})
"""The keys below which a ``why`` is a reason of its own, and not that of the numbers inside."""

HELD: Final = ("is", "by", "start", "cost", "importance")
"""The keys of a number."""

NAMES: Final = ("id", "actor", "variable", "constraint", "from", "who", "title", "claim")
"""The keys by which an entry of a list goes."""


@dataclass(frozen=True)
class Use:
    """One place where a fact is cited."""

    kind: str
    """``number``, ``entry``, ``fact``, ``history``, ``known``, ``event``, ``visit``, ``note`` or ``text``."""
    where: str
    """What cites it, by ids."""
    fact: str
    file: str
    line: int
    value: str | None = None
    """The word or number, for a number."""
    named: bool = False
    """Whether it stands in the words of a reason or a text and is not what the thing rests on."""

    def as_json(self) -> Json:
        """The use, as ``sources --json`` gives it."""
        return asdict(self)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of an article: its facts, what rests on them, and what else is to be said of it."""

    article: str
    number: int
    facts: list[Told]
    uses: list[Use]
    set_aside: str | None
    """Why it counts for nothing, if it makes no claim."""
    errors: list[KnownError]


@dataclass(frozen=True)
class Covered:
    """How much of an article something rests on. Each but the first two counts content paragraphs."""

    article: str
    source: Source
    told: frozenset[int]
    """Those with a fact."""
    by_record: frozenset[int]
    """Those of whose facts an entry or a number of the record cites one."""
    by_scenarios: frozenset[int]
    """Those of whose facts a scenario cites one."""

    @property
    def content(self) -> frozenset[int]:
        """The paragraphs that make a claim."""
        return frozenset(range(1, self.source.paragraphs + 1)) - _aside(self.source).keys()

    @property
    def missing(self) -> list[int]:
        """Content paragraphs without a fact."""
        return sorted(self.content - self.told)

    @property
    def unused(self) -> list[int]:
        """Content paragraphs with a fact that nothing cites."""
        return sorted(self.content & self.told - self.by_record - self.by_scenarios)

    def as_json(self) -> Json:
        """The article's counts, as ``sources --json`` gives them."""
        content = self.content
        told: Json = {"article": self.article, "title": self.source.title, "publisher": self.source.publisher}
        told |= {"paragraphs": self.source.paragraphs, "content": len(content)}
        told |= {"with_fact": len(content & self.told), "by_record": len(content & self.by_record)}
        told |= {"by_scenarios": len(content & self.by_scenarios), "share_covered": self.share(self.told)}
        used = self.by_record | self.by_scenarios
        told |= {"share_used": self.share(used), "without_fact": self.missing}
        return told | {"unused": self.unused}

    def share(self, some: Collection[int]) -> float:
        """The share of the content paragraphs that are among ``some``, 0 to 1."""
        return round(len(self.content.intersection(some)) / max(1, len(self.content)), 4)


def uses(shelf: Shelf) -> list[Use]:
    """Every place in the record and in the scenarios where a fact is cited, in the order of the files."""
    documents = [*shelf.seeds, *(played.document for played in shelf.scenarios)]
    return [use for document in documents for use in _cited(document, shelf.facts)]


def covered(shelf: Shelf, found: list[Use]) -> list[Covered]:
    """How much of each article that has paragraphs the record and the scenarios rest on."""
    seeds = {document.file for document in shelf.seeds}
    solid = [u for u in found if u.kind not in ("fact", "note")]
    by_record = {u.fact for u in solid if u.file in seeds}
    by_scenarios = {u.fact for u in solid if u.file not in seeds}
    return [
        Covered(
            name,
            source,
            _paragraphs(shelf, name, shelf.record.facts),
            _paragraphs(shelf, name, by_record),
            _paragraphs(shelf, name, by_scenarios),
        )
        for name, source in shelf.record.sources.items()
        if source.paragraphs
    ]


def paragraph(shelf: Shelf, found: list[Use], article: str, number: int) -> Paragraph:
    """A paragraph of an article; ``found`` holds every use. Raises InputError where there is none."""
    source = shelf.record.sources[article]
    if not 1 <= number <= source.paragraphs:
        last = source.paragraphs
        near = 1 if number < 1 else last
        raise InputError(
            f"'{article}' has no paragraph {number}: they go from 1 to {last}. Try '{article}#{near}'."
        )
    facts = [
        told
        for rows in shelf.facts.values()
        for told in rows
        if told.article == article and number in told.fact.paragraphs
    ]
    wanted = {told.id for told in facts}
    errors = [error for error in source.known_errors if number in error.paragraphs]
    resting = [use for use in found if use.fact in wanted]
    return Paragraph(article, number, facts, resting, _aside(source).get(number), errors)


def fact(shelf: Shelf, found: list[Use], id_: str) -> tuple[list[Told], list[Use]]:
    """A fact and those of all uses that rest on it. Raises UnknownName with the nearest of its source."""
    article = id_.partition("#")[0]
    if id_ not in shelf.facts:
        same = [name for name in shelf.facts if name.partition("#")[0] == article]
        raise UnknownName("fact", id_, same or shelf.facts)
    return shelf.facts[id_], [use for use in found if use.fact == id_]


def article_of(shelf: Shelf, id_: str) -> str:
    """The source that an id such as ``letters#1`` names. Raises UnknownName with the nearest."""
    name = id_.partition("#")[0]
    known = dict.fromkeys([*shelf.record.sources, *(f.partition("#")[0] for f in shelf.facts)])
    if name not in known:
        raise UnknownName("article", name, known)
    return name


def set_aside(shelf: Shelf, article: str) -> dict[int, str]:
    """The paragraphs of an article that make no claim, and why."""
    return _aside(shelf.record.sources[article])


def _aside(source: Source) -> dict[int, str]:
    return {number: part.reason for part in source.set_aside for number in part.paragraphs}


def _paragraphs(shelf: Shelf, article: str, facts: Collection[str]) -> frozenset[int]:
    rows = [told for id_ in facts for told in shelf.facts[id_] if told.article == article]
    return frozenset(number for told in rows for number in told.fact.paragraphs)


def _cited(document: Document, known: Collection[str]) -> Iterator[Use]:
    for path, text in scalars(document.data):
        if path[0] == "define" or (path[-1] == "why" and not OWN_WHY.intersection(path)):
            continue  # pieces and reasons stand, in a document that is written out, where they belong
        for name in dict.fromkeys(REFERENCE.findall(text)):
            if name in known:
                yield _use(document, path, name, text != name)


def _use(document: Document, path: Path_, name: str, named: bool) -> Use:
    parent: Any = document.data
    for step in path[:-1]:
        parent = parent[step]
    kind, value = _kind(path), None
    if kind == "number":
        value = next((str(parent[key]) for key in HELD if key in parent), None)
    return Use(kind, _where(document, path), name, document.file, document.mark(path)[0], value, named)


def _kind(path: Path_) -> str:
    """What sort of place it is that cites a fact."""
    below = path[1:] if path[0] == "record" else path
    if below[0] == "facts":
        return "fact"
    if below[0] in ("sources", "terms"):
        return "note"
    if "visits" in path:
        return "visit"
    if path[-1] in ("fact", "judgement"):
        return "number"
    if path[0] == "record" or below[0] in ROOMS:
        return "entry"
    for word in ("history", "known"):
        if word in path:
            return word
    return "event" if path[0] == "events" else "text"


def _where(document: Document, path: Path_) -> str:
    """A path by ids and not by numbers: ``decision dam, move share, effect on goodwill``."""
    if path[-2:-1] in (("facts",), ("known",)):  # the kind of the use says as much
        path = path[:-2]
    elif path[-1] in SILENT:
        path = path[:-1]
    told: list[str] = []
    here = document.data
    for at, step in enumerate(path):
        here = here[step]
        before = str(path[at - 1]) if at else ""
        if isinstance(step, int):
            names = [str(here[name]) for name in NAMES if isinstance(here, dict) and name in here]
            told[-1:] = [f"{SINGLE.get(before, before)} {(names or [str(step + 1)])[0]}"]
        elif before in SINGLE and told and told[-1] == before:
            told[-1:] = [f"{SINGLE[before]} {step}"]
        elif step != "record":
            told.append(step)
    return ", ".join(told)
