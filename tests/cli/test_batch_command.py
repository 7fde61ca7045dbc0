"""``batch`` and ``merge`` as a person types them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sim.batches.api import batch
from sim.batches.design import Arm, Design
from sim.cli import batches as command
from tests.cli.commands import Done, lines, no_traceback, sim, within

NAME = "withheld_munitions"
FEW = ("batch", NAME, "--runs", "300", "--seed", "5")
KEYS = ("scenario", "hash", "runs", "seed", "endings", "moves", "seconds")


def test_the_document_holds_what_it_should_and_nothing_stands_beside_it() -> None:
    done = sim(*FEW, "--json")
    assert (done.status, done.error) == (0, "")
    found = done.json
    assert tuple(found)[: len(KEYS)] == KEYS
    held = batch(NAME, 300, seed=5)
    assert (found["scenario"], found["hash"], found["runs"], found["seed"]) == (NAME, held.hash, 300, 5)
    assert (found["endings"], found["moves"]) == (held.endings, held.moves)
    assert found["seconds"] >= 0
    assert "arms" not in found


def test_arms_are_told_each_by_itself() -> None:
    done = within(*FEW, "--force", "bomb_hold=hold_all", "--off", "leaks", "--compare", "--json")
    if done.status:
        pytest.fail(done.error)
    arm = Arm(forced={"bomb_hold": "hold_all"}, off=("leaks",))
    held = batch(NAME, design=Design(300, (5,), arms=(Arm(), arm)))
    found = done.json
    assert found["runs"] == 600
    assert {n: a["endings"] for n, a in found["arms"].items()} == {n: a.endings for n, a in held.arms.items()}


def test_the_table_tells_every_ending_with_its_interval_and_the_speed() -> None:
    done = within(*FEW)
    assert done.status == 0
    text = done.out.decode()
    assert all(ending in text for ending in batch(NAME, 5).endings)
    assert "95 %" in text
    assert "runs/s" in text


def test_options_reach_the_design(tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    asked = ["--policy", "greedy", "--policy", "biden=random", "--start", "trust_us_il=35"]
    asked += ["--seed", "3,4", "--draws", "2", "--rows", "decisions", "--out", str(out), "--json"]
    done = within("batch", NAME, "--runs", "1_000", *asked)
    assert done.status == 0, done.error
    arm = {"policy": {"*": "greedy", "biden": "random"}, "start": {"trust_us_il": 35}}
    design = done.json["design"]
    assert {k: v for k, v in design["arms"][0].items() if k != "name"} == arm
    assert (design["runs"], design["seeds"], design["draws"], design["rows"]) == (
        1000,
        [3, 4],
        2,
        "decisions",
    )
    assert (done.json["seeds"], done.json["runs"]) == ([3, 4], 4000)
    assert json.loads(out.read_text())["backchannel"]["design"] == {"format": 1, **design}


def test_a_batch_in_processes_in_shards_and_again(tmp_path: Path) -> None:
    asked = ("batch", NAME, "--runs", "70000", "--seed", "5", "--force", "bomb_hold=hold_all", "--compare")
    whole, two, again = (tmp_path / f"{n}.parquet" for n in ("whole", "two", "again"))
    assert within(*asked, "--out", str(whole)).status == 0
    assert sim(*asked, "--workers", "2", "--out", str(two)).status == 0
    assert within("batch", "--again", str(whole), "--out", str(again)).status == 0
    shards = [tmp_path / f"s{i}.parquet" for i in (1, 2, 3)]
    for i, shard in enumerate(shards):
        assert within(*asked, "--shard", f"{i + 1}/3", "--out", str(shard)).status == 0
    merged = tmp_path / "merged.parquet"
    done = within("merge", *map(str, reversed(shards)), "--out", str(merged), "--json")
    assert done.json["runs"] == 140_000
    bytes_ = whole.read_bytes()
    assert all(path.read_bytes() == bytes_ for path in (two, again, merged))


def test_a_design_file_is_played(tmp_path: Path) -> None:
    path = tmp_path / "sweep.yaml"
    path.write_text(f"format: 1\nscenario: {NAME}\nruns: 200\ngrid:\n  start: {{trust_us_il: [30, 60]}}\n")
    done = within("batch", "--design", str(path), "--seed", "9", "--json")
    assert done.status == 0, done.error
    assert list(done.json["arms"]) == ["trust_us_il=30", "trust_us_il=60"]
    assert (done.json["seed"], done.json["runs"]) == (9, 400)


HERE = "{here}"
OUT = ("--out", f"{HERE}/a.parquet")
WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "no scenario": (("batch",), "Name a scenario"),
    "a scenario, misspelt": (("batch", "withheld_munition"), f"Did you mean '{NAME}'?"),
    "a decision, misspelt": ((*FEW, "--force", "bomb_hld=x"), "Did you mean 'bomb_hold' or"),
    "a move, misspelt": ((*FEW, "--force", "bomb_hold=hold_quietl"), "Did you mean 'hold_quietly' or"),
    "a force that is no pair": ((*FEW, "--force", "bomb_hold"), "DECISION=MOVE"),
    "a force twice": ((*FEW, "--force", "a=b", "--force", "a=c"), "twice"),
    "an actor, misspelt": ((*FEW, "--policy", "bidn=model"), "'biden'"),
    "a policy, misspelt": ((*FEW, "--policy", "gredy"), "Did you mean 'greedy'?"),
    "a variable, misspelt": ((*FEW, "--start", "trust_us_li=3"), "'trust_us_il'"),
    "a start beyond": ((*FEW, "--start", "trust_us_il=101"), "0 to 100"),
    "a mechanism, misspelt": ((*FEW, "--off", "leak"), "Did you mean 'leaks'?"),
    "nothing to compare": ((*FEW, "--compare"), "nothing to compare"),
    "no runs": (("batch", NAME, "--runs", "0"), "from 1 to"),
    "runs below nothing": (("batch", NAME, "--runs", "-4"), "from 1 to"),
    "runs in letters": (("batch", NAME, "--runs", "many"), "from 1 to"),
    "runs with a power": (("batch", NAME, "--runs", "1e6"), "from 1 to"),
    "runs beyond all": (("batch", NAME, "--runs", "9" * 30), "from 1 to"),
    "too large a file": (("batch", NAME, "--runs", "10000000000", *OUT), "--yes"),
    "a seed that is none": (("batch", NAME, "--seed", "1,x"), "'x' is no seed"),
    "a seed twice": (("batch", NAME, "--seed", "1,1"), "stands twice"),
    "draws in letters": ((*FEW, "--draws", "x"), "from 0 to"),
    "rows of another kind": ((*FEW, "--rows", "run", *OUT), "Did you mean 'runs'"),
    "rows for nobody": ((*FEW, "--rows", "runs"), "Add --out"),
    "no workers": ((*FEW, "--workers", "0"), "from 1 to"),
    "a shard beyond": ((*FEW, "--shard", "3/2", *OUT), "I from 1 to N"),
    "a shard of nothing": ((*FEW, "--shard", "0/0", *OUT), "I from 1 to N"),
    "a shard in letters": ((*FEW, "--shard", "a/b", *OUT), "I from 1 to N"),
    "a cluster that is no address": ((*FEW, "--cluster", "nowhere"), "HOST:PORT"),
    "a folder that is not there": ((*FEW, "--out", f"{HERE}/no/a.csv"), "is not there"),
    "a file of another kind": ((*FEW, "--out", f"{HERE}/a.xlsx"), ".parquet"),
    "a folder as file": ((*FEW, "--out", f"{HERE}/d.csv"), "is a folder"),
    "a file that is there": ((*FEW, "--out", f"{HERE}/there.csv"), "--yes"),
    "resume without a file": ((*FEW, "--resume"), "Add --out"),
    "resume of nothing": ((*FEW, "--resume", *OUT), "to resume"),
    "again of nothing": (("batch", "--again", f"{HERE}/none.csv"), "is not there"),
    "again of another file": (("batch", "--again", f"{HERE}/there.csv"), "no result file"),
    "again with runs": (("batch", "--again", f"{HERE}/there.csv", "--runs", "5"), "do not go together"),
    "a design with force": (("batch", "--design", "x.yaml", "--force", "a=b"), "do not go together"),
    "a design that is not there": (("batch", "--design", f"{HERE}/none.yaml"), "is not there"),
    "a design without a scenario": (("batch", "--design", f"{HERE}/bare.yaml"), "names no scenario"),
    "a design with a slip": (("batch", NAME, "--design", f"{HERE}/slip.yaml"), "slip.yaml:3:"),
    "nothing to merge": (("merge", "--out", "a.csv"), "Missing argument"),
    "nowhere to merge to": (("merge", f"{HERE}/there.csv"), "--out"),
    "another file to merge": (("merge", f"{HERE}/there.csv", *OUT), "no result file"),
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wrong")
    (folder / "there.csv").write_text("a,b\n1,2\n")
    (folder / "d.csv").mkdir()
    (folder / "bare.yaml").write_text("format: 1\n")
    (folder / "slip.yaml").write_text("format: 1\nruns: 5\ndrawz: 2\n")
    return folder


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_one_line_before_any_work(here: Path, what: str) -> None:
    arguments, words = WRONG[what]
    before = sorted(os.listdir(here))
    done = within(*(a.replace(HERE, str(here)) for a in arguments))
    assert (done.status, done.out) == (2, b""), done.error
    assert len(lines(done.error)) == 1
    assert words in done.error
    assert no_traceback([done.error])
    assert sorted(os.listdir(here)) == before


def test_a_long_batch_says_what_it_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "LONG", 0.5)
    done = within("batch", NAME, "--runs", "200000000")
    assert done.status == 2
    assert "200,000,000 runs will take about" in done.error
    assert "--yes" in done.error


def test_a_folder_without_rights_is_told_before_the_work(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        place = Path("/proc/a.csv")  # nobody can write there, not even root
    else:
        tmp_path.chmod(0o500)
        place = tmp_path / "a.csv"
    done: Done = within(*FEW, "--out", str(place))
    assert done.status == 2
    assert "Nothing can be written beside" in done.error
