"""Speech by a program of its own, and the transcript, on real processes and files."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UnreadableFile
from sim.ui import voice as voices
from sim.ui.saying import Utterance
from sim.ui.voice import NO_PROGRAM, OFF, ON, Speaker, Transcript, Voice, _pieces

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
SPEECH = """#!{python}
import sys, time
said = sys.stdin.buffer.read()
with open({log!r}, "ab") as out:
    out.write(said)
time.sleep({pause})
with open({log!r}, "ab") as out:
    out.write(b"<end>\\n")
sys.exit({status})
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A speech program on a path of its own; gives the file with what it has spoken."""

    def make(pause: float = 0.0, status: int = 0, name: str = "espeak-ng") -> Path:
        folder, log = tmp_path / "bin", tmp_path / "spoken"
        folder.mkdir(exist_ok=True)
        script = folder / name
        script.write_text(SPEECH.format(python=sys.executable, log=str(log), pause=pause, status=status))
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        log.touch()
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setattr(sys, "platform", "linux")
        return log

    return make


def said(*texts: str) -> tuple[Utterance, ...]:
    return tuple(Utterance(t) for t in texts)


def until(done: Callable[[], bool], voice: Voice | None = None) -> None:
    """Wait, with time passing for the voice."""
    end = time.monotonic() + 20
    while not done():
        assert time.monotonic() < end, "it never came"
        if voice:
            voice.tick()
        time.sleep(0.005)


@POSIX
def test_what_is_said_is_spoken_piece_by_piece_in_its_order(program: Callable[..., Path]) -> None:
    log = program()
    voice = Voice()
    voice.switch(True)
    voice.say(said("One.", "Two; $(touch /tmp/x) `id` 'quoted'.", "עברית."))
    until(lambda: log.read_text().count("<end>") >= 3, voice)
    lines = [line for line in log.read_text().splitlines() if line != "<end>"]
    spoken = [line.strip() for line in lines if line.strip() != ON]
    assert spoken == ["One.", "Two; $(touch /tmp/x) `id` 'quoted'.", "עברית."]
    assert all(line.startswith(" ") for line in lines), "an order to one of the programs begins a line"
    voice.close()


@POSIX
def test_something_new_ends_what_is_being_said_and_off_ends_all(program: Callable[..., Path]) -> None:
    log = program(pause=60)
    voice = Voice()
    voice.switch(True)
    until(lambda: ON in log.read_text())
    assert voice.speaker is not None
    first = voice.speaker._process
    assert first is not None
    voice.say(said("The next screen."))
    assert first.poll() is not None, "the first is dead when the next begins"
    until(lambda: "next screen" in log.read_text())
    assert voice.speaker.busy
    voice.stop()
    assert not voice.speaker.busy
    voice.onward()
    until(lambda: log.read_text().count("next screen") == 2)
    assert voice.switch(False) == OFF
    until(lambda: OFF in log.read_text())
    voice.say(said("Nobody hears this."))
    voice.close()
    assert "<end>" not in log.read_text()
    assert "Nobody" not in log.read_text()


@POSIX
def test_reading_goes_back_and_on(program: Callable[..., Path], tmp_path: Path) -> None:
    program(pause=60)
    voice = Voice(Transcript(tmp_path / "t.txt"))
    voice.switch(True)
    voice.say(said("One.", "Two.", "Three."), said("Inside."))
    heard = lambda: (tmp_path / "t.txt").read_text().splitlines()[1:]  # noqa: E731
    assert heard() == ["One.", "Two.", "Three."]
    voice.onward()
    voice.onward()
    assert heard()[3:] == ["Inside."], "what was written need not be written again"
    voice.back()
    assert heard()[-1] == "Two."
    voice.close()


@POSIX
def test_a_program_that_does_not_work_is_told_once(program: Callable[..., Path]) -> None:
    program(status=3)
    voice = Voice()
    voice.switch(True)
    told: list[str] = []
    until(lambda: bool(told.append(voice.tick()) or any(told)))
    assert [line for line in told if line] == ["The speech program espeak-ng does not work on this machine."]
    assert not any(voice.tick() for _ in range(20))
    voice.close()


@pytest.mark.parametrize("system", ["linux", "darwin", "win32", "plan9"])
def test_a_machine_without_a_program_says_so_and_keeps_the_transcript(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", system)
    assert Speaker.found() is None
    voice = Voice(Transcript(tmp_path / "t.txt"))
    line = voice.switch(True)
    assert NO_PROGRAM in line
    assert "\n" not in line
    voice.say(said("One."))
    for _ in range(5):
        voice.tick()
    voice.close()
    assert (tmp_path / "t.txt").read_text().splitlines() == [line, "One."]


@pytest.mark.parametrize("system", list(voices.PROGRAMS))
def test_no_program_is_given_its_text_as_an_argument_or_by_a_shell(system: str) -> None:
    for command in voices.PROGRAMS[system]:
        assert command[0] not in ("sh", "bash", "cmd")
        assert "{" not in "".join(command)


def test_a_voice_that_is_off_and_has_no_transcript_costs_nothing() -> None:
    voice = Voice()
    voice.say(said("One."))
    voice.onward()
    assert voice.speaker is None
    assert voice._reading == []


def test_each_line_is_in_the_file_at_once(tmp_path: Path) -> None:
    file = tmp_path / "t.txt"
    transcript = Transcript(file)
    transcript.write(said("Eins.", "שתיים."))
    assert file.read_text(encoding="utf-8") == "Eins.\nשתיים.\n"
    transcript.close()


def test_a_transcript_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be written") as told:
        Transcript(tmp_path / "no" / "such" / "folder.txt")
    assert "\n" not in str(told.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_a_full_disk_ends_the_transcript_and_not_the_game() -> None:
    voice = Voice(Transcript(Path("/dev/full")))
    voice.say(said("One."))
    assert "cannot be written any more" in voice.tick()
    assert voice.tick() == ""
    voice.say(said("Two."))
    voice.close()


@given(text=st.text(st.sampled_from("ab .!?”\n"), max_size=3000))
def test_long_texts_are_cut_and_nothing_is_lost(text: str) -> None:
    pieces = [p.text for p in _pieces(said(text))]
    assert all(len(p) <= voices._MOST for p in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def run(tmp_path: Path, *arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    keep = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    return subprocess.run(
        [sys.executable, "play.py", *arguments],
        cwd=ROOT,
        env=keep | {"BACKCHANNEL_HOME": str(tmp_path / "home")} | more,
        capture_output=True,
        text=True,
        input=typed,
        timeout=60,
    )


def test_the_terminal_game_writes_a_transcript(tmp_path: Path) -> None:
    file = tmp_path / "said.txt"
    done = run(tmp_path, "--text", "--transcript", str(file), typed="1\nx\nx\n")
    assert done.returncode == 0, done.stderr
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "Screen: Backchannel."
    assert sum(line.startswith("Screen: ") for line in lines) >= 3, "to the seats and back"


def test_a_transcript_nowhere_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = run(tmp_path, "--text", "--transcript", str(tmp_path / "no" / "said.txt"))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--transcript" in done.stderr
