"""The tutorial played by somebody who does what its lessons say, and the first page that leads there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from sim.game import save
from sim.game.setup import MODES, Setup
from sim.game.stored import Line, Saved
from sim.scenario import library
from sim.scenario.catalogue import Catalogue
from sim.scenario.compiled import Compiled
from sim.ui import terminal
from sim.ui.app import App
from sim.ui.first import learned
from sim.ui.kit.frame import Window
from sim.ui.kit.theme import Look
from sim.ui.screens.choose import KEYS, choose
from sim.ui.screens.lesson import LESSONS, Lesson, lesson
from sim.ui.view import Block, Cards, Screen, Text, actions_of
from tests.cli.commands import within

NAMED = {
    "Enter": (pygame.K_RETURN, "\r"),
    "Esc": (pygame.K_ESCAPE, "\x1b"),
    "Tab": (pygame.K_TAB, "\t"),
    "?": (pygame.K_SLASH, "?"),
    "F6": (pygame.K_F6, ""),
}
ALONE = {one.title for one in LESSONS} - {
    "The curtain",
    "What leads",
    "A show of hands",
    "Meanwhile",
    "Two must agree",
    "A tie",
    "Open cards",
}
"""What one person alone meets."""


@pytest.fixture(autouse=True)
def keyboard() -> Iterator[None]:
    """The names of keys are known once there is a display, of whatever kind."""
    pygame.display.init()
    yield
    pygame.display.quit()


@pytest.fixture(scope="module")
def tutorial() -> Compiled:
    return library.open_scenario(library.TUTORIAL)


def noted(screen: Screen) -> Block | None:
    """The lesson on a screen."""
    texts = [p for p in screen.panels if isinstance(p, Text)]
    found = [b for p in texts for b in p.blocks if b.label.startswith("Lesson: ")]
    assert len(found) < 2
    return found[0] if found else None


def told(note: Block) -> Lesson:
    """The lesson that a note tells."""
    return next(one for one in LESSONS if note.label == f"Lesson: {one.title}")


def without(screen: Screen) -> Screen:
    """The screen as it would be without its lesson."""
    panels = []
    for panel in screen.panels:
        if isinstance(panel, Text):
            blocks = tuple(b for b in panel.blocks if not b.label.startswith("Lesson: "))
            if not blocks and panel.title == "Lesson":
                continue
            panel = replace(panel, blocks=blocks)
        panels.append(panel)
    return replace(screen, panels=tuple(panels))


Hand = Callable[[App, Lesson, list[str]], None]
"""Does what a lesson says, by the keys that it names."""


def typing(app: App, _: Lesson, keys: list[str]) -> None:
    """In the terminal: what is to be typed comes last, if it is not the key itself."""
    line = {"Enter": "", "Esc": "x"}.get(keys[-1], keys[-1])
    do = terminal.understand(app.screen(), line)
    assert do, f"'{line}' is nothing on {app.screen().name}"
    app.act(do)


def pressing(window: Window, taught: Lesson, keys: list[str]) -> None:
    """In a window: the first key, or the next where that is Tab. A card out of view is shown first."""
    if keys[0] == "Tab":
        keys = keys[1:]
        _seek(window, taught.do)
    before = window.panel
    press(window, keys[0])
    if window.panel != before and taught.title not in window.driver.taught:  # type: ignore[attr-defined]
        press(window, keys[0])


def _seek(window: Window, do: str) -> None:
    """Presses Tab until something that does ``do`` has the focus; F6 where nothing on show does."""
    for _ in range(4):
        for _ in window.targets():
            press(window, "Tab")
            target = window.target(window.focus)
            if target and target.do.startswith(f"{do}:"):
                return
        press(window, "F6")
    raise AssertionError(f"Tab does not come to {do}")


def press(window: Window, key: str) -> None:
    code, typed = NAMED.get(key) or (pygame.key.key_code(key.lower()), key.lower())
    assert window.handle(pygame.event.Event(pygame.KEYDOWN, key=code, unicode=typed, mod=0))


def follow(app: App, hand: Hand, most: int = 90) -> list[str]:
    """Does what each lesson says until the first page is back; gives the titles of the lessons."""
    titles: list[str] = []
    for _ in range(most):
        screen = app.screen()
        if screen.name == "choose":
            return titles
        note = noted(screen)
        assert note is not None, f"nothing leads on from {screen.name}: {screen.title}"
        taught = told(note)
        assert taught.title not in titles, "each lesson comes once"
        titles.append(taught.title)
        before = app.screen()
        hand(app, taught, [s.text for s in note.spans if s.style == "strong"])
        assert app.screen() != before
        assert taught.title in app.taught, f"{taught.title}: its key does something else"
    raise AssertionError(f"the lessons do not end: {titles[-5:]}")


@pytest.mark.parametrize("by", ["terminal", "window", "small window"])
def test_whoever_does_what_the_lessons_say_comes_to_the_exported_debrief(tmp_path: Path, by: str) -> None:
    app = App(seed=7, saves=tmp_path / "games")
    if by == "terminal":
        app.act(terminal.understand(app.screen(), "0") or "")
        titles = follow(app, typing)
    else:
        size, text = ((1280, 800), 100) if by == "window" else ((640, 480), 150)
        window = Window(app, Look(text=text), size)
        for _ in range(2):  # where its card is behind a tab, the first press shows it
            if app.screen().name == "choose":
                press(window, "0")
        titles = follow(app, lambda _, taught, keys: pressing(window, taught, keys))
    assert set(titles) == ALONE
    pages = list((tmp_path / "home").rglob("*.html"))
    assert len(pages) == 1
    assert "The light on Gull Rock" in pages[0].read_text(encoding="utf-8")


def test_its_card_stands_first_until_it_was_finished(tmp_path: Path) -> None:
    app = App(seed=7, saves=tmp_path)
    assert first(app.screen()) == f"scenario:{library.TUTORIAL}"
    app.act(f"scenario:{library.TUTORIAL}")
    app.act("seat:tolmay")
    app.act("begin")
    app.act("move:share")
    app.act("leave")
    assert first(app.screen()) == f"scenario:{library.TUTORIAL}"
    assert doing(app.screen(), "0") == f"scenario:{library.TUTORIAL}"
    going_on = next(d for d in actions_of(app.screen()) if d.startswith("resume:"))
    app.act(going_on)
    app.act("next")
    for do in ("say:nothing", "skip", "next", "move:watch", "leave"):
        app.act(do)
    assert first(app.screen()) == going_on
    assert doing(app.screen(), "0") == f"scenario:{library.TUTORIAL}"
    (tmp_path / "tutorial-torn-001.json").write_text("{")
    assert learned(tmp_path, App(seed=7).catalogue)


def first(screen: Screen) -> str:
    """The first card beside the scenarios."""
    beside = next(p for p in screen.panels if isinstance(p, Cards) and p.title != "Scenarios")
    return beside.cards[0].do


def doing(screen: Screen, key: str) -> str | None:
    return terminal.understand(screen, key)


@pytest.mark.parametrize("mode", [m for m in MODES if m != "solo"])
def test_each_way_to_play_has_its_lessons(mode: str) -> None:
    app = App(library.TUTORIAL, seed=3)
    app.act(f"mode:{mode}")
    for seat in ("seat:tolmay", "seat:sandrel") if mode == "hot seat" else ("seat:tolmay", "seat:observer"):
        app.act(seat)
    app.act("sit")
    titles = []
    for _ in range(120):
        screen = app.screen()
        if screen.name == "debrief":
            break
        note = noted(screen)
        if note is not None:
            titles.append(told(note).title)
            typing(app, told(note), [s.text for s in note.spans if s.style == "strong"])
        else:
            onward(app)
    own = {
        "pair": "Two must agree",
        "hot seat": "The curtain",
        "projector": "A show of hands",
        "observer": "Meanwhile",
    }
    assert app.screen().name == "debrief"
    assert own[mode] in titles
    assert len(titles) == len(set(titles))


def onward(app: App) -> None:
    """One screen on, where no lesson says how."""
    screen = app.screen()
    ways = sorted(actions_of(screen))
    leading = next((a.do for a in screen.actions if a.primary and a.enabled), None)
    wanted = ("agree:", "vote:", "leading:", "send:", "ask:", "move:", "skip", "say:", "watch", "back")
    ready = leading if leading in ("count", "forecast", "next", "open", "begin", "debrief") else None
    not_yet = [d for w in wanted for d in ways if d.startswith(w)]
    if screen.name == "agree":
        not_yet = [f"agree:{i}" for i in (0, 1) if i not in app.place.agreed]
    app.act(ready or not_yet[0])


def test_a_lesson_adds_a_note_and_changes_nothing_else() -> None:
    app = App(library.TUTORIAL, seed=5)
    seen: set[str] = set()
    for _ in range(90):
        screen = app.screen()
        if screen.name == "choose":
            break
        plain = app.make()
        assert without(screen) == plain
        assert lesson(plain, {one.title for one in LESSONS}) is plain
        assert actions_of(screen) == actions_of(plain)
        seen.add(screen.name)
        note = noted(screen)
        keys = [s.text for s in note.spans if s.style == "strong"] if note else ["Esc"]
        typing(app, LESSONS[0], keys)
    assert seen >= {"seat", "brief", "decide", "write", "forecast", "result", "debrief", "help"}


def test_lessons_are_short_and_name_a_key() -> None:
    titles = [one.title for one in LESSONS]
    assert len(titles) == len(set(titles))
    for one in LESSONS:
        assert one.text.count("*") % 2 == 0
        keys = one.text.split("*")[1::2]
        assert keys, one.title
        assert all(k in NAMED or re.fullmatch(r"[A-Z0-9?]|x|[em]1", k) for k in keys), keys
        assert len(re.findall(r"[.!?](?= |$)", one.text.replace("*", ""))) <= 4, one.title
        assert len(one.text.split()) <= 60, one.title
        assert one.after in ("", *titles)


def test_no_other_game_has_lessons(tmp_path: Path, tutorial: Compiled) -> None:
    copy = tmp_path / "tutorial.yaml"
    copy.write_bytes(library.find(library.TUTORIAL).read_bytes())
    for name in (str(copy), "rafah_delay"):
        app = App(name, seed=1)
        assert noted(app.screen()) is None
    assert library.open_scenario(str(copy)).hash == tutorial.hash


def test_it_is_opened_by_its_name_and_stands_in_no_list(tmp_path: Path) -> None:
    assert library.TUTORIAL not in within("list").out.decode()
    assert library.TUTORIAL not in library.shipped()
    checked = within("check", library.TUTORIAL, "--profile", "published")
    assert checked.status == 0
    assert "0 errors, 0 warnings" in checked.out.decode()
    covered = within("cover", library.TUTORIAL, "--runs", "2000")
    assert covered.status == 0
    assert "Every decision, move and ending was reached." in covered.out.decode()
    assert "Did you mean 'tutorial'?" in within("run", "tutoral").error


def test_everything_in_it_says_that_it_is_made_up(tutorial: Compiled) -> None:
    own = {f.partition("#")[0] for d in tutorial.source.decisions for f in d.cited}
    for name in own:
        source = tutorial.record.sources[name]
        assert "nvented" in f"{source.publisher} {source.slant}"
    for decision in tutorial.source.decisions:
        assert decision.history is not None
        assert "invented" in decision.history.text
    assert "made up" in tutorial.source.content_note


def test_the_first_page_holds_many_cards() -> None:
    entries = App().catalogue.entries
    many = [replace(entries[i % len(entries)], id=f"crisis_{i}") for i in range(14)]
    saves = [
        (Path(f"g-{i}.json"), Saved(e.id, "0" * 16, i, Setup((e.seats[0],)), (Line(),)))
        for i, e in enumerate(many[:4])
    ]
    for place in ("first", "last"):
        screen = choose(Catalogue(many, {}), saves, "", place)
        cards = [c for p in screen.panels if isinstance(p, Cards) for c in p.cards]
        keys = [c.key for c in cards]
        assert len(cards) == 19
        assert len({*keys}) == 19
        assert not {k.lower() for k in keys} & {a.key.lower() for a in screen.actions}
        for size, text in (((1280, 800), 100), ((640, 480), 200)):
            window = Window(_Still(screen), Look(text=text), size)
            found = set()
            for _ in range(40):
                press(window, "Tab")
                found.add(window.focus)
            assert found >= {f"card {c.do}" for p in screen.panels[:1] for c in p.cards}  # type: ignore[union-attr]
    assert not set(KEYS) & set("tvsnxqr0")


class _Still:
    """A driver with one screen."""

    def __init__(self, shown: Screen) -> None:
        self.shown = shown

    def screen(self) -> Screen:
        return self.shown

    def act(self, do: str) -> bool:
        return True


def test_a_missing_tutorial_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.places.asset", lambda name: tmp_path / name)
    app = App(seed=1, saves=tmp_path)
    app.act(f"scenario:{library.TUTORIAL}")
    assert app.screen().name == "choose"
    assert "tutorial is not there" in app.screen().message


def test_the_saved_tutorial_goes_on_with_its_lessons(tmp_path: Path) -> None:
    app = App(library.TUTORIAL, "tolmay", 2, saves=tmp_path)
    app.act("begin")
    app.act("move:toll")
    app.act("leave")
    again = App(seed=2, saves=tmp_path)
    again.act(next(d for d in actions_of(again.screen()) if d.startswith("resume:")))
    assert again.screen().name == "write"
    assert noted(again.screen()) is not None
    assert save.read(next(iter(tmp_path.glob("*.json")))).scenario == library.TUTORIAL
