"""The same game in a terminal: every screen as text, every choice as a line typed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TextIO

from sim.ui.printed import render
from sim.ui.typed import known, options, understand
from sim.ui.view import Screen

__all__ = ["Driver", "options", "play", "render", "understand"]


class Driver(Protocol):
    """What a front end needs from the game behind it."""

    def screen(self) -> Screen: ...

    def act(self, do: str) -> bool: ...


def play(
    driver: Driver,
    source: TextIO | None = None,
    out: TextIO | None = None,
    read: Callable[[], str | None] | None = None,
    ended: str = "The input has ended. The game is saved.",
) -> None:
    """Plays until the person leaves or the input ends.

    ``read`` gives a line as it is typed, "" at the input's end, and None when the screen has changed
    by itself; without it, lines come from ``source``.
    """
    out, read = out or sys.stdout, read or (source or sys.stdin).readline
    shown: Screen | None = None
    while True:
        screen = driver.screen()
        if shown is None or replace(screen, clock=shown.clock) != shown:
            out.write("\n".join(render(screen, _width(out))) + "\n")
        shown = screen
        out.write(f"{screen.clock}> ")
        out.flush()
        typed = read()
        if typed is None:
            out.write("\n")
            continue
        if not typed:
            out.write(f"\n{ended}\n")
            return
        do = understand(screen, typed.strip())
        if do is None:
            what = f"'{typed.strip()[:40]}' is none of the choices. " if typed.strip() else ""
            out.write(f"{what}Type {known(screen)}.\n")
            continue
        if not driver.act(do):
            return


def _width(out: TextIO) -> int:
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns if out.isatty() else 80))
