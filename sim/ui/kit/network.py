"""The channel picture: who can talk to whom, how trusted, how secret, and what is in play."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pygame

from sim.ui import view
from sim.ui.kit.layout import rows
from sim.ui.kit.netplace import Reach, Rect, crowded, route, spread
from sim.ui.kit.sheet import Kit, Note, Sheet, leading, lines_height
from sim.ui.kit.svg import Drawing, Point, bow
from sim.ui.kit.text import Line, balanced, break_lines
from sim.ui.kit.theme import Colour

_SIDES = ("below", "above", "right", "left")
SECRET = 60  # per cent of secrecy from which a channel is drawn dashed


@dataclass(frozen=True)
class _Name:
    """A node's circle and the words beside it; ``side`` says where these stand."""

    radius: int
    lines: tuple[Line, ...]
    marks: tuple[Line, ...]
    wide: int
    high: int
    side: str = "below"

    def box(self, at: Point) -> Rect:
        """The words' rectangle when the node stands at ``at``."""
        x, y = at
        out = self.radius + 6
        left, top = {
            "below": (x - self.wide / 2, y + out),
            "above": (x - self.wide / 2, y - out - self.high),
            "right": (x + out + 2, y - self.high / 2),
            "left": (x - out - 2 - self.wide, y - self.high / 2),
        }[self.side]
        return left, top, left + self.wide, top + self.high

    @property
    def reach(self) -> Reach:
        """How far circle and words reach to the left, right, up and down."""
        left, top, right, bottom = self.box((0, 0))
        rim = self.radius + 7
        return max(rim, 3 - left), max(rim, right + 3), max(rim, 3 - top), max(rim, bottom + 3)


def weight(trust: int, kit: Kit) -> float:
    """The line weight for a trust in per cent: 1.5 to 5 pixels."""
    return (1.5 + 3.5 * min(100, max(0, trust)) / 100) * max(1.0, math.sqrt(kit.scale))


def lay_network(panel: view.Network, width: int, height: int, kit: Kit) -> Sheet:
    """The picture, as high as the room or higher when its names need it; legend and caption under it."""
    foot = _foot(panel, width, kit)
    sheet = Sheet(kit, width)
    nodes = _stretched(panel.nodes)
    high = max(kit.px(150), height - foot.height - kit.px(8))
    names = {n.id: _name(n, width, kit) for n in nodes}
    for _ in range(3):
        names = _sided(nodes, panel.edges, names, (width, high))
    reaches = [names[n.id].reach for n in nodes]
    places: list[Point] = []
    for _ in range(12):
        places = spread([_wanted(n, names[n.id], width, high) for n in nodes], reaches, (width, high))
        if not crowded(places, reaches):
            break
        high = round(high * 1.15) + 10
    at = {n.id: p for n, p in zip(panel.nodes, places, strict=True)}
    edges = [e for e in panel.edges if e.a in at and e.b in at and e.a != e.b]
    boxes = {i: m.box(at[i]) for i, m in names.items()}
    rims = {i: m.radius + 4.0 for i, m in names.items()}
    curves = route(edges, at, rims, boxes, (width, high))
    sheet.image(_drawn(panel, edges, curves, names, at, (width, high), kit), 0, 0)
    _name_all(sheet, panel, names, at)
    for node in panel.nodes:
        sheet.notes.append(Note((at[node.id],), _said_node(node), names[node.id].radius + 2.0))
    labels = {n.id: n.label for n in panel.nodes}
    for edge, curve in zip(edges, curves, strict=True):
        sheet.notes.append(Note(tuple(curve), said(edge, labels), 7.0))
    sheet.place(foot, 0, max(high, height - foot.height - kit.px(8)) + kit.px(8))
    return sheet


def _sided(
    nodes: list[view.Node], edges: tuple[view.Edge, ...], names: dict[str, _Name], size: tuple[int, int]
) -> dict[str, _Name]:
    """Put each node's words where the fewest channels and nodes are in their way; below, if it is all one."""
    at = {n.id: _wanted(n, names[n.id], *size) for n in nodes}
    out: dict[str, _Name] = {}
    for node in nodes:
        best: tuple[float, _Name] | None = None
        for rank, side in enumerate(_SIDES):
            name = replace(names[node.id], side=side)
            here = _wanted(node, name, *size)
            left, top, right, bottom = name.box(here)
            aside = here[0] - _wanted(node, replace(name, side="below"), *size)[0]
            cost = (0.0, 1.5, 3.0, 3.0)[rank] + abs(aside) / 6
            for edge in edges:
                if edge.a in at and edge.b in at:
                    ends = [here if end == node.id else at[end] for end in (edge.a, edge.b)]
                    met = sum(
                        left < x < right and top < y < bottom for x, y in bow(ends[0], ends[1], 0.0, 50)
                    )
                    cost += met * (1.5 if edge.live else 1.0)
            for other, (x, y) in at.items():
                if other != node.id and left - 24 < x < right + 24 and top - 24 < y < bottom + 24:
                    cost += 8
            cost += 100 if left < 0 or right > size[0] or top < 0 or bottom > size[1] else 0
            if best is None or cost < best[0]:
                best = (cost, name)
        assert best is not None
        out[node.id] = best[1]
    return out


def _stretched(nodes: tuple[view.Node, ...]) -> list[view.Node]:
    """The same nodes over the whole of 0 to 1, so that the room is used."""

    def over(value: float, values: list[float]) -> float:
        low, high = min(values), max(values)
        return (value - low) / (high - low) if high - low > 0.2 else value

    xs, ys = [n.x for n in nodes], [n.y for n in nodes]
    return [replace(n, x=over(n.x, xs), y=over(n.y, ys)) for n in nodes]


def said(edge: view.Edge, labels: dict[str, str]) -> str:
    """A channel in words."""
    ends = f"{labels.get(edge.a, edge.a)} – {labels.get(edge.b, edge.b)}"
    head = f"{edge.label} ({ends})" if edge.label else ends
    live = ", in play now" if edge.live else ""
    return f"{head}: trust {edge.trust}, secrecy {edge.secrecy}{live}"


def _said_node(node: view.Node) -> str:
    marks = [m for m, on in (("you", node.you), ("decides", node.decides)) if on]
    return f"{node.label} ({', '.join([node.group, *marks])})"


def _wanted(node: view.Node, name: _Name, width: int, high: int) -> Point:
    left, right, up, down = (side + 2 for side in name.reach)
    return left + node.x * max(0.0, width - left - right), up + node.y * max(0.0, high - up - down)


def _name(node: view.Node, width: int, kit: Kit) -> _Name:
    room = min(kit.px(124), width / 2 - 8)
    lines = balanced((kit.run(node.label, "label"),), room)
    words = " · ".join(w for w, on in (("you", node.you), ("decides", node.decides)) if on)
    marks = break_lines((kit.run(words, "label", kit.theme.you),), room) if words else ()
    tag = kit.run(node.group, "label").width
    radius = max(kit.px(17 if node.you else 14), min(kit.px(20), round(tag / 2) + 4))
    wide = max((line.width for line in (*lines, *marks)), default=0.0)
    return _Name(radius, lines, marks, round(wide) + 2, lines_height(lines) + lines_height(marks))


def _drawn(
    panel: view.Network,
    edges: list[view.Edge],
    curves: list[list[Point]],
    names: dict[str, _Name],
    at: dict[str, Point],
    size: tuple[int, int],
    kit: Kit,
) -> pygame.Surface:
    t = kit.theme
    drawing = Drawing(*size)
    order = sorted(range(len(edges)), key=lambda i: edges[i].live)
    for i in order:
        edge = edges[i]
        dash = (8, 5) if edge.secrecy >= SECRET else None
        drawing.lines(curves[i], t.accent if edge.live else t.faint, weight(edge.trust, kit), dash)
    fills = group_colours(panel, kit)
    for node in panel.nodes:
        radius = names[node.id].radius
        fill = fills[node.group][0]
        drawing.circle(at[node.id], radius + 3.5, t.surface)
        drawing.circle(at[node.id], radius, fill)
        if node.you:
            drawing.circle(at[node.id], radius + 4.5, None, t.you, 2.6)
        if node.decides:
            x, y = at[node.id]
            side = kit.px(8)
            x, y = x + radius * 0.8 + 1, y - radius * 0.8 - 1
            drawing.shape(_diamond(x, y, side + 2.5), t.surface)
            drawing.shape(_diamond(x, y, side), t.you)
    return drawing.surface()


def _diamond(x: float, y: float, side: float) -> list[Point]:
    return [(x, y - side), (x + side, y), (x, y + side), (x - side, y)]


def group_colours(panel: view.Network, kit: Kit) -> dict[str, tuple[Colour, Colour]]:
    """Fill and tag colour for each group, in the order in which groups appear."""
    groups = list(dict.fromkeys(n.group for n in panel.nodes))
    return {g: kit.theme.groups[i % len(kit.theme.groups)] for i, g in enumerate(groups)}


def _name_all(sheet: Sheet, panel: view.Network, names: dict[str, _Name], at: dict[str, Point]) -> None:
    kit = sheet.kit
    fills = group_colours(panel, kit)
    for node in panel.nodes:
        name = names[node.id]
        x, y = at[node.id]
        tag = kit.run(node.group, "label", fills[node.group][1])
        room = 2 * name.radius - 4
        if tag.width > room:
            size = max(8, int(tag.size * room / tag.width))
            tag = type(tag)(tag.text, tag.face, size, tag.colour)
        sheet.words(
            tag, round(x - tag.width), round(y - leading(tag.size) / 2), round(2 * tag.width), "centre"
        )
        left, start, _, _ = name.box(at[node.id])
        align = {"right": "left", "left": "right"}.get(name.side, "centre")
        top = sheet.lines(name.lines, round(left), round(start), name.wide, align, kit.theme.surface)
        sheet.lines(name.marks, round(left), top, name.wide, align, kit.theme.surface)


def _foot(panel: view.Network, width: int, kit: Kit) -> Sheet:
    """The legend in words, then the caption."""
    t = kit.theme
    sheet = Sheet(kit, width)
    entries = (
        ("little trust", t.faint, weight(5, kit), None),
        ("much trust", t.faint, weight(100, kit), None),
        ("secret", t.faint, weight(45, kit), (8.0, 5.0)),
        ("in play now", t.accent, weight(45, kit), None),
    )
    sample = kit.px(30)
    runs = [kit.run(words, "tiny", t.muted) for words, *_ in entries]
    widths = [sample + kit.px(6) + round(r.width) for r in runs]
    y = 0
    high = leading(runs[0].size)
    for row in rows(widths, width, kit.px(16)):
        x = 0
        for i in row:
            _, colour, line, dash = entries[i]
            drawing = Drawing(sample, high)
            drawing.lines([(3, high / 2), (sample - 3, high / 2)], colour, line, dash)
            sheet.image(drawing.surface(), x, y)
            sheet.words(runs[i], x + sample + kit.px(6), y, width)
            x += widths[i] + kit.px(16)
        y += high
    if panel.caption:
        y = sheet.words(kit.run(panel.caption, "small", t.ink), 0, y + kit.px(4), width)
    sheet.height = y
    return sheet
