"""The timeline: the decisions in their order, what is past, now, ahead or skipped."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from sim.ui import view
from sim.ui.kit.sheet import Kit, Sheet, Spot, leading, lines_height
from sim.ui.kit.svg import Drawing, Point
from sim.ui.kit.text import Line, balanced, break_lines, cut_lines

_WORDS = {"past": "past", "now": "now", "ahead": "ahead", "skipped": "skipped"}


def date_text(stop: view.Stop) -> str:
    """The date as printed; an approximate one begins with ``c.``."""
    if stop.certain or not stop.date or stop.date.startswith(("c. ", "c.\u00a0", "about ", "~")):
        return stop.date
    return f"c.\u00a0{stop.date}"


def _label(stop: view.Stop, kit: Kit, width: float, most: int) -> tuple[Line, ...]:
    colour = kit.theme.muted if stop.state in ("ahead", "skipped") else kit.theme.ink
    lines = balanced((kit.run(stop.label, "label", colour),), max(1.0, width))
    return cut_lines(lines, most, width)


def _date(stop: view.Stop, kit: Kit, width: float) -> tuple[Line, ...]:
    if not stop.date:
        return ()
    return cut_lines(
        break_lines((kit.run(date_text(stop), "tiny", kit.theme.muted),), max(1.0, width)), 1, width
    )


def lay_timeline(stops: Sequence[view.Stop], width: int, kit: Kit) -> Sheet:
    """Stops along a line. Names above and dates below; when it gets tight, above and below in turn."""
    sheet = Sheet(kit, width)
    if not stops:
        return sheet
    slot = width / len(stops)
    gap = kit.px(10)
    labels = [_label(s, kit, slot - gap, 9) for s in stops]
    roomy = all(len(x) <= 2 and "…" not in x[-1].text for x in labels if x) and slot > kit.px(70)
    centres = [slot * (i + 0.5) for i in range(len(stops))]
    above: list[tuple[int, pygame.Rect, tuple[Line, ...]]] = []
    below: list[tuple[int, pygame.Rect, tuple[Line, ...]]] = []
    if roomy:
        for i, stop in enumerate(stops):
            above.append((i, _room(labels[i], centres[i], width), labels[i]))
            date = _date(stop, kit, slot - gap)
            below.append((i, _room(date, centres[i], width), date))
    else:
        cap = max(kit.px(104), min(2 * slot - gap, kit.px(170)))
        for i in _priority(stops):
            words = _label(stops[i], kit, cap, 2) + _date(stops[i], kit, cap)
            rect = _room(words, centres[i], width)
            sides = (above, below) if i % 2 == 0 else (below, above)
            for side in sides:
                if not any(rect.inflate(gap, 0).colliderect(other) for _, other, _ in side):
                    side.append((i, rect, words))
                    break
    radius = kit.px(8)
    top = max((rect.height for _, rect, _ in above), default=0)
    line_y = top + radius + kit.px(6)
    for _, rect, words in above:
        sheet.lines(words, rect.x, top - rect.height, rect.width, "centre")
    for _, rect, words in below:
        sheet.lines(words, rect.x, line_y + radius + kit.px(5), rect.width, "centre")
    sheet.image(_track(stops, centres, width, radius, kit), 0, line_y - 2 * radius)
    bottom = max((rect.height for _, rect, _ in below), default=0)
    sheet.height = line_y + radius + kit.px(5) + bottom
    square = min(int(slot), kit.px(44))
    for i, stop in enumerate(stops):
        rect = pygame.Rect(round(centres[i]) - square // 2, line_y - square // 2, square, square)
        sheet.spots.append(Spot(rect, "stop", said(stop), tip=said(stop), focusable=False))
    return sheet


def said(stop: view.Stop) -> str:
    """A stop in words, with its state."""
    return ", ".join(part for part in (stop.label, date_text(stop), _WORDS[stop.state]) if part)


def _priority(stops: Sequence[view.Stop]) -> list[int]:
    """Who gets its name first when not all fit: now, the ends, then the rest in order."""
    now = [i for i, s in enumerate(stops) if s.state == "now"]
    order = [*now, 0, len(stops) - 1, *range(len(stops))]
    return list(dict.fromkeys(order))


def _room(lines: tuple[Line, ...], centre: float, width: int) -> pygame.Rect:
    wide = round(max((line.width for line in lines), default=0)) + 1
    left = max(0, min(round(centre - wide / 2), width - wide))
    return pygame.Rect(left, 0, wide, lines_height(lines))


def _track(
    stops: Sequence[view.Stop], centres: list[float], width: int, radius: int, kit: Kit
) -> pygame.Surface:
    t = kit.theme
    y = 2.0 * radius
    drawing = Drawing(width, 4 * radius)
    now = next((i for i, s in enumerate(stops) if s.state == "now"), None)
    last = now if now is not None else max((i for i, s in enumerate(stops) if s.state != "ahead"), default=0)
    if len(stops) > 1:
        drawing.lines([(centres[last], y), (centres[-1], y)], t.edge, kit.px(2), cap="butt")
        drawing.lines([(centres[0], y), (centres[last], y)], t.accent, kit.px(4), cap="butt")
    for stop, x in zip(stops, centres, strict=True):
        mark(drawing, stop, (x, y), radius, kit)
    return drawing.surface()


def mark(drawing: Drawing, stop: view.Stop, at: Point, radius: float, kit: Kit) -> None:
    """A stop's mark: filled, ringed, hollow or crossed; dashed where the date is approximate."""
    t = kit.theme
    dash = None if stop.certain else (3, 2.5)
    x, y = at
    drawing.circle(at, radius * (1.55 if stop.state == "now" else 1.2), t.surface)
    if stop.state == "past":
        drawing.circle(at, radius * 0.8, t.accent if stop.certain else t.surface, t.accent, 2, dash)
        if not stop.certain:
            drawing.circle(at, radius * 0.45, t.accent)
    elif stop.state == "now":
        drawing.circle(at, radius * 0.68, t.you)
        drawing.circle(at, radius * 1.25, None, t.you, 2.5, dash)
    elif stop.state == "ahead":
        drawing.circle(at, radius * 0.75, t.surface, t.edge, 2, dash)
    else:
        arm = radius * 0.42
        drawing.circle(at, radius * 0.8, t.surface, t.edge, 1.6, dash)
        drawing.lines([(x - arm, y - arm), (x + arm, y + arm)], t.muted, 1.8)
        drawing.lines([(x - arm, y + arm), (x + arm, y - arm)], t.muted, 1.8)


def lay_timeline_list(stops: Sequence[view.Stop], width: int, kit: Kit) -> Sheet:
    """The same stops one below the other, for a panel of its own in a small window."""
    sheet = Sheet(kit, width)
    radius = kit.px(8)
    x = kit.px(44)
    y = kit.px(4)
    for stop in stops:
        colour = kit.theme.muted if stop.state in ("ahead", "skipped") else kit.theme.ink
        drawing = Drawing(4 * radius, 4 * radius)
        mark(drawing, stop, (2 * radius, 2 * radius), radius, kit)
        middle = y + leading(kit.run("", "name").size) // 2
        sheet.image(drawing.surface(), 0, middle - 2 * radius)
        y = sheet.words(kit.run(stop.label, "name", colour), x, y, width - x)
        words = ", ".join(part for part in (date_text(stop), _WORDS[stop.state]) if part)
        y = sheet.words(kit.run(words, "small", kit.theme.muted), x, y, width - x) + kit.px(10)
    sheet.height = y
    return sheet
