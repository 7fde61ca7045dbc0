"""A game played to its end by somebody who hears it: by keys alone, choosing by the transcript alone.

The listener below knows lines of words and nothing of the view-model.
"""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.kit.frame import Window
from sim.ui.kit.listening import Listening
from sim.ui.kit.theme import Look
from sim.ui.narrator import Narrator, Told
from sim.ui.voice import Transcript, Voice

CARD = re.compile(r"Card, key (?P<key>[^,:]+)(?P<state>[^:]*): (?P<title>.*)")
KEY = re.compile(r"Key (?P<key>[^:]+): (?P<label>.*)\.$")
NAMED = {
    "Enter": (pygame.K_RETURN, "\r"),
    "Escape": (pygame.K_ESCAPE, "\x1b"),
    "question mark": (pygame.K_SLASH, "?"),
}


@pytest.fixture(autouse=True)
def keyboard() -> Iterator[None]:
    """The names of keys are known once there is a display, of whatever kind."""
    pygame.display.init()
    yield
    pygame.display.quit()


class Listener:
    """Follows the file and remembers what can be pressed on the present screen."""

    def __init__(self, file: Path, seed: int) -> None:
        self.file, self.heard, self.luck = file, 0, random.Random(seed)
        self.screen, self.titles = "", [""]
        self.refused = False
        self.cards: dict[str, str] = {}
        self.keys: dict[str, str] = {}

    def listen(self) -> list[str]:
        """What has been said since it last listened."""
        lines = self.file.read_text(encoding="utf-8").splitlines()
        fresh, self.heard = lines[self.heard :], len(lines)
        self.refused = any(line.startswith("Note: ") for line in fresh)
        for line in fresh:
            if line.startswith("Screen: "):
                self.screen, self.cards, self.keys = line[8:], {}, {}
                self.titles.append(line[8:])
            elif card := CARD.match(line):
                self.cards[card["key"]] = card["state"]
            elif key := KEY.match(line):
                self.keys[key["key"]] = key["label"]
        return fresh

    def choose(self) -> str:
        """A key that leads on: an open card, or what was called the way on."""
        onward = [k for k, label in self.keys.items() if "the way on" in label and "closed" not in label]
        skip = [k for k, label in self.keys.items() if label.startswith("No forecast")]
        if skip and self.refused:
            return skip[0]
        cards = [k for k, state in self.cards.items() if "closed" not in state]
        ready = any("chosen" in s or re.search("count [1-9]", s) for s in self.cards.values())
        if onward and (not cards or (ready and self.luck.random() < 0.5) or self.luck.random() < 0.1):
            return onward[0]
        assert cards, f"nothing leads on from {self.screen}: {self.keys}"
        return self.luck.choice(cards)


def press(listening: Listening, window: Window, key: str) -> bool:
    code, typed = NAMED.get(key) or (pygame.key.key_code(key.lower()), key)
    event = pygame.event.Event(pygame.KEYDOWN, key=code, unicode=typed, mod=0)
    going = listening.take(window, event) or window.handle(event)
    listening.frame(window)
    return going


def play(game: Compiled, file: Path, seed: int, size: tuple[int, int], text: int) -> list[str]:
    """Plays a game by ear; gives the titles that were heard."""
    told, voice = Told(App(seed=seed, games=[game])), Voice(Transcript(file))
    with contextlib.closing(voice):
        listening, window = Listening(Narrator(voice, told)), Window(told, Look(text=text), size)
        listening.frame(window)
        listener = Listener(file, seed)
        listener.listen()
        for _ in range(600):
            if listener.screen.startswith("Debrief"):
                return listener.titles
            assert press(listening, window, listener.choose()), "it does not close the game"
            listener.listen()
    raise AssertionError(f"stuck at {listener.screen}: {listener.cards}, {listener.keys}")


@pytest.mark.parametrize(
    ("seed", "size", "text"), [(1, (1280, 800), 100), (2, (1280, 800), 100), (3, (640, 480), 200)]
)
def test_a_game_is_played_to_its_debrief_by_ear(
    isles: Compiled, tmp_path: Path, seed: int, size: tuple[int, int], text: int
) -> None:
    assert len(set(play(isles, tmp_path / "said.txt", seed, size, text))) > 4


def test_a_shipped_scenario_is_played_to_its_debrief_by_ear(tmp_path: Path) -> None:
    game = library.open_scenario(sorted(library.shipped())[0])
    assert len(set(play(game, tmp_path / "said.txt", 5, (1280, 800), 100))) > 4
