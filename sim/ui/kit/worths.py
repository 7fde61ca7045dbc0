"""The picture of a table's packages: of two parties a plane, of more a group of bars for each."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from sim.ui import view
from sim.ui.kit.calibration import shape
from sim.ui.kit.charts import colour_of
from sim.ui.kit.netplace import spread
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Note, Sheet, leading
from sim.ui.kit.svg import Drawing, Point

_RIM = 14  # pixels at scale 1 between the plot's frame and its 0 and 100
_ORDER = ("you", "history", "branch")
"""The roles in the order of their shapes."""


@dataclass(frozen=True)
class _Mark:
    """A package as drawn: its true place and where it stands."""

    number: int
    true: Point
    at: Point


def lay_worths(panel: view.Worths, width: int, height: int, kit: Kit) -> Sheet:
    """The picture, under it each package's name after its sign, and the note."""
    sheet = Sheet(kit, width)
    two = len(panel.parties) == 2
    bottom = _plane(sheet, panel, height, kit) if two else _bars(sheet, panel, kit)
    if two:
        bottom = _names(sheet, panel, bottom + kit.px(10), kit)
    if panel.note:
        bottom = sheet.words(kit.run(panel.note, "small", kit.theme.muted), 0, bottom + kit.px(6), width)
    sheet.height = bottom
    return sheet


# two parties


def _plane(sheet: Sheet, panel: view.Worths, height: int, kit: Kit) -> int:
    """One party's points across, the other's upwards; returns the y below."""
    t = kit.theme
    tick = kit.run("100", "tiny", t.muted)
    line = leading(tick.size)
    top = sheet.words(kit.run(f"{panel.parties[1]}, points", "label", t.muted), 0, 0, sheet.width)
    left, top = round(tick.width) + kit.px(8), top + kit.px(6)
    listed = (len(panel.packages) + 2) * leading(kit.run("", "small").size)
    side = min(
        sheet.width - left - kit.px(10), max(kit.px(220), height - top - listed - 3 * line), kit.px(560)
    )
    plot = pygame.Rect(left, top, max(100, side), max(100, side))
    for value in (0, 25, 50, 75, 100):
        x, y = (round(v) for v in _place((value, value), plot, kit))
        sheet.rule(pygame.Rect(plot.x, plot.y + y, plot.width, 1), t.track)
        sheet.rule(pygame.Rect(plot.x + x, plot.y, 1, plot.height), t.track)
        run = kit.run(str(value), "tiny", t.muted)
        wide = round(run.width) + 2
        sheet.words(run, 0, plot.y + y - line // 2, plot.x - kit.px(6), "right")
        sheet.words(run, plot.x + x - wide // 2, plot.bottom + kit.px(4), wide, "centre")
    marks = _marks(panel, plot, kit)
    sheet.image(_drawn(panel, plot, marks, kit), plot.x, plot.y)
    for mark in marks:
        run = kit.run(str(mark.number + 1), "label", t.surface)
        at = mark.at[0] + plot.x, mark.at[1] + plot.y
        sheet.words(
            run, round(at[0] - run.width / 2), round(at[1] - leading(run.size) / 2), round(run.width) + 2
        )
        sheet.notes.append(Note((at,), panel.said(panel.packages[mark.number]), _reach(kit) + 2.0))
    across = kit.run(f"{panel.parties[0]}, points", "label", t.muted)
    return sheet.words(across, 0, plot.bottom + line + kit.px(6), plot.right, "right")


def _place(worth: tuple[float, float], plot: pygame.Rect, kit: Kit) -> Point:
    rim = kit.px(_RIM)
    x, y = (min(1.0, max(0.0, v / 100)) for v in worth)
    return rim + (plot.width - 2 * rim) * x, plot.height - rim - (plot.height - 2 * rim) * y


def _reach(kit: Kit) -> int:
    return kit.px(11)


def _marks(panel: view.Worths, plot: pygame.Rect, kit: Kit) -> list[_Mark]:
    """Every package in its place, moved apart where they meet."""
    true = [_place((p.worth[0], p.worth[1]), plot, kit) for p in panel.packages]
    reach = _reach(kit) + 1.0
    places = spread(true, [(reach, reach, reach, reach)] * len(true), (plot.width, plot.height))
    return [_Mark(n, t, at) for n, (t, at) in enumerate(zip(true, places, strict=True))]


def _drawn(panel: view.Worths, plot: pygame.Rect, marks: list[_Mark], kit: Kit) -> pygame.Surface:
    """The part above both reservation values, their lines, the efficient packages and the named ones."""
    t = kit.theme
    drawing = Drawing(plot.width + 2, plot.height + 2)
    corner, far = _place((panel.floors[0], panel.floors[1]), plot, kit), _place((100, 100), plot, kit)
    drawing.box((corner[0], far[1], far[0] - corner[0], corner[1] - far[1]), 0, t.selected)
    drawing.box((0.5, 0.5, plot.width, plot.height), 4, None, t.edge)
    drawing.lines([(corner[0], 1), (corner[0], plot.height)], t.muted, 1.6, (7, 5))
    drawing.lines([(1, corner[1]), (plot.width, corner[1])], t.muted, 1.6, (7, 5))
    for one in panel.efficient:
        drawing.circle(_place(one, plot, kit), max(2.5, kit.px(3)), t.surface, t.muted, 1.4)
    reach = _reach(kit)
    for mark in marks:
        colour = colour_of(panel.packages[mark.number].role, kit)
        if abs(mark.at[0] - mark.true[0]) + abs(mark.at[1] - mark.true[1]) > 2:
            drawing.lines([mark.true, mark.at], colour, 1.4)
            drawing.circle(mark.true, 2.5, colour)
    for mark in marks:
        _sign(drawing, panel.packages[mark.number], mark.at, reach, kit)
    return drawing.surface()


def _sign(drawing: Drawing, package: view.Package, at: Point, reach: float, kit: Kit) -> None:
    number = _ORDER.index(package.role)
    shape(drawing, number, at, reach * (1.25 if number == 2 else 1), colour_of(package.role, kit))


def _names(sheet: Sheet, panel: view.Worths, y: int, kit: Kit) -> int:
    """Each package's sign and name, and what the other marks mean."""
    t, high = kit.theme, 2 * _reach(kit) + kit.px(6)
    for number, package in enumerate(panel.packages):
        _put_sign(sheet, package, number, 0, y, high, kit)
        text = kit.run(package.name, "small")
        bottom = sheet.words(
            text, high + kit.px(6), y + (high - leading(text.size)) // 2, sheet.width - high - kit.px(6)
        )
        y = max(y + high, bottom)
    words = "Dashed: what each had to have. Shaded: both have it. Small rings: nothing is better for both."
    return sheet.words(kit.run(words, "tiny", t.muted), 0, y + kit.px(2), sheet.width)


def _put_sign(sheet: Sheet, package: view.Package, number: int, x: int, y: int, high: int, kit: Kit) -> None:
    drawing = Drawing(high, high)
    _sign(drawing, package, (high / 2, high / 2), _reach(kit), kit)
    sheet.image(drawing.surface(), x, y)
    run = kit.run(str(number + 1), "label", kit.theme.surface)
    wide = round(run.width) + 2
    sheet.words(run, x + (high - wide) // 2 + 1, y + (high - leading(run.size)) // 2, wide)


# more than two


def _bars(sheet: Sheet, panel: view.Worths, kit: Kit) -> int:
    """For each party a bar for each package, and a line where its reservation value lies."""
    t, y = kit.theme, 0
    high, gap = 2 * _reach(kit) + kit.px(6), kit.px(8)
    value = round(kit.run("100.0", "small").width) + kit.px(8)
    widest = max((round(kit.run(p.name, "small").width) for p in panel.packages), default=0) + 2
    named = min(widest, round(sheet.width * 0.36))
    start = high + gap + named + gap
    room = max(kit.px(40), sheet.width - start - value - gap)
    for at, party in enumerate(panel.parties):
        y += kit.px(12) if at else 0
        head = [kit.run(party, "name"), kit.run(f"  had to have {panel.floors[at]:.1f}", "small", t.muted)]
        y = sheet.words(head, 0, y, sheet.width) + kit.px(4)
        top = y
        for number, package in enumerate(panel.packages):
            y = _bar(sheet, panel, at, number, (start, y, room, high), (named, gap), kit)
            points = package.worth[at]
            sheet.notes.append(
                Note(((start + room * points / 100, y - high / 2),), panel.said(package), high / 2)
            )
        line = Drawing(4, max(1, y - top))
        line.lines([(2, 0), (2, y - top)], t.ink, 2, (5, 4))
        sheet.image(line.surface(), round(start + room * panel.floors[at] / 100) - 2, top)
    return sheet.words(
        kit.run("Dashed: what each had to have.", "tiny", t.muted), 0, y + kit.px(8), sheet.width
    )


def _bar(
    sheet: Sheet,
    panel: view.Worths,
    party: int,
    number: int,
    place: tuple[int, int, int, int],
    names: tuple[int, int],
    kit: Kit,
) -> int:
    """One package's bar for one party, with its sign, name and points; returns the y below."""
    t, package = kit.theme, panel.packages[number]
    (x, y, room, high), (named, gap) = place, names
    points = package.worth[party]
    _put_sign(sheet, package, number, 0, y, high, kit)
    text = kit.run(package.name, "small")
    middle = y + (high - leading(text.size)) // 2
    bottom = sheet.words(text, high + gap, middle, named)
    thick = kit.px(12)
    track = pygame.Rect(x, y + (high - thick) // 2, room, thick)
    sheet.box(track, Box(t.track, radius=thick // 2))
    filled = max(thick, round(room * min(100.0, points) / 100))
    sheet.box(pygame.Rect(x, track.y, filled, thick), Box(colour_of(package.role, kit), radius=thick // 2))
    sheet.words(kit.run(f"{points:.1f}", "small"), x + room + gap, middle, sheet.width - x - room - gap)
    return max(y + high, bottom)
