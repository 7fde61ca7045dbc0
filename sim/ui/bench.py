"""What the window costs: drawing, picking, standing still, memory, and the time to its first frame.

Drawing is measured in software, without a display, round by round with filling the same window once, so that
a slow minute of the machine falls on all of it. The first frame is measured in fresh processes, in turn with
an empty window of pygame's: the first page with the scenarios on it, as it is at every start but the first.
The very first start is measured too: nothing is kept yet, and its picture says that the scenarios are read.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sim.errors import BackchannelError
from sim.scenario import library
from sim.types import Json
from sim.ui.app import App
from sim.ui.view import Cards, Screen

SIZE: Final = (1280, 800)
FIRST_FRAMES: Final = 30
"""Frames in which everything is drawn and settles, before standing still is measured."""

_EMPTY: Final = (
    "import pygame; pygame.display.init(); s = pygame.display.set_mode((1280, 800)); "
    "s.fill('white'); pygame.display.flip()"
)
_GAME: Final = (
    "import sys, functools, sim.ui.window as w; "
    "w.open_window = functools.partial(w.open_window, frames=1); "
    "from sim.cli import play_main; sys.exit(play_main([]))"
)
_LIST: Final = "from sim.scenario.catalogue import read; read().read_all()"


@dataclass(frozen=True)
class Size:
    """How much is measured: rounds of drawing, fresh processes of each kind, scene changes, idle frames."""

    rounds: int = 60
    starts: int = 5
    changes: int = 200
    idle_frames: int = 150


QUICK: Final = Size(rounds=5, starts=1, changes=20, idle_frames=15)
"""Enough to see that everything runs; too short to quote."""


@dataclass(frozen=True)
class Drawing:
    """Milliseconds, medians of the rounds; ``fill`` is filling the window with one colour."""

    fill: float
    redraw: float
    selection: float


@dataclass(frozen=True)
class Report:
    """Everything that was measured. Shares are of 1, memory in megabytes, times in seconds.

    ``memory`` is what the process held once every scene was shown often, and after the changes; None where
    the system does not tell. ``game`` is the first frame of a start, ``fresh`` that of the very first one.
    """

    drawing: Drawing
    idle: float
    memory: tuple[float, float] | None
    empty: float
    game: float
    fresh: float
    changes: int

    def as_json(self) -> Json:
        d = self.drawing
        return {
            "size": list(SIZE),
            "fill_ms": round(d.fill, 3),
            "redraw_ms": round(d.redraw, 2),
            "redraw_times_fill": round(d.redraw / d.fill, 1),
            "selection_ms": round(d.selection, 2),
            "selection_times_fill": round(d.selection / d.fill, 1),
            "idle_cpu_share": round(self.idle, 4),
            "scene_changes": self.changes,
            "memory_mb": None if self.memory is None else [round(m, 1) for m in self.memory],
            "first_frame_s": round(self.game, 2),
            "empty_window_s": round(self.empty, 2),
            "first_frame_times_empty": round(self.game / self.empty, 1),
            "very_first_frame_s": round(self.fresh, 2),
        }


class _Desk:
    """A driver with one screen, on which cards can be picked."""

    def __init__(self, screen: Screen) -> None:
        self.shown = screen

    def screen(self) -> Screen:
        return self.shown

    def act(self, do: str) -> bool:
        panels = tuple(_picked(p, do) if isinstance(p, Cards) else p for p in self.shown.panels)
        self.shown = replace(self.shown, panels=panels)
        return True


def _picked(panel: Cards, do: str) -> Cards:
    return replace(panel, cards=tuple(replace(c, selected=c.do == do) for c in panel.cards))


def benchmark(size: Size | None = None) -> Report:
    """Measures all of it, without a display. Raises BackchannelError where a fresh process fails."""
    size = size or Size()
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    empty, game, fresh = _starts(size.starts)
    drawing, idle = _drawing(_table(), size.rounds), _idle(size.idle_frames)
    return Report(drawing, idle, _memory(size.changes), empty, game, fresh, size.changes)


def _table() -> Screen:
    """The table of the first decision of the first scenario."""
    game = library.open_scenario(sorted(library.shipped())[0])
    app = App(seed=7, games=[game])
    app.act(f"scenario:{game.origin}")
    app.act(f"seat:{game.source.seats[0].actor}")
    app.act("begin")
    return app.screen()


def _drawing(screen: Screen, rounds: int) -> Drawing:
    import pygame

    from sim.ui.window import Look, Window

    desk = _Desk(screen)
    window, surface = Window(desk, Look(), SIZE), pygame.Surface(SIZE)
    cards = [c.do for p in screen.panels if isinstance(p, Cards) for c in p.cards if c.enabled]
    found: dict[str, list[float]] = {"fill": [], "redraw": [], "selection": []}

    def fill() -> None:
        surface.fill((240, 240, 240))

    def redraw() -> None:
        window.redraw()
        window.draw_on(surface)

    def select() -> None:
        window.act(cards[number % len(cards)])
        window.draw_on(surface)

    for number in range(rounds + 5):
        for name, work in (("fill", fill), ("redraw", redraw), ("selection", select)):
            took = _milliseconds(work)
            if number >= 5:
                found[name].append(took)
    return Drawing(**{name: statistics.median(times) for name, times in found.items()})


def _milliseconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


class _Watch(_Desk):
    """Counts the frames, and the processor's and the wall's time from one of them to the last."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.frames = 0
        self.since = self.until = (0.0, 0.0)

    def tick(self) -> bool:
        self.frames += 1
        self.until = (time.process_time(), time.monotonic())
        if self.frames == FIRST_FRAMES:
            self.since = self.until
        return False


def _idle(frames: int) -> float:
    """The share of one core that a window takes in which nothing happens."""
    from sim.ui.window import open_window

    watch = _Watch(_table())
    open_window(watch, size=SIZE, frames=FIRST_FRAMES + frames)
    return (watch.until[0] - watch.since[0]) / (watch.until[1] - watch.since[1])


def _memory(changes: int) -> tuple[float, float] | None:
    """Megabytes held once all scenes of a game were shown and caches are full, and after the changes."""
    from sim.ui.tour import tour
    from sim.ui.window import Look, Window

    screens = [shot.screen for shot in tour(modes=("solo",))]
    desk = _Desk(screens[0])
    window = Window(desk, Look(), SIZE)

    def show(scenes: int) -> float | None:
        for number in range(scenes):
            desk.shown = screens[number % len(screens)]
            window.draw()
        return _held()

    early, late = show(len(screens) + changes), show(changes)
    return None if early is None or late is None else (early, late)


def _held() -> float | None:
    """Megabytes that this process holds now; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _starts(rounds: int) -> tuple[float, float, float]:
    """Seconds from starting Python to the end of the first frame: an empty window, the game, its first time.

    They are those of a person's machine: compiled code is kept, and what there is to choose from.
    """
    with tempfile.TemporaryDirectory(prefix="backchannel-bench-") as folder:
        environment = _environment(Path(folder))
        times: dict[str, list[float]] = {_EMPTY: [], _GAME: []}
        _start(_GAME, environment)
        fresh = _start(_GAME, environment)
        _start(_LIST, environment)
        for _ in range(rounds):
            for code, found in times.items():
                found.append(_start(code, environment))
    return statistics.median(times[_EMPTY]), statistics.median(times[_GAME]), fresh


def _start(code: str, environment: dict[str, str]) -> float:
    """Seconds that a process of its own takes."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    took = time.perf_counter() - began
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no word why"])[-1]
        raise BackchannelError(f"a window could not be opened without a display ({why}).")
    return took


def _environment(folder: Path) -> dict[str, str]:
    """That of a new person whose things lie in ``folder``."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    quiet = {"PYGAME_HIDE_SUPPORT_PROMPT": "1", "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | quiet | {"BACKCHANNEL_HOME": str(folder), "PYTHONPATH": path}
