"""One window's state: the page in it, focus, scrolling and the pointer."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Protocol

import pygame

from sim.ui import view
from sim.ui.kit import entry, keys, pointer
from sim.ui.kit.header import clock_width
from sim.ui.kit.page import Page, Region, chrome, lay_page
from sim.ui.kit.scene import Drawn, changed, draw_scene, parts_of
from sim.ui.kit.sheet import Kit, kit_for
from sim.ui.kit.targets import Hit, Target, ids_of, targets_of
from sim.ui.kit.theme import TEXT_SIZES, Look, ThemeName
from sim.ui.tidy import tidy

_THEMES: tuple[ThemeName, ...] = ("light", "dark", "contrast")


class Driver(Protocol):
    """What the window needs from the program behind it."""

    def screen(self) -> view.Screen:
        """The present screen; asked for many times a second."""
        ...

    def act(self, do: str) -> bool:
        """Apply an action. False when the program is to be closed."""
        ...


class Window:
    """A screen in a window of ``size`` pixels. Feed it events; it calls the driver and draws itself.

    A ``brief`` one is there sooner: what must be scrolled to is laid out by ``complete``.
    """

    def __init__(
        self,
        driver: Driver,
        look: Look | None = None,
        size: tuple[int, int] = (1280, 800),
        *,
        on_look: Callable[[Look], None] | None = None,
        now: Callable[[], float] = time.monotonic,
        brief: bool = False,
    ) -> None:
        self.driver = driver
        self.look = look or Look()
        self.size = size
        self.focus: str | None = None
        self.keyboard = False
        self.panel = 0
        self.frames = 0
        self.note = -1
        self._told = driver.screen()
        self.shown = tidy(self._told)
        self.entry: entry.Entry | None = None
        self.now = now
        self.clicked: tuple[float, tuple[int, int]] | None = None
        self._on_look = on_look
        self.pointer: tuple[int, int] | None = None
        self.hover: str | None = None
        self.drag: tuple[str, int, int] | None = None
        self._scroll: dict[str, tuple[Hashable, int]] = {}
        self.page_offset = 0
        self._page: Page | None = None
        self._order: list[Target] = []
        self._surface: pygame.Surface | None = None
        self._drawn: tuple[pygame.Surface, Drawn] | None = None
        self._stale = True
        self._brief = brief
        self._lay()

    # the page

    @property
    def kit(self) -> Kit:
        """What the present look and size are drawn with."""
        return kit_for(self.look, self.size, self.shown.scale)

    @property
    def chrome(self) -> Kit:
        """What everything round the panels is drawn with."""
        return chrome(self.kit, self.size)

    @property
    def page(self) -> Page:
        """The present page, laid out anew when the screen, size or look has changed."""
        screen = self.driver.screen()
        if screen is not self._told and screen != self._told:
            self._take(screen)
        assert self._page is not None
        return self._page

    def _take(self, screen: view.Screen) -> None:
        """Show another screen. Where only the clock has moved on, only the clock is drawn anew."""
        kit, before, self._told = self.chrome, self._told, screen
        same_room = clock_width(screen.clock, kit) == clock_width(before.clock, kit)
        if same_room and replace(before, clock=screen.clock) == screen:
            self.shown = replace(self.shown, clock=screen.clock)
            self._stale = True
            return
        if screen.name != self.shown.name:
            self.panel, self.note = 0, -1
            self.page_offset = 0
        self.shown = tidy(screen)
        entry.follow(self)
        self._lay()

    def _lay(self) -> None:
        self._stale = True
        self._page = lay_page(
            entry.typed(self.shown, self.entry), self.size, self.kit, self.panel, self._brief
        )
        if self.panel >= len(self._page.panels):
            self.panel = 0
        self._order = targets_of(self._page)
        self.page_offset = min(self.page_offset, self._page.height - self.size[1])
        if self.focus is not None and self.target(self.focus) is None:
            self._find_focus()
        if self.focus is None:
            entry.drop(self)
        self.hover = None if self.pointer is None else self.at(self.pointer)

    def complete(self) -> None:
        """Lay out what a ``brief`` first frame left out, which nobody can have seen."""
        if self._brief:
            self._brief = False
            self._lay()

    def lay_again(self) -> None:
        """Lay the page out anew, for what is typed has changed it."""
        self._lay()
        focused = self.target(self.focus)
        if focused:
            self.reveal(focused)

    def _find_focus(self) -> None:
        """Keep focus on what has gone to another group of the strip, by showing it; else go on from a card.

        Where the screen names none, the focus is let go of.
        """
        if self._show_hidden():
            return
        self.focus = f"card {self.shown.focus}" if self.shown.focus else None
        if self.target(self.focus) is None and not self._show_hidden():
            self.focus = None
        onward = self.target(self.focus)
        if onward:
            self.reveal(onward)

    def _show_hidden(self) -> bool:
        """Show the group of the strip in which the focus is; False if it is in none."""
        assert self._page is not None
        groups = self._page.groups
        hidden = set(range(len(self._page.panels))) - set(groups[self._page.shown] if groups else ())
        for number in hidden:
            if self.focus in ids_of(self._page.panels[number], number):
                self.panel = number
                self._lay()
                return True
        return False

    def target(self, name: str | None) -> Target | None:
        """What has this id on the present page."""
        return next((t for t in self._order if t.id == name), None)

    def targets(self) -> list[Target]:
        """All that Tab stops at, in order, whether or not it is scrolled into view."""
        _ = self.page
        return [t for t in self._order if t.spot.focusable]

    # places

    def offset(self, region: Region) -> int:
        """How far a region is scrolled, in pixels."""
        memory, at = self._scroll.get(region.name, (None, 0))
        return min(at, region.overflow) if memory == region.memory else 0

    def place(self, region: Region) -> pygame.Rect:
        """Where a region is in the window."""
        return region.rect if region.pinned else region.rect.move(0, -self.page_offset)

    def rect(self, target: Target) -> pygame.Rect:
        """Where a target is in the window; it may be scrolled out of it."""
        place = self.place(target.region)
        if target.spot.role == "scroll":
            return place
        return target.spot.rect.move(place.x, place.y - self.offset(target.region))

    def seen(self, target: Target) -> pygame.Rect:
        """The part of a target that can be seen and clicked."""
        rect = self.rect(target)
        if target.region.clipped:
            rect = rect.clip(self.place(target.region))
        return rect.clip(self.view_of(target.region))

    def view_of(self, region: Region) -> pygame.Rect:
        """The part of the window in which a region can be seen."""
        return pygame.Rect(0, 0, self.size[0], self.size[1] if region.pinned else self.page.fold)

    def hits(self) -> list[Hit]:
        """What can be seen and picked or focused, in the order of Tab."""
        out = []
        for target in self.targets():
            rect = self.seen(target)
            if rect.width > 0 and rect.height > 0:
                spot = target.spot
                out.append(
                    Hit(rect, spot.do, spot.label, spot.role, self.keyboard and target.id == self.focus)
                )
        return out

    def at(self, point: tuple[int, int]) -> str | None:
        """The id of what can be seen at a point of the window."""
        found = [t for t in self._order if t.spot.role != "scroll" and self.seen(t).collidepoint(point)]
        return found[-1].id if found else None

    def scroll_to(self, region: Region, at: int) -> None:
        """Scroll a region to ``at`` pixels from its top."""
        at = max(0, min(at, region.overflow))
        if at != self.offset(region):
            self._stale = True
        self._scroll[region.name] = (region.memory, at)

    def scroll_page(self, by: int) -> None:
        """Scroll the whole page, where it is higher than the window."""
        at = max(0, min(self.page_offset + by, self.page.height - self.size[1]))
        if at != self.page_offset:
            self.page_offset = at
            self._stale = True

    def reveal(self, target: Target) -> None:
        """Scroll so that a target can be seen."""
        region, spot = target.region, target.spot
        if spot.role != "scroll" and region.overflow:
            at, rim = self.offset(region), 8
            if spot.rect.bottom + rim > at + region.rect.height:
                at = spot.rect.bottom + rim - region.rect.height
            at = min(at, spot.rect.top - rim)
            self.scroll_to(region, at)
        rect = self.rect(target)
        if region.pinned:
            return
        fold = self.page.fold
        if rect.bottom > fold - 4:
            self.scroll_page(rect.bottom - fold + 8)
        rect = self.rect(target)
        if rect.top < 4:
            self.scroll_page(rect.top - 8)

    # what a person does

    def handle(self, event: pygame.Event) -> bool:
        """Take one event. False when the window is to be closed."""
        _ = self.page
        if event.type == pygame.QUIT:
            entry.commit(self)
            return False
        if event.type == pygame.KEYDOWN:
            return keys.press(self, event)
        if event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self.resize((event.w, event.h) if event.type == pygame.VIDEORESIZE else (event.x, event.y))
        elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED):
            self.redraw()
        elif event.type in (pygame.TEXTINPUT, pygame.TEXTEDITING):
            entry.take(self, event.text, event.type == pygame.TEXTEDITING)
        elif event.type == pygame.WINDOWLEAVE:
            pointer.move(self, None)
        elif event.type == pygame.MOUSEMOTION:
            pointer.move(self, event.pos)
        elif event.type == pygame.MOUSEWHEEL:
            pointer.wheel(self, event.y)
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            self.drag = None
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            return pointer.click(self, event.pos)
        return True

    def pick(self, target: Target) -> bool:
        """Do what a target does: open its tab, or hand its action to the driver."""
        if target.spot.role == "strip":
            self.open_group(int(target.spot.name))
            return True
        if target.spot.role == "field":
            self.focus_on(target)
            return True
        return self.act(target.do) if target.do else True

    def act(self, do: str) -> bool:
        """Hand an action to the driver. False when the window is to be closed."""
        going = self.driver.act(do)
        self._stale = True
        if going:
            _ = self.page
        return going

    def open_group(self, number: int) -> None:
        """Show another group of panels."""
        entry.commit(self)
        groups = self.page.groups
        if groups:
            self.panel = groups[number % len(groups)][0]
            self._lay()

    def focus_on(self, target: Target | None) -> None:
        """Move the focus by keyboard, and show it. What was typed in the field that it leaves is given."""
        if entry.leaves(self, target):
            entry.commit(self)
            target = self.target(target.id) if target else None
        self.focus = target.id if target else None
        if target and target.spot.role == "field":
            entry.start(self, target)
        self.keyboard = True
        self.note = -1
        self._stale = True
        if target:
            self.reveal(target)

    def set_look(self, look: Look) -> None:
        """Change theme or text size (kept within 80 to 200 per cent)."""
        text = max(TEXT_SIZES[0], min(TEXT_SIZES[-1], look.text))
        look = replace(look, text=text)
        if look != self.look:
            self.look = look
            self._lay()
            focused = self.target(self.focus)
            if focused and self.keyboard:
                self.reveal(focused)
            if self._on_look:
                self._on_look(look)

    def next_theme(self) -> None:
        """Light, dark, high contrast, and round again."""
        after = _THEMES[(_THEMES.index(self.look.theme) + 1) % len(_THEMES)]
        self.set_look(replace(self.look, theme=after))

    def resize(self, size: tuple[int, int]) -> None:
        """Lay out for a new size in pixels; what had the focus keeps it."""
        if size != self.size and size[0] > 0 and size[1] > 0:
            self.size = size
            self._surface = self._drawn = None
            self._lay()
            focused = self.target(self.focus)
            if focused and self.keyboard:
                self.reveal(focused)

    # drawing

    def redraw(self) -> None:
        """Draw all of it anew at the next chance."""
        self._drawn = None
        self._stale = True

    def touch(self) -> None:
        """Draw what has changed at the next chance."""
        self._stale = True

    def stale(self) -> bool:
        """Whether anything has changed since it was last drawn."""
        _ = self.page
        return self._stale

    def draw(self) -> pygame.Surface:
        """The window's picture, drawn anew only if something has changed."""
        if self._surface is None or self._surface.get_size() != self.size:
            self._surface = pygame.Surface(self.size)
            self._stale = True
        if self.stale():
            self.draw_on(self._surface)
        return self._surface

    def draw_on(self, surface: pygame.Surface) -> None:
        """Draw onto ``surface``: only what has changed, if that is where it was drawn last."""
        parts, area = parts_of(self), pygame.Rect((0, 0), self.size)
        if self._stale and self._drawn and self._drawn[0] is surface:
            area = changed(self._drawn[1], parts)
        draw_scene(self, surface, area)
        self._drawn = surface, parts
        self.frames += 1
        self._stale = False
