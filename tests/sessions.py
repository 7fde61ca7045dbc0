"""Random sessions by the thousand: clicks, keys, typing, resizing, time passing, closing and coming back.

    python -m tests.sessions --sessions 1000 --seed 1
    python -m tests.sessions --seed 1 --only 471

Each session is a window without a screen over the game, with saves in a folder of its own. After every event
the game stands on a page with a way on; at the end a way leads to the first page and back into the game, and
what is saved replays to the same state. The seed and a session's number alone say what happens in it.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from sim.game import save
from sim.game.resume import resume
from sim.game.setup import MODES, OBSERVER
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.clock import Clock
from sim.ui.kit.theme import TEXT_SIZES, THEMES, Look
from sim.ui.settings import Settings
from sim.ui.view import Card, Cards
from sim.ui.window import Window

LANTERNS = Path(__file__).parents[1] / "docs" / "examples" / "lanterns.yaml"
HARBOUR = Path(__file__).parent / "fixtures" / "tables" / "harbour.yaml"
EVENTS = 60
SIZES = [(320, 240), (640, 480), (800, 600), (1280, 800), (1366, 768), (2400, 500), (500, 1400)]
MOVING = [
    pygame.K_TAB,
    pygame.K_UP,
    pygame.K_DOWN,
    pygame.K_LEFT,
    pygame.K_RIGHT,
    pygame.K_PAGEUP,
    pygame.K_PAGEDOWN,
    pygame.K_HOME,
    pygame.K_END,
    pygame.K_F6,
    pygame.K_BACKSPACE,
    pygame.K_DELETE,
    pygame.K_SPACE,
    pygame.K_RETURN,
]
TYPED = [
    "Ada",
    "נועה",
    "<b>&amp;",
    "عمر",
    "\u202eolleh",
    "日本",
    "👩‍👧",
    "a" * 300,
    "x\ny",
    "\x00\x07",
    "{{0}}",
    "%s",
]
OUT = ("back", "talk", "unask", "shut", "leave", "home", "skip", "next", "debrief", "open")
"""Ways to the first page, the nearest first."""
UNPAUSED = ("teach:on", "console", "back")
KEYS = {"Enter": pygame.K_RETURN, "Esc": pygame.K_ESCAPE, "?": pygame.K_SLASH}
MOST_OUT = 40
AIMLESS, IN_A_HURRY = (30, 20, 14, 6, 5, 5, 4, 16), (8, 4, 3, 3, 2, 2, 1, 77)
"""How often each event comes: clicks, keys, moving, typing, turning, time, wheel, and what leads on."""


@cache
def games() -> tuple[Compiled, ...]:
    """The scenarios to choose from: a short one, a shipped one, and one with a table."""
    short, problems = library.examine(LANTERNS)
    assert short is not None, problems
    table, problems = library.examine(HARBOUR)
    assert table is not None, problems
    return short, library.open_scenario(sorted(library.shipped())[0]), table


@dataclass
class Person:
    """Somebody at a window, who does anything at all. ``log`` is what they did."""

    seed: int
    number: int
    folder: Path
    log: list[str] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.luck = random.Random(f"{self.seed} {self.number}")
        self.seconds = 0.0
        self.likely = self.luck.choice([AIMLESS, IN_A_HURRY])
        self.open()

    def open(self) -> None:
        """Opens the game anew, as after closing it."""
        luck = self.luck
        settings = Settings(history=luck.choice(["each", "end"]), forecasts=luck.random() < 0.7)
        self.app = App(seed=luck.randrange(10**6), saves=self.folder, games=games(), settings=settings)
        self.window = Window(self.app, Look(), luck.choice(SIZES), now=lambda: self.seconds)
        self.canvas: pygame.Surface | None = None

    def sit(self) -> None:
        """Takes a short cut into a game, so that every way to play is met often."""
        app, luck = self.app, self.luck
        game = luck.choices(games(), (65, 15, 20))[0]
        mode = luck.choice(MODES)
        self.log.append(f"sits down: {game.id}, {mode}")
        app.act(f"scenario:{game.origin}")
        app.act(f"mode:{mode}")
        app.draft = replace(app.draft, minutes=luck.choice([0, 0, 1, 60]))
        seats = [s.actor for s in game.source.seats]
        for seat in (
            seats[:2] if mode == "hot seat" else [OBSERVER if mode == OBSERVER else luck.choice(seats)]
        ):
            app.act(f"seat:{seat}")
        app.act("sit")

    def go(self, events: int) -> None:
        """So many events, and then the checks of the end."""
        with patch("sim.ui.app.Clock", partial(Clock, now=lambda: self.seconds)):
            if self.luck.random() < 0.85:
                self.sit()
            for number in range(events):
                self.event()
                self.check(full=number % 20 == 19)
            self.check(full=True)
            self.leave()

    def event(self) -> None:
        acts = [
            self.click,
            self.key,
            self.move,
            self.type,
            self.turn,
            self.pass_time,
            self.wheel,
            self.forward,
        ]
        act = self.luck.choices(acts, self.likely)[0]
        if not act():
            self.log.append("the window closes, and is opened again")
            self.open()

    # what a person does

    def click(self) -> bool:
        hits = self.window.hits()
        at = self.luck.choice(hits).rect.center if hits and self.luck.random() < 0.9 else self.anywhere()
        self.log.append(f"clicks {at}")
        self.seconds += self.luck.choice([0.05, 1.0])
        stays = self.window.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
        return stays and self.window.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))

    def key(self) -> bool:
        """A key that is printed on the screen, or any letter."""
        screen = self.app.screen()
        printed = [a.key for a in screen.actions] + [c.key for p in screen.panels for c in _cards(p)]
        name = self.luck.choice([*filter(None, printed), *"utqvs+-?9"])
        return self.press(KEYS.get(name) or ord(name[0].lower()), name if len(name) == 1 else "")

    def move(self) -> bool:
        return self.press(self.luck.choice(MOVING), "", self.luck.choice([0, 0, pygame.KMOD_SHIFT]))

    def press(self, key: int, letter: str, mod: int = 0) -> bool:
        self.log.append(f"presses {pygame.key.name(key)} {letter}")
        event = pygame.Event(pygame.KEYDOWN, key=key, unicode=letter, mod=mod, scancode=0)
        stays = self.window.handle(event)
        if stays and letter and self.window.entry:
            self.window.handle(pygame.Event(pygame.TEXTINPUT, text=letter))
        return stays

    def type(self) -> bool:
        """Puts something into a line, where there is one."""
        lines = [t for t in self.window.targets() if t.spot.role == "field"]
        text = self.luck.choice(TYPED)
        self.log.append(f"types {text!r} into one of {len(lines)} lines")
        if lines:
            self.window.focus_on(self.luck.choice(lines))
        self.window.handle(pygame.Event(pygame.TEXTINPUT, text=text))
        return self.press(pygame.K_TAB, "")

    def turn(self) -> bool:
        """Another size, theme or text size."""
        if self.luck.random() < 0.5:
            size = self.luck.choice(SIZES)
            self.log.append(f"resizes to {size}")
            return self.window.handle(pygame.Event(pygame.WINDOWSIZECHANGED, x=size[0], y=size[1]))
        look = Look(self.luck.choice(list(THEMES)), self.luck.choice(TEXT_SIZES))
        self.log.append(f"looks: {look}")
        self.window.set_look(look)
        return True

    def pass_time(self) -> bool:
        self.seconds += self.luck.choice([0.3, 5, 55, 70])
        self.log.append(f"it is {self.seconds:.1f}")
        self.app.tick()
        return True

    def wheel(self) -> bool:
        at = self.anywhere()
        self.log.append(f"scrolls at {at}")
        self.window.handle(pygame.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
        return self.window.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=self.luck.choice([-3, 3])))

    def forward(self) -> bool:
        """Something that leads on, so that games come to their end."""
        ways = (
            "open",
            "begin",
            "agree",
            "vote",
            "count",
            "leading",
            "even",
            "forecast",
            "ask",
            "send",
            "move",
            "lay",
            "accept",
            "refuse",
            "issue",
            "option",
        )
        ways += ("say", "watch", "next", "debrief", "branch", "playon", "tab")
        ways += ("back",) if self.app.place.over else ()
        offered = [h.do for h in self.window.hits() if h.do.partition(":")[0] in ways]
        do = self.luck.choice(offered) if offered else ""
        self.log.append(f"goes on by {do}")
        return self.window.act(do) if do else True

    def anywhere(self) -> tuple[int, int]:
        return self.luck.randrange(self.window.size[0]), self.luck.randrange(self.window.size[1])

    # what must hold

    def check(self, full: bool) -> None:
        """The page has a way on. In full: it can be drawn, and what is saved is the game as it stands."""
        screen = self.app.screen()
        self.pages[
            f"{self.app.session.setup.mode} {self.app.place.page}" if self.app.session else screen.name
        ] += 1
        assert any(a.enabled for a in screen.actions), "no action"
        assert self.window.targets(), "nothing to pick"
        if full:
            self.window.draw()
            self.saved()

    def saved(self) -> None:
        session = self.app.session
        if session is None or session.file is None or not session.file.exists():
            return
        back, said = resume(session.file, session.game)
        assert said == "", said
        assert [s.state_hash for s in back.steps] == [s.state_hash for s in session.steps]
        assert back.saved() == save.read(session.file)

    def leave(self) -> None:
        """From wherever it is, a way leads to the first page; from there, back into the game."""
        for _ in range(MOST_OUT):
            place, offered = self.app.place, {a.do: a for a in self.app.screen().actions if a.enabled}
            if place.page == "choose" and not place.over:
                break
            out = UNPAUSED if self.app.clock.paused else OUT
            do = next((do for do in out if do in offered), None)
            assert do is not None, f"no way out of {self.app.screen().name}"
            assert offered[do].key, f"'{do}' has no key"
            self.log.append(f"leaves by {do}")
            self.app.act(do)
        assert self.app.place.page == "choose", f"no way out of {self.app.screen().name}"
        cards = [c for p in self.app.screen().panels for c in _cards(p)]
        for card in (c for c in cards if c.do.startswith("resume:")):
            self.log.append(f"goes on with {card.do}")
            again = App(saves=self.folder, games=games())
            again.act(card.do)
            assert again.session is not None, again.place.message
            assert again.screen().actions


def _cards(panel: object) -> Sequence[Card]:
    return panel.cards if isinstance(panel, Cards) else ()


@dataclass
class Tried:
    """What came of some sessions."""

    sessions: int = 0
    events: int = 0
    broken: list[tuple[int, str, list[str]]] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)


def attempt(seed: int, number: int, events: int, tried: Tried) -> None:
    """One session; what goes wrong in it is kept with all that was done."""
    with tempfile.TemporaryDirectory(prefix="backchannel-session-") as folder:
        person = None
        try:
            person = Person(seed, number, Path(folder) / "games")
            person.go(events)
        except Exception as problem:
            trace = traceback.extract_tb(problem.__traceback__)[-1]
            why = f"{type(problem).__name__}: {problem} ({Path(trace.filename).name}:{trace.lineno})"
            tried.broken.append((number, why, person.log if person else []))
        tried.sessions += 1
        tried.events += events
        tried.pages.update(person.pages if person else ())


def sessions(numbers: Iterable[int], seed: int, events: int, tell: bool = False) -> Tried:
    """Those sessions one after the other."""
    tried, began = Tried(), time.monotonic()
    for number in numbers:
        bad = len(tried.broken)
        attempt(seed, number, events, tried)
        for at, why, _ in tried.broken[bad:] if tell else ():
            print(f"session {at}: {why}", flush=True)
        if tell and tried.sessions % 50 == 0:
            print(
                f"{tried.sessions:,} sessions, {time.monotonic() - began:,.0f} s", file=sys.stderr, flush=True
            )
    return tried


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.sessions", description="Plays at random.")
    asked.add_argument("--sessions", type=int, default=100, help="how many [100]")
    asked.add_argument("--events", type=int, default=EVENTS, help=f"in each session [{EVENTS}]")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--first", type=int, default=0, help="the number of the first session [0]")
    asked.add_argument("--only", type=int, metavar="N", help="session N alone, and all that is done in it")
    given = asked.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="backchannel-home-") as home:
        os.environ["BACKCHANNEL_HOME"] = home
        pygame.display.init()
        if given.only is not None:
            tried = sessions([given.only], given.seed, given.events, True)
            print("\n".join(line for _, _, log in tried.broken for line in log[-40:]))
            return 1 if tried.broken else 0
        began = time.monotonic()
        numbers = range(given.first, given.first + given.sessions)
        tried = sessions(numbers, given.seed, given.events, True)
    print(", ".join(f"{page} {count:,}" for page, count in tried.pages.most_common()))
    print(
        f"{tried.sessions:,} sessions of {given.events} events in {time.monotonic() - began:,.0f} s: "
        f"{len(tried.pages)} kinds of pages, {len(tried.broken)} broken."
    )
    return 1 if tried.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
