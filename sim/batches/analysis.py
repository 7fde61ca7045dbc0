"""What runs say: shares and quantiles with how sure they are, arms beside each other, what goes with what.

Pure functions over counts and arrays. Shares run from 0 to 1. An interval tells how far luck alone could
have moved a figure in so many runs of this model; it says nothing of how well the model fits the world.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.types import Int64

CONFIDENCE: Final = 0.95
PER_CENT: Final = (5, 25, 50, 75, 95)
"""The quantiles that a report shows, in per cent."""


@dataclass(frozen=True)
class Estimate:
    """A figure with the ends of its interval, in the unit of the figure."""

    value: float
    low: float
    high: float


def wilson(count: int, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """A share of ``n`` runs with its score interval (Wilson, *JASA* 22, 1927).

    It stays within 0 to 1 and holds for shares near the ends, where the plain normal one fails (Newcombe,
    *Statistics in Medicine* 17, 1998). It assumes independent runs. Raises ValueError for no runs.
    """
    if not 0 <= count <= n or n == 0:
        raise ValueError(f"{count} of {n} is no share")
    z = _normal(confidence)
    share = count / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # at the ends, the limit is exact; rounding must not cross it
    low = 0.0 if count == 0 else middle - half
    high = 1.0 if count == n else middle + half
    return Estimate(share, low, high)


def quantiles(histogram: Int64, per_cent: tuple[int, ...] = PER_CENT) -> Int64:
    """Quantiles of whole points from counts by point: (…, 101) to int64 (…, Q).

    The smallest point that at least so many per cent of the runs do not exceed: the inverse of the
    distribution function, definition 1 of Hyndman and Fan (*American Statistician* 50, 1996), NumPy's
    ``inverted_cdf``. Raises ValueError where there is no run.
    """
    heaped = np.cumsum(np.asarray(histogram, np.int64), axis=-1)
    total = heaped[..., -1:]
    if not total.all():
        raise ValueError("there is no quantile of no runs")
    rank = np.maximum(1, -(-total * np.array(per_cent, np.int64) // 100))
    return np.asarray((heaped[..., None, :] < rank[..., None]).sum(axis=-1), np.int64)


def paired_mean(
    difference: NDArray[Any], groups: NDArray[Any] | None = None, confidence: float = CONFIDENCE
) -> Estimate:
    """The mean difference between two arms, run by run, with a normal interval on the paired variance.

    ``difference`` (B,) is second less first in runs that met the same luck, which is what makes the interval
    narrow. It assumes that runs are independent. Where ``groups`` (B,) names what runs share, such as a
    draw of the judgements, the groups are what is independent, and the variance is taken between them
    (Cameron and Miller, *Journal of Human Resources* 50, 2015). From one run, or one group, the interval is
    unknown and its ends are not a number.
    """
    mean = float(np.mean(difference))
    left: NDArray[np.float64] = np.asarray(difference, np.float64) - mean
    if groups is not None:
        _, which = np.unique(groups, return_inverse=True)
        left = np.bincount(which, left).astype(np.float64)
    units = len(left)
    if units < 2:
        return Estimate(mean, math.nan, math.nan)
    error = math.sqrt(units / (units - 1) * float(left @ left)) / len(difference)
    half = _normal(confidence) * error
    return Estimate(mean, mean - half, mean + half)


def paired_share(gained: int, lost: int, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """The difference of two shares in the same ``n`` runs, with the adjusted Wald interval for pairs.

    ``gained`` runs have the outcome only in the second arm, ``lost`` only in the first. One run is added to
    each (Bonett and Price, *Journal of Educational and Behavioral Statistics* 37, 2012), so that the interval
    has a width where no run differs. Raises ValueError for counts that do not fit.
    """
    if min(gained, lost) < 0 or gained + lost > n or n == 0:
        raise ValueError(f"{gained} gained and {lost} lost do not fit {n} runs")
    more, less = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    half = _normal(confidence) * math.sqrt((more + less - (more - less) ** 2) / (n + 2))
    middle = more - less
    return Estimate((gained - lost) / n, max(-1.0, middle - half), min(1.0, middle + half))


def eta_squared(moves: NDArray[Any], outcome: NDArray[Any]) -> float | None:
    """The share of an outcome's variance that goes with the move taken: the correlation ratio, 0 to 1.

    Variance between the moves' means over the whole variance (Pearson, 1905; Cohen, *Statistical Power
    Analysis*, 1988). ``moves`` (B,) and ``outcome`` (B,) are of the runs that reached the decision. It is
    association: a move may be taken where things already go a certain way. None where nothing varies.
    """
    if len(outcome) == 0:
        return None
    values = np.asarray(outcome, np.float64)
    left = values - values.mean()
    whole = float(left @ left)
    _, which = np.unique(moves, return_inverse=True)
    counts = np.bincount(which)
    if whole <= 1e-9 * len(values) or len(counts) < 2:
        return None
    between = float((np.bincount(which, left) ** 2 / counts).sum())
    return min(1.0, between / whole)


def tau(moves: NDArray[Any], label: NDArray[Any]) -> float | None:
    """The same for an outcome that is a label, such as the ending: Goodman and Kruskal's tau, 0 to 1.

    The share of the label's Gini variance that goes with the move (*JASA* 49, 1954): eta squared of each
    label's yes and no, weighed by its variance. None where every run has one label or one move.
    """
    _, row = np.unique(moves, return_inverse=True)
    _, column = np.unique(label, return_inverse=True)
    if len(row) == 0 or row.max() == 0 or column.max() == 0:
        return None
    n = len(row)
    counts = np.zeros((int(row.max()) + 1, int(column.max()) + 1), np.int64)
    np.add.at(counts, (row, column), 1)
    whole = n - float((counts.sum(axis=0) ** 2).sum()) / n
    within = n - float(((counts**2).sum(axis=1) / counts.sum(axis=1)).sum())
    return max(0.0, 1 - within / whole)


def _normal(confidence: float) -> float:
    """How many standard errors an interval of this confidence reaches to each side."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)
