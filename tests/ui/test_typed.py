"""What is typed in the terminal: counts, lines to fill, branches, and only what is worth showing."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ui import terminal
from sim.ui.branching import in_order, is_first, parting
from sim.ui.tidy import tidy
from sim.ui.typed import known, options, tab_letters, understand
from sim.ui.view import (
    Action,
    Branch,
    Card,
    Cards,
    Field,
    Fields,
    Meter,
    Screen,
    Tab,
    Text,
    Tree,
    heading,
    para,
)
from tests.ui.kit import parts, samples

EVERY = samples.ALL | parts.ALL


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("name", EVERY)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    assert max(map(len, terminal.render(EVERY[name](), width))) <= width


@pytest.mark.parametrize(
    ("typed", "does"),
    [
        ("1", "move:private"),
        ("-1", "less:move:private"),
        ("-2", "less:move:joint"),
        ("-4", None),
        ("3", None),
        ("m2", "why:Sunderland trust"),
        ("m9", None),
        ("e1", "large:text"),
        ("C", "clear"),
        ("", "go"),
        ("n", "go"),
    ],
)
def test_hands_are_counted_by_typing(typed: str, does: str | None) -> None:
    assert understand(parts.hands(), typed) == does


@pytest.mark.parametrize(
    ("typed", "does"),
    [
        ("f1=Ada", "nick:0:Ada"),
        ("F2 = Noa 7 ", "nick:1:Noa 7"),
        ("f1=", "nick:0:"),
        ("f4=a:b=c", "note:a:b=c"),
        ("f1=" + "x" * 90, "nick:0:" + "x" * 40),
        ("f1=\u202eAda\x07", "nick:0:Ada"),
        ("f0=Ada", None),
        ("f9=Ada", None),
        ("f1", None),
    ],
)
def test_lines_are_filled_by_typing(typed: str, does: str | None) -> None:
    assert understand(parts.names(), typed) == does


def test_everything_that_is_printed_in_brackets_can_be_typed() -> None:
    for make in EVERY.values():
        screen = make()
        printed = "\n".join(terminal.render(screen, 80))
        for key, do in options(screen).items():
            shown = [f"[{key}]", f"[{key}:"]
            assert any(s in printed for s in shown), (screen.name, key)
            assert understand(screen, key) == do


def test_branches_are_numbered_after_the_cards_in_the_order_of_the_screen() -> None:
    screen = parts.branches()
    cards = Cards("Cards", (Card("a", "1", "A"), Card("b", "", "B")))
    both = replace(screen, panels=(*screen.panels, cards))
    assert [options(both)[str(i)] for i in (1, 2, 3, 4, 5, 7)] == [
        "a",
        "b",
        "show:0",
        "show:1",
        "show:3",
        "show:2",
    ]
    lines = terminal.render(screen, 100)
    at = {
        name: next(i for i, x in enumerate(lines) if name in x)
        for name in ("played", "Joint paper", "Told nobody (")
    }
    assert at["played"] < at["Joint paper"] < at["Told nobody ("]


def test_long_keys_are_told_in_short() -> None:
    screen = Screen("s", "S", meters=tuple(Meter(f"M{i}", 1, do=f"why:{i}") for i in range(9)))
    assert known(screen) == "m1 to m9"


def test_a_tab_keeps_clear_of_the_letters_of_actions() -> None:
    tabs = tuple(Tab(f"tab:{i}", f"T{i}") for i in range(14))
    screen = Screen(
        "s",
        "S",
        tabs=tabs,
        actions=(Action("again", "Again", "A"), Action("c", "C", "C"), Action("quit", "Quit", "Esc")),
    )
    letters = tab_letters(screen)
    assert len(set(letters)) == 14
    assert not set(letters) & set("acqx")
    assert {options(screen)[x] for x in letters} == {t.do for t in tabs}
    assert options(screen)["a"] == "again"


@given(
    names=st.lists(st.text("abc defg", min_size=1, max_size=60), min_size=1, max_size=4),
    width=st.integers(40, 100),
)
def test_names_of_any_length_keep_clear_of_the_bars(names: list[str], width: int) -> None:
    meters = tuple(Meter(name, 50, 3, worse_when_high=i % 2 == 0, do="why") for i, name in enumerate(names))
    lines = terminal.render(Screen("s", "S", meters=meters), width)
    assert max(map(len, lines)) <= width
    for line in (x for x in lines if "█" in x):
        assert line[line.index("█") - 1] == " "


def test_a_hidden_meter_says_only_where_it_went() -> None:
    meter = Meter("Trust", 61, -4, hidden=True)
    printed = "\n".join(terminal.render(Screen("s", "S", meters=(meter,))))
    assert "▼ down" in printed
    assert not set(printed) & set("0123456789█·")


def test_only_the_clock_prints_nothing_anew() -> None:
    class Ticking:
        left = 9

        def screen(self) -> Screen:
            self.left -= 1
            return Screen("s", "Say when", actions=(Action("x", "Leave", "Esc"),), clock=f"0:0{self.left}")

        def act(self, do: str) -> bool:
            return False

    out = io.StringIO()
    terminal.play(Ticking(), io.StringIO("what\nx\n"), out)
    assert out.getvalue().count("SAY WHEN") == 1
    assert "0:07> " in out.getvalue()


def test_what_says_nothing_is_left_out() -> None:
    screen = Screen(
        "s",
        "S",
        panels=(
            Text("Nothing", (heading("Over nothing"), para("  "))),
            Text("Some", (heading("Empty"), heading("Full"), para("Words"), heading("Last"))),
            Cards("Cards", (Card("a", "1", "Wait", "Wait"), Card("b", "2", "Go", "Go now"))),
        ),
    )
    shown = tidy(screen)
    assert [p.title for p in shown.panels] == ["Some", "Cards"]
    text, cards = shown.panels
    assert isinstance(text, Text)
    assert isinstance(cards, Cards)
    assert [b.text for b in text.blocks] == ["Full", "Words"]
    assert [c.text for c in cards.cards] == ["", "Go now"]
    assert tidy(shown) == shown
    printed = "\n".join(terminal.render(screen))
    assert printed.count("Wait") == 1
    assert "Over nothing" not in printed


BRANCHES = st.lists(st.tuples(st.integers(-2, 8), st.integers(0, 5)), min_size=1, max_size=9)


@given(given_=BRANCHES)
def test_every_line_of_play_has_its_place_and_no_way_down_crosses_another(
    given_: list[tuple[int, int]],
) -> None:
    lines = tuple(Branch(f"b{i}", parent, at, ("x",) * 6, "") for i, (parent, at) in enumerate(given_))
    tree = Tree("T", tuple("abcdef"), lines)
    order = [number for number, _ in in_order(tree)]
    assert sorted(order) == list(range(len(lines)))
    row = {number: i for i, number in enumerate(order)}
    for number, line in enumerate(lines):
        if is_first(tree, number):
            assert parting(tree, number) == ""
            continue
        assert row[line.parent] < row[number]
        passed = [n for n in order if row[line.parent] < row[n] < row[number]]
        reach = min((lines[n].at for n in passed if lines[n].parent == line.parent), default=line.at)
        assert reach >= line.at, "what it passes begins further on"


def test_fields_are_told_how_to_be_filled() -> None:
    screen = Screen("s", "S", panels=(Fields("Names", (Field("n", "Name", hint="short"),)),))
    printed = "\n".join(terminal.render(screen))
    assert "[f1=] Name:  (short)" in printed
    assert "f1=words" in printed
    assert known(screen) == "f1=words"
