"""The window: draws the present screen and gives back what the person picked."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

from sim.errors import MissingPart
from sim.ui.kit.backend import has_display, require_pygame

require_pygame()

import pygame  # noqa: E402

from sim.ui.kit.frame import Driver, Window  # noqa: E402
from sim.ui.kit.targets import Hit  # noqa: E402
from sim.ui.kit.theme import Look  # noqa: E402
from sim.ui.view import Screen  # noqa: E402

__all__ = ["Driver", "Hit", "Look", "Still", "Window", "open_window", "picture"]

FRAMES_PER_SECOND = 30
MOVING = frozenset(
    {
        pygame.K_TAB,
        pygame.K_UP,
        pygame.K_DOWN,
        pygame.K_LEFT,
        pygame.K_RIGHT,
        pygame.K_PAGEUP,
        pygame.K_PAGEDOWN,
        pygame.K_PLUS,
        pygame.K_EQUALS,
        pygame.K_MINUS,
        pygame.K_KP_PLUS,
        pygame.K_KP_MINUS,
    }
)
"""Keys that go on while they are held."""
ERASING = frozenset((pygame.K_BACKSPACE, pygame.K_DELETE))
"""Keys that do so while a line is typed."""


class Companion(Protocol):
    """What goes along with a window, such as the voice or a screen reader's tree."""

    def take(self, window: Window, event: pygame.Event) -> bool:
        """Take an event that is for it alone."""
        ...

    def frame(self, window: Window) -> None:
        """Keep up with the window, once a frame."""
        ...


def open_window(
    driver: Driver,
    *,
    size: tuple[int, int] = (1280, 800),
    look: Look | None = None,
    on_look: Callable[[Look], None] | None = None,
    frames: int | None = None,
    companions: Sequence[Companion] = (),
) -> None:
    """Open the window and run it until it is closed, or for so many frames.

    A driver that has ``tick() -> bool`` is asked once a frame, so that its screen can change by itself.
    ``size`` is in pixels. ``on_look`` hears of every change of theme or text size. ``companions`` see every
    event before the window does.
    Raises MissingPart when no window can be opened on this machine.
    """
    if not has_display():
        raise MissingPart(
            "No window can be opened: no display is set (DISPLAY). Play in the terminal instead."
        )
    full = False

    def show() -> pygame.Surface:
        return (
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
            if full
            else pygame.display.set_mode(size, pygame.RESIZABLE)
        )

    _keep_to_windows()
    try:
        pygame.display.init()
        pygame.font.init()
        pygame.key.set_repeat(350, 45)
        surface = show()
        pygame.key.start_text_input()
    except pygame.error as error:
        pygame.display.quit()
        raise MissingPart(f"No window can be opened: {error}. Play in the terminal instead.") from error
    try:
        clock = pygame.time.Clock()
        window = Window(driver, look or Look(), surface.get_size(), on_look=on_look, brief=True)
        held: set[int] = set()
        tick = getattr(driver, "tick", None)
        count = 0
        while frames is None or count < frames:
            if count:
                window.complete()
            for event in pygame.event.get():
                goes_on = MOVING | ERASING if window.entry else MOVING
                if _is_repeat(event, held, goes_on) or any(c.take(window, event) for c in companions):
                    continue
                if event.type == pygame.KEYDOWN and event.key == pygame.K_F11:
                    if not full:
                        size = window.size
                    full = not full
                    window.resize(show().get_size())
                    window.redraw()
                elif not window.handle(event):
                    return
            if tick is not None:
                tick()
            for companion in companions:
                companion.frame(window)
            if window.stale():
                present = pygame.display.get_surface() or show()
                if present.get_size() != window.size:
                    window.resize(present.get_size())
                window.draw_on(present)
                pygame.display.set_caption(window.shown.title)
                pygame.display.flip()
            clock.tick(FRAMES_PER_SECOND)
            count += 1
    finally:
        pygame.display.quit()


def _is_repeat(event: pygame.Event, held: set[int], goes_on: frozenset[int]) -> bool:
    """Whether a key only repeats because it is held. Keys that move may go on; keys that pick may not.

    ``held`` is kept up to date: a key held down on one screen must not choose on the next.
    """
    if event.type == pygame.WINDOWFOCUSLOST:
        held.clear()
    elif event.type == pygame.KEYUP:
        held.discard(event.key)
    elif event.type == pygame.KEYDOWN:
        if event.key in held:
            return event.key not in goes_on
        held.add(event.key)
    return False


def _keep_to_windows() -> None:
    """Keeps SDL from falling back to a driver whose window nobody sees."""
    if sys.platform.startswith("linux") and not os.environ.get("SDL_VIDEODRIVER"):
        os.environ["SDL_VIDEODRIVER"] = "wayland,x11" if os.environ.get("WAYLAND_DISPLAY") else "x11"


class Still:
    """A driver with one screen, on which nothing happens."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def screen(self) -> Screen:
        return self._screen

    def act(self, do: str) -> bool:
        return True


def picture(screen: Screen, size: tuple[int, int], look: Look) -> pygame.Surface:
    """One frame of a screen, without a window. ``size`` is in pixels."""
    return Window(Still(screen), look, size).draw()
