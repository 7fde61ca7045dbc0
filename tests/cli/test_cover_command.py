"""``cover``: what it promises to print, when it says 1, and what it says to a slip."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sim.scenario import library
from tests.cli.commands import SHIPPED, Done, at_once, lines, no_traceback, sim, within

NAME = "rafah_delay"
KEYS = {"scenario", "hash", "runs", "seed", "luck", "moves", "endings", "unreached"}

MADE_UP = """\
format: 1
title: The bridge toll
why: A guess.
record:
  governments:
    mayor: {name: The mayor, priorities: {trust: strong, purse: marked}}
    ferry: {name: The ferrymen, priorities: {purse: -marked}}
  variables:
    trust: {}
    purse: {}
decisions:
  - id: toll
    title: Raise the toll?
    date: 1801-05-02
    decider: mayor
    moves:
      - {id: raise_it, label: Raise it, effects: {purse: strong, trust: -marked}}
      - {id: keep_it, label: Keep it, effects: {trust: slight}}
  - id: riot
    title: The carters block the bridge
    date: 1801-06-02
    decider: mayor
    when: toll == raise_it
    moves:
      - {id: give_in, label: Give in, effects: {purse: -slight}}
      - {id: arrest, label: Arrest them, effects: {trust: -strong}}
endings:
  - {id: calm, title: A calm year, when: trust >= 50}
  - {id: war, title: A toll war, when: purse >= 99}
  - {id: grey, title: A grey year}
"""
"""A scenario of another time and place, that brings its own people and was never history."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shipped scenario of whose endings one asks for two moves at once."""
    text = library.shipped()[NAME].read_text(encoding="utf-8")
    before = "rafah_entry == enter_south and plan_talks in [phased, joint_plan]"
    assert text.count(before) == 1
    file = tmp_path_factory.mktemp("broken") / "broken.yaml"
    file.write_text(text.replace(before, "rafah_entry == enter_south and rafah_entry == pincer"))
    return file


@pytest.mark.parametrize("name", SHIPPED)
def test_json_keeps_its_contract(name: str) -> None:
    done = within("cover", name, "--runs", "10000", "--seed", "7", "--json")
    assert (done.status, done.error) == (0, "")
    found, source = done.json, library.open_scenario(name).source
    assert set(found) >= KEYS
    assert (found["scenario"], found["runs"], found["seed"]) == (name, 10000, 7)
    assert {d: set(moves) for d, moves in found["moves"].items()} == {
        d.id: {m.id for m in d.moves} for d in source.decisions
    }
    assert set(found["endings"]) == {e.id for e in source.endings}
    assert sum(found["endings"].values()) == 10000
    assert found["unreached"] == []


def test_the_same_seed_gives_the_same_bytes_in_any_process() -> None:
    command = ("cover", NAME, "--runs", "500", "--seed", "3", "--json")
    jobs = {h: lambda h=h: sim(*command, env={"PYTHONHASHSEED": h}) for h in ("0", "77")}
    first, second = at_once(jobs).values()
    assert first.status in (0, 1)
    assert first == second
    assert within("cover", NAME, "--runs", "500", "--seed", "4", "--json").out != first.out


def test_the_unreachable_is_named_and_ends_with_1(broken: Path) -> None:
    done = sim("cover", str(broken), "--runs", "5000")
    assert (done.status, done.error) == (1, "")
    said = done.out.decode()
    assert "Not reached: 1" in said
    [line] = [line for line in said.splitlines() if line.startswith("  ending two_authors:")]
    assert "rafah_entry == enter_south and rafah_entry == pincer" in line
    told = within("cover", str(broken), "--runs", "5000", "--json")
    assert told.status == 1
    assert [(u["kind"], u["id"]) for u in told.json["unreached"]] == [("ending", "two_authors")]


def test_a_made_up_crisis_in_one_file_is_covered_and_drawn(tmp_path: Path) -> None:
    file = tmp_path / "bridge.yaml"
    file.write_text(MADE_UP, encoding="utf-8")
    done = within("cover", str(file), "--runs", "1000", "--json")
    assert (done.status, done.error) == (1, "")
    assert [(u["kind"], u["id"]) for u in done.json["unreached"]] == [("ending", "war")]
    outcomes = done.json["outcomes"]["toll"]
    assert outcomes["keep_it"]["grey"] == outcomes["raise_it"]["calm"] == 0
    drawn = within("graph", str(file), "--runs", "1000", "--out", str(tmp_path / "bridge.svg"))
    assert (drawn.status, drawn.error) == (0, "")
    assert "A toll war" in (tmp_path / "bridge.svg").read_text(encoding="utf-8")


def test_in_words_every_part_has_its_line() -> None:
    done = within("cover", NAME, "--runs", "10000")
    assert (done.status, done.error) == (0, "")
    said, source = done.out.decode(), library.open_scenario(NAME).source
    assert "Every decision, move and ending was reached." in said
    assert "after ration_or_enter.enter_now, over_objection" in said
    firsts = [line.split()[0] for line in said.splitlines() if line.strip()]
    for name in [
        *(d.id for d in source.decisions),
        *(m.id for d in source.decisions for m in d.moves),
        *(e.id for e in source.endings),
        *(e.id for e in source.events),
    ]:
        assert name in firsts, name


@pytest.mark.parametrize("suffix", ["svg", "html"])
def test_the_picture_is_written_whole(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"seen.{suffix}"
    done = within("cover", NAME, "--runs", "5000", "--picture", str(file))
    assert (done.status, done.error) == (0, "")
    assert lines(done.out.decode())[-1].endswith(str(file))
    text = file.read_text(encoding="utf-8")
    svg = text[text.index("<svg") : text.index("</svg>") + 6]
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_json_with_a_picture_is_still_one_document(tmp_path: Path) -> None:
    done = within("cover", NAME, "--runs", "5000", "--json", "--picture", str(tmp_path / "x.svg"))
    assert json.loads(done.out)["runs"] == 5000


def test_runs_are_counted_as_a_person_writes_them() -> None:
    plain, comma, line = (within("cover", NAME, "--json", "--runs", n) for n in ("2000", "2,000", "2_000"))
    assert json.loads(plain.out)["runs"] == 2000
    assert plain.out == comma.out == line.out


SLIPS = {
    "runs by the thousand": (("cover", NAME, "--runs", "10k"), "Use a whole number from 1 to"),
    "a name": (("cover", "rafah_dely"), "Did you mean 'rafah_delay'?"),
    "no runs": (("cover", NAME, "--runs", "0"), "number of runs"),
    "runs in words": (("cover", NAME, "--runs", "many"), "number of runs"),
    "more runs than a day holds": (("cover", NAME, "--runs", "10000000000"), "number of runs"),
    "a seed": (("cover", NAME, "--seed", "-3"), "is no seed"),
    "a folder that is not there": (("cover", NAME, "--picture", "nowhere/x.svg"), "There is no folder"),
    "another kind of picture": (("cover", NAME, "--picture", "x.png"), "Let --picture end in .svg or .html"),
    "a picture's name with no ending": (("cover", NAME, "--picture", "x"), "Let --picture end in"),
    "a folder as scenario": (("cover", "tests/fixtures"), "is a folder"),
    "no file": (("cover", "nowhere/x.yaml"), "is not there"),
}


@pytest.mark.parametrize("name", list(SLIPS))
def test_a_slip_is_one_line(name: str) -> None:
    command, expected = SLIPS[name]
    done: Done = within(*command)
    assert (done.status, done.out) == (2, b"")
    assert len(lines(done.error)) == 1
    assert expected in done.error
    assert no_traceback([done.error])


def test_a_picture_that_cannot_stand_is_said_before_the_work(tmp_path: Path) -> None:
    """A hundred million runs would not end within any test."""
    folder = tmp_path / "x.svg"
    folder.mkdir()
    done = within("cover", NAME, "--runs", "100000000", "--picture", str(folder))
    assert (done.status, done.out) == (2, b"")
    assert "is a folder" in done.error
