"""The first page: the tutorial, the scenarios as cards, and the games that can go on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.game.stored import Saved
from sim.record.record import load as load_record
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui.screens.common import HELP, MODE_NAMES, SETTINGS
from sim.ui.screens.words import listed, lower, opening
from sim.ui.view import (
    Action,
    Card,
    Cards,
    Hint,
    Panel,
    Screen,
)

KEYS = "123456789abcdefghijklmopuwyz"
"""What picks the cards, in their order. Other letters do something of their own on this page."""
LEAD = "A crisis of your own is opened with: python play.py FILE.yaml"
_GOES = (
    "How every game goes: take a seat. Read what it knew that day. Where you decide, choose; where others "
    "decide, write to them, or stay silent. See what was really chosen. Then talk about why the paths part: "
    "there is no score."
)
_SUMMARY = 230
"""The most characters of a summary on a card. Its next page has all of it, and of the content note."""


def choose(
    games: list[Compiled], saves: list[tuple[Path, Saved]], message: str, tutorial: str = "first"
) -> Screen:
    """The scenarios as cards in the order of time, and the newest saved games.

    ``tutorial`` is where its card stands: ``first``, ``last`` for those who have finished it, or "".
    """
    in_time = sorted(games, key=lambda g: g.decisions[0].date)
    cards = [_scenario_card(_key(i), game) for i, game in enumerate(in_time)]
    going_on = [_saved_card(_key(len(in_time) + i), path, saved) for i, (path, saved) in enumerate(saves)]
    groups = {"Saved games": going_on} if going_on else {}
    if tutorial == "first":
        card = _tutorial_card("", "" if going_on else f"\n{_GOES}")
        groups = {"For a first game": [card]} | groups
    elif tutorial:
        groups["To look something up"] = [_tutorial_card(" once more", "")]
    panels = _beginning(groups)
    panels.append(Cards("Scenarios", tuple(cards), 2.0, grid=True, empty="No scenario was found.", lead=LEAD))
    return Screen(
        "choose",
        "Backchannel",
        "Take a seat at a real decision, work the channels, choose, and see what was really chosen.",
        panels=tuple(panels),
        actions=(HELP, SETTINGS, Action("quit", "Quit", "Esc")),
        message=message,
    )


def _beginning(groups: dict[str, list[Card]]) -> list[Panel]:
    """A column of cards under their captions; none where there is nothing to begin with."""
    if len(groups) < 2:
        return [Cards(title, tuple(cards), 0.8) for title, cards in groups.items()]
    cards = [replace(c, above="" if i else t) for t, cards in groups.items() for i, c in enumerate(cards)]
    return [Cards("Begin", tuple(cards), 0.8)]


def _key(at: int) -> str:
    return KEYS[at] if at < len(KEYS) else ""


def _tutorial_card(again: str, more: str) -> Card:
    """The tutorial's card; its number stays the same wherever it stands."""
    text = "A made-up quarrel of two islands over a lighthouse. Each screen tells you what to press."
    return Card(
        f"scenario:{library.TUTORIAL}",
        "0",
        f"Tutorial{again}: five minutes",
        text + more,
        (Hint("made up"), Hint("5 min"), Hint(_count(3, "decision"))),
        "Teaches: every control, one at a time.\nNote: nobody comes to harm.",
    )


def _scenario_card(key: str, game: Compiled) -> Card:
    source = game.source
    ends = (f"{source.decisions[0].date:%b %Y}", f"{source.decisions[-1].date:%b %Y}")
    years = " to ".join(dict.fromkeys(ends))
    hints = (Hint(years), Hint(f"{source.minutes} min"), Hint(_count(len(source.decisions), "decision")))
    about = (
        f"Teaches: {lower(source.teaches)}.",
        f"Seats: {listed([game.record.actors[s.actor].name for s in source.seats])}.",
        f"Note: {lower(opening(source.content_note))}",
    )
    words = opening(source.summary, _SUMMARY)
    return Card(f"scenario:{game.origin}", key, source.title, words, hints, "\n".join(about))


def _saved_card(key: str, path: Path, saved: Saved) -> Card:
    return Card(
        f"resume:{path.name}",
        key,
        f"Go on: {saved.title}",
        f"As {_who(saved)}, {_count(saved.present.settled, 'decision')} played.",
        (Hint(MODE_NAMES[saved.setup.mode].lower()), Hint(f"seed {saved.seed}")),
    )


def _who(saved: Saved) -> str:
    """The seats of a saved game, with their nicknames."""
    parts = []
    for seat in saved.setup.seats:
        actor = load_record().actors.get(seat)
        names = listed(list(saved.setup.names_of(seat)))
        parts.append((actor.name if actor else seat.capitalize()) + (f" ({names})" if names else ""))
    return listed(parts)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
