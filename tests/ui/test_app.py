"""The game apart from any screen: every page, every seat, and what a seat must not see."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import Any

import pytest

from sim.errors import UnknownName
from sim.game import save
from sim.game.resume import resume
from sim.game.seat import Turn
from sim.game.setup import Setup
from sim.game.stored import Line, Saved
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Decision, Move
from sim.ui.app import App
from sim.ui.screens.debrief import TABS
from sim.ui.view import Cards, Screen
from tests.ui.playing import other_package, shows, until


def texts(value: Any) -> list[str]:
    """Every text that a screen holds, at any depth."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [t for v in value for t in texts(v)]
    if dataclasses.is_dataclass(value):
        return [t for f in dataclasses.fields(value) for t in texts(getattr(value, f.name))]
    return []


def doings(screen: Screen) -> list[str]:
    """Every action that a person could take on a screen."""
    found = [c.do for p in screen.panels if isinstance(p, Cards) for c in p.cards if c.enabled]
    return found + [t.do for t in screen.tabs] + [a.do for a in screen.actions if a.enabled]


def seats(game: Compiled) -> list[str]:
    return [s.actor for s in game.source.seats]


def at_table(game: Compiled, seat: str, seed: int = 7) -> App:
    app = App(game.id, seat, seed)
    app.act("begin")
    return app


def go_on(app: App) -> None:
    """Plays one screen on, by the first thing that moves the game forward."""
    forward = ("move:", "send:", "ask:", "say", "watch", "lay:", "accept", "refuse")
    forward += ("skip", "next", "debrief", "begin")
    found = [do for do in doings(app.screen()) if do.startswith(forward)]
    assert found, f"nothing leads on from {app.screen().name}"
    app.act(other_package(app.screen()) or found[0])


def test_the_first_page_has_a_card_for_each_scenario() -> None:
    screen = App().screen()
    cards = [c for p in screen.panels if isinstance(p, Cards) for c in p.cards]
    assert {c.do for c in cards} >= {
        "scenario:rafah_delay",
        "scenario:withheld_munitions",
        "scenario:doha_strike",
    }
    assert len({c.key for c in cards}) == len(cards)


def test_every_seat_plays_from_the_first_page_to_every_debrief_page(shipped: Compiled) -> None:
    for seat in seats(shipped):
        app = App(seed=5)
        app.act(f"scenario:{shipped.id}")
        assert f"seat:{seat}" in doings(app.screen())
        app.act(f"seat:{seat}")
        assert app.screen().name == "brief"
        names = []
        for _ in range(80):
            names.append(app.screen().name)
            if app.screen().name == "debrief":
                break
            go_on(app)
        assert names[-1] == "debrief", names
        for tab in TABS:
            app.act(f"tab:{tab}")
            screen = app.screen()
            assert [t.do for t in screen.tabs if t.selected] == [f"tab:{tab}"]
            assert len(" ".join(texts(screen.panels))) > 150, tab


def test_a_screen_is_the_same_object_until_something_is_done() -> None:
    app = App()
    assert app.screen() is app.screen()


def test_help_comes_and_goes_anywhere(shipped: Compiled) -> None:
    app = at_table(shipped, seats(shipped)[0])
    before = app.screen()
    app.act("help")
    assert app.screen().name == "help"
    app.act("back")
    assert app.screen() == before


def test_undo_goes_back_to_the_last_choice(shipped: Compiled) -> None:
    app = at_table(shipped, seats(shipped)[0])
    until(lambda: bool(app.session.choices), lambda: go_on(app))
    before = app.session.choices[-1].decision
    app.act("undo")
    assert app.session.decision.source.id == before
    assert app.screen().name in ("write", "decide", "bargain")
    assert "undo" not in doings(app.screen())
    before = app.screen()
    app.act("undo")
    assert app.screen() == before


def test_the_result_shows_history_its_sources_and_what_is_disputed(shipped: Compiled) -> None:
    app = at_table(shipped, seats(shipped)[0])
    for _ in shipped.source.decisions:
        until(shows(app, "result"), lambda: go_on(app))
        step = app.session.steps[-1]
        told = next(d for d in shipped.source.decisions if d.id == step.decision)
        words = "\n".join(texts(app.screen()))
        assert told.history.text in words
        for fact in told.history.facts:
            assert f"[{fact}]" in words
        for account in told.history.disputed:
            assert account.by in words
            assert account.others in words
        if app.viewer.turn is Turn.OVER:
            break
        app.act("next")


def hidden_moves(game: Compiled, seat: str, decision: Decision) -> list[Move]:
    """The moves that a seat may not see before they are taken."""
    side, decider = game.record.side, decision.decider
    if seat == decider or seat == side(decider):
        return []
    if side(seat) == side(decider):
        return [m for m in decision.moves if m.secret == "chair"]
    return [m for m in decision.moves if m.secret]


def test_no_seat_sees_what_only_another_knows(shipped: Compiled) -> None:
    """Before a decision is taken, others read neither the decider's view nor its secret moves."""
    checked = 0
    for seat in seats(shipped):
        for seed in (1, 2, 3):
            app = at_table(shipped, seat, seed)
            for _ in range(60):
                screen = app.screen()
                if screen.name == "debrief":
                    break
                words = "\n".join(texts(screen))
                assert not any(s.brief in words for s in shipped.source.seats if s.actor != seat)
                if screen.name in ("write", "watch", "decide"):
                    source = app.session.decision.source
                    abroad = shipped.record.side(seat) != shipped.record.side(source.decider)
                    hidden = hidden_moves(shipped, seat, source)
                    if hidden or (abroad and source.outside is not None):
                        assert source.situation not in words
                        assert source.title not in texts(screen)
                    for move in hidden:
                        assert move.label not in words
                        assert move.text not in words
                        checked += 1
                go_on(app)
    assert checked


def test_nothing_later_is_told_before_its_time(shipped: Compiled) -> None:
    app = at_table(shipped, seats(shipped)[0])
    for _ in range(60):
        screen = app.screen()
        if screen.name == "debrief":
            break
        if screen.name in ("write", "watch", "decide"):
            words = "\n".join(texts(screen))
            done = {s.decision for s in app.session.steps}
            for decision in shipped.source.decisions:
                if decision.id not in done:
                    assert decision.history.text not in words
        go_on(app)


def test_messages_that_were_not_for_your_side_stay_unread(shipped: Compiled) -> None:
    record = shipped.record
    for seat in seats(shipped):
        app = at_table(shipped, seat, 4)
        for _ in range(60):
            if app.screen().name == "debrief":
                break
            if app.screen().name == "result":
                step = app.session.steps[-1]
                words = "\n".join(texts(app.screen().panels[0]))
                for sent in step.messages:
                    ours = record.side(seat) in (record.side(sent.message.sender), record.side(step.decider))
                    known = ours or sent.leaked or record.channels[sent.message.channel].public
                    name = record.channels[sent.message.channel].name
                    if not known and not any(
                        m.message.channel == sent.message.channel and m is not sent for m in step.messages
                    ):
                        assert f"over {name}" not in words
            go_on(app)


def test_a_saved_game_is_offered_and_goes_on(shipped: Compiled, tmp_path: Path) -> None:
    app = App(shipped.id, seats(shipped)[0], 7, saves=tmp_path)
    app.act("begin")
    for _ in range(6):
        go_on(app)
    steps = [s.state_hash for s in app.session.steps]
    again = App(saves=tmp_path)
    offered = [d for d in doings(again.screen()) if d.startswith("resume:")]
    assert len(offered) == 1
    again.act(offered[0])
    assert [s.state_hash for s in again.session.steps] == steps


def test_broken_saves_are_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "torn.json").write_text('{"program": "backch')
    app = App(saves=tmp_path)
    assert "torn.json is torn" in app.screen().message
    app.act("resume:torn.json")
    assert "torn.json" in app.screen().message
    app.act("resume:../../etc/passwd")
    assert app.screen().name == "choose"
    assert (tmp_path / "torn.json").read_text() == '{"program": "backch'


def test_unknown_names_are_told() -> None:
    with pytest.raises(UnknownName, match="rafah_delay"):
        App("rafah_dely")
    with pytest.raises(UnknownName, match="Did you mean 'netanyahu'"):
        App("withheld_munitions", "netanyahoo")


def test_any_order_of_actions_keeps_the_game_whole(tmp_path: Path) -> None:
    """Random sessions: no exception, no dead end, and the save replays to the same state."""
    for seed in range(40):
        luck = random.Random(seed)
        folder = tmp_path / str(seed)
        app = App(seed=seed, saves=folder)
        for _ in range(70):
            choices = [d for d in doings(app.screen()) if d != "quit"] + ["nonsense", "move:nowhere", "undo"]
            assert app.act(luck.choice(choices))
            assert app.screen().actions
        if app.session is not None and app.session.file is not None and app.session.file.exists():
            back, said = resume(app.session.file)
            assert said == ""
            assert back.saved() == save.read(app.session.file)
            assert [s.state_hash for s in back.steps] == [s.state_hash for s in app.session.steps]


def test_a_scenario_that_is_gone_is_told_and_its_save_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    save.write(file, Saved("vanished_crisis", "0" * 16, 1, Setup(("il",)), (Line(),)))
    kept = file.read_bytes()
    app = App(saves=tmp_path)
    app.act("resume:old.json")
    assert app.screen().name == "choose"
    assert "There is no scenario 'vanished_crisis'" in app.screen().message
    assert file.read_bytes() == kept


def test_one_broken_scenario_does_not_close_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = library.shipped()
    for name, path in kept.items():
        (tmp_path / f"{name}.yaml").write_bytes(path.read_bytes())
    (tmp_path / "broken.yaml").write_text("format: 1\ntitel: A slip\n")
    monkeypatch.setattr("sim.places.scenarios", lambda: tmp_path)
    app = App()
    assert {e.id for e in app.catalogue.entries} == {*kept}
    assert "broken.yaml:" in app.screen().message
    assert {d for d in doings(app.screen()) if d.startswith("scenario:")} >= {f"scenario:{n}" for n in kept}
