"""The first page stands before the game behind it is loaded, and is the game's own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sim import places
from sim.scenario import catalogue
from sim.ui import settings
from sim.ui.app import App
from sim.ui.door import PARTS, Door
from sim.ui.settings import Settings
from sim.ui.view import Cards, Screen, actions_of

pytestmark = pytest.mark.usefixtures("own_cache")
ROOT = Path(__file__).parents[2]
SLOW = ("numpy", "pydantic", "yaml", "typer", "rich", "sim.record.record", "sim.ui.app")
SHOW = f"""
import functools, sys
import sim.ui.window as window
window.open_window = functools.partial(window.open_window, frames={{frames}})
from sim.cli import play_main
status = play_main([])
print(status, *[part for part in {SLOW!r} if part in sys.modules])
"""


def shown(frames: int) -> str:
    """What a window of so many frames has loaded, in a process of its own."""
    quiet = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SHOW.format(frames=frames)],
        cwd=ROOT,
        env=os.environ | quiet | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def a_game(folder: Path) -> None:
    """Leaves a saved game of the tutorial in the folder."""
    app = App("tutorial", "tolmay", 3, saves=folder)
    for do in ("begin", "move:share", "leave"):
        app.act(do)


def door(listed: catalogue.Catalogue, saves: Path) -> Door:
    return Door(listed, saves, Settings(), lambda: App(saves=saves, catalogue=listed))


def through(at: Door, frames: int = 100) -> Screen:
    """The screen after so many frames."""
    for _ in range(frames):
        at.tick()
    return at.screen()


def test_nothing_slow_is_loaded_before_the_first_frame() -> None:
    a_game(places.home() / "games")
    assert set(shown(1).split()) == {"0"}, "the first page, without a catalogue"
    catalogue.read().read_all()
    assert set(shown(1).split()) == {"0"}
    assert {*SLOW} - {"typer", "rich"} <= set(shown(len(PARTS) + 5).split())


@pytest.mark.usefixtures("small_shelf")
@pytest.mark.parametrize("saved", [False, True])
def test_the_first_page_is_the_same_before_and_after(tmp_path: Path, saved: bool) -> None:
    if saved:
        a_game(tmp_path)
    listed = catalogue.read().read_all()
    at = door(listed, tmp_path)
    first = at.screen()
    assert first == App(saves=tmp_path).screen()
    assert any(d.startswith("resume:") for d in actions_of(first)) == saved
    assert through(at) == first
    assert at.game.screen() is at.screen()


@pytest.mark.usefixtures("small_shelf")
def test_whoever_is_quick_need_not_wait_for_the_rest(tmp_path: Path) -> None:
    listed = catalogue.read().read_all()
    at = door(listed, tmp_path)
    at.settings = replace(at.settings, text=150)
    at.tick()
    assert at.act(f"scenario:{listed.entries[0].id}")
    assert at.screen().name == "seat"
    assert at.settings.text == at.game.settings.text == 150
    at.settings = replace(at.settings, theme="dark")
    assert at.game.settings.theme == "dark"
    assert not door(listed, tmp_path).act("quit")


@pytest.mark.usefixtures("small_shelf")
def test_the_first_time_it_shows_that_it_reads_and_then_the_cards(tmp_path: Path) -> None:
    at = door(catalogue.read(), tmp_path)
    first = shelf(at.screen())
    assert first.cards == ()
    assert first.lead.startswith("Reading")
    assert "scenario:tutorial" in actions_of(at.screen()), "the tutorial can be played meanwhile"
    counts = set()
    for _ in range(100):
        at.tick()
        counts.add(len(shelf(at.screen()).cards))
    assert counts == {0, 1, 2}
    assert catalogue.read().waiting == []
    assert at.screen() == App(saves=tmp_path).screen()


def shelf(screen: Screen) -> Cards:
    return next(p for p in screen.panels if isinstance(p, Cards) and p.title == "Scenarios")


def test_where_no_window_can_be_had_the_terminal_has_all_the_scenarios(tmp_path: Path) -> None:
    home = {"SDL_VIDEODRIVER": "no such driver", "BACKCHANNEL_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "play.py"],
        cwd=ROOT,
        env=os.environ | home,
        input="",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0
    assert "No window can be opened" in done.stderr
    for entry in catalogue.read().read_all().entries:
        assert entry.title in done.stdout
    assert settings.read() == Settings()
