"""The map: land and coast in one colour, the places of a decision, and who visits whom."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pygame

from sim.ui import view
from sim.ui.kit.labels import Put, Rect, Wish, nearest, put
from sim.ui.kit.land import Frame, fit, is_near, levels, rim
from sim.ui.kit.layout import rows
from sim.ui.kit.sheet import Kit, Note, Sheet, leading, lines_height
from sim.ui.kit.svg import Drawing, Point, bow
from sim.ui.kit.text import Line, balanced

NO_LAND = "The coast cannot be shown: its file is missing."
BEYOND = "beyond the map"
WIDE = 760  # pixels, at scale 1, from which the words stand beside the map
LEAST_HIGH = 230  # pixels, at scale 1


@dataclass(frozen=True)
class _Scene:
    """Everything in its place: dots, which of them lie beyond the picture and in what direction, curves."""

    frame: Frame
    at: dict[str, Point]
    beyond: dict[str, Point]
    curves: list[list[Point]]


def lay_map(panel: view.Map, width: int, height: int, kit: Kit) -> Sheet:
    """The map with its legend, and what it shows in words: below it, or beside it where there is room."""
    sheet = Sheet(kit, width)
    gap = kit.px(16)
    beside = width >= kit.px(WIDE)
    words = _words(panel, kit.px(290) if beside else width, kit)
    room = width - words.width - gap if beside else width
    below = _foot(panel, True, room, kit).height + kit.px(8)
    below += 0 if beside else words.height + kit.px(10)
    high = round(max(kit.px(LEAST_HIGH), min(height - below, room * 1.1)))
    scene = _scene(panel, (room, high), kit)
    if scene.frame.far:  # a wide frame that is high would show mostly sea
        high = round(max(min(high, kit.px(LEAST_HIGH)), min(high, room * 0.7)))
        scene = _scene(panel, (room, high), kit)
    sheet.image(_drawn(panel, scene, (room, high), kit), 0, 0)
    _label(sheet, panel, scene, (room, high))
    _annotate(sheet, panel, scene)
    sheet.place(_foot(panel, bool(scene.beyond), room, kit), 0, high + kit.px(8))
    if beside:
        sheet.place(words, room + gap, 0)
    else:
        sheet.place(words, 0, sheet.height + kit.px(10))
    return sheet


def _scene(panel: view.Map, size: tuple[int, int], kit: Kit) -> _Scene:
    spots = {p.id: (p.north, p.east) for p in panel.places}
    margin = kit.px(36)
    frame = fit(list(spots.values()), size, margin)
    near = {i: s for i, s in spots.items() if is_near(s)}
    shown = {i: frame.at(s) for i, s in near.items()}
    if near and len(near) < len(spots) and _crowded(list(shown.values()), kit.px(28)):
        frame = fit(list(near.values()), size, margin)
    beyond: dict[str, Point] = {}
    at: dict[str, Point] = {}
    inset = kit.px(14)
    for name, spot in spots.items():
        here = frame.at(spot)
        if not (0 <= here[0] <= size[0] and 0 <= here[1] <= size[1]):
            here, beyond[name] = rim(here, size, inset)
            here = _clear(here, [at[n] for n in beyond if n in at], size, inset, kit.px(30))
        at[name] = here
    return _Scene(frame, at, beyond, _curves(panel, at, kit))


def _crowded(points: list[Point], least: float) -> bool:
    """Whether two points lie closer than ``least`` pixels."""
    return any(math.dist(a, b) < least for i, a in enumerate(points) for b in points[i + 1 :])


def _clear(at: Point, others: list[Point], size: tuple[int, int], inset: float, least: float) -> Point:
    """A point of the rim moved along it until it is clear of others."""
    upright = min(at[0], size[0] - at[0]) <= inset + 1
    most = size[1] - inset if upright else size[0] - inset
    for step in range(40):
        shift = least / 2 * ((step + 1) // 2) * (1 if step % 2 else -1)
        moved = (at[0], at[1] + shift) if upright else (at[0] + shift, at[1])
        along = moved[1] if upright else moved[0]
        if inset <= along <= most and not any(math.dist(moved, o) < least for o in others):
            return moved
    return at


def _curves(panel: view.Map, at: dict[str, Point], kit: Kit) -> list[list[Point]]:
    """A curve for each visit that tells where it began, from dot to dot; empty for the others."""
    found: list[list[Point]] = []
    ways: dict[tuple[str, str], int] = {}
    for visit in panel.visits:
        if visit.start not in at or visit.to not in at:
            found.append([])
            continue
        way = (visit.start, visit.to)
        ways[way] = ways.get(way, 0) + 1
        points = bow(at[way[0]], at[way[1]], 0.1 + 0.12 * (ways[way] - 1), 40)
        away = kit.px(11)
        kept = [p for p in points if math.dist(p, points[0]) > away and math.dist(p, points[-1]) > away]
        found.append(kept if len(kept) > 1 else points)
    return found


def _drawn(panel: view.Map, scene: _Scene, size: tuple[int, int], kit: Kit) -> pygame.Surface:
    t = kit.theme
    drawing = Drawing(*size)
    drawing.box((0, 0, *size), 0, t.track)
    land = scene.frame.land()
    if land:
        drawing.rings(land, t.surface, t.edge, max(1.0, kit.scale * 0.9))
    drawing.box((0.5, 0.5, size[0] - 1, size[1] - 1), 0, None, t.edge, 1)
    weight = 2.2 * max(1.0, math.sqrt(kit.scale))
    for curve in scene.curves:
        if curve:
            drawing.lines(curve, t.surface, weight + 4)
            _arrow(drawing, curve, weight, kit)
    for place in panel.places:
        way = scene.beyond.get(place.id)
        if way:
            _pointer(drawing, scene.at[place.id], way, kit)
        else:
            _dot(drawing, scene.at[place.id], place.here, kit)
    return drawing.surface()


def _dot(drawing: Drawing, at: Point, here: bool, kit: Kit) -> None:
    """A place of the decision is a full ring round a point, any other a hollow ring."""
    t, radius = kit.theme, kit.px(6)
    drawing.circle(at, radius + 2.5, t.surface)
    if here:
        drawing.circle(at, radius, t.accent)
        drawing.circle(at, radius * 0.42, t.surface)
    else:
        drawing.circle(at, radius * 0.8, t.surface, t.ink, max(1.6, 1.6 * kit.scale))


def _pointer(drawing: Drawing, at: Point, way: Point, kit: Kit) -> None:
    """A triangle at the rim that points to what lies beyond it."""
    (x, y), (dx, dy) = at, way
    for size, colour in ((kit.px(11), kit.theme.surface), (kit.px(8), kit.theme.ink)):
        tip = x + dx * size, y + dy * size
        sides = [
            (x - dx * size * 0.6 + s * dy * size * 0.8, y - dy * size * 0.6 - s * dx * size * 0.8)
            for s in (1, -1)
        ]
        drawing.shape([tip, *sides], colour)


def _arrow(drawing: Drawing, curve: list[Point], weight: float, kit: Kit) -> None:
    """A visit: a line with a head at its end."""
    colour, size = kit.theme.you, kit.px(11)
    tip = curve[-1]
    back = next((p for p in reversed(curve) if math.dist(p, tip) > size), curve[0])
    dx, dy = tip[0] - back[0], tip[1] - back[1]
    length = math.hypot(dx, dy) or 1.0
    dx, dy = dx / length, dy / length
    base = tip[0] - dx * size, tip[1] - dy * size
    drawing.lines([*[p for p in curve if math.dist(p, tip) > size * 0.8], base], colour, weight)
    half = size * 0.5
    drawing.shape(
        [tip, (base[0] + dy * half, base[1] - dx * half), (base[0] - dy * half, base[1] + dx * half)], colour
    )


def _label(sheet: Sheet, panel: view.Map, scene: _Scene, size: tuple[int, int]) -> None:
    """Names of places and visitors, where they cover nothing that matters."""
    kit = sheet.kit
    most = min(kit.px(124), size[0] * 0.45)
    names: list[tuple[Line, ...]] = []
    wishes: list[Wish] = []
    for place in panel.places:
        there = [v.who for v in panel.visits if v.to == place.id and v.start not in scene.at]
        text = place.label + "".join(f"\n{who} is here" for who in there)
        names.append(balanced((kit.run(text, "label"),), most))
        wishes.append(_wish(names[-1], (scene.at[place.id],), kit.px(10)))
    for visit, curve in zip(panel.visits, scene.curves, strict=True):
        if curve:
            names.append(balanced((kit.run(visit.who, "label", kit.theme.you),), most))
            points = tuple(curve[int(len(curve) * part)] for part in (0.5, 0.3, 0.7))
            wishes.append(_wish(names[-1], points, kit.px(5)))
    radius = kit.px(9)
    dots: list[Rect] = [(x - radius, y - radius, x + radius, y + radius) for x, y in scene.at.values()]
    found = put(wishes, size, dots, scene.curves)
    lines = Drawing(*size)
    for place_of in found:
        if place_of.led:
            lines.lines([place_of.point, nearest(place_of.rect, place_of.point)], kit.theme.ink, 1.2)
    if any(p.led for p in found):
        sheet.image(lines.surface(), 0, 0)
    for text_lines, place_of in zip(names, found, strict=True):
        _set(sheet, text_lines, place_of)


def _wish(lines: tuple[Line, ...], points: tuple[Point, ...], gap: float) -> Wish:
    return Wish(max((x.width for x in lines), default=0.0) + 6, lines_height(lines) + 2.0, points, gap)


def _set(sheet: Sheet, lines: tuple[Line, ...], there: Put) -> None:
    left, top, right, _ = there.rect
    middle = (left + right) / 2
    align = "centre"
    if not there.led and abs(there.point[0] - middle) > (right - left) / 2:
        align = "left" if there.point[0] < middle else "right"
    sheet.lines(
        lines, round(left) + 3, round(top) + 1, round(right - left) - 6, align, sheet.kit.theme.surface
    )


def _annotate(sheet: Sheet, panel: view.Map, scene: _Scene) -> None:
    """What is said of a dot or an arrow under the pointer and by keyboard."""
    for place in panel.places:
        far = f" ({BEYOND})" if place.id in scene.beyond else ""
        said = f"{place.said}{far}"
        if place.note:
            said += f"{'' if said.endswith('.') else '.'} {place.note}"
        sheet.notes.append(Note((scene.at[place.id],), said, sheet.kit.px(10)))
    for visit, curve in zip(panel.visits, scene.curves, strict=True):
        if curve:
            sheet.notes.append(Note(tuple(curve), visit.said, 7.0))


def _foot(panel: view.Map, beyond: bool, width: int, kit: Kit) -> Sheet:
    """The legend of what there is, then the caption."""
    sheet = Sheet(kit, width)
    side = kit.px(26)
    entries: list[tuple[str, Drawing]] = []
    high = leading(kit.run("", "tiny").size)
    for words, here in (("of this decision", True), ("elsewhere", False)):
        if any(p.here is here for p in panel.places):
            drawing = Drawing(side, high)
            _dot(drawing, (side / 2, high / 2), here, kit)
            entries.append((words, drawing))
    if any(v.start for v in panel.visits):
        drawing = Drawing(side, high)
        _arrow(drawing, [(2, high / 2), (side / 2, high / 2), (side - 2, high / 2)], 2.2, kit)
        entries.append(("visit", drawing))
    if beyond:
        drawing = Drawing(side, high)
        _pointer(drawing, (side / 2, high / 2), (-1.0, 0.0), kit)
        entries.append((BEYOND, drawing))
    runs = [kit.run(words, "tiny", kit.theme.muted) for words, _ in entries]
    widths = [side + kit.px(4) + round(r.width) for r in runs]
    y = 0
    for row in rows(widths, width, kit.px(14)):
        x = 0
        for i in row:
            sheet.image(entries[i][1].surface(), x, y)
            sheet.words(runs[i], x + side + kit.px(4), y, width)
            x += widths[i] + kit.px(14)
        y += high
    caption = panel.caption if levels() else f"{NO_LAND} {panel.caption}".strip()
    if caption:
        y = sheet.words(kit.run(caption, "tiny", kit.theme.muted), 0, y + kit.px(2), width)
    sheet.height = y
    return sheet


def _words(panel: view.Map, width: int, kit: Kit) -> Sheet:
    """What the map shows, as a list: each place of the decision with its note, then each visit."""
    t = kit.theme
    sheet = Sheet(kit, width)
    y, indent = 0, kit.px(26)
    for place in panel.places:
        if not place.here:
            continue
        drawing = Drawing(indent, leading(kit.run("", "small").size))
        _dot(drawing, (kit.px(9), drawing.height / 2), True, kit)
        sheet.image(drawing.surface(), 0, y)
        runs = [kit.run(place.label, "mark"), kit.run(f": {place.text}" if place.text else "", "small")]
        y = sheet.words(runs, indent, y, width - indent)
        if place.note:
            y = sheet.words(kit.run(place.note, "tiny", t.muted), indent, y, width - indent)
        y += kit.px(4)
    for visit in panel.visits:
        drawing = Drawing(indent, leading(kit.run("", "small").size))
        middle = drawing.height / 2
        _arrow(drawing, [(1, middle), (indent / 2, middle), (indent - 6, middle)], 2.2, kit)
        sheet.image(drawing.surface(), 0, y)
        y = sheet.words(kit.run(visit.said, "small"), indent, y, width - indent) + kit.px(4)
    sheet.height = y
    return sheet
