"""What can be typed on a screen, and the action that each line stands for."""

from __future__ import annotations

from collections.abc import Iterator

from sim.ui.view import Card, Cards, Screen


def options(screen: Screen) -> dict[str, str]:
    """What can be typed, and the action that each stands for."""
    found: dict[str, str] = {}
    for key, card in numbered(screen):
        if card.enabled:
            found[key] = card.do
    for i, tab in enumerate(screen.tabs):
        found["abcdefghijk"[i]] = tab.do
    for action in screen.actions:
        if action.enabled and action.key:
            found[short_key(action.key)] = action.do
    return found


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


def understand(screen: Screen, typed: str) -> str | None:
    """The action that was typed; an empty line is the primary action. None if there is none."""
    found = options(screen)
    if not typed:
        return next((a.do for a in screen.actions if a.primary and a.enabled), None)
    wanted = typed.lower()
    return found.get(wanted) or {"q": found.get("x"), "quit": found.get("x"), "help": found.get("?")}.get(
        wanted
    )


def short_key(key: str) -> str:
    """A key's name as it is typed: Esc is x, Enter is the empty line's other name."""
    return {"esc": "x", "enter": "n"}.get(key.lower(), key.lower())


def known(screen: Screen) -> str:
    """What can be typed, in words."""
    keys = list(options(screen))
    return ", ".join(keys[:-1]) + (" or " if len(keys) > 1 else "") + keys[-1] if keys else "nothing"
