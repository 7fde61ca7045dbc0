"""Land and coast, the places of a decision, and who visits whom. No border is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.patches import FancyArrowPatch, Polygon, Rectangle
from matplotlib.path import Path

from sim.pages.drawing import BLUE, INK, MIST, MUTED, PAPER, RUST, Chart, backed, canvas, finish
from sim.pages.network import LINE, Point


@dataclass(frozen=True)
class Dot:
    """A place, in points from the upper left; ``here`` is one of this decision."""

    at: Point
    here: bool


@dataclass(frozen=True)
class Label:
    """Lines of words with their upper middle; ``lead`` is a line to what they name, if it is not near."""

    at: Point
    lines: tuple[str, ...]
    lead: tuple[Point, ...] = ()
    visit: bool = False


def ground(
    title: str,
    description: str,
    size: Point,
    land: Sequence[Sequence[Point]],
    dots: Sequence[Dot],
    visits: Sequence[Sequence[Point]],
    labels: Sequence[Label],
) -> Chart:
    """The map, of ``size`` points. A visit is an arrow along a curve; places of the decision are full."""
    width, high = size

    def up(points: Sequence[Point]) -> list[Point]:
        return [(x, high - y) for x, y in points]

    with canvas(width, high) as (figure, axes):
        axes.add_patch(Rectangle((0, 0), width, high, facecolor=MIST, lw=0, zorder=0))
        for ring in land:
            axes.add_patch(Polygon(up(ring), facecolor=PAPER, edgecolor=MUTED, lw=0.7, zorder=1))
        for curve in visits:
            way = Path(up(curve))
            arrow = FancyArrowPatch(path=way, arrowstyle="-|>", mutation_scale=11, color=RUST, lw=1.8)
            axes.add_patch(arrow)
        rim = Rectangle((0.4, 0.4), width - 0.8, high - 0.8, fill=False, edgecolor=MUTED, lw=0.8, zorder=2)
        axes.add_patch(rim)
        for dot in dots:
            [(x, y)] = up([dot.at])
            fill, edge = (BLUE, PAPER) if dot.here else (PAPER, INK)
            axes.plot([x], [y], "o", ms=9 if dot.here else 7, mfc=fill, mec=edge, mew=1.4, zorder=4)
        for label in labels:
            if label.lead:
                xs, ys = zip(*up(label.lead), strict=True)
                axes.plot(xs, ys, color=INK, lw=0.7, zorder=3)
            [(x, top)] = up([label.at])
            for at, words in enumerate(label.lines):
                y = top - LINE * (at + 1) + 2.5
                backed(axes, x, y, words, RUST if label.visit else INK)
        return finish(figure, title, description)
