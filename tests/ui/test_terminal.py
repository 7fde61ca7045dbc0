"""The terminal game: the same screens as text, played by real processes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.scenario.compiled import Compiled
from sim.ui import terminal
from sim.ui.app import App

ROOT = Path(__file__).parents[2]


def run_game(
    typed: str, *arguments: str, home: Path, display: str | None = None
) -> subprocess.CompletedProcess[str]:
    keep = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    environment = keep | {"BACKCHANNEL_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    if display:
        environment["DISPLAY"] = display
    return subprocess.run(
        [sys.executable, "play.py", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=environment,
        timeout=120,
    )


def test_without_a_display_it_says_so_and_plays_in_the_terminal(tmp_path: Path) -> None:
    done = run_game("x\n", home=tmp_path)
    assert done.returncode == 0
    assert done.stderr == "There is no display here, so the game is played in the terminal.\n"
    assert "BACKCHANNEL" in done.stdout
    assert "The Rafah delay" in done.stdout


def test_a_display_that_cannot_be_opened_is_told_and_it_plays_on(tmp_path: Path) -> None:
    done = run_game("x\n", home=tmp_path, display=":987")
    assert done.returncode == 0
    assert len(done.stderr.strip().splitlines()) == 1
    assert "terminal" in done.stderr
    assert "BACKCHANNEL" in done.stdout


class Typist:
    """Somebody at the game's terminal, who reads each screen before typing the next line."""

    def __init__(self, home: Path, *arguments: str) -> None:
        keep = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        self.game = subprocess.Popen(
            [sys.executable, "-u", "play.py", "--text", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=keep | {"BACKCHANNEL_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
        )

    def read(self) -> str:
        """What is printed up to the next prompt, or to the end."""
        assert self.game.stdout
        said = b""
        while not said.endswith(b"> "):
            letter = self.game.stdout.read(1)
            if not letter:
                break
            said += letter
        return said.decode()

    def type(self, line: str) -> str:
        assert self.game.stdin
        self.game.stdin.write(f"{line}\n".encode())
        self.game.stdin.flush()
        return self.read()


def test_a_whole_game_is_played_by_typing(tmp_path: Path) -> None:
    person = Typist(tmp_path, "rafah_delay", "--seat", "us-biden", "--seed", "7")
    said, forecasts = person.read(), 0
    for _ in range(300):
        if "DEBRIEF: THE RAFAH DELAY" in said:
            break
        if "0 of 10 counters laid" in said:
            for line in ("1", "-1", "e"):
                said = person.type(line)
            assert "10 of 10 counters laid" in said
            forecasts += 1
            said = person.type("")
        else:
            said = person.type("1" if "\n[1] " in said else "")
    assert forecasts
    assert "DEBRIEF: THE RAFAH DELAY" in said
    for letter in "bcdef":
        said = person.type(letter)
        assert "is none of the choices" not in said
    person.type("x")
    person.type("x")
    person.game.communicate(timeout=60)
    assert person.game.returncode == 0


def test_the_input_may_end_anywhere(tmp_path: Path) -> None:
    script = "3\n2\n\n1\n1\n\n1\n1\n\n"
    for length in range(0, len(script), 5):
        done = run_game(script[:length], "--text", "--seed", "3", home=tmp_path)
        assert done.returncode == 0
        assert "The input has ended. The game is saved." in done.stdout


def test_what_is_not_a_choice_is_told_with_what_is(tmp_path: Path) -> None:
    done = run_game("77\nnonsense\n\x1b[A\nx\n", "--text", home=tmp_path)
    assert len(re.findall(r"is none of the choices[.] Type 1 to 9, .* or x[.]", done.stdout)) == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("rafah_dely",), "Did you mean 'rafah_delay'?"),
        (("rafah_delay", "--seat", "herzl"), "There is no seat 'herzl'"),
        (("--seat", "il"), "Name both"),
        (("rafah_delay", "--seed", "seven"), "'seven' is no seed"),
        (("nowhere.yaml",), "nowhere.yaml is not there"),
        (("--sed", "3"), "No such option"),
    ],
)
def test_mistakes_are_one_line_and_status_2(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    done = run_game("", "--text", *arguments, home=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert says in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("width", [40, 64, 80, 100])
def test_no_line_is_wider_than_the_terminal(shipped: Compiled, width: int) -> None:
    app = App(shipped.id, shipped.source.seats[0].actor, 3)
    for _ in range(30):
        lines = terminal.render(app.screen(), width)
        assert max(map(len, lines)) <= width
        assert terminal.options(app.screen())
        first = next(iter(terminal.options(app.screen()).values()))
        app.act(first if app.screen().name != "brief" else "begin")
        if app.screen().name == "result":
            app.act("next")
            app.act("debrief")


def test_an_empty_line_is_the_primary_action() -> None:
    app = App("withheld_munitions", "gallant", 1)
    out = io.StringIO()
    terminal.play(app, io.StringIO("\n"), out)
    assert app.place.page == "table"
    assert "The input has ended" in out.getvalue()
