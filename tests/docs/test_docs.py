"""The README and the design say what is so."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sim
from sim import version
from sim.cli import program

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.S)


def test_the_headless_examples_run(tmp_path: Path) -> None:
    code = "\n".join(blocks("python"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stderr == ""
    assert (tmp_path / "early.png").stat().st_size > 1000
    assert "parts at" in done.stdout
    assert "one_plan" in done.stdout


def test_the_example_in_the_package_is_true() -> None:
    failed, tried = doctest.testmod(sim)
    assert (failed, tried > 0) == (0, True)


def test_every_command_is_in_the_readme() -> None:
    commands = {c.name or getattr(c.callback, "__name__", "") for c in program().registered_commands}
    assert commands
    for command in commands:
        assert f"python -m sim {command}" in README, command


def test_the_two_commands_stand_under_their_headings() -> None:
    for heading, ends in (("## Play", "play.py"), ("## Test", "pytest -n auto")):
        part = README.split(heading + "\n", 1)[1]
        first = blocks("sh", part)[0].strip()
        assert first.endswith(ends)
        assert part.index("```sh") < part.index("\n## ")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_places_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target
    for place in re.findall(r"`((?:sim|tests|scenarios|seeds|assets|docs)/[\w/.]*)`", text):
        assert (ROOT / place).exists(), place


def test_every_room_is_in_the_design() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    rooms = {p.name for p in (ROOT / "sim").iterdir() if p.is_dir() and not p.name.startswith("_")}
    for name in rooms:
        assert f"\n  {name}/" in design, name


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    for needed in project["dependencies"]:
        name = re.split(r"[<>=\[]", needed)[0]
        assert re.search(rf"^\| .*\b{re.escape(name)}\b", design, flags=re.M), name


def test_the_changelog_knows_this_version() -> None:
    assert f"## {version.VERSION}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_format_page_is_a_scenario_that_parses() -> None:
    from sim.reading import tree

    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    for text in blocks("yaml", page):
        document, problems = tree.parse(text, "format.md")
        assert document is not None, problems
