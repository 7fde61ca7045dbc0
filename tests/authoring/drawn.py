"""A picture taken apart: its boxes, its words as wide as a reader's widest font makes them, and its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree

from matplotlib import font_manager
from PIL import ImageFont

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"note": 12.0, "head": 16.0, "top": 22.0}
BOLD = {"bold", "head", "top", "rust"}


class Area(NamedTuple):
    """A rectangle on the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, other: Area, slack: float = 0.1) -> bool:
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )

    def overlaps(self, other: Area) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.1 and down > 0.1


def classes(element: ElementTree.Element) -> set[str]:
    return set((element.get("class") or "").split())


def groups(root: ElementTree.Element, kind: str) -> dict[str, ElementTree.Element]:
    """The groups whose id begins so, by the rest of it."""
    ids = {str(g.get("id")): g for g in root.iter(f"{SVG}g") if g.get("id")}
    return {name.removeprefix(kind): g for name, g in ids.items() if name.startswith(kind)}


def box(group: ElementTree.Element) -> Area:
    """The frame of a group: its first rectangle."""
    rect = next(group.iter(f"{SVG}rect"))
    x, y, wide, high = (float(rect.attrib[k]) for k in ("x", "y", "width", "height"))
    return Area(x, y, x + wide, y + high)


@cache
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    weight = "bold" if bold else "normal"
    return ImageFont.truetype(
        font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans", weight=weight)), size
    )


def words(group: ElementTree.Element) -> Iterator[tuple[str, Area]]:
    """Every line of text and the room that it takes in DejaVu Sans, which runs wide."""
    for text in group.iter(f"{SVG}text"):
        has, line = classes(text), "".join(text.itertext())
        size = next((SIZES[c] for c in SIZES if c in has), 13.0)
        wide = _font(size, bool(has & BOLD)).getlength(line)
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        left = x - wide if "end" in has else x
        yield line, Area(left, y - size * 0.8, left + wide, y + size * 0.25)


def points(way: str) -> list[tuple[float, float]]:
    """Points along a path of M, L, H, V, C and Q with absolute coordinates, close together."""
    found: list[tuple[float, float]] = []
    for letter, numbers in re.findall(r"([MLHVCQ])([^MLHVCQ]*)", way):
        given = [float(n) for n in numbers.split()]
        if letter == "M":
            found.append((given[0], given[1]))
            continue
        start = found[-1]
        ends = {"H": [*given, start[1]], "V": [start[0], *given]}.get(letter, given)
        stops = [start, *zip(ends[::2], ends[1::2], strict=True)]
        found += [_bezier(stops, step / 24) for step in range(1, 25)]
    return found


def _bezier(stops: list[tuple[float, float]], at: float) -> tuple[float, float]:
    """De Casteljau's way, for a line or a curve of any degree."""
    while len(stops) > 1:
        stops = [(ax + (bx - ax) * at, ay + (by - ay) * at) for (ax, ay), (bx, by) in pairwise(stops)]
    return stops[0]
