"""Loading the typeface, and measuring and drawing runs of it.

Letters are drawn at four times their size and scaled down with the baseline on a whole pixel:
hinted small sizes set the letters unevenly, and widths here are exact to a quarter of a pixel.
"""

from __future__ import annotations

from functools import lru_cache

import pygame

from sim.ui.kit import glyphs
from sim.ui.kit.glyphs import Face, Piece, pieces
from sim.ui.kit.theme import Colour

__all__ = ["Face", "ascent", "font", "picture", "shortened", "width"]

_FINE = 4
_BOX = 0.72  # the width of the box for a letter that no font has, as a share of the size


@lru_cache(maxsize=48)
def _font(file: str, size: int, script: str, rtl: bool) -> pygame.font.Font:
    """An open font holds more than half a megabyte; a window has use for a dozen."""
    made = pygame.font.Font(file, size * _FINE)
    if script:
        made.set_script(script)
    if rtl:
        made.set_direction(pygame.DIRECTION_RTL)
    return made


def _open(file: str, size: int, script: str = "", rtl: bool = False) -> pygame.font.Font:
    if not pygame.font.get_init():
        _font.cache_clear()
        pygame.font.init()
    return _font(file, size, script, rtl)


def font(face: Face, size: int) -> pygame.font.Font:
    """The face at four times ``size`` pixels."""
    return _open(glyphs.own(face), size)


def _font_of(piece: Piece, size: int) -> pygame.font.Font:
    return _open(piece.file, size, piece.script, piece.rtl)


@lru_cache(maxsize=16384)
def width(text: str, face: Face, size: int) -> float:
    """How wide ``text`` is set, in pixels."""
    if text.isascii() and text.isprintable():
        return font(face, size).size(text)[0] / _FINE
    return sum(_wide(piece, size) for piece in pieces(text, face)) / _FINE


def _wide(piece: Piece, size: int) -> int:
    """How wide a piece is, in quarters of a pixel."""
    if not piece.file:
        return round(size * _FINE * _BOX) * len(glyphs.clusters(piece.text))
    return int(_font_of(piece, size).size(piece.text)[0])


@lru_cache(maxsize=256)
def ascent(face: Face, size: int) -> int:
    """From the top of the line's picture to its baseline, in pixels."""
    return -(-font(face, size).get_ascent() // _FINE)


def height(text: str, face: Face, size: int) -> int:
    """How high the picture of ``text`` is, in pixels: it is drawn only where that hangs on its letters."""
    parts = pieces(text, face)
    if any(piece.file != glyphs.own(face) for piece in parts):
        return picture(text, face, size, (0, 0, 0)).get_height()
    made = font(face, size)
    return -(-(ascent(face, size) * _FINE - made.get_ascent() + made.get_height()) // _FINE)


@lru_cache(maxsize=1500)
def picture(text: str, face: Face, size: int, colour: Colour) -> pygame.Surface:
    """``text`` as a picture with its baseline ``ascent`` pixels from the top."""
    base = ascent(face, size) * _FINE
    drawn: list[tuple[pygame.Surface, int]] = []
    low = base - font(face, size).get_ascent() + font(face, size).get_height()
    for piece in pieces(text, face):
        if not piece.file:
            letters, drop = _boxes(len(glyphs.clusters(piece.text)), size, colour), base - size * _FINE
        else:
            setter = _font_of(piece, size)
            letters, drop = setter.render(piece.text, True, colour), base - setter.get_ascent()
        if piece.file != glyphs.own(face):
            low = max(low, drop + letters.get_bounding_rect().bottom)
        drawn.append((letters, drop))
    wide = -(-max(1, sum(part.get_width() for part, _ in drawn)) // _FINE)
    room = pygame.Surface((wide * _FINE, -(-low // _FINE) * _FINE), pygame.SRCALPHA, 32)
    room.fill((*colour, 0))
    at = 0
    for part, drop in drawn:
        room.blit(part, (at, drop), special_flags=pygame.BLEND_RGBA_MAX)
        at += part.get_width()
    return pygame.transform.smoothscale(room, (wide, room.get_height() // _FINE))


def _boxes(count: int, size: int, colour: Colour) -> pygame.Surface:
    """A hollow box for each letter that no font on this machine has."""
    wide, high = round(size * _FINE * _BOX), size * _FINE
    surface = pygame.Surface((wide * count, high), pygame.SRCALPHA, 32)
    line, rim = max(_FINE, size * _FINE // 14), size * _FINE // 10
    for i in range(count):
        rect = pygame.Rect(i * wide + rim, high * 28 // 100, wide - 2 * rim, high * 72 // 100)
        pygame.draw.rect(surface, colour, rect, line)
    return surface


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
