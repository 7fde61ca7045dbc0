"""Saying it aloud: the machine's own speech program, and a file with everything that is said.

The program gets its text on standard input and never through a shell. One runs at a time, and it is
ended when something else is to be said.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TextIO

from sim import places
from sim.errors import UnreadableFile
from sim.ui.saying import Said, Utterance

if TYPE_CHECKING:
    import subprocess

_POWERSHELL = (
    "[Console]::InputEncoding = [Text.Encoding]::UTF8; Add-Type -AssemblyName System.Speech; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)
PROGRAMS: Final = MappingProxyType(
    {
        "darwin": (("say", "-f", "-"),),
        "win32": (("powershell", "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL),),
        "linux": (("espeak-ng", "--stdin"), ("espeak", "--stdin"), ("spd-say", "--wait", "--pipe-mode")),
    }
)
"""What speaks on each system, the best first."""
_HUSH: Final = MappingProxyType({"spd-say": ("--cancel",)})
"""How to end what a program has handed on to another one."""

ON: Final = (
    "Voice on. V switches it off. Control stops, R reads all again, comma goes back, full stop goes on."
)
OFF: Final = "Voice off."
END: Final = "That is all."
NO_PROGRAM: Final = "No speech program was found, so nothing can be heard."
_MENDS: Final = MappingProxyType(
    {
        "linux": "Install espeak-ng, then press V again.",
        "darwin": "macOS has one: 'say' must be found on the path.",
        "win32": "Windows has one: 'powershell' must be found on the path.",
    }
)
_MOST = 900  # characters for one run of the program: what is longer is said in pieces
_END = re.compile(r"[.!?…;][”\"']?\s")


class Speaker:
    """The machine's speech program. ``busy`` while it speaks; ``failed`` once it could not."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = tuple(command)
        self.failed = False
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def found(cls) -> Speaker | None:
        """The first speech program that this machine has."""
        for command in PROGRAMS.get(sys.platform, PROGRAMS["linux"]):
            path = shutil.which(command[0])
            if path:
                return cls((path, *command[1:]))
        return None

    @property
    def busy(self) -> bool:
        """Whether it is speaking."""
        if self._process is None:
            return False
        status = self._process.poll()
        if status is None:
            return True
        self._process, self.failed = None, status != 0
        return False

    def say(self, text: str) -> None:
        """Speak, instead of what is being spoken."""
        self.stop()
        try:
            self._process = _started(self.command)
            assert self._process.stdin is not None
            self._process.stdin.write(_harmless(text).encode())
            self._process.stdin.close()
        except OSError:
            self.failed = True

    def stop(self) -> None:
        """End what is being spoken."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            import subprocess

            process.kill()
            for order in _HUSH.get(Path(self.command[0]).name, ()):
                with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                    subprocess.run((self.command[0], order), stdin=subprocess.DEVNULL, timeout=1)
        process.wait()


def _harmless(text: str) -> str:
    """Text without what a program takes for an order: a line that begins with !-!, sounds in [[ ]]."""
    return f" {text.replace('[[', '[ [')}\n"


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    import subprocess  # it is slow to load, and few have the voice on

    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class Transcript:
    """A file that gets every line that is said, at once. A Braille display or a test can follow it."""

    def __init__(self, file: Path) -> None:
        """Begin the file anew. Raises UnreadableFile where it cannot be written."""
        self.trouble = ""
        self._file = file
        try:
            self._out: TextIO | None = file.open("w", encoding="utf-8", newline="\n")
        except OSError as problem:
            why = problem.strerror or problem
            raise UnreadableFile(
                f"{places.shown(file)} cannot be written ({why}). Name another file for --transcript."
            ) from problem

    def write(self, said: Iterable[Utterance]) -> None:
        """Add lines. Where the disk is full the game goes on without, and ``trouble`` says so."""
        if self._out is None:
            return
        try:
            for one in said:
                self._out.write(one.text + "\n")
            self._out.flush()
        except OSError as problem:
            why = problem.strerror or problem
            self.trouble = f"{places.shown(self._file)} cannot be written any more ({why})."
            self.close()

    def close(self) -> None:
        """Write no more."""
        out, self._out = self._out, None
        if out is not None:
            try:
                out.close()
            except OSError:
                return


class Voice:
    """What is to be said, in turn: to the ear while it is ``on``, and into the transcript always.

    The reading is what was said last, cut into pieces; its place can be moved back and on.
    """

    def __init__(self, transcript: Transcript | None = None) -> None:
        self.on = False
        self.transcript = transcript
        self.speaker: Speaker | None = None
        self._reading: list[Utterance] = []
        self._at = 0
        self._until = 0
        self._written = 0
        self._told = False

    @property
    def listened_to(self) -> bool:
        """Whether there is anybody to say anything to."""
        return self.on or self.transcript is not None

    def switch(self, on: bool) -> str:
        """Switch it on or off, and say so; gives the line that says so, to be shown too."""
        if on == self.on:
            return ""
        if not on:
            self.say((Utterance(OFF, "voice"),))
            self.on = False
            return OFF
        self.on = True
        self.speaker, self._told = Speaker.found(), False
        line = ON if self.speaker else f"{ON} {NO_PROGRAM} {_MENDS.get(sys.platform, _MENDS['linux'])}"
        self.say((Utterance(line, "voice"),))
        return line

    def say(self, said: Said, more: Said = ()) -> None:
        """Say this instead of what is being said. ``more`` follows if the person asks to read on."""
        if not said or not self.listened_to:
            return
        self.stop()
        first = _pieces(said)
        self._reading, self._at, self._until = [*first, *_pieces(more)], 0, len(first)
        self._written = 0
        self._write(self._until)
        self._speak()

    def add(self, said: Said) -> None:
        """Say this after what is being said."""
        if not said or not self.listened_to:
            return
        if self._at >= self._until:
            self.say(said)
            return
        self._reading[self._until :] = _pieces(said)
        self._until = len(self._reading)
        self._write(self._until)

    def stop(self) -> None:
        """Be quiet. Reading on begins with what was cut off."""
        if self.speaker is not None:
            self.speaker.stop()
        self._until = self._at

    def onward(self) -> None:
        """Read on: what was cut off, or else from the next piece."""
        self._from(self._at + (1 if self._at < self._until else 0))

    def back(self) -> None:
        """Read again from the piece before."""
        at = max(0, self._at - 1)
        if self.transcript is not None:
            self.transcript.write(self._reading[at : at + 1])
        self._from(at)

    def _from(self, at: int) -> None:
        if not self.listened_to:
            return
        self.stop()
        if at >= len(self._reading):
            self._reading[:] = [*self._reading, Utterance(END, "voice")]
        self._at, self._until = at, len(self._reading)
        self._write(self._until)
        self._speak()

    def tick(self) -> str:
        """Go on to the next piece when one has been said. Gives a line of trouble to show, once."""
        if self._at < self._until and not (self.speaker is not None and self.speaker.busy):
            self._at += 1
            self._speak()
        if self.transcript is not None and self.transcript.trouble:
            line, self.transcript.trouble = self.transcript.trouble, ""
            return line
        if self.on and self.speaker is not None and self.speaker.failed and not self._told:
            self._told = True
            return f"The speech program {Path(self.speaker.command[0]).name} does not work on this machine."
        return ""

    def close(self) -> None:
        """End what is being said, and the transcript."""
        self.stop()
        if self.transcript is not None:
            self.transcript.close()

    def _speak(self) -> None:
        if self._at < self._until and self.on and self.speaker is not None and not self.speaker.failed:
            self.speaker.say(self._reading[self._at].text)

    def _write(self, until: int) -> None:
        """Into the transcript goes what will be said, up to a place, that is not in it yet."""
        if self.transcript is not None:
            self.transcript.write(self._reading[self._written : until])
        self._written = until


def _pieces(said: Iterable[Utterance]) -> list[Utterance]:
    """What is too long for one breath, cut at the ends of sentences."""
    out: list[Utterance] = []
    for one in said:
        rest = one.text
        while len(rest) > _MOST:
            ends = [found.end() for found in _END.finditer(rest, 1, _MOST)]
            cut = ends[-1] if ends else _MOST
            out.append(Utterance(rest[:cut].strip(), one.part))
            rest = rest[cut:].strip()
        out.append(Utterance(rest, one.part))
    return out
