"""Forecasts: what a person held likely before a move was known, and how that came out.

A forecast is ten counters laid on the moves of a decision. It is scored against what came, and so are
the model's odds and an even spread over the same moves. What is not here, and why: no decomposition of
the score into reliability and resolution, which is far off for a handful of forecasts (Bröcker,
*Climate Dynamics* 39, 2012).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from sim.errors import InputError, UnknownName
from sim.scenario.compiled import Compiled

COUNTERS: Final = 10
"""Counters in a forecast: each says 10 per cent."""

FEW: Final = 20
"""Below so many forecasts a single one can move the mean score by more than a tenth (2 / 20)."""

Who: TypeAlias = Literal["person", "model", "even"]
"""Whose forecast is looked at."""


@dataclass(frozen=True)
class Forecast:
    """What was said of one decision's moves: a person's counters, and the model's odds at that moment.

    ``counters`` has every move that is scored, and sums to ten at most; ``odds`` are shares of one.
    """

    decision: str
    counters: Mapping[str, float]
    odds: Mapping[str, float]

    def said(self, who: Who) -> dict[str, float]:
        """How likely each move was held: shares that sum to 1."""
        if who == "model":
            return dict(self.odds)
        if who == "even":
            return even(self.counters)
        return {move: count / COUNTERS for move, count in self.counters.items()}


@dataclass(frozen=True)
class Scores:
    """Mean Brier scores over so many forecasts: 0 is best, 2 is worst."""

    forecasts: int
    person: float
    model: float
    even: float


@dataclass(frozen=True)
class Bin:
    """Moves that were held about equally likely: ``count`` of them, of which ``came`` came true.

    ``said`` is the mean of what was said of them, in per cent.
    """

    said: float
    count: int
    came: int


def laid(counters: Mapping[str, int], moves: Sequence[str]) -> dict[str, int]:
    """The counters on each of ``moves``, 0 where none was laid.

    Raises UnknownName for a move that is not among them, InputError for counters that are not ten.
    """
    for move, count in counters.items():
        if move not in moves:
            raise UnknownName("move", move, moves)
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise InputError(f"'{move}' has {count!r} counters. Lay a whole number, 0 to {COUNTERS}.")
    total = sum(counters.values())
    if total != COUNTERS:
        raise InputError(f"There are {total} counters on the moves. Lay exactly {COUNTERS}.")
    return {move: counters.get(move, 0) for move in moves}


def spread(counters: Mapping[str, int], known: Collection[str], moves: Sequence[str]) -> dict[str, float]:
    """The counters on each of ``moves``; those on "", on something unknown, spread evenly over the unknown.

    ``known`` are the moves that the person was shown. Where these were all there are, nothing unknown could
    come: counters on it are lost, and the rest sum to less than ten.
    """
    hidden = [move for move in moves if move not in known]
    each = counters.get("", 0) / len(hidden) if hidden else 0.0
    return {move: counters.get(move, 0) + (each if move in hidden else 0) for move in moves}


def even(moves: Iterable[str]) -> dict[str, float]:
    """Every move as likely as any other."""
    names = list(moves)
    return {move: 1 / len(names) for move in names}


def brier(said: Mapping[str, float], came: str) -> float:
    """The squared distance between what was said and what came, over all moves: 0 best, 2 worst.

    The score of Brier (*Monthly Weather Review* 78, 1950) for several categories. It is proper: nobody
    scores better, by their own lights, than by saying what they believe (Gneiting and Raftery, *Journal
    of the American Statistical Association* 102, 2007). A move that nobody was shown was said with 0.
    """
    whole = {came: 0.0, **said}
    return math.fsum((share - (move == came)) ** 2 for move, share in whole.items())


def really_chosen(game: Compiled) -> dict[str, str]:
    """The move that was really chosen at each decision that has a history."""
    return {d.id: d.history.move for d in game.source.decisions if d.history}


def scores(forecasts: Iterable[Forecast], came: Mapping[str, str]) -> Scores | None:
    """The mean scores against the move that ``came`` at each decision; None where nothing can be scored.

    ``came`` is a path's moves, or :func:`really_chosen`; forecasts of other decisions are left out.
    """
    told = [f for f in forecasts if f.decision in came]
    if not told:
        return None

    def mean(who: Who) -> float:
        return math.fsum(brier(f.said(who), came[f.decision]) for f in told) / len(told)

    return Scores(len(told), mean("person"), mean("model"), mean("even"))


def calibration(forecasts: Iterable[Forecast], came: Mapping[str, str], who: Who) -> tuple[Bin, ...]:
    """How often what was held so likely came true, in bins of 0, 10 … 100 per cent; empty ones are left out.

    Every move of every forecast is one pair of what was said and whether it came. Odds between two bins
    go to the nearer one. Read it beside the counts: with few pairs, luck alone throws bins off the
    diagonal (Bröcker and Smith, *Weather and Forecasting* 22, 2007).
    """
    found: dict[int, list[tuple[int, bool]]] = {}
    for forecast in forecasts:
        if forecast.decision not in came:
            continue
        for move, share in forecast.said(who).items():
            hundredths = round(share * 10_000)
            pair = (hundredths, move == came[forecast.decision])
            found.setdefault((hundredths + 500) // 1_000, []).append(pair)
    return tuple(
        Bin(sum(h for h, _ in pairs) / len(pairs) / 100, len(pairs), sum(true for _, true in pairs))
        for _, pairs in sorted(found.items())
    )


def read(found: Scores) -> tuple[str, ...]:
    """The scores in plain words, a sentence each; scores that look the same in two decimals are the same."""
    person, model, spread = (round(s, 2) for s in (found.person, found.model, found.even))
    lines = [
        f"Closer than an even spread ({person:.2f} against {spread:.2f})."
        if person < spread
        else f"Further off than an even spread ({person:.2f} against {spread:.2f})."
        if person > spread
        else f"As close as an even spread ({person:.2f}).",
        f"The model was closer ({model:.2f})."
        if model < person
        else f"The model was further off ({model:.2f})."
        if model > person
        else f"The model was as close ({model:.2f}).",
    ]
    if found.forecasts < FEW:
        only = "One forecast is" if found.forecasts == 1 else f"{found.forecasts} forecasts are"
        lines.append(f"{only} few: luck alone could turn this round.")
    return tuple(lines)
