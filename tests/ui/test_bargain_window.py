"""A package built in a window: focus and place stay with the issue that was settled last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from sim.game.setup import Setup
from sim.scenario import library
from sim.ui.app import App
from sim.ui.kit.listening import Listening
from sim.ui.narrator import Narrator, Told
from sim.ui.view import Cards
from sim.ui.voice import Transcript, Voice
from sim.ui.window import Look, Window
from tests.ui.kit.test_window import click, press
from tests.ui.test_bargain import HARBOUR, sat

WINDOWS = [((1280, 800), 100), ((1366, 768), 200), ((640, 480), 150)]


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    pygame.display.init()
    yield
    pygame.display.quit()


@pytest.fixture
def app() -> App:
    return sat(library.open_scenario(str(HARBOUR)), Setup(("north",)))


def opened(app: App, size: tuple[int, int], text: int) -> Window:
    """A window that shows the package."""
    window = Window(app, Look(text=text), size)
    at = next(i for i, p in enumerate(window.shown.panels) if isinstance(p, Cards))
    window.open_group(next(i for i, group in enumerate(window.page.groups) if at in group))
    return window


def tab_to(window: Window, name: str) -> None:
    for _ in range(100):
        if window.focus == name:
            return
        press(window, pygame.K_TAB)
    raise AssertionError(f"Tab does not come to {name}")


def seen(window: Window) -> bool:
    """Whether what has the focus can be seen, as far as there is room for it."""
    target = window.target(window.focus)
    assert target is not None
    return window.seen(target).height >= min(target.spot.rect.height, 60)


@pytest.mark.parametrize(("size", "text"), WINDOWS)
def test_enter_settles_an_issue_and_goes_on_from_it(app: App, size: tuple[int, int], text: int) -> None:
    window = opened(app, size, text)
    tab_to(window, "card issue:2")
    press(window, pygame.K_RETURN)
    assert window.focus == "card option:2:0", "the option that is in the package"
    assert seen(window)
    press(window, pygame.K_DOWN)
    press(window, pygame.K_RETURN)
    assert app.place.package[2] == 1
    assert window.focus == "card issue:2"
    assert seen(window)
    press(window, pygame.K_RETURN)
    assert not app.here.table.dealt, "one more Enter lays nothing down"
    assert app.place.issue == 2
    press(window, pygame.K_ESCAPE)
    assert window.focus == "card issue:2"


@pytest.mark.parametrize(("size", "text"), WINDOWS)
def test_a_click_settles_an_issue_and_its_column_stays(app: App, size: tuple[int, int], text: int) -> None:
    window = opened(app, size, text)
    for name in ("card issue:2", "card option:2:1"):
        target = window.target(name)
        assert target is not None
        window.reveal(target)
        window.clicked = None
        click(window, window.seen(target).center)
    assert app.place.package[2] == 1
    assert window.focus == "card issue:2"
    assert seen(window)
    press(window, pygame.K_RETURN)
    assert app.here.table.dealt, "with the mouse nothing is ringed, and Enter is the button's key"


def test_keys_alone_need_no_focus(app: App) -> None:
    window = opened(app, (1280, 800), 100)
    for key in "32":
        press(window, ord(key), key)
    assert app.place.package[2] == 1
    assert window.focus is None
    press(window, pygame.K_RETURN)
    assert app.here.table.dealt


def test_what_has_the_focus_then_is_said(app: App, tmp_path: Path) -> None:
    file = tmp_path / "said.txt"
    told = Told(app)
    voice = Voice(Transcript(file))
    window, listening = Window(told, Look(), (1280, 800)), Listening(Narrator(voice, told))
    tab_to(window, "card issue:0")
    said = []
    for _ in range(2):
        press(window, pygame.K_RETURN)
        listening.frame(window)
        said.append(file.read_text(encoding="utf-8").splitlines()[-1])
    voice.close()
    assert said[0].startswith("Card, key 1, chosen: None.")
    assert said[1].startswith("Card, key 1: Berths: None.")
