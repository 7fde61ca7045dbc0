"""The record's files, as types: what stands in ``seeds/`` and what each field means."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from sim.reading.bind import Strict
from sim.reading.fields import Day, FactId, Id, Line, Measure, Name, Priority, Text

Certainty = Literal["firm", "probable", "one_sided", "disputed", "background"]
"""How sure a fact is: ``one_sided`` rests on one party's word, ``background`` is not in the articles."""


class KnownError(Strict):
    """A slip or contradiction in an article, and the view that is taken instead."""

    paragraphs: list[int] = Field(min_length=1)
    article: Text
    accepted: Text
    background: bool = False


class SetAside(Strict):
    """Paragraphs of an article that make no claim (credits, headings, site furniture), and why."""

    paragraphs: list[int] = Field(min_length=1)
    reason: Line


class Source(Strict):
    """An article: who published it, when, on whose word it rests, and its slant."""

    title: Line
    publisher: Line
    published: Line
    file: Line
    paragraphs: int = Field(ge=0)
    covers: Text
    rests_on: Text
    slant: Text
    known_errors: list[KnownError] = []
    set_aside: list[SetAside] = []


class Correction(Strict):
    """What an article said, and what is accepted instead."""

    article: Text
    accepted: Text
    why: Text


class Dispute(Strict):
    """One account of a contested matter, and whose account it is."""

    account: Text
    by: Line


class Fact(Strict):
    """One claim of a source, in our own words."""

    text: Text
    says: Line
    certainty: Certainty
    paragraphs: list[int] = []
    correction: Correction | None = None
    disputed: list[Dispute] = []


class Actor(Strict):
    """What governments and officials have in common."""

    name: Line
    short: Line
    priorities: dict[Name, Priority] = {}
    credibility: Measure
    composite: bool = False
    facts: list[FactId] = []


class Government(Actor):
    """A government or an organised party."""

    kind: Literal["government", "movement", "organisation", "group"]
    role: Text


class Body(Strict):
    """A part of a government, or a group of several, that the articles name and that is no actor."""

    name: Line
    of: list[Id] = Field(min_length=1)
    role: Text
    facts: list[FactId] = Field(min_length=1)


class Office(Strict):
    """A post that an official held, and from when to when."""

    title: Line
    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    source: FactId

    @model_validator(mode="after")
    def _in_order(self) -> Office:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the office ends ({self.end}) before it begins | Put the dates in order.")
        return self


class Official(Actor):
    """A person who speaks or decides for a government."""

    side: Id
    influence: Measure
    offices: list[Office] = Field(min_length=1)


class Channel(Strict):
    """Who can talk to whom, how trusted, how secret."""

    name: Line
    members: list[Id] = Field(min_length=1)
    medium: Line
    public: bool = False
    trust: Measure
    secrecy: Measure
    facts: list[FactId] = []


class Leverage(Strict):
    """An instrument that one actor holds over another."""

    name: Line
    holder: list[Id] = Field(min_length=1)
    target: list[Id] = Field(min_length=1)
    backs: list[Literal["ask", "assure", "warn", "threaten", "offer", "go_public"]] = Field(min_length=1)
    strength: Measure
    cost: Text
    renewable: bool = True
    facts: list[FactId] = []


class Constraint(Strict):
    """A limit on an actor."""

    name: Line
    actors: list[Id] = Field(min_length=1)
    kind: Line
    text: Text
    strength: Measure
    facts: list[FactId] = []


class Variable(Strict):
    """One number of the world, 0 to 100 points."""

    name: Line
    short: Line
    meaning: Text
    better: Literal["higher", "lower"] = "higher"
    between: list[list[Id]] = Field(default=[], max_length=2)
    start: Measure


class Term(Strict):
    """A word that takes a side, the neutral one we use, and whose word it is."""

    avoid: Line
    use: Line
    used_by: Line
    note: Text | None = None


class Sources(Strict):
    sources: dict[Id, Source]


class Facts(Strict):
    facts: dict[FactId, Fact]


class Governments(Strict):
    governments: dict[Id, Government]


class Bodies(Strict):
    bodies: dict[Id, Body]


class Officials(Strict):
    officials: dict[Id, Official]


class Channels(Strict):
    channels: dict[Id, Channel]


class Levers(Strict):
    leverage: dict[Id, Leverage]


class Constraints(Strict):
    constraints: dict[Id, Constraint]


class Variables(Strict):
    variables: dict[Name, Variable]


class Terms(Strict):
    terms: list[Term]
