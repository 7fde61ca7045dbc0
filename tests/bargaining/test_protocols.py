"""The protocols against plain ones, run by run, and what must hold for any table."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from sim.bargaining.amending import even_text
from sim.bargaining.concession import PACES, aspiration, conceded, path
from sim.bargaining.protocols import NOBODY, Extra, Outcome, Protocol, bargain, every_pace, odds
from sim.bargaining.solutions import zone
from sim.bargaining.table import Table
from tests.bargaining.plain import Added, Run
from tests.bargaining.tables import Plain, drawn, made, small

BARRED = -(10**9)


def protocol(rng: np.random.Generator, kind: str, parties: int, drafter: int | None = None) -> Protocol:
    """A random protocol; some parties may never have a turn, and some have several."""
    order = tuple(rng.integers(0, parties, int(rng.integers(1, 5))).tolist())
    if kind == "alternating":
        return Protocol("alternating", int(rng.integers(1, 10)), order)
    changes = int(rng.integers(1, 4))
    first = int(rng.integers(0, parties)) if drafter is None else drafter
    return Protocol("single_text", len(order), order, first, changes)


def words(seed: int, table: Table, runs: int) -> tuple[Extra, Callable[[int], Added]]:
    """What each run adds to packages by their option of one issue, some of them barred; and to plain ones."""
    rng = np.random.default_rng(seed)
    issue = int(rng.integers(0, len(table.issues)))
    options, parties = table.scores[issue].shape[1], len(table.parties)
    added = rng.integers(-9, 10, (runs, options, parties))
    added[rng.random(added.shape) < 0.06] = BARRED

    def extra(packages: np.ndarray) -> np.ndarray:
        return added[np.arange(runs), packages[:, issue]]

    def plain(run: int) -> Added:
        return lambda package: added[run, package[issue]].tolist()

    return extra, plain


def situation(seed: int, runs: int) -> tuple[Table, np.ndarray, np.ndarray]:
    """A small table with reservation values and paces of many runs."""
    table, _ = small(seed)
    rng = np.random.default_rng(seed)
    best = np.sum([s.max(axis=1) for s in table.scores], axis=0)
    reservation = rng.integers(0, best + 2, (runs, len(best)))
    return (
        table,
        reservation * rng.integers(0, 3, (runs, 1)) // 3,
        every_pace(len(best))[rng.integers(0, PACES ** len(best), runs)],
    )


@pytest.mark.parametrize("kind", ["alternating", "single_text"])
@pytest.mark.parametrize("first", range(0, 120, 20))
def test_many_runs_at_once_are_the_plain_runs_one_by_one(kind: str, first: int) -> None:
    agreed = 0
    for seed in range(first, first + 20):
        table, reservation, pace = situation(seed, 12)
        rules = protocol(np.random.default_rng(seed), kind, len(table.parties))
        extra, added = words(seed, table, 12)
        found = bargain(table, rules, reservation, pace, extra if seed % 2 else None)
        for run in range(12):
            none = [0] * len(table.parties)
            plain = Run(
                table,
                rules,
                reservation[run].tolist(),
                pace[run].tolist(),
                added(run) if seed % 2 else lambda _, none=none: none,
            )
            if kind == "alternating":
                package, rounds = plain.alternating()
                assert found.rounds[run] == rounds, (seed, run)
            else:
                package = plain.single_text()
            wanted = package or (NOBODY,) * len(table.issues)
            assert tuple(found.packages[run].tolist()) == wanted, (seed, run)
            agreed += bool(found.agreed[run])
    assert 20 < agreed < 220


@pytest.mark.parametrize("kind", ["alternating", "single_text"])
def test_nobody_agrees_to_less_than_it_must_have(kind: str) -> None:
    for seed in range(80):
        table, reservation, pace = situation(seed, 50)
        rules = protocol(
            np.random.default_rng(seed), kind, len(table.parties), drafter=[None, NOBODY][seed % 2]
        )
        extra, _ = words(seed, table, 50)
        found = bargain(table, rules, reservation, pace, extra)
        packages = np.maximum(found.packages, 0)
        worth = table.worth(packages) + extra(packages)
        said = found.yes & found.agreed[:, None]
        assert (worth >= reservation)[said].all(), seed
        assert (table.agreed(found.yes) >= found.agreed).all()
        assert ((found.packages == NOBODY).all(axis=1) == ~found.agreed).all()


@pytest.mark.parametrize("kind", ["alternating", "single_text"])
def test_what_is_agreed_lies_in_the_zone(kind: str) -> None:
    for seed in range(60):
        table, reservation, pace = situation(seed, 10)
        rules = protocol(
            np.random.default_rng(seed), kind, len(table.parties), drafter=[None, NOBODY][seed % 2]
        )
        found = bargain(table, rules, reservation, pace)
        for run in np.flatnonzero(found.agreed):
            inside = Plain(table, reservation[run]).zone()
            assert tuple(found.packages[run].tolist()) in inside
        for run in range(10):
            assert not (found.agreed[run] and zone(table, reservation[run]).empty)


@pytest.mark.parametrize("kind", ["alternating", "single_text"])
def test_a_batch_is_its_runs(kind: str) -> None:
    table = drawn(np.random.default_rng(4), 6, 4, 3)
    rng = np.random.default_rng(5)
    reservation, pace = rng.integers(2000, 8000, (40, 3)), rng.integers(0, PACES, (40, 3)).astype(np.int8)
    rules = protocol(rng, kind, 3)
    whole = bargain(table, rules, reservation, pace)
    for run in range(40):
        one = bargain(table, rules, reservation[run : run + 1], pace[run : run + 1])
        assert _told(one, 0) == _told(whole, run)


@pytest.mark.parametrize("kind", ["alternating", "single_text"])
def test_other_names_and_another_order_of_the_parties_change_nothing(kind: str) -> None:
    for seed in range(60):
        table, reservation, pace = situation(seed, 20)
        rules = protocol(
            np.random.default_rng(seed), kind, len(table.parties), drafter=[None, NOBODY][seed % 2]
        )
        order = np.random.default_rng(seed).permutation(len(table.parties))
        place = {int(p): at for at, p in enumerate(order)}
        turned = Table(
            table.issues,
            table.options,
            tuple(f"other {p}" for p in order),
            tuple(s[order] for s in table.scores),
            table.must[order],
            table.some,
        )
        moved = dataclasses.replace(
            rules,
            order=tuple(place[p] for p in rules.order),
            drafter=place.get(rules.drafter, NOBODY),
        )
        one = bargain(table, rules, reservation, pace)
        two = bargain(turned, moved, reservation[:, order], pace[:, order])
        assert (one.packages == two.packages).all(), seed
        assert (one.rounds == two.rounds).all()
        assert (one.yes[:, order] == two.yes).all()


def test_a_barred_package_is_never_agreed() -> None:
    table = drawn(np.random.default_rng(6), 5, 4, 3)
    rng = np.random.default_rng(7)
    reservation, pace = np.zeros((300, 3), np.int64), rng.integers(0, PACES, (300, 3)).astype(np.int8)

    def extra(packages: np.ndarray) -> np.ndarray:
        barred = np.array([BARRED, 0, 0])
        return np.where((packages[:, 2] != 1)[:, None], barred, 0)

    rules = [Protocol("alternating", 9, (0, 1, 2)), Protocol("single_text", 3, (0, 1, 2))]
    for found in (bargain(table, r, reservation, pace, extra) for r in rules):
        assert found.agreed.any()
        assert (found.packages[found.agreed, 2] == 1).all()
    everything = bargain(table, rules[0], reservation, pace, lambda p: np.full((len(p), 3), BARRED))
    assert not everything.agreed.any()
    assert not everything.yes.any()


def test_who_all_hold_out_miss_a_narrow_zone_that_others_find() -> None:
    """One cake in ten slices, of which each must have four: three ways to cut it."""
    table = made([[[s * 1000 for s in range(11)], [(10 - s) * 1000 for s in range(11)]]])
    low, rules = np.array([4000, 4000]), Protocol("alternating", 8, (0, 1))
    assert zone(table, low).count == 3
    alike = np.repeat(np.arange(PACES, dtype=np.int8)[:, None], 2, axis=1)
    found = bargain(table, rules, np.repeat(low[None, :], PACES, axis=0), alike)
    assert found.agreed.tolist() == [False, True, True, True, True]
    assert (np.diff(found.rounds[1:]) <= 0).all(), "who gives way earlier agrees earlier"


def test_one_offer_alone_is_an_ultimatum() -> None:
    """It is the best package of whoever makes it, and is taken if the others have what they must have."""
    table = made([[[9, 5, 0], [1, 5, 9]]])
    pace = np.zeros((2, 2), np.int8)
    found = bargain(table, Protocol("alternating", 1, (0,)), np.array([[0, 1], [0, 2]]), pace)
    assert found.packages.tolist() == [[0], [NOBODY]]


def test_between_two_who_wants_more_never_agrees_earlier() -> None:
    compared = 0
    for seed in range(60):
        table = drawn(np.random.default_rng(seed), 4, 4, 2)
        rng = np.random.default_rng(seed)
        low = rng.integers(0, 6000, (50, 2))
        pace = rng.integers(0, PACES, (50, 2)).astype(np.int8)
        more = low + np.array([1500, 0])
        rules = Protocol("alternating", 8, (seed % 2, 1 - seed % 2))
        one, two = bargain(table, rules, low, pace), bargain(table, rules, more, pace)
        both = one.agreed & two.agreed
        assert (two.rounds[both] >= one.rounds[both]).all()
        assert (one.agreed >= two.agreed).all()
        compared += both.sum()
    assert compared > 500


def test_a_path_holds_what_is_best_for_all_at_some_weight() -> None:
    """From its first step to its last: neighbours are both best at the weight at which one gives way to the
    other, among all packages."""
    for seed in range(60):
        table, reservation = small(seed)
        worth = Plain(table, reservation).worth
        for party in range(len(table.parties)):
            steps = [tuple(s) for s in path(table, party).tolist()]
            own = {p: w[party] for p, w in worth.items()}
            others = {p: sum(w) - w[party] for p, w in worth.items()}
            assert own[steps[0]] == max(own.values())
            assert others[steps[-1]] == max(others.values())
            for a, b in pairwise(steps):
                assert own[a] > own[b]
                assert others[a] < others[b]
                weight = Fraction(own[a] - own[b], others[b] - others[a])
                most = max(own[p] + weight * others[p] for p in worth)
                assert own[a] + weight * others[a] == own[b] + weight * others[b] == most


@pytest.mark.parametrize("rounds", [1, 2, 7, 40])
def test_what_is_given_up_is_a_power_of_time(rounds: int) -> None:
    given = conceded(rounds)
    time = np.arange(rounds + 1) / rounds
    for pace, power in enumerate((4, 2, 1, 1 / 2, 1 / 4)):
        assert np.abs(given[pace] - 10_000 * time**power).max() <= 1
    assert (np.diff(given, axis=0) >= 0).all()
    assert given[:, 0].tolist() == [0] * PACES
    assert given[:, -1].tolist() == [10_000] * PACES


def test_an_aspiration_falls_from_the_best_to_the_reservation_value() -> None:
    given = conceded(12)[2]
    wanted = aspiration(np.array(9000), np.array(4001), given)
    assert (wanted[0], wanted[-1]) == (9000, 4001)
    assert (np.diff(wanted) < 0).all()
    assert (aspiration(np.array(10), np.array(4001), given) == 4001).all()


def test_an_even_text_favours_nobody() -> None:
    """Where each issue is a prize that one of the two wins, each gets as good a share as can be."""
    prizes = [40, 30, 20, 10]
    table = made([[[p, 0], [0, p]] for p in prizes])
    worth = table.worth(even_text(table)).tolist()
    assert sorted(worth) == [50, 50]
    for seed in range(60):
        some, reservation = small(seed)
        plain = Plain(some, reservation)
        text = tuple(even_text(some).tolist())
        best = [max(max(w[p] for w in plain.worth.values()), 1) for p in range(len(some.parties))]
        near = [p for p in plain.worth if sum(a != b for a, b in zip(p, text, strict=True)) <= 1]
        share = {p: sorted(Fraction(w, b) for w, b in zip(plain.worth[p], best, strict=True)) for p in near}
        assert share[text] == max(share.values())


def test_who_amends_last_does_not_lose_by_it() -> None:
    """Two parties, so each issue given to one is taken from the other; both take all the room there is."""
    better = 0
    for seed in range(60):
        table = drawn(np.random.default_rng(seed), 6, 3, 2)
        low, pace = np.full((1, 2), 3500), np.zeros((1, 2), np.int8)
        first, last = (bargain(table, Protocol("single_text", 2, o), low, pace) for o in ((0, 1), (1, 0)))
        assert first.agreed.all()
        gained = table.worth(last.packages)[0, 0] - table.worth(first.packages)[0, 0]
        assert gained >= 0
        better += int(gained > 0)
    assert better > 30


def test_the_odds_are_all_paces_once() -> None:
    table = drawn(np.random.default_rng(8), 4, 3, 3)
    low = np.array([[4000, 4500, 3000]])
    rules = Protocol("alternating", 6, (2, 0, 1))
    found = odds(table, rules, low)
    assert len(set(map(tuple, every_pace(3).tolist()))) == len(found.agreed) == PACES**3
    for row, pace in list(enumerate(every_pace(3)))[::7]:
        assert _told(found, row) == _told(bargain(table, rules, low, pace[None, :]), 0)


def _told(outcome: Outcome, run: int) -> list[object]:
    return [part[run].tolist() for part in (outcome.packages, outcome.agreed, outcome.rounds, outcome.yes)]
