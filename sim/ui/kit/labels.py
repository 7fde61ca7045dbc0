"""Where the words of a picture go, so that they cover neither each other nor what they name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from sim.ui.kit.curves import Point

Rect: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom, in pixels

_WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (1, 1), (-1, -1), (-1, 1))
"""The ways from a dot to its words, the best first."""
_RINGS = 7
_CLOSE = 2
"""So many rings are tried round every point of a wish, the wider ones round the first alone."""
_SWEEPS = 4


@dataclass(frozen=True)
class Wish:
    """Words of a size, in pixels, that are to stand by one of some points, ``gap`` from it."""

    width: float
    height: float
    points: tuple[Point, ...]
    gap: float


@dataclass(frozen=True)
class Put:
    """Where words stand, by which point, and whether they are far enough from it to need a line to it."""

    rect: Rect
    point: Point
    led: bool


def put(
    wishes: Sequence[Wish], room: tuple[float, float], dots: Sequence[Rect], curves: Sequence[Sequence[Point]]
) -> list[Put]:
    """A place for each wish within ``room`` (width, height): apart from each other, off dots and curves."""
    along = [p for curve in curves for p in _spaced(curve)]
    every = [_candidates(w, room, dots, along) for w in wishes]
    found = [min(options, key=lambda o: o[0])[1] for options in every]
    for _ in range(_SWEEPS):
        before = list(found)
        for i, options in enumerate(every):
            others = [p.rect for n, p in enumerate(found) if n != i]
            found[i] = min(options, key=lambda o: o[0] + 1000 * _covered(o[1].rect, others))[1]
        if found == before:
            break
    return found


def _candidates(
    wish: Wish, room: tuple[float, float], dots: Sequence[Rect], along: Sequence[Point]
) -> list[tuple[float, Put]]:
    """Every place that is tried, with what it costs by itself."""
    out = []
    step = max(10.0, wish.height * 0.7)
    for far in range(_RINGS):
        gap = wish.gap + far * step
        for rank, (dx, dy) in enumerate(_WAYS):
            for turn, (x, y) in enumerate(wish.points if far < _CLOSE else wish.points[:1]):
                reach = gap * (0.75 if dx and dy else 1.0)
                cx = x + dx * (reach + wish.width / 2)
                cy = y + dy * (reach + wish.height / 2)
                rect = _kept_in((cx - wish.width / 2, cy - wish.height / 2), wish, room)
                cost = 7.0 * far + 0.5 * rank + 0.4 * turn
                cost += 60.0 * sum(_overlap(rect, d) > 0 for d in dots)
                cost += 4.0 * sum(rect[0] < p[0] < rect[2] and rect[1] < p[1] < rect[3] for p in along)
                out.append((cost, Put(rect, (x, y), far > 0)))
    return out


def _spaced(curve: Sequence[Point]) -> list[Point]:
    """Points along a curve about eight pixels apart, so that words cannot slip between two of them."""
    out = list(curve[:1])
    for a, b in pairwise(curve):
        parts = math.ceil(math.dist(a, b) / 8)
        out += [
            (a[0] + (b[0] - a[0]) * n / parts, a[1] + (b[1] - a[1]) * n / parts) for n in range(1, parts + 1)
        ]
    return out


def _kept_in(corner: Point, wish: Wish, room: tuple[float, float]) -> Rect:
    left = max(2.0, min(corner[0], room[0] - wish.width - 2))
    top = max(2.0, min(corner[1], room[1] - wish.height - 2))
    return left, top, left + wish.width, top + wish.height


def _covered(rect: Rect, others: Sequence[Rect]) -> float:
    """How much of others a rectangle covers: 1 for the first pixel, more for more."""
    overlaps = [_overlap(rect, o) for o in others]
    return sum(1 + math.sqrt(o) / 10 for o in overlaps if o > 0)


def _overlap(a: Rect, b: Rect) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def nearest(rect: Rect, point: Point) -> Point:
    """The point of a rectangle that lies nearest to another point."""
    return max(rect[0], min(point[0], rect[2])), max(rect[1], min(point[1], rect[3]))
