"""Counts, meters, branches, clocks and clicks: what a person does, and that only what changed is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ui import view
from sim.ui.kit.theme import Look
from sim.ui.window import Window
from tests.ui.kit import parts, samples
from tests.ui.kit.conftest import Desk
from tests.ui.kit.test_window import click, press, type_in
from tests.ui.playing import until

SIZES = [(640, 480), (800, 600), (1280, 800), (1920, 1080)]


@dataclass
class Teller(Desk):
    """A driver that counts, as the game does for a show of hands."""

    def act(self, do: str) -> bool:
        name, _, of = do.partition(":")
        wanted, by = (of, -1) if name == "less" else (do, 1)
        panels = [
            replace(
                p,
                cards=tuple(
                    replace(c, tally=c.tally + by) if c.do == wanted and c.tally is not None else c
                    for c in p.cards
                ),
            )
            if isinstance(p, view.Cards)
            else p
            for p in self.shown.panels
        ]
        self.shown = replace(self.shown, panels=tuple(panels))
        return super().act(do)

    def tallies(self) -> list[int | None]:
        return [c.tally for p in self.shown.panels if isinstance(p, view.Cards) for c in p.cards]


def counting(size: tuple[int, int] = (1280, 800)) -> tuple[Window, Teller]:
    desk = Teller(parts.hands())
    return Window(desk, Look(), size), desk


def test_keys_count_up_and_down_and_focus_stays() -> None:
    window, desk = counting()
    for _ in range(3):
        type_in(window, "2")
    assert desk.tallies() == [12, 10, None, 0]
    assert window.focus == "card move:joint"
    press(window, pygame.K_BACKSPACE, "\b")
    press(window, pygame.K_DELETE, "\x7f")
    assert desk.tallies() == [12, 8, None, 0]
    press(window, pygame.K_SPACE, " ")
    press(window, pygame.K_SPACE, " ")
    assert desk.tallies() == [12, 10, None, 0]
    assert window.focus == "card move:joint"
    window.focus_on(window.target("card move:wait"))
    press(window, pygame.K_RETURN)
    press(window, pygame.K_BACKSPACE, "\b")
    assert desk.tallies() == [12, 10, None, 0], "Enter picks what is not counted yet"
    type_in(window, "4")
    press(window, pygame.K_BACKSPACE, "\b")
    press(window, pygame.K_BACKSPACE, "\b")
    assert desk.tallies() == [12, 10, None, 0], "there is never less than none"
    type_in(window, "3")
    assert desk.tallies() == [12, 10, None, 0], "a barred card is not counted"
    type_in(window, "1")
    press(window, pygame.K_RETURN)
    assert desk.done[-1] == "go", "Enter on a card that is counted goes on"


def test_the_button_that_takes_one_is_a_stop_of_its_own() -> None:
    window, desk = counting((1920, 1080))
    press(window, pygame.K_TAB)
    until(lambda: window.focus == "less less:move:private", lambda: press(window, pygame.K_TAB))
    target = window.target(window.focus)
    assert target is not None
    assert target.spot.label == "One less: Private proposal to Northport"
    press(window, pygame.K_RETURN)
    assert desk.tallies()[0] == 11
    hit = next(h for h in window.hits() if h.role == "less" and h.do == "less:move:private")
    assert min(hit.rect.size) >= 24
    for _ in range(3):
        click(window, hit.rect.center)
    assert desk.tallies()[0] == 8, "counting by quick clicks is meant"


def test_a_count_is_shown_as_dots_up_to_ten_and_always_as_a_number() -> None:
    def picture(count: int) -> bytes:
        card = replace(samples.MOVES[1], tally=count, less="less:x")
        screen = view.Screen("one", "One", panels=(view.Cards("Hands", (card,)),))
        return pygame.image.tobytes(Window(Desk(screen), Look(), (640, 480)).draw(), "RGB")

    assert len({picture(n) for n in range(13)}) == 13


def test_a_meter_can_be_asked() -> None:
    window, desk = counting((1920, 1080))
    meter = next(h for h in window.hits() if h.role == "meter")
    click(window, meter.rect.center)
    assert desk.done == ["why:Northport trust"]
    window.focus_on(window.target("meter Tension"))
    press(window, pygame.K_RETURN)
    assert desk.done[-1] == "why:Tension"


def test_a_hidden_meter_says_no_number() -> None:
    screen = parts.hands()
    window = Window(Desk(screen), Look(), (1920, 1080))
    said = [h.label for h in window.hits() if h.role == "meter"]
    assert said == [
        "Northport trust ▲ up",
        "Sunderland trust ▼ down",
        "Tension ▲ up",
        "Home support ▼ down",
        "Momentum as before",
    ]
    other = replace(screen, meters=tuple(replace(m, value=99 - m.value) for m in screen.meters))
    hidden = pygame.image.tobytes(window.draw(), "RGB")
    assert pygame.image.tobytes(Window(Desk(other), Look(), (1920, 1080)).draw(), "RGB") == hidden


def test_a_panel_is_enlarged_by_key_and_mouse() -> None:
    desk = Desk(parts.branches())
    window = Window(desk)
    button = next(h for h in window.hits() if h.role == "large")
    assert button.label == "Enlarge Lines of play"
    click(window, button.rect.center)
    window.focus_on(window.target("large large:tree"))
    press(window, pygame.K_RETURN)
    assert desk.done == ["large:tree", "large:tree"]


def test_branches_are_picked_and_gone_through_by_keys() -> None:
    desk = Desk(parts.branches())
    window = Window(desk)
    window.focus_on(window.target("branch 0"))
    order = []
    for _ in range(4):
        press(window, pygame.K_RETURN)
        order.append(desk.done[-1])
        press(window, pygame.K_DOWN)
    assert order == ["show:0", "show:1", "show:3", "show:2"], "from top to bottom"
    assert window.focus == "branch 0"


def test_the_clock_alone_is_drawn_alone() -> None:
    desk = Desk(parts.hands())
    window = Window(desk, Look(), (1920, 1080))
    before = window.draw().copy()
    page = window.page
    desk.shown = replace(desk.shown, clock="4:29")
    after = window.draw()
    assert window.page is page, "nothing is laid out anew"
    clock = window.target("clock")
    assert clock is not None
    change = pygame.mask.from_threshold(after, (0, 0, 0), (1, 1, 1, 255), before)
    change.invert()
    touched = change.get_bounding_rects()
    assert touched
    assert all(window.rect(clock).inflate(4, 4).contains(r) for r in touched)
    desk.shown = replace(desk.shown, clock="paused")
    window.draw()
    assert window.page is not page, "words need other room than digits"
    assert window.frames == 3
    window.draw()
    assert window.frames == 3


@pytest.mark.parametrize("scale", [50, 100, 160, 400, 1000])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_screen_may_be_larger_but_never_so_that_anything_is_cut(scale: int, size: tuple[int, int]) -> None:
    screen = replace(parts.hands(), scale=scale)
    window = Window(Desk(screen), Look(text=150), size)
    plain = Window(Desk(replace(screen, scale=100)), Look(text=150), size)
    if scale > 100 and size[0] > 800:
        assert window.kit.scale > plain.kit.scale
    room = pygame.Rect((0, 0), size)
    for group in range(len(window.page.groups)):
        window.open_group(group)
        assert all(room.contains(h.rect) for h in window.hits())
        for region in window.page.regions:
            assert region.clipped or region.sheet.height <= region.rect.height
            assert all(s.rect.right <= region.rect.width for s in region.sheet.spots)


class Clicks:
    """A window whose time is told by the test, on a driver with a new screen for each click."""

    def __init__(self) -> None:
        self.time = 100.0
        self.desk = Pages(Desk(samples.table_top()).shown)
        self.window = Window(self.desk, Look(), (1280, 800), now=lambda: self.time)
        self.point = next(h for h in self.window.hits() if h.do == "confirm").rect.center


class Pages(Desk):
    """A driver whose every action opens another screen with the same buttons."""

    def act(self, do: str) -> bool:
        self.shown = replace(self.shown, name=f"page {len(self.done)}", subtitle=f"{len(self.done)}")
        return super().act(do)


def test_a_double_click_picks_once() -> None:
    it = Clicks()
    click(it.window, it.point)
    it.time += 0.1
    click(it.window, it.point)
    it.time += 0.1
    click(it.window, (it.point[0] + 2, it.point[1]))
    assert it.desk.done == ["confirm"]
    it.time += 0.1
    click(it.window, it.point)
    assert it.desk.done == ["confirm", "confirm"], "after a quarter of a second it is another click"


def test_a_click_elsewhere_counts_at_once() -> None:
    it = Clicks()
    click(it.window, it.point)
    click(it.window, (it.point[0] - 40, it.point[1]))
    assert it.desk.done == ["confirm", "confirm"]


ACTIONS = st.lists(
    st.sampled_from(
        ["tab", "back", "down", "1", "2", "4", "less", "f6", "wheel", "move", "click", "clock", "t", "+"]
    ),
    max_size=12,
)


@given(acts=ACTIONS, seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_what_is_drawn_anew_is_what_drawing_everything_gives(acts: list[str], seed: int) -> None:
    desk = Teller(parts.hands())
    window = Window(desk, Look(), (900, 620))
    window.draw()
    for number, act in enumerate(acts):
        seed = (seed * 1103515245 + 12345) % 2**31
        point = seed % 900, seed // 900 % 620
        match act:
            case "tab" | "back":
                press(window, pygame.K_TAB, mod=pygame.KMOD_SHIFT if act == "back" else 0)
            case "down" | "less" | "f6":
                press(window, {"down": pygame.K_DOWN, "less": pygame.K_BACKSPACE, "f6": pygame.K_F6}[act])
            case "wheel":
                window.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=-1))
            case "move":
                window.handle(pygame.Event(pygame.MOUSEMOTION, pos=point, rel=(0, 0), buttons=(0, 0, 0)))
            case "click":
                click(window, point)
            case "clock":
                desk.shown = replace(desk.shown, clock=f"3:{10 + number}")
            case _:
                type_in(window, act)
        drawn = pygame.image.tobytes(window.draw(), "RGB")
        window.redraw()
        assert pygame.image.tobytes(window.draw(), "RGB") == drawn, act
