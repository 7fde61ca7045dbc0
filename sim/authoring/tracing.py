"""What ``sources`` answers: the counts of everything, and a scenario's numbers by decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sim.authoring.numbers import Number, numbers, of_shelf
from sim.authoring.resting import Covered, Paragraph, Use, covered, set_aside, uses
from sim.authoring.shelf import Played, Shelf, Told
from sim.errors import UnknownName
from sim.scenario.schema import Decision
from sim.types import Json


@dataclass(frozen=True)
class Counts:
    """How many numbers rest on what: of a scenario, or of the record, which has no id."""

    scenario: str | None
    title: str
    numbers: int
    facts: int
    """Those that rest on a fact."""
    judgements: int
    """Those that rest on a judgement."""
    naming: int
    """Those of the judgements that name a fact in their words."""

    @property
    def without(self) -> int:
        """Those that rest on neither."""
        return self.numbers - self.facts - self.judgements

    @property
    def share_facts(self) -> float:
        """The share that rests on facts, 0 to 1."""
        return round(self.facts / max(1, self.numbers), 4)

    def as_json(self) -> Json:
        """The counts, as ``sources --json`` gives them."""
        told: Json = {"scenario": self.scenario, "title": self.title, "numbers": self.numbers}
        told |= {"facts": self.facts, "judgements": self.judgements, "naming": self.naming}
        return told | {"without": self.without, "share_facts": self.share_facts}


@dataclass(frozen=True)
class Group:
    """The numbers at work in one decision, or, without one, in the whole game."""

    decision: Decision | None
    numbers: list[Number]


@dataclass(frozen=True)
class Traced:
    """A scenario's numbers by decision, with their facts."""

    game: Played
    shelf: Shelf
    counts: Counts
    groups: list[Group]
    chosen: str | None
    """The decision that was asked for; none for all of them."""

    def facts(self, number: Number) -> list[Told]:
        """The facts on which a number rests, or which its judgement names: the scenario's own first."""
        return [self._told(id_) for id_ in number.named if id_ in self.shelf.facts]

    def _told(self, id_: str) -> Told:
        rows = self.shelf.facts[id_]
        return next((told for told in rows if told.file == self.game.document.file), rows[0])

    def as_json(self) -> Json:
        """The scenario's numbers, as ``sources --json`` gives them."""
        groups = [self._group(group) for group in self.groups]
        return self.counts.as_json() | {"decision": self.chosen, "groups": groups}

    def _group(self, group: Group) -> Json:
        at = group.decision
        told: Json = {"decision": at.id if at else None, "title": at.title if at else "The whole game"}
        told |= {"date": at.date.isoformat() if at else None, "episode": at.episode if at else None}
        rows = [n.as_json() | {"facts": [t.as_json() for t in self.facts(n)]} for n in group.numbers]
        return told | {"numbers": rows}


def count(found: Sequence[Number], scenario: str | None = None, title: str = "The record") -> Counts:
    """How many of some numbers rest on what."""
    judged = [n for n in found if n.judgement]
    facts = sum(n.fact is not None for n in found)
    return Counts(scenario, title, len(found), facts, len(judged), sum(bool(n.named) for n in judged))


def everything(shelf: Shelf) -> tuple[list[Covered], list[Counts]]:
    """What is covered of each article, and the counts of the record and of each scenario."""
    rows = [count(of_shelf(shelf))]
    rows += [count(numbers(g, shelf), g.id, g.scenario.title) for g in shelf.scenarios]
    return covered(shelf, uses(shelf)), rows


def trace(game: Played, decision: str | None = None) -> Traced:
    """The numbers of a scenario, or of one decision of it. Raises UnknownName with the nearest."""
    shelf = Shelf([game])
    found = numbers(game, shelf)
    decisions = {d.id: d for d in game.scenario.decisions}
    if decision is not None and decision not in decisions:
        raise UnknownName("decision", decision, decisions)
    wanted = [decision] if decision else decisions
    groups = [Group(decisions[d], [n for n in found if d in n.decisions]) for d in wanted]
    if decision is None:
        groups.insert(0, Group(None, [n for n in found if not n.decisions]))
        return Traced(game, shelf, count(found, game.id, game.scenario.title), groups, None)
    return Traced(game, shelf, count(groups[0].numbers, game.id, game.scenario.title), groups, decision)


def by_file(found: Sequence[Use]) -> list[Json]:
    """The uses of a fact, file by file."""
    rows = groupby(found, key=lambda use: use.file)
    return [{"file": file, "uses": [use.as_json() for use in part]} for file, part in rows]


def paragraph_json(one: Paragraph) -> Json:
    """A paragraph and what rests on it, as ``sources --json`` gives it."""
    told: Json = {"article": one.article, "paragraph": one.number, "set_aside": one.set_aside}
    told |= {"known_errors": [error.model_dump() for error in one.errors]}
    return told | {"facts": [t.as_json() for t in one.facts], "files": by_file(one.uses)}


def article_json(shelf: Shelf, article: str) -> Json:
    """An article: whose word it rests on, its paragraphs, their facts, and how much rests on each."""
    source, aside, found = shelf.record.sources[article], set_aside(shelf, article), uses(shelf)
    told = [t for part in shelf.facts.values() for t in part if t.article == article]
    rows: list[Json] = []
    for number in range(1, source.paragraphs + 1):
        facts = list(dict.fromkeys(t.id for t in told if number in t.fact.paragraphs))
        count = sum(use.fact in facts for use in found)
        rows.append({"paragraph": number, "facts": facts, "uses": count, "set_aside": aside.get(number)})
    if not source.paragraphs:
        for id_ in dict.fromkeys(t.id for t in told):
            count = sum(use.fact == id_ for use in found)
            rows.append({"paragraph": None, "facts": [id_], "uses": count, "set_aside": None})
    names = {"title", "publisher", "published", "covers", "rests_on", "slant"}
    return {"article": article} | source.model_dump(include=names) | {"paragraphs": rows}
