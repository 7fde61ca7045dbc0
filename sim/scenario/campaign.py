"""A campaign: scenarios in a row that hand on their variables, as one game.

The file names the scenarios and tells what lies between them. Here it is read, checked, and joined with
its scenarios to one :class:`Compiled`, whose decisions, events and levers are theirs under longer names:
``SCENARIO__DECISION``. So everything that plays a scenario plays a campaign.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from sim.reading.bind import Strict, bind
from sim.reading.diagnostics import Diagnostic, errors, first
from sim.reading.fields import SHARE, FactId, FormatNumber, Line, Measure, Name, Text
from sim.reading.short import Bare, lengthen
from sim.reading.tree import Document, Path_
from sim.record.own import WHY
from sim.record.record import Record, reference
from sim.scenario.asked import idle_seats, open_endings, twice
from sim.scenario.compiled import Compiled
from sim.scenario.conditions import BadCondition, Names, parse
from sim.scenario.schema import QUESTIONS, Ending, Question, Seat

KEY: Final = "scenarios"
"""The key by which a file is known as a campaign's."""

BETWEEN: Final = "__"
"""Stands between a scenario's id and a decision's or an event's, in a campaign's names."""


ROOMS: Final = (
    *("sources", "facts", "governments", "officials"),
    *("channels", "leverage", "constraints", "variables", "places"),
)
"""The parts of the record to which a scenario can add."""


class Bridge(Strict):
    """What lies between two scenarios, and how much of what differs is handed on."""

    title: Line
    """The time between, in short."""
    text: Text
    """What happened in it."""
    facts: list[FactId] = []
    """The facts that say so."""
    keeps: Annotated[Measure, Bare("is", SHARE)]
    """How much of what differs from the historical path is left after that time."""


class Chapter(Strict):
    """A scenario of the campaign."""

    scenario: Name
    """Its id: the name of its file beside this one, or of a shipped one."""
    bridge: Bridge | None = None
    """What lies before it. The first scenario has none, every other one."""
    core: list[Name] = []
    """Its decisions that belong to the short campaign, NAME_core; there, the model takes the others."""


class Campaign(Strict):
    """Scenarios in a row."""

    format: FormatNumber
    """The version of the format."""
    title: Line
    """What the campaign is called."""
    summary: Text
    """What it is about."""
    teaches: Line
    """What a class takes away, in a few words."""
    content_note: Text
    """What a player should know before starting."""
    limits: Text
    """What the model leaves out."""
    why: Text | None = Field(default=None, description=WHY)
    scenarios: list[Chapter] = Field(min_length=2, max_length=40)
    """The scenarios in their order."""
    seats: list[Seat] = Field(min_length=1)
    """The places for people."""
    endings: list[Ending] = Field(min_length=2)
    """The endings; the first whose condition holds is the run's."""
    questions: list[Question] = Field(default=QUESTIONS, min_length=1)
    """Questions for the debrief. Default: four that suit any scenario."""


@dataclass(frozen=True)
class Read:
    """A campaign without errors, and its scenarios."""

    campaign: Campaign
    games: tuple[Compiled, ...]


def is_campaign(document: Document) -> bool:
    """Whether a file means to be a campaign: it names scenarios, and has no decisions of its own."""
    return isinstance(document.data, dict) and KEY in document.data and "decisions" not in document.data


def named(document: Document) -> list[str]:
    """The scenarios that a campaign's file names, which may be broken."""
    listed = document.data[KEY]
    rows = (
        [row.get("scenario") for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    )
    return [name for name in rows if isinstance(name, str)]


def understand(
    document: Document,
    record: Record,
    games: Mapping[str, Compiled | None],
    others: Mapping[str, list[str]] = MappingProxyType({}),
) -> tuple[Read | None, list[Diagnostic]]:
    """The campaign in a document, and every problem that it has.

    ``games`` holds every scenario that can be named: None stands for one that has errors of its own.
    ``others`` are campaigns that stand there too, with the scenarios that they name.
    """
    long, problems = lengthen(document, Campaign)
    campaign, found = (None, []) if long is None else bind(long, Campaign)
    problems += found
    if campaign is None or long is None:
        return None, first(dict.fromkeys(problems), document.file)
    problems += _Checker(long, campaign, record, games, others).run()
    problems = first(dict.fromkeys(problems), document.file)
    if errors(problems):
        return None, problems
    found_games = [games[c.scenario] for c in campaign.scenarios]
    return Read(campaign, tuple(g for g in found_games if g is not None)), problems


def called(scenario: str, name: str) -> str:
    """What a decision or an event of a scenario is called in a campaign."""
    return f"{scenario}{BETWEEN}{name}"


class _Checker:
    def __init__(
        self,
        document: Document,
        campaign: Campaign,
        record: Record,
        games: Mapping[str, Compiled | None],
        others: Mapping[str, list[str]],
    ) -> None:
        self.document, self.campaign, self.record = document, campaign, record
        self.games, self.others = games, others
        self.there = [(c.scenario, game) for c in campaign.scenarios if (game := games.get(c.scenario))]

    def run(self) -> Iterator[Diagnostic]:
        for at, chapter in enumerate(self.campaign.scenarios):
            yield from self.chapter(("scenarios", at), at, chapter)
        document, endings = self.document, self.campaign.endings
        yield from twice(document, ("endings",), "ending", [e.id for e in endings], "id")
        yield from open_endings(document, endings)
        yield from twice(document, ("seats",), "seat", [s.actor for s in self.campaign.seats], "actor")
        if len(self.there) == len(self.campaign.scenarios):
            yield from self.order()
            yield from self.one_meaning()
            yield from self.seats()
            yield from self.endings()

    def chapter(self, path: Path_, at: int, chapter: Chapter) -> Iterator[Diagnostic]:
        problem = self.document.problem
        if chapter.scenario in self.others:
            message = f"'{chapter.scenario}' is a campaign itself, and a campaign is made of scenarios."
            mend = f"Name its scenarios here: {', '.join(self.others[chapter.scenario])}."
            yield problem((*path, "scenario"), "campaign-in-campaign", message, mend)
        else:
            known = list(self.games)
            yield from reference(self.document, (*path, "scenario"), "scenario", chapter.scenario, known)
        if chapter.scenario in self.games and self.games[chapter.scenario] is None:
            message = f"'{chapter.scenario}' has errors of its own."
            mend = f"Check it: python -m sim check {chapter.scenario}."
            yield problem((*path, "scenario"), "broken-scenario", message, mend)
        if chapter.scenario in [c.scenario for c in self.campaign.scenarios[:at]]:
            message = f"the scenario '{chapter.scenario}' stands here twice."
            yield problem((*path, "scenario"), "duplicate-id", message, "Remove one of the two.")
        if (chapter.bridge is None) == (at > 0):
            message = "the first scenario has a bridge, and nothing before it."
            mend = "Remove 'bridge:'."
            if at:
                message, mend = "'bridge' is missing.", "Add 'bridge:' with 'title', 'text' and 'keeps'."
            yield problem(path, "missing-key" if at else "bad-value", message, mend)
        for i, fact in enumerate(chapter.bridge.facts if chapter.bridge else ()):
            yield from reference(self.document, (*path, "bridge", "facts", i), "fact", fact, self.facts)
        game = self.games.get(chapter.scenario)
        for i, name in enumerate(chapter.core if game else ()):
            known = [d.source.id for d in game.decisions] if game else []
            yield from reference(self.document, (*path, "core", i), "decision", name, known)
        yield from twice(self.document, (*path, "core"), "decision", chapter.core)

    @property
    def facts(self) -> list[str]:
        own = [f for _, game in self.there for f in game.record.facts]
        return [*self.record.facts, *own]

    def seats(self) -> Iterator[Diagnostic]:
        document, seats = self.document, self.campaign.seats
        known = dict.fromkeys(a for _, game in self.there for a in game.record.actors)
        near = {n for _, game in self.there for a in game.actors for n in (a, game.record.side(a))}
        for i, seat in enumerate(seats):
            yield from reference(document, ("seats", i, "actor"), "actor", seat.actor, known, near=near)
            for j, heir in enumerate(seat.then):
                yield from reference(document, ("seats", i, "then", j), "actor", heir, known, near=near)
        yield from idle_seats(document, seats, known, near, "Name an actor of one of the scenarios.")

    def order(self) -> Iterator[Diagnostic]:
        """Scenarios may overlap in time, but none lies wholly before one above it."""
        latest, above = self.there[0][1].decisions[0].date, self.there[0][0]
        for at, (name, game) in enumerate(self.there):
            begins, ends = game.decisions[0].date, game.decisions[-1].date
            if ends < latest:
                message = f"'{name}' ends on {ends}, before '{above}' above it begins ({latest})."
                mend = f"Put it above '{above}'."
                yield self.document.problem(("scenarios", at, "scenario"), "date-order", message, mend)
            if begins > latest:
                latest, above = begins, name

    def one_meaning(self) -> Iterator[Diagnostic]:
        """An entry of its own that two scenarios call by one name must be the same in both."""
        told: dict[tuple[str, str], tuple[str, object]] = {}
        for at, (name, game) in enumerate(self.there):
            for room, rows in own_entries(game, self.record):
                for id_, entry in rows.items():
                    before = told.setdefault((room, id_), (name, entry))
                    if before[1] != entry:
                        message = f"'{id_}' under {room} differs between '{before[0]}' and '{name}'."
                        path: Path_ = ("scenarios", at, "scenario")
                        mend = "Rename it in one of the two files."
                        yield self.document.problem(path, "two-meanings", message, mend)

    def endings(self) -> Iterator[Diagnostic]:
        """Conditions of endings that cannot be read."""
        names = names_of([game for _, game in self.there])
        for i, ending in enumerate(self.campaign.endings):
            try:
                if ending.when is not None:
                    parse(ending.when, names)
            except BadCondition as problem:
                path: Path_ = ("endings", i, "when")
                yield self.document.problem(path, "bad-condition", f"{problem}.", problem.mend)


def own_entries(game: Compiled, shared: Record) -> Iterator[tuple[str, Mapping[str, object]]]:
    """What a scenario's own record adds to the shared one, room by room."""
    for room in ROOMS:
        rows, known = getattr(game.record, room), getattr(shared, room)
        yield room, {id_: entry for id_, entry in rows.items() if id_ not in known}


def names_of(games: Sequence[Compiled]) -> Names:
    """What a campaign's conditions may name."""
    return Names(
        {called(g.id, d.source.id): d.moves for g in games for d in g.decisions},
        [called(g.id, e.source.id) for g in games for e in g.events],
        tuple(dict.fromkeys(v for g in games for v in g.variables)),
    )
