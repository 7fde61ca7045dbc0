"""The words beside what is pointed at or in focus: why a number moved, what a channel is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pygame

from sim.ui.kit.netplace import nearest
from sim.ui.kit.page import Region

if TYPE_CHECKING:
    from sim.ui.kit.frame import Window

Tip: TypeAlias = tuple[str, pygame.Rect]


def tip_of(window: Window) -> Tip | None:
    """The present tip and what it is about, in window pixels. The pointer comes before the keyboard."""
    hovered = window.target(window.hover)
    focused = window.target(window.focus) if window.keyboard else None
    for target in (hovered, focused):
        if target and target.spot.tip and target.spot.role != "card":
            return target.spot.tip, window.rect(target)
    if focused and focused.region.sheet.notes and window.note >= 0:
        return _note(window, focused.region, window.note % len(focused.region.sheet.notes))
    if window.pointer and not hovered:
        return _pointed(window, window.pointer)
    return None


def _pointed(window: Window, point: tuple[int, int]) -> Tip | None:
    for region in window.page.regions:
        place = window.place(region)
        if region.sheet.notes and place.collidepoint(point):
            at = (point[0] - place.x, point[1] - place.y + window.offset(region))
            near = [(nearest(n.points, at) - n.reach, i) for i, n in enumerate(region.sheet.notes)]
            gap, best = min(near)
            if gap <= 0:
                return _note(window, region, best)
    return None


def _note(window: Window, region: Region, number: int) -> Tip:
    note, place = region.sheet.notes[number], window.place(region)
    x, y = note.points[len(note.points) // 2]
    spot = pygame.Rect(0, 0, 16, 16)
    spot.center = (round(x) + place.x, round(y) + place.y - window.offset(region))
    return note.text, spot
