"""Forecasts: a proper score, pairs that add up, and words that say what the figures say."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError, UnknownName
from sim.history.forecast import (
    COUNTERS,
    FEW,
    Bin,
    Forecast,
    Scores,
    brier,
    calibration,
    even,
    laid,
    read,
    really_chosen,
    scores,
    spread,
)
from sim.policies.run import replay
from sim.scenario.compiled import Compiled

MOVES = ("a", "b", "c")
ALL = [
    {"a": a, "b": b, "c": COUNTERS - a - b}
    for a, b in itertools.product(range(COUNTERS + 1), repeat=2)
    if a + b <= COUNTERS
]
COUNTS = st.sampled_from(ALL)


def said(counters: Mapping[str, int]) -> dict[str, float]:
    return Forecast("d", counters, {}).said("person")


@pytest.mark.parametrize(
    ("counters", "came", "score"),
    [
        ((10, 0, 0), "a", "0"),
        ((10, 0, 0), "b", "2"),
        ((5, 4, 1), "a", "0.42"),
        ((5, 4, 1), "b", "0.62"),
        ((5, 4, 1), "c", "1.22"),
        ((0, 5, 5), "a", "1.5"),
        ((0, 0, 10), "hidden", "2"),
        ((0, 5, 5), "hidden", "1.5"),
    ],
)
def test_scores_worked_by_hand(counters: tuple[int, ...], came: str, score: str) -> None:
    found = brier(said(dict(zip(MOVES, counters, strict=True))), came)
    assert found == pytest.approx(float(score), abs=1e-12)


def test_nobody_scores_better_than_by_saying_what_they_believe() -> None:
    """Over all 66 ways to lay ten counters on three moves, in exact fractions of what is expected."""
    for belief in ALL:
        expected = [
            sum(Fraction(belief[came], COUNTERS) * Fraction(brier(said(laid), came)) for came in MOVES)
            for laid in ALL
        ]
        best = min(range(len(ALL)), key=expected.__getitem__)
        assert ALL[best] == belief
        assert sorted(expected)[1] - expected[best] > Fraction(1, 100)


@given(COUNTS, st.sampled_from(MOVES), st.permutations(MOVES))
def test_names_and_order_of_moves_do_not_matter(
    counters: dict[str, int], came: str, names: list[str]
) -> None:
    turned = dict(zip(MOVES, names, strict=True))
    other = {turned[m]: n for m, n in reversed(counters.items())}
    assert brier(said(other), turned[came]) == brier(said(counters), came)
    assert 0 <= brier(said(counters), came) <= 2


@given(st.integers(0, COUNTERS))
def test_of_two_moves_it_is_twice_the_score_of_one(counters: int) -> None:
    """Brier's score over two categories is twice the squared error of one of them."""
    share = counters / COUNTERS
    assert brier({"yes": share, "no": 1 - share}, "yes") == pytest.approx(2 * (1 - share) ** 2)


@given(st.integers(1, 12))
def test_an_even_spread_scores_as_the_number_of_moves_says(moves: int) -> None:
    names = [f"m{i}" for i in range(moves)]
    assert brier(even(names), names[0]) == pytest.approx(1 - 1 / moves)


@pytest.mark.parametrize(
    ("counters", "kind", "line"),
    [
        ({"a": 9}, InputError, "There are 9 counters on the moves. Lay exactly 10."),
        ({"a": 6, "b": 6}, InputError, "There are 12 counters on the moves. Lay exactly 10."),
        ({}, InputError, "There are 0 counters"),
        ({"a": 11, "b": -1}, InputError, "'b' has -1 counters. Lay a whole number, 0 to 10."),
        ({"a": 5.0, "b": 5}, InputError, r"'a' has 5\.0 counters"),
        ({"a": True, "b": 9}, InputError, "'a' has True counters"),
        ({"hold": 10}, UnknownName, "There is no move 'hold'"),
    ],
)
def test_counters_that_are_not_ten_are_told(
    counters: dict[str, int], kind: type[Exception], line: str
) -> None:
    with pytest.raises(kind, match=line) as problem:
        laid(counters, MOVES)
    assert "\n" not in str(problem.value)


def test_moves_without_counters_have_none() -> None:
    assert laid({"b": 10}, MOVES) == {"a": 0, "b": 10, "c": 0}


THREE = [
    Forecast("first", {"a": 6, "b": 4}, {"a": 0.96, "b": 0.04}),
    Forecast("second", {"a": 0, "b": 4, "c": 6}, {"a": 0.05, "b": 0.35, "c": 0.6}),
    Forecast("never", {"a": 10, "b": 0}, {"a": 1.0, "b": 0.0}),
]
CAME = {"first": "a", "second": "b", "another": "a"}


def test_only_what_came_is_scored() -> None:
    found = scores(THREE, CAME)
    assert found is not None
    assert found.forecasts == 2
    assert found.person == pytest.approx(((0.16 + 0.16) + (0.36 + 0.36)) / 2)
    assert found.model == pytest.approx(((0.0016 + 0.0016) + (0.0025 + 0.4225 + 0.36)) / 2)
    assert found.even == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert scores(THREE, {"another": "a"}) is None
    assert scores([], CAME) is None


def test_pairs_of_what_was_said_and_what_came() -> None:
    assert calibration(THREE, CAME, "person") == (Bin(0, 1, 0), Bin(40, 2, 1), Bin(60, 2, 1))
    assert calibration(THREE, CAME, "model") == (
        Bin(4, 1, 0),  # 4 % lies nearer to 0, 5 % and 35 % are taken upwards
        Bin(5, 1, 0),
        Bin(35, 1, 1),
        Bin(60, 1, 0),
        Bin(96, 1, 1),
    )
    assert calibration(THREE, CAME, "even") == (Bin(33.33, 3, 1), Bin(50, 2, 1))
    assert calibration(THREE, {}, "person") == ()


@given(st.lists(st.tuples(COUNTS, st.sampled_from(MOVES)), max_size=30))
def test_every_move_of_every_forecast_is_counted_once(given_: list[tuple[dict[str, int], str]]) -> None:
    forecasts = [Forecast(str(i), counters, {}) for i, (counters, _) in enumerate(given_)]
    bins = calibration(forecasts, {str(i): came for i, (_, came) in enumerate(given_)}, "person")
    assert sum(b.count for b in bins) == len(MOVES) * len(forecasts)
    assert sum(b.came for b in bins) == len(forecasts)
    assert sum(b.said * b.count for b in bins) == pytest.approx(100 * len(forecasts))
    assert all(b.said % 10 == 0 for b in bins)
    assert [b.said for b in bins] == sorted({b.said for b in bins})


def test_who_says_what_is_so_lies_on_the_diagonal() -> None:
    """Outcomes are drawn with the very chances that were said: each bin comes true about as often."""
    luck = np.random.default_rng(5)
    rows = luck.integers(0, len(ALL), 20_000)
    forecasts = [Forecast(str(i), ALL[row], {}) for i, row in enumerate(rows)]
    came = {
        f.decision: str(luck.choice(MOVES, p=[f.counters[m] / COUNTERS for m in MOVES])) for f in forecasts
    }
    bins = calibration(forecasts, came, "person")
    assert len(bins) == COUNTERS + 1
    for b in bins:
        share = b.said / 100
        error = (share * (1 - share) / b.count) ** 0.5
        assert abs(b.came / b.count - share) <= 4 * error


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (
            Scores(FEW, 0.5, 0.6, 0.7),
            ("Closer than an even spread (0.50 against 0.70).", "The model was further off"),
        ),
        (
            Scores(FEW, 0.8, 0.6, 0.7),
            ("Further off than an even spread (0.80", "The model was closer (0.60)."),
        ),
        (
            Scores(FEW, 0.701, 0.699, 0.7),
            ("As close as an even spread (0.70).", "The model was as close (0.70)."),
        ),
        (Scores(6, 0.5, 0.6, 0.7), ("Closer", "The model", "6 forecasts are few: luck alone could")),
        (Scores(1, 0.5, 0.6, 0.7), ("Closer", "The model", "One forecast is few")),
    ],
)
def test_what_a_score_says(found: Scores, lines: tuple[str, ...]) -> None:
    said = read(found)
    assert len(said) == len(lines)
    for line, wanted in zip(said, lines, strict=True):
        assert line.startswith(wanted)


def test_what_was_really_chosen_is_the_replay(shipped: Compiled) -> None:
    path = replay(shipped)
    assert really_chosen(shipped) == path.moves
    told = [Forecast(s.decision, laid({s.move: COUNTERS}, tuple(s.odds)), s.odds) for s in path.steps]
    found = scores(told, really_chosen(shipped))
    assert found is not None
    assert (found.forecasts, found.person) == (len(shipped.decisions), 0)
    assert 0 < found.model < 2


@pytest.mark.parametrize(
    ("counters", "known", "fallen"),
    [
        ({"a": 4, "": 6}, ["a", "b"], {"a": 4, "b": 0, "c": 3, "d": 3}),
        ({"a": 7, "": 3}, ["a", "b", "c"], {"a": 7, "b": 0, "c": 0, "d": 3}),
        ({"b": 5, "": 5}, ["a", "b", "c", "d"], {"a": 0, "b": 5, "c": 0, "d": 0}),
        ({"a": 10}, ["a"], {"a": 10, "b": 0, "c": 0, "d": 0}),
        ({"": 10}, [], {"a": 2.5, "b": 2.5, "c": 2.5, "d": 2.5}),
    ],
)
def test_counters_on_the_unknown_fall_evenly_to_what_could_not_be_known(
    counters: dict[str, int], known: list[str], fallen: dict[str, float]
) -> None:
    assert spread(counters, known, ["a", "b", "c", "d"]) == fallen
