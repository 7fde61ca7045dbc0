"""Land and coast, and the part of the earth that a picture shows. Degrees in, pixels out; nothing is drawn.

The shapes are Natural Earth's (public domain), see ``assets/map/``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from sim.places import asset
from sim.ui.kit.curves import Point

Box: TypeAlias = tuple[float, float, float, float]  # west, south, east, north, in degrees
Spot: TypeAlias = tuple[float, float]  # north and east, in degrees

FILE = "map/land.json"
LEAST_NEAR, LEAST_FAR = 2.6, 14.0
"""The fewest degrees from side to side of a picture of land in fine and in coarse detail."""


@dataclass(frozen=True)
class Level:
    """Land within a box, as rings of longitudes and latitudes."""

    box: Box
    rings: tuple[tuple[Point, ...], ...]
    boxes: tuple[Box, ...]
    """The box round each ring."""


@cache
def levels() -> tuple[Level, ...]:
    """The levels of detail, the finest first; none where the shipped file is not there or is not whole."""
    try:
        found = json.loads(asset(FILE).read_text(encoding="utf-8"))["levels"]
        return tuple(_level(v["box"], v["unit"], v["rings"]) for v in found)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _level(box: Sequence[float], unit: float, rings: Sequence[Sequence[int]]) -> Level:
    west, south, east, north = box
    found = tuple(_ring(steps, unit) for steps in rings)
    return Level((west, south, east, north), found, tuple(_box(r) for r in found))


def _box(ring: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _ring(steps: Sequence[int], unit: float) -> tuple[Point, ...]:
    x = y = 0
    out = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        out.append((x * unit, y * unit))
    return tuple(out)


@dataclass(frozen=True)
class Frame:
    """A part of the earth in a picture of ``size`` pixels.

    ``scale`` is the pixels of a degree of latitude; ``squeeze`` what a degree of longitude is beside it.
    """

    west: float
    north: float
    scale: float
    squeeze: float
    size: tuple[int, int]

    def at(self, spot: Spot) -> Point:
        """Where a spot lies in the picture, in pixels."""
        return (spot[1] - self.west) * self.scale * self.squeeze, (self.north - spot[0]) * self.scale

    @property
    def box(self) -> Box:
        """What it shows, in degrees."""
        wide, high = self.size
        east = self.west + wide / self.scale / self.squeeze
        return self.west, self.north - high / self.scale, east, self.north

    @property
    def far(self) -> bool:
        """Whether it shows more than the finest land covers."""
        return not (levels() and _holds(levels()[0].box, self.box))

    def land(self) -> list[list[Point]]:
        """The land in it, in pixels, from the finest level that covers it."""
        if not levels():
            return []
        level = levels()[-1 if self.far else 0]
        west, south, east, north = self.box
        edge = 8 / self.scale
        cut = (west - edge / self.squeeze, south - edge, east + edge / self.squeeze, north + edge)
        inside = [clipped(r, cut) for r, box in zip(level.rings, level.boxes, strict=True) if _meet(box, cut)]
        return [_thinned([self.at((y, x)) for x, y in ring]) for ring in inside if len(ring) > 2]


def fit(spots: Sequence[Spot], size: tuple[int, int], margin: float) -> Frame:
    """The frame that shows all spots ``margin`` pixels from the picture's edge or more, enlarged as far."""
    norths, easts = [s[0] for s in spots], [s[1] for s in spots]
    north, east = (max(norths) + min(norths)) / 2, (max(easts) + min(easts)) / 2
    squeeze = math.cos(math.radians(max(-70.0, min(70.0, north))))
    finest = levels()[0].box if levels() else (0.0, 0.0, 0.0, 0.0)
    near = all(_within(s, finest) for s in spots)
    wide, high = size
    room = max(1.0, wide - 2 * margin), max(1.0, high - 2 * margin)
    scale = min(wide / squeeze, high) / (LEAST_NEAR if near else LEAST_FAR)
    if max(easts) > min(easts):
        scale = min(scale, room[0] / squeeze / (max(easts) - min(easts)))
    if max(norths) > min(norths):
        scale = min(scale, room[1] / (max(norths) - min(norths)))
    half = wide / scale / squeeze / 2, high / scale / 2
    whole = finest if near else levels()[-1].box if levels() else (-180.0, -90.0, 180.0, 90.0)
    west = _shifted(east - half[0], 2 * half[0], whole[0], whole[2])
    south = _shifted(north - half[1], 2 * half[1], whole[1], whole[3])
    return Frame(west, south + 2 * half[1], scale, squeeze, size)


def _shifted(start: float, length: float, low: float, high: float) -> float:
    """A span moved into another, if it fits there."""
    return start if length > high - low else max(low, min(start, high - length))


def is_near(spot: Spot) -> bool:
    """Whether a spot lies where the land is drawn in fine detail."""
    return bool(levels()) and _within(spot, levels()[0].box)


def rim(at: Point, size: tuple[int, int], inset: float) -> tuple[Point, Point]:
    """Where the way from the middle to a point beyond the picture meets its rim, and the way's direction."""
    wide, high = size
    mid = wide / 2, high / 2
    dx, dy = at[0] - mid[0], at[1] - mid[1]
    part = min(
        (mid[0] - inset) / abs(dx) if dx else math.inf, (mid[1] - inset) / abs(dy) if dy else math.inf, 1.0
    )
    length = math.hypot(dx, dy) or 1.0
    return (mid[0] + dx * part, mid[1] + dy * part), (dx / length, dy / length)


def clipped(ring: Sequence[Point], box: Box) -> list[Point]:
    """What of a ring lies in a box (Sutherland and Hodgman 1974)."""
    out = list(ring)
    for axis, bound, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        whole, out = out, []
        for a, b in zip(whole, whole[1:] + whole[:1], strict=True):
            inside, then = sign * (a[axis] - bound) >= 0, sign * (b[axis] - bound) >= 0
            if inside:
                out.append(a)
            if inside != then:
                t = (bound - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
    return out


def _thinned(ring: list[Point]) -> list[Point]:
    """The ring without the points that lie within a pixel of the one before them."""
    out = ring[:1]
    for x, y in ring[1:]:
        if abs(x - out[-1][0]) + abs(y - out[-1][1]) > 1:
            out.append((x, y))
    return out


def _within(spot: Spot, box: Box) -> bool:
    return box[1] <= spot[0] <= box[3] and box[0] <= spot[1] <= box[2]


def _holds(box: Box, inner: Box) -> bool:
    slack = 1e-6
    return (
        box[0] - slack <= inner[0]
        and box[1] - slack <= inner[1]
        and inner[2] <= box[2] + slack
        and inner[3] <= box[3] + slack
    )


def _meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
