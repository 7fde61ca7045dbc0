"""``schema`` prints what is shipped; ``new`` writes what checks, covers and plays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim import places
from sim.scenario.editors import FILE
from sim.scenario.library import open_scenario
from tests.cli.commands import PATIENCE, ROOT, SHIPPED, Done, lines, no_traceback, sim, within


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(done: Done, says: str) -> None:
    assert (done.status, done.out) == (2, b""), done
    assert len(lines(done.error)) == 1
    assert says in done.error
    assert no_traceback([done.error])


def test_the_schema_on_standard_output_is_the_shipped_file() -> None:
    done = sim("schema")
    assert (done.status, done.error) == (0, "")
    assert done.out == places.asset(FILE).read_bytes()
    assert json.loads(done.out)["title"]


def test_the_schema_as_a_file_and_as_tables(here: Path) -> None:
    assert within("schema", "--out", "s.json").status == 0
    assert (here / "s.json").read_bytes() == places.asset(FILE).read_bytes()
    assert within("schema", "--markdown").out.startswith(b"## Every field\n")


@pytest.mark.parametrize("out", [".", "nowhere/s.json", "s.json/x.json"])
def test_a_place_where_no_schema_can_stand(out: str, here: Path) -> None:
    (here / "s.json").write_text("{}", encoding="utf-8")
    refused(within("schema", "--out", out), "Name a file" if out == "." else "")


@pytest.mark.parametrize("decisions", [1, 2, 12])
def test_what_new_writes_checks_covers_and_plays(decisions: int, here: Path) -> None:
    asked = ("new", "bridge", "--title", 'A "bridge": the # story', "--decisions", str(decisions))
    done = within(*asked)
    assert done.status == 0, done.error
    assert "python -m sim check bridge.yaml" in done.out.decode()
    checked = within("check", "bridge.yaml", "--json")
    assert (checked.status, json.loads(checked.out)) == (0, [])
    covered = within("cover", "bridge.yaml", "--runs", "2000", "--json")
    assert covered.status == 0, covered.error
    assert json.loads(covered.out)["unreached"] == []
    found = json.loads(within("run", "bridge.yaml", "--json").out)
    assert len(found["path"]) == decisions
    assert open_scenario("bridge.yaml").source.title == 'A "bridge": the # story'


def test_what_new_writes_is_a_screen_long_and_points_at_the_schema(here: Path) -> None:
    (here / "mine").mkdir()
    assert within("new", "mine/old_bridge.yaml").status == 0
    text = (here / "mine" / "old_bridge.yaml").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    assert max(len(line) for line in text.splitlines()) <= 120
    assert "docs/authoring.md" in text
    target = text.splitlines()[0].partition("$schema=")[2]
    assert (here / "mine" / target).resolve() == places.asset(FILE).resolve()
    assert open_scenario("mine/old_bridge.yaml").source.title == "Old bridge"


BAD = {
    "a capital": (("new", "Bridge"), "Try 'bridge'"),
    "a blank": (("new", "the old bridge"), "Try 'the_old_bridge'"),
    "a dash": (("new", "old-bridge"), "Try 'old_bridge'"),
    "a digit first": (("new", "12"), "Begin with a letter"),
    "nothing": (("new", ""), "Begin with a letter"),
    "a way out": (("new", ".."), "Begin with a letter"),
    "other letters": (("new", "brücke"), "Try 'br_cke'"),
    "two lines": (("new", "a\nb"), "Try 'a_b'"),
    "another ending": (("new", "bridge.txt"), "Try 'bridge'"),
    "a long name": (("new", "b" * 65), "small letters"),
    "a shipped name": (("new", min(p.stem for p in (ROOT / "scenarios").glob("*.yaml"))), "shipped"),
    "no such folder": (("new", "nowhere/bridge"), "no folder"),
    "no decisions": (("new", "bridge", "--decisions", "0"), "--decisions"),
    "many decisions": (("new", "bridge", "--decisions", "13"), "--decisions"),
    "a word for a number": (("new", "bridge", "--decisions", "two"), "--decisions"),
    "an empty title": (("new", "bridge", "--title", ""), "another --title"),
    "a long title": (("new", "bridge", "--title", "b" * 201), "another --title"),
    "a hidden mark in a title": (("new", "bridge", "--title", "b\u202e"), "another --title"),
    "an escape in a title": (("new", "bridge", "--title", "b\x1b[31m"), "another --title"),
    "half a character in a title": (("new", "bridge", "--title", "b\udcff"), "another --title"),
    "no name": (("new",), "Missing argument"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_new_refuses(name: str, here: Path) -> None:
    asked, says = BAD[name]
    refused(within(*asked), says)
    assert list(here.glob("**/*.yaml")) == []


def test_nothing_is_written_over(here: Path) -> None:
    (here / "bridge.yaml").write_text("mine\n", encoding="utf-8")
    refused(within("new", "bridge"), "there already")
    assert (here / "bridge.yaml").read_text(encoding="utf-8") == "mine\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminal there")
def test_at_a_terminal_it_asks(here: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    asked = [sys.executable, "-m", "sim", "new", "bridge"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(asked, stdin=follower, stdout=follower, stderr=follower, env=env)
    os.close(follower)
    os.write(leader, b"Two towns\n2\n")
    shown = b""
    try:
        while piece := os.read(leader, 4096):
            shown += piece
    except OSError:  # the other end is closed
        pass
    os.close(leader)
    assert running.wait(PATIENCE) == 0, shown
    assert b"Title" in shown
    source = open_scenario("bridge.yaml").source
    assert (source.title, len(source.decisions)) == ("Two towns", 2)


def test_a_run_without_sources_does_not_speak_of_any() -> None:
    done = within("run", str(ROOT / "docs" / "codes" / "bridge.yaml"))
    assert done.status == 0
    assert "state" in done.out.decode()
    assert "sources" not in done.out.decode()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_copy_of_a_scenario_is_that_scenario_under_a_new_id(name: str, here: Path) -> None:
    (here / "folder").mkdir()
    done = within("new", "folder/my_own", "--from", name)
    assert (done.status, done.error) == (0, "")
    was, now = (open_scenario(n) for n in (name, "folder/my_own.yaml"))
    assert (now.id, now.hash, now.source) == ("my_own", was.hash, was.source)
    first = (here / "folder" / "my_own.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert (here / "folder" / first.partition("$schema=")[2]).resolve() == places.asset(FILE).resolve()


def test_a_copy_out_of_a_pack(here: Path) -> None:
    assert within("pack", SHIPPED[0], "--out", "x.backchannel").status == 0
    assert within("new", "mine", "--from", "x.backchannel").status == 0
    assert open_scenario("mine.yaml").hash == open_scenario(SHIPPED[0]).hash


def test_what_cannot_be_copied_is_said_and_nothing_is_written(here: Path) -> None:
    (here / "broken.yaml").write_text("format: 1\n", encoding="utf-8")
    refused(within("new", "mine", "--from", "nothing_like_it"), "There is no scenario")
    refused(within("new", "mine", "--from", SHIPPED[0], "--title", "Mine"), "Leave --title")
    assert within("new", "mine", "--from", "broken.yaml").status == 2
    assert [p.name for p in here.iterdir() if p.suffix == ".yaml"] == ["broken.yaml"]
