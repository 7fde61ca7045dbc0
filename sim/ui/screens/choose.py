"""Before the game: which scenario, which seat, and the seat's private brief."""

from __future__ import annotations

from pathlib import Path

from sim.game import save
from sim.game.session import Session, covers
from sim.record.record import load as load_record
from sim.scenario.compiled import Compiled
from sim.ui.screens.common import HELP, network
from sim.ui.screens.words import lower, name
from sim.ui.view import (
    Action,
    Block,
    Card,
    Cards,
    Hint,
    Panel,
    Screen,
    Text,
    bullet,
    heading,
    note,
    para,
)

_WELCOME = (
    bullet("Pick a scenario, then a seat: a government or an official."),
    bullet("Read what that seat could know on the day. Nobody knew what came later."),
    bullet("Where you decide, choose a move. Where others decide, work the channels, or stay silent."),
    bullet("After each decision, see what was really chosen, and how sure that is."),
    bullet("At the end, see both paths side by side, and talk about why they part."),
    para("There is no score. Half an hour of play deserves as long a talk afterwards."),
)


def choose(games: list[Compiled], saves: list[tuple[Path, save.Saved]], message: str) -> Screen:
    """The scenarios as cards in the order of time, and the newest saved games."""
    in_time = sorted(games, key=lambda g: g.decisions[0].date)
    cards = [_scenario_card(str(i), game) for i, game in enumerate(in_time, 1)]
    going_on = [
        Card(
            f"resume:{path.name}",
            str(len(cards) + i),
            f"Go on: {saved.title}",
            f"As {_seat_name(saved)}, {_count(saved.settled, 'decision')} played.",
            (Hint(f"seed {saved.seed}"),),
        )
        for i, (path, saved) in enumerate(saves, 1)
    ]
    panels: list[Panel] = [Cards("Scenarios", tuple(cards), 2.0, grid=True, empty="No scenario was found.")]
    if going_on:
        panels.append(Cards("Saved games", tuple(going_on), 0.8))
    else:
        panels.append(Text("How a game goes", _WELCOME, 0.8))
    return Screen(
        "choose",
        "Backchannel",
        "Take a seat at a real decision, work the channels, choose, and see what was really chosen.",
        panels=tuple(panels),
        actions=(HELP, Action("quit", "Quit", "Esc")),
        message=message,
    )


def _scenario_card(key: str, game: Compiled) -> Card:
    source = game.source
    ends = (f"{source.decisions[0].date:%b %Y}", f"{source.decisions[-1].date:%b %Y}")
    years = " to ".join(dict.fromkeys(ends))
    hints = (Hint(years), Hint(f"{source.minutes} min"), Hint(_count(len(source.decisions), "decision")))
    return Card(
        f"scenario:{game.origin}",
        key,
        source.title,
        source.summary,
        hints,
        f"Teaches: {lower(source.teaches)}",
    )


def seats(game: Compiled, message: str) -> Screen:
    """What the scenario is about, what to know before, and who can be played."""
    source = game.source
    blocks: list[Block] = [
        para(source.summary),
        note("Before you start", source.content_note),
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
    cards = []
    for i, seat in enumerate(source.seats, 1):
        decides = sum(covers(game, seat.actor, game.actors[d.decider]) for d in game.decisions)
        hint = Hint(f"decides at {decides} of {len(game.decisions)}")
        writes = sum(
            not covers(game, seat.actor, game.actors[d.decider])
            and any(covers(game, seat.actor, game.actors[s.actor]) for s in d.senders)
            for d in game.decisions
        )
        role = game.record.governments.get(seat.actor)
        office = _office(game, seat.actor) if role is None else role.role
        cards.append(
            Card(
                f"seat:{seat.actor}",
                str(i),
                name(game.record, seat.actor),
                office,
                (hint, Hint(f"can write at {writes} more")),
            )
        )
    return Screen(
        "seat",
        source.title,
        "Choose your seat",
        panels=(Text("About", tuple(blocks), 1.0), Cards("Seats", tuple(cards), 1.0)),
        actions=(HELP, Action("back", "Back", "Esc")),
        message=message,
    )


def brief(session: Session, message: str) -> Screen:
    """The private brief: aims, leverage, constraints, channels. Nothing of another seat."""
    game, record = session.game, session.game.record
    seat = next(s for s in game.source.seats if s.actor == session.seat)
    blocks: list[Block] = [para(p) for p in seat.brief.split("\n") if p.strip()]
    blocks += [heading("Your aims"), *(bullet(a) for a in seat.aims)]
    ours = {session.seat, record.side(session.seat)}
    levers = [record.leverage[lv] for lv in game.levers if ours & set(record.leverage[lv].holder)]
    if levers:
        blocks.append(heading("What you hold"))
        blocks += [
            bullet(f"{lv.name} ({lv.strength.value}). To use it costs: {lower(lv.cost)}") for lv in levers
        ]
    limits = {limit.constraint for d in game.source.decisions for limit in d.constraints}
    bound = [record.constraints[c] for c in sorted(limits) if ours & set(record.constraints[c].actors)]
    if bound:
        blocks.append(heading("What binds you"))
        blocks += [bullet(f"{c.name}: {c.text}") for c in bound]
    return Screen(
        "brief",
        f"{game.source.title}: {name(record, session.seat)}",
        f"For your eyes only. Seed {session.seed}: the same seed is the same luck.",
        panels=(Text("Your brief", tuple(blocks), 1.1), network(session, None, 1.0)),
        actions=(HELP, Action("back", "Back", "Esc"), Action("begin", "Begin", "Enter", primary=True)),
        message=message,
    )


def _office(game: Compiled, actor: str) -> str:
    day = game.decisions[0].date
    offices = game.record.officials[actor].offices
    held = [o for o in offices if (o.start is None or o.start <= day) and (o.end is None or day <= o.end)]
    return (held or offices)[0].title if offices else game.record.actors[actor].name


def _seat_name(saved: save.Saved) -> str:
    actor = load_record().actors.get(saved.seat)
    return actor.name if actor else saved.seat


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
