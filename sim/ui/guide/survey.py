"""Two forms that ask the same in other words: A before the game, B after it.

Both draw on the first day alone, so that neither tells what came later; and where the first decision is
secret, on nothing that its decider's side alone knows. Forms in parallel keep a second
asking from being a memory of the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sim.scenario.compiled import Compiled
from sim.ui.guide import first_day
from sim.ui.guide.sheets import Block, Choose, Part, Rate, Sheet, Write
from sim.ui.screens.words import the

LABELS: Final = ("strongly disagree", "disagree", "neither", "agree", "strongly agree")
MOST_KNOWN: Final = 4
"""So many questions of knowledge stand in a form, where the scenario has matter for them."""
MOST_OPTIONS: Final = 4

_RATED: Final = (
    (
        "Forecasts",
        "When a government has to decide, I can say how likely each choice is.",
        "I can put odds on what a government will do when it has to decide.",
    ),
    (
        "Forecasts",
        "I know what would make me change a forecast of mine.",
        "I can name what would change my mind about a forecast.",
    ),
    (
        "Other eyes",
        "I can put the aims of {one} in words that they would use.",
        "I could explain the aims of {one} so that they would agree.",
    ),
    (
        "Other eyes",
        "I can put the aims of {other} in words that they would use.",
        "I could explain the aims of {other} so that they would agree.",
    ),
    (
        "Other eyes",
        "Somebody who chooses what I think wrong may have good reasons.",
        "There may be good reasons for a choice that I think is a mistake.",
    ),
    (
        "Interest",
        "I would like to know more about how governments talk with each other.",
        "I want to read more about talks between governments.",
    ),
    (
        "Interest",
        "In news of a dispute, I look for who could have decided otherwise.",
        "When I read of a quarrel, I ask who else could have decided, and how.",
    ),
)
"""What each statement is about, and its words in form A and in form B."""


@dataclass(frozen=True)
class Question:
    """A question of knowledge: one of the options is right."""

    about: str
    """What kind of question it is: both forms have as many of each."""
    ask: str
    options: tuple[str, ...]
    right: str

    @property
    def letter(self) -> str:
        """The right option as a letter: a for the first box."""
        return "abcdef"[self.options.index(self.right)]


@dataclass(frozen=True)
class Form:
    """A form: its letter, when it is filled in, its questions and its statements."""

    letter: str
    when: str
    questions: tuple[Question, ...]
    about: tuple[str, ...]
    statements: tuple[str, ...]
    last: str


def forms(game: Compiled) -> tuple[Form, Form]:
    """Forms A and B: as many questions of each kind, and the same statements in other words."""
    pairs = _pairs(game)
    one, other = _sides(game)
    about = tuple(kind for kind, _, _ in _RATED)
    a, b = (tuple(row[i].format(one=one, other=other) for row in _RATED) for i in (1, 2))
    return (
        Form("A", "before", tuple(p[0] for p in pairs), about, a, "What I should like to understand better:"),
        Form("B", "after", tuple(p[1] for p in pairs), about, b, "What I now see in another way, or not:"),
    )


def sheet(game: Compiled, form: Form) -> Sheet:
    """A form as a page to fill in by hand."""
    count = len(form.questions)
    known: list[Block] = [Choose(i, q.ask, q.options) for i, q in enumerate(form.questions, 1)]
    if not known:
        known = [Write("Who can decide something here, and what keeps each of them from it?", 3)]
    parts = (
        Part("", (Write("Nickname, the same on both forms, and not your name:"),)),
        Part("Who can decide what, on the first day? One box each", tuple(known)),
        Part("How far do you agree? One box each", (Rate(count + 1, LABELS, form.statements),)),
        Part("In your own words", (Write(form.last, 2),)),
    )
    lead = "Five minutes. Nobody is graded by it, and you may leave out what you like."
    foot = "Forms A and B ask alike in other words. Whoever collects them counts for the class, not for you."
    return Sheet("form", game.source.title, f"Form {form.letter}, {form.when} the game", lead, parts, foot)


def key(game: Compiled) -> list[tuple[str, str, str]]:
    """The answers: the number, then the right option of each form with its letter."""
    a, b = forms(game)
    return [
        (str(i), f"{one.letter}: {one.right}", f"{other.letter}: {other.right}")
        for i, (one, other) in enumerate(zip(a.questions, b.questions, strict=True), 1)
    ]


def _sides(game: Compiled) -> tuple[str, str]:
    """Two seats of different sides, where there are two, as they stand within a sentence."""
    seats = [s.actor for s in game.source.seats]
    first = seats[0]
    record = game.record
    pool = sorted([*seats, *first_day.cast(game)], key=lambda a: record.actors[a].composite)
    other = next((a for a in pool if record.side(a) != record.side(first)), first)
    return the(record, first), the(record, other)


def _pairs(game: Compiled) -> list[tuple[Question, Question]]:
    """Questions in twos of a kind, the kinds in turn."""
    behind = () if game.source.decisions[0].outside else (_binds(game), _talks(game))
    kinds = [list(kind) for kind in (_holds(game), *behind, _speaks(game), _offices(game))]
    twos = [[pair for i, pair in enumerate(pairwise(kind)) if i % 2 == 0] for kind in kinds]
    found = []
    for turn in range(MOST_KNOWN):
        found += [two[turn] for two in twos if turn < len(two)]
    return found[:MOST_KNOWN]


def _holds(game: Compiled) -> Iterator[Question]:
    """Who holds each instrument of the first decision; of a secret one, those that press its decider."""
    first, record = game.source.decisions[0], game.record
    for id_ in first.leverage:
        lever = record.leverage[id_]
        ours = record.side(first.decider) in {record.side(a) for a in lever.holder}
        if first.outside is None or not ours:
            ask = f"Who can bring this to bear: “{lever.name}”?"
            yield from _of_sides(game, "instruments", ask, id_, lever.holder)


def _binds(game: Compiled) -> Iterator[Question]:
    """Whom each constraint of the first decision binds."""
    for id_ in dict.fromkeys(limit.constraint for limit in game.source.decisions[0].constraints):
        limit = game.record.constraints[id_]
        yield from _of_sides(game, "limits", f"Whom does this bind: “{limit.name}”?", id_, limit.actors)


def _talks(game: Compiled) -> Iterator[Question]:
    """Who is in each private channel of the first decision, where its name does not say."""
    for id_ in game.source.decisions[0].channels:
        channel = game.record.channels[id_]
        if not channel.public:
            ask = f"Who of these can speak over this channel: “{channel.name}”?"
            yield from _of_sides(game, "channels", ask, id_, channel.members)


def _speaks(game: Compiled) -> Iterator[Question]:
    """For whom each official of the cast speaks."""
    for actor in first_day.cast(game):
        official = game.record.officials.get(actor)
        if official and official.side in _governments(game):
            ask = f"For whom does {official.name} speak?"
            yield from _of_sides(game, "people", ask, actor, [official.side])


def _offices(game: Compiled) -> Iterator[Question]:
    """Who of the cast holds each office on the first day."""
    held = {a: first_day.office(game, a) for a in first_day.cast(game)}
    for actor, title in held.items():
        others = sorted((a for a, t in held.items() if t and t != title), key=lambda a: _place(title, a))
        names = [game.record.actors[a].name for a in [actor, *others[: MOST_OPTIONS - 1]]]
        if title and ";" not in title and len(set(names)) == len(names) > 1:
            ordered = tuple(sorted(names, key=lambda n: _place(n, title)))
            yield Question("offices", f"Who holds this office: “{title}”?", ordered, names[0])


def _of_sides(game: Compiled, about: str, ask: str, id_: str, right: list[str]) -> Iterator[Question]:
    """A question whose answer is one government or party; none where its own words give it away."""
    record = game.record
    true = {record.side(a) for a in right if a in record.actors}
    known = [s for s in _governments(game) if s in true]
    wrong = [s for s in _governments(game) if s not in true]
    if not known or not wrong or _given_away(ask, record.actors[known[0]].name):
        return
    picked = sorted(wrong, key=lambda s: _place(id_, s))[: MOST_OPTIONS - 1]
    names = [record.actors[s].name for s in sorted([known[0], *picked], key=lambda s: _place(s, id_))]
    if len(set(names)) == len(names):
        yield Question(about, ask, tuple(names), record.actors[known[0]].name)


def _governments(game: Compiled) -> list[str]:
    """The sides of the cast that are there on the first day."""
    actors = [*(s.actor for s in game.source.seats), *first_day.cast(game)]
    sides = dict.fromkeys(game.record.side(a) for a in actors)
    return [side for side in sides if first_day.present(game, side)]


def _given_away(ask: str, answer: str) -> bool:
    """Whether a question has a word of its answer in it."""
    words = {w.strip("“”?.,:'()").lower() for w in ask.split()}
    return any(len(w) > 3 and any(x.startswith(w[:5].lower()) for x in words) for w in answer.split())


def _place(one: str, other: str) -> str:
    """An order that says nothing, and is the same each time."""
    return hashlib.sha256(f"{one}/{other}".encode()).hexdigest()
