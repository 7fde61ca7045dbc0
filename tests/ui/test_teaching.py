"""The teacher's page: what each control does, that each use is written down, and what it must not show."""

from __future__ import annotations

import pytest

from sim.game.entries import Injection
from sim.game.model import Negotiation
from sim.game.resume import resume
from sim.game.setup import MODES, Mode
from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.settings import Settings
from sim.ui.view import Card, Cards, Screen
from tests.ui.playing import shows, until
from tests.ui.tables import do, onward, seated, to, walk, words


def card(screen: Screen, name: str) -> Card:
    """A card of the screen by its action."""
    return next(c for p in screen.panels if isinstance(p, Cards) for c in p.cards if c.do == name)


def uses(app: App) -> list[str]:
    return [u.what for u in app.here.uses]


def has_console(screen: Screen) -> bool:
    return any(a.do == "console" for a in screen.actions)


@pytest.mark.parametrize("mode", MODES)
def test_it_can_be_reached_on_every_page_of_play(isles: Compiled, mode: Mode) -> None:
    for screen in walk(seated(isles, mode)):
        assert has_console(screen) or screen.name == "debrief", screen.name


@pytest.mark.parametrize("mode", MODES)
def test_a_pause_shows_the_title_alone_wherever_it_comes(isles: Compiled, mode: Mode) -> None:
    app = seated(isles, mode)
    for screen in walk(app):
        if screen.name == "debrief":
            break
        do(app, "console", "teach:pause")
        calm = app.screen()
        assert calm.name == "paused"
        assert (calm.title, calm.subtitle) == (isles.source.title, "Paused")
        parts = (calm.panels, calm.meters, calm.timeline, calm.tabs, calm.clock, calm.message)
        assert not [part for part in parts if part]
        assert {a.do for a in calm.actions} == {"console", "teach:on"}
        do(app, "console", "help", "back", "back")
        assert app.screen() == calm
        do(app, "teach:on")
        assert app.screen() == screen
    assert set(uses(app)) == {"pause", "go on"} | ({"agreed"} if mode == "pair" else set()) | (
        {"votes"} if mode == "projector" else set()
    )


@pytest.mark.parametrize("mode", MODES)
def test_nothing_private_stands_on_it(isles: Compiled, mode: Mode) -> None:
    """Neither briefs and aims, nor what the decider knows, nor any message, wherever it is asked for."""
    app = seated(isles, mode)
    source = isles.source
    private = [w for s in source.seats for w in (s.brief, *s.aims)]
    private += [w for d in source.decisions for w in (d.situation, d.title, *(m.label for m in d.moves))]
    private += [m.text for d in source.decisions if d.history for m in d.history.messages]
    for screen in walk(app):
        if screen.name == "debrief":
            return
        do(app, "console")
        for part in ("console:", "console:events", "console:log"):
            do(app, part)
            shown = words(app.screen())
            if mode == "projector":
                shown = shown.partition("Hands were counted")[0]  # the class has just called them out
            assert not [p for p in private if p in shown]
        do(app, "back")


def test_the_model_steps_in_and_chooses_what_it_would_have_chosen(isles: Compiled) -> None:
    """Two absent seats, stood in for at the curtain and at the table: the model's own game, bit for bit."""
    app = seated(isles, "hot seat", seed=11)
    places = []

    def further() -> None:
        if app.screen().name == "result":
            do(app, "console")
            assert not card(app.screen(), "teach:stand").enabled
            do(app, "back", "next" if not app.here.over else "debrief")
        elif app.here.next_seat() is None:
            do(app, onward(app))
        else:
            places.append(app.screen().name)
            do(app, "console", "teach:stand")

    until(shows(app, "debrief"), further)
    model = Negotiation(isles, 11)
    model.play()
    assert app.here.model.state.hash() == model.state.hash()
    assert "curtain" in places
    assert uses(app) == ["step in"] * len(places)


def test_a_seat_in_the_midst_of_a_forecast_or_an_agreement_is_stood_in_for(isles: Compiled) -> None:
    for mode, page in (("solo", "forecast"), ("pair", "agree"), ("projector", "decide")):
        app = to(seated(isles, mode), page)  # type: ignore[arg-type]
        do(app, "console", "teach:stand")
        assert app.screen().name == "result"
        assert not app.place.over


def test_nobody_is_stood_in_for_where_nobody_plays(isles: Compiled) -> None:
    app = to(seated(isles, "observer"), "watch")
    do(app, "console")
    assert "No person" in card(app.screen(), "teach:stand").why_not


@pytest.mark.parametrize("seed", range(6))
def test_an_event_happens_once_the_decision_is_taken_and_never_again(isles: Compiled, seed: int) -> None:
    app = to(seated(isles, seed=seed), "write")
    do(app, "console", "console:events", "teach:inject:storm")
    assert "once the open decision is taken" in card(app.screen(), "teach:inject:storm").why_not
    assert "storm" not in [e for s in app.here.steps for e in s.events]
    do(app, "console:log")
    assert "A storm" in words(app.screen().panels)
    do(app, "back")
    to(app, "result")
    assert app.here.steps[-1].events.count("storm") == 1
    assert "Event: A storm" in words(app.screen())
    do(app, "console", "console:events")
    assert card(app.screen(), "teach:inject:storm").why_not == "It has happened."
    assert len([e for e in app.here.log if isinstance(e, Injection)]) == 1


def test_history_is_revealed_from_the_teachers_word_on(isles: Compiled) -> None:
    app = to(seated(isles, settings=Settings(history="end")), "result")
    told = isles.source.decisions[0].history
    assert told is not None
    before = words(app.screen())
    assert told.text not in before
    assert "In history" not in before
    do(app, "console", "teach:reveal")
    assert not card(app.screen(), "teach:reveal").enabled
    do(app, "back")
    assert told.text in words(app.screen())
    assert uses(app) == ["reveal history"]


def test_where_history_is_shown_anyway_there_is_nothing_to_reveal(isles: Compiled) -> None:
    app = to(seated(isles), "write")
    do(app, "console")
    assert "after each decision" in card(app.screen(), "teach:reveal").why_not


def test_a_note_is_kept_and_read_again(isles: Compiled) -> None:
    app = to(seated(isles), "write")
    do(app, "console", "console:log", "teach:note:  Ask why nobody wrote.  ")
    assert "Ask why nobody wrote." in words(app.screen().panels)
    app.act("teach:note:   ")
    assert [u.text for u in app.here.uses] == ["Ask why nobody wrote."]
    do(app, "back")
    to(app, "debrief")
    do(app, "tab:notes")
    assert "Ask why nobody wrote." in words(app.screen())


def test_every_use_stands_in_the_log_and_in_the_saved_game(isles: Compiled, tmp_path) -> None:  # type: ignore[no-untyped-def]
    app = App(seed=3, games=[isles], saves=tmp_path)
    do(app, f"scenario:{isles.origin}", "mode:solo", "minutes", "seat:envoy", "begin")
    to(app, "write")
    do(app, "console", "teach:extend", "teach:start:5", "teach:skip", "teach:hide", "teach:show")
    do(app, "teach:pause", "teach:on", "console", "console:log", "teach:note:A word.")
    expected = ["extend", "extend", "skip clock", "hide numbers", "show numbers", "pause", "go on", "note"]
    assert uses(app) == expected
    listed = [b.text for b in app.screen().panels[1].blocks]  # type: ignore[union-attr]
    assert len(listed) == len(expected)
    assert app.here.file is not None
    back, said = resume(app.here.file, isles)
    assert said == ""
    assert back.log == app.here.log
