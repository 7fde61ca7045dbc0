"""A table in a scenario file, as types: what is bargained over, by whom, and by which rules."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from sim.reading.bind import Strict
from sim.reading.fields import SHARE, Id, Line, Measure, Name, Points, Reasoned, Text, measure
from sim.reading.short import Bare, Keyed
from sim.record.own import TEXT, WHY

Protocol = Literal["alternating", "single_text"]
MOST_ROUNDS: Final = 40


class Option(Strict):
    """One way in which an issue can be settled. A label alone is enough under its id."""

    id: Name
    """Its name in packages: never change it."""
    label: Line
    """What the sheet says."""


class Issue(Strict):
    """One of the matters that a package settles."""

    id: Name
    """Its name in packages: never change it."""
    title: Line
    """The matter in a few words."""
    options: Annotated[list[Option], Keyed("id", "label", TEXT)] = Field(min_length=2, max_length=8)
    """The ways to settle it, from one party's wish to another's."""


class Stake(Reasoned):
    """What an issue is worth to a party: how much it matters, and how good each option is."""

    importance: Annotated[str | int, PlainValidator(measure), WithJsonSchema(SHARE)]
    """How much the issue matters beside the others: a word of the scale, or per cent."""
    worth: dict[Name, Annotated[int, Field(ge=0, le=100)]]
    """How good each option is, 0 to 100; the best is 100."""


class Shift(Reasoned):
    """What moves a reservation value: it rises by so many points, or falls, where a condition holds."""

    by: Points
    """A word of the scale or whole points; a minus lowers it."""
    when: Line
    """The condition, like: storm or trust >= 40."""


class AtTable(Strict):
    """A party at the table, with its private sheet."""

    actor: Id
    """The actor who bargains."""
    why: Text | None = Field(default=None, description=WHY)
    reservation: Annotated[Measure, Bare("is", SHARE)]
    """What a package must be worth to it at least, as per cent of its best one."""
    shifts: list[Shift] = []
    """What moves its reservation value. Default: nothing."""
    issues: dict[Name, Stake]
    """What each issue is worth to it."""


class TableOutcome(Strict):
    """The move that a package amounts to: the first outcome that fits."""

    move: Name
    """The move of this decision."""
    where: dict[Name, list[Name]] = Field(default={}, examples=[{"toll": ["low", "none"]}])
    """The options that the package must have, by issue. Default: any; the last outcome has none."""


class Table(Strict):
    """A table: the parties bargain over several issues at once, and what they agree decides the move."""

    why: Text | None = Field(default=None, description=WHY)
    protocol: Protocol = "alternating"
    """Offers that go round, or one text that all amend."""
    rounds: int = Field(default=8, ge=1, le=MOST_ROUNDS)
    """How many offers there are at most; a single text has one amendment for each name in 'order'."""
    order: list[Id] = Field(default=[], max_length=MOST_ROUNDS)
    """Who offers, or amends, in turn; who amends last stands last. Default: the parties as listed."""
    drafter: Id | None = None
    """The party that writes the single text. Default: a mediator who has no stake."""
    changes: int = Field(default=2, ge=1, le=12)
    """How many issues one amendment of a single text can change."""
    must: list[Id] = []
    """The parties without whom there is no agreement, the decider's among them. Default: all."""
    some: int = Field(default=0, ge=0)
    """How many of the others must agree besides."""
    issues: list[Issue] = Field(min_length=1, max_length=16)
    """What is bargained over."""
    parties: list[AtTable] = Field(min_length=2, max_length=6)
    """Who bargains, the decider's side among them."""
    outcomes: list[TableOutcome] = Field(min_length=1)
    """The move that each package amounts to; the first that fits, the last fits any."""
    otherwise: Name
    """The move where nothing is agreed."""
    history: dict[Name, Name] = {}
    """The option of each issue that was really agreed. Default: nothing was."""

    @property
    def needed(self) -> list[str]:
        """The parties without whom there is no agreement."""
        return self.must or [p.actor for p in self.parties]

    @property
    def deals(self) -> set[str]:
        """The moves to which packages amount."""
        return {o.move for o in self.outcomes}
