"""Pictures of a game that was played: how a variable went, how forecasts came out, how lines of play part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, TypeAlias

from matplotlib.axes import Axes

from sim.pages.drawing import (
    HAZE,
    INK,
    LOOKS,
    MIST,
    MUTED,
    PAPER,
    RULE,
    SMALL,
    WIDE,
    Chart,
    Role,
    canvas,
    finish,
    fitted,
    wide,
    wrapped,
)

LINE: Final = 11.5
"""Points from one line of small text to the next."""

_Dot: TypeAlias = tuple[float, float, float, int]  # x, y, radius, how many forecasts


@dataclass(frozen=True)
class _Name:
    """Lines of words that name what is drawn at a point."""

    at: tuple[float, float]
    lines: list[str]
    colour: str


@dataclass(frozen=True)
class Course:
    """A variable on one path: points at each label, None where there are none."""

    name: str
    role: Role
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Span:
    """What many runs span: low and high points at each label, None where there are none."""

    name: str
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True)
class Forecasts:
    """One forecaster's dots: per cent said, per cent that came true, how many forecasts."""

    name: str
    role: Role
    dots: tuple[tuple[float, float, int], ...]


def over_time(
    title: str, description: str, labels: Sequence[str], lines: Sequence[Course], spans: Sequence[Span] = ()
) -> Chart:
    """Paths of one variable, 0 to 100 points, over ``labels``, named at their ends; the wider spans first."""
    width, high, left, low, top = 330.0, 178.0, 24.0, 22.0, 8.0
    names = [
        (c.values, f"{c.name} {_end(c.values):.0f}", LOOKS[c.role].colour) for c in lines if _known(c.values)
    ]
    names += [(_middle(spans, at), s.name, MUTED) for at, s in enumerate(spans) if _known(s.high)]
    said = [(values, wrapped(words, 110, SMALL), colour) for values, words, colour in names]
    room = max((wide(line, SMALL) for _, words, _ in said for line in words), default=0)
    right = width - max(30.0, room + 13)
    count = max([len(labels), *(len(c.values) for c in lines)])

    def x(at: int) -> float:
        return left + 4 + (right - left - 8) * (at / (count - 1) if count > 1 else 0.5)

    def y(points: float) -> float:
        return low + (high - low - top) * min(100.0, max(0.0, points)) / 100

    with canvas(width, high) as (figure, axes):
        for at, span in enumerate(spans):
            _span(axes, span, at, x, y)
        for points in (0, 25, 50, 75, 100):
            axes.plot([left, right], [y(points)] * 2, color=RULE, lw=0.6, zorder=1)
            if points % 50 == 0:
                axes.text(left - 5, y(points) - 3.5, str(points), ha="right", color=MUTED, size=SMALL)
        _ticks(axes, labels, [x(at) for at in range(count)], (left - 12, right + 12))
        for course in sorted(lines, key=lambda c: c.role == "you"):
            _course(axes, course, x, y)
        ends = [_Name((x(_at(v)) + 3, y(_end(v))), words, colour) for v, words, colour in said]
        _names(axes, right + 11, ends, (2, high))
        return finish(figure, title, description, small=True)


def _known(values: Sequence[float | None]) -> bool:
    return any(v is not None for v in values)


def _at(values: Sequence[float | None]) -> int:
    """The last place with a value."""
    return max(i for i, v in enumerate(values) if v is not None)


def _end(values: Sequence[float | None]) -> float:
    return next(v for v in reversed(values) if v is not None)


def _middle(spans: Sequence[Span], at: int) -> tuple[float | None, ...]:
    """What a span's name points to: the middle between its upper rim and that of the next narrower one."""
    inner = spans[at + 1].high if at + 1 < len(spans) else spans[at].high
    pairs = zip(spans[at].high, inner, strict=True)
    return tuple(None if high is None else (high + (high if low is None else low)) / 2 for high, low in pairs)


def _span(axes: Axes, span: Span, at: int, x: Any, y: Any) -> None:
    """A band with dashed rims: seen without colour as well."""
    pairs = enumerate(zip(span.low, span.high, strict=True))
    for known, group in groupby(pairs, key=lambda p: None not in p[1]):
        if not known:
            continue
        steps = list(group)
        places = [x(i) for i, _ in steps]
        lows, highs = ([y(pair[k]) for _, pair in steps] for k in (0, 1))
        axes.fill_between(places, lows, highs, color=(MIST, HAZE)[at % 2], lw=0, zorder=0)
        for rim in (lows, highs):
            axes.plot(places, rim, color=MUTED, lw=0.6, ls=(0, (2, 2)), zorder=0.5)


def _course(axes: Axes, course: Course, x: Any, y: Any) -> None:
    look = LOOKS[course.role]
    dots: dict[str, Any] = {"marker": look.marker, "ms": 4.5, "mfc": PAPER, "mew": 1.4}
    for known, group in groupby(enumerate(course.values), key=lambda p: p[1] is not None):
        if known:
            places, heights = zip(*((x(i), y(v)) for i, v in group), strict=True)
            dotted = course.role == "you" or len(places) == 1
            more = dots if dotted else {}
            axes.plot(places, heights, color=look.colour, ls=look.dashes, lw=2, zorder=3, **more)


def _ticks(axes: Axes, labels: Sequence[str], places: Sequence[float], room: tuple[float, float]) -> None:
    """As many labels as fit whole, the last and the first before the others."""
    taken: list[tuple[float, float]] = []
    count = len(labels)
    cap = max(24.0, (room[1] - room[0]) / max(2, min(count, 3)) - 10)
    for at in dict.fromkeys([count - 1, 0, *range(count)] if count else []):
        words = fitted(labels[at], cap, SMALL)
        half = wide(words, SMALL) / 2
        middle = min(max(places[at], room[0] + half), room[1] - half)
        if all(middle + half + 6 < a or middle - half - 6 > b for a, b in taken):
            taken.append((middle - half, middle + half))
            axes.text(middle, 5, words, ha="center", color=MUTED, size=SMALL)


def _names(axes: Axes, x: float, said: Sequence[_Name], room: tuple[float, float]) -> None:
    """Names in a column, a thin line from what each names, none over another; of equals the first on top."""
    order = [n for _, n in sorted(enumerate(said), key=lambda pair: (pair[1].at[1], -pair[0]))]
    bottoms: list[float] = []
    floor = room[0]
    for name in order:
        bottoms.append(max(floor, name.at[1] - LINE * len(name.lines) / 2))
        floor = bottoms[-1] + LINE * len(name.lines)
    ceiling = room[1]
    for bottom, name in zip(reversed(bottoms), reversed(order), strict=True):
        high = LINE * len(name.lines)
        ceiling = min(bottom, ceiling - high)
        ends = [name.at[0], x - 7, x - 2], [name.at[1], name.at[1], ceiling + high / 2]
        axes.plot(*ends, color=name.colour, lw=0.5, zorder=1.5)
        for at, words in enumerate(reversed(name.lines)):
            axes.text(x, ceiling + 2.5 + LINE * at, words, color=name.colour, size=SMALL)


def calibration(title: str, description: str, series: Sequence[Forecasts]) -> Chart:
    """What was said across, what came true upwards, both in per cent; on the diagonal it came as said.

    A dot's size and the number in it tell how many forecasts it stands for.
    """
    side, pad, left, low = 240.0, 18.0, 62.0, 54.0
    high = low + side + pad + 16
    names: list[_Name] = []

    def x(percent: float) -> float:
        return left + side * percent / 100

    def y(percent: float) -> float:
        return low + side * percent / 100

    edges = [x(0) - pad, x(100) + pad], [y(0) - pad, y(100) + pad]
    with canvas(WIDE, high) as (figure, axes):
        for percent in (0, 25, 50, 75, 100):
            axes.plot([x(percent)] * 2, edges[1], color=RULE, lw=0.6, zorder=0)
            axes.plot(edges[0], [y(percent)] * 2, color=RULE, lw=0.6, zorder=0)
            axes.text(x(percent), edges[1][0] - 11, str(percent), ha="center", color=MUTED, size=SMALL)
            axes.text(edges[0][0] - 5, y(percent) - 3.5, str(percent), ha="right", color=MUTED, size=SMALL)
        axes.text(x(50), 6, "said, in per cent", ha="center", color=INK, size=SMALL)
        axes.text(edges[0][0], edges[1][1] + 6, "came true, in per cent", color=INK, size=SMALL)
        axes.plot(*edges, color=MUTED, lw=1, ls=(0, (4, 3)), zorder=1)
        names.append(_Name((edges[0][1], edges[1][1]), ["as it was said"], MUTED))
        taken: list[tuple[float, float, float]] = []
        for one in series:
            dots = [_placed((x(said), y(came)), count, taken) for said, came, count in one.dots]
            _dots(axes, one, dots)
            if dots:
                look = LOOKS[one.role]
                words = wrapped(f"{look.letter} {one.name}", WIDE - edges[0][1] - 24, SMALL)
                names.append(_Name(max(dots)[:2], words, look.colour))
        _names(axes, edges[0][1] + 18, names, (low - pad, high))
        return finish(figure, title, description)


def _placed(at: tuple[float, float], count: int, taken: list[tuple[float, float, float]]) -> _Dot:
    """Where a dot stands: its place, or as little to the right of it as keeps it off the others."""
    radius = 6 + 1.6 * math.sqrt(min(count, 40))
    x, y = at
    while any(math.hypot(x - a, y - b) < radius + r - 2 for a, b, r in taken):
        x += 2
    taken.append((x, y, radius))
    return x, y, radius, count


def _dots(axes: Axes, one: Forecasts, dots: Sequence[_Dot]) -> None:
    look = LOOKS[one.role]
    if len(dots) > 1:
        ends = [d[0] for d in dots], [d[1] for d in dots]
        axes.plot(*ends, color=look.colour, ls=look.dashes, lw=0.8, zorder=2)
    for x, y, radius, count in dots:
        size = 2 * radius * (0.88 if look.marker != "o" else 1)
        axes.plot([x], [y], look.marker, ms=size, mfc=PAPER, mec=look.colour, mew=1.6, zorder=3)
        axes.text(x, y - 3.2, str(count), ha="center", color=INK, size=SMALL, zorder=4)
