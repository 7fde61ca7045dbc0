"""Lines of play as a tree: the first straight, each other leaving its parent where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from sim.pages.drawing import (
    BLUE,
    INK,
    MUTED,
    PAPER,
    RULE,
    SMALL,
    TEXT,
    WIDE,
    Chart,
    canvas,
    finish,
    fitted,
    wrapped,
)

ROW: Final = 42.0


@dataclass(frozen=True)
class Play:
    """One line of play. ``parent`` is the place of the one it leaves, or -1; ``at`` that of the decision.

    ``moves`` has a word for each decision, "" where it did not come; ``words`` stand at the line's end.
    """

    parent: int
    at: int
    moves: tuple[str, ...]
    name: str
    words: str


def tree(title: str, description: str, labels: Sequence[str], plays: Sequence[Play]) -> Chart:
    """A column for each decision, a row for each line of play; where one parts, the move that it took."""
    rows = {play: row for row, play in enumerate(_order(plays))}
    left, right, head = 14.0, WIDE - 148.0, 34.0
    step = (right - left) / max(1, len(labels))
    high = head + ROW * max(1, len(plays))

    def x(at: float) -> float:
        return left + step * (at + 0.5)

    def y(play: int) -> float:
        return high - head - ROW * (rows[play] + 0.45)

    with canvas(WIDE, high) as (figure, axes):
        for at, label in enumerate(labels):
            axes.plot([x(at)] * 2, [4, high - head], color=RULE, lw=0.6, zorder=0)
            for line, words in enumerate(_head(at, label, step)):
                axes.text(x(at), high - 12 - 11 * line, words, ha="center", color=MUTED, size=SMALL)
        for at, play in enumerate(plays):
            _play(axes, plays, at, (x, y, step))
            lines = [fitted(play.name, 138), *wrapped(play.words, 138, SMALL)]
            for line, words in enumerate(lines):
                colour, size = (INK, TEXT) if line == 0 else (MUTED, SMALL)
                axes.text(right + 8, y(at) + 5 - 11.5 * line, words, color=colour, size=size)
        return finish(figure, title, description)


def _head(at: int, label: str, step: float) -> list[str]:
    return wrapped(f"{at + 1}. {label}", step - 8, SMALL) if step >= 58 else [str(at + 1)]


def _order(plays: Sequence[Play]) -> list[int]:
    """Lines of play from top to bottom, so that none crosses another: the later it parts, the nearer."""
    children: dict[int, list[int]] = {}
    for at, play in enumerate(plays):
        children.setdefault(play.parent, []).append(at)
    out: list[int] = []
    waiting = children.get(-1, [])[::-1]
    while waiting:
        at = waiting.pop()
        out.append(at)
        waiting += sorted(children.get(at, ()), key=lambda c: (plays[c].at, -c))
    return out


def _play(axes: Axes, plays: Sequence[Play], at: int, places: tuple[Any, Any, float]) -> None:
    x, y, step = places
    play = plays[at]
    parts = play.parent >= 0
    first = play.at if parts else 0
    last = max([first, *(i for i, move in enumerate(play.moves) if move)])
    colour, weight, dashes = (INK, 1.6, (0, (4, 1.5))) if parts else (BLUE, 2.4, "-")
    here, start, end = y(at), x(-0.5), x(last) + step * 0.42
    if parts:
        above, bend = y(play.parent), min(12.0, step / 3)
        start = x(first) + bend
        corner = (x(first), here)
        points = [(x(first), above), (x(first), here + bend), corner, (start, here)]
        codes = [Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CURVE3]
        axes.add_patch(PathPatch(Path(points, codes), fill=False, edgecolor=colour, lw=weight, ls=dashes))
        words = fitted(play.moves[first] if first < len(play.moves) else "", WIDE - 160 - x(first), SMALL)
        axes.text(x(first) + 5, here - 13, words, color=INK, size=SMALL, zorder=4)
    axes.plot([start, end], [here, here], color=colour, lw=weight, ls=dashes, zorder=1)
    for i, move in enumerate(play.moves):
        if move and i >= first + parts:
            axes.plot([x(i)], [here], "o", ms=6, mfc=PAPER, mec=colour, mew=1.6, zorder=3)
