"""Contrast holds in every theme."""

from __future__ import annotations

import pytest

from sim.ui.kit.theme import MARK_CONTRAST, TEXT_CONTRAST, THEMES, Theme, contrast, mark_pairs, text_pairs


def test_contrast_of_known_pairs() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)  # WCAG's own example
    assert contrast((10, 20, 30), (10, 20, 30)) == 1


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_letters(theme: Theme) -> None:
    low = {n: round(contrast(*p), 2) for n, p in text_pairs(theme).items() if contrast(*p) < TEXT_CONTRAST}
    assert not low


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_marks_and_borders(theme: Theme) -> None:
    low = {n: round(contrast(*p), 2) for n, p in mark_pairs(theme).items() if contrast(*p) < MARK_CONTRAST}
    assert not low


def test_high_contrast_is_higher() -> None:
    for name, pair in text_pairs(THEMES["contrast"]).items():
        assert contrast(*pair) >= 7, name
