"""A session: its log is the game. Save, resume, undo and replay all read it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from helpers import bargained

from sim.errors import BrokenSave, IllegalChoice, UnknownName
from sim.game import save
from sim.game.entries import Choice
from sim.game.resume import resume
from sim.game.seat import Seat, Turn
from sim.game.session import alone
from sim.game.setup import Setup
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Scenario
from sim.world.log import Message, message_of


def any_message(session: Seat) -> Message | None:
    """The first message that the seat could send now, if any."""
    for slot in session.voices():
        options = np.flatnonzero(session.view(slot).available()[0])
        if len(options) > 1:
            assert session.decision is not None
            return message_of(session.game, session.decision, slot, int(options[1]))
    return None


def play_on(session: Seat, decisions: int = 99) -> Seat:
    """Plays the seat's part by the first thing that is open."""
    for _ in range(decisions):
        if session.turn is Turn.OVER:
            break
        if session.turn is Turn.WATCH:
            session.watch()
        elif session.turn is Turn.WRITE:
            session.say(any_message(session))
        elif session.turn is Turn.BARGAIN:
            bargained(session)
        else:
            session.choose(next(m for m, is_open in session.model.open_moves().items() if is_open))
    return session


def seats(game: Compiled) -> list[str]:
    return [s.actor for s in game.source.seats]


def test_every_seat_plays_to_the_end(shipped: Compiled) -> None:
    for seat in seats(shipped):
        session = play_on(alone(shipped, seat, 7))
        assert session.turn is Turn.OVER
        assert len(session.steps) + len(session.model.skipped) == len(shipped.decisions)


def test_every_seat_has_a_part(shipped: Compiled) -> None:
    """On the historical path a seat decides or may write at three decisions at least."""
    for seat in seats(shipped):
        session = alone(shipped, seat, 1)
        parts = 0
        while session.turn is not Turn.OVER:
            decision = session.decision
            assert decision is not None
            parts += session.turn is not Turn.WATCH
            if session.turn is Turn.DECIDE:
                session.choose(decision.source.history.move)
            else:
                session.model.step(decision.source.history.move)
        assert parts >= 3, seat


def test_a_choice_out_of_turn_is_refused(isles: Compiled) -> None:
    session = alone(isles, "north", 1)
    with pytest.raises(IllegalChoice, match="not this seat's turn to write"):
        session.say(None)
    with pytest.raises(IllegalChoice):
        session.watch()
    with pytest.raises(IllegalChoice, match="'nonsense'"):
        session.choose("nonsense")
    assert session.choices == []
    assert session.steps == []
    session.choose("share")
    assert session.turn is Turn.WRITE, "the Envoy decides; the North Isle may write over the mailboat"


def test_an_unknown_seat_is_told_with_the_nearest(isles: Compiled) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'north'"):
        alone(isles, "noth", 1)


def test_the_same_choices_and_seed_give_the_same_game(shipped: Compiled) -> None:
    for seat in seats(shipped):
        one, two = play_on(alone(shipped, seat, 3)), play_on(alone(shipped, seat, 3))
        assert [s.state_hash for s in one.steps] == [s.state_hash for s in two.steps]


def test_undo_takes_back_one_choice_and_all_that_followed(shipped: Compiled) -> None:
    session = play_on(alone(shipped, seats(shipped)[0], 5))
    whole = [s.state_hash for s in session.steps]
    while session.choices:
        last = session.choices[-1].decision
        assert session.undo()
        assert session.decision is not None
        assert session.decision.source.id == last
        assert [s.state_hash for s in session.steps] == whole[: len(session.steps)]
    assert not session.undo()
    assert [s.state_hash for s in play_on(session).steps] == whole


@pytest.mark.parametrize("played", [0, 1, 3, 99])
def test_a_saved_game_comes_back_where_it_stood(shipped: Compiled, tmp_path: Path, played: int) -> None:
    for seat in seats(shipped):
        file = tmp_path / f"{seat}-{played}.json"
        session = play_on(alone(shipped, seat, 11, file), played)
        save.write(file, session.session.saved())
        back, said = resume(file)
        assert said == ""
        assert back.saved() == session.session.saved()
        assert back.seats[0].turn is session.turn
        assert back.model.state.hash() == session.model.state.hash()
        assert [s.state_hash for s in play_on(back.seats[0]).steps] == [
            s.state_hash for s in play_on(session).steps
        ]


def test_it_saves_itself_after_each_choice(isles: Compiled, tmp_path: Path) -> None:
    file = tmp_path / "games" / "one.json"
    session = alone(isles, "north", 2, file)
    session.choose("share")
    assert save.read(file) == session.session.saved()
    session.undo()
    assert save.read(file).present.log == ()


def test_a_save_torn_at_any_byte_is_refused_and_left_alone(isles: Compiled, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    save.write(file, play_on(alone(isles, "envoy", 2)).session.saved())
    whole = file.read_bytes()
    torn = tmp_path / "torn.json"
    for length in range(len(whole)):
        torn.write_bytes(whole[:length])
        with pytest.raises(BrokenSave) as problem:
            save.read(torn)
        assert "\n" not in str(problem.value)
        assert torn.read_bytes() == whole[:length]
    assert save.read(file)


def test_a_save_with_any_byte_changed_is_refused(isles: Compiled, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    save.write(file, play_on(alone(isles, "envoy", 2)).session.saved())
    whole = bytearray(file.read_bytes())
    body = json.loads(bytes(whole))
    spaces = 0
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1
        file.write_bytes(changed)
        try:
            save.read(file)
        except BrokenSave:
            continue
        assert json.loads(bytes(changed)) == body, "only white space may change unseen"
        spaces += 1
    assert spaces < len(whole) / 4


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 4}, "save format 4"),
        ({"format": None}, "save format None"),
        ({"program": "other"}, "no saved game of Backchannel"),
        ({"seed": -4}, "checksum"),
    ],
)
def test_a_save_of_another_kind_says_so(isles: Compiled, tmp_path: Path, change: dict, says: str) -> None:
    file = tmp_path / "game.json"
    save.write(file, alone(isles, "envoy", 2).session.saved())
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with pytest.raises(BrokenSave, match=says):
        save.read(file)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "[" * 5000, '"x"', "\x00", "é"])
def test_what_is_no_save_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "strange.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenSave):
        save.read(file)


def test_a_scenario_edited_since_the_save_goes_on_under_a_new_name(isles: Compiled, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    session = alone(isles, "north", 2, file)
    session.choose("alone")
    kept = file.read_bytes()
    edited = isles.source.model_copy(update={"title": "Edited"})
    back, said = resume(file, compile_scenario("isles", edited, isles.record))
    assert "The scenario has changed" in said
    assert "after 1 of 1 decisions" in said
    play_on(back.seats[0])
    assert file.read_bytes() == kept
    assert back.file is not None
    assert back.file != file
    assert save.read(back.file) == back.saved()


def test_a_choice_that_is_gone_stops_the_replay_there(isles: Compiled, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    play_on(alone(isles, "north", 2, file), 2)
    decision = isles.source.decisions[0]
    moves = [m if m.id != "share" else m.model_copy(update={"id": "divide"}) for m in decision.moves]
    text = json.loads(json.dumps(isles.source.model_dump(mode="json", by_alias=True)))
    text["decisions"][0] = json.loads(
        decision.model_copy(update={"moves": moves})
        .model_dump_json(by_alias=True)
        .replace('"share"', '"divide"')
    )
    whole = (
        json.dumps(text).replace("lamp == share", "lamp == divide").replace("lamp != share", "lamp != divide")
    )
    edited = compile_scenario("isles", Scenario.model_validate(json.loads(whole)), isles.record)
    back, said = resume(file, edited)
    assert "after 0 of" in said
    assert back.seats[0].turn is Turn.DECIDE


def test_a_folder_that_cannot_be_written_is_told_and_the_game_goes_on(
    isles: Compiled, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    session = alone(isles, "north", 2, blocked / "game.json")
    session.choose("share")
    assert "cannot be saved" in session.trouble
    assert len(session.steps) == 1
    assert blocked.read_text().startswith("a file")


CHILD = """
import sys
from pathlib import Path
from sim.game import save
from sim.game.entries import Choice
from sim.game.setup import Setup
from sim.game.stored import Line, Saved
file, n = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    n += 1
    choices = tuple(Choice(f"decision_{i}", "move") for i in range(n % 60))
    save.write(file, Saved("isles", "hash", n, Setup(("north",)), (Line(log=choices),)))
"""

CARELESS = CHILD.replace(
    'save.write(file, Saved("isles", "hash", n, Setup(("north",)), (Line(log=choices),)))',
    'file.open("w").write("[" + ", ".join(str(c) for c in choices * 40) + "]")',
)


def killed_while_saving(code: str, file: Path, times: int) -> int:
    """How often the file could not be read after its writer was killed."""
    broken = 0
    for i in range(times):
        child = subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        try:
            child.wait(0.02 + 0.013 * (i % 7))
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        if not file.exists():
            continue
        if code is CHILD:
            try:
                save.read(file)
            except BrokenSave:
                broken += 1
        else:
            text = file.read_text()
            broken += not (text.startswith("[") and text.endswith("]"))
    return broken


@pytest.mark.skipif(os.name != "posix", reason="kills with a POSIX signal")
def test_killing_the_writer_never_leaves_a_torn_file(tmp_path: Path) -> None:
    assert killed_while_saving(CHILD, tmp_path / "game.json", 12) == 0
    assert killed_while_saving(CARELESS, tmp_path / "careless.json", 40) > 0, (
        "this test could not catch a torn file"
    )


def test_a_game_saved_in_the_first_format_goes_on() -> None:
    """This file was written by format 1 and is kept for ever."""
    saved = save.read(Path(__file__).parent / "saves" / "format-1.json")
    assert saved.setup == Setup(("il",), forecasts=False)
    assert (saved.scenario, saved.seed, saved.present.settled) == ("rafah_delay", 7, 5)
    assert [c.decision for c in saved.present.log] == [
        "rafah_order",
        "slow_supply",
        "ration_or_enter",
        "red_line",
        "defy_or_narrow",
    ]
    assert {c.seat for c in saved.present.log} == {"il"}
    assert saved.present.log[1].message == Message(
        "netanyahu", "ask", "on_schedule", "ch-leader-biden", "lv-transparency"
    )


def test_a_game_saved_in_the_second_format_goes_on() -> None:
    """This file was written by format 2, with two seats and two lines, and is kept for ever."""
    saved = save.read(Path(__file__).parent / "saves" / "format-2.json")
    assert saved.setup.seats == ("il", "us-biden")
    assert saved.setup.names_of("il") == ("Ada",)
    assert (saved.scenario, saved.seed, saved.line, len(saved.lines)) == ("rafah_delay", 4, 1, 2)
    choices = [e for line in saved.lines for e in line.log if isinstance(e, Choice)]
    assert choices
    assert all(c.deal is None for c in choices)
    assert any(c.stood_in for c in choices)
