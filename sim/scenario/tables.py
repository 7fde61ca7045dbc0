"""A table as arrays: its scores, its reservation values, and the move that each package amounts to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sim import scale
from sim.bargaining.protocols import NOBODY, Protocol
from sim.bargaining.table import Table
from sim.scenario import table_schema as written
from sim.scenario.conditions import Condition
from sim.types import Bool, Int8, Int64

Reader: TypeAlias = Callable[[str], Condition]


@dataclass(frozen=True, eq=False)
class Shift:
    """What moves the reservation value of the party at a position; amount in hundredths of a point."""

    party: int
    amount: int
    when: Condition
    reason: str


@dataclass(frozen=True, eq=False)
class Outcome:
    """A move, and for each issue the options (O,) with which a package amounts to it."""

    move: int
    where: tuple[Bool, ...]


@dataclass(frozen=True, eq=False)
class CompiledTable:
    """A decision's table. Parties go by their position among those who bargain."""

    source: written.Table
    table: Table
    protocol: Protocol
    reservation: Int64
    """(P,) hundredths of a point, before anything moves it."""
    shifts: tuple[Shift, ...]
    chair: int
    """The decider, or the first party of its side: what others write to the decider weighs with it."""
    outcomes: tuple[Outcome, ...]
    otherwise: int
    """The move where nothing is agreed."""
    historical: Int8 | None
    """(I,) the package that was really agreed; None where none was."""

    def moves_of(self, packages: Int8) -> Int64:
        """The move that each package amounts to: int64 (…,) from (…, I)."""
        found = np.full(packages.shape[:-1], self.outcomes[-1].move, np.int64)
        for outcome in reversed(self.outcomes[:-1]):
            fits = np.ones(packages.shape[:-1], bool)
            for issue, allowed in enumerate(outcome.where):
                fits &= allowed[packages[..., issue]]
            found = np.where(fits, outcome.move, found)
        return found

    def named(self, package: Sequence[int]) -> dict[str, str]:
        """A package by names: each issue's option."""
        pairs = zip(self.table.issues, self.table.options, package, strict=True)
        return {issue: options[at] for issue, options, at in pairs}

    def positions(self, package: dict[str, str]) -> tuple[int, ...]:
        """A package by positions, from names that are right."""
        pairs = zip(self.table.issues, self.table.options, strict=True)
        return tuple(options.index(package[issue]) for issue, options in pairs)


def chair_of(parties: Sequence[str], decider: str, side: Callable[[str], str]) -> int | None:
    """The party that the decision is: the decider, or else the first of its side; None without one."""
    own = [at for at, party in enumerate(parties) if side(party) == side(decider)]
    return parties.index(decider) if decider in parties else next(iter(own), None)


def compile_table(
    source: written.Table, moves: tuple[str, ...], decider: str, side: Callable[[str], str], read: Reader
) -> CompiledTable:
    """The table of a decision that is ``decider``'s; it has passed its checks. ``side``: an actor's side."""
    parties = [p.actor for p in source.parties]
    order = tuple(parties.index(p) for p in source.order or parties)
    single = source.protocol == "single_text"
    protocol = Protocol(
        kind=source.protocol,
        rounds=len(order) if single else source.rounds,
        order=order,
        drafter=parties.index(source.drafter) if source.drafter else NOBODY,
        changes=source.changes,
    )
    shifts = [
        Shift(at, scale.points(s.by), read(s.when), s.reason)
        for at, party in enumerate(source.parties)
        for s in party.shifts
    ]
    chair = chair_of(parties, decider, side)
    assert chair is not None
    whole = CompiledTable(
        source=source,
        table=plain_table(source),
        protocol=protocol,
        reservation=np.array([p.reservation.percent * scale.HUNDREDTHS for p in source.parties], np.int64),
        shifts=tuple(shifts),
        chair=chair,
        outcomes=tuple(_outcome(o, source, moves) for o in source.outcomes),
        otherwise=moves.index(source.otherwise),
        historical=None,
    )
    if not source.history:
        return whole
    was = np.array(whole.positions(source.history), np.int8)
    return CompiledTable(**{**vars(whole), "historical": was})


def plain_table(source: written.Table) -> Table:
    """What is bargained over and what it is worth, without the decision around it."""
    parties = [p.actor for p in source.parties]
    return Table(
        issues=tuple(i.id for i in source.issues),
        options=tuple(tuple(o.id for o in i.options) for i in source.issues),
        parties=tuple(parties),
        scores=_scores(source),
        must=np.array([p in source.needed for p in parties]),
        some=source.some,
    )


def _scores(source: written.Table) -> tuple[Int64, ...]:
    """Each issue's scores (P, O): worth as a share of the issue's, to the nearest hundredth of a point.

    A party's issues have shares of its best package as their importance is, and these sum to full.
    """
    stakes = [[p.issues[i.id] for p in source.parties] for i in source.issues]
    importance = np.array([[scale.share(s.importance) for s in row] for row in stakes], np.int64)
    shares = np.stack([_shares(column) for column in importance.T], axis=1)
    found = []
    for issue, row, share in zip(source.issues, stakes, shares, strict=True):
        worth = np.array([[s.worth[o.id] for o in issue.options] for s in row], np.int64)
        best = np.maximum(worth.max(axis=1, keepdims=True), 1)
        found.append((2 * share[:, None] * worth + best) // (2 * best))
    return tuple(found)


def _shares(importance: Int64) -> Int64:
    """FULL in whole parts (I,) as importance (I,) is; what is over goes to the largest remainders."""
    whole = max(int(importance.sum()), 1)
    parts, rest = np.divmod(importance * scale.FULL, whole)
    if importance.any():
        parts[np.argsort(-rest, kind="stable")[: scale.FULL - int(parts.sum())]] += 1
    return parts


def _outcome(outcome: written.TableOutcome, source: written.Table, moves: tuple[str, ...]) -> Outcome:
    where = [
        np.array([o.id in outcome.where.get(issue.id, [o.id]) for o in issue.options])
        for issue in source.issues
    ]
    return Outcome(moves.index(outcome.move), tuple(where))
