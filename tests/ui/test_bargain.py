"""People at a table: in every mode, by typed lines and by ear; and nobody sees another's sheet."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.errors import IllegalChoice
from sim.game.seat import Turn
from sim.game.setup import Setup
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui import takeaway, terminal
from sim.ui.acts.after import looked_at
from sim.ui.app import App
from sim.ui.screens import bargain
from sim.ui.screens.chair import chair
from sim.ui.spoken import of_screen
from sim.ui.typed import understand
from sim.ui.view import Cards, Package, Screen, Table, Text, Worths, actions_of
from tests.ui.tables import keys, words
from tests.ui.test_listener import keyboard as keyboard
from tests.ui.test_listener import play as play_by_ear

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "tests" / "fixtures" / "tables" / "harbour.yaml"
SOUTH = {
    "reservation: 40": "reservation: 37",
    "worth: {none: 0, half: 70, all: 100}": "worth: {none: 9, half: 100, all: 31}",
    "worth: {high: 0, low: 50, none: 100}": "worth: {high: 100, low: 23, none: 0}",
}
"""Another sheet for the southern party."""
TEXT = {
    "rounds: 6": "protocol: single_text\n      drafter: south\n      order: [north, south]\n      changes: 1"
}


def opened(tmp_path: Path, changes: dict[str, str]) -> Compiled:
    text = HARBOUR.read_text(encoding="utf-8")
    for before, after in changes.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file = tmp_path / "harbour.yaml"
    file.write_text(text, encoding="utf-8")
    game, problems = library.examine(file)
    assert game is not None, problems
    return game


@pytest.fixture(scope="module")
def harbour() -> Compiled:
    return library.open_scenario(str(HARBOUR))


def sat(game: Compiled, setup: Setup, seed: int = 5) -> App:
    """At the table, with nothing written to the decider."""
    app = App(games=[game], seed=seed)
    app.begin(game)
    app.sit(setup)
    for _ in range(8):
        if app.screen().name in ("bargain", "watch"):
            return app
        on(app)
    raise AssertionError(app.screen().name)


def on(app: App, prefer: tuple[str, ...] = ("begin", "open", "say:nothing", "skip", "watch", "next")) -> None:
    offered = actions_of(app.screen())
    app.act(next(do for do in prefer if do in offered))


def panel(screen: Screen, title: str) -> str:
    """The text of a panel whose title holds ``title``."""
    return words(next(p for p in screen.panels if title in p.title))


def primary(screen: Screen) -> str:
    return next(a.do for a in screen.actions if a.primary)


def primary_of(app: App) -> str:
    """What the key Enter does on the present screen; "" for nothing."""
    return next((a.do for a in app.screen().actions if a.primary), "")


def every(screen: Screen) -> str:
    return "\n".join([*terminal.render(screen, 100), *(u.text for u in of_screen(screen)), words(screen)])


# alone


def test_a_package_is_built_by_keys_and_its_worth_changes_at_once(harbour: Compiled) -> None:
    app = sat(harbour, Setup(("north",)))
    assert "100, 55 above" in panel(app.screen(), "private sheet")
    app.act("issue:0")
    assert {"option:0:0", "option:0:1", "option:0:2"} <= actions_of(app.screen())
    chosen = [c.title for p in app.screen().panels if isinstance(p, Cards) for c in p.cards if c.selected]
    assert chosen == ["None"]
    app.act("option:0:1")
    # 46.7 points of berths at 60 of 100
    assert "81.3, 36.3 above" in panel(app.screen(), "private sheet")
    assert primary(app.screen()) == "lay:1,0,0"


def test_what_was_done_is_told_and_the_turn_passes(harbour: Compiled) -> None:
    app = sat(harbour, Setup(("north",)))
    app.act(primary(app.screen()))
    screen = app.screen()
    assert screen.message == "You made an offer. The south bank said no. The south bank made an offer."
    assert "You offered: Berths: none" in panel(screen, "At the table")
    assert {"accept", "refuse"} <= actions_of(screen)
    app.act("undo")
    assert app.screen().name == "bargain"
    assert primary(app.screen()).startswith("lay:")


def test_the_result_says_who_said_yes_and_to_what(harbour: Compiled) -> None:
    app = sat(harbour, Setup(("north",)))
    app.act(primary(app.screen()))
    app.act("accept")
    screen = app.screen()
    assert screen.name == "result"
    assert "The north bank and the south bank said yes to it." in panel(screen, "What happened")
    told = next(p for p in screen.panels if isinstance(p, Text) and p.title == "What happened")
    lines = [b.text for b in told.blocks[-2:]]
    assert lines == ["Consulted: the south bank.", "Told nothing: the isle."], "who said yes knows"
    talk = app.here.model.talks["harbour"]
    table = harbour.decisions[0].table
    assert table is not None
    assert talk.package is not None
    assert "(word and deed: the isle)" in panel(screen, "What happened")
    rows = next(p.rows for p in screen.panels if isinstance(p, Table) and "agreed" in p.title)
    labels = [
        o[at]
        for o, at in zip(
            [["None", "Half", "All"], ["High", "Low", "None"], ["A year", "Ten years"]],
            talk.package,
            strict=True,
        )
    ]
    assert [r.cells[1] for r in rows] == labels


def test_who_is_at_the_table_makes_no_forecast_of_it(harbour: Compiled) -> None:
    app = App(games=[harbour], seed=5)
    app.begin(harbour)
    app.sit(Setup(("south",), forecasts=True))
    app.act("begin")
    app.act("say:nothing")
    assert app.screen().name == "bargain"


def test_a_text_goes_round_and_can_be_left_as_it_is(tmp_path: Path) -> None:
    app = sat(opened(tmp_path, TEXT), Setup(("north",)))
    assert "1 left" in panel(app.screen(), "Your package")
    text = primary(app.screen())
    app.act("issue:1")
    other = next(
        do
        for do in sorted(actions_of(app.screen()))
        if do.startswith("option:1:") and do[-1] not in text.split(",")[1]
    )
    app.act(other)
    assert "Changed: 1 of at most 1; 0 left" in panel(app.screen(), "Your package")
    app.act("issue:0")
    closed = [c for p in app.screen().panels if isinstance(p, Cards) for c in p.cards if not c.enabled]
    assert [c.why_not for c in closed] == ["You have changed the one issue that you can."] * 2
    app.act("shut")
    assert text in actions_of(app.screen())
    app.act(text)
    assert {"accept", "refuse"} <= actions_of(app.screen())
    assert "left the text as it was" in panel(app.screen(), "At the table")


def test_the_decider_cannot_offer_what_amounts_to_a_closed_move(tmp_path: Path) -> None:
    share = "{id: share, label: Share it,"
    app = sat(opened(tmp_path, {share: share + " when: trade > 90,"}), Setup(("north",)))
    for do in ("issue:0", "option:0:1", "issue:2", "option:2:1"):
        app.act(do)
    assert "cannot be chosen now" in panel(app.screen(), "Your package")
    assert not next(a for a in app.screen().actions if a.primary).enabled
    with pytest.raises(IllegalChoice, match="“Share it”, which cannot be chosen now"):
        app.here.deal("north", {"berths": "half", "toll": "high", "years": "ten"})
    assert app.viewer.turn is Turn.BARGAIN
    assert not app.here.table.dealt


def test_what_the_decider_begins_with_can_be_chosen(tmp_path: Path) -> None:
    lease = "{id: lease, label: Lease half of it,"
    app = sat(opened(tmp_path, {lease: lease + " when: trade > 90,"}), Setup(("north",)))
    assert "“Share it”" in panel(app.screen(), "Your package")
    assert "cannot be chosen" not in panel(app.screen(), "Your package")
    # half the berths, a high toll and ten years: the best for it that shares
    assert primary(app.screen()) == "lay:1,0,1"
    app.act(primary(app.screen()))
    assert app.here.table.dealt


# together


def test_two_at_one_machine_bargain_behind_curtains(harbour: Compiled) -> None:
    app = App(games=[harbour], seed=5)
    app.begin(harbour)
    app.sit(Setup(("north", "south"), "hot seat"))
    seen = []
    for _ in range(40):
        screen = app.screen()
        seen.append((app.place.page, app.place.viewer, screen.name))
        if screen.name == "result":
            break
        if screen.name != "bargain":
            on(app)
        else:
            app.act("accept" if len([s for s in seen if s[2] == "bargain"]) == 4 else _first(screen))
    turns = [viewer for _, viewer, name in seen if name == "bargain"]
    assert turns == ["north", "south", "south", "north"]
    pairs = list(itertools.pairwise(seen))
    changes = [(a, b) for a, b in pairs if a[2] == "bargain" and b[1] != a[1] and b[2] != "result"]
    assert changes
    assert all(b[0] == "curtain" for _, b in changes)
    assert app.here.steps[0].move == "share"


def _first(screen: Screen) -> str:
    return "refuse" if "refuse" in actions_of(screen) else primary(screen)


def test_a_pair_agrees_on_an_act_first(harbour: Compiled) -> None:
    app = sat(harbour, Setup(("north",), "pair", (("north", ("Ada", "Ben")),)))
    app.act(primary(app.screen()))
    assert app.screen().name == "agree"
    assert "Lay down: Berths: none; The toll: high" in words(app.screen())
    app.act("agree:0")
    app.act("agree:1")
    assert app.screen().name == "bargain"
    assert app.here.table.dealt


def test_a_class_counts_hands_for_yes_and_no(harbour: Compiled) -> None:
    app = sat(harbour, Setup(("north",), "projector"))
    app.act(primary(app.screen()))
    screen = app.screen()
    assert {"vote:accept", "vote:refuse"} <= actions_of(screen)
    assert "accept" not in actions_of(screen)
    told = [p.title for p in screen.panels if "It is worth" in words(p)]
    assert told == ["At the table"], "what each answer is about stands beside the hands once"
    for do in ("vote:accept", "vote:refuse", "count"):
        app.act(do)
    assert app.screen().name == "tie"
    assert [p.title for p in app.screen().panels] == ["A tie: one hand each. Who decides between them?"]
    app.act("talk")
    for do in ("vote:accept", "vote:accept", "count"):
        app.act(do)
    assert app.screen().name == "result"
    assert app.here.model.talks["harbour"].agreed
    assert [u.text for u in app.here.uses if u.what == "votes"] == ["Yes: 1; No: 1", "Yes: 3; No: 1"]


def test_who_is_not_at_the_table_sees_only_that_it_meets(harbour: Compiled) -> None:
    app = App(games=[harbour], seed=5)
    app.begin(harbour)
    app.sit(Setup(("observer",), "observer"))
    app.act("begin")
    text = every(app.screen())
    assert "the parties meet at a table" in text
    assert "You will hear what came of it" in text
    app.act("watch")
    assert app.screen().name == "forecast"
    asked = panel(app.screen(), "What do you expect?")
    assert "The parties meet at a table now. How likely do you hold each of these to come of it?" in asked
    assert "will choose now" not in asked
    assert not [word for word in ("Berths", "Ten years", "45", "must have") if word in text]


def test_the_model_steps_in_for_an_absent_seat(harbour: Compiled) -> None:
    app = sat(harbour, Setup(("north",)))
    app.act("console")
    assert "from now on at this table" in words(app.screen())
    app.act("teach:stand")
    assert app.screen().name == "result"


def act(app: App) -> None:
    """Says no, leaves a text as it is, or offers the same package whatever the sheet says."""
    offered = actions_of(app.screen())
    do = next((d for d in ("begin", "open", "say:nothing", "refuse") if d in offered), "")
    if not do and "best" in offered:
        for issue in range(3):
            app.act(f"issue:{issue}")
            app.act(f"option:{issue}:1")
    app.act(do or primary(app.screen()))


@pytest.mark.parametrize("changes", [{}, TEXT])
def test_no_frame_of_one_party_depends_on_another_s_sheet(tmp_path: Path, changes: dict[str, str]) -> None:
    """The same acts of two people at two tables that differ in the southern sheet alone."""
    apps = []
    for number, more in enumerate(({}, SOUTH)):
        folder = tmp_path / str(number)
        folder.mkdir()
        app = App(games=[opened(folder, changes | more)], seed=5)
        app.begin(app.games[0])
        app.sit(Setup(("north", "south"), "hot seat", forecasts=False))
        apps.append(app)
    compared = differ = 0
    for _ in range(40):
        one, other = (app.screen() for app in apps)
        if one.name == "result":
            break
        if one.name == "bargain" and apps[0].place.viewer == "south":
            differ += every(one) != every(other)
        else:
            assert every(one) == every(other), one.name
            compared += one.name == "bargain"
        for app in apps:
            act(app)
        assert apps[0].here.table.dealt == apps[1].here.table.dealt
    assert compared
    assert differ


# afterwards


def debriefed(game: Compiled) -> App:
    app = sat(game, Setup(("north",)))
    app.act(primary(app.screen()))
    app.act("accept")
    for _ in range(9):
        if app.screen().name == "debrief":
            return app
        on(app, ("next", "debrief", "watch", "say:nothing", "skip"))
    raise AssertionError(app.screen().name)


def test_the_debrief_opens_the_table(harbour: Compiled) -> None:
    app = debriefed(harbour)
    assert "tab:table:harbour" in actions_of(app.screen())
    app.act("tab:table:harbour")
    screen = app.screen()
    north, south = _sheets()
    both = {p: (north(p), south(p)) for p in itertools.product(range(3), range(3), range(2))}
    inside = sum(n >= 45 and s >= 40 for n, s in both.values())
    efficient = [
        w for w in both.values() if not any(a >= w[0] and b >= w[1] and (a, b) != w for a, b in both.values())
    ]
    told = panel(screen, "could have been agreed")
    assert f"{inside} of 18 packages lay in it" in told
    assert f"{len(efficient)} packages are efficient" in told
    picture = next(p for p in screen.panels if isinstance(p, Worths))
    assert picture.floors == (45.0, 40.0)
    drawn = [v for pair in sorted(picture.efficient) for v in pair]
    assert drawn == pytest.approx([v for pair in sorted(set(efficient)) for v in pair], abs=0.02)
    agreed = app.here.model.talks["harbour"].package
    assert agreed is not None
    assert picture.packages[0].worth == pytest.approx(both[agreed], abs=0.02)  # type: ignore[index]
    fair = max(
        (w for w in both.values() if w[0] >= 45 and w[1] >= 40), key=lambda w: (w[0] - 45) * (w[1] - 40)
    )
    nash = next(p for p in picture.packages if "Nash" in p.name)
    assert nash.worth == pytest.approx(fair, abs=0.02)


def _sheets():  # type: ignore[no-untyped-def]
    """Both sheets as the file gives them: importance by the words of the scale, worth by the option."""
    from sim import scale

    strong, marked, slight = (scale.share(w) for w in ("strong", "marked", "slight"))
    whole = strong + marked + slight
    north = [(strong, (100, 60, 0)), (marked, (100, 50, 0)), (slight, (100, 0))]
    south = [(strong, (0, 70, 100)), (slight, (0, 50, 100)), (marked, (0, 100))]
    return [
        lambda p, sheet=sheet: sum(w * s[at] for (w, s), at in zip(sheet, p, strict=True)) / whole
        for sheet in (north, south)
    ]


def test_nothing_lies_there_yet_or_any_more(harbour: Compiled) -> None:
    app = sat(harbour, Setup(("north",)))
    assert "Nothing yet." in panel(app.screen(), "At the table")
    app.act(primary(app.screen()))
    at = chair(app.viewer)
    gone = replace(at, ask=replace(at.ask, text=None))
    assert [b.text for b in bargain._text(gone)] == ["Nothing now."]


def test_what_gave_too_little_is_told_with_who_had_it(tmp_path: Path) -> None:
    app = debriefed(opened(tmp_path, {"reservation: 45": "reservation: 90"}))
    app.act("tab:table:harbour")
    assert "Less than it had to have went to the north bank." in panel(app.screen(), "could have been agreed")


@pytest.mark.parametrize("rule", ["", "      must: [north]\n      some: 1\n"])
def test_who_counts_at_the_fair_points_is_told_where_not_all_do(tmp_path: Path, rule: str) -> None:
    app = debriefed(opened(tmp_path, {"      rounds: 6\n": f"      rounds: 6\n{rule}"}))
    app.act("tab:table:harbour")
    told = panel(app.screen(), "could have been agreed")
    assert "Nash point" in told
    assert ("Counted are those without whom it would not pass." in told) == bool(rule)


@pytest.mark.parametrize("seat", ["north", "south"])
def test_what_if_says_what_can_be_done_otherwise_at_a_table(harbour: Compiled, seat: str) -> None:
    app = sat(harbour, Setup((seat,), forecasts=False))
    for _ in range(20):
        if app.screen().name == "debrief":
            break
        on(app, ("begin", "accept", "say:nothing", "watch", "next", "debrief", "move:open", primary_of(app)))
    app.act("tab:whatif")
    card = next(c for p in app.screen().panels if isinstance(p, Cards) for c in p.cards)
    assert card.do == "branch:harbour"
    assert card.enabled
    assert re.fullmatch(r"What came of the table: “[^”]+”\. Another package can be agreed there\.", card.text)


def test_the_gradebook_has_what_one_had_of_the_table(harbour: Compiled) -> None:
    app = debriefed(harbour)
    row = takeaway.rows(looked_at(app), date(2001, 2, 3))[0]
    assert (row.tables, row.tables_agreed) == (1, 1)
    agreed = app.here.model.talks["harbour"].package
    assert row.own_worth == pytest.approx(_sheets()[0](agreed), abs=0.1)


def test_a_table_without_a_zone_says_so(tmp_path: Path) -> None:
    game = opened(tmp_path, {"reservation: 45": "reservation: 90", "reservation: 40": "reservation: 90"})
    app = debriefed(game)
    app.act("tab:table:harbour")
    told = panel(app.screen(), "could have been agreed")
    assert "There was none: no package could have suited all who must agree." in told
    picture = next(p for p in app.screen().panels if isinstance(p, Worths))
    assert [p.role for p in picture.packages] == ["you"]


def test_of_three_parties_each_has_its_bars() -> None:
    from sim.ui.kit.panels import lay_panel
    from sim.ui.kit.sheet import kit_for
    from sim.ui.kit.theme import Look

    packages = (
        Package("Agreed here", "you", (50.0, 60.0, 70.0)),
        Package("Nash point", "branch", (70.0, 65.0, 71.0)),
    )
    picture = Worths("Worth", ("One", "Two", "Three"), (40.0, 50.0, 60.0), packages)
    for size, text in (((1280, 800), 100), ((640, 480), 200)):
        sheet = lay_panel(picture, size[0] - 60, 300, kit_for(Look(text=text), size))
        assert len(sheet.notes) == 6
        assert sheet.width == size[0] - 60


def test_at_a_table_that_is_gone_back_to_each_key_does_one_thing(harbour: Compiled) -> None:
    app = debriefed(harbour)
    app.act("tab:whatif")
    app.act("branch:harbour")
    for _ in range(8):
        if app.screen().name == "bargain":
            break
        on(app)
    app.act(primary(app.screen()))
    app.act("refuse")
    screen = app.screen()
    assert {"best", "lying", "line:0", "playon"} <= actions_of(screen)
    assert sorted(set(keys(screen))) == sorted(keys(screen))
    assert understand(screen, "b") == "line:0"


# by other ways


def test_a_whole_table_is_played_by_typed_lines() -> None:
    """A process of its own: the table, its result and the debrief's page, by what stands in brackets."""
    lines = ["", "1", "2", "3", "2", "", "2", "", "1", "", ""]
    done = subprocess.run(
        [sys.executable, "play.py", str(HARBOUR), "--seat", "north", "--seed", "5", "--text"],
        cwd=ROOT,
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    assert "[1] Berths: None" in done.stdout
    assert "[1] Berths: Half" in done.stdout
    assert re.search(r"Round 1\. You offered: Berths: half; The toll: high; For how long: ten", done.stdout)
    assert "A package was agreed in round" in done.stdout


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_table_is_bargained_at_by_ear(harbour: Compiled, tmp_path: Path, seed: int) -> None:
    titles = play_by_ear(harbour, tmp_path / "said.txt", seed, (1280, 800), 100)
    assert len(set(titles)) > 3


def test_the_text_of_the_table_is_one_panel(harbour: Compiled) -> None:
    app = sat(harbour, Setup(("north",)))
    texts = [p for p in app.screen().panels if isinstance(p, Text)]
    assert [t.title for t in texts] == ["At the table", "The situation"]
