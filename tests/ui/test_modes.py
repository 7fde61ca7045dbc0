"""Each way to play in a real window, from the title to the exported debrief: by keys alone, by mouse alone.

A second copy of the game, without a window, gets the same keys and clicks; it says where things are, and what
must have come of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from sim.game import save
from sim.game.resume import resume
from sim.game.setup import MODES, Mode
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.kit.pointer import AGAIN
from sim.ui.tour import FORWARD
from sim.ui.view import Cards, actions_of
from sim.ui.window import Look, Window
from tests.ui.test_window import KEYS, SIZE, Person, display, pytestmark

__all__ = ["display", "pytestmark"]

SEED = 7
NAMED = {
    "Return": pygame.K_RETURN,
    "Escape": pygame.K_ESCAPE,
    "Tab": pygame.K_TAB,
    "question": pygame.K_SLASH,
}
SHORT = library.TUTORIAL
"""The shortest scenario on the first page."""


class Mirror(App):
    """The same game; it remembers what was done."""

    def __init__(self, games: list[Compiled]) -> None:
        super().__init__(seed=SEED, games=games)
        self.shelf, self.done = True, [""]

    def act(self, do: str) -> bool:
        self.done.append(do)
        return super().act(do)


@pytest.fixture(scope="module")
def games() -> list[Compiled]:
    return [library.open_scenario(name) for name in library.shipped()]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "played"


@pytest.fixture(autouse=True)
def keyboard() -> Iterator[None]:
    """The names of keys are known once there is a display, of whatever kind."""
    pygame.display.init()
    yield
    pygame.display.quit()


class Player:
    """Somebody at the real window, with the copy beside it."""

    def __init__(self, display: str, home: Path, games: list[Compiled]) -> None:
        self.app, self.seconds = Mirror(games), 0.0
        self.window = Window(self.app, Look(), SIZE, now=lambda: self.seconds)
        self.person = Person(display, home, "--seed", str(SEED))
        self.last = (0, 0)
        self.person.wait_for(self.app.screen().title)

    def does(self, do: str) -> None:
        raise NotImplementedError

    def settle(self, do: str) -> None:
        assert do in self.app.done[-2:], (do, self.app.done[-3:], self.app.screen().name)
        if not self.app.leaving:
            self.person.wait_for(self.app.screen().title)


class ByKeys(Player):
    """Card numbers and the keys on buttons, and Tab for whatever has none."""

    def does(self, do: str) -> None:
        before = len(self.app.done)
        screen, focused = self.app.screen(), self.window.target(self.window.focus)
        cards = [c for p in screen.panels if isinstance(p, Cards) for c in p.cards]
        key = next((x.key for x in (*cards, *screen.actions) if x.do == do and x.key), "")
        if key and not (key == "Enter" and focused is not None):
            self.press(KEYS.get(key, key.lower()))
        if len(self.app.done) == before:
            self.tab_to(do)
            self.press("Return")
        self.settle(do)

    def press(self, *names: str) -> None:
        self.person.do("key", "--clearmodifiers", *names)
        for name in names:
            letter = {"question": "?"}.get(name, name if len(name) == 1 else "")
            code = NAMED.get(name) or ord(name)
            self.window.handle(pygame.Event(pygame.KEYDOWN, key=code, unicode=letter, mod=0, scancode=0))

    def tab_to(self, do: str) -> None:
        for _ in range(80):
            focused = self.window.target(self.window.focus)
            if focused is not None and self.window.keyboard and focused.do == do:
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not come to {do} on {self.app.screen().name}")


class ByMouse(Player):
    """The middle of what can be seen; the wheel and the strip of panels for what cannot."""

    def does(self, do: str) -> None:
        for _ in range(60):
            hit = next((h for h in self.window.hits() if h.do == do), None)
            if hit is not None:
                self.click(hit.rect.center)
                self.settle(do)
                return
            self.look_for(do)
        raise AssertionError(f"{do} cannot be clicked on {self.app.screen().name}")

    def click(self, at: tuple[int, int]) -> None:
        if max(abs(at[0] - self.last[0]), abs(at[1] - self.last[1])) < 20:
            time.sleep(AGAIN + 0.1)
        self.last, self.seconds = at, self.seconds + 10
        self.person.click(*at)
        self.window.handle(pygame.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
        self.window.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
        self.window.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))

    def look_for(self, do: str) -> None:
        target = next((t for t in self.window.targets() if t.do == do), None)
        if target is None:
            page = self.window.page
            strip = [h for h in self.window.hits() if h.role == "strip"]
            assert strip, f"{do} is not on {self.app.screen().name}"
            self.click(strip[(page.shown + 1) % len(strip)].rect.center)
            return
        at = self.window.place(target.region).clip(self.window.view_of(target.region)).center
        self.person.do("mousemove", "--sync", str(at[0]), str(at[1]), "click", "5")
        self.window.handle(pygame.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
        self.window.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=-1))


def begin(player: Player, mode: Mode) -> None:
    """From the title into the game."""
    player.does(f"scenario:{SHORT}")
    player.does(f"mode:{mode}")
    seats = sorted(do for do in actions_of(player.app.screen()) if do.startswith("seat:"))
    for seat in seats[: 2 if mode == "hot seat" else 1]:
        player.does(seat)
    if mode == "hot seat":
        player.does("sit")


def onward(app: App) -> str:
    """What leads on from here. One hand decides a vote."""
    offered, place = sorted(actions_of(app.screen())), app.place
    votes = [do for do in offered if do.startswith("vote:")]
    if votes and not place.votes:
        return votes[0]
    if place.page == "agree":
        return next(f"agree:{i}" for i in (0, 1) if i not in place.agreed)
    return next(do for name in FORWARD for do in offered if do.partition(":")[0] == name)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("hand", [ByKeys, ByMouse])
def test_from_title_to_exported_debrief(
    hand: type[Player], mode: Mode, display: str, home: Path, games: list[Compiled]
) -> None:
    player = hand(display, home, games)
    try:
        begin(player, mode)
        session = player.app.session
        assert session is not None
        for _ in range(120):
            if player.app.place.page == "debrief":
                break
            player.does(onward(player.app))
        assert player.app.place.page == "debrief"
        player.does("tab:questions")
        player.does("tab:paths")
        player.does("export")
        until = time.monotonic() + 60
        while not list((home / "games").glob("*.html")) and time.monotonic() < until:
            time.sleep(0.05)
        player.does("home")
        player.does("quit")
        assert player.person.leave() == (0, "")
    finally:
        player.person.end()
    (page,) = (home / "games").glob("*.html")
    (saved,) = save.listed(home / "games")
    played, said = resume(saved)
    assert said == ""
    assert played.setup.mode == mode
    assert [s.state_hash for s in played.steps] == [s.state_hash for s in session.steps]
    assert played.over
    ending = next(e.title for e in session.game.source.endings if e.id == session.path().ending)
    assert ending in page.read_text(encoding="utf-8")
