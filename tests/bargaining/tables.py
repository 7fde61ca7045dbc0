"""Made-up tables, and the plain way to look through one: package by package."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import prod

import numpy as np

from sim.bargaining.table import Table

Package = tuple[int, ...]


def made(
    scores: list[list[list[int]]], must: list[bool] | None = None, some: int = 0, names: str = "abcdefg"
) -> Table:
    """A table from scores by issue, party and option; everyone must agree unless said otherwise."""
    parties = len(scores[0])
    return Table(
        issues=tuple(f"issue {i}" for i in range(len(scores))),
        options=tuple(tuple(f"option {o}" for o in range(len(rows[0]))) for rows in scores),
        parties=tuple(names[:parties]),
        scores=tuple(np.array(rows, np.int64) for rows in scores),
        must=np.array([True] * parties if must is None else must),
        some=some,
    )


def drawn(
    rng: np.random.Generator,
    issues: int,
    options: int,
    parties: int,
    top: int = 10_000,
    rule: bool = False,
) -> Table:
    """A random table of ``options`` at most on each issue; small ``top`` makes ties; ``rule``: any rule."""
    sizes = rng.integers(1 if rule else options, options + 1, issues)
    scores = [rng.integers(0, top // issues + 1, (parties, size)).tolist() for size in sizes]
    must = rng.integers(0, 2, parties).astype(bool) if rule else np.ones(parties, bool)
    some = int(rng.integers(0, (~must).sum() + 1))
    return made(scores, must.tolist(), some)


def small(seed: int) -> tuple[Table, np.ndarray]:
    """A random small table, often with ties, zero scores and outvoted parties; reservation values."""
    rng = np.random.default_rng(seed)
    issues, options, parties = (int(rng.integers(1, most + 1)) for most in (4, 4, 4))
    top = int(rng.choice([0, 3, 12, 40, 10_000]))
    table = drawn(rng, issues, options, parties, top, rule=seed % 3 > 0)
    return table, rng.integers(0, max(top, 1), parties) * int(rng.integers(0, 4)) // 3


class Plain:
    """A table read package by package, in plain Python; nothing is shared with what is tested."""

    def __init__(self, table: Table, reservation: np.ndarray) -> None:
        self.reservation = [int(r) for r in reservation]
        self.must = [p for p, m in enumerate(table.must.tolist()) if m]
        self.others = [p for p, m in enumerate(table.must.tolist()) if not m]
        self.some = table.some
        self.worth = {
            package: tuple(
                sum(int(table.scores[i][p][o]) for i, o in enumerate(package))
                for p in range(len(table.parties))
            )
            for package in product(*(range(len(o)) for o in table.options))
        }

    def gains(self, package: Package) -> list[int]:
        return [w - r for w, r in zip(self.worth[package], self.reservation, strict=True)]

    def zone(self) -> list[Package]:
        def holds(package: Package) -> bool:
            gains = self.gains(package)
            return all(gains[p] >= 0 for p in self.must) and (
                sum(gains[p] >= 0 for p in self.others) >= self.some
            )

        return [p for p in self.worth if holds(p)]

    def frontier(self) -> list[Package]:
        first: dict[Package, Package] = {}
        for package, worth in self.worth.items():
            first.setdefault(worth, package)
        return [
            package
            for worth, package in first.items()
            if not any(w != worth and all(a >= b for a, b in zip(w, worth, strict=True)) for w in first)
        ]

    def candidates(self) -> list[Package]:
        inside = set(self.zone())
        return [p for p in self.frontier() if p in inside]

    def coalitions(self, package: Package) -> list[list[int]]:
        """Who could carry a package: all who must, and just so many of the others who would."""
        gains = self.gains(package)
        willing = [p for p in self.others if gains[p] >= 0]
        return [[*self.must, *c] for c in combinations(willing, self.some)]

    def nash(self) -> Package | None:
        def key(package: Package) -> tuple[int, list[int]]:
            gains = self.gains(package)
            return max(
                (prod(gains[p] for p in c), sorted(gains[p] for p in c)) for c in self.coalitions(package)
            )

        return max(self.candidates(), key=key, default=None)

    def egalitarian(self) -> Package | None:
        def key(package: Package) -> list[int]:
            gains = self.gains(package)
            return max(sorted(gains[p] for p in c) for c in self.coalitions(package))

        return max(self.candidates(), key=key, default=None)

    def kalai_smorodinsky(self) -> Package | None:
        zone = self.zone()
        ideal = [max((self.gains(p)[q] for p in zone), default=0) for q in range(len(self.reservation))]

        def key(package: Package) -> list[Fraction]:
            gains = self.gains(package)
            share = [Fraction(g, i) if i > 0 else Fraction(1) for g, i in zip(gains, ideal, strict=True)]
            return max(sorted(share[p] for p in c) for c in self.coalitions(package))

        return max(self.candidates(), key=key, default=None)
