"""``pack`` and what opens a pack: every command that takes a scenario takes one, and slips are one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.authoring.small import mill, plays
from tests.cli.commands import PATIENCE, ROOT, no_traceback, sim, within


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    file = mill(tmp_path)
    plays(file, "plays:\n- moves: {dam: share}\n  ending: friends\n")
    out = tmp_path / "mill.backchannel"
    done = within("pack", str(file), "--out", str(out))
    assert (done.status, done.error) == (0, "")
    assert done.out.decode() == f"mill.yaml, mill.plays.yaml: {out}\n"
    return out


def test_a_pack_runs_as_its_scenario_does(packed: Path) -> None:
    loose = str(packed.with_name("mill.yaml"))
    for command in (("run", "--seed", "3", "--json"), ("cover", "--runs", "500", "--json")):
        from_pack = within(command[0], str(packed), *command[1:])
        assert from_pack == within(command[0], loose, *command[1:])
        assert from_pack.json["scenario"] == "mill"


def test_check_opens_a_pack_and_replays_its_plays(packed: Path) -> None:
    done = within("check", str(packed))
    assert (done.status, done.error) == (0, "")


def test_play_opens_a_pack(packed: Path) -> None:
    """The game itself, as a process, from a pack that was renamed, far from where it was made."""
    moved = packed.rename(packed.with_name("from a friend.backchannel"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "play.py", str(moved), "--seat", "upper", "--seed", "1", "--text"],
        cwd=ROOT,
        input="\n1\n\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "DEBRIEF: THE MILL STREAM" in done.stdout


def test_a_batch_plays_a_pack_in_its_workers(packed: Path) -> None:
    done = sim("batch", str(packed), "--runs", "2000", "--seed", "1", "--workers", "2", "--json")
    assert (done.status, done.error) == (0, "")
    alone = within("batch", str(packed.with_name("mill.yaml")), "--runs", "2000", "--seed", "1", "--json")
    assert done.json["endings"] == alone.json["endings"]
    assert done.json["hash"] == alone.json["hash"]


def test_without_out_the_pack_stands_here_under_the_scenarios_name(tmp_path: Path) -> None:
    done = sim("pack", "doha_strike", cwd=tmp_path)
    assert (done.status, done.error) == (0, "")
    assert [p.name for p in tmp_path.iterdir()] == ["doha_strike.backchannel"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("rafah_dely",), "Did you mean 'rafah_delay'?"),
        (("none.yaml",), "not there"),
        (("rafah_delay", "--out", "x.zip"), "end in .backchannel"),
        (("rafah_delay", "--out", "none/x.backchannel"), "no folder"),
    ],
)
def test_a_slip_is_one_line(arguments: tuple[str, ...], word: str) -> None:
    done = within("pack", *arguments)
    assert (done.status, done.out) == (2, b"")
    assert word in done.error
    assert len(done.error.splitlines()) == 1


def test_a_torn_pack_is_one_line_from_every_command(packed: Path) -> None:
    packed.write_bytes(packed.read_bytes()[:-40])
    for command in ("run", "replay", "cover", "graph", "pack"):
        done = within(command, str(packed))
        assert done.status == 2
        assert no_traceback([done.error])
    done = within("check", str(packed))
    assert done.status == 1
    assert "the pack is torn" in done.out.decode()
