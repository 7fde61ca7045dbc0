"""Before the game: what it is about, how it is played and by whom; then each seat's private brief."""

from __future__ import annotations

from sim.game.seat import Seat, covers
from sim.game.setup import MODES, OBSERVER, Setup
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.ui.screens.common import BACK, CONSOLE, GLOSSARY, HELP, MODE_NAMES, SETTINGS, network, title_of
from sim.ui.screens.words import lower, name
from sim.ui.view import (
    Action,
    Block,
    Card,
    Cards,
    Field,
    Fields,
    Hint,
    Panel,
    Screen,
    Tab,
    Text,
    bullet,
    heading,
    note,
    para,
)

_HOW = {
    "solo": "One person, one seat. Everybody else is played by the model.",
    "pair": "Two people share a seat: a choice counts once both have agreed to it.",
    "hot seat": "Several seats at this machine. A curtain between them keeps each brief private.",
    "projector": "A class before one screen: hands are counted for moves, and for yes or no. Type is large.",
    "observer": "Nobody of you decides. Read, say what you expect, and see what the model does.",
}
PEOPLE = {"solo": 1, "pair": 2, "hot seat": 1, "projector": 0, "observer": 1}
"""How many nicknames a seat asks for in each mode."""


def seats(game: Compiled, draft: Setup, message: str) -> Screen:
    """What the scenario is about, what to know before, how it is played, and who can be played."""
    tabs = tuple(Tab(f"mode:{m}", MODE_NAMES[m], m == draft.mode) for m in MODES)
    actions = [HELP, GLOSSARY, SETTINGS, _clock(draft), BACK]
    several = draft.mode == "hot seat"
    if several:
        ready = len(draft.seats) > 1
        actions.append(Action("sit", "Begin", "Enter", primary=True, enabled=ready))
    panels: list[Panel] = [
        Text("About", tuple(_about(game)), 1.0),
        Cards(
            "Seats: pick all that are played, then begin" if several else "Choose your seat",
            tuple(_seat_cards(game, draft)),
            1.0,
            lead=_HOW[draft.mode],
        ),
    ]
    fields = _fields(game, draft)
    if fields:
        panels.append(Fields("Nicknames, if you like", fields, 0.7))
    return Screen(
        "seat",
        game.source.title,
        "Who plays?",
        tabs,
        panels=tuple(panels),
        actions=tuple(actions),
        message=message,
    )


def _clock(draft: Setup) -> Action:
    """The button that turns to the next choice of minutes for a decision."""
    said = f"{draft.minutes} minutes a decision" if draft.minutes else "No clock"
    return Action("minutes", said, "K")


def _notes(game: Compiled) -> list[Block]:
    """What to know before a game, and that nobody has to play it."""
    return [
        note("Before you start", game.source.content_note),
        note(
            "You may sit this out",
            "Nobody has to play, or to say why. Who observes does as much as who plays.",
        ),
    ]


def _about(game: Compiled) -> list[Block]:
    source = game.source
    return [
        para(source.summary),
        *_notes(game),
        heading("What it teaches"),
        para(source.teaches + "."),
        heading("What the model leaves out"),
        para(source.limits),
        heading("How to read it"),
        para(
            "History is what was chosen, not what was right. There is no score: at the end you see your "
            "path beside the historical one. Deaths are facts with a source, never points."
        ),
    ]


def played(game: Compiled) -> list[CompiledDecision]:
    """The decisions that people take: in the short campaign the model takes the others."""
    return [d for d in game.decisions if not d.beat]


def parts_of(game: Compiled, actor: str) -> tuple[int, int]:
    """At how many of the decisions that people take a seat decides, and at how many others it can write."""
    decides = writes = 0
    for decision in played(game):
        if covers(game, actor, game.actors[decision.decider]):
            decides += 1
        elif any(covers(game, actor, game.actors[s.actor]) for s in decision.senders):
            writes += 1
    return decides, writes


def _seat_cards(game: Compiled, draft: Setup) -> list[Card]:
    if draft.mode == "observer":
        text = "You see what everybody may see, and nothing that one side keeps to itself."
        return [Card(f"seat:{OBSERVER}", "1", "Observe", text)]
    cards = []
    for i, seat in enumerate(game.source.seats, 1):
        decides, writes = parts_of(game, seat.actor)
        role = game.record.governments.get(seat.actor)
        office = _office(game, seat.actor) if role is None else role.role
        hints = (Hint(f"decides at {decides} of {len(played(game))}"), Hint(f"can write at {writes} more"))
        label, chosen = name(game.record, seat.actor), seat.actor in draft.seats
        cards.append(Card(f"seat:{seat.actor}", str(i), label, office, hints, selected=chosen))
    return cards


def _fields(game: Compiled, draft: Setup) -> tuple[Field, ...]:
    """A line for each nickname: of the seats that were picked, or of the one seat to come."""
    wanted = draft.seats if draft.mode == "hot seat" else ("",)
    found = []
    for seat in wanted:
        names = draft.names_of(seat)
        for i in range(PEOPLE[draft.mode]):
            whose = name(game.record, seat) if seat else "First person" if i == 0 else "Second person"
            whose = "You" if draft.mode in ("solo", "observer") else whose
            typed = names[i] if i < len(names) else ""
            found.append(Field(f"name:{seat}:{i}", whose, typed, "a nickname, not your full name"))
    return tuple(found)


def curtain(seat: Seat, message: str) -> Screen:
    """Between two seats at one machine: nothing of anybody's, until the right person looks."""
    who = title_of(seat)
    words = (
        para(f"Pass the machine to {who}. Everybody else looks away."),
        para("What comes next is for that seat alone."),
    )
    return Screen(
        "curtain",
        f"For {who}",
        seat.game.source.title,
        panels=(Text("A curtain", words),),
        scale=150,
        actions=(
            HELP,
            CONSOLE,
            Action("leave", "Leave", "Esc"),
            Action("open", f"I am {who}", "Enter", primary=True),
        ),
        message=message,
    )


def brief(seat: Seat, message: str, warned: bool = True) -> Screen:
    """The private brief: aims, leverage, constraints, channels. Nothing of another seat.

    ``warned`` is whether the content note was shown before; else it stands first here.
    """
    game, record = seat.game, seat.game.record
    blocks: list[Block] = [] if warned else _notes(game)
    for played in (s for s in game.source.seats if s.actor == seat.id):
        blocks += [para(p) for p in played.brief.split("\n") if p.strip()]
        if played.aims:
            blocks += [heading("Your aims"), *(bullet(a) for a in played.aims)]
    if seat.observes:
        blocks += [para(game.source.summary), para(_HOW["observer"])]
    ours, here = {seat.id, seat.side}, game.chapters[0]
    levers = [record.leverage[lv] for lv in here.levers if ours & set(record.leverage[lv].holder)]
    if levers:
        blocks.append(heading("What you hold"))
        blocks += [
            bullet(f"{lv.name} ({lv.strength.value}). To use it costs: {lower(lv.cost, record)}")
            for lv in levers
        ]
    limits = {limit.constraint for d in here.source.decisions for limit in d.constraints}
    bound = [record.constraints[c] for c in sorted(limits) if ours & set(record.constraints[c].actors)]
    if bound:
        blocks.append(heading("What binds you"))
        blocks += [bullet(f"{c.name}: {c.text}") for c in bound]
    secret = "What everybody may know." if seat.observes else "For your eyes only."
    return Screen(
        "brief",
        f"{game.source.title}: {title_of(seat)}",
        f"{secret} Seed {seat.seed}: the same seed is the same luck.",
        panels=(Text("Your brief", tuple(blocks), 1.1), network(seat, None, 1.0)),
        actions=(HELP, GLOSSARY, SETTINGS, CONSOLE, BACK, Action("begin", "Begin", "Enter", primary=True)),
        message=message,
    )


def _office(game: Compiled, actor: str) -> str:
    day = game.decisions[0].date
    offices = game.record.officials[actor].offices
    held = [o for o in offices if (o.start is None or o.start <= day) and (o.end is None or day <= o.end)]
    return (held or offices)[0].title if offices else game.record.actors[actor].name
