"""The title bar: title, subtitle and, where they fit, the meters."""

from __future__ import annotations

import re
from functools import lru_cache

import pygame

from sim.ui import view
from sim.ui.kit.meters import box_for_header, lay_meters
from sim.ui.kit.sheet import Kit, Sheet, Spot, leading
from sim.ui.kit.text import break_lines


def clock_width(words: str, kit: Kit) -> int:
    """The room for a clock in pixels: the same for all digits, so that it can go on without moving."""
    widest = re.sub(r"\d", "0", words)
    return round(kit.run(widest, "clock").width) + 2 if words else 0


@lru_cache(maxsize=16)
def lay_header(
    name: str, under_it: str, meters: tuple[view.Meter, ...], clock: int, width: int, kit: Kit
) -> Sheet:
    """The bar over the whole width: title, subtitle and meters.

    Meters stand beside the title, or under it when that takes fewer rows. ``clock`` is the clock's room
    at the right in pixels, or 0; the clock itself is drawn later, for it changes by itself.
    """
    sheet = Sheet(kit, width)
    pad_x, pad_y = kit.px(16), kit.px(11)
    room = width - 2 * pad_x - (clock + kit.px(20) if clock else 0)
    title = kit.run(name, "title")
    subtitle = kit.run(under_it, "small", kit.theme.muted)
    inner = Sheet(kit, width)
    if not meters:
        if title.width + subtitle.width + kit.px(14) <= room:
            bottom = inner.words([title, kit.run("\u2003", "small"), subtitle], pad_x, pad_y, room + 2)
        else:
            bottom = inner.words(title, pad_x, pad_y, room)
            bottom = inner.words(subtitle, pad_x, bottom, room)
    else:
        natural = round(max(title.width, subtitle.width)) + 2
        side = min(max(natural, kit.px(150)), round(room * 0.3))
        gap = kit.px(28)
        beside = lay_meters(meters, room - side - gap, kit)
        under = lay_meters(meters, room, kit)
        lines = len(break_lines((title,), side)) + len(break_lines((subtitle,), side))
        if lines <= 4 and beside.height <= under.height + kit.px(40):
            low = inner.words(title, pad_x, pad_y, side)
            low = inner.words(subtitle, pad_x, low, side) if under_it else low
            tall = max(low - pad_y, beside.height)
            inner.place(beside, pad_x + side + gap, pad_y + (tall - beside.height) // 2)
            bottom = pad_y + tall
        else:
            runs = [title, kit.run("\u2003", "small"), subtitle]
            low = inner.words(runs, pad_x, pad_y, room)
            inner.place(under, pad_x, low + kit.px(6))
            bottom = low + kit.px(6) + under.height
    high = leading(kit.run("", "clock").size)
    if clock:
        bottom = max(bottom, pad_y + high)
    sheet.box(pygame.Rect(0, 0, width, bottom + pad_y), box_for_header(kit))
    sheet.place(inner, 0, 0)
    sheet.height = bottom + pad_y
    if clock:
        rect = pygame.Rect(width - pad_x - clock, (sheet.height - high) // 2, clock, high)
        sheet.spots.append(Spot(rect, "clock", "", focusable=False))
    return sheet
