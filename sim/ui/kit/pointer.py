"""The pointer: what moving it, its wheel and its button do in a window."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.ui.kit import entry
from sim.ui.kit.scene import scroll_bar
from sim.ui.kit.tips import tip_of

if TYPE_CHECKING:
    from sim.ui.kit.frame import Window
    from sim.ui.kit.page import Region

AGAIN = (
    0.25  # seconds within which a second click in place does not pick on the screen that the first brought
)
STILL = 4.0  # pixels that a pointer may tremble and still be in place


def move(window: Window, point: tuple[int, int] | None) -> None:
    """Follow the pointer; None when it has left the window. A scroll bar that is held goes along."""
    if window.drag and point:
        name, start_y, start_at = window.drag
        region = next((r for r in window.page.regions if r.name == name), None)
        if region:
            travel = region.rect.height / max(1, region.sheet.height)
            window.scroll_to(region, round(start_at + (point[1] - start_y) / travel))
        return
    before = tip_of(window)
    window.pointer = point
    hover = window.at(point) if point else None
    if hover != window.hover:
        window.hover = hover
        window.touch()
    elif tip_of(window) != before:
        window.touch()


def wheel(window: Window, notches: int) -> None:
    """Scroll what the pointer is over, and the page where that is at its end."""
    step = -notches * window.kit.px(54)
    region = _region_at(window, window.pointer) if window.pointer else None
    before = window.offset(region) if region else 0
    if region:
        window.scroll_to(region, before + step)
    if region is None or (window.offset(region) == before and window.page.height > window.size[1]):
        window.scroll_page(step)
    if window.pointer:
        window.hover = window.at(window.pointer)


def click(window: Window, point: tuple[int, int]) -> bool:
    """Press the button at ``point``. False when the window is to be closed."""
    window.pointer = point
    window.keyboard = False
    window.touch()
    if _hold_bar(window, point):
        return True
    target = window.target(window.at(point))
    if entry.leaves(window, target):
        entry.commit(window)
    target = window.target(target.id) if target else None
    if target is None:
        region = _region_at(window, point)
        window.focus = f"scroll {region.name}" if region else None
        return True
    if _too_soon(window, point) and not target.spot.again:
        return True
    if target.spot.focusable:
        window.focus = target.id
    if target.spot.role == "field":
        entry.start(window, target, point)
        return True
    before = window.shown
    going = window.pick(target)
    if going and window.page and window.shown != before:
        window.clicked = (window.now(), point)
    return going


def _hold_bar(window: Window, point: tuple[int, int]) -> bool:
    for region in window.page.regions:
        bar = scroll_bar(window, region)
        if bar and bar[0].collidepoint(point):
            if not bar[1].collidepoint(point):
                middle = (point[1] - bar[0].y) / bar[0].height * region.sheet.height
                window.scroll_to(region, round(middle - region.rect.height / 2))
            window.drag = (region.name, point[1], window.offset(region))
            return True
    return False


def _too_soon(window: Window, point: tuple[int, int]) -> bool:
    """Whether this is the second half of a double click whose first half changed the screen."""
    if window.clicked is None:
        return False
    when, where = window.clicked
    return window.now() - when < AGAIN and math.dist(where, point) <= STILL


def _region_at(window: Window, point: tuple[int, int]) -> Region | None:
    found = [r for r in window.page.regions if r.overflow and window.place(r).collidepoint(point)]
    return found[-1] if found else None
