"""Counts, fields, forecasts, branches, bands, clocks: nothing cut, nothing over another, all by keyboard."""

from __future__ import annotations

from dataclasses import replace

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
from tests.ui.kit import paper, parts
from tests.ui.kit.conftest import Desk
from tests.ui.kit.test_window import press

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
