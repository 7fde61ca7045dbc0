"""Judgements are drawn from the ranges of their words, each by its own key; facts stay where they are."""

from __future__ import annotations

import numpy as np
import pytest

from sim import scale
from sim.batches.api import batch
from sim.batches.judgements import changed, drawn, judgements
from sim.errors import UnknownName
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from tests.helpers import remade

DRAWS = 300


def test_every_judgement_of_the_isles_is_listed_and_no_fact(isles: Compiled) -> None:
    names = [j.id for j in judgements(isles)]
    assert len(names) == len(set(names))
    assert {
        "lamp.share.effects.1",
        "lamp.constraints.1.cost",
        "coal.dear.effects.2",
        "leverage.lv-coal.kept.1",
        "leverage.lv-coal.paid.1",
        "events.storm.chance",
        "events.storm.effects.1",
    } <= set(names)
    # a whole number is not a word, and has no range to be drawn from
    assert not {"variables.light.start", "events.calm.effects.1"} & set(names)
    facts = [
        f"leverage.{name}.strength"
        for name, lv in isles.record.leverage.items()
        if lv.strength.fact is not None
    ]
    assert not set(facts) & set(names)


def test_draws_cover_their_words_ranges_and_never_leave_them(isles: Compiled) -> None:
    rows = [drawn(isles, 5, d) for d in range(1, DRAWS + 1)]
    for judgement in judgements(isles):
        values = np.array([row[judgement.id] for row in rows])
        _, low, high = judgement.range
        assert set(np.abs(values)) <= set(range(low, high + 1))
        assert len(set(values)) > (high - low) * 0.8
        assert (np.sign(values) * judgement.sign >= 0).all()
        # a uniform draw's mean, within five standard errors
        spread = np.sqrt(((high - low + 1) ** 2 - 1) / 12 / DRAWS)
        assert abs(np.abs(values).mean() - (low + high) / 2) < 5 * spread


def test_a_draw_is_keyed_by_its_name_alone(isles: Compiled) -> None:
    shorter = remade(isles, lambda value: value)
    shorter.source.events.clear()
    fewer, all_ = drawn(shorter, 5, 1), drawn(isles, 5, 1)
    assert fewer == {id_: value for id_, value in all_.items() if not id_.startswith("events.")}
    assert drawn(isles, 6, 1) != all_
    assert drawn(isles, 5, 2) != all_


def test_typical_values_change_nothing(isles: Compiled) -> None:
    typical = {j.id: j.sign * j.range.typical for j in judgements(isles)}
    same, as_written = batch(changed(isles, typical), 2000, seed=3), batch(isles, 2000, seed=3)
    assert same.table().equals(as_written.table())


def test_one_judgement_changed_changes_that_number_alone(isles: Compiled) -> None:
    other = changed(isles, {"lamp.share.effects.1": 10, "leverage.lv-coal.kept.1": -7})
    before, after = isles.decisions[0].effects.copy(), other.decisions[0].effects
    assert after[0, isles.variables.index("trust_isles")] == 10 * scale.HUNDREDTHS
    before[0, isles.variables.index("trust_isles")] = 10 * scale.HUNDREDTHS
    assert np.array_equal(before, after)
    lever, light = isles.levers.index("lv-coal"), isles.variables.index("light")
    assert other.lever_effects[0, lever, light] == -7 * scale.HUNDREDTHS
    assert np.array_equal(isles.decisions[1].effects, other.decisions[1].effects)
    assert np.array_equal(isles.trust, other.trust)


def test_a_judgement_that_is_not_there_is_told_with_the_nearest(isles: Compiled) -> None:
    with pytest.raises(UnknownName, match=r"lamp\.share\.effects\.1"):
        changed(isles, {"lamp.shared.effects.1": 3})


def test_numbers_of_the_shipped_scenarios_stay_where_a_fact_holds_them(shipped: Compiled) -> None:
    values = drawn(shipped, 1, 1)
    other = changed(shipped, values)
    for name, lever in shipped.record.leverage.items():
        now = other.record.leverage[name].strength
        if lever.strength.fact is not None or f"leverage.{name}.strength" not in values:
            assert now.percent == lever.strength.percent
        else:
            assert now.percent == values[f"leverage.{name}.strength"]
    pairs = zip(shipped.source.decisions, other.source.decisions, strict=True)
    moves = [both for d, e in pairs for both in zip(d.moves, e.moves, strict=True)]
    effects = [both for m, n in moves for both in zip(m.effects, n.effects, strict=True)]
    assert any(a.fact is None and a.by != b.by for a, b in effects)
    assert all(a.by == b.by for a, b in effects if a.fact is not None or isinstance(a.by, int))


def test_results_tell_what_was_drawn(isles: Compiled) -> None:
    found = batch(isles, 50, draws=3, seed=9).judgements()
    assert list(found["draw"]) == [1, 2, 3]
    for at, row in enumerate(found.to_dict("records")):
        values = drawn(isles, 9, at + 1)
        assert {k: v for k, v in row.items() if k not in ("seed", "draw")} == values


def test_the_words_of_a_table_are_drawn_too() -> None:
    """Its shifts, reservation values and importances; worths are whole numbers, and have no range."""
    game = open_scenario("rafah_delay")
    source = next(d.source.table for d in game.decisions if d.table)
    assert source is not None
    words = [s for p in source.parties for s in p.shifts if s.judgement] + [
        s for p in source.parties for s in p.issues.values() if s.judgement and isinstance(s.importance, str)
    ]
    assert sum(".table." in j.id for j in judgements(game)) == len(words) > 20
    other = changed(
        game, {"plan_talks.table.halevi.shifts.1": -9, "plan_talks.table.halevi.route.importance": 0}
    )
    table = next(d.table for d in other.decisions if d.table)
    assert table is not None
    assert table.shifts[0].amount == -9 * scale.HUNDREDTHS
    assert not table.table.scores[1][0].any()
    assert sum(int(s[0].max()) for s in table.table.scores) == scale.FULL
