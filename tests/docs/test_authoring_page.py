"""What ``docs/authoring.md`` shows is true: its steps build the file that it names, its commands print
what it quotes.

How the page is read, from top to bottom:

- a ``yaml`` block shows what a step adds, with the lines around it. It is laid over the file so far: blocks
  key by key, entries with an ``id`` by that id, everything else anew. After the last block the finished
  example stands there, line for line;
- a ``yaml`` block with a name is a file of its own, beside the other from then on;
- a ``diff`` block is a slip that is planted for the commands below it, and mended after them;
- a ``console`` block is played: ``$`` begins a command, ``>`` a line that is typed into it, and every other
  line must stand in what it prints, in this order. An ellipsis stands for anything.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sim.reading import tree
from sim.ui.app import App
from tests.cli.commands import PATIENCE, ROOT, Done, within
from tests.ui.test_app import go_on, texts

PAGE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs" / "examples" / "lanterns.yaml"
FENCED = re.findall(r"```(yaml|diff|console)(?: (\S+))?\n(.*?)```", PAGE, re.DOTALL)
STEPS = [text for language, name, text in FENCED if language == "yaml" and not name]


class Command(NamedTuple):
    """One command of the page: the files that it meets, what is typed, and what it is said to print."""

    files: dict[str, str]
    line: str
    typed: tuple[str, ...]
    shown: tuple[str, ...]


def data(text: str) -> Any:
    document, problems = tree.parse(text, "authoring.md")
    assert document is not None, problems
    return document.data


def laid_over(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: laid_over(old.get(key), value) for key, value in new.items()}
    if named(old) and named(new):
        entries = {entry["id"]: entry for entry in old}
        order = [e["id"] for e in new]
        if not set(entries) <= set(order):
            order = [*entries, *(name for name in order if name not in entries)]
        found = {e["id"]: laid_over(entries.get(e["id"]), e) for e in new}
        return [found.get(name, entries.get(name)) for name in order]
    return new


def named(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(e, dict) and "id" in e for e in value)


def slipped(text: str, diff: str) -> str:
    """``text`` with the ``-`` lines of ``diff`` turned into its ``+`` lines."""
    gone = "".join(line[1:] + "\n" for line in diff.splitlines() if line[0] == "-")
    come = "".join(line[1:] + "\n" for line in diff.splitlines() if line[0] == "+")
    assert text.count(gone) == 1
    return text.replace(gone, come)


def commands() -> Iterator[Command]:
    whole: Any = None
    slip, steps = "", 0
    beside: dict[str, str] = {}
    for language, name, text in FENCED:
        if name:
            beside[name] = text
        elif language == "yaml":
            whole, steps = laid_over(whole, data(text)), steps + 1
        elif language == "diff":
            slip = text
        else:
            file = json.dumps(whole) if steps < len(STEPS) else EXAMPLE.read_text(encoding="utf-8")
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                line, *rest = part.splitlines()
                typed = tuple(r[2:] for r in rest if r.startswith(">"))
                shown = tuple(r for r in rest if not r.startswith(">"))
                met = slipped(file, slip) if slip else file
                yield Command({"lanterns.yaml": met} | beside, line, typed, shown)
            slip = ""


COMMANDS = list(commands())


def done(command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Done:
    """The command as it ended, in ``folder``; what a person types into is a process of its own."""
    for name, text in command.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    program = command.line.removeprefix("python ").replace("play.py", str(ROOT / "play.py")).split()
    if not command.typed:
        assert program[:2] == ["-m", "sim"]
        return within(*program[2:])
    ended = subprocess.run(
        [sys.executable, "-W", "error", *program],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        input="".join(f"{line}\n" for line in command.typed).encode(),
        capture_output=True,
        timeout=PATIENCE,
    )
    return Done(ended.returncode, ended.stdout, ended.stderr.decode())


@pytest.mark.parametrize("command", COMMANDS, ids=[f"{i}:{c.line}" for i, c in enumerate(COMMANDS)])
def test_a_command_prints_what_the_page_quotes(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = done(command, tmp_path, monkeypatch)
    said = found.out.decode() + found.error
    wanted = r".*?\n".join(".*?".join(map(re.escape, line.split("…"))) for line in command.shown)
    assert re.search(wanted, said, re.DOTALL), said
    assert "Traceback" not in said


def test_every_step_checks_and_plays(tmp_path: Path) -> None:
    whole: Any = None
    for step in STEPS:
        whole = laid_over(whole, data(step))
        path = tmp_path / "lanterns.yaml"
        path.write_text(json.dumps(whole), encoding="utf-8")
        found = within("check", str(path))
        assert found.status == 0, found.error
        assert "0 errors" in found.out.decode()
        for seed in range(3):
            assert within("run", str(path), "--seed", str(seed)).status == 0


def test_the_steps_build_the_finished_file() -> None:
    whole: Any = None
    for step in STEPS:
        whole = laid_over(whole, data(step))
    assert whole == data(EXAMPLE.read_text(encoding="utf-8"))


def test_the_finished_file_names_the_schema_from_where_it_lies() -> None:
    first = EXAMPLE.read_text(encoding="utf-8").splitlines()[0]
    assert (EXAMPLE.parent / first.partition("$schema=")[2]).resolve().is_file()


def test_every_link_leads_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link


@pytest.mark.parametrize("seat", ["quillby", "marrowfield"])
def test_a_team_plays_the_finished_file_to_the_debrief(seat: str) -> None:
    app = App(str(EXAMPLE), seat, 7)
    app.act("begin")
    for _ in range(30):
        if app.screen().name == "debrief":
            break
        go_on(app)
    app.act("tab:questions")
    shown = " ".join(texts(app.screen()))
    assert all(question["ask"] in shown for question in data(STEPS[-1])["questions"])
    app.act("tab:disputed")
    assert "no letter came" in " ".join(texts(app.screen()))
