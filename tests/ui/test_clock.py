"""The clock with a time of its own: where it counts, where it stands, and what it survives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.clock import Clock
from tests.ui.tables import MODES, do, onward, seated, to, walk


class Time:
    """Seconds that pass only when the test lets them."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def timed(app: App, minutes: int = 5) -> tuple[App, Time]:
    """The same game with a clock that reads the test's time."""
    now = Time()
    app.clock = Clock(minutes, now)
    app.act("nothing that is offered")
    app.screen()
    return app, now


def passes(app: App, now: Time, seconds: float) -> str:
    """Lets seconds pass; gives what the screen shows then."""
    now.at += seconds
    app.tick()
    return app.screen().clock


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(0, 400)),
        st.tuples(st.just("count"), st.booleans()),
        st.tuples(st.just("pause"), st.booleans()),
        st.tuples(st.just("extend"), st.integers(1, 300)),
        st.tuples(st.just("turn"), st.sampled_from("ab")),
    ),
    max_size=30,
)


@given(minutes=st.integers(1, 10), moves=MOVES)
def test_it_holds_what_a_ledger_of_seconds_holds(minutes: int, moves: list[tuple[str, int]]) -> None:
    """Beside a plain ledger: each decision has its seconds, and only counted ones are taken from them."""
    now = Time()
    clock = Clock(minutes, now)
    left = {"a": 60.0 * minutes, "b": 60.0 * minutes}
    here, counting = "a", False
    clock.turn_to(here)
    for what, value in moves:
        if what == "wait":
            now.at += value
            if counting:
                left[here] = max(0.0, left[here] - value)
        elif what == "count":
            clock.counts(bool(value))
            counting = bool(value) and not clock.paused
        elif what == "pause":
            clock.paused = bool(value)
            clock.counts(counting)
            counting = counting and not clock.paused
        elif what == "extend":
            clock.extend(value)
            left[here] += value
            counting = False
        else:
            counting = counting and here == value
            here = str(value)
            clock.turn_to(here)
        assert clock.left == pytest.approx(left[here])


@pytest.mark.parametrize("mode", MODES)
def test_it_is_seen_where_people_choose_and_nowhere_else(isles: Compiled, mode: str) -> None:
    app, now = timed(seated(isles, mode))  # type: ignore[arg-type]
    seen = set()
    for screen in walk(app):
        choosing = screen.name in ("write", "decide", "watch", "wait", "agree", "forecast", "tie")
        assert bool(screen.clock) == choosing, screen.name
        before = app.clock.left
        passes(app, now, 2)
        assert app.clock.left == pytest.approx(before - 2 if choosing else before), screen.name
        seen.add(choosing)
    assert seen == {True, False}


@pytest.mark.parametrize("over", ["help", "glossary", "reading", "why:light", "large:situation"])
def test_it_counts_on_while_people_read(isles: Compiled, over: str) -> None:
    app, now = timed(to(seated(isles), "write"))
    do(app, over)
    assert app.screen().clock == "5:00"
    assert passes(app, now, 30) == "4:30"
    do(app, "back")
    assert app.screen().clock == "4:30"


def test_it_stands_on_the_pages_that_have_nothing_to_do_with_the_choice(isles: Compiled) -> None:
    app, now = timed(to(seated(isles), "write"))
    passes(app, now, 10)
    do(app, "console")
    assert passes(app, now, 500) == "4:50"
    do(app, "help", "settings")
    assert passes(app, now, 500) == "4:50"
    do(app, "back", "back", "back")
    assert passes(app, now, 10) == "4:40"


def test_what_is_taken_back_has_the_time_that_was_left(isles: Compiled) -> None:
    app, now = timed(to(seated(isles), "write"))
    passes(app, now, 100)
    to(app, "result")
    passes(app, now, 50)
    do(app, "next")
    assert app.screen().clock == "5:00", "the next decision has its own"
    passes(app, now, 7)
    do(app, "undo")
    assert app.screen().clock == "3:20"
    to(app, "result")
    do(app, "next")
    assert app.screen().clock == "4:53"


def test_a_decision_played_again_has_all_its_time(isles: Compiled) -> None:
    app, now = timed(to(seated(isles), "write"))
    passes(app, now, 250)
    to(app, "debrief")
    do(app, "tab:whatif")
    back = next(c.do for p in app.screen().panels for c in getattr(p, "cards", ()) if c.do == "branch:lamp")
    do(app, back)
    assert app.screen().clock == "5:00"


def test_the_end_is_told_once_chooses_nothing_and_is_written_down(isles: Compiled) -> None:
    app, now = timed(to(seated(isles), "write"), 3)
    decision = app.here.decision
    assert passes(app, now, 181) == "time is up"
    assert "Time is up" in app.screen().message
    assert passes(app, now, 60) == "time is up"
    assert [u.what for u in app.here.uses] == ["time up"]
    do(app, onward(app))
    assert app.here.decision is decision
    assert not app.screen().message
    do(app, "console", "teach:extend", "back")
    assert app.screen().clock == "2:00"
    passes(app, now, 121)
    assert [u.what for u in app.here.uses] == ["time up", "extend", "time up"]


def test_the_end_is_written_down_where_nothing_ticks(isles: Compiled) -> None:
    """In the terminal time is looked at only when something is typed."""
    app, now = timed(to(seated(isles), "write"), 3)
    now.at += 200
    do(app, "help")
    assert [u.what for u in app.here.uses] == ["time up"]
    assert app.screen().clock == "time is up"


def test_a_game_without_a_clock_can_be_given_one_and_lose_it(isles: Compiled) -> None:
    app, now = timed(to(seated(isles), "write"), 0)
    assert passes(app, now, 50) == ""
    do(app, "console", "teach:start:8", "back")
    assert app.screen().clock == "8:00"
    assert passes(app, now, 60) == "7:00"
    do(app, "console", "teach:skip", "back")
    assert passes(app, now, 600) == ""
    assert [u.what for u in app.here.uses] == ["extend", "skip clock"]
    to(app, "result")
    do(app, "next")
    assert app.screen().clock == "", "it was for that decision alone"


def test_the_minutes_are_chosen_with_the_seats(isles: Compiled) -> None:
    app = App(seed=3, games=[isles])
    do(app, f"scenario:{isles.origin}")
    found = [app.draft.minutes]
    for _ in range(5):
        do(app, "minutes")
        found.append(app.draft.minutes)
    assert found == [0, 3, 5, 8, 10, 0]
    do(app, "minutes", "mode:observer", "seat:observer", "begin")
    assert app.here.setup.minutes == 3
    assert app.screen().clock == "3:00"
