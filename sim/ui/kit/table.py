"""Tables: rows under column heads, or each row as a list where columns would be too narrow."""

from __future__ import annotations

import pygame

from sim.ui import view
from sim.ui.kit.layout import share
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Sheet, leading


def lay_table(panel: view.Table, width: int, height: int, kit: Kit) -> Sheet:
    """The table in columns when every word fits its column, else row by row as lists."""
    gap = kit.px(16)
    marked = [pill_width(r.mark, kit) for r in panel.rows if r.mark]
    tail = max(marked) + gap if marked else 0
    room = width - tail - gap * max(0, len(panel.columns) - 1)
    least = [_least(panel, i, kit) for i in range(len(panel.columns))]
    weights = [*panel.widths, *[1.0] * len(panel.columns)][: len(panel.columns)]
    if sum(least) > room:
        return _listed(panel, width, kit)
    return _columned(panel, width, kit, share(room, weights, least), gap)


def _least(panel: view.Table, column: int, kit: Kit) -> int:
    """The widest word of a column, and room for about three short words, in pixels."""
    words = panel.columns[column].split()
    widest = max((kit.run(w, "mark").width for w in words), default=0.0)
    cells = [r.cells[column] for r in panel.rows if column < len(r.cells)]
    for cell in cells:
        widest = max([widest, *(kit.run(w, "text").width for w in cell.split())])
    longest = max((kit.run(c, "text").width for c in cells), default=0.0)
    return round(max(widest, min(longest, kit.px(96)))) + 2


def _columned(panel: view.Table, width: int, kit: Kit, widths: list[int], gap: int) -> Sheet:
    t = kit.theme
    sheet = Sheet(kit, width)
    starts = [sum(widths[:i]) + gap * i for i in range(len(widths))]
    y = 0
    for head, x, wide in zip(panel.columns, starts, widths, strict=True):
        y = max(y, sheet.words(kit.run(head, "mark", t.muted), x, 0, wide))
    y += kit.px(5)
    sheet.rule(pygame.Rect(0, y, width, 2), t.edge)
    y += kit.px(3)
    for number, row in enumerate(panel.rows):
        pad = kit.px(8)
        bottom = y
        cells = Sheet(kit, width)
        face = "name" if row.leading else "text"
        for i, (cell, x, wide) in enumerate(zip(row.cells, starts, widths, strict=False)):
            run = kit.run(cell, face)
            if i == 0 and not row.leading:
                run = type(run)(cell, "semibold", run.size, run.colour)
            bottom = max(bottom, cells.words(run, x, y + pad, wide))
        if row.mark:
            wide = pill_width(row.mark, kit)
            bottom = max(bottom, pill(cells, row.mark, width - wide, y + pad - kit.px(1)))
        bottom += pad
        sheet.place(cells, 0, 0)
        if row.leading:
            sheet.rule(pygame.Rect(0, bottom, width, 2), t.edge)
        elif number + 1 < len(panel.rows):
            sheet.rule(pygame.Rect(0, bottom, width, 1), t.hair)
        y = bottom + 1
    sheet.height = y
    return sheet


def _listed(panel: view.Table, width: int, kit: Kit) -> Sheet:
    t = kit.theme
    sheet = Sheet(kit, width)
    y = 0
    for number, row in enumerate(panel.rows):
        if number:
            sheet.rule(pygame.Rect(0, y + kit.px(9), width, 1), t.hair)
            y += kit.px(19)
        for i, cell in enumerate(row.cells):
            if i == 0:
                y = sheet.words(kit.run(cell, "name"), 0, y, width)
                if row.mark:
                    y = pill(sheet, row.mark, 0, y + kit.px(3)) + kit.px(2)
                continue
            if not cell:
                continue
            head = panel.columns[i] if i < len(panel.columns) else ""
            runs = [kit.run(head + "\u2002" if head else "", "mark", t.muted), kit.run(cell, "text")]
            y = sheet.words([r for r in runs if r.text], 0, y + kit.px(2), width)
    sheet.height = y
    return sheet


def pill_width(mark: str, kit: Kit) -> int:
    """How wide a mark is with its frame, in pixels."""
    return round(kit.run(mark, "label").width) + 2 * kit.px(9) + 2


def pill(sheet: Sheet, mark: str, x: int, y: int) -> int:
    """A mark, such as a row's, in its frame; returns the y below it."""
    kit = sheet.kit
    t = kit.theme
    run = kit.run(mark, "label", t.accent)
    wide = min(pill_width(mark, kit), sheet.width - x)
    inner = Sheet(kit, wide)
    bottom = inner.words(run, kit.px(9), kit.px(2), wide - 2 * kit.px(9) + 2) + kit.px(2)
    high = leading(run.size) + 2 * kit.px(2)
    sheet.box(pygame.Rect(x, y, wide, bottom), Box(t.selected, t.accent, 1, high // 2))
    sheet.place(inner, x, y)
    return y + bottom
