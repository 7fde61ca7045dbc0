"""Lines of play as a tree over the decisions."""

from __future__ import annotations

import pygame

from sim.ui import view
from sim.ui.kit.sheet import Kit, Sheet, Spot


def lay_tree(panel: view.Tree, width: int, height: int, kit: Kit) -> Sheet:
    """Each line of play below another, to pick."""
    sheet = Sheet(kit, width)
    y = 0
    for i, branch in enumerate(panel.branches):
        words = ", ".join(part for part in (branch.name, *branch.marks, branch.ending) if part)
        bottom = sheet.words(kit.run(words, "text"), 0, y, width)
        if branch.do:
            rect = pygame.Rect(0, y, width, bottom - y)
            sheet.spots.append(Spot(rect, "branch", words, branch.do, name=str(i)))
        y = bottom + kit.px(8)
    sheet.grow(y)
    return sheet
