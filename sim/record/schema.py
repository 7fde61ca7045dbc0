"""The record's files, as types: what stands in ``seeds/`` and what each field means."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from sim.reading.bind import Strict
from sim.reading.fields import At, Day, FactId, Id, Line, Measure, Name, Priority, Text

Certainty = Literal["firm", "probable", "one_sided", "disputed", "background"]
"""How sure a fact is: ``one_sided`` rests on one party's word, ``background`` is not in the articles."""


Backed = Literal["ask", "assure", "warn", "threaten", "offer", "go_public"]
"""The kinds of message."""


class KnownError(Strict):
    """A slip or contradiction in an article, and the view that is taken instead."""

    paragraphs: list[int] = Field(min_length=1)
    """Where it stands."""
    article: Text
    """What the source says."""
    accepted: Text
    """What is accepted instead."""
    background: bool = False
    """Whether the other view is not in the articles."""


class SetAside(Strict):
    """Paragraphs of an article that make no claim (credits, headings, site furniture), and why."""

    paragraphs: list[int] = Field(min_length=1)
    """Which."""
    reason: Line
    """Why they count for nothing."""


class Source(Strict):
    """An article: who published it, when, on whose word it rests, and its slant."""

    title: Line
    """The article's title."""
    publisher: Line
    """Who published it."""
    published: Line
    """When, in words."""
    file: Line
    """Where the text lies."""
    paragraphs: int = Field(ge=0)
    """How many paragraphs it has."""
    covers: Text
    """What it tells of."""
    rests_on: Text
    """On whose word it rests."""
    slant: Text
    """Whose side it sees the matter from."""
    known_errors: list[KnownError] = []
    """Slips in it, with the view that is taken instead."""
    set_aside: list[SetAside] = []
    """Paragraphs that make no claim."""


class Correction(Strict):
    """What an article said, and what is accepted instead."""

    article: Text
    """What the source says."""
    accepted: Text
    """What is accepted instead."""
    why: Text
    """Why."""


class Dispute(Strict):
    """One account of a contested matter, and whose account it is."""

    account: Text
    """What is said."""
    by: Line
    """Who says it."""


class Fact(Strict):
    """One claim of a source, in our own words."""

    text: Text
    """The claim, in our own words."""
    says: Line
    """Who says so."""
    certainty: Certainty
    """How sure it is."""
    paragraphs: list[int] = []
    """Where it stands in its source."""
    correction: Correction | None = None
    """What is accepted instead of what the source says."""
    disputed: list[Dispute] = []
    """Other accounts of it."""


class Actor(Strict):
    """What governments and officials have in common."""

    name: Line
    """The full name."""
    short: Line
    """A name for narrow places."""
    priorities: dict[Name, Priority] = {}
    """What it wants, by variable; a minus wants less of it."""
    credibility: Measure
    """How far its word is believed to begin with."""
    composite: bool = False
    """Whether it stands for several people."""
    facts: list[FactId] = []
    """The facts that this rests on."""


class Government(Actor):
    """A government or an organised party."""

    kind: Literal["government", "movement", "organisation", "group"]
    """What sort of party it is."""
    role: Text
    """What it does here."""


class Body(Strict):
    """A part of a government, or a group of several, that the articles name and that is no actor."""

    name: Line
    of: list[Id] = Field(min_length=1)
    role: Text
    facts: list[FactId] = Field(min_length=1)


class Office(Strict):
    """A post that an official held, and from when to when."""

    title: Line
    """What the post is called."""
    start: Day | None = Field(default=None, alias="from")
    """The first day; without it, from ever."""
    end: Day | None = Field(default=None, alias="to")
    """The last day; without it, for ever."""
    source: FactId
    """The fact that says so."""

    @model_validator(mode="after")
    def _in_order(self) -> Office:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the office ends ({self.end}) before it begins | Put the dates in order.")
        return self


class Official(Actor):
    """A person who speaks or decides for a government."""

    side: Id
    """The government that it speaks for."""
    influence: Measure
    """How far its own side listens to it."""
    offices: list[Office] = Field(min_length=1)
    """Its posts: it speaks only while it holds one."""


class Channel(Strict):
    """Who can talk to whom, how trusted, how secret."""

    name: Line
    """What it is called."""
    members: list[Id] = Field(min_length=1)
    """Those whom it joins; a government's officials are in with it."""
    medium: Line
    """How the words travel."""
    public: bool = False
    """Whether all can hear it: then it carries 'go_public' and nothing else."""
    trust: Measure
    """How well words carry over it."""
    secrecy: Measure
    """How well it keeps them."""
    facts: list[FactId] = []
    """The facts that this rests on."""


class Leverage(Strict):
    """An instrument that one actor holds over another."""

    name: Line
    """What it is called."""
    holder: list[Id] = Field(min_length=1)
    """Those who hold it."""
    target: list[Id] = Field(min_length=1)
    """Those whom it presses or tempts."""
    backs: list[Backed] = Field(min_length=1)
    """The kinds of message that it can stand behind."""
    strength: Measure
    """How much it weighs."""
    cost: Text
    """What using it costs the holder, in words."""
    renewable: bool = True
    """Whether it can be used more than once."""
    facts: list[FactId] = []
    """The facts that this rests on."""


class Constraint(Strict):
    """A limit on an actor."""

    name: Line
    """What it is called."""
    actors: list[Id] = Field(min_length=1)
    """Those whom it binds."""
    kind: Line
    """What sort of limit it is."""
    text: Text
    """What it forbids or makes dear."""
    strength: Measure
    """How strong it is."""
    facts: list[FactId] = []
    """The facts that this rests on."""


class Variable(Strict):
    """One number of the world, 0 to 100 points."""

    name: Line
    """What it is called."""
    short: Line
    """A name for narrow places."""
    meaning: Text
    """What a high number means."""
    better: Literal["higher", "lower"] = "higher"
    """Which way most would call better."""
    between: list[list[Id]] = Field(default=[], max_length=2)
    """Two groups of governments, if it measures the relation between them."""
    start: Measure
    """Where it begins, if a scenario does not say."""


class Place(Strict):
    """A place that the map can show. It is a point; whose it is stands nowhere."""

    name: Line
    """What it is called."""
    at: At
    """Latitude and longitude in degrees."""
    placed: Literal["natural_earth", "background", "author"]
    """On whose word it lies there: Natural Earth's, general knowledge, or a scenario's author's."""
    note: Text | None = None
    """What is to be said of it, such as that its status is disputed. Default: nothing."""
    facts: list[FactId] = Field(min_length=1)
    """The facts that name it."""


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


class Places(Strict):
    places: dict[Id, Place]


class Terms(Strict):
    terms: list[Term]
