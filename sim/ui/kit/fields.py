"""Lines to type: a label and a box for each."""

from __future__ import annotations

import pygame

from sim.ui import view
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Sheet, Spot, leading


def lay_fields(panel: view.Fields, width: int, height: int, kit: Kit) -> Sheet:
    """The fields one below another."""
    sheet = Sheet(kit, width)
    y = 0
    for field in panel.fields:
        y = sheet.words(kit.run(field.label, "mark"), 0, y, width) + kit.px(3)
        run = kit.run(field.value, "text")
        rect = pygame.Rect(0, y, width, leading(run.size) + 2 * kit.px(6))
        sheet.box(rect, Box(kit.theme.surface, kit.theme.edge, 1, kit.px(6)))
        sheet.words(run, kit.px(10), y + kit.px(6), width - 2 * kit.px(10))
        sheet.spots.append(Spot(rect, "field", field.label, "", field.hint, kit.px(6), name=field.do))
        y = rect.bottom + kit.px(12)
    sheet.grow(y)
    return sheet
