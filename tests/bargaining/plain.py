"""The two protocols for one run, told in plain Python: slow, and sharing nothing with what is tested.

Fractions stand where the engine compares whole numbers; packages are tuples; there is no array.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from sim.bargaining.protocols import Protocol
from sim.bargaining.table import Table

Package = tuple[int, ...]
Added = Callable[[Package], list[int]]
POWERS = [4, 2, 1, Fraction(1, 2), Fraction(1, 4)]


class Run:
    """One run of a table."""

    def __init__(
        self, table: Table, protocol: Protocol, reservation: list[int], pace: list[int], added: Added
    ) -> None:
        self.scores = [s.tolist() for s in table.scores]
        self.must, self.some = table.must.tolist(), table.some
        self.protocol, self.reservation, self.pace, self.added = protocol, reservation, pace, added
        self.parties = range(len(reservation))

    def score(self, party: int, package: Package) -> int:
        return sum(rows[party][o] for rows, o in zip(self.scores, package, strict=True))

    def worth(self, party: int, package: Package) -> int:
        return self.score(party, package) + self.added(package)[party]

    def rule(self, yes: list[bool]) -> bool:
        others = [y for y, m in zip(yes, self.must, strict=True) if not m]
        return all(y for y, m in zip(yes, self.must, strict=True) if m) and sum(others) >= self.some

    def path(self, party: int) -> list[Package]:
        """From the own best on: the next step is always the one that gives most per point given up."""
        rest = [
            [sum(r[o] for r in rows) - rows[party][o] for o in range(len(rows[0]))] for rows in self.scores
        ]
        own = [rows[party] for rows in self.scores]
        at = [max(range(len(o)), key=lambda k: (o[k], r[k], -k)) for o, r in zip(own, rest, strict=True)]
        found = [tuple(at)]
        while True:
            steps = [
                (Fraction(own[i][at[i]] - own[i][o], rest[i][o] - rest[i][at[i]]), i, -own[i][o], o)
                for i in range(len(at))
                for o in range(len(own[i]))
                if rest[i][o] > rest[i][at[i]]
            ]
            if not steps:
                return found
            _, issue, _, option = min(steps)
            at[issue] = option
            found.append(tuple(at))

    def wanted(self, party: int, given: int) -> int:
        low, best = self.reservation[party], max(self.worth(party, p) for p in self.path(party))
        return low + floor(Fraction(max(best - low, 0) * (10_000 - given), 10_000))

    def given(self, party: int, turn: int) -> int:
        """The largest whole number of hundredths of a per cent that is not above the power of time."""
        power, time = POWERS[self.pace[party]], Fraction(turn, self.protocol.rounds)
        root = Fraction(power).denominator
        return max(
            g
            for g in (int(10_000 * float(time) ** float(power)) + d for d in (-1, 0, 1))
            if g <= 10_000 and Fraction(g, 10_000) ** root <= time ** Fraction(power).numerator
        )

    def offer(self, party: int, given: int) -> Package | None:
        enough = [p for p in self.path(party) if self.worth(party, p) >= self.wanted(party, given)]
        return enough[-1] if enough else None

    def alternating(self) -> tuple[Package | None, int]:
        """What is agreed, and after how many offers."""
        order, rounds = self.protocol.order, self.protocol.rounds
        turns = [order[t % len(order)] for t in range(rounds)]
        for turn, party in enumerate(turns):
            package = self.offer(party, self.given(party, turn))
            if package is None:
                continue
            yes = []
            for p in self.parties:
                after = turns[turn + 1 :]
                comes = turn + 1 + after.index(p) if p in after else turn + 1
                yes.append(p == party or self.worth(p, package) >= self.wanted(p, self.given(p, comes)))
            if self.rule(yes):
                return package, turn + 1
        return None, rounds

    def content(self, before: Package, after: Package, pace: int) -> bool:
        """Whether an amendment leaves everybody what it must."""
        kept, were = 0, 0
        for p in self.parties:
            low, had, has = self.reservation[p], self.worth(p, before), self.worth(p, after)
            least = low + Fraction(max(had - low, 0) * pace, 5)
            if self.must[p]:
                if has < (least if had >= low else had):
                    return False
            else:
                were += had >= low
                kept += has >= least
        return kept >= min(were, self.some)

    def amended(self, party: int, text: Package) -> Package:
        start = text
        for _ in range(self.protocol.changes):
            ways = [
                (*text[:i], o, *text[i + 1 :])
                for i, rows in enumerate(self.scores)
                for o in range(len(rows[0]))
            ]
            good = [
                w
                for w in ways
                if self.worth(party, w) > self.worth(party, text) and self.content(start, w, self.pace[party])
            ]
            if not good:
                break
            text = max(
                good, key=lambda w: (self.worth(party, w), sum(self.worth(p, w) for p in self.parties))
            )
        return text

    def single_text(self) -> Package | None:
        """What is agreed, from a party's draft."""
        drafter = self.protocol.drafter
        text = self.offer(drafter, 2000 * self.pace[drafter])
        if text is None:
            text = max(self.path(drafter), key=lambda p: self.worth(drafter, p))
        for party in self.protocol.order:
            text = self.amended(party, text)
        return text if self.rule([self.worth(p, text) >= self.reservation[p] for p in self.parties]) else None
