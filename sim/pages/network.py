"""Who can talk to whom, as a picture: trust as line weight, secrecy as dashes, what is in play in colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from matplotlib.patches import Circle

from sim.pages.drawing import BLUE, INK, MIST, MUTED, RUST, SMALL, Chart, backed, canvas, finish, plain

LINE: Final = 11.5
Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """An actor: its place in points from the upper left, a few letters, and the lines of its name."""

    at: Point
    radius: float
    tag: str
    lines: tuple[str, ...]
    you: bool = False


@dataclass(frozen=True)
class Link:
    """A channel along ``points``. ``trust`` is per cent."""

    points: tuple[Point, ...]
    trust: int
    secret: bool
    live: bool


def network(title: str, description: str, size: Point, spots: Sequence[Spot], links: Sequence[Link]) -> Chart:
    """The picture, of ``size`` points. A ring is round those who are you."""
    width, high = size
    with canvas(width, high) as (figure, axes):
        for link in sorted(links, key=lambda k: k.live):
            xs, ys = zip(*link.points, strict=True)
            axes.plot(
                xs,
                [high - y for y in ys],
                color=BLUE if link.live else MUTED,
                lw=0.8 + 2.8 * min(100, max(0, link.trust)) / 100,
                ls=(0, (4, 2)) if link.secret else "-",
                alpha=None if link.live else 0.75,
                zorder=1,
            )
        for spot in spots:
            x, y = spot.at[0], high - spot.at[1]
            rim = RUST if spot.you else INK
            axes.add_patch(
                Circle(
                    (x, y), spot.radius, facecolor=MIST, edgecolor=rim, lw=2.4 if spot.you else 1, zorder=3
                )
            )
            axes.text(x, y - 3.2, plain(spot.tag, 4), ha="center", color=INK, size=SMALL, zorder=4)
            for at, words in enumerate(spot.lines):
                down = y - spot.radius - 11 - LINE * at
                backed(axes, x, down, words)
        return finish(figure, title, description)
