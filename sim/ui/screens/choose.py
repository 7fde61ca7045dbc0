"""The first page: the scenarios as cards, and the games that can go on."""

from __future__ import annotations

from pathlib import Path

from sim.game.stored import Saved
from sim.record.record import load as load_record
from sim.scenario.compiled import Compiled
from sim.ui.screens.common import HELP, MODE_NAMES
from sim.ui.screens.words import listed, lower
from sim.ui.view import (
    Action,
    Card,
    Cards,
    Hint,
    Panel,
    Screen,
    Text,
    bullet,
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


def choose(games: list[Compiled], saves: list[tuple[Path, Saved]], message: str) -> Screen:
    """The scenarios as cards in the order of time, and the newest saved games."""
    in_time = sorted(games, key=lambda g: g.decisions[0].date)
    cards = [_scenario_card(str(i), game) for i, game in enumerate(in_time, 1)]
    going_on = [
        Card(
            f"resume:{path.name}",
            str(len(cards) + i),
            f"Go on: {saved.title}",
            f"As {_who(saved)}, {_count(saved.present.settled, 'decision')} played.",
            (Hint(MODE_NAMES[saved.setup.mode].lower()), Hint(f"seed {saved.seed}")),
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


def _who(saved: Saved) -> str:
    """The seats of a saved game, with their nicknames."""
    parts = []
    for seat in saved.setup.seats:
        actor = load_record().actors.get(seat)
        names = listed(list(saved.setup.names_of(seat)))
        parts.append((actor.name if actor else seat) + (f" ({names})" if names else ""))
    return listed(parts)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
