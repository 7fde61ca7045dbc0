"""People and policies at a decision's table: one set of rules, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.errors import IllegalChoice
from sim.game import save
from sim.game.model import Negotiation
from sim.game.resume import resume
from sim.game.seat import Turn
from sim.game.session import Session
from sim.game.setup import Setup
from sim.policies.policy import Model, policy
from sim.policies.run import run
from sim.policies.turn import everyone, play
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.world.rules import Rules

HARBOUR = Path(__file__).parents[1] / "fixtures" / "tables" / "harbour.yaml"
FAIR = {"berths": "half", "toll": "low", "years": "ten"}
BEST = {"berths": "none", "toll": "high", "years": "one"}


@pytest.fixture(scope="module")
def harbour() -> Compiled:
    game, problems = library.examine(HARBOUR)
    assert not problems
    assert game is not None
    return game


def sat(game: Compiled, *seats: str, seed: int = 5, file: Path | None = None) -> Session:
    session = Session(game, Setup(seats), seed, file)
    while session.writers():
        session.say(session.writers()[0], None)
    return session


def test_a_live_table_is_the_batch_s(harbour: Compiled) -> None:
    """Every run of a batch, and the same run as a live game, by the same paces."""
    runs = play(harbour, 11, np.arange(40), everyone(harbour, Model()))
    for b in range(40):
        live = Negotiation(harbour, 11, b)
        path = live.play()
        assert [harbour.decisions[0].moves.index(path.steps[0].move)] == runs.state.moves[b, :1].tolist()
        assert live.state.hash() == runs.state.hash(b)
        assert live.talks["harbour"].ask is None


def test_the_odds_are_what_a_batch_does(harbour: Compiled) -> None:
    """Counted over all paces; a batch draws them. 4,000 runs: three standard errors."""
    live = Negotiation(harbour, 3)
    live.gather({"south": None, "isle": None})
    odds = live.odds()
    quiet = Rules(messages=False)
    moves = play(harbour, 3, np.arange(4000), everyone(harbour, Model()), quiet).state.moves[:, 0]
    for at, move in enumerate(harbour.decisions[0].moves):
        share = float((moves == at).mean())
        assert abs(share - odds[move]) <= 3 * (max(odds[move] * (1 - odds[move]), 0.0001) / 4000) ** 0.5


def test_without_tables_the_decider_chooses_alone(harbour: Compiled) -> None:
    every = everyone(harbour, Model())
    with_, without = (play(harbour, 2, np.arange(2000), every, Rules(tables=on)) for on in (True, False))
    assert len(np.unique(without.state.moves[:, 0])) == 3
    assert not np.array_equal(with_.state.moves, without.state.moves)


@pytest.mark.parametrize("name", ["random", "greedy"])
def test_other_policies_choose_a_move_as_anywhere(harbour: Compiled, name: str) -> None:
    moves = play(harbour, 2, np.arange(500), everyone(harbour, policy(name))).state.moves[:, 0]
    assert set(moves.tolist()) == ({0, 1, 2} if name == "random" else {0})


def test_two_people_agree_on_what_one_offers(harbour: Compiled) -> None:
    session = sat(harbour, "north", "south")
    assert session.next_seat() == "north"
    assert session.seat("north").turn is Turn.BARGAIN
    assert session.seat("south").turn is Turn.WAIT
    assert session.deal("north", FAIR) is None
    assert session.next_seat() == "south"
    step = session.deal("south", yes=True)
    assert step is not None
    assert step.move == "share"
    assert session.model.talks["harbour"].agreed


def test_a_refusal_passes_the_turn_and_the_last_one_ends_it(harbour: Compiled) -> None:
    session = sat(harbour, "north", "south")
    asked = []
    while session.decision is not None and session.decision.source.id == "harbour":
        seat = session.next_seat()
        assert seat is not None
        asked.append(seat)
        talk = session.seat(seat).talk()
        assert talk is not None
        assert talk.ask is not None
        if talk.ask.kind == "offer":
            session.deal(seat, BEST)
        else:
            session.deal(seat, yes=False)
    assert asked == ["north", "south", "south", "north"] * 3
    assert session.steps[0].move == "close"
    assert session.model.talks["harbour"].agreed is False


def test_one_person_bargains_with_the_model(harbour: Compiled) -> None:
    session = sat(harbour, "south")
    answers = 0
    while session.next_seat() == "south" and session.seat("south").turn is Turn.BARGAIN:
        talk = session.seat("south").talk()
        assert talk is not None
        assert talk.ask is not None
        session.deal("south", FAIR) if talk.ask.kind == "offer" else session.deal("south", yes=False)
        answers += 1
    assert answers >= 2
    assert session.steps[0].move in ("share", "close")


def test_undo_saving_and_branches_keep_every_act(harbour: Compiled, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    session = sat(harbour, "north", "south", file=file)
    session.deal("north", BEST)
    session.deal("south", yes=False)
    back, line = resume(file)
    assert line == ""
    assert back.next_seat() == "south"
    assert back.seat("south").talk() == session.seat("south").talk()
    assert session.undo()
    assert session.next_seat() == "south"
    assert session.undo()
    session.deal("north", FAIR)
    session.deal("south", yes=True)
    hashes = [s.state_hash for s in session.steps]
    assert [s.state_hash for s in resume(file)[0].steps] == hashes
    session.branch("harbour")
    assert session.next_seat() == "south"  # it writes first
    session.go_to(0)
    assert [s.state_hash for s in session.steps] == hashes
    assert save.read(file).present.log == tuple(session.log)


def test_a_path_tells_a_package_only_where_a_table_met(harbour: Compiled) -> None:
    chosen = [run(harbour, 2, everyone(harbour, policy("random"))), run(harbour, 2, forced={0: 1})]
    assert not any("package" in path.as_json()["path"][0] for path in chosen)
    met = run(harbour, 2, everyone(harbour, Model())).as_json()["path"][0]
    assert (met["package"] is None) == (met["move"] == "close")


def test_the_model_takes_over_for_a_seat(harbour: Compiled) -> None:
    session = sat(harbour, "north", "south")
    session.deal("north", BEST)
    session.stand_in("south")
    seen = []
    while session.decision is not None and session.decision.source.id == "harbour":
        seat = session.next_seat()
        seen.append(seat)
        assert seat == "north"
        talk = session.seat("north").talk()
        assert talk is not None
        assert talk.ask is not None
        session.deal("north", FAIR) if talk.ask.kind == "offer" else session.deal("north", yes=True)
    assert seen
    again = Session(harbour, session.setup, session.seed)
    again.replay(session.whole_lines()[0])
    assert [s.state_hash for s in again.steps] == [s.state_hash for s in session.steps]


@pytest.mark.parametrize("seats", [("north",), ("north", "south")])
@pytest.mark.parametrize("way", ["stands in", "plays on"])
@pytest.mark.parametrize("answered", [False, True])
def test_the_model_takes_over_for_one_who_has_acted(
    harbour: Compiled, seats: tuple[str, ...], way: str, answered: bool
) -> None:
    session = sat(harbour, *seats)
    session.deal("north", BEST)
    if answered and len(seats) == 2:
        session.deal("south", yes=False)
    before = session.seat("north").talk()
    assert before is not None
    who = session.next_seat()
    assert who is not None
    if way == "plays on":
        session.play_on()
        assert session.over
    else:
        session.stand_in(who)
    told = session.path().talks.get("harbour") or session.seat("north").talk()
    assert told is not None
    assert told.said[: len(before.said)] == before.said, "what was done stands"
    after = told.said[len(before.said) :]
    assert not any(s.person for s in after if harbour.decisions[0].table.table.parties[s.party] == who)
    again = Session(harbour, session.setup, session.seed)
    again.replay(session.whole_lines()[0])
    assert [s.state_hash for s in again.steps] == [s.state_hash for s in session.steps]


@pytest.mark.parametrize("seats", [("north",), ("south",), ("north", "south")])
def test_a_table_at_which_nobody_has_anything_to_offer_passes(tmp_path: Path, seats: tuple[str, ...]) -> None:
    """South alone offers, and no package is worth what it must have."""
    text = HARBOUR.read_text(encoding="utf-8")
    text = text.replace("      rounds: 6\n", "      rounds: 6\n      order: [south]\n")
    text = text.replace("reservation: 40", "reservation: 100\n          shifts: [{by: 40, when: calm >= 0}]")
    file = tmp_path / "never.yaml"
    file.write_text(text, encoding="utf-8")
    game, problems = library.examine(file)
    assert game is not None, problems
    session = sat(game, *seats)
    if "south" in seats:  # a person can offer all the same
        assert session.next_seat() == "south"
        return
    if not session.steps:
        assert session.next_seat() is None
        assert session.seat("north").turn is Turn.WATCH
        session.watch()
    assert session.steps[0].move == "close"


@pytest.mark.parametrize(
    ("package", "says"),
    [
        ({}, "one option for 'berths'"),
        (FAIR | {"toll": "gold"}, "one option for 'toll'"),
    ],
)
def test_what_does_not_fit_is_told_and_changes_nothing(
    harbour: Compiled, package: dict[str, str], says: str
) -> None:
    session = sat(harbour, "north", "south")
    before = session.seat("north").talk()
    with pytest.raises(IllegalChoice, match=says):
        session.deal("north", package)
    with pytest.raises(IllegalChoice):
        session.deal("south", FAIR)
    with pytest.raises(IllegalChoice):
        session.choose("north", "share")
    assert session.seat("north").talk() == before
    assert session.deal("north", FAIR) is None


@pytest.mark.parametrize(
    ("scenario", "decision", "move", "surprised"),
    [
        ("rafah_delay", "plan_talks", "keep_pincer", False),  # hurts Washington, whose yes it needs
        ("withheld_munitions", "storage_formula", "leave_until_vote", True),  # what is left without a deal
        ("twenty_one_points", "last_hand", "israel_wording", True),  # hurts those whose yes is not needed
    ],
)
def test_nobody_is_surprised_by_a_deal_that_needs_its_yes(
    scenario: str, decision: str, move: str, surprised: bool
) -> None:
    game = library.open_scenario(scenario)
    at = next(d for d in game.decisions if d.source.id == decision)
    path = run(game, 1, forced={at.index: at.moves.index(move)})
    (step,) = (s for s in path.steps if s.decision == decision)
    assert step.move == move
    assert any(c.rule == "surprise" for c in step.changes) == surprised
