"""The teacher's page: pause, clock, what is shown, events, an absent seat, notes. Nothing private."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sim.game.entries import Injection, Use
from sim.game.session import Session
from sim.ui.clock import Clock
from sim.ui.place import CHOOSING, Page
from sim.ui.screens.common import BACK, CONSOLE, HELP
from sim.ui.screens.debrief.log import QUIET, SAID
from sim.ui.screens.words import the
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
    Span,
    Tab,
    Text,
    bullet,
    para,
)

EXTRA: Final = 120
"""Seconds that are given more at a time."""
MINUTES: Final = (3, 5, 8, 10)
"""Clocks that can be chosen."""
MOST_NOTE: Final = 300
FROM_AFAR: Final = 180
"""Per cent of the text size, for a page that a whole room is to see."""
_PARTS: Final = {"": "At the table", "events": "Events", "log": "Notes and log"}


def paused(title: str) -> Screen:
    """All that is seen while the game is paused."""
    return Screen(
        "paused",
        title,
        "Paused",
        actions=(CONSOLE, Action("teach:on", "Go on", "Enter", primary=True)),
        scale=FROM_AFAR,
    )


def console(session: Session, clock: Clock, page: Page, part: str) -> Screen:
    """One part of the teacher's page. ``page`` is what it lies over."""
    panels: tuple[Panel, ...]
    if part == "events":
        panels = (_events(session),)
    elif part == "log":
        note = Field("teach:note", "Note", "", "kept for the debrief, with its minute", MOST_NOTE)
        panels = (
            Fields("A note for the debrief", (note,), 1.0),
            Text("Used so far", tuple(_log(session)), 1.4),
        )
    else:
        panels = _at_the_table(session, clock, page)
    return Screen(
        "console",
        "For the teacher",
        "Nothing private stands here. Each use is written down, and read again in the debrief.",
        tabs=tuple(Tab(f"console:{key}", title, key == part) for key, title in _PARTS.items()),
        panels=panels,
        actions=(HELP, BACK),
    )


def _at_the_table(session: Session, clock: Clock, page: Page) -> tuple[Panel, ...]:
    shown = _numbered([_pause(clock), *_shown(session), _absent(session, page)], 1)
    times: tuple[Card, ...] = ()
    if page in CHOOSING:
        times = _numbered(_clock(clock), len(shown) + 1)
    idle = "Nobody is choosing now, so no clock runs."
    return (
        Cards("The game", shown),
        Cards("The clock", times, lead=_time(clock) if times else "", empty=idle),
    )


def _numbered(cards: list[Card], first: int) -> tuple[Card, ...]:
    """The cards with numbers for keys; the tenth has 0."""
    return tuple(replace(card, key=str(n % 10)) for n, card in enumerate(cards, first))


def _pause(clock: Clock) -> Card:
    if clock.paused:
        return Card("teach:on", "", "Go on", "The game comes back where it stood.")
    return Card("teach:pause", "", "Pause", "The screen shows the title and nothing else. The clock stands.")


def _shown(session: Session) -> list[Card]:
    """What is kept back or shown: history, and the numbers."""
    used = [u.what for u in session.uses]
    each, told = session.setup.history == "each", "reveal history" in used
    why = "It is shown after each decision." if each else "It is shown from now on."
    if not session.game.has_history:
        each, why = True, "Nothing of this ever happened."
    reveal = Card(
        "teach:reveal",
        "",
        "Show what was really chosen",
        "From now on, after each decision: not only in the debrief.",
        enabled=not (each or told),
        why_not=why,
    )
    numbers = [w for w in used if w in ("hide numbers", "show numbers")]
    if numbers[-1:] == ["hide numbers"]:
        return [reveal, Card("teach:show", "", "Show the numbers", "The variables have their points again.")]
    hide = "Variables tell only which way they went: talk about why, not about points."
    return [reveal, Card("teach:hide", "", "Hide the numbers", hide)]


def _absent(session: Session, page: Page) -> Card:
    """The model chooses for the seat whose turn it is."""
    seat = session.next_seat()
    who = the(session.game.record, seat) if seat else "an absent seat"
    why = "" if seat else "No person's choice is waited for."
    if page == "result":
        why = "Go on to the next decision first."
    meets = seat is not None and seat in session.table.seats().values() and not session.writers()
    span = "from now on at this table, for" if meets else "once for"
    text = f"The model chooses {span} the seat whose turn it is."
    return Card("teach:stand", "", f"Step in for {who}", text, enabled=not why, why_not=why)


def _time(clock: Clock) -> str:
    if not clock.runs:
        return "There is no clock for this decision."
    return (
        "The time for this decision is up." if not clock.left else "The clock stands while this page is open."
    )


def _clock(clock: Clock) -> list[Card]:
    why = "" if clock.runs else "There is no clock."
    return [
        Card("teach:extend", "", "Two minutes more", enabled=clock.runs, why_not=why),
        Card("teach:skip", "", "No clock for this decision", enabled=clock.runs, why_not=why),
        *(Card(f"teach:start:{n}", "", f"{n} minutes from now") for n in MINUTES),
    ]


def _events(session: Session) -> Cards:
    """Every event of the scenario; what has happened is closed."""
    possible = [] if session.over else session.model.still_possible()
    spent = session.model.state.events[0]
    cards = []
    for number, event in enumerate(session.game.events, 1):
        source = event.source
        after = next(d.source for d in session.game.decisions if d.source.id == source.after)
        why = "It has happened." if spent[event.index] else "It happens once the open decision is taken."
        cards.append(
            Card(
                f"teach:inject:{source.id}",
                str(number) if number < 10 else "",
                source.title,
                source.text if source.text != source.title else "",
                (Hint(f"foreseen after {after.date:%b %Y}"), Hint(f"chance: {event.chance} %")),
                enabled=source.id in possible,
                why_not="" if source.id in possible else why,
            )
        )
    lead = "What may still come. A pick happens once the open decision is taken, whatever its chance."
    empty = "This scenario has no events."
    return Cards("Let an event happen", tuple(cards), grid=True, lead=lead if cards else "", empty=empty)


def _log(session: Session) -> list[Block]:
    """What was used so far, in order, with its minute."""
    titles = {e.id: e.title for e in session.game.source.events}
    told = []
    for entry in session.log:
        if isinstance(entry, Injection):
            told.append(bullet(f"An event was let happen: {titles[entry.event]}."))
        elif isinstance(entry, Use) and entry.what not in QUIET:
            minute = Span(f"{entry.second // 60}:{entry.second % 60:02}  ", "strong")
            said = Span(" ".join(part for part in (SAID[entry.what], entry.text) if part))
            told.append(Block("bullet", (minute, said)))
    return told or [para("Nothing yet.")]
