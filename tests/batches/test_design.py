"""Designs: what arms are called, how the work is cut, and what is refused, with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.batches import design_file
from sim.batches.design import Arm, Design, checked
from sim.errors import InputError
from sim.policies.policy import Greedy
from sim.scenario.compiled import Compiled

ARMS: dict[str, Arm] = {
    "model": Arm(),
    "lamp=share": Arm(forced={"lamp": "share"}),
    "everyone=greedy": Arm(policies={"*": Greedy()}),
    "lamp=share envoy=random light=20 no-leaks": Arm(
        "", {"envoy": "random"}, {"lamp": "share"}, {"light": 20}, ("leaks",)
    ),
}


@pytest.mark.parametrize("label", ARMS)
def test_an_arm_is_called_what_sets_it_apart(label: str) -> None:
    assert ARMS[label].name == label


@given(st.integers(1, 500), st.integers(1, 3), st.integers(0, 3), st.integers(1, 3), st.integers(1, 200))
def test_blocks_hold_every_run_of_every_cell_once(
    runs: int, seeds: int, draws: int, arms: int, size: int
) -> None:
    design = Design(runs, tuple(range(seeds)), draws, tuple(Arm(f"a{i}") for i in range(arms)))
    blocks = design.blocks(size)
    held = [(b.cell, r) for b in blocks for r in range(b.first, b.first + b.runs)]
    assert held == [(c, r) for c in design.cells for r in range(runs)]
    assert [b.index for b in blocks] == list(range(len(blocks)))
    assert max(b.runs for b in blocks) <= size
    assert len(held) == design.total == runs * seeds * max(1, draws) * arms


WRONG: dict[str, tuple[Design, str]] = {
    "a decision": (Design(arms=(Arm(forced={"lmap": "share"}),)), "Did you mean 'lamp'?"),
    "a move": (Design(arms=(Arm(forced={"lamp": "shar"}),)), "Did you mean 'share'?"),
    "an actor": (Design(arms=(Arm(policies={"envoi": "model"}),)), "Did you mean 'envoy'?"),
    "a policy": (Design(arms=(Arm(policies={"*": "modle"}),)), "Did you mean 'model'?"),
    "a variable": (Design(arms=(Arm(start={"lihgt": 3}),)), "Did you mean 'light'?"),
    "a mechanism": (Design(arms=(Arm(off=("leak",)),)), "Did you mean 'leaks'?"),
    "a start beyond": (Design(arms=(Arm(start={"light": 101}),)), "0 to 100"),
    "no runs": (Design(0), "1 to"),
    "less than no runs": (Design(-3), "1 to"),
    "a share of a run": (Design(2.5), "1 to"),  # type: ignore[arg-type]
    "more runs than can be": (Design(10**11), "1 to"),
    "more in all than can be": (Design(10**9, tuple(range(20))), "at most"),
    "a seed below nothing": (Design(seeds=(-1,)), "seed"),
    "a seed twice": (Design(seeds=(1, 1)), "'1' stands twice"),
    "no seed": (Design(seeds=()), "at least one seed"),
    "an arm twice": (Design(arms=(Arm(), Arm())), "'model' stands twice"),
    "draws below nothing": (Design(draws=-1), "draws"),
    "rows of another kind": (Design(rows="run"), "Did you mean 'runs'"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_played_is_refused_in_one_line(isles: Compiled, what: str) -> None:
    design, words = WRONG[what]
    with pytest.raises(InputError) as problem:
        checked(design, isles)
    assert words in str(problem.value)
    assert "\n" not in str(problem.value)


WHOLE = """format: 1
runs: 500
seeds: [3, 4]
draws: 2
rows: decisions
arms:
  - name: as it was
    policy: {"*": history}
  - force: {lamp: share}
    off: [leaks, surprise]
grid:
  force: {coal: [sell, dear]}
  start: {light: [20, 80], purse_north: [50]}
"""


def from_file(folder: Path, text: str, game: Compiled) -> Design:
    path = folder / "design.yaml"
    path.write_text(text, encoding="utf-8")
    return design_file.check(*design_file.read(path), game)


def test_a_file_gives_its_arms_and_then_every_combination_of_its_grid(
    isles: Compiled, tmp_path: Path
) -> None:
    design = from_file(tmp_path, WHOLE, isles)
    assert (design.runs, design.seeds, design.draws, design.rows) == (500, (3, 4), 2, "decisions")
    assert [a.name for a in design.arms] == [
        "as it was",
        "lamp=share no-leaks no-surprise",
        "coal=sell light=20 purse_north=50",
        "coal=sell light=80 purse_north=50",
        "coal=dear light=20 purse_north=50",
        "coal=dear light=80 purse_north=50",
    ]
    assert design.arms[3].start == {"light": 80, "purse_north": 50}
    assert not design.arms[1].rules.leaks
    assert design.arms[1].rules.events


def test_a_design_written_as_json_reads_as_itself(isles: Compiled, tmp_path: Path) -> None:
    design = from_file(tmp_path, WHOLE, isles)
    again = design_file.DesignFile.model_validate({"format": 1} | design.as_json()).design()
    assert again == design


def test_without_arms_a_file_is_the_models_own_play(isles: Compiled, tmp_path: Path) -> None:
    assert from_file(tmp_path, "format: 1\nruns: 7\n", isles) == Design(7)


LINES: dict[str, tuple[str, str, int, str]] = {
    "a decision in an arm": ("force: {lamp: share}", "force: {lmap: share}", 9, "'lamp'"),
    "a policy": ("history", "histroy", 8, "'history'"),
    "a mechanism": ("surprise]", "surprize]", 10, "'surprise'"),
    "a move in the grid": ("dear]", "deer]", 12, "'dear'"),
    "a variable in the grid": ("purse_north", "purse_nort", 13, "'purse_north'"),
    "points in the grid": ("80]", "800]", 13, "0 to 100"),
    "a key": ("draws", "drawz", 4, "'draws'"),
    "a format": ("format: 1", "format: 2", 1, "format"),
    "runs": ("500", "0", 2, "1 to"),
    "rows": ("rows: decisions", "rows: decision", 5, "'decisions'"),
    "an arm's name that would break a table": ("as it was", "'=SUM(A1)'", 7, "name"),
    "seeds that are no list": ("[3, 4]", "3", 3, "list"),
    "an alias": ("[3, 4]", "*all", 3, "alias"),
}


@pytest.mark.parametrize("what", LINES)
def test_a_slip_in_a_file_is_told_with_its_line(isles: Compiled, tmp_path: Path, what: str) -> None:
    old, new, line, words = LINES[what]
    assert old in WHOLE
    with pytest.raises(InputError) as problem:
        from_file(tmp_path, WHOLE.replace(old, new, 1), isles)
    assert f"design.yaml:{line}:" in str(problem.value)
    assert words in str(problem.value)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("content", [b"", b"[1, 2]", b"\xff\xfe", b"a: &x [*x]", b"[" * 5000])
def test_a_file_that_is_no_design_is_refused(isles: Compiled, tmp_path: Path, content: Any) -> None:
    path = tmp_path / "design.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"design\.yaml"):
        design_file.check(*design_file.read(path), isles)
