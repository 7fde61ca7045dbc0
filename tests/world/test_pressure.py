"""What can be said, what it is worth, and what bars a move."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from helpers import message_view, odds, with_record

from sim.policies.policy import MessageView
from sim.policies.stages import weigh
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import SILENCE, Compiled
from sim.scenario.schema import Limit
from sim.types import Kind, Lever
from sim.world.limits import costs, open_moves
from sim.world.pressure import available, expected
from sim.world.rules import Rules
from sim.world.state import State, begin


def changed(game: Compiled, at: int, **new: Any) -> Compiled:
    """The game with one decision's text changed."""
    decisions = list(game.source.decisions)
    decisions[at] = decisions[at].model_copy(update=new)
    return compile_scenario(game.id, game.source.model_copy(update={"decisions": decisions}), game.record)


def view(game: Compiled, actor: str, state: State | None = None) -> MessageView:
    """What one sender sees at the first decision."""
    state, decision = state or begin(game, 1), game.decisions[0]
    slot = [game.actors[s.actor] for s in decision.senders].index(actor)
    return message_view(game, state, decision, slot, Rules())


@pytest.mark.parametrize(("renewable", "left"), [(True, True), (False, False)])
def test_a_spent_lever_backs_nothing_unless_it_renews(isles: Compiled, renewable: bool, left: bool) -> None:
    game = dataclasses.replace(isles, renewable=np.full(len(isles.levers), renewable))
    state = begin(game, 1)
    coal = game.levers.index("lv-coal")
    seen = view(game, "envoy", state)
    backed = seen.sender.lever == coal
    assert seen.available()[0, backed].all()
    state.levers[:, coal] = Lever.USED
    seen = view(game, "envoy", state)
    assert seen.available()[0, backed].all() == left
    assert seen.available()[0, ~backed].all(), "words and other levers are still there"


def test_what_is_closed_cannot_be_asked_for(isles: Compiled) -> None:
    decision = isles.decisions[0]
    sender = decision.senders[0]
    closed = np.array([[True, False, True]])
    can = available(isles, begin(isles, 1), sender, closed)[0]
    assert can[SILENCE]
    assert not can[sender.move == 1].any()
    assert can[sender.move == 0].all()


def test_officials_without_a_channel_are_heard_by_their_influence(isles: Compiled) -> None:
    plain = isles.source.decisions[0].history.model_copy(update={"messages": []})
    silent = changed(isles, 0, channels=["ch-market"], history=plain)
    decision = silent.decisions[0]
    assert "warden" not in [silent.actors[s.actor] for s in decision.senders]
    warden = silent.actors.index("warden")
    half = silent.record.officials["warden"].influence.percent
    assert decision.advocacy.tolist() == (decision.stakes[warden] * half // 100).tolist()
    assert decision.advocacy.any()
    with_, without = (weigh(begin(silent, 1), decision, Rules(advocacy=on)).base for on in (True, False))
    assert (with_ - without == decision.advocacy).all()


def test_a_hard_constraint_bars_while_its_condition_holds(isles: Compiled) -> None:
    bar = Limit(
        constraint="cn-storms", moves=["refuse"], bars=True, when="light < 40", judgement="A test of bars."
    )
    barred = changed(isles, 0, constraints=[bar])
    decision = barred.decisions[0]
    light = barred.variables.index("light")
    for value, is_open in ((3900, False), (4000, True)):
        state = begin(barred, 1)
        state.values[:, light] = value
        assert open_moves(state, decision, Rules())[0].tolist() == [True, True, is_open]
        assert open_moves(state, decision, Rules(constraints=False)).all()
        assert (odds(barred, decision, state)[0, 2] > 0) == is_open
        assert not costs(state, decision, Rules()).any()


def test_nobody_speaks_out_of_office(isles: Compiled) -> None:
    plain = isles.source.decisions[0].history.model_copy(update={"messages": []})
    quiet = changed(isles, 0, history=plain)
    office = quiet.record.officials["envoy"].offices[0]
    day = quiet.decisions[0].date
    for end, speaks in ((day, True), (day.replace(year=day.year - 1), False)):
        game = with_record(quiet, "officials", "envoy", offices=[office.model_copy(update={"end": end})])
        assert ("envoy" in [game.actors[s.actor] for s in game.decisions[0].senders]) == speaks


def test_silence_is_worth_nothing_and_words_must_earn_their_price(isles: Compiled) -> None:
    seen = view(isles, "envoy")
    options = np.arange(len(seen.sender))
    worth = seen.worth(options)[0]
    assert worth[SILENCE] == 0
    asked = (seen.sender.kind == Kind.ASK) & (seen.sender.move == 2)
    assert (worth[asked] <= -seen.sender.cost[asked]).all(), "asking for what one likes least gains nothing"


def test_a_threat_to_keep_is_worth_less_than_the_same_bluff_where_keeping_hurts(isles: Compiled) -> None:
    """The South Isle would darken its own coast: keeping costs it more than being caught."""
    seen = view(isles, "envoy")
    sender = seen.sender
    meant = int(np.flatnonzero((sender.kind == Kind.THREATEN) & (sender.move == 0) & ~sender.bluff)[0])
    bluff = int(np.flatnonzero((sender.kind == Kind.THREATEN) & (sender.move == 0) & sender.bluff)[0])
    worth = seen.worth(np.array([meant, bluff]))[0]
    assert worth[0] != worth[1]
    assert (sender.plea[meant] == sender.plea[bluff]).all(), "the decider cannot tell"
    assert sender.force[meant] == sender.force[bluff]


def test_expected_is_the_mean_by_weight() -> None:
    weight = np.array([[1], [3]])
    assert expected(weight, np.array([100, 500])).tolist() == [400]
