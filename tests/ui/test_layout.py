"""Every screen of the game at many sizes, themes and text sizes: nothing cut, nothing over another, legible.

Each screen is laid out in one window, by the luck of its number. BACKCHANNEL_EVERY_WINDOW=1 tries them all:

    BACKCHANNEL_EVERY_WINDOW=1 python -m pytest tests/ui/test_layout.py
"""

from __future__ import annotations

import os
import random

import numpy as np
import pygame
import pytest

from sim.ui.kit.theme import THEMES, Colour, Look, Theme, mark_pairs, text_pairs
from sim.ui.pictures import SIZES, TEXTS, Plan
from sim.ui.tour import Shot, tour
from sim.ui.window import Still, Window
from tests.ui.kit.test_parts import offered
from tests.ui.kit.test_window import press
from tests.ui.tables import keys

EVERY = os.environ.get("BACKCHANNEL_EVERY_WINDOW") == "1"
SMALL = Plan(sizes=((640, 480), (800, 600)), texts=(100, 200))
VIEWS = [*Plan().views(), *SMALL.views()]
PARTS = 6
ROLES = ("action", "tab", "card", "strip", "meter")


@pytest.fixture(scope="module")
def shots() -> list[Shot]:
    pygame.display.init()
    return list(tour())


def views(number: int) -> list[tuple[tuple[int, int], Look]]:
    return VIEWS if EVERY else [random.Random(number).choice(VIEWS)]


def ratio(one: Colour, other: Colour) -> float:
    """Contrast as WCAG 2.2 defines it, written from its text and not from ours."""
    light = []
    for colour in (one, other):
        channels = [c / 255 for c in colour]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        light.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(light) + 0.05) / (min(light) + 0.05)


def laid_well(window: Window, name: str) -> None:
    """By the layout's own rectangles, in each group of panels; Tab comes to all, and shows it."""
    room, seen = pygame.Rect((0, 0), window.size), set()
    for group in range(max(1, len(window.page.groups))):
        window.open_group(group)
        hits = window.hits()
        for i, hit in enumerate(hits):
            assert room.contains(hit.rect), (name, hit)
            assert not any(hit.rect.colliderect(o.rect) for o in hits[i + 1 :]), (name, hit)
        for region in window.page.regions:
            sheet = pygame.Rect(0, 0, region.rect.width, region.sheet.height)
            assert region.rect.left >= 0, (name, region.name)
            assert region.rect.right <= window.size[0] + 6, (name, region.name)
            assert region.clipped or region.sheet.height <= region.rect.height, (name, region.name)
            for spot in region.sheet.spots:
                assert sheet.contains(spot.rect), (name, spot)
        order = [t.id for t in window.targets()]
        assert len(set(order)) == len(order), (name, order)
        for expected in order:
            press(window, pygame.K_TAB)
            target = window.target(window.focus)
            assert target is not None
            assert target.id == expected, name
            assert min(window.seen(target).size) > 0, (name, expected)
            seen.add(target.do or target.spot.name)
        window.focus_on(None)
    assert offered(window.shown) <= seen, (name, offered(window.shown) - seen)


def legible(window: Window, name: str) -> int:
    """In the picture itself: in all that can be picked, letters stand off from what is behind them.

    What is scrolled half out of its place fades there, and is passed over.
    """
    picture, read = window.draw(), 0
    for target in window.targets():
        rect, place = window.rect(target), window.place(target.region)
        clear = place.inflate(0, -2 * window.kit.px(27)) if target.region.overflow else place
        area = rect.inflate(-6, -6)
        if target.spot.role not in ROLES or min(area.size) < 14 or window.seen(target) != rect:
            continue
        if target.do and clear.contains(rect):
            pixels = pygame.surfarray.array2d(picture.subsurface(area)) & 0xFFFFFF
            found, many = np.unique(pixels, return_counts=True)
            colours = [(int(c) >> 16, int(c) >> 8 & 255, int(c) & 255) for c in found]
            behind = colours[int(many.argmax())]
            best = max(ratio(behind, colour) for colour in colours)
            assert best >= 4.5, (name, target.spot.label, behind, round(best, 2))
            read += 1
    return read


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_cut_or_covered_and_all_can_be_reached(shots: list[Shot], part: int) -> None:
    for number, shot in enumerate(shots):
        if number % PARTS != part:
            continue
        for size, look in views(number):
            name = f"{shot.name} {size} {look.theme} {look.text}"
            laid_well(Window(Still(shot.screen), look, size), name)


def test_no_key_stands_twice(shots: list[Shot]) -> None:
    for shot in shots:
        found = keys(shot.screen)
        assert sorted(set(found)) == sorted(found), shot.name


@pytest.mark.parametrize("theme", THEMES)
def test_letters_are_legible_in_the_pictures(shots: list[Shot], theme: str) -> None:
    read = 0
    for number, shot in enumerate(shots):
        if EVERY or number % 6 == list(THEMES).index(theme):
            read += legible(Window(Still(shot.screen), Look(theme, 100), SIZES[0]), shot.name)  # type: ignore[arg-type]
    assert read > 100


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_colours_keep_their_contrast(theme: Theme) -> None:
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert {n: p for n, p in text_pairs(theme).items() if ratio(*p) < 4.5} == {}
    assert {n: p for n, p in mark_pairs(theme).items() if ratio(*p) < 3} == {}


def test_the_pictures_are_of_all_that_was_asked() -> None:
    assert set(SIZES) == {(1280, 800), (1920, 1080), (1366, 768)}
    assert set(TEXTS) == {100, 150, 200}
    assert set(Plan().themes) == {"light", "dark", "contrast"}
