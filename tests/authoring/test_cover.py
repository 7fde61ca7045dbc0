"""What ``cover`` counts, beside the same runs played one by one and counted by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sim.authoring import cover as counting
from sim.authoring.cover import Cover, cover
from sim.authoring.findings import ENOUGH, as_json, decisive, foregone, silent, unreached
from sim.policies.policy import policy
from sim.policies.run import run
from sim.policies.turn import everyone
from sim.record.record import Record
from sim.scenario import library
from sim.scenario.compiled import Compiled
from tests.authoring.changed import changed
from tests.conftest import SAMPLE

SEED = 11


def one_by_one(game: Compiled, name: str, numbers: range) -> Counter[tuple[str, ...]]:
    """Counts of what happened in these runs, each told step by step."""
    found: Counter[tuple[str, ...]] = Counter()
    for number in numbers:
        path = run(game, SEED, everyone(game, policy(name)), run_number=number)
        reached = [s.decision for s in path.steps]
        for step, after in zip(path.steps, [*reached[1:], path.ending], strict=True):
            found["decision", step.decision] += 1
            found["move", step.decision, step.move] += 1
            found["outcome", step.decision, step.move, path.ending] += 1
            found["step", step.decision, step.move, after] += 1
            found.update(("event", e) for e in step.events)
            for sent in step.messages:
                said = sent.message
                found["message", step.decision, said.sender, said.kind, said.move] += 1
        found["ending", path.ending] += 1
    return found


def counted(found: Cover, name: str) -> Counter[tuple[str, ...]]:
    """The same from one policy's part of the report."""
    game, part = found.game, found.as_json()["by_policy"][name]
    flat: Counter[tuple[str, ...]] = Counter()
    flat.update({("decision", d): n for d, n in part["decisions"].items()})
    flat.update({("move", d, m): n for d, moves in part["moves"].items() for m, n in moves.items()})
    flat.update({("ending", e): n for e, n in part["endings"].items()})
    flat.update({("event", e): n for e, n in part["events"].items()})
    for decision, senders in part["messages"].items():
        for sender, kinds in senders.items():
            for kind, moves in kinds.items():
                flat.update({("message", decision, sender, kind, m): n for m, n in moves.items()})
    tally = found.by_policy[name]
    for decision, moves in counting.outcomes(game, tally).items():
        for move, ends in moves.items():
            flat.update({("outcome", decision, move, e): n for e, n in ends.items()})
    targets = [*(d.source.id for d in game.decisions), *(name for name, _ in game.endings)]
    for d in game.decisions:
        for move, row in zip(d.moves, tally.steps[d.index].tolist(), strict=True):
            flat.update({("step", d.source.id, move, t): n for t, n in zip(targets, row, strict=True)})
    return +flat


def test_it_counts_what_single_runs_do(isles: Compiled) -> None:
    found = cover(isles, 401, SEED)
    assert counted(found, "random") == one_by_one(isles, "random", range(201))
    assert counted(found, "model") == one_by_one(isles, "model", range(201, 401))


def test_it_counts_what_single_runs_of_a_long_scenario_do() -> None:
    game = library.open_scenario(SAMPLE[0])
    found = cover(game, 80, SEED)
    assert counted(found, "random") == one_by_one(game, "random", range(40))
    assert counted(found, "model") == one_by_one(game, "model", range(40, 80))


def test_chunks_change_nothing(isles: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = as_json(cover(isles, 500, SEED))
    monkeypatch.setattr(counting, "CHUNK", 7)
    told: list[tuple[int, int]] = []
    assert as_json(cover(isles, 500, SEED, lambda *at: told.append(at))) == whole
    assert told[-1] == (500, 500)
    assert told == sorted(told)


def test_the_same_seed_gives_the_same_report_and_another_does_not(isles: Compiled) -> None:
    first, again, other = (json.dumps(as_json(cover(isles, 300, s))) for s in (3, 3, 4))
    assert first == again != other


def test_one_run_is_enough_to_ask_for(isles: Compiled) -> None:
    found = as_json(cover(isles, 1, SEED))
    assert sum(found["endings"].values()) == 1
    assert found["by_policy"]["model"]["runs"] == 0


def test_the_parts_add_up(shipped: Compiled) -> None:
    found = as_json(cover(shipped, 3000, SEED))
    random, model = found["by_policy"].values()
    assert random["runs"] + model["runs"] == found["runs"] == sum(found["endings"].values()) == 3000
    for decision, moves in found["moves"].items():
        assert sum(moves.values()) == found["decisions"][decision]
        for move, hits in moves.items():
            assert hits == random["moves"][decision][move] + model["moves"][decision][move]
            assert hits == sum(found["outcomes"][decision][move].values())


def test_every_shipped_scenario_is_reached_in_every_part(shipped: Compiled) -> None:
    found = cover(shipped, 20_000)
    assert unreached(found) == []
    assert silent(found)["events"] == []
    assert foregone(found) == []


Change = tuple[str, str]
SHARE_ALONE: list[Change] = [
    ("moves: [refuse], cost: slight", "moves: [alone, refuse], bars: true"),
]
BROKEN: dict[str, tuple[list[Change], dict[tuple[str, str, str], str]]] = {
    "a condition that what leads here rules out": (
        [("as a gift., when: lamp == share", "as a gift., when: lamp == refuse")],
        {("move", "coal", "gift"): "when: lamp == refuse"},
    ),
    "a constraint that always bars": (
        [("moves: [refuse], cost: slight", "moves: [refuse], bars: true")],
        {("move", "lamp", "refuse"): "cn-storms", ("ending", "", "dark"): "when: lamp == refuse"},
    ),
    "a decision that never comes": (
        [("when: lamp != refuse", "when: lamp == refuse and light > 90")],
        {
            ("decision", "", "coal"): "when: lamp == refuse and light > 90",
            ("move", "coal", "gift"): "never reached",
            ("move", "coal", "sell"): "never reached",
            ("move", "coal", "dear"): "never reached",
        },
    ),
    "an ending that asks too much": (
        [("lamp == share and trust_isles >= 55", "lamp == share and trust_isles >= 99")],
        {("ending", "", "together"): "held at the end of no run"},
    ),
    "an ending behind another": (
        [("when: storm or coal == dear", "when: lamp == refuse and storm")],
        {("ending", "", "stormy"): "An earlier ending held"},
    ),
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_what_nobody_can_reach_is_named_with_its_reason(
    name: str, tmp_path: Path, isles_record: Record
) -> None:
    changes, expected = BROKEN[name]
    found = unreached(cover(changed(tmp_path, isles_record, *changes), 2000, SEED))
    told = {(u.kind, u.decision, u.name): u.why for u in found}
    assert set(told) == set(expected)
    assert all(expected[key] in told[key] for key in expected)
    assert all(u.mend.endswith(".") for u in found)


def test_the_isles_as_they_are_miss_nothing(isles: Compiled) -> None:
    assert unreached(cover(isles, 2000, SEED)) == []


def test_an_event_that_never_happens_is_named(tmp_path: Path, isles_record: Record) -> None:
    game = changed(tmp_path, isles_record, ("when: not storm", "when: light > 99"))
    found = cover(game, 2000, SEED)
    assert silent(found)["events"] == ["calm"]
    assert unreached(found) == []


def test_a_message_that_nobody_sends_is_named(tmp_path: Path, isles_record: Record) -> None:
    """Nobody asks for what is barred."""
    game = changed(tmp_path, isles_record, *SHARE_ALONE)
    never = silent(cover(game, 2000, SEED))["messages"]
    asked = {m["move"] for m in never if m["decision"] == "lamp"}
    assert asked
    assert "share" not in asked


def test_a_move_that_always_wins_is_no_real_choice(
    tmp_path: Path, isles: Compiled, isles_record: Record
) -> None:
    assert foregone(cover(isles, 2000, SEED)) == []
    ruin = "{variable: light, by: -100, judgement: Ruin.}"
    hated = [
        ("{variable: light, by: -strong, judgement: It is dark.}", ruin),
        ("{variable: purse_north, by: -marked, judgement: Wages.}", ruin),
        ("          - {variable: light, by: marked, judgement: A fresh keeper.}\n", ""),
    ]
    found = cover(changed(tmp_path, isles_record, *hated), 2000, SEED)
    assert unreached(found) == [], "random play still takes the others"
    assert [(f.decision, f.move, f.runs) for f in foregone(found)] == [("lamp", "share", 1000)]


def test_a_move_after_which_one_ending_always_follows_is_named(isles: Compiled) -> None:
    found = decisive(cover(isles, 2000, SEED))
    assert ("lamp", "refuse", "dark") in {(f.decision, f.move, f.ending) for f in found}
    assert ("lamp", "share", "together") not in {(f.decision, f.move, f.ending) for f in found}


def test_nothing_is_called_always_on_a_few_runs(isles: Compiled) -> None:
    found = cover(isles, ENOUGH - 1, SEED)
    assert decisive(found) == foregone(found) == []


def test_the_report_holds_what_it_found(tmp_path: Path, isles_record: Record) -> None:
    changes, _ = BROKEN["a condition that what leads here rules out"]
    report: dict[str, Any] = as_json(cover(changed(tmp_path, isles_record, *changes), 2000, SEED))
    assert report["moves"]["coal"]["gift"] == 0
    [row] = report["unreached"]
    assert (row["kind"], row["decision"], row["id"]) == ("move", "coal", "gift")
    assert json.loads(json.dumps(report)) == report
