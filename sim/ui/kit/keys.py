"""The keyboard: what each key does in a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from sim.ui import view
from sim.ui.kit import entry

if TYPE_CHECKING:
    from sim.ui.kit.frame import Window
    from sim.ui.kit.page import Region
    from sim.ui.kit.targets import Target

_NAMES = {
    "return": ("enter", "return", "↵"),
    "keypad enter": ("enter", "return", "↵"),
    "escape": ("esc", "escape"),
    "space": ("space",),
    "backspace": ("backspace",),
    "delete": ("del", "delete"),
}
_ARROWS = {pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1), pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0)}
_ROWS = ("tab", "strip", "action", "meter")
_SINGLE = ("tab", "strip", "action", "meter", "less", "large", "branch")
_FEWER = (pygame.K_BACKSPACE, pygame.K_DELETE)


def names(event: pygame.Event) -> set[str]:
    """What a key press may be called on a card or a button, in lower case."""
    base = pygame.key.name(event.key).lower()
    found = {base, *_NAMES.get(base, ())}
    typed = getattr(event, "unicode", "")
    if typed and typed.isprintable():
        found.add(typed.lower())
    if event.mod & pygame.KMOD_CTRL:
        return {f"ctrl+{name}" for name in found}
    return {name.strip("[]") if len(name) == 3 else name for name in found if name}


def press(window: Window, event: pygame.Event) -> bool:
    """Take a key press. False when the window is to be closed."""
    if entry.press(window, event):
        return True
    key, ctrl, shift = event.key, bool(event.mod & pygame.KMOD_CTRL), bool(event.mod & pygame.KMOD_SHIFT)
    if key == pygame.K_F6 or (key == pygame.K_TAB and ctrl):
        if window.page.groups:
            window.open_group(window.page.shown + (-1 if shift else 1))
        return True
    if key == pygame.K_TAB:
        _step(window, -1 if shift else 1)
        return True
    if event.mod & pygame.KMOD_ALT:
        return True
    if key in (pygame.K_RETURN, pygame.K_KP_ENTER) and not ctrl:
        return _enter(window)
    if key == pygame.K_SPACE and not ctrl:
        focused = _pickable(window)
        if focused:
            return window.pick(focused)
    fewer = _fewer(window) if key in _FEWER and not ctrl else None
    if fewer:
        return window.act(fewer)
    called = names(event)
    card = _card(window, called)
    if card is not None:
        return _take(window, *card)
    for action in window.shown.actions:
        if action.key and action.key.lower() in called:
            return window.act(action.do) if action.enabled else True
    if key == pygame.K_SPACE and not ctrl:
        return _primary(window)
    if _look(window, event, called, ctrl):
        return True
    _move(window, key)
    return True


def _pickable(window: Window) -> Target | None:
    """What has the focus, if the keyboard is used and it is something to pick."""
    focused = window.target(window.focus) if window.keyboard else None
    return focused if focused and focused.spot.role in ("card", *_SINGLE) else None


def _cards(window: Window) -> Iterator[tuple[int, view.Card]]:
    """Every card with the number of its panel."""
    for number, panel in enumerate(window.shown.panels):
        if isinstance(panel, view.Cards):
            for card in panel.cards:
                yield number, card


def _fewer(window: Window) -> str | None:
    """What takes one from the count of the card in focus; None where there is nothing to take."""
    counted = (c for _, c in _cards(window) if window.focus in (f"card {c.do}", f"less {c.less}"))
    card = next(counted, None)
    return card.less if card and card.tally and card.enabled and card.less else None


def _enter(window: Window) -> bool:
    """Pick what has the focus. On a card that is picked or counted already, the button with the key Enter."""
    focused = _pickable(window)
    if focused is None:
        return _primary(window)
    if focused.spot.role == "card":
        chosen = any((c.selected or c.tally) and c.do == focused.do for _, c in _cards(window))
        ready = any(a.primary and a.enabled and a.key.lower() == "enter" for a in window.shown.actions)
        if chosen and ready:
            return _primary(window)
    return window.pick(focused)


def _primary(window: Window) -> bool:
    for action in window.shown.actions:
        if action.primary and action.enabled:
            return window.act(action.do)
    return True


def _card(window: Window, called: set[str]) -> tuple[int, view.Card] | None:
    return next(((n, c) for n, c in _cards(window) if c.key and c.key.lower() in called), None)


def _take(window: Window, panel: int, card: view.Card) -> bool:
    """Pick a card by its key. One that is not on show is brought into view first."""
    page = window.page
    if panel not in page.groups[page.shown]:
        window.panel = panel
        window.open_group(next(i for i, g in enumerate(page.groups) if panel in g))
        window.focus_on(window.target(f"card {card.do}"))
        return True
    if not card.enabled:
        window.focus_on(window.target(f"card {card.do}"))
        return True
    if card.tally is not None:
        window.focus_on(window.target(f"card {card.do}"))
    return window.act(card.do)


def _look(window: Window, event: pygame.Event, called: set[str], ctrl: bool) -> bool:
    if called & {"+", "ctrl++", "ctrl+=", "ctrl+[+]", "="}:
        window.set_look(replace(window.look, text=window.look.text + 10))
    elif called & {"-", "ctrl+-", "ctrl+[-]", "−"}:
        window.set_look(replace(window.look, text=window.look.text - 10))
    elif called & {"ctrl+0", "ctrl+[0]"}:
        window.set_look(replace(window.look, text=100))
    elif "t" in called:
        window.next_theme()
    else:
        return False
    return True


def _step(window: Window, by: int) -> None:
    """Tab: the next thing in the order, and round."""
    order = window.targets()
    if not order:
        return
    at = next((i for i, t in enumerate(order) if t.id == window.focus), None)
    if at is None:
        at = -1 if by > 0 else 0
    window.focus_on(order[(at + by) % len(order)])


def _move(window: Window, key: int) -> None:
    focused = window.target(window.focus) if window.keyboard else None
    if key in _ARROWS:
        dx, dy = _ARROWS[key]
        if focused and focused.spot.role == "card":
            window.focus_on(_beside(window, focused, dx, dy))
        elif focused and ((focused.spot.role in _ROWS and dx) or (focused.spot.role == "branch" and dy)):
            row = [t for t in window.targets() if t.spot.role == focused.spot.role]
            window.focus_on(row[(row.index(focused) + dx + dy) % len(row)])
        elif focused and focused.region.sheet.notes and dx:
            window.note = (window.note + dx) % len(focused.region.sheet.notes)
            window.touch()
        elif dy:
            _scroll(window, dy * window.kit.px(46))
    elif key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
        region = _scrolled(window)
        page = (region.rect.height if region else window.size[1]) * 85 // 100
        _scroll(window, page if key == pygame.K_PAGEDOWN else -page)
    elif key in (pygame.K_HOME, pygame.K_END):
        _scroll(window, 10**6 if key == pygame.K_END else -(10**6))


def _beside(window: Window, card: Target, dx: int, dy: int) -> Target:
    """The nearest card of the same panel in a direction; in a column, left and right go up and down."""
    cards = [t for t in window.targets() if t.spot.role == "card" and t.region is card.region]
    here = card.spot.rect
    ahead = []
    for other in cards:
        there = other.spot.rect
        along = (there.centerx - here.centerx) * dx + (there.centery - here.centery) * dy
        aside = abs(there.centerx - here.centerx) * abs(dy) + abs(there.centery - here.centery) * abs(dx)
        if along > 0 and other is not card:
            ahead.append((aside * 3 + along, other.id, other))
    if ahead:
        return min(ahead)[2]
    at = cards.index(card) + dx
    return cards[at] if dx and 0 <= at < len(cards) else card


def _scrolled(window: Window) -> Region | None:
    """The region that the keyboard scrolls: where the focus is, or else the first that can."""
    focused = window.target(window.focus)
    if focused and focused.region.overflow:
        return focused.region
    return next((r for r in window.page.regions if r.overflow), None)


def _scroll(window: Window, by: int) -> None:
    region = _scrolled(window)
    if region is None:
        window.scroll_page(by)
        return
    before = window.offset(region)
    window.scroll_to(region, before + by)
    if window.offset(region) == before:
        window.scroll_page(by)
