"""What a table holds: its Pareto frontier, its zone of agreement, three fair points, what was left.

Everything is exact, in whole numbers, and nothing lists the packages of a large table: the frontier
grows issue by issue, since worth adds up and a part that is dominated stays so; the zone is counted
from two halves of the issues. Sources: Nash, *The bargaining problem*, 1950; Kalai and Smorodinsky,
*Other solutions to Nash's bargaining problem*, 1975; Kalai, *Proportional solutions to bargaining
situations*, 1977 (egalitarian); Raiffa, *The Art and Science of Negotiation*, 1982 (zone, value left
on the table); Keeney and Raiffa, *Decisions with Multiple Objectives*, 1976 (additive worth).

Who counts at a fair point: all who must agree, and of the others as many as must agree besides,
those who gain most from the package. They are the ones without whom it would not pass; and as they
are equally many for each package, packages can be compared. Nobody who can be outvoted holds it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb, lcm, prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.bargaining.dominance import undominated, weight_above
from sim.bargaining.table import Table
from sim.errors import InputError
from sim.types import Bool, Int8, Int64

MOST: Final = 200_000
"""So many efficient packages, or different parts of half of the issues, are looked through: 12 issues of 4
options need a tenth of it for four parties, half of it for five. A stranger's table can have any number."""

_INT64_HOLDS: Final = 2**62


@dataclass(frozen=True, eq=False)
class Packages:
    """Packages (N, I), in the order of their options, and what they are worth (N, P)."""

    packages: Int8
    worth: Int64

    def __len__(self) -> int:
        return len(self.packages)

    def where(self, which: Bool) -> Packages:
        """Some of them; ``which`` (N,)."""
        return Packages(self.packages[which], self.worth[which])

    def point(self, at: int) -> Point:
        """One of them."""
        return Point(tuple(self.packages[at].tolist()), tuple(self.worth[at].tolist()))


@dataclass(frozen=True)
class Point:
    """One package, and what it is worth to each party, hundredths of a point."""

    package: tuple[int, ...]
    worth: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Zone:
    """The packages that the agreement rule carries if everyone goes by its reservation value."""

    count: int
    """How many packages there are: exact."""
    frontier: Packages
    """Those of the Pareto frontier. What is better for all than a package of the zone is in it too, so
    these are the zone's own frontier."""

    @property
    def empty(self) -> bool:
        """Whether no package at all can be agreed."""
        return self.count == 0


@dataclass(frozen=True, eq=False)
class Left:
    """What a package leaves on the table."""

    points: int
    """So many hundredths of a point all parties could gain at once: the distance to the frontier."""
    better: Packages
    """The packages of the frontier that are worse for nobody and better for somebody."""
    best: Point | None
    """The one of these whose smallest gain is largest, then the next smallest; None where there is none."""
    gains: tuple[int, ...]
    """What each party would gain by it."""


@lru_cache(maxsize=16)
def frontier(table: Table) -> Packages:
    """All packages that no other one equals or betters for every party; kept for the last tables asked.

    Of packages that are worth the same to everyone, the first in the order of options stands. Raises
    InputError for a table with too many.
    """
    found = Packages(np.zeros((1, 0), np.int8), np.zeros((1, len(table.parties)), np.int64))
    for scores in table.scores:
        size, options = len(found), scores.shape[1]
        worth = (found.worth[:, None, :] + scores.T[None]).reshape(size * options, -1)
        first, _ = _different(worth)
        kept = first[undominated(worth[first])]
        kept.sort()
        parent, option = np.divmod(kept, options)
        packages = np.column_stack([found.packages[parent], option.astype(np.int8)])
        found = Packages(packages, worth[kept])
        _bounded(table, len(found))
    found.packages.flags.writeable = found.worth.flags.writeable = False
    return found


def zone(table: Table, reservation: Int64) -> Zone:
    """What can be agreed if each party must have its reservation value (P,).

    Raises InputError for a table with too much in it, as all below do.
    """
    inside = table.agreed(frontier(table).worth >= reservation)
    part = frontier(table).where(inside)
    return Zone(_count(table, reservation) if len(part) else 0, part)


def nash(table: Table, reservation: Int64) -> Point | None:
    """The package of the zone with the largest product of gains over the reservation values (P,).

    Of equal products the one with the largest smallest gain, then the next smallest, then the first
    package. None where the zone is empty.
    """
    part = zone(table, reservation).frontier
    gains = _counting(table, part.worth - reservation)
    product = gains.astype(object).prod(axis=1)
    return _best(part, product[:, None], np.sort(gains, axis=1))


def kalai_smorodinsky(table: Table, reservation: Int64) -> Point | None:
    """The package of the zone whose smallest gain is largest, each as a share of what a party could hope for.

    That is the most that it gains anywhere in the zone; who can gain nothing there has all of it.
    Shares are compared as fractions; of equal ones the next smallest, then the first package counts.
    None where the zone is empty.
    """
    part = zone(table, reservation).frontier
    gains = part.worth - reservation
    ideal = [max(int(g), 0) for g in gains.max(axis=0, initial=0)]
    whole = lcm(*(i for i in ideal if i))
    shares = gains.astype(object) * np.array([whole // i if i else 0 for i in ideal], object)
    shares[:, [i == 0 for i in ideal]] = whole
    shares[gains < 0] = -1
    return _best(part, np.sort(_counting(table, shares), axis=1))


def egalitarian(table: Table, reservation: Int64) -> Point | None:
    """The package of the zone whose smallest gain is largest, then the next smallest, then the first package.

    None where the zone is empty.
    """
    part = zone(table, reservation).frontier
    return _best(part, np.sort(_counting(table, part.worth - reservation), axis=1))


def left_on_the_table(table: Table, package: Sequence[int] | None, reservation: Int64) -> Left:
    """What all parties could still gain over a package (I,); None: over parting without agreement.

    Who parts without agreement has its reservation value (P,).
    """
    has = reservation if package is None else table.worth(np.array(package, np.int8))
    gains = frontier(table).worth - has
    better: Bool = np.all(gains >= 0, axis=1)
    better &= gains.any(axis=1)
    part = frontier(table).where(better)
    best = _best(part, np.sort(gains[better], axis=1))
    each = (
        (0,) * len(has) if best is None else tuple(int(b - h) for b, h in zip(best.worth, has, strict=True))
    )
    return Left(min(each), part, best, each)


def _counting(table: Table, values: NDArray[Any]) -> NDArray[Any]:
    """Of values (N, P) those of the parties that count: of all who must agree, and the largest others."""
    others = np.sort(values[:, ~table.must], axis=1)
    return np.column_stack([values[:, table.must], others[:, others.shape[1] - table.some :]])


def _best(part: Packages, *keys: NDArray[Any]) -> Point | None:
    """The package whose keys (N, …) are largest, compared column by column, then the first."""
    if not len(part):
        return None
    left = np.arange(len(part))
    for column in (c for key in keys for c in key.T):
        here = column[left]
        left = left[here == here.max()]
    return part.point(int(left[0]))


def countable(table: Table) -> None:
    """Raises InputError for a table whose packages are too many to be counted, whatever each must have."""
    _halves(table)


def _count(table: Table, reservation: Int64) -> int:
    """How many packages the rule carries.

    Where at least k of the others must agree: the sum over j from k of (-1)**(j - k) x C(j - 1, k - 1)
    x the packages that hold every set of j others, set by set (inclusion and exclusion).
    """
    must, others = np.flatnonzero(table.must).tolist(), np.flatnonzero(~table.must).tolist()
    halves = _halves(table)
    if not table.some:
        return _holding(halves, reservation, must)
    total = 0
    for size in range(table.some, len(others) + 1):
        sign = (-1) ** (size - table.some) * comb(size - 1, table.some - 1)
        total += sign * sum(_holding(halves, reservation, [*must, *s]) for s in combinations(others, size))
    return total


def _holding(halves: Sequence[tuple[Int64, Int64]], reservation: Int64, parties: list[int]) -> int:
    """How many packages are worth their reservation value to all of some parties."""
    (first, how_many), (second, weights) = halves
    wanted = (reservation - first)[:, parties]
    return int((weight_above(wanted, second[:, parties], weights) * how_many).sum())


def _halves(table: Table) -> tuple[tuple[Int64, Int64], tuple[Int64, Int64]]:
    """Two halves of the issues: their parts' different worths (N, P), and how often each occurs (N,)."""
    sizes = [s.shape[1] for s in table.scores]
    cut = min(range(len(sizes) + 1), key=lambda c: max(prod(sizes[:c]), prod(sizes[c:])))
    return _sums(table, table.scores[:cut]), _sums(table, table.scores[cut:])


def _sums(table: Table, issues: Sequence[Int64]) -> tuple[Int64, Int64]:
    exact: Any = np.int64 if table.size < _INT64_HOLDS else object
    worth, weights = np.zeros((1, len(table.parties)), np.int64), np.ones(1, exact)
    for scores in issues:
        worth = (worth[:, None, :] + scores.T[None]).reshape(len(worth) * scores.shape[1], -1)
        first, of = _different(worth)
        summed = np.zeros(len(first), exact)
        np.add.at(summed, of, np.repeat(weights, scores.shape[1]))
        worth, weights = worth[first], summed
        _bounded(table, len(worth))
    return worth, weights


def _bounded(table: Table, size: int) -> None:
    if size > MOST:
        raise InputError(
            f"The table of {', '.join(table.parties)} has more than {MOST:,} packages that nothing betters, "
            "or ways to settle half of it: leave out issues or options, or give more of them the same worth."
        )


def _different(rows: Int64) -> tuple[Int64, Int64]:
    """Where each different row (N, P) stands first, (U,), and which of them each row is, (N,)."""
    order = np.lexsort(rows.T)
    ordered = rows[order]
    new = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
    of = np.empty(len(rows), np.int64)
    of[order] = new.cumsum() - 1
    return order[new], of
