"""Every shipped table against a plain listing of all its packages."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

from sim import scale
from sim.bargaining.solutions import egalitarian, frontier, kalai_smorodinsky, nash, zone
from sim.bargaining.table import Table
from sim.policies.run import replay
from sim.policies.seated import reservation
from sim.scenario import library
from sim.scenario.tables import CompiledTable
from sim.types import Int64

FEW = 60_000
"""So many different worths are compared each with each; of more, a sample."""


@cache
def found() -> dict[str, tuple[CompiledTable, Int64]]:
    """Every table of the shipped scenarios, with its reservation values on the historical path."""
    tables = {}
    for name in library.shipped():
        game = library.open_scenario(name)
        if not any(d.table for d in game.decisions):
            continue
        path = replay(game)
        for step, (before, _) in zip(path.steps, path.around, strict=True):
            decision = next(d for d in game.decisions if d.source.id == step.decision)
            if decision.table:
                tables[f"{name}:{step.decision}"] = (decision.table, reservation(decision.table, before)[0])
    return tables


def listed(table: Table) -> Int64:
    """The worth of every package to every party: (N, P), by adding the scores up one by one."""
    worth = np.zeros((1, len(table.parties)), np.int64)
    for scores in table.scores:
        worth = (worth[:, None, :] + scores.T[None, :, :]).reshape(-1, len(table.parties))
    return worth


def counted(table: Table, gains: Int64) -> Int64:
    """The gains that count at a fair point: of all who must agree, and of the others who gain most."""
    must, others = gains[:, table.must], np.sort(gains[:, ~table.must], axis=1)[:, ::-1]
    return np.concatenate([must, others[:, : table.some]], axis=1)


NAMES = sorted(found())


def test_there_are_the_eleven_sheets() -> None:
    """Eleven sheets; one is bargained over twice."""
    assert len(NAMES) == 12


@pytest.mark.parametrize("name", NAMES)
def test_zone_frontier_and_points_are_those_of_a_plain_listing(name: str) -> None:
    compiled, floor = found()[name]
    table = compiled.table
    worth = listed(table)
    assert len(worth) == table.size
    holds = worth >= floor
    agreed = holds[:, table.must].all(axis=1) & (holds[:, ~table.must].sum(axis=1) >= table.some)
    assert zone(table, floor).count == agreed.sum()
    best = frontier(table)
    efficient(np.unique(worth, axis=0), np.asarray(best.worth))
    inside = np.unique(worth[agreed], axis=0)
    points = [nash(table, floor), kalai_smorodinsky(table, floor), egalitarian(table, floor)]
    if not len(inside):
        assert points == [None, None, None]
        return
    gains = counted(table, inside - floor)
    told = [counted(table, np.array([p.worth]) - floor)[0] if p else None for p in points]
    assert all(t is not None for t in told)
    products = [int(np.prod(row.astype(object))) for row in gains]
    assert int(np.prod(told[0].astype(object))) == max(products)
    ideal = gains.max(axis=0) if not table.some else None
    if ideal is not None and (ideal > 0).all():
        shares = [min(Fraction(int(g), int(i)) for g, i in zip(row, ideal, strict=True)) for row in gains]
        assert min(Fraction(int(g), int(i)) for g, i in zip(told[1], ideal, strict=True)) == max(shares)
    assert told[2].min() == gains.min(axis=1).max()


def efficient(worths: Int64, best: Int64) -> None:
    """``best`` (F, P) is all of ``worths`` (N, P) that nothing else is better than."""
    rows = {tuple(r) for r in best.tolist()}
    assert len(rows) == len(best)
    luck = np.random.default_rng(1)
    some = worths if len(worths) <= FEW // 20 else worths[luck.integers(0, len(worths), 1500)]
    for row in some:
        better = (best >= row).all(axis=1)
        assert better.any(), "nothing on the frontier is as good"
        assert ((best[better] > row).any()) != (tuple(row.tolist()) in rows)
    for row in best[luck.integers(0, len(best), min(len(best), 40))]:
        assert not ((worths >= row).all(axis=1) & (worths > row).any(axis=1)).any()


def test_the_listing_itself_lists_every_package() -> None:
    """On the smallest table, against itertools."""
    compiled, _ = min(found().values(), key=lambda pair: pair[0].table.size)
    table = compiled.table
    plain = [
        [sum(int(table.scores[i][p, o]) for i, o in enumerate(package)) for p in range(len(table.parties))]
        for package in product(*(range(len(o)) for o in table.options))
    ]
    assert listed(table).tolist() == plain


@pytest.mark.parametrize("name", NAMES)
def test_a_package_is_worth_what_its_sheet_says(name: str) -> None:
    """By fractions from the file: the best package full, each score to the nearest hundredth of a point, but
    for the hundredth by which an issue's share is rounded."""
    compiled, _ = found()[name]
    for at, party in enumerate(compiled.source.parties):
        whole = sum(scale.share(s.importance) for s in party.issues.values())
        assert sum(int(scores[at].max()) for scores in compiled.table.scores) == scale.FULL
        for issue, scores in zip(compiled.source.issues, compiled.table.scores, strict=True):
            stake = party.issues[issue.id]
            part = Fraction(scale.FULL * scale.share(stake.importance), whole * 100)
            for option, score in zip(issue.options, scores[at].tolist(), strict=True):
                assert abs(score - part * stake.worth[option.id]) <= Fraction(3, 2)
