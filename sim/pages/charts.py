"""The charts: one idea each, labels beside what they name, nothing told by colour alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.pages.drawing import (
    BLUE,
    HAZE,
    INK,
    MIST,
    MUTED,
    PAPER,
    RULE,
    RUST,
    SAND,
    SMALL,
    WIDE,
    Chart,
    apart,
    canvas,
    finish,
    plain,
)

MARK: Final = "◆"
"""Stands beside what history chose, wherever it is drawn or listed."""

_SERIES: Final = ((HAZE, ""), (SAND, "////"), (MIST, "xxx"), (RULE, r"\\\\"))
_LINES: Final = ((BLUE, "-"), (RUST, (0, (5, 2))), (INK, (0, (1, 1.5))), (MUTED, (0, (6, 2, 1, 2))))
MOST_LINES: Final = len(_LINES)
"""How many series one chart tells apart."""


@dataclass(frozen=True)
class Value:
    """A figure with its interval, ``low`` and ``high``, in the chart's unit; ``words`` stand beside it."""

    value: float
    low: float
    high: float
    words: str
    series: str = ""


@dataclass(frozen=True)
class Bar:
    """A labelled line of a bar chart, with a value for each series."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Part:
    """A move in a mosaic: its share of the runs that reached the decision, 0 to 1."""

    share: float
    historical: bool


@dataclass(frozen=True)
class Stripe:
    """A decision in a mosaic: its parts, and the share of all runs that reached it, 0 to 1."""

    label: str
    reached: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Band:
    """A variable over time: quantiles in points, five at each step from lowest to highest."""

    series: str
    steps: tuple[tuple[float, ...], ...]


def bars(title: str, description: str, rows: Sequence[Bar]) -> Chart:
    """Shares in per cent as bars from 0 to 100, each with a line over its interval."""
    line = 15
    height = sum(26 + line * len(r.values) for r in rows) + 20
    right = WIDE - 118
    with canvas(WIDE, height) as (figure, axes):
        for percent in (0, 25, 50, 75, 100):
            x = percent / 100 * right
            axes.plot([x, x], [16, height], color=RULE, lw=0.6, zorder=0)
            where = {0: "left", 100: "right"}.get(percent, "center")
            axes.text(x, 3, f"{percent} %", ha=where, color=MUTED, size=SMALL)
        y = float(height)
        for row in rows:
            axes.text(0, y - 14, plain(row.label), color=INK)
            y -= 20
            for at, value in enumerate(row.values):
                _bar(axes, y - line + 3, right, value, at)
                y -= line
            y -= 6
        return finish(figure, title, description)


def _bar(axes: Axes, y: float, right: float, value: Value, at: int) -> None:
    fill, hatch = _SERIES[at % len(_SERIES)]
    width = value.value / 100 * right
    axes.add_patch(Rectangle((0, y), width, 10, facecolor=fill, lw=0))
    if hatch:
        axes.add_patch(Rectangle((0, y), width, 10, fill=False, hatch=hatch, edgecolor=INK, lw=0.6))
    if value.high > value.low:
        ends = [value.low / 100 * right, value.high / 100 * right]
        axes.plot(ends, [y + 5, y + 5], color=INK, lw=1.4, solid_capstyle="butt")
        for end in ends:
            axes.plot([end, end], [y + 2, y + 8], color=INK, lw=1.2)
    words = f"{value.words}  {plain(value.series, 14)}".rstrip()
    axes.text(right + 10, y + 1.5, words, color=INK, size=SMALL)


def mosaic(title: str, description: str, stripes: Sequence[Stripe]) -> Chart:
    """Decisions one under another; the wider a field, the oftener its move, the higher, the more runs.

    Fields have the moves' letters. The move of history is hatched and has its mark.
    """
    tall = [10 + 18 * s.reached for s in stripes]
    height = sum(tall) + 34 * len(stripes)
    right = WIDE - 84
    with canvas(WIDE, height) as (figure, axes):
        y = height
        for stripe, high in zip(stripes, tall, strict=True):
            axes.text(0, y - 13, plain(stripe.label), color=INK)
            y -= 20 + high
            x = 0.0
            for letter, part in zip(ascii_lowercase, stripe.parts, strict=False):
                x += _field(axes, x, y, part.share * right, high, letter, part)
            axes.text(right + 10, y + high / 2 - 3.5, _reach(stripe.reached), color=MUTED, size=SMALL)
            y -= 14
        return finish(figure, title, description)


def _field(axes: Axes, x: float, y: float, wide: float, high: float, letter: str, part: Part) -> float:
    if not part.share:
        return 0.0
    fill = SAND if part.historical else MIST
    axes.add_patch(Rectangle((x, y), wide, high, facecolor=fill, edgecolor=PAPER, lw=1.5))
    if part.historical:
        frame = Rectangle((x, y), wide, high, fill=False, edgecolor=RUST, lw=1.2, hatch="///", zorder=2)
        axes.add_patch(frame)
    words = f"{MARK} {letter}" if part.historical else letter
    if wide > 60:
        words += f"  {part.share:.0%}".replace("%", " %")
    if wide > 9 or part.historical:
        box = {"facecolor": fill, "edgecolor": "none", "pad": 1.2} if part.historical else None
        axes.text(x + wide / 2, y + high / 2 - 3.5, words, color=INK, ha="center", size=SMALL, bbox=box)
    return wide


def _reach(share: float) -> str:
    if share >= 1:
        return "all runs"
    if share == 0:
        return "no run"
    return f"{share:.0%} of runs".replace("%", " %") if share >= 0.005 else "under 1 %"


def differences(title: str, description: str, rows: Sequence[Bar]) -> Chart:
    """Differences in points as dots around zero, with intervals; filled where zero lies outside."""
    height = 34 * len(rows) + 24
    right = WIDE - 140
    most = max(
        (abs(e) for r in rows for v in r.values for e in (v.low, v.high) if math.isfinite(e)), default=1
    )
    most = _round_up(max(most, 0.1))
    with canvas(WIDE, height) as (figure, axes):

        def at(value: float) -> float:
            return right / 2 * (1 + value / most)

        axes.plot([at(0)] * 2, [16, height], color=INK, lw=0.8, zorder=0)
        axes.plot([0, right], [16, 16], color=RULE, lw=0.8, zorder=0)
        for tick, where in ((-most, "left"), (0, "center"), (most, "right")):
            words = f"{tick:+g} points" if tick else "no difference"
            axes.text(at(tick), 3, words.replace("-", "−"), ha=where, color=MUTED, size=SMALL)
        y = float(height)
        for row in rows:
            value = row.values[0]
            box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}
            axes.text(0, y - 13, plain(row.label), color=INK, bbox=box)
            clear = value.low > 0 or value.high < 0
            if math.isfinite(value.low):
                axes.plot([at(value.low), at(value.high)], [y - 24] * 2, color=BLUE, lw=2)
            face = BLUE if clear else PAPER
            axes.plot([at(value.value)], [y - 24], "o", ms=7, mfc=face, mec=BLUE, mew=1.5)
            axes.text(right + 10, y - 27.5, value.words, color=INK, size=SMALL)
            y -= 34
        return finish(figure, title, description)


def _round_up(most: float) -> float:
    """The next of 1, 2, 5, 10, 20, … that is no smaller."""
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= most * 0.999)


def bands(title: str, description: str, steps: Sequence[str], rows: Sequence[Band]) -> Chart:
    """A variable from 0 to 100 points after each of ``steps``: median, middle half, and 5 to 95 per cent.

    With several series, at most ``MOST_LINES``, the middle halves are left out.
    """
    width, height, left, right, low = 232, 158, 24, 196, 22
    with canvas(width, height) as (figure, axes):

        def x(step: int) -> float:
            return left + (right - left) * step / max(1, len(steps) - 1)

        def y(points: float) -> float:
            return low + (height - low - 6) * points / 100

        for points in (0, 50, 100):
            axes.plot([left, right], [y(points)] * 2, color=RULE, lw=0.6, zorder=0)
            axes.text(left - 5, y(points) - 3.5, str(points), ha="right", color=MUTED, size=SMALL)
        for step, words in enumerate(steps):
            axes.text(x(step), 5, words, ha="center", color=MUTED, size=SMALL)
        places = [x(step) for step in range(len(steps))]
        for at, band in enumerate(rows):
            colour, dashes = _LINES[at % MOST_LINES]
            lines = [[y(step[q]) for step in band.steps] for q in range(5)]
            if len(rows) == 1:
                axes.fill_between(places, lines[0], lines[4], color=MIST, lw=0)
                axes.fill_between(places, lines[1], lines[3], color=HAZE, lw=0)
            else:
                axes.fill_between(places, lines[0], lines[4], color=colour, alpha=0.13, lw=0)
            axes.plot(places, lines[2], color=colour, ls=dashes, lw=2)
        ends = apart([y(band.steps[-1][2]) - 3.5 for band in rows], 11)
        for at, (band, end) in enumerate(zip(rows, ends, strict=True)):
            words = f"{band.steps[-1][2]:g} {plain(band.series, 9)}".rstrip()
            axes.text(right + 5, end, words, color=_LINES[at % MOST_LINES][0], size=SMALL)
        return finish(figure, title, description, small=True)
