"""The words of a screen: nothing that is shown may be missing from what is said."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ui import saying, view
from sim.ui.spoken import Focus, changed, of_screen, of_target
from sim.ui.spoken_panels import of_hint, of_panel
from sim.ui.view import (
    Action,
    Band,
    Block,
    Branch,
    Calibration,
    Card,
    Cards,
    Chart,
    Charts,
    Dot,
    Dots,
    Edge,
    Field,
    Fields,
    Hint,
    Line,
    Map,
    Meter,
    Network,
    Node,
    Package,
    Place,
    Row,
    Screen,
    Span,
    Stop,
    Tab,
    Table,
    Text,
    Tree,
    Visit,
    Worths,
)

BLOCKS = (
    Block("heading", (Span("A heading"),)),
    Block("text", (Span("A paragraph with "), Span("stress", "strong"))),
    Block("bullet", (Span("A point"),), "First"),
    Block("note", (Span("A boxed note"),), "One side"),
    Block("source", (Span("A cable"),), "S1"),
)
CARDS = (
    Card(
        "a",
        "1",
        "Write",
        "A letter",
        (Hint("-- Trust?", "down"), Hint("Speed", "up")),
        "Told: all",
        above="Quiet",
    ),
    Card("b", "2", "Wait", enabled=False, why_not="It is barred"),
    Card("c", "3", "Vote", "By hands", tally=2, less="c-", selected=True),
)
PANELS: dict[str, view.Panel] = {
    "text": Text("Situation", BLOCKS),
    "cards": Cards("Moves", CARDS, lead="Pick one"),
    "no cards": Cards("Letters", (), empty="Nobody wrote"),
    "network": Network(
        "Who talks",
        (Node("x", "Envoy", "NP", 0, 0, you=True), Node("y", "Minister", "SU", 1, 1, decides=True)),
        (Edge("x", "y", 40, 70, True, "Hot line"),),
        "One is open",
    ),
    "map": Map(
        "Where",
        (
            Place("p", "Harbour", 41.2, 20.1, True, "the talks", "Two names are in use"),
            Place("q", "Hill", -3, -50, False),
        ),
        (Visit("The envoy", "q", "p", "The envoy came from the hill."),),
        "No border is drawn",
    ),
    "charts": Charts(
        "Over time",
        (
            Chart(
                "Tension",
                ("May", "June"),
                (Line("You", "you", (10, None)), Line("History", "history", (20, 30))),
                "Low is good",
                (Band("half of the runs", (5, 6), (15, 16)),),
            ),
        ),
    ),
    "calibration": Calibration("How good", (Dots("Model", "branch", (Dot(20, 25, 4),)),), "Few points"),
    "tree": Tree(
        "Lines",
        ("May", "June"),
        (
            Branch("First", -1, 0, ("Ask", "Wait"), "Peace", "t:0", ("shown",)),
            Branch("Second", 0, 1, ("Ask", "Act"), "War"),
        ),
    ),
    "fields": Fields("Names", (Field("n", "Nickname", "Ada", "not your full name"),)),
    "table": Table(
        "Paths",
        ("When", "You"),
        (Row(("May", "Ask"), "parts here"), Row(("End", "War"), leading=True)),
        (1, 1),
    ),
    "packages": Worths(
        "What packages were worth",
        ("The north bank", "The south bank"),
        (45.0, 40.0),
        (Package("Agreed here", "you", (28.0, 86.0)), Package("Nash point", "branch", (61.3, 66.0))),
        ((61.3, 66.0), (28.0, 86.0)),
        "Nothing was agreed",
    ),
}
SCREEN = Screen(
    "decision",
    "The line",
    "5 November",
    (Tab("t:1", "Paths", True), Tab("t:2", "Numbers")),
    (
        Meter("Trust", 62, -8, True, "They were not told", "why"),
        Meter("Hidden", 50, 3, hidden=True, reason="Nobody knows"),
    ),
    tuple(PANELS.values()),
    (
        Stop("War", "6 October", "past"),
        Stop("Line", "5 November", "now"),
        Stop("Vote", "8 November", "ahead", False),
        Stop("Truce", "9 October", "skipped"),
    ),
    (Action("go", "Begin", "Enter", primary=True), Action("save", "Save", "S", enabled=False)),
    "The disk is full",
    "4:30",
)
SILENT = {
    "do", "less", "id", "a", "b", "x", "y",  # names inside the program, and places on the screen
    "name of Screen", "focus of Screen", "scale", "weight", "grid", "widths", "large", "most",
    "role", "style",  # what is strong or in a colour of its own is told by its own words
    "kind of Block",  # the difference between a paragraph and a point is only one of layout
}  # fmt: skip
"""Fields that a person who sees the screen does not learn anything from."""


def parts(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any, str]]:
    """Every field of every dataclass in a screen: how to reach it, its owner, its name."""
    found = []
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            found.append(((*path, field.name), value, field.name))
            found += parts(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            found += parts(one, (*path, at))
    return found


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The same screen with another value at a path."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        return (*value[:first], put(value[first], rest, new), *value[first + 1 :])
    return dataclasses.replace(value, **{first: put(getattr(value, first), rest, new)})


def other(owner: Any, name: str) -> Any:
    """Another value for a field, one that would be seen."""
    value = getattr(owner, name)
    hint = typing.get_type_hints(type(owner))[name]
    choices = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Literal:
        return next(c for c in choices if c != value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 7
    if value is None:
        return 7
    return f"{value} otherwise" if isinstance(value, str) else value[:-1]


MUTATIONS = [
    pytest.param(path, owner, name, id=".".join(map(str, path)))
    for path, owner, name in parts(SCREEN)
    if name not in SILENT
    and f"{name} of {type(owner).__name__}" not in SILENT
    and getattr(owner, name) != ()
    and not (isinstance(owner, Card) and name == "why_not" and owner.enabled)
    and not (isinstance(owner, Cards) and name == "empty" and owner.cards)
    and not (isinstance(owner, Cards) and name == "lead" and not owner.lead)
    and not (isinstance(owner, Meter) and name in ("value", "change") and owner.hidden)
    and name not in ("nodes", "places")
    and not (isinstance(owner, Place | Visit) and name in ("start", "to"))
    and not (isinstance(owner, Line) and None in owner.values)
    and not (isinstance(owner, Hint) and name == "tone" and owner.text.startswith("-"))
    and not (isinstance(owner, Branch) and name in ("parent", "at", "moves"))
]


@pytest.mark.parametrize(("path", "owner", "name"), MUTATIONS)
def test_whatever_is_seen_to_change_is_heard_to_change(path: tuple[Any, ...], owner: Any, name: str) -> None:
    after = put(SCREEN, path, other(owner, name))
    assert [u.text for u in of_screen(after)] != [u.text for u in of_screen(SCREEN)]
    assert changed(SCREEN, after) or isinstance(getattr(owner, name), tuple), "what went away leaves silence"


def test_every_kind_of_panel_is_tried_here() -> None:
    assert {type(p) for p in PANELS.values()} == set(typing.get_args(view.Panel))


@pytest.mark.parametrize("name", list(PANELS))
def test_every_text_of_a_panel_is_in_its_words(name: str) -> None:
    said = " ".join(u.text for u in of_panel(PANELS[name])).lower()
    for _, owner, field in parts(PANELS[name]):
        value = getattr(owner, field)
        if isinstance(value, str) and field not in SILENT | {"key", "state", "tone", "kind", "start", "to"}:
            if isinstance(owner, Card) and field == "why_not" and owner.enabled:
                continue
            for word in value.strip("+-−? ").lower().split():
                assert word in said, f"{field} of {type(owner).__name__}"


def test_the_order_is_title_message_clock_panels_meters_timeline_keys() -> None:
    order = [u.part for u in of_screen(SCREEN)]
    firsts = [order.index(p) for p in ("screen", "clock", "panel", "meter", "timeline", "action")]
    assert firsts == sorted(firsts)
    texts = [u.text for u in of_screen(SCREEN)]
    assert texts[0] == "Screen: The line."
    assert texts[-1] == "Key S: Save, closed now."


@pytest.mark.parametrize(
    ("focus", "says"),
    [
        (
            Focus("card", "b", "2. Wait", 2, 3),
            "Card, key 2, closed: Wait. Closed because: It is barred. 2 of 3.",
        ),
        (Focus("action", "go", "Begin", 1, 2), "Key Enter: Begin, the way on. 1 of 2."),
        (Focus("tab", "t:1", "Paths", 1, 2), "Page 1 of 2: Paths, shown. 1 of 2."),
        (Focus("strip", "1", "Moves", 2, 2, shown=True), "Panels: Moves, shown. 2 of 2."),
        (
            Focus("scroll", "panel 0", "Situation", 1, 1),
            "Panel: Situation. Full stop reads it, arrows scroll.",
        ),
        (Focus("large", "large:x", "Enlarge: Talk", 1, 1, "Enlarge"), "Button: Enlarge: Talk. Enlarge."),
        (Focus("less", "c-", "One less: Vote", 1, 1), "Button: One less: Vote."),
    ],
)
def test_what_has_the_focus_is_said_with_role_label_state_and_place(focus: Focus, says: str) -> None:
    assert [u.text for u in of_target(SCREEN, focus)] == [says]


@pytest.mark.parametrize("role", ["meter", "field", "branch"])
def test_other_things_in_focus_say_all_of_themselves(role: str) -> None:
    name = {"meter": "Trust", "field": "n", "branch": "1"}[role]
    wanted = {
        "meter": "They were not told",
        "field": "Nickname, Ada",
        "branch": "Leaves First at June",
    }[role]
    (said,) = of_target(SCREEN, Focus(role, name, "label", 1, 2))
    assert wanted in said.text
    assert said.text.endswith("1 of 2.")


def test_after_a_pick_only_what_is_new_is_said() -> None:
    cards = Cards("Moves", (dataclasses.replace(CARDS[0], selected=True), *CARDS[1:]), lead="Pick one")
    after = dataclasses.replace(SCREEN, panels=(cards, *SCREEN.panels[2:]), message="")
    said = [u.text for u in changed(SCREEN, after)]
    assert len(said) == 1
    assert said[0].startswith("Card, key 1, chosen: Write.")
    assert changed(SCREEN, SCREEN) == ()
    new = dataclasses.replace(SCREEN, title="Another")
    assert changed(SCREEN, new) == of_screen(new)


@pytest.mark.parametrize(
    ("before", "after", "heard"),
    [
        ("4:30", "4:29", False),
        ("2:01", "2:00", True),
        ("2:01", "1:59", True),
        ("0:11", "0:10", True),
        ("0:30", "0:29", False),
        ("4:30", "paused", True),
        ("paused", "4:30", True),
        ("0:20", "1:20", True),
        ("", "4:30", True),
    ],
)
def test_the_clock_is_heard_when_it_matters(before: str, after: str, heard: bool) -> None:
    was, now = (dataclasses.replace(SCREEN, clock=c) for c in (before, after))
    assert bool(changed(was, now)) is heard


@given(text=st.text(max_size=60))
def test_any_text_is_one_clean_line(text: str) -> None:
    said = [
        u.text
        for u in of_screen(Screen("x", text, text, panels=(Text(text, (Block("text", (Span(text),)),)),)))
    ]
    for line in said:
        assert "\n" not in line
        assert line == " ".join(line.split())
        assert all(c.isprintable() or c in "\u200c\u200d" for c in line)
        line.encode()


def test_signs_are_words() -> None:
    assert of_hint(Hint("++ Trust", "up")) == "plus plus Trust"
    assert of_hint(Hint("- Trust?", "down")) == "minus perhaps Trust"
    assert saying.clean("from −5 to -3, 2024-05") == "from minus 5 to minus 3, 2024-05"
    assert saying.key_name("?") == "question mark"
