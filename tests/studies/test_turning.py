"""What mattered on a path: shifts that add up, and that live games played one by one confirm."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from campaigns import HARBOUR, WINTERS, winters
from helpers import all_by, remade

from sim.game.model import Negotiation
from sim.policies.run import Path as Way
from sim.policies.run import replay, run
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from sim.studies.fan import before, beginning, fan
from sim.studies.turning import Moment, Outlook, Shift, moments, ranked
from sim.world.log import Step
from sim.world.rules import Rules
from tests.studies.games import standing, without_history

RUNS = 80


def say(model: Negotiation, step: Step) -> None:
    """Sends what was sent, and silence from everybody else."""
    assert model.current is not None
    sent = {s.message.sender: s.message for s in step.messages}
    senders = [model.game.actors[s.actor] for s in model.current.senders]
    model.gather({name: sent.get(name) for name in senders})


def outlook(games: list[Negotiation]) -> Outlook:
    game = games[0].game
    endings = {name: sum(g.ending == name for g in games) / len(games) for name, _ in game.endings}
    last = np.array([g.state.values[0] for g in games])
    means = [int(column.sum()) / (100 * len(games)) for column in last.T]
    return Outlook(endings, dict(zip(game.variables, means, strict=True)))


def shift(moment: Moment, what: str) -> Shift:
    return next(s for s in moment.shifts if s.what == what)


@pytest.mark.parametrize("at", [0, 1])
def test_moves_and_words_lead_where_live_games_go(isles: Compiled, at: int) -> None:
    path = replay(isles)
    moment = list(moments(path, 5, RUNS))[at]
    step, (state, _) = path.steps[at], path.around[at]

    def played(said: bool, move: str | None = None) -> Outlook:
        games = [standing(isles, 5, number, state, at) for number in range(1, RUNS + 1)]
        for model in games:
            if said:
                say(model, step)
            model.step(move)
            model.play()
        return outlook(games)

    assert moment.moves == {move: played(True, move) for move in moment.moves}
    assert set(moment.moves) == {m for m, share in step.odds.items() if share > 0}
    free, spoken = played(False), played(True)
    words, move = shift(moment, "words"), shift(moment, "move")
    assert words.before == free.endings[path.ending]
    assert words.after == move.before == spoken.endings[path.ending]
    assert move.after == moment.moves[step.move].endings[path.ending]
    for name, more in move.variables.items():
        assert more == pytest.approx(moment.moves[step.move].means[name] - spoken.means[name])


def test_words_that_are_fixed_leave_the_choice_to_the_table() -> None:
    harbour = open_scenario(str(HARBOUR))
    path = run(harbour, 5, all_by(harbour, "model"))
    games = [standing(harbour, 5, number, path.around[0][0], 0) for number in range(1, RUNS + 1)]
    for model in games:
        say(model, path.steps[0])
        model.play()
    moment = next(moments(path, 5, RUNS))
    assert shift(moment, "move").before == outlook(games).endings[path.ending]


def test_an_event_is_weighed_as_it_fell(isles: Compiled) -> None:
    """Nobody writes and nothing leaks: a storm is one October in two, and then the ending is stormy."""
    rules = Rules(messages=False, leaks=False)
    paths = (run(isles, seed, all_by(isles, "model"), rules, forced={0: 1}) for seed in range(99))
    path = next(p for p in paths if "storm" in p.steps[0].events)
    assert path.ending == "stormy"
    moment = next(iter(moments(path, 8, 4_000, rules)))
    storm = next(s for s in moment.shifts if s.name == "storm")
    dear = fan(isles, 8, before(path, "coal"), 4_000, rules).stops[0].moves["dear"]
    assert storm.before == pytest.approx(0.5 + 0.5 * dear, abs=0.03)
    assert storm.after == 1
    assert storm.variables["trust_isles"] == pytest.approx(-1, abs=0.05)


@pytest.mark.parametrize("historical", [False, True])
def test_shifts_sum_to_the_whole_way(shipped: Compiled, historical: bool) -> None:
    sum_to_the_whole_way(replay(shipped) if historical else run(shipped, 3, all_by(shipped, "model")))


def test_they_do_over_a_campaign(tmp_path: Path) -> None:
    game = open_scenario(str(winters(tmp_path, text=WINTERS.replace("calm >= 60", "trade >= 74"))))
    sum_to_the_whole_way(run(game, 1, all_by(game, "model")))


def sum_to_the_whole_way(path: Way) -> None:
    found = list(moments(path, 3, 200))
    assert [m.step for m in found] == list(path.steps)
    start = fan(path.game, 3, beginning(path.game), 200)
    total = sum(s.share.value for m in found for s in m.shifts)
    assert total == pytest.approx(1 - start.endings[path.ending])
    for first, second in itertools.pairwise(found):
        assert first.shifts[-1].after == second.shifts[0].before
    for m in found:
        for s in m.shifts:
            assert s.share.low <= s.share.value <= s.share.high
            assert s.share.value == pytest.approx(s.after - s.before)
        for one in m.moves.values():
            assert sum(one.endings.values()) == pytest.approx(1)
            assert all(0 <= mean <= 100 for mean in one.means.values())


def test_what_the_model_was_certain_of_shifts_nothing(shipped: Compiled) -> None:
    """Where actors tell better from worse so sharply that there is no choice left."""
    rules = Rules(rationality=5_000)
    path = run(shipped, 2, all_by(shipped, "model"), rules)
    certain = [m for m in moments(path, 2, 200, rules) if m.step.odds[m.step.move] == 1]
    assert len(certain) >= 5
    for moment in certain:
        move = shift(moment, "move")
        assert move.share.value == 0
        assert move.before == move.after
        assert not any(move.variables.values())


def test_a_path_with_no_luck_left_shifts_nothing_at_all(isles: Compiled) -> None:
    rules = Rules(rationality=5_000, leaks=False, events=False)
    path = run(isles, 2, all_by(isles, "model"), rules)
    for moment in moments(path, 2, 300, rules):
        assert [s.what for s in moment.shifts] == ["move"]
        assert moment.shifts[0].before == moment.shifts[0].after == 1


def test_the_same_seed_gives_the_same_table(shipped: Compiled) -> None:
    path = replay(shipped)
    first = list(moments(path, 4, 70))
    assert list(moments(path, 4, 70)) == first
    assert next(moments(path, 5, 70)) != first[0]


def test_order_of_actors_does_not_matter(isles: Compiled) -> None:
    """Senders' luck goes by their place: with nobody writing the tables are equal, else they are close."""
    turned = remade(isles, lambda value: value, list(reversed(isles.source.cast)))
    silent = Rules(messages=False)
    for mine, other in zip(
        moments(replay(isles, silent), 1, 300, silent),
        moments(replay(turned, silent), 1, 300, silent),
        strict=True,
    ):
        assert mine.moves == other.moves
        assert [(s.what, s.name, s.share) for s in mine.shifts] == [
            (s.what, s.name, s.share) for s in other.shifts
        ]
    for mine, other in zip(moments(replay(isles), 1, 4_000), moments(replay(turned), 1, 4_000), strict=True):
        for move, one in mine.moves.items():
            assert other.moves[move].endings == pytest.approx(one.endings, abs=0.05)


def test_the_ending_that_moved_most_comes_first(shipped: Compiled) -> None:
    found = list(moments(run(shipped, 3, all_by(shipped, "model")), 3, 200))
    order = ranked(found)
    sizes = [abs(s.share.value) for s in order]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0
    assert sorted(map(repr, order)) == sorted(repr(s) for m in found for s in m.shifts)


def test_a_game_that_is_not_over_and_one_without_history(isles: Compiled) -> None:
    assert list(moments(Negotiation(isles, 1).path(), 1, 50)) == []
    model = Negotiation(without_history(isles), 1)
    model.step("alone")
    (moment,) = moments(model.path(), 1, 50)
    assert moment.step.decision == "lamp"
    assert len(ranked([moment])) == len(moment.shifts)


def test_a_game_begun_at_a_decision_that_it_would_pass_by(isles: Compiled) -> None:
    """Authors try a decision out whatever its 'when' says; its table is of that decision all the same."""
    model = Negotiation(isles, 1)
    model.step("refuse")
    model._at = 1
    model.step("sell")
    last = list(moments(model.path(), 1, 50))[-1]
    assert last.step.decision == "coal"
    assert last.moves["sell"].means != last.moves["dear"].means
    assert last.shifts[-1].after == 1
