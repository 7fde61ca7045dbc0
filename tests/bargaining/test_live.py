"""People at a table: by themselves the policies talk as in a batch; acts are asked for, heard and checked."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from sim.bargaining.concession import PACES
from sim.bargaining.live import Act, Ask, Talk, talk
from sim.bargaining.protocols import NOBODY, Protocol, bargain
from sim.bargaining.table import Table
from sim.errors import InputError
from tests.bargaining.tables import drawn, made, small

OFFERS = Protocol("alternating", 6, (0, 1, 2))
TEXT = Protocol("single_text", 3, (0, 1, 2), drafter=1)
MEDIATED = Protocol("single_text", 4, (2, 0, 1, 0), changes=1)
LOW, PACE = np.array([[3500, 4000, 3000]]), np.array([[1, 2, 3]], np.int8)
RULES = [OFFERS, TEXT, MEDIATED]


@pytest.fixture(scope="module")
def table() -> Table:
    return drawn(np.random.default_rng(3), 5, 4, 3)


def go(table: Table, rules: Protocol, people: set[int], acts: list[Act]) -> Talk:
    return talk(table, rules, LOW, PACE, None, frozenset(people), acts)


def finish(
    table: Table, rules: Protocol, people: set[int], act: Callable[[Ask], Act]
) -> tuple[Talk, list[Act]]:
    """The talk to its end, each act asked for in turn; all that was said before is still said."""
    acts: list[Act] = []
    before: tuple[object, ...] = ()
    while (now := go(table, rules, people, acts)).ask:
        assert now.said[: len(before)] == before
        assert (now.agreed, now.package, now.yes) == (None, None, None)
        assert now.ask.party in people
        before = now.said
        acts.append(act(now.ask))
    return now, acts


def stubborn(package: tuple[int, ...]) -> Callable[[Ask], Act]:
    """Writes one package, leaves another's text as it is, says no to everything."""

    def act(ask: Ask) -> Act:
        if ask.kind == "answer":
            return Act(ask.party, yes=False)
        return Act(ask.party, ask.text if ask.kind == "amend" else package)

    return act


@pytest.mark.parametrize("rules", RULES, ids=["offers", "text", "mediated"])
def test_with_nobody_there_it_is_the_batch(rules: Protocol) -> None:
    for seed in range(40):
        rng = np.random.default_rng(seed)
        table = drawn(rng, 4, 3, 3)
        low = rng.integers(1000, 8000, (1, 3))
        pace = rng.integers(0, PACES, (1, 3)).astype(np.int8)
        extra = [None, lambda packages: packages[:, :3].astype(np.int64) * [300, 0, -400]]
        found = talk(table, rules, low, pace, extra[seed % 2], frozenset(), [])
        batch = bargain(table, rules, low, pace, extra[seed % 2])
        assert found.ask is None
        assert found.agreed == bool(batch.agreed[0])
        assert found.yes == tuple(batch.yes[0].tolist())
        assert found.package == (tuple(batch.packages[0].tolist()) if found.agreed else None)
        assert max(s.round for s in found.said) == batch.rounds[0]
        assert not any(s.person for s in found.said)


@pytest.mark.parametrize("rules", RULES, ids=["offers", "text", "mediated"])
def test_a_person_who_does_what_the_policy_would_changes_nothing(table: Table, rules: Protocol) -> None:
    alone = go(table, rules, set(), [])
    for people in ({0}, {1, 2}, {0, 1, 2}):
        acts = [
            Act(s.party, s.package) if s.kind != "answer" else Act(s.party, yes=s.yes)
            for s in alone.said
            if s.party in people
        ]
        same = go(table, rules, people, acts)
        assert [(s.round, s.party, s.kind, s.package, s.yes) for s in same.said] == [
            (s.round, s.party, s.kind, s.package, s.yes) for s in alone.said
        ]
        assert (same.agreed, same.package, same.yes) == (alone.agreed, alone.package, alone.yes)
        assert {s.party for s in same.said if s.person} == people


@pytest.mark.parametrize("rules", RULES, ids=["offers", "text", "mediated"])
def test_without_whom_there_is_no_agreement_can_refuse_everything(table: Table, rules: Protocol) -> None:
    if rules.kind == "alternating":
        rules = Protocol("alternating", 6, (0, 1))
    end, acts = finish(table, rules, {2}, stubborn((0, 0, 0, 0, 0)))
    assert end.agreed is False
    assert end.package is None
    assert acts
    assert end.yes is not None
    assert not end.yes[2]


def test_offers_go_round_and_are_answered_at_once(table: Table) -> None:
    """Two people answer the same offer: the second does not hear what the first said."""
    first = go(table, OFFERS, {1, 2}, [])
    assert [s.kind for s in first.said] == ["offer"]
    offer = first.said[0].package
    assert first.ask == Ask(1, "answer", 1, offer)
    second = go(table, OFFERS, {1, 2}, [Act(1, yes=False)])
    assert second.ask == Ask(2, "answer", 1, offer)
    assert second.said == first.said
    third = go(table, OFFERS, {1, 2}, [Act(1, yes=False), Act(2, yes=True)])
    assert [(s.party, s.kind, s.yes) for s in third.said[1:]] == [(1, "answer", False), (2, "answer", True)]
    assert third.ask == Ask(1, "offer", 2, offer)


def test_what_a_person_offers_is_agreed_when_all_accept(table: Table) -> None:
    package = (1, 2, 3, 0, 1)
    acts = [Act(0, package), Act(1, yes=True), Act(2, yes=True)]
    end = go(table, OFFERS, {0, 1, 2}, acts)
    assert (end.agreed, end.package, end.yes) == (True, package, (True, True, True))
    low = talk(table, OFFERS, LOW + 10_000, PACE, None, frozenset({0, 1, 2}), acts)
    assert low.agreed, "a reservation value does not bind a person"


def test_a_person_may_leave_the_text_as_it_is(table: Table) -> None:
    asked = go(table, MEDIATED, {2}, [])
    assert asked.ask is not None
    assert [(s.round, s.party, s.kind) for s in asked.said] == [(0, NOBODY, "offer")]
    assert asked.ask == Ask(2, "amend", 1, asked.said[0].package)
    after = go(table, MEDIATED, {2}, [Act(2, asked.ask.text)])
    assert after.said[1].package == asked.said[0].package
    assert after.ask is not None
    assert after.ask.kind == "answer"


def test_a_person_drafts(table: Table) -> None:
    asked = go(table, TEXT, {1}, [])
    assert (asked.ask, asked.said) == (Ask(1, "offer", 0, None), ())
    begun = go(table, TEXT, {1}, [Act(1, (3, 3, 3, 3, 3))])
    assert [(s.round, s.party, s.person) for s in begun.said] == [(0, 1, True), (1, 0, False)]
    assert begun.said[0].package == (3, 3, 3, 3, 3)
    assert begun.ask == Ask(1, "amend", 2, begun.said[1].package)


@pytest.mark.parametrize("rules", [TEXT, MEDIATED], ids=["text", "mediated"])
def test_amendments_gain_their_authors_and_leave_the_others_above(rules: Protocol) -> None:
    amended = 0
    for seed in range(60):
        table = drawn(np.random.default_rng(seed), 5, 4, 3)
        end = go(table, rules, set(), [])
        texts = [s for s in end.said if s.kind != "answer"]
        for before, after in pairwise(texts):
            had, has = (table.worth(np.array(s.package, np.int8)) for s in (before, after))
            who = after.party
            assert has[who] > had[who] or before.package == after.package
            assert sum(a != b for a, b in zip(before.package, after.package, strict=True)) <= rules.changes
            spared = LOW[0] + (had - LOW[0]) * int(PACE[0, who]) / PACES
            assert (has >= np.where(had >= LOW[0], spared, had)).all()
            amended += before.package != after.package
    assert amended > 60


WRONG = [
    (OFFERS, {0}, Act(1, (0, 0, 0, 0, 0)), "It is the turn of 'a', not of 'b'."),
    (OFFERS, {0}, Act(9, (0, 0, 0, 0, 0)), "It is the turn of 'a', not of party 9."),
    (OFFERS, {0}, Act(0, yes=True), "'a' is asked for a package of 5 issues, not for a yes or no."),
    (OFFERS, {0}, Act(0, (0, 0, 0)), "'a' settles 3 issues; a package settles all 5."),
    (OFFERS, {0}, Act(0, (0, 4, 0, 0, 0)), "Issue 'issue 1' has no option 4: choose from 0 to 3."),
    (OFFERS, {0}, Act(0, (0, 0, 0, 0, -1)), "Issue 'issue 4' has no option -1: choose from 0 to 3."),
    (OFFERS, {1}, Act(1, (0, 0, 0, 0, 0)), "'b' is asked for a yes or no, not for a package."),
    (OFFERS, {1}, Act(1), "'b' is asked for a yes or no, not for a package."),
]


@pytest.mark.parametrize(("rules", "people", "act", "line"), WRONG)
def test_an_act_that_does_not_fit_is_told_in_one_line(
    table: Table, rules: Protocol, people: set[int], act: Act, line: str
) -> None:
    with pytest.raises(InputError) as told:
        go(table, rules, people, [act])
    assert str(told.value) == line


def test_an_amendment_changes_no_more_than_it_may(table: Table) -> None:
    asked = go(table, MEDIATED, {2}, []).ask
    assert asked is not None
    assert asked.text is not None
    far = tuple((o + 1) % 4 if i < 2 else o for i, o in enumerate(asked.text))
    with pytest.raises(InputError, match="'c' changes 2 issues; an amendment changes at most 1"):
        go(table, MEDIATED, {2}, [Act(2, far)])


def test_nobody_acts_after_the_end(table: Table) -> None:
    _, acts = finish(table, OFFERS, {2}, stubborn((0, 0, 0, 0, 0)))
    with pytest.raises(InputError, match="The talk is over"):
        go(table, OFFERS, {2}, [*acts, Act(2, yes=True)])


def test_who_has_nothing_to_offer_passes() -> None:
    """Nothing on the table is worth enough to the first party, so the talk goes on to the second's offer."""
    table = made([[[10, 20], [20, 10]]])
    low, pace = np.array([[30, 5]]), np.zeros((1, 2), np.int8)
    end = talk(table, Protocol("alternating", 2, (0, 1)), low, pace, None, frozenset(), [])
    assert [(s.round, s.party, s.kind, s.package, s.yes) for s in end.said] == [
        (1, 0, "offer", None, None),
        (2, 1, "offer", (0,), None),
        (2, 0, "answer", (0,), False),
    ]
    assert (end.agreed, end.yes) == (False, (False, True))


@pytest.mark.parametrize("seed", range(40))
def test_any_people_doing_anything_come_to_an_end(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table, low = small(seed)
    parties = len(table.parties)
    order = tuple(rng.integers(0, parties, 3).tolist())
    rules = [
        Protocol("alternating", 5, order),
        Protocol("single_text", 3, order, int(rng.integers(-1, parties))),
    ]
    people = frozenset(np.flatnonzero(rng.integers(0, 2, parties)).tolist())

    def act(ask: Ask) -> Act:
        if ask.kind == "answer":
            return Act(ask.party, yes=bool(rng.integers(0, 2)))
        package = [int(rng.integers(0, len(o))) for o in table.options]
        return Act(ask.party, ask.text if ask.kind == "amend" else tuple(package))

    for one in rules:
        acts: list[Act] = []
        while (
            now := talk(table, one, low[None, :], np.zeros((1, parties), np.int8), None, people, acts)
        ).ask:
            acts.append(act(now.ask))
        yes = {s.party: s.yes for s in now.said if s.kind == "answer" and s.round == now.said[-1].round}
        assert now.yes is not None
        assert all(now.yes[p] == y for p, y in yes.items())
        assert now.agreed == (now.package is not None)
        if now.agreed:
            assert now.package == [s.package for s in now.said if s.kind != "answer"][-1]
            assert table.agreed(np.array(now.yes))
