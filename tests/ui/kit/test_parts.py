"""Counts, fields, forecasts, branches, bands, clocks: nothing cut, nothing over another, all by keyboard."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ui import view
from sim.ui.kit import cards
from sim.ui.kit.calibration import lay_calibration
from sim.ui.kit.charts import lay_charts
from sim.ui.kit.fields import lay_fields
from sim.ui.kit.sheet import Sheet, kit_for
from sim.ui.kit.theme import THEMES, Look
from sim.ui.kit.tree import lay_tree
from sim.ui.window import Window
from tests.ui.kit import paper, parts, samples
from tests.ui.kit.conftest import Desk
from tests.ui.kit.test_window import click, press, type_in

SIZES = [(640, 480), (800, 600), (1280, 800), (1920, 1080)]


@pytest.mark.parametrize("text", [100, 150, 200])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", parts.ALL)
def test_nothing_overflows_and_tab_reaches_everything(
    name: str, size: tuple[int, int], theme: str, text: int
) -> None:
    window = Window(Desk(parts.ALL[name]()), Look(theme, text), size)  # type: ignore[arg-type]
    room = pygame.Rect((0, 0), size)
    seen = set()
    for group in range(max(1, len(window.page.groups))):
        window.open_group(group)
        hits = window.hits()
        for i, hit in enumerate(hits):
            assert room.contains(hit.rect), hit
            assert not any(hit.rect.colliderect(other.rect) for other in hits[i + 1 :]), hit
        for region in window.page.regions:
            assert region.rect.left >= 0
            assert region.rect.right <= size[0] + 6
            assert region.clipped or region.sheet.height <= region.rect.height
            for spot in region.sheet.spots:
                assert pygame.Rect(0, 0, region.rect.width, region.sheet.height).contains(spot.rect), spot
        order = [t.id for t in window.targets()]
        assert len(set(order)) == len(order)
        for expected in order:
            press(window, pygame.K_TAB)
            target = window.target(window.focus)
            assert target is not None
            assert target.id == expected
            assert min(window.seen(target).size) > 0
            seen.add(target.do or target.spot.name)
        window.focus_on(None)
    assert offered(window.shown) <= seen


def offered(screen: view.Screen) -> set[str]:
    """Every action, and every field, that a screen offers."""
    found = {a.do for a in screen.actions if a.enabled} | {t.do for t in screen.tabs}
    found |= {m.do for m in screen.meters if m.do}
    for panel in screen.panels:
        found |= {getattr(panel, "large", "")} - {""}
        match panel:
            case view.Cards():
                found |= {
                    do for c in panel.cards if c.enabled for do in (c.do, c.less if c.tally else "") if do
                }
            case view.Fields():
                found |= {f.do for f in panel.fields}
            case view.Tree():
                found |= {b.do for b in panel.branches if b.do}
    return found


def laid(
    panel: view.Panel, width: int, height: int, text: int
) -> tuple[Sheet, list[tuple[str, pygame.Rect]]]:
    kit = kit_for(Look(text=text), (1280, 800))
    cards._card.cache_clear()
    makers = {
        view.Cards: cards.lay_cards,
        view.Charts: lay_charts,
        view.Calibration: lay_calibration,
        view.Tree: lay_tree,
        view.Fields: lay_fields,
    }
    with paper.watched() as known:
        sheet = makers[type(panel)](panel, width, height, kit)  # type: ignore[operator]
        return sheet, paper.written(sheet, known)


PANELS = [p for make in parts.ALL.values() for p in make().panels if not isinstance(p, view.Text)]


@pytest.mark.parametrize("text", [80, 100, 150, 200])
@pytest.mark.parametrize("size", [(300, 150), (600, 300), (900, 560), (1250, 640)], ids=str)
@pytest.mark.parametrize("panel", PANELS, ids=lambda p: p.title)
def test_no_words_lie_over_others_or_are_cut_off(panel: view.Panel, size: tuple[int, int], text: int) -> None:
    sheet, texts = laid(panel, *size, text)
    assert texts
    assert paper.overlaps(texts) == []
    room = pygame.Rect(0, 0, size[0], sheet.height)
    assert [(t, r) for t, r in texts if not room.contains(r)] == []


VALUES = st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=1, max_size=5)


@given(lines=st.lists(VALUES, min_size=1, max_size=6), bands=st.lists(VALUES, max_size=2))
@settings(max_examples=25, deadline=None)
def test_names_at_the_ends_of_any_lines_keep_apart(
    lines: list[list[float | None]], bands: list[list[float | None]]
) -> None:
    roles: tuple[view.LineRole, ...] = ("you", "history", "branch")
    made = tuple(view.Line(f"Line {i}", roles[min(i, 2)], tuple(v)) for i, v in enumerate(lines))
    spans = tuple(
        view.Band(f"Span {i}", tuple(v), tuple(None if x is None else min(100, x + 9) for x in v))
        for i, v in enumerate(bands)
    )
    count = max(len(v) for v in (*lines, *bands))
    labels = tuple(f"Decision {i}" for i in range(count))
    _, texts = laid(view.Charts("", (view.Chart("Trust", labels, made, "", spans),)), 420, 220, 100)
    assert paper.overlaps(texts) == []


DOTS = st.builds(
    view.Dot,
    st.sampled_from([0, 10, 25, 50, 75, 90, 100]),
    st.sampled_from([0, 20, 50, 80, 100]),
    st.integers(1, 300),
)


@given(series=st.lists(st.lists(DOTS, max_size=4), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_forecasts_are_drawn_with_every_count_and_every_name(series: list[list[view.Dot]]) -> None:
    roles: tuple[view.LineRole, ...] = ("you", "history", "branch")
    names = ("You", "The model", "An even spread")
    shown = tuple(view.Dots(names[i], roles[i], tuple(dots)) for i, dots in enumerate(series))
    _, texts = laid(view.Calibration("", shown), 420, 420, 100)
    assert paper.overlaps(texts) == []
    words = [t for t, _ in texts]
    for one in shown:
        assert (one.name in words) == bool(one.dots)
    counts = [str(d.count) for one in shown for d in one.dots]
    assert sorted(counts) == sorted(w for w in words if w.isdigit())


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
    while window.focus != "less less:move:private":
        press(window, pygame.K_TAB)
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


LONG = "W" * 70
AWKWARD = [
    view.Tree("", (), ()),
    view.Tree("No labels", (), (view.Branch("b", -1, 0, ("x", "y"), "", "show"),)),
    view.Tree(
        LONG,
        (LONG, "", "b"),
        (
            view.Branch(LONG, 5, 99, (LONG,), LONG, "a", (LONG, "m" * 90)),
            view.Branch("", 0, 99, (), "", "b"),
            view.Branch("c", 1, -3, ("", "", "", "", LONG), "word " * 90, "c"),
        ),
    ),
    view.Calibration("", ()),
    view.Calibration(
        "Full", tuple(view.Dots(LONG, "you", (view.Dot(-50, 400, 10**7),) * 9) for _ in range(5)), LONG
    ),
    view.Charts("", (view.Chart(LONG, (), (view.Line(LONG, "branch", (None, 400, -9)),) * 9, LONG),)),
    view.Charts("", (view.Chart("", (LONG,), (), "", (view.Band(LONG, (1, 2, None), (3,)),) * 3),)),
    view.Fields("", ()),
    view.Fields(LONG, (view.Field("f", LONG, "x" * 900, LONG, 1000), view.Field("g", "", ""))),
    view.Cards(
        "",
        (view.Card("c", "1", LONG, LONG, tally=10**9, less="l"), view.Card("d", "", "", tally=0, less="m")),
    ),
    view.Text("", (), large="only"),
]


@pytest.mark.parametrize("text", [80, 200])
@pytest.mark.parametrize("size", [(320, 240), (640, 480), (1280, 800)], ids=str)
@pytest.mark.parametrize("number", range(len(AWKWARD)))
def test_awkward_content(number: int, size: tuple[int, int], text: int) -> None:
    meters = (view.Meter(LONG, 900, -900, hidden=True, do="why"), view.Meter("", -5, 3, do="ask"))
    panel = replace(AWKWARD[number], large="large") if hasattr(AWKWARD[number], "large") else AWKWARD[number]
    screen = view.Screen(
        "s", LONG, panels=(panel, view.Text("T", (view.para("x"),))), meters=meters, clock="time is up"
    )
    window = Window(Desk(screen), Look(text=text), size)
    room = pygame.Rect((0, 0), size)
    for _ in window.targets():
        press(window, pygame.K_TAB)
        target = window.target(window.focus)
        assert target is not None
        assert window.seen(target).height > 0
        assert all(room.contains(h.rect) for h in window.hits())
        window.draw()
    for region in window.page.regions:
        assert all(s.rect.right <= region.rect.width for s in region.sheet.spots)
