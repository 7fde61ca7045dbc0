"""Boxes with round corners, shadows and rings, drawn onto any picture at any size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pygame

from sim.ui.kit.svg import Drawing
from sim.ui.kit.theme import Colour


@dataclass(frozen=True)
class Box:
    """How a box looks. ``weight`` is its border's, ``shadow`` 0 to 255; a dashed one is drawn whole."""

    fill: Colour | None
    border: Colour | None = None
    weight: int = 1
    radius: int = 8
    shadow: int = 0
    dashed: bool = False


@lru_cache(maxsize=256)
def _corners(fill: Colour | None, border: Colour | None, weight: int, radius: int) -> pygame.Surface:
    side = 2 * radius
    drawing = Drawing(side, side)
    half = weight / 2 if border else 0
    drawing.box((half, half, side - 2 * half, side - 2 * half), radius - half, fill, border, weight)
    return drawing.surface()


@lru_cache(maxsize=64)
def _shadow(radius: int, strength: int, blur: int) -> pygame.Surface:
    side = 2 * (radius + blur) + 2 * blur
    drawing = Drawing(side, side)
    drawing.box((blur, blur, side - 2 * blur, side - 2 * blur), radius, (0, 0, 0))
    picture = pygame.transform.gaussian_blur(drawing.surface(), blur, repeat_edge_pixels=False)
    clear = pygame.Surface(picture.get_size(), pygame.SRCALPHA, 32)
    clear.fill((255, 255, 255, strength))
    clear.blit(picture, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    return clear


@lru_cache(maxsize=64)
def _dashed(box: Box, width: int, height: int) -> pygame.Surface:
    drawing = Drawing(width, height)
    half = box.weight / 2
    size = (half, half, width - 2 * half, height - 2 * half)
    drawing.box(size, box.radius, box.fill, box.border, box.weight, (5, 4))
    return drawing.surface()


@lru_cache(maxsize=1024)
def _stretched(
    patch: pygame.Surface, part: tuple[int, int, int, int], size: tuple[int, int]
) -> pygame.Surface:
    """A side of ``patch``, as long as it is wanted."""
    return pygame.transform.scale(patch.subsurface(part), size)


def _nine(target: pygame.Surface, patch: pygame.Surface, rect: pygame.Rect, corner: int) -> None:
    """Blit the rim of ``patch`` round ``rect``: its corners as they are, its sides stretched."""
    side = patch.get_width()
    x0, y0, x1, y1 = rect.left, rect.top, rect.right - corner, rect.bottom - corner
    for x, sx in ((x0, 0), (x1, side - corner)):
        for y, sy in ((y0, 0), (y1, side - corner)):
            target.blit(patch, (x, y), (sx, sy, corner, corner))
    wide, high = rect.width - 2 * corner, rect.height - 2 * corner
    if wide > 0:
        for y, sy in ((y0, 0), (y1, side - corner)):
            target.blit(_stretched(patch, (side // 2, sy, 1, corner), (wide, corner)), (x0 + corner, y))
    if high > 0:
        for x, sx in ((x0, 0), (x1, side - corner)):
            target.blit(_stretched(patch, (sx, side // 2, corner, 1), (corner, high)), (x, y0 + corner))


def paint_box(target: pygame.Surface, rect: pygame.Rect, box: Box) -> None:
    """Draw ``box`` at ``rect``. A box smaller than its corners gets smaller corners."""
    if rect.width < 2 or rect.height < 2:
        return
    if box.shadow:
        blur = 5
        soft = _shadow(box.radius, box.shadow, blur)
        _nine(target, soft, rect.inflate(2 * blur, 2 * blur).move(0, 2), box.radius + 2 * blur)
    if box.dashed:
        target.blit(_dashed(box, rect.width, rect.height), rect.topleft)
        return
    radius = max(1, min(box.radius, rect.width // 2, rect.height // 2))
    _nine(target, _corners(box.fill, box.border, box.weight, radius), rect, radius)
    if box.fill:
        target.fill(box.fill, rect.inflate(-2 * radius, -2 * radius))


def ring(target: pygame.Surface, rect: pygame.Rect, colour: Colour, weight: int, radius: int) -> None:
    """An outline round ``rect``, on its inside."""
    paint_box(target, rect, Box(None, colour, weight, radius))


@lru_cache(maxsize=16)
def fade(colour: Colour, width: int, height: int) -> pygame.Surface:
    """From clear at the top to ``colour`` at the bottom."""
    column = pygame.Surface((1, height), pygame.SRCALPHA, 32)
    for y in range(height):
        column.set_at((0, y), (*colour, round(235 * ((y + 1) / height) ** 1.3)))
    return pygame.transform.scale(column, (max(1, width), height))
