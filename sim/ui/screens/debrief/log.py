"""What the teacher did and noted; and, where several seats were played, what each side knew."""

from __future__ import annotations

from sim.game.entries import Control, Injection, Use
from sim.game.seat import Seat
from sim.ui.screens.common import title_of
from sim.ui.screens.debrief.shown import Shown
from sim.ui.screens.result import may_read
from sim.ui.screens.sentences import sent_text
from sim.ui.screens.words import listed
from sim.ui.view import Block, Panel, Row, Span, Table, Text, bullet, heading, para

SAID: dict[Control, str] = {
    "pause": "The game was paused.",
    "go on": "The game went on.",
    "extend": "More time was given.",
    "skip clock": "The clock was stopped.",
    "time up": "The time was up.",
    "reveal history": "What was really chosen was shown.",
    "hide numbers": "The numbers were hidden.",
    "show numbers": "The numbers were shown again.",
    "inject": "An event was let happen.",
    "step in": "The model chose for an absent seat.",
    "note": "Note:",
    "votes": "Hands were counted:",
    "agreed": "Both agreed.",
    "left": "Somebody left.",
}
QUIET: frozenset[Control] = frozenset({"agreed"})
"""What is logged, but says nothing in a debrief."""


def has_notes(shown: Shown) -> bool:
    """Whether there is anything for the page of notes."""
    return bool(_uses(shown)) or any(isinstance(e, Injection) for e in shown.session.log)


def notes(shown: Shown) -> tuple[Panel, ...]:
    """The notes in full, then every control that was used, with its minute and decision."""
    uses = _uses(shown)
    written = [u for u in uses if u.what == "note"]
    words = [
        Block("bullet", (Span(f"{_where(shown, u.decision)}: ", "strong"), Span(u.text))) for u in written
    ]
    rows = [
        Row((_minute(u), _where(shown, u.decision), " ".join(filter(None, [SAID[u.what], u.text]))))
        for u in uses
        if u.what != "note"
    ]
    events = {e.id: e.title for e in shown.game.source.events}
    rows += [
        Row(("", _where(shown, e.decision), f"An event was let happen: {events[e.event]}"))
        for e in shown.session.log
        if isinstance(e, Injection)
    ]
    panels: list[Panel] = []
    if words:
        panels.append(Text("Notes for the debrief", tuple(words)))
    if rows:
        panels.append(
            Table("What was done at the table", ("Minute", "Decision", "What"), tuple(rows), (0.5, 1.4, 1.6))
        )
    return tuple(panels)


def _uses(shown: Shown) -> list[Use]:
    """Every use in every line, in the order in which they were made."""
    found = [e for line in shown.found.lines for e in line.log if isinstance(e, Use)]
    return sorted((u for u in found if u.what not in QUIET), key=lambda u: u.second)


def _where(shown: Shown, decision: str) -> str:
    return shown.titled(decision) if decision in shown.numbers else "After the game"


def _minute(use: Use) -> str:
    return f"{use.second // 60}:{use.second % 60:02}"


def knew(shown: Shown) -> tuple[Panel, ...]:
    """Every seat's brief, and every message, with the sides that did not see it."""
    panels: list[Panel] = []
    for seat in shown.session.seats:
        played = next((s for s in shown.game.source.seats if s.actor == seat.id), None)
        if played is None:
            continue
        blocks = [para(p) for p in played.brief.split("\n") if p.strip()]
        if played.aims:
            blocks += [heading("Aims"), *(bullet(a) for a in played.aims)]
        panels.append(Text(f"{title_of(seat)} knew", tuple(blocks)))
    return (*panels, Text("Who wrote what, and who did not see it", tuple(_messages(shown)), 1.3))


def _messages(shown: Shown) -> list[Block]:
    blocks: list[Block] = []
    for step in shown.session.steps:
        if not step.messages:
            continue
        blocks.append(heading(shown.titled(step.decision)))
        for sent in step.messages:
            unseen = [title_of(s) for s in _others(shown) if not may_read(s, sent, step)]
            spans = [Span(sent_text(shown.game, shown.decision(step.decision), sent))]
            if unseen:
                spans.append(Span(f" Unseen by {listed(unseen)}.", "em"))
            blocks.append(Block("bullet", tuple(spans)))
    return blocks or [para("Nobody wrote anything.")]


def _others(shown: Shown) -> list[Seat]:
    return [s for s in shown.session.seats if not s.observes]
