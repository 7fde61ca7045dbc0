"""What ``docs/format.md`` shows is true: its smallest scenario is checked, run, played and told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.game.model import Negotiation
from sim.policies.policy import POLICIES
from sim.policies.run import run
from sim.reading import tree
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from sim.ui.app import App
from sim.ui.screens.debrief import TABS
from tests.cli.commands import within
from tests.helpers import all_by
from tests.scenario.test_short_mistakes import problems_of
from tests.ui.test_app import doings, go_on, texts

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SMALLEST = BLOCKS[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mill.yaml"
    path.write_text(SMALLEST, encoding="utf-8")
    return path


@pytest.fixture
def mill(file: Path) -> Compiled:
    return open_scenario(str(file))


def test_a_whole_scenario_is_a_screen_long() -> None:
    assert len(SMALLEST.splitlines()) < 60
    decision = SMALLEST[SMALLEST.index("decisions:") : SMALLEST.index("endings:")]
    assert len(decision.splitlines()) <= 15


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_every_example_is_read(block: str) -> None:
    document, problems = tree.parse(block, "format.md")
    assert document is not None, problems


def test_it_passes_check(file: Path) -> None:
    done = within("check", str(file), "--json")
    assert (done.status, json.loads(done.out)) == (0, [])


def test_its_pieces_and_its_record_join_it() -> None:
    """The page's examples of a record and of pieces hold when they are put into the smallest scenario."""
    own, pieces = BLOCKS[1], BLOCKS[2]
    record = own.removeprefix("record:\n").replace(
        "  channels:\n    meeting", "  channels:\n    messenger: [upper, lower]\n    meeting"
    )
    text = SMALLEST.replace("  channels: {messenger: [upper, lower]}\n", record)
    text = text.replace("    channels: [messenger]\n", "    channels: [messenger, meeting]\n")
    assert problems_of(text) == []
    define = pieces[: pieces.index("decisions:")].replace(", trust: -slight", "")
    moves = pieces[pieces.index("      - {id: close") :]
    start, end = SMALLEST.index("      - {id: close"), SMALLEST.index("endings:")
    assert problems_of(define + SMALLEST[:start] + moves + SMALLEST[end:]) == []


@pytest.mark.parametrize("name", POLICIES)
def test_it_runs_and_a_live_game_is_the_same(name: str, mill: Compiled) -> None:
    for seed in range(5):
        pure = run(mill, seed, all_by(mill, name))
        live = Negotiation(mill, seed, policies=dict.fromkeys(mill.actors, POLICIES[name])).play()
        assert [s.state_hash for s in live.steps] == [s.state_hash for s in pure.steps]
        assert pure.steps[0].historical_move == ""
    endings = {run(mill, seed, all_by(mill, "random")).ending for seed in range(20)}
    assert endings == {"friends", "feud"}


def test_history_plays_as_the_model_where_there_is_none(mill: Compiled) -> None:
    paths = [
        [run(mill, seed, all_by(mill, name)).moves for seed in range(20)] for name in ("history", "model")
    ]
    assert paths[0] == paths[1]


def test_the_command_line_plays_it(file: Path, tmp_path: Path) -> None:
    found = json.loads(within("run", str(file), "--seed", "3", "--json").out)
    assert found["path"][0]["historical_move"] is None
    assert b"Ending:" in within("run", str(file)).out
    refused = within("replay", str(file))
    assert (refused.status, refused.out) == (2, b"")
    assert "has no history" in refused.error
    out = tmp_path / "mill.json"
    done = within("batch", str(file), "--runs", "200", "--out", str(out))
    assert done.status == 0, done.error
    page = within("report", str(out), "--scenario", str(file))
    assert page.status == 0, page.error
    assert "history's move" not in out.with_suffix(".html").read_text(encoding="utf-8")


def test_a_person_plays_it_to_the_debrief(file: Path) -> None:
    app = App(str(file), "upper", 7)
    app.act("begin")
    for _ in range(20):
        if app.screen().name == "debrief":
            break
        go_on(app)
    told = []
    for tab in TABS:
        assert f"tab:{tab}" in doings(app.screen())
        app.act(f"tab:{tab}")
        told += texts(app.screen())
    assert "The model's own path" in told
    assert not any("istorical" in t for t in told)
