"""What can be picked on a page: its spots with their regions, in the order of Tab."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from sim.ui import view
from sim.ui.kit.page import Page, Region
from sim.ui.kit.panels import AnyPanel
from sim.ui.kit.sheet import Spot


@dataclass(frozen=True)
class Hit:
    """What can be picked where, in window pixels; ``do`` is empty when picking it does nothing."""

    rect: pygame.Rect
    do: str
    label: str
    role: str
    focused: bool


@dataclass(frozen=True)
class Target:
    """A spot of the present page with the region it lies in. ``id`` lasts from screen to screen."""

    id: str
    spot: Spot
    region: Region

    @property
    def do(self) -> str:
        """What picking it does."""
        return self.spot.do


def targets_of(page: Page) -> list[Target]:
    """All spots of a page: tabs, panels, actions, then meters and stops.

    A region that scrolls or has notes, and nothing in it to focus, is a target itself.
    """
    first: list[Target] = []
    last: list[Target] = []
    for region in page.regions:
        spots = region.sheet.spots
        if (region.overflow or region.sheet.notes) and not any(s.focusable for s in spots):
            spot = Spot(pygame.Rect((0, 0), region.rect.size), "scroll", region.title, radius=6)
            first.append(Target(f"scroll {region.name}", spot, region))
        for spot in spots:
            target = Target(f"{spot.role} {spot.name or spot.label}".rstrip(), spot, region)
            (last if spot.role in ("meter", "stop") else first).append(target)
    return first + last


def ids_of(panel: AnyPanel, number: int) -> set[str]:
    """The ids that a panel's targets have when it is shown; ``number`` is its place on the page."""
    found = {f"scroll panel {number}"}
    match panel:
        case view.Cards():
            found |= {f"card {c.do}" for c in panel.cards} | {f"less {c.less}" for c in panel.cards}
        case view.Fields():
            found |= {f"field {f.do}" for f in panel.fields}
        case view.Tree():
            found |= {f"branch {i}" for i in range(len(panel.branches))}
    return found
