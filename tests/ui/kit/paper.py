"""What is written where: a surface that keeps every piece of text that is put on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

import pygame

from sim.ui.kit import fonts
from sim.ui.kit.sheet import Sheet


class Paper:
    """Takes the place of a surface; only text is kept, as rectangles of its letters."""

    def __init__(self, texts: dict[int, tuple[str, tuple[int, int, int]]]) -> None:
        self._texts = texts
        self.written: list[tuple[str, tuple[int, int, int], pygame.Rect]] = []

    def blit(self, picture: pygame.Surface, at: tuple[int, int], area: object = None) -> None:
        if id(picture) in self._texts:
            letters = picture.get_bounding_rect()
            self.written.append((*self._texts[id(picture)], letters.move(at)))

    def get_clip(self) -> pygame.Rect:
        """All of it is seen."""
        return pygame.Rect(-100_000, -100_000, 200_000, 200_000)

    def fill(self, *_: object) -> None:
        """Boxes are no text."""


@contextmanager
def watched() -> Iterator[dict[int, tuple[str, tuple[int, int, int]]]]:
    """While it lasts, every picture of text that is made is known by its identity."""
    plain, known = fonts.picture, {}
    kept = []

    def picture(text: str, face: fonts.Face, size: int, colour: tuple[int, int, int]) -> pygame.Surface:
        made = plain(text, face, size, colour).copy()
        kept.append(made)
        known[id(made)] = (text, colour)
        return made

    fonts.picture = picture  # type: ignore[assignment]
    try:
        yield known
    finally:
        fonts.picture = plain


def written(
    sheet: Sheet, known: dict[int, tuple[str, tuple[int, int, int]]]
) -> list[tuple[str, pygame.Rect]]:
    """All text on a sheet, without the copies that make a rim round letters over a drawing."""
    paper = Paper(known)
    sheet.paint(paper, 0, 0)  # type: ignore[arg-type]
    out = []
    for text, colour, rect in paper.written:
        near = rect.inflate(8, 8)
        rim = any(t == text and c != colour and near.contains(r) for t, c, r in paper.written)
        if not (rim and colour == sheet.kit.theme.surface):
            out.append((text, rect))
    return out


def overlaps(texts: list[tuple[str, pygame.Rect]]) -> list[tuple[str, str]]:
    """Pairs of texts whose letters meet; lines of one paragraph may touch by a pixel."""
    return [
        (a, b)
        for (a, ra), (b, rb) in combinations(texts, 2)
        if ra.inflate(-2, -2).colliderect(rb.inflate(-2, -2))
    ]
