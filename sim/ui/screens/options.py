"""Settings: a card for each value; a pick holds at once, and is kept."""

from __future__ import annotations

from dataclasses import replace

from sim.ui.screens.common import BACK, HELP
from sim.ui.settings import CHOICES, Settings, Value
from sim.ui.view import Card, Cards, Screen

_COLUMNS = (("theme",), ("text",), ("voice", "forecasts", "history"))
_TITLES = ("How it looks", "Text size", "What is heard, asked and told")
_SIZES = frozenset({80, 100, 120, 150, 180, 200})
"""Text sizes with a card of their own, in per cent; the keys + and - reach those between."""
_NUMBERS = 9


def options(settings: Settings) -> Screen:
    """Every setting with its values; the present one is marked."""
    first = 1
    panels = []
    for title, names in zip(_TITLES, _COLUMNS, strict=True):
        alone = CHOICES[names[0]].about if len(names) == 1 else ""
        cards = [c for name in names for c in _cards(settings, name, captioned=not alone)]
        keys = (str(n) if n <= _NUMBERS else "" for n in range(first, first + len(cards)))
        panels.append(
            Cards(title, tuple(replace(c, key=k) for c, k in zip(cards, keys, strict=True)), lead=alone)
        )
        first += len(cards)
    return Screen(
        "settings",
        "Settings",
        "A pick holds at once, and is kept for the next time.",
        panels=tuple(panels),
        actions=(HELP, BACK),
    )


def _cards(settings: Settings, name: str, captioned: bool) -> list[Card]:
    """A card for each value of a setting; the first stands under its caption."""
    choice, now = CHOICES[name], getattr(settings, name)
    shown = [(v, words) for v, words in choice.values if name != "text" or v in _SIZES or v == now]
    above = f"{choice.label}. {choice.about}" if captioned else ""
    return [
        Card(f"set:{name}:{value}", "", words, selected=value == now, above="" if i else above)
        for i, (value, words) in enumerate(shown)
    ]


def value_of(name: str, said: str) -> Value:
    """The value that an action names."""
    return next(value for value, _ in CHOICES[name].values if str(value) == said)
