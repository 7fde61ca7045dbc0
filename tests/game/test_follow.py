"""Games that begin elsewhere, and games that go on after their scenario was changed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from helpers import bargained

from sim.errors import UnknownName
from sim.game.resume import follow
from sim.game.seat import Seat, Turn
from sim.game.session import alone
from sim.game.setup import Start
from sim.policies.run import replay
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.world.log import message_of
from sim.world.state import begin
from tests.authoring.small import MILL, mill


def played(session: Seat, luck: random.Random, most: int = 99) -> Seat:
    """Plays on by lot, at most so many decisions."""
    for _ in range(most):
        if session.turn is Turn.OVER:
            break
        if session.turn is Turn.WATCH:
            session.watch()
        elif session.turn is Turn.DECIDE:
            session.choose(luck.choice([m for m, open_ in session.model.open_moves().items() if open_]))
        elif session.turn is Turn.BARGAIN:
            bargained(session)
        else:
            slot = luck.choice(session.voices())
            options = session.view(slot).available()[0].nonzero()[0].tolist()
            option = luck.choice(options)
            decision = session.decision
            assert decision is not None
            session.say(message_of(session.game, decision, slot, option))
    return session


def test_an_unchanged_scenario_is_followed_bit_for_bit(shipped: Compiled) -> None:
    for number, seat in enumerate(s.actor for s in shipped.source.seats):
        luck = random.Random(number)
        for most in range(0, len(shipped.decisions) + 1, 2):
            old = played(alone(shipped, seat, number), luck, most)
            new = alone(shipped, seat, number)
            assert follow(new.session, old.session) == ""
            settled = {s.decision for s in old.steps}
            assert new.choices == [c for c in old.choices if c.decision in settled], "a table begins anew"
            assert new.model.state.hash() == old.model.state.hash()
            assert [s.state_hash for s in new.steps] == [s.state_hash for s in old.steps]


def test_a_game_begins_at_any_decision_with_any_values(shipped: Compiled) -> None:
    name = shipped.variables[0]
    for decision in shipped.decisions:
        start = Start(decision.source.id, {name: 12.34})
        session = alone(shipped, shipped.source.seats[0].actor, 3, start=start)
        assert session.decision is decision
        assert session.model.state.values[0, 0] == 1234
        assert all(s.decision != decision.source.id for s in session.steps)
        assert session.model.state.moves[0, decision.index] == -1
        played(session, random.Random(decision.index))
        assert session.turn is Turn.OVER
        while session.undo():
            pass
        assert decision.source.id in {s.decision for s in session.steps} or session.decision is decision
        assert not session.choices


def test_what_lies_before_goes_as_history_went(shipped: Compiled) -> None:
    last = shipped.decisions[-1].source.id
    session = alone(shipped, shipped.source.seats[0].actor, 0, start=Start(last))
    was = replay(shipped).moves
    for step in session.steps:
        assert step.move == was[step.decision]


def test_values_alone_leave_the_game_at_its_beginning(shipped: Compiled) -> None:
    name = shipped.variables[-1]
    session = alone(shipped, shipped.source.seats[0].actor, 0, start=Start(None, {name: 100}))
    assert session.steps == []
    wanted = begin(shipped, 1).values[0].tolist()
    wanted[-1] = 10_000
    assert session.model.state.values[0].tolist() == wanted


def test_a_start_that_is_not_there_names_the_nearest(shipped: Compiled) -> None:
    seat, decision = shipped.source.seats[0].actor, shipped.decisions[0].source.id
    with pytest.raises(UnknownName, match=decision):
        alone(shipped, seat, 0, start=Start(decision[:-1]))
    with pytest.raises(UnknownName, match=shipped.variables[0]):
        alone(shipped, seat, 0, start=Start(None, {shipped.variables[0][:-1]: 1}))


SECOND = """\
  - id: riot
    title: The millers come up the hill
    date: 1820-08-01
    decider: upper
    moves:
      - {id: open_it, label: Open the dam, effects: {water: strong}}
      - {id: hold, label: Hold, effects: {goodwill: -slight}}
"""
TWO = MILL.replace("endings:\n", f"{SECOND}endings:\n")


def follows(folder: Path, before: str, after: str, moves: list[str], seat: str = "upper") -> tuple[Seat, str]:
    """A game of ``before`` with these moves, gone on with in ``after``."""
    old = alone(library.open_scenario(str(mill(folder, before))), "upper", 1)
    for move in moves:
        old.choose(move)
    new = alone(library.open_scenario(str(mill(folder, after))), seat, 1)
    return new, follow(new.session, old.session)


def at(session: Seat) -> str | None:
    return session.decision.source.id if session.decision else None


def test_a_move_that_is_gone_stops_the_game_there_and_says_so(tmp_path: Path) -> None:
    new, said = follows(tmp_path, TWO, TWO.replace("id: share", "id: half"), ["share"])
    assert at(new) == "dam"
    assert "'dam' no longer fits" in said
    assert new.choices == []


def test_a_decision_that_is_new_stops_the_game_there_and_says_so(tmp_path: Path) -> None:
    first = SECOND.replace("riot", "omen").replace("1820-08", "1820-06").replace("water: strong", "water: 1")
    new, said = follows(tmp_path, TWO, TWO.replace("decisions:\n", f"decisions:\n{first}"), ["share"])
    assert at(new) == "omen"
    assert "'omen'" in said


def test_a_decision_that_is_gone_leaves_the_game_where_it_can_go_on(tmp_path: Path) -> None:
    third = SECOND.replace("riot", "peace").replace("1820-08", "1820-09")
    three = TWO.replace("endings:\n", f"{third}endings:\n")
    new, said = follows(tmp_path, three, three.replace(SECOND, ""), ["share"])
    assert at(new) == "peace"
    assert said == "'riot' is gone, so the game stands at 'peace'."
    new, said = follows(tmp_path, TWO, MILL, ["share"])
    assert at(new) is None
    assert "it is over" in said


def test_another_decider_is_told(tmp_path: Path) -> None:
    new, said = follows(tmp_path, TWO, TWO.replace("decider: upper", "decider: lower", 1), ["share"])
    assert (at(new), new.turn, new.choices) == ("dam", Turn.WRITE, [])
    assert "another's turn" in said


def test_changed_numbers_change_the_state_and_keep_the_choices(tmp_path: Path) -> None:
    new, said = follows(tmp_path, TWO, TWO.replace("harvest: slight", "harvest: strong"), ["share"])
    assert (at(new), said) == ("riot", "")
    assert [c.move for c in new.choices] == ["share"]
    assert new.steps[0].moved("harvest") == 12
