"""Frontier, zone and fair points: small tables read package by package, large ones by what must hold."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from sim.bargaining import solutions
from sim.bargaining.dominance import exceeded, undominated, weight_above
from sim.bargaining.solutions import Point, frontier, left_on_the_table, zone
from sim.bargaining.table import Table
from sim.errors import InputError
from tests.bargaining.tables import Plain, drawn, made, small

POINTS = ["nash", "kalai_smorodinsky", "egalitarian"]


@pytest.mark.parametrize("first", range(0, 1000, 100))
def test_a_thousand_tables_read_package_by_package(first: int) -> None:
    empty = 0
    for seed in range(first, first + 100):
        table, reservation = small(seed)
        plain, found = Plain(table, reservation), zone(table, reservation)
        assert _rows(frontier(table).packages) == plain.frontier(), seed
        assert found.count == len(plain.zone()), seed
        assert _rows(found.frontier.packages) == plain.candidates(), seed
        empty += found.empty
        for name in POINTS:
            point = getattr(solutions, name)(table, reservation)
            wanted = getattr(plain, name)()
            assert (point and point.package) == wanted, (seed, name)
            assert point is None or point.worth == plain.worth[wanted], seed
    assert 3 < empty < 97


@pytest.mark.parametrize("seed", range(60))
def test_what_is_left_is_the_most_that_all_could_gain(seed: int) -> None:
    table, reservation = small(seed)
    plain = Plain(table, reservation)
    package = list(plain.worth)[seed % len(plain.worth)]
    for at in (package, None):
        has = plain.worth[at] if at else tuple(plain.reservation)
        gains = {p: [a - b for a, b in zip(w, has, strict=True)] for p, w in plain.worth.items()}
        left = left_on_the_table(table, at, reservation)
        assert left.points == max(0, *(min(g) for g in gains.values()))
        better = [p for p in plain.frontier() if min(gains[p]) >= 0 and max(gains[p]) > 0]
        assert _rows(left.better.packages) == better
        assert (left.best is None) == (not better)
        assert left.best is None or list(left.gains) == gains[left.best.package]
        assert min(left.gains) == left.points


def test_nothing_is_left_by_a_package_of_the_frontier() -> None:
    table = drawn(np.random.default_rng(5), 8, 4, 3)
    for package in frontier(table).packages[::20]:
        left = left_on_the_table(table, package.tolist(), np.zeros(3, np.int64))
        assert (left.points, len(left.better), left.best) == (0, 0, None)


def test_a_textbook_table() -> None:
    """Two parties, two issues that each holds dear apart: each gets what it cares for."""
    table = made([[[0, 40, 90], [10, 8, 0]], [[10, 6, 0], [0, 30, 90]]])
    low = np.array([20, 20])
    logroll = Point((2, 2), (90, 90))
    assert [getattr(solutions, name)(table, low) for name in POINTS] == [logroll] * 3
    assert left_on_the_table(table, (1, 1), low).gains == (44, 52)
    assert zone(table, np.array([91, 91])).empty
    assert solutions.nash(table, np.array([91, 91])) is None


def test_the_three_points_can_differ() -> None:
    """Products 2400, 2204, 1680; smaller shares of 100 and 60: 50, 58, 40 %; smaller gains 30, 38, 40."""
    table = made([[[100, 80, 58, 40, 0], [0, 30, 38, 42, 60]]])
    nothing = np.zeros(2, np.int64)
    found = {name: getattr(solutions, name)(table, nothing).worth for name in POINTS}
    assert found == {"nash": (80, 30), "kalai_smorodinsky": (58, 38), "egalitarian": (40, 42)}


def test_who_can_be_outvoted_does_not_hold_up_the_rest() -> None:
    """One must agree and one of the two others: the third has something only where the first has nothing."""
    scores = [[[60, 50, 0], [50, 55, 10], [0, 0, 90]]]
    low = np.ones(3, np.int64)
    assert zone(made(scores), low).empty
    either = made(scores, must=[True, False, False], some=1)
    assert zone(either, low).count == 2
    assert [getattr(solutions, name)(either, low).package for name in POINTS] == [(0,), (0,), (0,)]


@pytest.mark.parametrize(
    ("issues", "options", "parties", "seed"), [(10, 4, 4, 1), (11, 4, 3, 2), (20, 2, 3, 3)]
)
def test_more_than_a_million_packages(issues: int, options: int, parties: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = drawn(rng, issues, options, parties)
    found = frontier(table)
    assert table.size > 1_000_000
    assert (table.worth(found.packages) == found.worth).all()
    assert len(set(_rows(found.worth))) == len(found)
    assert _rows(found.packages) == sorted(_rows(found.packages))
    some = table.worth(rng.integers(0, options, (1000, issues)).astype(np.int8))
    assert all((found.worth >= worth).all(axis=1).any() for worth in some)
    part = found.worth[:: len(found) // 300 + 1]
    assert all((found.worth >= worth).all(axis=1).sum() == 1 for worth in part)
    for weights in rng.integers(1, 100, (200, parties)):
        best = sum(int((weights[:, None] * scores).sum(axis=0).max()) for scores in table.scores)
        assert (found.worth @ weights).max() == best


def test_the_zone_of_a_large_table_is_counted_right() -> None:
    """By hand: all 4**10 packages, and all of a table so large that only a formula can count it."""
    rng = np.random.default_rng(9)
    table = drawn(rng, 10, 4, 3)
    reservation = np.array([5200, 4800, 5500])
    every = np.stack(np.unravel_index(np.arange(4**10), (4,) * 10), axis=1).astype(np.int8)
    held = table.worth(every) >= reservation
    assert zone(table, reservation).count == held.all(axis=1).sum()
    some = Table(table.issues, table.options, table.parties, table.scores, np.array([False, True, False]), 1)
    assert zone(some, reservation).count == (held[:, 1] & (held[:, 0] | held[:, 2])).sum()
    alike = made([[[0, 1], [1, 1]]] * 80)
    assert zone(alike, np.array([79, 80])).count == 81
    assert zone(alike, np.array([0, 0])).count == alike.size == 2**80


def test_a_table_that_holds_too_much_is_refused_in_one_line() -> None:
    """However much a stranger puts on a table, nobody waits for it to be counted."""
    table = drawn(np.random.default_rng(1), 16, 8, 2)
    assert len(frontier(table)) > 10
    with pytest.raises(InputError, match="The table of a, b has more than 200,000 packages") as told:
        zone(table, np.zeros(2, np.int64))
    assert "\n" not in str(told.value)


def test_many_parties_at_odds_are_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solutions, "MOST", 500)
    with pytest.raises(InputError, match="has more than 500 "):
        frontier(drawn(np.random.default_rng(2), 12, 4, 5))


def test_a_zone_shrinks_as_somebody_wants_more() -> None:
    table = drawn(np.random.default_rng(11), 9, 4, 3)
    counts = [zone(table, np.array([low, 5000, 5000])).count for low in range(2000, 9000, 500)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


@pytest.mark.parametrize("columns", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("top", [1, 12, 100_000])
def test_halving_finds_what_comparing_all_with_all_finds(columns: int, top: int) -> None:
    rng = np.random.default_rng(columns)
    rows = np.unique(rng.integers(0, top + 1, (1500, columns)), axis=0)
    over = (rows[None] >= rows[:, None]).all(axis=2)
    assert (undominated(rows) == (over.sum(axis=1) == 1)).all()
    by, weights = rng.integers(0, top + 1, (900, columns)), rng.integers(1, 9, 900)
    above = (by[None] >= rows[:, None]).all(axis=2)
    assert (exceeded(rows, by) == above.any(axis=1)).all()
    assert (weight_above(rows, by, weights) == (above * weights).sum(axis=1)).all()


def test_parties_in_another_order_change_no_point() -> None:
    for seed in range(40):
        table, reservation = small(seed)
        order = np.random.default_rng(seed).permutation(len(table.parties))
        turned = Table(
            table.issues,
            table.options,
            tuple(f"other {p}" for p in order),
            tuple(s[order] for s in table.scores),
            table.must[order],
            table.some,
        )
        assert _rows(frontier(turned).packages) == _rows(frontier(table).packages)
        for name in POINTS:
            one, two = (
                getattr(solutions, name)(t, r)
                for t, r in ((table, reservation), (turned, reservation[order]))
            )
            assert (one and one.package) == (two and two.package), (seed, name)


def test_a_table_where_all_options_are_alike() -> None:
    table = made([[[0, 0, 0], [0, 0, 0]]] * 3)
    assert _rows(frontier(table).packages) == [(0, 0, 0)]
    assert zone(table, np.zeros(2, np.int64)).count == 27
    assert {getattr(solutions, name)(table, np.zeros(2, np.int64)).package for name in POINTS} == {(0, 0, 0)}


def test_the_size_is_exact() -> None:
    assert made([[[0] * 3] * 2] * 50).size == 3**50
    assert made([[[1, 2]] * 2, [[1, 2, 3]] * 2]).size == len(list(product(range(2), range(3))))


def _rows(packages: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(row) for row in packages.tolist()]
