"""What the screens put first: silence, different ways to speak, totals, endings."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui import terminal
from sim.ui.app import App
from sim.ui.screens.packages import package_text
from sim.ui.screens.words import cap, listed, lower, shuffled, signed, the
from sim.ui.view import Card, Cards, Screen, Table, Text
from tests.ui.playing import lanterns, other_package

MOST = 300
"""Screens within which a game comes to its end."""
HARBOUR = Path(__file__).parents[1] / "fixtures" / "tables" / "harbour.yaml"


def cards(screen: Screen) -> tuple[Card, ...]:
    return next(p.cards for p in screen.panels if isinstance(p, Cards))


def games(game: Compiled) -> list[App]:
    apps = [App(game.id, s.actor, seed) for s in game.source.seats for seed in (1, 2)]
    for app in apps:
        app.act("begin")
    return apps


def play(app: App) -> None:
    """One screen on, by the last thing that moves the game forward, without a forecast."""
    if app.screen().name in ("forecast", "result"):
        app.act("skip")
        app.act("next")
        app.act("debrief")
        return
    if app.screen().name == "bargain":
        yes = "accept" if any(c.enabled and c.do == "accept" for c in cards(app.screen())) else "refuse"
        primary = next((a.do for a in app.screen().actions if a.primary), yes)
        app.act(other_package(app.screen()) or primary)
        return
    forward = ("move:", "ask:", "send:", "watch")
    found = [c.do for p in app.screen().panels if isinstance(p, Cards) for c in p.cards if c.enabled]
    usable = [d for d in found if d.startswith(forward)] or ["say:nothing"]
    app.act(usable[-1])


def screens(app: App) -> list[Screen]:
    """Every screen of one game up to the debrief."""
    seen = []
    for _ in range(MOST):
        seen.append(app.screen())
        if app.screen().name == "debrief":
            return seen
        if app.screen().name == "write" and not cards(app.screen()):
            app.act("unask")
            app.act("say:nothing")
            continue
        play(app)
    raise AssertionError(f"no way leads on from {app.screen().name}")


def test_silence_stands_first_and_the_ways_to_speak_differ(shipped: Compiled) -> None:
    checked = 0
    for app in games(shipped):
        for screen in screens(app):
            if screen.name != "write":
                continue
            shown = cards(screen)
            if shown and shown[0].do.startswith("say:"):
                assert "Silence is a choice" in next(p.lead for p in screen.panels if isinstance(p, Cards))
                assert shown[0].key == "0"
            elif shown:
                ends = [i for i, c in enumerate(shown) if c.above][1:2] or [len(shown)]
                kinds = [c.title.rpartition(": ")[2].lower() for c in shown[: ends[0]]]
                assert not any("bluff" in k for k in kinds)
                assert len(set(kinds)) == len(kinds) or not shown[0].above
                checked += len(kinds) > 2
    assert checked


def test_a_result_leads_with_the_choice_and_gives_each_variable_once(shipped: Compiled) -> None:
    """The choice, or after a table what came of it."""
    at_tables = {d.source.title: d.table is not None for d in shipped.decisions}
    for app in games(shipped):
        for screen in screens(app):
            if screen.name != "result":
                continue
            panel = screen.panels[0]
            assert isinstance(panel, Text)
            first = panel.blocks[0].text
            assert first.startswith("What came of the table: ") == at_tables[screen.title]
            assert (" chose " in first.partition(". ")[0]) != at_tables[screen.title]
            assert "In history it was" in first
            texts = [b.text for b in panel.blocks if b.kind == "bullet"]
            for variable in shipped.variables:
                label = shipped.record.variables[variable].name
                assert sum(t.startswith((f"{label} +", f"{label} −")) for t in texts) <= 1
            assert not any(".;" in t or ":: " in t for t in texts)


def test_the_debrief_shows_both_endings_at_once(shipped: Compiled) -> None:
    app = games(shipped)[0]
    table = screens(app)[-1].panels[0]
    assert isinstance(table, Table)
    titles = {e.title for e in shipped.source.endings}
    assert table.rows[0].leading
    assert set(table.rows[0].cells[1:]) <= titles


def test_enter_goes_through_the_debrief_and_stays_on_its_last_page(shipped: Compiled) -> None:
    app = games(shipped)[0]
    screens(app)
    for _ in range(10):
        primary = [a for a in app.screen().actions if a.primary]
        if primary:
            app.act(primary[0].do)
    assert [t.title for t in app.screen().tabs if t.selected] == ["Questions"]


def test_the_terminal_keeps_to_its_width(shipped: Compiled) -> None:
    for screen in screens(games(shipped)[0]):
        for width in (40, 80):
            assert max(map(len, terminal.render(screen, width))) <= width


def test_nothing_can_be_taken_back_before_the_first_choice(shipped: Compiled) -> None:
    app = games(shipped)[0]
    assert [a.enabled for a in app.screen().actions if a.do == "undo"] == [False]


def test_a_seat_of_the_short_campaign_counts_what_people_take() -> None:
    """What the model takes in between is nobody's to decide or to write at."""
    game = library.open_scenario("campaign_core")
    app = App(games=[game])
    app.act(f"scenario:{game.origin}")
    people = sum(not d.beat for d in game.decisions)
    assert 0 < people < len(game.decisions)
    assert len(cards(app.screen())) == len(game.source.seats)
    for card in cards(app.screen()):
        decides, writes = (h.text for h in card.hints)
        assert decides.endswith(f" of {people}")
        assert int(decides.split()[2]) + int(writes.split()[3]) <= people


@pytest.mark.parametrize(
    ("amount", "text"), [(4.0, "+4"), (-2.5, "−2.5"), (0.0, "0"), (-0.04, "0")], ids=lambda v: str(v)
)
def test_signs(amount: float, text: str) -> None:
    assert signed(amount) == text


def test_names_keep_their_capital_and_common_words_lose_it(shipped: Compiled) -> None:
    record = shipped.record
    for official in record.officials.values():
        assert lower(official.name, record) == official.name
    assert lower("Anger at home", record) == "anger at home"
    assert lower("The State Department", record) == "the State Department"
    for actor, entry in record.governments.items():
        assert cap(the(record, actor)).removeprefix("The ").lower() == entry.name.lower()
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"
    assert listed([]) == ""


def test_a_name_of_a_file_of_its_own_keeps_its_capital() -> None:
    record = lanterns().record
    for text in ("Quillby lends the tents", "Marrowfield's gardens"):
        assert lower(text, record) == text
    assert lower("Letters by the carrier", record) == "letters by the carrier"
    assert lower("The market square", record) == "the market square"


def test_a_name_of_a_file_of_its_own_keeps_its_capital_in_a_package(tmp_path: Path) -> None:
    file = tmp_path / "harbour.yaml"
    text = HARBOUR.read_text(encoding="utf-8").replace("The north bank", "Northmoor")
    file.write_text(text.replace("half: Half", "half: Northmoor shares"), encoding="utf-8")
    game = library.open_scenario(str(file))
    table = game.decisions[0].table
    assert table is not None
    assert package_text(game.record, table, (1, 0, 0), (0, 1)) == "Berths: Northmoor shares; The toll: high"


def test_the_order_of_the_moves_does_not_give_history_away() -> None:
    """Over all shipped decisions the historical move comes first not much more often than by chance."""
    games = [library.open_scenario(name) for name in library.shipped()]
    decisions = [d.source for game in games for d in game.decisions]
    firsts = [shuffled(d)[0][1].id == d.history.move for d in decisions]
    assert sorted(m.id for _, m in shuffled(decisions[0])) == sorted(m.id for m in decisions[0].moves)
    assert sum(firsts) <= len(firsts) / 2
    last = [shuffled(d)[-1][1].id == d.history.move for d in decisions]
    assert sum(last) <= len(last) / 2
