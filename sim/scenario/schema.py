"""A scenario file, as types. Version 1 of the format.

What a field's text says is what ``python -m sim schema`` tells an editor, and ``docs/format.md`` a reader.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.reading.bind import NoReason, Strict
from sim.reading.fields import (
    LEVEL,
    SHARE,
    Day,
    FactId,
    FormatNumber,
    Id,
    Line,
    Measure,
    Name,
    Points,
    Reasoned,
    Text,
)
from sim.reading.short import Bare, Keyed, Reusable
from sim.record.own import TEXT, WHY, OwnRecord
from sim.record.schema import Backed as MessageKind
from sim.scenario.table_schema import Table

DateCertainty = Literal["firm", "article_only", "approximate", "corrected"]
Level = Literal["none", "after", "vague", "before", "coordinated"]
Phase = Literal["react", "describe", "forecast", "reveal", "analyse", "apply"]
Mark = Literal["++", "+", "?", "-", "--"]
LEVELS: Final = {"enum": ["none", "after", "vague", "before", "coordinated"]}
POINTS: Final = {"type": "integer", "minimum": 0, "maximum": 100}
WHENS: Final = ["lamp == share", "trust >= 40 and not storm", "lamp in [share, refuse]"]
WHEN: Final = "The condition under which this holds, like: lamp == share and trust >= 40. Default: always."


class Start(Reasoned):
    """Where a variable begins, 0 to 100 points. A number alone is enough under a 'why'."""

    start: int = Field(ge=0, le=100)
    """Whole points from 0 to 100."""


class Effect(Reasoned):
    """How a variable changes. ``foreseen: false`` marks what the decider did not reckon with."""

    variable: Name
    """The variable that changes."""
    by: Points
    """A word of the scale or whole points; a minus takes away."""
    when: Line | None = Field(default=None, description=WHEN, examples=WHENS)
    foreseen: bool = True
    """Whether the decider reckons with it."""


Effects = Annotated[list[Effect], Keyed("variable", "by", LEVEL), Reusable()]


class Told(Strict):
    """Who is told of a move, when, and over which channel."""

    to: Id
    """The actor that is told."""
    level: Level
    """When, and how much of it."""
    channel: Id | None = None
    """The channel that carries the word. Default: none."""


class Move(Strict):
    """One thing the decider can do.

    ``secret: true``: no other side can know that it is thought of; ``secret: chair``: nobody but the decider.
    """

    id: Name
    """Its name in conditions and in saved games: never change it."""
    label: Line
    """What the card says."""
    text: Text = ""
    """What it means, in a sentence or two. Default: the label."""
    why: Text | None = Field(default=None, description=WHY)
    when: Line | None = Field(default=None, description=WHEN, examples=WHENS)
    secret: bool | Literal["chair"] = False
    """Who cannot know that it is thought of: the other sides (true), or all but the decider (chair)."""
    notice: Annotated[list[Told], Keyed("to", "level", LEVELS), Reusable()] = []
    """Who is told of it. Default: nobody."""
    effects: Effects = Field(min_length=1)
    """What it does to the variables."""


class Limit(Reasoned):
    """A constraint at work in a decision: it bars moves, or makes them cost."""

    constraint: Id
    """The constraint of the record."""
    moves: list[Name] = Field(min_length=1)
    """The moves that it touches."""
    bars: bool = False
    """Whether it makes them impossible."""
    cost: Points | None = None
    """What they cost the decider, if it does not bar them."""
    when: Line | None = Field(default=None, description=WHEN, examples=WHENS)


class HistoricalMessage(Strict):
    """A message that was really sent."""

    sender: Id = Field(alias="from")
    """The actor who sent it."""
    kind: MessageKind
    """What it did."""
    move: Name
    """The move that it spoke for."""
    channel: Id
    """The channel that carried it."""
    leverage: Id | None = None
    """What stood behind it. Default: nothing."""
    text: Text
    """What it said, in our own words."""
    facts: list[FactId] = Field(min_length=1)
    """The facts that say so."""


class Account(Strict):
    """One account of a contested matter, whose it is, and what others say."""

    claim: Text
    """The account."""
    by: Line
    """Whose it is."""
    others: Text
    """What others say."""


class History(Strict):
    """What was really chosen, how sure that is, and what is disputed."""

    move: Name
    """The move that was taken."""
    certainty: Literal["firm", "probable", "one_sided", "disputed"]
    """How sure that is."""
    text: Text
    """What was done, in our own words."""
    facts: list[FactId] = Field(min_length=1)
    """The facts that say so."""
    messages: list[HistoricalMessage] = []
    """The messages that were really sent."""
    disputed: list[Account] = []
    """Accounts that others deny."""


class Here(Strict):
    """A place of a decision. Its id alone is enough, or its id with a word on it."""

    place: Id
    """The place of the record."""
    text: Line = ""
    """What it has to do with the decision. Default: nothing is said of it."""


class Visit(Strict):
    """Somebody who came to see somebody, as far as it was known that day. It rests on a fact or a 'why'."""

    who: Id
    """The actor who came."""
    to: Id
    """The place."""
    start: Id | None = Field(default=None, alias="from")
    """The place that it came from. Default: it is not told."""
    date: Day | None = None
    """The day, no later than the decision's. Default: it is not told."""
    text: Line = ""
    """What for, in a few words. Default: nothing is said of it."""
    fact: FactId | None = None
    """The fact that says so."""
    why: Text | None = None
    """The reason to show it, where no fact says so."""

    @model_validator(mode="after")
    def _has_reason(self) -> Visit:
        if self.fact is None and self.why is None:
            raise NoReason("the visit has neither a fact nor a reason | Give it 'fact:' or 'why:'.")
        return self


Places = Annotated[list[Annotated[Here, Bare("place", {"type": "string"})]], Keyed("place", "text", TEXT)]


class Outside(Strict):
    """What the other sides can see of a decision before it is taken."""

    title: Line
    """Its title for them."""
    situation: Text
    """What they see of it."""
    places: Places = []
    """The places that they see on the map. Default: none."""
    visits: list[Visit] = []
    """The visits that they know of. Default: none."""


class Decision(Strict):
    """A decision point: a date, a decider, a situation, its moves."""

    id: Name
    """Its name in conditions and in saved games: never change it."""
    episode: Line | None = None
    """The episode of the sources that it shows. Default: none."""
    title: Line = Field(examples=["Who pays for the bridge?"])
    """The question that the decider faces."""
    date: Day
    """The day, as YYYY-MM-DD; decisions stand in the order of their days."""
    date_text: Line = ""
    """The date in words. Default: the day written out."""
    date_certainty: DateCertainty = "approximate"
    """How sure the date is; firm by itself where nothing is history."""
    date_note: Text | None = None
    """What is to be said of the date. Default: nothing."""
    decider: Id = Field(examples=["hill"])
    """The actor who decides."""
    why: Text | None = Field(default=None, description=WHY)
    when: Line | None = Field(default=None, description=WHEN, examples=WHENS)
    situation: Text = ""
    """What stands before the decider that day. Default: the title."""
    outside: Outside | None = None
    """What the other sides see of it; needed where a move is secret. Default: the same as the decider."""
    known: list[FactId | Text] = []
    """What could be known that day: facts, or lines of text. Default: nothing more."""
    unknown: list[Text] = []
    """What could not be known. Default: nothing is said of it."""
    channels: list[Id] = []
    """The channels that are open at this decision. Default: none, so that nobody can write."""
    leverage: list[Id] = []
    """The instruments in play. Default: none."""
    places: Places = []
    """Where it happens or what it is about, for the map. Default: none, so that there is no map."""
    visits: list[Visit] = []
    """Who has come to see whom, for the map. Default: none."""
    constraints: Annotated[list[Limit], Reusable()] = []
    """The limits at work. Default: none."""
    moves: Annotated[list[Move], Reusable()] = Field(min_length=2, max_length=6)
    """What the decider can do: two to six moves, one of them without a condition."""
    table: Table | None = None
    """A table at which the parties bargain; what they agree decides the move. Default: the decider does."""
    history: History | None = None
    """What was really chosen. Leave it out of all decisions where nothing is history."""
    recorded: dict[Name, Mark] = {}
    """The direction in which the record says that a variable went. Default: none is marked."""

    @property
    def cited(self) -> list[str]:
        """The facts that its history rests on, once each."""
        was = self.history
        told = [*was.facts, *(f for m in was.messages for f in m.facts)] if was else []
        return list(dict.fromkeys(told))


class LeverUse(Strict):
    """What happens when a lever is really used: ``kept`` when a threat is carried out, ``paid`` when an
    offer is taken up. A lever that says neither can stand behind words, but not behind pledges."""

    why: Text | None = Field(default=None, description=WHY)
    kept: Effects = []
    """What a threat does when it is carried out. Default: it backs no threat."""
    paid: Effects = []
    """What an offer does when it is taken up. Default: it backs no offer."""


class Event(Strict):
    """Something nobody decides."""

    id: Name
    """Its name in conditions and in saved games: never change it."""
    title: Line
    """What happens, in short."""
    text: Text = ""
    """What happens. Default: the title."""
    after: Name
    """The decision after which it may happen."""
    why: Text | None = Field(default=None, description=WHY)
    when: Line | None = Field(default=None, description=WHEN, examples=WHENS)
    chance: Annotated[Measure, Bare("is", SHARE)]
    """How likely it is, where its condition holds."""
    history: bool = False
    """Whether it really happened."""
    facts: list[FactId] = []
    """The facts that say so."""
    effects: Effects = []
    """What it does to the variables."""


class Ending(Strict):
    """How a run is labelled at its end: the first whose condition holds."""

    id: Name
    """Its name in results and saved games: never change it."""
    title: Line
    """The ending in short."""
    text: Text = ""
    """What has come about. Default: the title."""
    when: Line | None = None
    """The condition under which it comes; the last ending has none."""


class Seat(Strict):
    """A place for a person: the actor they play, and the private brief for it."""

    actor: Id
    """The actor of the cast, or a government that speaks through its officials."""
    brief: Text = ""
    """What this seat alone knows. Default: the summary."""
    aims: list[Line] = []
    """What it is after. Default: what the actor wants."""
    then: list[Id] = []
    """For whom it speaks once offices have changed hands: the next administration. Default: nobody else."""


class Question(Strict):
    """A question for the debrief, in one of its six phases."""

    phase: Phase
    """The phase of the debrief."""
    ask: Text
    """The question."""


QUESTIONS: Final = [
    Question(phase="react", ask="What was hardest to decide, and how did it feel?"),
    Question(phase="describe", ask="What happened, step by step, without judging it?"),
    Question(phase="analyse", ask="Which move or message changed the outcome most, and why?"),
    Question(phase="apply", ask="Where have you seen such a choice outside this game?"),
]


class _Defined:
    """Pieces may be lists or blocks; what they must hold shows where they are used."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(core) | {"additionalProperties": {"type": ["array", "object"]}}


class Scenario(Strict):
    """A playable file."""

    format: FormatNumber
    """The version of the format."""
    title: Line
    """What the scenario is called."""
    summary: Text = ""
    """What it is about, in two or three sentences. Default: the title."""
    teaches: Line = "Deciding under pressure"
    """What a class takes away, in a few words."""
    minutes: int = Field(default=20, ge=5, le=240)
    """How long it plays."""
    content_note: Text = "Nothing in this scenario is known to need a warning."
    """What a player should know before starting."""
    limits: Text = "A few people and a few numbers stand for much more."
    """What the model leaves out."""
    why: Text | None = Field(default=None, description=WHY)
    define: Annotated[dict[Name, Any], _Defined()] = {}
    """Pieces with names: lists of effects, moves, limits or notices, that 'use: name' puts elsewhere."""
    record: OwnRecord | None = None
    """Sources, actors, channels and leverage of this file's own, beside those of the shared record."""
    cast: list[Id] = Field(default=[], min_length=2)
    """The actors who may speak or decide. Default: all actors of the file's own record."""
    seats: list[Seat] = Field(default=[], min_length=1)
    """The places for people. Default: one for each actor who decides."""
    variables: dict[Name, Annotated[Start, Bare("start", POINTS)]] = Field(default={}, min_length=1)
    """The numbers in play, with their starts. Default: all variables of the file's own record."""
    leverage: dict[Id, LeverUse] = {}
    """What using a lever does. Default: levers stand behind warnings only."""
    decisions: list[Decision] = Field(min_length=1)
    """The decision points, in the order of their days."""
    events: list[Event] = []
    """What may happen besides. Default: nothing."""
    endings: list[Ending] = Field(min_length=2)
    """The endings; the first whose condition holds is the run's."""
    questions: list[Question] = Field(default=QUESTIONS, min_length=1)
    """Questions for the debrief. Default: four that suit any scenario."""
