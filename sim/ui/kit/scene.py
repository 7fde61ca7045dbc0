"""Drawing a window: its regions, scroll bars, what is hovered or focused, and the tip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pygame

from sim.ui.kit import fields
from sim.ui.kit.page import Region
from sim.ui.kit.paint import Box, fade, paint_box, ring
from sim.ui.kit.sheet import Sheet, leading
from sim.ui.kit.targets import Target
from sim.ui.kit.tips import tip_of

if TYPE_CHECKING:
    from sim.ui.kit.frame import Window

_SPILL = 8  # pixels that shadows and rings reach beyond what they belong to


@dataclass(frozen=True)
class Part:
    """Something that is drawn: the part of the window that it covers, and all that decides how it looks."""

    rect: tuple[int, int, int, int]
    looks: tuple[object, ...]


Drawn: TypeAlias = dict[str, Part]


def parts_of(window: Window) -> Drawn:
    """Everything that is to be seen, by name."""
    page = window.page
    out: Drawn = {
        "page": _part(pygame.Rect((0, 0), window.size), window.kit, window.page_offset, page.height)
    }
    for region in page.regions:
        looks = region.sheet, window.offset(region), tuple(window.place(region))
        out[region.name] = _part(_reach(window, region), *looks)
    for name, target in (
        ("hover", _hovered(window)),
        ("focus", _focused(window)),
        ("clock", window.target("clock")),
    ):
        if target:
            rect = window.rect(target).inflate(2 * _SPILL, 2 * _SPILL)
            out[name] = _part(rect, target.id, window.shown.clock if name == "clock" else "", tuple(rect))
    tip = _tip(window)
    if tip:
        out["tip"] = _part(tip[0].inflate(2 * _SPILL, 2 * _SPILL), tip_of(window), tuple(tip[0]))
    typed = window.entry and window.target(f"field {window.entry.do}")
    if typed:
        out["typed"] = _part(window.rect(typed).inflate(2 * _SPILL, 2 * _SPILL), window.entry)
    return out


def _reach(window: Window, region: Region) -> pygame.Rect:
    """Where a region is drawn: with its shadow, unless that is clipped off."""
    place = window.place(region)
    return place if region.clipped else place.inflate(2 * _SPILL, 2 * _SPILL)


def _part(rect: pygame.Rect, *looks: object) -> Part:
    return Part((rect.x, rect.y, rect.width, rect.height), looks)


def changed(before: Drawn, now: Drawn) -> pygame.Rect:
    """The part of the window that must be drawn anew; nothing if it is empty."""
    rects = [
        p.rect
        for name in before.keys() | now.keys()
        if before.get(name) != now.get(name)
        for p in (before.get(name), now.get(name))
        if p
    ]
    return pygame.Rect(rects[0]).unionall(rects[1:]) if rects else pygame.Rect(0, 0, 0, 0)


def draw_scene(window: Window, surface: pygame.Surface, area: pygame.Rect) -> None:
    """Draw what of the window lies in ``area`` onto ``surface``."""
    page = window.page
    area = area.clip(pygame.Rect((0, 0), window.size))
    surface.set_clip(area)
    surface.fill(window.kit.theme.ground)
    for region in page.regions:
        if not _reach(window, region).colliderect(area):
            continue
        place, seen = window.place(region), window.view_of(region).clip(area)
        surface.set_clip(place.clip(seen) if region.clipped else seen)
        region.sheet.paint(surface, place.x, place.y - window.offset(region))
        surface.set_clip(seen)
        if region.overflow:
            _draw_more(window, surface, region)
            _draw_bar(window, surface, region)
    _draw_page_bar(window, surface, area)
    for target, hover in ((_hovered(window), True), (_focused(window), False)):
        if target:
            _outline(window, surface, target, hover, area)
    _draw_typing(window, surface, area)
    _draw_clock(window, surface, area)
    surface.set_clip(area)
    _draw_tip(window, surface)
    surface.set_clip(None)


def _hovered(window: Window) -> Target | None:
    target = window.target(window.hover)
    return target if target and (target.do or target.spot.role in ("strip", "field")) else None


def _focused(window: Window) -> Target | None:
    return window.target(window.focus) if window.keyboard else None


def _draw_clock(window: Window, surface: pygame.Surface, area: pygame.Rect) -> None:
    target = window.target("clock")
    if target is None:
        return
    kit, rect = window.chrome, window.rect(target)
    surface.set_clip(window.view_of(target.region).clip(area))
    sheet = Sheet(kit, rect.width)
    sheet.words(kit.run(window.shown.clock, "clock"), 0, 0, rect.width, "right")
    sheet.paint(surface, *rect.topleft)


def _draw_typing(window: Window, surface: pygame.Surface, area: pygame.Rect) -> None:
    """The caret, a line under what is not put in yet, and the frame of the field that is typed in."""
    entry = window.entry
    target = window.target(f"field {entry.do}") if entry else None
    if entry is None or target is None:
        return
    kit, rect = window.kit, window.rect(target)
    seen = window.view_of(target.region).clip(area)
    surface.set_clip(window.place(target.region).inflate(8, 8).clip(seen))
    ring(surface, rect, kit.theme.accent, 2, target.spot.radius)
    caret = entry.caret + len(entry.composing)
    x, y = fields.caret_at(entry.shown, caret, rect.width, kit)
    high = leading(fields.letters("", kit).size)
    surface.fill(kit.theme.ink, pygame.Rect(rect.x + x, rect.y + y, max(2, kit.px(1.5)), high))
    for line in fields.composed(entry.shown, entry.caret, caret, rect.width, kit):
        surface.fill(kit.theme.ink, line.move(rect.topleft))


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


def _outline(window: Window, surface: pygame.Surface, target: Target, hover: bool, area: pygame.Rect) -> None:
    theme = window.kit.theme
    rect, seen = window.rect(target), window.view_of(target.region).clip(area)
    surface.set_clip(seen)
    if target.region.clipped:
        surface.set_clip(window.place(target.region).inflate(8, 8).clip(seen))
    if hover:
        ring(surface, rect, theme.accent, 2, target.spot.radius)
    else:
        ring(surface, rect.inflate(8, 8), theme.focus, 3, target.spot.radius + 4)


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
    unframed = any(s.role == "card" for s in region.sheet.spots)
    under = theme.ground if unframed else theme.surface
    veil = fade(under, place.width - window.kit.px(14), high)
    if region.overflow - at > 4:
        surface.blit(veil, (place.x, place.bottom - high))
    if at > 4:
        surface.blit(pygame.transform.flip(veil, False, True), place.topleft)


def _draw_page_bar(window: Window, surface: pygame.Surface, area: pygame.Rect) -> None:
    """The bar of a page that is higher than the window, and the line above what is pinned."""
    fold, (wide, high) = window.page.fold, window.size
    room = window.page.height - high
    if room <= 0:
        return
    surface.set_clip(area)
    if fold < high:
        surface.fill(window.kit.theme.edge, pygame.Rect(0, fold, wide, 1))
    thumb = max(30, round(fold * fold / (fold + room)))
    y = round((fold - thumb) * window.page_offset / room)
    paint_box(surface, pygame.Rect(wide - 7, y, 6, thumb), Box(window.kit.theme.muted, radius=3))


def _tip(window: Window) -> tuple[pygame.Rect, Sheet] | None:
    """The tip's box in the window, and the words in it."""
    tip = tip_of(window)
    if not tip:
        return None
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
    return box, sheet


def _draw_tip(window: Window, surface: pygame.Surface) -> None:
    tip = _tip(window)
    if tip:
        (box, sheet), kit = tip, window.kit
        paint_box(surface, box, Box(kit.theme.ink, kit.theme.surface, 1, kit.px(6), 40))
        sheet.paint(surface, box.x + kit.px(9), box.y + kit.px(9) - 2)
