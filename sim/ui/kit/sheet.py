"""A laid-out piece of a screen: what is drawn where, and what in it can be picked.

A sheet knows nothing of scrolling, focus or the pointer; the window adds these, so a sheet
is laid out once for a size and look and then only blitted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import pygame

from sim.ui.kit import fonts
from sim.ui.kit.paint import Box, paint_box
from sim.ui.kit.text import Line, Run, break_lines
from sim.ui.kit.theme import THEMES, Colour, Look, Theme

Paint: TypeAlias = Callable[[pygame.Surface, int, int], None]

_SIZES: dict[str, tuple[fonts.Face, float]] = {
    "title": ("semibold", 21),
    "caption": ("semibold", 15),
    "heading": ("semibold", 18),
    "body": ("regular", 17),
    "strong": ("semibold", 17),
    "em": ("italic", 17),
    "name": ("semibold", 17),
    "text": ("regular", 15.5),
    "small": ("regular", 14),
    "mark": ("semibold", 14),
    "tiny": ("regular", 13),
    "label": ("semibold", 13),
    "number": ("semibold", 16),
    "clock": ("semibold", 34),
    "count": ("semibold", 34),
}


@dataclass(frozen=True)
class Kit:
    """What everything is drawn with: a theme and a scale (1.0 at 100 % text in a small window)."""

    theme: Theme
    scale: float

    def px(self, length: float) -> int:
        """A length in pixels at this scale, at least 1."""
        return max(1, round(length * self.scale))

    def run(self, text: str, role: str, colour: Colour | None = None) -> Run:
        """``text`` as a run in a role such as ``body`` or ``caption``."""
        face, size = _SIZES[role]
        return Run(text, face, max(9, round(size * self.scale)), colour or self.theme.ink)


def kit_for(look: Look, size: tuple[int, int], scale: int = 100) -> Kit:
    """The kit for a look in a window of ``size`` pixels; large windows get larger letters.

    ``scale`` is per cent of that, as far as it is no more crowded than 200 % in a window of 640 by 480.
    """
    room = min(size[0] / 1440, size[1] / 900)
    base = look.text / 100 * max(1.0, room) ** 0.8
    most = 2 * min(size[0] / 640, size[1] / 480)
    return Kit(THEMES[look.theme], max(min(base, 0.8), min(base * scale / 100, max(base, most))))


def leading(size: int) -> int:
    """The height of a line of letters of ``size`` pixels."""
    return round(size * 1.34)


@dataclass(frozen=True)
class Spot:
    """What can be picked or asked about, at ``rect`` in its sheet. ``do`` is empty if nothing happens.

    ``tip`` is said of it under the pointer and in focus; ``focusable`` is whether Tab stops here;
    ``name`` tells it from others of its role. ``again`` is whether it is meant to be picked in quick turn.
    """

    rect: pygame.Rect
    role: str
    label: str
    do: str = ""
    tip: str = ""
    radius: int = 8
    focusable: bool = True
    name: str = ""
    again: bool = False


@dataclass(frozen=True)
class Note:
    """Words about a curve or a point of a picture; ``points`` lie along it, in sheet pixels."""

    points: tuple[tuple[float, float], ...]
    text: str
    reach: float


@dataclass(eq=False)
class Sheet:
    """Drawing steps with a size in pixels, filled from the top."""

    kit: Kit
    width: int
    height: int = 0
    spots: list[Spot] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _steps: list[tuple[Paint, int, int]] = field(default_factory=list)

    def paint(self, target: pygame.Surface, x: int, y: int) -> None:
        """Draw it with its corner at (x, y); what lies outside the target's clip costs little."""
        for step, dx, dy in self._steps:
            step(target, x + dx, y + dy)

    def grow(self, bottom: int) -> None:
        """Make it at least ``bottom`` high."""
        self.height = max(self.height, bottom)

    def image(self, picture: pygame.Surface, x: int, y: int) -> None:
        """Put a picture at (x, y)."""

        def step(target: pygame.Surface, ax: int, ay: int) -> None:
            target.blit(picture, (ax, ay))

        self._steps.append((step, x, y))
        self.grow(y + picture.get_height())

    def box(self, rect: pygame.Rect, box: Box) -> None:
        """Put a box at ``rect``."""
        size = rect.size

        def step(target: pygame.Surface, ax: int, ay: int) -> None:
            paint_box(target, pygame.Rect((ax, ay), size), box)

        self._steps.append((step, rect.x, rect.y))
        self.grow(rect.bottom)

    def rule(self, rect: pygame.Rect, colour: Colour) -> None:
        """Fill ``rect``: a line or a bar."""
        size = rect.size

        def step(target: pygame.Surface, ax: int, ay: int) -> None:
            target.fill(colour, pygame.Rect((ax, ay), size))

        self._steps.append((step, rect.x, rect.y))
        self.grow(rect.bottom)

    def line(self, line: Line, x: float, y: int, halo: Colour | None = None) -> None:
        """Set one line of text with its top at y; ``halo`` keeps it legible over a drawing."""
        base = max((fonts.ascent(r.face, r.size) for r in line.runs), default=0)
        slack = -round(line.size * 0.04)
        at = x
        for run in line.drawn():
            top = y + slack + base - fonts.ascent(run.face, run.size)
            if halo is not None:
                around = fonts.picture(run.text, run.face, run.size, halo)
                for dx, dy in ((-2, 0), (2, 0), (0, -2), (0, 2), (-1, -1), (1, -1), (-1, 1), (1, 1)):
                    self.image(around, round(at) + dx, top + dy)
            if run.text.strip():
                self._letters(run, round(at), top)
            at += run.width
        self.grow(y + leading(line.size))

    def _letters(self, run: Run, x: int, y: int) -> None:
        """Put a run at (x, y). Its letters are drawn when they are first seen: most of a page scrolls."""
        made: list[pygame.Surface] = []
        high = fonts.height(run.text, run.face, run.size)

        def step(target: pygame.Surface, ax: int, ay: int) -> None:
            if not made:
                clip = target.get_clip()
                if ay >= clip.bottom or ay + high <= clip.top:
                    return
                made.append(fonts.picture(run.text, run.face, run.size, run.colour))
            target.blit(made[0], (ax, ay))

        self._steps.append((step, x, y))
        self.grow(y + high)

    def words(
        self,
        runs: Sequence[Run] | Run,
        x: int,
        y: int,
        width: int,
        align: str = "left",
        halo: Colour | None = None,
    ) -> int:
        """Set runs in a column ``width`` pixels wide; returns the y below them."""
        lines = break_lines((runs,) if isinstance(runs, Run) else runs, max(1, width))
        return self.lines(lines, x, y, width, align, halo)

    def lines(
        self,
        lines: Sequence[Line],
        x: int,
        y: int,
        width: int,
        align: str = "left",
        halo: Colour | None = None,
    ) -> int:
        """Set broken lines; returns the y below them. ``left`` is where a line begins: the right, if it is
        of a script that runs from right to left."""
        for line in lines:
            slack = width - line.width
            shift = {"left": slack if line.rtl else 0.0, "centre": slack / 2, "right": slack}[align]
            self.line(line, x + shift, y, halo)
            y += leading(line.size)
        return y

    def place(self, other: Sheet, x: int, y: int) -> None:
        """Put another sheet into this one, with all that can be picked in it."""
        self._steps.append((other.paint, x, y))
        self.spots += [replace(s, rect=s.rect.move(x, y)) for s in other.spots]
        self.notes += [
            Note(tuple((px + x, py + y) for px, py in n.points), n.text, n.reach) for n in other.notes
        ]
        self.grow(y + other.height)


def lines_height(lines: Sequence[Line]) -> int:
    """How high broken lines are set."""
    return sum(leading(line.size) for line in lines)
