"""What can go wrong round a game: full disks, two games on one save, kills, names. One line, nothing lost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sim.game import save
from sim.game.resume import resume
from sim.scenario import library
from sim.ui.app import App
from sim.ui.tour import FORWARD
from sim.ui.view import actions_of

ROOT = Path(__file__).parents[2]
LANTERNS = ROOT / "docs" / "examples" / "lanterns.yaml"
MOST = 200
"""Screens within which a game comes to its end."""
WAITED = 60.0
"""Seconds after which a page that has not come is not waited for."""
NAMES = ["<b>Ada</b>", "[x](y)", "נועה", "عمر", "{{ 7*7 }}", "%s", "日本", "\u202eabc", "a\x00b"]


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | {"BACKCHANNEL_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def onward(app: App, which: int = 0) -> None:
    """Does the first of the things that lead on, or another of its kind."""
    offered = sorted(actions_of(app.screen()))
    alike = [[do for do in offered if do.partition(":")[0] == name] for name in FORWARD]
    app.act(next(filter(None, alike))[which])


def begun(file: Path, saves: Path, choices: int) -> App:
    """A game with so many choices made, and saved."""
    game = library.open_scenario(str(file))
    app = App(seed=3, saves=saves, games=[game])
    app.act(f"scenario:{game.origin}")
    app.act("seat:quillby")
    play(app, choices)
    return app


def play(app: App, choices: int, which: int = 0) -> None:
    session = app.session
    assert session is not None
    for _ in range(MOST):
        if len(session.choices) >= choices or session.over:
            return
        onward(app, which)
    raise AssertionError(f"no way leads on from {app.screen().name}")


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are set")
def test_a_full_disk_is_told_in_a_line_and_the_game_goes_on(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); "
        "from sim.cli import play_main; sys.exit(play_main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, str(LANTERNS), "--seat", "quillby", "--seed", "7", "--text"]
    done = subprocess.run(
        command,
        input="\n" + "1\n" * 6 + "x\nx\nx\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(tmp_path),
        timeout=120,
    )
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode == 0
    assert "not saved" in done.stdout or "cannot be saved" in done.stdout
    assert not list((tmp_path / "games").glob("*"))


def test_two_games_on_one_save_both_live(tmp_path: Path) -> None:
    first = begun(LANTERNS, tmp_path, 1)
    assert first.session is not None
    assert first.session.file is not None
    second = App(saves=tmp_path, games=[first.session.game])
    second.act(f"resume:{first.session.file.name}")
    assert second.session is not None
    play(second, 2)
    play(first, 2, -1)
    first.screen()
    files = save.listed(tmp_path)
    told = {tuple(s.state_hash for s in app.session.steps) for app in (first, second) if app.session}
    found = {tuple(s.state_hash for s in resume(f, first.session.game)[0].steps) for f in files}
    assert len(told) == 2
    assert told <= found
    assert len(files) == 2


class Terminal:
    """The game in a terminal, in a process of its own; one line is typed at a time."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "play.py", "--text"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.game = subprocess.Popen(
            command, cwd=ROOT, env=environment(home), text=True, encoding="utf-8", bufsize=1, **pipes
        )
        self.page = self.shown()

    def shown(self) -> str:
        """All that is printed up to where the next line is typed. A game that prints no more is killed."""
        assert self.game.stdout is not None
        text = ""
        late = threading.Timer(WAITED, self.game.kill)
        late.start()
        try:
            while not text.endswith("\n> "):
                more = self.game.stdout.read(1)
                assert more, f"the game has ended: {text[-300:]}"
                text += more
        finally:
            late.cancel()
        return text

    def types(self, line: str) -> None:
        assert self.game.stdin is not None
        self.game.stdin.write(f"{line}\n")
        self.page = self.shown()

    def leaves(self) -> str:
        """Ends the input, and gives what was said on standard error."""
        return self.game.communicate(timeout=60)[1]


def test_two_programs_on_one_save_lose_nothing(tmp_path: Path) -> None:
    """Each goes on with the same saved game and takes another move; both games are there afterwards."""
    saves = tmp_path / "games"
    app = App("tutorial", "tolmay", 3, saves=saves)
    for do in ("begin", "move:share"):
        app.act(do)
    (kept,) = save.listed(saves)
    both: list[Terminal] = []
    try:
        for _ in range(2):
            both.append(Terminal(tmp_path))
        for at in both:
            (line,) = (row for row in at.page.splitlines() if "Go on:" in row)
            at.types(re.findall(r"[0-9a-z]+", line)[0])
        for at, words in zip(both, (("0",), ("1", "1")), strict=True):
            for word in (*words, "n"):  # silence, or the first message; then no forecast
                at.types(word)
        assert [at.leaves() for at in both] == ["", ""]
    finally:
        for at in both:
            at.game.kill()
            at.game.communicate()
    games = [resume(file)[0] for file in save.listed(saves)]
    assert len(games) == 2
    assert kept in save.listed(saves)
    assert [len(game.log) for game in games] == [2, 2]
    assert games[0].log != games[1].log


def test_a_scenario_that_changed_is_told_and_its_save_is_left(tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    file.write_text(LANTERNS.read_text(encoding="utf-8"), encoding="utf-8")
    app = begun(file, tmp_path / "games", 1)
    assert app.session is not None
    kept = app.session.file
    assert kept is not None
    before = kept.read_bytes()
    file.write_text(
        file.read_text(encoding="utf-8").replace("festival: 50", "festival: 40"), encoding="utf-8"
    )
    again = App(saves=tmp_path / "games", games=[library.open_scenario(str(file))])
    again.act(f"resume:{kept.name}")
    assert "The scenario has changed" in again.screen().message
    play(again, 2)
    assert kept.read_bytes() == before


@pytest.mark.parametrize("name", NAMES)
def test_any_nickname_is_shown_as_it_is_and_is_no_markup(name: str, tmp_path: Path) -> None:
    game = library.open_scenario(str(LANTERNS))
    app = App(seed=3, saves=tmp_path, games=[game])
    app.act(f"scenario:{game.origin}")
    app.act(f"name::0:{name}")
    app.act("seat:quillby")
    shown = "".join(c for c in name if c not in "\u202e\x00")
    assert shown in app.screen().title
    play(app, 99)
    app.act("debrief")
    app.act("export")
    assert "saved as" in app.screen().message
    (page,) = (Path(os.environ["BACKCHANNEL_HOME"]) / "games").glob("*.html")
    assert "<b>Ada</b>" not in page.read_text(encoding="utf-8")
    assert app.session is not None
    assert app.session.file is not None
    assert save.read(app.session.file).setup.names_of("quillby") == (shown,)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a process is killed")
def test_a_game_that_is_killed_is_there_again(tmp_path: Path) -> None:
    command = [sys.executable, "play.py", str(LANTERNS), "--seat", "quillby", "--seed", "7", "--text"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as game:
        assert game.stdin is not None
        game.stdin.write("\n1\n")
        game.stdin.flush()
        until = time.monotonic() + 60
        while not save.listed(tmp_path / "games") and time.monotonic() < until:
            time.sleep(0.02)
        game.kill()
    (kept,) = save.listed(tmp_path / "games")
    back, said = resume(kept)
    assert said == ""
    assert len(back.choices) == 1
