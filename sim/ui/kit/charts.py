"""Small charts of 0 to 100 points: paths over what many runs span, each named at its end."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pygame

from sim.ui import view
from sim.ui.kit import fonts
from sim.ui.kit.layout import columns
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Note, Sheet, leading, lines_height
from sim.ui.kit.svg import Dash, Drawing, Point
from sim.ui.kit.text import Line, Run, break_lines
from sim.ui.kit.theme import Colour

_ROLES = ("branch", "history", "you")
_DASHES: dict[view.LineRole, Dash | None] = {"you": None, "history": (6, 4), "branch": None}
_BRANCH_DASHES: tuple[Dash, ...] = ((2, 4), (13, 4), (4, 9))
_RIMS: tuple[Dash, ...] = ((1.5, 3.5), (4, 2.5))  # of the widest band, and of those within it


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


def colour_of(role: view.LineRole, kit: Kit) -> Colour:
    """What a line, or a forecaster's dots, are drawn in."""
    t = kit.theme
    return {"you": t.you, "history": t.ink, "branch": t.accent}[role]


def _chart(chart: view.Chart, width: int, height: int, kit: Kit) -> Sheet:
    t = kit.theme
    sheet = Sheet(kit, width)
    pad = kit.px(12)
    room = width - 2 * pad
    top = sheet.words(kit.run(chart.title, "mark"), pad, pad - kit.px(3), room) + kit.px(8)
    note = break_lines((kit.run(chart.note, "tiny", t.muted),), room) if chart.note else ()
    axis = kit.run("100", "tiny", t.muted)
    line_high = leading(axis.size)
    ends = _ends(chart, kit, room * 0.42)
    right = round(max((line.width for _, lines in ends for line in lines), default=0)) + kit.px(9)
    left = pad + round(axis.width) + kit.px(6)
    plot = pygame.Rect(left, top, max(kit.px(40), width - pad - right - left), 0)
    foot = line_high + kit.px(6) + lines_height(note) + pad
    named = sum(lines_height(lines) for _, lines in ends) - line_high
    plot.height = max(kit.px(100), named, height - top - foot)
    if chart.bands:
        sheet.image(_bands(chart, plot, kit), plot.x - 8, plot.y - 8)
    marks = (0, 50, 100) if plot.height < kit.px(130) else (0, 25, 50, 75, 100)
    for value in marks:
        y = round(plot.bottom - plot.height * value / 100)
        sheet.rule(pygame.Rect(plot.x, y, plot.width, 1), t.edge if value == 0 else t.track)
        run = kit.run(str(value), "tiny", t.muted)
        sheet.words(run, pad, y - line_high // 2, left - pad - kit.px(5), "right")
    bottom = _labels(sheet, chart.labels, plot, left - pad, width - pad - plot.right, kit)
    sheet.image(_curves(chart, plot, kit), plot.x - 8, plot.y - 8)
    sheet.notes += _notes(chart, plot)
    for y, lines in _apart(ends, plot, line_high):
        sheet.lines(lines, plot.right + kit.px(8), y, right + pad)
    if note:
        bottom = sheet.lines(note, pad, bottom + kit.px(2), room)
    sheet.height = bottom + pad - kit.px(3)
    return sheet


def _ends(chart: view.Chart, kit: Kit, room: float) -> list[tuple[float, tuple[Line, ...]]]:
    """Where each line and band ends, with its name: a band's at its upper and its lower rim in turn."""
    out: list[tuple[float, tuple[Line, ...]]] = []
    for line in chart.lines:
        values = [v for v in line.values if v is not None]
        if values:
            run = kit.run(f"{line.name} {round(values[-1])}", "label", colour_of(line.role, kit))
            out.append((values[-1], break_lines((run,), room)))
    for number, band in enumerate(chart.bands):
        spans = [s for s in _spans(band) if s is not None]
        if spans:
            low, high = spans[-1]
            run = kit.run(f"{band.name} {round(low)}\u2013{round(high)}", "tiny", kit.theme.muted)
            out.append((low if number % 2 else high, break_lines((run,), room)))
    return out


def _spans(band: view.Band) -> list[tuple[float, float] | None]:
    """Low and high at each label where there are both."""
    pairs = zip(band.low, band.high, strict=False)
    return [None if low is None or high is None else (low, high) for low, high in pairs]


def _apart(
    ends: list[tuple[float, tuple[Line, ...]]], plot: pygame.Rect, high: int
) -> list[tuple[int, tuple[Line, ...]]]:
    """Tops for the names at the ends, near their values and never over each other."""
    order = sorted(ends, key=lambda e: -e[0])
    highs = [lines_height(lines) for _, lines in order]
    tops = [_y(plot, v) - h / 2 for (v, _), h in zip(order, highs, strict=True)]
    for _ in range(20):
        for i in range(1, len(tops)):
            clash = tops[i - 1] + highs[i - 1] - tops[i]
            if clash > 0:
                tops[i - 1] -= clash / 2
                tops[i] += clash / 2
    least = float(plot.top - high // 2)
    for i in range(len(tops)):
        tops[i] = max(tops[i], least)
        least = tops[i] + highs[i]
    most = float(plot.bottom + high // 2)
    for i in reversed(range(len(tops))):
        tops[i] = min(tops[i], most - highs[i])
        most = tops[i]
    return [(round(top), lines) for top, (_, lines) in zip(tops, order, strict=True)]


def _y(plot: pygame.Rect, value: float) -> float:
    return plot.bottom - plot.height * min(100.0, max(0.0, value)) / 100


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
    """The lines over each other: branches dotted, history dashed, yours solid with dots."""
    drawing = Drawing(plot.width + 16, plot.height + 16)
    thick = 2.2 * max(1.0, kit.scale**0.5)
    branches = [line for line in chart.lines if line.role == "branch"]
    for line in sorted(chart.lines, key=lambda x: _ROLES.index(x.role)):
        colour = colour_of(line.role, kit)
        dash = _DASHES[line.role]
        if line.role == "branch":
            dash = _BRANCH_DASHES[branches.index(line) % len(_BRANCH_DASHES)]
        points = _points(chart, line.values, plot)
        for piece in _pieces(points):
            if len(piece) > 1:
                drawing.lines(piece, colour, thick, dash)
            elif line.role != "you":
                drawing.circle(piece[0], thick, colour)
        if line.role == "you":
            for point in _spaced(points, thick * 5):
                if point is not None:
                    drawing.circle(point, thick * 1.55, kit.theme.surface, colour, thick * 0.8)
    return drawing.surface()


def _spaced(points: list[Point | None], least: float) -> list[Point | None]:
    """The points, or as many of them as stand ``least`` pixels apart; the last always."""
    places = [p[0] for p in points if p is not None]
    if len(places) < 2:
        return points
    apart = (places[-1] - places[0]) / (len(places) - 1)
    every = max(1, math.ceil(least / max(apart, 0.01)))
    return points[::-1][::every] if apart < least else points


def _points(chart: view.Chart, values: Sequence[float | None], plot: pygame.Rect) -> list[Point | None]:
    """Values as places in a picture that reaches eight pixels beyond the plot."""
    count = max(len(chart.labels), len(values))
    return [
        None if v is None else (8 + _x(plot, i, count) - plot.x, 8 + _y(plot, v) - plot.y)
        for i, v in enumerate(values)
    ]


def _bands(chart: view.Chart, plot: pygame.Rect, kit: Kit) -> pygame.Surface:
    """What many runs span, the wider behind; both rims of each have a line of their own."""
    t = kit.theme
    drawing = Drawing(plot.width + 16, plot.height + 16)
    for number, band in enumerate(chart.bands):
        spans = _spans(band)
        lows = _pieces(_points(chart, [s and s[0] for s in spans], plot))
        highs = _pieces(_points(chart, [s and s[1] for s in spans], plot))
        inner = min(number, len(t.bands) - 1)
        for low, high in zip(lows, highs, strict=True):
            if len(low) == 1:
                drawing.lines([low[0], high[0]], t.muted, 3)
                continue
            drawing.shape([*high, *reversed(low)], t.bands[inner])
            for rim in (low, high):
                drawing.lines(rim, t.muted, 1.2, _RIMS[inner])
    return drawing.surface()


def _notes(chart: view.Chart, plot: pygame.Rect) -> list[Note]:
    """For each place on the axis, what every line is worth there."""
    out = []
    for i, label in enumerate(chart.labels):
        values = [(x.name, x.values[i]) for x in chart.lines if i < len(x.values)]
        known = [(name, v) for name, v in values if v is not None]
        if known:
            said = [f"{name} {round(v)}" for name, v in known]
            spans = [(b.name, _spans(b)[i]) for b in chart.bands if i < min(len(b.low), len(b.high))]
            said += [f"{name} {round(s[0])} to {round(s[1])}" for name, s in spans if s]
            words = ", ".join(said)
            x = _x(plot, i, len(chart.labels))
            points = tuple((x, _y(plot, v)) for _, v in known)
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
