"""What lies over a page: why a number stands where it stands, words, sources, settings, help."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from sim.game.setup import MODES, Mode
from sim.record.record import Record
from sim.scenario.compiled import Compiled
from sim.ui.acts import over
from sim.ui.app import App
from sim.ui.kit.theme import Look
from sim.ui.screens.result import may_read
from sim.ui.screens.sentences import message_text
from sim.ui.settings import CHOICES, Settings
from sim.ui.view import Card, Cards, Charts, Screen, Text
from sim.ui.window import Window
from sim.world.log import name_of
from tests.ui.tables import do, seated, to, walk, words

POINTS = re.compile(r"[+−]\d|\d to \d|\d of 100")


def blocks(screen: Screen, title: str) -> list[str]:
    """The blocks of one text panel, as words."""
    panel = next(p for p in screen.panels if isinstance(p, Text) and p.title.startswith(title))
    return [b.text for b in panel.blocks]


def at_result(game: Compiled, mode: Mode = "solo", seed: int = 3, settings: Settings | None = None) -> App:
    return to(seated(game, mode, seed, settings), "result")


# the stack


@pytest.mark.parametrize("name", sorted(over.PAGES))
def test_each_goes_away_again_and_never_lies_twice(isles: Compiled, name: str) -> None:
    argument = {"why": "light", "large": "channels"}.get(name, "")
    app = to(seated(isles), "write")
    before = app.screen()
    if name == "settings":
        do(app, "help")
    do(app, f"{name}:{argument}" if argument else name)
    assert app.screen() != before
    do(app, *(() if name == "help" else ("help",)), "settings", "help", "glossary", "help")
    names = [o.partition(":")[0] for o in app.place.over]
    assert len(set(names)) == len(names)
    for _ in names:
        do(app, "back")
    assert not app.place.over
    assert app.screen() == before


# why


@pytest.mark.parametrize("seat", ["north", "south", "envoy"])
def test_why_tells_every_step_with_its_rule_and_its_ground(isles: Compiled, seat: str) -> None:
    """Beside the log itself: as many changes, with the same reasons, and a line that ends where it stands."""
    for seed in range(5):
        app = App(isles.origin, seat, seed, games=[isles])
        app.act("begin")
        for screen in walk(app):
            if screen.name != "result":
                continue
            for variable in isles.variables:
                do(app, f"why:{variable}")
                made = app.screen()
                told = blocks(made, "What moved it")
                changes = [
                    c
                    for s in app.here.steps
                    for c in s.changes
                    if c.what == "variable" and name_of(isles, c) == variable
                ]
                steps = next(p for p in made.panels if isinstance(p, Text))
                bullets = [b.text for b in steps.blocks if b.kind == "bullet"]
                assert len(bullets) == len(changes)
                assert sorted(_amount(t) for t in bullets) == pytest.approx(
                    sorted(c.amount / 100 for c in changes), abs=0.051
                )
                for reason in (part for c in changes for part in c.reason.splitlines()):
                    fact = isles.record.facts.get(reason)
                    assert any((fact.text if fact else reason) in t for t in told)
                chart = next(p for p in made.panels if isinstance(p, Charts)).charts[0]
                assert chart.lines[0].values[-1] == app.here.steps[-1].after[variable]
                assert len(chart.lines[0].values) == len(app.here.steps) + 1
                do(app, "back")


def test_a_panel_opened_large_stands_alone(isles: Compiled) -> None:
    app = at_result(isles)
    below = app.screen()
    for panel in (p for p in below.panels if getattr(p, "large", "")):
        app.act(panel.large)
        shown = app.screen()
        assert [p.title for p in shown.panels] == [panel.title]
        assert (shown.tabs, shown.meters, shown.timeline) == ((), (), ())
        app.act("back")
        assert app.screen() == below


def _amount(text: str) -> float:
    return float(text.partition(",")[0].replace("−", "-").replace("+", ""))


def test_a_number_says_where_it_began_and_on_what_ground(isles: Compiled) -> None:
    app = to(seated(isles), "write")
    for variable, start in isles.source.variables.items():
        do(app, f"why:{variable}")
        told = blocks(app.screen(), "What moved it")
        assert f"Where it began: {start.start} of 100" in told
        fact = isles.record.facts.get(start.reason)
        assert any((fact.text if fact else start.reason) in t for t in told)
        assert app.screen().subtitle == isles.record.variables[variable].meaning
        do(app, "back")


@pytest.mark.parametrize("mode", MODES)
def test_why_tells_no_message_that_the_seat_did_not_see(shipped: Compiled, mode: Mode) -> None:
    seats = [s.actor for s in shipped.source.seats][:2]
    app = App(seed=5, games=[shipped])
    do(app, f"scenario:{shipped.origin}", f"mode:{mode}")
    do(
        app,
        *(
            ["seat:observer"]
            if mode == "observer"
            else [f"seat:{s}" for s in seats[: 1 + (mode == "hot seat")]]
        ),
    )
    if mode == "hot seat":
        do(app, "sit")
    sources = {d.id: d for d in shipped.source.decisions}
    unseen = 0
    for screen in walk(app):
        if screen.name == "debrief" or len(app.here.steps) > 4:
            break
        if screen.name != "result":
            continue
        hidden = [
            message_text(shipped, sources[s.decision], m.message)
            for s in app.here.steps
            for m in s.messages
            if not may_read(app.viewer, m, s)
        ]
        unseen += len(hidden)
        for about in (*shipped.variables, "*channels", "*people"):
            do(app, f"why:{about}" if app.place.over else f"why:{shipped.variables[0]}", f"why:{about}")
            assert not [h for h in hidden if h in words(app.screen())]
        do(app, "back")
    assert unseen or mode != "observer"


def test_hidden_numbers_are_hidden_in_every_word(isles: Compiled) -> None:
    app = at_result(isles)
    assert POINTS.search(words(app.screen().panels[0]))
    do(app, "console", "teach:hide", "back")
    for variable in isles.variables:
        assert not POINTS.search(words([p for p in app.screen().panels if isinstance(p, Text)]))
        assert not POINTS.search(words(app.screen().meters))
        do(app, f"why:{variable}")
        assert not POINTS.search(words(app.screen()))
        assert not any(isinstance(p, Charts) for p in app.screen().panels)
        do(app, "why:*channels", "why:*people")
        assert not POINTS.search(words(app.screen()))
        do(app, "back")


def test_facts_wait_with_the_rest_of_history(shipped: Compiled) -> None:
    """Where history is kept for the end, nothing that is cited for what came is told before."""
    cited = {f for d in shipped.source.decisions for f in d.cited}
    known = {f for d in shipped.source.decisions for f in d.known}
    later = [shipped.record.facts[f].text for f in cited - known]
    app = App(seed=5, games=[shipped], settings=Settings(history="end"))
    do(app, f"scenario:{shipped.origin}", f"seat:{shipped.source.seats[0].actor}")
    for screen in walk(app):
        if screen.name == "debrief":
            return
        assert not [t for t in later if t in words(screen)], screen.name
        if screen.name == "result":
            for variable in shipped.variables[:3]:
                do(app, f"why:{variable}")
                assert not [t for t in later if t in words(app.screen())]
                do(app, "back")
            do(app, "reading")
            assert not [t for t in later if t in words(app.screen())]
            do(app, "back")


# sources


def test_while_a_decision_is_open_only_what_was_known_is_read(shipped: Compiled) -> None:
    for seat in [s.actor for s in shipped.source.seats][:3]:
        app = App(seed=5, games=[shipped])
        do(app, f"scenario:{shipped.origin}", f"seat:{seat}")
        for screen in walk(app):
            if screen.name == "debrief" or len(app.here.steps) > 3:
                break
            if screen.name not in ("write", "decide", "watch"):
                continue
            decision = app.here.decision
            assert decision is not None
            source = decision.source
            do(app, "reading")
            shown = words(app.screen().panels)
            seen = source if screen.title == source.title else source.outside or source
            allowed = (
                {*source.known, *(v.fact for v in seen.visits)}
                if seen is source
                else {v.fact for v in seen.visits}
            )
            ids = set(re.findall(r"\[([\w-]+#[\w-]+)\]", shown))
            assert ids == {f for f in allowed if f in shipped.record.facts}
            for fact in ids:
                assert shipped.record.facts[fact].text in shown
                assert shipped.record.source_of(fact).slant in shown
            do(app, "back")


def test_a_result_has_every_source_of_what_was_chosen(shipped: Compiled) -> None:
    app = App(seed=5, games=[shipped])
    do(app, f"scenario:{shipped.origin}", f"seat:{shipped.source.seats[0].actor}")
    to(app, "result")
    step = app.here.steps[-1]
    do(app, "reading")
    shown = words(app.screen())
    for fact in step.sources:
        entry = shipped.record.facts[fact]
        assert f"[{fact}]" in shown
        assert entry.text in shown
        for other in entry.disputed:
            assert other.account in shown
            assert other.by in shown
        if entry.correction:
            assert entry.correction.accepted in shown


# words


def test_each_term_that_takes_a_side_stands_after_the_neutral_one(shipped: Compiled) -> None:
    app = App(seed=5, games=[shipped])
    do(app, f"scenario:{shipped.origin}", "glossary")
    told = blocks(app.screen(), "Words that take a side")
    for term in shipped.record.terms:
        line = next((t for t in told if term.avoid in t), None)
        if line is not None:
            assert line.lower().startswith(term.use.lower())
            assert line.index(term.avoid) < line.index(term.used_by)
    publishers = {
        shipped.record.source_of(f).publisher.partition(",")[0]
        for d in shipped.source.decisions
        for f in d.cited
    }
    assert all(
        any(t.avoid in line for line in told)
        for t in shipped.record.terms
        if any(p in t.used_by for p in publishers)
    )


def test_a_scenario_meets_only_the_words_of_its_own_sources(isles: Compiled, isles_record: Record) -> None:
    app = to(seated(isles), "write")
    do(app, "glossary")
    cited = {isles_record.source_of(f).publisher for d in isles.source.decisions for f in d.cited}
    assert ("Words that take a side" in words(app.screen())) == any(
        p in t.used_by for t in isles_record.terms for p in cited
    )
    assert "Leverage: " in words(tuple(b for b in blocks(app.screen(), "In this game: who talks")))


# settings


def picks(screen: Screen) -> dict[str, Card]:
    return {c.do: c for p in screen.panels if isinstance(p, Cards) for c in p.cards}


def test_every_setting_is_set_at_once_and_marked(isles: Compiled) -> None:
    app = App(games=[isles])
    do(app, f"scenario:{isles.origin}", "settings")
    for name, choice in CHOICES.items():
        for value, label in choice.values:
            found = picks(app.screen()).get(f"set:{name}:{value}")
            if found is None:
                assert name == "text"
                continue
            assert found.title == label
            do(app, found.do)
            assert getattr(app.settings, name) == value
            marked = [
                d for d, c in picks(app.screen()).items() if c.selected and d.startswith(f"set:{name}:")
            ]
            assert marked == [found.do]
    assert {d.split(":")[1] for d in picks(app.screen())} == {f.name for f in fields(Settings)}


def test_what_is_set_by_key_is_marked_on_the_page_that_is_open(isles: Compiled) -> None:
    app = App(games=[isles])
    do(app, f"scenario:{isles.origin}", "settings")
    app.settings = app.settings.with_look(Look("dark", 130))
    assert picks(app.screen())["set:theme:dark"].selected
    assert picks(app.screen())["set:text:130"].selected


def test_what_belongs_to_a_game_holds_for_the_next_and_not_for_the_one_in_play(isles: Compiled) -> None:
    app = App(games=[isles])
    do(app, f"scenario:{isles.origin}", "settings", "set:history:end", "set:forecasts:False", "back")
    do(app, "seat:envoy", "begin")
    assert (app.here.setup.history, app.here.setup.forecasts) == ("end", False)
    do(app, "help", "settings", "set:history:each", "set:forecasts:True", "back", "back")
    assert (app.here.setup.history, app.here.setup.forecasts) == ("end", False)
    do(app, "leave", f"scenario:{isles.origin}", "seat:envoy")
    assert (app.here.setup.history, app.here.setup.forecasts) == ("each", True)


# help


@pytest.mark.parametrize("mode", MODES)
def test_help_begins_with_the_keys_of_the_page_that_it_lies_on(isles: Compiled, mode: Mode) -> None:
    for_page = seated(isles, mode)
    for screen in walk(for_page):
        do(for_page, "help")
        keys = blocks(for_page.screen(), "Keys")
        here = keys[: keys.index("Everywhere")]
        for action in screen.actions:
            if action.key and action.do != "help":
                assert any(line.startswith(f"{action.key}: ") for line in here), (screen.name, action)
        do(for_page, "back")


def test_help_fits_in_two_columns(isles: Compiled) -> None:
    solo = to(seated(isles), "write")
    for size in ((1280, 800), (1366, 768), (1920, 1080)):
        do(solo, "help")
        window = Window(solo, Look(), size)
        assert not any(r.overflow for r in window.page.regions), size
        assert not window.page.groups or len(window.page.groups) == 1
        do(solo, "back")


# before the game


def test_who_comes_straight_to_a_seat_reads_the_content_note_there(isles: Compiled) -> None:
    straight = App(isles.origin, "envoy", 3, games=[isles])
    assert isles.source.content_note in words(straight.screen())
    assert "sit this out" in words(straight.screen())
    by_the_page = App(seed=3, games=[isles])
    do(by_the_page, f"scenario:{isles.origin}")
    assert isles.source.content_note in words(by_the_page.screen())
    do(by_the_page, "seat:envoy")
    assert isles.source.content_note not in words(by_the_page.screen())
