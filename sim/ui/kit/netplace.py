"""Where the nodes of the channel picture stand, and how their channels bend round each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from sim.ui import view
from sim.ui.kit.curves import Point, bow

Reach: TypeAlias = tuple[float, float, float, float]  # left, right, up and down of a point, in pixels
Rect: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom, in pixels

_BENDS = (0.07, -0.07, 0.0, 0.14, -0.14, 0.21, -0.21, 0.28, -0.28)
_STEPS = 400


def spread(at: Sequence[Point], sizes: Sequence[Reach], room: tuple[float, float]) -> list[Point]:
    """Move points apart until the boxes round them no longer overlap, if the room allows.

    Every box stays inside ``room`` (width, height, in pixels).
    """
    wide, high = room
    out = [_inside(p, s, wide, high) for p, s in zip(at, sizes, strict=True)]
    for step in range(_STEPS):
        moved = False
        for i in range(len(out)):
            for j in range(i + 1, len(out)):
                over_x, over_y = _overlap(out[i], sizes[i], out[j], sizes[j])
                if over_x <= 0 or over_y <= 0:
                    continue
                moved = True
                (ax, ay), (bx, by) = out[i], out[j]
                if over_x < over_y * (1.6 if step < _STEPS / 2 else 0.9):
                    push = (over_x / 2 + 0.5) * (1 if ax <= bx else -1)
                    a, b = (ax - push, ay), (bx + push, by)
                else:
                    push = (over_y / 2 + 0.5) * (1 if (ay, i) <= (by, j) else -1)
                    a, b = (ax, ay - push), (bx, by + push)
                out[i], out[j] = _inside(a, sizes[i], wide, high), _inside(b, sizes[j], wide, high)
        if not moved:
            return out
    return _in_rows(out, sizes, room) if crowded(out, sizes) else out


def _in_rows(at: Sequence[Point], sizes: Sequence[Reach], room: tuple[float, float]) -> list[Point]:
    """The points in even rows, top to bottom, for when pushing apart does not come to rest."""
    wide, high = room
    width = max(s[0] + s[1] for s in sizes)
    columns = max(1, min(len(at), int(wide // (width + 1))))
    rows = -(-len(at) // columns)
    out = list(at)
    for place, i in enumerate(sorted(range(len(at)), key=lambda i: (at[i][1], at[i][0], i))):
        row, column = divmod(place, columns)
        centre = (column + 0.5) * wide / columns, (row + 0.5) * high / rows
        out[i] = _inside(centre, sizes[i], wide, high)
    return out


def crowded(at: Sequence[Point], sizes: Sequence[Reach]) -> bool:
    """Whether any two boxes overlap."""
    for i in range(len(at)):
        for j in range(i + 1, len(at)):
            x, y = _overlap(at[i], sizes[i], at[j], sizes[j])
            if x > 1 and y > 1:
                return True
    return False


def _overlap(a: Point, size_a: Reach, b: Point, size_b: Reach) -> tuple[float, float]:
    x = min(a[0] + size_a[1], b[0] + size_b[1]) - max(a[0] - size_a[0], b[0] - size_b[0])
    y = min(a[1] + size_a[3], b[1] + size_b[3]) - max(a[1] - size_a[2], b[1] - size_b[2])
    return x, y


def _inside(p: Point, size: Reach, wide: float, high: float) -> Point:
    left, right, up, down = size
    x = wide / 2 if left + right > wide else min(max(p[0], left), wide - right)
    y = high / 2 if up + down > high else min(max(p[1], up), high - down)
    return x, y


def route(
    edges: Sequence[view.Edge],
    at: dict[str, Point],
    radius: dict[str, float],
    boxes: dict[str, Rect],
    room: tuple[float, float],
) -> list[list[Point]]:
    """A curve for each edge, from rim to rim, bent so that it meets as few nodes and names as it can.

    ``boxes`` are the names' rectangles; the curves stay within ``room`` (width, height, in pixels).
    """
    out: list[list[Point]] = []
    taken: set[tuple[frozenset[str], float]] = set()
    for edge in edges:
        a, b = edge.a, edge.b
        pair = frozenset((a, b))
        best: tuple[float, float, list[Point]] | None = None
        for rank, bend in enumerate(_BENDS):
            signed = bend if a < b else -bend
            points = bow(at[a], at[b], bend, 40)
            cost = _cost(points, a, b, at, radius, boxes) + 0.5 * rank
            cost += sum(8.0 for x, y in points if not (4 < x < room[0] - 4 and 4 < y < room[1] - 4))
            cost += 50 if (pair, signed) in taken else 0
            if best is None or cost < best[0]:
                best = (cost, signed, points)
        assert best is not None
        taken.add((pair, best[1]))
        out.append(_trimmed(best[2], at[a], radius[a], at[b], radius[b]))
    return out


def _cost(
    points: list[Point],
    a: str,
    b: str,
    at: dict[str, Point],
    radius: dict[str, float],
    boxes: dict[str, Rect],
) -> float:
    cost = 0.0
    for name, (nx, ny) in at.items():
        if name not in (a, b):
            near = radius[name] + 5
            cost += sum(6.0 for x, y in points if (x - nx) ** 2 + (y - ny) ** 2 < near * near)
    for name, (left, top, right, bottom) in boxes.items():
        each = 0.4 if name in (a, b) else 1.0
        cost += sum(each for x, y in points if left < x < right and top < y < bottom)
    return cost


def _trimmed(points: list[Point], a: Point, ra: float, b: Point, rb: float) -> list[Point]:
    kept = [p for p in points if math.dist(p, a) > ra and math.dist(p, b) > rb]
    return kept if len(kept) > 1 else points


def nearest(points: Sequence[Point], at: Point) -> float:
    """The distance in pixels from ``at`` to a curve given by points along it."""
    return min((math.dist(p, at) for p in points), default=math.inf)
