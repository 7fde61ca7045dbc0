"""What is asked wrongly is answered in one line on standard error, with status 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import PATIENCE, ROOT, Done, at_once, lines, no_traceback, sim, within
from tests.reading import hostile

RUN = ("run", "rafah_delay")
FILES: dict[str, bytes] = {
    "broken.yaml": b"title: [\n",
    "wrong.yaml": b"title: The quarrel\n",
    "empty.yaml": b"",
    "latin.yaml": "title: Größe\n".encode("latin-1"),
    "bomb.yaml": hostile.bomb(""),
    "merge.yaml": hostile.MERGE,
    "deep.yaml": b"[" * 100_000,
    "large.yaml": b"a: " + b"x" * 3_000_000,
    "many.yaml": b"[" + b"1," * 400_000 + b"1]",
    "zip.yaml": hostile.word_file(),
    "escape.yaml": b"a: \x1b[31m\n",
}
ASKED: dict[str, tuple[tuple[str, ...], str]] = {
    "a scenario's name, misspelt": (("run", "rafah_dely"), "Did you mean 'rafah_delay'?"),
    "a command, misspelt": (("lst",), "Did you mean 'list'?"),
    "an option, misspelt": (("list", "--jsn"), "--json"),
    "too few arguments": (("run",), "Missing argument"),
    "a seed below nothing": ((*RUN, "--seed", "-1"), "--seed 7"),
    "a seed with a power": ((*RUN, "--seed", "1e9"), "--seed 7"),
    "a seed in letters": ((*RUN, "--seed", "abc"), "'abc'"),
    "a seed of many digits": ((*RUN, "--seed", "99999999999999999999"), "9223372036854775807"),
    "an empty seed": ((*RUN, "--seed", ""), "--seed 7"),
    "a policy, misspelt": ((*RUN, "--policy", "gredy"), "Did you mean 'greedy'?"),
    "a missing file": (("run", "{here}/nothing.yaml"), "is not there"),
    "a folder to check that holds no YAML": (("check", "{here}/empty"), "no YAML file"),
    "a file that is broken": (("run", "{here}/broken.yaml"), "broken.yaml:1:8: yaml-syntax"),
    "an alias bomb": (("run", "{here}/bomb.yaml"), "anchor"),
    "a hundred thousand brackets": (("run", "{here}/deep.yaml"), "too-deep"),
    "a file of three million letters": (("run", "{here}/large.yaml"), "larger than"),
    "a file of many values": (("run", "{here}/many.yaml"), "too-many-values"),
}
"""Asked of a process of its own."""
MORE: dict[str, tuple[tuple[str, ...], str]] = {
    "replay of a name, misspelt": (("replay", "doha_strik", "--json"), "Did you mean 'doha_strike'?"),
    "check of a name, misspelt": (("check", "withheld_munition"), "Did you mean 'withheld_munitions'?"),
    "a scenario that nothing is like": (("run", "zzz"), "Known: "),
    "no name at all": (("run", ""), "no scenario ''"),
    "nothing to check": (("check", ""), "no scenario ''"),
    "a name of many letters": (("run", "z" * 3000), "Known: "),
    "a name over two lines": (("run", "rafah\ndelay"), "no scenario"),
    "a command that nothing is like": (("zzzzz",), "Known: "),
    "an option that is none": (("run", "rafah_delay", "--colour", "blue"), "--colour"),
    "a short option": (("run", "rafah_delay", "-x"), "-x"),
    "too few for replay": (("replay",), "Missing argument"),
    "too many arguments": (("run", "rafah_delay", "again"), "again"),
    "an option without its value": ((*RUN, "--seed"), "--seed"),
    "a seed one too large": ((*RUN, "--seed", "9223372036854775808"), "9223372036854775807"),
    "a seed of five thousand digits": ((*RUN, "--seed", "9" * 5000), "--seed 7"),
    "a seed of blanks": ((*RUN, "--seed", " 7"), "--seed 7"),
    "a seed in other digits": ((*RUN, "--seed", "٧"), "--seed 7"),
    "a seed with an underline": ((*RUN, "--seed", "1_000"), "--seed 7"),
    "a seed with a sign": ((*RUN, "--seed", "+7"), "--seed 7"),
    "a seed over two lines": ((*RUN, "--seed", "1\n2"), "--seed 7"),
    "a policy that nothing is like": ((*RUN, "--policy", "zzz"), "Known: greedy, history, model, random"),
    "an empty policy": ((*RUN, "--policy", ""), "Known: "),
    "a format that is none": (("check", "--format", "xml"), "'github'"),
    "a missing folder": (("run", "{here}/nowhere/nothing.yaml"), "is not there"),
    "a folder": (("run", "{here}/empty/"), "is a folder"),
    "a file name that no disk takes": (("run", "a" * 5000 + ".yaml"), "is not there"),
    "a file name over two lines": (("run", "a\nb.yaml"), "is not there"),
    "replay of a file that is broken": (("replay", "{here}/broken.yaml", "--json"), "yaml-syntax"),
    "a file with many problems": (("run", "{here}/wrong.yaml"), "more; 'python -m sim check"),
    "an empty file": (("run", "{here}/empty.yaml"), "empty-file"),
    "a file in another encoding": (("run", "{here}/latin.yaml"), "UTF-8"),
    "a merge-key bomb": (("run", "{here}/merge.yaml"), "anchor"),
    "a word processor's file": (("run", "{here}/zip.yaml"), "UTF-8"),
    "an escape for terminals": (("run", "{here}/escape.yaml"), "U+001B"),
}
"""Asked of :func:`sim.cli.main` within this process: starting Python is most of the time that one takes."""
if Path("/dev/zero").exists():
    MORE["a device without end"] = (("run", "/dev/zero"), "not an ordinary file")
    ASKED["a pipe that nobody writes to"] = (("run", "{here}/pipe.yaml"), "not an ordinary file")
    MORE["a link to itself"] = (("run", "{here}/loop.yaml"), "loop.yaml")
    MORE["a name that is no text"] = (("run", "\udcff.yaml"), "is not there")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that somebody might hand in."""
    folder = tmp_path_factory.mktemp("handed-in")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "empty").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.yaml")
        (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    return folder


@pytest.fixture(scope="module")
def answers(here: Path) -> dict[str, Done]:
    def ask(arguments: tuple[str, ...]) -> Done:
        return sim(*(a.replace("{here}", str(here)) for a in arguments))

    return at_once({name: lambda asked=asked: ask(asked) for name, (asked, _) in ASKED.items()})


@pytest.mark.parametrize("name", ASKED)
def test_a_wrong_question_has_one_line_for_an_answer(name: str, answers: dict[str, Done]) -> None:
    hold(answers[name], ASKED[name][1])


@pytest.mark.parametrize("name", MORE)
def test_more_wrong_questions(name: str, here: Path) -> None:
    asked, says = MORE[name]
    hold(within(*(a.replace("{here}", str(here)) for a in asked)), says)


def hold(done: Done, says: str) -> None:
    """Status 2, nothing on standard output, and one short line that says ``says``."""
    assert done.status == 2, done
    assert done.out == b""
    assert len(lines(done.error)) == 1, done.error
    assert done.error.startswith("backchannel: ")
    assert done.error.endswith("\n")
    assert says in done.error
    assert no_traceback([done.error])
    assert done.error[:-1].isprintable()
    assert len(done.error) < 2100


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_file_without_rights(tmp_path: Path) -> None:
    file = tmp_path / "shut.yaml"
    file.write_text("title: A\n", encoding="utf-8")
    file.chmod(0)
    done = sim("run", str(file))
    assert done.status == 2
    assert len(lines(done.error)) == 1
    assert "rights" in done.error


def test_help_is_given_when_nothing_is_asked() -> None:
    done = sim()
    assert done.status == 2
    assert done.out == b""
    assert "Usage: python -m sim" in done.error
    assert no_traceback([done.error])


@pytest.mark.skipif(sys.platform == "win32", reason="no such device there")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk here")
@pytest.mark.parametrize("asked", ["list", "check {here}/broken.yaml --json"])
def test_a_full_disk(asked: str, here: Path) -> None:
    arguments = [a.replace("{here}", str(here)) for a in asked.split()]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "sim", *arguments],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            text=True,
        )
    assert done.returncode == 2
    assert len(lines(done.stderr)) == 1, done.stderr
    assert "No space left" in done.stderr
