"""The quantal response against an independent one, and what must hold for any numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import rng
from sim.world.choice import REACH, TOP, bars, fall, pick, table, weights

values = st.lists(st.integers(-6000, 6000), min_size=2, max_size=6)
QUICK = settings(max_examples=150, deadline=None, derandomize=True)


def softmax(row: list[int], allowed: list[bool], rationality: int) -> list[float]:
    """The textbook form, in floating point and with nothing shared."""
    parts = [math.exp(v * rationality / 10_000) if ok else 0.0 for v, ok in zip(row, allowed, strict=True)]
    return [p / sum(parts) for p in parts]


def test_the_table_is_the_exponential() -> None:
    for rationality in (1, 20, 37):
        rows = table(rationality)
        assert len(rows) == REACH * 10_000 // rationality + 1
        exact = TOP * np.exp(-np.arange(len(rows)) * rationality / 10_000)
        assert np.abs(rows - exact).max() <= 0.501


def test_a_negative_rationality_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        table(-1)


@QUICK
@given(values, st.sampled_from([1, 5, 20, 60]))
def test_near_the_textbook(row: list[int], rationality: int) -> None:
    weight = weights(np.array([row]), np.ones((1, len(row)), bool), rationality)[0]
    share = weight / weight.sum()
    wanted = softmax(row, [True] * len(row), rationality)
    assert np.allclose(share, wanted, atol=3e-6)


@QUICK
@given(values, st.data())
def test_a_closed_move_is_never_chosen(row: list[int], data: st.DataObject) -> None:
    allowed = data.draw(st.lists(st.booleans(), min_size=len(row), max_size=len(row)).filter(any))
    weight = weights(np.array([row]), np.array([allowed]), 20)
    assert [w == 0 for w in weight[0]] == [not a for a in allowed]
    for draw in (0, 1 << 40, 2**64 - 1, data.draw(st.integers(0, 2**64 - 1))):
        assert allowed[int(pick(weight, np.array([draw], np.uint64))[0])]


@QUICK
@given(values, st.integers(-50_000, 50_000))
def test_a_constant_added_to_all_changes_nothing(row: list[int], constant: int) -> None:
    allowed = np.ones((1, len(row)), bool)
    plain = weights(np.array([row]), allowed, 20)
    moved = weights(np.array([row]) + constant, allowed, 20)
    assert (plain == moved).all()


@QUICK
@given(values, st.integers(0, 5), st.integers(1, 5000))
def test_raising_one_value_never_lowers_its_share(row: list[int], at: int, by: int) -> None:
    at %= len(row)
    allowed = np.ones((1, len(row)), bool)
    before = weights(np.array([row]), allowed, 20)[0]
    raised = list(row)
    raised[at] += by
    after = weights(np.array([raised]), allowed, 20)[0]
    assert after[at] * before.sum() >= before[at] * after.sum()


def test_rationality_nothing_is_uniform() -> None:
    weight = weights(np.array([[0, 900, -4000, 20]]), np.array([[True, True, True, False]]), 0)
    assert weight.tolist() == [[TOP, TOP, TOP, 0]]


def test_draws_follow_the_weights() -> None:
    weight = np.array([[1, 2, 0, 5]])
    keys = rng.run_keys(11, np.arange(80_000))
    draws = rng.draw(keys, 0, rng.Purpose.MOVE)
    counts = np.bincount(pick(np.repeat(weight, len(draws), axis=0), draws), minlength=4)
    for got, share in zip(counts, (1 / 8, 2 / 8, 0, 5 / 8), strict=True):
        spread = 5 * math.sqrt(share * (1 - share) / len(draws))
        assert abs(got / len(draws) - share) <= spread


@given(
    st.lists(st.lists(st.integers(0, TOP), min_size=3, max_size=3).filter(any), min_size=1, max_size=6),
    st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=40),
)
def test_looked_up_bars_fall_where_the_weights_do(rows: list[list[int]], draws: list[int]) -> None:
    weight, luck = np.array(rows), np.array(draws, np.uint64)
    of = np.arange(len(luck)) % len(weight)
    assert fall(bars(weight), of, luck).tolist() == pick(weight[of], luck).tolist()


@pytest.mark.parametrize(("seed", "ok"), [(0, True), (2**63 - 1, True), (-1, False), (2**63, False)])
def test_seeds_have_bounds(seed: int, ok: bool) -> None:
    if ok:
        assert rng.run_keys(seed, np.arange(3)).shape == (3,)
    else:
        with pytest.raises(ValueError, match="seed"):
            rng.run_keys(seed, np.arange(3))


def test_splitmix_is_the_published_one() -> None:
    """The first outputs of SplitMix64 from state 0, as its authors' code gives them."""
    golden = np.uint64(0x9E3779B97F4A7C15)
    with np.errstate(over="ignore"):
        states = golden * np.arange(1, 4, dtype=np.uint64)
    expected = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert rng.mix64(states).tolist() == expected


def test_draws_of_different_purposes_do_not_move_together() -> None:
    keys = rng.run_keys(3, np.arange(20_000))
    streams = [rng.draw(keys, d, p, s) for d in (0, 1) for p in rng.Purpose for s in (0, 1)]
    shares = np.array([s.astype(np.float64) / 2**64 for s in streams])
    correlation = np.corrcoef(shares) - np.eye(len(streams))
    assert np.abs(correlation).max() < 0.04
    assert np.abs(shares.mean(axis=1) - 0.5).max() < 0.02
