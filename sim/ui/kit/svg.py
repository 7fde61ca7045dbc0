"""Vector drawing: shapes are written as SVG, rasterised once and kept.

The rasteriser sets no text; letters are drawn over the picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import TypeAlias

import pygame

from sim.ui.kit.curves import Point as Point
from sim.ui.kit.curves import bow as bow
from sim.ui.kit.theme import Colour

Dash: TypeAlias = tuple[float, float]


@lru_cache(maxsize=160)
def raster(svg: str) -> pygame.Surface:
    """The picture of an SVG document, with alpha, in the format that is blitted fastest."""
    loaded = pygame.image.load(BytesIO(svg.encode()), "x.svg")
    if pygame.display.get_surface() is not None:
        return loaded.convert_alpha()
    native = pygame.Surface(loaded.get_size(), pygame.SRCALPHA, 32)
    native.blit(loaded, (0, 0))
    return native


def css(colour: Colour | None) -> str:
    """A colour as SVG writes it."""
    return "none" if colour is None else "#{:02x}{:02x}{:02x}".format(*colour)


class Drawing:
    """Shapes in a picture of ``width`` by ``height`` pixels. Lengths are in pixels.

    ``dash`` is the length of a dash and of the gap after it. Dashes are cut here: the rasteriser's own
    leave stray lines where a dash ends on a corner.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(1, width), max(1, height)
        self._parts: list[str] = []

    def _add(
        self, tag: str, shape: str, fill: Colour | None, line: Colour | None, weight: float, cap: str
    ) -> None:
        stroke = f' stroke="{css(line)}" stroke-width="{weight:.2f}" stroke-linejoin="round"' if line else ""
        caps = f' stroke-linecap="{cap}"' if line else ""
        self._parts.append(f'<{tag} {shape} fill="{css(fill)}"{stroke}{caps}/>')

    def lines(
        self,
        points: Sequence[Point],
        line: Colour,
        weight: float,
        dash: Dash | None = None,
        cap: str = "round",
    ) -> None:
        """An open polyline."""
        pieces = cut(points, dash) if dash else [list(points)]
        d = " ".join("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in piece) for piece in pieces)
        self._add("path", f'd="{d}"', None, line, weight, "butt" if dash else cap)

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled polygon."""
        d = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self._add("path", f'd="M{d} Z"', fill, None, 0, "butt")

    def rings(self, rings: Sequence[Sequence[Point]], fill: Colour, line: Colour, weight: float) -> None:
        """Filled and outlined rings; one that lies in another is a hole in it."""
        d = " ".join("M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
        self._add("path", f'd="{d}" fill-rule="evenodd"', fill, line, weight, "butt")

    def circle(
        self,
        at: Point,
        radius: float,
        fill: Colour | None,
        line: Colour | None = None,
        weight: float = 1,
        dash: Dash | None = None,
    ) -> None:
        """A circle; its outline lies half inside."""
        where = f'cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.1f}"'
        self._add("circle", where, fill, None if dash else line, weight, "butt")
        if dash and line:
            self.lines(_arc(at, radius, 0, 360), line, weight, _fitted(dash, 2 * math.pi * radius))

    def box(
        self,
        rect: tuple[float, float, float, float],
        radius: float,
        fill: Colour | None,
        line: Colour | None = None,
        weight: float = 1,
        dash: Dash | None = None,
    ) -> None:
        """A rectangle (x, y, width, height) with round corners; its outline lies half inside."""
        x, y, w, h = rect
        shape = (
            f'x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{radius:.1f}" ry="{radius:.1f}"'
        )
        self._add("rect", shape, fill, None if dash else line, weight, "butt")
        if dash and line:
            r = max(0.5, min(radius, w / 2, h / 2))
            corners = (
                (x + w - r, y + r, -90),
                (x + w - r, y + h - r, 0),
                (x + r, y + h - r, 90),
                (x + r, y + r, 180),
            )
            rim = [p for cx, cy, start in corners for p in _arc((cx, cy), r, start, start + 90)]
            self.lines([*rim, rim[0]], line, weight, dash)

    def surface(self) -> pygame.Surface:
        """The whole as a picture."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}">'
        return raster(head + "".join(self._parts) + "</svg>")


def cut(points: Sequence[Point], dash: Dash) -> list[list[Point]]:
    """A polyline as dashes."""
    on, off = dash
    out: list[list[Point]] = []
    drawing, left = True, on
    piece: list[Point] = [points[0]]
    for a, b in pairwise(points):
        along, length = 0.0, math.dist(a, b)
        while length - along > left:
            along += left
            at = (a[0] + (b[0] - a[0]) * along / length, a[1] + (b[1] - a[1]) * along / length)
            if drawing:
                out.append([*piece, at])
            drawing, left, piece = not drawing, off if drawing else on, [at]
        left -= length - along
        if drawing:
            piece.append(b)
    if drawing and len(piece) > 1:
        out.append(piece)
    return out


def _fitted(dash: Dash, length: float) -> Dash:
    """The dash that goes a whole number of times into ``length``."""
    times = max(1, round(length / sum(dash)))
    scale = length / sum(dash) / times
    return dash[0] * scale, dash[1] * scale


def _arc(at: Point, radius: float, start: float, end: float) -> list[Point]:
    """Points along an arc; angles in degrees, clockwise on the screen."""
    steps = max(4, round(abs(end - start) / 90 * max(4.0, radius**0.5 * 2)))
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(at[0] + radius * math.cos(v), at[1] + radius * math.sin(v)) for v in angles]
