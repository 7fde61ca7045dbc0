"""What may be written short means what it would mean in full."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sim.reading import tree
from sim.record.record import Record
from sim.scenario import library
from sim.scenario.compiled import NO_HISTORY, Compiled
from tests.conftest import ISLES
from tests.scenario.alike import differences, game_of, same_runs
from tests.scenario.test_author_mistakes import edited

MILL = """\
format: 1
title: The mill stream
why: The numbers show a direction, not a size.
record:
  governments:
    upper: {name: Upper Village, priorities: {harvest: strong, goodwill: slight}}
    lower: {name: Lower Village, priorities: {water: extreme}}
  channels: {messenger: [upper, lower]}
  leverage: {mill: {holder: [lower], target: [upper]}}
  variables: {water: Water below the dam, harvest: {start: 60}, goodwill: Goodwill}
leverage:
  mill: {kept: {harvest: -marked}}
decisions:
  - id: dam
    title: The stream is low. Do we close the dam?
    date: 1820-07-01
    decider: upper
    channels: [messenger]
    leverage: [mill]
    moves:
      - {id: close, label: Close it, effects: {harvest: strong, water: -strong, goodwill: -marked}}
      - {id: share, label: Share it, notice: {lower: before}, effects: {harvest: slight, goodwill: +marked}}
events:
  - {id: rain, title: Rain, after: dam, chance: slight, effects: {water: {by: 3, why_not: x}}}
endings:
  - {id: friends, title: Two villages and one stream, when: goodwill >= 50}
  - {id: feud, title: A feud}
""".replace(", why_not: x", "")
J = "judgement: 'The numbers show a direction, not a size.'"
MIDDLE = "{is: marked, judgement: 'Its author did not judge it: the middle of the scale.'}"
HALF = "{is: 50, judgement: 'Its author did not judge it: half of a hundred.'}"
LONG = f"""\
format: 1
title: The mill stream
summary: The mill stream
record:
  governments:
    upper:
      name: Upper Village
      short: Upper Village
      kind: government
      role: Upper Village
      priorities: {{harvest: {{is: strong, {J}}}, goodwill: {{is: slight, {J}}}}}
      credibility: {MIDDLE}
    lower:
      name: Lower Village
      short: Lower Village
      kind: government
      role: Lower Village
      priorities: {{water: {{is: extreme, {J}}}}}
      credibility: {MIDDLE}
  channels:
    messenger: {{name: Messenger, members: [upper, lower], medium: talk, trust: {MIDDLE}, secrecy: {MIDDLE}}}
  leverage:
    mill:
      name: Mill
      holder: [lower]
      target: [upper]
      backs: [warn, threaten, offer]
      strength: {MIDDLE}
      cost: Not stated.
  variables:
    water: {{name: Water below the dam, short: Water, meaning: Water, start: {HALF}}}
    harvest: {{name: Harvest, short: Harvest, meaning: Harvest, start: {{is: 60, {J}}}}}
    goodwill: {{name: Goodwill, short: Goodwill, meaning: Goodwill, start: {HALF}}}
cast: [upper, lower]
seats: [{{actor: upper, brief: The mill stream, aims: [Harvest]}}]
variables:
  water: {{start: 50, judgement: A number.}}
  harvest: {{start: 60, {J}}}
  goodwill: {{start: 50, judgement: A number.}}
leverage:
  mill: {{kept: [{{variable: harvest, by: -marked, {J}}}]}}
decisions:
  - id: dam
    title: The stream is low. Do we close the dam?
    date: 1820-07-01
    date_text: 1 July 1820
    date_certainty: approximate
    decider: upper
    situation: The stream is low. Do we close the dam?
    known: []
    channels: [messenger]
    leverage: [mill]
    moves:
      - id: close
        label: Close it
        text: Close it
        effects:
          - {{variable: harvest, by: strong, {J}}}
          - {{variable: water, by: -strong, {J}}}
          - {{variable: goodwill, by: -marked, {J}}}
      - id: share
        label: Share it
        text: Share it
        notice: [{{to: lower, level: before}}]
        effects:
          - {{variable: harvest, by: slight, {J}}}
          - {{variable: goodwill, by: marked, {J}}}
events:
  - id: rain
    title: Rain
    text: Rain
    after: dam
    chance: {{is: slight, {J}}}
    history: false
    effects: [{{variable: water, by: 3, {J}}}]
endings:
  - {{id: friends, title: Two villages and one stream, text: Two villages, when: goodwill >= 50}}
  - {{id: feud, title: A feud, text: A feud}}
"""


@pytest.fixture(scope="module")
def mill() -> Compiled:
    return game_of(MILL)


def test_short_and_long_are_the_same_game(mill: Compiled) -> None:
    long = game_of(LONG)
    assert differences(mill, long) == []
    assert same_runs(mill, long)
    assert len(MILL.splitlines()) < 30


def test_a_number_changed_in_the_long_form_is_another_game(mill: Compiled) -> None:
    """The comparison above can fail."""
    other = game_of(LONG.replace("by: 3,", "by: 4,"))
    assert differences(mill, other) == ["game.decisions[0].events[0].effects"]


def test_what_follows_from_the_rest_is_told_in_full(mill: Compiled) -> None:
    source, decision = mill.source, mill.source.decisions[0]
    assert source.cast == ["upper", "lower"]
    assert [(s.actor, s.aims) for s in source.seats] == [("upper", ["More: Harvest", "More: Goodwill"])]
    assert decision.date_text == "1 July 1820"
    assert [m.text for m in decision.moves] == ["Close it", "Share it"]
    assert mill.record.variables["water"].short == "Water below the dam"
    assert {q.phase for q in source.questions} == {"react", "describe", "analyse", "apply"}


def test_the_nearest_reason_counts() -> None:
    text = MILL.replace("label: Close it,", "label: Close it, why: Water is kept back.,")
    text = text.replace("{harvest: strong, w", "{harvest: {by: strong, judgement: A wet field.}, w")
    game = game_of(text)
    moves = game.source.decisions[0].moves
    assert [e.judgement for e in moves[0].effects] == ["A wet field.", *["Water is kept back."] * 2]
    assert moves[1].effects[0].judgement == "The numbers show a direction, not a size."
    assert game.decisions[0].reasons[0][game.variables.index("water")] == "Water is kept back."


def test_a_scenario_without_history_has_none(mill: Compiled) -> None:
    assert not mill.has_history
    assert mill.decisions[0].historical_move == NO_HISTORY


def test_effects_by_name_are_the_list(isles: Compiled, isles_record: Record) -> None:
    text = edited(
        (
            """effects:
          - {variable: light, by: marked, judgement: A fresh keeper.}
          - {variable: purse_north, by: -marked, judgement: Wages.}""",
            "effects: {light: {by: +marked, judgement: A fresh keeper.}, "
            "purse_north: {by: -marked, judgement: Wages.}}",
        ),
        ("notice: [{to: warden, level: after, channel: ch-mailboat}]",
         "notice: {warden: {level: after, channel: ch-mailboat}}"),
        (
            "chance: {is: marked, judgement: One October in two.}",
            "why: One October in two.\n    chance: marked",
        ),
    )  # fmt: skip
    game = game_of(text, isles_record)
    assert differences(game, isles) == ["game.id"]
    assert game.hash == isles.hash


def nested() -> str:
    """The isles with their record in the same file, as JSON, which is YAML too."""
    whole = plain(ISLES / "isles.yaml")
    own: dict[str, Any] = {}
    for path in sorted((ISLES / "seeds").rglob("*.yaml")):
        if path.stem not in ("bodies", "terms"):
            own |= plain(path)
    whole["record"] = own
    return json.dumps(whole)


def plain(path: Path) -> dict[str, Any]:
    document, problems = tree.load(path)
    assert document is not None, problems
    found: dict[str, Any] = document.data
    return found


def test_a_record_in_the_file_is_the_record_in_a_folder(isles: Compiled) -> None:
    game = game_of(nested())
    assert differences(game, isles) == ["game.id"]
    assert same_runs(game, isles)
    assert game.record.facts.keys() == isles.record.facts.keys()


def test_own_entries_stand_beside_the_shipped_record() -> None:
    shipped = library.open_scenario(min(library.shipped())).record
    game = game_of(nested(), shipped)
    assert set(shipped.actors) < set(game.record.actors)
    assert "north" in game.record.actors


def test_the_hash_covers_own_entries(mill: Compiled) -> None:
    facts = "record:\n  sources: {letters: Old letters}\n  facts: {'letters#1': The stream ran low.}\n"
    told = [
        game_of(MILL.replace("record:\n", facts)),
        game_of(MILL.replace("record:\n", facts.replace("low", "dry"))),
    ]
    assert len({mill.hash, *(g.hash for g in told)}) == 3
    assert differences(*told) == []
    fact = told[0].record.facts["letters#1"]
    assert (fact.says, fact.certainty) == ("Old letters", "probable")


PIECES = """\
define:
  thaw: {goodwill: +marked}
  loss: [{variable: water, by: -strong}, {variable: goodwill, by: -marked}]
  told: [{to: lower, level: before}]
  shut: {id: close, label: Close it, effects: {use: loss, harvest: strong}}
  open: {id: any, label: Any, notice: {use: told}, effects: [{variable: harvest, by: slight}, {use: thaw}]}
"""


MOVES = """\
    moves:
      - {use: shut}
      - {use: open, id: share, label: Share it}
"""


def test_pieces_are_what_they_stand_for(mill: Compiled) -> None:
    start, end = MILL.index("    moves:"), MILL.index("events:")
    body = MILL[:start] + MOVES + MILL[end:]
    game = game_of(body.replace("record:\n", f"{PIECES}record:\n", 1))
    assert differences(mill, game) == []
    assert same_runs(mill, game, range(3))
