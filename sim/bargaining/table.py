"""A table: what is bargained over, by whom, and what each way of settling it is worth to each.

Axis letters in this room: B runs, I issues, P parties, N packages, K steps of a path. A package is
one option of each issue, by position: int8 (I,). Worth is in hundredths of a point.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.types import Bool, Int8, Int64


@dataclass(frozen=True, eq=False)
class Table:
    """Several issues, settled together. What a package is worth adds up over its issues.

    Additive scores are the usual sheet of a multi-issue negotiation (Raiffa, *The Art and Science
    of Negotiation*, 1982; Keeney and Raiffa, *Decisions with Multiple Objectives*, 1976).
    """

    issues: tuple[str, ...]
    """(I,)"""
    options: tuple[tuple[str, ...], ...]
    """Each issue's options."""
    parties: tuple[str, ...]
    """(P,)"""
    scores: tuple[Int64, ...]
    """For each issue (P, O): what each option is worth to each party, hundredths of a point, 0 or more."""
    must: Bool
    """(P,) the parties without whom there is no agreement."""
    some: int
    """How many of the others must agree besides: 0 to all of them."""

    @property
    def size(self) -> int:
        """How many packages there are: exact, however many."""
        return math.prod(len(o) for o in self.options)

    def worth(self, packages: Int8) -> Int64:
        """What packages (…, I) are worth to each party: int64 (…, P)."""
        found = np.zeros((len(self.parties), *packages.shape[:-1]), np.int64)
        for issue, scores in enumerate(self.scores):
            found += scores.take(packages[..., issue], axis=1)
        return np.moveaxis(found, 0, -1)

    def agreed(self, yes: Bool) -> Bool:
        """The agreement rule: bool (…,) from who says yes (…, P)."""
        others = yes[..., ~self.must].sum(axis=-1) >= self.some
        found: Bool = others & yes[..., self.must].all(axis=-1)
        return found
