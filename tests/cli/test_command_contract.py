"""What the commands promise to print: at least these keys, one JSON document and nothing else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sim.cli import program
from sim.scenario import library
from sim.scenario.files import campaigns
from tests.cli.commands import PATIENCE, ROOT, SHIPPED, Done, at_once, lines, no_traceback, sim, within
from tests.conftest import ISLES, SAMPLE

STEP = {
    "decision", "date", "decider", "move", "historical_move", "messages",
    "notice", "channels", "sources", "before", "after", "state_hash",
}  # fmt: skip
RUN = {"scenario", "hash", "seed", "policy", "path", "ending", "state"}
REPLAY = {"scenario", "hash", "path", "ending", "directions"}
DIRECTION = {"decision", "variable", "recorded", "moved", "agrees"}
CHECK = {"file", "line", "column", "code", "severity", "message", "mend", "help"}
COMMANDS = sorted(c.name or c.callback.__name__ for c in program().registered_commands if c.callback)
POLICIES = ("model", "history", "random", "greedy")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Done]:
    """Everything that these tests ask, asked once; a part of it within this process, to save time."""
    asked: list[tuple[str, ...]] = [
        ("list",),
        ("list", "--json"),
        ("check",),
        ("check", "--json"),
        ("--help",),
    ]
    for name in SAMPLE:
        asked += [("replay", name, "--json"), ("run", name, "--json")]
    found = at_once({a: lambda a=a: sim(*a) for a in asked})
    more: list[tuple[str, ...]] = [("replay", SAMPLE[0]), ("run", SAMPLE[0], "--seed", "3")]
    more += [("run", SAMPLE[0], "--seed", "3", "--policy", p, "--json") for p in POLICIES]
    more += [("run", str(library.shipped()[SAMPLE[0]]), "--seed", "3", "--json")]
    more += [("check", "--format", "github"), *((c, "--help") for c in COMMANDS)]
    return found | {a: within(*a) for a in more}


def good(done: Done) -> Any:
    """The JSON document of a command that went well, and said nothing else."""
    assert (done.status, done.error) == (0, "")
    document = json.loads(done.out)
    assert done.out.isascii()
    return document


def test_list_has_every_shipped_scenario(said: dict[tuple[str, ...], Done]) -> None:
    rows = good(said["list", "--json"])["scenarios"]
    assert {r["id"] for r in rows} == {*SHIPPED, *campaigns()}
    days = [library.open_scenario(r["id"]).decisions[0].date for r in rows if r["id"] in SHIPPED]
    assert days == sorted(days)
    for row in rows:
        game = library.open_scenario(row["id"])
        source = game.source
        assert row["title"] == source.title
        assert row["decisions"] == sum(not d.beat for d in game.decisions)
        assert row["minutes"] == source.minutes
        assert row["seats"] == [s.actor for s in source.seats]


def test_list_in_words_names_every_scenario(said: dict[tuple[str, ...], Done]) -> None:
    done = said["list",]
    assert (done.status, done.error) == (0, "")
    for name in SHIPPED:
        assert len([line for line in done.out.decode().splitlines() if line.startswith(name)]) == 1


def steps_hold(name: str, path: list[dict[str, Any]], state: dict[str, float] | None) -> None:
    """Steps have the contract's keys and hang together."""
    game = library.open_scenario(name)
    record = game.record
    decisions = {d.id: d for d in game.source.decisions}
    order = list(decisions)
    assert [s["decision"] for s in path] == sorted((s["decision"] for s in path), key=order.index)
    before = {v: float(s.start) for v, s in game.source.variables.items()}
    for step in path:
        assert set(step) >= STEP
        decision = decisions[step["decision"]]
        assert step["date"] == decision.date.isoformat() == date.fromisoformat(step["date"]).isoformat()
        assert step["decider"] == decision.decider
        moves = [m.id for m in decision.moves]
        assert step["move"] in moves
        assert step["historical_move"] == decision.history.move
        assert set(step["channels"]) <= set(record.channels)
        assert set(step["channels"]) >= {m["channel"] for m in step["messages"]}
        assert set(step["sources"]) >= set(decision.history.facts)
        assert set(step["sources"]) <= set(record.facts)
        for message in step["messages"]:
            assert set(message) >= {"from", "kind", "move", "channel", "leverage"}
            assert message["from"] in game.source.cast
            assert message["move"] in moves
        for told in step["notice"]:
            assert set(told) >= {"to", "level", "channel"}
            assert told["level"] in ("none", "after", "vague", "before", "coordinated")
        assert step["before"] == before, "each step begins where the one before it ended"
        assert set(step["after"]) == set(before)
        assert all(0 <= v <= 100 for v in step["after"].values())
        assert re.fullmatch(r"[0-9a-f]{16}", step["state_hash"])
        before = step["after"]
    assert state is None or state == before


@pytest.mark.parametrize("name", SAMPLE)
def test_replay_keeps_its_contract(name: str, said: dict[tuple[str, ...], Done]) -> None:
    found = good(said["replay", name, "--json"])
    game = library.open_scenario(name)
    assert set(found) >= REPLAY
    assert (found["scenario"], found["hash"]) == (name, game.hash)
    steps_hold(name, found["path"], None)
    assert found["ending"] in [e.id for e in game.source.endings]
    assert [s["move"] for s in found["path"]] == [s["historical_move"] for s in found["path"]]
    recorded = {(d.id, v): mark for d in game.source.decisions for v, mark in d.recorded.items()}
    told = {(d["decision"], d["variable"]): d for d in found["directions"]}
    reached = {s["decision"] for s in found["path"]}
    assert set(told) == {key for key in recorded if key[0] in reached}
    by_name = {s["decision"]: s for s in found["path"]}
    for (decision, variable), row in told.items():
        assert set(row) >= DIRECTION
        step = by_name[decision]
        moved = step["after"][variable] - step["before"][variable]
        assert row["moved"] == pytest.approx(moved)
        assert row["recorded"] == recorded[decision, variable]
        signs = {"+": moved > 0, "-": moved < 0, "?": True}
        assert row["agrees"] == signs[row["recorded"][0]]


@pytest.mark.parametrize("name", SAMPLE)
def test_run_keeps_its_contract(name: str, said: dict[tuple[str, ...], Done]) -> None:
    found = good(said["run", name, "--json"])
    game = library.open_scenario(name)
    assert set(found) >= RUN
    assert (found["scenario"], found["hash"]) == (name, game.hash)
    assert (found["seed"], found["policy"]) == (0, "model")
    assert found["ending"] in [e.id for e in game.source.endings]
    steps_hold(name, found["path"], found["state"])


@pytest.mark.parametrize("policy", POLICIES)
def test_run_says_which_seed_and_policy_it_had(policy: str, said: dict[tuple[str, ...], Done]) -> None:
    found = good(said["run", SAMPLE[0], "--seed", "3", "--policy", policy, "--json"])
    assert (found["seed"], found["policy"]) == (3, policy)
    steps_hold(SAMPLE[0], found["path"], found["state"])


def test_the_policies_are_not_all_the_same(said: dict[tuple[str, ...], Done]) -> None:
    paths = [said["run", SAMPLE[0], "--seed", "3", "--policy", p, "--json"].json["path"] for p in POLICIES]
    moves = {tuple((s["decision"], s["move"]) for s in path) for path in paths}
    assert len(moves) > 1


def test_a_path_and_an_id_open_the_same_scenario(said: dict[tuple[str, ...], Done]) -> None:
    by_path = good(said["run", str(library.shipped()[SAMPLE[0]]), "--seed", "3", "--json"])
    assert by_path == good(said["run", SAMPLE[0], "--seed", "3", "--policy", "model", "--json"])


@pytest.mark.parametrize("command", ["replay", "run"])
def test_a_path_in_words_names_every_decision_and_the_ending(
    command: str, said: dict[tuple[str, ...], Done]
) -> None:
    asked = (command, SAMPLE[0]) if command == "replay" else (command, SAMPLE[0], "--seed", "3")
    done = said[asked]
    assert (done.status, done.error) == (0, "")
    text = done.out.decode()
    whole = said[(*asked, "--json") if command == "replay" else (*asked, "--policy", "model", "--json")].json
    source = library.open_scenario(SAMPLE[0]).source
    titles = {d.id: d.title for d in source.decisions}
    for step in whole["path"]:
        assert titles[step["decision"]] in text
        assert step["state_hash"] in text
    assert f"Ending: {next(e.title for e in source.endings if e.id == whole['ending'])}" in text


def test_check_of_what_is_shipped_is_clean(said: dict[tuple[str, ...], Done]) -> None:
    done = said["check",]
    assert (done.status, done.error) == (0, "")
    assert "0 errors, 0 warnings" in done.out.decode()
    assert good(said["check", "--json"]) == []
    assert (said["check", "--format", "github"].status, said["check", "--format", "github"].out) == (0, b"")


class TestCheckOfBrokenFiles:
    """Two files with a mistake each and one without, in every format."""

    @pytest.fixture(scope="class")
    @classmethod
    def folder(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("scenarios, of mine")
        text = library.shipped()[SAMPLE[0]].read_text(encoding="utf-8")
        (folder / "a.yaml").write_text(text.replace("\nminutes:", "\nminuts:"), encoding="utf-8")
        (folder / "b.yml").write_text(text + "\nformat: 1\n", encoding="utf-8")
        (folder / "c.yaml").write_text(text, encoding="utf-8")
        (folder / "notes.txt").write_text("[[[", encoding="utf-8")
        return folder

    @pytest.fixture(scope="class")
    @classmethod
    def found(cls, folder: Path) -> dict[str, Done]:
        return at_once(
            {
                "text": lambda: sim("check", str(folder)),
                "json": lambda: sim("check", str(folder), "--format", "json"),
                "short": lambda: sim("check", str(folder), "--json"),
                "github": lambda: sim("check", str(folder), "--format", "github"),
                "within": lambda: sim("check", "a.yaml", "--json", cwd=folder),
                "good": lambda: sim("check", str(folder / "c.yaml")),
                "missing": lambda: sim("check", str(folder / "d.yaml"), "--json"),
            }
        )

    def test_json(self, found: dict[str, Done], folder: Path) -> None:
        done = found["json"]
        assert (done.status, done.error) == (1, "")
        rows = done.json
        assert all(set(r) == CHECK for r in rows)
        assert [(Path(r["file"]).name, r["code"]) for r in rows] == [
            ("a.yaml", "unknown-key"),
            ("b.yml", "duplicate-key"),
        ]
        last = (folder / "b.yml").read_text(encoding="utf-8").count("\n")
        assert rows[1]["line"] == last
        assert [r["column"] for r in rows] == [1, 1]
        assert {r["severity"] for r in rows} == {"error"}
        assert "'minutes'" in rows[0]["mend"]
        assert found["short"] == done

    def test_text(self, found: dict[str, Done]) -> None:
        done = found["text"]
        assert done.status == 1
        rows = done.json if done.out.startswith(b"[") else lines(done.out.decode())
        assert len(rows) == 2
        assert all(re.match(r".+\.ya?ml:\d+:\d+: [a-z-]+: .+\.", row) for row in rows)
        assert lines(done.error) == ["3 scenarios and the record, as playable: 2 errors, 0 warnings."]

    def test_github(self, found: dict[str, Done]) -> None:
        done = found["github"]
        assert (done.status, done.error) == (1, "")
        rows = lines(done.out.decode())
        assert len(rows) == 2
        for row in rows:
            assert re.fullmatch(r"::error file=[^,:]+,line=\d+,col=\d+,title=[a-z-]+::.+", row), row
        assert "%2C" in rows[0], "a comma in a folder's name must not end the file's name"

    def test_files_are_named_as_seen_from_here(self, found: dict[str, Done]) -> None:
        assert [r["file"] for r in found["within"].json] == ["a.yaml"]

    def test_a_good_file(self, found: dict[str, Done]) -> None:
        assert (found["good"].status, found["good"].error) == (0, "")
        assert "1 scenario and the record, as playable: 0 errors" in found["good"].out.decode()

    def test_a_missing_file(self, found: dict[str, Done]) -> None:
        assert found["missing"].status == 2
        assert found["missing"].out == b""
        assert "d.yaml is not there" in found["missing"].error


def test_check_tells_where_history_cannot_have_been(tmp_path: Path) -> None:
    """A replay must tell what really happened: the move that was chosen may not be closed to it."""
    text = library.shipped()[SAMPLE[0]].read_text(encoding="utf-8")
    game = library.open_scenario(SAMPLE[0])
    first = game.source.decisions[0]
    opening = f"      - id: {first.history.move}\n"
    assert opening in text
    closed = text.replace(opening, f"{opening}        when: {game.variables[0]} > 100\n", 1)
    (tmp_path / "other.yaml").write_text(closed, encoding="utf-8")
    done = sim("check", str(tmp_path / "other.yaml"), "--json")
    assert (done.status, done.error) == (1, "")
    rows = done.json
    rows = [r for r in rows if r["severity"] == "error"]  # such a condition also idles
    assert [r["code"] for r in rows] == ["history-closed"]
    assert f"'{first.history.move}'" in rows[0]["message"]
    assert closed.splitlines()[rows[0]["line"] - 1].strip() == f"move: {first.history.move}"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command: str, said: dict[tuple[str, ...], Done]) -> None:
    done = said[(command, "--help") if command else ("--help",)]
    assert (done.status, done.error) == (0, "")
    text = done.out.decode()
    assert f"Usage: python -m sim {command}".strip() in text
    assert "--help" in text
    for name in COMMANDS if not command else ():
        assert re.search(rf"^  {name} +[A-Z]", text, re.MULTILINE), f"{name} says what it does"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("list", 0),
        (f"run {SAMPLE[0]} --json", 1),
        (f"replay {SAMPLE[0]}", 1),
        (f"check {ISLES / 'isles.yaml'}", 0),
    ],
)
def test_a_reader_that_leaves_early(asked: str, read: int) -> None:
    """As with ``| head -1``: whoever reads closes the pipe, before or after the first line."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "sim", *asked.split()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(read):
            process.stdout.readline()
        process.stdout.close()
        error = process.stderr.read().decode()
        process.wait(timeout=PATIENCE)
    assert error == "" or "errors" in error
    assert no_traceback([error])


def test_a_terminal_that_lacks_letters(tmp_path: Path) -> None:
    (tmp_path / "grosse.yaml").write_text("Größe: 1\nשם: 2\n", encoding="utf-8")
    done = sim("check", str(tmp_path / "grosse.yaml"), env={"PYTHONIOENCODING": "cp1252"})
    assert done.status == 1
    assert "Größe".encode("cp1252") in done.out
    assert rb"\u05e9\u05dd" in done.out
    assert no_traceback([done.error])


@pytest.mark.skipif(os.name != "posix", reason="closed by a shell")
def test_a_closed_standard_output() -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -W error -m sim list >&-', sys.executable],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        timeout=PATIENCE,
        text=True,
    )
    assert done.stderr == ""
    assert done.returncode == 0
