"""Help: what applies to the present page first; then the keys, how the game goes, and its pictures."""

from __future__ import annotations

from typing import Final

from sim.ui.screens.common import GLOSSARY, SETTINGS
from sim.ui.view import Action, Block, Cards, Fields, Screen, Span, Text, heading, para

_DOES: Final = {
    "glossary": "words of the game, and words that take a side",
    "reading": "the sources of what is on the page",
    "console": "for the teacher: pause, clock, events, an absent seat, notes",
    "undo": "takes back the last choice; a forecast stays",
    "settings": "colours, text size, voice, forecasts",
    "side:map": "the map, in place of the channels",
    "side:channels": "the channels, in place of the map",
}
"""What a button does, where its label does not say it all."""
_KEYS: Final = {
    "Tab, Shift-Tab": "from one thing to the next. Arrows: among cards, and to scroll.",
    "Enter, Space": "pick. 1 to 9: the card with that number. Esc: back.",
    "+ and -": "text size. T: light, dark, high contrast. F11: full screen.",
    "F6": "the next panel, where they do not fit side by side.",
    "V": "the voice. R: the page again. Comma, full stop: back, on. Ctrl: hush.",
    "In the terminal": "type what stands in brackets, then Enter.",
}
_GAME: Final = {
    "One decision": {
        "Read": "what the decider knew that day, and nothing later.",
        "Choose": "if you decide. If another does, write, or stay silent. At a table, offer a package or "
        "answer one; your sheet is private.",
        "Forecast": "ten counters on the moves of others, ten per cent each. They stay.",
        "See": "what happened, why each number moved, and what was really chosen.",
    },
    "Ways to play": {
        "In a pair": "a choice counts once both agree.",
        "Several seats": "a curtain between them; each reads its brief alone.",
        "A class": "a number for each hand, Backspace for one less, Enter for what leads.",
        "Clock": "it counts while you choose and read. When it is up, it chooses nothing.",
    },
    "Cards and messages": {
        "Plus, minus": "what the decider expects; two: strongly; “?”: if things fall so.",
        "Ask, assure": "light. Warn: names a consequence. Go public: all hear it.",
        "Threaten": "carried out if they do otherwise, or a bluff. Offer: you pay if they agree.",
    },
    "Pictures": {
        "Numbers": "pick one for where it began and every step that moved it.",
        "Channels": "thick: trusted; dashed: secret; coloured: open now.",
        "Timeline": "behind, today, ahead. A dashed ring: the date is not certain.",
    },
}


def help_screen(below: Screen) -> Screen:
    """Two columns: this page and its keys; the game. ``below`` is the page that help was asked on."""
    game = [b for title, lines in _GAME.items() for b in (heading(title), *_listed(lines))]
    keys = (
        *([heading("On this page"), *_on(below)] if _on(below) else []),
        heading("Everywhere"),
        *_listed(_KEYS),
        heading("There is no score"),
        para("History is what was chosen, not what was right. Compare the paths, and ask why they part."),
        para("The game saves itself after every choice. Saved games stand on the first page."),
    )
    return Screen(
        "help",
        "Help",
        below.title,
        panels=(Text("Keys", keys), Text("How it goes", tuple(game))),
        actions=(SETTINGS, GLOSSARY, Action("back", "Back", "Esc", primary=True)),
    )


def _on(below: Screen) -> list[Block]:
    """What the page offers: its lines to type, its counts, and its buttons with their keys."""
    cards = [c for p in below.panels if isinstance(p, Cards) for c in p.cards]
    lines = []
    if any(c.tally is not None for c in cards):
        lines.append(_line("A card's number", "one more. Backspace: one less."))
    if any(isinstance(p, Fields) for p in below.panels):
        lines.append(_line("A line", "pick it and type. Enter keeps it, Esc gives it up."))
    named = [a for a in below.actions if a.key and a.do != "help"]
    return lines + [_line(a.key, _said(a)) for a in named]


def _said(action: Action) -> str:
    label = _DOES.get(action.do, action.label)
    return f"{label}{'' if action.enabled else ' (not now)'}."


def _listed(lines: dict[str, str]) -> list[Block]:
    return [_line(key, does) for key, does in lines.items()]


def _line(key: str, does: str) -> Block:
    return Block("bullet", (Span(f"{key}: ", "strong"), Span(does)))
