"""A picture of what packages were worth to each party: of two parties a plane, of more bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.pages.drawing import (
    INK,
    LOOKS,
    MIST,
    MUTED,
    PAPER,
    RULE,
    SMALL,
    TEXT,
    WIDE,
    Chart,
    Role,
    canvas,
    finish,
    fitted,
    wide,
)

_LINE: Final = 17.0
"""Points from one line of names, or one bar, to the next."""


@dataclass(frozen=True)
class Package:
    """A package, and its worth to each party in points."""

    name: str
    role: Role
    worth: tuple[float, ...]


def worths(
    title: str,
    description: str,
    parties: Sequence[str],
    floors: Sequence[float],
    packages: Sequence[Package],
    efficient: Sequence[tuple[float, float]],
) -> Chart:
    """Packages by their worth, 0 to 100 points; dashed is what each party had to have."""
    if len(parties) == 2:
        return _plane(title, description, parties, floors, packages, efficient)
    return _bars(title, description, parties, floors, packages)


def _plane(
    title: str,
    description: str,
    parties: Sequence[str],
    floors: Sequence[float],
    packages: Sequence[Package],
    efficient: Sequence[tuple[float, float]],
) -> Chart:
    side, pad, left = 240.0, 16.0, 52.0
    low = 46.0 + _LINE * len(packages)

    def at(worth: Sequence[float]) -> tuple[float, float]:
        return left + side * worth[0] / 100, low + side * worth[1] / 100

    with canvas(WIDE, low + side + pad + 20) as (figure, axes):
        (x0, y0), (x1, y1), (fx, fy) = at((0, 0)), at((100, 100)), at(floors)
        axes.add_patch(Rectangle((fx, fy), x1 - fx, y1 - fy, facecolor=MIST, lw=0, zorder=0))
        for points in (0, 25, 50, 75, 100):
            x, y = at((points, points))
            axes.plot([x, x], [y0 - pad, y1 + pad], color=RULE, lw=0.6, zorder=0.5)
            axes.plot([x0 - pad, x1 + pad], [y, y], color=RULE, lw=0.6, zorder=0.5)
            axes.text(x, y0 - pad - 11, str(points), ha="center", color=MUTED, size=SMALL)
            axes.text(x0 - pad - 4, y - 3.5, str(points), ha="right", color=MUTED, size=SMALL)
        for ends in (([fx, fx], [y0 - pad, y1 + pad]), ([x0 - pad, x1 + pad], [fy, fy])):
            axes.plot(*ends, color=MUTED, lw=1.2, ls=(0, (5, 3)), zorder=1)
        for one in efficient:
            axes.plot(*[[v] for v in at(one)], "o", ms=4, mfc=PAPER, mec=MUTED, mew=1, zorder=2)
        for number, package in enumerate(packages):
            _mark(axes, package, number, at(package.worth))
        axes.text(x0 - pad, y1 + pad + 7, fitted(f"{parties[1]}, points", WIDE - 60, SMALL), size=SMALL)
        across = fitted(f"{parties[0]}, points", WIDE - 60, SMALL)
        axes.text(x0 - pad, y0 - pad - 25, across, size=SMALL)
        _names(axes, packages, low - 52.0)
        return finish(figure, title, description)


def _mark(axes: Axes, package: Package, number: int, at: tuple[float, float]) -> None:
    look = LOOKS[package.role]
    size = 14 if look.marker != "D" else 12
    axes.plot([at[0]], [at[1]], look.marker, ms=size, mfc=PAPER, mec=look.colour, mew=1.6, zorder=3)
    axes.text(at[0], at[1] - 3.2, str(number + 1), ha="center", color=INK, size=SMALL, zorder=4)


def _names(axes: Axes, packages: Sequence[Package], top: float) -> None:
    """Each package's sign and name, from the top down."""
    for number, package in enumerate(packages):
        y = top - _LINE * number
        _mark(axes, package, number, (14, y + 3))
        axes.text(30, y, fitted(package.name, WIDE - 40, SMALL), color=INK, size=SMALL)


def _bars(
    title: str, description: str, parties: Sequence[str], floors: Sequence[float], packages: Sequence[Package]
) -> Chart:
    named = min(max((wide(p.name, SMALL) for p in packages), default=0.0), 180.0)
    start, end = 34 + named, WIDE - 44.0
    block = 24 + _LINE * len(packages)
    high = block * len(parties) + 6
    with canvas(WIDE, high) as (figure, axes):
        for n, party in enumerate(parties):
            top = high - block * n - 14
            head = fitted(f"{party}: had to have {floors[n]:.1f}", WIDE - 8, TEXT)
            axes.text(2, top, head, color=INK, size=TEXT)
            for number, package in enumerate(packages):
                y = top - _LINE * (number + 1) + 1
                _mark(axes, package, number, (12, y + 4))
                axes.text(26, y, fitted(package.name, named, SMALL), color=INK, size=SMALL)
                points = package.worth[n]
                span = (end - start) * points / 100
                axes.add_patch(Rectangle((start, y), end - start, 8, facecolor=RULE, lw=0))
                axes.add_patch(Rectangle((start, y), span, 8, facecolor=LOOKS[package.role].colour, lw=0))
                axes.text(end + 6, y, f"{points:.1f}", color=INK, size=SMALL)
            floor = start + (end - start) * floors[n] / 100
            low = top - _LINE * len(packages) - 1
            axes.plot([floor, floor], [low, top - 4], color=INK, lw=1.2, ls=(0, (4, 3)), zorder=4)
        return finish(figure, title, description)
