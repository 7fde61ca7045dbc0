"""Two paths beside each other, and the record's directions."""

from __future__ import annotations

import pytest
from helpers import all_by

from sim.history.compare import Direction, compare, directions
from sim.policies.run import replay, run
from sim.scenario.compiled import Compiled


def test_history_beside_itself_never_parts(shipped: Compiled) -> None:
    both = compare(replay(shipped), replay(shipped))
    assert both.parting is None
    assert set(both.differences().values()) == {0.0}


def test_paths_part_where_the_first_move_differs(isles: Compiled) -> None:
    yours = run(isles, 1, all_by(isles, "history"), forced={0: 2})
    both = compare(yours, replay(isles))
    assert both.parting is not None
    assert (both.parting.decision, both.parting.yours, both.parting.historical) == ("lamp", "refuse", "share")
    assert [(p.decision, p.yours, p.historical) for p in both.pairs][1] == ("coal", None, "sell")


def test_paths_of_two_scenarios_are_not_compared(isles: Compiled, shipped: Compiled) -> None:
    with pytest.raises(ValueError, match="different scenarios"):
        compare(replay(isles), replay(shipped))


@pytest.mark.parametrize(
    ("mark", "moved", "agrees"),
    [
        ("+", 2, True),
        ("++", 0.01, True),
        ("+", 0, False),
        ("-", -1, True),
        ("--", 3, False),
        ("-", 0, False),
        ("?", 0, True),
        ("?", -9, True),
    ],
)
def test_what_agrees(mark: str, moved: float, agrees: bool) -> None:
    assert Direction("d", "v", mark, moved).agrees is agrees


def test_every_recorded_direction_agrees(shipped: Compiled) -> None:
    found = directions(replay(shipped))
    assert {d.source.id for d in shipped.decisions if d.source.recorded} == {d.decision for d in found}
    assert [d for d in found if not d.agrees] == []
    assert len(found) >= 20
