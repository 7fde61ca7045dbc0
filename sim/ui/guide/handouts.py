"""What students get before the game: a card for each seat, and one page for everybody."""

from __future__ import annotations

from typing import Final

from sim.scenario.compiled import Compiled
from sim.ui.guide import first_day
from sim.ui.guide.sheets import Block, Head, List, Part, Say, Sheet
from sim.ui.guide.telling import opening
from sim.ui.screens.words import listed, lower, name

_SCENE: Final = 900
"""The most characters of the opening scene on the student's page."""
RULES: Final = (
    ("You speak for a seat, not for yourself.", "Say “I”, and mean the seat. Nobody is what they play."),
    ("Nobody has to play, or to say why.", "Who observes reads and forecasts, and counts as much."),
    ("Argue over reasons.", "Not over who is right in the world, and never over anybody in this room."),
    (
        "No victims are played, and nothing scores a death.",
        "Whoever suffers from a choice is not in the room.",
    ),
)
_ROUND: Final = (
    ("Read", "what could be known that day, and nothing later."),
    ("Write or choose:", "one seat decides; the others may each send it one message, or stay silent."),
    ("Forecast", "what others will choose: ten counters, ten per cent each."),
    ("See", "what came of it, and later what was really chosen, who says so, and who says otherwise."),
)
_SECRETS: Final = {
    "faint": "keeps nothing",
    "slight": "leaks easily",
    "marked": "may leak",
    "strong": "seldom leaks",
    "extreme": "hardly ever leaks",
}
_CARRIES: Final = {
    "faint": "hardly trusted",
    "slight": "little trusted",
    "marked": "fairly trusted",
    "strong": "well trusted",
    "extreme": "trusted throughout",
}


def brief(game: Compiled) -> Sheet:
    """The student's page: the first scene as everybody sees it, who is there, how a round goes, the rules."""
    first, scene = game.source.decisions[0], first_day.scene(game)
    opens = Say(opening(scene.situation, _SCENE))
    seats = [s.actor for s in game.source.seats]
    offices = [first_day.office(game, a) for a in seats]
    told = tuple((f"{name(game.record, a)}{':' * bool(o)}", o) for a, o in zip(seats, offices, strict=True))
    others = [name(game.record, a) for a in first_day.cast(game) if a not in seats]
    there: list[Block] = [List(told)]
    if others:
        there.append(Say(f"{listed(others)}.", "Others who may speak:"))
    parts = (
        Part("Before you start", (Say(game.source.content_note),)),
        Part(f"Where it begins: {scene.title}", (*_addressed(game), opens)),
        Part("The seats", tuple(there)),
        Part("A round", (List(_ROUND),)),
        Part("Rules of the room", (List(RULES),)),
    )
    foot = "History is what was chosen, not what was right. There is no score, and no right answer."
    return Sheet("brief", game.source.title, "Student brief", first.date_text, parts, foot)


def _addressed(game: Compiled) -> tuple[Block, ...]:
    """To whom the first scene speaks, where everybody reads the decider's own."""
    first = game.source.decisions[0]
    if first.outside:
        return ()
    return (Say(f"So it stands before {name(game.record, first.decider)}, who decides first:", quiet=True),)


def cards(game: Compiled) -> Sheet:
    """A card for each seat, to be cut out: what it knows, wants, holds and cannot do on the first day."""
    lead = "Cut along the dashes. Each card is for its own seat until the debrief."
    parts = tuple(card(game, s.actor) for s in game.source.seats)
    return Sheet("cards", game.source.title, "Role cards", lead, parts, "")


def card(game: Compiled, actor: str) -> Part:
    """One seat's card. It has nothing of another seat's brief, and nothing later than the first decision."""
    record, source = game.record, game.source
    seat = next(s for s in source.seats if s.actor == actor)
    blocks: list[Block] = [Say(p) for p in seat.brief.split("\n") if p.strip()]
    if seat.aims:
        blocks += [Head("You are after"), List(tuple(("", a) for a in seat.aims))]
    blocks.append(Head("What you hold on the first day"))
    blocks += _listing(
        [
            (f"{lv.name}:", f"{lv.strength.value}. To use it costs: {lower(lv.cost, record)}")
            for lv in (record.leverage[id_] for id_ in first_day.levers(game, actor))
        ],
        "Nothing that counts yet. The game shows what you hold at each decision.",
    )
    bound = [record.constraints[c] for c in first_day.limits(game, actor)]
    blocks.append(Head("What binds you"))
    blocks += _listing(
        [(f"{c.name}:", c.text) for c in bound], "Nothing special on the first day. The game shows more."
    )
    blocks.append(Head("Open to you on the first day"))
    blocks += _listing(_lines(game, actor), "No channel to whoever decides first: read, and forecast.")
    far = [name(record, a) for a in first_day.reach(game, actor)]
    if far:
        blocks.append(Say(f"{listed(far)}.", "You can reach, now or in time:"))
    return Part(record.actors[actor].name, tuple(blocks), "For this seat only", _under(game, actor))


def _under(game: Compiled, actor: str) -> str:
    """What stands under a card's name: the office and the side, and that a role is a composite one."""
    entry, side = game.record.actors[actor], game.record.side(actor)
    told = [first_day.office(game, actor), game.record.actors[side].name if side != actor else ""]
    told.append("A composite role: it stands for several people" if entry.composite else "")
    return ". ".join(t for t in told if t) or game.source.title


def _listing(rows: list[tuple[str, str]], otherwise: str) -> list[Block]:
    return [List(tuple(rows))] if rows else [Say(otherwise, quiet=True)]


def _lines(game: Compiled, actor: str) -> list[tuple[str, str]]:
    """The first day's channels with whom they reach, how far they are trusted and how they keep a secret."""
    record, found = game.record, []
    for line in first_day.lines(game, actor):
        channel = record.channels[line.channel]
        whom = listed([record.actors[a].name for a in line.others])
        how = (
            "public: all hear it"
            if channel.public
            else f"{_word(channel.trust.percent, _CARRIES)}, {_word(channel.secrecy.percent, _SECRETS)}"
        )
        found.append((f"{channel.name}:", f"{whom} ({how})"))
    return found


def _word(percent: int, words: dict[str, str]) -> str:
    """A share in words: the step of the scale that it falls on."""
    return list(words.values())[min(4, percent // 20)]
