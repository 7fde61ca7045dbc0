"""Small charts of 0 to 100 points: your path and the historical one, named at their ends."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from sim.ui import view
from sim.ui.kit import fonts
from sim.ui.kit.layout import columns
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Note, Sheet, leading, lines_height
from sim.ui.kit.svg import Drawing, Point
from sim.ui.kit.text import Run, break_lines
from sim.ui.kit.theme import Colour


def lay_charts(panel: view.Charts, width: int, height: int, kit: Kit) -> Sheet:
    """The panel's charts in a grid that fills the room, or grows below it and scrolls."""
    sheet = Sheet(kit, width)
    count = len(panel.charts)
    if not count:
        return sheet
    gap = kit.px(14)
    across = columns(count, width, kit.px(270), gap, 4)
    deep = -(-count // across)
    wide = (width - gap * (across - 1)) // across
    share = (height - gap * (deep - 1)) // deep
    high = min(max(share, kit.px(176)), max(kit.px(190), round(wide * 0.9)))
    y = 0
    for start in range(0, count, across):
        row = [_chart(c, wide, high, kit) for c in panel.charts[start : start + across]]
        tall = max(s.height for s in row)
        for i, one in enumerate(row):
            x = i * (wide + gap)
            sheet.box(pygame.Rect(x, y, wide, tall), Box(None, kit.theme.hair, 1, kit.px(8)))
            sheet.place(one, x, y)
        y += tall + gap
    sheet.height = y - gap
    return sheet


def _colour(line: view.Line, kit: Kit) -> Colour:
    return kit.theme.you if line.role == "you" else kit.theme.ink


def _chart(chart: view.Chart, width: int, height: int, kit: Kit) -> Sheet:
    t = kit.theme
    sheet = Sheet(kit, width)
    pad = kit.px(12)
    room = width - 2 * pad
    top = sheet.words(kit.run(chart.title, "mark"), pad, pad - kit.px(3), room) + kit.px(8)
    note = break_lines((kit.run(chart.note, "tiny", t.muted),), room) if chart.note else ()
    axis = kit.run("100", "tiny", t.muted)
    line_high = leading(axis.size)
    ends = _ends(chart, kit)
    right = round(max((r.width for _, r in ends), default=0)) + kit.px(9)
    left = pad + round(axis.width) + kit.px(6)
    plot = pygame.Rect(left, top, max(kit.px(40), width - pad - right - left), 0)
    plot.height = max(kit.px(100), height - top - line_high - kit.px(6) - lines_height(note) - pad)
    marks = (0, 50, 100) if plot.height < kit.px(130) else (0, 25, 50, 75, 100)
    for value in marks:
        y = round(plot.bottom - plot.height * value / 100)
        sheet.rule(pygame.Rect(plot.x, y, plot.width, 1), t.edge if value == 0 else t.track)
        run = kit.run(str(value), "tiny", t.muted)
        sheet.words(run, pad, y - line_high // 2, left - pad - kit.px(5), "right")
    bottom = _labels(sheet, chart.labels, plot, left - pad, width - pad - plot.right, kit)
    sheet.image(_curves(chart, plot, kit), plot.x - 8, plot.y - 8)
    sheet.notes += _notes(chart, plot)
    for y, run in _apart(ends, plot, line_high):
        sheet.words(run, plot.right + kit.px(8), y, right + pad)
    if note:
        bottom = sheet.lines(note, pad, bottom + kit.px(2), room)
    sheet.height = bottom + pad - kit.px(3)
    return sheet


def _ends(chart: view.Chart, kit: Kit) -> list[tuple[float, Run]]:
    """The last value of each line with the line's name."""
    out = []
    for line in chart.lines:
        values = [v for v in line.values if v is not None]
        if values:
            out.append((values[-1], kit.run(f"{line.name} {round(values[-1])}", "label", _colour(line, kit))))
    return out


def _apart(ends: list[tuple[float, Run]], plot: pygame.Rect, high: int) -> list[tuple[int, Run]]:
    """Tops for the names at the ends, near their values and never over each other."""
    order = sorted(ends, key=lambda e: -e[0])
    tops = [round(plot.bottom - plot.height * min(100, max(0, v)) / 100 - high / 2) for v, _ in order]
    for i in range(1, len(tops)):
        clash = tops[i - 1] + high - tops[i]
        if clash > 0:
            tops[i - 1] -= clash // 2
            tops[i] += clash - clash // 2
    for i in range(1, len(tops)):
        tops[i] = max(tops[i], tops[i - 1] + high)
    over = max(0, tops[-1] + high - (plot.bottom + high // 2)) if tops else 0
    return [(top - over, run) for top, (_, run) in zip(tops, order, strict=True)]


def _x(plot: pygame.Rect, index: int, count: int) -> float:
    inset = 9
    return (
        plot.x + inset + ((plot.width - inset) * index / (count - 1) if count > 1 else plot.width / 2 - inset)
    )


def _labels(sheet: Sheet, labels: Sequence[str], plot: pygame.Rect, left: int, right: int, kit: Kit) -> int:
    """As many labels under the axis as fit whole; the first and the last come first."""
    y = plot.bottom + kit.px(5)
    count = len(labels)
    taken: list[tuple[float, float]] = []
    gap = kit.px(10)
    size = kit.run("", "tiny", kit.theme.muted)
    for i in dict.fromkeys([count - 1, 0, *range(count)] if count else []):
        cap = plot.width / 2 + (left if i == 0 else right) - gap if i in (0, count - 1) else plot.width / 2
        run = Run(fonts.shortened(labels[i], size.face, size.size, cap), size.face, size.size, size.colour)
        middle = _x(plot, i, count)
        start = min(max(middle - run.width / 2, plot.x - left), plot.right + right - run.width)
        if any(start < b + gap and a < start + run.width + gap for a, b in taken):
            continue
        taken.append((start, start + run.width))
        sheet.words(run, round(start), y, round(run.width) + 2)
        if 0 < i < count - 1:
            sheet.rule(pygame.Rect(round(middle), plot.bottom, 1, kit.px(4)), kit.theme.edge)
    return y + leading(size.size)


def _curves(chart: view.Chart, plot: pygame.Rect, kit: Kit) -> pygame.Surface:
    """The lines: history dashed, yours solid with dots, over each other in that order."""
    drawing = Drawing(plot.width + 16, plot.height + 16)
    thick = 2.2 * max(1.0, kit.scale**0.5)
    for line in sorted(chart.lines, key=lambda x: x.role == "you"):
        colour = _colour(line, kit)
        count = max(len(chart.labels), len(line.values))
        points: list[Point | None] = [
            None
            if v is None
            else (8 + _x(plot, i, count) - plot.x, 8 + plot.height * (1 - min(100, max(0, v)) / 100))
            for i, v in enumerate(line.values)
        ]
        for piece in _pieces(points):
            if len(piece) > 1:
                drawing.lines(piece, colour, thick, None if line.role == "you" else (6, 4))
            elif line.role != "you":
                drawing.circle(piece[0], thick, colour)
        if line.role == "you":
            for point in points:
                if point is not None:
                    drawing.circle(point, thick * 1.55, kit.theme.surface, colour, thick * 0.8)
    return drawing.surface()


def _notes(chart: view.Chart, plot: pygame.Rect) -> list[Note]:
    """For each place on the axis, what every line is worth there."""
    out = []
    for i, label in enumerate(chart.labels):
        values = [(x.name, x.values[i]) for x in chart.lines if i < len(x.values)]
        known = [(name, v) for name, v in values if v is not None]
        if known:
            words = ", ".join(f"{name} {round(v)}" for name, v in known)
            x = _x(plot, i, len(chart.labels))
            points = tuple((x, plot.bottom - plot.height * min(100, max(0, v)) / 100) for _, v in known)
            out.append(Note(points, f"{chart.title}, {label}: {words}", 9.0))
    return out


def _pieces(points: Sequence[Point | None]) -> list[list[Point]]:
    """Runs of points between gaps."""
    out: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            out.append([])
        else:
            out[-1].append(point)
    return [piece for piece in out if piece]
