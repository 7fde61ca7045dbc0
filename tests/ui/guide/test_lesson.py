"""The minutes of a lesson add up, and who sits where leaves nobody standing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario import library
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.scenario.schema import Decision
from sim.ui.guide.facilitator import lessons
from sim.ui.guide.lesson import FULL, LEAST, LESSONS, parts, plan
from sim.ui.guide.seating import FEWEST, MOST, TEAM, by_part, groups, in_words, together
from sim.ui.guide.sheets import Grid
from tests.ui.guide.sheets import told

HARBOUR = Path(__file__).parents[2] / "fixtures" / "tables" / "harbour.yaml"
PHASES = ["react", "describe", "forecast", "reveal", "analyse", "apply"]


@pytest.mark.parametrize("minutes", LESSONS)
def test_a_lesson_adds_up_and_keeps_half_for_the_debrief(every: Compiled, minutes: int) -> None:
    found = plan(every, minutes)
    assert sum(s.minutes for s in found.stages) == minutes
    assert all(s.minutes >= 1 for s in found.stages)
    assert found.debrief >= found.play > 0
    played = [s.decision for s in found.stages if s.decision]
    assert [*played, *found.left] == [d.source.id for d in every.decisions]
    assert [s.phase for s in found.stages if s.phase] == PHASES


@pytest.mark.parametrize("minutes", [5, 8, 20, 60, 240])
@pytest.mark.parametrize("copies", [1, 2, 10])
@pytest.mark.parametrize("tables", [0, 1, 2, 5])
def test_it_adds_up_for_any_author_s_scenario(
    isles: Compiled, minutes: int, copies: int, tables: int
) -> None:
    """Of a few minutes or of hours, of one decision or of too many for one lesson, with tables or none."""
    rows = isles.decisions[:1] if copies == 1 else isles.decisions * copies
    table = library.open_scenario(str(HARBOUR)).decisions[0].table
    count = len(rows)
    rows = tuple(replace(d, table=table if i >= count - tables else None) for i, d in enumerate(rows))
    game = told(isles, minutes=minutes)
    object.__setattr__(game, "decisions", rows)
    for lesson in LESSONS:
        found = plan(game, lesson)
        assert sum(s.minutes for s in found.stages) == lesson
        assert found.debrief >= found.play
        each = [s.minutes for s in found.stages if s.decision]
        assert len(each) + len(found.left) == len(rows)
        assert not found.left or min(each) >= LEAST
        others = [n for n, d in zip(each, rows, strict=False) if d.table is None]
        at_tables = [n for n, d in zip(each, rows, strict=False) if d.table]
        assert not others or not at_tables or min(at_tables) >= max(others)


@pytest.mark.parametrize("minutes", LESSONS)
def test_a_table_gets_more_time_than_any_other_decision(every: Compiled, minutes: int) -> None:
    """As the guide asks for; every shipped scenario is played whole, and its tables are played in full."""
    found = plan(every, minutes)
    others = [found.of(d.source.id) for d in every.decisions if d.table is None]
    assert min(others) >= 1
    for decision in every.decisions:
        if decision.table is not None:
            assert found.of(decision.source.id) > max(FULL, *others), decision.source.id


def test_who_bargains_at_a_table_is_concerned_by_it() -> None:
    """Of two tables, the one at which more seats bargain gets the minute that is over."""
    game = library.open_scenario(str(HARBOUR))
    only = game.decisions[0]
    assert only.table is not None
    few = replace(only.table, table=replace(only.table.table, parties=("north",)))
    tables = (None, few, only.table)
    rows = [replace(only, index=i, senders=(), table=t, source=named(only, i)) for i, t in enumerate(tables)]
    found = plan(told(replace(game, decisions=tuple(rows)), minutes=8), LESSONS[0])
    assert [found.of(str(i)) for i in range(3)] == [3, 6, 7]


def named(decision: CompiledDecision, number: int) -> Decision:
    return decision.source.model_copy(update={"id": str(number)})


def test_what_the_model_takes_in_the_short_campaign_is_no_part_of_a_lesson() -> None:
    game = library.open_scenario("campaign_core")
    beats = {d.source.id for d in game.decisions if d.beat}
    people = [d.source.id for d in game.decisions if not d.beat]
    assert beats
    for minutes in LESSONS:
        found = plan(game, minutes)
        assert [*(s.decision for s in found.stages if s.decision), *found.left] == people
    assert all(p.decides + p.writes <= len(people) for p in by_part(game))


def test_the_spans_follow_each_other(every: Compiled) -> None:
    for minutes in LESSONS:
        spans = [tuple(map(int, span.split("–"))) for span, _ in plan(every, minutes).spans()]
        assert spans[0][0] == 0
        assert spans[-1][1] == minutes
        assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_the_guide_prints_these_minutes(every: Compiled) -> None:
    time = lessons(every)
    table = next(b for b in time.blocks if isinstance(b, Grid))
    for at, minutes in enumerate(LESSONS, 1):
        cells = [row[at].partition("\u00a0") for row in table.rows if row[at] != "–"]
        assert sum(int(length.strip("()")) for _, _, length in cells) == minutes
        assert [span for span, _, _ in cells] == [span for span, _ in plan(every, minutes).spans()]


@given(st.integers(0, 500), st.lists(st.integers(1, 50), min_size=1, max_size=30))
def test_parts_add_up_and_are_near(whole: int, weights: list[int]) -> None:
    found = parts(whole, weights)
    assert sum(found) == whole
    assert all(abs(n - whole * w / sum(weights)) < 1 for n, w in zip(found, weights, strict=True))


@pytest.mark.parametrize("seats", range(1, 8))
def test_every_student_has_a_place(seats: int) -> None:
    for students in range(FEWEST, MOST + 1):
        found = groups(students, seats)
        assert sum(g.people for g in found) == students
        for group in found:
            assert 0 < len(group.teams) <= seats
            assert all(1 <= n <= TEAM for n in group.teams)
            assert group.observers <= 1
            assert not group.observers or set(group.teams) == {TEAM}, "who observes could sit in a seat"
            assert len(group.teams) == seats or set(group.teams) == {1}, "a pair sits where a seat is free"
        assert max(g.people for g in found) - min(g.people for g in found) <= 1
        more = found[:-1]
        assert not more or len(more) * (TEAM * seats + 1) < students, "one machine fewer would do"


@pytest.mark.parametrize(
    ("students", "seats", "said"),
    [
        (2, 4, "1 × 2 (2 alone)"),
        (5, 4, "1 × 5 (1 pair, 3 alone)"),
        (9, 4, "1 × 9 (4 pairs, 1 observes)"),
        (13, 4, "1 × 7 (3 pairs, 1 alone), 1 × 6 (2 pairs, 2 alone)"),
        (6, 1, "2 × 3 (1 pair, 1 observes)"),
    ],
)
def test_places_in_words(students: int, seats: int, said: str) -> None:
    assert together(groups(students, seats)) == said
    assert all(in_words(g) in said for g in groups(students, seats))


def test_the_seats_that_have_most_to_do_come_first(every: Compiled) -> None:
    order = by_part(every)
    assert {p.actor for p in order} == {s.actor for s in every.source.seats}
    weights = [2 * p.decides + p.writes for p in order]
    assert weights == sorted(weights, reverse=True)
    assert all(p.decides + p.writes <= len(every.decisions) for p in order)
