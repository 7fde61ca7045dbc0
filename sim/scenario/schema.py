"""A scenario file, as types. Version 1 of the format."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.reading.bind import Strict
from sim.reading.fields import Day, FactId, Id, Line, Measure, Name, Points, Reasoned, Text

DateCertainty = Literal["firm", "article_only", "approximate", "corrected"]
Level = Literal["none", "after", "vague", "before", "coordinated"]
MessageKind = Literal["ask", "assure", "warn", "threaten", "offer", "go_public"]
Phase = Literal["react", "describe", "forecast", "reveal", "analyse", "apply"]
Mark = Literal["++", "+", "?", "-", "--"]


class Start(Reasoned):
    """Where a variable begins, 0 to 100 points."""

    start: int = Field(ge=0, le=100)


class Effect(Reasoned):
    """How a variable changes. ``foreseen: false`` marks what the decider did not reckon with."""

    variable: Name
    by: Points
    when: Line | None = None
    foreseen: bool = True


class Told(Strict):
    """Who is told of a move, when, and over which channel."""

    to: Id
    level: Level
    channel: Id | None = None


class Move(Strict):
    """One thing the decider can do.

    ``secret: true``: no other side can know that it is thought of; ``secret: chair``: nobody but the decider.
    """

    id: Name
    label: Line
    text: Text
    when: Line | None = None
    secret: bool | Literal["chair"] = False
    notice: list[Told] = []
    effects: list[Effect] = Field(min_length=1)


class Limit(Reasoned):
    """A constraint at work in a decision: it bars moves, or makes them cost."""

    constraint: Id
    moves: list[Name] = Field(min_length=1)
    bars: bool = False
    cost: Points | None = None
    when: Line | None = None


class HistoricalMessage(Strict):
    """A message that was really sent."""

    sender: Id = Field(alias="from")
    kind: MessageKind
    move: Name
    channel: Id
    leverage: Id | None = None
    text: Text
    facts: list[FactId] = Field(min_length=1)


class Account(Strict):
    """One account of a contested matter, whose it is, and what others say."""

    claim: Text
    by: Line
    others: Text


class History(Strict):
    """What was really chosen, how sure that is, and what is disputed."""

    move: Name
    certainty: Literal["firm", "probable", "one_sided", "disputed"]
    text: Text
    facts: list[FactId] = Field(min_length=1)
    messages: list[HistoricalMessage] = []
    disputed: list[Account] = []


class Outside(Strict):
    """What the other sides can see of a decision before it is taken."""

    title: Line
    situation: Text


class Decision(Strict):
    """A decision point: a date, a decider, a situation, its moves."""

    id: Name
    episode: Line | None = None
    title: Line
    date: Day
    date_text: Line
    date_certainty: DateCertainty
    date_note: Text | None = None
    decider: Id
    when: Line | None = None
    situation: Text
    outside: Outside | None = None
    known: list[FactId | Text] = Field(min_length=1)
    unknown: list[Text] = []
    channels: list[Id] = []
    leverage: list[Id] = []
    constraints: list[Limit] = []
    moves: list[Move] = Field(min_length=3, max_length=6)
    history: History
    recorded: dict[Name, Mark] = {}


class LeverUse(Strict):
    """What happens when a lever is really used: ``kept`` when a threat is carried out, ``paid`` when an
    offer is taken up. A lever that says neither can stand behind words, but not behind pledges."""

    kept: list[Effect] = []
    paid: list[Effect] = []


class Event(Strict):
    """Something nobody decides."""

    id: Name
    title: Line
    text: Text
    after: Name
    when: Line | None = None
    chance: Measure
    history: bool
    facts: list[FactId] = []
    effects: list[Effect] = []


class Ending(Strict):
    """How a run is labelled at its end: the first whose condition holds."""

    id: Name
    title: Line
    text: Text
    when: Line | None = None


class Seat(Strict):
    """A place for a person: the actor they play, and the private brief for it."""

    actor: Id
    brief: Text
    aims: list[Line] = Field(min_length=1)


class Question(Strict):
    """A question for the debrief, in one of its six phases."""

    phase: Phase
    ask: Text


class Scenario(Strict):
    """A playable file."""

    format: Literal[1]
    title: Line
    summary: Text
    teaches: Line
    minutes: int = Field(ge=5, le=240)
    content_note: Text
    limits: Text
    cast: list[Id] = Field(min_length=2)
    seats: list[Seat] = Field(min_length=1)
    variables: dict[Name, Start] = Field(min_length=1)
    leverage: dict[Id, LeverUse] = {}
    decisions: list[Decision] = Field(min_length=1)
    events: list[Event] = []
    endings: list[Ending] = Field(min_length=2)
    questions: list[Question] = Field(min_length=1)
