"""The picture of forecasts: what was said across, what came true upwards.

A dot is as large as it has forecasts, and says how many. Dots that would lie over each other are
moved apart, each with a line to its true place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pygame

from sim.ui import view
from sim.ui.kit.charts import colour_of
from sim.ui.kit.netplace import Rect, spread
from sim.ui.kit.sheet import Kit, Note, Sheet, leading, lines_height
from sim.ui.kit.svg import Drawing, Point
from sim.ui.kit.text import Run, break_lines
from sim.ui.kit.theme import Colour

_SHAPES = ("circle", "square", "diamond")
_RIM = 16  # pixels at scale 1 between the plot's frame and its 0 and 100
_AS_SAID = "as often as said"


@dataclass(frozen=True)
class _Mark:
    """A dot as drawn: its true place, where it stands, and its reach in pixels."""

    series: int
    dot: view.Dot
    true: Point
    at: Point
    reach: int

    @property
    def box(self) -> Rect:
        x, y = self.at
        return x - self.reach, y - self.reach, x + self.reach, y + self.reach


def lay_calibration(panel: view.Calibration, width: int, height: int, kit: Kit) -> Sheet:
    """A square plot as large as the room; under it the names that find no place in it, and the note."""
    t = kit.theme
    sheet = Sheet(kit, width)
    if not any(s.dots for s in panel.series):
        words = panel.note or "There is no forecast to show yet."
        sheet.height = sheet.words(kit.run(words, "text", t.muted), 0, 0, width)
        return sheet
    tick = kit.run("100 %", "tiny", t.muted)
    line = leading(tick.size)
    note = break_lines((kit.run(panel.note, "small", t.muted),), width) if panel.note else ()
    left, top = round(tick.width) + kit.px(8), line + kit.px(8)
    under = 2 * line + kit.px(12) + lines_height(note)
    side = min(width - left - round(tick.width / 2), max(kit.px(200), height - top - under), kit.px(620))
    plot = pygame.Rect(left, top, max(80, side), max(80, side))
    _axes(sheet, plot, kit)
    marks = _marks(panel, plot, kit)
    sheet.image(_drawn(plot, marks, panel, kit), plot.x, plot.y)
    for mark in marks:
        run = _number(mark, kit)
        x, y = mark.at[0] + plot.x - run.width / 2, mark.at[1] + plot.y - leading(run.size) / 2
        sheet.words(run, round(x), round(y), round(run.width) + 2)
        words = f"{panel.series[mark.series].name}: {said(mark.dot)}"
        sheet.notes.append(Note(((mark.at[0] + plot.x, mark.at[1] + plot.y),), words, mark.reach + 2.0))
    bottom = plot.bottom + 2 * line + kit.px(8)
    bottom = _names(sheet, panel, marks, plot, bottom, kit)
    bottom = sheet.lines(note, 0, bottom + kit.px(4), width) if note else bottom
    sheet.height = bottom
    return sheet


def said(dot: view.Dot) -> str:
    """A dot in words."""
    times = "1 forecast" if dot.count == 1 else f"{dot.count} forecasts"
    return f"{times} said {dot.said:.0f} %, {dot.came:.0f} % came true"


def _axes(sheet: Sheet, plot: pygame.Rect, kit: Kit) -> None:
    t = kit.theme
    line = leading(kit.run("", "tiny").size)
    for value in (0, 25, 50, 75, 100):
        x, y = (round(v) for v in _place(value, value, plot, kit))
        x, y = x + plot.x, y + plot.y
        colour = t.track
        sheet.rule(pygame.Rect(plot.x, y, plot.width, 1), colour)
        sheet.rule(pygame.Rect(x, plot.y, 1, plot.height), colour)
        if value % 100 == 0 or (value == 50 and plot.width > kit.px(160)):
            run = kit.run(f"{value} %", "tiny", t.muted)
            sheet.words(run, 0, y - line // 2, plot.x - kit.px(6), "right")
            wide = round(run.width) + 2
            sheet.words(run, x - wide // 2, plot.bottom + kit.px(4), wide, "centre")
    name = kit.run("said", "label", t.muted)
    sheet.words(name, plot.x, plot.bottom + kit.px(4) + line, plot.width, "centre")
    sheet.words(kit.run("came true", "label", t.muted), 0, 0, plot.right)


def _marks(panel: view.Calibration, plot: pygame.Rect, kit: Kit) -> list[_Mark]:
    """Every dot in its place, moved apart where they meet; areas grow with the number of forecasts."""
    most = max(d.count for s in panel.series for d in s.dots)
    least = kit.px(10)
    out = []
    for number, series in enumerate(panel.series):
        for dot in series.dots:
            reach = max(least, round(kit.px(22) * math.sqrt(dot.count / max(most, 9))))
            room = kit.run(str(dot.count), "label").width / 2 + kit.px(4)
            pointed = number % len(_SHAPES) == _SHAPES.index("diamond")
            reach = max(reach, round(room * 1.5 if pointed else room))
            true = _place(dot.said, dot.came, plot, kit)
            out.append(_Mark(number, dot, true, true, reach))
    sides = [(m.reach + 1.0, m.reach + 1.0, m.reach + 1.0, m.reach + 1.0) for m in out]
    places = spread([m.true for m in out], sides, (plot.width, plot.height))
    return [_Mark(m.series, m.dot, m.true, at, m.reach) for m, at in zip(out, places, strict=True)]


def _place(across: float, up: float, plot: pygame.Rect, kit: Kit) -> Point:
    """Where two values in per cent lie in the plot. Its rim is kept free for dots at 0 and 100."""
    rim = kit.px(_RIM)
    x, y = (min(1.0, max(0.0, v / 100)) for v in (across, up))
    return rim + (plot.width - 2 * rim) * x, plot.height - rim - (plot.height - 2 * rim) * y


def _drawn(plot: pygame.Rect, marks: list[_Mark], panel: view.Calibration, kit: Kit) -> pygame.Surface:
    t = kit.theme
    drawing = Drawing(plot.width + 2, plot.height + 2)
    drawing.box((0.5, 0.5, plot.width, plot.height), 4, None, t.edge)
    drawing.lines([_place(0, 0, plot, kit), _place(100, 100, plot, kit)], t.muted, 1.6, (7, 5))
    for mark in marks:
        if math.dist(mark.at, mark.true) > mark.reach:
            colour = colour_of(panel.series[mark.series].role, kit)
            drawing.lines([mark.true, mark.at], colour, 1.4)
            drawing.circle(mark.true, 2.5, colour)
    for mark in marks:
        shape(drawing, mark.series, mark.at, mark.reach, colour_of(panel.series[mark.series].role, kit))
    return drawing.surface()


def shape(drawing: Drawing, series: int, at: Point, reach: float, fill: Colour) -> None:
    """A series' own shape round a point."""
    x, y = at
    match _SHAPES[series % len(_SHAPES)]:
        case "circle":
            drawing.circle(at, reach, fill)
        case "square":
            side = reach * 0.9
            drawing.box((x - side, y - side, 2 * side, 2 * side), 2, fill)
        case _:
            drawing.shape([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], fill)


def _number(mark: _Mark, kit: Kit) -> Run:
    return kit.run(str(mark.dot.count), "label", kit.theme.surface)


def _names(
    sheet: Sheet, panel: view.Calibration, marks: list[_Mark], plot: pygame.Rect, y: int, kit: Kit
) -> int:
    """Each series' name beside one of its dots; where there is no room, below, after its shape.

    Returns the y below the last of them.
    """
    taken = [pygame.Rect(m.box[0], m.box[1], 2 * m.reach, 2 * m.reach) for m in marks]
    room = pygame.Rect(0, 0, plot.width, plot.height)
    left_over: list[int] = []
    for number, series in enumerate(panel.series):
        run = kit.run(series.name, "mark", colour_of(series.role, kit))
        own = sorted((m for m in marks if m.series == number), key=lambda m: -m.dot.count)
        rects = [r for m in own for r in _beside(m, run, kit)]
        if not _put(sheet, run, rects, room, taken, plot, kit) and own:
            left_over.append(number)
    run = kit.run(_AS_SAID, "tiny", kit.theme.muted)
    if not _put(sheet, run, _along(plot, run, kit), room, taken, plot, kit):
        y = sheet.words(
            kit.run(f"The dashed line: came true {_AS_SAID}.", "tiny", kit.theme.muted), 0, y, sheet.width
        )
    for number in left_over:
        series = panel.series[number]
        high = leading(kit.run("", "mark").size)
        drawing = Drawing(high, high)
        shape(drawing, number, (high / 2, high / 2), high * 0.34, colour_of(series.role, kit))
        sheet.image(drawing.surface(), 0, y)
        run = kit.run(series.name, "mark", colour_of(series.role, kit))
        y = sheet.words(run, high + kit.px(4), y, sheet.width - high - kit.px(4))
    return y


def _beside(mark: _Mark, run: Run, kit: Kit) -> list[pygame.Rect]:
    """Where a name could stand: right, left, above, below its dot."""
    wide, high, gap = round(run.width) + 2, leading(run.size), kit.px(3)
    x, y = round(mark.at[0]), round(mark.at[1])
    reach = mark.reach + gap
    return [
        pygame.Rect(x + reach, y - high // 2, wide, high),
        pygame.Rect(x - reach - wide, y - high // 2, wide, high),
        pygame.Rect(x - wide // 2, y - reach - high, wide, high),
        pygame.Rect(x - wide // 2, y + reach, wide, high),
    ]


def _along(plot: pygame.Rect, run: Run, kit: Kit) -> list[pygame.Rect]:
    """Places just under the diagonal for its name, from the upper right down."""
    wide, high = round(run.width) + 2, leading(run.size)
    out = []
    for step in range(85, 10, -5):
        x, y = _place(step, step, plot, kit)
        out.append(pygame.Rect(round(x) + kit.px(8), round(y) + kit.px(2), wide, high))
    return out


def _put(
    sheet: Sheet,
    run: Run,
    rects: list[pygame.Rect],
    room: pygame.Rect,
    taken: list[pygame.Rect],
    plot: pygame.Rect,
    kit: Kit,
) -> bool:
    """Set words at the first place that is free; False where none is."""
    free = (r for r in rects if room.contains(r) and r.collidelist(taken) < 0)
    rect = next(free, None)
    if rect is None:
        return False
    taken.append(rect)
    sheet.words(run, plot.x + rect.x, plot.y + rect.y, rect.width, halo=kit.theme.surface)
    return True
