"""Whose map shows what, and how it is told in words."""

from __future__ import annotations

import pytest

from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from sim.ui.printed import render
from sim.ui.screens.map import AUTHORED, LAND, PUT, where
from sim.ui.view import Map, Screen
from tests.scenario.alike import game_of
from tests.scenario.test_map import MAPPED
from tests.scenario.test_short_forms import MILL


@pytest.fixture(scope="module")
def mill() -> Compiled:
    return game_of(MAPPED)


def seen(game: Compiled, inside: bool, at: int = 0) -> Map:
    found = where(game, game.decisions[at], inside)
    assert found is not None
    return found


def test_the_decider_sees_places_words_and_visits(mill: Compiled) -> None:
    shown = seen(mill, True)
    assert [(p.id, p.label, p.north, p.east, p.here) for p in shown.places] == [
        ("weir", "The weir", 51.24, -1.12, True),
        ("fair", "Fair", 51.0, -1.3, True),
    ]
    assert [p.said for p in shown.places] == ["The weir: The stream is lowest here.", "Fair: Both meet here."]
    assert [p.note for p in shown.places] == ["", "Both call it theirs."]
    assert [(v.who, v.start, v.to) for v in shown.visits] == [
        ("Lower Village", "fair", "weir"),
        ("Upper Village", "", "fair"),
    ]
    assert [v.said for v in shown.visits] == [
        "Lower Village in The weir, from Fair, 30 June 1820: Asks for water.",
        "Upper Village in Fair",
    ]


def test_others_see_what_stands_outside(mill: Compiled) -> None:
    shown = seen(mill, False)
    assert [(p.id, p.text) for p in shown.places] == [("fair", "")]
    assert shown.visits == ()


def test_without_an_outside_everybody_sees_the_same() -> None:
    text = MAPPED.replace("    outside: {title: What next?, situation: A cart on the road.", "    outside: {")
    line = next(x for x in text.splitlines() if x.startswith("    outside:"))
    game = game_of(text.replace(f"{line}\n", ""))
    assert seen(game, False) == seen(game, True)


def test_where_a_visit_goes_is_shown_though_it_is_no_place_of_the_decision() -> None:
    short = "places: {weir: The stream is lowest here., fair: Both meet here.}"
    shown = seen(game_of(MAPPED.replace(short, "places: [weir]")), True)
    assert [(p.id, p.here) for p in shown.places] == [("weir", True), ("fair", False)]


def test_without_places_or_points_there_is_no_map() -> None:
    assert all(where(game_of(MILL), d, True) is None for d in game_of(MILL).decisions)
    nowhere = MAPPED.replace("at: [51.24, -1.12]", "note: x").replace("at: [51, -1.3], ", "")
    game = game_of(nowhere.replace("{name: The weir, note: x}", "The weir"))
    assert where(game, game.decisions[0], True) is None


def test_the_caption_says_who_put_the_places_there(mill: Compiled) -> None:
    assert seen(mill, True).caption == f"{LAND} {AUTHORED}"
    assert seen(open_scenario("rafah_delay"), True).caption == f"{LAND} {PUT}"


def test_a_terminal_lists_places_and_visits(mill: Compiled) -> None:
    lines = render(Screen("table", "Dam", panels=(seen(mill, True),)), 60)
    text = "\n".join(lines)
    for told in ("* The weir: The stream is lowest here.", "* Fair: Both meet here.", "Both call it theirs."):
        assert told in text
    assert "> Upper Village in Fair" in text
    assert all(len(line) <= 60 for line in lines)


def test_no_other_side_reads_a_word_of_a_shipped_map_that_is_the_deciders_own(shipped: Compiled) -> None:
    """What stands on the decider's map alone is on nobody else's: the words with which it is told."""
    for decision in shipped.decisions:
        ours, theirs = (where(shipped, decision, inside) for inside in (True, False))
        if ours is None or theirs is None:
            continue
        outside = decision.source.outside
        assert outside is not None
        shown = {h.text for h in outside.places} - {""}
        for place in ours.places:
            if place.text and place.text not in shown:
                assert place.text not in theirs.alt
