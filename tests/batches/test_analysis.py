"""Analysis against published tables, against NumPy, and against sums done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.batches import analysis

POINTS = st.lists(st.integers(0, 100), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_as_published(count: int, n: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I, method 3: the score interval, 95 %."""
    found = analysis.wilson(count, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.value == count / n


@given(st.integers(1, 10**7), st.data())
def test_wilson_holds_its_share_and_mirrors(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    here, there = analysis.wilson(count, n), analysis.wilson(n - count, n)
    assert 0 <= here.low <= here.value <= here.high <= 1
    assert here.low == pytest.approx(1 - there.high, abs=1e-12)
    wider = analysis.wilson(count, n, 0.99)
    assert wider.low <= here.low
    assert wider.high >= here.high


@pytest.mark.parametrize(("count", "n"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_no_share_of_nothing(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        analysis.wilson(count, n)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        analysis.wilson(1, 2, confidence)


@given(st.lists(POINTS, min_size=1, max_size=4))
def test_quantiles_are_those_of_the_runs_themselves(columns: list[list[int]]) -> None:
    histogram = np.array([np.bincount(c, minlength=101) for c in columns])
    expected = [
        np.quantile(np.array(c), np.array(analysis.PER_CENT) / 100, method="inverted_cdf") for c in columns
    ]
    assert analysis.quantiles(histogram).tolist() == np.array(expected).tolist()


def test_quantiles_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="no runs"):
        analysis.quantiles(np.zeros((2, 101), np.int64))


def test_a_paired_mean_by_hand() -> None:
    """Differences 1, 2, 3, 6: mean 3, variance (4 + 1 + 0 + 9) / 3, standard error its root over 2."""
    found = analysis.paired_mean(np.array([1, 2, 3, 6]))
    half = 1.959964 * math.sqrt(14 / 3) / 2
    assert (found.value, found.low, found.high) == pytest.approx((3, 3 - half, 3 + half), abs=1e-5)


def test_runs_that_share_a_draw_count_as_one() -> None:
    """Each run four times over: the same mean, and the interval of the four, not of the sixteen."""
    alone = analysis.paired_mean(np.array([1, 2, 3, 6]))
    repeated = np.repeat([1, 2, 3, 6], 4)
    grouped = analysis.paired_mean(repeated, np.repeat(["a", "b", "c", "d"], 4))
    careless = analysis.paired_mean(repeated)
    assert (grouped.low, grouped.high) == pytest.approx((alone.low, alone.high))
    assert careless.high - careless.low < 0.6 * (grouped.high - grouped.low)


def test_one_run_has_no_interval() -> None:
    found = analysis.paired_mean(np.array([4.0]))
    assert found.value == 4
    assert math.isnan(found.low)


def test_pairing_is_what_makes_the_interval_narrow() -> None:
    """The second arm is the first and two points: no spread in the difference, much in each arm."""
    first = np.arange(100)
    found = analysis.paired_mean(first + 2 - first)
    assert (found.low, found.value, found.high) == (2, 2, 2)


def test_a_paired_share_by_hand() -> None:
    """One gained and seven lost of 21: 2/23 - 8/23, variance (10/23 - 36/529) / 23."""
    found = analysis.paired_share(1, 7, 21)
    half = 1.959964 * math.sqrt((10 / 23 - 36 / 529) / 23)
    assert found.value == pytest.approx(-6 / 21)
    assert (found.low, found.high) == pytest.approx((-6 / 23 - half, -6 / 23 + half), abs=1e-6)


def test_a_paired_share_of_runs_that_never_differ_is_not_sure() -> None:
    found = analysis.paired_share(0, 0, 50)
    assert found.value == 0
    assert found.low == pytest.approx(-found.high)
    assert found.high > 0.02


@pytest.mark.parametrize(("gained", "lost", "n"), [(-1, 0, 5), (3, 3, 5), (0, 0, 0)])
def test_a_paired_share_needs_counts_that_fit(gained: int, lost: int, n: int) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        analysis.paired_share(gained, lost, n)


def test_eta_squared_by_hand() -> None:
    """Means 2 and 6 around 4: 4 x 4 = 16 between; 1 + 1 + 4 + 4 within; 16 of 26."""
    moves = np.array([0, 0, 1, 1])
    assert analysis.eta_squared(moves, np.array([1, 3, 4, 8])) == pytest.approx(16 / 26)
    assert analysis.eta_squared(moves, np.array([2, 2, 5, 5])) == pytest.approx(1)
    assert analysis.eta_squared(moves, np.array([2, 5, 2, 5])) == pytest.approx(0)


@pytest.mark.parametrize(
    ("moves", "outcome"), [([], []), ([0, 0], [1, 2]), ([0, 1], [3, 3]), ([0, 1, 1], [0.1, 0.1, 0.1])]
)
def test_where_nothing_varies_nothing_is_said(moves: list[int], outcome: list[float]) -> None:
    assert analysis.eta_squared(np.array(moves), np.array(outcome)) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 100)), min_size=2, max_size=50))
def test_eta_squared_is_a_share_that_knows_no_unit(rows: list[tuple[int, int]]) -> None:
    moves, outcome = np.array(rows).T
    found = analysis.eta_squared(moves, outcome)
    if found is not None:
        assert 0 <= found <= 1
        assert analysis.eta_squared(moves + 7, -3.0 * outcome + 11) == pytest.approx(found, abs=1e-9)


def test_tau_by_hand() -> None:
    """Six of a, four of b: 10 - 5.2 in all; rows of 4 and 1, and of 2 and 3, leave 5 - 17/5 and 5 - 13/5."""
    moves = np.array([0] * 5 + [1] * 5)
    ending = np.array(["a"] * 4 + ["b"] + ["a"] * 2 + ["b"] * 3)
    assert analysis.tau(moves, ending) == pytest.approx(1 - (5 - 17 / 5 + 5 - 13 / 5) / 4.8)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), min_size=2, max_size=50))
def test_tau_of_a_yes_or_no_is_eta_squared(rows: list[tuple[int, int]]) -> None:
    moves, yes = np.array(rows).T
    found, known = analysis.tau(moves, yes), analysis.eta_squared(moves, yes)
    assert (found is None) == (known is None)
    if found is not None:
        assert found == pytest.approx(known, abs=1e-9)
