"""The first page: the tutorial, the scenarios as cards, and the games that can go on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.catalogue import Catalogue, Entry
from sim.scenario.files import TUTORIAL
from sim.ui.saying import counted, listed, opening
from sim.ui.screens.actions import HELP, MODE_NAMES, SETTINGS
from sim.ui.view import Action, Card, Cards, Hint, Panel, Screen

if TYPE_CHECKING:
    from sim.game.stored import Saved

KEYS = "123456789abcdefghijklmopuwyz"
"""What picks the cards, in their order. Other letters do something of their own on this page."""
LEAD = "A crisis of your own is opened with: python play.py FILE.yaml"
_GOES = (
    "How every game goes: take a seat. Read what it knew that day. Where you decide, choose; where others "
    "decide, write to them, or stay silent. See what was really chosen. Then talk about why the paths part: "
    "there is no score."
)
_SUMMARY = 160
"""The most characters of a summary on a card. Its next page has all of it, and of the content note."""


def choose(
    catalogue: Catalogue, saves: list[tuple[Path, Saved]], message: str, tutorial: str = "first"
) -> Screen:
    """The scenarios in the order of time and the campaign, as cards, and the newest saved games.

    ``tutorial`` is where its card stands: ``first``, ``last`` for those who have finished it, or "".
    """
    entries = [*catalogue.entries, *catalogue.campaigns]
    cards = [_scenario_card(_key(i), entry) for i, entry in enumerate(entries)]
    names = catalogue.names
    going_on = [_saved_card(_key(len(entries) + i), *saved, names) for i, saved in enumerate(saves)]
    groups = {"Saved games": going_on} if going_on else {}
    if tutorial == "first":
        card = _tutorial_card("", "" if going_on else f"\n{_GOES}")
        groups = {"For a first game": [card]} | groups
    elif tutorial:
        groups["To look something up"] = [_tutorial_card(" once more", "")]
    lead = _reading(catalogue) or LEAD
    shelf = Cards("Scenarios", tuple(cards), 2.4, grid=True, empty="No scenario was found.", lead=lead)
    return Screen(
        "choose",
        "Backchannel",
        "Take a seat at a real decision, work the channels, choose, and see what was really chosen.",
        panels=(shelf, *_beginning(groups)),
        actions=(HELP, SETTINGS, Action("quit", "Quit", "Esc")),
        message=message,
    )


def _reading(catalogue: Catalogue) -> str:
    """How far the reading has come; nothing once it is done."""
    if not catalogue.waiting:
        return ""
    done = catalogue.of - len(catalogue.waiting)
    return f"Reading what is new or has changed: {done} of {catalogue.of}. Next time it is there at once."


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
        f"scenario:{TUTORIAL}",
        "0",
        f"Tutorial{again}: five minutes",
        text + more,
        (Hint("made up"), Hint("5 min"), Hint(counted(3, "decision"))),
        "Teaches: every control, one at a time.\nNote: nobody comes to harm.",
    )


def _scenario_card(key: str, entry: Entry) -> Card:
    counts = f"{entry.minutes} min", counted(len(entry.seats), "seat")
    hints = tuple(Hint(text) for text in (_months(entry), *counts))
    about = (f"Teaches: {entry.teaches.rstrip('.')}.", f"Note: {opening(entry.content_note)}")
    words = opening(entry.summary, _SUMMARY)
    return Card(f"scenario:{entry.id}", key, entry.title, words, hints, "\n".join(about))


def _months(entry: Entry) -> str:
    """From when to when: ``Oct 2023``, ``Oct to Dec 2023``, ``Dec 2023 to Jan 2024``."""
    first, last = f"{entry.first:%b %Y}", f"{entry.last:%b %Y}"
    if entry.first.year == entry.last.year and first != last:
        first = f"{entry.first:%b}"
    return " to ".join(dict.fromkeys((first, last)))


def _saved_card(key: str, path: Path, saved: Saved, names: dict[str, str]) -> Card:
    return Card(
        f"resume:{path.name}",
        key,
        f"Go on: {saved.title}",
        f"As {_who(saved, names)}, {counted(saved.present.settled, 'decision')} played.",
        (Hint(MODE_NAMES[saved.setup.mode].lower()), Hint(f"seed {saved.seed}")),
    )


def _who(saved: Saved, names: dict[str, str]) -> str:
    """The seats of a saved game, with their nicknames."""
    parts = []
    for seat in saved.setup.seats:
        people = listed(saved.setup.names_of(seat))
        parts.append(names.get(seat, seat.capitalize()) + (f" ({people})" if people else ""))
    return listed(parts)
