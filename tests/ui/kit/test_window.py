"""The window: nothing overflows, everything can be reached, every key does what it says."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from sim.ui.kit.theme import THEMES, Look
from sim.ui.view import Action, Card, Cards, Screen
from sim.ui.window import Window, open_window, picture
from tests.ui.kit import samples
from tests.ui.kit.conftest import Desk

SIZES = [(640, 480), (800, 600), (1280, 800), (1366, 768), (1920, 1080)]


def press(window: Window, key: int, text: str = "", mod: int = 0) -> bool:
    return window.handle(pygame.Event(pygame.KEYDOWN, key=key, unicode=text, mod=mod, scancode=0))


def type_in(window: Window, letter: str) -> bool:
    return press(window, ord(letter.lower()), letter)


def click(window: Window, point: tuple[int, int]) -> bool:
    return window.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=point, button=1))


def wheel(window: Window, point: tuple[int, int], notches: int) -> None:
    window.handle(pygame.Event(pygame.MOUSEMOTION, pos=point, rel=(0, 0), buttons=(0, 0, 0)))
    window.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=notches))


def table(size: tuple[int, int] = (1280, 800), text: int = 100) -> tuple[Window, Desk]:
    desk = Desk(samples.table_top())
    return Window(desk, Look(text=text), size), desk


@pytest.mark.parametrize("text", [100, 150, 200])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", samples.ALL)
def test_nothing_overflows(name: str, size: tuple[int, int], theme: str, text: int) -> None:
    window = Window(Desk(samples.ALL[name]()), Look(theme, text), size)  # type: ignore[arg-type]
    room = pygame.Rect((0, 0), size)
    for group in range(max(1, len(window.page.groups))):
        window.open_group(group)
        window.draw()
        hits = window.hits()
        for i, hit in enumerate(hits):
            assert room.contains(hit.rect), hit
            for other in hits[i + 1 :]:
                assert not hit.rect.colliderect(other.rect), (hit, other)
        page = window.page
        for region in page.regions:
            assert region.rect.left >= 0
            assert region.rect.right <= size[0] + 6
            assert region.rect.bottom <= page.height
            assert region.clipped or region.sheet.height <= region.rect.height
            for spot in region.sheet.spots:
                assert spot.rect.left >= 0
                assert spot.rect.right <= region.rect.width
                assert spot.rect.bottom <= region.sheet.height


@pytest.mark.parametrize("text", [100, 200])
@pytest.mark.parametrize("name", samples.ALL)
def test_every_panel_is_on_some_group(name: str, text: int) -> None:
    for size in SIZES:
        window = Window(Desk(samples.ALL[name]()), Look(text=text), size)
        found = [n for group in window.page.groups for n in group]
        assert found == list(range(len(window.page.panels)))
        assert len(found) >= len(samples.ALL[name]().panels)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("text", [100, 200])
@pytest.mark.parametrize("name", samples.ALL)
def test_tab_reaches_everything_once_and_comes_round(name: str, text: int, size: tuple[int, int]) -> None:
    window = Window(Desk(samples.ALL[name]()), Look(text=text), size)
    order = [t.id for t in window.targets()]
    assert len(set(order)) == len(order)
    seen = []
    for _ in order:
        press(window, pygame.K_TAB)
        assert window.focus is not None
        seen.append(window.focus)
        target = window.target(window.focus)
        assert target is not None
        assert window.seen(target).height > 0, "focus is brought into view"
    assert seen == order
    press(window, pygame.K_TAB)
    assert window.focus == order[0]
    press(window, pygame.K_TAB, mod=pygame.KMOD_SHIFT)
    assert window.focus == order[-1]


def test_focus_is_drawn_only_for_the_keyboard() -> None:
    window, _ = table()
    plain = window.draw().copy()
    press(window, pygame.K_TAB)
    ringed = window.draw().copy()
    assert pygame.image.tobytes(plain, "RGB") != pygame.image.tobytes(ringed, "RGB")
    assert [h.focused for h in window.hits()].count(True) == 1


def test_idle_draws_nothing() -> None:
    window, desk = table()
    window.draw()
    for _ in range(5):
        window.draw()
        window.handle(pygame.Event(pygame.MOUSEMOTION, pos=(5, 5), rel=(0, 0), buttons=(0, 0, 0)))
    assert window.frames == 1
    desk.shown = replace(desk.shown, subtitle="Later")
    window.draw()
    assert window.frames == 2


def test_a_changed_screen_is_drawn() -> None:
    window, desk = table()
    before = pygame.image.tobytes(window.draw(), "RGB")
    desk.select("move:wait")
    assert pygame.image.tobytes(window.draw(), "RGB") != before


def test_number_keys_pick_cards() -> None:
    window, desk = table()
    for number in "124":
        type_in(window, number)
    assert desk.done == ["move:private", "move:joint", "move:wait"]


def test_a_barred_card_gives_nothing() -> None:
    window, desk = table()
    type_in(window, "3")
    assert desk.done == []
    assert window.focus == "card move:guarantee"
    press(window, pygame.K_RETURN)
    press(window, pygame.K_SPACE, " ")
    hit = next(h for h in window.hits() if h.label.startswith("3."))
    assert hit.do == ""
    click(window, hit.rect.center)
    assert desk.done == []


def test_action_keys() -> None:
    window, desk = table()
    type_in(window, "u")
    press(window, pygame.K_ESCAPE, "\x1b")
    type_in(window, "s")
    assert desk.done == ["undo", "menu"], "a disabled action does nothing"


def test_enter_is_the_primary_action_until_something_has_the_focus() -> None:
    window, desk = table()
    press(window, pygame.K_RETURN)
    assert desk.done == ["confirm"]
    window.focus_on(window.target("card move:wait"))
    press(window, pygame.K_RETURN)
    assert desk.done == ["confirm", "move:wait"]
    desk.select("move:wait")
    press(window, pygame.K_RETURN)
    assert desk.done[-1] == "confirm", "a card that is picked already is confirmed"
    window.focus_on(window.target("action undo"))
    press(window, pygame.K_SPACE, " ")
    assert desk.done[-1] == "undo"


@pytest.mark.parametrize("name", samples.ALL)
def test_a_click_does_what_the_hit_says(name: str) -> None:
    desk = Desk(samples.ALL[name]())
    window = Window(desk, Look(), (1920, 1080))
    for hit in window.hits():
        desk.done.clear()
        click(window, hit.rect.center)
        assert desk.done == ([hit.do] if hit.do else [])


def test_a_click_beside_everything_does_nothing() -> None:
    window, desk = table()
    assert click(window, (2, 2))
    assert desk.done == []


def test_after_a_click_enter_confirms() -> None:
    window, desk = table()
    click(window, next(h for h in window.hits() if h.do == "move:joint").rect.center)
    press(window, pygame.K_RETURN)
    assert desk.done == ["move:joint", "confirm"]


def test_closing() -> None:
    desk = Desk(samples.table_top(), closes_on="menu")
    window = Window(desk)
    assert not window.handle(pygame.Event(pygame.QUIT))
    assert not press(window, pygame.K_ESCAPE, "\x1b")


def test_arrows_go_through_cards() -> None:
    window, _ = table()
    window.focus_on(window.target("card move:private"))
    for wanted in ("move:joint", "move:guarantee", "move:wait", "move:wait"):
        press(window, pygame.K_DOWN)
        assert window.focus == f"card {wanted}"
    press(window, pygame.K_UP)
    assert window.focus == "card move:guarantee"


def test_arrows_in_a_grid() -> None:
    window = Window(Desk(samples.chooser()), Look(), (1280, 800))
    window.focus_on(window.target("card scenario:river"))
    press(window, pygame.K_RIGHT)
    assert window.focus == "card scenario:strait"
    press(window, pygame.K_LEFT)
    assert window.focus == "card scenario:river"


def test_arrows_go_through_tabs() -> None:
    window = Window(Desk(samples.debrief()), Look(), (1280, 800))
    window.focus_on(window.target("tab tab:0"))
    press(window, pygame.K_RIGHT)
    assert window.focus == "tab tab:1"


def test_text_and_theme_keys() -> None:
    heard: list[Look] = []
    window = Window(Desk(samples.table_top()), Look(), on_look=heard.append)
    type_in(window, "+")
    type_in(window, "-")
    press(window, pygame.K_MINUS, "-", pygame.KMOD_CTRL)
    type_in(window, "t")
    assert heard == [Look("light", 110), Look("light", 100), Look("light", 90), Look("dark", 90)]
    for _ in range(30):
        type_in(window, "+")
    assert window.look.text == 200
    for _ in range(30):
        type_in(window, "-")
    assert window.look.text == 80


def test_an_action_takes_its_key_from_the_theme() -> None:
    desk = Desk(replace(samples.table_top(), actions=(Action("talk", "Talk", "T"),)))
    window = Window(desk)
    type_in(window, "t")
    assert desk.done == ["talk"]
    assert window.look.theme == "light"


def test_resizing_keeps_focus() -> None:
    window, _ = table((1920, 1080))
    window.focus_on(window.target("card move:wait"))
    for size in reversed(SIZES):
        window.handle(pygame.Event(pygame.VIDEORESIZE, w=size[0], h=size[1], size=size))
        assert window.size == size
        assert window.draw().get_size() == size
        assert window.focus == "card move:wait"
        target = window.target(window.focus)
        assert target is not None
        assert window.seen(target).height > 0


def test_strip_by_key_and_mouse() -> None:
    window, _ = table((640, 480))
    assert len(window.page.groups) > 1
    press(window, pygame.K_F6)
    assert window.page.shown == 1
    press(window, pygame.K_TAB, mod=pygame.KMOD_CTRL)
    assert window.page.shown == 2
    first = next(h for h in window.hits() if h.role == "strip")
    click(window, first.rect.center)
    assert window.page.shown == 0


def test_a_card_that_is_out_of_sight_is_shown_before_it_is_picked() -> None:
    window, desk = table((640, 480), 200)
    assert not any(h.role == "card" for h in window.hits())
    type_in(window, "4")
    assert desk.done == []
    assert any(h.role == "card" and h.focused for h in window.hits())
    press(window, pygame.K_RETURN)
    assert desk.done == ["move:wait"]


def test_scrolling_by_wheel_keys_and_bar() -> None:
    window, _ = table()
    region = next(r for r in window.page.regions if r.title == "Situation")
    assert region.overflow > 0
    wheel(window, region.rect.center, -1)
    after_wheel = window.offset(region)
    assert after_wheel > 0
    press(window, pygame.K_END)
    assert window.offset(region) == region.overflow
    press(window, pygame.K_HOME)
    assert window.offset(region) == 0
    press(window, pygame.K_PAGEDOWN)
    assert window.offset(region) > after_wheel
    window.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=(0, 0), button=1))
    click(window, (region.rect.right - 5, region.rect.bottom - 3))
    assert window.offset(region) == region.overflow


def test_a_new_text_starts_at_its_top_and_a_picked_card_does_not_move_the_column() -> None:
    window, desk = table()
    text = next(r for r in window.page.regions if r.title == "Situation")
    cards = next(r for r in window.page.regions if r.title == "Your moves")
    window.scroll_to(text, 50)
    window.scroll_to(cards, 40)
    desk.select("move:wait")
    regions = {r.title: r for r in window.page.regions if r.title}
    assert window.offset(regions["Your moves"]) == 40
    assert window.offset(regions["Situation"]) == 50
    said = replace(desk.shown.panels[0], blocks=samples.SITUATION[2:])
    desk.shown = replace(desk.shown, panels=(said, *desk.shown.panels[1:]))
    regions = {r.title: r for r in window.page.regions if r.title}
    assert window.offset(regions["Situation"]) == 0


def test_channels_are_said_by_keyboard() -> None:
    window, _ = table()
    target = next(t for t in window.targets() if t.region.title == "Channels")
    window.focus_on(target)
    before = pygame.image.tobytes(window.draw(), "RGB")
    press(window, pygame.K_RIGHT)
    assert pygame.image.tobytes(window.draw(), "RGB") != before


def test_hovering_a_meter_says_why() -> None:
    window, _ = table()
    meter = next(h for h in window.hits() if h.role == "meter")
    before = pygame.image.tobytes(window.draw(), "RGB")
    window.handle(pygame.Event(pygame.MOUSEMOTION, pos=meter.rect.center, rel=(0, 0), buttons=(0, 0, 0)))
    assert pygame.image.tobytes(window.draw(), "RGB") != before
    assert window.frames == 2


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_differ_by_theme_and_not_by_time(theme: str) -> None:
    look = Look(theme, 100)  # type: ignore[arg-type]
    one = pygame.image.tobytes(picture(samples.table_top(), (1280, 800), look), "RGB")
    two = pygame.image.tobytes(picture(samples.table_top(), (1280, 800), look), "RGB")
    assert one == two
    other = Look("dark" if theme != "dark" else "light", 100)
    assert one != pygame.image.tobytes(picture(samples.table_top(), (1280, 800), other), "RGB")


AWKWARD = Screen(
    "awkward",
    "W" * 300,
    "word " * 80,
    panels=(
        Cards("", tuple(Card(f"c{i}", str(i), "x" * 90, "y" * 400, tag="z" * 90) for i in range(3))),
        Cards("Nothing", ()),
    ),
    actions=tuple(Action(f"a{i}", "Do the very long thing " * 3, "Ctrl+S") for i in range(7)),
    message="m" * 500,
)


@pytest.mark.parametrize("screen", [AWKWARD, Screen("bare", "Bare")], ids=lambda s: s.name)
@pytest.mark.parametrize("text", [80, 200])
@pytest.mark.parametrize("size", [(320, 240), *SIZES], ids=str)
def test_awkward_content(screen: Screen, size: tuple[int, int], text: int) -> None:
    window = Window(Desk(screen), Look(text=text), size)
    window.draw()
    room = pygame.Rect((0, 0), size)
    for _ in window.targets():
        press(window, pygame.K_TAB)
        target = window.target(window.focus)
        assert target is not None
        assert window.seen(target).height > 0
        assert all(room.contains(h.rect) for h in window.hits())
        window.draw()


def test_the_loop_runs_and_closes() -> None:
    desk = Desk(samples.table_top())
    open_window(desk, size=(800, 600), frames=3)
    assert not pygame.display.get_init()
    open_window(Desk(samples.charts()), size=(800, 600), frames=2)


@pytest.mark.parametrize("cards", [3, 9, 10, 40])
@pytest.mark.parametrize("size", [(640, 480), (1280, 800)], ids=str)
def test_a_brief_first_frame_lacks_nothing_that_is_seen(cards: int, size: tuple[int, int]) -> None:
    """But for the scroll bar, whose length is not known yet; then the page is as any other."""
    words = "Long enough to be broken into some lines of text on any card."
    rows = tuple(Card(f"card:{n}", str(n % 10), f"Card {n}", words * (1 + n % 3)) for n in range(cards))
    desk = Desk(Screen("many", "Many cards", panels=(Cards("", rows, grid=True),)))
    brief, whole = Window(desk, Look(), size, brief=True), Window(desk, Look(), size)
    bar = 24
    for theirs, ours in zip(whole.page.regions, brief.page.regions, strict=True):
        assert theirs.rect == ours.rect
    first, wanted = brief.draw().copy(), whole.draw()
    room = pygame.Rect(0, 0, size[0] - bar, size[1])
    assert pygame.image.tobytes(first.subsurface(room), "RGB") == pygame.image.tobytes(
        wanted.subsurface(room), "RGB"
    )
    brief.complete()
    assert pygame.image.tobytes(brief.draw(), "RGB") == pygame.image.tobytes(wanted, "RGB")
    assert [t.id for t in brief.targets()] == [t.id for t in whole.targets()]
