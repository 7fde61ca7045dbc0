"""Loading the typeface, and measuring and drawing runs of it.

Letters are drawn at four times their size and scaled down with the baseline on a whole pixel:
hinted small sizes set the letters unevenly, and widths here are exact to a quarter of a pixel.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

import pygame

from sim.places import asset
from sim.ui.kit.theme import Colour

Face: TypeAlias = Literal["regular", "semibold", "italic"]

FILES: dict[Face, str] = {
    "regular": "fonts/SourceSans3_400Regular.ttf",
    "semibold": "fonts/SourceSans3_600SemiBold.ttf",
    "italic": "fonts/SourceSans3_400Regular_Italic.ttf",
}
_FINE = 4


@lru_cache(maxsize=96)
def _font(face: Face, size: int) -> pygame.font.Font:
    return pygame.font.Font(asset(FILES[face]), size * _FINE)


def font(face: Face, size: int) -> pygame.font.Font:
    """The face at four times ``size`` pixels."""
    if not pygame.font.get_init():
        _font.cache_clear()
        pygame.font.init()
    return _font(face, size)


@lru_cache(maxsize=16384)
def width(text: str, face: Face, size: int) -> float:
    """How wide ``text`` is set, in pixels."""
    return font(face, size).size(text)[0] / _FINE


@lru_cache(maxsize=256)
def ascent(face: Face, size: int) -> int:
    """From the top of the line's picture to its baseline, in pixels."""
    return -(-font(face, size).get_ascent() // _FINE)


@lru_cache(maxsize=1500)
def picture(text: str, face: Face, size: int, colour: Colour) -> pygame.Surface:
    """``text`` as a picture with its baseline ``ascent`` pixels from the top."""
    drawn = font(face, size).render(text.replace("\0", ""), True, colour)
    drop = ascent(face, size) * _FINE - font(face, size).get_ascent()
    wide = -(-max(1, drawn.get_width()) // _FINE)
    high = -(-(drawn.get_height() + drop) // _FINE)
    room = pygame.Surface((wide * _FINE, high * _FINE), pygame.SRCALPHA, 32)
    room.fill((*colour, 0))
    room.blit(drawn, (0, drop), special_flags=pygame.BLEND_RGBA_MAX)
    return pygame.transform.smoothscale(room, (wide, high))


def shortened(text: str, face: Face, size: int, room: float) -> str:
    """``text``, cut with an ellipsis when it is wider than ``room`` pixels."""
    if width(text, face, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", face, size) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
