"""Settling: the notes tell the whole story, switches switch, bounds hold."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from helpers import all_by, taken_back

from sim import rng, scale
from sim.policies.run import replay, run
from sim.policies.turn import play
from sim.scenario.compiled import Compiled
from sim.scenario.messages import KINDS
from sim.types import Kind, Lever, Notice
from sim.world.log import Message, option_of
from sim.world.rules import (
    BLUFF_CALLED,
    PUBLIC_IGNORED,
    PUBLIC_RELATION,
    SURPRISE_MOST,
    THREAT_KEPT,
    Rules,
)
from sim.world.settle import leaks, settle, surprise
from sim.world.state import Draft, State, begin

OFF = {
    "surprise": "surprise",
    "leaks": "leak",
    "credibility": "credibility",
    "events": "events",
}


@pytest.mark.parametrize("name", ["model", "random", "history"])
def test_the_changes_add_up_to_the_difference(shipped: Compiled, name: str) -> None:
    for seed in range(12):
        for step in run(shipped, seed, all_by(shipped, name)).steps:
            told = dict.fromkeys(step.before, 0)
            for change in step.changes:
                if change.what == "variable":
                    told[shipped.variables[change.index]] += change.amount
            for variable, amount in told.items():
                assert step.after[variable] * 100 - step.before[variable] * 100 == pytest.approx(amount)


def test_taking_the_changes_back_gives_the_state_before(isles: Compiled) -> None:
    before = begin(isles, 1)
    decision = isles.decisions[0]
    draft = Draft(before, keep_changes=True)
    said = np.zeros((1, len(decision.senders)), np.int64)
    after = settle(
        isles, before, decision, said, np.array([2]), Rules(), rng.run_keys(4, np.array([0])), draft
    )
    back = taken_back(after, draft.changes or [])
    assert (back.values == before.values).all()
    assert (back.credibility == before.credibility).all()
    assert (back.trust == before.trust).all()
    assert (before.moves == -1).all(), "the state that a step began from is left as it was"


@pytest.mark.parametrize("switch", list(OFF))
def test_a_rule_that_is_off_moves_nothing(shipped: Compiled, switch: str) -> None:
    def rules_seen(rules: Rules) -> set[str]:
        paths = [run(shipped, seed, all_by(shipped, "random"), rules) for seed in range(30)]
        return {c.rule for p in paths for s in p.steps for c in s.changes}

    assert OFF[switch] in rules_seen(Rules())
    assert OFF[switch] not in rules_seen(Rules(**{switch: False}))


def test_no_messages_when_messages_are_off(shipped: Compiled) -> None:
    path = run(shipped, 3, all_by(shipped, "random"), Rules(messages=False))
    assert all(not s.messages for s in path.steps)


def test_constraints_can_be_switched_off(isles: Compiled) -> None:
    on, off = replay(isles).steps[0].odds, replay(isles, Rules(constraints=False)).steps[0].odds
    assert off["refuse"] > on["refuse"]


def test_values_stay_within_bounds(shipped: Compiled) -> None:
    state = play(shipped, 5, np.arange(400), all_by(shipped, "random")).state
    for array in (state.values, state.credibility, state.trust):
        assert array.min() >= 0
        assert array.max() <= scale.FULL


def settled(isles: Compiled, message: Message, move: str) -> tuple[State, State]:
    before = begin(isles, 1)
    decision = isles.decisions[0]
    slot, option = option_of(isles, decision, message)
    said = np.zeros((1, len(decision.senders)), np.int64)
    said[0, slot] = option
    chosen = np.array([decision.moves.index(move)])
    return before, settle(isles, before, decision, said, chosen, Rules(), None)


def test_a_called_bluff_costs_belief_and_a_kept_threat_is_carried_out(isles: Compiled) -> None:
    envoy, light = isles.actors.index("envoy"), isles.variables.index("light")
    coal = isles.levers.index("lv-coal")
    bluff = Message("envoy", "threaten", "share", "ch-mailboat", "lv-coal", bluff=True)
    before, after = settled(isles, bluff, "refuse")
    assert after.credibility[0, envoy] == before.credibility[0, envoy] + BLUFF_CALLED
    assert after.levers[0, coal] == Lever.THREATENED
    dark = after.values[0, light]
    kept = Message("envoy", "threaten", "share", "ch-mailboat", "lv-coal")
    _, after = settled(isles, kept, "refuse")
    assert after.values[0, light] == dark - scale.points("marked")
    assert after.credibility[0, envoy] == before.credibility[0, envoy] + THREAT_KEPT
    assert after.levers[0, coal] == Lever.USED


def test_an_offer_is_paid_only_if_it_is_taken_up(isles: Compiled) -> None:
    light = isles.variables.index("light")
    offer = Message("envoy", "offer", "share", "ch-mailboat", "lv-coal")
    silent = Message("envoy", "ask", "share", "ch-mailboat")
    _, taken = settled(isles, offer, "share")
    _, plain = settled(isles, silent, "share")
    assert taken.values[0, light] - plain.values[0, light] == scale.points("slight")
    _, refused = settled(isles, offer, "alone")
    _, plain = settled(isles, silent, "alone")
    assert refused.values[0, light] == plain.values[0, light]


def test_words_in_public_strain_the_relation_and_bind(isles: Compiled) -> None:
    trust, envoy = isles.variables.index("trust_isles"), isles.actors.index("envoy")
    public = Message("envoy", "go_public", "share", "ch-market")
    quiet = Message("envoy", "ask", "share", "ch-mailboat")
    before, loud = settled(isles, public, "refuse")
    _, soft = settled(isles, quiet, "refuse")
    assert loud.values[0, trust] - soft.values[0, trust] == PUBLIC_RELATION
    assert loud.credibility[0, envoy] == before.credibility[0, envoy] + PUBLIC_IGNORED
    assert soft.credibility[0, envoy] == before.credibility[0, envoy]


def test_the_better_the_notice_the_smaller_the_surprise(isles: Compiled) -> None:
    party = isles.decisions[0].parties[0]
    state, refuse = begin(isles, 1), np.array([2])
    costs = []
    for level in Notice:
        told = dataclasses.replace(party, level=np.full(3, level, np.int8))
        costs.append(int(surprise(state, told, refuse)[0]))
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == 0 < costs[0] <= SURPRISE_MOST


def test_a_trusted_channel_softens_a_surprise(isles: Compiled) -> None:
    party, refuse = isles.decisions[0].parties[0], np.array([2])
    channel = isles.channels.index("ch-mailboat")
    told = dataclasses.replace(party, channel=np.full(3, channel), level=np.full(3, Notice.AFTER, np.int8))
    costs = []
    for trust in (0, 4000, 10_000):
        state = begin(isles, 1)
        state.trust[:, channel] = trust
        costs.append(int(surprise(state, told, refuse)[0]))
    assert costs[0] > costs[1] > costs[2] > 0


def test_a_move_that_hurts_nobody_surprises_nobody(isles: Compiled) -> None:
    party = isles.decisions[0].parties[0]
    assert surprise(begin(isles, 1), party, np.array([0]))[0] == 0


def test_leaks_need_a_message_and_a_channel_that_is_not_secret(isles: Compiled) -> None:
    """Silence never leaks; a letter leaks as often as the channel's secrecy and its kind say."""
    lamp = isles.decisions[0]
    slot, option = option_of(isles, lamp, Message("envoy", "warn", "share", "ch-mailboat", "lv-coal"))
    keys = rng.run_keys(5, np.arange(20_000))
    said = leaks(isles, lamp, slot, np.full(len(keys), option), keys)
    wanted = (100 - int(isles.secrecy[isles.channels.index("ch-mailboat")])) * KINDS[Kind.WARN].leaks / 10_000
    assert abs(said.mean() - wanted) < 0.015
    assert not leaks(isles, lamp, slot, np.zeros(len(keys), np.int64), keys).any()
    sealed = dataclasses.replace(isles, secrecy=np.full(len(isles.channels), 100, np.int32))
    assert not leaks(sealed, lamp, slot, np.full(len(keys), option), keys).any()


def test_history_has_no_leaks(shipped: Compiled) -> None:
    assert not any(m.leaked for s in replay(shipped).steps for m in s.messages)


def test_an_effect_under_a_condition_reads_how_things_stood_before(isles: Compiled) -> None:
    """Selling dear hurts trust only where the purse was thin already; emptying it does not count."""
    coal = isles.decisions[1]
    trust, purse = isles.variables.index("trust_isles"), isles.variables.index("purse_north")
    said = np.zeros((1, len(coal.senders)), np.int64)
    dear = np.array([coal.moves.index("dear")])
    quiet = Rules(surprise=False)
    lost = {}
    for before in (5000, 4000):
        state = begin(isles, 1)
        state.values[:, purse] = before
        after = settle(isles, state, coal, said, dear, quiet, None)
        lost[before] = int(state.values[0, trust] - after.values[0, trust])
    assert lost == {5000: 0, 4000: scale.points("marked")}


def test_a_party_that_was_hurt_and_not_told_trusts_less(isles: Compiled) -> None:
    lamp = isles.decisions[0]
    trust = isles.variables.index("trust_isles")
    mailboat = isles.channels.index("ch-mailboat")
    said, refuse = np.zeros((1, len(lamp.senders)), np.int64), np.array([lamp.moves.index("refuse")])
    with_, without = (
        settle(isles, begin(isles, 1), lamp, said, refuse, Rules(surprise=on), None) for on in (True, False)
    )
    assert with_.values[0, trust] < without.values[0, trust]
    assert with_.trust[0, mailboat] < without.trust[0, mailboat]
