"""The preview: real files saved as editors save them, a real process behind it, a terminal, a window."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.errors import UnknownName, UnreadableFile
from sim.game.seat import Turn
from sim.game.setup import Start
from sim.scenario import library
from sim.ui.opener import Opener
from sim.ui.preview import Preview
from sim.ui.view import Screen
from tests.authoring.small import MILL, mill
from tests.cli.commands import ROOT, within
from tests.ui.playing import until as soon
from tests.ui.test_app import doings, go_on, texts

PATIENCE = 60
"""Seconds after which something counts as never coming; far more than any needs."""
NAME = "rafah_delay"


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    with Opener() as found:
        yield found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(library.shipped()[NAME].read_bytes())
    return copy


def until(preview: Preview, there: Callable[[Screen], bool]) -> Screen:
    """The first screen of which something is true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if there(preview.screen()):
            return preview.screen()
        time.sleep(0.02)
    raise AssertionError(f"it never came: {preview.screen().title}: {preview.screen().message}")


def saved(preview: Preview, text: str, by: str = "write") -> Screen:
    """The screen that follows once the file was saved, the way that some editors save."""
    before = preview.screen()
    if by == "write":
        preview.file.write_text(text, encoding="utf-8")
    else:
        new = preview.file.with_suffix(".tmp")
        new.write_text(text, encoding="utf-8")
        if by == "gap":
            preview.file.unlink()
            preview.screen()
        os.replace(new, preview.file)
    return until(preview, lambda screen: screen is not before)


def go_on_to(preview: Preview) -> None:
    """Plays on by a few screens, to one that stands by itself: a forecast half made is begun anew."""
    for _ in range(4):
        go_on(preview)  # type: ignore[arg-type]
    soon(lambda: preview.screen().name != "forecast", lambda: go_on(preview))  # type: ignore[arg-type]


def test_the_screen_follows_at_the_same_decision_with_the_same_state(opener: Opener, file: Path) -> None:
    preview = Preview(file, opener, seat="us-biden", seed=4)
    preview.act("begin")
    text = file.read_text(encoding="utf-8")
    for number, by in enumerate(("write", "replace", "gap")):
        go_on_to(preview)
        session = preview.app.session
        was = preview.screen()
        text = text.replace(session.game.source.title, f"Draft {number}")
        screen = saved(preview, text, by)
        now = preview.app.session
        assert now is not session
        assert now.game.source.title == f"Draft {number}"
        assert (screen.name, screen.panels) == (was.name, was.panels)
        assert screen.message == "copy.yaml was saved."
        assert now.choices == session.choices
        assert now.model.state.hash() == session.model.state.hash()
        assert preview.app.place.asked is None or preview.app.place.asked in now.decision.moves


def test_problems_stand_with_their_lines_until_they_are_mended(opener: Opener, file: Path) -> None:
    preview = Preview(file, opener, seat="us-biden", seed=4)
    preview.act("begin")
    go_on_to(preview)
    was, text = preview.screen(), file.read_text(encoding="utf-8")
    line = next(i for i, row in enumerate(text.splitlines(), 1) if row.strip().startswith("decider:"))
    broken = text.splitlines()
    broken[line - 1] = broken[line - 1].replace("decider: ", "decider: x")
    screen = saved(preview, "\n".join(broken))
    assert screen.name == "problems"
    words = texts(screen)
    assert screen.title.startswith("copy.yaml: ")
    assert any(w.startswith(f"Line {line}, column ") for w in words)
    assert broken[line - 1].strip() in words
    assert doings(screen) == ["quit"]
    assert preview.act("move:nothing")
    assert not preview.act("quit")
    again = saved(preview, text)
    assert (again.name, again.panels, again.title) == (was.name, was.panels, was.title)


def test_any_way_to_break_a_file_is_shown_and_passes(opener: Opener, tmp_path: Path) -> None:
    preview = Preview(mill(tmp_path), opener)
    for bad in (
        b"",
        b"\xff\xfe",
        b"format: 2\n",
        MILL.encode()[:300],
        b"a: " + b"[" * 5000,
        b"\x00" * (2 << 20),
    ):
        before = preview.screen()
        preview.file.write_bytes(bad)
        assert until(preview, lambda s, was=before: s is not was).name == "problems"  # type: ignore[misc]
    assert saved(preview, MILL).name == "seat"


def test_a_choice_that_no_longer_fits_is_said(opener: Opener, tmp_path: Path) -> None:
    preview = Preview(mill(tmp_path), opener, seat="upper")
    preview.act("begin")
    preview.act("move:share")
    assert preview.screen().name == "result"
    screen = saved(preview, MILL.replace("id: share", "id: half"))
    assert screen.name == "decide"
    assert "'dam' no longer fits" in screen.message


def test_the_debrief_stays_where_it_was(opener: Opener, tmp_path: Path) -> None:
    preview = Preview(mill(tmp_path), opener, seat="upper")
    for do in ("begin", "move:share", "debrief", "tab:endings"):
        preview.act(do)
    assert preview.screen().name == "debrief"
    screen = saved(preview, MILL.replace("Two villages and one stream", "One stream"))
    assert [t.do for t in screen.tabs if t.selected] == ["tab:endings"]
    assert "One stream" in " ".join(texts(screen))


def test_a_seat_that_is_gone_is_told_until_it_comes_back(opener: Opener, tmp_path: Path) -> None:
    preview = Preview(mill(tmp_path), opener, seat="upper")
    preview.act("begin")
    screen = saved(preview, MILL.replace("decider: upper", "decider: lower"))
    assert screen.name == "problems"
    assert any("no seat 'upper'" in t for t in texts(screen))
    assert saved(preview, MILL).name == "decide"


def test_it_begins_at_a_decision_in_the_seat_that_decides(opener: Opener, file: Path) -> None:
    game = library.open_scenario(str(file))
    decision, variable = game.decisions[3].source, game.variables[0]
    preview = Preview(file, opener, Start(decision.id, {variable: 7.5}))
    session = preview.app.session
    assert session.decision.source.id == decision.id
    assert preview.app.viewer.turn is Turn.DECIDE or decision.decider not in [
        s.actor for s in game.source.seats
    ]
    assert session.model.state.values[0, 0] == 750
    state = session.model.state.hash()
    go_on(preview)  # type: ignore[arg-type]
    preview.act("undo")
    assert preview.app.session.model.state.hash() == state
    preview.act("again")
    assert preview.app.session.model.state.hash() == state
    saved(preview, file.read_text(encoding="utf-8") + "\n# a note\n")
    assert preview.app.session.model.state.hash() == state


def test_a_start_that_is_not_there_is_one_line(opener: Opener, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="'dam'"):
        Preview(mill(tmp_path), opener, Start("damm"))
    with pytest.raises(UnknownName, match="'water'"):
        Preview(mill(tmp_path), opener, Start(None, {"watr": 3}))
    with pytest.raises(UnreadableFile, match="not there"):
        Preview(tmp_path / "none.yaml", opener)
    preview = Preview(mill(tmp_path), opener, Start("dam"))
    screen = saved(preview, MILL.replace("id: dam", "id: weir"))
    assert screen.name == "problems"
    assert any("no decision 'dam'" in t for t in texts(screen))


def test_what_takes_too_long_is_stopped_and_shown(tmp_path: Path) -> None:
    """With no patience at all, any file takes too long; with some again, it opens."""
    with Opener(patience=0.0) as hasty:
        preview = Preview(mill(tmp_path), hasty)
        assert preview.screen().name == "problems"
        assert any("was stopped" in t for t in texts(preview.screen()))
        assert not hasty.waiting
        hasty.patience = PATIENCE
        assert saved(preview, MILL + "\n").name == "seat"


def test_a_worker_that_dies_is_told_and_the_next_file_opens(tmp_path: Path) -> None:
    with Opener() as mortal:
        preview = Preview(mill(tmp_path), mortal)
        mortal.ask(preview.file)
        mortal._worker.kill()
        mortal._worker.join()
        screen = until(preview, lambda s: s.name == "problems" or s.message != "")
        assert screen.name in ("problems", "seat")
        assert saved(preview, MILL.replace("The mill stream", "Anew")).title == "Anew"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--at", "damm"), "Did you mean 'dam'?"),
        (("--set", "watr=3"), "Did you mean 'water'?"),
        (("--set", "water"), "--set VARIABLE=POINTS"),
        (("--set", "water=101"), "0 to 100"),
        (("--set", "water=-1"), "0 to 100"),
        (("--seat", "uper"), "Did you mean 'upper'?"),
        (("--seed", "x"), "is no seed"),
    ],
)
def test_a_slip_on_the_command_line_is_one_line(
    arguments: tuple[str, ...], word: str, tmp_path: Path
) -> None:
    done = within("preview", str(mill(tmp_path)), "--text", *arguments)
    assert (done.status, done.out) == (2, b"")
    assert word in done.error
    assert len(done.error.splitlines()) == 1


class Typist:
    """The preview in a terminal of its own, with somebody who types."""

    def __init__(self, *arguments: str) -> None:
        self.game = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "sim", "preview", *arguments, "--text"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(
            target=lambda: [self.lines.put(row) for row in self.game.stdout], daemon=True
        ).start()

    def wait_for(self, word: str) -> None:
        end = time.monotonic() + PATIENCE
        seen = []
        while time.monotonic() < end:
            try:
                seen.append(self.lines.get(timeout=1))
            except queue.Empty:
                assert self.game.poll() is None, "".join(seen) + self.game.stderr.read()
                continue
            if word in seen[-1]:
                return
        raise AssertionError(f"'{word}' never came: {''.join(seen)}")

    def type(self, text: str) -> None:
        self.game.stdin.write(f"{text}\n")
        self.game.stdin.flush()


def test_in_a_terminal_the_new_screen_is_printed_when_the_file_is_saved(tmp_path: Path) -> None:
    file = mill(tmp_path)
    typist = Typist(str(file), "--at", "dam", "--set", "goodwill=33")
    try:
        typist.wait_for("THE STREAM IS LOW")
        typist.wait_for("33")
        typist.wait_for("Take back")
        file.write_text(MILL.replace("The stream is low.", "The stream is dry."), encoding="utf-8")
        typist.wait_for("THE STREAM IS DRY")
        typist.wait_for("Take back")
        file.write_text(MILL.replace("decider: upper", "decider: uper"), encoding="utf-8")
        typist.wait_for("Did you mean 'upper'?")
        typist.wait_for("Leave")
        file.write_text(MILL, encoding="utf-8")
        typist.wait_for("THE STREAM IS LOW")
        typist.wait_for("Take back")
        typist.type("1")
        typist.wait_for("chose")
        typist.game.stdin.close()
        assert typist.game.wait(PATIENCE) == 0
        assert typist.game.stderr.read() == ""
    finally:
        typist.game.kill()
        typist.game.wait()
        for pipe in (typist.game.stdin, typist.game.stdout, typist.game.stderr):
            pipe.close()
