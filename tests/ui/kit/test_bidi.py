"""Right-to-left text, against the library's own order and against what the letters look like."""

from __future__ import annotations

import numpy as np
import pygame
import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ui.kit import bidi, fonts
from sim.ui.kit.sheet import Kit, Sheet
from sim.ui.kit.text import Run, break_lines
from sim.ui.kit.theme import THEMES

INK, SIZE = (0, 0, 0), 60
ALIKE = str.maketrans("([<", ")]>")
LETTERS = "abcXYZ אבגד שלום العربية سلام 0123 ٢٤ ()[]<>.,:;!?%+-–/\"'"
MIXED = st.text(st.sampled_from(LETTERS), min_size=1, max_size=24)
RUNS = st.lists(st.builds(Run, MIXED, st.sampled_from(["regular", "semibold"]), st.just(16), st.just(INK)))


@given(text=MIXED, rtl=st.booleans())
@settings(max_examples=600)
def test_the_parts_stand_in_the_librarys_order(text: str, rtl: bool) -> None:
    text = text.strip() or "x"
    shown = [(text[p.start : p.end], p.rtl) for p in bidi.parts(text, rtl)]
    assert "".join(t[::-1] if turned else t for t, turned in shown) == get_display(
        text, base_dir="R" if rtl else "L"
    )


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("Ada", False),
        ("אבא", True),
        ("سلام", True),
        ("2024 אבא", True),
        ("(אבא) said Ada", True),
        ("Ada said אבא", False),
        ("2024", False),
        ("", False),
    ],
)
def test_the_first_strong_letter_tells_the_direction(text: str, rtl: bool) -> None:
    assert bidi.is_rtl(text) is rtl
    lines = break_lines([Run(text, "regular", 16, INK)], 400)
    assert all(line.rtl is rtl for line in lines)


@given(runs=RUNS, width=st.integers(40, 400))
@settings(max_examples=120)
def test_a_line_is_drawn_whole_and_no_wider_than_it_was_measured(runs: list[Run], width: int) -> None:
    for line in break_lines(runs, width):
        drawn = line.drawn()
        turned = "".join(r.text[::-1] if bidi.has_rtl_letter(r.text) else r.text for r in drawn)
        whole = get_display(line.text, base_dir="R" if line.rtl else "L")
        assert turned.translate(ALIKE) == whole.translate(ALIKE)
        assert sum(r.width for r in drawn) < line.width + 0.5 * len(line.text) + 2


def ink(runs: list[Run], width: int) -> tuple[pygame.Surface, pygame.Rect]:
    """The runs in a column ``width`` pixels wide, and where there is ink."""
    sheet = Sheet(Kit(THEMES["light"], 1.0), width)
    high = sheet.words(runs, 0, 0, width)
    surface = pygame.Surface((width, high + 12), pygame.SRCALPHA, 32)
    sheet.paint(surface, 0, 0)
    return surface, surface.get_bounding_rect(1)


def holds(surface: pygame.Surface, words: str, face: fonts.Face = "regular") -> int | None:
    """Where in the picture these words stand, letter for letter, or None."""
    wanted = fonts.picture(words, face, SIZE, INK)
    box = wanted.get_bounding_rect(1)
    needle = pygame.surfarray.array_alpha(wanted.subsurface(box)).astype(float)
    field = pygame.surfarray.array_alpha(surface).astype(float)
    near = [
        (float(np.abs(field[x : x + box.width, y : y + box.height] - needle).mean() / needle.mean()), x)
        for x in range(len(field) - box.width + 1)
        for y in range(max(0, box.y - 4), min(box.y + 3, field.shape[1] - box.height + 1))
    ]
    off, best = min(near, default=(1.0, 0))
    return best if off < 0.25 else None


@pytest.mark.parametrize("words", ["בשנת 2024 היה", "عام 2024 كان"])
def test_a_year_in_a_right_to_left_line_reads_from_left_to_right(words: str) -> None:
    before, _, after = words.split()
    surface, _ = ink([Run(words, "regular", SIZE, INK)], 600)
    places = [holds(surface, w) for w in (after, "2024", before)]
    assert None not in places
    assert places == sorted(places, key=lambda x: x or 0), "what is read first stands at the right"
    assert holds(surface, "4202") is None


def test_a_styled_span_keeps_its_place_in_the_order() -> None:
    runs = [
        Run("אבג ", "regular", SIZE, INK),
        Run("דהו", "semibold", SIZE, INK),
        Run(" (זחט)", "regular", SIZE, INK),
    ]
    surface, _ = ink(runs, 600)
    first, second, third = holds(surface, "אבג"), holds(surface, "דהו", "semibold"), holds(surface, "זחט")
    assert first is not None
    assert second is not None
    assert third is not None
    assert third < second < first


def test_a_right_to_left_paragraph_is_set_at_the_right_and_its_lines_are_read_downwards() -> None:
    words = "אחת שתיים שלוש ארבע שבע"
    surface, box = ink([Run(words, "regular", SIZE, INK)], 500)
    assert box.right > 490
    half = surface.get_height() // 2 - 4
    top, low = surface.subsurface((0, 0, 500, half)), surface.subsurface((0, half, 500, half))
    assert holds(top, "אחת") is not None
    assert holds(top, "שבע") is None
    assert holds(low, "שבע") is not None
    assert low.get_bounding_rect(1).left > 100, "the last line is not full, and begins at the right"


def test_arabic_letters_are_joined() -> None:
    alone = sum(fonts.width(letter, "regular", 24) for letter in "سلام")
    assert fonts.width("سلام", "regular", 24) < 0.8 * alone
