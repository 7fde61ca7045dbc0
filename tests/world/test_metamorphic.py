"""What may change nothing, and what may change only one way."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from helpers import message_view, odds, remade, with_record

from sim.policies.run import replay
from sim.policies.stages import weigh
from sim.reading.fields import Measure
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled
from sim.world.choice import weights
from sim.world.pressure import pull
from sim.world.rules import Rules
from sim.world.state import begin


def worths(game: Compiled) -> dict[str, dict[str, list[int]]]:
    """What each sender holds each of its considered messages worth at the start, by decision and actor."""
    found: dict[str, dict[str, list[int]]] = {}
    state, rules = begin(game, 1), Rules()
    for decision in game.decisions:
        for slot, sender in enumerate(decision.senders):
            view = message_view(game, state, decision, slot, rules)
            options = np.flatnonzero(sender.handful)
            row = sorted(view.worth(options)[0].tolist())
            found.setdefault(decision.source.id, {})[game.actors[sender.actor]] = row
    return found


def test_renaming_every_actor_changes_no_probability(shipped: Compiled) -> None:
    names = {a: f"actor-{i}" for i, a in enumerate(sorted(shipped.record.actors))}

    def rename(value: Any) -> Any:
        return names.get(value, value) if isinstance(value, str) else value

    renamed = remade(shipped, rename)
    assert not set(renamed.actors) & set(shipped.actors)
    before, after = replay(shipped), replay(renamed)
    assert [s.odds for s in before.steps] == [s.odds for s in after.steps]
    assert [s.after for s in before.steps] == [s.after for s in after.steps]
    told = {d: {names[a]: row for a, row in senders.items()} for d, senders in worths(shipped).items()}
    assert told == worths(renamed)


def test_reordering_the_cast_changes_no_probability(shipped: Compiled) -> None:
    turned = remade(shipped, lambda value: value, list(reversed(shipped.source.cast)))
    assert turned.actors == tuple(reversed(shipped.actors))
    assert [s.odds for s in replay(shipped).steps] == [s.odds for s in replay(turned).steps]
    assert [s.after for s in replay(shipped).steps] == [s.after for s in replay(turned).steps]
    assert worths(shipped) == worths(turned)


@pytest.mark.parametrize("constant", [-5000, 137, 90_000])
def test_a_constant_for_the_decider_changes_nothing(shipped: Compiled, constant: int) -> None:
    for decision in shipped.decisions:
        richer = dataclasses.replace(decision, own=decision.own + constant)
        assert (odds(shipped, decision) == odds(shipped, richer)).all()


def test_rationality_nothing_makes_open_moves_alike(shipped: Compiled) -> None:
    for decision in shipped.decisions:
        weight = odds(shipped, decision, rules=Rules(rationality=0))[0]
        assert len(set(weight[weight > 0].tolist())) == 1


def test_sharper_minds_choose_the_best_more_often(shipped: Compiled) -> None:
    for decision in shipped.decisions:
        best = [
            float(w.max() / w.sum())
            for r in (0, 5, 20, 60)
            for w in [odds(shipped, decision, rules=Rules(rationality=r))[0]]
        ]
        assert best == sorted(best)


def test_a_lever_not_in_play_changes_nothing_there(shipped: Compiled) -> None:
    for lever in shipped.record.leverage:
        strong = shipped.record.leverage[lever].strength.percent > 50
        other = with_record(shipped, "leverage", lever, strength=measure("faint" if strong else "extreme"))
        touched = 0
        for old, new in zip(shipped.decisions, other.decisions, strict=True):
            same = (
                all(
                    (a.force == b.force).all() and (a.plea == b.plea).all()
                    for a, b in zip(old.senders, new.senders, strict=True)
                )
                and (odds(shipped, old) == odds(other, new)).all()
            )
            touched += not same
            if lever not in old.source.leverage:
                assert same, f"{lever} is not in play at {old.source.id}, and yet it matters"
        used = (
            any((s.lever == shipped.levers.index(lever)).any() for d in shipped.decisions for s in d.senders)
            if lever in shipped.levers
            else False
        )
        assert bool(touched) == used


def test_a_channel_not_in_play_changes_nothing_there(shipped: Compiled) -> None:
    changed = 0
    for channel in shipped.channels:
        weak = shipped.record.channels[channel].trust.percent < 50
        other = with_record(shipped, "channels", channel, trust=measure("extreme" if weak else "faint"))
        for old, new in zip(shipped.decisions, other.decisions, strict=True):
            same = (odds(shipped, old) == odds(other, new)).all()
            if channel not in old.source.channels:
                assert same
            changed += not same
    assert changed, "no channel that carried a message in history mattered at all"


def test_a_constraint_not_in_play_changes_nothing_there(shipped: Compiled) -> None:
    """Leaving a constraint out of one decision changes that decision alone, if any."""
    changed = 0
    for at, decision in enumerate(shipped.decisions):
        if not decision.limits:
            continue
        source = shipped.source.model_copy(deep=True)
        freed = decision.source.model_copy(update={"constraints": []})
        decisions = [freed if i == at else d for i, d in enumerate(source.decisions)]
        other = compile_scenario(
            shipped.id, source.model_copy(update={"decisions": decisions}), shipped.record
        )
        for old, new in zip(shipped.decisions, other.decisions, strict=True):
            same = (odds(shipped, old) == odds(other, new)).all()
            if old.index != at:
                assert same
            changed += not same
    assert changed


def test_more_leverage_never_makes_what_it_asks_less_likely(shipped: Compiled) -> None:
    rules = Rules()
    state = begin(shipped, 1)
    seen = 0
    for decision in shipped.decisions:
        weighed = weigh(state, decision, rules)
        for sender in decision.senders:
            for option in range(1, len(sender)):
                asked = int(sender.move[option])
                if not weighed.open_moves[0, asked]:
                    continue
                shares = []
                for tenths in (0, 3, 10, 13, 40):
                    force = sender.force * tenths // 10
                    backed = dataclasses.replace(sender, force=force)
                    values = weighed.base + pull(state, backed, np.array([option]))
                    weight = weights(values, weighed.open_moves, rules.rationality)[0]
                    shares.append(float(weight[asked] / weight.sum()))
                steps = np.diff(shares)
                assert steps.min() >= -1e-6, "beyond what the table's rounding explains"
                seen += shares[-1] > shares[0]
    assert seen > 50


def test_a_message_asks_for_what_its_arrays_say(shipped: Compiled) -> None:
    for decision in shipped.decisions:
        for sender in decision.senders:
            asks = np.arange(1, len(sender))
            assert (sender.plea[asks, sender.move[asks]] == 0).all()
            assert (sender.plea <= 0).all()
            assert (sender.plea[0] == 0).all()
            assert sender.handful[0]


def measure(word: str) -> Measure:
    return Measure.model_validate({"is": word, "judgement": "Changed by a test."})
