"""Tabs, action buttons with their keys, and the strip for a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pygame

from sim.ui import view
from sim.ui.kit.layout import rows
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Sheet, Spot, leading
from sim.ui.kit.svg import Drawing

LEAST_TARGET = 24  # pixels that something to click is at least wide and high (WCAG 2.2, 2.5.8)


def help_text(actions: Sequence[view.Action], strip: bool) -> str:
    """What the keyboard does, as far as no action has the key."""
    taken = {a.key.lower() for a in actions}
    parts = [
        "Tab and arrows move",
        "Enter picks",
        "F6 other panels" if strip else "",
        "+ and − text size" if not taken & {"+", "-"} else "",
        "T theme" if "t" not in taken else "",
    ]
    return " · ".join(p for p in parts if p)


@dataclass(frozen=True)
class TabFace:
    """A tab as drawn: what it does, its name, and whether it is the open one."""

    do: str
    title: str
    selected: bool
    role: str


@lru_cache(maxsize=16)
def lay_tabs(tabs: tuple[TabFace, ...], width: int, kit: Kit) -> Sheet:
    """Tabs in a row that wraps; the open one is filled and underlined."""
    t = kit.theme
    sheet = Sheet(kit, width)
    gap, side = kit.px(6), kit.px(16)
    runs = [kit.run(tab.title, "caption", t.ink if tab.selected else t.muted) for tab in tabs]
    widths = [min(width, round(r.width) + 2 * side) for r in runs]
    y = 0
    for row in rows(widths, width, gap):
        x = 0
        for i in row:
            tab, run, wide = tabs[i], runs[i], widths[i]
            inner = Sheet(kit, wide)
            bottom = inner.words(run, side, kit.px(6), wide - 2 * side + 2, "centre") + kit.px(7)
            rect = pygame.Rect(x, y, wide, bottom)
            if tab.selected:
                sheet.box(rect, Box(t.surface, t.edge, 1, kit.px(8)))
                bar = kit.px(3)
                line = pygame.Rect(x + side, rect.bottom - bar - kit.px(3), wide - 2 * side, bar)
                sheet.box(line, Box(t.accent, radius=max(1, bar // 2)))
            else:
                sheet.box(rect, Box(t.sunken, t.edge, 1, kit.px(8)))
            sheet.place(inner, x, y)
            sheet.spots.append(
                Spot(rect, tab.role, tab.title, tab.do, radius=kit.px(8), name=tab.do or str(i))
            )
            x += wide + gap
        y = sheet.height + gap
    sheet.height = max(0, y - gap)
    return sheet


def _button(action: view.Action, width: int, kit: Kit) -> tuple[Sheet, int]:
    """A button, no wider than ``width``, and its width."""
    t = kit.theme
    side, gap = kit.px(16), kit.px(9)
    if not action.enabled:
        box, ink, cap = Box(t.sunken, t.edge, 1, kit.px(8), dashed=True), t.muted, t.muted
    elif action.primary:
        box, ink, cap = Box(t.accent, t.accent, 1, kit.px(8), t.shadow), t.on_accent, t.on_accent
    else:
        box, ink, cap = Box(t.surface, t.edge, 1, kit.px(8), t.shadow // 2), t.ink, t.muted
    label = kit.run(action.label, "name", ink)
    key = kit.run(action.key, "label", cap)
    key_wide = round(key.width) + kit.px(12) if action.key else 0
    key_room = key_wide + gap if action.key else 0
    wide = min(width, round(label.width) + 2 * side + key_room + 1)
    sheet = Sheet(kit, wide)
    inner = Sheet(kit, wide)
    high = inner.words(label, side, kit.px(8), wide - 2 * side - key_room + 1) + kit.px(8)
    sheet.box(pygame.Rect(0, 0, wide, high), box)
    sheet.place(inner, 0, 0)
    if action.key:
        cap_high = leading(key.size) + kit.px(2)
        rect = pygame.Rect(wide - side - key_wide + kit.px(3), (high - cap_high) // 2, key_wide, cap_high)
        sheet.box(rect, Box(None, cap, 1, kit.px(5)))
        sheet.words(key, rect.x, rect.y + kit.px(1), rect.width, "centre")
    return sheet, wide


@lru_cache(maxsize=16)
def lay_actions(actions: tuple[view.Action, ...], width: int, kit: Kit, strip: bool) -> Sheet:
    """Buttons at the right, in rows that wrap; what the keyboard does at the left, where it fits."""
    sheet = Sheet(kit, width)
    gap = kit.px(10)
    made = [_button(a, width, kit) for a in actions]
    y = 0
    lines = rows([wide for _, wide in made], width, gap)
    for row in lines:
        x = width - sum(made[i][1] for i in row) - gap * (len(row) - 1)
        for i in row:
            one, wide = made[i]
            rect = pygame.Rect(x, y, wide, one.height)
            sheet.place(one, x, y)
            action = actions[i]
            do = action.do if action.enabled else ""
            sheet.spots.append(Spot(rect, "action", action.label, do, radius=kit.px(8), name=action.do))
            x += wide + gap
        y = sheet.height + kit.px(8)
    help_run = kit.run(help_text(actions, strip), "tiny", kit.theme.muted)
    used = sum(wide + gap for _, wide in made)
    if len(lines) <= 1 and used + help_run.width + kit.px(20) < width:
        tall = max(sheet.height, leading(help_run.size))
        sheet.words(help_run, kit.px(4), (tall - leading(help_run.size)) // 2, width)
    return sheet


def lay_enlarge(label: str, do: str, kit: Kit) -> Sheet:
    """The small button that opens a panel large: a square with arrows to two corners."""
    t = kit.theme
    side = max(LEAST_TARGET, kit.px(24))
    sheet = Sheet(kit, side)
    rect = pygame.Rect(0, 0, side, side)
    radius = kit.px(6)
    sheet.box(rect, Box(t.surface, t.edge, 1, radius))
    drawing = Drawing(side, side)
    far, near, middle, arm = side * 0.27, side * 0.27, side / 2, side * 0.17
    thick = max(1.6, side * 0.07)
    for x, y, sign in ((side - far, near, -1), (far, side - near, 1)):
        drawing.lines([(x + sign * arm, y), (x, y), (x, y - sign * arm)], t.accent, thick)
        drawing.lines([(x, y), (middle - sign * arm * 0.25, middle + sign * arm * 0.25)], t.accent, thick)
    sheet.image(drawing.surface(), 0, 0)
    sheet.spots.append(Spot(rect, "large", label, do, "Enlarge", radius, name=do))
    return sheet


@lru_cache(maxsize=4)
def lay_message(message: str, width: int, kit: Kit) -> Sheet:
    """The line that must be seen, with a sign before it."""
    t = kit.theme
    sheet = Sheet(kit, width)
    pad, side = kit.px(12), kit.px(22)
    run = kit.run(message, "caption", t.on_warn)
    inner = Sheet(kit, width)
    bottom = inner.words(
        run, pad + side + kit.px(10), kit.px(9), width - 2 * pad - side - kit.px(10)
    ) + kit.px(9)
    sheet.box(pygame.Rect(0, 0, width, bottom), Box(t.warn, t.warn_edge, 2, kit.px(8)))
    drawing = Drawing(side, side)
    drawing.shape([(side / 2, 1.5), (side - 1, side - 2.5), (1, side - 2.5)], t.on_warn)
    sheet.image(drawing.surface(), pad, kit.px(8))
    bang = kit.run("!", "label", t.warn)
    sheet.words(bang, pad, kit.px(8) + round(side * 0.16), side, "centre")
    sheet.place(inner, 0, 0)
    return sheet
