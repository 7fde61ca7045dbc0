"""What ``docs/batches.md`` shows of batches is true: its design is played, its Python runs."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

from sim.batches import design_file
from sim.batches.rows import OF_DECISIONS, OF_RUNS
from sim.scenario.library import open_scenario

PAGE = (Path(__file__).parents[2] / "docs" / "batches.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_design_file_is_one(tmp_path: Path) -> None:
    (text,) = blocks("yaml")
    path = tmp_path / "sweep.yaml"
    path.write_text(text, encoding="utf-8")
    file, document = design_file.read(path)
    assert file.scenario is not None
    design = design_file.check(file, document, open_scenario(file.scenario))
    assert len(design.arms) == 2 + 2 * 3


def test_the_first_python_example_runs() -> None:
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(blocks("python")[0], "batches.md", "exec"), {})
    assert "over_objection" in shown.getvalue()


def test_the_columns_are_those_of_the_files() -> None:
    for kind, columns in (("runs", OF_RUNS), ("decisions", OF_DECISIONS)):
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{kind}` |"))
        assert re.findall(r"`([a-z]+)`", row)[1 : len(columns) + 1] == list(columns)
