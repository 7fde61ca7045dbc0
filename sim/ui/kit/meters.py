"""Meters: a variable's name, value, change and bar."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from sim.ui import view
from sim.ui.kit.layout import columns
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Sheet, Spot, leading
from sim.ui.kit.svg import Drawing
from sim.ui.kit.text import Run

LOW_IS_GOOD = "low is good"


def change_text(meter: view.Meter) -> str:
    """The last change as printed: a triangle and whole points, or nothing under half a point."""
    size = round(abs(meter.change))
    if not size:
        return ""
    return f"{'▲' if meter.change > 0 else '▼'} {size}"


def said(meter: view.Meter) -> str:
    """A meter in words: its name, and its value and change as far as they are shown."""
    told = meter.way if meter.hidden else f"{round(meter.value)} {change_text(meter)}"
    return f"{meter.label} {told}".rstrip()


def _parts(meter: view.Meter, kit: Kit) -> tuple[Run, Run, Run, Run]:
    """Label, the words for 'low is good', value and change."""
    t = kit.theme
    better = (meter.change < 0) == meter.worse_when_high
    tone = t.muted if not change_text(meter) else t.good if better else t.bad
    return (
        kit.run(meter.label, "label", t.ink),
        kit.run(LOW_IS_GOOD if meter.worse_when_high else "", "tiny", t.muted),
        kit.run("" if meter.hidden else str(round(meter.value)), "number"),
        kit.run(meter.way if meter.hidden else change_text(meter), "label", tone),
    )


def _need(meter: view.Meter, kit: Kit) -> int:
    widths = [r.width for r in _parts(meter, kit)]
    gaps = sum(1 for w in widths[1:] if w) * kit.px(7)
    return round(sum(widths)) + gaps + kit.px(4)


def lay_meters(meters: Sequence[view.Meter], width: int, kit: Kit) -> Sheet:
    """Meters in even columns, as many as fit without cutting a name."""
    sheet = Sheet(kit, width)
    if not meters:
        return sheet
    gap = kit.px(22)
    least = min(width, max(_need(m, kit) for m in meters))
    across = columns(len(meters), width, least, gap)
    wide = (width - gap * (across - 1)) // across
    y = 0
    for start in range(0, len(meters), across):
        row = [_meter(m, wide, kit) for m in meters[start : start + across]]
        for i, (meter, one) in enumerate(zip(meters[start:], row, strict=False)):
            x = i * (wide + gap)
            sheet.place(one, x, y)
            rect = pygame.Rect(x, y, wide, one.height)
            asks = bool(meter.reason or meter.do)
            spot = Spot(rect, "meter", said(meter), meter.do, meter.reason, kit.px(4), asks, meter.label)
            sheet.spots.append(spot)
        y += max(s.height for s in row) + kit.px(9)
    sheet.height = y - kit.px(9)
    return sheet


def _meter(meter: view.Meter, width: int, kit: Kit) -> Sheet:
    sheet = Sheet(kit, width)
    label, low, value, change = _parts(meter, kit)
    gap = kit.px(7)
    if meter.hidden:
        space = kit.run("\u2002", "label")
        sheet.words([label, space, low, space if low.text else low, change], 0, kit.px(2), width)
        return sheet
    tail = value.width + (gap if value.text and change.text else 0) + change.width
    head = [label] if not low.text else [label, kit.run("\u2002", "tiny"), low]
    fits = sum(r.width for r in head) + gap + tail <= width + 1
    y = sheet.words(head, 0, kit.px(2), width if not fits else round(width - tail - gap / 2))
    at = width - tail
    top = 0
    if not fits and label.width + gap + tail > width:
        top, y = y, y + leading(value.size)
    sheet.words(value, round(at), top, width)
    if change.text:
        sheet.words(change, round(width - change.width), top + kit.px(2), width)
    y = max(y, top + leading(value.size)) + kit.px(1)
    high = kit.px(8)
    sheet.image(_bar(meter, width, high, kit), 0, y)
    sheet.grow(y + high)
    return sheet


def _bar(meter: view.Meter, width: int, high: int, kit: Kit) -> pygame.Surface:
    """The bar; striped where a high value is bad, with a tick where the value was before."""
    t = kit.theme
    drawing = Drawing(width, high)
    drawing.box((0, 0, width, high), high / 2, t.track)
    share = min(1.0, max(0.0, meter.value / 100))
    full = max(high, width * share) if share > 0.004 else 0
    if full:
        drawing.box((0, 0, full, high), high / 2, t.muted if meter.worse_when_high else t.accent)
    if meter.worse_when_high and full:
        step = high * 0.95
        x = high * 0.9
        while x < full - high * 0.7:
            drawing.lines(
                [(x - high * 0.3, high - 0.5), (x + high * 0.3, 0.5)], t.surface, max(1.3, high * 0.2)
            )
            x += step
    before = min(1.0, max(0.0, (meter.value - meter.change) / 100))
    if change_text(meter):
        x = min(width - 1.5, max(1.5, width * before))
        if before <= share:
            drawing.lines([(x, 0), (x, high)], t.surface, 2, cap="butt")
        else:
            drawing.lines([(x, 0), (x, high)], t.ink, 2, cap="butt")
    return drawing.surface()


def box_for_header(kit: Kit) -> Box:
    """The frame of the title bar and of panels."""
    return Box(kit.theme.surface, kit.theme.hair, 1, kit.px(10), kit.theme.shadow // 2)
