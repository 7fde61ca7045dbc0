"""Authors' own plays: what holds is silent, what differs is told with its line and the right one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.authoring.playthrough import MAX_PLAYS, check_plays
from sim.policies.policy import policy
from sim.policies.run import run
from sim.policies.turn import everyone
from sim.reading.diagnostics import Diagnostic
from sim.scenario import library
from sim.scenario.compiled import Compiled
from tests.authoring.small import MILL, mill, plays
from tests.cli.commands import within

TWO = MILL.replace(
    "endings:\n",
    """\
  - id: riot
    title: The millers come up the hill
    date: 1820-08-01
    decider: upper
    when: dam == close
    moves:
      - {id: open_it, label: Open the dam, when: goodwill >= 90, effects: {water: strong}}
      - {id: hold, label: Hold, effects: {goodwill: -slight}}
endings:
""",
)


def told(folder: Path, text: str, scenario: str = TWO) -> list[Diagnostic]:
    file = mill(folder, scenario)
    plays(file, text)
    return check_plays(file, library.open_scenario(str(file)))


def test_without_plays_there_is_nothing_to_tell(tmp_path: Path) -> None:
    file = mill(tmp_path)
    assert check_plays(file, library.open_scenario(str(file))) == []


@pytest.mark.parametrize("name", ["model", "random", "greedy", "history"])
def test_what_a_run_really_gave_holds_for_the_same_seed(shipped: Compiled, tmp_path: Path, name: str) -> None:
    """A run's own log, written down as a play, holds: its moves, its numbers, its end."""
    path = run(shipped, 5, everyone(shipped, policy(name)))
    play = {
        "seed": 5,
        "policy": name,
        "moves": path.moves,
        "ending": path.ending,
        "after": {s.decision: s.after for s in path.steps},
    }
    file = tmp_path / f"{shipped.id}.yaml"
    file.write_bytes(library.shipped()[shipped.id].read_bytes())
    plays(file, json.dumps({"plays": [play]}))
    assert check_plays(file, shipped) == []
    for step in path.steps:
        for variable in list(step.after)[:2]:
            near = (round(step.after[variable] + d, 2) for d in (0.01, -0.01))
            other = next(n for n in near if round(100 * n) % 10)
            play["after"] = {step.decision: {**step.after, variable: other}}
            plays(file, json.dumps({"plays": [play]}))
            assert [d.code for d in check_plays(file, shipped)] == ["play-differs"]


def test_what_differs_names_its_line_and_taking_the_mend_ends_it(tmp_path: Path) -> None:
    text = "plays:\n- moves: {dam: share}\n  ending: feud\n  after:\n    dam:\n      goodwill: 12\n"
    text += "      harvest: 1.5\n"
    found = told(tmp_path, text)
    assert [(d.line, d.code) for d in found] == [
        (3, "play-differs"),
        (6, "play-differs"),
        (7, "play-differs"),
    ]
    lines = text.split("\n")
    for problem in found:
        right = problem.mend.split("'")[1]
        key = right.split(":")[0]
        assert lines[problem.line - 1].strip().startswith(key)
        lines[problem.line - 1] = lines[problem.line - 1].split(key)[0] + right
    assert told(tmp_path, "\n".join(lines)) == []


@pytest.mark.parametrize(
    ("written", "holds"), [("58", True), ("58.0", True), ("57", False), ("58.01", False), ("58.1", False)]
)
def test_a_number_is_as_exact_as_it_is_written(tmp_path: Path, written: str, holds: bool) -> None:
    found = told(tmp_path, f"plays: [{{moves: {{dam: share}}, after: {{dam: {{goodwill: {written}}}}}}}]\n")
    assert (not found) == holds


@pytest.mark.parametrize(
    ("play", "line", "code", "word"),
    [
        ("moves: {dam: shar}\n  ending: feud", 2, "unknown-move", "'share'"),
        ("moves: {dm: share}\n  ending: feud", 2, "unknown-decision", "'dam'"),
        ("seed: 1\n  ending: feuds", 3, "unknown-ending", "'feud'"),
        ("after:\n    dam: {watr: 3}", 3, "unknown-variable", "'water'"),
        ("after:\n    damm: {water: 3}", 3, "unknown-decision", "'dam'"),
        ("moves: {dam: share,\n    riot: hold}\n  ending: friends", 3, "play-impossible", "passes 'riot' by"),
        ("moves: {dam: share}\n  after: {riot: {water: 3}}", 3, "play-impossible", "passes 'riot' by"),
        ("moves: {dam: close,\n    riot: open_it}\n  ending: feud", 3, "play-impossible", "cannot be chosen"),
        ("moves: {dam: share}", 2, "bad-value", "expects nothing"),
        ("edning: feud", 2, "unknown-key", "'ending'"),
        ("seed: -1\n  ending: feud", 2, "bad-value", "at least 0"),
        ("policy: modle\n  ending: feud", 2, "bad-choice", "'model'"),
        ("after: {dam: {water: high}}", 2, "bad-type", ""),
        ("seed: &a 1\n  ending: feud", 2, "anchor", ""),
    ],
)
def test_a_slip_in_a_play_is_told_once_with_its_line(
    tmp_path: Path, play: str, line: int, code: str, word: str
) -> None:
    found = told(tmp_path, f"plays:\n- {play}\n")
    assert [(d.line, d.code) for d in found] == [(line, code)], [str(d) for d in found]
    assert found[0].file.endswith("mill.plays.yaml")
    assert word in str(found[0])


def test_a_file_without_plays_or_with_too_many_is_refused(tmp_path: Path) -> None:
    assert [d.code for d in told(tmp_path, "plays: []\n")] == ["too-few"]
    assert [d.code for d in told(tmp_path, "")] == ["empty-file"]
    many = "plays:\n" + "- {ending: feud}\n" * (MAX_PLAYS + 1)
    assert [d.code for d in told(tmp_path, many)] == ["too-many"]


def test_a_folder_or_a_binary_in_the_place_of_plays_is_one_line(tmp_path: Path) -> None:
    file = mill(tmp_path)
    game = library.open_scenario(str(file))
    place = file.with_name("mill.plays.yaml")
    place.mkdir()
    assert [d.code for d in check_plays(file, game)] == ["unreadable"]
    place.rmdir()
    place.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    assert [d.code for d in check_plays(file, game)] == ["unreadable"]


def test_check_replays_and_a_folder_counts_no_plays_as_scenarios(tmp_path: Path) -> None:
    file = mill(tmp_path)
    plays(file, "plays:\n- moves: {dam: share}\n  ending: friends\n")
    done = within("check", str(tmp_path))
    assert (done.status, done.error) == (0, "")
    assert done.out.decode().startswith("1 scenario and the record")
    plays(file, "plays:\n- moves: {dam: share}\n  ending: feud\n")
    done = within("check", str(file), "--json")
    assert done.status == 1
    (problem,) = done.json
    assert (problem["line"], problem["code"]) == (3, "play-differs")
    assert problem["mend"] == "If that is right, write 'ending: friends'."


def test_plays_may_say_which_format_they_have(tmp_path: Path) -> None:
    play = "plays:\n- moves: {dam: share}\n  ending: friends\n"
    assert told(tmp_path, f"format: 1\n{play}") == []
    for wrong in ("2", "1.0", '"1"'):
        found = told(tmp_path, f"format: {wrong}\n{play}")
        assert [d.line for d in found] == [1], found
        assert "1" in found[0].mend
