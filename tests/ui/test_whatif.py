"""Other ways on, by play: back to a decision, the same luck, any two lines side by side, all of it kept."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sim.game.entries import Choice
from sim.game.resume import resume
from sim.game.session import Session
from sim.game.stored import Line
from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.screens.debrief.whatif import MOST_LINES
from sim.ui.view import Cards, Charts, Table, Tree
from tests.ui.playing import MODES, begun, cards, lanterns, on, tab, texts, to_debrief


@pytest.fixture(scope="module")
def game() -> Compiled:
    return lanterns()


def back(app: App, decision: str) -> None:
    """Goes back to a decision, by its card."""
    tab(app, "whatif")
    assert f"branch:{decision}" in [c.do for c in cards(app.screen())]
    app.act(f"branch:{decision}")


def other_move(app: App, luck: int = 0) -> str:
    """Takes another move than the one that the parent line took."""
    place = app.here
    decision = place.decision
    assert decision is not None
    was = {
        e.decision: e.move for e in place.lines[place.lines[place.line].parent].log if isinstance(e, Choice)
    }
    open_ = [m for m, can in place.model.open_moves().items() if can and m != was[decision.source.id]]
    move = open_[luck % len(open_)]
    app.act(f"move:{move}")
    return move


def tree(app: App) -> Tree:
    return next(p for p in tab(app, "whatif").panels if isinstance(p, Tree))


def fresh(game: Compiled, app: App) -> list[str]:
    """The states of a new game of the same seed in which the same is chosen."""
    session = Session(game, app.here.setup, app.here.seed)
    for entry in app.here.choices:
        while session.decision is not None and session.decision.source.id != entry.decision:
            session.watch()
        if entry.stood_in:
            session.stand_in(entry.seat)
        elif entry.move is not None:
            session.choose(entry.seat, entry.move)
        else:
            session.say(entry.seat, entry.message)
    while session.decision is not None:
        session.watch()
    return [s.state_hash for s in session.steps]


@pytest.mark.parametrize("mode", [m for m in MODES if m != "observer"])
def test_a_line_is_the_game_of_the_same_seed_with_the_same_choices(game: Compiled, mode: str) -> None:
    app = to_debrief(begun(game, MODES[mode]))
    first = [s.state_hash for s in app.here.steps]
    back(app, "sluice")
    assert app.here.decision is not None
    assert app.here.decision.source.id == "sluice"
    to_debrief(app, 4)
    assert [s.state_hash for s in app.here.steps] == fresh(game, app)
    back(app, "night")
    to_debrief(app, 9)
    assert [s.state_hash for s in app.here.steps] == fresh(game, app)
    assert [b.parent for b in tree(app).branches] == [-1, 0, 1]
    app.act("line:0")
    assert [s.state_hash for s in app.here.steps] == first == fresh(game, app)


def test_the_same_move_again_is_the_same_game(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    states = [s.state_hash for s in app.here.steps]
    moves = {s.decision: s.move for s in app.here.steps}
    back(app, "sluice")
    for _ in range(40):
        decision = app.here.decision
        if decision is not None and app.screen().name == "decide":
            app.act(f"move:{moves[decision.source.id]}")
        elif app.screen().name != "debrief":
            on(app, random.Random(0))
    assert app.screen().name == "debrief"
    assert [s.state_hash for s in app.here.steps] == states


def test_the_other_move_is_played_on_by_the_model_and_stands_beside_the_first(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    back(app, "sluice")
    screen = app.screen()
    assert screen.subtitle.startswith("What if 1")
    assert [a.enabled for a in screen.actions if a.do == "playon"] == [False]
    assert not app.here.can_undo
    move = other_move(app)
    assert [a.enabled for a in app.screen().actions if a.do == "playon"] == [True]
    app.act("playon")
    assert app.screen().name == "debrief"
    shown = tree(app)
    assert [b.name for b in shown.branches] == ["First game", "What if 1"]
    assert shown.branches[1].at == 0
    label = next(m.label for m in game.source.decisions[0].moves if m.id == move)
    assert shown.branches[1].moves[0] == label
    assert [b.marks for b in shown.branches] == [(), ("shown",)]
    table = tab(app, "paths").panels[0]
    assert isinstance(table, Table)
    assert table.columns == ("Decision", "What if 1", "First game")
    assert table.rows[1].cells[1] == label
    assert table.rows[1].mark == "parts here"
    assert app.screen().subtitle.startswith("“What if 1” and the first game part at: ")


def test_any_two_lines_stand_side_by_side(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    for n in range(2):
        back(app, "sluice")
        other_move(app, n)
        app.act("playon")
        app.act("line:0")
    names = {0: "First game", 1: "What if 1", 2: "What if 2", -1: "History"}
    for left in names:
        for right in names:
            if left == right:
                continue
            for do in (f"left:{left}", f"right:{right}", f"left:{left}"):
                app.act("tab:paths")
                app.act(do)
            table = app.screen().panels[0]
            assert isinstance(table, Table)
            assert table.columns[1:] == tuple(
                "The historical path" if n == -1 else names[n] for n in (left, right)
            )
            paths = [app.found.path(n) for n in (left, right)]
            for row, decision in zip(table.rows[1:], game.source.decisions, strict=True):
                labels = {m.id: m.label for m in decision.moves}
                assert row.cells[1:] == tuple(labels[p.moves[decision.id]] for p in paths if p)
            charts = tab(app, "numbers").panels[0]
            assert isinstance(charts, Charts)
            assert {tuple(x.name for x in c.lines) for c in charts.charts} == {(names[left], names[right])}


def test_a_line_that_is_left_midway_goes_on_where_it_was(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    back(app, "sluice")
    other_move(app)
    on(app, random.Random(1))
    stood = app.here.decision
    assert stood is not None
    assert "line:0" in [a.do for a in app.screen().actions]
    app.act("line:0")
    assert app.screen().name == "debrief"
    branch = tree(app).branches[1]
    assert branch.marks == ("not played to its end",)
    assert branch.ending == ""
    assert not any(isinstance(p, Cards) for p in tab(app, "paths").panels)
    tab(app, "whatif")
    app.act(branch.do)
    assert app.here.decision is not None
    assert app.here.decision.source.id == stood.source.id
    to_debrief(app)
    assert [b.ending for b in tree(app).branches if not b.ending] == []


def test_taking_back_stays_in_the_line(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    back(app, "night")
    other_move(app)
    app.act("undo")
    assert (app.here.line, app.screen().name) == (1, "decide")
    app.act("undo")
    assert (app.here.line, app.screen().name) == (1, "decide")


def test_every_line_is_kept_and_comes_back(game: Compiled, tmp_path: Path) -> None:
    app = to_debrief(begun(game, MODES["solo"], saves=tmp_path))
    back(app, "sluice")
    other_move(app)
    app.act("playon")
    back(app, "night")
    other_move(app)
    on(app, random.Random(1))
    whole = tree(app)
    file = app.here.file
    assert file is not None
    session, said = resume(file, game)
    assert said == ""
    again = App(games=[game])
    again.enter(session)
    again.place.page = "debrief"
    assert tree(again) == whole
    for n in range(len(whole.branches)):
        one, other = app.found.path(n), again.found.path(n)
        assert one is not None
        assert other is not None
        assert [s.state_hash for s in one.steps] == [s.state_hash for s in other.steps]
    assert texts(tab(again, "mattered")) == texts(tab(app, "mattered"))


def test_where_nobody_has_a_part_there_is_nothing_to_go_back_to(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["observer"]))
    screen = tab(app, "whatif")
    assert not cards(screen)
    assert "nothing can be changed from here" in " ".join(texts(screen))
    before = app.screen()
    app.act("branch:sluice")
    assert app.screen() == before


def test_a_line_that_does_not_fit_any_more_is_told(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    gone = Choice("sluice", "a_move_that_is_gone", None, "quillby")
    app.here.lines.append(Line(0, "sluice", (gone,), 1, ("0" * 16,)))
    app.act("tab:whatif")
    branch = tree(app).branches[1]
    assert branch.marks == ("does not fit any more",)
    assert branch.do == ""
    for name in ("paths", "numbers", "endings"):
        assert app.here.line == 0
        assert tab(app, name).panels


def test_a_game_keeps_so_many_lines_and_says_so(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    for _ in range(MOST_LINES - len(app.here.lines)):
        app.here.branch("night")
        app.here.play_on()
    app.place.page = "debrief"
    screen = tab(app, "whatif")
    assert not cards(screen)
    assert f"{MOST_LINES} lines of play are all that a game keeps." in texts(screen)
