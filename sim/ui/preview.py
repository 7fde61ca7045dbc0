"""The game on a file that somebody is writing: save it, and the screen follows.

It is the app on one scenario, and it looks at the file twice a second. A file that has changed is
opened; the game is played again to where it stood; and where the file has problems, they are shown
in the game's place until they are mended.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Final, TextIO

from sim import places
from sim.errors import BackchannelError, UnreadableFile, shorten
from sim.game.resume import follow as follow_on
from sim.game.seat import covers
from sim.game.session import Session
from sim.game.setup import Start
from sim.reading import tree
from sim.reading.diagnostics import Diagnostic, errors
from sim.scenario.compiled import Compiled
from sim.ui import terminal
from sim.ui.app import App
from sim.ui.opener import Opened, Opener
from sim.ui.place import Page
from sim.ui.view import Action, Block, Screen, Text, heading, note, para

EVERY: Final = 0.4
"""Seconds between two looks at the file."""
SHOWN: Final = 20
"""So many problems are shown at once."""


class Preview:
    """The app on one file, which it follows. ``start`` is where each game begins."""

    def __init__(
        self, file: Path, opener: Opener, start: Start | None = None, seat: str | None = None, seed: int = 0
    ) -> None:
        self.file, self.opener, self.start, self.seat, self.seed = file, opener, start, seat, seed
        self.app: App | None = None
        self.broken: Screen | None = None
        self._looked = time.monotonic()
        self._seen = _mark(file)
        if self._seen is None:
            raise UnreadableFile(
                f"{shorten(str(file), 200)} is not there. 'python -m sim new NAME' makes one to begin with."
            )
        opener.ask(file)
        opened = None
        while opened is None:
            opened = opener.answer(EVERY)
        self._take(opened, first=True)

    def screen(self) -> Screen:
        """The present screen, after a look at the file if it is time for one."""
        self._look()
        if self.broken is not None:
            return self.broken
        assert self.app is not None
        return self.app.screen()

    def act(self, do: str) -> bool:
        """Applies an action. False means that the game is to be closed."""
        if self.broken is not None:
            return do != "quit"
        assert self.app is not None
        return self.app.act(do)

    def _look(self) -> None:
        """Asks for the file again if it was saved, and takes what has come of it."""
        if time.monotonic() - self._looked >= EVERY:
            self._looked = time.monotonic()
            mark = _mark(self.file)
            if mark is not None and mark != self._seen:
                self._seen = mark
                self.opener.ask(self.file)
        opened = self.opener.answer()
        if opened is not None:
            self._take(opened)

    def _take(self, opened: Opened, first: bool = False) -> None:
        """Goes on with the file as it is now. Raises BackchannelError if the first game cannot begin."""
        self.broken = None
        if opened.game is None:
            self.broken = _problems(self.file, opened)
            return
        said = "" if first else f"{self.file.name} was saved."
        warnings = len(opened.problems) - len(errors(opened.problems))
        if warnings:
            said += f" Warnings: {warnings}. 'python -m sim check' lists them."
        try:
            self.app = self._begun(opened.game) if self.app is None else self._followed(opened.game, self.app)
        except BackchannelError as problem:
            if first:
                raise
            self.broken = _problems(self.file, Opened(None, trouble=str(problem)))
            return
        self.app.place.message = f"{said} {self.app.place.message}".strip()

    def _begun(self, game: Compiled) -> App:
        """The app where it is to begin: at the choice of a seat, or in one."""
        app = App(seed=self.seed, games=[game], start=self.start)
        app.begin(game)
        seat = self.seat
        if seat is None and self.start is not None:
            seat = self._whose(game)
        if seat is not None:
            app.sit(replace(app.draft, seats=(seat,)))
            if self.start is not None and self.start.decision is not None:
                app.place = replace(app.place, page="table")
        elif self.start is not None:
            raise UnreadableFile(f"{self.file.name} has no seat.")
        return app

    def _whose(self, game: Compiled) -> str:
        """The seat that decides where the game begins; else the first."""
        seats = [s.actor for s in game.source.seats]
        at = self.start.decision if self.start else None
        deciders = [d.source.decider for d in game.decisions if at in (None, d.source.id)]
        mine = [s for s in seats if deciders and covers(game, s, deciders[0])]
        return (mine or seats)[0]

    def _followed(self, game: Compiled, old: App) -> App:
        """The app on the changed scenario, where the old one stood."""
        app = App(seed=self.seed, games=[game], start=self.start)
        app.game, app.draft = None if old.game is None else game, old.draft
        app.place = replace(old.place, message="", over=())
        if old.session is None:
            return app
        session = Session(game, old.session.setup, old.session.seed, start=self.start)
        app.session, said = session, follow_on(session, old.session)
        open_ = session.decision
        asked = old.place.asked if open_ is not None and old.place.asked in open_.moves else None
        app.place = replace(app.place, page=_page(old.place.page, session, said), asked=asked, message=said)
        return app


def _page(page: Page, session: Session, said: str) -> Page:
    """The page to show once the game was played again: the same, where there still is one."""
    if page == "result" and session.steps and not said:
        return "result"
    if session.over:
        return "debrief"
    return page if page in ("brief", "curtain") else "table"


def _mark(file: Path) -> tuple[int, int, int] | None:
    """What changes whenever a file is saved; None while it is not there."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _problems(file: Path, opened: Opened) -> Screen:
    """What is wrong with the file, with its lines."""
    bad = errors(opened.problems)
    lines = _lines(file) if bad else []
    blocks: list[Block] = [para(opened.trouble)] if opened.trouble else []
    for problem in bad[:SHOWN]:
        blocks += _told(problem, lines if problem.file == places.shown(file) else [])
    if len(bad) > SHOWN:
        blocks.append(para(f"And {len(bad) - SHOWN} more: 'python -m sim check {file}' lists all."))
    count = f"{len(bad)} problem{'s' * (len(bad) != 1)}" if bad else "Stopped"
    return Screen(
        name="problems",
        title=f"{file.name}: {count}",
        subtitle="Mend the file and save it: the game goes on where it stood.",
        panels=(Text("Problems", tuple(blocks)),),
        actions=(Action("quit", "Leave", "Esc"),),
    )


def _told(problem: Diagnostic, lines: list[str]) -> list[Block]:
    told = [
        heading(f"Line {problem.line}, column {problem.column}"),
        para(f"{shorten(problem.message, 400)} {shorten(problem.mend, 400)}".strip()),
    ]
    line = lines[problem.line - 1].strip() if problem.line <= len(lines) else ""
    return [*told, note(f"Line {problem.line}", shorten(line, 160))] if line else told


def _lines(file: Path) -> list[str]:
    """The file's lines, if it still is a text."""
    try:
        return tree.read_text(file).splitlines()
    except UnreadableFile:
        return []


def follow(preview: Preview, source: TextIO | None = None, out: TextIO | None = None) -> None:
    """The preview in a terminal: a screen for each line typed, and for each time the file is saved."""
    lines: queue.Queue[str] = queue.Queue()
    wanted = threading.Semaphore(0)
    # without a buffer: a thread that waits in one would hold its lock when the program ends
    with open((source or sys.stdin).fileno(), "rb", buffering=0, closefd=False) as raw:

        def gather() -> None:
            while wanted.acquire():
                lines.put(raw.readline().decode("utf-8", "replace"))

        threading.Thread(target=gather, daemon=True).start()
        asked = False

        def read() -> str | None:
            nonlocal asked
            if not asked:
                wanted.release()
            before, asked = preview.screen(), True
            while True:
                try:
                    typed = lines.get(timeout=EVERY / 2)
                except queue.Empty:
                    if preview.screen() is not before:
                        return None
                else:
                    asked = False
                    return typed

        terminal.play(preview, out=out, read=read, ended="The input has ended.")
