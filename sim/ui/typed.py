"""What can be typed on a screen, and the action that each line stands for.

Cards and lines of play have numbers, ``-3`` takes one from the count of card 3, tabs and actions have
letters. ``m1`` asks why the first meter moved, ``e1`` enlarges the first panel that can be, ``f1=Ada``
fills the first field.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator

from sim.ui.branching import in_order
from sim.ui.view import Action, Card, Cards, Field, Fields, Screen, Tree

_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FIELD = re.compile(r"f(\d+)\s*=(.*)", re.IGNORECASE | re.DOTALL)


def options(screen: Screen) -> dict[str, str]:
    """What can be typed, and the action that each stands for; but not what fills a field."""
    found: dict[str, str] = {}
    for key, card in numbered(screen):
        if card.enabled:
            found[key.lower()] = card.do
    found |= {key: do for key, _, _, do in branches(screen) if do}
    found |= dict(zip(tab_letters(screen), (t.do for t in screen.tabs), strict=False))
    found |= {key: action.do for key, action in lettered(screen) if action.enabled}
    for key, card in numbered(screen):
        if card.enabled and card.tally and card.less:
            found[f"-{key.lower()}"] = card.less
    found |= {f"m{i}": m.do for i, m in enumerate(screen.meters, 1) if m.do}
    enlarged = [large for p in screen.panels if (large := getattr(p, "large", ""))]
    return found | {f"e{i}": large for i, large in enumerate(enlarged, 1)}


def numbered(screen: Screen) -> Iterator[tuple[str, Card]]:
    """Every card with what is typed for it: its own key, or the next number."""
    number = 0
    for panel in screen.panels:
        if isinstance(panel, Cards):
            for card in panel.cards:
                if card.key:
                    number = max(number, int(card.key)) if card.key.isdigit() else number
                    yield card.key, card
                else:
                    number += 1
                    yield str(number), card


def branches(screen: Screen) -> Iterator[tuple[str, Tree, int, str]]:
    """Every line of play with its number on the screen, its tree, its place there and its action.

    The numbers go on after those of the cards.
    """
    number = max((int(key) for key, _ in numbered(screen) if key.isdigit()), default=0)
    for panel in screen.panels:
        if isinstance(panel, Tree):
            for place, _ in in_order(panel):
                number += 1
                yield str(number), panel, place, panel.branches[place].do


def fields(screen: Screen) -> list[Field]:
    """The lines to type; the first is ``f1``."""
    return [f for p in screen.panels if isinstance(p, Fields) for f in p.fields]


def tab_letters(screen: Screen) -> str:
    """A letter for each tab, from a on, but none that an action or a card has."""
    taken = {key for key, _ in lettered(screen)} | {key.lower() for key, _ in numbered(screen)}
    free = (c for c in string.ascii_lowercase if c not in taken | {"q"})
    return "".join(c for c, _ in zip(free, screen.tabs, strict=False))


def understand(screen: Screen, typed: str) -> str | None:
    """The action that was typed; an empty line is the primary action. None if there is none."""
    if not typed:
        return next((a.do for a in screen.actions if a.primary and a.enabled), None)
    found = options(screen)
    wanted = typed.lower()
    leave = next((a.do for a in screen.actions if a.enabled and a.key.lower() == "esc"), None)
    others = {"q": leave, "quit": leave, "help": found.get("?")}
    return found.get(wanted) or others.get(wanted) or _filled(screen, typed)


def _filled(screen: Screen, typed: str) -> str | None:
    """The action of a line such as ``f1=Ada``."""
    match = _FIELD.fullmatch(typed)
    lines = fields(screen)
    if match is None or not 0 < int(match[1]) <= len(lines):
        return None
    field = lines[int(match[1]) - 1]
    return f"{field.do}:{cleaned(match[2]).strip()[: field.most]}"


def cleaned(text: str) -> str:
    """The first line of what was typed or pasted, without control signs and without turns of direction."""
    line = next(iter(text.splitlines()), "").replace("\t", " ")
    return "".join(
        c for c in line if c not in _TURNS and unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp")
    )


def lettered(screen: Screen) -> list[tuple[str, Action]]:
    """Every action that has a key, with what is typed for it: x for Esc and n for Enter, where free."""
    keys = [action.key.lower() for action in screen.actions]
    short = {long: letter for long, letter in (("esc", "x"), ("enter", "n")) if letter not in keys}
    return [(short.get(key, key), action) for key, action in zip(keys, screen.actions, strict=True) if key]


def known(screen: Screen) -> str:
    """What can be typed, in words."""
    keys = _in_short(list(options(screen)))
    keys += [f"f{i}=words" for i in range(1, len(fields(screen)) + 1)]
    return ", ".join(keys[:-1]) + (" or " if len(keys) > 1 else "") + keys[-1] if keys else "nothing"


def _in_short(keys: list[str]) -> list[str]:
    """The keys; four or more that count on, such as m1 to m5, are told by the first and the last."""
    out: list[list[str]] = []
    for key in keys:
        if out and _next(out[-1][-1]) == key:
            out[-1].append(key)
        else:
            out.append([key])
    return [k for run in out for k in (run if len(run) < 4 else [f"{run[0]} to {run[-1]}"])]


def _next(key: str) -> str:
    """The key after one that ends in a number; empty for any other."""
    match = re.fullmatch(r"(\D*)(\d+)", key)
    return f"{match[1]}{int(match[2]) + 1}" if match else ""
