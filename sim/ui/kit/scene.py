"""Drawing a window: its regions, scroll bars, what is hovered or focused, and the tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from sim.ui.kit.page import Region
from sim.ui.kit.paint import Box, fade, paint_box, ring
from sim.ui.kit.sheet import Sheet
from sim.ui.kit.targets import Target
from sim.ui.kit.tips import tip_of

if TYPE_CHECKING:
    from sim.ui.kit.frame import Window


def draw_scene(window: Window, surface: pygame.Surface) -> None:
    """Draw the whole window onto ``surface``."""
    page = window.page
    surface.set_clip(None)
    surface.fill(window.kit.theme.ground)
    for region in page.regions:
        place, seen = window.place(region), window.view_of(region)
        surface.set_clip(place.clip(seen) if region.clipped else seen)
        region.sheet.paint(surface, place.x, place.y - window.offset(region))
        surface.set_clip(seen)
        if region.overflow:
            _draw_more(window, surface, region)
            _draw_bar(window, surface, region)
    _draw_page_bar(window, surface)
    hovered = window.target(window.hover)
    if hovered and (hovered.do or hovered.spot.role == "strip"):
        _outline(window, surface, hovered, hover=True)
    focused = window.target(window.focus)
    if focused and window.keyboard:
        _outline(window, surface, focused, hover=False)
    surface.set_clip(None)
    _draw_tip(window, surface)


def scroll_bar(window: Window, region: Region) -> tuple[pygame.Rect, pygame.Rect] | None:
    """A region's scroll bar and the thumb in it, in window pixels; None if it does not scroll."""
    if not region.overflow:
        return None
    place = window.place(region)
    wide = max(8, min(window.kit.px(8), 12))
    track = pygame.Rect(place.right - wide - 2, place.y, wide, place.height)
    high = max(window.kit.px(30), round(place.height * place.height / region.sheet.height))
    y = track.y + round((track.height - high) * window.offset(region) / region.overflow)
    return track, pygame.Rect(track.x, y, wide, high)


def _outline(window: Window, surface: pygame.Surface, target: Target, hover: bool) -> None:
    theme = window.kit.theme
    rect, seen = window.rect(target), window.view_of(target.region)
    surface.set_clip(seen)
    if target.region.clipped:
        surface.set_clip(window.place(target.region).inflate(8, 8).clip(seen))
    if hover:
        ring(surface, rect, theme.accent, 2, target.spot.radius)
    else:
        ring(surface, rect.inflate(8, 8), theme.focus, 3, target.spot.radius + 4)
    surface.set_clip(None)


def _draw_bar(window: Window, surface: pygame.Surface, region: Region) -> None:
    bar = scroll_bar(window, region)
    if bar:
        theme = window.kit.theme
        radius = bar[0].width // 2
        paint_box(surface, bar[0], Box(theme.track, radius=radius))
        paint_box(surface, bar[1].inflate(-2, 0), Box(theme.muted, radius=radius - 1))


def _draw_more(window: Window, surface: pygame.Surface, region: Region) -> None:
    """Fade the first and the last line of a region that goes on above or below."""
    if window.look.theme == "contrast":
        return
    theme, place, at = window.kit.theme, window.place(region), window.offset(region)
    high = min(window.kit.px(26), place.height // 3)
    under = theme.ground if region.sheet.spots else theme.surface
    veil = fade(under, place.width - window.kit.px(14), high)
    if region.overflow - at > 4:
        surface.blit(veil, (place.x, place.bottom - high))
    if at > 4:
        surface.blit(pygame.transform.flip(veil, False, True), place.topleft)


def _draw_page_bar(window: Window, surface: pygame.Surface) -> None:
    """The bar of a page that is higher than the window, and the line above what is pinned."""
    fold, (wide, high) = window.page.fold, window.size
    room = window.page.height - high
    if room <= 0:
        return
    surface.set_clip(None)
    if fold < high:
        surface.fill(window.kit.theme.edge, pygame.Rect(0, fold, wide, 1))
    thumb = max(30, round(fold * fold / (fold + room)))
    y = round((fold - thumb) * window.page_offset / room)
    paint_box(surface, pygame.Rect(wide - 7, y, 6, thumb), Box(window.kit.theme.muted, radius=3))


def _draw_tip(window: Window, surface: pygame.Surface) -> None:
    tip = tip_of(window)
    if not tip:
        return
    words, rect = tip
    kit = window.kit
    run = kit.run(words, "small", kit.theme.surface)
    pad = kit.px(9)
    room = max(40, min(round(run.width) + 2, kit.px(330), window.size[0] - 4 * pad))
    sheet = Sheet(kit, room)
    sheet.height = sheet.words(run, 0, 0, room)
    box = pygame.Rect(0, 0, room + 2 * pad, sheet.height + 2 * pad - 4)
    box.midtop = (rect.centerx, rect.bottom + 6)
    if box.bottom > window.size[1] - 4:
        box.bottom = rect.top - 6
    box.clamp_ip(pygame.Rect((0, 0), window.size).inflate(-8, -8))
    paint_box(surface, box, Box(kit.theme.ink, kit.theme.surface, 1, kit.px(6), 40))
    sheet.paint(surface, box.x + pad, box.y + pad - 2)
