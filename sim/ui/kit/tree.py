"""Lines of play as a tree over the decisions, like a metro map: the first line straight, branches below.

Where the columns would be too narrow for words, each line has a row of its own with a rail at its left.
"""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from sim.ui import view
from sim.ui.branching import in_order, is_first, parting
from sim.ui.kit.layout import rows as wrapped
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Note, Sheet, Spot, leading, lines_height
from sim.ui.kit.svg import Drawing, Point
from sim.ui.kit.table import pill, pill_width
from sim.ui.kit.text import Line, balanced
from sim.ui.kit.theme import Colour

_COLUMN = 92  # pixels at scale 1 below which a decision's name and move are not set side by side
_SIGN = 170  # pixels at scale 1 for a branch's name and ending


@dataclass(frozen=True)
class _Row:
    """A branch's row on the map: how high its line lies, the column where it leaves another, its colour."""

    branch: view.Branch
    y: int
    start: int | None
    colour: Colour


def lay_tree(panel: view.Tree, width: int, height: int, kit: Kit) -> Sheet:
    """The lines over the decisions where there is room, else one row for each line."""
    if not panel.branches:
        return Sheet(kit, width)
    sign = min(kit.px(250), max(kit.px(_SIGN), width // 4))
    count, left = max(1, len(panel.labels)), kit.px(12)
    column = (width - sign - left - kit.px(8)) // count
    words = [
        w for text in (*panel.labels, *(m for b in panel.branches for m in b.moves)) for w in text.split()
    ]
    least = max([kit.px(_COLUMN), *(round(kit.run(w, "label").width) + kit.px(10) for w in words)])
    if column < least:
        return _rails(panel, width, kit)
    return _map(panel, width, sign, min(column, kit.px(240)), kit)


def said(panel: view.Tree, number: int) -> str:
    """A branch in words."""
    branch, where = panel.branches[number], parting(panel, number)
    return ", ".join(part for part in (branch.name, *branch.marks, where, branch.ending) if part)


def _map(panel: view.Tree, width: int, sign: int, column: int, kit: Kit) -> Sheet:
    """The metro map: decisions across, a row for each branch, its label at the end of its line."""
    t = kit.theme
    sheet = Sheet(kit, width)
    left, gap, dot = kit.px(12), kit.px(14), kit.px(7)
    xs = [left + round(column * (i + 0.5)) for i in range(len(panel.labels))]
    edge = left + column * len(panel.labels) + kit.px(8)
    heads = [balanced((kit.run(label, "label", t.muted),), column - kit.px(10)) for label in panel.labels]
    y = top = max((lines_height(h) for h in heads), default=0) + kit.px(8)
    for lines, x in zip(heads, xs, strict=True):
        room = column - kit.px(8)
        sheet.lines(lines, x - room // 2, top - kit.px(8) - lines_height(lines), room, "centre")
    rows: dict[int, _Row] = {}
    signs: list[tuple[int, int, Sheet]] = []
    for place, (number, depth) in enumerate(in_order(panel)):
        branch = panel.branches[number]
        label = _sign(panel, number, sign, kit, "")
        line = y + max(label.height // 2, 2 * dot)
        start = max(0, min(branch.at, len(xs) - 1)) if depth else None
        colour = t.groups[place % len(t.groups)][0]
        rows[number] = _Row(branch, line, start, colour)
        signs.append((number, line - label.height // 2, label))
        below = _moves(panel, number, column, kit)
        for i, lines in below.items():
            sheet.lines(
                lines,
                xs[i] - (column - kit.px(10)) // 2,
                line + dot + kit.px(3),
                column - kit.px(10),
                "centre",
                t.surface,
            )
        tall = max((lines_height(lines) for lines in below.values()), default=0)
        y = max(line + label.height // 2, line + dot + kit.px(3) + tall) + gap
    drawing = Drawing(width, y)
    for x in xs:
        drawing.lines([(x, top), (x, y - gap)], t.track, 1)
    for number in reversed(rows):
        row = rows[number]
        _line(drawing, row, rows.get(row.branch.parent), xs, edge, column, kit)
    for row in rows.values():
        _stations(sheet, drawing, panel, row, xs, dot)
    back = Sheet(kit, width)
    back.image(drawing.surface(), 0, 0)
    back.notes += sheet.notes
    sheet.notes = []
    back.place(sheet, 0, 0)
    for number, at, label in signs:
        _put(back, panel, number, label, edge, at)
    back.height = y - gap + kit.px(4)
    return back


def _moves(panel: view.Tree, number: int, column: int, kit: Kit) -> dict[int, tuple[Line, ...]]:
    """The moves that are written under a branch's line: where it leaves, and where others leave it."""
    branch = panel.branches[number]
    where = {b.at for b in panel.branches if b.parent == number}
    where |= set() if is_first(panel, number) else {branch.at}
    known = {i: branch.moves[i] for i in sorted(where) if i < len(branch.moves) and branch.moves[i]}
    room = column - kit.px(10)
    return {i: balanced((kit.run(move, "tiny"),), room) for i, move in known.items() if i < len(panel.labels)}


def _line(
    drawing: Drawing, row: _Row, parent: _Row | None, xs: list[int], edge: int, column: int, kit: Kit
) -> None:
    """A branch's line: down from its parent before the decision where it leaves, then across to its label."""
    bend = min(kit.px(12), column // 4)
    if row.start is None or parent is None:
        drawing.lines([(xs[0] - column / 2 - bend if xs else 0, row.y), (edge, row.y)], row.colour, kit.px(4))
        return
    x = xs[row.start] - column / 2
    down = [*_turn((x - bend, parent.y), (x, parent.y), (x, parent.y + bend))]
    across = [*_turn((x, row.y - bend), (x, row.y), (x + bend, row.y)), (float(edge), float(row.y))]
    drawing.lines([*down, *across], row.colour, kit.px(3))


def _turn(a: Point, corner: Point, b: Point) -> list[Point]:
    """A round corner from a to b."""
    out = []
    for i in range(7):
        u = i / 6
        x = (1 - u) ** 2 * a[0] + 2 * u * (1 - u) * corner[0] + u * u * b[0]
        y = (1 - u) ** 2 * a[1] + 2 * u * (1 - u) * corner[1] + u * u * b[1]
        out.append((x, y))
    return out


def _stations(
    sheet: Sheet, drawing: Drawing, panel: view.Tree, row: _Row, xs: list[int], radius: int
) -> None:
    """A dot for each decision that came; a filled one where the branch leaves its parent."""
    surface = sheet.kit.theme.surface
    for i, move in enumerate(row.branch.moves[: len(xs)]):
        if i < (row.start or 0) or not move:
            continue
        parts = i == row.start
        at = float(xs[i]), float(row.y)
        drawing.circle(
            at, radius * (1.0 if parts else 0.8), row.colour if parts else surface, row.colour, 2.5
        )
        sheet.notes.append(Note((at,), f"{row.branch.name}, {panel.labels[i]}: {move}", radius + 4.0))


def _sign(panel: view.Tree, number: int, width: int, kit: Kit, where: str) -> Sheet:
    """A branch's name, marks and ending; ``where`` says where it parts, if it is not to be seen."""
    branch = panel.branches[number]
    sheet = Sheet(kit, width)
    pad, gap = kit.px(9), kit.px(5)
    room = width - 2 * pad
    y = sheet.words(kit.run(branch.name, "name"), pad, kit.px(5), room)
    widths = [min(room, pill_width(mark, kit)) for mark in branch.marks]
    for row in wrapped(widths, room, gap):
        at = pad
        for i in row:
            inner = Sheet(kit, widths[i])
            pill(inner, branch.marks[i], 0, 0)
            sheet.place(inner, at, y + kit.px(2))
            at += widths[i] + gap
        y = sheet.height + kit.px(2)
    if where:
        y = sheet.words(kit.run(where, "small"), pad, y + kit.px(1), room)
    if branch.ending:
        y = sheet.words(kit.run(branch.ending, "small", kit.theme.muted), pad, y + kit.px(1), room)
    sheet.height = y + kit.px(6)
    return sheet


def _put(sheet: Sheet, panel: view.Tree, number: int, sign: Sheet, x: int, y: int) -> None:
    """A branch's label in its frame, to pick if it can be."""
    kit, branch = sheet.kit, panel.branches[number]
    rect = pygame.Rect(x, y, sign.width, sign.height)
    box = Box(kit.theme.surface, kit.theme.edge, 1, kit.px(8), kit.theme.shadow // 2 if branch.do else 0)
    sheet.box(rect, box if branch.do else Box(kit.theme.surface, kit.theme.hair, 1, kit.px(8), dashed=True))
    sheet.place(sign, x, y)
    words = said(panel, number)
    to_pick = bool(branch.do)
    spot = Spot(rect, "branch", words, branch.do, radius=kit.px(8), focusable=to_pick, name=str(number))
    sheet.spots.append(spot)


def _rails(panel: view.Tree, width: int, kit: Kit) -> Sheet:
    """Row by row: each branch indented under its parent, with a rail from one to the other."""
    t = kit.theme
    sheet = Sheet(kit, width)
    order = in_order(panel)
    deepest = max(depth for _, depth in order)
    step = min(kit.px(26), round(width * 0.3 / (deepest + 1)))
    dot = max(4, min(kit.px(6), step // 3))
    middles: dict[int, Point] = {}
    signs: list[tuple[int, int, int, Sheet]] = []
    y = 0
    for number, depth in order:
        x = step * (depth + 1)
        sign = _sign(panel, number, width - x, kit, parting(panel, number))
        middles[number] = step * (depth + 0.5), y + kit.px(5) + leading(kit.run("", "name").size) / 2
        signs.append((number, x, y, sign))
        y += sign.height + kit.px(10)
    drawing = Drawing(step * (deepest + 1) + 1, max(1, y))
    for number, (mx, my) in middles.items():
        if not is_first(panel, number):
            parent = middles[panel.branches[number].parent]
            drawing.lines([parent, (parent[0], my), (mx, my)], t.edge, kit.px(2))
    for mx, my in middles.values():
        drawing.lines([(mx, my), (mx + step / 2, my)], t.edge, kit.px(2))
        drawing.circle((mx, my), dot, t.surface, t.accent, 2.5)
    sheet.image(drawing.surface(), 0, 0)
    for number, x, top, sign in signs:
        _put(sheet, panel, number, sign, x, top)
    sheet.height = y - kit.px(10)
    return sheet
