"""Where everything of a screen goes in a window: the sections, the panels and what must fold away.

From top to bottom: title bar, message, tabs, panels, timeline, actions. Panels that do not fit
beside each other share their place, and a strip of tabs chooses among them. Where the window is too
low, the timeline and then the meters become panels too; where even that leaves little room, the
panels get the height of their content and the page scrolls over buttons that stay where they are.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

import pygame

from sim.ui import view
from sim.ui.kit.buttons import TabFace, lay_actions, lay_enlarge, lay_message, lay_tabs
from sim.ui.kit.cards import RIM
from sim.ui.kit.header import clock_width, lay_header
from sim.ui.kit.layout import share
from sim.ui.kit.meters import box_for_header
from sim.ui.kit.panels import AnyPanel, MeterPanel, StopPanel, framed, lay_panel, least_width
from sim.ui.kit.sheet import Kit, Sheet
from sim.ui.kit.timeline import lay_timeline

GUTTER = 12  # pixels kept for a scroll bar, at scale 1
MANY = 9  # more cards than these most likely scroll: they are laid beside the bar at once


@dataclass(frozen=True)
class Region:
    """A sheet in its place. One that is higher than its place scrolls; ``memory`` says when to start anew.

    A ``pinned`` one stays where it is while the page scrolls.
    """

    name: str
    rect: pygame.Rect
    sheet: Sheet
    title: str = ""
    clipped: bool = False
    memory: Hashable = None
    pinned: bool = False

    @property
    def overflow(self) -> int:
        """How far it can be scrolled, in pixels."""
        return max(0, self.sheet.height - self.rect.height) if self.clipped else 0


@dataclass(frozen=True)
class Page:
    """The regions of a window from top to bottom; ``height`` is beyond the window's if the page scrolls.

    ``groups`` are the panels that are shown together; ``shown`` says which group is. What scrolls is
    seen down to ``fold``.
    """

    regions: tuple[Region, ...]
    height: int
    panels: tuple[AnyPanel, ...]
    groups: tuple[tuple[int, ...], ...]
    shown: int
    fold: int


def group_panels(panels: tuple[AnyPanel, ...], room: int, gap: int, kit: Kit) -> tuple[tuple[int, ...], ...]:
    """Neighbouring panels together as far as they fit side by side."""
    out: list[list[int]] = []
    used = 0
    for i, panel in enumerate(panels):
        wide = least_width(panel, kit)
        if out and used + gap + wide <= room:
            out[-1].append(i)
            used += gap + wide
        else:
            out.append([i])
            used = wide
    return tuple(tuple(g) for g in out)


def lay_page(screen: view.Screen, size: tuple[int, int], kit: Kit, panel: int, brief: bool = False) -> Page:
    """The page for a window of ``size`` pixels that shows at least panel number ``panel``.

    A ``brief`` one may leave out what must be scrolled to.
    """
    tries: tuple[tuple[tuple[str, ...], float, float], ...] = (
        ((), 330, 0.5),
        (("timeline",), 260, 0.42),
        (("timeline", "meters"), 0, 0),
    )
    for folded, enough, part in tries:
        page, body = _page(screen, size, kit, panel, folded, brief)
        if body >= min(kit.px(enough), round(size[1] * part)):
            break
    return page


def _page(
    screen: view.Screen, size: tuple[int, int], kit: Kit, panel: int, folded: tuple[str, ...], brief: bool
) -> tuple[Page, int]:
    whole = kit
    kit = chrome(whole, size)
    margin = gap = min(kit.px(12), 24)
    room = size[0] - 2 * margin
    panels: tuple[AnyPanel, ...] = screen.panels
    if "meters" in folded and screen.meters:
        panels = (*panels, MeterPanel(screen.meters))
    if "timeline" in folded and screen.timeline:
        panels = (*panels, StopPanel(screen.timeline))
    groups = group_panels(panels, room, gap, whole)
    shown = next((i for i, g in enumerate(groups) if panel in g), 0)

    meters = () if "meters" in folded else screen.meters
    clock = clock_width(screen.clock, kit)
    above = [("header", lay_header(screen.title, screen.subtitle, meters, clock, room, kit))]
    if screen.message:
        above.append(("message", lay_message(screen.message, room, kit)))
    if screen.tabs:
        faces = tuple(TabFace(t.do, t.title, t.selected, "tab") for t in screen.tabs)
        above.append(("tabs", lay_tabs(faces, room, kit)))
    if len(groups) > 1:
        above.append(("strip", lay_tabs(_strip(panels, groups, shown), room, kit)))
    below: list[tuple[str, Sheet]] = []
    if screen.timeline and "timeline" not in folded:
        below.append(("timeline", _framed_timeline(screen.timeline, room, kit)))
    if screen.actions:
        below.append(("actions", lay_actions(screen.actions, room, kit, len(groups) > 1)))

    taken = sum(s.height for _, s in (*above, *below)) + gap * (len(above) + len(below)) + 2 * margin
    body = size[1] - taken
    regions: list[Region] = []
    y = margin
    for name, sheet in above:
        regions.append(Region(name, pygame.Rect(margin, y, room, sheet.height), sheet))
        y += sheet.height + gap
    tight = bool(groups) and body < min(whole.px(190), round(size[1] * 0.4))
    if groups:
        rect = pygame.Rect(margin, y, room, round(size[1] * 0.6) if tight else body)
        panes = _body(screen, panels, groups[shown], rect, gap, whole, tight, brief)
        regions += panes
        y = max(r.rect.bottom for r in panes if not r.clipped) + gap
    else:
        y += max(0, body) + gap
    fold = size[1]
    for name, sheet in below:
        pinned = tight and name == "actions" and sheet.height < size[1] * 0.4
        if pinned:
            fold = size[1] - sheet.height - 2 * (gap // 2)
            regions.append(
                Region(name, pygame.Rect(margin, fold + gap // 2, room, sheet.height), sheet, pinned=True)
            )
            y += size[1] - fold
        else:
            regions.append(Region(name, pygame.Rect(margin, y, room, sheet.height), sheet))
            y += sheet.height + gap
    height = max(size[1], y - gap + margin)
    return Page(tuple(regions), height, panels, groups, shown, fold), body


def chrome(kit: Kit, size: tuple[int, int]) -> Kit:
    """What is round the panels: in a small window it grows less than they do, to leave them room."""
    return Kit(kit.theme, min(kit.scale, max(1.0, min(size[0] / 590, size[1] / 440))))


def _strip(
    panels: tuple[AnyPanel, ...], groups: tuple[tuple[int, ...], ...], shown: int
) -> tuple[TabFace, ...]:
    out = []
    for i, group in enumerate(groups):
        title = " · ".join(panels[n].title or f"Panel {n + 1}" for n in group)
        out.append(TabFace("", title, i == shown, "strip"))
    return tuple(out)


@lru_cache(maxsize=16)
def _framed_timeline(stops: tuple[view.Stop, ...], room: int, kit: Kit) -> Sheet:
    sheet = Sheet(kit, room)
    pad_x, pad_y = kit.px(14), kit.px(10)
    inner = lay_timeline(stops, room - 2 * pad_x, kit)
    sheet.box(pygame.Rect(0, 0, room, inner.height + 2 * pad_y), box_for_header(kit))
    sheet.place(inner, pad_x, pad_y)
    return sheet


def _body(
    screen: view.Screen,
    panels: tuple[AnyPanel, ...],
    group: tuple[int, ...],
    rect: pygame.Rect,
    gap: int,
    kit: Kit,
    tight: bool,
    brief: bool,
) -> list[Region]:
    """The panels of one group side by side, each as a frame with its title and a region that scrolls.

    When it is ``tight`` they are as high as their content instead.
    """
    out: list[Region] = []
    room = rect.width - gap * (len(group) - 1)
    least = [min(least_width(panels[n], kit), room) for n in group]
    widths = share(room, [max(0.05, panels[n].weight) for n in group], least)
    x = rect.x
    for n, wide in zip(group, widths, strict=True):
        place = pygame.Rect(x, rect.y, wide, rect.height)
        alone = len(group) == 1 and len(panels) > 1
        out += _panel(screen, panels[n], n, place, kit, alone, tight, brief)
        x += wide + gap
    return out


def _panel(
    screen: view.Screen,
    panel: AnyPanel,
    number: int,
    rect: pygame.Rect,
    kit: Kit,
    alone: bool,
    tight: bool,
    brief: bool,
) -> list[Region]:
    pad = kit.px(16) if framed(panel) else 0
    title, large = "" if alone else panel.title, getattr(panel, "large", "")
    called = f"Enlarge {panel.title}".strip()
    top, beside = _head(title, large, called, pad, rect.size, kit)[1:]
    inner = pygame.Rect(
        rect.x + pad, rect.y + top, rect.width - 2 * pad - beside, max(kit.px(60), rect.height - top - pad)
    )
    if not framed(panel):
        inner = pygame.Rect(
            rect.x - RIM, rect.y + top - RIM, rect.width + 2 * RIM, rect.height - top + 2 * RIM
        )
    gutter = kit.px(GUTTER)
    beside_bar = gutter if isinstance(panel, view.Cards) and len(panel.cards) > MANY and not tight else 0
    sheet = lay_panel(panel, inner.width - beside_bar, inner.height, kit, seen=not tight)
    if beside_bar and sheet.height <= inner.height:
        sheet = lay_panel(panel, inner.width, inner.height, kit, seen=True)
    if tight:
        inner.height = sheet.height
        rect = pygame.Rect(rect.x, rect.y, rect.width, inner.bottom + (pad or -RIM) - rect.y)
    elif sheet.height > inner.height:
        if framed(panel):
            inner.width += 0 if beside else pad - kit.px(4)
            sheet = lay_panel(panel, inner.width - gutter - kit.px(2), inner.height, kit, brief)
        else:
            sheet = lay_panel(panel, inner.width - gutter, inner.height, kit, brief)
    frame = _head(title, large, called, pad, rect.size, kit)[0]
    memory = _memory(screen, panel)
    return [
        Region(f"frame {number}", rect, frame),
        Region(f"panel {number}", inner, sheet, panel.title, True, memory),
    ]


@lru_cache(maxsize=64)
def _head(
    title: str, large: str, called: str, pad: int, size: tuple[int, int], kit: Kit
) -> tuple[Sheet, int, int]:
    """A panel's frame, with its title and the button that enlarges it, which is ``called`` so.

    With it, how far down its content begins, and how much of its right side the button takes, in pixels.
    ``pad`` is 0 for a panel without a frame.
    """
    sheet = Sheet(kit, size[0])
    if pad:
        sheet.box(pygame.Rect(0, 0, *size), box_for_header(kit))
    start, side, taken = pad - kit.px(3) if pad else kit.px(4), pad or kit.px(4), 0
    if large:
        button = lay_enlarge(called, large, kit)
        sheet.place(button, size[0] - side - button.width, start)
        taken = button.width + kit.px(8)
    if not title:
        return sheet, pad, taken
    below = sheet.words(kit.run(title, "caption"), side, start, size[0] - 2 * side - taken)
    return sheet, max(below, start + taken - kit.px(8)) + kit.px(8), 0


def _memory(screen: view.Screen, panel: AnyPanel) -> Hashable:
    """What must stay the same for a panel to keep its scroll position."""
    match panel:
        case view.Text():
            return (screen.name, panel.blocks)
        case view.Cards():
            return (screen.name, panel.title, tuple(c.do for c in panel.cards))
        case view.Table():
            return (screen.name, panel.title, panel.rows)
        case _:
            return (screen.name, panel.title)
