"""What lies between two decisions of a campaign: told once, told again where it is another."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sim.game.setup import OBSERVER, Setup
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.view import Cards, Screen, actions_of
from tests.ui.playing import begun, on, texts
from tests.ui.tables import words

CORE = {
    "rafah_delay": ["slow_supply", "defy_or_narrow", "rafah_entry"],
    "withheld_munitions": ["ship_barred"],
}
"""Two scenarios that begin, go on and end with decisions that the model takes."""
HEAD = """format: 1
title: Two in a row
summary: Two scenarios, one after the other.
teaches: What is handed on
content_note: War.
limits: Much is left out.
seats:
  - {actor: us-biden, brief: You speak for a government., aims: [Calm]}
  - {actor: il, brief: You speak for another., aims: [Quiet]}
endings:
  - {id: warm, title: Warm, text: They trust each other., when: trust_us_il >= 60}
  - {id: other, title: Cool, text: They do not.}
scenarios:
"""
BRIDGE = "    bridge: {title: Weeks pass, text: Much happens., keeps: {is: 50, judgement: time wears off}}\n"


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    rows = [
        f"  - scenario: {name}\n{BRIDGE if at else ''}    core: [{', '.join(core)}]\n"
        for at, (name, core) in enumerate(CORE.items())
    ]
    file = tmp_path_factory.mktemp("row") / "row.yaml"
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    game, problems = library.examine(file, short=True)
    assert game is not None, problems
    return game


def sat(game: Compiled, saves: Path | None = None, history: str = "each") -> App:
    setup = Setup(("us-biden",), history=history, forecasts=False)  # type: ignore[arg-type]
    return begun(game, setup, saves=saves)


def forward(app: App, *until: str) -> Screen:
    """Plays on by what leads on, to the next page of one of these names."""
    luck = random.Random(4)
    for _ in range(60):
        if app.place.page in until:
            return app.screen()
        if app.place.page == "between":
            app.act("cross")
        else:
            on(app, luck)
    raise AssertionError(f"stuck at {app.place.page}")


def opened(app: App) -> str:
    assert app.here.decision is not None
    return app.here.decision.source.id.partition("__")[2]


def meanwhile(app: App) -> list[str]:
    """The decisions that a page between tells of."""
    return [s.decision.partition("__")[2] for s in app.here.steps[app.place.passed :]]


@pytest.mark.parametrize(
    "setup",
    [
        Setup(("us-biden",)),
        Setup(("us-biden",), "projector"),
        Setup((OBSERVER,), "observer"),
        Setup(("us-biden", "il"), "hot seat"),
    ],
    ids=lambda s: s.mode,
)
def test_what_the_model_decides_first_is_told_and_asks_for_no_forecast(
    campaign: Compiled, setup: Setup
) -> None:
    app = begun(campaign, setup)
    names = []
    for _ in range(8):
        names.append(app.place.page)
        if app.place.page in ("table", "forecast"):
            break
        app.act(next(do for do in ("begin", "open", "cross") if do in actions_of(app.screen())))
    assert names.count("between") == 1
    assert names[-1] == "table"
    assert opened(app) == "slow_supply"


def test_what_the_model_decides_anew_is_told_anew(campaign: Compiled) -> None:
    app = sat(campaign)
    app.act("begin")
    forward(app, "table")
    for move in ("a", "b"):
        assert opened(app) == "slow_supply"
        open_ = [m for m, can in app.here.model.open_moves().items() if can]
        app.act(f"move:{open_[move == 'b']}")
        forward(app, "between")
        assert meanwhile(app) == ["ration_or_enter", "red_line"]
        assert "Meanwhile" in [p.title for p in app.screen().panels]
        app.act("cross")
        app.act("undo")
        assert app.place.page == "table", "what lies before it has been read"


def test_a_game_that_is_left_between_two_decisions_comes_back_there(
    campaign: Compiled, tmp_path: Path
) -> None:
    app = sat(campaign, tmp_path)
    app.act("begin")
    forward(app, "result")
    app.act("next")
    before = app.screen()
    assert app.place.page == "between"
    app.act("leave")
    again = App(games=[campaign], saves=tmp_path)
    again.act(next(do for do in actions_of(again.screen()) if do.startswith("resume:")))
    assert again.screen() == before


def test_in_another_line_it_is_told_of_that_line(campaign: Compiled) -> None:
    app = sat(campaign)
    app.act("begin")
    forward(app, "debrief")
    app.act("tab:whatif")
    app.act("branch:rafah_delay__slow_supply")
    assert app.place.page == "table"
    forward(app, "between")
    assert meanwhile(app) == ["ration_or_enter", "red_line"]
    app.act("cross")
    app.act("line:0")
    app.act("tab:whatif")
    app.act("line:1")
    assert app.place.page == "between"
    assert meanwhile(app) == ["ration_or_enter", "red_line"]


def to_bridge(app: App) -> Screen:
    app.act("begin")
    for _ in range(8):
        screen = forward(app, "between")
        if "What lies between" in [p.title for p in screen.panels]:
            return screen
        app.act("cross")
    raise AssertionError("no bridge was met")


def test_a_bridge_is_told_though_the_model_decides_first_behind_it(campaign: Compiled) -> None:
    screen = to_bridge(sat(campaign))
    assert screen.title == "The withheld munitions ship"
    assert screen.subtitle == "Weeks pass"
    assert [p.title for p in screen.panels] == ["What lies between", "Meanwhile", "What comes"]


def test_what_is_handed_on_is_where_the_next_scenario_began(campaign: Compiled) -> None:
    app = sat(campaign)
    screen = to_bridge(app)
    decision = next(d for d in campaign.decisions if d.bridge)
    assert decision.bridge is not None
    first = next(s for s in app.here.steps if s.decision == decision.source.id)
    for variable, value in zip(campaign.variables, decision.bridge.values.tolist(), strict=True):
        name = campaign.record.variables[variable].name
        differs = first.before[variable] - value / 100
        told = [t for t in texts(screen) if t.startswith(f"{name}: ") and "history stood" in t]
        assert bool(told) == (value >= 0 and abs(differs) >= 1)
        if told:
            assert told == [
                f"{name}: {abs(differs):.0f} {'above' if differs > 0 else 'below'} where history stood."
            ]


def test_a_history_that_is_kept_for_the_end_is_not_told_between(campaign: Compiled) -> None:
    screen = to_bridge(sat(campaign, history="end"))
    assert "50 % is handed on" in words(screen)
    assert "where history stood" not in words(screen)
    assert "Nothing differs" not in words(screen)


def test_a_result_shows_the_numbers_of_its_own_scenario_right_after_it(campaign: Compiled) -> None:
    app = sat(campaign)
    app.act("begin")
    for _ in range(9):
        screen = forward(app, "result")
        step = app.here.steps[-1]
        if step.decision == "rafah_delay__rafah_entry":
            break
        app.act("next")
    first = campaign.chapters[0].variables
    assert first != campaign.chapters[1].variables
    assert [m.do for m in screen.meters] == [f"why:{v}" for v in first]
    assert [m.value for m in screen.meters] == [step.after[v] for v in first]


def test_what_the_model_takes_in_the_short_campaign_is_nobody_s_to_take_otherwise(campaign: Compiled) -> None:
    app = sat(campaign)
    app.act("begin")
    forward(app, "debrief")
    app.act("tab:whatif")
    beats = {d.source.id for d in campaign.decisions if d.beat}
    cards = {
        c.do.removeprefix("branch:"): c for p in app.screen().panels if isinstance(p, Cards) for c in p.cards
    }
    taken = next(s for s in app.here.steps if s.decision.endswith("bomb_hold"))
    assert app.here.speaker(campaign.actors.index(taken.decider)) == "us-biden"
    assert not cards[taken.decision].text.startswith("You")
    for name, card in cards.items():
        assert card.enabled == (name not in beats), name
        assert not card.enabled or not card.why_not
