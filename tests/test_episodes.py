"""Each of the 104 episodes of the record is played somewhere, and the table says where."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from test_scenarios import EPISODES

from tests.episodes import PAGE, Row, decisions, rows, scenario

ROWS = rows()


def test_the_table_has_all_episodes_once_and_in_their_order() -> None:
    assert [row.id.split("-")[0] for row in ROWS] == [f"e{n:02}" for n in range(1, 105)]
    assert Counter(row.tier for row in ROWS) == {"A": 88, "B": 16}
    assert max(Counter(row.title for row in ROWS).values()) == 1
    lines = re.findall(r"^\| e\d.*", PAGE.read_text(encoding="utf-8"), flags=re.M)
    assert lines == [str(row) for row in ROWS]


def test_it_agrees_with_what_each_scenario_must_hold() -> None:
    told = {
        name: {
            f"({e})" if row.tier == "B" else e
            for row in ROWS
            if row.scenario == name
            for e in [row.id.split("-")[0]]
        }
        for name in EPISODES
    }
    assert told == {name: set(listed.split()) for name, listed in EPISODES.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_an_episode_is_shown_where_the_table_says(row: Row) -> None:
    data = scenario(row.scenario)
    if data is None:
        pytest.skip(f"{row.scenario} is not there")
    if decisions(row):
        assert row.shown == decisions(row), "python -m tests.episodes writes the table"
        return
    assert row.tier == "B", f"{row.id} needs a decision of {row.scenario} that bears its id"
    named = re.fullmatch(r"event `(\w+)`", row.shown)
    assert named, f"{row.id}: name the event of {row.scenario} that shows it"
    events = {event["id"]: event for event in data.get("events", [])}
    assert events[named[1]]["history"] is True


def test_no_scenario_shows_an_episode_that_is_not_its_own() -> None:
    own = {(row.scenario, row.id) for row in ROWS}
    for name in EPISODES:
        for decision in (scenario(name) or {"decisions": []})["decisions"]:
            assert (name, decision["episode"]) in own, decision["id"]
