"""The game in a real window on a virtual screen, played as a person would: by keys alone, by mouse alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from sim import places
from sim.game import save
from sim.game.resume import resume
from sim.scenario import catalogue
from sim.ui import settings
from sim.ui.app import App
from sim.ui.view import Cards, Screen
from sim.ui.window import Look, Window
from tests.ui.playing import until

ROOT = Path(__file__).parents[2]
SIZE = (1280, 800)
TOOLS = [t for t in ("Xvfb", "xdotool") if shutil.which(t) is None]
NEEDED = os.environ.get("BACKCHANNEL_NEEDS_WINDOW") == "1"

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        bool(TOOLS) and not NEEDED, reason=f"no virtual screen here: {', '.join(TOOLS)} not found"
    ),
]


class Person:
    """A game in a window of its own, with somebody at its keyboard and its mouse."""

    def __init__(
        self, display: str, home: Path, *arguments: str, program: tuple[str, ...] = ("play.py",)
    ) -> None:
        catalogue.read().read_all()
        shutil.copytree(places.cache(), home / "cache", dirs_exist_ok=True)  # no first start: the cards stand
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("SDL_", "WAYLAND"))}
        self.environment = plain | {
            "DISPLAY": display,
            "BACKCHANNEL_HOME": str(home),
            "SDL_AUDIODRIVER": "dummy",
        }
        self.game = subprocess.Popen(
            [sys.executable, *program, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.window = ""

    def do(self, *command: str) -> str:
        found = subprocess.run(
            ["xdotool", *command], env=self.environment, capture_output=True, text=True, timeout=30
        )
        return found.stdout.strip()

    def title(self) -> str:
        if not self.window:
            found = self.do("search", "--onlyvisible", "--pid", str(self.game.pid)).split()
            found = found or self.do("search", "--onlyvisible", "--name", ".").split()
            self.window = found[-1] if found else ""
            if self.window:
                self.do("windowfocus", "--sync", self.window)
        return self.do("getwindowname", self.window) if self.window else ""

    def wait_for(self, title: str) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self.game.poll() is not None:
                raise AssertionError(f"the game has ended: {self.game.communicate()}")
            if self.title() == title:
                return
            time.sleep(0.03)
        raise AssertionError(f"waited for '{title}', and the window shows '{self.title()}'")

    def key(self, name: str) -> None:
        self.do("key", "--clearmodifiers", name)

    def click(self, x: int, y: int) -> None:
        self.do("mousemove", "--sync", str(x), str(y))
        self.do("click", "1")

    def end(self) -> None:
        """Ends the game whatever it does, and closes its pipes."""
        self.game.kill()
        self.game.communicate()

    def leave(self) -> tuple[int, str]:
        """Waits for the game to end: its status and what it said on standard error."""
        _, said = self.game.communicate(timeout=60)
        return self.game.returncode, said


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


KEYS = {"Enter": "Return", "Esc": "Escape", "?": "question"}


def test_from_title_to_debrief_by_keys_alone(display: str, home: Path) -> None:
    """A second copy of the app, without a window, says what each key should lead to."""
    person = Person(display, home, "--seed", "7")
    mirror = App(seed=7)
    try:
        person.wait_for(mirror.screen().title)

        def press(do: str) -> None:
            screen = mirror.screen()
            card = next(
                (c for p in screen.panels if isinstance(p, Cards) for c in p.cards if c.do == do), None
            )
            action = next((a for a in screen.actions if a.do == do), None)
            name = card.key if card else action.key if action else ""
            assert name, f"{do} has no key"
            mirror.act(do)
            person.key(KEYS.get(name, name))
            person.wait_for(mirror.screen().title)

        press("help")
        press("back")
        press("scenario:withheld_munitions")
        press("seat:gallant")
        press("begin")

        def further() -> None:
            screen = mirror.screen()
            primary = next((a.do for a in screen.actions if a.primary), "")
            cards = [c for p in screen.panels if isinstance(p, Cards) for c in p.cards if c.enabled and c.key]
            if screen.name in ("forecast", "result"):
                press("skip" if screen.name == "forecast" else "next")
            elif screen.name == "bargain" and primary:
                press(primary)
            else:
                press(cards[-1].do if screen.name == "write" and mirror.place.asked is None else cards[0].do)

        until(lambda: mirror.here.over, further)
        press("debrief")
        assert mirror.screen().title == "Debrief: The withheld munitions ship"
        saved = save.listed(home / "games")
        assert len(saved) == 1
        played, said = resume(saved[0])
        assert said == ""
        assert played.model.state.hash() == mirror.here.model.state.hash()
        press("home")
        person.key("Escape")
        assert person.leave() == (0, "")
    finally:
        person.end()


def test_from_title_to_debrief_by_mouse_alone(display: str, home: Path) -> None:
    person = Person(display, home, "--seed", "11")
    mirror = App(seed=11)
    window = Window(mirror, Look(), SIZE)
    try:
        person.wait_for(mirror.screen().title)

        def scroll_to(do: str) -> None:
            """Turns the wheel over the cards until this one is seen."""
            target = next(t for t in window.targets() if t.do == do)
            x, y = window.view_of(target.region).center
            window.handle(pygame.Event(pygame.MOUSEMOTION, pos=(x, y), rel=(0, 0), buttons=(0, 0, 0)))
            person.do("mousemove", "--sync", str(x), str(y))
            for _ in range(60):
                if any(hit.do == do for hit in window.hits()):
                    return
                person.do("click", "5")
                window.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=-1))
            raise AssertionError(f"{do} does not come into sight")

        def click(*wanted: str) -> None:
            window.draw()
            for hit in window.hits():
                if any(hit.do.startswith(w) for w in wanted) and window.target is not None:
                    x, y = hit.rect.center
                    stays = mirror.act(hit.do)
                    person.click(x, y)
                    if stays:
                        person.wait_for(mirror.screen().title)
                    return
            raise AssertionError(f"none of {wanted} can be clicked on {mirror.screen().name}")

        scroll_to("scenario:doha_strike")
        click("scenario:doha_strike")
        click("seat:us-trump")
        click("begin")

        def further() -> None:
            click("move:", "ask:", "send:", "watch", "skip")
            if mirror.screen().name == "result" and not mirror.here.over:
                click("next")

        until(lambda: mirror.here.over, further)
        click("debrief")
        for tab in ("numbers", "endings", "disputed", "sources", "questions"):
            click(f"tab:{tab}")
        saved = save.listed(home / "games")
        assert len(saved) == 1
        assert resume(saved[0])[0].model.state.hash() == mirror.here.model.state.hash()
        click("home")
        click("quit")
        assert person.leave() == (0, "")
    finally:
        person.end()


def first(screen: Screen) -> str:
    """What the key 1 picks."""
    return next(c.do for p in screen.panels if isinstance(p, Cards) for c in p.cards if c.key == "1")


def test_a_key_held_down_chooses_once(display: str, home: Path) -> None:
    person, mirror = Person(display, home), App()
    try:
        person.wait_for("Backchannel")
        mirror.act(first(mirror.screen()))
        person.do("keydown", "1")
        person.wait_for(mirror.screen().title)
        time.sleep(1.2)
        assert person.title() == mirror.screen().title
        person.do("keyup", "1")
        person.key("1")
        mirror.act(first(mirror.screen()))
        person.wait_for(mirror.screen().title)
    finally:
        person.end()


def test_text_size_and_theme_are_kept(display: str, home: Path) -> None:
    person = Person(display, home)
    try:
        person.wait_for("Backchannel")
        for key in ("plus", "plus", "t"):
            person.key(key)
        until = time.monotonic() + 60
        while settings.read(home).look != Look("dark", 120) and time.monotonic() < until:
            time.sleep(0.05)
        assert settings.read(home).look == Look("dark", 120)
        person.key("Escape")
        assert person.leave() == (0, "")
    finally:
        person.end()
