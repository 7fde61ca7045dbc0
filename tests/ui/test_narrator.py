"""What the voice is told: new screens, the focus, help over a page, and the settings that go with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pygame
import pytest

from sim.ui import settings
from sim.ui.keeper import Keeper
from sim.ui.kit.frame import Window
from sim.ui.kit.listening import Listening
from sim.ui.narrator import Narrator, Told
from sim.ui.settings import Settings
from sim.ui.view import Action, Card, Cards, Field, Fields, Screen, Text, para
from sim.ui.voice import OFF, ON, Transcript, Voice

LONG = Text("Situation", tuple(para(f"Paragraph {i}. " + "It goes on and on. " * 30) for i in range(6)))
GAME = Screen(
    "game",
    "A game",
    panels=(LONG, Cards("Moves", (Card("move:a", "1", "Ask"), Card("move:b", "2", "Wait")))),
    actions=(Action("help", "Help", "?"), Action("go", "Go on", "Enter", primary=True)),
)
HELP = Screen(
    "help", "Help", panels=(Text("Keys", (para("All of them."),)),), actions=(Action("back", "Back", "Esc"),)
)


@dataclass
class Game:
    """Two screens: the game, and help over it."""

    shown: Screen = GAME
    settings: Settings = field(default_factory=Settings)
    done: list[str] = field(default_factory=list)

    def screen(self) -> Screen:
        return self.shown

    def act(self, do: str) -> bool:
        self.done.append(do)
        if do in ("help", "back"):
            self.shown = HELP if do == "help" else GAME
        return True


class Table:
    """A game in a window, with everything that listens to it."""

    def __init__(self, folder: Path, game: Game) -> None:
        pygame.display.init()
        self.file, self.game, self.read = folder / "said.txt", game, 0
        self.voice = Voice(Transcript(self.file))
        self.told = Told(game)
        self.narrator = Narrator(self.voice, self.told)
        self.keeper = Keeper(game, self.narrator)
        self.window = Window(self.told, size=(900, 600))
        self.listening = Listening(self.narrator)
        self.frame()

    def frame(self) -> None:
        self.listening.frame(self.window)
        self.keeper.frame(self.window)

    def press(self, key: int, typed: str = "", mod: int = 0) -> list[str]:
        """What is said after a key."""
        self.heard()
        event = pygame.event.Event(pygame.KEYDOWN, key=key, unicode=typed, mod=mod)
        if not self.listening.take(self.window, event):
            self.window.handle(event)
        self.frame()
        return self.heard()

    def heard(self) -> list[str]:
        lines = self.file.read_text(encoding="utf-8").splitlines()
        fresh, self.read = lines[self.read :], len(lines)
        return fresh


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path, Game())
    yield made
    made.voice.close()
    pygame.display.quit()


def test_a_screen_is_said_once_and_a_still_one_is_silent(table: Table) -> None:
    assert table.heard()[0] == "Screen: A game."
    for _ in range(5):
        table.frame()
    assert table.heard() == []


def test_the_voice_says_that_it_is_on_and_off_and_so_does_the_screen(table: Table) -> None:
    said = table.press(pygame.K_v, "v")
    assert said[0].startswith(ON)
    assert said[1] == "Screen: A game."
    assert sum(line.startswith("Note:") for line in said) == 0, "it is not said twice"
    assert table.window.page
    assert ON in table.window.shown.message
    assert table.press(pygame.K_v, "v") == [OFF]
    table.press(pygame.K_1, "1")
    assert table.window.shown.message == "", "the line goes with the next action"


def test_help_over_a_page_ends_what_was_read(table: Table) -> None:
    said = table.press(pygame.K_SLASH, "?")
    assert said[0] == "Screen: Help."
    assert not any("Paragraph" in line for line in said)
    table.press(pygame.K_PERIOD, ".")
    assert not any("Paragraph" in line for line in table.press(pygame.K_r, "r"))


def test_tab_says_what_has_the_focus_and_a_panel_is_read_on_asking(table: Table) -> None:
    said = [table.press(pygame.K_TAB)[0] for _ in table.window.targets()]
    assert any(line.startswith("Card, key 1: Ask. 1 of 2.") for line in said)
    assert any(line.startswith("Key Enter: Go on, the way on.") for line in said)
    round_ = (table.press(pygame.K_TAB)[0] for _ in table.window.targets())
    assert any(line.startswith("Panel: Situation.") for line in round_)
    assert table.press(pygame.K_PERIOD, ".")[:2] == [
        "Text: Situation.",
        GAME.panels[0].blocks[0].text.strip(),  # type: ignore[union-attr]
    ]


def test_a_key_of_the_screen_comes_before_the_keys_for_listening(table: Table) -> None:
    actions = (Action("resume", "Resume", "R"), Action("vote", "Vote", "V"))
    table.game.shown = replace(GAME, name="other", actions=actions)
    table.frame()
    table.press(pygame.K_r, "r")
    table.press(pygame.K_v, "v")
    assert table.game.done == ["resume", "vote"]
    assert not table.voice.on
    table.press(pygame.K_F8)
    assert table.voice.on, "F8 works everywhere"


def test_letters_that_are_typed_are_not_keys_for_listening(table: Table) -> None:
    table.game.shown = Screen("names", "Names", panels=(Fields("Names", (Field("n", "Nickname"),)),))
    table.frame()
    table.press(pygame.K_TAB)
    assert table.window.entry is not None
    for letter in "vr,.":
        table.press(pygame.key.key_code(letter), letter)
    assert not table.voice.on
    table.press(pygame.K_F8)
    assert table.voice.on


def test_control_stops(table: Table) -> None:
    table.press(pygame.K_v, "v")
    assert table.voice._at < table.voice._until or table.voice.speaker is None
    table.press(pygame.K_LCTRL)
    assert table.voice._at == table.voice._until


def kept(name: str) -> object:
    return json.loads(settings._file(None).read_text())[name]


def test_what_a_key_sets_is_kept_and_known_to_the_game(table: Table) -> None:
    table.press(pygame.K_t, "t")
    table.press(pygame.K_PLUS, "+")
    table.press(pygame.K_v, "v")
    assert table.game.settings == Settings("dark", 110, voice=True)
    assert (kept("theme"), kept("text"), kept("voice")) == ("dark", 110, True)


def test_what_a_screen_sets_is_seen_and_heard(table: Table) -> None:
    table.heard()
    table.game.settings = Settings("contrast", 150, voice=True, forecasts=False)
    table.frame()
    assert table.window.look == settings.Look("contrast", 150)
    assert table.voice.on
    assert table.heard()[0].startswith(ON)
    assert kept("forecasts") is False
    table.game.settings = replace(table.game.settings, voice=False)
    table.frame()
    assert table.heard() == [OFF]


def test_that_settings_cannot_be_kept_is_told_once(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKCHANNEL_HOME", str(table.file))
    table.press(pygame.K_t, "t")
    table.frame()
    assert "cannot be kept" in table.told.screen().message
    table.press(pygame.K_1, "1")
    table.press(pygame.K_t, "t")
    table.frame()
    assert table.told.screen().message == ""
    assert table.window.look.theme == "contrast", "and the game goes on"
