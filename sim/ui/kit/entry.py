"""A line that is being typed: its letters, the caret, and the keys that work on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import pygame

from sim.ui import view
from sim.ui.kit.fields import letter_at
from sim.ui.kit.glyphs import clusters
from sim.ui.typed import cleaned

if TYPE_CHECKING:
    from sim.ui.kit.frame import Window
    from sim.ui.kit.targets import Target

_STEPS = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1, pygame.K_HOME: -(10**6), pygame.K_END: 10**6}
_ERASES = {pygame.K_BACKSPACE: -1, pygame.K_DELETE: 1}
_ENTER = (pygame.K_RETURN, pygame.K_KP_ENTER)
_ELSEWHERE = frozenset(
    (pygame.K_TAB, pygame.K_PAGEUP, pygame.K_PAGEDOWN, *range(pygame.K_F1, pygame.K_F12 + 1))
)


@dataclass(frozen=True)
class Entry:
    """What stands in a field while it is typed. ``caret`` is the number of characters before it.

    ``kept`` is what the field held before; ``composing`` what an input method offers and has not put in.
    """

    do: str
    text: str
    caret: int
    kept: str
    most: int
    composing: str = ""

    @property
    def shown(self) -> str:
        """The letters as they stand on the screen."""
        return self.text[: self.caret] + self.composing + self.text[self.caret :]

    def put(self, typed: str) -> Entry:
        """With ``typed`` at the caret, as far as there is room."""
        more = cleaned(typed)
        room = max(0, self.most - len(self.text))
        if len(more) > room:
            more = more[: max(s for s in stops(more) if s <= room)]
        text = self.text[: self.caret] + more + self.text[self.caret :]
        return replace(self, text=text, caret=self.caret + len(more), composing="")

    def step(self, by: int) -> Entry:
        """The caret so many letters on."""
        return replace(self, caret=self._stop(by))

    def erase(self, by: int) -> Entry:
        """Without the letter before the caret (-1) or after it (1)."""
        start, end = sorted((self.caret, self._stop(by)))
        return replace(self, text=self.text[:start] + self.text[end:], caret=start)

    def _stop(self, by: int) -> int:
        places = stops(self.text)
        here = sum(s < self.caret for s in places)
        return places[max(0, min(here + by, len(places) - 1))]


def stops(text: str) -> list[int]:
    """Where a caret may stand: never between a letter and its marks, or inside a joined sign."""
    return [0, *accumulate(len(letter) for letter in clusters(text))]


def start(window: Window, target: Target, point: tuple[int, int] | None = None) -> None:
    """Type in a field from now on; ``point`` is where it was clicked."""
    if window.entry is None or target.spot.name != window.entry.do:
        field = _field(window.shown, target.spot.name)
        if field is None:
            return
        window.entry = Entry(field.do, field.value, len(field.value), field.value, field.most)
    rect = window.rect(target)
    if point:
        at = (point[0] - rect.x, point[1] - rect.y)
        caret = letter_at(window.entry.shown, at, rect.width, window.kit)
        window.entry = replace(
            window.entry, caret=min(stops(window.entry.text), key=lambda s: abs(s - caret))
        )
    _listen(rect)
    window.touch()


def leaves(window: Window, target: Target | None) -> bool:
    """Whether going to ``target`` leaves the field that is being typed in."""
    return window.entry is not None and (target is None or target.id != f"field {window.entry.do}")


def commit(window: Window) -> None:
    """Give what was typed to the driver, if it is another text than before, and stop typing."""
    entry = window.entry
    if entry is None:
        return
    drop(window)
    text = entry.text.strip()
    if text != entry.kept:
        window.act(f"{entry.do}:{text}")


def drop(window: Window) -> None:
    """Stop typing, whatever stands there."""
    window.entry = None


def follow(window: Window) -> None:
    """Keep up with a new screen: what is half typed stays, unless its field has gone."""
    entry = window.entry
    if entry is None:
        return
    field = _field(window.shown, entry.do)
    if field is None:
        drop(window)
    elif entry.text == entry.kept != field.value:
        window.entry = Entry(field.do, field.value, len(field.value), field.value, field.most)
    else:
        window.entry = replace(entry, kept=field.value, most=field.most)


def typed(screen: view.Screen, entry: Entry | None) -> view.Screen:
    """The screen with what is being typed in its field."""
    if entry is None:
        return screen
    panels: tuple[view.Panel, ...] = tuple(
        replace(p, fields=tuple(replace(f, value=entry.shown) if f.do == entry.do else f for f in p.fields))
        if isinstance(p, view.Fields)
        else p
        for p in screen.panels
    )
    return replace(screen, panels=panels)


def take(window: Window, text: str, composing: bool) -> None:
    """Letters from the keyboard, or what an input method offers so far."""
    if window.entry is not None:
        offered = replace(window.entry, composing=cleaned(text))
        _show(window, offered if composing else window.entry.put(text))


def press(window: Window, event: pygame.Event) -> bool:
    """Take a key while a field has the focus. False if the key is not for typing."""
    entry = window.entry
    if entry is None or event.key in _ELSEWHERE:
        return False
    key, held = event.key, bool(event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META))
    if entry.composing:
        return True
    if (held and key == pygame.K_v) or (key == pygame.K_INSERT and event.mod & pygame.KMOD_SHIFT):
        _show(window, entry.put(_clipboard()))
    elif key in _STEPS:
        _show(window, entry.step(_STEPS[key]))
    elif key in _ERASES:
        _show(window, entry.erase(_ERASES[key]))
    elif key in _ENTER:
        _enter(window, entry)
    elif key in (pygame.K_UP, pygame.K_DOWN):
        _neighbour(window, entry, 1 if key == pygame.K_DOWN else -1)
    elif key == pygame.K_ESCAPE:
        _give_up(window, entry)
    else:
        return not held
    return True


def _enter(window: Window, entry: Entry) -> None:
    """Give the line, and go on to the next one of its panel, if there is one."""
    commit(window)
    if not _neighbour(window, entry, 1):
        target = window.target(f"field {entry.do}")
        if target:
            window.focus_on(target)


def _neighbour(window: Window, entry: Entry, by: int) -> bool:
    fields = [t for t in window.targets() if t.spot.role == "field"]
    here = next((i for i, t in enumerate(fields) if t.spot.name == entry.do), None)
    if here is None or not 0 <= here + by < len(fields):
        return False
    window.focus_on(fields[here + by])
    return True


def _give_up(window: Window, entry: Entry) -> None:
    """Back to what stood there; where nothing was changed, out of the field."""
    if entry.text != entry.kept:
        _show(window, replace(entry, text=entry.kept, caret=len(entry.kept)))
    else:
        window.focus_on(None)


def _show(window: Window, entry: Entry) -> None:
    window.entry = entry
    window.lay_again()


def _field(screen: view.Screen, do: str) -> view.Field | None:
    panels = [p for p in screen.panels if isinstance(p, view.Fields)]
    return next((f for p in panels for f in p.fields if f.do == do), None)


def _clipboard() -> str:
    """What the system's clipboard holds; nothing where there is none."""
    try:
        return pygame.scrap.get_text() if pygame.display.get_init() else ""
    except pygame.error:
        return ""


def _listen(rect: pygame.Rect) -> None:
    """Have the system's input methods show what they offer near ``rect``.

    They are never switched off: without them a key press does not tell its sign, such as ``?``.
    """
    if pygame.display.get_init():
        pygame.key.set_text_input_rect(rect)
        pygame.key.start_text_input()
