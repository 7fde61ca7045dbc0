"""The debrief by play: each mode to its end, every tab, and its numbers held against the engine."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from sim.game.entries import Forecast
from sim.policies.policy import Model
from sim.policies.turn import everyone, play
from sim.scenario.compiled import Compiled
from sim.studies.turning import moments, ranked
from sim.ui import terminal
from sim.ui.app import App
from sim.ui.findings import FAN_RUNS, MATTERED_RUNS
from sim.ui.screens.debrief import MORE, TABS
from sim.ui.screens.debrief.questions import minutes
from sim.ui.view import Calibration, Charts, Table, Text
from tests.ui.playing import MODES, begun, lanterns, on, shows, tab, texts, to_debrief, until


@pytest.fixture(scope="module")
def game() -> Compiled:
    return lanterns()


@pytest.mark.parametrize("mode", MODES)
def test_every_tab_of_every_mode_says_something_and_fits_a_terminal(game: Compiled, mode: str) -> None:
    app = to_debrief(begun(game, MODES[mode]))
    names = [t.do.removeprefix("tab:") for t in app.screen().tabs]
    assert [n for n in names if n in TABS] == list(TABS)
    assert ("knew" in names) == (mode == "hot seat")
    for name in names:
        screen = tab(app, name)
        assert [t.do for t in screen.tabs if t.selected] == [f"tab:{name}"]
        assert len(" ".join(texts(screen))) > 200
        assert max(map(len, terminal.render(screen, 64))) <= 64
    words = " ".join(t for name in ("paths", "mattered", "endings") for t in texts(tab(app, name)))
    if mode == "projector":
        assert "The class's path" in words
        assert " you " not in words.lower()
    elif mode == "observer":
        assert "This game's path" in words
    elif mode == "hot seat":
        assert "Quillby (Ada) chose" in words
    else:
        assert "Your path" in words


def test_the_enter_key_leads_through_all_tabs_and_ends_at_the_last(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    seen = []
    for _ in range(2 * len(TABS)):
        seen += [t.do.removeprefix("tab:") for t in app.screen().tabs if t.selected]
        for action in [a for a in app.screen().actions if a.primary]:
            app.act(action.do)
    assert list(dict.fromkeys(seen)) == list(TABS)
    assert seen[-1] == list(TABS)[-1]


def test_the_paths_are_told_move_for_move(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    table = tab(app, "paths").panels[0]
    assert isinstance(table, Table)
    taken = {s.decision: s.move for s in app.here.steps}
    parted = False
    for decision, row in zip(game.source.decisions, table.rows[1:], strict=True):
        labels = {m.id: m.label for m in decision.moves}
        assert decision.history is not None
        assert row.cells[1:] == (labels[taken[decision.id]], labels[decision.history.move])
        same = taken[decision.id] == decision.history.move
        assert row.mark == ("same" if same else "differs" if parted else "parts here")
        parted = parted or not same


@pytest.fixture(scope="module")
def parted(game: Compiled) -> App:
    """A game that leaves history at its first decision, so that its fan sets out from the beginning."""
    for seed in range(20):
        app = to_debrief(begun(game, MODES["solo"]), seed)
        if app.here.steps[0].move != app.here.steps[0].historical_move:
            return app
    raise AssertionError("no such game")


def test_the_fan_is_a_batch_of_the_engine(game: Compiled, parted: App) -> None:
    runs = play(game, parted.here.seed, np.arange(1, FAN_RUNS + 1), everyone(game, Model()))
    charts = tab(parted, "numbers").panels[0]
    assert isinstance(charts, Charts)
    for at, (variable, chart) in enumerate(zip(game.variables, charts.charts, strict=True)):
        values = runs.state.values[:, at] / 100
        low, below, above, high = np.percentile(values, [5, 25, 75, 95], method="inverted_cdf")
        wide, half = chart.bands
        assert (wide.low[-1], half.low[-1], half.high[-1], wide.high[-1]) == (low, below, above, high)
        you, history = chart.lines
        assert you.values[-1] == parted.here.steps[-1].after[variable]
        assert (you.name, you.role, history.name, history.role) == ("You", "you", "History", "history")
        assert you.values[0] == history.values[0] == wide.low[0] == wide.high[0]
        end = you.values[-1]
        assert end is not None
        inside = chart.note.startswith(
            ("You: in the middle half", "You and History: both in the middle half")
        )
        assert inside == (below <= end <= above)
    shares = next(p for p in tab(parted, "endings").panels if isinstance(p, Table) and len(p.columns) == 2)
    counts = {row.cells[0]: row.cells[1] for row in shares.rows}
    for at, (name, _) in enumerate(game.endings):
        title = next(e.title for e in game.source.endings if e.id == name)
        share = 100 * float(np.mean(runs.ending == at))
        assert counts[title].replace("\u00a0", " ") == (
            "<1 %" if 0 < share < 0.5 else f"{int(share + 0.5)} %"
        )


def test_what_mattered_is_worked_out_once_while_the_screen_waits(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    app.act("tab:mattered")
    shown = [app.screen()]
    assert "Working it out…" in texts(shown[0])
    assert [a.do for a in shown[0].actions if a.primary] == ["wait"]
    for _ in range(100):
        if not app.tick():
            break
        if app.screen() != shown[-1]:
            shown.append(app.screen())
    else:
        raise AssertionError("it is never worked out")
    assert len(shown) == 1 + len(app.here.steps)
    assert "Working it out…" not in texts(shown[-1])
    before = app.found.moments
    assert tab(app, "mattered") == shown[-1]
    assert app.found.moments == before
    other = to_debrief(begun(game, MODES["solo"]))
    assert tab(other, "mattered") == shown[-1]


def test_what_mattered_says_the_ranking_in_words_and_numbers(parted: App) -> None:
    screen = tab(parted, "mattered")
    table = next(p for p in screen.panels if isinstance(p, Table))
    found = ranked(moments(parted.here.path(), parted.here.seed, MATTERED_RUNS))
    assert len(table.rows) == len(found)
    for row, shift in zip(table.rows, found, strict=True):
        said = float(row.cells[3].partition(" ")[0].replace("−", "-"))
        assert said == pytest.approx(100 * shift.share.value, abs=0.051)
    sizes = [abs(float(r.cells[3].partition(" ")[0].replace("−", "-"))) for r in table.rows]
    assert sizes == sorted(sizes, reverse=True)
    words = "\n".join(texts(screen))
    assert "By the model's own lights" in words
    for step in parted.here.steps:
        if step.decider == "quillby":
            decision = next(d for d in parted.here.game.source.decisions if d.id == step.decision)
            label = next(m.label for m in decision.moves if m.id == step.move)
            assert f"{label} (taken" in words


def forecast_game(game: Compiled, *laid: dict[str, int]) -> App:
    """A game of Marrowfield's, which lays counters at both decisions of Quillby's."""
    app = begun(game, replace(MODES["solo"], seats=("marrowfield",)))
    counters = iter(laid)
    luck = random.Random(5)

    def further() -> None:
        if app.screen().name != "forecast":
            on(app, luck)
            return
        for move, count in next(counters).items():
            for _ in range(count):
                app.act(f"more:{move}")
        app.act("forecast")

    until(shows(app, "debrief"), further)
    return app


def test_forecasts_are_scored_against_what_happened_and_what_was_really_chosen(game: Compiled) -> None:
    """``night`` has a secret move: counters on the unknown fall to it. At ``sluice`` there is none."""
    app = forecast_game(game, {"close": 5, "half": 3, "": 2}, {"keep": 4, "soak": 1, "": 5})
    kept = [e.counters for e in app.here.log if isinstance(e, Forecast)]
    assert kept == [(("close", 5), ("half", 3), ("", 2)), (("keep", 4), ("soak", 1), ("", 5))]
    said = {
        "sluice": {"close": 0.5, "half": 0.3, "leave": 0.0},
        "night": {"keep": 0.4, "soak": 0.1, "trickle": 0.5},
    }
    moves = {s.decision: s.move for s in app.here.steps}
    really = {"sluice": "half", "night": "keep"}
    words = "\n".join(texts(tab(app, "forecasts")))
    for came in (moves, really):
        scores = [sum((p - (m == came[d])) ** 2 for m, p in said[d].items()) for d in said]
        assert f"You {sum(scores) / 2:.2f}, the model " in words
    assert "an even spread 0.67." in words
    assert "2 forecasts are few" in words
    assert "where there was none such, they are lost" in words
    table = next(p for p in app.screen().panels if isinstance(p, Table))
    assert [r.cells[0][:2] for r in table.rows] == ["1.", "3."]
    dots = next(p for p in app.screen().panels if isinstance(p, Calibration))
    assert [s.name for s in dots.series] == ["You", "The model"]
    assert sum(d.count for d in dots.series[0].dots) == 6
    assert sum(d.count * d.came / 100 for d in dots.series[0].dots) == pytest.approx(2)


def test_that_no_forecast_was_made_is_said_kindly(game: Compiled) -> None:
    app = to_debrief(begun(game, replace(MODES["solo"], forecasts=False)))
    screen = tab(app, "forecasts")
    assert "that is fine" in " ".join(texts(screen))
    assert not any(isinstance(p, Calibration) for p in screen.panels)


def test_several_seats_are_scored_each_for_itself(game: Compiled) -> None:
    """Quillby decides twice and forecasts nothing; Marrowfield forecasts twice."""
    app = to_debrief(begun(game, MODES["hot seat"]))
    seats = {e.seat for e in app.here.log if isinstance(e, Forecast)}
    screen = tab(app, "forecasts")
    titles = [p.title for p in screen.panels if isinstance(p, Table)]
    names = {"quillby": "Quillby (Ada)", "marrowfield": "Marrowfield (<b>Ben</b>)"}
    assert titles == [f"{names[s]}: decision by decision" for s in names if s in seats]


def test_history_that_is_kept_for_the_end_comes_after_the_forecasts(game: Compiled) -> None:
    told = [d.history.text for d in game.source.decisions if d.history]
    app = begun(game, replace(MODES["solo"], history="end"))
    luck = random.Random(2)

    def further() -> None:
        assert not any(t in " ".join(texts(app.screen())) for t in (*told, "really chosen"))
        on(app, luck)

    until(shows(app, "debrief"), further)
    first = app.screen()
    assert [t.do for t in first.tabs][:2] == ["tab:forecasts", "tab:paths"]
    assert first.tabs[0].selected
    assert "part at" not in first.subtitle
    assert "Against what was really chosen" not in texts(first)
    assert not any("What was really chosen" in p.columns for p in first.panels if isinstance(p, Table))
    assert "what do you think was really chosen" in " ".join(texts(first))
    app.act("tab:paths")
    assert "part at" in app.screen().subtitle or "the same" in app.screen().subtitle
    app.act("tab:forecasts")
    assert any("What was really chosen" in p.columns for p in app.screen().panels if isinstance(p, Table))


def test_a_hot_seat_debrief_opens_every_brief_and_every_message(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["hot seat"]))
    words = "\n".join(texts(tab(app, "knew")))
    for seat in game.source.seats:
        assert seat.brief in words
        assert all(a in words for a in seat.aims)
    sent = sum(len(s.messages) for s in app.here.steps)
    panel = app.screen().panels[-1]
    assert isinstance(panel, Text)
    assert sum(b.kind == "bullet" for b in panel.blocks) == sent or not sent


def test_notes_have_a_page_once_there_are_some(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    assert not any(t.title == MORE["notes"] for t in app.screen().tabs)
    app.here.use("note", "Ask about the <tents>.")
    app.here.use("hide numbers")
    app.act("tab:paths")
    words = texts(tab(app, "notes"))
    assert any("Ask about the <tents>." in t for t in words)
    assert "The numbers were hidden." in words


def test_six_phases_share_the_minutes(game: Compiled) -> None:
    assert list(minutes(30).values()) == [3, 5, 5, 7, 7, 3]
    for played in (5, 20, 45, 240):
        lasts = minutes(played)
        assert min(lasts.values()) >= 1
        assert 14 <= sum(lasts.values()) <= 61
    app = to_debrief(begun(game, MODES["solo"]))
    screen = tab(app, "questions")
    heads = [b.text for p in screen.panels if isinstance(p, Text) for b in p.blocks if b.kind == "heading"]
    assert len(heads) == 6
    asked = " ".join(texts(screen))
    assert all(q.ask in asked for q in game.source.questions)


def test_every_disputed_account_stands_beside_what_others_say(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    table = tab(app, "disputed").panels[0]
    assert isinstance(table, Table)
    accounts = [a for d in game.source.decisions if d.history for a in d.history.disputed]
    assert len(table.rows) == len(accounts) > 0
    for row, account in zip(table.rows, accounts, strict=True):
        assert row.cells[1] == f"{account.by}: {account.claim}"
        assert row.cells[2] == account.others
    assert game.source.limits in texts(app.screen())
